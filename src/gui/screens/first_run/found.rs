//! The first card: a folder to be chosen, then what was found in it.

use egui::{Align, Id, Key, Rect, Response, Ui, pos2, vec2};

use super::data::{Attempt, FirstRun, Looking};
use super::place::Where;
use super::ui::{card_ui, head_ui};
use crate::gui::screens::import::{counted, link_ui, rows_ui, short_path, unread_ui};
use crate::gui::theme::{Icon, of, size};
use crate::gui::widgets::keyboard::take_if_free;
use crate::gui::widgets::{Button, Field, Tone, callout, details_under, field_said, hairline, progress_line, says_why};
use crate::gui::wish::{Browse, Wish};
use crate::jobs::{Request, Snapshot};

/// Rows in view before "12 more".
const ROWS: usize = 6;

/// Draws the card; returns where it ends.
pub(super) fn import_card_ui(
    ui: &mut Ui,
    at: egui::Pos2,
    wide: f32,
    screen: &mut FirstRun,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) -> f32 {
    card_ui(ui, at, wide, |ui, inner| {
        let (at, wide) = (inner.min, inner.width());
        match &screen.looking {
            Looking::None | Looking::Failed(_) => choose_ui(ui, at, wide, screen, snapshot, wishes),
            Looking::Running(..) => running_ui(ui, at, wide, screen, wishes),
            Looking::Done(..) if screen.batch.rows.is_empty() => choose_ui(ui, at, wide, screen, snapshot, wishes),
            Looking::Done(..) => found_ui(ui, at, wide, screen, snapshot, wishes),
        }
    })
    .bottom()
}

/// A button at the right of the card's head; its width is taken from the words' room.
fn head_button_ui(ui: &Ui, at: egui::Pos2, wide: f32, button: Button<'_>) -> Response {
    let size = button.size(ui);
    button.at(ui, Rect::from_min_size(pos2(at.x + wide - 20.0 - size.x, at.y + 18.0), size))
}

/// No folder yet, or nothing in the one that was chosen.
fn choose_ui(
    ui: &mut Ui,
    at: egui::Pos2,
    wide: f32,
    screen: &mut FirstRun,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) -> f32 {
    let enabled = FirstRun::can_keep(snapshot) && !screen.is_busy();
    let browse = Button::primary("Choose a folder…").enabled(enabled);
    let room = wide - 64.0 - 20.0 - browse.size(ui).x - 16.0;
    let (title, words) = match &screen.looking {
        Looking::Done(root, folders, _) => {
            let into = if *folders == 1 { "1 folder".to_owned() } else { format!("{folders} folders") };
            (format!("No .env files in {}", short_path(root)), format!("Searched {into}. Choose another one."))
        }
        _ => (
            "Import your .env files".to_owned(),
            "Choose the folder that your projects are in. Nothing is searched until you do.".to_owned(),
        ),
    };
    let mut y = head_ui(ui, at, room, Icon::FolderOpen, &title, &words, !enabled) + 14.0;
    let browse = says_why(head_button_ui(ui, at, wide, browse), Where::of(snapshot).needs());
    take_if_free(&browse);
    if browse.clicked() {
        wishes.push(Wish::Browse(Browse::Folder));
    }
    let (x, inner) = (at.x + 64.0, wide - 84.0);
    if let Looking::Failed(failure) = &screen.looking {
        let hint = format!("{} {}", failure.why, failure.advice);
        let (rect, _) = callout(ui, pos2(x, y), inner, Tone::Crit, &failure.title, hint.trim(), None);
        y = details_under(ui, rect, &failure.details) + 12.0;
    }
    let look = Button::secondary("Look").enabled(enabled && !screen.path.trim().is_empty());
    let look_size = look.size(ui);
    let id = Id::unique("first run folder");
    let rect = Rect::from_min_size(pos2(x, y), vec2(inner - look_size.x - 8.0, size::CONTROL));
    let field = Field::new(id, "Folder").path().hint("or type its path: ~/code").enabled(enabled);
    let response = field.at(ui, rect, &mut screen.path);
    let entered = ui.input(|input| input.key_pressed(Key::Enter)) && (response.has_focus() || response.lost_focus());
    let clicked = look.at(ui, Rect::from_min_size(pos2(rect.right() + 8.0, y), look_size)).clicked();
    if enabled && (clicked || entered) {
        wishes.extend(screen.look().map(Wish::Ask));
    }
    field_said(ui, id, rect.left_bottom(), inner) + 20.0
}

