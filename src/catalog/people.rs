//! People with a last day, and snoozed findings.

use std::str::FromStr;

use chrono::NaiveDate;

use super::{Catalog, CatalogError};
use crate::model::{KeyUid, Person, Rule};

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

impl Catalog {
    /// Everyone who owns a key or has a last day, by name.
    pub fn people(&self) -> Result<Vec<Person>, CatalogError> {
        let sql = "SELECT name, last_day FROM people
                   UNION SELECT owner, NULL FROM keys WHERE owner IS NOT NULL AND owner NOT IN (SELECT name FROM people)
                   ORDER BY 1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            let last_day: Option<String> = row.get(1)?;
            Ok(Person { name: row.get(0)?, last_day: last_day.as_deref().and_then(day) })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Sets or takes back a person's last day.
    pub fn set_last_day(&self, name: &str, last_day: Option<NaiveDate>) -> Result<(), CatalogError> {
        let sql = "INSERT INTO people VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET last_day = excluded.last_day";
        self.conn.prepare_cached(sql)?.execute((name, last_day.map(|d| d.to_string())))?;
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
}
