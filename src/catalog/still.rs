//! A vault that can't be written, for a full disk or a folder that is read-only: SQLite's log wants to write even for
//! reading, so what stands there is read into memory as of one moment.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::error::CatalogError;

/// The two bytes of a database's head that ask for a write-ahead log, which a copy in memory has none of; what they are
/// without one.
const LOG_WANTED: std::ops::Range<usize> = 18..20;
const NO_LOG: u8 = 1;
/// How often a file that is written meanwhile is read anew.
const TRIES: u32 = 3;

/// Why the vault can't be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hindrance {
    Full,
    ReadOnly,
    FileReadOnly,
}

impl Hindrance {
    /// Of an error at opening what lies there, where it is one.
    pub(super) fn of(error: &CatalogError, path: &Path) -> Option<Self> {
        match error {
            CatalogError::Full => Some(Self::Full),
            CatalogError::ReadOnly if is_file_alone(path) => Some(Self::FileReadOnly),
            CatalogError::ReadOnly => Some(Self::ReadOnly),
            _ => None,
        }
    }
}

impl From<Hindrance> for CatalogError {
    fn from(hindrance: Hindrance) -> Self {
        match hindrance {
            Hindrance::Full => Self::Full,
            Hindrance::ReadOnly => Self::ReadOnly,
            Hindrance::FileReadOnly => Self::FileReadOnly,
        }
    }
}

/// Whether the file can't be written though its folder can, as far as their modes say.
fn is_file_alone(path: &Path) -> bool {
    let is_closed = |path: &Path| fs::metadata(path).is_ok_and(|facts| facts.permissions().readonly());
    // Someone else's, perhaps.
    let denied = |error: &std::io::Error| error.kind() == std::io::ErrorKind::PermissionDenied;
    let file = is_closed(path) || fs::OpenOptions::new().write(true).open(path).is_err_and(|error| denied(&error));
    file && !path.parent().is_some_and(is_closed)
}

/// What stands in the way of reading, where that is more than that nothing can be written.
pub(super) fn told(path: &Path, why: CatalogError) -> CatalogError {
    if !matches!(why, CatalogError::ReadOnly) {
        return why;
    }
    if fs::File::open(path).is_err_and(|error| error.kind() == std::io::ErrorKind::PermissionDenied) {
        return CatalogError::Unreadable(path.to_owned());
    }
    let log = beside(path, "-wal");
    match has_log(path) {
        Some(true) => CatalogError::LogWaits(log),
        _ if is_file_alone(path) => CatalogError::FileReadOnly,
        _ => why,
    }
}

/// A copy in memory that can be read and not changed; none where what stands there can't be had whole.
pub(super) fn copy_of(path: &Path) -> Option<Connection> {
    let mut bytes = bytes_of(path)?;
    bytes.get_mut(LOG_WANTED)?.fill(NO_LOG);
    let mut copy = Connection::open_in_memory().ok()?;
    copy.deserialize_read_exact("main", &bytes[..], bytes.len(), true).ok()?;
    Some(copy)
}

fn bytes_of(path: &Path) -> Option<Vec<u8>> {
    if has_log(path)? {
        return bytes_with_log(path);
    }
    for _ in 0..TRIES {
        let before = fs::metadata(path).ok()?;
        let bytes = fs::read(path).ok()?;
        let after = fs::metadata(path).ok()?;
        let same = before.len() == after.len() && before.modified().ok()? == after.modified().ok()?;
        // Whoever writes does it into the log first, and takes the log away last.
        if same && !has_log(path)? {
            return Some(bytes);
        }
    }
    None
}

/// True where something stands in the write-ahead log; none where that can't be told.
fn has_log(path: &Path) -> Option<bool> {
    match fs::symlink_metadata(beside(path, "-wal")) {
        Ok(facts) => Some(facts.len() > 0),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Some(false),
        Err(_) => None,
    }
}

/// The database with its log, whose index is kept in memory: so it is by whoever has the file for himself. Others that have it
/// open have made room for the index, and reading went well before it came to this.
fn bytes_with_log(path: &Path) -> Option<Vec<u8>> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let path = path.parent()?.canonicalize().ok()?.join(path.file_name()?);
    let conn = Connection::open_with_flags(path, flags).ok()?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).ok()?;
    conn.query_row("PRAGMA locking_mode = EXCLUSIVE", [], |_| Ok(())).ok()?;
    conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).ok()?;
    let bytes = conn.serialize("main").ok()?.to_vec();
    Some(bytes)
}

/// `vault.db-wal`, `vault.db-shm`.
pub(super) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_keeps_a_vault_from_being_read_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("vault.db");
        fs::write(&path, "made up").unwrap();
        assert!(matches!(told(&path, CatalogError::ReadOnly), CatalogError::ReadOnly));
        fs::write(beside(&path, "-wal"), "").unwrap();
        assert!(matches!(told(&path, CatalogError::ReadOnly), CatalogError::ReadOnly), "nothing waits there");
        fs::write(beside(&path, "-wal"), "made up").unwrap();
        let said = told(&path, CatalogError::ReadOnly);
        assert!(matches!(&said, CatalogError::LogWaits(log) if *log == beside(&path, "-wal")), "{said}");
        assert!(matches!(told(&path, CatalogError::Busy), CatalogError::Busy));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_can_not_be_written_is_told_from_its_folder() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("vault.db");
        fs::write(&path, "made up").unwrap();
        let set = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        for (file, folder, says) in [(0o400, 0o700, "file"), (0o400, 0o500, "folder"), (0o600, 0o500, "folder")] {
            set(&path, file);
            set(dir.path(), folder);
            let hindrance = Hindrance::of(&CatalogError::ReadOnly, &path).unwrap();
            let told = [CatalogError::from(hindrance), told(&path, CatalogError::ReadOnly)];
            set(dir.path(), 0o700);
            let words = format!("the vault's {says} can't be written. Check its permissions");
            assert_eq!(told.map(|error| error.to_string()), [words.clone(), words]);
        }
    }
}
