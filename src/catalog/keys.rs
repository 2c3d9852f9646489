//! Keys: rows, names, facts.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{OptionalExtension, Row, params};

use super::{Catalog, CatalogError, moment, seconds};
use crate::model::{
    EnvRef, EnvironmentId, Expiry, KeptVersion, Key, KeyRef, KeyUid, Kind, Level, RotateEvery, State, UsedIn,
    VariableName,
};

/// Which keys to read.
#[derive(Debug, Clone, Copy)]
pub enum KeyQuery<'a> {
    /// All of them.
    All,
    /// Those of one project.
    Project(&'a str),
    /// Those of one environment.
    Place(&'a EnvRef),
    /// One.
    One(KeyUid),
}

/// A key to be added.
#[derive(Debug, Clone)]
pub struct NewKey<'a> {
    /// Where.
    pub environment: EnvironmentId,
    /// The variable.
    pub name: &'a VariableName,
    /// The pair's public half and its variable.
    pub key_id: Option<&'a str>,
    /// The variable that carries the key id.
    pub key_id_name: Option<&'a VariableName>,
    /// What sort of credential it is.
    pub kind: Kind,
    /// A plain key's value.
    pub plain_value: Option<&'a str>,
    /// False for an imported key whose real age nobody told.
    pub age_known: bool,
    /// Now.
    pub created_at: DateTime<Utc>,
}

fn list(values: &[String]) -> Option<String> {
    (!values.is_empty()).then(|| serde_json::to_string(values).expect("a list of strings is JSON"))
}

