//! How the import dialog is drawn: where from and where to at the left, what would come in at the right; then what came of it.

use egui::{Context, Id, Rect, Response, Stroke, Ui, ViewportCommand, pos2, vec2};

use super::batch::{Plan, counted, short_path};
use super::entries::{entries_height, entries_ui, left_words, left_words_ui};
use super::form::{Attempt, DIALECTS, Finding, From, Import, REST_SECS, holds_variables};
use super::place::place_ui;
use super::results::{Results, results_ui};
use super::rows::{count_words, files_words};
use crate::gui::screens::key_form::Column;
use crate::gui::theme::{Icon, Type, of, radius, size};
use crate::gui::widgets::{
    Button, Callout, Choice, Dialog, DialogAnswer, Field, MenuItem, SecretAct, SecretInputLook, Segmented, SelectFace,
    Tick, Tone, baseline, elided, focus_ring, hairline, menu, middle_elided, paragraph, progress_line, select,
    text_right,
};
use crate::gui::wish::{Browse, Wish};
use crate::jobs::{Failure, Fate, Request, Snapshot};

const WIDE: f32 = 800.0;
const HIGH: f32 = 572.0;
/// Width where the columns stand one under the other, and of the results.
const NARROW: f32 = 560.0;
/// Windows narrower than this have one column.
const ONE_COLUMN: f32 = 860.0;
/// The left column, its edges included.
const LEFT: f32 = 372.0;
const PAD: f32 = 16.0;
/// Entries in view where the columns stand one under the other.
const ENTRIES: usize = 7;
/// Rows of a folder in view.
const ROWS: usize = 6;

/// Draws the dialog.
pub fn import_ui(ctx: &Context, import: &mut Import, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    if !std::mem::replace(&mut import.has_looked, true) {
        wishes.push(Wish::Ask(Request::LookAtImports(Vec::new())));
    }
    if let Attempt::Done(results) = &mut import.attempt {
        return done_ui(ctx, results, wishes);
    }
    let now = ctx.input(|input| input.time);
    let running = import.is_running();
    // A whole file's text is no path: no field may show it.
    if !running && import.from == From::File && import.pasted.take_paste(ctx, holds_variables) {
        (import.from, import.has_begun) = (From::Text, false);
        import.changed(now);
    }
    let (keys, plain) = import.batch.counts();
    let ready = import.is_ready();
    let words = match (running, ready) {
        (true, _) => "Importing…".to_owned(),
        (false, true) if keys + plain == 0 => "Look at the files".to_owned(),
        (false, true) => format!("Import {}", counted(keys, plain)),
        (false, false) => "Import".to_owned(),
    };
    let note = footer_note(import);
    let one_column = ctx.content_rect().width() < ONE_COLUMN;
    let mut from = import.from;
    let dialog = Dialog::new("import", "Import")
        .width(if one_column { NARROW } else { WIDE })
        .height(HIGH)
        .note(&note)
        .cancel(Some(Button::secondary(if running { "Stop" } else { "Cancel" })))
        .primary(Button::primary(&words).enabled(ready).busy(running), ready)
        .head(|ui, rect| {
            let choices = [Choice::words("A file or folder"), Choice::with_icon("Pasted text", Icon::ClipboardText)];
            let current = usize::from(from == From::Text);
            let chosen =
                Segmented::new("import from", &choices, current).at(ui, pos2(rect.left() + 4.0, rect.center().y));
            if let Some(chosen) = chosen {
                from = if chosen == 1 { From::Text } else { From::File };
            }
        });
    let answer = dialog.show(ctx, |ui, body| columns_ui(ui, body, one_column, import, snapshot, wishes));
    if from != import.from && !running {
        import.from = from;
        import.has_begun = false;
        import.changed(now);
    }
    let entered = ctx.text_edit_focused() && ctx.input(|input| input.key_pressed(egui::Key::Enter));
    // While one types nothing is read; when one rests the preview comes by itself.
    if let Some(request) = import.next_question(now, entered) {
        wishes.push(Wish::Ask(request));
    } else if let Some(changed_at) = import.changed_at {
        let left = (changed_at + REST_SECS - now).max(0.0);
        if left.is_finite() {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(left));
        }
    }
    match answer {
        DialogAnswer::Primary if ready => wishes.extend(import.submit().map(Wish::Ask)),
        DialogAnswer::Cancel if running => wishes.push(Wish::Ask(Request::Stop)),
        DialogAnswer::Cancel => {
            if matches!(import.finding, Finding::Running(..)) {
                wishes.push(Wish::Ask(Request::StopFinding));
            }
            wishes.push(Wish::CloseModal);
        }
        DialogAnswer::None | DialogAnswer::Primary => {}
    }
}

