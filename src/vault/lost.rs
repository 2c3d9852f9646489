//! Values that their store surely lost. An old one is let go of, so that nobody is offered to put it back; if it turns up again,
//! it is taken in under its own number (`strays`).

use std::collections::HashSet;

use super::protocol::item_of;
use super::{Error, Vault};
use crate::catalog::{Placement, Status, Version};
use crate::model::{Key, KeyUid};
use crate::store::{SecretStore, StoreError};

impl Vault {
    /// Whether the store, asked for this value alone and then for the vault key, has the key and not the value: a list that lacks it
    /// proves nothing.
    pub(super) fn is_surely_lost(&mut self, version: &Version) -> Result<bool, Error> {
        let (item, deadline) = (item_of(version), self.world.deadline);
        let found = match (version.placement, &mut self.outside) {
            (Placement::Outside, Some(store)) => store.get(&item, deadline),
            (Placement::Sealed, _) => self.sealed()?.get(&item, deadline),
            (Placement::Outside | Placement::None, _) => return Ok(false),
        };
        match found {
            Err(StoreError::NotFound { .. } | StoreError::Empty { .. }) => self.surely_reachable().map(|()| true),
            _ => Ok(false),
        }
    }

    /// The same of the live value of a key: of a disabled one nobody asked before. One that is there after all is no longer thought
    /// missing.
    pub(super) fn lost_version(&mut self, key: &Key) -> Result<Option<Version>, Error> {
        let Some(version) = self.catalog.live_version(key.uid)? else { return Ok(None) };
        match self.live_value(key) {
            Ok(_) => Ok(None),
            Err(Error::Store(StoreError::NotFound { .. })) => Ok(self.is_surely_lost(&version)?.then_some(version)),
            Err(other) if key.missing => Err(other),
            // What another program spoilt is not lost, and another value may take its place.
            Err(_) => Ok(None),
        }
    }

    /// Notes an old value as gone where its store has surely lost it; true if it is noted now.
    pub(super) fn let_go_if_lost(&mut self, old: &Version) -> Result<bool, Error> {
        if old.status != Status::Kept || !self.is_surely_lost(old)? {
            return Ok(false);
        }
        self.catalog.write(|| {
            self.same_store()?;
            let stands = self.catalog.version(old.id)?.is_some_and(|now| now == *old);
            if stands {
                self.forget_version(old)?;
            }
            Ok(stands)
        })
    }

    /// Looks at the old values that can be put back, and notes as gone what is surely lost; gives those, by key and number. What is on
    /// its way is left alone.
    pub(super) fn look_for_lost_old(&mut self) -> Result<Vec<(KeyUid, u32)>, Error> {
        let mut there = self.items_there()?;
        there.extend(self.sealed()?.list(self.world.deadline)?);
        let begun: HashSet<KeyUid> = self.catalog.intents()?.iter().map(|intent| intent.key).collect();
        let kept = self.catalog.versions_with_values()?.into_iter().filter(|version| version.status == Status::Kept);
        let mut lost = Vec::new();
        for old in kept {
            if !there.contains(&item_of(&old)) && !begun.contains(&old.key) && self.let_go_if_lost(&old)? {
                lost.push((old.key, old.number));
            }
        }
        Ok(lost)
    }
}
