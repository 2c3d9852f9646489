//! What is to be imported, as plain state: rows of files that make an environment each, what would come in of them, and what a
//! person changed about it. The first run and the import dialog share it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::envfile::Dialect;
use crate::jobs::{Failure, Fate, FilesFound, ImportAsk, ImportPlan, ImportSource, PlannedEntry, Request, Snapshot};
use crate::model::{EnvRef, is_protected_at_first};

/// What a person said of a row's entries, by their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// They stay out.
    pub out: BTreeSet<String>,
    /// Their value replaces the one that stands there.
    pub replace: BTreeSet<String>,
    /// They come in though they would stay out unasked.
    pub take: BTreeSet<String>,
    /// They are plain (true) or secret.
    pub plain: BTreeMap<String, bool>,
    /// Their value stays text, though it names others.
    pub as_text: BTreeSet<String>,
    /// They are commented out, and come in disabled.
    pub disabled: BTreeSet<String>,
    /// The file their value names is taken itself.
    pub take_file: BTreeSet<String>,
}

fn flip(set: &mut BTreeSet<String>, name: &str) {
    if !set.remove(name) {
        set.insert(name.to_owned());
    }
}

impl Choices {
    /// Whether an entry comes in as things stand.
    pub fn comes_in(&self, entry: &PlannedEntry) -> bool {
        match entry.fate {
            _ if self.out.contains(&entry.name) => false,
            Fate::New | Fate::Replaces => true,
            Fate::Differs => self.replace.contains(&entry.name),
            Fate::Asks(_) => self.take.contains(&entry.name),
            Fate::Same | Fate::LeftOut(_) => false,
        }
    }

    /// Whether an entry comes in as plain.
    pub fn is_plain(&self, entry: &PlannedEntry) -> bool {
        self.plain.get(&entry.name).copied().unwrap_or(entry.plain)
    }

    /// A person takes an entry in, or leaves it out.
    pub fn toggle(&mut self, entry: &PlannedEntry) {
        let set = match entry.fate {
            Fate::Differs => &mut self.replace,
            Fate::Asks(_) => &mut self.take,
            _ => &mut self.out,
        };
        flip(set, &entry.name);
    }

    /// A person calls an entry plain, or secret.
    pub fn toggle_plain(&mut self, entry: &PlannedEntry) {
        self.plain.insert(entry.name.clone(), !self.is_plain(entry));
    }

    /// A person has the other values put in, or keeps the text.
    pub fn toggle_as_text(&mut self, name: &str) {
        flip(&mut self.as_text, name);
    }

    /// A person takes the file itself, or its path.
    pub fn toggle_file(&mut self, name: &str) {
        flip(&mut self.take_file, name);
    }

    /// A person takes a commented-out assignment in, or leaves it out.
    pub fn toggle_disabled(&mut self, name: &str) {
        flip(&mut self.disabled, name);
    }

    /// What stands there with another value is replaced, all of it, or kept.
    pub fn replace_all(&mut self, plan: &ImportPlan, replace: bool) {
        self.replace.clear();
        if replace {
            let differ = plan.entries.iter().filter(|entry| entry.fate == Fate::Differs);
            self.replace.extend(differ.map(|entry| entry.name.clone()));
        }
    }
}

/// What would come in of a row.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Plan {
    /// On its way; what was there before stays in view.
    #[default]
    Unknown,
    /// Here.
    Here(ImportPlan),
    /// It can't be read.
    Failed(Failure),
}

/// Files that make one environment.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The files; a later one wins.
    pub paths: Vec<PathBuf>,
    /// Where their keys go.
    pub project: String,
    /// Where their keys go.
    pub environment: String,
    /// Whether a new environment asks before a secret is shown; none as its name says.
    pub protect: Option<bool>,
    /// It is to be imported.
    pub ticked: bool,
    /// Names that the folder's example wants.
    pub wanted: Vec<String>,
    /// What would come in.
    pub plan: Plan,
    /// What a person said of it.
    pub choices: Choices,
    /// Its entries are in view.
    pub is_open: bool,
}

