//! The status bar: how many keys there are, how many need action, and the keys of the keyboard one forgets.

use egui::{Rect, Ui, pos2, vec2};

use super::data::Listing;
use super::words::copies;
use crate::gui::commands::Command;
use crate::gui::counts::{grouped, keys};
use crate::gui::theme::{Type, of, size};
use crate::gui::widgets::{Strip, baseline, keycap, keycap_width, name_node, text, width};
use crate::jobs::Snapshot;
use crate::model::{Key, Settings};

/// Draws it. `closed`: a click selects a key, and its details come by their key or a second click; `key`: the one that is selected.
pub fn status_ui(ui: &Ui, rect: Rect, listing: &Listing, closed: bool, key: Option<&Key>, snapshot: &Snapshot) {
    let t = of(ui);
    let middle = rect.center().y + 0.5;
    let line = baseline(ui, middle, Type::Small);
    let counted = if listing.shown == listing.here {
        keys(listing.here)
    } else {
        format!("{} of {}", grouped(listing.shown), keys(listing.here))
    };
    let needs = if listing.need_action == 1 { "needs" } else { "need" };
    let words = if listing.need_action == 0 {
        counted
    } else {
        format!("{counted} · {} {needs} action", grouped(listing.need_action))
    };
    let used = text(ui, rect.left() + size::EDGE, line, Type::Small, t.text_tertiary, &words);
    let said = Rect::from_min_size(rect.min, vec2(used + size::EDGE, rect.height()));
    name_node(ui, said, ui.make_persistent_id("status"), &words);
    let mut strip = Strip::new(rect, size::EDGE);
    let wide_window = ui.ctx().content_rect().width() >= size::NARROW;
    let does = |command| listing.shown > 0 && does(command, snapshot, key);
    let hints = hints(wide_window, closed, does, &snapshot.settings);
    // Words on the left come first where both have no room.
    let own = |(cap, words): &Hint| cap.map_or(0.0, |cap| keycap_width(ui, cap) + 4.0) + width(ui, Type::Small, words);
    let all: f32 = hints.iter().map(|hint| own(hint) + 14.0).sum();
    let hints = if all + used + 40.0 > rect.width() { &hints[..1] } else { &hints[..] };
    for hint in hints {
        let (cap, words) = hint;
        let mut x = strip.right(own(hint), rect.height()).left();
        if let Some(cap) = cap {
            x += keycap(ui, pos2(x, middle), cap) + 4.0;
        }
        text(ui, x, line, Type::Small, t.text_tertiary, words);
        strip.gap_right(14.0);
    }
}

/// A key of the keyboard and what it does; without one, what the pointer does.
type Hint = (Option<&'static str>, &'static str);

/// Whether it does more than to refuse, for this key or, while none is selected, for one that will be.
fn does(command: Command, snapshot: &Snapshot, key: Option<&Key>) -> bool {
    key.is_none_or(|key| command.refusal(snapshot, key).is_none() && (command != Command::Copy || copies(key)))
}

/// What is said of keyboard and pointer, the rightmost first; `does`: whether a command about a key would do something.
fn hints(wide_window: bool, closed: bool, does: impl Fn(Command) -> bool, settings: &Settings) -> Vec<Hint> {
    let cap = |command: Command, words| command.caps_in(settings).first().map(|cap| (Some(*cap), words));
    let key = |command: Command, words| cap(command, words).filter(|_| does(command));
    let details = match cap(Command::Inspector, "or double-click for details") {
        Some(by_key) => by_key,
        None => (None, "Double-click for details"),
    };
    let details = Some(details).filter(|_| does(Command::Inspector));
    let middle = match (wide_window, closed) {
        (true, false) => vec![key(Command::Rotate, "rotate"), key(Command::Show, "show")],
        (true, true) => vec![key(Command::Rotate, "rotate"), details],
        (false, true) => vec![details],
        (false, false) => vec![key(Command::Inspector, "details")],
    };
    let (first, last) = (cap(Command::AllKeys, "all keys"), key(Command::Copy, "copy"));
    std::iter::once(first).chain(middle).chain(std::iter::once(last)).flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn while_the_details_are_closed_it_says_how_they_open() {
        let mut settings = Settings::default();
        for wide in [true, false] {
            let words = |closed, settings: &Settings| -> Vec<Hint> { hints(wide, closed, |_| true, settings) };
            assert!(words(true, &settings).contains(&(Some("I"), "or double-click for details")));
            assert!(!words(false, &settings).iter().any(|(_, words)| words.contains("double-click")));
            settings.letter_shortcuts = false;
            assert!(words(true, &settings).contains(&(None, "Double-click for details")));
            settings.letter_shortcuts = true;
        }
    }

    #[test]
    fn of_what_a_key_refuses_nothing_is_said() {
        let snapshot = crate::gui::sample::snapshot();
        let find = |is: fn(&Key) -> bool| snapshot.keys.iter().find(|key| is(key)).unwrap();
        let usual = find(|key| !key.is_plain() && copies(key));
        for (key, said) in [
            (None, &["all keys", "rotate", "show", "copy"][..]),
            (Some(usual), &["all keys", "rotate", "show", "copy"]),
            (Some(find(|key| key.is_plain() && copies(key))), &["all keys", "copy"]),
            (Some(find(|key| !key.is_plain() && !copies(key))), &["all keys", "rotate"]),
        ] {
            let hints = hints(true, false, |command| does(command, &snapshot, key), &Settings::default());
            assert_eq!(hints.iter().map(|(_, words)| *words).collect::<Vec<_>>(), said, "{:?}", key.map(Key::name));
        }
    }

    #[test]
    fn where_no_key_is_listed_the_way_to_all_keys_is_all() {
        for (wide, closed) in [(true, true), (true, false), (false, true), (false, false)] {
            assert_eq!(hints(wide, closed, |_| false, &Settings::default()), [(Some("?"), "all keys")]);
        }
    }
}
