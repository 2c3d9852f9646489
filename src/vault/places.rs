//! Projects, their folders and environments.

use std::path::{Path, PathBuf};

use super::{Error, Vault};
use crate::catalog::{CatalogError, PlaceFound, ProjectId};
use crate::model::{ActivityKind, EnvRef, EnvironmentId, ImportId, Project, check_place_name, is_protected_at_first};

/// Characters of an environment's short name.
const MAX_SHORT_NAME: usize = 12;

impl Vault {
    /// All projects with their environments and folders.
    pub fn projects(&self) -> Result<Vec<Project>, Error> {
        Ok(self.catalog.projects()?)
    }

    fn project_id(&self, name: &str) -> Result<ProjectId, Error> {
        match self.catalog.project(name) {
            Ok(Some((id, _))) => Ok(id),
            Ok(None) => Err(self.unknown_project(name)?),
            Err(other) => Err(twin(other)),
        }
    }

    pub(super) fn place_id(&self, place: &EnvRef) -> Result<PlaceFound, Error> {
        match self.catalog.place(place) {
            Ok(Some(found)) => Ok(found),
            Ok(None) => Err(self.unknown_place(place)?),
            Err(other) => Err(twin(other)),
        }
    }

    pub(super) fn change_place(
        &self,
        subject: &str,
        detail: String,
        change: impl FnOnce() -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.opened()?;
        self.catalog.write(|| {
            change()?;
            self.note(ActivityKind::PlaceChanged, Some(subject.to_owned()), Some(detail))
        })
    }

    /// Adds a project without environments.
    pub fn add_project(&mut self, name: &str) -> Result<(), Error> {
        let name = check_place_name(name)?;
        self.refuse_words("the name", &name)?;
        self.change_place(&name, "added".into(), || {
            if self.catalog.project(&name).map_err(twin)?.is_some() {
                return Err(Error::Refused(format!("{name} exists already. Choose another name")));
            }
            self.catalog.ensure_project(&name)?;
            Ok(())
        })
    }

    /// Puts a project at the end of the list, or back among the others; its keys stay as they are.
    pub fn set_archived(&mut self, name: &str, archived: bool) -> Result<(), Error> {
        let id = self.project_id(name)?;
        let detail = if archived { "archived" } else { "taken out of the archive" };
        self.change_place(name, detail.into(), || Ok(self.catalog.set_archived(id, archived)?))
    }

    /// Gives a project another name.
    pub fn rename_project(&mut self, name: &str, to: &str) -> Result<(), Error> {
        let id = self.project_id(name)?;
        let to = check_place_name(to)?;
        self.refuse_words("the name", &to)?;
        self.change_place(&to, format!("renamed from {name}"), || {
            self.catalog.rename_project(id, &to).map_err(|e| renamed(e, &to, || self.catalog.project(&to).map(drop)))
        })
    }

    /// Takes away a project without keys.
    pub fn delete_project(&mut self, name: &str) -> Result<(), Error> {
        let id = self.project_id(name)?;
        self.change_place(name, "deleted".into(), || {
            let keys = self.catalog.count_keys(id)?;
            if keys > 0 {
                let word = if keys == 1 { "key" } else { "keys" };
                return Err(Error::Refused(format!("it still has {keys} {word}. Move or delete them first")));
            }
            Ok(self.catalog.delete_project(id)?)
        })
    }

    /// Links a folder of source code; makes the project where it is missing. One that is linked already stays so, and is a
    /// person's from here on, whoever linked it first.
    pub fn link_folder(&mut self, project: &str, folder: &Path) -> Result<(), Error> {
        self.link(project, folder, None)
    }

    /// The same for an import, which takes the link with it where it is taken back; not one that stood there before.
    pub fn link_folder_of_import(
        &mut self,
        import: Option<ImportId>,
        project: &str,
        folder: &Path,
    ) -> Result<(), Error> {
        let is_there = std::fs::canonicalize(folder)
            .is_ok_and(|folder| self.folders_of(project).is_ok_and(|linked| linked.contains(&folder)));
        if is_there { Ok(()) } else { self.link(project, folder, import) }
    }

    fn link(&mut self, project: &str, folder: &Path, import: Option<ImportId>) -> Result<(), Error> {
        let project = &check_place_name(project)?;
        let folder = std::fs::canonicalize(folder)
            .ok()
            .filter(|path| path.is_dir())
            .ok_or_else(|| Error::Refused(format!("{} is not a folder. Check the path", folder.display())))?;
        if self.folders_of(project)?.contains(&folder) {
            let id = self.project_id(project)?;
            return self.catalog.write(|| Ok(self.catalog.link_goes_with(id, &folder, None)?));
        }
        self.refuse_new_project(project)?;
        self.make_link(project, &folder, import)
    }

    /// Links a folder again that was linked a moment ago; it may be gone from the disk.
    pub fn link_folder_again(&mut self, project: &str, folder: &Path) -> Result<(), Error> {
        self.project_id(project)?;
        if self.folders_of(project)?.iter().any(|linked| linked == folder) {
            return Ok(());
        }
        self.make_link(project, folder, None)
    }

    fn make_link(&self, project: &str, folder: &Path, import: Option<ImportId>) -> Result<(), Error> {
        self.change_place(project, format!("linked {}", folder.display()), || {
            let id = self.catalog.ensure_project(project).map_err(twin)?;
            self.catalog.link_folder(id, folder)?;
            Ok(self.catalog.link_goes_with(id, folder, import)?)
        })
    }

