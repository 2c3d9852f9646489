//! Files that Keyloft wrote secrets into, and project files that a person allowed.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row};

use super::{Catalog, CatalogError, moment, seconds};
use crate::model::EnvironmentId;
use crate::model::KeyUid;

/// Stands for a target at a file that is still as someone else wrote it, and which Keyloft writes from then on.
pub const TAKEN_OVER: &str = "taken over";

/// A file that Keyloft wrote secrets into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenFile {
    /// Where, absolute.
    pub path: PathBuf,
    /// Which environment stands in it; none where that was deleted since.
    pub environment: Option<EnvironmentId>,
    /// For whom it was written: a target's word.
    pub target: String,
    /// The keyed fingerprint of all its bytes.
    pub mark: Vec<u8>,
    /// When.
    pub written_at: DateTime<Utc>,
    /// When it is to be deleted; none to leave it.
    pub delete_at: Option<DateTime<Utc>>,
}

/// A key whose value stands in such a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenKey {
    /// Which key.
    pub key: KeyUid,
    /// The file.
    pub path: PathBuf,
    /// Since when.
    pub written_at: DateTime<Utc>,
    /// The file is still as someone else wrote it.
    pub taken_over: bool,
}

fn written_key(row: &Row<'_>) -> rusqlite::Result<WrittenKey> {
    Ok(WrittenKey {
        key: KeyUid(row.get(0)?),
        path: path_from(row.get(1)?),
        written_at: moment(row.get(2)?),
        taken_over: row.get(3)?,
    })
}

fn written_file(row: &Row<'_>) -> rusqlite::Result<WrittenFile> {
    Ok(WrittenFile {
        path: path_from(row.get(0)?),
        environment: row.get::<_, Option<i64>>(1)?.map(EnvironmentId),
        target: row.get(2)?,
        mark: row.get(3)?,
        written_at: moment(row.get(4)?),
        delete_at: row.get::<_, Option<i64>>(5)?.map(moment),
    })
}

/// A path byte for byte: it need not be UTF-8.
#[cfg(unix)]
pub(super) fn path_bytes(path: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt;
    path.as_os_str().as_bytes().to_vec()
}

#[cfg(unix)]
pub(super) fn path_from(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    PathBuf::from(std::ffi::OsString::from_vec(bytes))
}

#[cfg(not(unix))]
pub(super) fn path_bytes(path: &Path) -> Vec<u8> {
    path.to_string_lossy().into_owned().into_bytes()
}

#[cfg(not(unix))]
pub(super) fn path_from(bytes: Vec<u8>) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(&bytes).into_owned())
}

const COLUMNS: &str = "path, environment, target, mark, written_at, delete_at";

impl Catalog {
    /// The file, if Keyloft wrote it.
    pub fn written_file(&self, path: &Path) -> Result<Option<WrittenFile>, CatalogError> {
        let sql = format!("SELECT {COLUMNS} FROM written_files WHERE path = ?1");
        Ok(self.conn.prepare_cached(&sql)?.query_row([path_bytes(path)], written_file).optional()?)
    }

    /// All of them, by path.
    pub fn written_files(&self) -> Result<Vec<WrittenFile>, CatalogError> {
        let sql = format!("SELECT {COLUMNS} FROM written_files ORDER BY path");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map([], written_file)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Those whose time is over.
    pub fn written_files_due(&self, now: DateTime<Utc>) -> Result<Vec<WrittenFile>, CatalogError> {
        let sql = format!("SELECT {COLUMNS} FROM written_files WHERE delete_at <= ?1 ORDER BY delete_at, id");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map([seconds(now)], written_file)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Keeps a file and whose values are in it, in the place of what was known of that path.
    pub fn keep_written_file(&self, file: &WrittenFile, keys: &[KeyUid]) -> Result<(), CatalogError> {
        self.forget_written_file(&file.path)?;
        let sql = "INSERT INTO written_files (path, environment, target, mark, written_at, delete_at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        self.conn.prepare_cached(sql)?.execute((
            path_bytes(&file.path),
            file.environment.map(|environment| environment.0),
            &file.target,
            &file.mark,
            seconds(file.written_at),
            file.delete_at.map(seconds),
        ))?;
        let id = self.conn.last_insert_rowid();
        let mut statement = self.conn.prepare_cached("INSERT OR IGNORE INTO written_keys VALUES (?1, ?2)")?;
        for key in keys {
            statement.execute((id, key.0))?;
        }
        Ok(())
    }

    /// Whose values are in the file.
    pub fn keys_in_written_file(&self, path: &Path) -> Result<Vec<KeyUid>, CatalogError> {
        let sql = "SELECT written_keys.key FROM written_keys JOIN written_files ON written_files.id = written_keys.file
                   WHERE written_files.path = ?1 ORDER BY 1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([path_bytes(path)], |row| row.get(0).map(KeyUid))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every key with a file its value stands in: where, since when, and whether it was only taken over.
    pub fn keys_in_written_files(&self) -> Result<Vec<WrittenKey>, CatalogError> {
        let sql = "SELECT written_keys.key, path, written_at, target = ?1 FROM written_files
                   JOIN written_keys ON written_keys.file = written_files.id ORDER BY written_files.id, 1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([TAKEN_OVER], written_key)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The names of keys whose values are in the file and that were deleted since, as they went.
    pub fn keys_deleted_of_written_file(&self, path: &Path) -> Result<Vec<String>, CatalogError> {
        let sql = "SELECT deleted FROM written_files WHERE path = ?1";
        let names: Option<String> =
            self.conn.prepare_cached(sql)?.query_row([path_bytes(path)], |row| row.get(0)).optional()?;
        Ok(names.unwrap_or_default().lines().map(str::to_owned).collect())
    }

    /// Forgets a file; the file itself is not touched. True if it was known.
    pub fn forget_written_file(&self, path: &Path) -> Result<bool, CatalogError> {
        let gone =
            self.conn.prepare_cached("DELETE FROM written_files WHERE path = ?1")?.execute([path_bytes(path)])?;
        Ok(gone > 0)
    }

    /// Leaves a file where it is: nothing will delete it.
    pub fn leave_written_file(&self, path: &Path) -> Result<(), CatalogError> {
        let sql = "UPDATE written_files SET delete_at = NULL WHERE path = ?1";
        self.conn.prepare_cached(sql)?.execute([path_bytes(path)])?;
        Ok(())
    }

    /// The content of the project file at this path that a person allowed, as its SHA-256.
    pub fn allowed_file(&self, path: &Path) -> Result<Option<Vec<u8>>, CatalogError> {
        let sql = "SELECT content FROM allowed_files WHERE path = ?1";
        Ok(self.conn.prepare_cached(sql)?.query_row([path_bytes(path)], |row| row.get(0)).optional()?)
    }

    /// Allows this content at this path, and no other there any more.
    pub fn allow_file(&self, path: &Path, content: &[u8], now: DateTime<Utc>) -> Result<(), CatalogError> {
        let sql = "INSERT INTO allowed_files VALUES (?1, ?2, ?3)
                   ON CONFLICT (path) DO UPDATE SET content = excluded.content, allowed_at = excluded.allowed_at";
        self.conn.prepare_cached(sql)?.execute((path_bytes(path), content, seconds(now)))?;
        Ok(())
    }

    /// Takes the permission back. True if there was one.
    pub fn disallow_file(&self, path: &Path) -> Result<bool, CatalogError> {
        let gone =
            self.conn.prepare_cached("DELETE FROM allowed_files WHERE path = ?1")?.execute([path_bytes(path)])?;
        Ok(gone > 0)
    }
}
