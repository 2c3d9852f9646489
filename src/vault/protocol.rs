//! The one way a secret gets into a store, and what happens after a crash on the way (ARCHITECTURE.md, "Secrets in a
//! store"). Sealed values change in one transaction. For an outside store: intent → put → read back → live; only then
//! is it saved. Changes of one batch become live together or not at all.

use std::time::Duration;

use super::{Error, Vault};
use crate::catalog::{CatalogError, Intent, IntentWork, NewVersion, Placement, Status, Version, VersionId};
use crate::detect;
use crate::model::{ActivityKind, KeyUid, Kind, Secret};
use crate::store::{Item, ItemFacts, MAX_SECRET_BYTES, Purpose, SecretStore, StoreError};

/// The clock may stand this far past the newest entry of the record before anything is deleted by time.
const TRUSTED_GAP_DAYS: i64 = 30;

/// A value to be saved as a key's next version.
pub(super) struct Put {
    /// Of which key; its row stands already.
    pub key: KeyUid,
    /// The live version it is made from; none for a new key.
    pub made_from: Option<VersionId>,
    /// The value.
    pub value: Secret,
    /// The pair's public half that goes with it.
    pub key_id: Option<String>,
    /// What the record will say.
    pub act: ActivityKind,
    /// More for the record.
    pub detail: Option<String>,
    /// How long the version before is kept.
    pub keep: Duration,
}

/// A put that stands in the catalog as pending.
struct Staged {
    put: Put,
    version: VersionId,
    item: Item,
    placement: Placement,
    intent: Option<i64>,
}

/// What was found and finished after a crash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// Which key.
    pub reference: String,
    /// What was done, for people.
    pub what: &'static str,
}

/// Told how far a batch is: done, of how many; false stops it.
pub(super) type Watch<'a> = &'a mut dyn FnMut(u64, u64) -> bool;

/// For changes of one key, which nobody watches.
pub(super) fn unwatched(_done: u64, _all: u64) -> bool {
    true
}

pub(super) fn item_of(version: &Version) -> Item {
    Item::Version { key: version.key.0, version: version.number, nonce: version.nonce }
}

impl Vault {
    /// Saves what `stage` prepares. `stage` runs inside the first transaction: it makes or checks the rows and names
    /// the values. On any error before the store was touched nothing is changed.
    pub(super) fn save(
        &mut self,
        stage: impl FnOnce(&Self) -> Result<Vec<Put>, Error>,
        watch: Watch<'_>,
    ) -> Result<Vec<KeyUid>, Error> {
        self.opened()?;
        self.probe()?;
        let owner = self.owner_name()?;
        let batch = self.nonce() as i64;
        let staged = self.catalog.write(|| {
            let puts = stage(self)?;
            let mut staged = Vec::with_capacity(puts.len());
            for put in puts {
                staged.push(self.stage_one(put, &owner, batch)?);
            }
            if staged.iter().all(|one| one.placement == Placement::Sealed) {
                self.finish(&staged)?;
            }
            Ok::<_, Error>(staged)
        })?;
        let keys = staged.iter().map(|one| one.put.key).collect();
        if staged.iter().any(|one| one.placement == Placement::Outside) {
            self.put_outside(&staged, watch)?;
        }
        Ok(keys)
    }

    /// One pending version: sealed in this transaction, or noted as an intent.
    fn stage_one(&self, put: Put, owner: &str, batch: i64) -> Result<Staged, Error> {
        if put.value.len() > MAX_SECRET_BYTES {
            return Err(Error::TooLarge(put.value.len()));
        }
        if self.catalog.intent_of(put.key)?.is_some() {
            return Err(Error::BeingChanged);
        }
        let fits_outside = self.outside.as_ref().is_some_and(|store| put.value.len() <= store.limit());
        let placement = if fits_outside { Placement::Outside } else { Placement::Sealed };
        let number = self.catalog.next_version_number(put.key)?;
        let nonce = self.nonce();
        let opened = self.opened()?;
        let now = self.now();
        let version = self.catalog.add_version(&NewVersion {
            key: put.key,
            number,
            status: Status::Pending,
            placement,
            nonce,
            fingerprint: Some(opened.sealer.fingerprint(&put.value)),
            key_id: put.key_id.clone(),
            made_at: now,
        })?;
        let item = Item::Version { key: put.key.0, version: number, nonce };
        let mut intent = None;
        match placement {
            Placement::Outside => {
                let purpose = Purpose::Pending(put.key.0, number, nonce);
                // Opened to be sealed: a provider shows a key once, a crash must not lose it.
                let sealed = opened.sealer.seal(purpose, put.value.expose(), self.world.random.as_ref());
                intent = Some(self.catalog.open_intent(&Intent {
                    id: 0,
                    key: put.key,
                    work: IntentWork::Put(version),
                    made_from: put.made_from,
                    owner: owner.to_owned(),
                    batch,
                    act: put.act,
                    keep_secs: u32::try_from(put.keep.as_secs()).unwrap_or(u32::MAX),
                    sealed_value: Some(sealed),
                    begun_at: now,
                })?);
            }
            Placement::Sealed | Placement::None => {
                let mut store = self.sealed()?;
                let facts = ItemFacts { item, label: String::new() };
                store.put(&facts, &put.value, self.world.deadline)?;
                if !store.get(&item, self.world.deadline)?.same_as(&put.value) {
                    return Err(Error::Damaged);
                }
            }
        }
        Ok(Staged { put, version, item, placement, intent })
    }