fn running_ui(ui: &Ui, at: egui::Pos2, wide: f32, screen: &FirstRun, wishes: &mut Vec<Wish>) -> f32 {
    let Looking::Running(root, folders, files) = &screen.looking else { return at.y };
    let skip = Button::secondary("Skip");
    let room = wide - 64.0 - 20.0 - skip.size(ui).x - 16.0;
    let title = format!("Looking in {}…", short_path(root));
    let words = match files {
        0 => format!("Searched {folders} folders."),
        1 => format!("Searched {folders} folders, 1 file so far."),
        files => format!("Searched {folders} folders, {files} files so far."),
    };
    let y = head_ui(ui, at, room, Icon::FolderOpen, &title, &words, false);
    if head_button_ui(ui, at, wide, skip).clicked() {
        wishes.push(Wish::Ask(Request::StopFinding));
    }
    y + 18.0
}

/// "Found 3 files with 34 variables. Nothing has come in yet."
fn found_words(screen: &FirstRun, is_cut_short: bool) -> String {
    let (entries, files) = screen.batch.found_counts();
    let files = if files == 1 { "1 file".to_owned() } else { format!("{files} files") };
    let entries = if entries == 1 { "1 variable".to_owned() } else { format!("{entries} variables") };
    let short = if is_cut_short { " Not every folder was searched." } else { "" };
    if screen.batch.is_waiting() {
        return format!("Found {files}. Reading their names…");
    }
    format!("Found {files} with {entries}. Nothing is imported yet.{short}")
}

fn found_ui(
    ui: &mut Ui,
    at: egui::Pos2,
    wide: f32,
    screen: &mut FirstRun,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) -> f32 {
    let t = of(ui);
    let Looking::Done(root, _, is_cut_short) = screen.looking.clone() else { return at.y };
    let busy = screen.is_busy();
    let importing = matches!(screen.attempt, Attempt::Importing(_));
    let (keys, plain) = screen.batch.counts();
    let ready = FirstRun::can_keep(snapshot) && !busy && !screen.batch.is_waiting() && keys + plain > 0;
    let ready = ready && !screen.batch.is_unread();
    let words = if importing { "Importing…".to_owned() } else { format!("Import {}", counted(keys, plain)) };
    let primary = Button::primary(&words).enabled(ready).busy(importing);
    let room = wide - 64.0 - 20.0 - primary.size(ui).x - 16.0;
    let title = format!("Import the .env files in {}", short_path(&root));
    let mut y = head_ui(ui, at, room, Icon::FolderOpen, &title, &found_words(screen, is_cut_short), false) + 14.0;
    let main = head_button_ui(ui, at, wide, primary);
    if ready {
        take_if_free(&main);
    }
    if ready && main.clicked() {
        wishes.extend(screen.import().map(Wish::Ask));
    }
    let (x, inner) = (at.x + 64.0, wide - 84.0);
    hairline(ui, x..=x + inner, y, t.stroke_subtle);
    if let Attempt::Importing(part) = &screen.attempt {
        let part = part.map_or(0.0, |(done, of)| if of == 0 { 0.0 } else { done as f32 / of as f32 });
        progress_line(ui, Rect::from_min_size(pos2(x, y - 1.0), vec2(inner, 3.0)), part, t.accent_fill);
    }
    y += 7.0;
    if let Some(callout) = unread_ui(ui, pos2(x, y), inner, &mut screen.batch, !busy) {
        y = callout.bottom() + 7.0;
    }
    let all = screen.batch.rows.len();
    let most = if screen.shows_all { all } else { ROWS };
    y = rows_ui(ui, pos2(x, y), inner, &mut screen.batch, most, snapshot, !busy);
    let links = Rect::from_min_size(pos2(x + 26.0, y), vec2(inner - 26.0, 32.0));
    let mut left = links.left();
    let mut link = |words: &str, enabled: bool| {
        let link = Button::link(words).small().enabled(enabled);
        let size = link.size(ui);
        let rect = Rect::from_min_size(pos2(left, links.center().y - 12.0), vec2(size.x, 24.0));
        left += size.x + 20.0;
        link.at(ui, rect).clicked()
    };
    if all > most && link(&format!("{} more", all - most), true) {
        screen.shows_all = true;
    }
    if importing {
        if link("Cancel", true) {
            wishes.push(Wish::Ask(Request::Stop));
        }
    } else if link("Choose another folder…", !busy) {
        screen.again();
    }
    let right = Rect::from_min_max(pos2(left, links.top() + 4.0), pos2(links.right(), links.bottom() - 4.0));
    link_ui(ui, right, Align::Max, &mut screen.batch, snapshot, !busy);
    links.bottom() + 12.0
}
