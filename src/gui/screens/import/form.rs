//! The import dialog as plain state: where from, where to, what would come in, and what came of it.

use std::path::{Path, PathBuf};

use super::batch::Batch;
use super::results::Results;
use super::row::Row;
use crate::envfile::Dialect;
use crate::gui::modal::Heard;
use crate::gui::screens::key_form::LetGo;
use crate::gui::screens::keys::{Place, is_of_keychain};
use crate::gui::showing::Showing;
use crate::gui::widgets::SecretInput;
use crate::jobs::{
    Done, Event, Failure, FilesFound, ImportSource, Request, Snapshot, VaultState, expand_home, short_path,
};
use crate::model::{Project, Secret};

/// How long one has to rest before the file is looked into, in seconds.
pub const REST_SECS: f64 = 0.3;

/// Whose rules can be named, with their words.
pub const DIALECTS: [(Dialect, &str); 13] = [
    (Dialect::Auto, "Detect from content"),
    (Dialect::Dotenv, "dotenv"),
    (Dialect::Expand, "Next and Vite"),
    (Dialect::Dotenvx, "dotenvx"),
    (Dialect::NodeEnvFile, "node --env-file"),
    (Dialect::Python, "python-dotenv"),
    (Dialect::Compose, "Docker Compose"),
    (Dialect::Shell, "Shell (exports)"),
    (Dialect::Docker, "docker --env-file"),
    (Dialect::Json, "JSON, flat"),
    (Dialect::Csv, "CSV of a password manager"),
    (Dialect::ToolJson, "JSON of Infisical or Bitwarden"),
    (Dialect::Kubernetes, "Kubernetes Secret"),
];

/// Where the entries are read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum From {
    /// A file, or a folder with several.
    #[default]
    File,
    /// Text that was pasted.
    Text,
}

/// How the looking for files goes.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Finding {
    /// Nothing was asked.
    #[default]
    None,
    /// So many folders were looked into, so many files found.
    Running(u64, usize),
    /// Its rows are here.
    Done,
    /// It can't be read.
    Failed(Failure),
}

/// How the import itself goes.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Attempt {
    /// Not asked for.
    #[default]
    None,
    /// The worker imports: so many of so many.
    Running(Option<(u64, u64)>),
    /// It did not happen; nothing came in.
    Failed(Failure),
    /// It went in.
    Done(Results),
}

/// Whether the dialog leads to the button that takes an import back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Undoes {
    /// It was opened to import.
    #[default]
    No,
    /// The earlier imports are on their way.
    Waits,
    /// They are here.
    Known,
}

/// What the import dialog keeps.
pub struct Import {
    /// File or text.
    pub from: From,
    /// The file or folder.
    pub path: String,
    /// A file dialog is open for its path.
    pub browses: bool,
    /// The text.
    pub pasted: SecretInput,
    /// The text is shown.
    pub(super) showing: Option<Showing>,
    /// What would come in, and where to.
    pub batch: Batch,
    /// The row in view.
    pub selected: usize,
    /// How the looking goes.
    pub finding: Finding,
    /// How the import goes.
    pub attempt: Attempt,
    /// Imports of earlier times that can be taken back.
    pub earlier: Results,
    /// When something was last changed, in the frame's seconds; none once it was asked for.
    pub changed_at: Option<f64>,
    /// The first field has had the keyboard.
    pub has_begun: bool,
    /// Earlier imports were asked for.
    pub has_looked: bool,
    /// What would come in was in view.
    pub(super) is_seen: bool,
    /// It comes into view.
    pub(super) shows: bool,
    /// Lines that are not understood were asked about, in view.
    pub(super) asks_of_lines: bool,
    /// It was opened to take one of the earlier imports back.
    pub(super) undoes: Undoes,
    /// Its button takes the keyboard.
    pub(super) leads: bool,
    /// What failed comes into view.
    pub(super) failed_now: bool,
    /// Whether to leave is asked.
    pub(super) leaving: bool,
    /// What a lock took of it.
    pub(super) let_go: LetGo,
    /// What was said of its rows before a lock, until their files are read anew.
    said: Vec<Row>,
    /// Where keys go unless a folder says otherwise.
    project: String,
    environment: String,
}

impl std::fmt::Debug for Import {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Import").field("from", &self.from).field("path", &self.path).finish_non_exhaustive()
    }
}

