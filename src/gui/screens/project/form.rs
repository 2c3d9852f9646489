//! What is typed, what is asked of the worker, and what it says. Plain state: tested without a pixel.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::gui::modal::Heard;
use crate::gui::screens::confirm_state::waiting_words;
use crate::gui::screens::import::{expand_home, short_path};
use crate::gui::screens::key_form::place_error;
use crate::gui::wish::Wish;
use crate::jobs::{Done, Event, Failure, PlaceChange, Request, Snapshot};
use crate::model::{EnvRef, EnvironmentId, Key, KeyUid, Project};

/// Which text of the dialog.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Text {
    /// The project's name.
    Name,
    /// An environment's name.
    Environment(EnvironmentId),
    /// Its name for narrow windows.
    Short(EnvironmentId),
    /// An environment to be added.
    NewEnvironment,
    /// A folder to be linked.
    Folder,
    /// The project's name once more, before it goes.
    Confirm,
}

/// One environment as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Its number: what is typed and what has the keyboard belong to that, whatever it is called and wherever it stands.
    pub id: EnvironmentId,
    /// Its name.
    pub name: String,
    /// Its name for narrow windows; empty for none.
    pub short: String,
    /// It asks before a secret is shown.
    pub protected: bool,
    /// How many keys stand in it.
    pub keys: usize,
}

/// A row of the folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Where it lies.
    pub path: PathBuf,
    /// It is linked; else it was until a moment ago.
    pub linked: bool,
}

/// What is in the way of the project's end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// Nothing; these keys, all of them disabled, go with it. The flag: its name has to be typed. The words: some of them still
    /// wait.
    Free(Vec<KeyUid>, bool, Option<String>),
    /// So many keys are in use.
    InUse(usize),
}

/// The dialog.
#[derive(Debug, Default)]
pub struct ProjectForm {
    /// Whose; none for one that is about to be made.
    pub(super) project: Option<String>,
    pub(super) typed: BTreeMap<Text, String>,
    /// The worker is at it.
    pub(super) saving: bool,
    /// Which text it saves, and as what.
    saved: Option<(Text, String)>,
    /// It did not happen: title and why.
    pub(super) failed: Option<Failure>,
    /// An environment that is protected since it was renamed.
    pub(super) protected: Option<String>,
    /// A person wants it gone, and is asked.
    pub(super) ending: bool,
    /// Done was clicked while it is.
    pub(super) closing: bool,
    /// Whether to leave what was typed is asked.
    pub(super) leaving: bool,
    /// That is asked since the last frame.
    pub(super) asks_now: bool,
    /// An environment that is dragged, and where it would go.
    pub(super) dragged: Option<(usize, usize)>,
    /// Which text gets the keyboard in the next frame.
    pub(super) focus: Option<Text>,
    /// Folders that were unlinked here, and which row each was: there it can be linked again.
    unlinked: BTreeMap<usize, PathBuf>,
    /// A file dialog is open for a folder to be linked.
    pub browses: bool,
}

impl ProjectForm {
    /// For a new project.
    pub fn new() -> Self {
        Self { focus: Some(Text::Name), ..Self::default() }
    }

    /// For one that is there.
    pub fn of(project: &str) -> Self {
        Self { project: Some(project.to_owned()), focus: Some(Text::Name), ..Self::default() }
    }

    /// The same on the field for a folder.
    pub fn linking(project: &str) -> Self {
        Self { focus: Some(Text::Folder), ..Self::of(project) }
    }

