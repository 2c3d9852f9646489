//! A row of what is to be imported: files that make one environment, where their keys go, and what would come in of them.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::choices::Choices;
use super::twice::Held;
use super::unread::LeftLines;
use super::walk::Walk;
use super::words::capitalised;
use crate::envfile::Dialect;
use crate::jobs::{Failure, Fate, ImportAsk, ImportPlan, ImportSource, PlannedEntry, Snapshot};
use crate::model::{EnvRef, is_protected_at_first};

/// What would come in of a row.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Plan {
    /// On its way; what was there before stays in view.
    #[default]
    Unknown,
    /// Here.
    Here(ImportPlan),
    /// It can't be read.
    Failed(Failure),
}

/// Files that make one environment.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The files; a later one wins.
    pub paths: Vec<PathBuf>,
    /// Where their keys go.
    pub project: String,
    /// Where their keys go.
    pub environment: String,
    /// Whether a new environment asks before a secret is shown; none as its name says.
    pub protect: Option<bool>,
    /// It is to be imported.
    pub ticked: bool,
    /// Names that the folder's example wants.
    pub wanted: Vec<String>,
    /// What would come in.
    pub plan: Plan,
    /// What a person said of it.
    pub choices: Choices,
    /// Its entries are in view.
    pub is_open: bool,
    /// How one goes through them.
    pub(super) walk: Walk,
    /// The project's folder, where it can be linked to it.
    pub folder: Option<PathBuf>,
    /// Lines that are not understood, of which a person said that they may stay out.
    pub(super) skipped: Vec<(u32, String)>,
    /// Those of before a lock, until its files are read anew.
    pub(super) left: LeftLines,
    /// What comes in from an earlier row already.
    pub(super) held: Held,
    /// What was chosen since its plan was asked for makes other values of it; until the answer the old one stays in view.
    pub(super) is_stale: bool,
}

impl Row {
    /// One for files whose keys go there.
    pub fn new(paths: Vec<PathBuf>, project: &str, environment: &str) -> Self {
        Self {
            paths,
            project: project.to_owned(),
            environment: environment.to_owned(),
            protect: None,
            ticked: true,
            wanted: Vec::new(),
            plan: Plan::Unknown,
            choices: Choices::default(),
            is_open: false,
            walk: Walk::default(),
            folder: None,
            skipped: Vec::new(),
            left: LeftLines::default(),
            held: Held::default(),
            is_stale: false,
        }
    }

    /// It was read.
    pub fn read(&mut self, plan: ImportPlan) {
        self.skipped.extend(std::mem::take(&mut self.left).among(&plan));
        self.plan = Plan::Here(plan);
    }

    /// It is read by other rules: other lines may not be understood.
    pub fn read_otherwise(&mut self) {
        self.left = LeftLines::default();
        self.moved();
    }

    /// The plan, where it is here.
    pub fn plan(&self) -> Option<&ImportPlan> {
        match &self.plan {
            Plan::Here(plan) => Some(plan),
            _ => None,
        }
    }

    /// Where its keys go, if that can be.
    pub fn place(&self) -> Result<EnvRef, Failure> {
        EnvRef::new(self.project.trim(), self.environment.trim()).map_err(|error| Failure {
            title: "Couldn't use that project or environment.".to_owned(),
            why: format!("{}.", capitalised(&error.to_string())),
            ..Failure::default()
        })
    }

    /// How many keys with a secret and how many plain ones would come in; nothing while it is not ticked.
    pub fn counts(&self) -> (usize, usize) {
        let entries = self.plan().filter(|_| self.ticked).map_or(&[][..], |plan| &plan.entries);
        let coming = |plain: bool| {
            let comes = |entry: &&PlannedEntry| self.choices.comes_in(entry) && self.choices.is_plain(entry) == plain;
            entries.iter().filter(comes).count()
        };
        let commented_out = self.plan().filter(|_| self.ticked).map_or(&[][..], |plan| &plan.commented_out);
        let disabled: BTreeSet<&String> = commented_out.iter().filter(|name| self.wakes(name)).collect();
        (coming(false) + disabled.len(), coming(true))
    }

    /// Whether a commented-out assignment comes in, disabled.
    pub fn wakes(&self, name: &str) -> bool {
        self.choices.disabled.contains(name) && self.why_asleep(name).is_none()
    }

    /// Why a commented-out assignment can't come in; none where it can.
    pub fn why_asleep(&self, name: &str) -> Option<&str> {
        let (_, why) = self.plan()?.asleep.iter().find(|(asleep, _)| asleep == name)?;
        Some(why)
    }

    /// Lines that are not understood, and of which nobody said that they may stay out; none while it is not ticked.
    pub fn unread(&self) -> impl Iterator<Item = &(u32, String)> {
        let unread = self.plan().filter(|_| self.ticked).map_or(&[][..], |plan| &plan.unread);
        unread.iter().filter(|line| !self.skipped.contains(line))
    }

    /// A person says that those may stay out: they are in view.
    pub fn skip_unread(&mut self) {
        let unread: Vec<_> = self.unread().cloned().collect();
        self.skipped.extend(unread);
    }

    fn differing(&self) -> impl Iterator<Item = &PlannedEntry> {
        let entries = self.plan().map_or(&[][..], |plan| &plan.entries);
        entries.iter().filter(|entry| entry.fate == Fate::Differs)
    }

    /// Whether each name that has another value there is replaced.
    pub fn replaces_all(&self) -> bool {
        self.differing().all(|entry| self.choices.comes_in(entry))
    }

    /// Whether one of them is.
    pub fn replaces_any(&self) -> bool {
        self.differing().any(|entry| self.choices.comes_in(entry))
    }

