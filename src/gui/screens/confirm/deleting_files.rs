//! "Delete this file?": asked before the files with a key's value that Keyloft wrote go.

use egui::Context;

use crate::gui::screens::import::short_path;
use crate::gui::theme::{Face, Icon};
use crate::gui::widgets::{Button, Confirm, ConfirmAnswer};
use crate::gui::wish::Wish;
use crate::jobs::{KeyFiles, Request};
use crate::model::{Key, KeyUid};

/// So many files are named.
const NAMED: usize = 3;

/// What the question is about.
#[derive(Debug, PartialEq, Eq)]
pub struct DeletingFiles {
    uid: KeyUid,
    name: String,
    files: KeyFiles,
}

impl DeletingFiles {
    /// A question about these files with a key's value; none where there are none any more.
    pub fn new(key: &Key, files: KeyFiles) -> Option<Self> {
        (!files.paths.is_empty()).then(|| Self { uid: key.uid, name: key.name().to_owned(), files })
    }

    fn title(&self) -> String {
        match self.files.paths.len() {
            1 => "Delete this file?".to_owned(),
            count => format!("Delete these {count} files?"),
        }
    }

    fn act(&self) -> String {
        match self.files.paths.len() {
            1 => "Delete file".to_owned(),
            count => format!("Delete {count} files"),
        }
    }

    /// What happens, behind the key's name.
    fn words(&self) -> String {
        let KeyFiles { paths, deleted } = &self.files;
        let files = some(paths.iter().map(|file| short_path(file)));
        let goes = if paths.len() == 1 {
            "The whole file goes, unless it was changed since Keyloft wrote it."
        } else {
            "The whole files go, but for those that were changed since Keyloft wrote them."
        };
        let keeps = match deleted.len() {
            0 => "The vault keeps the values.".to_owned(),
            count => {
                let was = if count == 1 { "was" } else { "were" };
                let values = if count == 1 {
                    "its value may be nowhere else, and goes too"
                } else {
                    "their values may be nowhere else, and go too"
                };
                format!("{} {was} deleted from the vault since: {values}.", some(deleted.iter()))
            }
        };
        format!("stands in {files}. {goes} {keeps} There is no undo.")
    }
}

/// The first few in mono, and how many more there are.
fn some(all: impl ExactSizeIterator<Item = impl std::fmt::Display>) -> String {
    let more = match all.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    all.take(NAMED).map(|one| format!("`{one}`")).collect::<Vec<_>>().join(", ") + &more
}

/// Asks over the window. Cancel has the keyboard.
pub fn deleting_files_ui(ctx: &Context, deleting: &DeletingFiles, wishes: &mut Vec<Wish>) {
    let (title, words, act) = (deleting.title(), deleting.words(), deleting.act());
    let confirm = Confirm {
        id: "delete written",
        icon: (Icon::Trash, Face::Line),
        title: &title,
        name: &deleting.name,
        words: &words,
        buttons: &[Button::danger_confirm(&act)],
    };
    match confirm.show(ctx) {
        ConfirmAnswer::None => {}
        ConfirmAnswer::Cancel => wishes.push(Wish::CloseModal),
        ConfirmAnswer::Button(_) => {
            wishes.extend([Wish::CloseModal, Wish::Confirmed(Request::DeleteFiles(deleting.uid))]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::sample;

    #[test]
    fn the_question_names_the_files_what_goes_and_that_nothing_brings_it_back() {
        let key = &sample::snapshot().keys[0];
        let of = |count: usize| KeyFiles {
            paths: (0..count).map(|at| format!("/made/{at}/.env").into()).collect(),
            deleted: Vec::new(),
        };
        let one = DeletingFiles::new(key, of(1)).unwrap();
        assert_eq!((one.title().as_str(), one.act().as_str()), ("Delete this file?", "Delete file"));
        assert_eq!(
            one.words(),
            "stands in `/made/0/.env`. The whole file goes, unless it was changed since Keyloft wrote it. The vault \
             keeps the values. There is no undo."
        );
        let deleted = |names: &[&str]| {
            let deleted = names.iter().map(|name| (*name).to_owned()).collect();
            DeletingFiles::new(key, KeyFiles { deleted, ..of(1) }).unwrap().words()
        };
        let end = "`OLD_KEY` was deleted from the vault since: its value may be nowhere else, and goes too. There is no undo.";
        assert!(deleted(&["OLD_KEY"]).ends_with(end), "{}", deleted(&["OLD_KEY"]));
        let end = "`A`, `B`, `C` and 1 more were deleted from the vault since: their values may be nowhere else, and go \
                   too. There is no undo.";
        assert!(deleted(&["A", "B", "C", "D"]).ends_with(end));
        let five = DeletingFiles::new(key, of(5)).unwrap();
        assert_eq!((five.title().as_str(), five.act().as_str()), ("Delete these 5 files?", "Delete 5 files"));
        let named = "stands in `/made/0/.env`, `/made/1/.env`, `/made/2/.env` and 2 more. The whole files go, ";
        assert!(five.words().starts_with(named), "{}", five.words());
        assert_eq!(DeletingFiles::new(key, of(0)), None);
    }
}
