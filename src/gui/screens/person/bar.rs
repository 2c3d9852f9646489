//! The bar over a person's keys: what is done with all that is ticked, or with all there is, and the filter. What has no room
//! stands in a menu.

use std::collections::HashSet;

use egui::{Rect, Ui, vec2};

use super::data::{Leaving, Page, Show};
use super::state::PersonPage;
use crate::gui::commands::{Command, waits_for_end};
use crate::gui::counts::{grouped, keys};
use crate::gui::screens::bulk::Snooze;
use crate::gui::screens::keys::{Unlisted, selected_ui, unlisted_ui};
use crate::gui::screens::many::{Act, fits};
use crate::gui::theme::{Face, Icon, Type, of, size};
use crate::gui::widgets::{BarItem, BarLook, Button, Field, Strip, bar_items, baseline, icon, name_node, text, width};
use crate::gui::wish::Wish;
use crate::jobs::{Request, Snapshot};
use crate::model::{Key, KeyUid};
use crate::review::Handover;

/// Height in points.
pub const BAR: f32 = 50.0;

/// What a button of the bar does.
enum Does {
    /// It is done to these keys.
    Act(Act, Vec<KeyUid>),
    /// These values are said to have ended.
    End(Vec<KeyUid>),
    /// Only these keys are listed: the card has no room for its count.
    Show(Show),
}

struct Entry {
    does: Does,
    words: String,
    icon: Icon,
}

/// What a verb acts on: what is ticked; else, of someone who leaves, the keys that miss just that.
fn acted_on(screen: &PersonPage, page: &Page, snapshot: &Snapshot, act: Act) -> Vec<KeyUid> {
    let mut acted = screen.acted_on(snapshot);
    let misses = match act {
        Act::Rotate => Handover::needs_value,
        Act::Assign => Handover::needs_owner,
        _ => return acted,
    };
    if screen.picked.is_empty() && page.leaving != Leaving::No {
        let rows = page.rows.iter().filter(|row| misses(row.handover));
        let missing: HashSet<KeyUid> = rows.map(|row| snapshot.keys[row.key].uid).collect();
        acted.retain(|uid| missing.contains(uid));
    }
    acted
}

/// What can be done with the keys that are acted on, in the order of how little room they get.
fn entries(screen: &PersonPage, page: &Page, snapshot: &Snapshot) -> Vec<Entry> {
    let picked = screen.picked.len();
    let count = grouped(picked);
    let mut entries = Vec::new();
    for act in [Act::Rotate, Act::Assign, Act::Disable, Act::Snooze] {
        let acted = acted_on(screen, page, snapshot, act);
        let of = snapshot.keys.iter().filter(|key| acted.contains(&key.uid));
        // Handing all over puts nothing off: there the room is for what done means.
        let snoozes = || (picked > 0 || page.leaving == Leaving::No) && Snooze::has_any(snapshot, &acted);
        if !fits(act, of) || (act == Act::Snooze && !snoozes()) {
            continue;
        }
        let words = match (act, picked) {
            (Act::Rotate, 0) => "Rotate all…".to_owned(),
            (Act::Rotate, _) => format!("Rotate {count}…"),
            (Act::Assign, 0) => "Assign all to…".to_owned(),
            (Act::Assign, _) => format!("Assign {count} to…"),
            (Act::Snooze, 0) => "Snooze all…".to_owned(),
            (Act::Snooze, _) => format!("Snooze {count}…"),
            (_, 0) => "Disable all".to_owned(),
            (_, _) => format!("Disable {count}"),
        };
        entries.push(Entry { does: Does::Act(act, acted), words, icon: act.icon() });
    }
    let waits = |key: &&Key| screen.picked.contains(&key.uid) && waits_for_end(key);
    let ended: Vec<KeyUid> = snapshot.keys.iter().filter(waits).map(|key| key.uid).collect();
    if !ended.is_empty() {
        let words = if ended.len() == 1 {
            "It's ended there".to_owned()
        } else {
            format!("{} ended there", grouped(ended.len()))
        };
        entries.push(Entry { does: Does::End(ended), words, icon: Icon::Check });
    }
    entries
}

