//! How the import dialog is drawn.

use egui::{Context, Id, Rect, Response, ScrollArea, Ui, UiBuilder, ViewportCommand, pos2, vec2};

use super::form::{Attempt, From, Import, Preview, counted, fate_words};
use crate::gui::theme::{Face, Icon, Type, of, radius};
use crate::gui::widgets::{
    Button, Callout, Choice, Dialog, DialogAnswer, Field, IconButton, MenuItem, SecretAct, SecretInputLook, Segmented,
    Tick, Tone, baseline, elided, field_label, icon, menu, middle_elided, name_node, paragraph, text, text_right,
    width,
};
use crate::gui::wish::{Browse, Wish};
use crate::jobs::{Failure, Fate, ImportPlan, PlannedEntry, Request, Snapshot};

const WIDE: f32 = 640.0;
const EDGE: f32 = 20.0;
const ROW: f32 = 28.0;
/// Rows of the preview that are in view at once.
const ROWS: usize = 9;

/// Draws the dialog.
pub fn import_ui(ctx: &Context, import: &mut Import, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let now = ctx.input(|input| input.time);
    let running = import.is_running();
    let (keys, plain) = import.counts();
    let ready =
        !running && import.changed_at.is_none() && matches!(import.preview, Preview::Here(_)) && keys + plain > 0;
    let words = match (running, ready) {
        (true, _) => "Importing…".to_owned(),
        (false, true) => format!("Import {}", counted(keys, plain)),
        (false, false) => "Import".to_owned(),
    };
    let note = footer_note(import);
    let mut from = import.from;
    let dialog = Dialog::new("import", "Import")
        .width(WIDE)
        .note(&note)
        .cancel(Some(Button::secondary(if running { "Stop" } else { "Cancel" })))
        .primary(Button::primary(&words).enabled(ready).busy(running), ready)
        .head(|ui, rect| {
            let choices = [Choice::words("A file"), Choice::with_icon("Pasted text", Icon::ClipboardText)];
            let current = usize::from(from == From::Text);
            let chosen =
                Segmented::new("import from", &choices, current).at(ui, pos2(rect.left() + 4.0, rect.center().y));
            if let Some(chosen) = chosen {
                from = if chosen == 1 { From::Text } else { From::File };
            }
        });
    let answer = dialog.show(ctx, |ui, body| {
        let inner = body.shrink2(vec2(EDGE, 16.0));
        let mut y = source_ui(ui, inner, import, now, wishes);
        y = place_ui(ui, Rect::from_min_max(pos2(inner.left(), y + 14.0), inner.max), import, snapshot, now);
        y = failures_ui(ui, pos2(inner.left(), y + 14.0), inner.width(), import);
        y = preview_ui(ui, pos2(inner.left(), y), inner.width(), import);
        y + 16.0
    });
    if from != import.from && !running {
        import.from = from;
        import.preview = Preview::None;
        import.has_begun = false;
        import.changed(now);
    }
    let entered = ctx.text_edit_focused() && ctx.input(|input| input.key_pressed(egui::Key::Enter));
    // While one types nothing is read; when one rests the preview comes by itself.
    if let Some(request) = import.ask_for_preview(now, entered) {
        wishes.push(Wish::Ask(request));
    } else if let Some(changed_at) = import.changed_at.filter(|_| import.missing().is_none()) {
        let left = (changed_at + super::form::REST_SECS - now).max(0.0);
        ctx.request_repaint_after(std::time::Duration::from_secs_f64(left));
    }
    match answer {
        DialogAnswer::Primary if ready => wishes.extend(import.submit().map(Wish::Ask)),
        DialogAnswer::Cancel if running => wishes.push(Wish::Ask(Request::Stop)),
        DialogAnswer::Cancel => wishes.push(Wish::CloseModal),
        DialogAnswer::None | DialogAnswer::Primary => {}
    }
}

fn footer_note(import: &Import) -> String {
    match &import.attempt {
        Attempt::Running(Some((done, of))) => format!("{done} of {of}"),
        Attempt::Running(None) => "Reading…".to_owned(),
        Attempt::None | Attempt::Failed(_) => match import.missing() {
            Some(words) => words.to_owned(),
            None if import.plan().is_some_and(|plan| plan.entries.is_empty()) => {
                "There is nothing to import in it.".to_owned()
            }
            None if import.from == From::File => "The file stays as it is.".to_owned(),
            None => String::new(),
        },
    }
}

