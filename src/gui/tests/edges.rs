//! What dialogs keep from the line under their body, and that it goes on there.

use egui::{Rect, Shape};

use super::*;
use crate::gui::theme::size;

/// The body of a dialog that fills a window of this height.
fn body(height: f32) -> egui::Rangef {
    egui::Rangef::new(size::DIALOG_HEADER + 2.0, height - 1.0 - size::DIALOG_FOOTER)
}

/// Who has the keyboard, where it is in a dialog's body.
fn focused_in(stage: &Stage, body: egui::Rangef) -> Option<Rect> {
    let ctx = &stage.window.ctx;
    let id = ctx.memory(egui::Memory::focused)?;
    let widget = ctx.viewport(|viewport| viewport.prev_pass.widgets.get(id).copied())?;
    Some(widget.rect).filter(|rect| body.contains(rect.center().y))
}

/// How many edges fade out there.
fn soft_edges(stage: &Stage, at: f32) -> usize {
    let is_it = |shape: &Shape| matches!(shape, Shape::Mesh(mesh) if (mesh.calc_bounds().bottom() - at).abs() < 1.0);
    stage.window.output().shapes.iter().filter(|clipped| is_it(&clipped.shape)).count()
}

#[test]
fn what_tab_leads_to_in_a_dialog_keeps_off_the_line_under_its_body() {
    for (modifiers, key) in [(Modifiers::COMMAND, Key::N), (Modifiers::NONE, Key::E), (Modifiers::NONE, Key::R)] {
        let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
        stage.press(Key::ArrowDown);
        stage.press_with(modifiers, key);
        let body = body(400.0);
        let mut been = 0;
        for step in 0..24 {
            stage.press(Key::Tab);
            stage.window.run_steps(9);
            let Some(rect) = focused_in(&stage, body).filter(|rect| rect.height() < 200.0) else { continue };
            let room = (rect.top() - body.min).min(body.max - rect.bottom());
            assert!(room >= 11.5, "{key:?}, Tab {step}: {rect:?} in {body:?}");
            been += 1;
        }
        assert!(been > 5, "{key:?}");
    }
}

#[test]
fn a_body_that_goes_on_fades_out_at_its_line_and_one_at_its_end_does_not() {
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    stage.press_with(Modifiers::COMMAND, Key::N);
    stage.window.run_steps(20);
    let line = body(400.0).max;
    assert_eq!(soft_edges(&stage, line), 1);
    stage.wheel(egui::pos2(300.0, 200.0), -4_000.0);
    assert_eq!(soft_edges(&stage, line), 0);
}
