//! People with a last day and what they handed over, and snoozed findings.

use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::Row;

use super::{Catalog, CatalogError, moment, seconds};
use crate::model::{DeletedKey, KeyRef, KeyUid, Person, Rule};

/// A finding a person put off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnoozeRow {
    /// Which key.
    pub key: KeyUid,
    /// Which rule.
    pub rule: Rule,
    /// Quiet until this day.
    pub until: NaiveDate,
    /// Why, in the person's words.
    pub reason: String,
}

fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::from_str(text).ok()
}

/// A row of name, last day and since when they leave.
fn person(row: &Row<'_>) -> rusqlite::Result<Person> {
    let last_day: Option<String> = row.get(1)?;
    Ok(Person {
        name: row.get(0)?,
        last_day: last_day.as_deref().and_then(day),
        leaving_since: row.get::<_, Option<i64>>(2)?.map(moment),
        handed_over: Vec::new(),
        deleted: Vec::new(),
    })
}

impl Catalog {
    /// Everyone who owns a key or has a last day, by name.
    pub fn people(&self) -> Result<Vec<Person>, CatalogError> {
        let sql = "SELECT name, last_day, leaving_since FROM people
                   UNION SELECT owner, NULL, NULL FROM keys
                       WHERE owner IS NOT NULL AND owner NOT IN (SELECT name FROM people)
                   ORDER BY 1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([], person)?;
        let mut people: Vec<Person> = rows.collect::<Result<_, _>>()?;
        let mut statement = self.conn.prepare_cached("SELECT person, key FROM handed_over ORDER BY person, key")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let name = row.get_ref(0)?.as_str().unwrap_or_default();
            // SQLite compares text byte by byte, as Rust does.
            if let Ok(at) = people.binary_search_by(|person| person.name.as_str().cmp(name)) {
                people[at].handed_over.push(KeyUid(row.get(1)?));
            }
        }
        self.add_deleted(&mut people)?;
        Ok(people)
    }

    fn add_deleted(&self, people: &mut [Person]) -> Result<(), CatalogError> {
        let sql = "SELECT person, reference, at, ended, entry FROM deleted_keys ORDER BY person, entry DESC";
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let name = row.get_ref(0)?.as_str().unwrap_or_default();
            let reference = KeyRef::parse(row.get_ref(1)?.as_str().unwrap_or_default());
            if let (Ok(at), Ok(reference)) =
                (people.binary_search_by(|person| person.name.as_str().cmp(name)), reference)
            {
                let (when, ended, entry) = (moment(row.get(2)?), row.get(3)?, row.get::<_, i64>(4)?.unsigned_abs());
                people[at].deleted.push(DeletedKey { reference, at: when, ended, entry });
            }
        }
        Ok(())
    }

    /// Sets a person's last day, known since `now` unless one was known before; or takes it back, and all that was
    /// noted of their leaving with it.
    pub fn set_last_day(
        &self,
        name: &str,
        last_day: Option<NaiveDate>,
        now: DateTime<Utc>,
    ) -> Result<(), CatalogError> {
        let since = last_day.map(|_| seconds(now));
        let sql = "INSERT INTO people (name, last_day, leaving_since) VALUES (?1, ?2, ?3)
                   ON CONFLICT (name) DO UPDATE SET last_day = excluded.last_day,
                       leaving_since = iif(?3 IS NULL, NULL, coalesce(leaving_since, ?3))";
        self.conn.prepare_cached(sql)?.execute((name, last_day.map(|d| d.to_string()), since))?;
        if last_day.is_none() {
            for sql in ["DELETE FROM handed_over WHERE person = ?1", "DELETE FROM deleted_keys WHERE person = ?1"] {
                self.conn.prepare_cached(sql)?.execute([name])?;
            }
        }
        Ok(())
    }

    /// Those who leave and whose a key is, or was while they left: without what else is theirs.
    pub fn leavers_of(&self, key: KeyUid) -> Result<Vec<Person>, CatalogError> {
        let sql = "SELECT name, last_day, leaving_since FROM people
                   WHERE last_day IS NOT NULL
                       AND name IN (SELECT owner FROM keys WHERE id = ?1
                                    UNION SELECT person FROM handed_over WHERE key = ?1)";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([key.0], person)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Before a key is dropped: notes its deletion at a person who leaves, and whose it is or was.
    pub fn note_deleted(&self, person: &str, gone: &DeletedKey) -> Result<(), CatalogError> {
        let sql = "INSERT OR IGNORE INTO deleted_keys VALUES (?1, ?2, ?3, ?4, ?5)";
        let row = (person, gone.entry as i64, gone.reference.to_string(), seconds(gone.at), gone.ended);
        self.conn.prepare_cached(sql)?.execute(row)?;
        Ok(())
    }

    /// The values of a key that is gone ended at its provider, at everyone whose it was, or have not; its name, unless that
    /// was known.
    pub fn end_deleted(&self, entry: u64, ended: bool) -> Result<Option<String>, CatalogError> {
        let sql = "UPDATE deleted_keys SET ended = ?2 WHERE entry = ?1 AND ended <> ?2 RETURNING reference";
        let mut statement = self.conn.prepare_cached(sql)?;
        let names =
            statement.query_map((entry as i64, ended), |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        Ok(names.into_iter().next())
    }

    /// Before a key gets this owner: notes whose it was, if they leave.
    pub(super) fn note_hand_over(&self, key: KeyUid, owner: Option<&str>) -> Result<(), CatalogError> {
        let sql = "INSERT OR IGNORE INTO handed_over
                   SELECT p.name, k.id FROM keys k JOIN people p ON p.name = k.owner
                   WHERE k.id = ?1 AND k.owner IS NOT ?2 AND p.last_day IS NOT NULL";
        self.conn.prepare_cached(sql)?.execute((key.0, owner))?;
        Ok(())
    }

    /// All snoozes.
    pub fn snoozes(&self) -> Result<Vec<SnoozeRow>, CatalogError> {
        let mut statement = self.conn.prepare_cached("SELECT key, rule, until, reason FROM snoozes")?;
        let rows = statement.query_map([], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?))
        })?;
        let mut snoozes = Vec::new();
        for row in rows {
            let (key, rule, until, reason) = row?;
            // A rule or date this build can't read is an unknown snooze: the finding is shown.
            if let (Ok(rule), Some(until)) = (Rule::from_str(&rule), day(&until)) {
                snoozes.push(SnoozeRow { key: KeyUid(key), rule, until, reason });
            }
        }
        Ok(snoozes)
    }

    /// Puts a finding off.
    pub fn snooze(&self, snooze: &SnoozeRow) -> Result<(), CatalogError> {
        let sql = "INSERT INTO snoozes VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT (key, rule) DO UPDATE SET until = excluded.until, reason = excluded.reason";
        let row = (snooze.key.0, snooze.rule.id(), snooze.until.to_string(), &snooze.reason);
        self.conn.prepare_cached(sql)?.execute(row)?;
        Ok(())
    }

    /// Lets a finding speak again. True if it was put off.
    pub fn unsnooze(&self, key: KeyUid, rule: Rule) -> Result<bool, CatalogError> {
        let sql = "DELETE FROM snoozes WHERE key = ?1 AND rule = ?2";
        Ok(self.conn.prepare_cached(sql)?.execute((key.0, rule.id()))? > 0)
    }
}
