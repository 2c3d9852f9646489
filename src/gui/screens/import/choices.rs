//! What a person said of the entries that would come in.

use std::collections::{BTreeMap, BTreeSet};

use crate::jobs::{Fate, ImportPlan, PlannedEntry};

/// What a person said of a row's entries, by their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// They stay out.
    pub out: BTreeSet<String>,
    /// Their value replaces the one that stands there.
    pub replace: BTreeSet<String>,
    /// They come in though they would stay out unasked.
    pub take: BTreeSet<String>,
    /// They are plain (true) or secret.
    pub plain: BTreeMap<String, bool>,
    /// Their value stays text, though it names others.
    pub as_text: BTreeSet<String>,
    /// They are commented out, and come in disabled.
    pub disabled: BTreeSet<String>,
    /// The file their value names is taken itself.
    pub take_file: BTreeSet<String>,
}

fn flip(set: &mut BTreeSet<String>, name: &str) {
    if !set.remove(name) {
        set.insert(name.to_owned());
    }
}

impl Choices {
    /// Whether an entry comes in as things stand.
    pub fn comes_in(&self, entry: &PlannedEntry) -> bool {
        match entry.fate {
            _ if self.out.contains(&entry.name) => false,
            Fate::New | Fate::Replaces | Fate::Lost => true,
            Fate::Differs => self.replace.contains(&entry.name),
            Fate::Asks(_) => self.take.contains(&entry.name),
            Fate::Same | Fate::LeftOut(_) => false,
        }
    }

    /// Whether an entry comes in as plain.
    pub fn is_plain(&self, entry: &PlannedEntry) -> bool {
        self.plain.get(&entry.name).copied().unwrap_or(entry.plain)
    }

    /// A person takes an entry in, or leaves it out.
    pub fn toggle(&mut self, entry: &PlannedEntry) {
        let set = match entry.fate {
            Fate::Differs => &mut self.replace,
            Fate::Asks(_) => &mut self.take,
            _ => &mut self.out,
        };
        flip(set, &entry.name);
    }

    /// A person calls an entry plain, or secret.
    pub fn toggle_plain(&mut self, entry: &PlannedEntry) {
        self.plain.insert(entry.name.clone(), !self.is_plain(entry));
    }

    /// A person has the other values put in, or keeps the text.
    pub fn toggle_as_text(&mut self, name: &str) {
        flip(&mut self.as_text, name);
    }

    /// A person takes the file itself, or its path.
    pub fn toggle_file(&mut self, name: &str) {
        flip(&mut self.take_file, name);
    }

    /// A person takes a commented-out assignment in, or leaves it out.
    pub fn toggle_disabled(&mut self, name: &str) {
        flip(&mut self.disabled, name);
    }

    /// What stands there with another value is replaced, all of it, or kept.
    pub fn replace_all(&mut self, plan: &ImportPlan, replace: bool) {
        self.replace.clear();
        if replace {
            let differ = plan.entries.iter().filter(|entry| entry.fate == Fate::Differs);
            self.replace.extend(differ.map(|entry| entry.name.clone()));
        }
    }
}
