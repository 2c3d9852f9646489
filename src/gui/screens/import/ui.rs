//! How the import dialog is drawn: where from and where to at the left, what would come in at the right; then what came of it.

use egui::{Align, Context, Id, Rect, Stroke, Ui, pos2};

use super::done::done_ui;
use super::entries::{ENTRY, entries_height, entries_ui, left_words, left_words_ui};
use super::form::{Attempt, Finding, From, Import, REST_SECS, Undoes};
use super::list::list_ui;
use super::needs::NOT_UNDERSTOOD;
use super::place::place_ui;
use super::row::{Plan, Row};
use super::rows::files_words;
use super::source::{read_as_ui, source_ui};
use super::unread::{leave_out_id, unread_ui};
use super::words::counted;
use crate::gui::screens::key_form::Column;
use crate::gui::screens::keys::{can_unlock, unlock_then};
use crate::gui::theme::{Icon, Type, of, size};
use crate::gui::widgets::keyboard::{bring_into_view, enters, is_pointed};
use crate::gui::widgets::{
    Button, Callout, Choice, ConfirmAnswer, Dialog, DialogAnswer, Misplaced, Segmented, baseline, details_under,
    discard, elided, hairline, paragraph, paragraph_height, progress_line,
};
use crate::gui::wish::Wish;
use crate::jobs::{Failure, Fate, Request, Snapshot, Staying};

const WIDE: f32 = 800.0;
const HIGH: f32 = 572.0;
/// Width where the columns stand one under the other, and of the results.
pub(super) const NARROW: f32 = 560.0;
/// Windows narrower than this have one column.
const ONE_COLUMN: f32 = 860.0;
/// The left column, its edges included.
const LEFT: f32 = 372.0;
pub(super) const PAD: f32 = 16.0;
/// Where the columns stand one under the other all files and entries are in view, and scroll with them; of more entries than
/// so many seven are.
const MANY: usize = 60;
const ENTRIES: usize = 7;
/// Files of a folder in view beside them.
const ROWS: usize = 6;

/// Said to who looks for an import to take back.
const NO_UNDO: &str = "No import can be undone any more: its keys were changed, or a file of it is gone.";

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
    import.batch.settle();
    // A whole file's text is no path: no field may show it.
    let is_text = |text: &str| Misplaced::as_path(text) == Some(Misplaced::Text);
    if !running && import.from == From::File && import.pasted.take_paste(ctx, is_text) {
        (import.from, import.has_begun) = (From::Text, false);
        import.changed(now);
    }
    let (keys, plain) = import.batch.counts();
    let ready = import.is_ready();
    let words = match (running, ready) {
        (true, _) => "Importing…".to_owned(),
        // All of it is there already: what is left is what becomes of the files.
        (false, true) if keys + plain == 0 => match import.batch.found_counts().1 {
            0 | 1 => "Clean up the file…".to_owned(),
            files => format!("Clean up {files} files…"),
        },
        (false, true) => format!("Import {}", counted(keys, plain)),
        (false, false) => "Import".to_owned(),
    };
    let words = unlock_then(snapshot, &words);
    let (note, needs) = (footer_note(import), import.needs());
    let primary = Id::unique("import it");
    let one_column = ctx.content_rect().width() < ONE_COLUMN;
    let mut from = import.from;
    let dialog = Dialog::new("import", "Import")
        .width(if one_column { NARROW } else { WIDE })
        .height(HIGH)
        .note(&note)
        .cancel(Some(Button::secondary(if running { "Stop" } else { "Cancel" })))
        .primary(Button::primary(&words).id(primary).busy(running), !running)
        .needs(needs.as_deref())
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
        import.showing = None;
        // Arrows go on choosing.
        import.has_begun = !is_pointed(ctx);
        import.changed(now);
    }
    let entered = ctx.text_edit_focused() && enters(ctx);
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
        // With a question over it, what was meant for it is the question's.
        _ if import.leaving => leave_ui(ctx, import, wishes),
        // What nobody has seen is shown first, where the window is too low for both; the next Enter presses the button.
        DialogAnswer::Primary if ready && entered && !import.is_seen => {
            import.shows = true;
            ctx.memory_mut(|memory| memory.request_focus(primary));
            ctx.request_repaint();
        }
        DialogAnswer::Primary if import.batch.is_unread() => {
            import.shows |= !import.is_seen;
            // The footer says what is missing; one goes on where that is answered.
            if import.asks_of_lines && needs.as_deref() == Some(NOT_UNDERSTOOD) {
                ctx.memory_mut(|memory| memory.request_focus(leave_out_id()));
            }
            ctx.request_repaint();
        }
        DialogAnswer::Primary if ready => wishes.extend(import.submit().map(Wish::Ask)),
        DialogAnswer::Cancel if running => wishes.push(Wish::Ask(Request::Stop)),
        DialogAnswer::Cancel if import.is_touched() => import.leaving = true,
        DialogAnswer::Cancel => close(import, wishes),
        DialogAnswer::None | DialogAnswer::Primary => {}
    }
}