fn done_ui(ctx: &Context, results: &mut Results, wishes: &mut Vec<Wish>) {
    let undoable = results.undoable();
    let can_undo = !undoable.is_empty() && !results.is_busy;
    let mut undo = false;
    let dialog = Dialog::new("imported", "Imported")
        .width(NARROW)
        .cancel(None)
        .primary(Button::primary("Done"), true)
        .foot(|ui, rect| undo = undo_button_ui(ui, rect, can_undo));
    let answer = dialog.show(ctx, |ui, body| {
        let inner = body.shrink2(vec2(size::DIALOG_EDGE, PAD));
        results_ui(ui, inner.min, inner.width(), results, wishes) + PAD
    });
    if undo {
        results.is_busy = true;
        wishes.push(Wish::Ask(Request::UndoImports(undoable)));
    }
    // There is nothing to type here: Enter means the one button.
    let entered = ctx.input(|input| input.key_pressed(egui::Key::Enter)) && ctx.memory(|m| m.focused().is_none());
    if answer != DialogAnswer::None || entered {
        wishes.push(Wish::CloseModal);
    }
}

fn undo_button_ui(ui: &Ui, rect: Rect, enabled: bool) -> bool {
    let button = Button::secondary("Undo import").icon(Icon::ArrowUUpLeft).enabled(enabled);
    let size = button.size(ui);
    let at = Rect::from_min_size(pos2(rect.left(), rect.center().y - size.y / 2.0), size);
    button
        .at(ui, at)
        .on_hover_text("Until one of its keys changes: what came in goes, what was replaced stands as before")
        .clicked()
}

fn footer_note(import: &Import) -> String {
    let empty = import
        .batch
        .rows
        .iter()
        .all(|row| row.plan().is_some_and(|plan| plan.entries.is_empty() && plan.commented_out.is_empty()));
    match (&import.attempt, &import.finding) {
        (Attempt::Running(Some((done, of))), _) => format!("{done} of {of}"),
        (Attempt::Running(None), _) => "Reading…".to_owned(),
        (_, Finding::Running(folders, _)) if *folders > 1 => format!("Looked into {folders} folders"),
        (_, Finding::Done) if import.batch.rows.is_empty() => "There are no environment files in it.".to_owned(),
        (_, Finding::Done) if empty => "There is nothing to import in it.".to_owned(),
        _ => match import.missing() {
            Some(words) => words.to_owned(),
            None if import.from == From::File => "The files stay as they are.".to_owned(),
            None => String::new(),
        },
    }
}

/// Draws both columns; returns where they end.
fn columns_ui(
    ui: &mut Ui,
    body: Rect,
    one_column: bool,
    import: &mut Import,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) -> f32 {
    let edge = size::DIALOG_EDGE;
    let ground = ui.painter().add(egui::Shape::Noop);
    let (end, panel);
    if one_column {
        let mut column = Column::new(body.left() + edge, body.width() - 2.0 * edge, body.top() + PAD);
        left_ui(ui, &mut column, import, snapshot, wishes);
        let top = column.y + PAD;
        hairline(ui, body.x_range(), top, of(ui).stroke_default);
        let mut preview = Column::new(column.left, column.wide, top + PAD);
        right_ui(ui, &mut preview, import, snapshot, None, wishes);
        end = preview.y + PAD;
        panel = Rect::from_min_max(pos2(body.left(), top), pos2(body.right(), end.max(body.bottom())));
    } else {
        let mut column = Column::new(body.left() + edge, LEFT - 2.0 * edge, body.top() + PAD);
        left_ui(ui, &mut column, import, snapshot, wishes);
        let x = body.left() + LEFT;
        let mut preview = Column::new(x + 1.0 + edge, body.right() - x - 1.0 - 2.0 * edge, body.top() + PAD);
        let bottom = body.bottom().max(column.y + PAD) - PAD;
        right_ui(ui, &mut preview, import, snapshot, Some(bottom), wishes);
        end = column.y.max(preview.y) + PAD;
        panel = Rect::from_min_max(pos2(x, body.top() - 1.0), pos2(body.right(), end.max(body.bottom())));
        ui.painter().vline(x + 0.5, panel.y_range(), Stroke::new(1.0, of(ui).stroke_default));
    }
    ui.painter().set(ground, egui::Shape::rect_filled(panel, 0.0, of(ui).bg_panel));
    end
}

