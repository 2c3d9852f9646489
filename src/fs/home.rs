//! The vault's folder: found, made 0700, and refused where it can't be kept private or safe.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// Why a folder can't hold a vault.
#[derive(Debug, thiserror::Error)]
pub enum HomeError {
    /// The platform names no data folder and `KEYLOFT_HOME` is not set.
    #[error("this computer names no data folder. Set KEYLOFT_HOME to a folder of your own")]
    Nowhere,
    /// `KEYLOFT_HOME` is no absolute path.
    #[error("KEYLOFT_HOME is {0}, not an absolute path. Write the whole path")]
    Relative(PathBuf),
    /// The folder is a link or no folder.
    #[error("{0} is not a folder. Choose another with KEYLOFT_HOME")]
    NotAFolder(PathBuf),
    /// The folder is someone else's.
    #[error("{0} belongs to another user. Choose a folder of your own with KEYLOFT_HOME")]
    NotOurs(PathBuf),
    /// The file system forgets permissions.
    #[error(
        "the file system of {0} can't keep files to yourself (mode 0600). Choose a folder on a local disk with KEYLOFT_HOME"
    )]
    NoModes(PathBuf),
    /// The folder lies on a network disk, where the database could be damaged.
    #[error("{path} lies on a network disk ({kind}). Choose a folder on a local disk with KEYLOFT_HOME")]
    Network {
        /// The folder.
        path: PathBuf,
        /// The file system's name, such as `nfs4`.
        kind: String,
    },
    /// Reading or making it failed.
    #[error("{path} can't be used: {reason}. Check the folder and the space on its disk")]
    Io {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        reason: String,
        /// The system's error.
        #[source]
        source: io::Error,
    },
}

impl HomeError {
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        Self::Io { path: path.to_owned(), reason: plain_reason(&source), source }
    }
}

/// The system's words for an error, without its number.
pub fn plain_reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(at) => text[..at].to_lowercase(),
        None => text.to_lowercase(),
    }
}

/// File systems that are another computer's, as `/proc/self/mountinfo` names them. SQLite's WAL needs shared memory
/// between processes, which these don't give.
const NETWORK: [&str; 14] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "ncpfs",
    "afs",
    "ceph",
    "glusterfs",
    "lustre",
    "davfs",
    "fuse.sshfs",
    "fuse.rclone",
    "fuse.davfs2",
];

/// How the names of databases under construction begin, with those of their journals.
const DRAFTS: &str = "vault.db.new-";

/// The folder a vault lies in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    path: PathBuf,
}

impl Home {
    /// `KEYLOFT_HOME`, else the platform's data folder. Nothing is made.
    pub fn locate(keyloft_home: Option<&Path>) -> Result<Self, HomeError> {
        if let Some(path) = keyloft_home.filter(|path| !path.as_os_str().is_empty()) {
            if !path.is_absolute() {
                return Err(HomeError::Relative(path.to_owned()));
            }
            return Ok(Self { path: path.to_owned() });
        }
        let dirs = directories::ProjectDirs::from("", "", "keyloft").ok_or(HomeError::Nowhere)?;
        Ok(Self { path: dirs.data_local_dir().to_owned() })
    }

    /// A home at a path already known to be absolute.
    pub fn at(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        self.path.join("vault.db")
    }

