//! Taking an import back: what it made goes, what it replaced stands as before; all of it or nothing, until one of its keys
//! changes.

use std::path::PathBuf;

use super::import::{ImportWish, Touched};
use super::written::absolute;
use super::{Error, Vault};
use crate::catalog::{
    ImportRow, ImportedFileRow, ImportedKeyRow, Intent, IntentWork, KeySnapshot, PlaceFound, Placement, Status, Version,
};
use crate::model::{ActivityKind, EnvRef, ImportId, Key, KeyUid, Secret};

/// An import that was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// From which environment.
    pub into: EnvRef,
    /// What had been read.
    pub from: String,
    /// How many keys are gone.
    pub gone: usize,
    /// How many stand as before.
    pub put_back: usize,
}

/// One key of an import, checked: it stands as the import left it.
struct Back {
    row: ImportedKeyRow,
    key: Key,
    /// As it stood before; none for a new key.
    before: Option<KeySnapshot>,
    /// The version that becomes live again, where there was a secret.
    old: Option<Version>,
}

impl Vault {
    /// Keeps what has to be known to take an import back.
    pub(super) fn keep_import(
        &self,
        wish: &ImportWish,
        source: String,
        texts: &[(PathBuf, Secret)],
        made_place: bool,
        touched: &Touched,
    ) -> Result<ImportId, Error> {
        let place = self.catalog.place(&wish.into)?.ok_or(Error::ChangedMeanwhile)?;
        let mut files = Vec::new();
        for (path, text) in texts {
            files.push(ImportedFileRow { path: absolute(path)?, mark: self.mark_of(text)? });
        }
        let import = ImportRow {
            id: ImportId(0),
            at: self.now(),
            environment: place.environment,
            source,
            made_place,
            keys: touched.before.len() + touched.new_secret.len() + touched.new_plain.len(),
            stays: None,
        };
        self.catalog.write(|| {
            let id = self.catalog.keep_import(&import, &super::import_files::read_as(wish), &files)?;
            for uid in touched.new_secret.iter().chain(&touched.new_plain) {
                self.catalog.keep_imported_key(id, *uid, None)?;
            }
            for before in &touched.before {
                self.catalog.keep_imported_key(id, before.key(), Some(before))?;
            }
            Ok(id)
        })
    }

    /// The newest import into an environment.
    pub fn last_import(&self, place: &EnvRef) -> Result<ImportId, Error> {
        let found = self.place_id(place)?;
        let imports = self.catalog.imports(Some(found.environment), 1)?;
        let nothing = || Error::Refused(format!("nothing was imported into {place} that could be undone"));
        imports.first().map(|import| import.id).ok_or_else(nothing)
    }

    /// Takes an import back, all or nothing: what it made is gone, from the store too; what it replaced stands as before.
    ///
    /// # Errors
    /// Once one of its keys changed, or the vault holds the only copy of a value: the reason, and nothing is changed.
    pub fn undo_import(&mut self, id: ImportId) -> Result<Undone, Error> {
        self.opened()?;
        self.keychain_stands()?;
        let import = self.catalog.import(id)?.ok_or_else(|| refused("it was already undone, or is not known"))?;
        let into = self.catalog.place_of(import.environment)?.ok_or(Error::ChangedMeanwhile)?;
        let backs = self.check_undo(&import)?;
        // Looked at before anything changes: what can't be read is not put in the place of what can.
        let old: Vec<Version> = backs.iter().filter_map(|back| back.old.clone()).collect();
        self.values_of(&old)?;
        let owner = self.owner_name()?;
        let batch = self.nonce() as i64;
        let files = self.catalog.imported_files(id)?;
        let undone = Undone {
            into,
            from: import.source.clone(),
            gone: backs.iter().filter(|back| back.before.is_none()).count(),
            put_back: backs.iter().filter(|back| back.before.is_some()).count(),
        };
        let deletes = self.catalog.write(|| {
            // Looked at again, inside the transaction.
            let again = self.check_undo(&import)?;
            if again.len() != backs.len() {
                return Err(Error::ChangedMeanwhile);
            }
            let mut deletes = Vec::new();
            for back in &backs {
                match &back.before {
                    None => deletes.extend(self.take_out_new(back, &owner, batch)?),
                    Some(before) => self.put_back_old(back, before)?,
                }
            }
            for file in &files {
                // What it holds is no copy of the vault's any more: nothing may replace it unasked.
                self.catalog.forget_written_file(&file.path)?;
            }
            for (project, folder) in self.catalog.links_of_import(id)? {
                self.note(ActivityKind::PlaceChanged, Some(project), Some(format!("unlinked {}", folder.display())))?;
            }
            self.catalog.unlink_folders_of_import(id)?;
            let detail = format!("from {}: {} gone, {} as before", undone.from, undone.gone, undone.put_back);
            self.note(ActivityKind::ImportUndone, Some(undone.into.to_string()), Some(detail))?;
            self.catalog.forget_import(id)?;
            Ok(deletes)
        })?;
        // It is taken back now. A store that does not answer is asked again later.
        let _ = self.finish_undo(&deletes, &import, &undone.into, &files);
        Ok(undone)
    }

    /// Each key as it is and was; an error names the first reason why it can't be.
    fn check_undo(&self, import: &ImportRow) -> Result<Vec<Back>, Error> {
        if let Some(why) = &import.stays {
            return Err(Error::Refused(why.clone()));
        }
        let gone = |path: &PathBuf| std::fs::symlink_metadata(path).is_err();
        if let Some(file) = self.catalog.imported_files(import.id)?.into_iter().find(|file| gone(&file.path)) {
            return Err(only_copy(&crate::fs::short_path(&file.path)));
        }
        let rows = self.catalog.imported_keys(import.id)?;
        if rows.len() != import.keys {
            return Err(refused("a key of it was deleted since"));
        }
        if rows.is_empty() {
            return Err(refused("everything in it was already there, so there is nothing to undo"));
        }
        rows.into_iter().map(|row| self.check_back(import.id, row)).collect()
    }

