//! What an import still takes before it can be asked for, in the words beside its button.

use super::form::{Finding, From, Import};
use super::row::{Plan, Row};
use crate::jobs::{Fate, PlannedEntry, short_path};

const CANT_READ: &str = "It can't be read.";
pub(super) const NOT_UNDERSTOOD: &str = "Some lines are not understood.";

impl Import {
    /// What it still takes, the first of it; none where it can be asked for.
    pub(super) fn needs(&self) -> Option<String> {
        if self.is_ready() || self.is_running() {
            return None;
        }
        let missing = self.missing();
        let words = match (&self.finding, self.from) {
            _ if missing == Some("") && self.from == From::File => "Name a file or a folder.",
            _ if missing == Some("") => "Paste the text.",
            (Finding::Running(folders, _), _) if *folders > 1 => return Some(format!("Searched {folders} folders")),
            (Finding::Failed(_), _) => CANT_READ,
            (Finding::Running(..), _) => "Reading…",
            _ if self.changed_at.is_some() || self.batch.is_waiting() => "Reading…",
            (Finding::Done, _) if self.batch.rows.is_empty() => "There are no environment files in it.",
            (Finding::Done, _) if self.batch.rows.iter().all(is_empty) => "There is nothing to import in it.",
            (Finding::Done, _) if self.batch.rows.iter().all(|row| is_empty(row) || why_unread(row).is_some()) => {
                // Of several files one's reason would seem to be all of theirs.
                let only = self.batch.rows.first().filter(|_| self.batch.rows.len() == 1);
                match only.and_then(why_unread).filter(|why| !why.is_empty()) {
                    Some(why) => why,
                    None => return Some(self.unread_files()),
                }
            }
            _ => match missing {
                Some(words) => words,
                None if !self.batch.rows.iter().any(|row| row.ticked) => "Nothing is ticked.",
                None if self.batch.rows.iter().any(|row| why_unread(row).is_some()) => {
                    return Some(self.unread_files());
                }
                None if self.batch.is_unread() => NOT_UNDERSTOOD,
                None => return Some(self.nothing_new().unwrap_or_else(|| "Nothing is ticked.".to_owned())),
            },
        };
        Some(words.to_owned())
    }

    /// "~/code/shop/.env can't be read.": which file it is, where there are several.
    fn unread_files(&self) -> String {
        let unread: Vec<&Row> = self.batch.rows.iter().filter(|row| why_unread(row).is_some()).collect();
        match (self.batch.rows.len(), unread.as_slice()) {
            (2.., [row]) => match row.paths.last() {
                Some(path) => format!("{} can't be read.", short_path(path)),
                None => CANT_READ.to_owned(),
            },
            (2.., rows) => format!("{} files can't be read.", rows.len()),
            _ => CANT_READ.to_owned(),
        }
    }

    /// Why nothing comes in though there are names: all of them are there already.
    pub(super) fn nothing_new(&self) -> Option<String> {
        let ticked = || self.batch.rows.iter().filter(|row| row.ticked).filter_map(Row::plan);
        let count =
            |is: fn(&PlannedEntry) -> bool| ticked().flat_map(|plan| &plan.entries).filter(|entry| is(entry)).count();
        let all = count(|_| true);
        if self.batch.counts() != (0, 0) || all == 0 {
            return None;
        }
        let same = count(|entry| entry.fate == Fate::Same);
        let differ = count(|entry| matches!(entry.fate, Fate::Differs));
        match (same, differ) {
            (1, 0) if all == 1 => Some("Nothing new to import: it is there already.".to_owned()),
            (same, 0) if same == all => Some(format!("Nothing new to import: all {all} are there already.")),
            (same, differ) if same + differ == all => {
                let have = if differ == 1 { "1 has" } else { &format!("{differ} have") };
                Some(format!("Nothing new to import: {have} another value there."))
            }
            _ => None,
        }
    }
}

/// Why it can't be read.
fn why_unread(row: &Row) -> Option<&str> {
    if let Plan::Failed(failure) = &row.plan { Some(&failure.why) } else { None }
}

