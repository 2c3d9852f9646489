//! A helper's socket: made under a passing name, then put in the place of the one before it in a single step.

use std::os::fd::OwnedFd;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{fs, io};

use rustix::fs::{FlockOperation, Mode, flock};
use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType};
use sha2::{Digest, Sha256};

use super::{RuntimeError, RuntimeFolder};

/// How long another helper may hold the folder while it puts up or takes down its socket.
const FOLDER_PATIENCE: Duration = Duration::from_secs(2);

/// The socket's file name for one job of one vault: short, as a whole path has 107 bytes.
pub fn socket_name(job: &str, vault: &str) -> String {
    let digest = Sha256::digest(vault.as_bytes());
    let id = digest.iter().take(8).fold(0_u64, |id, byte| id << 8 | u64::from(*byte));
    format!("{job}.{id:016x}")
}

/// A socket that listens, but that nobody can find yet.
#[derive(Debug)]
pub struct Draft {
    listener: UnixListener,
    post: Post,
    target: PathBuf,
}

/// The socket's place in the folder. Dropping it takes the socket away, unless another helper has taken the place.
#[derive(Debug)]
pub struct Post {
    folder: RuntimeFolder,
    path: PathBuf,
    identity: (u64, u64),
}

impl Draft {
    /// Makes the socket, mode 0600 from its first moment.
    pub fn new(folder: &RuntimeFolder, name: &str) -> Result<Self, RuntimeError> {
        let target = folder.path().join(name);
        let path = folder.path().join(format!("{name}.{}", std::process::id()));
        let address = SocketAddrUnix::new(&path).map_err(|_| RuntimeError::PathTooLong { path: path.clone() })?;
        let socket: OwnedFd =
            rustix::net::socket_with(AddressFamily::UNIX, SocketType::STREAM, SocketFlags::CLOEXEC, None)?;
        // On Linux the file that `bind` makes takes this mode over; elsewhere the folder's covers the moment until
        // the mode is set below.
        let _ = rustix::fs::fchmod(&socket, Mode::RUSR | Mode::WUSR);
        // A process with our number that was killed here before us may have left its file.
        let _ = fs::remove_file(&path);
        rustix::net::bind(&socket, &address)?;
        let metadata = fs::symlink_metadata(&path)?;
        let post = Post { folder: folder.clone(), path, identity: (metadata.dev(), metadata.ino()) };
        fs::set_permissions(&post.path, fs::Permissions::from_mode(0o600))?;
        rustix::net::listen(&socket, 64)?;
        Ok(Self { listener: socket.into(), post, target })
    }

    /// Puts the socket in its place, over a stale or an older one.
    pub fn publish(mut self) -> Result<(UnixListener, Post), RuntimeError> {
        {
            let _alone = lock(&self.post.folder)?;
            fs::rename(&self.post.path, &self.target)?;
        }
        self.post.path.clone_from(&self.target);
        Ok((self.listener, self.post))
    }
}

impl Post {
    /// Whether the socket is still where it was put: false once another helper took its place, or at logout, when the
    /// whole folder goes.
    pub fn stands(&self) -> bool {
        identity(&self.path).is_ok_and(|now| now == self.identity)
    }
}

impl Drop for Post {
    fn drop(&mut self) {
        // Between looking and removing, a newer helper must not rename its socket over ours.
        let Ok(_alone) = lock(&self.folder) else { return };
        if self.stands() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn identity(path: &Path) -> io::Result<(u64, u64)> {
    fs::symlink_metadata(path).map(|metadata| (metadata.dev(), metadata.ino()))
}

/// Locks the folder until the file returned is dropped.
fn lock(folder: &RuntimeFolder) -> Result<fs::File, RuntimeError> {
    let handle = folder.handle()?;
    let until = Instant::now() + FOLDER_PATIENCE;
    loop {
        match flock(&handle, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(handle),
            Err(rustix::io::Errno::WOULDBLOCK | rustix::io::Errno::INTR) if Instant::now() < until => {
                std::thread::sleep(Duration::from_millis(5));
            }
            Err(error) => return Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::Peer;

    fn folder() -> (tempfile::TempDir, RuntimeFolder) {
        let place = tempfile::tempdir().unwrap();
        let folder = RuntimeFolder::at(&place.path().join("keyloft")).unwrap();
        (place, folder)
    }

    #[test]
    fn names_are_short_and_differ_by_vault_and_job() {
        let name = socket_name("clip", &"v".repeat(500));
        assert_eq!(name.len(), "clip.".len() + 16);
        assert_ne!(name, socket_name("clip", "other"));
        assert_ne!(name, socket_name("agent", &"v".repeat(500)));
    }

    #[test]
    fn a_socket_is_private_and_goes_with_its_post() {
        let (_place, folder) = folder();
        let (_listener, post) = Draft::new(&folder, "a").unwrap().publish().unwrap();
        let path = folder.path().join("a");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(Peer::connect(&path, Duration::from_secs(5)).is_ok());
        drop(post);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_newer_post_replaces_the_older_and_survives_its_end() {
        let (_place, folder) = folder();
        let (_older, older) = Draft::new(&folder, "a").unwrap().publish().unwrap();
        let (_newer, newer) = Draft::new(&folder, "a").unwrap().publish().unwrap();
        assert!(!older.stands());
        assert!(newer.stands());
        drop(older);
        assert!(newer.stands());
    }

    #[test]
    fn a_draft_that_is_never_published_leaves_nothing() {
        let (_place, folder) = folder();
        drop(Draft::new(&folder, "a").unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_post_falls_with_its_folder() {
        let (_place, folder) = folder();
        let (_listener, post) = Draft::new(&folder, "a").unwrap().publish().unwrap();
        fs::remove_dir_all(folder.path()).unwrap();
        assert!(!post.stands());
    }
}
