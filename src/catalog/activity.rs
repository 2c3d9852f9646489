//! Rows of the record. The chain over them is the vault's (`vault/record`), which holds the key.

use std::str::FromStr;

use rusqlite::OptionalExtension;

use super::{Catalog, CatalogError, moment, seconds};
use crate::model::{ActivityEntry, ActivityKind};

/// An entry as it lies in the catalog, with its link of the chain. `what` is kept as text, so that a word this build
/// does not know can still be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityRow {
    /// Its place; the first is 1.
    pub number: i64,
    /// Seconds since 1970.
    pub at: i64,
    /// The word of an [`ActivityKind`].
    pub what: String,
    /// To which key or place.
    pub subject: Option<String>,
    /// More, for people.
    pub detail: Option<String>,
    /// Which face did it.
    pub via: String,
    /// Its link.
    pub mac: Vec<u8>,
}

impl ActivityRow {
    /// A row for an entry, with its link.
    pub fn new(entry: &ActivityEntry, mac: Vec<u8>) -> Self {
        Self {
            number: entry.number as i64,
            at: seconds(entry.at),
            what: entry.what.word().to_owned(),
            subject: entry.subject.clone(),
            detail: entry.detail.clone(),
            via: entry.via.clone(),
            mac,
        }
    }

    /// The entry; none for a word this build does not know.
    pub fn entry(&self) -> Option<ActivityEntry> {
        Some(ActivityEntry {
            number: u64::try_from(self.number).ok()?,
            at: moment(self.at),
            what: ActivityKind::from_str(&self.what).ok()?,
            subject: self.subject.clone(),
            detail: self.detail.clone(),
            via: self.via.clone(),
        })
    }
}

fn row_of(row: &rusqlite::Row<'_>) -> rusqlite::Result<ActivityRow> {
    Ok(ActivityRow {
        number: row.get(0)?,
        at: row.get(1)?,
        what: row.get(2)?,
        subject: row.get(3)?,
        detail: row.get(4)?,
        via: row.get(5)?,
        mac: row.get(6)?,
    })
}