/// Source, reader, place, and what happens to names that stand there.
fn left_ui(ui: &mut Ui, column: &mut Column, import: &mut Import, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let running = import.is_running();
    source_ui(ui, column, import, wishes);
    column.next();
    column.label(ui, "Read as", "");
    let rect = column.control();
    let current = DIALECTS.iter().find(|(dialect, _)| *dialect == import.batch.dialect);
    let words = current.map_or("", |(_, words)| words);
    let face = SelectFace { name: "Read as", words, disabled: running, ..SelectFace::default() };
    let item = |(dialect, words): &(crate::envfile::Dialect, &str)| MenuItem {
        words: (*words).to_owned(),
        count: None,
        protected: false,
        current: *dialect == import.batch.dialect,
    };
    let items: Vec<MenuItem> = DIALECTS.iter().map(item).collect();
    let response = select(ui, rect, &face);
    if let Some((dialect, _)) = menu(&response, "Read as", &items).and_then(|chosen| DIALECTS.get(chosen)) {
        import.read_as(*dialect);
    }
    if import.batch.rows.len() > 1 {
        column.next();
        list_ui(ui, column, import, running);
    }
    if let Some(row) = import.batch.rows.get_mut(import.selected) {
        column.next();
        let id = import.selected;
        column.y = place_ui(ui, pos2(column.left, column.y), column.wide, id, row, snapshot, !running);
    }
    let differ: Vec<usize> = (0..import.batch.rows.len())
        .filter(|index| {
            let plan = import.batch.rows[*index].plan();
            plan.is_some_and(|plan| plan.entries.iter().any(|entry| entry.fate == Fate::Differs))
        })
        .collect();
    if !differ.is_empty() {
        column.next();
        column.label(ui, "Names that have another value there", "");
        let replaced = differ.iter().any(|index| !import.batch.rows[*index].choices.replace.is_empty());
        let choices = [Choice::words("Keep what is there"), Choice::words("Replace")];
        let rect = column.control();
        let chosen = Segmented::new("conflict", &choices, usize::from(replaced)).spread(ui, rect);
        if let Some(chosen) = chosen.filter(|_| !running) {
            for index in differ {
                let row = &mut import.batch.rows[index];
                if let Plan::Here(plan) = row.plan.clone() {
                    row.choices.replace_all(&plan, chosen == 1);
                }
            }
        }
    }
}

fn source_ui(ui: &mut Ui, column: &mut Column, import: &mut Import, wishes: &mut Vec<Wish>) {
    let now = ui.input(|input| input.time);
    let running = import.is_running();
    match import.from {
        From::File => {
            column.label(ui, "File or folder", "");
            let rect = column.control();
            let id = Id::unique("import path");
            let field = Field::new(id, "File").code().hint("~/code/shop/.env").enabled(!running);
            let response = field.at(ui, rect, &mut import.path);
            begin(import, &response);
            if response.changed() {
                import.changed(now);
            }
            column.gap(8.0);
            let row = column.take(size::SMALL_CONTROL);
            let mut left = row.left();
            for (words, which) in [("Browse…", Browse::Open), ("Choose a folder…", Browse::Folder)] {
                let button = Button::secondary(words).small().enabled(!running);
                let wide = button.size(ui).x;
                let at = Rect::from_min_size(pos2(left, row.top()), vec2(wide, row.height()));
                if button.at(ui, at).clicked() {
                    wishes.push(Wish::Browse(which));
                }
                left += wide + 8.0;
            }
        }
        From::Text => {
            column.label(ui, "Text of an environment file", "");
            let look = SecretInputLook {
                name: "Text of an environment file",
                hint: "Paste lines such as NAME=value",
                enabled: !running,
                ..SecretInputLook::default()
            };
            let answer = import.pasted.at(ui, column.take(size::SECRET_FIELD), &look);
            begin(import, &answer.response);
            if answer.act == Some(SecretAct::Paste) {
                answer.response.request_focus();
                ui.ctx().send_viewport_cmd(ViewportCommand::RequestPaste);
            }
            if answer.response.changed() {
                import.changed(now);
            }
        }
    }
}