/// The project that a file's keys belong to where nobody said: whose linked folder holds it, the innermost one; else the only
/// one there is.
fn project_of<'a>(path: Option<&Path>, snapshot: &'a Snapshot) -> Option<&'a Project> {
    let holds = |project: &'a Project| {
        let folders = project.folders.iter().filter(|folder| path.is_some_and(|path| path.starts_with(&folder.path)));
        folders.map(|folder| folder.path.components().count()).max().map(|depth| (depth, project))
    };
    let holder = snapshot.projects.iter().filter_map(holds).max_by_key(|(depth, _)| *depth);
    let mut used = snapshot.projects.iter().filter(|project| !project.archived);
    let only = used.next().filter(|_| used.next().is_none());
    holder.map(|(_, project)| project).or(only)
}

impl Import {
    /// Filled from the place in view: the first environment that is not protected where all are, and the file's own project ([`project_of`]).
    pub fn new(place: &Place, snapshot: &Snapshot, path: Option<PathBuf>) -> Self {
        let chosen = snapshot.projects.iter().find(|project| Some(&project.name) == place.project.as_ref());
        let project = chosen.or_else(|| project_of(path.as_deref(), snapshot));
        let environments = project.map_or(&[][..], |project| &project.environments);
        // What a person did not choose is none that asks first.
        let first = environments.iter().find(|environment| !environment.protected).or(environments.first());
        let environment = place.environment.clone().or_else(|| first.map(|environment| environment.name.clone()));
        let project = place.project.clone().or_else(|| project.map(|project| project.name.clone()));
        let form = Self::bare(&Place { project, environment });
        Self {
            changed_at: path.is_some().then_some(f64::NEG_INFINITY),
            path: path.as_deref().map(short_path).unwrap_or_default(),
            browses: false,
            ..form
        }
    }

    /// Leads to the imports that can be taken back.
    pub fn to_undo(place: &Place, snapshot: &Snapshot) -> Self {
        Self { undoes: Undoes::Waits, has_begun: true, ..Self::new(place, snapshot, None) }
    }

    /// For a text that was pasted elsewhere.
    pub fn of_text(place: &Place, snapshot: &Snapshot, text: &Secret) -> Self {
        let mut form = Self { from: From::Text, ..Self::new(place, snapshot, None) };
        if let Some(text) = text.expose_str() {
            form.pasted.fill(text);
            form.changed(f64::NEG_INFINITY);
        }
        form
    }

    fn bare(place: &Place) -> Self {
        let project = place.project.clone().unwrap_or_default();
        let environment = place.environment.clone().unwrap_or_else(|| "development".to_owned());
        let mut form = Self {
            from: From::File,
            changed_at: None,
            path: String::new(),
            browses: false,
            pasted: SecretInput::new("import text"),
            showing: None,
            batch: Batch::default(),
            selected: 0,
            finding: Finding::None,
            attempt: Attempt::None,
            earlier: Results::default(),
            has_begun: false,
            has_looked: false,
            is_seen: false,
            shows: false,
            asks_of_lines: false,
            undoes: Undoes::No,
            leads: false,
            failed_now: false,
            leaving: false,
            let_go: LetGo::Nothing,
            said: Vec::new(),
            project,
            environment,
        };
        form.one_row(Vec::new());
        form
    }

    /// What of it waits while the vault is locked: where its keys come from and where they go, and what was said of them by their names.
    /// The file is read anew once it is open again; what was read of it, and a text that was pasted, are secrets. None where there is
    /// neither.
    pub fn over_lock(&self) -> Option<Self> {
        let (has_path, has_text) = (!self.path.trim().is_empty(), !self.pasted.is_empty());
        if matches!(self.attempt, Attempt::Done(_)) || !(has_path || has_text) {
            return None;
        }
        let place = Place { project: Some(self.project.clone()), environment: Some(self.environment.clone()) };
        let bare = Self::bare(&place);
        let mut batch = Batch::default().instead_of(&self.batch);
        batch.rows = match self.batch.rows.as_slice() {
            [row] => vec![Row { protect: row.protect, ..Row::new(Vec::new(), &row.project, &row.environment) }],
            _ => bare.batch.rows,
        };
        Some(Self {
            from: self.from,
            path: self.path.clone(),
            changed_at: (has_path && self.from == From::File).then_some(f64::NEG_INFINITY),
            batch,
            let_go: if has_text { LetGo::Text } else { LetGo::Nothing },
            // Locked again before its files were looked for, it is still to be said of them.
            said: if self.said.is_empty() {
                self.batch.rows.iter().map(Row::said).collect()
            } else {
                self.said.clone()
            },
            ..bare
        })
    }

