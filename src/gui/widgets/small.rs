//! The small pieces: key caps, tags, provider tiles.

use egui::{Pos2, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use super::paint;
use crate::gui::theme::{Type, of, radius};

/// Width of a key cap in points.
pub fn keycap_width(ui: &Ui, words: &str) -> f32 {
    if words == ENTER { 20.0 } else { (paint::width(ui, Type::Cap, words) + 10.0).ceil().max(18.0) }
}

/// The cap that shows the Enter key.
const ENTER: &str = "Enter";

/// Paints a key cap with its left end at `left`; returns its width. `Enter` is drawn as an arrow.
pub fn keycap(ui: &Ui, left: Pos2, words: &str) -> f32 {
    let t = of(ui);
    let rect = Rect::from_min_size(pos2(left.x, left.y - 9.0), vec2(keycap_width(ui, words), 18.0));
    ui.painter().rect(rect, radius::TAG, t.bg_surface, Stroke::new(1.0, t.stroke_default), StrokeKind::Inside);
    if words == ENTER {
        enter_arrow(ui, rect.center(), t.text_tertiary);
    } else {
        paint::text_centered(ui, rect, Type::Cap, t.text_tertiary, words);
    }
    rect.width()
}

/// ↵, which neither font holds: down, left, and the head.
fn enter_arrow(ui: &Ui, center: Pos2, color: egui::Color32) {
    let stroke = Stroke::new(1.0, color);
    let at = |x: f32, y: f32| pos2(center.x.floor() + 0.5 + x, center.y.floor() + 0.5 + y);
    ui.painter().line(vec![at(4.0, -4.0), at(4.0, 1.0), at(-4.0, 1.0)], stroke);
    ui.painter().line(vec![at(-1.5, -1.5), at(-4.0, 1.0), at(-1.5, 3.5)], stroke);
}

/// Width of a tag in points.
pub fn tag_width(ui: &Ui, words: &str) -> f32 {
    (paint::width(ui, Type::Micro, words) + 12.0).ceil()
}

/// Paints a tag from `left`.
pub fn tag(ui: &Ui, left: Pos2, words: &str) {
    let t = of(ui);
    let rect = Rect::from_min_size(pos2(left.x, left.y - 10.0), vec2(tag_width(ui, words), 20.0));
    ui.painter().rect_filled(rect, radius::TAG, t.bg_active);
    paint::text_centered(ui, rect, Type::Micro, t.text_secondary, words);
}

/// Paints a provider's tile of 20 points: two letters, no logo and no brand colour.
pub fn tile(ui: &Ui, rect: Rect, letters: &str) {
    let t = of(ui);
    ui.painter().rect_filled(rect, radius::TILE, t.bg_active);
    paint::text_centered(ui, rect, Type::Monogram, t.text_secondary, letters);
}
