//! The dialog: a path, Browse…, and the question before a protected secret is written.

use egui::{Context, Id, Rect, pos2, vec2};

use super::data::{Attempt, SaveFile};
use crate::gui::screens::keys::unlock_then;
use crate::gui::theme::{Face, Icon, Type, of, size};
use crate::gui::widgets::{
    Button, Callout, Confirm, ConfirmAnswer, Dialog, DialogAnswer, TagLook, baseline, details_under, discard,
    middle_elided, paragraph, path_field, tag_as, tag_width_as, text,
};
use crate::gui::wish::{Browse, Wish};
use crate::jobs::Snapshot;

const WIDE: f32 = 480.0;

/// Draws the dialog.
pub fn save_file_ui(ctx: &Context, save: &mut SaveFile, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let words = unlock_then(snapshot, "Save file");
    let writing = save.attempt == Attempt::Writing;
    let (name, environment) = (save.name.clone(), save.environment.clone());
    let (wrong, details) = match &save.attempt {
        Attempt::Failed(words, details) => (Some(words.clone()), details.clone()),
        _ => (None, String::new()),
    };
    let look = if save.protected { TagLook::Shield } else { TagLook::Plain };
    let dialog = Dialog::new("save file", "Save as file")
        .width(WIDE)
        .head(move |ui, rect| {
            let left = rect.left() - 2.0;
            let tag = tag_width_as(ui, &environment, look);
            let shown = middle_elided(ui, Type::NameTitle, &name, rect.right() - left - tag - 16.0);
            let line = baseline(ui, rect.center().y, Type::DialogTitle);
            let used = text(ui, left, line, Type::NameTitle, of(ui).text_primary, &shown);
            tag_as(ui, pos2(left + used + 12.0, rect.center().y), &environment, look);
        })
        .note("Noted in Activity.")
        .details(&details)
        .cancel(Some(Button::secondary("Cancel").enabled(!writing)))
        .primary(Button::primary(&words).busy(writing), true)
        .needs(save.needs());
    let answer = dialog.show(ctx, |ui, body| {
        let t = of(ui);
        let (left, right) = (body.left() + size::DIALOG_EDGE, body.right() - size::DIALOG_EDGE);
        let mut top = body.top() + 16.0;
        if let Attempt::Refused(failure) = &save.attempt {
            let hint = format!("{} {}", failure.why, failure.advice);
            let (rect, _) = Callout::failed(&failure.title).hint(hint.trim()).at(ui, pos2(left, top), right - left);
            top = details_under(ui, rect, &failure.details) + 14.0;
        }
        let row = Rect::from_min_size(pos2(left, top), vec2(right - left, 0.0));
        let file = path_field(ui, row, Id::unique("save path"), &mut save.path, wrong.as_deref(), !writing);
        if file.response.changed() {
            save.attempt = Attempt::None;
        }
        if !save.began {
            save.began = true;
            file.response.request_focus();
        }
        if file.browses {
            wishes.push(Wish::Browse(Browse::Save(save.wanted().display().to_string())));
        }
        let note = "The exact secret, byte for byte. Only you can read the file. An existing file is never replaced.";
        paragraph(ui, pos2(left, file.bottom + 12.0), right - left, Type::Small, t.text_tertiary, note).bottom() + 16.0
    });
    match answer {
        _ if matches!(save.attempt, Attempt::Writing) => {}
        _ if save.attempt == Attempt::Asking => ask_ui(ctx, save, wishes),
        _ if save.leaving => leave_ui(ctx, save, wishes),
        DialogAnswer::None => {}
        DialogAnswer::Cancel if save.is_typed() => save.leaving = true,
        DialogAnswer::Cancel => wishes.push(Wish::CloseModal),
        DialogAnswer::Primary => save.submit(wishes),
    }
}

fn leave_ui(ctx: &Context, save: &mut SaveFile, wishes: &mut Vec<Wish>) {
    match discard("leave save file", Icon::FloppyDisk, "Discard what was typed?", "", "No file is written.", ctx) {
        ConfirmAnswer::None => {}
        ConfirmAnswer::Cancel => save.leaving = false,
        ConfirmAnswer::Button(_) => wishes.push(Wish::CloseModal),
    }
}

fn ask_ui(ctx: &Context, save: &mut SaveFile, wishes: &mut Vec<Wish>) {
    let buttons = [Button::primary("Save file")];
    let words = format!("is protected. It will be readable in {}.", save.path.trim());
    let title = format!("Write a {} secret to a file?", save.environment.to_lowercase());
    let (name, icon) = (save.name.as_str(), (Icon::ShieldCheck, Face::Fill));
    let confirm = Confirm { id: "save file anyway", icon, title: &title, name, words: &words, buttons: &buttons };
    match confirm.show(ctx) {
        ConfirmAnswer::None => {}
        ConfirmAnswer::Cancel => save.attempt = Attempt::None,
        ConfirmAnswer::Button(_) => save.write(wishes),
    }
}