    /// True where a vault lies here, whole or damaged, or can't be seen: only what surely is not there may be made.
    pub fn has_vault(&self) -> bool {
        let is_absent =
            |error: io::Error| matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory);
        !fs::symlink_metadata(self.database()).is_err_and(is_absent)
    }

    /// Checks a folder that holds a vault already: ours, private, local. A folder that others may read is made
    /// private again rather than refused.
    pub fn check(&self) -> Result<(), HomeError> {
        let facts = fs::symlink_metadata(&self.path).map_err(|e| HomeError::io(&self.path, e))?;
        // A link is allowed for the folder itself (people move their data folder to another disk), not for the vault.
        let facts = if facts.is_symlink() {
            fs::metadata(&self.path).map_err(|e| HomeError::io(&self.path, e))?
        } else {
            facts
        };
        if !facts.is_dir() {
            return Err(HomeError::NotAFolder(self.path.clone()));
        }
        let database = self.database();
        if let Err(error) = fs::symlink_metadata(&database)
            && error.kind() != io::ErrorKind::NotFound
        {
            return Err(HomeError::io(&database, error));
        }
        #[cfg(unix)]
        self.check_unix(&facts)?;
        Ok(())
    }

    /// Makes the folder where it is missing, 0700, and checks it. Tries whether modes are kept.
    pub fn prepare(&self) -> Result<(), HomeError> {
        make_private_folder(&self.path)?;
        self.check()?;
        #[cfg(unix)]
        self.try_modes()?;
        Ok(())
    }

    #[cfg(unix)]
    fn check_unix(&self, facts: &fs::Metadata) -> Result<(), HomeError> {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        if facts.uid() != rustix::process::geteuid().as_raw() {
            return Err(HomeError::NotOurs(self.path.clone()));
        }
        if facts.permissions().mode() & 0o077 != 0 {
            match fs::set_permissions(&self.path, fs::Permissions::from_mode(0o700)) {
                // It is ours: FAT answers so to a mode that it can't keep.
                Err(e) if e.kind() == io::ErrorKind::PermissionDenied => {
                    return Err(HomeError::NoModes(self.path.clone()));
                }
                set => set.map_err(|e| HomeError::io(&self.path, e))?,
            }
            let again = fs::metadata(&self.path).map_err(|e| HomeError::io(&self.path, e))?;
            if again.permissions().mode() & 0o077 != 0 {
                return Err(HomeError::NoModes(self.path.clone()));
            }
        }
        if let Some(kind) = file_system_of(&self.path)
            && NETWORK.contains(&kind.as_str())
        {
            return Err(HomeError::Network { path: self.path.clone(), kind });
        }
        Ok(())
    }

    #[cfg(unix)]
    fn try_modes(&self) -> Result<(), HomeError> {
        use std::os::unix::fs::PermissionsExt;
        let probe = tempfile::Builder::new()
            .prefix(".probe")
            .permissions(fs::Permissions::from_mode(0o600))
            .tempfile_in(&self.path)
            .map_err(|e| HomeError::io(&self.path, e))?;
        let mode = probe.as_file().metadata().map_err(|e| HomeError::io(&self.path, e))?.permissions().mode();
        if mode & 0o777 != 0o600 {
            return Err(HomeError::NoModes(self.path.clone()));
        }
        Ok(())
    }

    /// Takes the exclusive lock of that name, waiting for nobody. None if another process or vault holds it.
    pub fn try_lock(&self, name: &str) -> Result<Option<Lock>, HomeError> {
        let path = self.path.join(name);
        loop {
            let file = open_private(&path).map_err(|e| HomeError::io(&path, e))?;
            match file.try_lock() {
                // Its holder may have taken the file away between our opening and our locking.
                Ok(()) if !stands_at(&file, &path) => {}
                Ok(()) => return Ok(Some(Lock { file, path })),
                Err(fs::TryLockError::WouldBlock) => return Ok(None),
                Err(fs::TryLockError::Error(e)) => return Err(HomeError::io(&path, e)),
            }
        }
    }

    /// A name for a database under construction.
    pub fn draft(&self, number: u64) -> PathBuf {
        self.path.join(format!("{DRAFTS}{number:016x}"))
    }

    /// Takes away databases under construction whose maker was killed. Only while nobody makes one: under the lock of
    /// `init`, or where the vault stands already.
    pub fn sweep_drafts(&self) {
        let Ok(entries) = fs::read_dir(&self.path) else { return };
        for entry in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(DRAFTS)) {
            // What can't be taken away now is left for another time.
            let _ = fs::remove_file(entry.path());
        }
    }

    /// Takes away what killed processes left: files whose names begin so, that nobody has locked and that may go. What
    /// can't be taken away now is left for another time.
    pub fn sweep(&self, begins: &str, mut may_go: impl FnMut(&str) -> bool) {
        let Ok(entries) = fs::read_dir(&self.path) else { return };
        for name in entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()) {
            if name.starts_with(begins)
                && let Ok(Some(lock)) = self.try_lock(&name)
                && may_go(&name)
            {
                lock.remove();
            }
        }
    }
}

/// True where the open file is the one that has this path now.
#[cfg(unix)]
fn stands_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(open), Ok(there)) => open.ino() == there.ino() && open.dev() == there.dev(),
        _ => false,
    }
}

#[cfg(not(unix))]
fn stands_at(_file: &File, path: &Path) -> bool {
    path.exists()
}

/// A lock file held; let go when dropped or when the process ends in any way.
#[derive(Debug)]
pub struct Lock {
    file: File,
    path: PathBuf,
}

