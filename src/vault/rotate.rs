//! A new version of a key, putting the one before back, and noting that it has ended at its provider.

use std::collections::BTreeMap;
use std::time::Duration;

use super::add::check_key_id;
use super::protocol::{Put, unwatched};
use super::{Error, Vault};
use crate::catalog::{Status, Version};
use crate::model::{ActivityKind, DateWish, Ends, Expiry, KeyRef, KeyUid, Secret, ended_since};
use crate::store::StoreError;

/// What came of a rotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotation {
    /// A new version is live; the one before is kept as it was wished.
    Replaced,
    /// A new version is live; the store had lost the one before, which can't be put back.
    ReplacedLost,
    /// It was the value itself that the store had lost: no new version.
    PutAgain,
}

impl Vault {
    /// Saves a new value as the live version; the one before is kept for `keep` (none: as the settings say). A last day
    /// goes with the value it was said of: of the new one's nothing is known.
    pub fn rotate(
        &mut self,
        uid: KeyUid,
        value: Secret,
        key_id: Option<String>,
        keep: Option<Duration>,
    ) -> Result<(), Error> {
        self.rotate_ending(uid, value, key_id, keep, None).map(drop)
    }

    /// The same for a value of whose end a person said something. Where the store has lost the live value, that one is put in again as
    /// it was, its end too; another takes its place without an old one to keep.
    pub fn rotate_ending(
        &mut self,
        uid: KeyUid,
        value: Secret,
        key_id: Option<String>,
        keep: Option<Duration>,
        ends: Option<DateWish>,
    ) -> Result<Rotation, Error> {
        self.opened()?;
        self.settle_key(uid)?;
        let key = self.key(uid)?;
        if key.is_plain() {
            return Err(Error::IsPlain("Change its value with `keyloft add --plain … --replace`"));
        }
        if let Some(key_id) = key_id.as_ref().or(key.key_id.as_ref()) {
            check_key_id(&value, key_id)?;
        }
        if key_id != key.key_id {
            self.refuse_key_id(key_id.as_deref().unwrap_or_default())?;
        }
        let settings = self.catalog.settings()?;
        let keep = keep.unwrap_or(Duration::from_secs(u64::from(settings.keep_old_days) * 86_400));
        let said = ends.map(|ends| self.resolve(ends)).transpose()?;
        let print = self.opened()?.sealer.fingerprint(&value);
        let before = self.catalog.live_version(uid)?.map(|version| version.id);
        let lost = self.lost_version(&key)?;
        // With another key id it is another pair.
        let is_itself = |lost: &&Version| lost.fingerprint == Some(print) && (key_id.is_none() || key_id == key.key_id);
        if let Some(lost) = lost.as_ref().filter(is_itself) {
            self.put_again(&key, lost, &value)?;
            return Ok(Rotation::PutAgain);
        }
        let lost = lost.is_some();
        let keep = if lost { Duration::ZERO } else { keep };
        self.save(
            |vault| {
                let live = vault.catalog.live_version(uid)?.ok_or(Error::ChangedMeanwhile)?;
                if Some(live.id) != before {
                    return Err(Error::ChangedMeanwhile);
                }
                if live.fingerprint == Some(print) && !lost {
                    return Err(Error::SameValue);
                }
                let had = vault.key(uid)?.expiry;
                let put = Put {
                    key: uid,
                    made_from: Some(live.id),
                    value,
                    kind: None,
                    key_id,
                    ends: said.or(matches!(had, Expiry::On(_)).then_some(Expiry::NotKnown)),
                    act: ActivityKind::Rotated,
                    detail: None,
                    keep,
                };
                Ok(vec![put])
            },
            &mut unwatched,
        )?;
        // The old value may have been asked to go at once; a store that does not answer now is asked again later.
        let _ = self.forget_due();
        let _ = self.drop_old_activity();
        Ok(if lost { Rotation::ReplacedLost } else { Rotation::Replaced })
    }