impl Row {
    /// One for files whose keys go there.
    pub fn new(paths: Vec<PathBuf>, project: &str, environment: &str) -> Self {
        Self {
            paths,
            project: project.to_owned(),
            environment: environment.to_owned(),
            protect: None,
            ticked: true,
            wanted: Vec::new(),
            plan: Plan::Unknown,
            choices: Choices::default(),
            is_open: false,
        }
    }

    /// The plan, where it is here.
    pub fn plan(&self) -> Option<&ImportPlan> {
        match &self.plan {
            Plan::Here(plan) => Some(plan),
            _ => None,
        }
    }

    /// Where its keys go, if that can be.
    pub fn place(&self) -> Result<EnvRef, Failure> {
        EnvRef::new(self.project.trim(), self.environment.trim()).map_err(|error| Failure {
            title: "Couldn't use that project or environment.".to_owned(),
            why: format!("{}.", capitalised(&error.to_string())),
            ..Failure::default()
        })
    }

    /// How many keys with a secret and how many plain ones would come in; nothing while it is not ticked.
    pub fn counts(&self) -> (usize, usize) {
        let entries = self.plan().filter(|_| self.ticked).map_or(&[][..], |plan| &plan.entries);
        let coming = |plain: bool| {
            let comes = |entry: &&PlannedEntry| self.choices.comes_in(entry) && self.choices.is_plain(entry) == plain;
            entries.iter().filter(comes).count()
        };
        let disabled = if self.ticked { self.choices.disabled.len() } else { 0 };
        (coming(false) + disabled, coming(true))
    }

    /// True where everything in it stands there already.
    pub fn is_all_there(&self) -> bool {
        let same =
            |plan: &ImportPlan| !plan.entries.is_empty() && plan.entries.iter().all(|entry| entry.fate == Fate::Same);
        self.plan().is_some_and(same)
    }

    /// Whether its environment asks before a secret is shown; the flag says that it stands there already.
    pub fn is_protected(&self, snapshot: &Snapshot) -> (bool, bool) {
        let project = snapshot.projects.iter().find(|project| project.name == self.project.trim());
        let environment =
            project.and_then(|project| project.environments.iter().find(|e| e.name == self.environment.trim()));
        match environment {
            Some(environment) => (environment.protected, true),
            None => (self.protect.unwrap_or_else(|| is_protected_at_first(self.environment.trim())), false),
        }
    }

    /// Names that the example wants and that are neither in the files nor in the environment.
    pub fn missing(&self, snapshot: &Snapshot) -> Vec<&str> {
        let Some(plan) = self.plan() else { return Vec::new() };
        let comes = |name: &str| plan.entries.iter().any(|e| e.name == name || e.key_id_name.as_deref() == Some(name));
        let stands = |name: &str| {
            snapshot.keys.iter().any(|key| {
                let place = key.place();
                place.project == self.project
                    && place.environment == self.environment
                    && (key.name() == name || key.key_id_name.as_ref().is_some_and(|id| id.as_str() == name))
            })
        };
        self.wanted.iter().map(String::as_str).filter(|name| !comes(name) && !stands(name)).collect()
    }

    /// What is asked for.
    pub fn ask(&self, source: ImportSource, dialect: Dialect) -> Result<ImportAsk, Failure> {
        let all = |set: &BTreeSet<String>| set.iter().cloned().collect::<Vec<_>>();
        let called = |plain: bool| {
            self.choices.plain.iter().filter(|(_, p)| **p == plain).map(|(name, _)| name.clone()).collect()
        };
        Ok(ImportAsk {
            protect: self.protect,
            dialect,
            replace: all(&self.choices.replace),
            leave_out: all(&self.choices.out),
            plain: called(true),
            secret: called(false),
            take: all(&self.choices.take),
            as_text: all(&self.choices.as_text),
            disabled: all(&self.choices.disabled),
            take_file: all(&self.choices.take_file),
            ..ImportAsk::new(source, self.place()?)
        })
    }

