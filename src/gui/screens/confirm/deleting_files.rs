//! "Delete this file?": asked before the files with a key's value that Keyloft wrote go.

use std::path::PathBuf;

use egui::Context;

use crate::gui::screens::import::short_path;
use crate::gui::theme::{Face, Icon};
use crate::gui::widgets::{Button, Confirm, ConfirmAnswer};
use crate::gui::wish::Wish;
use crate::jobs::Request;
use crate::model::{Key, KeyUid};

/// So many files are named.
const NAMED: usize = 3;

/// What the question is about.
#[derive(Debug, PartialEq, Eq)]
pub struct DeletingFiles {
    uid: KeyUid,
    name: String,
    files: Vec<PathBuf>,
}

impl DeletingFiles {
    /// A question about these files with a key's value; none where there are none any more.
    pub fn new(key: &Key, files: Vec<PathBuf>) -> Option<Self> {
        (!files.is_empty()).then(|| Self { uid: key.uid, name: key.name().to_owned(), files })
    }

    fn title(&self) -> String {
        match self.files.len() {
            1 => "Delete this file?".to_owned(),
            count => format!("Delete these {count} files?"),
        }
    }

    fn act(&self) -> String {
        match self.files.len() {
            1 => "Delete file".to_owned(),
            count => format!("Delete {count} files"),
        }
    }

    /// What happens, behind the key's name.
    fn words(&self) -> String {
        let named = self.files.iter().take(NAMED).map(|file| format!("`{}`", short_path(file))).collect::<Vec<_>>();
        let more = match self.files.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let goes = if self.files.len() == 1 {
            "The whole file goes, unless it was changed since Keyloft wrote it."
        } else {
            "The whole files go, but for those that were changed since Keyloft wrote them."
        };
        format!("stands in {}{more}. {goes} The vault keeps the values. There is no undo.", named.join(", "))
    }
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
        let of = |count: usize| (0..count).map(|at| format!("/made/{at}/.env").into()).collect::<Vec<PathBuf>>();
        let one = DeletingFiles::new(key, of(1)).unwrap();
        assert_eq!((one.title().as_str(), one.act().as_str()), ("Delete this file?", "Delete file"));
        assert_eq!(
            one.words(),
            "stands in `/made/0/.env`. The whole file goes, unless it was changed since Keyloft wrote it. The vault \
             keeps the values. There is no undo."
        );
        let five = DeletingFiles::new(key, of(5)).unwrap();
        assert_eq!((five.title().as_str(), five.act().as_str()), ("Delete these 5 files?", "Delete 5 files"));
        let named = "stands in `/made/0/.env`, `/made/1/.env`, `/made/2/.env` and 2 more. The whole files go, ";
        assert!(five.words().starts_with(named), "{}", five.words());
        assert_eq!(DeletingFiles::new(key, of(0)), None);
    }
}
