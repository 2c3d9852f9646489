//! What came of imports, and what becomes of their files: left, deleted, or written by Keyloft from now on. The first run and
//! the import dialog share it.

mod files;

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use egui::{Context, Id, Rect, Ui, pos2, vec2};

use self::files::{Pressed, files_ui};
use super::words::{capitalised, counted, line_words};
use crate::gui::theme::{Face, Icon, Type, of};
use crate::gui::widgets::keyboard::bring_into_view;
use crate::gui::widgets::{
    Button, Callout, Confirm, ConfirmAnswer, Tone, baseline, details_under, middle_elided, name_node, paragraph, text,
};
use crate::gui::wish::Wish;
use crate::jobs::{Event, Failure, Imports, Request, Staying, short_path};
use crate::model::{ImportId, ImportedFile, ImportedFileState, PastImport};

/// Names left out that are listed before they are counted.
const LISTED: usize = 8;

/// Folders named in a question before they are counted.
const FOLDERS: usize = 3;

/// Something that was asked for and did not happen.
#[derive(Debug, Clone, PartialEq)]
struct Refusal {
    /// At whose row it is said; none where it is about more than one file.
    file: Option<PathBuf>,
    failure: Failure,
}

/// What came of imports.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Results {
    /// As the worker reported.
    pub imports: Imports,
    /// How they stand now.
    pub past: Vec<PastImport>,
    /// What was asked for and did not happen.
    failed: Vec<Refusal>,
    /// What failed just now comes into view.
    is_unseen: bool,
    /// The files of what was asked for and is not answered, in its order.
    asked: VecDeque<Vec<PathBuf>>,
    /// By a button of this file, pressed by a key: once it is answered, the keyboard is beside it again.
    pub at: Option<(usize, Pressed)>,
    /// Whether all files are to be deleted is being asked.
    pub asks: bool,
    /// Its files were drawn: from here on its top stays.
    pub is_laid_out: bool,
}

/// The button that leads on from what came of an import.
pub fn way_on() -> Id {
    Id::unique("way on from an import")
}

impl Results {
    /// What came of imports that just ended.
    pub fn new(imports: Imports) -> Self {
        let failed = imports.failed.clone();
        let mut results = Self { imports, ..Self::default() };
        failed.into_iter().for_each(|failure| results.failed(failure));
        results
    }

    /// Something that is about no file alone.
    pub fn failed(&mut self, failure: Failure) {
        self.failed.push(Refusal { file: None, failure });
        self.is_unseen = true;
    }

    /// What failed, for where there are no rows.
    pub fn failures(&self) -> impl Iterator<Item = &Failure> {
        self.failed.iter().map(|refusal| &refusal.failure)
    }

    /// Something was asked for and is not answered.
    pub fn is_busy(&self) -> bool {
        !self.asked.is_empty()
    }

    /// "Imported 34 keys and 21 plain".
    pub fn words(&self) -> String {
        let (keys, plain) = self.imports.reports.iter().fold((0, 0), |(k, p), one| (k + one.keys, p + one.plain));
        match self.imports.reports.iter().map(|one| one.same).sum::<usize>() {
            same if keys + plain == 0 && same > 0 => "Everything is already there".to_owned(),
            _ => format!("Imported {}", counted(keys, plain)),
        }
    }

    fn hint(&self) -> String {
        let same: usize = self.imports.reports.iter().map(|one| one.same).sum();
        let left: usize = self.imports.reports.iter().map(|one| one.left_out.len()).sum();
        let mut words = Vec::new();
        match same {
            0 => {}
            1 => words.push("1 was already there.".to_owned()),
            same => words.push(format!("{same} were already there.")),
        }
        match left {
            0 => {}
            1 => words.push("1 was left out.".to_owned()),
            left => words.push(format!("{left} were left out.")),
        }
        if self.imports.keeps_clipboard {
            words.push("The clipboard was not cleared, as some of the text stayed out.".to_owned());
        }
        words.join(" ")
    }

    /// The imports that can still be taken back.
    pub fn undoable(&self) -> Vec<ImportId> {
        self.past.iter().filter(|past| past.stays.is_none()).map(|past| past.id).collect()
    }

    /// Why none of them can be taken back any more; none where one can, or nothing is known of them.
    pub fn undo_is_over(&self) -> Option<String> {
        let reason = self.past.iter().find_map(|past| past.stays.as_deref())?;
        self.undoable().is_empty().then(|| capitalised(reason))
    }

