//! Files that Keyloft wrote: knowing them again, and deleting them when their time is over if nobody changed them.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Error, Vault, delete_after};
use crate::catalog::{TAKEN_OVER, WrittenFile};
use crate::envfile::MAX_FILE;
use crate::fs::{Removed, Replace, WriteError, read_regular, remove_if, write_whole_after};
use crate::model::{ActivityKind, EnvRef, KeyUid, Secret};
use crate::runtime::{LaunchError, RuntimeFolder};

/// A file is written at most as large as one is read, and a little more for what other writers add.
pub(super) const LARGEST: u64 = 2 * MAX_FILE as u64;

/// What is to be written, and where.
pub(super) struct ToWrite<'a> {
    /// As the user named it.
    pub path: &'a Path,
    /// Every byte.
    pub text: &'a Secret,
    /// Whether what stands there may go.
    pub replace: Replace,
    /// Which environment; none where its values are of several.
    pub place: Option<&'a EnvRef>,
    /// For whom: a target's word, or what stands for one.
    pub target: &'static str,
    /// Whose values.
    pub keys: &'a [KeyUid],
    /// Delete it after this long.
    pub delete_after: Option<Duration>,
}

/// What became of a file whose time was over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEnd {
    /// Which file.
    pub path: PathBuf,
    /// True if it is gone; false if somebody changed it, so that it was left.
    pub gone: bool,
}

impl Vault {
    /// True if Keyloft wrote the file and nobody changed it since.
    pub fn is_as_written(&self, path: &Path) -> Result<bool, Error> {
        let Ok(path) = absolute(path) else { return Ok(false) };
        let Some(known) = self.catalog.written_file(&path)? else { return Ok(false) };
        let Ok(there) = read_regular(&path, LARGEST) else { return Ok(false) };
        Ok(self.mark_of(&there)? == known.mark)
    }

    /// True for a file that is still as someone else wrote it, and which Keyloft writes from now on.
    pub(super) fn is_taken_over(&self, path: &Path) -> Result<bool, Error> {
        let known = self.catalog.written_file(&absolute(path)?)?;
        Ok(known.is_some_and(|known| known.target == TAKEN_OVER))
    }

    pub(super) fn mark_of(&self, bytes: &Secret) -> Result<Vec<u8>, Error> {
        Ok(self.opened()?.sealer.fingerprint(bytes).to_vec())
    }

    /// Writes the file whole and keeps in the catalog that it is ours. It is known before it is there, so that a crash in
    /// between leaves no file that nobody will delete. Its use is noted by `note` when all of it lies on the disk and nothing but
    /// its name is to come: what the disk refuses is no use, and no file is there without one.
    pub(super) fn write_ours(
        &mut self,
        wish: &ToWrite<'_>,
        note: impl FnOnce(&Self) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let path = absolute(wish.path)?;
        let now = self.now();
        let environment = match wish.place {
            Some(place) => self.catalog.place(place)?.map(|found| found.environment),
            None => None,
        };
        let ours = WrittenFile {
            path: path.clone(),
            environment,
            target: wish.target.to_owned(),
            mark: self.mark_of(wish.text)?,
            written_at: now,
            delete_at: wish.delete_after.and_then(|time| chrono::Duration::from_std(time).ok()).map(|time| now + time),
        };
        let before = self.catalog.written_file(&path)?;
        let keys_before = self.catalog.keys_in_written_file(&path)?;
        self.catalog.write::<_, Error>(|| Ok(self.catalog.keep_written_file(&ours, wish.keys)?))?;
        let written = match wish.delete_after {
            Some(time) => self.start_delete_after(&path, wish.text, time),
            None => Ok(()),
        }
        .and_then(|()| write_whole_after(wish.path, wish.text, wish.replace, || note(self)));
        if written.is_err() {
            // What stands there is what stood there.
            let _ = self.catalog.write::<_, Error>(|| match &before {
                Some(before) => Ok(self.catalog.keep_written_file(before, &keys_before)?),
                None => Ok(self.catalog.forget_written_file(&path).map(|_known| ())?),
            });
        }
        written
    }

