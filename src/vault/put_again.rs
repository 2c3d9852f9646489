//! A value that its store has lost, put into it again by a person who still has it.

use super::protocol::item_of;
use super::{Error, Vault};
use crate::catalog::{Placement, Version};
use crate::model::{ActivityKind, Key, Secret};
use crate::store::{ItemFacts, SecretStore, StoreError};

/// What the record says of it.
const PUT_AGAIN: &str = "its value was put in again";

impl Vault {
    /// Puts the value of a lost version where it lay, and reads it back. Nothing is overwritten, as its name holds nothing; cut off, the
    /// next look finds it there, or missing as before. It is no new value: its age and its last day stay.
    pub(super) fn put_again(&mut self, key: &Key, lost: &Version, value: &Secret) -> Result<(), Error> {
        let facts = ItemFacts { item: item_of(lost), label: self.label(key.uid)? };
        let deadline = self.world.deadline;
        let noted = |vault: &Self| {
            vault.note_secret_facts(key.uid, value)?;
            vault.note(ActivityKind::Mended, Some(key.reference.to_string()), Some(PUT_AGAIN.into()))
        };
        if lost.placement == Placement::Sealed {
            return self.catalog.write(|| {
                let mut store = self.sealed()?;
                store.put(&facts, value, deadline)?;
                let there = store.get(&facts.item, deadline)?;
                if !there.same_as(value) {
                    return Err(Error::Damaged);
                }
                noted(self)
            });
        }
        let store = self.outside.as_mut().ok_or(Error::Damaged)?;
        if let Err(StoreError::Empty { .. }) = store.get(&facts.item, deadline) {
            // It holds the name, and nothing else.
            store.delete(&facts.item, deadline)?;
        }
        store.put(&facts, value, deadline)?;
        if !store.get(&facts.item, deadline)?.same_as(value) {
            return Err(Error::Store(StoreError::Malformed { store: store.title() }));
        }
        self.catalog.write(|| noted(self))
    }
}