/// The first field has the keyboard when the dialog opens.
fn begin(import: &mut Import, response: &Response) {
    if !std::mem::replace(&mut import.has_begun, true) {
        response.request_focus();
    }
}

/// The rows of a folder; one of them is in view at the right.
fn list_ui(ui: &mut Ui, column: &mut Column, import: &mut Import, running: bool) {
    let t = of(ui);
    let (found, files) = (import.batch.rows.len(), import.batch.found_counts().1);
    column.label(ui, "Found", &format!("{files} files"));
    let high = found.min(ROWS) as f32 * 44.0 + 8.0;
    let area = column.take(high);
    ui.painter().rect_filled(area, radius::CALLOUT, t.bg_inset);
    let mut inner = ui.new_child(egui::UiBuilder::new().max_rect(area.shrink2(vec2(4.0, 4.0))).id_salt("found rows"));
    inner.spacing_mut().item_spacing = egui::Vec2::ZERO;
    inner.shrink_clip_rect(area);
    let selected = &mut import.selected;
    egui::ScrollArea::vertical().auto_shrink(false).show_rows(&mut inner, 44.0, found, |ui, rows| {
        for index in rows {
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 44.0), egui::Sense::hover());
            let row = &mut import.batch.rows[index];
            let path = row.paths.last().map(|path| short_path(path)).unwrap_or_default();
            let response = ui.interact(rect, ui.make_persistent_id(("found row", index)), egui::Sense::click());
            let said = format!("{path} into {}/{}, {}", row.project, row.environment, count_words(row));
            response.widget_info(|| {
                egui::WidgetInfo::selected(egui::Role::ListBoxOption, true, *selected == index, said.as_str())
            });
            if *selected == index {
                ui.painter().rect_filled(rect, radius::CONTROL, t.bg_selected);
            } else if response.hovered() {
                ui.painter().rect_filled(rect, radius::CONTROL, t.bg_hover);
            }
            let tick = Tick::checkbox(&path, row.ticked).bare().enabled(!running).salt(index as u64);
            let tick_rect = Rect::from_min_size(pos2(rect.left() + 8.0, rect.top()), vec2(24.0, rect.height()));
            if tick.at(ui, tick_rect).clicked() {
                row.ticked = !row.ticked;
            } else if response.clicked() {
                *selected = index;
            }
            let x = rect.left() + 34.0;
            let right = rect.right() - 8.0;
            let first = rect.top() + 14.0;
            let counts = count_words(row);
            let used = text_right(ui, right, baseline(ui, first, Type::Code), Type::Code, t.text_tertiary, &counts);
            let shown = middle_elided(ui, Type::Code, &path, right - used - 10.0 - x);
            elided(ui, x, baseline(ui, first, Type::Code), right - used - 10.0 - x, Type::Code, t.text_primary, &shown);
            let place = format!("{} · {}", row.project, row.environment);
            let line = baseline(ui, rect.top() + 31.0, Type::Small);
            elided(ui, x, line, right - x, Type::Small, t.text_tertiary, &place);
            focus_ring(ui, rect, radius::CONTROL, &response);
        }
    });
}