fn unlist(text: Option<String>) -> Vec<String> {
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// As the catalog writes it; none where nothing is known.
pub(super) fn expiry_text(expiry: Expiry) -> Option<String> {
    match expiry {
        Expiry::NotKnown => None,
        Expiry::Never => Some("never".into()),
        Expiry::On(date) => Some(date.to_string()),
    }
}

fn expiry_of(text: Option<&str>) -> Expiry {
    match text {
        None => Expiry::NotKnown,
        Some("never") => Expiry::Never,
        Some(date) => date.parse::<NaiveDate>().map_or(Expiry::NotKnown, Expiry::On),
    }
}

const SELECT: &str = "
SELECT k.id, p.name, e.name, e.protected, k.name, k.key_id, k.key_id_name, k.provider, k.kind, k.plain_value,
       k.disabled_at, k.owner, k.scopes, k.level, k.endpoint, k.used_in, k.tags, k.as_file, k.note IS NOT NULL,
       k.created_at, k.age_known, k.rotated_at, k.expires, k.rotate_every, k.last_used_at, k.last_used_by_hand_at,
       k.use_count, v.number, v.fingerprint, k.weak, k.plain_http, k.missing,
       EXISTS (SELECT 1 FROM intents i WHERE i.key = k.id), v.ended_at
FROM keys k
JOIN environments e ON e.id = k.environment
JOIN projects p ON p.id = e.project
JOIN versions v ON v.key = k.id AND v.status = 'live'
";

fn key_of(row: &Row<'_>) -> rusqlite::Result<Key> {
    let bad_name =
        |column: usize| rusqlite::Error::InvalidColumnType(column, "name".into(), rusqlite::types::Type::Text);
    let place = EnvRef { project: row.get(1)?, environment: row.get(2)? };
    let name = VariableName::new(row.get_ref(4)?.as_str()?).map_err(|_| bad_name(4))?;
    let key_id_name = match row.get_ref(6)?.as_str_or_null()? {
        Some(text) => Some(VariableName::new(text).map_err(|_| bad_name(6))?),
        None => None,
    };
    Ok(Key {
        uid: KeyUid(row.get(0)?),
        reference: KeyRef { place, name },
        protected: row.get(3)?,
        key_id: row.get(5)?,
        key_id_name,
        provider: row.get(7)?,
        kind: row.get_ref(8)?.as_str()?.parse().unwrap_or(Kind::Other),
        plain_value: row.get(9)?,
        state: row.get::<_, Option<i64>>(10)?.map_or(State::Active, |at| State::Disabled { since: moment(at) }),
        owner: row.get(11)?,
        scopes: unlist(row.get(12)?),
        level: row.get_ref(13)?.as_str_or_null()?.and_then(|text| text.parse().ok()),
        endpoint: row.get(14)?,
        used_in: unlist(row.get(15)?).into_iter().map(|place| UsedIn { place }).collect(),
        tags: unlist(row.get(16)?),
        as_file: row.get(17)?,
        has_note: row.get(18)?,
        created_at: moment(row.get(19)?),
        age_known: row.get(20)?,
        rotated_at: row.get::<_, Option<i64>>(21)?.map(moment),
        expiry: expiry_of(row.get_ref(22)?.as_str_or_null()?),
        rotate_every: match row.get::<_, Option<u32>>(23)? {
            None => RotateEvery::AsSettings,
            Some(0) => RotateEvery::Never,
            Some(days) => RotateEvery::Days(days),
        },
        last_used_at: row.get::<_, Option<i64>>(24)?.map(moment),
        last_used_by_hand_at: row.get::<_, Option<i64>>(25)?.map(moment),
        use_count: row.get::<_, i64>(26)?.unsigned_abs(),
        version: row.get(27)?,
        fingerprint: row.get_ref(28)?.as_blob_or_null()?.and_then(|bytes| bytes.try_into().ok()),
        weak: row.get(29)?,
        plain_http: row.get(30)?,
        missing: row.get(31)?,
        unsettled: row.get(32)?,
        ended_at: row.get::<_, Option<i64>>(33)?.map(moment),
        older: Vec::new(),
        went_without: None,
    })
}

impl Catalog {
    /// Keys with a saved version, by project, environment and name.
    pub fn keys(&self, query: KeyQuery<'_>) -> Result<Vec<Key>, CatalogError> {
        let (filter, parameters): (&str, Vec<rusqlite::types::Value>) = match query {
            KeyQuery::All => ("", vec![]),
            KeyQuery::Project(name) => ("WHERE p.name = ?1", vec![name.to_owned().into()]),
            KeyQuery::Place(place) => (
                "WHERE p.name = ?1 AND e.name = ?2",
                vec![place.project.clone().into(), place.environment.clone().into()],
            ),
            KeyQuery::One(uid) => ("WHERE k.id = ?1", vec![uid.0.into()]),
        };
        let sql = format!("{SELECT} {filter} ORDER BY p.archived, p.position, e.position, k.name");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut keys =
            statement.query_map(rusqlite::params_from_iter(parameters), key_of)?.collect::<Result<Vec<_>, _>>()?;
        let at: HashMap<i64, usize> = keys.iter().enumerate().map(|(index, key)| (key.uid.0, index)).collect();
        self.add_older_versions(&mut keys, query, &at)?;
        self.add_went_without(&mut keys, &at)?;
        Ok(keys)
    }

    fn add_older_versions(
        &self,
        keys: &mut [Key],
        query: KeyQuery<'_>,
        at: &HashMap<i64, usize>,
    ) -> Result<(), CatalogError> {
        // Two statements: one for both would read every version for a single key, at every change.
        let (filter, only) = match query {
            KeyQuery::One(uid) => ("AND key = ?1", vec![uid.0]),
            _ => ("", vec![]),
        };
        // A version that never lived was never replaced either.
        let sql = format!(
            "SELECT key, number, made_at, replaced_at, kept_until, ended_at FROM versions
             WHERE status IN ('kept', 'gone') AND replaced_at IS NOT NULL {filter}
             ORDER BY key, replaced_at DESC, number DESC"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(only))?;
        while let Some(row) = rows.next()? {
            if let Some(&index) = at.get(&row.get::<_, i64>(0)?) {
                keys[index].older.push(KeptVersion {
                    number: row.get(1)?,
                    made_at: moment(row.get(2)?),
                    replaced_at: moment(row.get::<_, Option<i64>>(3)?.unwrap_or_default()),
                    kept_until: row.get::<_, Option<i64>>(4)?.map(moment),
                    ended_at: row.get::<_, Option<i64>>(5)?.map(moment),
                });
            }
        }
        Ok(())
    }

    /// One key.
    pub fn key(&self, uid: KeyUid) -> Result<Option<Key>, CatalogError> {
        Ok(self.keys(KeyQuery::One(uid))?.pop())
    }

    /// The key that has this variable name or key-id name in an environment, whether saved or not. The second value
    /// is the name as it is kept: it differs from the one asked for if only the case does.
    pub fn find_name(
        &self,
        environment: EnvironmentId,
        name: &VariableName,
    ) -> Result<Option<(KeyUid, NameFound)>, CatalogError> {
        let sql = "SELECT k.id, k.name, k.key_id_name FROM names n JOIN keys k ON k.id = n.key
                   WHERE n.environment = ?1 AND n.folded = ?2";
        let found = self
            .conn
            .prepare_cached(sql)?
            .query_row((environment.0, name.as_str().to_ascii_lowercase()), |row| {
                Ok((KeyUid(row.get(0)?), row.get::<_, String>(1)?, row.get::<_, Option<String>>(2)?))
            })
            .optional()?;
        Ok(found.map(|(uid, own, key_id_name)| {
            let what = if own == name.as_str() {
                NameFound::Own
            } else if key_id_name.as_deref() == Some(name.as_str()) {
                NameFound::KeyId
            } else if own.eq_ignore_ascii_case(name.as_str()) {
                NameFound::Twin(own)
            } else {
                NameFound::Twin(key_id_name.unwrap_or_default())
            };
            (uid, what)
        }))
    }

    /// Adds a key's row and its names. `Taken` if one of them stands there already.
    pub fn add_key(&self, new: &NewKey<'_>) -> Result<KeyUid, CatalogError> {
        let sql = "INSERT INTO keys (environment, name, key_id, key_id_name, kind, plain_value, age_known, created_at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        self.conn.prepare_cached(sql)?.execute((
            new.environment.0,
            new.name.as_str(),
            new.key_id,
            new.key_id_name.map(VariableName::as_str),
            new.kind.word(),
            new.plain_value,
            new.age_known,
            seconds(new.created_at),
        ))?;
        let uid = KeyUid(self.conn.last_insert_rowid());
        self.take_names(uid, new.environment, new.name, new.key_id_name)?;
        Ok(uid)
    }

    /// Adds a key's row again under the number it had, for a secret whose row was lost.
    pub fn add_key_as(
        &self,
        uid: KeyUid,
        environment: EnvironmentId,
        name: &VariableName,
        kind: Kind,
        created_at: DateTime<Utc>,
    ) -> Result<(), CatalogError> {
        let sql =
            "INSERT INTO keys (id, environment, name, kind, age_known, created_at) VALUES (?1, ?2, ?3, ?4, 0, ?5)";
        let row = (uid.0, environment.0, name.as_str(), kind.word(), seconds(created_at));
        self.conn.prepare_cached(sql)?.execute(row)?;
        self.take_names(uid, environment, name, None)
    }

    fn take_names(
        &self,
        uid: KeyUid,
        environment: EnvironmentId,
        name: &VariableName,
        key_id_name: Option<&VariableName>,
    ) -> Result<(), CatalogError> {
        let mut statement = self.conn.prepare_cached("INSERT INTO names VALUES (?1, ?2, ?3)")?;
        for one in std::iter::once(name).chain(key_id_name) {
            statement.execute((environment.0, one.as_str().to_ascii_lowercase(), uid.0))?;
            // What stands there is needed after all.
            self.set_not_needed(environment, one, false)?;
        }
        Ok(())
    }

    /// Gives a key other names or another environment. `Taken` if a name stands there already.
    pub fn place_key(
        &self,
        uid: KeyUid,
        environment: EnvironmentId,
        name: &VariableName,
        key_id_name: Option<&VariableName>,
    ) -> Result<(), CatalogError> {
        self.conn.prepare_cached("DELETE FROM names WHERE key = ?1")?.execute([uid.0])?;
        self.take_names(uid, environment, name, key_id_name)?;
        let sql =
            "UPDATE keys SET environment = ?2, name = ?3, key_id_name = ?4, revision = revision + 1 WHERE id = ?1";
        let row = (uid.0, environment.0, name.as_str(), key_id_name.map(VariableName::as_str));
        self.conn.prepare_cached(sql)?.execute(row)?;
        Ok(())
    }

    /// Writes all facts a person edits, as they stand in `key` (not its places, versions or uses).
    pub fn set_facts(&self, key: &Key) -> Result<(), CatalogError> {
        let used_in: Vec<String> = key.used_in.iter().map(|used| used.place.clone()).collect();
        let rotate_every = match key.rotate_every {
            RotateEvery::AsSettings => None,
            RotateEvery::Never => Some(0),
            RotateEvery::Days(days) => Some(days),
        };
        self.note_hand_over(key.uid, key.owner.as_deref())?;
        let sql = "UPDATE keys SET key_id = ?2, provider = ?3, kind = ?4, plain_value = ?5, owner = ?6, scopes = ?7,
                   level = ?8, endpoint = ?9, used_in = ?10, tags = ?11, as_file = ?12, expires = ?13,
                   rotate_every = ?14, revision = revision + 1 WHERE id = ?1";
        self.conn.prepare_cached(sql)?.execute(params![
            key.uid.0,
            key.key_id,
            key.provider,
            key.kind.word(),
            key.plain_value,
            key.owner,
            list(&key.scopes),
            key.level.map(Level::word),
            key.endpoint,
            list(&used_in),
            list(&key.tags),
            key.as_file,
            expiry_text(key.expiry),
            rotate_every,
        ])?;
        Ok(())
    }

    /// What is known of the live secret without holding it: its estimate, its scheme, its sealed last characters.
    pub fn set_secret_facts(
        &self,
        uid: KeyUid,
        weak: bool,
        plain_http: bool,
        tail: Option<&[u8]>,
    ) -> Result<(), CatalogError> {
        let sql = "UPDATE keys SET weak = ?2, plain_http = ?3, tail = ?4, missing = 0 WHERE id = ?1";
        self.conn.prepare_cached(sql)?.execute((uid.0, weak, plain_http, tail))?;
        Ok(())
    }

    /// The moment its live version was made.
    pub fn set_rotated_at(&self, uid: KeyUid, at: Option<DateTime<Utc>>) -> Result<(), CatalogError> {
        let sql = "UPDATE keys SET rotated_at = ?2, revision = revision + 1 WHERE id = ?1";
        self.conn.prepare_cached(sql)?.execute((uid.0, at.map(seconds)))?;
        Ok(())
    }

    /// The key id that goes with its live secret.
    pub fn set_key_id(&self, uid: KeyUid, key_id: Option<&str>) -> Result<(), CatalogError> {
        self.conn.prepare_cached("UPDATE keys SET key_id = ?2 WHERE id = ?1")?.execute((uid.0, key_id))?;
        Ok(())
    }

    /// Disables a key since the moment given, or enables it.
    pub fn set_disabled(&self, uid: KeyUid, since: Option<DateTime<Utc>>) -> Result<(), CatalogError> {
        let sql = "UPDATE keys SET disabled_at = ?2, revision = revision + 1 WHERE id = ?1";
        self.conn.prepare_cached(sql)?.execute((uid.0, since.map(seconds)))?;
        self.forget_without(uid)
    }

    /// The store surely does not hold its secret, or holds it after all.
    pub fn set_missing(&self, uid: KeyUid, missing: bool) -> Result<(), CatalogError> {
        self.conn.prepare_cached("UPDATE keys SET missing = ?2 WHERE id = ?1")?.execute((uid.0, missing))?;
        Ok(())
    }

    /// Its note, sealed; none takes it away.
    pub fn set_note(&self, uid: KeyUid, note: Option<&[u8]>) -> Result<(), CatalogError> {
        self.conn.prepare_cached("UPDATE keys SET note = ?2 WHERE id = ?1")?.execute((uid.0, note))?;
        Ok(())
    }

    /// Its sealed note.
    pub fn note(&self, uid: KeyUid) -> Result<Option<Vec<u8>>, CatalogError> {
        let mut statement = self.conn.prepare_cached("SELECT note FROM keys WHERE id = ?1")?;
        Ok(statement.query_row([uid.0], |row| row.get(0)).optional()?.flatten())
    }

    /// Every key's sealed last characters.
    pub fn each_tail(&self, mut take: impl FnMut(KeyUid, &[u8])) -> Result<(), CatalogError> {
        let mut statement = self.conn.prepare_cached("SELECT id, tail FROM keys WHERE tail IS NOT NULL ORDER BY id")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            // Not as a vector: a list of 100,000 keys would leave as many holes in memory.
            take(KeyUid(row.get(0)?), row.get_ref(1)?.as_blob().unwrap_or_default());
        }
        Ok(())
    }

    /// Takes a key and everything about it away. Its values must be gone from the store before.
    pub fn drop_key(&self, uid: KeyUid) -> Result<(), CatalogError> {
        self.conn.prepare_cached("DELETE FROM keys WHERE id = ?1")?.execute([uid.0])?;
        Ok(())
    }

    /// A key's reference, whether it is saved or not.
    pub fn reference_of(&self, uid: KeyUid) -> Result<Option<KeyRef>, CatalogError> {
        let sql = "SELECT p.name, e.name, k.name FROM keys k JOIN environments e ON e.id = k.environment
                   JOIN projects p ON p.id = e.project WHERE k.id = ?1";
        let found = self
            .conn
            .prepare_cached(sql)?
            .query_row([uid.0], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?)))
            .optional()?;
        Ok(found.and_then(|(project, environment, name)| {
            Some(KeyRef { place: EnvRef { project, environment }, name: VariableName::new(&name).ok()? })
        }))
    }
}

/// How a name was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameFound {
    /// It is the variable's own name.
    Own,
    /// It is the name of the pair's key id.
    KeyId,
    /// Only the case differs; the name as it is kept.
    Twin(String),
}
