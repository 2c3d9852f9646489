//! The import dialog as plain state: where from, where to, what would come in, and what a person changed about it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::gui::modal::Heard;
use crate::gui::screens::keys::Place;
use crate::gui::widgets::SecretInput;
use crate::jobs::{Event, Failure, Fate, ImportAsk, ImportPlan, ImportSource, PlannedEntry, Request, Snapshot};
use crate::model::{EnvRef, Secret};

/// How long one has to rest before the file is looked into, in seconds.
pub const REST_SECS: f64 = 0.3;

/// Where the entries are read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum From {
    /// A file.
    #[default]
    File,
    /// Text that was pasted.
    Text,
}

/// What would come in.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Preview {
    /// Nothing was asked.
    #[default]
    None,
    /// On its way; what was there before stays in view.
    Asked(Option<ImportPlan>),
    /// Here.
    Here(ImportPlan),
    /// The file can't be read.
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
}

/// What the import dialog keeps.
pub struct Import {
    /// File or text.
    pub from: From,
    /// The file.
    pub path: String,
    /// The text.
    pub pasted: SecretInput,
    /// Where its keys go.
    pub project: String,
    /// Where its keys go.
    pub environment: String,
    /// What would come in.
    pub preview: Preview,
    /// How the import goes.
    pub attempt: Attempt,
    /// Names that stay out.
    pub out: BTreeSet<String>,
    /// Names whose value replaces the one that stands there.
    pub replace: BTreeSet<String>,
    /// Names that a person called plain (true) or secret.
    pub plain: BTreeMap<String, bool>,
    /// When something was last changed, in the frame's seconds; none once the preview was asked for.
    pub changed_at: Option<f64>,
    /// The first field has had the keyboard.
    pub has_begun: bool,
}

impl std::fmt::Debug for Import {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Import").field("from", &self.from).field("path", &self.path).finish_non_exhaustive()
    }
}

impl Import {
    /// Filled from the place in view: the first environment where all are.
    pub fn new(place: &Place, snapshot: &Snapshot, path: Option<PathBuf>) -> Self {
        let project = snapshot.projects.iter().find(|project| Some(&project.name) == place.project.as_ref());
        let first = project.and_then(|project| project.environments.first()).map(|e| e.name.clone());
        Self {
            from: From::File,
            changed_at: path.is_some().then_some(f64::NEG_INFINITY),
            path: path.map(|path| path.display().to_string()).unwrap_or_default(),
            pasted: SecretInput::new("import text"),
            project: place.project.clone().unwrap_or_default(),
            environment: place.environment.clone().or(first).unwrap_or_else(|| "development".to_owned()),
            preview: Preview::None,
            attempt: Attempt::None,
            out: BTreeSet::new(),
            replace: BTreeSet::new(),
            plain: BTreeMap::new(),
            has_begun: false,
        }
    }

    /// A file was chosen in the system's dialog: looked into at once.
    pub fn chose(&mut self, path: &Path) {
        self.path = path.display().to_string();
        self.changed(f64::NEG_INFINITY);
    }

    /// True while the worker imports.
    pub fn is_running(&self) -> bool {
        matches!(self.attempt, Attempt::Running(_))
    }

    /// The plan in view.
    pub fn plan(&self) -> Option<&ImportPlan> {
        match &self.preview {
            Preview::Here(plan) | Preview::Asked(Some(plan)) => Some(plan),
            _ => None,
        }
    }