/// The file or the text; returns where it ends.
fn source_ui(ui: &mut Ui, inner: Rect, import: &mut Import, now: f64, wishes: &mut Vec<Wish>) -> f32 {
    let running = import.is_running();
    let label = Rect::from_min_size(inner.min, vec2(inner.width(), 16.0));
    let top = inner.top() + 21.0;
    match import.from {
        From::File => {
            field_label(ui, label, "File", "");
            let browse = Button::secondary("Browse…").enabled(!running);
            let size = browse.size(ui);
            let field = Rect::from_min_size(pos2(inner.left(), top), vec2(inner.width() - size.x - 8.0, 30.0));
            let id = Id::unique("import path");
            let response = Field::new(id, "File").code().hint("~/code/shop/.env").enabled(!running).at(
                ui,
                field,
                &mut import.path,
            );
            begin(import, &response);
            if response.changed() {
                import.changed(now);
            }
            if browse.at(ui, Rect::from_min_size(pos2(field.right() + 8.0, top), size)).clicked() {
                wishes.push(Wish::Browse(Browse::Open));
            }
            top + 30.0
        }
        From::Text => {
            field_label(ui, label, "Text of an environment file", "");
            let look = SecretInputLook {
                name: "Text of an environment file",
                hint: "Paste lines such as NAME=value",
                enabled: !running,
                ..SecretInputLook::default()
            };
            let rect = Rect::from_min_size(pos2(inner.left(), top), vec2(inner.width(), 40.0));
            let answer = import.pasted.at(ui, rect, &look);
            begin(import, &answer.response);
            if answer.act == Some(SecretAct::Paste) {
                answer.response.request_focus();
                ui.ctx().send_viewport_cmd(ViewportCommand::RequestPaste);
            }
            if answer.response.changed() {
                import.changed(now);
            }
            top + 40.0
        }
    }
}

/// The first field has the keyboard when the dialog opens.
fn begin(import: &mut Import, response: &Response) {
    if !std::mem::replace(&mut import.has_begun, true) {
        response.request_focus();
    }
}

/// Project and environment: typed, or chosen from what there is.
fn place_ui(ui: &mut Ui, rect: Rect, import: &mut Import, snapshot: &Snapshot, now: f64) -> f32 {
    let half = ((rect.width() - 12.0) / 2.0).floor();
    let projects: Vec<String> = snapshot.projects.iter().map(|project| project.name.clone()).collect();
    let environments: Vec<(String, bool)> = snapshot
        .projects
        .iter()
        .find(|project| project.name == import.project.trim())
        .map(|project| project.environments.iter().map(|e| (e.name.clone(), e.protected)).collect())
        .unwrap_or_default();
    let running = import.is_running();
    let combo = |ui: &mut Ui, left: f32, name: &str, value: &mut String, offered: &[(String, bool)]| {
        let at = Rect::from_min_size(pos2(left, rect.top()), vec2(half, 16.0));
        field_label(ui, at, name, "");
        let field = Rect::from_min_size(pos2(left, rect.top() + 21.0), vec2(half, 30.0));
        combo_ui(ui, field, name, value, offered, !running)
    };
    let offered: Vec<(String, bool)> = projects.into_iter().map(|name| (name, false)).collect();
    let one = combo(ui, rect.left(), "Project", &mut import.project, &offered);
    let two = combo(ui, rect.left() + half + 12.0, "Environment", &mut import.environment, &environments);
    if one || two {
        import.changed(now);
    }
    rect.top() + 51.0
}

/// A field that may be typed into, with what there is to choose behind its caret. True where it changed.
fn combo_ui(
    ui: &mut Ui,
    rect: Rect,
    name: &str,
    value: &mut String,
    offered: &[(String, bool)],
    enabled: bool,
) -> bool {
    let id = Id::unique(("import place", name));
    let room = if offered.is_empty() { 0.0 } else { 30.0 };
    let field = Rect::from_min_max(rect.min, pos2(rect.right() - room, rect.bottom()));
    let mut changed = Field::new(id, name).enabled(enabled).at(ui, field, value).changed();
    if !offered.is_empty() {
        let button = Rect::from_min_max(pos2(field.right() + 2.0, rect.top() + 1.0), rect.max);
        let words = format!("Choose: {name}");
        let response = IconButton::new(Icon::CaretUpDown, &words).enabled(enabled).at(ui, button);
        let items: Vec<MenuItem> = offered
            .iter()
            .map(|(words, protected)| MenuItem {
                words: words.clone(),
                count: None,
                protected: *protected,
                current: words == value,
            })
            .collect();
        if let Some(chosen) = menu(&response, name, &items).and_then(|index| offered.get(index)) {
            value.clone_from(&chosen.0);
            changed = true;
        }
    }
    changed
}

/// What went wrong; returns where the next thing begins.
fn failures_ui(ui: &Ui, at: egui::Pos2, wide: f32, import: &Import) -> f32 {
    let failed = |failure: &Failure| {
        let hint = format!("{} {}", failure.why, failure.advice);
        let (rect, _) = Callout::new(Tone::Crit, &failure.title).hint(hint.trim()).at(ui, at, wide);
        rect.bottom() + 14.0
    };
    match (&import.attempt, &import.preview) {
        (Attempt::Failed(failure), _) | (_, Preview::Failed(failure)) => failed(failure),
        _ => at.y,
    }
}

