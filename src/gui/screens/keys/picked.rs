//! Several rows at once: which keys are picked, how the keyboard and the pointer pick them, and the bar with what can be
//! done with all of them.

use std::collections::BTreeSet;

use egui::{Context, Modifiers, Rect, Response, Ui, pos2, vec2};

use super::data::{Line, Listing, Place};
use super::ui::Screen;
use crate::gui::commands::Command;
use crate::gui::counts::grouped;
use crate::gui::screens::bulk::Snooze;
use crate::gui::screens::many::{Act, fits};
use crate::gui::theme::{Type, of, size};
use crate::gui::widgets::keyboard::escaped_from;
use crate::gui::widgets::{BarItem, BarLook, Button, Strip, bar_items, baseline, name_node, text, width};
use crate::gui::wish::Wish;
use crate::jobs::Snapshot;
use crate::model::{Key, KeyUid};

/// The keys that are picked, and where a range began.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Picked {
    /// Those that are listed: what is counted and acted on.
    keys: BTreeSet<KeyUid>,
    /// Those of this place that words or a chip hide: picked again once they are listed.
    narrowed: BTreeSet<KeyUid>,
    /// Those of other places, the same.
    elsewhere: BTreeSet<KeyUid>,
    anchor: Option<KeyUid>,
}

impl Picked {
    /// Whether none of what is listed is.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// How many of what is listed are.
    pub fn count(&self) -> usize {
        self.keys.len()
    }

    /// Whether this one is.
    pub fn holds(&self, uid: KeyUid) -> bool {
        self.keys.contains(&uid)
    }

    /// How many are not listed.
    pub fn hidden(&self) -> usize {
        self.narrowed.len() + self.elsewhere.len()
    }

    /// How many words or a chip hide, where they hide all of this place.
    pub fn unlisted(&self) -> usize {
        if self.is_empty() { self.narrowed.len() } else { 0 }
    }

    /// None of what is listed any more: nobody loses a tick that they don't see.
    pub fn clear(&mut self) {
        (self.keys, self.anchor) = (BTreeSet::new(), None);
    }

    /// None of what words or a chip hide any more, where that is what was said of them.
    pub fn clear_unlisted(&mut self) {
        self.narrowed.clear();
    }

    /// Picks a key, or lets go of it; a range begins there.
    pub fn toggle(&mut self, uid: KeyUid) {
        if !self.keys.remove(&uid) {
            self.keys.insert(uid);
        }
        self.anchor = Some(uid);
    }

    /// Picks every key from where the range began, else from `from`, to this one.
    pub fn range(&mut self, snapshot: &Snapshot, listing: &Listing, from: Option<KeyUid>, to: KeyUid) {
        let anchor = *self.anchor.get_or_insert(from.unwrap_or(to));
        let line_of = |uid: KeyUid| {
            listing.lines.iter().position(|line| matches!(line, Line::Key(index) if snapshot.keys[*index].uid == uid))
        };
        let (Some(one), Some(other)) = (line_of(anchor), line_of(to)) else { return };
        for line in &listing.lines[one.min(other)..=one.max(other)] {
            if let Line::Key(index) = line {
                self.keys.insert(snapshot.keys[*index].uid);
            }
        }
    }

    /// Picks all that is listed; none where all are picked.
    pub fn toggle_all(&mut self, snapshot: &Snapshot, listing: &Listing) {
        let all: Vec<KeyUid> = listing
            .lines
            .iter()
            .filter_map(|line| if let Line::Key(index) = line { Some(snapshot.keys[*index].uid) } else { None })
            .collect();
        if all.iter().all(|uid| self.keys.contains(uid)) {
            self.clear();
        } else {
            self.keys.extend(all);
        }
    }

    /// An act on these keys is done: they are picked no longer, what it left out is.
    pub fn let_go(&mut self, done: &[KeyUid]) {
        let stays = |uid: &KeyUid| !done.contains(uid);
        self.all().into_iter().for_each(|keys| keys.retain(stays));
    }

    fn all(&mut self) -> [&mut BTreeSet<KeyUid>; 3] {
        [&mut self.keys, &mut self.narrowed, &mut self.elsewhere]
    }

