//! What came of an import: the dialog's last page.

use egui::{Context, Rect, Response, Ui, pos2, vec2};

use super::results::{Results, delete_question_ui, results_ui, way_on};
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
    let over = results.undo_is_over();
    let done = Button::primary("Done").id(way_on());
    let mut dialog =
        Dialog::new("imported", "Imported").width(NARROW).cancel(None).primary(done, true).foot(|ui, rect| {
            let button = undo_button(can_undo, over.as_deref());
            let size = button.size(ui);
            let at = Rect::from_min_size(pos2(rect.left(), rect.center().y - size.y / 2.0), size);
            undo.set(undo_button_ui(ui, at, button).clicked());
            at.right()
        });
    // Once it is as high as its files, which come after it.
    if results.is_laid_out {
        dialog = dialog.steady();
    }
    let answer = dialog.show(ctx, |ui, body| {
        let inner = body.shrink2(vec2(size::DIALOG_EDGE, PAD));
        results_ui(ui, inner.min, inner.width(), results, wishes) + PAD
    });
    results.is_laid_out = !results.past.is_empty();
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

/// The button that takes an import back; off while something is asked, and where it is over, with the reason.
pub fn undo_button(can: bool, over: Option<&str>) -> Button<'_> {
    let button = Button::secondary("Undo import").icon(Icon::ArrowUUpLeft);
    if over.is_some() { button.needs(over) } else { button.enabled(can) }
}

/// Draws it.
pub fn undo_button_ui(ui: &Ui, at: Rect, button: Button<'_>) -> Response {
    let response = button.at(ui, at);
    let words = "Removes what came in and restores what was replaced. Possible until one of its keys changes.";
    if response.enabled() { response.on_hover_text(words) } else { response }
}
