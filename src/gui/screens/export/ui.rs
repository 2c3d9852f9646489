//! How the export dialog is drawn.

use egui::{Context, Id, Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use super::form::{Attempt, Export, remedy_words, target_title};
use crate::envfile::Target;
use crate::gui::theme::{Face, Icon, Type, of, radius};
use crate::gui::widgets::{
    Button, Callout, Choice, Confirm, ConfirmAnswer, Dialog, DialogAnswer, Field, Lead, Mark, MenuItem, Segmented,
    SelectFace, Tick, Tone, baseline, elided, field_label, menu, middle_elided, name_node, select, severity_icon, text,
};
use crate::gui::wish::{Browse, Wish};
use crate::jobs::Snapshot;
use crate::model::{EnvRef, Key, Rule};

const WIDE: f32 = 600.0;
const EDGE: f32 = 20.0;
const ROW: f32 = 28.0;
/// Rows of the list that are in view at once.
const ROWS: usize = 8;

/// Draws the dialog, or the question before a protected environment is written.
pub fn export_ui(ctx: &Context, export: &mut Export, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    if export.attempt == Attempt::Asking {
        return question_ui(ctx, export, snapshot, wishes);
    }
    let running = export.is_running();
    let count = export.count(snapshot);
    let ready = !running && count > 0 && !export.path.trim().is_empty() && export.place.is_some();
    let note = match (count, export.path.trim().is_empty()) {
        _ if running => "Writing…",
        (0, _) => "There are no keys to write.",
        (_, true) => "Name the file.",
        _ => "Writing is recorded in Activity.",
    };
    let words = if count == 1 { "Write 1 key".to_owned() } else { format!("Write {count} keys") };
    let dialog = Dialog::new("export", "Export")
        .width(WIDE)
        .note(note)
        .primary(Button::primary(&words).enabled(ready).busy(running), ready);
    let answer = dialog.show(ctx, |ui, body| {
        let inner = body.shrink2(vec2(EDGE, 16.0));
        let y = place_ui(ui, inner, export, snapshot);
        let y = file_ui(ui, pos2(inner.left(), y + 14.0), inner.width(), export, wishes);
        let y = failure_ui(ui, pos2(inner.left(), y + 14.0), inner.width(), export, snapshot, wishes);
        keys_ui(ui, pos2(inner.left(), y), inner.width(), export, snapshot) + 16.0
    });
    match answer {
        DialogAnswer::Primary if ready => wishes.extend(export.submit(snapshot).map(Wish::Ask)),
        DialogAnswer::Cancel if !running => wishes.push(Wish::CloseModal),
        _ => {}
    }
}

fn question_ui(ctx: &Context, export: &mut Export, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let place = export.place.as_ref().map(ToString::to_string).unwrap_or_default();
    let title = format!("Write the secrets of {place} into a file?");
    let buttons = [Button::secondary("Write file"), Button::primary("Don’t write")];
    let confirm = Confirm {
        id: "export",
        icon: (Icon::ShieldCheck, Face::Fill),
        title: &title,
        name: &export.path,
        words: "will hold them readable for every program you run. `keyloft run` gives them to one program only.",
        buttons: &buttons,
    };
    match confirm.show(ctx) {
        ConfirmAnswer::Button(0) => wishes.extend(export.submit(snapshot).map(Wish::Ask)),
        ConfirmAnswer::Button(_) | ConfirmAnswer::Cancel => export.changed(),
        ConfirmAnswer::None => {}
    }
}

/// Which environment, and who reads the file; returns where it ends.
fn place_ui(ui: &Ui, inner: Rect, export: &mut Export, snapshot: &Snapshot) -> f32 {
    field_label(ui, Rect::from_min_size(inner.min, vec2(inner.width(), 16.0)), "Environment", "");
    let field = Rect::from_min_size(pos2(inner.left(), inner.top() + 21.0), vec2(inner.width(), 30.0));
    let words = export.place.as_ref().map(|place| format!("{} · {}", place.project, place.environment));
    let lead = if export.is_protected(snapshot) { Lead::Icon(Icon::ShieldCheck, Face::Fill) } else { Lead::None };
    let words = words.unwrap_or_default();
    let face = SelectFace { name: "Environment", words: &words, hint: "Choose", lead, ..SelectFace::default() };
    let response = select(ui, field, &face);
    let places: Vec<(EnvRef, bool)> = snapshot
        .projects
        .iter()
        .flat_map(|project| project.environments.iter().map(move |environment| (project, environment)))
        .filter_map(|(project, e)| EnvRef::new(&project.name, &e.name).ok().map(|place| (place, e.protected)))
        .collect();
    let items: Vec<MenuItem> = places
        .iter()
        .map(|(place, protected)| MenuItem {
            words: format!("{} · {}", place.project, place.environment),
            count: None,
            protected: *protected,
            current: Some(place) == export.place.as_ref(),
        })
        .collect();
    if let Some((place, _)) = menu(&response, "Environments", &items).and_then(|index| places.get(index)) {
        export.choose_place(place.clone(), snapshot);
    }
    let top = field.bottom() + 14.0;
    field_label(ui, Rect::from_min_size(pos2(inner.left(), top), vec2(inner.width(), 16.0)), "Read by", "");
    let choices = Target::ALL.map(|target| Choice::words(target_title(target)));
    let current = Target::ALL.iter().position(|target| *target == export.target).unwrap_or_default();
    let track = Rect::from_min_size(pos2(inner.left(), top + 21.0), vec2(inner.width(), 30.0));
    if let Some(chosen) = Segmented::new("read by", &choices, current).filling(ui, track) {
        export.choose_target(Target::ALL[chosen], snapshot);
    }
    track.bottom()
}

fn file_ui(ui: &mut Ui, at: egui::Pos2, wide: f32, export: &mut Export, wishes: &mut Vec<Wish>) -> f32 {
    field_label(ui, Rect::from_min_size(at, vec2(wide, 16.0)), "File", "readable by you only");
    let browse = Button::secondary("Browse…");
    let size = browse.size(ui);
    let field = Rect::from_min_size(pos2(at.x, at.y + 21.0), vec2(wide - size.x - 8.0, 30.0));
    let id = Id::unique("export path");
    let enabled = !export.is_running();
    let response =
        Field::new(id, "File").code().hint("~/code/shop/.env").enabled(enabled).at(ui, field, &mut export.path);
    if !std::mem::replace(&mut export.has_begun, true) {
        response.request_focus();
    }
    if response.changed() {
        export.changed();
    }
    if browse.at(ui, Rect::from_min_size(pos2(field.right() + 8.0, field.top()), size)).clicked() {
        wishes.push(Wish::Browse(Browse::Save(export.path.clone())));
    }
    field.bottom()
}

/// What went wrong, with the way out; returns where the next thing begins.
fn failure_ui(
    ui: &Ui,
    at: egui::Pos2,
    wide: f32,
    export: &mut Export,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) -> f32 {
    let Attempt::Failed(failure) = export.attempt.clone() else { return at.y };
    let hint = format!("{} {}", failure.why, failure.advice);
    let mut said = Callout::new(Tone::Crit, &failure.title).hint(hint.trim());
    let button = failure.remedy.and_then(|remedy| Some((remedy, remedy_words(remedy)?)));
    if let Some((_, words)) = button {
        said = said.button(Button::secondary(words).small());
    }
    let (rect, clicked) = said.at(ui, at, wide);
    if let Some((remedy, _)) = button.filter(|_| clicked) {
        wishes.extend(export.remedy(remedy, snapshot).map(Wish::Ask));
    }
    rect.bottom() + 14.0
}

fn keys_ui(ui: &mut Ui, at: egui::Pos2, wide: f32, export: &mut Export, snapshot: &Snapshot) -> f32 {
    let t = of(ui);
    let indices: Vec<usize> = {
        let here = |index: &usize| Some(snapshot.keys[*index].place()) == export.place.as_ref();
        (0..snapshot.keys.len()).filter(here).collect()
    };
    let count = format!("{} of {}", export.count(snapshot), indices.len());
    field_label(ui, Rect::from_min_size(at, vec2(wide, 16.0)), "Keys", &count);
    let shown = indices.len().clamp(1, ROWS);
    let card = Rect::from_min_size(pos2(at.x, at.y + 21.0), vec2(wide, shown as f32 * ROW + 8.0));
    ui.painter().rect_filled(card, radius::CALLOUT, t.bg_inset);
    let mut area = ui.new_child(UiBuilder::new().max_rect(card.shrink2(vec2(0.0, 4.0))).id_salt("keys"));
    area.spacing_mut().item_spacing = egui::Vec2::ZERO;
    area.shrink_clip_rect(card);
    ScrollArea::vertical().auto_shrink(false).show_rows(&mut area, ROW, indices.len(), |ui, rows| {
        for row in rows {
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), egui::Sense::hover());
            key_ui(ui, rect, &snapshot.keys[indices[row]], &snapshot.findings[indices[row]], export);
        }
    });
    card.bottom()
}

