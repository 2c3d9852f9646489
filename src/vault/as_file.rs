//! Keys that programs want as a file: written for one run into a folder that lives in memory, and gone with it.

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock, statfs};

use crate::fs::{Replace, WriteError, write_whole};
use crate::model::{Secret, VariableName};
use crate::runtime::RuntimeFolder;

/// The folders of runs begin so.
const PREFIX: &str = "run-";
/// What `statfs` says of file systems that are no disk (Linux: `linux/magic.h`).
const TMPFS: u32 = 0x0102_1994;
const RAMFS: u32 = 0x8584_58f6;

/// Why a key could not be handed over as a file.
#[derive(Debug, thiserror::Error)]
pub enum AsFileError {
    /// No folder of this user lives in memory.
    #[error("no folder of yours lives in memory, and a secret is not put on a disk for a run. Check XDG_RUNTIME_DIR")]
    NoMemory,
    /// The file was not written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The folder was not made.
    #[error("the folder for it can't be made in memory. Check XDG_RUNTIME_DIR")]
    Folder(#[source] std::io::Error),
}

/// The files of one run. Removed when it is dropped; after a crash by whoever looks next.
#[derive(Debug)]
pub struct RunFiles {
    folder: PathBuf,
    /// Held while the run lives.
    _lock: File,
}

impl RunFiles {
    /// A private folder in memory.
    pub fn new() -> Result<Self, AsFileError> {
        let parent = parent().ok_or(AsFileError::NoMemory)?;
        loop {
            let private = fs::Permissions::from_mode(0o700);
            let made = tempfile::Builder::new().prefix(PREFIX).permissions(private).tempdir_in(&parent);
            let made = made.map_err(AsFileError::Folder)?;
            // Whoever sweeps may have taken it for a leftover in the moment before it was held.
            let Ok(lock) = File::open(made.path()) else { continue };
            if flock(&lock, FlockOperation::NonBlockingLockExclusive).is_ok() && made.path().is_dir() {
                return Ok(Self { folder: made.keep(), _lock: lock });
            }
        }
    }

    /// Writes a key's value, byte for byte; gives its path.
    pub fn put(&self, name: &VariableName, value: &Secret) -> Result<PathBuf, AsFileError> {
        let path = self.folder.join(name.as_str());
        write_whole(&path, value, Replace::Never)?;
        Ok(path)
    }
}

impl Drop for RunFiles {
    fn drop(&mut self) {
        // What can't be removed now is tried again at the next start.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Removes what runs left behind that were killed; makes nothing.
pub(super) fn remove_leftovers() {
    let places = [RuntimeFolder::standing(), RuntimeFolder::standing_at(&shared_memory())];
    for entry in places.into_iter().flatten().filter_map(|place| fs::read_dir(place.path()).ok()).flatten().flatten() {
        let is_run = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
        if !is_run || !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        // A run that lives holds it.
        let Ok(folder) = File::open(entry.path()) else { continue };
        if flock(&folder, FlockOperation::NonBlockingLockExclusive).is_ok() {
            // What can't be removed now is tried again at the next start.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// This user's folder in memory: the runtime folder, or one in shared memory where that is on a disk.
fn parent() -> Option<PathBuf> {
    let runtime = RuntimeFolder::open().ok()?;
    if is_in_memory(runtime.path()) {
        return Some(runtime.path().to_owned());
    }
    let shared = RuntimeFolder::at(&shared_memory()).ok()?;
    is_in_memory(shared.path()).then(|| shared.path().to_owned())
}

fn shared_memory() -> PathBuf {
    Path::new("/dev/shm").join(format!("keyloft-{}", rustix::process::geteuid().as_raw()))
}

fn is_in_memory(folder: &Path) -> bool {
    statfs(folder).is_ok_and(|facts| [TMPFS, RAMFS].contains(&(facts.f_type as u32)))
}