/// What would come in of the row in view.
fn right_ui(
    ui: &mut Ui,
    column: &mut Column,
    import: &mut Import,
    snapshot: &Snapshot,
    bottom: Option<f32>,
    wishes: &mut Vec<Wish>,
) {
    let t = of(ui);
    failures_ui(ui, column, import);
    if let Attempt::Running(part) = &import.attempt {
        let part = part.map_or(0.0, |(done, of)| if of == 0 { 0.0 } else { done as f32 / of as f32 });
        progress_line(ui, column.take(4.0), part, t.accent_fill);
        column.gap(10.0);
    }
    let running = import.is_running();
    let waiting = import.batch.is_waiting() || matches!(import.finding, Finding::Running(..));
    let index = import.selected;
    let Some(row) = import.batch.rows.get_mut(index).filter(|row| row.plan().is_some()) else {
        return nothing_ui(ui, column, import, waiting, wishes);
    };
    column.label(ui, "What comes in", if waiting { "Reading…" } else { "" });
    if row.paths.len() > 1 {
        let words = format!("From {} files: {}.", row.paths.len(), files_words(row));
        let at = pos2(column.left, column.y);
        column.y = paragraph(ui, at, column.wide, Type::Small, t.text_tertiary, &words).bottom() + 8.0;
    }
    let words = left_words(row, &row.missing(snapshot));
    let whole = entries_height(row, usize::MAX);
    let under = if words.is_empty() { 0.0 } else { 44.0 };
    let high = match bottom {
        Some(bottom) => whole.min((bottom - column.y - under).max(120.0)),
        None => entries_height(row, ENTRIES),
    };
    let rect = column.take(high);
    entries_ui(ui, rect, index, row, !running);
    column.gap(8.0);
    column.y = left_words_ui(ui, pos2(column.left, column.y), column.wide, &words);
}

/// Nothing to see yet: what is awaited, and what was imported before.
fn nothing_ui(ui: &mut Ui, column: &mut Column, import: &mut Import, waiting: bool, wishes: &mut Vec<Wish>) {
    let t = of(ui);
    let failed = matches!(import.finding, Finding::Failed(_)) || matches!(import.attempt, Attempt::Failed(_));
    let words = match &import.finding {
        Finding::Running(_, files) if *files > 0 => format!("Looking… {files} files so far."),
        _ if waiting => "Reading…".to_owned(),
        _ if failed => String::new(),
        _ => "Plain values and secrets are told apart before anything comes in. A folder is searched for .env files; links \
              are not followed."
            .to_owned(),
    };
    let at = pos2(column.left, column.y);
    column.y = paragraph(ui, at, column.wide, Type::Small, t.text_tertiary, &words).bottom();
    let past: Vec<_> = import.earlier.past.iter().filter(|past| past.stays.is_none()).cloned().collect();
    if past.is_empty() || waiting {
        return;
    }
    column.next();
    column.label(ui, "Imported before", "Until a key of it changes");
    for one in past {
        let row = column.take(36.0);
        let words = format!("{} into {}", one.from, one.into);
        let undo = Button::secondary("Undo import").small().salt(one.id.0.unsigned_abs());
        let size = undo.enabled(!import.earlier.is_busy).size(ui);
        let rect = Rect::from_min_size(pos2(row.right() - size.x, row.center().y - size.y / 2.0), size);
        if undo.enabled(!import.earlier.is_busy).at(ui, rect).clicked() {
            import.earlier.is_busy = true;
            wishes.push(Wish::Ask(Request::UndoImports(vec![one.id])));
        }
        let line = baseline(ui, row.center().y, Type::Body);
        elided(ui, row.left(), line, rect.left() - 10.0 - row.left(), Type::Body, t.text_secondary, &words);
    }
    if let Some(failure) = &import.earlier.failed {
        failure_ui(ui, column, &failure.clone());
    }
}

/// What went wrong.
fn failures_ui(ui: &Ui, column: &mut Column, import: &Import) {
    let plan = import.batch.rows.get(import.selected).map(|row| &row.plan);
    match (&import.attempt, &import.finding, plan) {
        (Attempt::Failed(failure), ..) | (_, Finding::Failed(failure), _) | (_, _, Some(Plan::Failed(failure))) => {
            failure_ui(ui, column, failure);
        }
        _ => {}
    }
}

fn failure_ui(ui: &Ui, column: &mut Column, failure: &Failure) {
    let hint = format!("{} {}", failure.why, failure.advice);
    let callout = Callout::new(Tone::Crit, &failure.title).hint(hint.trim());
    column.y = callout.at(ui, pos2(column.left, column.y), column.wide).0.bottom() + 14.0;
}
