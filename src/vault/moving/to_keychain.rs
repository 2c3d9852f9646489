//! From the catalog's own file into the keychain.

use std::collections::HashSet;

use super::super::make::{home_path_text, keep_vault_key};
use super::super::protocol::item_of;
use super::super::{Error, Vault};
use super::{CHUNK, MoveStep, MoveWatch, Moved, Turned, refuse_kind};
use crate::catalog::{MetaName, Placement, Version};
use crate::model::{ActivityKind, Secret};
use crate::store::{Item, ItemFacts, SecretStore, StoreError, StoreKind, VaultId, VaultKey};

/// The other store while values are copied into it, under a number never used before: nothing else lies there.
struct Target {
    store: Box<dyn SecretStore + Send>,
    space: VaultId,
    key: Item,
    /// Items that were read back.
    copied: HashSet<Item>,
    /// Too large for it: they stay sealed.
    stays: HashSet<Item>,
}

impl Vault {
    /// Moves every secret, old values included, out of the catalog's own file into the keychain, but for those that are
    /// too large for it. The passphrase opens the vault key, which goes there too. All or nothing; `watch` hears how far
    /// it is and may stop it.
    pub fn move_to_keychain(&mut self, passphrase: &Secret, watch: MoveWatch<'_>) -> Result<Moved, Error> {
        self.opened()?;
        self.follow_store()?;
        refuse_kind(self.kind, StoreKind::Keychain)?;
        let (key, _) = self.unwrap_key(passphrase)?;
        self.note_failed_unlocks()?;
        self.move_alone(watch, |vault, watch| vault.bring_into_keychain(&key, watch))
    }

    fn bring_into_keychain(&mut self, key: &VaultKey, watch: MoveWatch<'_>) -> Result<usize, Error> {
        self.finish_begun()?;
        let mut space = VaultId([0; 16]);
        self.world.random.fill(&mut space.0);
        let mut target = Target {
            store: (self.world.keychain)(space),
            space,
            key: Item::VaultKey { nonce: self.nonce() },
            copied: HashSet::new(),
            stays: HashSet::new(),
        };
        target.store.probe(self.world.deadline)?;
        self.catalog.write(|| self.note_outside_copy(space, &target.key))?;
        keep_vault_key(target.store.as_mut(), &target.key, key, &self.world)?;
        let target = std::cell::RefCell::new(target);
        let values = self.copy_and_turn(
            |vault| vault.copy_to_keychain(&mut target.borrow_mut(), &mut *watch),
            |vault| vault.turn_to_keychain(&target.borrow()),
        )?;
        (self.kind, self.space, self.outside) = (StoreKind::Keychain, space, Some(target.into_inner().store));
        Ok(values)
    }

    fn sealed_versions(&self) -> Result<Vec<Version>, Error> {
        let mut versions = self.catalog.versions_with_values()?;
        versions.retain(|version| version.placement == Placement::Sealed);
        Ok(versions)
    }

    /// Copies what is not copied yet, and reads every copy back.
    fn copy_to_keychain(&mut self, target: &mut Target, watch: MoveWatch<'_>) -> Result<(), Error> {
        let mut versions = self.sealed_versions()?;
        versions.retain(|version| !target.stays.contains(&item_of(version)));
        let all = versions.len() as u64;
        versions.retain(|version| !target.copied.contains(&item_of(version)));
        let mut done = all - versions.len() as u64;
        for few in versions.chunks(CHUNK) {
            let Some(values) = self.values_to_move(few)? else { return self.copy_to_keychain(target, watch) };
            let limit = target.store.limit();
            let (fit, large): (Vec<_>, Vec<_>) = few.iter().zip(&values).partition(|(_, value)| value.len() <= limit);
            target.stays.extend(large.iter().map(|(version, _)| item_of(version)));
            self.catalog.write(|| {
                self.same_store()?;
                fit.iter().try_for_each(|(version, _)| self.note_outside_copy(target.space, &item_of(version)))
            })?;
            for (version, value) in &fit {
                if !watch(MoveStep::Copying, done, all) {
                    return Err(Error::MoveStopped);
                }
                let facts = ItemFacts { item: item_of(version), label: self.label(version.key)? };
                target.store.put(&facts, value, self.world.deadline)?;
                done += 1;
            }
            self.read_back_copies(target, &fit)?;
            done += large.len() as u64;
        }
        if watch(MoveStep::Copying, all, all) { Ok(()) } else { Err(Error::MoveStopped) }
    }

    fn read_back_copies(&self, target: &mut Target, copies: &[(&Version, &Secret)]) -> Result<(), Error> {
        let items: Vec<Item> = copies.iter().map(|(version, _)| item_of(version)).collect();
        let found = target.store.get_many(&items, self.world.deadline)?;
        for ((item, back), (_, value)) in items.into_iter().zip(found).zip(copies) {
            if !back?.same_as(value) {
                return Err(Error::Store(StoreError::Malformed { store: target.store.title() }));
            }
            target.copied.insert(item);
        }
        Ok(())
    }

    /// The one transaction: the items in the keychain are the homes, what lay in the file is gone.
    fn turn_to_keychain(&self, target: &Target) -> Result<Turned, Error> {
        self.catalog.write(|| {
            self.same_store()?;
            if !self.catalog.intents()?.is_empty() {
                return Ok(Turned::Busy);
            }
            let mut versions = self.sealed_versions()?;
            versions.retain(|version| !target.stays.contains(&item_of(version)));
            if versions.iter().any(|version| !target.copied.contains(&item_of(version))) {
                return Ok(Turned::More);
            }
            for version in &versions {
                self.catalog.set_placement(version.id, Placement::Outside)?;
                self.delete_sealed(version)?;
                self.forget_outside_copy(target.space, &item_of(version))?;
            }
            self.forget_outside_copy(target.space, &target.key)?;
            self.catalog.set_meta(MetaName::ItemSpace, target.space.to_string().as_bytes())?;
            self.catalog.set_meta(MetaName::KeyItem, target.key.to_text().as_bytes())?;
            self.catalog.set_meta(MetaName::HomePath, home_path_text(self.home.path()).as_bytes())?;
            self.catalog.set_meta(MetaName::Store, StoreKind::Keychain.word().as_bytes())?;
            self.catalog.drop_meta(MetaName::WrappedKey)?;
            self.note(ActivityKind::StoreChanged, None, Some("from the vault's own file into the keychain".into()))?;
            Ok(Turned::Done(versions.len()))
        })
    }
}
