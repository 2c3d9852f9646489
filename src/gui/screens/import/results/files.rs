//! The files that an import read, each with what becomes of it.

use egui::{Id, Rect, Ui, pos2, vec2};

use super::{Refusal, Results, is_there, refusal_ui, state_words, way_on};
use crate::gui::theme::{Face, Icon, Type, of};
use crate::gui::widgets::keyboard::is_pointed;
use crate::gui::widgets::{
    Button, Mark, baseline, elided, hairline, icon, middle_elided, name_node, paragraph, severity_icon, tip,
};
use crate::gui::wish::Wish;
use crate::jobs::{Request, short_path};
use crate::model::{ImportedFile, ImportedFileState, PastImport, Severity};

/// The buttons of a file's row, by their ids.
struct Buttons {
    delete: Id,
    keep: Option<Id>,
}

/// Which of them a key pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pressed {
    /// The one that deletes the file.
    Delete,
    /// The one that has Keyloft write it from now on.
    Keep,
}

/// Draws all of them from `at`; returns where they end.
pub(super) fn files_ui(
    ui: &mut Ui,
    at: egui::Pos2,
    wide: f32,
    results: &mut Results,
    refusals: &[Refusal],
    wishes: &mut Vec<Wish>,
) -> f32 {
    let t = of(ui);
    let past = results.past.clone();
    let mut y = at.y;
    let files: usize = past.iter().map(|past| past.files.len()).sum();
    if files == 0 {
        return y;
    }
    if results.a_file_is_left() {
        let words =
            "The files still hold what you imported. A file is deleted only if the vault has every value in it.";
        y = paragraph(ui, pos2(at.x, y), wide, Type::Small, t.text_tertiary, words).bottom() + 6.0;
    }
    let mut number = 0;
    let mut buttons: Vec<(usize, Buttons)> = Vec::new();
    for past in &past {
        for file in &past.files {
            let row = Rect::from_min_size(pos2(at.x, y), vec2(wide, 46.0));
            hairline(ui, row.x_range(), row.top(), t.stroke_subtle);
            buttons.extend(file_ui(ui, row, number, past, file, results, wishes).map(|own| (number, own)));
            y = row.bottom();
            for refusal in refusals.iter().filter(|one| one.file.as_ref() == Some(&file.path)) {
                y = refusal_ui(ui, pos2(at.x, y), wide, refusal, &mut results.is_unseen) + 8.0;
            }
            number += 1;
        }
    }
    if !results.is_busy()
        && let Some((at, pressed)) = results.at.take()
    {
        let next = match pressed {
            // One Enter more must delete no other file.
            Pressed::Delete => {
                let own = buttons.iter().find(|(number, _)| *number == at);
                own.map_or_else(way_on, |(_, own)| own.delete)
            }
            // To the same button of the next file, and behind the last one on: nobody comes to a file that was passed over, nor
            // to a button that deletes.
            Pressed::Keep => {
                let mut same = buttons.iter().filter(|(number, _)| *number >= at).filter_map(|(_, own)| own.keep);
                same.next().unwrap_or_else(way_on)
            }
        };
        ui.memory_mut(|memory| memory.request_focus(next));
    }
    let deletable = results.deletable();
    if deletable.iter().map(|(_, files)| files.len()).sum::<usize>() > 1 {
        let all = Button::link("Delete all of them").enabled(!results.is_busy());
        let size = all.size(ui);
        let rect = Rect::from_min_size(pos2(at.x + wide - size.x, y + 6.0), vec2(size.x, 24.0));
        results.asks |= all.at(ui, rect).clicked();
        y = rect.bottom();
    }
    y + 8.0
}

/// Draws a file and what can become of it; returns its buttons.
fn file_ui(
    ui: &mut Ui,
    row: Rect,
    number: usize,
    past: &PastImport,
    file: &ImportedFile,
    results: &mut Results,
    wishes: &mut Vec<Wish>,
) -> Option<Buttons> {
    let t = of(ui);
    let mut own = None;
    let mut right = row.right();
    let salt = number as u64;
    if is_there(file) {
        let middle = row.center().y;
        let button = |words: &str, right: &mut f32| {
            let button = Button::secondary(words).small().salt(salt).enabled(!results.is_busy());
            let size = button.size(ui);
            let rect = Rect::from_min_size(pos2(*right - size.x, middle - size.y / 2.0), size);
            *right = rect.left() - 8.0;
            button.at(ui, rect)
        };
        let mut delete = button("Delete", &mut right);
        if past.stays.is_none() {
            delete = tip(delete, "The import can't be undone after that", None);
        }
        let keep = (file.state == ImportedFileState::AsRead).then(|| button("Written by Keyloft", &mut right));
        own = Some(Buttons { delete: delete.id, keep: keep.as_ref().map(|keep| keep.id) });
        let keeps = keep.is_some_and(|keep| keep.clicked());
        let pressed = if delete.clicked() { Some(Pressed::Delete) } else { keeps.then_some(Pressed::Keep) };
        if let Some(pressed) = pressed {
            results.at = Some((number, pressed)).filter(|_| !is_pointed(ui.ctx()));
        }
        if delete.clicked() {
            results.ask(Request::DeleteImported(past.id, vec![file.path.clone()]), wishes);
        } else if keeps {
            results.ask(Request::AdoptImported(past.id, file.path.clone()), wishes);
        }
    }
    let room = right - 8.0 - row.left();
    let path = short_path(&file.path);
    let shown = middle_elided(ui, Type::Code, &path, room);
    let ink = if file.state == ImportedFileState::Gone { t.text_tertiary } else { t.text_primary };
    elided(ui, row.left(), baseline(ui, row.top() + 15.0, Type::Code), room, Type::Code, ink, &shown);
    let second = row.top() + 32.0;
    let mut words = format!("{} · {} · {}", past.into.project, past.into.environment, state_words(file));
    let mut x = row.left();
    let mut ink = t.text_tertiary;
    if file.is_tracked {
        severity_icon(ui, pos2(x + 7.0, second), 14.0, Mark::Warning(Severity::LookSoon), t);
        x += 20.0;
        ink = t.warn_text;
        words = "Git tracks it: its values stay in git's history. Rotate them.".to_owned();
    } else if file.state == ImportedFileState::Gone {
        icon(ui, pos2(x + 7.0, second), 14.0, Face::Line, Icon::Check, t.text_tertiary);
        x += 20.0;
    }
    elided(ui, x, baseline(ui, second, Type::Small), room - (x - row.left()), Type::Small, ink, &words);
    let cell = Rect::from_min_max(row.min, pos2(right - 8.0, row.bottom()));
    let node = name_node(ui, cell, ui.make_persistent_id(("imported file", number)), &format!("{path}: {words}"));
    if shown != path {
        node.on_hover_text(path);
    }
    own
}
