//! What the record's names are today.

use std::collections::{BTreeMap, HashMap};

use crate::jobs::Snapshot;
use crate::model::{KeyUid, Renaming};

/// What a subject of the record is today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The key, where it is still there.
    pub uid: Option<KeyUid>,
    /// Its environment asks before a secret is shown.
    pub protected: bool,
}

/// Finds keys and environments in the facts by the names that they had when something was done; each is looked for once.
#[derive(Debug, Default)]
pub struct Names {
    renamings: BTreeMap<u64, Renaming>,
    /// By the first renaming behind what was done, and by name.
    found: HashMap<Option<u64>, HashMap<String, Found>>,
}

impl Names {
    /// Takes in what was renamed.
    pub fn learn(&mut self, renamings: Vec<Renaming>) {
        if !renamings.is_empty() {
            self.found.clear();
            self.renamings.extend(renamings.into_iter().map(|one| (one.number, one)));
        }
    }

    /// The facts changed.
    pub fn look_again(&mut self) {
        self.found.clear();
    }

    /// What a subject of the entry of that number is today.
    pub fn find(&mut self, subject: &str, number: u64, snapshot: &Snapshot) -> Found {
        let next = self.renamings.range(number..).next().map(|(number, _)| *number);
        if let Some(found) = self.found.get(&next).and_then(|found| found.get(subject)) {
            return *found;
        }
        let behind = self.renamings.range(number..);
        let now = behind.fold(subject.to_owned(), |name, (_, renaming)| renaming.after(&name).unwrap_or(name));
        let (project, environment, name) = parts(&now);
        let is_it = |key: &&crate::model::Key| key.name() == name && key.reference.to_string() == now;
        let uid = if name.is_empty() { None } else { snapshot.keys.iter().find(is_it).map(|key| key.uid) };
        let found = Found { uid, protected: is_protected(snapshot, project, environment) };
        self.found.entry(next).or_default().insert(subject.to_owned(), found);
        found
    }
}

/// A subject's project, environment and key, as far as it has them.
pub fn parts(subject: &str) -> (&str, &str, &str) {
    let mut parts = subject.splitn(3, '/');
    let mut next = || parts.next().unwrap_or_default();
    (next(), next(), next())
}

fn is_protected(snapshot: &Snapshot, project: &str, environment: &str) -> bool {
    let known = snapshot.projects.iter().find(|one| one.name == project);
    known.is_some_and(|one| one.environments.iter().any(|stage| stage.protected && stage.name == environment))
}