    /// Puts the version before back, and its last day; the one it replaces is kept in its turn.
    pub fn undo_rotate(&mut self, uid: KeyUid) -> Result<(), Error> {
        self.opened()?;
        self.settle_key(uid)?;
        let key = self.key(uid)?;
        if key.is_plain() {
            return Err(Error::IsPlain("It has no old values"));
        }
        let versions = self.catalog.versions_of(uid)?;
        let live = versions.iter().find(|v| v.status == Status::Live).ok_or(Error::ChangedMeanwhile)?;
        // The one before and no other: where that is gone, an earlier one that is still kept is not what is asked for.
        let old = versions
            .iter()
            .filter(|v| v.replaced_at.is_some() && v.fingerprint.is_some())
            .max_by_key(|v| (v.replaced_at, v.number))
            .filter(|v| v.status == Status::Kept)
            .ok_or(Error::NothingToPutBack)?;
        if old.ended_at.is_some() {
            return Err(Error::OldEnded);
        }
        // Looked at before anything changes: what can't be read is not put in the place of what can.
        let value = match self.values_of(std::slice::from_ref(old)) {
            Err(Error::Store(StoreError::NotFound { store })) if self.let_go_if_lost(old)? => {
                return Err(Error::OldLost { store });
            }
            values => values?.pop().ok_or(Error::NothingToPutBack)?,
        };
        let keep = chrono::Duration::days(i64::from(self.catalog.settings()?.keep_old_days));
        self.catalog.write(|| {
            let still = self.catalog.live_version(uid)?.map(|version| version.id);
            let there = self.catalog.version(old.id)?.is_some_and(|v| v.status == Status::Kept);
            if still != Some(live.id) || !there {
                return Err(Error::ChangedMeanwhile);
            }
            let now = self.now();
            self.catalog.step_back(uid, now, now + keep)?;
            self.catalog.make_live(old.id)?;
            self.catalog.take_end(old.id)?;
            self.catalog.set_key_id(uid, old.key_id.as_deref())?;
            let first = versions.iter().all(|v| v.number >= old.number);
            let used_in: Vec<&str> = key.used_in.iter().map(|used| used.place.as_str()).collect();
            self.catalog.places_step_back(live.id, old.id, if first { &used_in } else { &[] })?;
            self.catalog.set_rotated_at(uid, (!first).then_some(old.made_at))?;
            self.note_secret_facts(uid, &value)?;
            self.note(ActivityKind::PutBack, Some(key.reference.to_string()), None)
        })
    }

    /// A person says that every older value of the key no longer works at its provider; of a disabled key, that no
    /// value does. Said of all the keys or of none. Gives that by which it can be taken back.
    pub fn mark_ended(&mut self, keys: &[KeyUid]) -> Result<Ends, Error> {
        self.opened()?;
        self.catalog.write(|| {
            let mut ends = Ends { said_at: self.now(), versions: Vec::new() };
            for uid in keys {
                let key = self.key(*uid)?;
                let live = key.state.is_disabled() && !key.is_plain();
                let numbers = self.catalog.mark_ended(*uid, ends.said_at, live)?;
                if numbers.is_empty() {
                    return Err(Error::NothingToEnd);
                }
                ends.versions.extend(numbers.into_iter().map(|number| (*uid, number)));
                self.note(ActivityKind::Ended, Some(key.reference.to_string()), None)?;
            }
            Ok(ends)
        })
    }

    /// What was said of these versions was a slip; what was said of others stays, also in the same second. All or none.
    pub fn take_back_end(&mut self, ends: &Ends) -> Result<(), Error> {
        self.opened()?;
        self.catalog.write(|| {
            for of_key in ends.versions.chunk_by(|(one, _), (other, _)| one == other) {
                let (uid, _) = of_key[0];
                for (_, number) in of_key {
                    if !self.catalog.take_back_end(uid, *number, ends.said_at)? {
                        return Err(Error::ChangedMeanwhile);
                    }
                }
                self.note(ActivityKind::NotEnded, Some(self.key(uid)?.reference.to_string()), None)?;
            }
            Ok(())
        })
    }

    /// The same of keys of someone who leaves that are gone, by the numbers of their deletions in the record.
    pub fn mark_deleted_ended(&mut self, deletions: &[u64]) -> Result<(), Error> {
        self.opened()?;
        self.catalog.write(|| {
            for entry in deletions {
                let reference = self.catalog.end_deleted(*entry, true)?.ok_or(Error::AllEnded)?;
                self.note(ActivityKind::Ended, Some(reference), Some(ended_since(*entry)))?;
            }
            Ok(())
        })
    }

    /// That it was said of this deletion was a slip.
    pub fn take_back_deleted_end(&mut self, deletion: u64) -> Result<(), Error> {
        self.opened()?;
        self.catalog.write(|| {
            let reference = self.catalog.end_deleted(deletion, false)?.ok_or(Error::ChangedMeanwhile)?;
            self.note(ActivityKind::NotEnded, Some(reference), Some(ended_since(deletion)))
        })
    }

    /// The deletions of keys of this name, of someone who leaves; true where nobody said yet that the values ended.
    pub fn deletions_of(&self, reference: &KeyRef) -> Result<BTreeMap<u64, bool>, Error> {
        let gone = self.catalog.people()?.into_iter().flat_map(|person| person.deleted);
        Ok(gone.filter(|gone| gone.reference == *reference).map(|gone| (gone.entry, !gone.ended)).collect())
    }
}
