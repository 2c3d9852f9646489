//! The folder a sample lies in: held while it lives, so that what a killed one left behind is told from it and taken away.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::super::Error;
use crate::fs::{Home, HomeError, Lock};

/// The folders of samples begin so.
const PREFIX: &str = "keyloft-demo-";
/// Stands in each of them, and is locked while its sample lives.
const HELD: &str = "demo.lock";

/// A sample's folder; gone when it is dropped, after a crash by the next sample.
#[derive(Debug)]
pub struct SampleFolder {
    // Let go before the folder goes: some systems remove no file that is locked.
    _held: Lock,
    folder: TempDir,
}

impl SampleFolder {
    /// A new folder, in memory where the system has such a place: a hundred keys are a thousand synced writes.
    pub(super) fn new() -> Result<Self, Error> {
        let places = places();
        let fails =
            |source: std::io::Error| HomeError::Io { path: std::env::temp_dir(), reason: source.to_string(), source };
        loop {
            let made = places.iter().find_map(|place| tempfile::Builder::new().prefix(PREFIX).tempdir_in(place).ok());
            let folder = match made {
                Some(folder) => folder,
                None => tempfile::Builder::new().prefix(PREFIX).tempdir().map_err(fails)?,
            };
            // Another start may have taken it for a leftover in the moment before it was held.
            if let Some(held) = Home::at(folder.path()).try_lock(HELD)? {
                return Ok(Self { _held: held, folder });
            }
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Takes away the folders of samples that were killed.
pub(super) fn remove_leftovers() {
    for place in places() {
        remove_leftovers_in(&place);
    }
}

/// Only what is this user's, begins as such a folder does, holds the file that is locked, and is held by nobody.
fn remove_leftovers_in(place: &Path) {
    for entry in fs::read_dir(place).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_named = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
        let is_marked = || fs::symlink_metadata(path.join(HELD)).is_ok_and(|file| file.is_file());
        if !is_named || !fs::symlink_metadata(&path).is_ok_and(|facts| is_own_folder(&facts)) || !is_marked() {
            continue;
        }
        if let Ok(Some(_held)) = Home::at(&path).try_lock(HELD) {
            // What can't be removed now is tried again at the next start.
            let _ = fs::remove_dir_all(&path);
        }
    }
}

#[cfg(unix)]
fn is_own_folder(facts: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    facts.is_dir() && facts.uid() == rustix::process::geteuid().as_raw()
}

#[cfg(not(unix))]
fn is_own_folder(facts: &fs::Metadata) -> bool {
    facts.is_dir()
}

/// Where samples may lie, the best first.
fn places() -> Vec<PathBuf> {
    let login = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|path| path.is_absolute());
    let shared = cfg!(target_os = "linux").then(|| PathBuf::from("/dev/shm"));
    login.into_iter().chain(shared).chain([std::env::temp_dir()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_sample_left_goes_and_nothing_else() {
        let place = tempfile::tempdir().unwrap();
        let folder = |name: &str, file: &str| {
            let path = place.path().join(name);
            fs::create_dir(&path).unwrap();
            fs::write(path.join(file), "").unwrap();
            path
        };
        let left = folder("keyloft-demo-left", HELD);
        let lives = folder("keyloft-demo-lives", HELD);
        let unmarked = folder("keyloft-demo-unmarked", "vault.db");
        let other = folder("someone-elses", HELD);
        let held = Home::at(&lives).try_lock(HELD).unwrap();
        assert!(held.is_some());
        #[cfg(unix)]
        std::os::unix::fs::symlink(&other, place.path().join("keyloft-demo-link")).unwrap();
        remove_leftovers_in(place.path());
        assert!(!left.exists());
        for stays in [&lives, &unmarked, &other] {
            assert!(stays.exists(), "{}", stays.display());
        }
        drop(held);
        remove_leftovers_in(place.path());
        assert!(!lives.exists(), "its sample has ended");
        assert!(other.join(HELD).exists());
    }

    #[test]
    fn a_living_sample_stays() {
        let folder = SampleFolder::new().unwrap();
        remove_leftovers_in(folder.path().parent().unwrap());
        assert!(folder.path().exists());
    }
}
