//! A key's row as it stood, to be put back where a batch is stopped.

use rusqlite::OptionalExtension;
use rusqlite::types::Value;

use super::{Catalog, CatalogError, VersionId};
use crate::model::{ImportId, KeyUid, VariableName};

/// What a change may write into a key's row; uses and states are noted by others meanwhile.
const COLUMNS: [&str; 19] = [
    "environment",
    "name",
    "key_id",
    "key_id_name",
    "provider",
    "kind",
    "plain_value",
    "owner",
    "scopes",
    "level",
    "endpoint",
    "used_in",
    "tags",
    "as_file",
    "note",
    "tail",
    "rotated_at",
    "weak",
    "plain_http",
];

/// A key's row, its names and its live version as they stood.
#[derive(Debug)]
pub struct KeySnapshot {
    key: KeyUid,
    live: Option<VersionId>,
    values: Vec<Value>,
}

impl KeySnapshot {
    /// Of which key.
    pub fn key(&self) -> KeyUid {
        self.key
    }

    /// Its live version then.
    pub fn live(&self) -> Option<VersionId> {
        self.live
    }
}

impl Catalog {
    /// A key's row as it stands.
    pub fn snapshot(&self, key: KeyUid) -> Result<Option<KeySnapshot>, CatalogError> {
        let sql = format!("SELECT {} FROM keys WHERE id = ?1", COLUMNS.join(", "));
        let read = |row: &rusqlite::Row<'_>| (0..COLUMNS.len()).map(|at| row.get(at)).collect();
        let values: Option<Vec<Value>> = self.conn.prepare_cached(&sql)?.query_row([key.0], read).optional()?;
        let live = self.live_version(key)?.map(|version| version.id);
        Ok(values.map(|values| KeySnapshot { key, live, values }))
    }

    /// Keeps a row as it stood before an import.
    pub fn keep_snapshot(&self, import: ImportId, snapshot: &KeySnapshot) -> Result<(), CatalogError> {
        let places: Vec<String> = (0..COLUMNS.len()).map(|at| format!("?{}", at + 4)).collect();
        let sql = format!(
            "INSERT INTO imported_rows (import, key, live, {}) VALUES (?1, ?2, ?3, {})",
            COLUMNS.join(", "),
            places.join(", ")
        );
        let live = snapshot.live.map_or(Value::Null, |version| Value::Integer(version.0));
        let first = [Value::Integer(import.0), Value::Integer(snapshot.key.0), live];
        let parameters = first.into_iter().chain(snapshot.values.iter().cloned());
        self.conn.prepare_cached(&sql)?.execute(rusqlite::params_from_iter(parameters))?;
        Ok(())
    }

    /// A row as it stood before an import.
    pub fn kept_snapshot(&self, import: ImportId, key: KeyUid) -> Result<Option<KeySnapshot>, CatalogError> {
        let sql = format!("SELECT live, {} FROM imported_rows WHERE import = ?1 AND key = ?2", COLUMNS.join(", "));
        let read = |row: &rusqlite::Row<'_>| {
            let live = row.get::<_, Option<i64>>(0)?.map(VersionId);
            let values = (1..=COLUMNS.len()).map(|at| row.get(at)).collect::<Result<_, _>>()?;
            Ok(KeySnapshot { key, live, values })
        };
        Ok(self.conn.prepare_cached(&sql)?.query_row((import.0, key.0), read).optional()?)
    }

    /// Puts a row back as it stood, and its live version where a plain value had taken its place.
    pub fn put_back(&self, snapshot: &KeySnapshot) -> Result<(), CatalogError> {
        self.put_back_row(snapshot)?;
        let live = self.live_version(snapshot.key)?.map(|version| version.id);
        if let (Some(now), Some(before)) = (live, snapshot.live)
            && now != before
        {
            self.drop_version(now)?;
            self.make_live(before)?;
        }
        Ok(())
    }

    /// Puts a row back as it stood; its versions stay as they are.
    pub fn put_back_row(&self, snapshot: &KeySnapshot) -> Result<(), CatalogError> {
        let set: Vec<String> = COLUMNS.iter().enumerate().map(|(at, name)| format!("{name} = ?{}", at + 2)).collect();
        let sql = format!("UPDATE keys SET {}, revision = revision + 1 WHERE id = ?1", set.join(", "));
        let parameters = std::iter::once(Value::Integer(snapshot.key.0)).chain(snapshot.values.iter().cloned());
        self.conn.prepare_cached(&sql)?.execute(rusqlite::params_from_iter(parameters))?;
        if let (Value::Integer(environment), Value::Text(name)) = (&snapshot.values[0], &snapshot.values[1]) {
            let text = |value: &Value| match value {
                Value::Text(text) => VariableName::new(text).ok(),
                _ => None,
            };
            if let Ok(name) = VariableName::new(name) {
                let key_id_name = text(&snapshot.values[3]);
                self.place_key(snapshot.key, crate::model::EnvironmentId(*environment), &name, key_id_name.as_ref())?;
            }
        }
        Ok(())
    }
}