    /// What came of imports whose dialog was closed.
    pub fn showing(imports: crate::jobs::Imports) -> Self {
        let nowhere = Place { project: None, environment: None };
        let form = Self::bare(&nowhere);
        Self { attempt: Attempt::Done(Results::new(imports)), has_looked: true, ..form }
    }

    /// One row, whose keys go where the dialog was opened on.
    fn one_row(&mut self, paths: Vec<PathBuf>) {
        let place = self.batch.rows.first().map(|row| (row.project.clone(), row.environment.clone(), row.protect));
        let (project, environment, protect) = place
            .filter(|_| self.batch.rows.len() == 1)
            .unwrap_or_else(|| (self.project.clone(), self.environment.clone(), None));
        self.batch.clear();
        self.batch.rows = vec![Row { protect, ..Row::new(paths, &project, &environment) }];
        self.selected = 0;
    }

    /// A file or folder was chosen in the system's dialog: looked into at once.
    pub fn chose(&mut self, path: &Path) {
        self.path = short_path(path);
        self.changed(f64::NEG_INFINITY);
    }

    /// True while the worker imports.
    pub fn is_running(&self) -> bool {
        matches!(self.attempt, Attempt::Running(_))
    }

    /// Whether a key came in.
    pub fn brought(&self) -> bool {
        matches!(&self.attempt, Attempt::Done(results) if results.imports.reports.iter().any(|one| one.first.is_some()))
    }

    /// Whether closing would lose what a person put in: a text is nowhere else once it was pasted.
    pub fn is_touched(&self) -> bool {
        !self.pasted.is_empty()
    }