    fn folders_of(&self, project: &str) -> Result<Vec<PathBuf>, Error> {
        let projects = self.catalog.projects()?;
        let found = projects.into_iter().find(|one| one.name == project);
        Ok(found.map_or_else(Vec::new, |one| one.folders.into_iter().map(|folder| folder.path).collect()))
    }

    /// Takes a folder's link away; the folder itself may be gone.
    pub fn unlink_folder(&mut self, project: &str, folder: &Path) -> Result<(), Error> {
        let id = self.project_id(project)?;
        let folder = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        self.change_place(project, format!("unlinked {}", folder.display()), || {
            if self.catalog.unlink_folder(id, &folder)? {
                Ok(())
            } else {
                Err(Error::Refused(format!("{} is not linked. `keyloft project ls` lists what is", folder.display())))
            }
        })
    }

    /// Adds an environment (and its project where it is missing).
    pub fn add_environment(&mut self, place: &EnvRef) -> Result<(), Error> {
        self.refuse_new_place(place)?;
        self.change_place(&place.to_string(), "added".into(), || {
            match self.catalog.place(place) {
                Ok(Some(_)) => return Err(Error::Refused(format!("{place} exists already. Choose another name"))),
                Err(e) => return Err(twin(e)),
                Ok(None) => {}
            }
            let project = self.catalog.ensure_project(&place.project).map_err(twin)?;
            let protected = is_protected_at_first(&place.environment);
            self.catalog.add_environment(project, &place.environment, protected)?;
            Ok(())
        })
    }

    /// Gives an environment another name. Its protection stays, and one that gets a name which is protected at first is
    /// protected from then on; true where this did so.
    pub fn rename_environment(&mut self, place: &EnvRef, to: &str) -> Result<bool, Error> {
        let found = self.place_id(place)?;
        let to = check_place_name(to)?;
        self.refuse_words("the name", &to)?;
        // Who took the protection away from such a name keeps it so.
        let had = found.protected || is_protected_at_first(&found.place.environment);
        let protects = !had && is_protected_at_first(&to);
        let detail = format!("renamed to {to}{}", if protects { ", protected" } else { "" });
        self.change_place(&place.to_string(), detail, || {
            let there = EnvRef { project: place.project.clone(), environment: to.clone() };
            self.catalog
                .rename_environment(found.environment, &to)
                .map_err(|e| renamed(e, &there.to_string(), || self.catalog.place(&there).map(drop)))?;
            if protects {
                self.catalog.set_protected(found.environment, true)?;
            }
            Ok(())
        })?;
        Ok(protects)
    }

    /// Gives an environment a name for narrow windows; none takes it away.
    pub fn set_short_name(&mut self, place: &EnvRef, short: Option<&str>) -> Result<(), Error> {
        let found = self.place_id(place)?;
        let short = short.map(check_place_name).transpose()?;
        self.refuse_words("the short name", short.as_deref().unwrap_or_default())?;
        if short.as_ref().is_some_and(|short| short.chars().count() > MAX_SHORT_NAME) {
            return Err(Error::Refused(format!("a short name has up to {MAX_SHORT_NAME} characters. Shorten it")));
        }
        let detail = short.as_ref().map_or_else(|| "no short name".into(), |short| format!("short name {short}"));
        self.change_place(&place.to_string(), detail, || {
            Ok(self.catalog.set_short_name(found.environment, short.as_deref())?)
        })
    }

    /// Takes away an environment without keys.
    pub fn remove_environment(&mut self, place: &EnvRef) -> Result<(), Error> {
        let found = self.place_id(place)?;
        self.change_place(&place.to_string(), "removed".into(), || {
            if self.catalog.delete_environment(found.environment)? {
                return Ok(());
            }
            Err(Error::Refused("it still has keys. Move or delete them first".into()))
        })
    }

    /// Protects an environment or takes the protection away.
    pub fn set_protected(&mut self, place: &EnvRef, protected: bool) -> Result<(), Error> {
        let found = self.place_id(place)?;
        let detail = if protected { "protected" } else { "unprotected" };
        self.change_place(&place.to_string(), detail.into(), || {
            Ok(self.catalog.set_protected(found.environment, protected)?)
        })
    }

    /// Puts a project's environments into the order named; every one of them has to be named once.
    pub fn order_environments(&mut self, project: &str, names: &[String]) -> Result<(), Error> {
        self.project_id(project)?;
        let mut order: Vec<EnvironmentId> = Vec::new();
        for name in names {
            let id = self.place_id(&EnvRef::new(project, name)?)?.environment;
            if order.contains(&id) {
                return Err(Error::Refused(format!("{name} is named twice. Name each environment once")));
            }
            order.push(id);
        }
        let all = self.catalog.projects()?.into_iter().find(|p| p.name == project).map_or(0, |p| p.environments.len());
        if order.len() != all {
            return Err(Error::Refused(format!("{project} has {all} environments. Name each of them once")));
        }
        self.change_place(project, format!("ordered {}", names.join(", ")), || {
            Ok(self.catalog.order_environments(&order)?)
        })
    }
}

pub(super) fn twin(error: CatalogError) -> Error {
    match error {
        CatalogError::Twin(kept) => Error::Twin(kept),
        other => other.into(),
    }
}

/// Why a name could not be had: what `look` finds there is its twin, or else the name itself.
fn renamed(error: CatalogError, to: &str, look: impl FnOnce() -> Result<(), CatalogError>) -> Error {
    match error {
        CatalogError::Taken => {
            look().map_or_else(twin, |()| Error::Refused(format!("{to} exists already. Choose another name")))
        }
        other => other.into(),
    }
}
