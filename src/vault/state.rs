//! Active → disabled → deleted.

use std::collections::BTreeSet;

use super::{Error, Vault};
use crate::catalog::IntentWork;
use crate::model::{ActivityKind, KeyUid};
use crate::review::{self, Waiting};

impl Vault {
    /// Leaves keys out of copies, exports and runs; all of them or none. Keys disabled already stay as they are; gives the
    /// others.
    pub fn disable(&mut self, keys: &[KeyUid]) -> Result<Vec<KeyUid>, Error> {
        self.set_state(keys, true)
    }

    /// Takes keys in again; all of them or none. What went without them is forgotten. Gives those that were disabled.
    pub fn enable(&mut self, keys: &[KeyUid]) -> Result<Vec<KeyUid>, Error> {
        self.set_state(keys, false)
    }

    fn set_state(&mut self, keys: &[KeyUid], disable: bool) -> Result<Vec<KeyUid>, Error> {
        self.opened()?;
        self.catalog.write(|| {
            let now = self.now();
            let mut changed = Vec::new();
            for uid in keys {
                let key = self.catalog.key(*uid)?.ok_or(Error::ChangedMeanwhile)?;
                if self.catalog.intent_of(*uid)?.is_some_and(|intent| intent.work == IntentWork::Delete) {
                    // Parts of it may be gone from the store already.
                    return Err(Error::BeingChanged);
                }
                if key.state.is_disabled() == disable {
                    continue;
                }
                self.catalog.set_disabled(*uid, disable.then_some(now))?;
                if !disable {
                    // Whoever takes it in again says that its value works.
                    self.catalog.forget_live_end(*uid)?;
                }
                let act = if disable { ActivityKind::Disabled } else { ActivityKind::Enabled };
                self.note(act, Some(key.reference.to_string()), None)?;
                changed.push(*uid);
            }
            Ok(changed)
        })
    }

    /// Deletes disabled keys for good. Within the waiting period only with `now`. Looked at first, all of them: one
    /// that may not go keeps every one.
    pub fn delete(&mut self, keys: &[KeyUid], now: bool) -> Result<(), Error> {
        self.opened()?;
        for uid in keys {
            self.check_deletable(*uid, now)?;
        }
        let once: BTreeSet<KeyUid> = keys.iter().copied().collect();
        for uid in once {
            self.delete_for_good(uid)?;
        }
        Ok(())
    }

    /// Whether a key may be deleted: disabled, and past its waiting period unless `now`.
    pub fn check_deletable(&self, uid: KeyUid, now: bool) -> Result<(), Error> {
        let key = self.key(uid)?;
        if !key.state.is_disabled() {
            return Err(Error::NotDisabled);
        }
        let settings = self.catalog.settings()?;
        match review::waiting(&key, &settings, self.now(), &super::lists::local_day) {
            Waiting::Until(date) if !now => Err(Error::Waiting(date)),
            _ => Ok(()),
        }
    }
}
