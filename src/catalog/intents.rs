//! Intents: changes of an outside store that were begun and are not finished.

use rusqlite::{OptionalExtension, Row};

use super::{Catalog, CatalogError, VersionId, moment, seconds};
use crate::model::{ActivityKind, KeyUid};
use chrono::{DateTime, Utc};

/// What was begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntentWork {
    /// A pending version's value is on its way into the store.
    Put(VersionId),
    /// The key and all its values are on their way out.
    Delete,
}

/// A change begun. While its owner lives (holds its lock file) nobody else touches it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// Its number.
    pub id: i64,
    /// Of which key.
    pub key: KeyUid,
    /// What was begun.
    pub work: IntentWork,
    /// The live version it was made from; none for a new key.
    pub made_from: Option<VersionId>,
    /// The lock file of whoever began it.
    pub owner: String,
    /// Changes of one batch (an import) become live together or not at all.
    pub batch: i64,
    /// What the record will say of it.
    pub act: ActivityKind,
    /// How long the version before is kept.
    pub keep_secs: u32,
    /// The new value, sealed under the vault key.
    pub sealed_value: Option<Vec<u8>>,
    /// When it was begun.
    pub begun_at: DateTime<Utc>,
}

const COLUMNS: &str = "id, key, work, made_from, version, owner, box, begun_at, batch, act, keep_secs";

fn intent_of(row: &Row<'_>) -> rusqlite::Result<Intent> {
    let version: Option<i64> = row.get(4)?;
    let work = match (row.get_ref(2)?.as_str()?, version) {
        ("put", Some(version)) => IntentWork::Put(VersionId(version)),
        ("delete", _) => IntentWork::Delete,
        _ => return Err(rusqlite::Error::InvalidColumnType(2, "work".into(), rusqlite::types::Type::Text)),
    };
    Ok(Intent {
        id: row.get(0)?,
        key: KeyUid(row.get(1)?),
        work,
        made_from: row.get::<_, Option<i64>>(3)?.map(VersionId),
        owner: row.get(5)?,
        sealed_value: row.get(6)?,
        begun_at: moment(row.get(7)?),
        batch: row.get(8)?,
        act: row.get_ref(9)?.as_str()?.parse().unwrap_or(ActivityKind::Recovered),
        keep_secs: row.get(10)?,
    })
}

impl Catalog {
    /// Notes a change before the store is touched; `Taken` if the key has one open already. The intent's own number
    /// is not looked at. Returns it.
    pub fn open_intent(&self, intent: &Intent) -> Result<i64, CatalogError> {
        let (word, version) = match intent.work {
            IntentWork::Put(version) => ("put", Some(version.0)),
            IntentWork::Delete => ("delete", None),
        };
        let sql = "INSERT INTO intents (key, work, made_from, version, owner, batch, act, keep_secs, box, begun_at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
        self.conn.prepare_cached(sql)?.execute((
            intent.key.0,
            word,
            intent.made_from.map(|v| v.0),
            version,
            &intent.owner,
            intent.batch,
            intent.act.word(),
            intent.keep_secs,
            &intent.sealed_value,
            seconds(intent.begun_at),
        ))?;
        Ok(self.conn.last_insert_rowid())
    }

    /// The change is done or taken back. False if it was settled by someone else meanwhile.
    pub fn close_intent(&self, id: i64) -> Result<bool, CatalogError> {
        Ok(self.conn.prepare_cached("DELETE FROM intents WHERE id = ?1")?.execute([id])? == 1)
    }

    /// A key whose first value was on its way in is to be deleted instead.
    pub fn turn_to_delete(&self, id: i64) -> Result<(), CatalogError> {
        let sql = "UPDATE intents SET work = 'delete', version = NULL, box = NULL WHERE id = ?1";
        self.conn.prepare_cached(sql)?.execute([id])?;
        Ok(())
    }

    /// Replaces the sealed value, where the item got a fresh name.
    pub fn reseal_intent(&self, id: i64, sealed_value: &[u8]) -> Result<(), CatalogError> {
        self.conn.prepare_cached("UPDATE intents SET box = ?2 WHERE id = ?1")?.execute((id, sealed_value))?;
        Ok(())
    }

    /// Whoever recovers takes an intent over; false if it is gone or was taken by another.
    pub fn take_over_intent(&self, intent: &Intent, owner: &str) -> Result<bool, CatalogError> {
        let sql = "UPDATE intents SET owner = ?3 WHERE id = ?1 AND owner = ?2";
        Ok(self.conn.prepare_cached(sql)?.execute((intent.id, &intent.owner, owner))? == 1)
    }

    /// A key's open intent.
    pub fn intent_of(&self, key: KeyUid) -> Result<Option<Intent>, CatalogError> {
        let sql = format!("SELECT {COLUMNS} FROM intents WHERE key = ?1");
        Ok(self.conn.prepare_cached(&sql)?.query_row([key.0], intent_of).optional()?)
    }

    /// All open intents, oldest first.
    pub fn intents(&self) -> Result<Vec<Intent>, CatalogError> {
        let sql = format!("SELECT {COLUMNS} FROM intents ORDER BY id");
        let mut statement = self.conn.prepare_cached(&sql)?;
        Ok(statement.query_map([], intent_of)?.collect::<Result<_, _>>()?)
    }
}