    /// Steps 2 to 4: put, read back, make live. On an error one attempt is made to settle; then it stays begun.
    fn put_outside(&mut self, staged: &[Staged], watch: Watch<'_>) -> Result<(), Error> {
        let outside: Vec<&Staged> = staged.iter().filter(|one| one.placement == Placement::Outside).collect();
        let all = outside.len() as u64;
        let mut trouble = None;
        for (done, one) in outside.iter().enumerate() {
            if !watch(done as u64, all) {
                self.take_back(staged)?;
                return Err(Error::Stopped);
            }
            let facts = ItemFacts { item: one.item, label: self.label(one.put.key)? };
            let deadline = self.world.deadline;
            let store = self.outside.as_mut().expect("an outside placement was chosen because there is a store");
            if let Err(error) = store.put(&facts, &one.put.value, deadline) {
                trouble = Some(error);
                break;
            }
        }
        if trouble.is_none() {
            trouble = self.read_back(&outside).err();
        }
        let Some(error) = trouble else {
            return self.catalog.write(|| self.finish(staged));
        };
        // The call may have taken effect all the same: look, and put again what surely is not there.
        let batch = self.intents_of(staged)?;
        match self.settle(&batch) {
            Ok(_) => Ok(()),
            Err(_) => Err(Error::NotSavedYet { why: error.to_string(), source: Box::new(error) }),
        }
    }

    fn read_back(&mut self, outside: &[&Staged]) -> Result<(), StoreError> {
        let items: Vec<Item> = outside.iter().map(|one| one.item).collect();
        let deadline = self.world.deadline;
        let store = self.outside.as_mut().expect("there is a store, values were just put into it");
        let found = store.get_many(&items, deadline)?;
        for (one, value) in outside.iter().zip(found) {
            if !value?.same_as(&one.put.value) {
                return Err(StoreError::Malformed { store: store.title() });
            }
        }
        Ok(())
    }

    fn intents_of(&self, staged: &[Staged]) -> Result<Vec<Intent>, Error> {
        let ours: Vec<i64> = staged.iter().filter_map(|one| one.intent).collect();
        Ok(self.catalog.intents()?.into_iter().filter(|intent| ours.contains(&intent.id)).collect())
    }

    /// Step 4, inside the caller's transaction: pending → live, the old version → kept, the record, the intent gone.
    fn finish(&self, staged: &[Staged]) -> Result<(), Error> {
        for one in staged {
            if let Some(intent) = one.intent
                && !self.catalog.close_intent(intent)?
            {
                // Another process settled it for us: that is the same end.
                continue;
            }
            let put = &one.put;
            self.finish_one(put.key, one.version, put.made_from, put.key_id.as_deref(), &put.value, put.keep)?;
            self.note(put.act, self.reference_text(put.key)?, put.detail.clone())?;
        }
        Ok(())
    }

    /// Makes one pending version live, unless the live one changed meanwhile: then it is kept as an old one.
    fn finish_one(
        &self,
        key: KeyUid,
        version: VersionId,
        made_from: Option<VersionId>,
        key_id: Option<&str>,
        value: &Secret,
        keep: Duration,
    ) -> Result<bool, Error> {
        let now = self.now();
        let live = self.catalog.live_version(key)?.map(|version| version.id);
        if live != made_from {
            self.catalog.keep_as_old(version, now, now + chrono::Duration::days(TRUSTED_GAP_DAYS))?;
            return Ok(false);
        }
        if live.is_some() {
            let keep = chrono::Duration::from_std(keep).unwrap_or_else(|_| chrono::Duration::days(TRUSTED_GAP_DAYS));
            self.catalog.step_back(key, now, now + keep)?;
            self.catalog.set_rotated_at(key, Some(now))?;
        }
        self.catalog.make_live(version)?;
        if key_id.is_some() {
            self.catalog.set_key_id(key, key_id)?;
        }
        self.note_secret_facts(key, value)?;
        Ok(true)
    }