fn is_empty(row: &Row) -> bool {
    row.plan().is_some_and(|plan| plan.entries.is_empty() && plan.commented_out.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::sample;
    use crate::gui::screens::keys::Place;
    use crate::jobs::{Event, Failure, FilesFound, FoundRow, ImportPlan, Request};

    fn with(fates: &[Fate]) -> Import {
        let entry = |(at, fate): (usize, &Fate)| PlannedEntry {
            name: format!("KEY_{at}"),
            fate: fate.clone(),
            ..PlannedEntry::default()
        };
        planned(Ok(ImportPlan { entries: fates.iter().enumerate().map(entry).collect(), ..ImportPlan::default() }))
    }

    /// A file of which the worker said this.
    fn planned(plan: Result<ImportPlan, Failure>) -> Import {
        let place = Place { project: Some("Storefront".to_owned()), environment: Some("staging".to_owned()) };
        let snapshot = sample::snapshot();
        let mut form = Import::new(&place, &snapshot, Some("/made/up/.env".into()));
        assert_eq!(form.needs().as_deref(), Some("Reading…"));
        form.next_question(0.0, true);
        let row = FoundRow {
            project: String::new(),
            environment: String::new(),
            files: vec!["/made/up/.env".into()],
            wanted: Vec::new(),
            folder: None,
        };
        let found = FilesFound { rows: vec![row], ..FilesFound::default() };
        form.hear(Event::FilesFound(Box::new(found)), Some(&snapshot));
        let Some(Request::PlanImports(asked, _)) = form.next_question(1.0, true) else { panic!("nothing was asked") };
        assert_eq!(form.needs().as_deref(), Some("Reading…"));
        form.hear(Event::Planned(asked, vec![plan]), Some(&snapshot));
        form
    }

    #[test]
    fn what_is_missing_is_said_from_the_beginning() {
        let nowhere = Place { project: None, environment: None };
        let mut form = Import::new(&nowhere, &sample::snapshot(), None);
        assert_eq!(form.needs().as_deref(), Some("Name a file or a folder."));
        form.from = From::Text;
        assert_eq!(form.needs().as_deref(), Some("Paste the text."));
    }

    #[test]
    fn that_nothing_is_new_is_said_with_why() {
        for (fates, ready, words) in [
            (vec![Fate::New, Fate::Same], true, None),
            (vec![Fate::Same], true, Some("Nothing new to import: it is there already.")),
            (vec![Fate::Same, Fate::Same], true, Some("Nothing new to import: all 2 are there already.")),
            (vec![Fate::Same, Fate::Differs], false, Some("Nothing new to import: 1 has another value there.")),
            (vec![Fate::LeftOut("no name".to_owned())], false, None),
        ] {
            let form = with(&fates);
            assert_eq!((form.is_ready(), form.nothing_new().as_deref()), (ready, words), "{fates:?}");
            assert_eq!(form.needs().is_none(), ready, "{fates:?}");
        }
    }

    #[test]
    fn of_several_files_it_is_said_which_one_can_not_be_read() {
        let unread = || Plan::Failed(Failure::new("Couldn't read pic.png.", "It is no text.", ""));
        let mut form = planned(Err(Failure::default()));
        form.batch.rows =
            ["a", "b"].map(|folder| Row::new(vec![format!("/{folder}/.env").into()], "shop", "development")).into();
        form.batch.rows[0].plan = Plan::Here(ImportPlan::default());
        form.batch.rows[1].plan = unread();
        assert_eq!(form.needs().as_deref(), Some("/b/.env can't be read."));
        form.batch.rows[0].plan = unread();
        assert_eq!(form.needs().as_deref(), Some("2 files can't be read."));
    }

    #[test]
    fn of_a_file_that_can_not_be_read_it_is_said_why() {
        let form = planned(Err(Failure::new("Couldn't read pic.png.", "It is no text.", "Choose another file.")));
        assert_eq!((form.is_ready(), form.needs().as_deref()), (false, Some("It is no text.")));
        let form = planned(Err(Failure::new("Couldn't read pic.png.", "", "")));
        assert_eq!(form.needs().as_deref(), Some("It can't be read."));
    }
}