    /// True where everything in it stands there already.
    pub fn is_all_there(&self) -> bool {
        let same =
            |plan: &ImportPlan| !plan.entries.is_empty() && plan.entries.iter().all(|entry| entry.fate == Fate::Same);
        self.plan().is_some_and(same)
    }

    /// Whether its environment asks before a secret is shown; the flag says that it stands there already.
    pub fn is_protected(&self, snapshot: &Snapshot) -> (bool, bool) {
        let project = snapshot.projects.iter().find(|project| project.name == self.project.trim());
        let environment =
            project.and_then(|project| project.environments.iter().find(|e| e.name == self.environment.trim()));
        match environment {
            Some(environment) => (environment.protected, true),
            None => (self.protect.unwrap_or_else(|| is_protected_at_first(self.environment.trim())), false),
        }
    }

    /// Names that the example wants and that are neither in the files nor in the environment.
    pub fn missing(&self, snapshot: &Snapshot) -> Vec<&str> {
        let Some(plan) = self.plan() else { return Vec::new() };
        let comes = |name: &str| plan.entries.iter().any(|e| e.name == name || e.key_id_name.as_deref() == Some(name));
        let stands = |name: &str| {
            snapshot.keys.iter().any(|key| {
                let place = key.place();
                place.project == self.project
                    && place.environment == self.environment
                    && (key.name() == name || key.key_id_name.as_ref().is_some_and(|id| id.as_str() == name))
            })
        };
        self.wanted.iter().map(String::as_str).filter(|name| !comes(name) && !stands(name)).collect()
    }

    /// The folder that would be linked to the project: known, and not linked yet.
    pub fn to_link(&self, snapshot: &Snapshot) -> Option<&PathBuf> {
        let project = snapshot.projects.iter().find(|project| project.name == self.project.trim());
        let is_linked = |folder: &PathBuf| project.is_some_and(|one| one.folders.iter().any(|l| l.path == *folder));
        self.folder.as_ref().filter(|folder| self.ticked && !is_linked(folder))
    }

    /// What is asked for.
    pub fn ask(&self, source: ImportSource, dialect: Dialect) -> Result<ImportAsk, Failure> {
        let all = |set: &BTreeSet<String>| set.iter().cloned().collect::<Vec<_>>();
        // What comes in from an earlier row stands there by then, and is not replaced.
        let replace = self.choices.replace.iter().filter(|name| !self.is_held(name)).cloned().collect();
        let called = |plain: bool| {
            self.choices.plain.iter().filter(|(_, p)| **p == plain).map(|(name, _)| name.clone()).collect()
        };
        Ok(ImportAsk {
            protect: self.protect,
            dialect,
            replace,
            leave_out: all(&self.choices.out),
            plain: called(true),
            secret: called(false),
            take: all(&self.choices.take),
            as_text: all(&self.choices.as_text),
            disabled: all(&self.choices.disabled),
            take_file: all(&self.choices.take_file),
            skip_refused: !self.skipped.is_empty(),
            ..ImportAsk::new(source, self.place()?)
        })
    }

    /// A person takes an entry in, or leaves it out. Of names that differ only in case one comes in: the others' plans change with it.
    pub fn toggle(&mut self, entry: &PlannedEntry) {
        self.choices.toggle(entry);
        self.is_stale |= self.has_twin(entry);
    }

    fn has_twin(&self, entry: &PlannedEntry) -> bool {
        let names = |one: &PlannedEntry| [Some(one.name.clone()), one.key_id_name.clone()];
        let own = names(entry);
        let is_twin = |name: &String| own.iter().flatten().any(|own| own != name && own.eq_ignore_ascii_case(name));
        let entries = self.plan().map_or(&[][..], |plan| &plan.entries);
        entries.iter().filter(|other| other.name != entry.name).any(|other| names(other).iter().flatten().any(is_twin))
    }

    /// Names that a person left out beside others that differ only in case: what becomes of those depends on it.
    pub(super) fn twins_left_out(&self) -> Vec<String> {
        let entries = self.plan().map_or(&[][..], |plan| &plan.entries);
        let left = entries.iter().filter(|entry| self.choices.out.contains(&entry.name) && self.has_twin(entry));
        left.map(|entry| entry.name.clone()).collect()
    }

    /// Whether a person can take an entry in, or leave it out.
    pub fn can_choose(&self, entry: &PlannedEntry) -> bool {
        !matches!(entry.fate, Fate::Same | Fate::LeftOut(_)) || self.choices.out.contains(&entry.name)
    }

    /// A person has the other values put in, or keeps the text.
    pub fn toggle_as_text(&mut self, name: &str) {
        self.choices.toggle_as_text(name);
        self.is_stale = true;
    }

    /// A person takes the file itself, or its path.
    pub fn toggle_file(&mut self, name: &str) {
        self.choices.toggle_file(name);
        self.is_stale = true;
    }

    /// What a person said of it, without what was read.
    pub(super) fn said(&self) -> Self {
        Self {
            protect: self.protect,
            ticked: self.ticked,
            choices: self.choices.clone(),
            left: self.plan().map_or_else(|| self.left.clone(), |plan| LeftLines::of(plan, &self.skipped)),
            ..Self::new(self.paths.clone(), &self.project, &self.environment)
        }
    }

    /// The same is said of it, read anew.
    pub(super) fn heed(&mut self, said: Self) {
        let Self { project, environment, protect, ticked, choices, left, .. } = said;
        (self.project, self.environment, self.protect) = (project, environment, protect);
        (self.ticked, self.choices, self.left) = (ticked, choices, left);
    }

    /// Another place: what stands there is another question; what was said of its names is kept.
    pub fn moved(&mut self) {
        self.plan = Plan::Unknown;
    }
}