    /// What is not taken back with them.
    pub fn staying(&self) -> Staying {
        let stays = || self.past.iter().filter(|past| past.stays.is_some());
        let is_gone = |past: &PastImport| past.files.iter().any(|file| file.state == ImportedFileState::Gone);
        Staying { keys: stays().map(|past| past.keys).sum(), is_only_copy: stays().all(is_gone) }
    }

    /// Files that lie there as they were read, and that Keyloft does not write from now on: each import's.
    fn deletable(&self) -> Vec<(ImportId, Vec<PathBuf>)> {
        let of = |past: &PastImport| {
            let there =
                past.files.iter().filter(|file| file.state == ImportedFileState::AsRead).map(|file| file.path.clone());
            (past.id, there.collect::<Vec<_>>())
        };
        self.past.iter().map(of).filter(|(_, files)| !files.is_empty()).collect()
    }

    /// True where it was meant for it.
    pub fn hear(&mut self, event: &Event) -> bool {
        match event {
            Event::ImportsLooked(past) => {
                // Each answer ends with how its files stand.
                self.asked.pop_front();
                for one in past {
                    match self.past.iter_mut().find(|known| known.id == one.id) {
                        Some(known) => known.clone_from(one),
                        None => self.past.push(one.clone()),
                    }
                }
                true
            }
            Event::Failed(failure) => match self.asked.front() {
                Some(files) => {
                    let file = (files.len() == 1).then(|| files[0].clone());
                    self.failed.push(Refusal { file, failure: failure.clone() });
                    self.is_unseen = true;
                    true
                }
                None => false,
            },
            _ => false,
        }
    }

    fn a_file_is_left(&self) -> bool {
        self.past.iter().flat_map(|past| &past.files).any(|file| file.state != ImportedFileState::Gone)
    }

    /// Asks for something about files of imports.
    pub fn ask(&mut self, request: Request, wishes: &mut Vec<Wish>) {
        let files = match &request {
            Request::DeleteImported(_, files) => files.clone(),
            Request::AdoptImported(_, file) => vec![file.clone()],
            _ => Vec::new(),
        };
        if !self.is_busy() {
            self.failed.clear();
        }
        self.asked.push_back(files);
        wishes.push(Wish::Ask(request));
    }
}

fn is_there(file: &ImportedFile) -> bool {
    matches!(file.state, ImportedFileState::AsRead | ImportedFileState::Ours)
}

/// What became of a file, in words.
pub fn state_words(file: &ImportedFile) -> &'static str {
    match file.state {
        ImportedFileState::AsRead => "Left as it is",
        ImportedFileState::Ours => "Written by Keyloft from now on",
        ImportedFileState::Changed => "Changed since",
        ImportedFileState::Gone => "Gone",
    }
}

/// Draws it; returns where it ends.
pub fn results_ui(ui: &mut Ui, at: egui::Pos2, wide: f32, results: &mut Results, wishes: &mut Vec<Wish>) -> f32 {
    let mut y = at.y;
    if !results.imports.reports.is_empty() {
        let words = results.words();
        y = Callout::new(Tone::Ok, &words).hint(&results.hint()).at(ui, at, wide).0.bottom() + 12.0;
    }
    let has_row = |file: &PathBuf| results.past.iter().flat_map(|past| &past.files).any(|row| row.path == *file);
    let refusals: Vec<Refusal> = results.failed.clone();
    let (beside, over): (Vec<_>, Vec<_>) = refusals.into_iter().partition(|one| one.file.as_ref().is_some_and(has_row));
    for refusal in &over {
        y = refusal_ui(ui, pos2(at.x, y), wide, refusal, &mut results.is_unseen) + 12.0;
    }
    y = files_ui(ui, pos2(at.x, y), wide, results, &beside, wishes);
    left_out_ui(ui, pos2(at.x, y), wide, results)
}

/// What failed; what failed just now comes into view. Returns where it ends.
fn refusal_ui(ui: &mut Ui, at: egui::Pos2, wide: f32, refusal: &Refusal, is_unseen: &mut bool) -> f32 {
    let failure = &refusal.failure;
    let hint = format!("{} {}", failure.why, failure.advice);
    let (rect, _) = Callout::failed(&failure.title).hint(hint.trim()).at(ui, at, wide);
    let end = details_under(ui, rect, &failure.details);
    if std::mem::take(is_unseen) {
        bring_into_view(ui, rect.expand(8.0), None);
    }
    end
}

