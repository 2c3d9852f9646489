//! The countdown: an arc that runs out, and the seconds inside.

use std::f32::consts::{FRAC_PI_2, TAU};

use egui::emath::GuiRounding as _;
use egui::{Color32, Pos2, Rect, Stroke, Ui, vec2};

use super::paint;
use crate::gui::theme::{self, Type, of};

/// How long what is shown stays so.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Staying {
    /// The part that is left, 0 to 1.
    pub part: f32,
    /// The seconds that are left.
    pub seconds: u64,
    /// The seconds that a screen reader says: as they were given, then ten; or it would speak with every frame.
    pub spoken: u64,
}

impl Staying {
    /// `left` of so many seconds.
    pub fn new(left: f64, whole: f64, given: u64) -> Self {
        let seconds = left.ceil() as u64;
        let spoken = if seconds > 10 { given } else { given.min(10) };
        Self { part: (left / whole.max(0.001)).min(1.0) as f32, seconds, spoken }
    }
}

/// Paints the countdown around `center`: `left` is the part that is left, 0 to 1. With reduced motion the seconds alone.
pub fn ring_ui(ui: &Ui, center: Pos2, diameter: f32, left: f32, seconds: u64) {
    const STEPS: u16 = 64;
    const WIDE: f32 = 2.0;
    // From the middle down to where the seconds stand.
    const DIGITS: f32 = 3.6;
    let t = of(ui);
    let square = Rect::from_center_size(center, vec2(diameter, diameter));
    if theme::reduced_motion(ui.ctx()) {
        paint::text_centered(ui, square, Type::Code, t.text_primary, &seconds.to_string());
        return;
    }
    let radius = diameter / 2.0 - WIDE;
    paint::circle(ui, center, radius, Color32::TRANSPARENT, Stroke::new(WIDE, t.stroke_default));
    let end = left.clamp(0.0, 1.0);
    let point = |step: u16| {
        let angle = TAU * end * f32::from(step) / f32::from(STEPS) - FRAC_PI_2;
        center + radius * vec2(angle.cos(), angle.sin())
    };
    if end > 0.0 {
        ui.painter().line((0..=STEPS).map(point).collect(), Stroke::new(WIDE, t.accent_ring));
        for cap in [point(0), point(STEPS)] {
            ui.painter().circle_filled(cap, WIDE / 2.0, t.accent_ring);
        }
    }
    let words = seconds.to_string();
    let left = center.x - paint::width(ui, Type::Ring, &words) / 2.0;
    let line = (center.y + DIGITS).round_to_pixels(ui.pixels_per_point());
    paint::text(ui, left, line, Type::Ring, t.text_primary, &words);
}
