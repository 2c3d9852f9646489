//! Secrets that lie in the store and are not what was put there: changed by another program, or by the disk.

use super::protocol::item_of;
use super::{Error, Vault};
use crate::catalog::{Placement, Status, Version};
use crate::model::{KeyUid, Secret};
use crate::store::{Item, SecretStore, StoreError};

/// What is wrong with the live values that their store lists, by their keys.
#[derive(Default)]
pub(super) struct Spoilt {
    /// They do not open, or are not what was saved.
    pub(super) altered: Vec<KeyUid>,
    /// Their items hold nothing.
    pub(super) empty: Vec<KeyUid>,
}

impl Vault {
    /// Reads every live secret, those outside by one bulk call. Absent ones are another matter. The vault has to be open.
    pub(super) fn look_for_spoilt(&mut self) -> Result<Spoilt, Error> {
        let deadline = self.world.deadline;
        let mut versions = self.catalog.versions_with_values()?;
        versions.retain(|version| version.status == Status::Live);
        let (outside, sealed): (Vec<_>, Vec<_>) =
            versions.into_iter().partition(|version| version.placement == Placement::Outside);
        let mut spoilt = Spoilt::default();
        if !outside.is_empty() {
            let items: Vec<Item> = outside.iter().map(item_of).collect();
            let values = self.outside.as_mut().ok_or(Error::Damaged)?.get_many(&items, deadline)?;
            for (version, value) in outside.iter().zip(values) {
                self.sort_in(version, value, &mut spoilt)?;
            }
        }
        for version in sealed {
            let value = self.sealed()?.get(&item_of(&version), deadline);
            self.sort_in(&version, value, &mut spoilt)?;
        }
        Ok(spoilt)
    }

    fn sort_in(&self, of: &Version, value: Result<Secret, StoreError>, spoilt: &mut Spoilt) -> Result<(), Error> {
        match value {
            Ok(value) => {
                let print = self.opened()?.sealer.fingerprint(&value);
                spoilt.altered.extend(of.fingerprint.is_some_and(|kept| kept != print).then_some(of.key));
            }
            Err(StoreError::Malformed { .. }) => spoilt.altered.push(of.key),
            Err(StoreError::Empty { .. }) => spoilt.empty.push(of.key),
            Err(StoreError::NotFound { .. }) => {}
            Err(other) => return Err(other.into()),
        }
        Ok(())
    }
}
