//! Imports that went in: which keys they made or replaced, how those stood before, and which files were read.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row};

use super::written::{path_bytes, path_from};
use super::{Catalog, CatalogError, KeySnapshot, VersionId, moment, seconds};
use crate::model::{EnvironmentId, ImportId, KeyUid};

/// An import as it lies in the catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRow {
    /// Its number; not looked at where it is added.
    pub id: ImportId,
    /// When.
    pub at: DateTime<Utc>,
    /// Into which environment.
    pub environment: EnvironmentId,
    /// What was read, for people.
    pub source: String,
    /// The environment was made by it.
    pub made_place: bool,
    /// How many keys it made or replaced.
    pub keys: usize,
    /// Why it can't be taken back any more.
    pub stays: Option<String>,
}

/// A key that an import made or replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportedKeyRow {
    /// Which.
    pub key: KeyUid,
    /// The live version since.
    pub version: VersionId,
    /// The live version before; none for a new key.
    pub before: Option<VersionId>,
    /// How often its row had been changed by then.
    pub revision: i64,
}

/// A file that an import read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedFileRow {
    /// Where, absolute.
    pub path: PathBuf,
    /// The keyed fingerprint of all its bytes.
    pub mark: Vec<u8>,
}

fn import_row(row: &Row<'_>) -> rusqlite::Result<ImportRow> {
    Ok(ImportRow {
        id: ImportId(row.get(0)?),
        at: moment(row.get(1)?),
        environment: EnvironmentId(row.get(2)?),
        source: row.get(3)?,
        made_place: row.get(4)?,
        keys: usize::try_from(row.get::<_, i64>(5)?).unwrap_or_default(),
        stays: row.get(6)?,
    })
}

const COLUMNS: &str = "id, at, environment, source, made_place, keys, stays";

impl Catalog {
    /// Keeps what has to be known to take an import back. `read_as` is how its files were read, for reading them again.
    pub fn keep_import(
        &self,
        import: &ImportRow,
        read_as: &str,
        files: &[ImportedFileRow],
    ) -> Result<ImportId, CatalogError> {
        let sql = "INSERT INTO imports (at, environment, source, made_place, keys, read_as)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        self.conn.prepare_cached(sql)?.execute((
            seconds(import.at),
            import.environment.0,
            &import.source,
            import.made_place,
            import.keys as i64,
            read_as,
        ))?;
        let id = self.conn.last_insert_rowid();
        let mut statement = self.conn.prepare_cached("INSERT INTO imported_files VALUES (?1, ?2, ?3, ?4)")?;
        for (position, file) in files.iter().enumerate() {
            statement.execute((id, position as i64, path_bytes(&file.path), &file.mark))?;
        }
        Ok(ImportId(id))
    }

    /// Keeps that an import made a key, or replaced one that stood so before.
    pub fn keep_imported_key(
        &self,
        import: ImportId,
        key: KeyUid,
        before: Option<&KeySnapshot>,
    ) -> Result<(), CatalogError> {
        let sql = "INSERT INTO imported_keys (import, key, version, before, revision)
                   SELECT ?1, k.id, v.id, ?3, k.revision FROM keys k
                   JOIN versions v ON v.key = k.id AND v.status = 'live' WHERE k.id = ?2";
        let live_before = before.and_then(KeySnapshot::live).map(|version| version.0);
        self.conn.prepare_cached(sql)?.execute((import.0, key.0, live_before))?;
        before.map_or(Ok(()), |before| self.keep_snapshot(import, before))
    }

    /// One import.
    pub fn import(&self, id: ImportId) -> Result<Option<ImportRow>, CatalogError> {
        let sql = format!("SELECT {COLUMNS} FROM imports WHERE id = ?1");
        Ok(self.conn.prepare_cached(&sql)?.query_row([id.0], import_row).optional()?)
    }

    /// The newest imports, newest first; into one environment, where one is named.
    pub fn imports(&self, into: Option<EnvironmentId>, most: u32) -> Result<Vec<ImportRow>, CatalogError> {
        let sql =
            format!("SELECT {COLUMNS} FROM imports WHERE ?1 IS NULL OR environment = ?1 ORDER BY id DESC LIMIT ?2");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map((into.map(|environment| environment.0), most), import_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How the files of an import were read.
    pub fn import_read_as(&self, id: ImportId) -> Result<Option<String>, CatalogError> {
        let sql = "SELECT read_as FROM imports WHERE id = ?1";
        Ok(self.conn.prepare_cached(sql)?.query_row([id.0], |row| row.get(0)).optional()?)
    }

    /// The keys of an import that are still there.
    pub fn imported_keys(&self, id: ImportId) -> Result<Vec<ImportedKeyRow>, CatalogError> {
        let sql = "SELECT key, version, before, revision FROM imported_keys WHERE import = ?1 ORDER BY key";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([id.0], |row| {
            Ok(ImportedKeyRow {
                key: KeyUid(row.get(0)?),
                version: VersionId(row.get(1)?),
                before: row.get::<_, Option<i64>>(2)?.map(VersionId),
                revision: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The files an import read, in their order.
    pub fn imported_files(&self, id: ImportId) -> Result<Vec<ImportedFileRow>, CatalogError> {
        let sql = "SELECT path, mark FROM imported_files WHERE import = ?1 ORDER BY position";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement
            .query_map([id.0], |row| Ok(ImportedFileRow { path: path_from(row.get(0)?), mark: row.get(1)? }))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// It can't be taken back any more; why.
    pub fn let_import_stay(&self, id: ImportId, why: &str) -> Result<(), CatalogError> {
        self.conn.prepare_cached("UPDATE imports SET stays = ?2 WHERE id = ?1")?.execute((id.0, why))?;
        Ok(())
    }

    /// Forgets what was kept of an import; its keys are not touched.
    pub fn forget_import(&self, id: ImportId) -> Result<(), CatalogError> {
        self.conn.prepare_cached("DELETE FROM imports WHERE id = ?1")?.execute([id.0])?;
        Ok(())
    }

    /// How often a key's row was changed.
    pub fn revision(&self, key: KeyUid) -> Result<Option<i64>, CatalogError> {
        let sql = "SELECT revision FROM keys WHERE id = ?1";
        Ok(self.conn.prepare_cached(sql)?.query_row([key.0], |row| row.get(0)).optional()?)
    }

    /// The names of an environment by its number; none where it is gone.
    pub fn place_of(&self, environment: EnvironmentId) -> Result<Option<crate::model::EnvRef>, CatalogError> {
        let sql = "SELECT p.name, e.name FROM environments e JOIN projects p ON p.id = e.project WHERE e.id = ?1";
        let read = |row: &Row<'_>| Ok(crate::model::EnvRef { project: row.get(0)?, environment: row.get(1)? });
        Ok(self.conn.prepare_cached(sql)?.query_row([environment.0], read).optional()?)
    }
}
