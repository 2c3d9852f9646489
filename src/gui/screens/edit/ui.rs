//! How the Edit dialog is drawn.

use egui::{Context, Id, Rect, Ui, pos2, vec2};

use super::form::Edit;
use crate::gui::screens::key_form::{
    Attempt, Column, as_file_ui, ends_ui, every_ui, kind_ui, level_ui, name_field_ui, note_ui, owner_ui, provider_ui,
    scopes_ui, tokens_ui,
};
use crate::gui::screens::keys::{capitalised, unlock_then};
use crate::gui::theme::{Icon, Type, of, size};
use crate::gui::widgets::keyboard::bring_into_view;
use crate::gui::widgets::{
    Button, Callout, ConfirmAnswer, Dialog, DialogAnswer, Field, TagLook, baseline, details_under, discard,
    middle_elided, tag_as, tag_width_as, text, text_area,
};
use crate::gui::wish::Wish;
use crate::jobs::Snapshot;
use crate::model::Kind;

const PAD: f32 = 16.0;
/// A plain value's field.
const VALUE: f32 = 56.0;

fn id(name: &str) -> Id {
    Id::unique(("edit", name))
}

/// Draws the dialog.
pub fn edit_ui(ctx: &Context, edit: &mut Edit, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let saving = edit.attempt == Attempt::Saving;
    let needs = edit.needs(snapshot);
    let head = Head { name: edit.old_name.clone(), place: edit.place.environment.clone(), protected: edit.protected };
    let dialog = Dialog::new("edit", "Edit").steady().head(move |ui, rect| head.draw(ui, rect));
    let words = match edit.attempt {
        Attempt::Failed { .. } => "Try again",
        _ => "Save changes",
    };
    let words = if edit.unlocks_first(snapshot) { unlock_then(snapshot, words) } else { words.into() };
    let dialog = dialog
        .cancel(Some(Button::secondary("Cancel").enabled(!saving)))
        .primary(Button::primary(&words).busy(saving), !saving)
        .needs(needs);
    let answer =
        dialog.show(ctx, |ui, body| ui.add_enabled_ui(!saving, |ui| fields_ui(ui, body, edit, snapshot)).inner);
    match answer {
        // With a question over it, what was meant for it is the question's.
        _ if edit.leaving => leave_ui(ctx, edit, wishes),
        DialogAnswer::Primary if edit.is_ready(snapshot) => edit.submit(snapshot, wishes),
        DialogAnswer::Cancel if saving => {}
        DialogAnswer::Cancel if edit.is_touched() => edit.leaving = true,
        DialogAnswer::Cancel => wishes.push(Wish::CloseModal),
        DialogAnswer::None | DialogAnswer::Primary => {}
    }
}

fn leave_ui(ctx: &Context, edit: &mut Edit, wishes: &mut Vec<Wish>) {
    let (title, words) = ("Discard the changes?", "stays as it was.");
    match discard("leave edit", Icon::PencilSimple, title, &edit.old_name, words, ctx) {
        ConfirmAnswer::None => {}
        ConfirmAnswer::Cancel => edit.leaving = false,
        ConfirmAnswer::Button(_) => wishes.push(Wish::CloseModal),
    }
}

/// The key's name and its environment behind the title.
struct Head {
    name: String,
    place: String,
    protected: bool,
}

impl Head {
    fn draw(&self, ui: &Ui, rect: Rect) {
        let words = capitalised(&self.place);
        let look = if self.protected { TagLook::Shield } else { TagLook::Plain };
        let room = rect.width() - tag_width_as(ui, &words, look) - 10.0;
        let name = middle_elided(ui, Type::NameTitle, &self.name, room);
        let middle = rect.center().y;
        let line = baseline(ui, middle, Type::NameTitle);
        let used = text(ui, rect.left(), line, Type::NameTitle, of(ui).text_primary, &name);
        tag_as(ui, pos2(rect.left() + used + 10.0, middle), &words, look);
    }
}

fn fields_ui(ui: &mut Ui, body: Rect, edit: &mut Edit, snapshot: &Snapshot) -> f32 {
    let wide = body.width() - 2.0 * size::DIALOG_EDGE;
    let mut column = Column::new(body.left() + size::DIALOG_EDGE, wide, body.top() + PAD);
    if let Attempt::Failed { title, hint, details } = &edit.attempt {
        let (rect, _) = Callout::failed(title).hint(hint).at(ui, pos2(column.left, column.y), wide);
        if std::mem::take(&mut edit.failed_now) {
            bring_into_view(ui, rect.expand2(vec2(0.0, PAD)), Some(egui::Align::TOP));
        }
        column.y = details_under(ui, rect, details) + 14.0;
    }
    column.y = edit.let_go.said(ui, pos2(column.left, column.y), wide).map_or(column.y, |end| end + 14.0);
    let error = if edit.attempt == Attempt::Saving { None } else { edit.name_error(snapshot) };
    let name = name_field_ui(ui, &mut column, id("name"), &mut edit.name, error.as_deref());
    if !std::mem::replace(&mut edit.began, true) {
        name.request_focus();
    }
    column.next();
    if let Some(value) = &mut edit.value {
        column.label(ui, "Value", "always shown");
        let rect = column.take(VALUE);
        text_area(ui, rect, id("value"), ("Plain value", "3000"), Type::Code, value);
        column.next();
    }
    let plain = edit.facts.kind == Kind::Plain;
    let [mut kind, mut provider] = column.halves();
    let kinds = edit.kinds();
    kind_ui(ui, &mut kind, &mut edit.facts.kind, &kinds);
    provider_ui(ui, &mut provider, id("provider"), &mut edit.facts.provider, "");
    column.after([kind, provider]);
    column.next();
    let [mut owner, mut endpoint] = column.halves();
    owner_ui(ui, &mut owner, id("owner"), &mut edit.facts.owner, &mut edit.new_owner, snapshot);
    let field = Field::new(id("endpoint"), "Endpoint").code().hint("https://api.example.com").fact();
    endpoint.field(ui, "Endpoint", "optional", field, &mut edit.facts.endpoint);
    endpoint.said(ui, id("endpoint"));
    column.after([owner, endpoint]);
    column.next();
    if !plain {
        let interval = snapshot.settings.rotate_protected_days.filter(|_| edit.protected);
        ends_ui(ui, &mut column, id("day"), &mut edit.facts, snapshot.today);
        column.next();
        every_ui(ui, &mut column, &mut edit.facts, interval, snapshot.today);
        column.next();
        scopes_ui(ui, &mut column, id("scopes"), &edit.facts.provider, &mut edit.facts.scopes);
        column.next();
        level_ui(ui, &mut column, &mut edit.facts.level);
        column.next();
    }
    tokens_ui(ui, &mut column, id("used in"), "Used in", "Vercel, a server…", &mut edit.facts.used_in);
    column.next();
    tokens_ui(ui, &mut column, id("tags"), "Tags", "Add…", &mut edit.facts.tags);
    column.next();
    note_ui(ui, &mut column, id("note"), &mut edit.facts.note, edit.note_known);
    if !plain {
        column.next();
        as_file_ui(ui, &mut column, &mut edit.facts.as_file);
    }
    column.y + PAD
}