    /// Another listing, of this place: nothing is done with a key that is not in it.
    pub fn follow(&mut self, snapshot: &Snapshot, listing: &Listing, place: &Place) {
        let mut picked = BTreeSet::new();
        self.all().into_iter().for_each(|keys| picked.append(keys));
        if picked.is_empty() && self.anchor.is_none() {
            return;
        }
        let anchor = self.anchor.take();
        for line in &listing.lines {
            let Line::Key(index) = line else { continue };
            let uid = snapshot.keys[*index].uid;
            if picked.remove(&uid) {
                self.keys.insert(uid);
            }
            if anchor == Some(uid) {
                self.anchor = anchor;
            }
        }
        if !picked.is_empty() {
            let hidden = snapshot.keys.iter().filter(|key| picked.contains(&key.uid));
            let (here, elsewhere): (Vec<&Key>, Vec<&Key>) = hidden.partition(|key| place.holds(key));
            let uids = |keys: Vec<&Key>| keys.into_iter().map(|key| key.uid).collect();
            (self.narrowed, self.elsewhere) = (uids(here), uids(elsewhere));
        }
    }

    /// Forgets those that are gone.
    pub fn keep_those_of(&mut self, snapshot: &Snapshot) {
        if self.all().iter().all(|keys| keys.is_empty()) {
            return;
        }
        let there: BTreeSet<KeyUid> = snapshot.keys.iter().map(|key| key.uid).collect();
        self.all().into_iter().for_each(|keys| keys.retain(|uid| there.contains(uid)));
    }

    /// All of them, as they are listed.
    pub fn keys(&self, snapshot: &Snapshot, listing: &Listing) -> Vec<KeyUid> {
        let of = |line: &Line| if let Line::Key(index) = line { Some(snapshot.keys.get(*index)?.uid) } else { None };
        listing.lines.iter().filter_map(of).filter(|uid| self.holds(*uid)).collect()
    }
}

/// X, Ctrl A and Esc. Before the commands' own keys.
pub fn picking_keys(ctx: &Context, screen: &mut Screen, snapshot: &Snapshot) {
    if ctx.text_edit_focused() || egui::Popup::is_any_open(ctx) || screen.inspector.covers_list() {
        return;
    }
    let pressed = |modifiers, key| ctx.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::COMMAND, egui::Key::A) {
        screen.picked.toggle_all(snapshot, &screen.listing);
    }
    // In the filter its text is what one would take back first.
    let typed = escaped_from(ctx, Screen::filter_id()) && !screen.filter.is_empty();
    if !screen.picked.is_empty() && !typed && pressed(Modifiers::NONE, egui::Key::Escape) {
        screen.picked.clear();
    }
    if let Some(uid) = screen.selected.filter(|_| snapshot.settings.letter_shortcuts)
        && pressed(Modifiers::NONE, egui::Key::X)
    {
        screen.picked.toggle(uid);
    }
}

/// What can be done with all of these keys, in the order a bar shows.
pub(super) fn acts_on(snapshot: &Snapshot, keys: &BTreeSet<KeyUid>) -> Vec<Act> {
    let listed: Vec<KeyUid> = keys.iter().copied().collect();
    let of = || snapshot.keys.iter().filter(|key| keys.contains(&key.uid));
    let fits = |act: &Act| fits(*act, of()) && (*act != Act::Snooze || Snooze::has_any(snapshot, &listed));
    Act::ALL.into_iter().filter(fits).collect()
}

/// Says at a bar's left how many rows are picked, and how many are that are not listed; returns where, and its node.
pub fn selected_ui(ui: &Ui, strip: &mut Strip, id: &str, listed: usize, hidden: usize) -> (Rect, Response) {
    let hidden = match hidden {
        0 => String::new(),
        hidden => format!(" · {} not listed", grouped(hidden)),
    };
    count_ui(ui, strip, id, listed, &hidden)
}

fn count_ui(ui: &Ui, strip: &mut Strip, id: &str, count: usize, after: &str) -> (Rect, Response) {
    let t = of(ui);
    let words = format!("{} selected", grouped(count));
    let used = width(ui, Type::Strong, &words);
    let at = strip.left(used + width(ui, Type::Small, after) + 12.0, size::SMALL_CONTROL);
    text(ui, at.left(), baseline(ui, at.center().y, Type::Strong), Type::Strong, t.text_primary, &words);
    text(ui, at.left() + used, baseline(ui, at.center().y, Type::Small), Type::Small, t.text_secondary, after);
    (at, name_node(ui, at, ui.make_persistent_id(id), &format!("{words}{after}")))
}

/// What is done with picked rows of which none is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unlisted {
    /// What hides them goes.
    Show,
    /// They are picked no longer.
    Clear,
}

