//! Versions: each rotation of a key, where its value lies, and whether it has ended at its provider.

use std::str::FromStr;

use rusqlite::{OptionalExtension, Row};

use super::keys::expiry_text;
use super::{Catalog, CatalogError, moment, seconds};
use crate::model::{Expiry, KeyUid};
use chrono::{DateTime, Utc};

/// A version's number in the catalog, over all keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct VersionId(pub i64);

/// How far a version is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// On its way into the store; not saved yet.
    Pending,
    /// The one that is copied, exported and run.
    Live,
    /// Replaced, its value still in the store.
    Kept,
    /// Replaced, its value gone from the store.
    Gone,
}

impl Status {
    fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Live => "live",
            Self::Kept => "kept",
            Self::Gone => "gone",
        }
    }
}

impl FromStr for Status {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Pending, Self::Live, Self::Kept, Self::Gone].into_iter().find(|s| s.word() == text).ok_or(())
    }
}

/// Where a version's value lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Placement {
    /// In the outside store, under the item's name.
    Outside,
    /// In the catalog's own file, sealed.
    Sealed,
    /// Nowhere: plain keys.
    None,
}

impl Placement {
    fn word(self) -> &'static str {
        match self {
            Self::Outside => "outside",
            Self::Sealed => "sealed",
            Self::None => "none",
        }
    }
}

impl FromStr for Placement {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Outside, Self::Sealed, Self::None].into_iter().find(|p| p.word() == text).ok_or(())
    }
}

/// A version to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVersion {
    /// Of which key.
    pub key: KeyUid,
    /// Its number; the first is 1.
    pub number: u32,
    /// How far it is.
    pub status: Status,
    /// Where its value lies.
    pub placement: Placement,
    /// The random part of its item's name.
    pub nonce: u64,
    /// Keyed fingerprint of its secret.
    pub fingerprint: Option<[u8; 16]>,
    /// The pair's public half at that version.
    pub key_id: Option<String>,
    /// When it was made.
    pub made_at: DateTime<Utc>,
}

/// A version as it lies in the catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its number over all keys.
    pub id: VersionId,
    /// Of which key.
    pub key: KeyUid,
    /// Its number; the first is 1.
    pub number: u32,
    /// How far it is.
    pub status: Status,
    /// Where its value lies.
    pub placement: Placement,
    /// The random part of its item's name.
    pub nonce: u64,
    /// Keyed fingerprint of its secret.
    pub fingerprint: Option<[u8; 16]>,
    /// The pair's public half at that version.
    pub key_id: Option<String>,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// When the next one took its place.
    pub replaced_at: Option<DateTime<Utc>>,
    /// Until when it can be put back.
    pub kept_until: Option<DateTime<Utc>>,
    /// When a person said that it no longer works at its provider.
    pub ended_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str =
    "id, key, number, status, place, nonce, fingerprint, key_id, made_at, replaced_at, kept_until, ended_at";

fn version_of(row: &Row<'_>) -> rusqlite::Result<Version> {
    let wrong =
        |column: usize| rusqlite::Error::InvalidColumnType(column, "version".into(), rusqlite::types::Type::Text);
    Ok(Version {
        id: VersionId(row.get(0)?),
        key: KeyUid(row.get(1)?),
        number: row.get(2)?,
        status: row.get_ref(3)?.as_str()?.parse().map_err(|()| wrong(3))?,
        placement: row.get_ref(4)?.as_str()?.parse().map_err(|()| wrong(4))?,
        nonce: row.get::<_, i64>(5)? as u64,
        fingerprint: row.get::<_, Option<Vec<u8>>>(6)?.and_then(|bytes| bytes.try_into().ok()),
        key_id: row.get(7)?,
        made_at: moment(row.get(8)?),
        replaced_at: row.get::<_, Option<i64>>(9)?.map(moment),
        kept_until: row.get::<_, Option<i64>>(10)?.map(moment),
        ended_at: row.get::<_, Option<i64>>(11)?.map(moment),
    })
}

