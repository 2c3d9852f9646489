//! A masked secret: painted circles, always the same count, so that not even its length shows.

use egui::emath::GuiRounding as _;
use egui::{Color32, Ui, pos2};

/// Dots of a secret field.
pub const FIELD_DOTS: u8 = 12;

/// Paints `count` dots from `x` around `center_y`; returns their width.
pub fn masked_dots(ui: &Ui, x: f32, center_y: f32, count: u8, color: Color32) -> f32 {
    const DIAMETER: f32 = 5.0;
    const GAP: f32 = 3.0;
    let y = (center_y - DIAMETER / 2.0).round_to_pixels(ui.pixels_per_point()) + DIAMETER / 2.0;
    let left = x.round_to_pixels(ui.pixels_per_point());
    for dot in 0..count {
        let at = left + DIAMETER / 2.0 + f32::from(dot) * (DIAMETER + GAP);
        ui.painter().circle_filled(pos2(at, y), DIAMETER / 2.0, color);
    }
    f32::from(count) * (DIAMETER + GAP) - GAP
}
