//! What is to be imported, as plain state: rows of files that make an environment each. The first run and the import dialog
//! share it.

use super::row::{Plan, Row};
use super::walk::Walk;
use crate::envfile::Dialect;
use crate::gui::screens::keys::is_of_keychain;
use crate::jobs::{Failure, FilesFound, ImportAsk, ImportPlan, ImportSource, Request, Snapshot};

/// Rows, and what the worker says of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Batch {
    /// By path.
    pub rows: Vec<Row>,
    /// Whose rules the files are read by.
    pub dialect: Dialect,
    /// How one goes through the rows in the dialog.
    pub(super) walk: Walk,
    /// The folders are not linked to their projects.
    pub leaves_unlinked: bool,
    /// The number of the last question.
    asked: u64,
    /// Which rows it was about, in their order; empty where none waits for an answer.
    waiting: Vec<usize>,
}

impl Batch {
    /// The rows of a search. A project that the vault knows by another case keeps the vault's.
    pub fn found(found: &FilesFound, snapshot: &Snapshot) -> Self {
        let known = |name: &str| {
            let project = snapshot.projects.iter().find(|project| project.name.eq_ignore_ascii_case(name));
            project.map_or_else(|| name.to_owned(), |project| project.name.clone())
        };
        let row = |row: &crate::jobs::FoundRow| Row {
            wanted: row.wanted.clone(),
            folder: row.folder.clone(),
            ..Row::new(row.files.clone(), &known(&row.project), &row.environment)
        };
        Self { rows: found.rows.iter().map(row).collect(), ..Self::default() }
    }

    /// The same rows in the place of others: read by the same rules, and an answer that was meant for the others says
    /// nothing.
    pub fn instead_of(self, others: &Self) -> Self {
        Self { dialect: others.dialect, leaves_unlinked: others.leaves_unlinked, asked: others.asked, ..self }
    }

    /// Asks what would come in of every row of which that is not known, or not as things were chosen since.
    pub fn question(&mut self) -> Option<Request> {
        self.question_of(|row| ImportSource::Files(row.paths.clone()))
    }

    /// The same, where what is read comes from elsewhere.
    pub fn question_of(&mut self, source: impl Fn(&Row) -> ImportSource) -> Option<Request> {
        if !self.waiting.is_empty() {
            return None;
        }
        let mut asks = Vec::new();
        for (index, row) in self.rows.iter_mut().enumerate() {
            if !std::mem::take(&mut row.is_stale) && row.plan != Plan::Unknown {
                continue;
            }
            let leave_out = row.twins_left_out();
            match row.ask(source(row), self.dialect) {
                Ok(ask) => {
                    // Everything that could come in is to be seen; what a person leaves out is only theirs, unless something
                    // else can come in for it.
                    let nothing = ImportAsk { replace: Vec::new(), take: Vec::new(), disabled: Vec::new(), ..ask };
                    asks.push(ImportAsk { leave_out, ..nothing });
                    self.waiting.push(index);
                }
                Err(failure) => row.plan = Plan::Failed(failure),
            }
        }
        if asks.is_empty() {
            return None;
        }
        self.asked += 1;
        Some(Request::PlanImports(self.asked, asks))
    }

    /// The worker's answer; an older one says nothing.
    pub fn hear(&mut self, asked: u64, plans: Vec<Result<ImportPlan, Failure>>) {
        if asked != self.asked {
            return;
        }
        for (index, plan) in std::mem::take(&mut self.waiting).into_iter().zip(plans) {
            let Some(row) = self.rows.get_mut(index) else { continue };
            match plan {
                Ok(plan) => row.read(plan),
                Err(failure) => row.plan = Plan::Failed(failure),
            }
            let nothing = row.plan().is_none_or(|plan| plan.entries.is_empty() && plan.commented_out.is_empty());
            row.ticked &= !nothing;
        }
        self.settle();
    }

    /// Rows that a locked keychain kept from being read are read again.
    pub fn keychain_is_back(&mut self) {
        for row in &mut self.rows {
            if matches!(&row.plan, Plan::Failed(failure) if is_of_keychain(failure)) {
                (row.plan, row.ticked) = (Plan::Unknown, true);
            }
        }
    }

    /// No rows any more; an answer that is on its way says nothing.
    pub fn clear(&mut self) {
        self.rows.clear();
        self.waiting.clear();
        self.asked += 1;
    }

    /// Whether an answer is on its way.
    pub fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// How many keys with a secret and how many plain ones would come in.
    pub fn counts(&self) -> (usize, usize) {
        self.rows.iter().map(Row::counts).fold((0, 0), |(keys, plain), (k, p)| (keys + k, plain + p))
    }

    /// Whether a line that would come in is not understood, and nobody said that it may stay out.
    pub fn is_unread(&self) -> bool {
        self.rows.iter().any(|row| row.unread().next().is_some())
    }