/// "They lie in ~/code/shop and 2 more folders."
fn folders_words(files: &[PathBuf]) -> String {
    let mut folders: Vec<String> = Vec::new();
    for folder in files.iter().filter_map(|file| file.parent()).map(Path::to_path_buf) {
        let folder = short_path(&folder);
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    let more = folders.len().saturating_sub(FOLDERS);
    folders.truncate(FOLDERS);
    let named: Vec<String> = folders.iter().map(|folder| format!("`{folder}`")).collect();
    let rest = match more {
        0 => String::new(),
        1 => " and 1 more folder".to_owned(),
        more => format!(" and {more} more folders"),
    };
    format!("They lie in {}{rest}.", named.join(", "))
}

/// Asks whether all of them are to be deleted. After what is under it was drawn. True while it is asked.
pub fn delete_question_ui(ctx: &Context, results: &mut Results, wishes: &mut Vec<Wish>) -> bool {
    if !results.asks {
        return false;
    }
    let deletable = results.deletable();
    let files: Vec<PathBuf> = deletable.iter().flat_map(|(_, files)| files).cloned().collect();
    if files.is_empty() {
        results.asks = false;
        return false;
    }
    let (title, act) = match files.len() {
        1 => ("Delete 1 file?".to_owned(), "Delete 1 file".to_owned()),
        count => (format!("Delete {count} files?"), format!("Delete {count} files")),
    };
    let ends = if results.undoable().is_empty() { "" } else { " The import can't be undone then." };
    let words = format!(
        "{} The vault keeps the values. Files that Keyloft writes from now on, and those changed since, stay.{ends}",
        folders_words(&files)
    );
    let confirm = Confirm {
        id: "delete imported",
        icon: (Icon::Trash, Face::Line),
        title: &title,
        name: "",
        words: &words,
        buttons: &[Button::danger_confirm(&act)],
    };
    match confirm.show(ctx) {
        ConfirmAnswer::None => {}
        ConfirmAnswer::Cancel => results.asks = false,
        ConfirmAnswer::Button(_) => {
            results.asks = false;
            for (id, paths) in deletable {
                results.ask(Request::DeleteImported(id, paths), wishes);
            }
        }
    }
    true
}

/// Names that stayed out, each with the reason, under the file they stand in where there are several.
fn left_out_ui(ui: &mut Ui, at: egui::Pos2, wide: f32, results: &Results) -> f32 {
    let t = of(ui);
    let mut y = at.y;
    let reports = &results.imports.reports;
    let left: usize = reports.iter().map(|one| one.left_out.len()).sum();
    let mut room = LISTED;
    for (number, report) in reports.iter().enumerate().filter(|(_, one)| !one.left_out.is_empty()) {
        if room == 0 {
            break;
        }
        let head = match reports.len() {
            1 => "Left out".to_owned(),
            _ => format!("Left out of {}", short_path(&report.path)),
        };
        let shown = middle_elided(ui, Type::SmallStrong, &head, wide);
        text(ui, at.x, baseline(ui, y + 8.0, Type::SmallStrong), Type::SmallStrong, t.text_secondary, &shown);
        let row = Rect::from_min_size(pos2(at.x, y), vec2(wide, 16.0));
        name_node(ui, row, ui.make_persistent_id(("left out of", number)), &head);
        y += 22.0;
        for (name, reason) in report.left_out.iter().take(room) {
            y = left_name_ui(ui, pos2(at.x, y), wide, (number, name), reason);
        }
        room = room.saturating_sub(report.left_out.len());
    }
    if left > LISTED {
        let words = format!("{} more", left - LISTED);
        y = paragraph(ui, pos2(at.x, y), wide, Type::Small, t.text_tertiary, &words).bottom();
    }
    y
}

fn left_name_ui(ui: &mut Ui, at: egui::Pos2, wide: f32, (report, name): (usize, &str), reason: &str) -> f32 {
    let t = of(ui);
    let id = ui.make_persistent_id(("left out", report, name));
    // A line of the file, which is no name: "Line 3 is not NAME=value".
    if name.contains(' ') {
        let words = line_words(name, reason);
        let said = paragraph(ui, at, wide, Type::Body, t.text_secondary, &words);
        name_node(ui, said, id, &words);
        return said.bottom() + 6.0;
    }
    let shown = middle_elided(ui, Type::Key, name, wide * 0.5);
    let used = text(ui, at.x, baseline(ui, at.y + 9.0, Type::Body), Type::Key, t.text_primary, &shown) + 10.0;
    let said = paragraph(ui, at + vec2(used, 0.0), wide - used, Type::Body, t.text_secondary, &capitalised(reason));
    let row = Rect::from_min_max(at, pos2(at.x + wide, said.bottom()));
    name_node(ui, row, id, &format!("{name}: {reason}"));
    row.bottom() + 6.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jobs::ImportReport;
    use crate::model::EnvRef;

    fn past(id: i64, states: &[ImportedFileState], stays: Option<&str>) -> PastImport {
        let file = |(at, state): (usize, &ImportedFileState)| ImportedFile {
            path: format!("/code/{id}/.env.{at}").into(),
            state: *state,
            is_tracked: false,
        };
        PastImport {
            id: ImportId(id),
            at: chrono::DateTime::default(),
            into: EnvRef::new("shop", "development").unwrap(),
            from: ".env".to_owned(),
            keys: 3,
            files: states.iter().enumerate().map(file).collect(),
            stays: stays.map(str::to_owned),
        }
    }

    #[test]
    fn what_came_in_is_said_with_its_counts() {
        let report = |keys, plain, same| ImportReport { keys, plain, same, ..ImportReport::default() };
        let words = |reports| Results::new(Imports { reports, ..Imports::default() });
        let done = words(vec![report(30, 20, 0), report(4, 1, 2)]);
        assert_eq!(
            (done.words().as_str(), done.hint().as_str()),
            ("Imported 34 keys and 21 plain", "2 were already there.")
        );
        assert_eq!(words(vec![report(0, 0, 5)]).words(), "Everything is already there");
    }

    #[test]
    fn only_what_can_be_is_taken_back_or_deleted() {
        use ImportedFileState::{AsRead, Changed, Gone, Ours};
        let mut results = Results::default();
        assert!(
            results.hear(&Event::ImportsLooked(vec![
                past(1, &[AsRead, Gone], None),
                past(2, &[Changed, Ours], Some("x"))
            ]))
        );
        assert_eq!(results.undoable(), [ImportId(1)]);
        assert_eq!(results.staying(), Staying { keys: 3, is_only_copy: false });
        let files: Vec<usize> = results.deletable().iter().map(|(_, files)| files.len()).collect();
        assert_eq!(files, [1], "what Keyloft writes from now on is not deleted with the others");
        results.hear(&Event::ImportsLooked(vec![past(1, &[Gone, Gone], Some("x"))]));
        assert_eq!((results.undoable(), results.past.len(), results.deletable().len()), (vec![], 2, 0));
        assert!(results.a_file_is_left());
        results.hear(&Event::ImportsLooked(vec![past(2, &[Gone, Gone], Some("x"))]));
        assert_eq!(results.staying(), Staying { keys: 6, is_only_copy: true });
        assert!(!results.a_file_is_left(), "nothing is said to hold the values any more");
    }

    #[test]
    fn the_folders_of_files_are_named_once_and_then_counted() {
        let words = |files: &[&str]| folders_words(&files.iter().map(PathBuf::from).collect::<Vec<_>>());
        assert_eq!(words(&["/a/.env", "/a/.env.local"]), "They lie in `/a`.");
        assert_eq!(words(&["/a/x", "/b/x", "/c/x", "/d/x"]), "They lie in `/a`, `/b`, `/c` and 1 more folder.");
    }

    #[test]
    fn a_failure_is_its_own_only_while_something_was_asked() {
        let mut results = Results::default();
        let failed = || Event::Failed(Failure::new("Couldn't delete .env.", "", ""));
        assert!(!results.hear(&failed()));
        results.ask(Request::UndoImports(vec![ImportId(1)], Staying::default()), &mut Vec::new());
        assert!(results.hear(&failed()) && results.failures().count() == 1);
        results.hear(&Event::ImportsLooked(Vec::new()));
        assert!(!results.is_busy() && !results.hear(&failed()));
    }
}