    /// What is still to be filled in; a greyed button alone does not tell.
    pub fn missing(&self) -> Option<&'static str> {
        let source = match self.from {
            From::File => self.path.trim().is_empty(),
            From::Text => self.pasted.is_empty(),
        };
        match (source, self.project.trim().is_empty(), self.environment.trim().is_empty()) {
            (true, ..) => Some(""),
            (_, true, _) => Some("Name the project its keys belong to."),
            (_, _, true) => Some("Name the environment."),
            _ => None,
        }
    }

    /// Something was typed: what was chosen for names of another file means nothing for this one.
    pub fn changed(&mut self, now: f64) {
        self.changed_at = Some(now);
        self.attempt = Attempt::None;
        self.out.clear();
        self.replace.clear();
        self.plain.clear();
    }

    /// Asks for the preview where something changed and one has rested since; `at_once` does not wait.
    pub fn ask_for_preview(&mut self, now: f64, at_once: bool) -> Option<Request> {
        let changed_at = self.changed_at?;
        let rested = now - changed_at >= REST_SECS || at_once;
        if !rested || self.missing().is_some() || matches!(self.preview, Preview::Asked(_)) || self.is_running() {
            return None;
        }
        match self.ask() {
            Ok(ask) => {
                self.changed_at = None;
                let before = match std::mem::take(&mut self.preview) {
                    Preview::Here(plan) | Preview::Asked(Some(plan)) => Some(plan),
                    _ => None,
                };
                self.preview = Preview::Asked(before);
                Some(Request::PlanImports(0, vec![ask]))
            }
            Err(failure) => {
                self.changed_at = None;
                self.preview = Preview::Failed(failure);
                None
            }
        }
    }

    /// Asks for the import.
    pub fn submit(&mut self) -> Option<Request> {
        match self.ask() {
            Ok(ask) => {
                self.attempt = Attempt::Running(None);
                Some(Request::Import(vec![ask]))
            }
            Err(failure) => {
                self.attempt = Attempt::Failed(failure);
                None
            }
        }
    }

    fn ask(&self) -> Result<ImportAsk, Failure> {
        let into = EnvRef::new(self.project.trim(), self.environment.trim()).map_err(|error| Failure {
            title: "Couldn't use that project or environment.".to_owned(),
            why: format!("{}.", capitalised(&error.to_string())),
            ..Failure::default()
        })?;
        let source = match self.from {
            From::File => ImportSource::Files(vec![expand_home(self.path.trim())]),
            From::Text => ImportSource::Text(Secret::new(self.pasted.expose().as_bytes().to_vec())),
        };
        let called =
            |plain: bool| self.plain.iter().filter(|(_, p)| **p == plain).map(|(name, _)| name.clone()).collect();
        Ok(ImportAsk {
            replace: self.replace.iter().cloned().collect(),
            leave_out: self.out.iter().cloned().collect(),
            plain: called(true),
            secret: called(false),
            ..ImportAsk::new(source, into)
        })
    }

    /// How many keys with a secret and how many plain ones would come in now.
    pub fn counts(&self) -> (usize, usize) {
        let coming = |plain: bool| {
            let entries = self.plan().map_or(&[][..], |plan| &plan.entries);
            entries.iter().filter(|entry| self.comes_in(entry) && self.is_plain(entry) == plain).count()
        };
        (coming(false), coming(true))
    }

    /// Whether an entry comes in as things stand.
    pub fn comes_in(&self, entry: &PlannedEntry) -> bool {
        match entry.fate {
            _ if self.out.contains(&entry.name) => false,
            Fate::New | Fate::Replaces => true,
            Fate::Differs => self.replace.contains(&entry.name),
            Fate::Same | Fate::Asks(_) | Fate::LeftOut(_) => false,
        }
    }

    /// Whether an entry comes in as plain.
    pub fn is_plain(&self, entry: &PlannedEntry) -> bool {
        self.plain.get(&entry.name).copied().unwrap_or(entry.plain)
    }

    /// A person takes an entry in, or leaves it out.
    pub fn toggle(&mut self, entry: &PlannedEntry) {
        let set = if entry.fate == Fate::Differs { &mut self.replace } else { &mut self.out };
        if !set.remove(&entry.name) {
            set.insert(entry.name.clone());
        }
    }

    /// A person calls an entry plain, or secret.
    pub fn toggle_plain(&mut self, entry: &PlannedEntry) {
        self.plain.insert(entry.name.clone(), !self.is_plain(entry));
    }

    /// What comes of what it asked for.
    pub fn hear(&mut self, event: Event) -> Heard {
        match event {
            Event::Planned(_, mut plans) => {
                self.preview = match plans.pop() {
                    Some(Ok(plan)) => Preview::Here(plan),
                    Some(Err(failure)) => Preview::Failed(failure),
                    None => Preview::None,
                };
                Heard::Taken
            }
            Event::Failed(failure) if self.is_running() => {
                self.attempt = Attempt::Failed(failure);
                Heard::Taken
            }
            Event::Failed(failure) if matches!(self.preview, Preview::Asked(_)) => {
                self.preview = Preview::Failed(failure);
                Heard::Taken
            }
            Event::Progress(_, done, of) if self.is_running() => {
                self.attempt = Attempt::Running(Some((done, of)));
                Heard::Taken
            }
            other => Heard::Pass(other),
        }
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
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => Path::new(path).to_path_buf(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::sample;

    fn entry(name: &str, fate: Fate, plain: bool) -> PlannedEntry {
        let (name, remarks) = (name.to_owned(), Vec::new());
        PlannedEntry { name, fate, plain, remarks, line: 1, ..PlannedEntry::default() }
    }

    fn form() -> Import {
        let place = Place { project: Some("Storefront".to_owned()), environment: Some("staging".to_owned()) };
        Import::new(&place, &sample::snapshot(), Some("/made/up/.env".into()))
    }

    fn planned(form: &mut Import, entries: Vec<PlannedEntry>) {
        form.hear(Event::Planned(0, vec![Ok(ImportPlan { entries, ..ImportPlan::default() })]));
    }

    #[test]
    fn a_file_that_was_dropped_is_looked_into_at_once() {
        let mut form = form();
        let Some(Request::PlanImports(_, asks)) = form.ask_for_preview(0.0, false) else { panic!("nothing was asked") };
        assert_eq!(asks[0].into.to_string(), "Storefront/staging");
        assert!(matches!(&asks[0].source, ImportSource::Files(paths) if paths[0].to_str() == Some("/made/up/.env")));
        assert!(form.ask_for_preview(9.0, true).is_none(), "it is on its way");
    }

    #[test]
    fn typing_asks_only_once_it_rests() {
        let mut form = form();
        form.changed(10.0);
        assert!(form.ask_for_preview(10.1, false).is_none());
        assert!(form.ask_for_preview(10.3, false).is_some());
    }

    #[test]
    fn what_stands_there_stays_unless_it_is_ticked() {
        let mut form = form();
        let (new, other) = (entry("NEW", Fate::New, false), entry("OTHER", Fate::Differs, false));
        let left = entry("LEFT", Fate::LeftOut("its name can't be used".to_owned()), false);
        planned(&mut form, vec![new.clone(), other.clone(), entry("SAME", Fate::Same, false), left.clone()]);
        assert_eq!(form.counts(), (1, 0));
        form.toggle(&other);
        assert_eq!(form.counts(), (2, 0));
        form.toggle(&new);
        assert_eq!(form.counts(), (1, 0));
        let Some(Request::Import(mut asks)) = form.submit() else { panic!("nothing was asked") };
        let ask = asks.remove(0);
        assert_eq!((ask.replace, ask.leave_out), (vec!["OTHER".to_owned()], vec!["NEW".to_owned()]));
        assert_eq!(fate_words(&left, false), "Its name can't be used");
    }

    #[test]
    fn one_click_changes_plain_and_secret() {
        let mut form = form();
        let port = entry("PORT", Fate::New, true);
        planned(&mut form, vec![port.clone(), entry("TOKEN", Fate::New, false)]);
        assert_eq!(form.counts(), (1, 1));
        form.toggle_plain(&port);
        assert_eq!(form.counts(), (2, 0));
        let Some(Request::Import(mut asks)) = form.submit() else { panic!("nothing was asked") };
        let ask = asks.remove(0);
        assert_eq!((ask.plain.len(), ask.secret), (0, vec!["PORT".to_owned()]));
    }

    #[test]
    fn another_file_forgets_what_was_chosen_for_the_last() {
        let mut form = form();
        let port = entry("PORT", Fate::New, true);
        planned(&mut form, vec![port.clone()]);
        form.toggle(&port);
        form.toggle_plain(&port);
        form.changed(1.0);
        assert!(form.out.is_empty() && form.plain.is_empty());
    }

    #[test]
    fn a_place_that_can_not_be_is_said_before_anything_is_asked() {
        let mut form = form();
        form.project = "a/b".to_owned();
        assert!(form.ask_for_preview(0.0, true).is_none());
        assert!(matches!(&form.preview, Preview::Failed(failure) if failure.title.contains("project")));
    }
}