    /// How many entries stand in all rows, and in how many files.
    pub fn found_counts(&self) -> (usize, usize) {
        let entries = self.rows.iter().filter_map(Row::plan).map(|plan| plan.entries.len()).sum();
        (entries, self.rows.iter().map(|row| row.paths.len()).sum())
    }

    /// The imports that are asked for.
    pub fn asks(&self) -> Result<Vec<ImportAsk>, Failure> {
        self.asks_of(|row| ImportSource::Files(row.paths.clone()))
    }

    /// The same, where what is read comes from elsewhere.
    pub fn asks_of(&self, source: impl Fn(&Row) -> ImportSource) -> Result<Vec<ImportAsk>, Failure> {
        let is_wanted = |row: &Row| row.counts() != (0, 0) || row.is_all_there() || row.is_held_whole();
        let wanted = self.rows.iter().filter(|row| row.ticked && is_wanted(row));
        let link = |row: &Row| row.folder.clone().filter(|_| !self.leaves_unlinked);
        wanted.map(|row| Ok(ImportAsk { link: link(row), ..row.ask(source(row), self.dialect)? })).collect()
    }

    /// How many folders would be linked to their projects, were it wished.
    pub fn linkable(&self, snapshot: &Snapshot) -> usize {
        let mut folders: Vec<_> = self.rows.iter().filter_map(|row| row.to_link(snapshot)).collect();
        folders.sort_unstable();
        folders.dedup();
        folders.len()
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::gui::sample;
    use crate::jobs::{Fate, FoundRow, PlannedEntry};

    fn entry(name: &str, fate: Fate, plain: bool) -> PlannedEntry {
        PlannedEntry { name: name.to_owned(), fate, plain, line: 1, ..PlannedEntry::default() }
    }

    fn found() -> FilesFound {
        let row = |project: &str, environment: &str, files: &[&str]| FoundRow {
            project: project.to_owned(),
            environment: environment.to_owned(),
            files: files.iter().map(PathBuf::from).collect(),
            wanted: vec!["PORT".to_owned(), "WANTED_KEY".to_owned()],
            folder: None,
        };
        let rows = vec![
            row("storefront", "development", &["/code/shop/.env", "/code/shop/.env.local"]),
            row("blog", "production", &["/code/blog/.env.production"]),
        ];
        FilesFound { root: "/code".into(), rows, ..FilesFound::default() }
    }

    fn planned() -> Batch {
        let mut batch = Batch::found(&found(), &sample::snapshot());
        let Some(Request::PlanImports(asked, asks)) = batch.question() else { panic!("nothing was asked") };
        assert_eq!(asks.len(), 2);
        let first = vec![
            entry("NEW_KEY", Fate::New, false),
            entry("PORT", Fate::New, true),
            entry("OTHER_KEY", Fate::Differs, false),
            entry("LD_PRELOAD", Fate::Asks("it can change how programs run".to_owned()), false),
            entry("SAME_KEY", Fate::Same, false),
        ];
        let plan = |entries| Ok(ImportPlan { entries, ..ImportPlan::default() });
        batch.hear(asked, vec![plan(first), plan(vec![])]);
        batch
    }

    #[test]
    fn rows_know_what_comes_in_and_one_with_nothing_in_it_is_not_ticked() {
        let batch = planned();
        assert_eq!(batch.rows[0].project, "Storefront", "as the vault writes it");
        assert_eq!((batch.counts(), batch.found_counts()), ((1, 1), (5, 3)));
        assert!(batch.rows[0].ticked && !batch.rows[1].ticked);
        assert_eq!(batch.asks().unwrap().len(), 1);
    }

    #[test]
    fn what_a_person_says_of_an_entry_is_asked_for() {
        let mut batch = planned();
        let Plan::Here(plan) = &mut batch.rows[0].plan else { panic!("it is not here") };
        plan.commented_out = vec!["OLD_KEY".to_owned()];
        let entries = plan.entries.clone();
        let row = &mut batch.rows[0];
        for at in [0, 2, 3] {
            row.choices.toggle(&entries[at]);
        }
        row.choices.toggle_plain(&entries[1]);
        row.choices.toggle_disabled("OLD_KEY");
        assert_eq!(row.counts(), (4, 0), "PORT, OTHER_KEY, LD_PRELOAD and the disabled one");
        let ask = batch.asks().unwrap().remove(0);
        assert_eq!(
            (ask.leave_out, ask.replace, ask.take),
            (vec!["NEW_KEY".to_owned()], vec!["OTHER_KEY".to_owned()], vec!["LD_PRELOAD".to_owned()])
        );
        assert_eq!(
            (ask.secret, ask.plain.len(), ask.disabled),
            (vec!["PORT".to_owned()], 0, vec!["OLD_KEY".to_owned()])
        );
    }

    #[test]
    fn values_that_are_made_anew_by_a_choice_are_read_anew_and_the_old_plan_stays_until_then() {
        let mut batch = planned();
        for choose in [Row::toggle_as_text, Row::toggle_file] {
            choose(&mut batch.rows[0], "NEW_KEY");
            let Some(Request::PlanImports(asked, asks)) = batch.question() else { panic!("nothing was asked") };
            assert_eq!((asks.len(), batch.rows[0].plan().unwrap().entries.len(), batch.is_waiting()), (1, 5, true));
            assert_eq!(asks[0].as_text, ["NEW_KEY"]);
            let entries =
                vec![PlannedEntry { plain_value: Some("${OTHER}/x".to_owned()), ..entry("NEW_KEY", Fate::New, true) }];
            batch.hear(asked, vec![Ok(ImportPlan { entries: entries.clone(), ..ImportPlan::default() })]);
            assert_eq!(batch.rows[0].plan().unwrap().entries, entries);
            assert!(batch.question().is_none(), "once");
            batch.rows[0].plan = planned().rows[0].plan.clone();
        }
    }

    #[test]
    fn a_twin_that_is_left_out_makes_room_for_the_other_and_can_be_taken_again() {
        let twins = |first: Fate, second: Fate| {
            Ok(ImportPlan {
                entries: vec![entry("api_key", first, false), entry("API_KEY", second, false)],
                ..ImportPlan::default()
            })
        };
        let mut batch = Batch::found(&found(), &sample::snapshot());
        let Some(Request::PlanImports(asked, _)) = batch.question() else { panic!("nothing was asked") };
        batch.hear(
            asked,
            vec![twins(Fate::New, Fate::LeftOut("it differs only in case".to_owned())), twins(Fate::New, Fate::New)],
        );
        batch.rows[1].ticked = false;
        let [small, capital] = [0, 1].map(|at| batch.rows[0].plan().unwrap().entries[at].clone());
        assert!(!batch.rows[0].can_choose(&capital));
        batch.rows[0].toggle(&small);
        let Some(Request::PlanImports(asked, asks)) = batch.question() else { panic!("it is not read anew") };
        assert_eq!(asks[0].leave_out, ["api_key"]);
        batch.hear(asked, vec![twins(Fate::LeftOut("you left it out".to_owned()), Fate::New)]);
        assert_eq!(batch.counts(), (1, 0));
        let entries = batch.rows[0].plan().unwrap().entries.clone();
        assert!(entries.iter().all(|entry| batch.rows[0].can_choose(entry)));
        batch.rows[0].toggle(&entries[0]);
        let Some(Request::PlanImports(_, asks)) = batch.question() else { panic!("it is not read anew") };
        assert!(asks[0].leave_out.is_empty());
    }

    #[test]
    fn a_commented_out_assignment_that_can_not_come_in_is_not_counted() {
        let mut batch = planned();
        let Plan::Here(plan) = &mut batch.rows[0].plan else { panic!("it is not here") };
        plan.commented_out = vec!["OLD_KEY".to_owned(), "NEW_KEY".to_owned()];
        plan.asleep = vec![("NEW_KEY".to_owned(), "it is also in the file outside of a comment".to_owned())];
        for name in ["OLD_KEY", "NEW_KEY"] {
            batch.rows[0].choices.toggle_disabled(name);
        }
        assert_eq!(batch.counts(), (2, 1));
    }

    #[test]
    fn all_that_differs_is_replaced_or_kept_at_once() {
        let mut batch = planned();
        let plan = batch.rows[0].plan().unwrap().clone();
        batch.rows[0].choices.replace_all(&plan, true);
        assert_eq!(batch.counts(), (2, 1));
        batch.rows[0].choices.replace_all(&plan, false);
        assert_eq!(batch.counts(), (1, 1));
    }

    #[test]
    fn a_row_that_goes_elsewhere_is_asked_about_again_and_an_older_answer_says_nothing() {
        let mut batch = planned();
        batch.rows[0].environment = "staging".to_owned();
        batch.rows[0].moved();
        let Some(Request::PlanImports(asked, asks)) = batch.question() else { panic!("nothing was asked") };
        assert_eq!((asks.len(), asks[0].into.to_string().as_str()), (1, "Storefront/staging"));
        assert!(batch.question().is_none(), "it is on its way");
        batch.hear(asked - 1, vec![Ok(ImportPlan::default())]);
        assert_eq!(batch.rows[0].plan, Plan::Unknown);
        batch.rows[0].project = "a/b".to_owned();
        assert!(batch.rows[0].place().unwrap_err().title.contains("project"));
    }

    #[test]
    fn names_that_the_example_wants_and_nobody_has_are_known() {
        let snapshot = sample::snapshot();
        assert_eq!(planned().rows[0].missing(&snapshot), ["WANTED_KEY"]);
        assert_eq!(planned().rows[1].is_protected(&snapshot), (true, false));
    }
}
