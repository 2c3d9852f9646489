//! Opening a vault's file, unlocking it and locking it again.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use super::make::home_path_text;
use super::record::RecordKey;
use super::{Error, Opened, Vault, World, as_file};
use crate::catalog::{Catalog, CatalogError, MetaName};
use crate::fs::Home;
use crate::model::{ActivityKind, Secret, wipe_stack};
use crate::store::{GivenUp, Item, Purpose, Sealer, SecretStore, StoreError, StoreKind, VaultId, VaultKey, WrappedKey};

/// The text sealed as [`MetaName::Check`].
pub(super) const CHECK_TEXT: &[u8] = b"keyloft";

/// Which store the catalog names, and under which number its items lie; none where it names none that is known.
fn read_store(catalog: &Catalog, id: VaultId) -> Result<Option<(StoreKind, VaultId)>, Error> {
    let text = |name| -> Result<_, Error> { Ok(catalog.meta(name)?.and_then(|bytes| String::from_utf8(bytes).ok())) };
    let kinds = [StoreKind::Keychain, StoreKind::Sealed, StoreKind::Memory];
    let word = text(MetaName::Store)?;
    let kind = kinds.into_iter().find(|kind| Some(kind.word()) == word.as_deref());
    let space = text(MetaName::ItemSpace)?.and_then(|text| VaultId::parse(&text)).unwrap_or(id);
    Ok(kind.map(|kind| (kind, space)))
}

fn outside_of(kind: StoreKind, space: VaultId, world: &World) -> Option<Box<dyn SecretStore + Send>> {
    (kind != StoreKind::Sealed).then(|| (world.keychain)(space))
}

/// A second door to a keychain, at which its user can be asked on another thread.
pub struct Door {
    store: Box<dyn SecretStore + Send>,
    space: VaultId,
}

impl Door {
    /// To the items that lie under that number.
    pub fn new(store: Box<dyn SecretStore + Send>, space: VaultId) -> Self {
        Self { store, space }
    }

    /// Asks for what opens the vault.
    pub fn unlock_unless(&mut self, deadline: Duration, given_up: &GivenUp) -> Result<(), StoreError> {
        self.store.unlock_unless(deadline, given_up)
    }

    /// The same before a first vault.
    pub fn make_ready(&mut self, deadline: Duration, given_up: &GivenUp) -> Result<(), StoreError> {
        self.store.make_ready(deadline, given_up)
    }
}

impl Vault {
    /// Opens the file; the vault stays locked: facts can be read, nothing else. Makes nothing.
    pub fn open(home: &Home, world: &World) -> Result<Self, Error> {
        // At every start, also of a vault that stays locked: they are plain text.
        as_file::remove_leftovers();
        if !home.has_vault() {
            return Err(Error::NoVault);
        }
        home.check()?;
        let catalog = Catalog::open(&home.database())?;
        let damaged =
            |reason: &str| Error::Catalog(CatalogError::Damaged { path: home.database(), reason: reason.to_owned() });
        let text = |name| -> Result<Option<String>, Error> {
            Ok(catalog.meta(name)?.and_then(|bytes| String::from_utf8(bytes).ok()))
        };
        let id = text(MetaName::VaultId)?.and_then(|t| VaultId::parse(&t)).ok_or_else(|| damaged("its id is lost"))?;
        let (kind, space) = read_store(&catalog, id)?.ok_or_else(|| damaged("its kind of store is lost"))?;
        let (home, world, outside) = (home.clone(), world.clone(), outside_of(kind, space, world));
        let (opened, owner, locks_seen) = (None, None, 0);
        let (unnoted, late) = (Cell::default(), RefCell::default());
        let mut vault =
            Self { home, world, catalog, id, kind, space, outside, opened, owner, locks_seen, unnoted, late };
        vault.begin_unlocked()?;
        Ok(vault)
    }

    /// Another program may have moved the secrets to another store since this one was opened: goes by what the catalog
    /// says now. True if that is another store than before.
    pub fn follow_store(&mut self) -> Result<bool, Error> {
        let (kind, space) = read_store(&self.catalog, self.id)?.ok_or(Error::Damaged)?;
        if (kind, space) == (self.kind, self.space) {
            return Ok(false);
        }
        self.outside = outside_of(kind, space, &self.world);
        (self.kind, self.space) = (kind, space);
        Ok(true)
    }

    /// Inside a transaction: the secrets lie where this one takes them to be, and will until its end.
    pub(super) fn same_store(&self) -> Result<(), Error> {
        let same = read_store(&self.catalog, self.id)? == Some((self.kind, self.space));
        if same { Ok(()) } else { Err(Error::ChangedMeanwhile) }
    }

