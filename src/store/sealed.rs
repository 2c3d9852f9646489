//! The sealed store: secrets encrypted under the vault key in the catalog's own file, so that a change of facts and
//! of a secret is one transaction. For machines without a keychain, for values too large for one, or by choice.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension};

use super::{Item, ItemFacts, MAX_SECRET_BYTES, Purpose, Sealer, SecretStore, StoreError, StoreKind};
use crate::model::{Random, Secret};

/// Secrets in the table `sealed`. Takes part in whatever transaction its connection is in.
pub struct SealedStore {
    conn: Rc<Connection>,
    sealer: Rc<Sealer>,
    random: Arc<dyn Random>,
}

const TITLE: &str = "Keyloft's own vault";

fn failed(error: &rusqlite::Error) -> StoreError {
    // SQLite's words name tables and files, never values.
    StoreError::Failed { store: TITLE.into(), reason: error.to_string() }
}

fn not_found() -> StoreError {
    StoreError::NotFound { store: TITLE.into() }
}

impl SealedStore {
    /// The store over the catalog's connection.
    pub fn new(conn: Rc<Connection>, sealer: Rc<Sealer>, random: Arc<dyn Random>) -> Self {
        Self { conn, sealer, random }
    }

    fn parts(item: &Item) -> Result<(i64, u32, u64), StoreError> {
        match item {
            Item::Version { key, version, nonce } => Ok((*key, *version, *nonce)),
            // The vault key can't lie under itself.
            Item::VaultKey { .. } => Err(not_found()),
        }
    }
}

impl SecretStore for SealedStore {
    fn kind(&self) -> StoreKind {
        StoreKind::Sealed
    }

    fn title(&self) -> String {
        TITLE.into()
    }

    fn limit(&self) -> usize {
        MAX_SECRET_BYTES
    }

    fn probe(&mut self, _deadline: Duration) -> Result<(), StoreError> {
        Ok(())
    }

    fn unlock(&mut self, _deadline: Duration) -> Result<(), StoreError> {
        Ok(())
    }

    fn put(&mut self, facts: &ItemFacts, value: &Secret, _deadline: Duration) -> Result<(), StoreError> {
        let (key, version, nonce) = Self::parts(&facts.item)?;
        if value.len() > MAX_SECRET_BYTES {
            return Err(StoreError::TooLarge { store: TITLE.into(), bytes: value.len(), limit: MAX_SECRET_BYTES });
        }
        // Opened to be sealed.
        let sealed = self.sealer.seal(Purpose::Secret(key, version, nonce), value.expose(), self.random.as_ref());
        self.conn
            .prepare_cached("INSERT INTO sealed (nonce, key, version, box) VALUES (?1, ?2, ?3, ?4)")
            .and_then(|mut statement| statement.execute((nonce as i64, key, version, sealed)))
            .map_err(|e| match e.sqlite_error_code() {
                Some(rusqlite::ErrorCode::ConstraintViolation) => {
                    StoreError::Failed { store: TITLE.into(), reason: "the item exists already".into() }
                }
                _ => failed(&e),
            })?;
        Ok(())
    }

    fn get(&mut self, item: &Item, _deadline: Duration) -> Result<Secret, StoreError> {
        let (key, version, nonce) = Self::parts(item)?;
        let sealed: Option<Vec<u8>> = self
            .conn
            .prepare_cached("SELECT box FROM sealed WHERE nonce = ?1")
            .and_then(|mut statement| statement.query_row([nonce as i64], |row| row.get(0)).optional())
            .map_err(|e| failed(&e))?;
        let sealed = sealed.ok_or_else(not_found)?;
        self.sealer
            .open(Purpose::Secret(key, version, nonce), &sealed)
            .map_err(|_| StoreError::Malformed { store: TITLE.into() })
    }

    fn get_many(&mut self, items: &[Item], deadline: Duration) -> Result<Vec<Result<Secret, StoreError>>, StoreError> {
        Ok(items.iter().map(|item| self.get(item, deadline)).collect())
    }

    fn delete(&mut self, item: &Item, _deadline: Duration) -> Result<(), StoreError> {
        let (_, _, nonce) = Self::parts(item)?;
        let gone = self
            .conn
            .prepare_cached("DELETE FROM sealed WHERE nonce = ?1")
            .and_then(|mut statement| statement.execute([nonce as i64]))
            .map_err(|e| failed(&e))?;
        if gone == 1 { Ok(()) } else { Err(not_found()) }
    }

    fn list(&mut self, _deadline: Duration) -> Result<Vec<Item>, StoreError> {
        let read = || -> rusqlite::Result<Vec<Item>> {
            let mut statement =
                self.conn.prepare_cached("SELECT key, version, nonce FROM sealed ORDER BY key, version")?;
            let rows = statement.query_map([], |row| {
                Ok(Item::Version { key: row.get(0)?, version: row.get(1)?, nonce: row.get::<_, i64>(2)? as u64 })
            })?;
            rows.collect()
        };
        read().map_err(|e| failed(&e))
    }
}
