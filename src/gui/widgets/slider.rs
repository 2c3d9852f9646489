//! A slider over whole numbers.

use std::ops::RangeInclusive;

use egui::accesskit::Action;
use egui::{Key, Modifiers, Rect, Response, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::paint;
use super::pose::Pose;
use crate::gui::theme::of;

/// Paints a track with a thumb of 16; the value follows the pointer, and the arrow keys one by one, with Page keys ten by
/// ten. `changed()` where it moved.
pub fn slider(ui: &Ui, rect: Rect, name: &str, value: &mut u32, range: RangeInclusive<u32>) -> Response {
    let (low, high) = range.into_inner();
    let hit = Rect::from_center_size(rect.center(), vec2(rect.width(), 24.0));
    let id = ui.make_persistent_id(("slider", name));
    let mut response = ui.interact(hit, id, Sense::click_and_drag());
    let before = *value;
    let travel = (rect.width() - 16.0).max(1.0);
    if let Some(at) = response.interact_pointer_pos() {
        let part = ((at.x - rect.left() - 8.0) / travel).clamp(0.0, 1.0);
        *value = low + (part * (high - low) as f32).round() as u32;
    }
    if response.has_focus() {
        ui.memory_mut(|memory| {
            let filter = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
            memory.set_focus_lock_filter(id, filter);
        });
        *value = ui.input_mut(|input| {
            let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
            let mut now = i64::from(*value);
            now += i64::from(pressed(Key::ArrowRight) || pressed(Key::ArrowUp));
            now -= i64::from(pressed(Key::ArrowLeft) || pressed(Key::ArrowDown));
            now += 10 * i64::from(pressed(Key::PageUp)) - 10 * i64::from(pressed(Key::PageDown));
            if pressed(Key::Home) {
                now = i64::from(low);
            } else if pressed(Key::End) {
                now = i64::from(high);
            }
            u32::try_from(now.max(0)).unwrap_or(high)
        });
    }
    let asked = |action| ui.input(|input| input.num_accesskit_action_requests(id, action)) as u32;
    *value = (*value + asked(Action::Increment)).saturating_sub(asked(Action::Decrement)).clamp(low, high);
    if *value != before {
        response.mark_changed();
    }
    response.widget_info(|| WidgetInfo::slider(true, f64::from(*value), name));
    ui.ctx().accesskit_node_builder(id, |node| {
        node.set_min_numeric_value(f64::from(low));
        node.set_max_numeric_value(f64::from(high));
        node.set_numeric_value_step(1.0);
        node.add_action(Action::Increment);
        node.add_action(Action::Decrement);
    });
    let t = of(ui);
    let part = if high > low { (*value - low) as f32 / (high - low) as f32 } else { 0.0 };
    let middle = rect.center().y.round();
    let track = Rect::from_min_max(pos2(rect.left(), middle - 2.0), pos2(rect.right(), middle + 2.0));
    let thumb = pos2(rect.left() + 8.0 + travel * part, middle);
    ui.painter().rect_filled(track, 2, t.bg_active);
    ui.painter().rect_filled(track.with_max_x(thumb.x), 2, t.accent_fill);
    paint::circle(ui, thumb, 7.5, t.accent_on, Stroke::new(1.0, t.stroke_control));
    let around = Rect::from_center_size(thumb, vec2(16.0, 16.0));
    paint::ring_around(ui, around, 8, Pose::Live.focused(&response));
    response
}
