//! Reviews and handovers as files.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Error, Vault};
use crate::fs::{Replace, check_target, write_whole};
use crate::model::{ActivityKind, Key, KeyUid, Person, Secret};
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
            now: listed.now,
            today: listed.today,
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
        let leaver = Leaver { person, keys, now: listed.now, today: listed.today };
        Ok(report::handover(&leaver, form))
    }

    /// What the record says of a key since its owner's leaving is known, oldest first.
    fn steps_of(&self, key: &Key, person: &Person) -> Result<Vec<Step>, Error> {
        let Some(since) = person.leaving_since else { return Ok(Vec::new()) };
        let acts = self.catalog.read(|| self.record_of(key))?;
        let steps = acts.into_iter().filter(|(at, ..)| *at >= since).filter_map(|(at, what, detail)| {
            let words = match what {
                ActivityKind::Rotated => "rotated",
                ActivityKind::PutBack => "old value put back",
                ActivityKind::Ended => "ended at its provider",
                ActivityKind::Disabled => "disabled",
                ActivityKind::Enabled => "enabled",
                ActivityKind::Edited if detail.as_deref().is_some_and(is_about_owner) => "given to another owner",
                _ => return None,
            };
            Some(Step { at, words: words.to_owned() })
        });
        let mut steps: Vec<Step> = steps.collect();
        steps.reverse();
        Ok(steps)
    }

    /// Writes a report whole or not at all, readable by its user alone; a file that stands there only with `force`.
    pub fn write_report(path: &Path, text: String, force: bool) -> Result<(), Error> {
        let replace = if force { Replace::RegularFile } else { Replace::Never };
        check_target(path, replace)?;
        Ok(write_whole(path, &Secret::new(text.into_bytes()), replace)?)
    }
}

/// Of an edit's detail, which lists the facts that changed: "owner, scopes".
fn is_about_owner(detail: &str) -> bool {
    detail.split(", ").any(|fact| fact == "owner")
}
