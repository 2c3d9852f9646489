//! How the Duplicate and Move dialogs are drawn.

use egui::{Context, Id, Rect, Ui, pos2};

use super::form::{PlaceKey, Placing};
use crate::gui::screens::key_form::{Attempt, Column, Typed, name_field_ui, place_words, project_ui, typed_ui};
use crate::gui::screens::keys::{capitalised, unlock_then};
use crate::gui::theme::{Face, Icon, Type, of, size};
use crate::gui::widgets::{
    Button, Callout, ConfirmAnswer, Dialog, DialogAnswer, Field, Frame, Lead, MenuItem, SelectFace, baseline,
    details_under, discard, menu, middle_elided, select, text,
};
use crate::gui::wish::Wish;
use crate::jobs::Snapshot;

const PAD: f32 = 16.0;

fn id(name: &str) -> Id {
    Id::unique(("place key", name))
}

/// Draws the dialog.
pub fn place_key_ui(ctx: &Context, form: &mut PlaceKey, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let saving = form.attempt == Attempt::Saving;
    let name = form.from.name.to_string();
    let (title, act) = match form.placing {
        Placing::Duplicate => ("Duplicate", "Duplicate key"),
        Placing::Move => ("Move", "Move key"),
    };
    let act = if matches!(form.attempt, Attempt::Failed { .. }) { "Try again" } else { act };
    let act = unlock_then(snapshot, act);
    let from = format!("From {}", place_words(&form.from.place));
    let dialog = Dialog::new("place key", title)
        .width(480.0)
        .head(move |ui, rect| {
            let name = middle_elided(ui, Type::NameTitle, &name, rect.width());
            let line = baseline(ui, rect.center().y, Type::NameTitle);
            text(ui, rect.left(), line, Type::NameTitle, of(ui).text_primary, &name);
        })
        .note(&from)
        .cancel(Some(Button::secondary("Cancel").enabled(!saving)))
        .primary(Button::primary(&act).busy(saving), !saving)
        .needs(form.needs(snapshot));
    let answer =
        dialog.show(ctx, |ui, body| ui.add_enabled_ui(!saving, |ui| fields_ui(ui, body, form, snapshot)).inner);
    match answer {
        _ if form.leaving => leave_ui(ctx, form, wishes),
        DialogAnswer::Primary if form.is_ready(snapshot) => form.submit(wishes),
        DialogAnswer::Cancel if saving => {}
        DialogAnswer::Cancel if form.is_typed() => form.leaving = true,
        DialogAnswer::Cancel => wishes.push(Wish::CloseModal),
        DialogAnswer::None | DialogAnswer::Primary => {}
    }
}

fn leave_ui(ctx: &Context, form: &mut PlaceKey, wishes: &mut Vec<Wish>) {
    let (icon, words) = match form.placing {
        Placing::Duplicate => (Icon::ColumnsPlusRight, "The key is not duplicated."),
        Placing::Move => (Icon::FolderSimple, "The key stays where it is."),
    };
    match discard("leave place key", icon, "Discard what was typed?", "", words, ctx) {
        ConfirmAnswer::None => {}
        ConfirmAnswer::Cancel => form.leaving = false,
        ConfirmAnswer::Button(_) => wishes.push(Wish::CloseModal),
    }
}

fn fields_ui(ui: &mut Ui, body: Rect, form: &mut PlaceKey, snapshot: &Snapshot) -> f32 {
    let wide = body.width() - 2.0 * size::DIALOG_EDGE;
    let mut column = Column::new(body.left() + size::DIALOG_EDGE, wide, body.top() + PAD);
    if let Attempt::Failed { title, hint, details } = &form.attempt {
        let (rect, _) = Callout::failed(title).hint(hint).at(ui, pos2(column.left, column.y), wide);
        column.y = details_under(ui, rect, details) + 14.0;
    }
    let [mut project, mut environment] = column.halves();
    let error = form.project_error();
    let (name, side) = (&mut form.project, &mut form.new_project);
    if project_ui(ui, &mut project, id("project"), name, side, snapshot, error) {
        form.project_changed(snapshot);
    }
    environment_ui(ui, &mut environment, form, snapshot);
    column.after([project, environment]);
    if let Some(words) = form.loses_protection(snapshot) {
        column.warning(ui, &words);
    }
    column.next();
    let error = if form.attempt == Attempt::Saving { None } else { form.name_error(snapshot) };
    if name_field_ui(ui, &mut column, id("name"), &mut form.name, error.as_deref()).changed() {
        form.name_changed(snapshot);
    }
    form.began = true;
    column.y + PAD
}

fn environment_ui(ui: &mut Ui, column: &mut Column, form: &mut PlaceKey, snapshot: &Snapshot) {
    column.label(ui, "Environment", "");
    let rect = column.control();
    let error = form.environment_error();
    if form.new_environment {
        let frame = if error.is_some() { Frame::Wrong } else { Frame::Rest };
        let field = Field::new(id("environment"), "Environment").hint("Name of it").frame(frame).fact();
        let list = (!form.environments(snapshot).is_empty()).then_some("Environment");
        if typed_ui(ui, rect, id("environment"), field, &mut form.environment, list) == Typed::GivenUp {
            form.project_changed(snapshot);
        } else {
            column.error(ui, error.as_deref());
            column.said(ui, id("environment"));
        }
        return;
    }
    let all = form.environments(snapshot);
    let protected = all.iter().any(|(name, protected)| *protected && *name == form.environment);
    let lead = if protected { Lead::Icon(Icon::ShieldCheck, Face::Fill) } else { Lead::None };
    let words = if form.environment.is_empty() { "Choose one".to_owned() } else { capitalised(&form.environment) };
    let face = SelectFace { name: "Environment", words: &words, lead, ..SelectFace::default() };
    let response = select(ui, rect, &face);
    let item = |words: &str, protected, current| MenuItem { words: words.to_owned(), count: None, protected, current };
    let mut items: Vec<MenuItem> =
        all.iter().map(|(name, protected)| item(&capitalised(name), *protected, *name == form.environment)).collect();
    items.push(item("New environment…", false, false));
    if !form.began {
        response.request_focus();
    }
    if let Some(index) = menu(&response, "Environment", &items) {
        match all.get(index) {
            Some((name, _)) => form.environment.clone_from(name),
            None => {
                form.type_environment();
                ui.memory_mut(|memory| memory.request_focus(id("environment")));
            }
        }
    }
    column.error(ui, error.as_deref());
    if form.is_nowhere_free() {
        column.hint(ui, "Each of them has it. Choose another project or name.");
    }
}