fn key_ui(ui: &Ui, rect: Rect, key: &Key, findings: &[crate::model::Finding], export: &mut Export) {
    let t = of(ui);
    let (written, disabled) = (export.is_written(key), key.state.is_disabled());
    let left = rect.left() + 12.0;
    let tick = Tick::checkbox(key.name(), written).bare().enabled(!disabled && !export.is_running());
    if tick.at(ui, Rect::from_min_size(pos2(left, rect.top()), vec2(24.0, rect.height()))).clicked() {
        export.toggle(key);
    }
    let middle = rect.center().y;
    let ink = if written { t.text_primary } else { t.text_tertiary };
    let room = rect.width() * 0.5;
    let name = middle_elided(ui, Type::Key, key.name(), room);
    let x = left + 26.0;
    let used = text(ui, x, baseline(ui, middle, Type::Key), Type::Key, ink, &name);
    if let Some(key_id) = &key.key_id_name {
        let line = baseline(ui, middle, Type::Code);
        elided(ui, x + used + 8.0, line, room - used - 8.0, Type::Code, t.text_tertiary, key_id.as_str());
    }
    let expired = findings.iter().find(|finding| finding.rule == Rule::Expired);
    let words = match (disabled, expired) {
        (true, _) => "Disabled, never written",
        (false, Some(finding)) => finding.text.as_str(),
        (false, None) => return,
    };
    let start = x + room + 16.0;
    let mark = if disabled { Mark::Disabled } else { Mark::Warning(crate::model::Severity::ActNow) };
    severity_icon(ui, pos2(start + 7.5, middle), 15.0, mark, t);
    let line = baseline(ui, middle, Type::Small);
    elided(ui, start + 22.0, line, rect.right() - start - 34.0, Type::Small, mark.ink(t), words);
    let cell = Rect::from_min_max(pos2(start, rect.top()), rect.max);
    name_node(ui, cell, ui.make_persistent_id(("note", key.name())), &format!("{}: {words}", key.name()));
}
