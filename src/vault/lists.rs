//! Reading facts: everything a list, a warning or the window needs. No unlocking, no keychain.

use std::collections::HashMap;
use std::path::PathBuf;

use chrono::{DateTime, Local, NaiveDate, Utc};

use super::{Error, Vault};
use crate::catalog::{KeyQuery, WrittenKey};
use crate::model::{EnvRef, Finding, Key, KeyUid, Person, Project, Settings};
use crate::review::{self, InFile, Snooze};

/// The facts as of one moment.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Every project, in order.
    pub projects: Vec<Project>,
    /// Every key, by project, environment and name.
    pub keys: Vec<Key>,
    /// Each key's findings, worst first; same order as `keys`.
    pub findings: Vec<Vec<Finding>>,
    /// Files that Keyloft wrote and that are still there, with the keys whose values stand in them.
    pub files: Vec<(KeyUid, PathBuf)>,
    /// Everyone who owns keys or leaves.
    pub people: Vec<Person>,
    /// The settings.
    pub settings: Settings,
    /// The moment.
    pub now: DateTime<Utc>,
    /// The user's calendar day.
    pub today: NaiveDate,
}

/// The user's calendar day at a moment, in this computer's time zone.
pub fn local_day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Local).date_naive()
}

impl Vault {
    /// Everything, with findings. They are computed over all keys, since values are shared across projects.
    pub fn list(&self) -> Result<Listed, Error> {
        self.catalog.read(|| {
            let settings = self.catalog.settings()?;
            let people = self.catalog.people()?;
            let keys = self.catalog.keys(KeyQuery::All)?;
            let snoozes: Vec<Snooze> = self
                .catalog
                .snoozes()?
                .into_iter()
                .map(|row| Snooze { key: row.key, rule: row.rule, until: row.until, reason: row.reason })
                .collect();
            let there = self.files_there()?;
            let in_file = |WrittenKey { key, written_at, taken_over, .. }: &WrittenKey| InFile {
                key: *key,
                written_at: *written_at,
                taken_over: *taken_over,
            };
            let files: Vec<InFile> = there.iter().map(in_file).collect();
            let now = self.now();
            let today = self.world.clock.today();
            let findings = review::findings(&review::Context {
                keys: &keys,
                settings: &settings,
                people: &people,
                snoozes: &snoozes,
                files: &files,
                now,
                today,
                day_of: &local_day,
            });
            let files = there.into_iter().map(|file| (file.key, file.path)).collect();
            Ok(Listed { projects: self.catalog.projects()?, keys, findings, files, people, settings, now, today })
        })
    }

    /// Where a key's value stands in files that Keyloft wrote and that are still there.
    pub fn files_of(&self, uid: KeyUid) -> Result<Vec<PathBuf>, Error> {
        let files = self.files_there()?.into_iter();
        Ok(files.filter(|file| file.key == uid).map(|file| file.path).collect())
    }

    /// The names of keys that stood in these files, were deleted since, and of whose values they may hold the last copy.
    pub fn keys_deleted_in(&self, files: &[PathBuf]) -> Result<Vec<String>, Error> {
        let mut names = Vec::new();
        for path in files {
            names.extend(self.catalog.keys_deleted_of_written_file(path)?);
        }
        names.sort();
        names.dedup();
        Ok(names)
    }

    /// The files that Keyloft wrote and that are still there: one that somebody took away is no warning.
    fn files_there(&self) -> Result<Vec<WrittenKey>, Error> {
        let mut looked_at: HashMap<PathBuf, bool> = HashMap::new();
        let mut files = self.catalog.keys_in_written_files()?;
        files.retain(|WrittenKey { path, .. }| {
            // Cloned once a file: there are few, though each may hold many keys.
            *looked_at.entry(path.clone()).or_insert_with(|| path.symlink_metadata().is_ok())
        });
        Ok(files)
    }

    /// The keys of one environment, without findings.
    pub fn keys_in(&self, place: &EnvRef) -> Result<Vec<Key>, Error> {
        Ok(self.catalog.keys(KeyQuery::Place(place))?)
    }

    /// A number that changes when another process changed the vault.
    pub fn data_version(&self) -> Result<i64, Error> {
        Ok(self.catalog.data_version()?)
    }
}
