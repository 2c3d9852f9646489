//! What dialogs keep from the line under their body, and that it goes on there.

use egui::{Rect, Shape};

use super::keyboard::focused;
use super::mouse::click_at;
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
            let Some(mut rect) = focused_in(&stage, body).filter(|rect| rect.height() < 200.0) else { continue };
            if ["Scopes", "Used in", "Tags"].iter().any(|tags| focused(&stage).starts_with(tags)) {
                // One types within the frame, and its ring is the frame's.
                rect = rect.expand2(vec2(0.0, (size::CONTROL - rect.height()) / 2.0));
            }
            let room = (rect.top() - body.min).min(body.max - rect.bottom());
            assert!(room >= 11.5, "{key:?}, Tab {step}: {rect:?} in {body:?}");
            been += 1;
        }
        assert!(been > 5, "{key:?}");
    }
}

#[test]
fn a_value_that_paste_brought_at_the_fold_comes_into_view_with_its_ring() {
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    stage.press_with(Modifiers::COMMAND, Key::N);
    stage.window.run_steps(20);
    let paste = stage.window.get_by_role_and_label(Role::Button, "Paste").rect();
    let body = body(400.0);
    assert!(paste.bottom() > body.max - 11.5 && paste.center().y < body.max, "{paste:?} stands at the fold");
    click_at(&mut stage, paste.center());
    stage.window.event(egui::Event::Paste("made-up-value".repeat(2)));
    stage.window.run_steps(20);
    let rect = focused_in(&stage, body).unwrap_or_else(|| panic!("{}", stage.tree()));
    assert!(rect.bottom() <= body.max - 11.5, "{rect:?} in {body:?}");
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