fn preview_ui(ui: &mut Ui, at: egui::Pos2, wide: f32, import: &mut Import) -> f32 {
    let t = of(ui);
    let Some(plan) = import.plan().cloned() else {
        let words = match import.preview {
            Preview::Asked(_) => "Reading…",
            _ if import.attempt != Attempt::None || matches!(import.preview, Preview::Failed(_)) => "",
            _ => "Plain values and secrets are told apart before anything comes in.",
        };
        return paragraph(ui, at, wide, Type::Small, t.text_tertiary, words).bottom();
    };
    let hint = if matches!(import.preview, Preview::Asked(_)) { "Reading…" } else { "" };
    field_label(ui, Rect::from_min_size(at, vec2(wide, 16.0)), "What comes in", hint);
    let shown = plan.entries.len().min(ROWS);
    let card = Rect::from_min_size(pos2(at.x, at.y + 21.0), vec2(wide, shown as f32 * ROW + 8.0));
    ui.painter().rect_filled(card, radius::CALLOUT, t.bg_inset);
    let mut area = ui.new_child(UiBuilder::new().max_rect(card.shrink2(vec2(0.0, 4.0))).id_salt("preview"));
    area.spacing_mut().item_spacing = egui::Vec2::ZERO;
    area.shrink_clip_rect(card);
    ScrollArea::vertical().auto_shrink(false).show_rows(&mut area, ROW, plan.entries.len(), |ui, rows| {
        for index in rows {
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), egui::Sense::hover());
            entry_ui(ui, rect, index, &plan.entries[index], import);
        }
    });
    let said = left_words(&plan);
    if said.is_empty() {
        return card.bottom();
    }
    paragraph(ui, pos2(at.x, card.bottom() + 8.0), wide, Type::Small, t.text_tertiary, &said).bottom()
}

/// What is not among the entries.
fn left_words(plan: &ImportPlan) -> String {
    let mut words = Vec::new();
    match plan.problems.as_slice() {
        [] => {}
        [(line, why)] => words.push(format!("Line {line} gives nothing: {why}.")),
        several => words.push(format!("{} lines give nothing, the first is line {}.", several.len(), several[0].0)),
    }
    match plan.commented_out.len() {
        0 => {}
        1 => words.push(format!("{} is commented out and stays out.", plan.commented_out[0])),
        count => words.push(format!("{count} assignments are commented out and stay out.")),
    }
    words.join(" ")
}

fn entry_ui(ui: &mut Ui, rect: Rect, index: usize, entry: &PlannedEntry, import: &mut Import) {
    let t = of(ui);
    let comes_in = import.comes_in(entry);
    let can_choose = !matches!(entry.fate, Fate::Same | Fate::Asks(_) | Fate::LeftOut(_)) && !import.is_running();
    let tick = Tick::checkbox(&entry.name, comes_in).bare().enabled(can_choose).salt(index as u64);
    let left = rect.left() + 12.0;
    let hit = Rect::from_min_size(pos2(left, rect.top()), vec2(24.0, rect.height()));
    if tick.at(ui, hit).clicked() {
        import.toggle(entry);
    }
    let middle = rect.center().y;
    let line = baseline(ui, middle, Type::Key);
    let ink = if comes_in { t.text_primary } else { t.text_tertiary };
    let room = (rect.width() * 0.42).floor();
    let name = middle_elided(ui, Type::Key, &entry.name, room);
    let mut x = left + 26.0;
    x += text(ui, x, line, Type::Key, ink, &name);
    if let Some(key_id) = &entry.key_id_name {
        let left_over = left + 26.0 + room - x - 8.0;
        elided(ui, x + 8.0, line, left_over, Type::Code, t.text_tertiary, key_id);
    }
    let words = if import.is_plain(entry) { "Plain" } else { "Secret" };
    let button = Button::secondary(words).small().enabled(can_choose && comes_in);
    let toggle = Rect::from_min_size(pos2(left + 34.0 + room, middle - 11.0), vec2(62.0, 22.0));
    let scoped = ui.new_child(UiBuilder::new().max_rect(toggle).id_salt(("plain", index)));
    if button.at(&scoped, toggle).clicked() {
        import.toggle_plain(entry);
    }
    let start = toggle.right() + 12.0;
    let words = fate_words(entry, comes_in);
    let fate_ink = if entry.fate == Fate::Differs { t.warn_text } else { t.text_tertiary };
    let end = rect.right() - 14.0 - if entry.remarks.is_empty() { 0.0 } else { 22.0 };
    let fits = width(ui, Type::Small, &words) <= end - start;
    if fits {
        text_right(ui, end, baseline(ui, middle, Type::Small), Type::Small, fate_ink, &words);
    } else {
        elided(ui, start, baseline(ui, middle, Type::Small), end - start, Type::Small, fate_ink, &words);
    }
    let cell = Rect::from_min_max(pos2(start, rect.top()), rect.max);
    let mut said = words.clone();
    for remark in &entry.remarks {
        said = format!("{said}. {}", super::form::capitalised(remark));
    }
    let node = name_node(ui, cell, ui.make_persistent_id(("fate", index)), &format!("{}: {said}", entry.name));
    if !entry.remarks.is_empty() {
        icon(ui, pos2(rect.right() - 22.0, middle), 15.0, Face::Line, Icon::Info, t.text_tertiary);
    }
    if !fits || !entry.remarks.is_empty() {
        node.on_hover_text(said);
    }
}