fn leave_ui(ctx: &Context, import: &mut Import, wishes: &mut Vec<Wish>) {
    // What lies over a text leaves it readable; another frame, or egui would keep how it was laid out.
    if import.showing.take().is_some() {
        ctx.request_repaint();
    }
    let (title, words) = ("Discard the pasted text?", "Nothing of it is imported yet.");
    match discard("leave import", Icon::ClipboardText, title, "", words, ctx) {
        ConfirmAnswer::None => {}
        ConfirmAnswer::Cancel => import.leaving = false,
        ConfirmAnswer::Button(_) => close(import, wishes),
    }
}

fn close(import: &Import, wishes: &mut Vec<Wish>) {
    if matches!(import.finding, Finding::Running(..)) {
        wishes.push(Wish::Ask(Request::StopFinding));
    }
    wishes.push(Wish::CloseModal);
}

fn footer_note(import: &Import) -> String {
    match &import.attempt {
        Attempt::Running(Some((done, of))) => format!("{done} of {of}"),
        Attempt::Running(None) => "Reading…".to_owned(),
        _ => match import.nothing_new() {
            Some(words) => words,
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
        left_ui(ui, &mut column, import, snapshot, true, wishes);
        let top = column.y + PAD;
        hairline(ui, body.x_range(), top, of(ui).stroke_default);
        let mut preview = Column::new(column.left, column.wide, top + PAD);
        right_ui(ui, &mut preview, import, snapshot, None, wishes);
        end = preview.y + PAD;
        panel = Rect::from_min_max(pos2(body.left(), top), pos2(body.right(), end.max(body.bottom())));
    } else {
        let mut column = Column::new(body.left() + edge, LEFT - 2.0 * edge, body.top() + PAD);
        left_ui(ui, &mut column, import, snapshot, false, wishes);
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
fn left_ui(
    ui: &mut Ui,
    column: &mut Column,
    import: &mut Import,
    snapshot: &Snapshot,
    one_column: bool,
    wishes: &mut Vec<Wish>,
) {
    let running = import.is_running();
    let at = pos2(column.left, column.y);
    column.y = import.let_go.said(ui, at, column.wide).map_or(column.y, |end| end + 14.0);
    source_ui(ui, column, import, snapshot.settings.reveal_secs, wishes);
    column.next();
    read_as_ui(ui, column, import);
    if import.batch.rows.len() > 1 {
        column.next();
        // Many scroll by themselves; fewer scroll with what is around them.
        let most = if one_column { MANY } else { ROWS };
        list_ui(ui, column, import, snapshot, most, running);
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
        let rows = || differ.iter().map(|index| &import.batch.rows[*index]);
        // Where some are replaced and some kept, neither side is chosen.
        let current = match (rows().all(Row::replaces_all), rows().any(Row::replaces_any)) {
            (true, _) => 1,
            (false, true) => usize::MAX,
            (false, false) => 0,
        };
        let choices = [Choice::words("Keep what is there"), Choice::words("Replace")];
        let rect = column.control();
        let chosen = Segmented::new("conflict", &choices, current).spread(ui, rect);
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
    failures_ui(ui, column, import, wishes);
    if let Attempt::Running(part) = &import.attempt {
        let part = part.map_or(0.0, |(done, of)| if of == 0 { 0.0 } else { done as f32 / of as f32 });
        progress_line(ui, column.take(4.0), part, t.accent_fill);
        column.gap(10.0);
    }
    let running = import.is_running();
    let waiting = import.batch.is_waiting() || matches!(import.finding, Finding::Running(..));
    let index = import.selected;
    if import.batch.rows.get(index).is_none_or(|row| row.plan().is_none()) {
        import.is_seen = false;
        return nothing_ui(ui, column, import, waiting, wishes);
    }
    let top = column.y;
    let asked = unread_ui(ui, pos2(column.left, column.y), column.wide, &mut import.batch, !running);
    let asked_before = std::mem::replace(&mut import.asks_of_lines, asked.is_some());
    if let Some(callout) = asked {
        column.y = callout.bottom() + 14.0;
        if !asked_before {
            // Nothing goes on before that is answered: in a low window it would stand under the fold.
            bring_into_view(ui, callout.expand(PAD), None);
        }
    }
    let Some(row) = import.batch.rows.get_mut(index) else { return };
    column.label(ui, "What comes in", if waiting { "Reading…" } else { "" });
    if row.paths.len() > 1 {
        let words = format!("From {} files: {}.", row.paths.len(), files_words(row));
        let at = pos2(column.left, column.y);
        column.y = paragraph(ui, at, column.wide, Type::Small, t.text_tertiary, &words).bottom() + 8.0;
    }
    if row.plan().is_some_and(|plan| plan.entries.is_empty() && plan.commented_out.is_empty()) {
        import.is_seen = true;
        let words = "Nothing: it has no line such as NAME=value.";
        let at = pos2(column.left, column.y);
        column.y = paragraph(ui, at, column.wide, Type::Body, t.text_secondary, words).bottom();
        return;
    }
    let words = left_words(row, &row.missing(snapshot));
    let whole = entries_height(row, usize::MAX);
    let under = if words.is_empty() { 0.0 } else { 8.0 + paragraph_height(ui, column.wide, Type::Small, &words) };
    let high = match bottom {
        Some(bottom) => whole.min((bottom - column.y - under).max(120.0)),
        None if whole <= entries_height(row, MANY) => whole,
        None => entries_height(row, ENTRIES),
    };
    let rect = column.take(high);
    entries_ui(ui, rect, index, row, !running);
    if std::mem::take(&mut import.shows) {
        bring_into_view(ui, rect.with_min_y(top - PAD), Some(Align::Min));
    }
    let seen = ui.clip_rect().y_range();
    import.is_seen |= seen.contains(rect.top()) && seen.contains((rect.top() + ENTRY).min(rect.bottom()));
    if words.is_empty() {
        return;
    }
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
        _ => {
            let first = "You see which values are plain and which are secret before anything is imported.";
            let folder = " A folder is searched for .env files; links are not followed.";
            format!("{first}{}", if import.from == From::File { folder } else { "" })
        }
    };
    let at = pos2(column.left, column.y);
    column.y = paragraph(ui, at, column.wide, Type::Small, t.text_tertiary, &words).bottom();
    let past: Vec<_> = import.earlier.past.iter().filter(|past| past.stays.is_none()).cloned().collect();
    if past.is_empty() && import.undoes == Undoes::Known {
        column.next();
        let at = pos2(column.left, column.y);
        column.y = paragraph(ui, at, column.wide, Type::Body, t.text_secondary, NO_UNDO).bottom();
    }
    if past.is_empty() || waiting {
        return;
    }
    column.next();
    column.label(ui, "Imported before", "Until one of its keys changes");
    for one in past {
        let row = column.take(36.0);
        let words = format!("{} into {}", one.from, one.into);
        let undo = Button::secondary("Undo import").small().salt(one.id.0.unsigned_abs());
        let size = undo.enabled(!import.earlier.is_busy()).size(ui);
        let rect = Rect::from_min_size(pos2(row.right() - size.x, row.center().y - size.y / 2.0), size);
        let response = undo.enabled(!import.earlier.is_busy()).at(ui, rect);
        if std::mem::take(&mut import.leads) {
            response.request_focus();
            bring_into_view(ui, rect.expand(PAD), None);
        }
        if response.clicked() {
            import.earlier.ask(Request::UndoImports(vec![one.id], Staying::default()), wishes);
        }
        let line = baseline(ui, row.center().y, Type::Body);
        elided(ui, row.left(), line, rect.left() - 10.0 - row.left(), Type::Body, t.text_secondary, &words);
    }
    for failure in import.earlier.failures() {
        failure_ui(ui, column, failure, wishes);
    }
}

/// What went wrong.
/// What failed; what failed just now comes into view, where the window is too low for both columns.
fn failures_ui(ui: &mut Ui, column: &mut Column, import: &mut Import, wishes: &mut Vec<Wish>) {
    let plan = import.batch.rows.get(import.selected).map(|row| &row.plan);
    let ((Attempt::Failed(failure), ..) | (_, Finding::Failed(failure), _) | (_, _, Some(Plan::Failed(failure)))) =
        (&import.attempt, &import.finding, plan)
    else {
        return;
    };
    let rect = failure_ui(ui, column, failure, wishes);
    if std::mem::take(&mut import.failed_now) {
        bring_into_view(ui, rect.expand(PAD), Some(Align::TOP));
    }
}

fn failure_ui(ui: &mut Ui, column: &mut Column, failure: &Failure, wishes: &mut Vec<Wish>) -> Rect {
    let hint = format!("{} {}", failure.why, failure.advice);
    let mut callout = Callout::failed(&failure.title).hint(hint.trim());
    if can_unlock(failure) {
        callout = callout.button(Button::secondary("Unlock keychain…").small());
    }
    let (rect, clicked) = callout.at(ui, pos2(column.left, column.y), column.wide);
    column.y = details_under(ui, rect, &failure.details) + 14.0;
    if clicked {
        wishes.push(Wish::Ask(Request::Unlock(None)));
    }
    rect
}
