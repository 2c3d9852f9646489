//! Secrets that lie in the store and are not what was put there: changed by another program, or by the disk.

use super::protocol::item_of;
use super::{Error, Vault};
use crate::catalog::{Placement, Status, Version};
use crate::model::{KeyUid, Secret};
use crate::store::{Item, SecretStore, StoreError};

impl Vault {
    /// Reads every live secret, those outside by one bulk call, and gives the keys whose value does not open or is
    /// not the one that was saved. Absent ones are another matter. The vault has to be open.
    pub(super) fn look_for_altered(&mut self) -> Result<Vec<KeyUid>, Error> {
        let deadline = self.world.deadline;
        let mut versions = self.catalog.versions_with_values()?;
        versions.retain(|version| version.status == Status::Live);
        let (outside, sealed): (Vec<_>, Vec<_>) =
            versions.into_iter().partition(|version| version.placement == Placement::Outside);
        let mut altered = Vec::new();
        if !outside.is_empty() {
            let items: Vec<Item> = outside.iter().map(item_of).collect();
            let values = self.outside.as_mut().ok_or(Error::Damaged)?.get_many(&items, deadline)?;
            for (version, value) in outside.iter().zip(values) {
                altered.extend(self.is_altered(version, value)?.then_some(version.key));
            }
        }
        for version in sealed {
            let value = self.sealed()?.get(&item_of(&version), deadline);
            altered.extend(self.is_altered(&version, value)?.then_some(version.key));
        }
        Ok(altered)
    }

    fn is_altered(&self, version: &Version, value: Result<Secret, StoreError>) -> Result<bool, Error> {
        match value {
            Ok(value) => {
                let print = self.opened()?.sealer.fingerprint(&value);
                Ok(version.fingerprint.is_some_and(|kept| kept != print))
            }
            Err(StoreError::Malformed { .. }) => Ok(true),
            Err(StoreError::NotFound { .. }) => Ok(false),
            Err(other) => Err(other.into()),
        }
    }
}