    /// Another place: what stands there is another question; what was said of its names is kept.
    pub fn moved(&mut self) {
        self.plan = Plan::Unknown;
    }
}

/// Rows, and what the worker says of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Batch {
    /// By path.
    pub rows: Vec<Row>,
    /// Whose rules the files are read by.
    pub dialect: Dialect,
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
            ..Row::new(row.files.clone(), &known(&row.project), &row.environment)
        };
        Self { rows: found.rows.iter().map(row).collect(), ..Self::default() }
    }

    /// The same rows in the place of others: read by the same rules, and an answer that was meant for the others says
    /// nothing.
    pub fn instead_of(self, others: &Self) -> Self {
        Self { dialect: others.dialect, asked: others.asked, ..self }
    }

    /// Asks what would come in of every row of which that is not known.
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
            if row.plan != Plan::Unknown {
                continue;
            }
            match row.ask(source(row), self.dialect) {
                Ok(ask) => {
                    // Everything that could come in is to be seen; what a person leaves out is only theirs.
                    asks.push(ImportAsk { leave_out: Vec::new(), replace: Vec::new(), take: Vec::new(), ..ask });
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
            row.plan = match plan {
                Ok(plan) => Plan::Here(plan),
                Err(failure) => Plan::Failed(failure),
            };
            let nothing = row.plan().is_none_or(|plan| plan.entries.is_empty() && plan.commented_out.is_empty());
            row.ticked &= !nothing;
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
        let wanted = self.rows.iter().filter(|row| row.ticked && (row.counts() != (0, 0) || row.is_all_there()));
        wanted.map(|row| row.ask(source(row), self.dialect)).collect()
    }
}

/// An entry's fate in words.
pub fn fate_words(entry: &PlannedEntry, comes_in: bool) -> String {
    match &entry.fate {
        Fate::New if comes_in => "New".to_owned(),
        Fate::New => "Stays out".to_owned(),
        Fate::Differs if !comes_in => "Another value is kept".to_owned(),
        Fate::Differs | Fate::Replaces => "Replaces what is there".to_owned(),
        Fate::Same => "Is there already".to_owned(),
        Fate::Asks(_) if comes_in => "Comes in all the same".to_owned(),
        Fate::Asks(reason) | Fate::LeftOut(reason) => capitalised(reason),
    }
}

/// "12 keys and 3 plain".
pub fn counted(keys: usize, plain: usize) -> String {
    let words = format!("{keys} {}", if keys == 1 { "key" } else { "keys" });
    if plain == 0 { words } else { format!("{words} and {plain} plain") }
}

/// Begins with a capital.
pub fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// `~/x` is what people type; no shell stands between to expand it.
pub fn expand_home(path: &str) -> PathBuf {
    match (path, path.strip_prefix("~/"), std::env::home_dir()) {
        (_, Some(rest), Some(home)) => home.join(rest),
        ("~", _, Some(home)) => home,
        _ => Path::new(path).to_path_buf(),
    }
}

/// A path as people write it: `~/code/shop/.env`.
pub fn short_path(path: &Path) -> String {
    match std::env::home_dir().and_then(|home| path.strip_prefix(home).ok().map(Path::to_owned)) {
        Some(rest) if rest.as_os_str().is_empty() => "~".to_owned(),
        Some(rest) => format!("~/{}", rest.display()),
        None => path.display().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::sample;
    use crate::jobs::FoundRow;

    fn entry(name: &str, fate: Fate, plain: bool) -> PlannedEntry {
        PlannedEntry { name: name.to_owned(), fate, plain, line: 1, ..PlannedEntry::default() }
    }

    fn found() -> FilesFound {
        let row = |project: &str, environment: &str, files: &[&str]| FoundRow {
            project: project.to_owned(),
            environment: environment.to_owned(),
            files: files.iter().map(PathBuf::from).collect(),
            wanted: vec!["PORT".to_owned(), "WANTED_KEY".to_owned()],
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
        let entries = batch.rows[0].plan().unwrap().entries.clone();
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
