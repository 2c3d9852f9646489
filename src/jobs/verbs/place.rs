//! Projects, their environments and folders.

use std::path::Path;

use super::super::answers::Done;
use super::super::asks::PlaceChange;
use super::super::desk::Desk;
use super::super::talk::{Event, Failure};
use super::super::words::title;
use crate::fs::{short_path, show_folder};
use crate::model::{EnvRef, KeyUid};
use crate::vault::{Error, Vault};

impl Desk {
    pub(super) fn change_place(&mut self, change: PlaceChange) {
        match self.verb(|vault| carry_out(vault, &change)) {
            Ok(protected) => {
                self.done(Done::PlaceChanged(change));
                if let Some(place) = protected {
                    self.out.send(Event::Done(Done::PlaceProtected(place)));
                }
            }
            Err(error) => {
                let (what, which) = told(&change);
                self.refuse(what, &which, &error);
                // Of a project's keys some may be gone.
                self.snapshot();
            }
        }
    }

    /// Folders are looked at here: one on a disk that is away takes its time.
    pub(super) fn look_at_folders(&mut self) {
        let projects = self.verb(|vault| vault.projects()).unwrap_or_default();
        let folders = projects.into_iter().flat_map(|project| project.folders);
        let gone = folders.map(|folder| folder.path).filter(|path| !path.is_dir()).collect();
        self.out.send(Event::FoldersGone(gone));
    }

    /// Nothing is said of one that is shown.
    pub(super) fn open_folder(&self, folder: &Path) {
        let title = title("open", &short_path(folder));
        let failure = if folder.is_dir() {
            let Err(error) = show_folder(folder) else { return };
            let failure = Failure::new(title, "No file manager took it.", "Open the folder yourself.");
            Failure { details: error.to_string(), ..failure }
        } else {
            Failure::new(title, "It is gone.", "Put it back, or unlink it.")
        };
        self.out.send(Event::Failed(failure));
    }
}

/// Carries it out; returns the environment that is protected by it, without having been asked for.
fn carry_out(vault: &mut Vault, change: &PlaceChange) -> Result<Option<EnvRef>, Error> {
    let mut protected = None;
    match change {
        PlaceChange::AddProject(name) => vault.add_project(name),
        PlaceChange::RenameProject { name, to } => vault.rename_project(name, to),
        PlaceChange::Archive { name, archived } => vault.set_archived(name, *archived),
        PlaceChange::DeleteProject { name, keys } => {
            let mut stand: Vec<KeyUid> =
                vault.list()?.keys.iter().filter(|k| k.place().project == *name).map(|k| k.uid).collect();
            let mut seen = keys.clone();
            stand.sort_unstable();
            seen.sort_unstable();
            if stand != seen {
                return Err(Error::ChangedMeanwhile);
            }
            if !keys.is_empty() {
                vault.delete(keys, true)?;
            }
            vault.delete_project(name)
        }
        PlaceChange::LinkFolder { project, folder } => vault.link_folder(project, folder),
        PlaceChange::LinkAgain { project, folder } => vault.link_folder_again(project, folder),
        PlaceChange::UnlinkFolder { project, folder } => vault.unlink_folder(project, folder),
        PlaceChange::AddEnvironment(place) => vault.add_environment(place),
        PlaceChange::RenameEnvironment { place, to } => vault.rename_environment(place, to).map(|protects| {
            protected = EnvRef::new(&place.project, to).ok().filter(|_| protects);
        }),
        PlaceChange::ShortName { place, short } => vault.set_short_name(place, short.as_deref()),
        PlaceChange::Protect { place, protected } => vault.set_protected(place, *protected),
        PlaceChange::Order { project, names } => vault.order_environments(project, names),
        PlaceChange::RemoveEnvironment(place) => vault.remove_environment(place),
    }?;
    Ok(protected)
}

/// "rename" · "Storefront".
fn told(change: &PlaceChange) -> (&'static str, String) {
    match change {
        PlaceChange::AddProject(name) => ("add", name.clone()),
        PlaceChange::RenameProject { name, .. } => ("rename", name.clone()),
        PlaceChange::Archive { name, archived: true } => ("archive", name.clone()),
        PlaceChange::Archive { name, archived: false } => ("unarchive", name.clone()),
        PlaceChange::DeleteProject { name, .. } => ("delete", name.clone()),
        PlaceChange::LinkFolder { folder, .. } | PlaceChange::LinkAgain { folder, .. } => ("link", short_path(folder)),
        PlaceChange::UnlinkFolder { folder, .. } => ("unlink", short_path(folder)),
        PlaceChange::AddEnvironment(place) => ("add", place.to_string()),
        PlaceChange::RenameEnvironment { place, .. } => ("rename", place.to_string()),
        PlaceChange::ShortName { place, .. } | PlaceChange::Protect { place, .. } => ("change", place.to_string()),
        PlaceChange::Order { project, .. } => ("order the environments of", project.clone()),
        PlaceChange::RemoveEnvironment(place) => ("remove", place.to_string()),
    }
}
