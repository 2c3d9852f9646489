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

    pub(super) fn move_all(&mut self, moves: Vec<(KeyUid, KeyRef)>) {
        let keys: Vec<KeyUid> = moves.iter().map(|(uid, _)| *uid).collect();
        let before = self.of_each(&keys, |key| key.reference.clone());
        let asked = moves.clone();
        self.change("move", &keys, Done::MovedAll(moves, before), |vault| vault.move_keys(&asked));
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

    pub(super) fn not_needed(&mut self, place: &EnvRef, name: &VariableName, not_needed: bool) {
        match self.verb(|vault| vault.set_not_needed(place, name, not_needed)) {
            Ok(()) => self.snapshot(),
            Err(error) => self.refuse("note what is needed of", name.as_str(), &error),
        }
    }
}