impl Lock {
    /// Lets go and takes the file away.
    pub fn remove(self) {
        // Removed while still held, so nobody locks a file that is about to vanish; a failure leaves an empty file.
        let _ = fs::remove_file(&self.path);
        drop(self.file);
    }
}

fn open_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600).custom_flags(rustix::fs::OFlags::NOFOLLOW.bits() as i32);
    }
    options.open(path)
}

fn make_private_folder(path: &Path) -> Result<(), HomeError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(path).map_err(|e| HomeError::io(path, e))
}

/// The name of the file system a path lies on, from `/proc/self/mountinfo`; none where that can't be read.
#[cfg(unix)]
fn file_system_of(path: &Path) -> Option<String> {
    let path = fs::canonicalize(path).ok()?;
    let mounts = fs::read_to_string("/proc/self/mountinfo").ok()?;
    file_system_in(&mounts, &path)
}

/// The file system of the mount point nearest above `path`; among equals the last mounted.
#[cfg(unix)]
fn file_system_in(mounts: &str, path: &Path) -> Option<String> {
    let mut best: Option<(usize, &str)> = None;
    for line in mounts.lines() {
        let Some((before, after)) = line.split_once(" - ") else { continue };
        let Some(point) = before.split(' ').nth(4) else { continue };
        let Some(kind) = after.split(' ').next() else { continue };
        let point = point.replace("\\040", " ");
        if path.starts_with(&point) && best.is_none_or(|(length, _)| point.len() >= length) {
            best = Some((point.len(), kind));
        }
    }
    best.map(|(_, kind)| kind.to_owned())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn the_nearest_mount_tells_the_file_system() {
        let mounts = "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n\
                      30 22 0:40 / /home/me/My\\040Disk rw - nfs4 server:/x rw\n\
                      31 22 0:41 / /home rw shared:1 - btrfs /dev/sdb rw\n";
        let of = |path: &str| file_system_in(mounts, Path::new(path)).unwrap();
        assert_eq!(of("/home/me/My Disk/keyloft"), "nfs4");
        assert_eq!(of("/home/me"), "btrfs");
        assert_eq!(of("/var"), "ext4");
        assert!(NETWORK.contains(&of("/home/me/My Disk").as_str()));
    }

    #[test]
    fn a_folder_others_may_read_is_made_private() {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::at(&dir.path().join("deep/vault"));
        home.prepare().unwrap();
        fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).unwrap();
        home.check().unwrap();
        assert_eq!(fs::metadata(home.path()).unwrap().permissions().mode() & 0o777, 0o700);
    }

    #[test]
    fn a_vault_that_can_not_be_seen_is_not_taken_for_none() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("loop");
        std::os::unix::fs::symlink(&path, &path).unwrap();
        // As for a folder without rights, which stops no root: nobody can tell what is in it.
        let home = Home::at(&path);
        assert!(home.has_vault() && home.check().is_err());
        for none in ["nowhere", "nowhere/deep"] {
            assert!(!Home::at(&dir.path().join(none)).has_vault());
        }
        fs::write(dir.path().join("file"), "x").unwrap();
        assert!(!Home::at(&dir.path().join("file/deep")).has_vault());
    }

    #[test]
    fn a_file_in_the_place_of_the_folder_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file");
        fs::write(&path, "x").unwrap();
        assert!(matches!(Home::at(&path).check(), Err(HomeError::NotAFolder(_))));
    }

    #[test]
    fn a_lock_is_held_once_and_let_go() {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::at(dir.path());
        let held = home.try_lock("a.lock").unwrap().expect("nobody holds it");
        assert!(home.try_lock("a.lock").unwrap().is_none());
        drop(held);
        home.try_lock("a.lock").unwrap().expect("it was let go").remove();
        assert!(!dir.path().join("a.lock").exists());
    }

    #[test]
    fn only_files_that_nobody_holds_and_nobody_named_are_swept() {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::at(dir.path());
        let _held = home.try_lock("writer-1.lock").unwrap().expect("nobody holds it");
        for name in ["writer-2.lock", "writer-3.lock", "another"] {
            fs::write(dir.path().join(name), "").unwrap();
        }
        home.sweep("writer-", |name| name != "writer-3.lock");
        let there = |name: &str| dir.path().join(name).exists();
        assert!(there("writer-1.lock") && !there("writer-2.lock") && there("writer-3.lock") && there("another"));
    }
}