impl Catalog {
    /// Adds a row at the end.
    pub fn append_activity(&self, row: &ActivityRow) -> Result<(), CatalogError> {
        self.conn.prepare_cached("INSERT INTO activity VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?.execute((
            row.number,
            row.at,
            &row.what,
            &row.subject,
            &row.detail,
            &row.via,
            &row.mac,
        ))?;
        Ok(())
    }

    /// The last row.
    pub fn last_activity(&self) -> Result<Option<ActivityRow>, CatalogError> {
        let sql = "SELECT number, at, what, subject, detail, via, mac FROM activity
                   WHERE number = (SELECT max(number) FROM activity)";
        Ok(self.conn.prepare_cached(sql)?.query_row([], row_of).optional()?)
    }

    /// The row of a number.
    pub fn activity_row(&self, number: u64) -> Result<Option<ActivityRow>, CatalogError> {
        let Ok(number) = i64::try_from(number) else { return Ok(None) };
        let sql = "SELECT number, at, what, subject, detail, via, mac FROM activity WHERE number = ?1";
        Ok(self.conn.prepare_cached(sql)?.query_row([number], row_of).optional()?)
    }

    /// The moment of the newest row from before the moment given.
    pub fn newest_activity_before(
        &self,
        before: chrono::DateTime<chrono::Utc>,
    ) -> Result<Option<chrono::DateTime<chrono::Utc>>, CatalogError> {
        let mut statement = self.conn.prepare_cached("SELECT max(at) FROM activity WHERE at < ?1")?;
        let newest: Option<i64> = statement.query_row([seconds(before)], |row| row.get(0))?;
        Ok(newest.map(moment))
    }

    /// The number of the first row that is of the moment given or later; by the index of moments, so that an old record is not
    /// read for a day of it.
    pub fn first_activity_since(&self, since: chrono::DateTime<chrono::Utc>) -> Result<Option<i64>, CatalogError> {
        let mut statement = self.conn.prepare_cached("SELECT min(number) FROM activity WHERE at >= ?1")?;
        Ok(statement.query_row([seconds(since)], |row| row.get(0))?)
    }

    /// Hands at most `most` rows behind a number (all of them where there is none) to `each`, oldest first; stops when it
    /// returns false.
    pub fn each_activity(
        &self,
        behind: Option<i64>,
        most: u32,
        mut each: impl FnMut(ActivityRow) -> bool,
    ) -> Result<(), CatalogError> {
        let sql = "SELECT number, at, what, subject, detail, via, mac FROM activity
                   WHERE number > coalesce(?1, -9223372036854775808) ORDER BY number LIMIT ?2";
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query((behind, most))?;
        while let Some(row) = rows.next()? {
            if !each(row_of(row)?) {
                break;
            }
        }
        Ok(())
    }

    /// Hands the rows before a number (all of them where there is none) to `each`, newest first, without their links;
    /// stops when it returns false.
    pub fn each_activity_back(
        &self,
        before: Option<i64>,
        mut each: impl FnMut(ActivityRow) -> bool,
    ) -> Result<(), CatalogError> {
        let sql = "SELECT number, at, what, subject, detail, via, x'' FROM activity
                   WHERE number < coalesce(?1, 9223372036854775807) ORDER BY number DESC";
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query([before])?;
        while let Some(row) = rows.next()? {
            if !each(row_of(row)?) {
                break;
            }
        }
        Ok(())
    }

    /// How many rows there are of each word, since a moment where one is given.
    pub fn count_activity(
        &self,
        since: Option<chrono::DateTime<chrono::Utc>>,
    ) -> Result<Vec<(String, u64)>, CatalogError> {
        let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?.unsigned_abs()));
        let rows = match since {
            None => {
                let sql = "SELECT what, count(*) FROM activity GROUP BY what";
                self.conn.prepare_cached(sql)?.query_map([], read)?.collect::<Result<_, _>>()
            }
            Some(since) => {
                let sql = "SELECT what, count(*) FROM activity WHERE at >= ?1 GROUP BY what";
                self.conn.prepare_cached(sql)?.query_map([seconds(since)], read)?.collect::<Result<_, _>>()
            }
        };
        Ok(rows?)
    }

    /// Takes the rows up to a number away.
    pub fn drop_activity_to(&self, number: i64) -> Result<(), CatalogError> {
        self.conn.prepare_cached("DELETE FROM activity WHERE number <= ?1")?.execute([number])?;
        Ok(())
    }

    /// The newest rows of one subject from before a number and not older than a moment, newest first; without its uses.
    pub fn activity_of(
        &self,
        subject: &str,
        before: i64,
        since: chrono::DateTime<chrono::Utc>,
        most: u32,
    ) -> Result<Vec<ActivityRow>, CatalogError> {
        let sql = "SELECT number, at, what, subject, detail, via, mac FROM activity
                   WHERE subject = ?1 AND what NOT IN ('copied', 'shown', 'got', 'exported', 'used')
                   AND number < ?2 AND at >= ?3 ORDER BY number DESC LIMIT ?4";
        let mut statement = self.conn.prepare_cached(sql)?;
        Ok(statement.query_map((subject, before, seconds(since), most), row_of)?.collect::<Result<_, _>>()?)
    }

    /// Every change of a project or environment since a moment, newest first.
    pub fn place_changes(&self, since: chrono::DateTime<chrono::Utc>) -> Result<Vec<ActivityRow>, CatalogError> {
        let sql = "SELECT number, at, what, subject, detail, via, mac FROM activity INDEXED BY activity_of_places
                   WHERE what = 'place-changed' AND at >= ?1 ORDER BY number DESC";
        let mut statement = self.conn.prepare_cached(sql)?;
        Ok(statement.query_map([seconds(since)], row_of)?.collect::<Result<_, _>>()?)
    }

    /// The newest entries, newest first.
    pub fn recent_activity(&self, most: u32) -> Result<Vec<ActivityRow>, CatalogError> {
        let sql = "SELECT number, at, what, subject, detail, via, mac FROM activity ORDER BY number DESC LIMIT ?1";
        let mut statement = self.conn.prepare_cached(sql)?;
        Ok(statement.query_map([most], row_of)?.collect::<Result<_, _>>()?)
    }
}
