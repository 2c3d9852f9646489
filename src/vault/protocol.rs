//! The one way a secret gets into a store, and what happens after a crash on the way (ARCHITECTURE.md, "Secrets in a
//! store"). Sealed values change in one transaction. For an outside store: intent → put → read back → live; only then
//! is it saved. Changes of one batch become live together or not at all.

use std::time::Duration;

use super::{Error, Vault};
use crate::catalog::{Intent, IntentWork, NewVersion, Placement, Status, Version, VersionId};
use crate::detect;
use crate::model::{ActivityKind, Expiry, KeyUid, Kind, Secret};
use crate::store::{Item, ItemFacts, MAX_SECRET_BYTES, Purpose, SecretStore, StoreError};

/// How long a value that came too late is kept.
const LATE_VALUE_DAYS: i64 = 30;
/// The longest an old version is kept: what an intent can note (136 years).
const LONGEST_KEEP: Duration = Duration::from_secs(u32::MAX as u64);
/// How the names of writers' lock files begin.
const WRITER_LOCKS: &str = "writer-";

/// A value to be saved as a key's next version.
pub(super) struct Put {
    /// Of which key; its row stands already.
    pub key: KeyUid,
    /// The live version it is made from; none for a new key.
    pub made_from: Option<VersionId>,
    /// The value.
    pub value: Secret,
    /// What a plain key becomes with it; none: what it looks like.
    pub kind: Option<Kind>,
    /// The pair's public half that goes with it.
    pub key_id: Option<String>,
    /// When the value ends; none: as its key says already.
    pub ends: Option<Expiry>,
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

/// What is said of a value that came after another one had taken its place.
pub(super) const TOO_LATE: &str = "kept as an old value";
/// What is said of one that was saved after an interruption.
pub(super) const SAVED: &str = "saved";

fn not_saved_yet(error: StoreError) -> Error {
    Error::NotSavedYet { why: error.to_string(), source: Box::new(error) }
}

/// Told how far a batch is: done, of how many; false stops it.
pub(super) type Watch<'a> = &'a mut dyn FnMut(u64, u64) -> bool;

/// Takes back what a stopped batch changed beside its values.
pub(super) type Undo<'a> = &'a dyn Fn(&Vault) -> Result<(), Error>;

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
        self.save_or_undo(stage, watch, &|_| Ok(()))
    }

    /// The same; where the batch is stopped, `undo` takes back, inside the transaction that ends it, what `stage`
    /// changed beside the values.
    pub(super) fn save_or_undo(
        &mut self,
        stage: impl FnOnce(&Self) -> Result<Vec<Put>, Error>,
        watch: Watch<'_>,
        undo: Undo<'_>,
    ) -> Result<Vec<KeyUid>, Error> {
        self.opened()?;
        self.keychain_stands()?;
        let owner = self.owner_name()?;
        let batch = self.nonce() as i64;
        let staged = self.catalog.write(|| {
            self.same_store()?;
            let puts = stage(self)?;
            let mut staged = Vec::with_capacity(puts.len());
            let all = puts.len() as u64;
            for (done, put) in puts.into_iter().enumerate() {
                // Without an outside store this is all the work there is, and stopped it is rolled back.
                if self.outside.is_none() && !watch(done as u64, all) {
                    return Err(Error::Stopped);
                }
                staged.push(self.stage_one(put, &owner, batch)?);
            }
            if staged.iter().all(|one| one.placement == Placement::Sealed) {
                self.finish(&staged)?;
            } else {
                // A value too large for the outside store is sealed already, but lives with its batch or not at all.
                for one in staged.iter_mut().filter(|one| one.intent.is_none()) {
                    one.intent = Some(self.begin(&one.put, one.version, &owner, batch, None)?);
                }
            }
            Ok::<_, Error>(staged)
        })?;
        let keys = staged.iter().map(|one| one.put.key).collect();
        if staged.iter().any(|one| one.placement == Placement::Outside) {
            self.put_outside(&staged, watch, undo)?;
        }
        Ok(keys)
    }

    /// Notes that a pending version is on its way.
    fn begin(
        &self,
        put: &Put,
        version: VersionId,
        owner: &str,
        batch: i64,
        sealed_value: Option<Vec<u8>>,
    ) -> Result<i64, Error> {
        Ok(self.catalog.open_intent(&Intent {
            id: 0,
            key: put.key,
            work: IntentWork::Put(version),
            made_from: put.made_from,
            owner: owner.to_owned(),
            batch,
            act: put.act,
            keep_secs: u32::try_from(put.keep.as_secs()).unwrap_or(u32::MAX),
            sealed_value,
            begun_at: self.now(),
        })?)
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
        // The pair's half that is in force with this value, so that putting it back puts back the pair.
        let key_id = match &put.key_id {
            Some(key_id) => Some(key_id.clone()),
            None => self.catalog.key(put.key)?.and_then(|key| key.key_id),
        };
        let version = self.catalog.add_version(&NewVersion {
            key: put.key,
            number,
            status: Status::Pending,
            placement,
            nonce,
            fingerprint: Some(opened.sealer.fingerprint(&put.value)),
            key_id,
            made_at: self.now(),
        })?;
        if let Some(ends) = put.ends {
            self.catalog.note_end(version, ends)?;
        }
        let item = Item::Version { key: put.key.0, version: number, nonce };
        let mut intent = None;
        match placement {
            Placement::Outside => {
                let purpose = Purpose::Pending(put.key.0, number, nonce);
                // Opened to be sealed: a provider shows a key once, a crash must not lose it.
                let sealed = opened.sealer.seal(purpose, put.value.expose(), self.world.random.as_ref());
                intent = Some(self.begin(&put, version, owner, batch, Some(sealed))?);
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
    fn put_outside(&mut self, staged: &[Staged], watch: Watch<'_>, undo: Undo<'_>) -> Result<(), Error> {
        let outside: Vec<&Staged> = staged.iter().filter(|one| one.placement == Placement::Outside).collect();
        let all = outside.len() as u64;
        let mut trouble = None;
        for (done, one) in outside.iter().enumerate() {
            if !watch(done as u64, all) {
                return self.take_back(staged, undo);
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
            return match self.catalog.write(|| self.finish(staged)) {
                Ok(true) => Ok(()),
                Ok(false) => Err(Error::ChangedMeanwhile),
                // The values lie in the store, the intents stay: it goes on later.
                Err(error) => Err(not_saved_yet(StoreError::Failed {
                    store: self.catalog.path().display().to_string(),
                    reason: error.why_and_advice().0,
                })),
            };
        };
        // The call may have taken effect all the same: look, and put again what surely is not there.
        let batch = self.intents_of(staged)?;
        match self.settle(&batch) {
            Ok(done) if done.iter().all(|one| one.what == SAVED) => Ok(()),
            Ok(_) => Err(Error::ChangedMeanwhile),
            Err(_) => Err(not_saved_yet(error)),
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
    /// False if one of them came too late and was kept as an old value.
    fn finish(&self, staged: &[Staged]) -> Result<bool, Error> {
        let mut all_live = true;
        for one in staged {
            if let Some(intent) = one.intent
                && !self.catalog.close_intent(intent)?
            {
                // Another process settled it for us: that is the same end.
                continue;
            }
            let put = &one.put;
            let live = self.finish_one(one.version, put.made_from, put.kind, &put.value, put.keep)?;
            let detail = if live { put.detail.clone() } else { Some(TOO_LATE.into()) };
            self.note(put.act, self.reference_text(put.key)?, detail)?;
            all_live &= live;
        }
        Ok(all_live)
    }

    /// Makes one pending version live, unless the live one changed meanwhile: then it is kept as an old one.
    pub(super) fn finish_one(
        &self,
        version: VersionId,
        made_from: Option<VersionId>,
        kind: Option<Kind>,
        value: &Secret,
        keep: Duration,
    ) -> Result<bool, Error> {
        let version = self.catalog.version(version)?.ok_or(Error::ChangedMeanwhile)?;
        let key = version.key;
        let now = self.now();
        let live = self.catalog.live_version(key)?;
        if live.as_ref().map(|version| version.id) != made_from {
            self.catalog.keep_as_old(version.id, now, now + chrono::Duration::days(LATE_VALUE_DAYS))?;
            return Ok(false);
        }
        match &live {
            // A plain key becomes a secret one; its readable value is no old version of a secret.
            Some(live) if live.placement == Placement::None => {
                self.become_secret(key, kind, value)?;
                self.catalog.drop_version(live.id)?;
                self.catalog.set_rotated_at(key, Some(now))?;
            }
            Some(_) => {
                let keep = chrono::Duration::from_std(keep.min(LONGEST_KEEP)).expect("136 years fit");
                self.catalog.step_back(key, now, now + keep)?;
                self.catalog.set_rotated_at(key, Some(now))?;
            }
            None => {}
        }
        self.catalog.make_live(version.id)?;
        self.catalog.take_end(version.id)?;
        self.catalog.set_key_id(key, version.key_id.as_deref())?;
        self.note_secret_facts(key, value)?;
        Ok(true)
    }

    fn become_secret(&self, key: KeyUid, kind: Option<Kind>, value: &Secret) -> Result<(), Error> {
        let Some(mut facts) = self.catalog.key(key)? else { return Ok(()) };
        // Opened to see what it looks like.
        let (name, bytes) = (facts.name(), value.expose());
        let kind = kind.unwrap_or_else(|| detect::kind_of(name, bytes));
        let provider = detect::recognise(name, bytes).map(|found| found.provider.name.to_owned());
        facts.kind = kind;
        facts.plain_value = None;
        facts.provider = facts.provider.or(provider);
        Ok(self.catalog.set_facts(&facts)?)
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

    pub(super) fn label(&self, key: KeyUid) -> Result<String, Error> {
        Ok(format!("Keyloft: {}", self.reference_text(key)?.unwrap_or_default()))
    }

    pub(super) fn reference_text(&self, key: KeyUid) -> Result<Option<String>, Error> {
        Ok(self.catalog.reference_of(key)?.map(|reference| reference.to_string()))
    }

    /// Takes a stopped batch back. After the one transaction nothing of it can live any more, whatever happens; items
    /// that can't be taken out of the store now are taken out later.
    fn take_back(&mut self, staged: &[Staged], undo: Undo<'_>) -> Result<(), Error> {
        self.catalog.write(|| {
            for one in staged {
                let intent = one.intent.ok_or(Error::ChangedMeanwhile)?;
                if one.put.made_from.is_none() {
                    self.catalog.turn_to_delete(intent)?;
                    continue;
                }
                self.catalog.close_intent(intent)?;
                if one.placement == Placement::Sealed {
                    self.sealed()?.delete(&one.item, self.world.deadline)?;
                    self.catalog.drop_version(one.version)?;
                } else {
                    self.catalog.give_up(one.version)?;
                }
            }
            undo(self)
        })?;
        let _ = self.clear_stopped(staged);
        Err(Error::Stopped)
    }

    fn clear_stopped(&mut self, staged: &[Staged]) -> Result<(), Error> {
        for intent in self.intents_of(staged)? {
            self.finish_delete(&intent)?;
        }
        for one in staged {
            if let Some(version) = self.catalog.version(one.version)?.filter(|v| v.status == Status::Gone) {
                self.take_out(&version)?;
            }
        }
        Ok(())
    }

    /// The name of the lock file that shows we live; made and locked with the first intent.
    pub(super) fn owner_name(&mut self) -> Result<String, Error> {
        if let Some((name, _)) = &self.owner {
            return Ok(name.clone());
        }
        // No lock is tried where nothing can be written: the catalog knows why.
        self.catalog.writable()?;
        // Another process that sweeps may hold a file for the moment it takes to look at it.
        for _ in 0..8 {
            let name = format!("{WRITER_LOCKS}{:016x}.lock", self.nonce());
            if let Some(lock) = self.home.try_lock(&name)? {
                self.owner = Some((name.clone(), lock));
                self.sweep_leftovers();
                return Ok(name);
            }
        }
        Err(Error::BeingChanged)
    }

    /// Takes away what killed processes left: lock files, but those that intents name, and drafts of this vault.
    pub(super) fn sweep_leftovers(&self) {
        self.home.sweep(WRITER_LOCKS, |name| {
            self.catalog.intents().is_ok_and(|intents| intents.iter().all(|intent| intent.owner != name))
        });
        self.home.sweep("init.lock", |_| true);
        self.home.sweep(super::moving::LOCK, |_| true);
        self.home.sweep_drafts();
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
