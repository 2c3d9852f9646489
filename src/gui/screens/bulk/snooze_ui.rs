//! How Snooze is drawn: until when, and why.

use egui::{Context, Id, Rect, pos2, vec2};

use super::assign_ui::head_ui;
use super::snooze::{CHOICES, Snooze};
use super::{Attempt, MANY};
use crate::gui::theme::{Face, Icon, size};
use crate::gui::widgets::{
    Button, Choice, Confirm, ConfirmAnswer, Dialog, DialogAnswer, Field, Frame, Segmented, field_error, field_label,
};
use crate::gui::wish::Wish;

const WIDE: f32 = 440.0;

/// Draws the dialog.
pub fn snooze_ui(ctx: &Context, snooze: &mut Snooze, wishes: &mut Vec<Wish>) {
    let saving = snooze.attempt == Attempt::Saving;
    let act = match snooze.count() {
        1 => "Snooze warning".to_owned(),
        count => format!("Snooze {count} warnings"),
    };
    let (name, note) = (snooze.name.clone(), snooze.note());
    let failed = snooze.attempt.words().map(str::to_owned);
    let dialog = Dialog::new("snooze", "Snooze")
        .width(WIDE)
        .head(move |ui, rect| head_ui(ui, rect, name.as_deref()))
        .cancel(Some(Button::secondary("Cancel").enabled(!saving)))
        .primary(Button::primary(&act).enabled(snooze.acts() || saving).busy(saving), true);
    let dialog = match &failed {
        Some(words) => dialog.bad_note(words),
        None => dialog.note(note),
    };
    let answer = dialog.show(ctx, |ui, body| {
        let (left, right) = (body.left() + size::DIALOG_EDGE, body.right() - size::DIALOG_EDGE);
        let row = |y: f32, high: f32| Rect::from_min_size(pos2(left, y), vec2(right - left, high));
        field_label(ui, row(body.top() + 16.0, 16.0), "Quiet for", &snooze.until_words());
        let choices = [Choice::words("30 days"), Choice::words("90 days"), Choice::words("Until a day…")];
        let at = row(body.top() + 37.0, size::CONTROL);
        if let Some(chosen) = Segmented::new("snooze for", &choices, snooze.choice).filling(ui, at) {
            snooze.choice = chosen;
        }
        let mut y = at.bottom() + 14.0;
        if CHOICES[snooze.choice].is_none() {
            let wrong = snooze.day_error();
            let frame = if wrong.is_some() { Frame::Wrong } else { Frame::Rest };
            let field = Field::new(Id::unique("snooze day"), "Day").hint("2027-01-31 or 45d").frame(frame);
            field.enabled(!saving).at(ui, row(y, size::CONTROL), &mut snooze.day);
            y += size::CONTROL + 8.0;
            if let Some(words) = wrong {
                y = field_error(ui, pos2(left, y), right - left, words).bottom() + 6.0;
            }
            y += 6.0;
        }
        field_label(ui, row(y, 16.0), "Why it can wait", "");
        let id = Id::unique("snooze reason");
        let field = Field::new(id, "Why it can wait").hint("Replaced with the new contract in January");
        let response = field.enabled(!saving).at(ui, row(y + 21.0, size::CONTROL), &mut snooze.reason);
        if response.changed() && !saving {
            snooze.attempt = Attempt::None;
        }
        if !snooze.began {
            snooze.began = true;
            response.request_focus();
        }
        y + 21.0 + size::CONTROL + 20.0
    });
    match answer {
        _ if saving => {}
        _ if snooze.attempt == Attempt::Asking => ask_ui(ctx, snooze, wishes),
        DialogAnswer::None => {}
        DialogAnswer::Cancel => wishes.push(Wish::CloseModal),
        DialogAnswer::Primary => snooze.submit(wishes),
    }
}

fn ask_ui(ctx: &Context, snooze: &mut Snooze, wishes: &mut Vec<Wish>) {
    let act = format!("Snooze {} warnings", snooze.count());
    let title = format!("Snooze {} warnings?", snooze.count());
    let words =
        format!("That is more than {MANY} at once. They are quiet {}, and count nowhere.", snooze.until_words());
    let buttons = [Button::primary(&act)];
    let icon = (Icon::BellSlash, Face::Line);
    let confirm = Confirm { id: "snooze many", icon, title: &title, name: "", words: &words, buttons: &buttons };
    match confirm.show(ctx) {
        ConfirmAnswer::None => {}
        ConfirmAnswer::Cancel => snooze.attempt = Attempt::None,
        ConfirmAnswer::Button(_) => snooze.send(wishes),
    }
}
