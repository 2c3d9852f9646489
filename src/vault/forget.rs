//! Taking values away: a key deleted for good, old versions whose keep time is over.

use super::protocol::item_of;
use super::{Error, Vault};
use crate::catalog::{CatalogError, Intent, IntentWork, Placement, Status, Version};
use crate::model::{ActivityKind, DeletedKey, KeyUid};
use crate::review::{Handover, NewValue};
use crate::store::{Item, SecretStore, StoreError};
use chrono::{DateTime, Duration, Utc};

/// The clock may stand this far past the newest entry of the record before anything is deleted by time.
const TRUSTED_GAP_DAYS: i64 = 30;

impl Vault {
    /// Deletes a disabled key for good: intent, store, rows. The caller has checked that it may be.
    pub(super) fn delete_for_good(&mut self, key: KeyUid) -> Result<(), Error> {
        self.keychain_stands()?;
        self.settle_key(key)?;
        let owner = self.owner_name()?;
        let batch = self.nonce() as i64;
        let now = self.now();
        let id = self.catalog.write(|| {
            // Looked at again, inside the transaction: another program may have enabled it meanwhile.
            self.same_store()?;
            if !self.catalog.key(key)?.ok_or(Error::ChangedMeanwhile)?.state.is_disabled() {
                return Err(Error::ChangedMeanwhile);
            }
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

    pub(super) fn finish_delete(&mut self, intent: &Intent) -> Result<(), Error> {
        let versions = self.catalog.versions_of(intent.key)?;
        for version in versions.iter().filter(|v| v.placement == Placement::Outside) {
            self.delete_item(&item_of(version))?;
        }
        self.catalog.write(|| {
            if !self.catalog.close_intent(intent.id)? {
                return Ok(());
            }
            for version in versions.iter().filter(|v| v.placement == Placement::Sealed) {
                self.delete_sealed(version)?;
            }
            // A key that never lived (a stopped import's) was never added, and so is not deleted either.
            if versions.iter().any(|version| version.status != Status::Pending) {
                self.note(ActivityKind::Deleted, self.reference_text(intent.key)?, None)?;
                self.note_of_leavers(intent.key)?;
            }
            self.catalog.drop_key(intent.key)?;
            Ok::<_, Error>(())
        })?;
        // What was deleted must not stay readable in the write-ahead log; a busy log is emptied at a later change.
        let _ = self.catalog.checkpoint();
        Ok(())
    }

    /// What someone who leaves had, and what became of it, is told after the key is gone, too. Called inside the
    /// transaction that drops the key, after its entry in the record.
    fn note_of_leavers(&self, uid: KeyUid) -> Result<(), Error> {
        let (Some(key), Some(row)) = (self.catalog.key(uid)?, self.catalog.last_activity()?) else { return Ok(()) };
        let entry = row.number.unsigned_abs();
        let at = self.now();
        for person in self.catalog.leavers_of(uid)? {
            // Of what each of them knew: a value made since is none that has to end.
            let ended = Handover::of(&key, &person).value == NewValue::DisabledAndEnded;
            let gone = DeletedKey { reference: key.reference.clone(), at, ended, entry };
            self.catalog.note_deleted(&person.name, &gone)?;
        }
        Ok(())
    }

    /// Takes one item out of the outside store; one that surely is not there counts as taken.
    fn delete_item(&mut self, item: &Item) -> Result<(), Error> {
        let deadline = self.world.deadline;
        // Without a keychain there is no such item, unless the secrets were moved this moment.
        let store = self.outside.as_mut().ok_or(Error::ChangedMeanwhile)?;
        match store.delete(item, deadline) {
            Ok(()) => Ok(()),
            Err(StoreError::NotFound { .. }) => self.surely_reachable(),
            Err(other) => Err(other.into()),
        }
    }

    /// Takes a sealed value away, inside the caller's transaction.
    pub(super) fn delete_sealed(&self, version: &Version) -> Result<(), Error> {
        match self.sealed()?.delete(&item_of(version), self.world.deadline) {
            Ok(()) | Err(StoreError::NotFound { .. }) => Ok(()),
            Err(other) => Err(other.into()),
        }
    }

    /// Lets go of old versions whose keep time is over. Not while the clock stands more than 30 days past the newest
    /// entry of the record: such a clock may be wrong. Called after changes, never by commands that read.
    pub fn forget_due(&mut self) -> Result<usize, Error> {
        self.follow_store()?;
        let now = self.now();
        let due = self.catalog.versions_to_forget(now)?;
        let mut forgotten = 0;
        if !due.is_empty() && self.clock_is_trusted(now)? {
            // First nobody can put it back any more, then its value goes: else another program could make a version
            // live whose value is being deleted.
            self.catalog.write(|| {
                self.same_store()?;
                for version in &due {
                    if !self.catalog.claim_to_forget(version.id, now)? {
                        continue;
                    }
                    if version.placement != Placement::Outside {
                        if version.placement == Placement::Sealed {
                            self.delete_sealed(version)?;
                        }
                        self.catalog.mark_gone(version.id)?;
                        forgotten += 1;
                    }
                }
                Ok::<_, Error>(())
            })?;
        }
        // Those of an earlier time, too, whose store did not answer then.
        for version in self.catalog.versions_going()? {
            self.take_out(&version)?;
            forgotten += 1;
        }
        if forgotten > 0 {
            let _ = self.catalog.checkpoint();
        }
        Ok(forgotten)
    }

    /// Takes the value of a version that is gone out of the outside store. One that never lived leaves no row.
    pub(super) fn take_out(&mut self, version: &Version) -> Result<(), Error> {
        self.delete_item(&item_of(version))?;
        self.catalog.write(|| self.forget_version(version))
    }

    /// The value of a version that is gone has left the store. Inside the caller's transaction.
    pub(super) fn forget_version(&self, version: &Version) -> Result<(), Error> {
        if version.replaced_at.is_some() {
            self.catalog.mark_gone(version.id)?;
        } else {
            self.catalog.drop_version(version.id)?;
        }
        Ok(())
    }

    /// Entries of the last day don't vouch for the clock: they were written by it, perhaps by the very change that is
    /// followed by this look.
    pub(super) fn clock_is_trusted(&self, now: DateTime<Utc>) -> Result<bool, Error> {
        let before = self.catalog.newest_activity_before(now - Duration::days(1))?;
        Ok(before.is_none_or(|newest| now - newest <= Duration::days(TRUSTED_GAP_DAYS)))
    }
}
