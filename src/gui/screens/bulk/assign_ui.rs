//! How Assign owner is drawn: one field that offers who is known.

use egui::{Context, Id, Rect, pos2, vec2};

use super::assign::Assign;
use super::{Attempt, MANY};
use crate::gui::theme::{Face, Icon, Type, of, size};
use crate::gui::widgets::{
    Button, Confirm, ConfirmAnswer, Dialog, DialogAnswer, Field, Offer, baseline, combo, field_label, initials,
    middle_elided, text,
};
use crate::gui::wish::Wish;

const WIDE: f32 = 440.0;

/// Draws the dialog.
pub fn assign_ui(ctx: &Context, assign: &mut Assign, wishes: &mut Vec<Wish>) {
    let saving = assign.attempt == Attempt::Saving;
    let act = match assign.count() {
        1 => "Assign key".to_owned(),
        count => format!("Assign {count} keys"),
    };
    let (name, note) = (assign.name.clone(), assign.note());
    let failed = assign.attempt.words().map(str::to_owned);
    let dialog = Dialog::new("assign", "Assign owner")
        .width(WIDE)
        .head(move |ui, rect| head_ui(ui, rect, name.as_deref()))
        .cancel(Some(Button::secondary("Cancel").enabled(!saving)))
        .primary(Button::primary(&act).enabled(assign.acts() || saving).busy(saving), true);
    let dialog = match &failed {
        Some(words) => dialog.bad_note(words),
        None => dialog.note(&note),
    };
    let answer = dialog.show(ctx, |ui, body| {
        let (left, right) = (body.left() + size::DIALOG_EDGE, body.right() - size::DIALOG_EDGE);
        let label = Rect::from_min_size(pos2(left, body.top() + 16.0), vec2(right - left, 16.0));
        field_label(ui, label, "Owner", "");
        let at = Rect::from_min_size(pos2(left, label.bottom() + 5.0), vec2(right - left, size::CONTROL));
        let letters: Vec<String> = assign.known.iter().map(|name| initials(name)).collect();
        let offers: Vec<Offer<'_>> =
            assign.known.iter().zip(&letters).map(|(words, letters)| Offer { words, letters }).collect();
        let id = Id::unique("assign owner");
        let field = Field::new(id, "Owner").hint("Name of a person or a team").enabled(!saving);
        let response = combo(ui, at, field, id, &mut assign.owner, &offers);
        if response.changed() && !saving {
            assign.attempt = Attempt::None;
        }
        if !assign.began {
            assign.began = true;
            response.request_focus();
        }
        at.bottom() + 20.0
    });
    match answer {
        _ if saving => {}
        _ if assign.attempt == Attempt::Asking => ask_ui(ctx, assign, wishes),
        DialogAnswer::None => {}
        DialogAnswer::Cancel => wishes.push(Wish::CloseModal),
        DialogAnswer::Primary => assign.submit(wishes),
    }
}

/// The one key's name behind a dialog's title.
pub(super) fn head_ui(ui: &egui::Ui, rect: Rect, name: Option<&str>) {
    let Some(name) = name else { return };
    let name = middle_elided(ui, Type::NameTitle, name, rect.width());
    let line = baseline(ui, rect.center().y, Type::NameTitle);
    text(ui, rect.left(), line, Type::NameTitle, of(ui).text_primary, &name);
}

fn ask_ui(ctx: &Context, assign: &mut Assign, wishes: &mut Vec<Wish>) {
    let act = format!("Assign {} keys", assign.count());
    let title = format!("Give {} keys to {}?", assign.count(), assign.wanted());
    let words = format!("That is more than {MANY} at once. Their owners of now are noted in Activity.");
    let buttons = [Button::primary(&act)];
    let icon = (Icon::UserPlus, Face::Line);
    let confirm = Confirm { id: "assign many", icon, title: &title, name: "", words: &words, buttons: &buttons };
    match confirm.show(ctx) {
        ConfirmAnswer::None => {}
        ConfirmAnswer::Cancel => assign.attempt = Attempt::None,
        ConfirmAnswer::Button(_) => assign.send(wishes),
    }
}
