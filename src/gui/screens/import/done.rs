//! What came of an import: the dialog's last page.

use egui::{Context, Rect, Response, Ui, pos2, vec2};

use super::results::{Results, delete_question_ui, results_ui};
use super::ui::{NARROW, PAD};
use crate::gui::theme::{Icon, size};
use crate::gui::widgets::{Button, Dialog, DialogAnswer};
use crate::gui::wish::Wish;
use crate::jobs::Request;

/// Draws it.
pub(super) fn done_ui(ctx: &Context, results: &mut Results, wishes: &mut Vec<Wish>) {
    let undoable = results.undoable();
    let can_undo = !undoable.is_empty() && !results.is_busy();
    let undo = std::cell::Cell::new(false);
    let dialog =
        Dialog::new("imported", "Imported").width(NARROW).cancel(None).primary(Button::primary("Done"), true).foot(
            |ui, rect| {
                let response = undo_button_ui(ui, rect, can_undo);
                undo.set(response.clicked());
                response.rect.right()
            },
        );
    let answer = dialog.show(ctx, |ui, body| {
        let inner = body.shrink2(vec2(size::DIALOG_EDGE, PAD));
        results_ui(ui, inner.min, inner.width(), results, wishes) + PAD
    });
    // What is answered is the question over it.
    if delete_question_ui(ctx, results, wishes) {
        return;
    }
    if undo.get() {
        let staying = results.staying();
        results.ask(Request::UndoImports(undoable, staying), wishes);
    }
    if answer != DialogAnswer::None {
        wishes.push(Wish::CloseModal);
    }
}

fn undo_button_ui(ui: &Ui, rect: Rect, enabled: bool) -> Response {
    let button = Button::secondary("Undo import").icon(Icon::ArrowUUpLeft).enabled(enabled);
    let size = button.size(ui);
    let at = Rect::from_min_size(pos2(rect.left(), rect.center().y - size.y / 2.0), size);
    button
        .at(ui, at)
        .on_hover_text("Removes what came in and restores what was replaced. Possible until one of its keys changes.")
}