impl Catalog {
    /// Adds a version.
    pub fn add_version(&self, new: &NewVersion) -> Result<VersionId, CatalogError> {
        let sql = "INSERT INTO versions (key, number, status, place, nonce, fingerprint, key_id, made_at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        self.conn.prepare_cached(sql)?.execute((
            new.key.0,
            new.number,
            new.status.word(),
            new.placement.word(),
            new.nonce as i64,
            new.fingerprint.as_ref().map(<[u8; 16]>::as_slice),
            &new.key_id,
            seconds(new.made_at),
        ))?;
        Ok(VersionId(self.conn.last_insert_rowid()))
    }

    /// One version.
    pub fn version(&self, id: VersionId) -> Result<Option<Version>, CatalogError> {
        let sql = format!("SELECT {COLUMNS} FROM versions WHERE id = ?1");
        Ok(self.conn.prepare_cached(&sql)?.query_row([id.0], version_of).optional()?)
    }

    /// The live version of a key.
    pub fn live_version(&self, key: KeyUid) -> Result<Option<Version>, CatalogError> {
        let sql = format!("SELECT {COLUMNS} FROM versions WHERE key = ?1 AND status = 'live'");
        Ok(self.conn.prepare_cached(&sql)?.query_row([key.0], version_of).optional()?)
    }

    /// All versions of a key, newest first.
    pub fn versions_of(&self, key: KeyUid) -> Result<Vec<Version>, CatalogError> {
        let sql = format!("SELECT {COLUMNS} FROM versions WHERE key = ?1 ORDER BY number DESC");
        let mut statement = self.conn.prepare_cached(&sql)?;
        Ok(statement.query_map([key.0], version_of)?.collect::<Result<_, _>>()?)
    }

    /// Every version whose value ought to lie in a store.
    pub fn versions_with_values(&self) -> Result<Vec<Version>, CatalogError> {
        let sql = format!("SELECT {COLUMNS} FROM versions WHERE status IN ('live', 'kept') AND place <> 'none'");
        let mut statement = self.conn.prepare_cached(&sql)?;
        Ok(statement.query_map([], version_of)?.collect::<Result<_, _>>()?)
    }

    /// Kept versions whose keep time is over.
    pub fn versions_to_forget(&self, now: DateTime<Utc>) -> Result<Vec<Version>, CatalogError> {
        let sql = format!("SELECT {COLUMNS} FROM versions WHERE status = 'kept' AND kept_until <= ?1");
        let mut statement = self.conn.prepare_cached(&sql)?;
        Ok(statement.query_map([seconds(now)], version_of)?.collect::<Result<_, _>>()?)
    }

    /// Versions nobody can put back any more whose value may still lie in the store.
    pub fn versions_going(&self) -> Result<Vec<Version>, CatalogError> {
        let sql = format!("SELECT {COLUMNS} FROM versions WHERE status = 'gone' AND place <> 'none'");
        let mut statement = self.conn.prepare_cached(&sql)?;
        Ok(statement.query_map([], version_of)?.collect::<Result<_, _>>()?)
    }

    /// A kept version whose keep time is over can't be put back from now on; its value goes next. False if it was put
    /// back, or let go, meanwhile.
    pub fn claim_to_forget(&self, id: VersionId, now: DateTime<Utc>) -> Result<bool, CatalogError> {
        let sql = "UPDATE versions SET status = 'gone', kept_until = NULL
                   WHERE id = ?1 AND status = 'kept' AND kept_until <= ?2";
        Ok(self.conn.prepare_cached(sql)?.execute((id.0, seconds(now)))? == 1)
    }

    /// A pending version that will not live: its value goes next, then its row.
    pub fn give_up(&self, id: VersionId) -> Result<(), CatalogError> {
        self.conn.prepare_cached("UPDATE versions SET status = 'gone' WHERE id = ?1")?.execute([id.0])?;
        Ok(())
    }

    /// The next version number of a key.
    pub fn next_version_number(&self, key: KeyUid) -> Result<u32, CatalogError> {
        let sql = "SELECT coalesce(max(number), 0) + 1 FROM versions WHERE key = ?1";
        Ok(self.conn.prepare_cached(sql)?.query_row([key.0], |row| row.get(0))?)
    }

    /// The live version steps back: kept until the moment given, with what its key says of it: the last characters, and
    /// when it ends.
    pub fn step_back(&self, key: KeyUid, now: DateTime<Utc>, kept_until: DateTime<Utc>) -> Result<(), CatalogError> {
        let sql = "UPDATE versions SET status = 'kept', replaced_at = ?2, kept_until = ?3,
                       (tail, expires) = (SELECT tail, coalesce(expires, '') FROM keys WHERE id = ?1)
                   WHERE key = ?1 AND status = 'live'";
        self.conn.prepare_cached(sql)?.execute((key.0, seconds(now), seconds(kept_until)))?;
        Ok(())
    }

    /// The sealed last characters of the version before, where there is one and it had some.
    pub fn old_tail(&self, key: KeyUid) -> Result<Option<Vec<u8>>, CatalogError> {
        let sql = "SELECT tail FROM versions WHERE key = ?1 AND status IN ('kept', 'gone')
                   ORDER BY replaced_at DESC, number DESC LIMIT 1";
        let tail = self.conn.prepare_cached(sql)?.query_row([key.0], |row| row.get(0)).optional()?;
        Ok(tail.flatten())
    }

    /// The places that have this version's value already, as a person said.
    pub fn ticked_places(&self, version: VersionId) -> Result<Vec<String>, CatalogError> {
        let mut statement = self.conn.prepare_cached("SELECT place FROM place_ticks WHERE version = ?1")?;
        let places = statement.query_map([version.0], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(places)
    }

    /// Notes that a place has a version's value, or that it has not.
    pub fn tick_place(&self, version: VersionId, place: &str, has_it: bool) -> Result<(), CatalogError> {
        let sql = if has_it {
            "INSERT OR IGNORE INTO place_ticks (version, place) VALUES (?1, ?2)"
        } else {
            "DELETE FROM place_ticks WHERE version = ?1 AND place = ?2"
        };
        self.conn.prepare_cached(sql)?.execute((version.0, place))?;
        Ok(())
    }

    /// The value `from` gives way to the one before it, `to`. A place that was said to have the first holds it on; each other
    /// still holds what it held. `held`: the places that are known to have held `to`, though nobody said so.
    pub fn places_step_back(&self, from: VersionId, to: VersionId, held: &[&str]) -> Result<(), CatalogError> {
        for place in held {
            self.tick_place(to, place, true)?;
        }
        let sql = "DELETE FROM place_ticks WHERE version = ?2
                   AND place IN (SELECT place FROM place_ticks WHERE version = ?1)";
        self.conn.prepare_cached(sql)?.execute((from.0, to.0))?;
        Ok(())
    }

    /// A pending or kept version becomes the live one (there must be no other).
    pub fn make_live(&self, id: VersionId) -> Result<(), CatalogError> {
        let sql = "UPDATE versions SET status = 'live', replaced_at = NULL, kept_until = NULL WHERE id = ?1";
        self.conn.prepare_cached(sql)?.execute([id.0])?;
        Ok(())
    }

    /// What is known of the end of a version that is on its way.
    pub fn note_end(&self, id: VersionId, expiry: Expiry) -> Result<(), CatalogError> {
        let text = expiry_text(expiry).unwrap_or_default();
        self.conn.prepare_cached("UPDATE versions SET expires = ?2 WHERE id = ?1")?.execute((id.0, text))?;
        Ok(())
    }

    /// The key of a version ends from now on as the version does; where nothing was noted of it, as before.
    pub fn take_end(&self, id: VersionId) -> Result<(), CatalogError> {
        let sql = "UPDATE keys SET expires = nullif(v.expires, '') FROM versions v
                   WHERE v.id = ?1 AND v.key = keys.id AND v.expires IS NOT NULL";
        self.conn.prepare_cached(sql)?.execute([id.0])?;
        Ok(())
    }

    /// A pending version that came too late is kept as an old one.
    pub fn keep_as_old(&self, id: VersionId, now: DateTime<Utc>, until: DateTime<Utc>) -> Result<(), CatalogError> {
        let sql = "UPDATE versions SET status = 'kept', replaced_at = ?2, kept_until = ?3 WHERE id = ?1";
        self.conn.prepare_cached(sql)?.execute((id.0, seconds(now), seconds(until)))?;
        Ok(())
    }

    /// The value of a version is gone from the store; its row stays for what is known about its end.
    pub fn mark_gone(&self, id: VersionId) -> Result<(), CatalogError> {
        let sql = "UPDATE versions SET status = 'gone', kept_until = NULL, place = 'none' WHERE id = ?1";
        self.conn.prepare_cached(sql)?.execute([id.0])?;
        Ok(())
    }

    /// A value that was thought gone is in the outside store after all: it can be put back until the moment given.
    pub fn take_back_as_old(&self, id: VersionId, until: DateTime<Utc>) -> Result<(), CatalogError> {
        let sql = "UPDATE versions SET status = 'kept', kept_until = ?2, place = 'outside' WHERE id = ?1";
        self.conn.prepare_cached(sql)?.execute((id.0, seconds(until)))?;
        Ok(())
    }

    /// A person said that every older version of the key has ended at its provider, and with `live` that one too. Gives the
    /// numbers of those of which nobody had said it.
    pub fn mark_ended(&self, key: KeyUid, now: DateTime<Utc>, live: bool) -> Result<Vec<u32>, CatalogError> {
        let sql = "UPDATE versions SET ended_at = ?2
                   WHERE key = ?1 AND ended_at IS NULL AND (status IN ('kept', 'gone') OR (?3 AND status = 'live'))
                   RETURNING number";
        let mut update = self.conn.prepare_cached(sql)?;
        let numbers = update.query_map((key.0, seconds(now), live), |row| row.get(0))?;
        Ok(numbers.collect::<Result<_, _>>()?)
    }

    /// What a person said at that moment of the end of a version was a slip; false where it does not stand so.
    pub fn take_back_end(&self, key: KeyUid, number: u32, said_at: DateTime<Utc>) -> Result<bool, CatalogError> {
        let sql = "UPDATE versions SET ended_at = NULL WHERE key = ?1 AND number = ?2 AND ended_at = ?3";
        Ok(self.conn.prepare_cached(sql)?.execute((key.0, number, seconds(said_at)))? > 0)
    }

    /// That the live version no longer works at its provider holds no more.
    pub fn forget_live_end(&self, key: KeyUid) -> Result<(), CatalogError> {
        let sql = "UPDATE versions SET ended_at = NULL WHERE key = ?1 AND status = 'live'";
        self.conn.prepare_cached(sql)?.execute([key.0])?;
        Ok(())
    }

    /// Gives a version a fresh item name, where the old one holds something else.
    pub fn set_nonce(&self, id: VersionId, nonce: u64) -> Result<(), CatalogError> {
        self.conn.prepare_cached("UPDATE versions SET nonce = ?2 WHERE id = ?1")?.execute((id.0, nonce as i64))?;
        Ok(())
    }

    /// Its value has another home from now on.
    pub fn set_placement(&self, id: VersionId, placement: Placement) -> Result<(), CatalogError> {
        self.conn.prepare_cached("UPDATE versions SET place = ?2 WHERE id = ?1")?.execute((id.0, placement.word()))?;
        Ok(())
    }

    /// Takes a version's row away.
    pub fn drop_version(&self, id: VersionId) -> Result<(), CatalogError> {
        self.conn.prepare_cached("DELETE FROM versions WHERE id = ?1")?.execute([id.0])?;
        Ok(())
    }

    /// The keys one of whose kept versions has this fingerprint.
    pub fn keys_with_kept_fingerprint(&self, fingerprint: &[u8; 16]) -> Result<Vec<KeyUid>, CatalogError> {
        let sql = "SELECT DISTINCT key FROM versions WHERE status = 'kept' AND fingerprint = ?1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([fingerprint.as_slice()], |row| Ok(KeyUid(row.get(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The keys whose live secret has this fingerprint.
    pub fn keys_with_fingerprint(&self, fingerprint: &[u8; 16]) -> Result<Vec<KeyUid>, CatalogError> {
        let sql = "SELECT key FROM versions WHERE status = 'live' AND fingerprint = ?1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([fingerprint.as_slice()], |row| Ok(KeyUid(row.get(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
