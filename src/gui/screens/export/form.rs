//! The export dialog as plain state: which environment, for which reader, into which file, and which keys.

use std::collections::BTreeSet;
use std::iter;
use std::path::Path;
use std::time::Duration;

use super::before::Before;
use super::consents::Consents;
use super::proof::Proof;
use crate::envfile::Target;
use crate::gui::modal::Heard;
use crate::gui::screens::import::{expand_home, file_path_needs, short_path};
use crate::gui::screens::keys::{Place, is_of_keychain, projects_in_order};
use crate::jobs::{Done, Event, ExportAsk, ExportLook, Failure, Request, Snapshot, VaultState};
use crate::model::{EnvRef, Key, Project, VariableName};

mod choosing;
mod words;

use choosing::place_in;
pub use words::exported_words;

/// How the writing goes.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Attempt {
    /// Not asked for.
    #[default]
    None,
    /// The environment is protected: a person is asked first.
    Asking,
    /// The worker writes.
    Running,
    /// It did not happen; no file was touched.
    Failed(Failure),
}

/// What the export dialog keeps.
#[derive(Debug)]
pub struct Export {
    /// Which environment.
    pub place: Option<EnvRef>,
    /// The project it is one of, which may have none.
    pub project: String,
    /// All projects were in view: which one is chosen here.
    pub picks_project: bool,
    /// For which reader.
    pub target: Target,
    /// Into which file.
    pub path: String,
    /// A file dialog is open for its path.
    pub browses: bool,
    /// The command that needs no file was copied.
    pub copied: Copied,
    /// Variables that a person leaves out.
    pub out: BTreeSet<String>,
    /// How the writing goes.
    pub attempt: Attempt,
    /// The keychain was asked to open: where it refuses, that is said here and not behind the dialog.
    pub unlocks: bool,
    /// Why it was not opened, where the reading back said that it is locked: in the place of that.
    pub not_unlocked: Option<Failure>,
    /// A person chose who reads it.
    has_chosen: bool,
    /// The path that stands there unless a person wrote another.
    suggested: String,
    /// What was written before, to be repeated.
    before: Before,
    /// Where one is in the preview.
    pub(super) preview: Preview,
    /// The file field has had the keyboard.
    pub has_begun: bool,
    /// Where its field stands in the column, in points.
    pub file_at: f32,
    /// Delete it by itself; the time is kept while it is off.
    pub delete: bool,
    /// After how long, in seconds.
    pub delete_after_secs: u64,
    /// What the worker says of all this.
    pub proof: Proof,
    /// What a person said yes to.
    pub(super) consents: Consents,
    /// Enter came before the worker had looked: it counts once that is known.
    is_early: bool,
}

/// Where one is in the preview; it begins at its top.
#[derive(Debug, Default)]
pub(super) struct Preview {
    /// It was drawn.
    pub has_begun: bool,
    /// The variable that one is on, counted from the first.
    pub line: usize,
    /// How high the preview was that had it in view last.
    pub seen_in: Option<f32>,
}

/// Whether the button says that the command was copied.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Copied {
    /// It does not.
    No,
    /// The worker has just said so.
    Heard,
    /// Until then, in the frame's seconds.
    Until(f64),
}

/// After how long a file is deleted, in seconds, and the words for it.
pub const DELETE_AFTER: [(u64, &str); 5] = [
    (900, "after 15 minutes"),
    (3_600, "after 1 hour"),
    (8 * 3_600, "after 8 hours"),
    (86_400, "after 1 day"),
    (7 * 86_400, "after 7 days"),
];

impl Export {
    /// Filled from the place in view: its environment, or the project's first; as it was written before, if it was. Where all
    /// projects are in view, from where the selected key is.
    pub fn new(place: &Place, selected: Option<&EnvRef>, before: Before, snapshot: &Snapshot) -> Self {
        let (project, environment) = match (&place.project, selected) {
            (Some(project), _) => (Some(project), place.environment.as_deref()),
            (None, Some(selected)) => (Some(&selected.project), Some(selected.environment.as_str())),
            (None, None) => (projects_in_order(snapshot).next().map(|(_, project)| &project.name), None),
        };
        let known = snapshot.projects.iter().find(|known| Some(&known.name) == project);
        let mut form = Self {
            place: known.and_then(|known| place_in(known, environment)),
            project: project.cloned().unwrap_or_default(),
            picks_project: place.project.is_none(),
            target: Target::default(),
            path: String::new(),
            browses: false,
            copied: Copied::No,
            out: BTreeSet::new(),
            attempt: Attempt::None,
            unlocks: false,
            not_unlocked: None,
            has_chosen: false,
            suggested: String::new(),
            before,
            preview: Preview::default(),
            has_begun: false,
            file_at: 0.0,
            delete: false,
            delete_after_secs: DELETE_AFTER[1].0,
            proof: Proof::default(),
            consents: Consents::default(),
            is_early: false,
        };
        form.delete = form.is_protected(snapshot);
        form.suggest_path(snapshot);
        form.repeat(snapshot);
        form
    }

