//! From the keychain into the catalog's own file.

use std::collections::HashSet;

use super::super::protocol::item_of;
use super::super::{Error, Vault};
use super::{CHUNK, MoveStep, MoveWatch, Moved, Turned, refuse_kind};
use crate::catalog::{Catalog, MetaName, Placement, Status, Version};
use crate::model::{ActivityKind, Secret};
use crate::store::{Item, ItemFacts, Kdf, SealedStore, SecretStore, StoreKind, WrappedKey};

impl Vault {
    /// Moves every secret, old values included, out of the keychain into the catalog's own file, under a passphrase. All
    /// or nothing; `watch` hears how far it is and may stop it.
    pub fn move_to_sealed(
        &mut self,
        passphrase: &Secret,
        kdf: Option<Kdf>,
        watch: MoveWatch<'_>,
    ) -> Result<Moved, Error> {
        self.opened()?;
        self.follow_store()?;
        refuse_kind(self.kind, StoreKind::Sealed)?;
        let kdf = super::super::passphrase::cost(passphrase, kdf)?;
        // Its items are another vault's as well, which would lose them.
        self.refuse_copied_home()?;
        self.move_alone(watch, |vault, watch| vault.bring_into_file(passphrase, kdf, watch))
    }

    fn bring_into_file(&mut self, passphrase: &Secret, kdf: Kdf, watch: MoveWatch<'_>) -> Result<usize, Error> {
        self.surely_reachable()?;
        self.clear_sealed_copies()?;
        self.finish_begun()?;
        // Secrets that no key names would be out of sight afterwards.
        let mut strays = self.strays()?;
        for item in strays.takeable.into_iter().rev() {
            if self.adopt(&item)?.is_none() {
                strays.stuck.push(item);
            }
        }
        let wrapped = self.wrap_anew(passphrase, kdf)?;
        // What is read back comes from the file, through a connection of its own, not from what this one remembers.
        let file = Catalog::open(&self.home.database())?;
        let mut reader = SealedStore::new(
            file.share(),
            std::rc::Rc::clone(&self.opened()?.sealer),
            std::sync::Arc::clone(&self.world.random),
        );
        let values = self.copy_and_turn(
            |vault| vault.copy_to_sealed(&mut reader, &mut *watch),
            |vault| vault.turn_to_sealed(&wrapped, &strays.stuck),
        )?;
        (self.kind, self.outside) = (StoreKind::Sealed, None);
        Ok(values)
    }

    /// The vault key under the passphrase, seen to open again.
    fn wrap_anew(&mut self, passphrase: &Secret, kdf: Kdf) -> Result<WrappedKey, Error> {
        let key = self.read_vault_key()?;
        let wrapped = WrappedKey::wrap(&key, self.id, passphrase, kdf, self.world.random.as_ref())?;
        let again = WrappedKey::from_bytes(&wrapped.to_bytes()).ok_or(Error::Damaged)?;
        let back = again.unwrap_key(self.id, passphrase)?.ok_or(Error::Damaged)?;
        if back.to_secret().same_as(&key.to_secret()) { Ok(wrapped) } else { Err(Error::Damaged) }
    }

    /// Versions whose values lie in the keychain, and how many of them.
    fn outside_versions(&self) -> Result<Vec<Version>, Error> {
        let mut versions = self.catalog.versions_with_values()?;
        versions.retain(|version| version.placement == Placement::Outside);
        Ok(versions)
    }

    /// Copies what is not copied yet, and reads every copy back.
    fn copy_to_sealed(&mut self, reader: &mut SealedStore, watch: MoveWatch<'_>) -> Result<(), Error> {
        let deadline = self.world.deadline;
        let copied: HashSet<Item> = self.sealed()?.list(deadline)?.into_iter().collect();
        let versions = self.outside_versions()?;
        let all = versions.len() as u64;
        let todo: Vec<Version> = versions.into_iter().filter(|version| !copied.contains(&item_of(version))).collect();
        let mut done = all - todo.len() as u64;
        for few in todo.chunks(CHUNK) {
            if !watch(MoveStep::Copying, done, all) {
                return Err(Error::MoveStopped);
            }
            let Some(values) = self.values_to_move(few)? else { return self.copy_to_sealed(reader, watch) };
            let written = self.catalog.write(|| self.write_sealed_copies(few, &values))?;
            for (item, value) in written {
                if !reader.get(&item, deadline)?.same_as(value) {
                    return Err(Error::Damaged);
                }
            }
            done += few.len() as u64;
        }
        if watch(MoveStep::Copying, all, all) { Ok(()) } else { Err(Error::MoveStopped) }
    }

    /// Inside the caller's transaction. Those that were deleted or let go meanwhile are passed over.
    fn write_sealed_copies<'a>(
        &self,
        versions: &[Version],
        values: &'a [Secret],
    ) -> Result<Vec<(Item, &'a Secret)>, Error> {
        self.same_store()?;
        let mut store = self.sealed()?;
        let mut written = Vec::with_capacity(versions.len());
        for (version, value) in versions.iter().zip(values) {
            let now = self.catalog.version(version.id)?;
            let is_here = |now: &Version| now.placement == Placement::Outside && now.nonce == version.nonce;
            if !now.is_some_and(|now| is_here(&now) && matches!(now.status, Status::Live | Status::Kept)) {
                continue;
            }
            let item = item_of(version);
            self.note_sealed_copy(&item)?;
            store.put(&ItemFacts { item, label: String::new() }, value, self.world.deadline)?;
            written.push((item, value));
        }
        Ok(written)
    }

    /// The one transaction: the copies in the file are the homes, the items in the keychain are copies.
    fn turn_to_sealed(&self, wrapped: &WrappedKey, stuck: &[Item]) -> Result<Turned, Error> {
        self.catalog.write(|| {
            self.same_store()?;
            if !self.catalog.intents()?.is_empty() {
                return Ok(Turned::Busy);
            }
            let copied: HashSet<Item> = self.sealed()?.list(self.world.deadline)?.into_iter().collect();
            let versions = self.outside_versions()?;
            if versions.iter().any(|version| !copied.contains(&item_of(version))) {
                return Ok(Turned::More);
            }
            for version in &versions {
                let item = item_of(version);
                self.catalog.set_placement(version.id, Placement::Sealed)?;
                self.forget_sealed_copy(&item)?;
                self.note_outside_copy(self.space, &item)?;
            }
            for version in self.catalog.versions_going()? {
                self.note_outside_copy(self.space, &item_of(&version))?;
                self.forget_version(&version)?;
            }
            let key = self.catalog.meta(MetaName::KeyItem)?;
            let key = key.and_then(|bytes| Item::parse(std::str::from_utf8(&bytes).ok()?)).ok_or(Error::Damaged)?;
            self.note_outside_copy(self.space, &key)?;
            self.catalog.drop_meta(MetaName::KeyItem)?;
            self.catalog.set_meta(MetaName::WrappedKey, &wrapped.to_bytes())?;
            self.catalog.set_meta(MetaName::Store, StoreKind::Sealed.word().as_bytes())?;
            self.note_left_items(stuck)?;
            self.note(ActivityKind::StoreChanged, None, Some("from the keychain into the vault's own file".into()))?;
            Ok(Turned::Done(versions.len()))
        })
    }
}