/// The bar's left where none of so many picked rows is listed: nothing that is done with rows is offered.
pub fn unlisted_ui(ui: &Ui, strip: &mut Strip, id: &str, count: usize) -> Option<Unlisted> {
    let (_, node) = count_ui(ui, strip, id, count, " · none of them listed");
    ui.ctx().accesskit_node_builder(node.id, |node| node.set_live(egui::accesskit::Live::Polite));
    let mut chosen = None;
    for (button, does) in [
        (Button::secondary("Show them").small(), Unlisted::Show),
        (Button::secondary("Clear").plain().small(), Unlisted::Clear),
    ] {
        let wide = button.size(ui).x;
        if button.at(ui, strip.left(wide, size::SMALL_CONTROL)).clicked() {
            chosen = Some(does);
        }
        strip.gap_left(8.0);
    }
    chosen
}

/// Draws the bar in the filter's place; what has no room stands in a menu at its end.
pub fn picked_ui(ui: &Ui, rect: Rect, screen: &mut Screen, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let mut strip = Strip::new(rect, size::EDGE);
    if screen.picked.is_empty() {
        match unlisted_ui(ui, &mut strip, "picked", screen.picked.unlisted()) {
            Some(Unlisted::Show) => {
                screen.widen();
                screen.relist(snapshot);
            }
            Some(Unlisted::Clear) => screen.picked.clear_unlisted(),
            None => {}
        }
        return;
    }
    let (at, _) = selected_ui(ui, &mut strip, "picked", screen.picked.count(), screen.picked.hidden());
    let clear = Button::secondary("Clear").plain().small();
    let clear_wide = clear.size(ui).x;
    strip.gap_right(clear_wide);
    let acts = acts_on(snapshot, &screen.picked.keys);
    let look = |act: Act| if act == Act::Delete { BarLook::Danger } else { BarLook::Plain };
    let items: Vec<BarItem<'_>> = acts
        .iter()
        .map(|act| BarItem { words: bar_words(*act), icon: act.icon(), look: look(*act), keys: act.keys() })
        .collect();
    if let Some(at) = bar_items(ui, &mut strip, &items) {
        wishes.push(Wish::Many(acts[at], screen.picked.keys(snapshot, &screen.listing)));
    }
    // Behind what can be done, as in Review.
    let clear_at = Rect::from_min_size(pos2(strip.rest().left(), at.top()), vec2(clear_wide, size::SMALL_CONTROL));
    if clear.at(ui, clear_at).clicked() {
        screen.picked.clear();
    }
}

/// As Review's bar and the menu of one key say it.
pub(super) fn bar_words(act: Act) -> &'static str {
    if act == Act::Assign { Command::AssignOwner.title() } else { act.title() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::sample;

    fn listing(snapshot: &Snapshot) -> Listing {
        Listing { lines: (0..snapshot.keys.len()).map(Line::Key).collect(), ..Listing::default() }
    }

    #[test]
    fn a_range_reaches_from_where_it_began_and_turns_round_there() {
        let snapshot = sample::snapshot();
        let listing = listing(&snapshot);
        let uid = |at: usize| snapshot.keys[at].uid;
        let mut picked = Picked::default();
        picked.range(&snapshot, &listing, Some(uid(3)), uid(5));
        assert_eq!(picked.keys(&snapshot, &listing), [uid(3), uid(4), uid(5)]);
        picked.range(&snapshot, &listing, Some(uid(5)), uid(1));
        assert_eq!(picked.count(), 5, "from the third up, and what was picked stays");
        picked.toggle(uid(4));
        assert!(!picked.holds(uid(4)));
        picked.range(&snapshot, &listing, None, uid(8));
        assert!(picked.holds(uid(4)) && picked.holds(uid(8)), "the range began at what was let go of");
    }

    #[test]
    fn all_are_picked_and_then_none_and_what_is_gone_is_forgotten() {
        let mut snapshot = sample::snapshot();
        let listing = listing(&snapshot);
        let mut picked = Picked::default();
        picked.toggle_all(&snapshot, &listing);
        assert_eq!(picked.count(), snapshot.keys.len());
        snapshot.keys.truncate(3);
        picked.keep_those_of(&snapshot);
        assert_eq!(picked.count(), 3);
        let one = Listing { lines: vec![Line::Key(1)], ..Listing::default() };
        picked.follow(&snapshot, &one, &Place::default());
        assert_eq!(picked.keys(&snapshot, &one), [snapshot.keys[1].uid], "what is not listed is not acted on");
        let listing = Listing { lines: vec![Line::Key(0), Line::Key(1), Line::Key(2)], ..Listing::default() };
        picked.follow(&snapshot, &listing, &Place::default());
        assert_eq!(picked.count(), 3, "and is again once it is");
        picked.toggle_all(&snapshot, &listing);
        assert!(picked.is_empty());
    }
}