    /// What of it waits while the vault is locked: where it goes and what was chosen. What the worker said of it goes, and with the
    /// other names what other environments were written as.
    pub fn over_lock(self) -> Self {
        Self {
            browses: false,
            copied: Copied::No,
            attempt: Attempt::None,
            unlocks: false,
            not_unlocked: None,
            before: Before::default(),
            preview: Preview::default(),
            has_begun: false,
            file_at: 0.0,
            proof: Proof::default(),
            consents: self.consents.over_lock(),
            is_early: false,
            ..self
        }
    }

    /// Whether the environment that it was opened on, or led to, is still there.
    pub fn stands_in(&self, snapshot: &Snapshot) -> bool {
        let project = snapshot.projects.iter().find(|project| project.name == self.project);
        let is_there = |place: &EnvRef, project: &Project| {
            project.environments.iter().any(|environment| environment.name == place.environment)
        };
        project.is_some_and(|project| self.place.as_ref().is_none_or(|place| is_there(place, project)))
    }

    /// Another environment or reader: nothing that was said of the one before holds of it.
    fn changed(&mut self) {
        self.consents = Consents::default();
        self.look_again();
    }

    /// Another path: what was allowed was allowed for what stood there. What the reader can't hold stays out of any file.
    pub fn path_changed(&mut self) {
        self.consents = std::mem::take(&mut self.consents).elsewhere();
        self.look_again();
    }

    /// Another choice of variables goes to the same place: what was allowed there stays so.
    fn look_again(&mut self) {
        self.attempt = Attempt::None;
        self.is_early = false;
        self.proof.stale();
    }

    /// What a locked keychain refused is asked for again once it is back, also where only this dialog came to know of it.
    fn keychain_is_back(&mut self) {
        if self.unlocks || self.failed_for_lock().is_some() {
            // The button that was pressed goes away: the keyboard goes to the field, where Enter writes.
            self.has_begun &= !self.unlocks;
            self.attempt = Attempt::None;
        }
        (self.unlocks, self.not_unlocked) = (false, None);
        if self.proof.look().is_some_and(|look| look.unproved.as_ref().is_some_and(is_of_keychain)) {
            self.proof.stale();
        }
    }

    /// What did not happen because of the keychain: the way to open it stands beside that, over everything else.
    pub fn failed_for_lock(&self) -> Option<&Failure> {
        match &self.attempt {
            Attempt::Failed(failure) if is_of_keychain(failure) => Some(failure),
            _ => None,
        }
    }

    /// Asks for the keychain to open. What is said of it stays until that is answered: nothing moves under the pointer.
    pub fn unlock(&mut self) -> Request {
        self.unlocks = true;
        Request::Unlock(None)
    }

    fn failed(&mut self, failure: Failure) {
        if std::mem::take(&mut self.unlocks) && self.failed_for_lock().is_none() {
            self.not_unlocked = Some(failure);
        } else {
            self.attempt = Attempt::Failed(failure);
        }
        // Why may be seen by now.
        self.proof.stale();
    }

    /// A person said yes to something.
    pub fn consent(&mut self, yes: impl FnOnce(&mut Consents, &ExportLook)) {
        if let Some(look) = self.proof.look() {
            yes(&mut self.consents, look);
        }
        self.attempt = Attempt::None;
        // The button that was pressed goes away: the keyboard goes to the field, where Enter writes.
        self.has_begun = false;
    }

    /// Whether the button acts: once the worker has looked, only if nothing keeps the file from being written.
    pub fn acts(&self, snapshot: &Snapshot) -> bool {
        let is_known = self.proof.look().is_some();
        let can_be = !self.is_running() && !self.is_early && self.place.is_some() && self.count(snapshot) > 0;
        can_be && (self.is_ready(snapshot) || !is_known)
    }

    /// Asks for the file; where the worker has not looked yet, once it has.
    pub fn act(&mut self, snapshot: &Snapshot) -> Option<Request> {
        if self.is_ready(snapshot) {
            return self.submit(snapshot);
        }
        self.is_early = self.acts(snapshot);
        None
    }

    /// Enter came early, and now it is known whether it writes.
    pub fn act_late(&mut self, snapshot: &Snapshot) -> Option<Request> {
        if !self.is_early || self.proof.look().is_none() || self.proof.is_asking() {
            return None;
        }
        self.is_early = false;
        if self.is_ready(snapshot) { self.submit(snapshot) } else { None }
    }

    /// Whether anything still keeps it from being written.
    pub fn is_ready(&self, snapshot: &Snapshot) -> bool {
        !self.is_running()
            && self.place.is_some()
            && self.path_needs().is_none()
            && self.count(snapshot) > 0
            && self.proof.lets_write(&self.consents)
    }

