//! Changes of many keys at once, each all or nothing; the word that it is done carries what takes it back.

use chrono::NaiveDate;

use super::super::answers::Done;
use super::super::desk::Desk;
use crate::model::{KeyUid, Rule};
use crate::vault::{Error, Vault};

impl Desk {
    /// A verb that gives the keys it changed; where none was left to change, only the facts are shown.
    pub(super) fn change_many<T>(
        &mut self,
        what: &str,
        keys: &[KeyUid],
        done: impl FnOnce(Vec<T>) -> Done,
        verb: impl FnOnce(&mut Vault) -> Result<Vec<T>, Error>,
    ) {
        match self.verb(verb) {
            Ok(changed) if changed.is_empty() => self.snapshot(),
            Ok(changed) => self.done(done(changed)),
            Err(error) => {
                let which = self.names_of(keys);
                self.refuse(what, &which, &error);
            }
        }
    }

    pub(super) fn snooze(&mut self, what: &[(KeyUid, Rule)], until: NaiveDate, reason: &str) {
        let done = |what| Done::Snoozed(what, until);
        self.change_many("snooze", &keys_of(what), done, |vault| {
            vault.snooze(what, until, reason)?;
            Ok(what.to_vec())
        });
    }

    pub(super) fn unsnooze(&mut self, what: &[(KeyUid, Rule)]) {
        self.change_many("wake the warnings of", &keys_of(what), Done::Unsnoozed, |vault| vault.unsnooze(what));
    }
}

/// The keys that are spoken of, each once.
fn keys_of<T>(pairs: &[(KeyUid, T)]) -> Vec<KeyUid> {
    let mut keys: Vec<KeyUid> = pairs.iter().map(|(uid, _)| *uid).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}
