//! What happens after a crash or a failed call on the way of a secret into an outside store, or out of it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::time::Duration;

use super::protocol::{SAVED, TOO_LATE, item_of};
use super::{Error, Vault};
use crate::catalog::{Intent, IntentWork, Placement, Status, Version, VersionId};
use crate::fs::Lock;
use crate::model::{KeyUid, Secret};
use crate::store::{Item, ItemFacts, Purpose, SecretStore, StoreError};

/// What was found and finished after a crash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// Which key.
    pub reference: String,
    /// What was done, for people.
    pub what: &'static str,
}

impl Vault {
    /// Finishes what was begun and not finished, where its owner is gone. Touches nothing while the store is locked,
    /// slow or unsure.
    pub fn recover(&mut self) -> Result<Vec<Recovered>, Error> {
        self.follow_store()?;
        // What a move left is no danger to anyone; what can't be taken away now goes another time.
        let _ = self.clear_left_copies();
        let intents = self.catalog.intents()?;
        if intents.is_empty() {
            self.sweep_leftovers();
            return Ok(Vec::new());
        }
        self.opened()?;
        self.surely_reachable()?;
        let own = self.owner_name()?;
        let mut batches: Vec<Vec<Intent>> = Vec::new();
        for intent in intents {
            match batches.last_mut() {
                Some(batch) if batch[0].batch == intent.batch && batch[0].owner == intent.owner => batch.push(intent),
                _ => batches.push(vec![intent]),
            }
        }
        let mut recovered = Vec::new();
        let mut trouble = None;
        let mut dead_owners: BTreeMap<String, Lock> = BTreeMap::new();
        for mut batch in batches {
            if batch[0].owner != own && !self.take_over(&mut batch, &own, &mut dead_owners)? {
                continue;
            }
            match self.settle(&batch) {
                Ok(done) => recovered.extend(done),
                Err(error) => {
                    let is_access = error.is_access();
                    trouble.get_or_insert(error);
                    // One change that can't be settled must not keep the others from it; a store that does not
                    // answer keeps them all.
                    if is_access {
                        break;
                    }
                }
            }
        }
        for lock in dead_owners.into_values() {
            lock.remove();
        }
        match trouble {
            Some(error) if recovered.is_empty() => Err(error),
            _ => Ok(recovered),
        }
    }

    /// Takes the intents of a batch over from an owner that is gone; false while it lives.
    fn take_over(
        &self,
        batch: &mut [Intent],
        own: &str,
        dead_owners: &mut BTreeMap<String, Lock>,
    ) -> Result<bool, Error> {
        let owner = batch[0].owner.clone();
        // Held until the end: a second batch of the same owner finds it held by ourselves.
        if let Entry::Vacant(vacant) = dead_owners.entry(owner) {
            let Some(lock) = self.home.try_lock(vacant.key())? else { return Ok(false) };
            vacant.insert(lock);
        }
        let taken = self.catalog.write(|| {
            for intent in batch.iter() {
                if !self.catalog.take_over_intent(intent, own)? {
                    // Taken by another: all of the batch or nothing.
                    return Err(Error::ChangedMeanwhile);
                }
            }
            Ok(())
        });
        match taken {
            Ok(()) => {}
            Err(Error::ChangedMeanwhile) => return Ok(false),
            Err(other) => return Err(other),
        }
        for intent in batch {
            intent.owner = own.to_owned();
        }
        Ok(true)
    }

    /// Settles a key's open intent before another change of it.
    pub(super) fn settle_key(&mut self, key: KeyUid) -> Result<(), Error> {
        let Some(intent) = self.catalog.intent_of(key)? else { return Ok(()) };
        self.recover()?;
        match self.catalog.intent_of(key)? {
            Some(open) if open.id == intent.id => Err(Error::BeingChanged),
            _ => Ok(()),
        }
    }

