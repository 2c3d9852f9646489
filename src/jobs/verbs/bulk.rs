//! Changes of several keys at once, with what takes them back; of people, and of what environments need.

use chrono::NaiveDate;

use super::super::answers::Done;
use super::super::desk::Desk;
use crate::model::{EnvRef, Key, KeyRef, KeyUid, VariableName};

impl Desk {
    pub(super) fn assign(&mut self, owners: Vec<(KeyUid, Option<String>)>) {
        let keys: Vec<KeyUid> = owners.iter().map(|(uid, _)| *uid).collect();
        let before = self.of_each(&keys, |key| key.owner.clone());
        let asked = owners.clone();
        self.change("assign", &keys, Done::Assigned(owners, before), |vault| vault.assign(&asked));
    }

    /// Moves them; `emptied`: environments to be taken away behind them.
    pub(super) fn move_keys(&mut self, moves: Vec<(KeyUid, KeyRef)>, emptied: &[EnvRef]) {
        let keys: Vec<KeyUid> = moves.iter().map(|(uid, _)| *uid).collect();
        let before = self.of_each(&keys, |key| key.reference.clone());
        let (asked, made) = (moves.clone(), self.missing_places(&moves));
        self.change("move", &keys, Done::Moved(moves, before, made), |vault| vault.move_back(&asked, emptied));
    }

    /// The environments among those that keys go to which are not there yet, each once.
    fn missing_places(&self, moves: &[(KeyUid, KeyRef)]) -> Vec<EnvRef> {
        let projects = self.vault.as_ref().and_then(|vault| vault.projects().ok()).unwrap_or_default();
        let is_there = |place: &EnvRef| {
            let project = projects.iter().find(|project| project.name == place.project);
            project.is_some_and(|project| project.environments.iter().any(|one| one.name == place.environment))
        };
        let mut missing: Vec<EnvRef> = Vec::new();
        for (_, to) in moves {
            if !is_there(&to.place) && !missing.contains(&to.place) {
                missing.push(to.place.clone());
            }
        }
        missing
    }

    /// A fact of each key as it is before a change.
    fn of_each<T>(&self, keys: &[KeyUid], fact: impl Fn(&Key) -> T) -> Vec<(KeyUid, T)> {
        let Some(vault) = &self.vault else { return Vec::new() };
        keys.iter().filter_map(|uid| Some((*uid, fact(&vault.key(*uid).ok()?)))).collect()
    }

    pub(super) fn last_day(&mut self, name: String, day: Option<NaiveDate>) {
        match self.verb(|vault| vault.set_last_day(&name, day)) {
            Ok(()) => self.done(Done::LastDay(name, day)),
            Err(error) => self.refuse("note the last day of", &name, &error),
        }
    }

    pub(super) fn mark_ended(&mut self, keys: Vec<KeyUid>) {
        match self.verb(|vault| vault.mark_ended(&keys)) {
            Ok(ends) => self.done(Done::Ended(keys, ends)),
            Err(error) => self.refuse("note the end of", &self.names_of(&keys), &error),
        }
    }

    pub(super) fn mark_deleted_ended(&mut self, deletion: u64, name: String) {
        match self.verb(|vault| vault.mark_deleted_ended(&[deletion])) {
            Ok(()) => self.done(Done::DeletedEnded(deletion, name)),
            Err(error) => self.refuse("note the end of", &name, &error),
        }
    }

    pub(super) fn take_back_deleted_end(&mut self, deletion: u64, name: String) {
        match self.verb(|vault| vault.take_back_deleted_end(deletion)) {
            Ok(()) => self.done(Done::DeletedNotEnded(name)),
            Err(error) => self.refuse("take back the end of", &name, &error),
        }
    }

    pub(super) fn not_needed(&mut self, place: EnvRef, name: VariableName, not_needed: bool) {
        match self.verb(|vault| vault.set_not_needed(&place, &name, not_needed)) {
            Ok(()) => self.done(Done::NotNeeded(place, name, not_needed)),
            Err(error) => self.refuse("note what is needed of", name.as_str(), &error),
        }
    }
}
