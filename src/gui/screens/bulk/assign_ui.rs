//! How Assign owner is drawn: one field that offers who is known.

use egui::{Context, Id, Rect, pos2, vec2};

use super::ask::{Answer, Attempt, Words, ask_ui};
use super::assign::Assign;
use crate::gui::counts::keys;
use crate::gui::theme::{Icon, size};
use crate::gui::widgets::{Field, Offer, combo, combo_room, field_label, field_said, initials};
use crate::gui::wish::Wish;

/// Draws the dialog.
pub fn assign_ui(ctx: &Context, assign: &mut Assign, wishes: &mut Vec<Wish>) {
    let count = keys(assign.count());
    let act = if assign.count() == 1 { "Assign owner".to_owned() } else { format!("Assign owner to {count}") };
    let (note, needs, name) = (assign.note(), assign.needs(), assign.name.clone());
    let now = assign.now.as_ref().map(|now| format!("now {now}")).unwrap_or_default();
    let words = Words {
        ids: ["assign", "assign many", "leave assign"],
        title: "Assign owner",
        name: name.as_deref(),
        act: &act,
        typed: assign.is_typed(),
        needs,
        note: &note,
        icon: Icon::UserPlus,
        question: &format!("Give {count} to {}?", assign.wanted()),
        means: "Their current owners are noted in Activity.",
    };
    let Assign { ask, owner, known, .. } = assign;
    let answer = ask_ui(ctx, ask, &words, wishes, |ui, body, ask| {
        let (left, right) = (body.left() + size::DIALOG_EDGE, body.right() - size::DIALOG_EDGE);
        let label = Rect::from_min_size(pos2(left, body.top() + 16.0), vec2(right - left, 16.0));
        field_label(ui, label, "Owner", &now);
        let at = Rect::from_min_size(pos2(left, label.bottom() + 5.0), vec2(right - left, size::CONTROL));
        let letters: Vec<String> = known.iter().map(|name| initials(name)).collect();
        let offers: Vec<Offer<'_>> =
            known.iter().zip(&letters).map(|(words, letters)| Offer { letters, ..Offer::new(words) }).collect();
        let id = Id::unique("assign owner");
        let enabled = ask.attempt != Attempt::Saving;
        let field = Field::new(id, "Owner").hint("Name of a person or a team").fact().enabled(enabled);
        let response = combo(ui, at, field, id, owner, &offers);
        if response.changed() {
            ask.changed();
        }
        if !std::mem::replace(&mut ask.began, true) {
            response.request_focus();
        }
        let said = field_said(ui, id, at.left_bottom(), at.width());
        at.bottom() + combo_room(ui, id).max(said - at.bottom()).max(20.0)
    });
    match answer {
        Answer::None => {}
        Answer::Submit => assign.submit(wishes),
        Answer::Send => assign.send(wishes),
    }
}
