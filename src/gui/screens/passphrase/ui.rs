//! How the dialogs are drawn.

use egui::{Context, Rect, Ui, pos2};

use super::form::{PassphraseForm, Purpose};
use crate::gui::counts::keys;
use crate::gui::screens::key_form::{Attempt, Column};
use crate::gui::theme::{Type, of, size};
use crate::gui::widgets::{
    Button, Callout, Dialog, DialogAnswer, Frame, METER, Passphrase, Tone, details_under, entropy_meter, paragraph,
};
use crate::gui::wish::Wish;

const PAD: f32 = 16.0;
const WIDE: f32 = 460.0;

/// Draws the dialog.
pub fn passphrase_ui(ctx: &Context, form: &mut PassphraseForm, wishes: &mut Vec<Wish>) {
    let saving = form.attempt == Attempt::Saving;
    let moves = format!("Move {}", keys(form.keys));
    let (title, act) = match form.purpose {
        Purpose::Change => ("Change passphrase", "Change passphrase"),
        Purpose::ToSealed => ("Use a passphrase instead", moves.as_str()),
        Purpose::ToKeychain => ("Move to keychain", moves.as_str()),
    };
    let act = if matches!(form.attempt, Attempt::Failed { .. }) { "Try again" } else { act };
    let dialog = Dialog::new("passphrase", title)
        .width(WIDE)
        .steady()
        .cancel(Some(Button::secondary("Cancel").enabled(!saving)))
        .primary(Button::primary(act).busy(saving), !saving)
        .needs(form.needs());
    let answer = dialog.show(ctx, |ui, body| ui.add_enabled_ui(!saving, |ui| body_ui(ui, body, form)).inner);
    match answer {
        DialogAnswer::Primary if form.is_ready() => form.submit(wishes),
        DialogAnswer::Cancel if !saving => wishes.push(Wish::CloseModal),
        DialogAnswer::None | DialogAnswer::Cancel | DialogAnswer::Primary => {}
    }
}

fn body_ui(ui: &mut Ui, body: Rect, form: &mut PassphraseForm) -> f32 {
    let wide = body.width() - 2.0 * size::DIALOG_EDGE;
    let mut column = Column::new(body.left() + size::DIALOG_EDGE, wide, body.top() + PAD);
    if let Attempt::Failed { title, hint, details } = &form.attempt {
        let (rect, _) = Callout::new(Tone::Crit, title).hint(hint).at(ui, pos2(column.left, column.y), wide);
        column.y = details_under(ui, rect, details) + 14.0;
    }
    let all = all_of(form.keys);
    // Eyes come behind all fields: what is typed blind from field to field goes into fields.
    let mut eyes = [None; 3];
    match form.purpose {
        Purpose::Change => {}
        Purpose::ToSealed => words_ui(
            ui,
            &mut column,
            &format!(
                "{all} go into Keyloft's own file, encrypted. Each is copied, read back and compared; \
                 then all of them are there, and the old ones leave the keychain."
            ),
        ),
        Purpose::ToKeychain => words_ui(
            ui,
            &mut column,
            &format!(
                "{all} go into the keychain. From then on no passphrase is asked for: whoever is \
                 logged in to this computer opens them."
            ),
        ),
    }
    if form.asks_old() {
        let label = if form.purpose == Purpose::Change { "Old passphrase" } else { "Passphrase" };
        let response = field_ui(ui, &mut column, label, &mut form.old, false, &mut eyes[0]);
        if !std::mem::replace(&mut form.began, true) {
            response.request_focus();
        }
        column.next();
    }
    if form.asks_new() {
        let error = form.new_error();
        let response = field_ui(ui, &mut column, "New passphrase", &mut form.new, error.is_some(), &mut eyes[1]);
        if !std::mem::replace(&mut form.began, true) {
            response.request_focus();
        }
        if response.changed() {
            form.bits = form.new.bits();
        }
        if error.is_some() {
            column.error(ui, error);
        } else {
            // Its room is there from the start: what is under it does not move away from the pointer.
            column.gap(8.0);
            let meter = column.take(METER);
            if !form.new.is_empty() {
                entropy_meter(ui, meter, form.bits);
            }
        }
        column.next();
        let error = form.again_error();
        field_ui(ui, &mut column, "Repeat passphrase", &mut form.again, error.is_some(), &mut eyes[2]);
        column.error(ui, error);
        column.next();
        let words = match form.purpose {
            Purpose::Change => {
                "Copies of the vault's file made before now still open with the old passphrase. If somebody else knows it, \
                 delete them and rotate the keys."
            }
            _ => "Keep it safe: nobody can recover it.",
        };
        words_ui(ui, &mut column, words);
    }
    for (text, eye) in [&mut form.old, &mut form.new, &mut form.again].into_iter().zip(eyes) {
        if let Some(rect) = eye {
            text.eye_at(ui, rect);
        }
    }
    column.y
}

/// What goes: "2 keys and their old values".
pub(super) fn all_of(count: usize) -> String {
    let whose = if count == 1 { "its" } else { "their" };
    format!("{} and {whose} old values", keys(count))
}

fn words_ui(ui: &Ui, column: &mut Column, words: &str) {
    let at = pos2(column.left, column.y);
    column.y = paragraph(ui, at, column.wide, Type::Small, of(ui).text_secondary, words).bottom() + PAD;
}

fn field_ui(
    ui: &mut Ui,
    column: &mut Column,
    label: &str,
    text: &mut Passphrase,
    wrong: bool,
    eye: &mut Option<Rect>,
) -> egui::Response {
    column.label(ui, label, "");
    let frame = if wrong { Frame::Wrong } else { Frame::Rest };
    let rect = column.control();
    *eye = Some(rect);
    text.beside_eye_at(ui, rect, label, frame)
}
