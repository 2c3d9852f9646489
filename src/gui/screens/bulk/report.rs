//! Which report goes into which file. Plain state: tested without a pixel.

use std::path::{Path, PathBuf};

use super::Attempt;
use crate::gui::modal::Heard;
use crate::gui::screens::import::{expand_home, file_path_needs, short_path};
use crate::gui::wish::Wish;
use crate::jobs::{Done, Event, Remedy, ReportAsk, ReportForm, ReportOf, Request, Snapshot};

/// The dialog.
#[derive(Debug)]
pub struct Report {
    of: ReportOf,
    /// Of what, in words.
    pub(super) about: String,
    /// Which of [`ReportForm::ALL`].
    pub(super) form: usize,
    /// The path that stands in the field.
    pub(super) path: String,
    /// A file dialog is open for its path.
    pub browses: bool,
    /// A file stands there: the next try replaces it.
    pub(super) replaces: bool,
    pub(super) attempt: Attempt,
    pub(super) began: bool,
}

impl Report {
    /// A report into a file that is named after the day.
    pub fn new(snapshot: &Snapshot, of: ReportOf) -> Self {
        let (about, name) = match &of {
            ReportOf::Review { about, .. } => (about.clone(), "review".to_owned()),
            ReportOf::Handover(person) => (person.clone(), format!("handover-{}", file_part(person))),
        };
        let ending = ReportForm::ALL[0].extension();
        let path = format!("~/keyloft-{name}-{}.{ending}", snapshot.today);
        Self { of, about, form: 0, path, browses: false, replaces: false, attempt: Attempt::None, began: false }
    }

    /// Another form; the file's name ends as it does.
    pub(super) fn take_form(&mut self, form: usize) {
        let (before, after) = (ReportForm::ALL[self.form].extension(), ReportForm::ALL[form].extension());
        if let Some(stem) = self.path.strip_suffix(before) {
            self.path = format!("{stem}{after}");
        }
        self.form = form;
        self.changed();
    }

    /// Something else is asked for than what was tried.
    pub(super) fn changed(&mut self) {
        (self.attempt, self.replaces) = (Attempt::None, false);
    }

    /// A place was picked in the system's dialog.
    pub fn chose(&mut self, path: &Path) {
        self.path = short_path(path);
        self.changed();
    }

    /// The path that stands in the field.
    pub(super) fn wanted(&self) -> PathBuf {
        expand_home(self.path.trim())
    }

    /// What it still takes before it can be written.
    pub(super) fn needs(&self) -> Option<&'static str> {
        file_path_needs(&self.path)
    }

    /// What stands on it.
    pub(super) fn act(&self) -> &'static str {
        if self.replaces { "Replace file" } else { "Write report" }
    }

    /// Asks the worker.
    pub(super) fn submit(&mut self, wishes: &mut Vec<Wish>) {
        if self.needs().is_some() || self.attempt.is_busy() {
            return;
        }
        self.attempt = Attempt::Saving;
        let (of, form, to) = (self.of.clone(), ReportForm::ALL[self.form], self.wanted());
        wishes.push(Wish::Ask(Request::Report(Box::new(ReportAsk { of, form, to, force: self.replaces }))));
    }

    /// What comes of it.
    pub fn hear(&mut self, event: Event) -> Heard {
        match event {
            Event::Failed(failure) if self.attempt == Attempt::Saving => {
                self.replaces = failure.remedy == Some(Remedy::Replace);
                self.attempt = Attempt::failed(&failure);
                self.began = false;
                Heard::Taken
            }
            Event::Done(Done::Reported(_)) if self.attempt == Attempt::Saving => Heard::Close(event),
            other => Heard::Pass(other),
        }
    }
}

/// A person's name as a part of a file's.
fn file_part(name: &str) -> String {
    let letters = name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' });
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::sample;
    use crate::jobs::Failure;

    fn opened() -> Report {
        let of = ReportOf::Review { about: "All projects".to_owned(), keys: None };
        Report::new(&sample::snapshot(), of)
    }

    #[test]
    fn the_files_name_says_the_day_and_ends_as_its_form_does() {
        let mut report = opened();
        assert_eq!(report.path, "~/keyloft-review-2025-11-23.html");
        report.take_form(1);
        assert_eq!(report.path, "~/keyloft-review-2025-11-23.csv");
        "mine.txt".clone_into(&mut report.path);
        report.take_form(0);
        assert_eq!(report.path, "mine.txt");
        let of = ReportOf::Handover("Jon Ruiz".to_owned());
        assert_eq!(Report::new(&sample::snapshot(), of).path, "~/keyloft-handover-jon-ruiz-2025-11-23.html");
    }

    #[test]
    fn a_file_that_stands_there_is_replaced_only_when_asked_again() {
        let mut report = opened();
        let mut wishes = Vec::new();
        report.submit(&mut wishes);
        let failure = Failure { remedy: Some(Remedy::Replace), ..Failure::new("", "It exists already.", "") };
        assert!(matches!(report.hear(Event::Failed(failure)), Heard::Taken));
        assert_eq!((report.act(), report.attempt.words()), ("Replace file", Some("It exists already.")));
        report.submit(&mut wishes);
        let forced: Vec<bool> = wishes
            .iter()
            .filter_map(|wish| if let Wish::Ask(Request::Report(ask)) = wish { Some(ask.force) } else { None })
            .collect();
        assert_eq!(forced, [false, true]);
        report.chose(Path::new("/made/up/other.html"));
        assert_eq!(report.act(), "Write report");
    }
}
