//! What stands where nothing does: an icon, what is empty, why, and what can be done.

use egui::{Id, Order, Rect, Ui, pos2, vec2};

use super::button::Button;
use super::paint;
use crate::gui::theme::{Face, Icon, Type, of, size};

/// Where the keyboard is led to in an empty place: its first button.
pub fn empty_entry() -> Id {
    Id::unique("empty place")
}

/// Height in points, with buttons.
pub const EMPTY: f32 = 104.0;

/// The part of a list in whose middle that stands: a little above its own, where the eye looks first.
pub const EMPTY_UPPER: f32 = 0.86;

/// The title where nothing matches what was typed: "No keys match" that, in mono.
pub fn no_match(ui: &Ui, rect: Rect, before: &str, typed: &str) -> String {
    format!("{before} `{}`", typed_in(ui, rect, before, typed))
}

/// What was typed, to stand in ticks in a title behind such words: without its middle where it has no room.
pub fn typed_in(ui: &Ui, rect: Rect, before: &str, typed: &str) -> String {
    let room = rect.width() - 2.0 * size::EDGE - paint::width(ui, Type::Strong, before) - 8.0;
    // It is shown as it is, but for the tick, which is ours.
    paint::middle_elided(ui, Type::CodeStrong, typed.trim(), room).replace('`', "'")
}

/// Paints it in the middle of a rectangle, what stands in ticks in its title or on a button in mono; returns the index of the button that was clicked.
pub fn empty_ui(ui: &Ui, rect: Rect, icon: Icon, title: &str, reason: &str, buttons: &[Button<'_>]) -> Option<usize> {
    let t = of(ui);
    let high = if buttons.is_empty() { EMPTY - 38.0 } else { EMPTY };
    let top = (rect.center().y - high / 2.0).round().max(rect.top());
    let row = |y: f32, high: f32| Rect::from_min_size(pos2(rect.left(), top + y), vec2(rect.width(), high));
    paint::icon(ui, row(0.0, 22.0).center(), 22.0, Face::Line, icon, t.text_tertiary);
    let title_at = row(30.0, 18.0).center();
    let left = title_at.x - paint::width_with_code(ui, Type::Strong, title) / 2.0;
    paint::text_with_code(ui, left, title_at.y, Type::Strong, t.text_primary, title);
    let title = &paint::without_ticks(title);
    paint::text_centered(ui, row(50.0, 16.0), Type::Small, t.text_tertiary, reason);
    let said = format!("{}. {reason}", title.trim_end_matches('.'));
    let node = paint::name_node(ui, row(30.0, 36.0), ui.make_persistent_id(("empty", title)), &said);
    ui.ctx().accesskit_node_builder(node.id, |node| node.set_live(egui::accesskit::Live::Polite));
    let sizes: Vec<_> = buttons.iter().map(|button| button.small().size(ui)).collect();
    let whole = sizes.iter().map(|size| size.x + 8.0).sum::<f32>() - 8.0;
    let mut x = (rect.center().x - whole / 2.0).round();
    let mut clicked = None;
    for (index, (button, wide)) in buttons.iter().zip(sizes).enumerate() {
        let place = Rect::from_min_size(pos2(x, top + 78.0), vec2(wide.x, size::SMALL_CONTROL));
        x += wide.x + 8.0;
        // What lies over an empty place is none that the keyboard is led to.
        let is_entry = index == 0 && ui.layer_id().order == Order::Background;
        let button = if is_entry { button.id(empty_entry()) } else { *button };
        if button.small().at(ui, place).clicked() {
            clicked = Some(index);
        }
    }
    clicked
}
