//! The question over the window.

use egui::Context;

use super::data::{Asked, ConfirmState};
use crate::gui::theme::{Face, Icon};
use crate::gui::widgets::{Button, Confirm, ConfirmAnswer};
use crate::gui::wish::Wish;

/// Draws the question.
pub fn confirm_state_ui(ctx: &Context, confirm: &mut ConfirmState, wishes: &mut Vec<Wish>) {
    let act = confirm.act();
    let (id, icon, button) = match confirm.asked {
        Asked::Disable => ("disable", Icon::Prohibit, Button::primary(&act)),
        Asked::Enable => ("enable", Icon::CheckCircle, Button::primary(&act)),
        Asked::End => ("ended", Icon::Check, Button::primary(&act)),
        Asked::DeleteEarly => ("delete early", Icon::HourglassMedium, Button::secondary("Delete now…").danger()),
        Asked::Delete => ("delete", Icon::Trash, Button::danger_confirm(&act)),
    };
    let buttons = [button];
    let (title, name, words) = (confirm.title.as_str(), confirm.name.as_str(), confirm.words.as_str());
    let question = Confirm { id, icon: (icon, Face::Line), title, name, words, buttons: &buttons };
    match question.show(ctx) {
        ConfirmAnswer::None => {}
        ConfirmAnswer::Cancel => wishes.push(Wish::CloseModal),
        ConfirmAnswer::Button(_) => {
            if let Some(request) = confirm.yes() {
                wishes.push(Wish::CloseModal);
                wishes.push(Wish::Ask(request));
            }
        }
    }
}