    /// What is still to be filled in; a greyed button alone does not tell.
    pub fn missing(&self) -> Option<&'static str> {
        let source = match self.from {
            From::File => self.path.trim().is_empty(),
            From::Text => self.pasted.is_empty(),
        };
        let any = |part: fn(&Row) -> &str| self.batch.rows.iter().any(|row| row.ticked && part(row).trim().is_empty());
        match (source, any(|row| &row.project), any(|row| &row.environment)) {
            (true, ..) => Some(""),
            (_, true, _) => Some("Name the project its keys belong to."),
            (_, _, true) => Some("Name the environment."),
            _ => None,
        }
    }

    /// Something else is to be read: what was chosen for names of another file means nothing for this one.
    pub fn changed(&mut self, now: f64) {
        self.changed_at = Some(now);
        self.let_go = LetGo::Nothing;
        self.said.clear();
        self.showing = None;
        self.attempt = Attempt::None;
        self.finding = Finding::None;
        self.one_row(Vec::new());
    }

    /// Another way of reading the same.
    pub fn read_as(&mut self, dialect: Dialect) {
        self.batch.dialect = dialect;
        for row in self.batch.rows.iter_mut().chain(&mut self.said) {
            row.read_otherwise();
        }
    }

    fn source(from: From, pasted: &SecretInput, row: &Row) -> ImportSource {
        match from {
            From::File => ImportSource::Files(row.paths.clone()),
            From::Text => ImportSource::Text {
                text: Secret::new(pasted.expose().as_bytes().to_vec()),
                before: pasted.pasted_before(),
            },
        }
    }

    /// What is to be asked now: for the files, then for what would come in. `at_once` does not wait for a rest.
    pub fn next_question(&mut self, now: f64, at_once: bool) -> Option<Request> {
        if self.is_running() || matches!(self.attempt, Attempt::Done(_)) {
            return None;
        }
        if let Some(changed_at) = self.changed_at {
            let rested = now - changed_at >= REST_SECS || at_once;
            let source = match self.from {
                From::File => !self.path.trim().is_empty(),
                From::Text => !self.pasted.is_empty(),
            };
            if !rested || !source {
                return None;
            }
            self.changed_at = None;
            if self.from == From::Text {
                self.finding = Finding::Done;
            } else {
                self.finding = Finding::Running(0, 0);
                return Some(Request::FindFiles(expand_home(self.path.trim())));
            }
        }
        if self.finding != Finding::Done || self.missing().is_some() {
            return None;
        }
        let (from, pasted) = (self.from, &self.pasted);
        self.batch.question_of(|row| Self::source(from, pasted, row))
    }

    /// Asks for the import.
    pub fn submit(&mut self) -> Option<Request> {
        self.batch.settle();
        match self.batch.asks_of(|row| Self::source(self.from, &self.pasted, row)) {
            Ok(asks) => {
                self.attempt = Attempt::Running(None);
                Some(Request::Import(asks))
            }
            Err(failure) => {
                self.attempt = Attempt::Failed(failure);
                None
            }
        }
    }

    /// Whether there is something to import as things stand.
    pub fn is_ready(&self) -> bool {
        let all_there = self.batch.rows.iter().any(|row| row.ticked && row.is_all_there());
        self.finding == Finding::Done
            && self.changed_at.is_none()
            && !self.batch.is_waiting()
            && !self.is_running()
            && self.missing().is_none()
            && !self.batch.is_unread()
            && (self.batch.counts() != (0, 0) || (all_there && self.from == From::File))
    }

    fn found(&mut self, found: &FilesFound, snapshot: &Snapshot) {
        self.finding = Finding::Done;
        if found.is_folder {
            self.batch = Batch::found(found, snapshot).instead_of(&self.batch);
            self.selected = 0;
        } else {
            let paths = found.rows.first().map_or_else(Vec::new, |row| row.files.clone());
            let project = paths.first().and_then(|path| project_of(Some(path), snapshot));
            self.one_row(paths);
            for row in self.batch.rows.iter_mut().filter(|row| row.project.trim().is_empty()) {
                row.project = project.map(|project| project.name.clone()).unwrap_or_default();
            }
        }
        for mut said in std::mem::take(&mut self.said) {
            let Some(row) = self.batch.rows.iter_mut().find(|row| row.paths == said.paths) else { continue };
            if !found.is_folder {
                // Where one file's keys go stands in its fields all the while, and may be another place by now.
                (said.project, said.environment, said.protect) =
                    (row.project.clone(), row.environment.clone(), row.protect);
            }
            row.heed(said);
        }
    }

    /// What a locked keychain refused is asked for again.
    fn keychain_is_back(&mut self) {
        self.batch.keychain_is_back();
        if matches!(&self.attempt, Attempt::Failed(failure) if is_of_keychain(failure)) {
            self.attempt = Attempt::None;
        }
    }

    /// What comes of what it asked for.
    pub fn hear(&mut self, event: Event, snapshot: Option<&Snapshot>) -> Heard {
        let is_finding = matches!(self.finding, Finding::Running(..));
        if let Attempt::Done(results) = &mut self.attempt
            && results.hear(&event)
        {
            return Heard::Taken;
        }
        match event {
            Event::Finding(folders, files) if is_finding => self.finding = Finding::Running(folders, files),
            Event::FilesFound(found) if is_finding => {
                if let Some(snapshot) = snapshot {
                    self.found(&found, snapshot);
                }
            }
            Event::Done(Done::ImportsUndone(..)) => return Heard::Close(event),
            Event::Planned(asked, plans) => self.batch.hear(asked, plans),
            Event::Failed(failure) if self.is_running() => {
                self.failed_now = true;
                self.attempt = Attempt::Failed(failure);
            }
            Event::Failed(failure) if is_finding => self.finding = Finding::Failed(failure),
            Event::Progress(_, done, of) if self.is_running() => self.attempt = Attempt::Running(Some((done, of))),
            Event::Imported(imports) if self.is_running() => {
                self.attempt = Attempt::Done(Results::new(imports));
                self.pasted.wipe();
            }
            Event::Snapshot(snapshot) => {
                if snapshot.state == VaultState::Open {
                    self.keychain_is_back();
                }
                return Heard::Pass(Event::Snapshot(snapshot));
            }
            other if self.earlier.hear(&other) => {
                if self.undoes == Undoes::Waits && matches!(other, Event::ImportsLooked(_)) {
                    self.undoes = Undoes::Known;
                    // With nothing to take back one is where an import begins.
                    self.has_begun = !self.earlier.undoable().is_empty();
                    self.leads = self.has_begun;
                }
            }
            other => return Heard::Pass(other),
        }
        Heard::Taken
    }
}