    /// Unlocks with a vault key held elsewhere (the unlock helper). False if it is not this vault's.
    pub fn unlock_with_key(&mut self, key: &VaultKey) -> Result<bool, Error> {
        let sealer = Sealer::new(key, self.id);
        let check = self.catalog.meta(MetaName::Check)?.ok_or(Error::Damaged)?;
        match sealer.open(Purpose::Check, &check) {
            Ok(text) if text.same_as(&Secret::new(CHECK_TEXT.to_vec())) => {}
            _ => return Ok(false),
        }
        let sealed = self.catalog.meta(MetaName::ActivityKey)?.ok_or(Error::Damaged)?;
        let record = sealer
            .open(Purpose::ActivityKey, &sealed)
            .ok()
            .and_then(|secret| RecordKey::from_secret(&secret))
            .ok_or(Error::Damaged)?;
        self.begin_unlocked()?;
        self.opened = Some(Opened { sealer: Rc::new(sealer), record });
        wipe_stack();
        Ok(true)
    }

    /// Unlocks a sealed vault with its passphrase; gives the vault key, for the unlock helper.
    pub fn unlock_with_passphrase(&mut self, passphrase: &Secret) -> Result<VaultKey, Error> {
        self.follow_store()?;
        let (key, _) = self.unwrap_key(passphrase)?;
        if !self.unlock_with_key(&key)? {
            return Err(Error::Damaged);
        }
        let noted = self.note_failed_unlocks();
        let _ = self.noted_if_possible(noted)?;
        Ok(key)
    }

    /// The vault key under this passphrase, and the box it lay in. A wrong one is counted.
    pub(super) fn unwrap_key(&self, passphrase: &Secret) -> Result<(VaultKey, WrappedKey), Error> {
        let bytes = self.catalog.meta(MetaName::WrappedKey)?.ok_or(Error::Locked)?;
        let wrapped = WrappedKey::from_bytes(&bytes).ok_or(Error::Damaged)?;
        match wrapped.unwrap_key(self.id, passphrase)? {
            Some(key) => Ok((key, wrapped)),
            None => {
                self.count_failed_unlock();
                Err(Error::WrongPassphrase)
            }
        }
    }

    /// Unlocks a keychain vault by reading its key from the keychain; never prompts. Gives the vault key.
    pub fn unlock_with_keychain(&mut self) -> Result<VaultKey, Error> {
        self.follow_store()?;
        self.refuse_copied_home()?;
        let key = self.read_vault_key_by(SecretStore::get_quietly, self.world.deadline)?;
        if !self.unlock_with_key(&key)? {
            return Err(Error::KeyGone { store: self.store_title() });
        }
        Ok(key)
    }

    /// Lets the keychain ask the user to unlock it, then unlocks the vault.
    pub fn unlock_keychain_with_prompt(&mut self, deadline: Duration) -> Result<VaultKey, Error> {
        self.outside.as_mut().ok_or(Error::Locked)?.unlock(deadline)?;
        self.unlock_with_keychain()
    }

    /// Makes, on another thread, a second door to the vault's keychain, so that the user can be asked there; none for a
    /// sealed vault.
    pub fn prompter(&mut self) -> Result<Option<impl FnOnce() -> Door + Send + use<>>, Error> {
        self.follow_store()?;
        if self.outside.is_none() {
            return Ok(None);
        }
        let (keychain, space) = (Arc::clone(&self.world.keychain), self.space);
        Ok(Some(move || Door::new(keychain(space), space)))
    }

    /// Unlocks with the keychain after its user was asked at that door, which takes the place of the one before: KeePassXC allows
    /// a program what it allows over one connection alone.
    pub fn unlock_through(&mut self, door: Door) -> Result<VaultKey, Error> {
        self.follow_store()?;
        if self.outside.is_some() && door.space == self.space {
            self.outside = Some(door.store);
        }
        self.unlock_with_keychain()
    }

    /// Looks whether the keychain answers and is open; never prompts. Always well for a sealed vault.
    pub fn probe(&mut self) -> Result<(), Error> {
        self.probe_within(self.world.deadline)
    }

    /// The same with less patience, for a look that nobody asked for.
    pub fn probe_within(&mut self, deadline: Duration) -> Result<(), Error> {
        self.follow_store()?;
        match &mut self.outside {
            Some(store) => Ok(store.probe(deadline)?),
            None => Ok(()),
        }
    }

    /// Looks whether the keychain that answers is open and holds this vault's key; never prompts. While the vault stays open another
    /// may take the place of its own (KWallet that of GNOME Keyring), and a value put there would be called saved and never found
    /// again: so before anything is put into it or taken from it for good. One that would ask before it hands the key out has it.
    pub fn stands_within(&mut self, deadline: Duration) -> Result<(), Error> {
        self.follow_store()?;
        if self.outside.is_none() {
            return Ok(());
        }
        match self.read_vault_key_by(SecretStore::get_quietly, deadline) {
            Ok(key) => self.is_vault_key(&key),
            Err(Error::Store(StoreError::Locked { .. })) => self.probe_within(deadline),
            Err(error) => Err(error),
        }
    }

    /// The same with all the patience that a change has.
    pub(super) fn keychain_stands(&mut self) -> Result<(), Error> {
        self.stands_within(self.world.deadline)
    }

    /// Notes that the vault was unlocked by a person.
    pub fn note_unlocked(&self) -> Result<(), Error> {
        self.noted_if_possible(self.catalog.write(|| self.note(ActivityKind::Unlocked, None, None))).map(drop)
    }