    /// Brings the intents of one batch to their end: found and right → live; surely absent → put again; found and
    /// wrong → put under a fresh name, the wrong item is left for doctor to name; anything unsure → an error.
    pub(super) fn settle(&mut self, batch: &[Intent]) -> Result<Vec<Recovered>, Error> {
        let mut done = Vec::new();
        let mut values = Vec::new();
        for intent in batch {
            match intent.work {
                IntentWork::Delete => {
                    let reference = self.reference_text(intent.key)?.unwrap_or_default();
                    self.finish_delete(intent)?;
                    done.push(Recovered { reference, what: "deleted" });
                }
                IntentWork::Put(version) => match self.settle_value(intent, version)? {
                    Some(value) => values.push((intent, version, value)),
                    None => {
                        self.catalog.write::<_, Error>(|| Ok(self.catalog.close_intent(intent.id)?))?;
                    }
                },
            }
        }
        self.catalog.write(|| {
            for (intent, version, value) in &values {
                if !self.catalog.close_intent(intent.id)? {
                    continue;
                }
                let keep = Duration::from_secs(u64::from(intent.keep_secs));
                let live = self.finish_one(*version, intent.made_from, None, value, keep)?;
                let what = if live { SAVED } else { TOO_LATE };
                let reference = self.reference_text(intent.key)?;
                self.note(intent.act, reference.clone(), Some(format!("{what} after an interruption")))?;
                done.push(Recovered { reference: reference.unwrap_or_default(), what });
            }
            Ok::<_, Error>(())
        })?;
        Ok(done)
    }

    /// Sees to it that a pending version's value lies in the store; gives the value. None if the version is gone.
    fn settle_value(&mut self, intent: &Intent, version: VersionId) -> Result<Option<Secret>, Error> {
        let Some(version) = self.catalog.version(version)?.filter(|v| v.status == Status::Pending) else {
            return Ok(None);
        };
        let deadline = self.world.deadline;
        if version.placement == Placement::Sealed {
            // It was too large for the outside store, and is waiting for its batch.
            return Ok(Some(self.sealed()?.get(&item_of(&version), deadline)?));
        }
        let purpose = Purpose::Pending(version.key.0, version.number, version.nonce);
        let sealed = intent.sealed_value.as_deref().ok_or(Error::Damaged)?;
        let value = self.opened()?.sealer.open(purpose, sealed).map_err(|_| Error::Damaged)?;
        let mut item = item_of(&version);
        let mut empty = None;
        let found = match &mut self.outside {
            Some(store) => store.get(&item, deadline),
            None => return Err(Error::Damaged),
        };
        match found {
            Ok(there) if there.same_as(&value) => return Ok(Some(value)),
            Ok(_) | Err(StoreError::Malformed { .. }) => {
                item = self.move_to_fresh_name(intent, &version, &value)?;
            }
            Err(StoreError::Empty { .. }) => {
                empty = Some(item);
                item = self.move_to_fresh_name(intent, &version, &value)?;
            }
            Err(StoreError::NotFound { .. }) => self.surely_reachable()?,
            Err(other) => return Err(other.into()),
        }
        let facts = ItemFacts { item, label: self.label(version.key)? };
        let store = self.outside.as_mut().ok_or(Error::Damaged)?;
        if let Some(empty) = empty {
            // What this change began and the keychain never filled. Left where it can't be taken away: it holds nothing.
            let _ = store.delete(&empty, deadline);
        }
        store.put(&facts, &value, deadline)?;
        if store.get(&item, deadline)?.same_as(&value) {
            Ok(Some(value))
        } else {
            Err(Error::Store(StoreError::Malformed { store: store.title() }))
        }
    }

    /// The intent's box is sealed with the item's name: both change in one transaction.
    fn move_to_fresh_name(&self, intent: &Intent, version: &Version, value: &Secret) -> Result<Item, Error> {
        let nonce = self.nonce();
        let purpose = Purpose::Pending(version.key.0, version.number, nonce);
        // Opened to be sealed under the fresh name.
        let sealed = self.opened()?.sealer.seal(purpose, value.expose(), self.world.random.as_ref());
        self.catalog.write(|| {
            self.catalog.set_nonce(version.id, nonce)?;
            self.catalog.reseal_intent(intent.id, &sealed)?;
            Ok::<_, Error>(())
        })?;
        Ok(Item::Version { key: version.key.0, version: version.number, nonce })
    }
}