    fn start_delete_after(&self, path: &Path, text: &Secret, time: Duration) -> Result<(), Error> {
        let refused = |why: &dyn std::fmt::Display| Error::Refused(format!("{why}. Leave --delete-after out"));
        let folder = RuntimeFolder::open().map_err(|e| refused(&e))?;
        let launch = self.launch(folder).map_err(|e| refused(&LaunchError::Start(e)))?;
        let home = std::path::absolute(self.home.path()).unwrap_or_else(|_| self.home.path().to_owned());
        delete_after::start(&launch, &home, path, text, time).map_err(|e| refused(&e))
    }

    /// Deletes the files with a key's value that Keyloft wrote, whenever their time is. One that somebody changed since is
    /// left, and stays known: the value may still be in it.
    pub fn delete_files_of(&mut self, uid: KeyUid) -> Result<Vec<FileEnd>, Error> {
        let sealer = std::rc::Rc::clone(&self.opened()?.sealer);
        let reference = self.key(uid)?.reference.to_string();
        let mut ends = Vec::new();
        for path in
            self.catalog.keys_in_written_files()?.into_iter().filter(|file| file.key == uid).map(|file| file.path)
        {
            let Some(file) = self.catalog.written_file(&path)? else { continue };
            let removed = remove_if(&path, LARGEST, |bytes| sealer.fingerprint(bytes).to_vec() == file.mark)?;
            let gone = removed != Removed::Changed;
            if gone {
                self.catalog.write(|| {
                    self.catalog.forget_written_file(&path)?;
                    let detail = format!("deleted {}", path.display());
                    self.note(ActivityKind::FileDeleted, Some(reference.clone()), Some(detail))
                })?;
            }
            ends.push(FileEnd { path, gone });
        }
        Ok(ends)
    }

    /// Deletes what is due and nobody changed; the helper may have done it already. What was changed is left, and not
    /// asked after again. Not while the clock can't be trusted.
    pub fn delete_due_files(&mut self) -> Result<Vec<FileEnd>, Error> {
        let now = self.now();
        let due = self.catalog.written_files_due(now)?;
        if due.is_empty() || !self.clock_is_trusted(now)? {
            return Ok(Vec::new());
        }
        let mut ends = Vec::new();
        for file in due {
            let sealer = std::rc::Rc::clone(&self.opened()?.sealer);
            let removed = remove_if(&file.path, LARGEST, |bytes| sealer.fingerprint(bytes).to_vec() == file.mark);
            let gone = match removed {
                Ok(Removed::Now | Removed::Before) => true,
                Ok(Removed::Changed) => false,
                // A disk that is not there today: looked at again at the next start.
                Err(_) => continue,
            };
            self.catalog.write(|| {
                let word = if gone {
                    self.catalog.forget_written_file(&file.path)?;
                    "deleted"
                } else {
                    self.catalog.leave_written_file(&file.path)?;
                    "left, as it was changed:"
                };
                let detail = format!("{word} {}", file.path.display());
                self.note(ActivityKind::FileDeleted, None, Some(detail))
            })?;
            ends.push(FileEnd { path: file.path, gone });
        }
        Ok(ends)
    }
}

/// The path from the root, links in its folders followed, its last part as it is: the same file always reads the same.
pub(super) fn absolute(path: &Path) -> Result<PathBuf, Error> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path
        .file_name()
        .ok_or_else(|| Error::File(WriteError::NotRegular { path: path.to_owned(), what: "a folder" }))?;
    let folder = std::fs::canonicalize(folder).map_err(|source| {
        let reason = crate::fs::plain_reason(&source);
        Error::File(WriteError::Io { path: folder.to_owned(), reason, source })
    })?;
    Ok(folder.join(name))
}