    /// The project as it is.
    pub(super) fn project<'a>(&self, snapshot: &'a Snapshot) -> Option<&'a Project> {
        snapshot.projects.iter().find(|one| Some(&one.name) == self.project.as_ref())
    }

    /// Its environments, in their order.
    pub(super) fn stages(&self, snapshot: &Snapshot) -> Vec<Stage> {
        let Some(project) = self.project(snapshot) else { return Vec::new() };
        let stage = |environment: &crate::model::Environment| Stage {
            id: environment.id,
            name: environment.name.clone(),
            short: environment.short_name.clone().unwrap_or_default(),
            protected: environment.protected,
            keys: snapshot
                .keys
                .iter()
                .filter(|key| key.place().project == project.name && key.place().environment == environment.name)
                .count(),
        };
        project.environments.iter().map(stage).collect()
    }

    /// One of them, as it is now.
    fn stage(&self, id: EnvironmentId, snapshot: &Snapshot) -> Option<Stage> {
        self.stages(snapshot).into_iter().find(|stage| stage.id == id)
    }

    /// What stands in a field; `saved` where nothing was typed.
    pub(super) fn text(&self, which: &Text, saved: &str) -> String {
        self.typed.get(which).cloned().unwrap_or_else(|| saved.to_owned())
    }

    /// It was typed.
    pub(super) fn type_into(&mut self, which: Text, text: String) {
        (self.failed, self.protected) = (None, None);
        self.typed.insert(which, text);
    }

    /// What is wrong with a name that was typed.
    pub(super) fn error(&self, which: &Text, snapshot: &Snapshot) -> Option<String> {
        let text = self.typed.get(which)?.trim();
        // A path, or a name to be confirmed, names nothing new.
        if !matches!(which, Text::Folder | Text::Confirm)
            && let Some(words) = place_error(text)
        {
            return Some(words.to_owned());
        }
        let taken = |names: Vec<String>, what: &str| {
            let twin = names.iter().find(|name| name.to_lowercase() == text.to_lowercase());
            match (names.iter().any(|name| name == text), twin) {
                (true, _) => Some(format!("{what}{text} already exists")),
                (false, Some(twin)) => Some(format!("{twin} is there, which differs only in case")),
                (false, None) => None,
            }
        };
        match which {
            Text::Name => {
                let others = snapshot.projects.iter().filter(|one| Some(&one.name) != self.project.as_ref());
                taken(others.map(|one| one.name.clone()).collect(), "A project ")
            }
            Text::Environment(_) | Text::NewEnvironment => {
                let others = self.stages(snapshot).into_iter().filter(|stage| *which != Text::Environment(stage.id));
                taken(others.map(|stage| stage.name).collect(), "")
            }
            Text::Short(_) if text.chars().count() > 12 => Some("Use at most 12 characters".to_owned()),
            _ => None,
        }
    }

    fn ask(&mut self, change: PlaceChange, wishes: &mut Vec<Wish>) {
        self.saving = true;
        (self.failed, self.protected) = (None, None);
        wishes.push(Wish::Ask(Request::ChangePlace(Box::new(change))));
    }

    fn place(&self, environment: &str) -> Option<EnvRef> {
        EnvRef::new(self.project.as_deref()?, environment).ok()
    }

    /// A field was left, or Enter pressed in it: what was typed is asked for, where it is new and can be taken.
    pub(super) fn left(&mut self, which: &Text, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        if self.saving || self.error(which, snapshot).is_some() {
            return;
        }
        if !self.typed.contains_key(which) {
            return;
        }
        match self.change(which, snapshot) {
            Some(change) => {
                self.saved = self.typed.get(which).map(|text| (which.clone(), text.clone()));
                self.ask(change, wishes);
            }
            // Nothing new: the field says what is in force again. A name to be confirmed stays.
            None if !matches!(which, Text::Confirm) => drop(self.typed.remove(which)),
            None => {}
        }
    }

    /// What a text would change; none where it says what is in force.
    fn change(&self, which: &Text, snapshot: &Snapshot) -> Option<PlaceChange> {
        let text = self.typed.get(which)?.trim().to_owned();
        match (which, &self.project) {
            (Text::Name, None) if !text.is_empty() => Some(PlaceChange::AddProject(text)),
            (Text::Name, Some(name)) if !text.is_empty() && text != *name => {
                Some(PlaceChange::RenameProject { name: name.clone(), to: text })
            }
            (Text::Environment(own), _) if !text.is_empty() => {
                let before = self.stage(*own, snapshot).filter(|stage| stage.name != text);
                let place = before.and_then(|stage| self.place(&stage.name));
                place.map(|place| PlaceChange::RenameEnvironment { place, to: text })
            }
            (Text::Short(own), _) => {
                let before = self.stage(*own, snapshot).filter(|stage| stage.short != text);
                let place = before.and_then(|stage| self.place(&stage.name));
                let short = (!text.is_empty()).then_some(text);
                place.map(|place| PlaceChange::ShortName { place, short })
            }
            (Text::NewEnvironment, _) if !text.is_empty() => self.place(&text).map(PlaceChange::AddEnvironment),
            (Text::Folder, Some(project)) if !text.is_empty() => {
                Some(PlaceChange::LinkFolder { project: project.clone(), folder: expand_home(&text) })
            }
            _ => None,
        }
    }

    /// What was typed and is not saved, in the order it stands in.
    fn unsaved(&self, snapshot: &Snapshot) -> Vec<Text> {
        let stands = |which: &&Text| match which {
            Text::Environment(own) | Text::Short(own) => self.stage(*own, snapshot).is_some(),
            Text::Name | Text::NewEnvironment | Text::Folder => true,
            Text::Confirm => false,
        };
        self.typed.keys().filter(stands).cloned().collect()
    }

    /// Done: what was typed is saved first. What can't be taken gets the keyboard instead, and the dialog stays.
    pub(super) fn finish(&mut self, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        let wrong = self.unsaved(snapshot).into_iter().find(|which| self.error(which, snapshot).is_some());
        match wrong {
            Some(_) => self.focus = wrong,
            None => self.close(snapshot, wishes),
        }
    }

    /// Esc, ✕ or Cancel: nothing that was typed is saved, and none of it is lost unasked. What a click has left is on its
    /// way already.
    pub(super) fn leave(&mut self, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        if self.saving {
            self.closing = true;
        } else if self.lost(snapshot).is_empty() {
            wishes.push(Wish::CloseModal);
        } else {
            self.leaving = true;
        }
    }

    /// What was typed and would be lost by leaving.
    pub fn lost(&self, snapshot: &Snapshot) -> Vec<&str> {
        let is_new = |which: &Text| self.change(which, snapshot).is_some() || self.error(which, snapshot).is_some();
        let texts = self.unsaved(snapshot).into_iter().filter(is_new);
        let texts = texts.filter_map(|which| self.typed.get(&which)).map(|text| text.trim());
        texts.filter(|text| !text.is_empty()).collect()
    }

    /// Closes once all is saved that was typed and can be taken: one after the other.
    pub(super) fn close(&mut self, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        for which in self.unsaved(snapshot) {
            self.left(&which, snapshot, wishes);
        }
        self.closing = self.saving;
        if !self.closing {
            wishes.push(Wish::CloseModal);
        }
    }

    /// Whether an environment asks before a secret is shown.
    pub(super) fn protect(&mut self, environment: &str, protected: bool, wishes: &mut Vec<Wish>) {
        if let Some(place) = self.place(environment) {
            self.ask(PlaceChange::Protect { place, protected }, wishes);
        }
    }

    /// An environment without keys goes.
    pub(super) fn remove(&mut self, environment: &str, wishes: &mut Vec<Wish>) {
        if let Some(place) = self.place(environment) {
            self.ask(PlaceChange::RemoveEnvironment(place), wishes);
        }
    }

    /// An environment goes to another place among them.
    pub(super) fn put(&mut self, from: usize, to: usize, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        let mut names: Vec<String> = self.stages(snapshot).into_iter().map(|stage| stage.name).collect();
        let Some(project) = self.project.clone().filter(|_| from < names.len() && to < names.len() && from != to)
        else {
            return;
        };
        let name = names.remove(from);
        names.insert(to, name);
        self.ask(PlaceChange::Order { project, names }, wishes);
    }

    /// The rows of its folders: those that are linked, and in their old places those that were unlinked here.
    pub(super) fn folders(&self, snapshot: &Snapshot) -> Vec<Folder> {
        let linked = self.project(snapshot).into_iter().flat_map(|project| &project.folders);
        let mut rows: Vec<Folder> = linked.map(|folder| Folder { path: folder.path.clone(), linked: true }).collect();
        for (row, path) in &self.unlinked {
            if !rows.iter().any(|folder| folder.path == *path) {
                rows.insert(rows.len().min(*row), Folder { path: path.clone(), linked: false });
            }
        }
        rows
    }

    /// A folder's link goes; or it comes back, where it went.
    pub(super) fn turn_link(&mut self, row: usize, folder: Folder, wishes: &mut Vec<Wish>) {
        let Some(project) = self.project.clone().filter(|_| !self.saving) else { return };
        let Folder { path: folder, linked } = folder;
        if linked {
            self.unlinked.retain(|_, path| *path != folder);
            self.unlinked.insert(row, folder.clone());
            self.ask(PlaceChange::UnlinkFolder { project, folder }, wishes);
        } else {
            self.ask(PlaceChange::LinkAgain { project, folder }, wishes);
        }
    }

    /// To the end of the list, or back.
    pub(super) fn archive(&mut self, archived: bool, wishes: &mut Vec<Wish>) {
        if let Some(name) = self.project.clone() {
            self.ask(PlaceChange::Archive { name, archived }, wishes);
        }
    }

    /// What is in the way of its end.
    pub(super) fn end(&self, snapshot: &Snapshot) -> End {
        let own = || snapshot.keys.iter().filter(|key| Some(&key.place().project) == self.project.as_ref());
        match own().filter(|key| !key.state.is_disabled()).count() {
            0 => {
                let keys: Vec<&Key> = own().collect();
                let typed = keys.iter().any(|key| key.protected);
                End::Free(keys.iter().map(|key| key.uid).collect(), typed, waiting_words(snapshot, &keys))
            }
            used => End::InUse(used),
        }
    }

    /// Whether it may go now: its name was typed where it has to be.
    pub(super) fn may_end(&self, snapshot: &Snapshot) -> bool {
        let typed = self.typed.get(&Text::Confirm).map(|text| text.trim());
        match self.end(snapshot) {
            End::Free(_, true, _) => typed == self.project.as_deref(),
            End::Free(_, false, _) => true,
            End::InUse(_) => false,
        }
    }

    /// It goes.
    pub(super) fn delete(&mut self, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        if let (End::Free(keys, ..), Some(name), true) =
            (self.end(snapshot), self.project.clone(), self.may_end(snapshot) && !self.saving)
        {
            self.ask(PlaceChange::DeleteProject { name, keys }, wishes);
        }
    }

    /// A folder was picked in the system's dialog.
    pub fn chose(&mut self, path: &Path) {
        self.type_into(Text::Folder, short_path(path));
        self.focus = Some(Text::Folder);
    }

    /// What comes of what it asked for.
    pub fn hear(&mut self, event: Event) -> Heard {
        match event {
            Event::Done(Done::PlaceChanged(change)) if self.saving => {
                self.saving = false;
                // What was typed there since is still to be saved.
                if let Some((which, text)) = self.saved.take()
                    && self.typed.get(&which) == Some(&text)
                {
                    self.typed.remove(&which);
                }
                // The rest is asked for in the next frame.
                if self.closing && self.typed.keys().all(|which| *which == Text::Confirm) {
                    return Heard::Close(Event::Done(Done::PlaceChanged(change)));
                }
                match &change {
                    PlaceChange::AddProject(name) => {
                        self.typed.clear();
                        self.project = Some(name.clone());
                        self.focus = Some(Text::NewEnvironment);
                    }
                    PlaceChange::RenameProject { to, .. } => {
                        self.project = Some(to.clone());
                    }
                    PlaceChange::AddEnvironment(_) => {
                        self.focus = Some(Text::NewEnvironment);
                    }
                    PlaceChange::DeleteProject { .. } => return Heard::Close(Event::Done(Done::PlaceChanged(change))),
                    _ => {}
                }
                // The window follows a name that changed.
                Heard::Pass(Event::Done(Done::PlaceChanged(change)))
            }
            Event::Done(Done::PlaceProtected(place)) if self.project.as_ref() == Some(&place.project) => {
                self.protected = Some(place.environment);
                Heard::Taken
            }
            Event::Failed(failure) if self.saving => {
                (self.saving, self.closing) = (false, false);
                self.saved = None;
                self.failed = Some(failure);
                Heard::Taken
            }
            other => Heard::Pass(other),
        }
    }
}
