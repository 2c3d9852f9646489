//! Taking a file away, if it still is what it was.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use super::write::WriteError;
use crate::model::Secret;

/// What became of a file that was to be taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removed {
    /// It is gone now.
    Now,
    /// It was gone before.
    Before,
    /// Something else stands there: other bytes, a link, a folder. It was left alone.
    Changed,
}

/// Removes the regular file at `path` if `is_it` says so of its bytes, of which `limit` at most are read. No link is
/// followed, no pipe or device opened for content, and a file that was put there meanwhile is not removed.
pub fn remove_if(path: &Path, limit: u64, is_it: impl FnOnce(&Secret) -> bool) -> Result<Removed, WriteError> {
    let mut options = fs::OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC).bits() as i32);
    }
    let mut file = match options.open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Removed::Before),
        // The last part of the path is a link.
        Err(error) if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => {
            return Ok(Removed::Changed);
        }
        Err(error) => return Err(WriteError::io(path, error)),
    };
    let facts = file.metadata().map_err(|e| WriteError::io(path, e))?;
    if !facts.is_file() || facts.len() > limit {
        return Ok(Removed::Changed);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(facts.len()).unwrap_or(0) + 1);
    Read::by_ref(&mut file).take(limit + 1).read_to_end(&mut bytes).map_err(|e| WriteError::io(path, e))?;
    if !is_it(&Secret::new(bytes)) || !still_stands(path, &facts) {
        return Ok(Removed::Changed);
    }
    fs::remove_file(path).map_err(|e| WriteError::io(path, e))?;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        // Gone either way; a folder that can't be synced forgets it only after a loss of power.
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    Ok(Removed::Now)
}

/// True while the path still names the file whose bytes were read.
#[cfg(unix)]
fn still_stands(path: &Path, read: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::symlink_metadata(path).is_ok_and(|now| {
        (now.dev(), now.ino(), now.mtime(), now.mtime_nsec())
            == (read.dev(), read.ino(), read.mtime(), read.mtime_nsec())
    })
}

#[cfg(not(unix))]
fn still_stands(path: &Path, _read: &fs::Metadata) -> bool {
    fs::symlink_metadata(path).is_ok_and(|now| now.is_file())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    #[test]
    fn a_file_goes_only_if_it_is_the_one() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        assert_eq!(remove_if(&path, 10, |_| true).unwrap(), Removed::Before);
        fs::write(&path, "mine").unwrap();
        assert_eq!(remove_if(&path, 10, |_| false).unwrap(), Removed::Changed);
        assert_eq!(remove_if(&path, 3, |_| true).unwrap(), Removed::Changed, "more bytes than it had");
        assert_eq!(fs::read(&path).unwrap(), b"mine");
        assert_eq!(remove_if(&path, 10, |bytes| bytes.expose() == b"mine").unwrap(), Removed::Now);
        assert!(!path.exists());
    }

    #[test]
    fn links_folders_and_pipes_are_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        fs::write(at("target"), "x").unwrap();
        std::os::unix::fs::symlink(at("target"), at("link")).unwrap();
        fs::create_dir(at("folder")).unwrap();
        let mode = rustix::fs::Mode::from_raw_mode(0o600);
        rustix::fs::mknodat(rustix::fs::CWD, at("pipe"), rustix::fs::FileType::Fifo, mode, 0).unwrap();
        for name in ["link", "folder", "pipe"] {
            assert_eq!(remove_if(&at(name), 10, |_| true).unwrap(), Removed::Changed, "{name}");
            assert!(fs::symlink_metadata(at(name)).is_ok(), "{name}");
        }
    }

    #[test]
    fn a_file_that_was_swapped_while_it_was_read_stays() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        fs::write(&path, "old").unwrap();
        let swapped = remove_if(&path, 10, |_| {
            fs::write(dir.path().join("g"), "new").unwrap();
            fs::rename(dir.path().join("g"), &path).unwrap();
            true
        });
        assert_eq!(swapped.unwrap(), Removed::Changed);
        assert_eq!(fs::read(&path).unwrap(), b"new");
    }
}