/// Draws it; `hidden`: the counts that the card has no room for.
pub fn bar_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &mut PersonPage,
    page: &Page,
    hidden: &[Show],
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) {
    let t = of(ui);
    let mut strip = Strip::new(rect.with_max_y(rect.bottom() + 4.0), size::EDGE);
    let picked = screen.picked.len();
    if picked > 0 {
        selected_ui(ui, &mut strip, "bulk", picked, screen.hidden());
    } else if let unlisted @ 1.. = screen.unlisted(snapshot) {
        match unlisted_ui(ui, &mut strip, "bulk", unlisted) {
            Some(Unlisted::Show) => screen.show_all(snapshot),
            Some(Unlisted::Clear) => screen.clear_unlisted(),
            None => {}
        }
    } else {
        let words = match page.leaving {
            Leaving::No if page.name.is_none() => format!("{} without an owner", grouped(screen.listed())),
            Leaving::No => format!("{} owned", grouped(screen.listed())),
            _ => format!("{} to do", grouped(screen.to_do(snapshot))),
        };
        let line = baseline(ui, strip.rest().center().y, Type::Strong);
        let used = width(ui, Type::Strong, &words);
        let at = strip.left(used + 12.0, size::SMALL_CONTROL);
        text(ui, at.left(), line, Type::Strong, t.text_primary, &words);
        name_node(ui, at, ui.make_persistent_id("bulk"), &words);
    }
    let filter_wide = if strip.room() > 560.0 { 170.0 } else { 132.0 };
    let filter = strip.right(filter_wide, size::SMALL_CONTROL);
    strip.gap_right(8.0);
    // Counts that the card has no room for: the one that narrows the list stands here with its way off, all in the menu.
    let narrows = |(show, ..): &(Show, usize, String)| *show != Show::All && hidden.contains(show);
    let hidden: Vec<(Show, usize, String)> = page.counts().into_iter().filter(narrows).collect();
    if let Some((show, _, words)) = hidden.iter().find(|(show, ..)| *show == screen.show) {
        let chip = Button::secondary(words).small().trailing(Icon::X);
        let at = strip.left(chip.size(ui).x, size::SMALL_CONTROL);
        strip.gap_left(8.0);
        if chip.at(ui, at).clicked() {
            screen.turn(snapshot, *show);
        }
    }
    let mut entries = entries(screen, page, snapshot);
    entries.extend(hidden.into_iter().map(|(show, count, words)| Entry {
        does: Does::Show(show),
        words: format!("{words}: {}", grouped(count)),
        icon: Icon::Funnel,
    }));
    let look = |entry: &Entry| match &entry.does {
        Does::Act(Act::Rotate, _) if page.leaving != Leaving::No => BarLook::Primary,
        Does::Show(show) => BarLook::Within { on: *show == screen.show },
        _ => BarLook::Plain,
    };
    let keys_of = |entry: &Entry| match &entry.does {
        Does::Act(act, _) => act.keys().filter(|_| picked > 0 && snapshot.settings.letter_shortcuts),
        Does::End(_) => Command::MarkEnded.caps_in(&snapshot.settings).first().copied(),
        Does::Show(_) => None,
    };
    let items: Vec<BarItem<'_>> = entries
        .iter()
        .map(|entry| BarItem { words: &entry.words, icon: entry.icon, look: look(entry), keys: keys_of(entry) })
        .collect();
    let chosen = bar_items(ui, &mut strip, &items).map(|at| entries.swap_remove(at).does);
    match chosen {
        Some(Does::Act(act, keys)) => wishes.push(Wish::Many(act, keys)),
        Some(Does::End(keys)) => wishes.push(Wish::Ask(Request::MarkEnded(keys))),
        Some(Does::Show(show)) => screen.turn(snapshot, show),
        None => {}
    }
    let note = "Done: new value, old one ended, new owner; or disabled, ended";
    if page.leaving != Leaving::No && strip.room() > width(ui, Type::Small, note) + 30.0 {
        let rest = strip.rest();
        icon(ui, rest.left_center() + vec2(8.0, 0.0), 15.0, Face::Line, Icon::Info, t.text_tertiary);
        text(ui, rest.left() + 22.0, baseline(ui, rest.center().y, Type::Small), Type::Small, t.text_tertiary, note);
    }
    let hint = format!("Filter {}", keys(page.rows.len()));
    let field = Field::new(PersonPage::filter_id(), "Filter").hint(&hint).icon(Icon::Funnel).small().clearable();
    if field.at(ui, filter, &mut screen.filter).changed() {
        screen.typed(snapshot);
    }
}