    fn check_back(&self, import: ImportId, row: ImportedKeyRow) -> Result<Back, Error> {
        if self.catalog.intent_of(row.key)?.is_some() {
            return Err(Error::BeingChanged);
        }
        let key = self.catalog.key(row.key)?.ok_or(Error::BeingChanged)?;
        let live = self.catalog.live_version(row.key)?.map(|version| version.id);
        if live != Some(row.version) || self.catalog.revision(row.key)? != Some(row.revision) {
            return Err(refused(&format!("{} was changed since", key.reference)));
        }
        let before = self.catalog.kept_snapshot(import, row.key)?;
        let mut old = None;
        if let (Some(_), Some(id)) = (&before, row.before.filter(|id| *id != row.version)) {
            // The row of a plain one that a secret replaced is gone; its text is in the snapshot.
            old = self.catalog.version(id)?;
            let is_there = old.as_ref().is_none_or(|old| old.status == Status::Kept && old.ended_at.is_none());
            if !is_there {
                return Err(refused(&format!("the old value of {} is gone or has ended since", key.reference)));
            }
        }
        Ok(Back { row, key, before, old })
    }

    /// A new key goes: at once where nothing of it lies outside, else noted as an intent. Inside the caller's transaction.
    fn take_out_new(&self, back: &Back, owner: &str, batch: i64) -> Result<Option<KeyUid>, Error> {
        let uid = back.row.key;
        let versions = self.catalog.versions_of(uid)?;
        if versions.iter().any(|version| version.placement == Placement::Outside) {
            for version in versions.iter().filter(|version| version.status == Status::Live) {
                // Nothing of it is seen any more, also where its item can't be taken out now.
                self.catalog.give_up(version.id)?;
            }
            self.catalog.open_intent(&Intent {
                id: 0,
                key: uid,
                work: IntentWork::Delete,
                made_from: None,
                owner: owner.to_owned(),
                batch,
                act: ActivityKind::Deleted,
                keep_secs: 0,
                sealed_value: None,
                begun_at: self.now(),
            })?;
            return Ok(Some(uid));
        }
        for version in versions.iter().filter(|version| version.placement == Placement::Sealed) {
            self.delete_sealed(version)?;
        }
        self.note(ActivityKind::Deleted, Some(back.key.reference.to_string()), Some("import taken back".into()))?;
        self.catalog.drop_key(uid)?;
        Ok(None)
    }

    /// A replaced key stands as before. Inside the caller's transaction.
    fn put_back_old(&self, back: &Back, before: &KeySnapshot) -> Result<(), Error> {
        let uid = back.row.key;
        if before.live() != Some(back.row.version) {
            let now = self.catalog.version(back.row.version)?.ok_or(Error::ChangedMeanwhile)?;
            match now.placement {
                Placement::Outside => self.catalog.give_up(now.id)?,
                Placement::Sealed => {
                    self.delete_sealed(&now)?;
                    self.catalog.drop_version(now.id)?;
                }
                Placement::None => self.catalog.drop_version(now.id)?,
            }
            match &back.old {
                Some(old) => self.catalog.make_live(old.id)?,
                None => self.add_plain_version(uid)?,
            }
        }
        self.catalog.put_back_row(before)?;
        self.note(ActivityKind::PutBack, Some(back.key.reference.to_string()), Some("import taken back".into()))
    }

    fn finish_undo(
        &mut self,
        deletes: &[KeyUid],
        import: &ImportRow,
        into: &EnvRef,
        files: &[ImportedFileRow],
    ) -> Result<(), Error> {
        let mut trouble = None;
        for uid in deletes {
            let Some(intent) = self.catalog.intent_of(*uid)? else { continue };
            if let Err(error) = self.finish_delete(&intent) {
                trouble.get_or_insert(error);
            }
        }
        // The values that had replaced others.
        self.forget_due()?;
        if import.made_place && trouble.is_none() {
            self.catalog.write::<_, Error>(|| match self.catalog.place(into)? {
                Some(place) => self.take_place_back(&place, files),
                None => Ok(()),
            })?;
        }
        // What was deleted must not stay readable in the write-ahead log.
        self.catalog.checkpoint()?;
        trouble.map_or(Ok(()), Err)
    }

    /// The environment that an import made. Where it is all that its project holds, the folder that the files lay in is no
    /// reason for the project to stay.
    fn take_place_back(&self, place: &PlaceFound, files: &[ImportedFileRow]) -> Result<(), Error> {
        let projects = self.catalog.projects()?;
        let alone = projects.iter().find(|one| one.name == place.place.project && one.environments.len() == 1);
        if self.catalog.delete_empty_place(place)?
            && let Some(project) = alone
        {
            for folder in &project.folders {
                if files.iter().any(|file| file.path.starts_with(&folder.path)) {
                    self.catalog.unlink_folder(place.project, &folder.path)?;
                }
            }
            self.catalog.delete_bare_project(place.project)?;
        }
        Ok(())
    }
}

fn refused(why: &str) -> Error {
    Error::Refused(format!("{why}. An import can be undone until one of its keys changes"))
}

/// Why an import stays whose file is gone.
pub(super) fn only_copy(file: &str) -> Error {
    Error::Refused(format!("{file} is gone, so the vault holds the only copy. Disable and delete the keys instead"))
}

/// For people who look at what can be taken back.
pub(super) fn why_it_stays(vault: &Vault, import: &ImportRow) -> Option<String> {
    vault.check_undo(import).err().map(|error| error.why_and_advice().0)
}
