//! Something is at work: a ring with a gap that turns, ten frames a second. It stands still with reduced motion.

use std::f32::consts::TAU;
use std::time::Duration;

use egui::{Color32, Pos2, Stroke, Ui, vec2};

use crate::gui::theme;

/// One turn, in frames.
const FRAMES: f64 = 10.0;
/// Which part of the ring is open.
const GAP: f32 = 0.2;

/// Paints the ring around `center`, as large as an icon of `size` points.
pub fn spinner(ui: &Ui, center: Pos2, size: f32, color: Color32) {
    const STEPS: u16 = 40;
    let frame = if theme::reduced_motion(ui.ctx()) {
        0.0
    } else {
        ui.ctx().request_repaint_after(Duration::from_millis(100));
        (ui.input(|input| input.time) * FRAMES).floor() % FRAMES / FRAMES
    };
    let radius = size * 0.375;
    let point = |step: u16| {
        let part = frame as f32 + GAP / 2.0 + (1.0 - GAP) * f32::from(step) / f32::from(STEPS);
        let angle = TAU * (part - 0.25);
        center + radius * vec2(angle.cos(), angle.sin())
    };
    ui.painter().line((0..=STEPS).map(point).collect(), Stroke::new(size / 14.0, color));
}
