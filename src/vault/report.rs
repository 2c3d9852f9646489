//! Reviews and handovers as files.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::Local;

use super::lists::local_day;
use super::{Error, Vault};
use crate::fs::{Replace, check_target, write_whole};
use crate::model::{ActivityEntry, ActivityKind, DeletedKey, Key, KeyUid, Person, Secret, ended_since, owner_in};
use crate::report::{self, Facts, Form, Leaver, Step};
use crate::review::leaves_with;

impl Vault {
    /// A review of these keys, or of all; `about` says of what, in words. Facts only: no unlocking.
    pub fn review_report(&self, about: &str, keys: Option<&[KeyUid]>, form: Form) -> Result<String, Error> {
        let listed = self.list()?;
        let only: Option<BTreeSet<KeyUid>> = keys.map(|keys| keys.iter().copied().collect());
        let pairs = listed.keys.iter().zip(listed.findings.iter().map(Vec::as_slice));
        let facts = Facts {
            about: about.to_owned(),
            projects: &listed.projects,
            keys: pairs.filter(|(key, _)| only.as_ref().is_none_or(|only| only.contains(&key.uid))).collect(),
            today: listed.today,
            day_of: local_day,
        };
        Ok(report::review(&facts, form))
    }

    /// What a person hands over, or would if they left: key by key what is to do, and what was done since it is known.
    pub fn handover_report(&self, name: &str, form: Form) -> Result<String, Error> {
        let listed = self.list()?;
        let person = listed.people.iter().find(|person| person.name == name);
        let unknown = || Error::Refused(format!("nobody named {name} owns a key. `keyloft person ls` lists everyone"));
        let person = person.ok_or_else(unknown)?;
        let pairs = listed.keys.iter().zip(listed.findings.iter().map(Vec::as_slice));
        let mut keys = Vec::new();
        for (key, findings) in pairs.filter(|(key, _)| leaves_with(key, person)) {
            keys.push((key, findings, self.steps_of(key, person)?));
        }
        let gone = |gone| self.steps_of_gone(gone, person).map(|steps| (gone, steps));
        let deleted = person.deleted.iter().map(gone).collect::<Result<_, Error>>()?;
        let by = Some(listed.settings.me.trim().to_owned()).filter(|me| !me.is_empty());
        let leaver = Leaver { person, keys, deleted, by, today: listed.today, day_of: local_day };
        Ok(report::handover(&leaver, form))
    }

    /// What the record says of a key since its owner's leaving is known, oldest first.
    fn steps_of(&self, key: &Key, person: &Person) -> Result<Vec<Step>, Error> {
        let Some(since) = person.leaving_since else { return Ok(Vec::new()) };
        let entries = self.catalog.read(|| self.record_of(key))?;
        Ok(entries.into_iter().rev().filter(|entry| entry.at >= since).filter_map(step).collect())
    }

    /// The same of a key that is gone; behind its deletion only that its values ended.
    fn steps_of_gone(&self, gone: &DeletedKey, person: &Person) -> Result<Vec<Step>, Error> {
        let since = person.leaving_since.unwrap_or(gone.at);
        self.catalog.read(|| {
            let before = i64::try_from(gone.entry).unwrap_or(i64::MAX);
            let mut entries = self.record_back(gone.reference.clone(), before, since)?;
            entries.reverse();
            // None once the record was shortened that far.
            entries.extend(self.catalog.activity_row(gone.entry)?.and_then(|row| row.entry()));
            let later = self.catalog.activity_of(&gone.reference.to_string(), i64::MAX, gone.at, u32::MAX)?;
            let said = ended_since(gone.entry);
            let of_its_end = |entry: &ActivityEntry| entry.detail.as_ref() == Some(&said);
            entries.extend(later.into_iter().rev().filter_map(|row| row.entry()).filter(of_its_end));
            Ok(entries.into_iter().filter_map(step).collect())
        })
    }

    /// Writes a report whole or not at all, readable by its user alone; a file that stands there only with `force`.
    pub fn write_report(path: &Path, text: String, force: bool) -> Result<(), Error> {
        let replace = if force { Replace::RegularFile } else { Replace::Never };
        check_target(path, replace)?;
        Ok(write_whole(path, &Secret::new(text.into_bytes()), replace)?)
    }
}

fn step(entry: ActivityEntry) -> Option<Step> {
    let words = step_words(entry.what, entry.detail.as_deref())?;
    let local = entry.at.with_timezone(&Local).naive_local();
    Some(Step { at: entry.at, local, words, via: entry.via })
}

/// What a handover says of an entry; none for what is no step of it.
fn step_words(what: ActivityKind, detail: Option<&str>) -> Option<String> {
    Some(match what {
        ActivityKind::Rotated => "rotated".to_owned(),
        ActivityKind::PutBack => "value put back".to_owned(),
        ActivityKind::Ended => "ended at its provider".to_owned(),
        ActivityKind::NotEnded => "not ended after all".to_owned(),
        ActivityKind::Disabled => "disabled".to_owned(),
        ActivityKind::Enabled => "enabled".to_owned(),
        ActivityKind::Deleted => "deleted".to_owned(),
        ActivityKind::Edited => match owner_in(detail?)? {
            Some(name) => format!("given to {name}"),
            None => "left without an owner".to_owned(),
        },
        _ => return None,
    })
}
