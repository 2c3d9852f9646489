//! Taking second copies away: those of a move that did not come about, and the old ones of a move that did.

use std::time::Duration;

use super::super::{Error, Vault};
use super::LOCK;
use crate::catalog::Placement;
use crate::model::KeyUid;
use crate::store::{Item, SecretStore, StoreError, StoreKind, VaultId};

/// Where copies in the catalog's own file lie.
const SEALED: &str = "sealed";
/// How long a look may take whether a keychain is there that holds nothing but old items.
pub(in crate::vault) const PATIENCE: Duration = Duration::from_secs(2);

impl Vault {
    /// Notes a copy in the catalog's own file.
    pub(super) fn note_sealed_copy(&self, item: &Item) -> Result<(), Error> {
        Ok(self.catalog.note_copy(SEALED, &item.to_text())?)
    }

    /// A copy in the catalog's own file has become the home.
    pub(super) fn forget_sealed_copy(&self, item: &Item) -> Result<(), Error> {
        Ok(self.catalog.forget_copy(SEALED, &item.to_text())?)
    }

    /// Notes an item of a keychain as a copy.
    pub(super) fn note_outside_copy(&self, space: VaultId, item: &Item) -> Result<(), Error> {
        Ok(self.catalog.note_copy(&space.to_string(), &item.to_text())?)
    }

    /// An item of a keychain is gone, or has become the home.
    pub(super) fn forget_outside_copy(&self, space: VaultId, item: &Item) -> Result<(), Error> {
        Ok(self.catalog.forget_copy(&space.to_string(), &item.to_text())?)
    }

    /// Takes away what an interrupted move left, unless one runs at this moment.
    pub(in crate::vault) fn clear_left_copies(&mut self) -> Result<(), Error> {
        if self.catalog.copies()?.is_empty() {
            return Ok(());
        }
        let Some(lock) = self.home.try_lock(LOCK)? else { return Ok(()) };
        let cleared = self.clear_copies(&mut |_, _| {});
        lock.remove();
        cleared
    }

    /// Takes away the copies in the catalog's own file. Under the lock of a move.
    pub(super) fn clear_sealed_copies(&self) -> Result<(), Error> {
        let copies = self.catalog.copies()?.into_iter().filter(|(place, _)| place == SEALED);
        let items: Option<Vec<Item>> = copies.map(|(_, item)| Item::parse(&item)).collect();
        self.clear_sealed(&items.ok_or(Error::Damaged)?)
    }

    /// Takes every copy away that is noted; `told` hears how far it is in a keychain. Under the lock of a move.
    pub(super) fn clear_copies(&mut self, told: &mut dyn FnMut(u64, u64)) -> Result<(), Error> {
        self.clear_sealed_copies()?;
        let mut spaces: Vec<(VaultId, Vec<Item>)> = Vec::new();
        for (place, item) in self.catalog.copies()? {
            let item = Item::parse(&item).ok_or(Error::Damaged)?;
            let space = VaultId::parse(&place).ok_or(Error::Damaged)?;
            match spaces.last_mut() {
                Some((last, items)) if *last == space => items.push(item),
                _ => spaces.push((space, vec![item])),
            }
        }
        spaces.iter().try_for_each(|(space, items)| self.clear_outside(*space, items, told))
    }

    fn clear_sealed(&self, items: &[Item]) -> Result<(), Error> {
        if items.is_empty() {
            return Ok(());
        }
        let mut store = self.sealed()?;
        self.catalog.write(|| {
            for item in items {
                if !self.is_home(Placement::Sealed, item)? {
                    take(store.delete(item, self.world.deadline))?;
                }
                self.forget_sealed_copy(item)?;
            }
            Ok::<_, Error>(())
        })?;
        let _ = self.catalog.checkpoint();
        Ok(())
    }

    /// Values first, the vault key last: only while that reads back does "not found" mean that an item is gone. Each
    /// item's end is seen in the list once more before it is forgotten.
    fn clear_outside(&mut self, space: VaultId, items: &[Item], told: &mut dyn FnMut(u64, u64)) -> Result<(), Error> {
        let in_use = self.kind != StoreKind::Sealed && space == self.space;
        let mut store = (self.world.keychain)(space);
        store.probe(self.world.deadline.min(PATIENCE))?;
        let (mut keys, mut values) = (Vec::new(), Vec::new());
        for item in items {
            match item {
                Item::VaultKey { .. } => keys.push(*item),
                Item::Version { .. } => values.push(*item),
            }
        }
        if in_use {
            // What came and went while the others were on their way. A home is none of these, nor is its vault key.
            if !keys.is_empty() {
                return Err(Error::Damaged);
            }
            for value in &values {
                if self.is_home(Placement::Outside, value)? {
                    return Err(Error::Damaged);
                }
            }
        }
        let all = values.len() as u64;
        for (done, value) in values.iter().enumerate() {
            told(done as u64, all);
            take(store.delete(value, self.world.deadline))?;
        }
        if !values.is_empty() {
            told(all, all);
            match keys.first() {
                Some(key) => drop(store.get(key, self.world.deadline)?),
                None => self.surely_reachable()?,
            }
            self.forget_gone(store.as_mut(), space, &values)?;
        }
        for key in &keys {
            take(store.delete(key, self.world.deadline))?;
        }
        self.forget_gone(store.as_mut(), space, &keys)
    }

    fn forget_gone(&self, store: &mut dyn SecretStore, space: VaultId, items: &[Item]) -> Result<(), Error> {
        let there = store.list(self.world.deadline)?;
        if items.iter().any(|item| there.contains(item)) {
            // It said that it does not hold what it lists: another time it may know better.
            return Err(Error::KeyGone { store: store.title() });
        }
        self.catalog.write(|| items.iter().try_for_each(|item| self.forget_outside_copy(space, item)))
    }

    /// Whether a version's row names this as the place of its value.
    fn is_home(&self, placement: Placement, item: &Item) -> Result<bool, Error> {
        let Item::Version { key, nonce, .. } = *item else { return Ok(false) };
        let versions = self.catalog.versions_of(KeyUid(key))?;
        Ok(versions.iter().any(|version| version.nonce == nonce && version.placement == placement))
    }
}

/// What surely is not there counts as taken away.
fn take(outcome: Result<(), StoreError>) -> Result<(), Error> {
    match outcome {
        Ok(()) | Err(StoreError::NotFound { .. }) => Ok(()),
        Err(other) => Err(other.into()),
    }
}
