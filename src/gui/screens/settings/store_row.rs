//! How the store's row is drawn: what it is, how far a move is, what can be done, and what is wrong.

use egui::{Rect, Ui, pos2, vec2};

use super::data::Row;
use super::storage::{MoveAt, Store, StoreAct};
use crate::gui::theme::{Face, Icon, Type, of, radius};
use crate::gui::widgets::{
    Button, Callout, Tone, baseline, details_height, details_under, elided, icon, name_node, progress_line, says_why,
    tag, tag_width, text, width,
};
use crate::gui::wish::Wish;
use crate::jobs::{Failure, Request};

/// The row without what stands under it.
const ROW: f32 = 54.0;
/// Badge and the room right of it.
const BADGE: f32 = 42.0;
/// Between two buttons.
const GAP: f32 = 8.0;
/// What a bar, and how far it is, need.
const BAR: f32 = 190.0;
/// Between a callout and the card's edge.
const UNDER_CALLOUT: f32 = 12.0;
/// Buttons that stand under the words.
const UNDER: f32 = 38.0;

fn button(act: StoreAct) -> Button<'static> {
    Button::secondary(act.words()).enabled(!matches!(act, StoreAct::Off(_))).busy(act == StoreAct::Clear)
}

fn buttons_width(ui: &Ui, store: &Store) -> f32 {
    store.acts.iter().map(|act| button(*act).size(ui).x + GAP).sum::<f32>()
}

/// The buttons stand under the words where these have no room beside them.
fn stands_under(ui: &Ui, row: &Row, store: &Store, wide: f32) -> bool {
    let words = if store.moving.is_some() { BAR } else { width(ui, Type::Small, &row.hint) };
    let title = width(ui, Type::Body, &store.title) + 8.0 + tag_width(ui, store.tag);
    wide - BADGE - buttons_width(ui, store) - 4.0 < words.max(title)
}

fn hint_of(failure: &Failure) -> String {
    format!("{} {}", failure.why, failure.advice).trim().to_owned()
}

/// That it does not answer.
fn gone<'a>(failure: &'a Failure, hint: &'a str) -> Callout<'a> {
    Callout::new(Tone::Crit, &failure.title).hint(hint).button(Button::secondary("Try again"))
}

/// Its height in a card of this width.
pub(super) fn height(ui: &Ui, row: &Row, store: &Store, card: f32) -> f32 {
    let wide = card - 30.0;
    let callout = store.gone.as_ref().map_or(0.0, |failure| {
        gone(failure, &hint_of(failure)).height(ui, wide) + details_height(ui, &failure.details) + UNDER_CALLOUT
    });
    ROW + if stands_under(ui, row, store, wide) { UNDER } else { 0.0 } + callout
}

/// Draws it.
pub(super) fn store_ui(ui: &mut Ui, rect: Rect, row: &Row, store: &Store, wishes: &mut Vec<Wish>) {
    let t = of(ui);
    let square = Rect::from_min_size(pos2(rect.left(), rect.top() + 12.0), vec2(30.0, 30.0));
    ui.painter().rect_filled(square, radius::CALLOUT, t.bg_active);
    icon(ui, square.center(), 16.0, Face::Line, Icon::Vault, t.text_secondary);
    let left = rect.left() + BADGE;
    let under = stands_under(ui, row, store, rect.width());
    let buttons = buttons_width(ui, store);
    let end = if under { rect.right() } else { rect.right() - buttons - 4.0 };
    let middle = rect.top() + ROW / 2.0;
    let line = baseline(ui, middle - 8.0, Type::Body);
    let room = end - left - tag_width(ui, store.tag) - 8.0;
    let used = elided(ui, left, line, room, Type::Body, t.text_primary, &store.title).min(room);
    tag(ui, pos2(left + used + 8.0, middle - 8.0), store.tag);
    let said = match store.moving {
        Some(at) => move_ui(ui, Rect::from_min_max(pos2(left, middle + 1.0), pos2(end, middle + 17.0)), at, &row.hint),
        None => {
            let line = baseline(ui, middle + 9.0, Type::Small);
            elided(ui, left, line, end - left, Type::Small, t.text_tertiary, &row.hint);
            row.hint.clone()
        }
    };
    let node = Rect::from_min_max(pos2(left, rect.top()), pos2(end, rect.top() + ROW));
    let name = format!("{}, {}. {said}", store.title, store.tag);
    let node = name_node(ui, node, ui.make_persistent_id("store row"), &name);
    if store.moving.is_some() {
        ui.ctx().accesskit_node_builder(node.id, |node| node.set_live(egui::accesskit::Live::Polite));
    }
    let mut x = if under { left } else { rect.right() - buttons + GAP };
    for (nth, act) in store.acts.iter().enumerate() {
        // One id, whatever stands on it: while the secrets move the row keeps the keyboard.
        let button = button(*act).id(ui.make_persistent_id(("store act", nth)));
        let size = button.size(ui);
        let top = if under { rect.top() + ROW - 4.0 } else { middle - size.y / 2.0 };
        let response = says_why(button.at(ui, Rect::from_min_size(pos2(x, top), size)), act.needs());
        x += size.x + GAP;
        if response.clicked() {
            wishes.push(match act {
                StoreAct::Unlock => Wish::Ask(Request::Unlock(None)),
                StoreAct::Do(command) => Wish::Do(*command),
                StoreAct::Off(_) | StoreAct::Clear => continue,
                StoreAct::Stop => Wish::Ask(Request::StopMoving),
            });
        }
    }
    if let Some(failure) = &store.gone {
        let hint = hint_of(failure);
        let callout = gone(failure, &hint);
        let top = rect.top() + ROW + if under { UNDER } else { 0.0 };
        let (callout, again) = callout.at(ui, pos2(rect.left(), top), rect.width());
        details_under(ui, callout, &failure.details);
        if again {
            wishes.push(Wish::Ask(Request::Unlock(None)));
        }
    }
}

/// A bar, and how far it is; returns what a screen reader says.
fn move_ui(ui: &Ui, rect: Rect, at: MoveAt, what: &str) -> String {
    let t = of(ui);
    let words = at.words();
    let number = width(ui, Type::Small, &words);
    let line = baseline(ui, rect.center().y, Type::Small);
    let bar = 120.0_f32.min(rect.width() - number - 8.0).max(0.0);
    let part = if at.all == 0 { 0.0 } else { at.done as f32 / at.all as f32 };
    let track = Rect::from_min_size(pos2(rect.left(), rect.center().y - 2.0), vec2(bar, 4.0));
    progress_line(ui, track, part, t.accent_fill);
    let mut x = rect.left() + bar + 8.0;
    x += text(ui, x, line, Type::Small, t.text_secondary, &words) + 8.0;
    elided(ui, x, line, (rect.right() - x).max(0.0), Type::Small, t.text_tertiary, what);
    format!("{what}, {words}")
}