    /// What is kept about a live secret beside it: estimated strength, scheme, sealed last characters.
    pub(super) fn note_secret_facts(&self, key: KeyUid, value: &Secret) -> Result<(), Error> {
        let Some(facts) = self.catalog.key(key)? else { return Ok(()) };
        // Opened to be looked at: only the answers are kept.
        let bytes = value.expose();
        let weak = matches!(facts.kind, Kind::Password | Kind::Token)
            && detect::strength_bits(bytes) < detect::WEAK_BELOW_BITS;
        let tail = detect::tail(bytes, &facts.kind).map(|tail| {
            let sealer = &self.opened.as_ref().expect("a value was just saved").sealer;
            sealer.seal(Purpose::Tail(key.0), tail.as_bytes(), self.world.random.as_ref())
        });
        self.catalog.set_secret_facts(key, weak, detect::plain_http(bytes), tail.as_deref())?;
        Ok(())
    }

    fn label(&self, key: KeyUid) -> Result<String, Error> {
        Ok(format!("Keyloft: {}", self.reference_text(key)?.unwrap_or_default()))
    }

    pub(super) fn reference_text(&self, key: KeyUid) -> Result<Option<String>, Error> {
        Ok(self.catalog.reference_of(key)?.map(|reference| reference.to_string()))
    }

    /// Takes a stopped batch back: the items that were put, the pending versions, the keys that never lived.
    fn take_back(&mut self, staged: &[Staged]) -> Result<(), Error> {
        let deadline = self.world.deadline;
        if let Some(store) = &mut self.outside {
            for one in staged.iter().filter(|one| one.placement == Placement::Outside) {
                match store.delete(&one.item, deadline) {
                    Ok(()) | Err(StoreError::NotFound { .. }) => {}
                    Err(other) => return Err(other.into()),
                }
            }
        }
        self.catalog.write(|| {
            for one in staged {
                if let Some(intent) = one.intent {
                    self.catalog.close_intent(intent)?;
                }
                if one.placement == Placement::Sealed {
                    self.sealed()?.delete(&one.item, deadline)?;
                }
                self.catalog.drop_version(one.version)?;
                if self.catalog.versions_of(one.put.key)?.is_empty() {
                    self.catalog.drop_key(one.put.key)?;
                }
            }
            Ok(())
        })
    }

    /// The name of the lock file that shows we live; made and locked with the first intent.
    fn owner_name(&mut self) -> Result<String, Error> {
        if let Some((name, _)) = &self.owner {
            return Ok(name.clone());
        }
        let name = format!("writer-{:016x}.lock", self.nonce());
        let lock = self.home.try_lock(&name)?.ok_or(Error::BeingChanged)?;
        self.owner = Some((name.clone(), lock));
        Ok(name)
    }