    /// Drops the vault key and everything derived from it.
    pub fn lock(&mut self, note: bool) {
        if note && self.opened.is_some() {
            let _ = self.note_late_uses();
            // Locking never fails: an entry that can't be written is given up, the key is not.
            let _ = self.catalog.write(|| self.note(ActivityKind::Locked, None, None));
        }
        self.opened = None;
        wipe_stack();
    }

    /// Locks the vault and lets go of it, at once: for a command that is about to run someone's program.
    pub fn leave(mut self) {
        self.lock(false);
        self.catalog.leave_log();
    }

    /// The user may be asked for it.
    pub(super) fn read_vault_key(&mut self) -> Result<VaultKey, Error> {
        self.read_vault_key_by(SecretStore::get, self.world.deadline)
    }

    fn read_vault_key_by(
        &mut self,
        get: impl Fn(&mut (dyn SecretStore + Send + 'static), &Item, Duration) -> Result<Secret, StoreError>,
        deadline: Duration,
    ) -> Result<VaultKey, Error> {
        if self.outside.is_none() {
            return Err(Error::Locked);
        }
        let item = self
            .catalog
            .meta(MetaName::KeyItem)?
            .and_then(|bytes| Item::parse(std::str::from_utf8(&bytes).ok()?))
            .ok_or(Error::Damaged)?;
        let store = self.outside.as_mut().ok_or(Error::Locked)?;
        store.probe(deadline)?;
        match get(store.as_mut(), &item, deadline) {
            Ok(secret) => VaultKey::from_secret(&secret).ok_or_else(|| Error::KeyGone { store: store.title() }),
            Err(StoreError::NotFound { store }) => Err(Error::KeyGone { store }),
            Err(StoreError::Empty { store }) => Err(Error::KeyEmpty { store }),
            Err(other) => Err(other.into()),
        }
    }

    /// "Not found" counts only when the vault key reads back at the same moment: a keychain that came back locked
    /// looks empty.
    pub(super) fn surely_reachable(&mut self) -> Result<(), Error> {
        if self.outside.is_none() {
            return Ok(());
        }
        let key = self.read_vault_key()?;
        self.is_vault_key(&key)
    }

    fn is_vault_key(&self, key: &VaultKey) -> Result<(), Error> {
        let check = self.catalog.meta(MetaName::Check)?.ok_or(Error::Damaged)?;
        let opened = Sealer::new(key, self.id).open(Purpose::Check, &check);
        opened.map(drop).map_err(|_| Error::KeyGone { store: self.store_title() })
    }

    /// The home this vault was copied from, if that one still stands: both would change the same keychain items.
    pub(super) fn copied_from(&self) -> Result<Option<String>, Error> {
        if self.kind != StoreKind::Keychain {
            return Ok(None);
        }
        let kept = self.catalog.meta(MetaName::HomePath)?.and_then(|bytes| String::from_utf8(bytes).ok());
        let here = home_path_text(self.home.path());
        let Some(kept) = kept.filter(|kept| *kept != here) else { return Ok(None) };
        let other = Home::at(std::path::Path::new(&kept));
        if !other.has_vault() {
            return Ok(None);
        }
        let same = Catalog::open(&other.database())
            .and_then(|catalog| catalog.meta(MetaName::ItemSpace))
            .is_ok_and(|space| space == self.catalog.meta(MetaName::ItemSpace).unwrap_or_default());
        Ok(same.then_some(kept))
    }

    pub(super) fn refuse_copied_home(&self) -> Result<(), Error> {
        match self.copied_from()? {
            Some(other) => Err(Error::Refused(format!(
                "this folder is a copy of {other}, and both would change the same keychain items. Run `keyloft doctor \
                 --fix` to give it items of its own"
            ))),
            None => Ok(()),
        }
    }

    fn count_failed_unlock(&self) {
        // Counted without the vault key; goes into the record at the next unlock. A count that can't be kept must not
        // hide the real error. Nothing is written into a damaged file, where the passphrase may be right.
        if !matches!(self.catalog.integrity(), Ok(None)) {
            return;
        }
        let _ = self.catalog.write::<_, Error>(|| {
            let count = self.failed_unlocks()?.saturating_add(1);
            Ok(self.catalog.set_meta(MetaName::FailedUnlocks, &count.to_le_bytes())?)
        });
    }

    fn failed_unlocks(&self) -> Result<u32, Error> {
        let bytes = self.catalog.meta(MetaName::FailedUnlocks)?;
        Ok(bytes.and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes))
    }

    pub(super) fn note_failed_unlocks(&self) -> Result<(), Error> {
        let count = self.failed_unlocks()?;
        if count == 0 {
            return Ok(());
        }
        self.catalog.write(|| {
            let times = if count == 1 { "once".into() } else { format!("{count} times") };
            self.note(ActivityKind::UnlockFailed, None, Some(times))?;
            Ok(self.catalog.set_meta(MetaName::FailedUnlocks, &0_u32.to_le_bytes())?)
        })
    }
}
