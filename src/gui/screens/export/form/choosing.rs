//! What a person chooses, and what stands there until they do: as it was written before, as the folder shows, into the linked folder.

use std::path::Path;
use std::time::Duration;

use super::{DELETE_AFTER, Export, Preview};
use crate::envfile::Target;
use crate::gui::screens::import::short_path;
use crate::jobs::Snapshot;
use crate::model::{EnvRef, Project};

/// A project's environment of that name, or its first.
pub(super) fn place_in(project: &Project, environment: Option<&str>) -> Option<EnvRef> {
    let named = project.environments.iter().find(|one| Some(one.name.as_str()) == environment);
    let environment = named.or(project.environments.first())?;
    EnvRef::new(&project.name, &environment.name).ok()
}

impl Export {
    /// Into the project's first linked folder, under the name that readers look for.
    pub(super) fn suggest_path(&mut self, snapshot: &Snapshot) {
        let Some(place) = &self.place else { return };
        let project = snapshot.projects.iter().find(|project| project.name == place.project);
        if let Some(folder) = project.and_then(|project| project.folders.first()) {
            let name = self.target.file_name(&place.environment);
            self.path = short_path(&folder.path.join(name));
            self.suggested.clone_from(&self.path);
        }
    }

    /// As the environment in view was written before.
    pub(super) fn repeat(&mut self, snapshot: &Snapshot) {
        let Some(written) = self.place.as_ref().and_then(|place| self.before.of(place)).cloned() else { return };
        (self.target, self.has_chosen) = (written.target, true);
        self.path = written.path;
        let out = self.keys(snapshot).filter(|key| written.out.contains(&key.uid));
        self.out = out.map(|key| key.name().to_owned()).collect();
        self.suggested.clone_from(&self.path);
        (self.delete, self.delete_after_secs) = (written.delete, written.delete_after_secs);
    }

    /// Another project: its environment of the same name, or its first, as if the dialog had been opened on it. A path of a
    /// person's own stays.
    pub fn choose_project(&mut self, project: &Project, snapshot: &Snapshot) {
        let environment = self.place.take().map(|place| place.environment);
        self.project.clone_from(&project.name);
        (self.target, self.has_chosen) = (Target::default(), false);
        if self.path == self.suggested {
            self.path.clear();
            self.suggested.clear();
        }
        self.stand_at(place_in(project, environment.as_deref()), snapshot);
    }

    /// Another environment of the project.
    pub fn choose_place(&mut self, place: EnvRef, snapshot: &Snapshot) {
        self.stand_at(Some(place), snapshot);
    }

    pub(super) fn stand_at(&mut self, place: Option<EnvRef>, snapshot: &Snapshot) {
        self.place = place;
        self.preview = Preview::default();
        self.out.clear();
        self.changed();
        self.delete = self.is_protected(snapshot);
        self.suggest_path(snapshot);
        self.repeat(snapshot);
    }

    /// Another reader.
    pub fn choose_target(&mut self, target: Target, snapshot: &Snapshot) {
        let suggested = self.path.clone();
        (self.target, self.has_chosen) = (target, true);
        self.changed();
        self.suggest_path(snapshot);
        if self.path.is_empty() {
            self.path = suggested;
        }
    }

    /// Another reader than a person chose: what the one before could not hold is asked about anew.
    fn read_by(&mut self, target: Target) {
        if std::mem::replace(&mut self.target, target) != target {
            self.consents.left_out.clear();
        }
    }

    /// As the environment was written before this window was there, unless a person said otherwise meanwhile.
    pub(super) fn repeat_last(&mut self) {
        let Some(last) = self.proof.look().and_then(|look| look.last.clone()) else { return };
        if self.has_chosen || self.path != self.suggested || !self.out.is_empty() {
            return;
        }
        let path = short_path(&last.path);
        if self.path != path || self.target != last.target || !last.left_out.is_empty() {
            self.path = path;
            self.out.extend(last.left_out);
            self.read_by(last.target);
            self.proof.stale();
        }
        if let Some((secs, _)) =
            DELETE_AFTER.iter().find(|(secs, _)| last.delete_after == Some(Duration::from_secs(*secs)))
        {
            (self.delete, self.delete_after_secs) = (true, *secs);
        }
        (self.suggested, self.has_chosen) = (self.path.clone(), true);
    }

    /// Until a person chooses, the reader is the one that the folder shows.
    pub(super) fn follow_folder(&mut self) {
        let likely = self.proof.look().and_then(|look| look.likely.first()).copied();
        if let Some(likely) = likely.filter(|likely| !self.has_chosen && *likely != self.target) {
            self.read_by(likely);
            // The name follows the reader, a path of a person's own stays.
            if let Some(place) = self.place.as_ref().filter(|_| self.path == self.suggested && !self.path.is_empty()) {
                let path = Path::new(&self.path).with_file_name(likely.file_name(&place.environment));
                self.path = short_path(&path);
                self.suggested.clone_from(&self.path);
            }
            self.proof.stale();
        }
    }

    /// For whom the environment was written last, by this window or before it.
    pub fn last_used(&self) -> Option<Target> {
        let before = self.place.as_ref().and_then(|place| self.before.of(place)).map(|written| written.target);
        before.or_else(|| self.proof.look()?.last.as_ref().map(|last| last.target))
    }
}