    /// Finishes what was begun and not finished, where its owner is gone. Touches nothing while the store is locked,
    /// slow or unsure.
    pub fn recover(&mut self) -> Result<Vec<Recovered>, Error> {
        let intents = self.catalog.intents()?;
        if intents.is_empty() {
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
        let mut dead_owners = Vec::new();
        for mut batch in batches {
            let owner = batch[0].owner.clone();
            if owner != own {
                let Some(lock) = self.home.try_lock(&owner)? else { continue };
                let taken = self.catalog.write(|| {
                    for intent in &batch {
                        if !self.catalog.take_over_intent(intent, &own)? {
                            return Ok::<_, Error>(false);
                        }
                    }
                    Ok(true)
                })?;
                if !taken {
                    continue;
                }
                for intent in &mut batch {
                    intent.owner.clone_from(&own);
                }
                dead_owners.push(lock);
            }
            recovered.extend(self.settle(&batch)?);
        }
        for lock in dead_owners {
            lock.remove();
        }
        Ok(recovered)
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
    fn settle(&mut self, batch: &[Intent]) -> Result<Vec<Recovered>, Error> {
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
                let key_id = self.catalog.version(*version)?.and_then(|v| v.key_id);
                let keep = Duration::from_secs(u64::from(intent.keep_secs));
                let key_id = key_id.as_deref();
                let live = self.finish_one(intent.key, *version, intent.made_from, key_id, value, keep)?;
                let what = if live { "saved" } else { "kept as an old value" };
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
        let purpose = Purpose::Pending(version.key.0, version.number, version.nonce);
        let sealed = intent.sealed_value.as_deref().ok_or(Error::Damaged)?;
        let value = self.opened()?.sealer.open(purpose, sealed).map_err(|_| Error::Damaged)?;
        let deadline = self.world.deadline;
        let mut item = item_of(&version);
        let found = match &mut self.outside {
            Some(store) => store.get(&item, deadline),
            None => return Err(Error::Damaged),
        };
        match found {
            Ok(there) if there.same_as(&value) => return Ok(Some(value)),
            Ok(_) | Err(StoreError::Malformed { .. }) => {
                item = self.move_to_fresh_name(intent, &version, &value)?;
            }
            Err(StoreError::NotFound { .. }) => self.surely_reachable()?,
            Err(other) => return Err(other.into()),
        }
        let facts = ItemFacts { item, label: self.label(version.key)? };
        let store = self.outside.as_mut().ok_or(Error::Damaged)?;
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

    /// Deletes a key for good: intent, store, rows. The caller has checked that it may be.
    pub(super) fn delete_for_good(&mut self, key: KeyUid) -> Result<(), Error> {
        self.probe()?;
        self.settle_key(key)?;
        let owner = self.owner_name()?;
        let batch = self.nonce() as i64;
        let now = self.now();
        let id = self.catalog.write(|| {
            let intent = Intent {
                id: 0,
                key,
                work: IntentWork::Delete,
                made_from: None,
                owner,
                batch,
                act: ActivityKind::Deleted,
                keep_secs: 0,
                sealed_value: None,
                begun_at: now,
            };
            self.catalog.open_intent(&intent).map_err(|e| match e {
                CatalogError::Taken => Error::BeingChanged,
                other => other.into(),
            })
        })?;
        let intent = self.catalog.intent_of(key)?.filter(|intent| intent.id == id).ok_or(Error::ChangedMeanwhile)?;
        self.finish_delete(&intent)
    }

    fn finish_delete(&mut self, intent: &Intent) -> Result<(), Error> {
        let versions = self.catalog.versions_of(intent.key)?;
        for version in versions.iter().filter(|v| v.placement == Placement::Outside) {
            self.delete_item(&item_of(version))?;
        }
        self.catalog.write(|| {
            if !self.catalog.close_intent(intent.id)? {
                return Ok(());
            }
            for version in versions.iter().filter(|v| v.placement == Placement::Sealed) {
                match self.sealed()?.delete(&item_of(version), self.world.deadline) {
                    Ok(()) | Err(StoreError::NotFound { .. }) => {}
                    Err(other) => return Err(other.into()),
                }
            }
            self.note(ActivityKind::Deleted, self.reference_text(intent.key)?, None)?;
            self.catalog.drop_key(intent.key)?;
            Ok::<_, Error>(())
        })?;
        // What was deleted must not stay readable in the write-ahead log; a busy log is emptied at a later change.
        let _ = self.catalog.checkpoint();
        Ok(())
    }

    /// Takes one item out of the outside store; one that surely is not there counts as taken.
    fn delete_item(&mut self, item: &Item) -> Result<(), Error> {
        let deadline = self.world.deadline;
        let Some(store) = &mut self.outside else { return Ok(()) };
        match store.delete(item, deadline) {
            Ok(()) => Ok(()),
            Err(StoreError::NotFound { .. }) => self.surely_reachable(),
            Err(other) => Err(other.into()),
        }
    }

    /// Lets go of old versions whose keep time is over. Not while the clock stands more than 30 days past the newest
    /// entry of the record: such a clock may be wrong. Called after changes, never by commands that read.
    pub fn forget_due(&mut self) -> Result<usize, Error> {
        let now = self.now();
        let due = self.catalog.versions_to_forget(now)?;
        if due.is_empty() {
            return Ok(0);
        }
        let newest = self.catalog.newest_activity_at()?.unwrap_or(now);
        if now - newest > chrono::Duration::days(TRUSTED_GAP_DAYS) {
            return Ok(0);
        }
        for version in &due {
            if version.placement == Placement::Outside {
                self.delete_item(&item_of(version))?;
            }
            self.catalog.write(|| {
                if version.placement == Placement::Sealed {
                    match self.sealed()?.delete(&item_of(version), self.world.deadline) {
                        Ok(()) | Err(StoreError::NotFound { .. }) => {}
                        Err(other) => return Err(Error::from(other)),
                    }
                }
                self.catalog.mark_gone(version.id)?;
                Ok(())
            })?;
        }
        let _ = self.catalog.checkpoint();
        Ok(due.len())
    }
}

impl Drop for Vault {
    fn drop(&mut self) {
        if let Some((_, lock)) = self.owner.take() {
            // While intents name this file it has to stay: whoever recovers looks whether it can be locked; a missing
            // one would be made and locked just the same.
            lock.remove();
        }
    }
}