    /// What the path still lacks.
    pub fn path_needs(&self) -> Option<&'static str> {
        file_path_needs(&self.path)
    }

    /// What keeps it from being written, beside the button.
    pub fn waits_for(&self) -> &'static str {
        self.proof.waits_for(&self.consents)
    }

    /// A file was chosen in the system's dialog, which has asked about replacing by itself.
    pub fn chose(&mut self, path: &Path) {
        self.path = short_path(path);
        self.path_changed();
    }

    /// The keys of the environment, with those that are disabled, which are never written.
    pub fn keys<'a>(&'a self, snapshot: &'a Snapshot) -> impl Iterator<Item = &'a Key> {
        snapshot.keys.iter().filter(|key| Some(key.place()) == self.place.as_ref())
    }

    /// Whether a key is asked for: what its reader can't hold is among them, or nobody would look at it again.
    fn is_wanted(&self, key: &Key) -> bool {
        !key.state.is_disabled() && !self.out.contains(key.name())
    }

    /// Whether a variable of a key is written as things stand.
    pub fn writes(&self, key: &Key, variable: &str) -> bool {
        self.is_wanted(key) && !self.consents.leaves(variable)
    }

    /// Whether a key is written as things stand.
    pub fn is_written(&self, key: &Key) -> bool {
        self.writes(key, key.name())
    }

    /// A person takes a key in or leaves it out. Of what its reader can't hold it is asked anew.
    pub fn toggle(&mut self, key: &Key) {
        let variables: Vec<&str> =
            iter::once(key.name()).chain(key.key_id_name.as_ref().map(VariableName::as_str)).collect();
        let was_left = variables.iter().any(|name| self.consents.leaves(name));
        if !self.out.remove(key.name()) && !was_left {
            self.out.insert(key.name().to_owned());
        }
        self.consents.forget(&variables);
        self.look_again();
    }

    /// What the store does not hold stays out.
    pub fn leave_out_missing(&mut self) {
        self.out.extend(self.proof.look().into_iter().flat_map(|look| look.missing.iter().cloned()));
        self.look_again();
    }

    /// How many keys are written.
    pub fn count(&self, snapshot: &Snapshot) -> usize {
        self.keys(snapshot).filter(|key| self.is_written(key)).count()
    }

    /// Whether the environment asks first.
    pub fn is_protected(&self, snapshot: &Snapshot) -> bool {
        let Some(place) = &self.place else { return false };
        let project = snapshot.projects.iter().find(|project| project.name == place.project);
        project.is_some_and(|project| project.environments.iter().any(|e| e.name == place.environment && e.protected))
    }

    /// True while the worker writes.
    pub fn is_running(&self) -> bool {
        self.attempt == Attempt::Running
    }

    /// Asks for the file, after a question where the environment is protected.
    pub fn submit(&mut self, snapshot: &Snapshot) -> Option<Request> {
        if self.is_protected(snapshot) && self.attempt == Attempt::None {
            self.attempt = Attempt::Asking;
            return None;
        }
        let ask = self.ask(snapshot)?;
        self.attempt = Attempt::Running;
        Some(Request::Export(Box::new(ask)))
    }

    /// What is asked for as things stand.
    pub fn ask(&self, snapshot: &Snapshot) -> Option<ExportAsk> {
        let place = self.place.clone()?;
        let mut only = Vec::new();
        if !self.out.is_empty() {
            for key in self.keys(snapshot).filter(|key| self.is_wanted(key)) {
                only.extend(VariableName::new(key.name()).ok());
                only.extend(key.key_id_name.clone());
            }
        }
        Some(ExportAsk {
            place,
            target: self.target,
            to: expand_home(self.path.trim()),
            only,
            skip_refused: self.consents.leaves_out(),
            consent: self.consents.for_worker(),
            gitignore: self.consents.gitignore,
            delete_after: self.delete.then(|| Duration::from_secs(self.delete_after_secs)),
        })
    }

    /// What comes of what it asked for.
    pub fn hear(&mut self, event: Event) -> Heard {
        match event {
            Event::Failed(failure) if self.is_running() || self.unlocks => {
                self.failed(failure);
                Heard::Taken
            }
            Event::Progress(..) if self.is_running() => Heard::Taken,
            Event::ExportLooked(look) => {
                if self.proof.hear(*look) {
                    self.repeat_last();
                    self.follow_folder();
                    if let Some(look) = self.proof.look() {
                        self.consents.hold_against(look);
                    }
                }
                Heard::Taken
            }
            Event::Snapshot(snapshot) => {
                if snapshot.state == VaultState::Open && !self.is_running() {
                    self.keychain_is_back();
                }
                Heard::Pass(Event::Snapshot(snapshot))
            }
            // The toast lies under the dialog.
            Event::Done(Done::CommandCopied) => {
                self.copied = Copied::Heard;
                Heard::Pass(Event::Done(Done::CommandCopied))
            }
            Event::Exported(exported) => Heard::Close(Event::Exported(exported)),
            other => Heard::Pass(other),
        }
    }
}

#[cfg(test)]
mod tests;
