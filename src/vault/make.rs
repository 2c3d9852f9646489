//! Making a vault: whole under another name first, then renamed into its place, so that a vault that exists is whole.

use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::record::RecordKey;
use super::{Error, Opened, Vault, World};
use crate::catalog::{Catalog, MetaName};
use crate::fs::Home;
use crate::model::{ActivityKind, Secret};
use crate::store::{Item, ItemFacts, Kdf, Purpose, Sealer, SecretStore, StoreKind, VaultId, VaultKey, WrappedKey};

/// With what a vault is made. Chosen by the user, never by itself.
pub enum MakeWish {
    /// One keychain item a secret.
    Keychain,
    /// Encrypted in Keyloft's own database, under a passphrase.
    Sealed {
        /// The passphrase's bytes, as they are.
        passphrase: Secret,
        /// Its cost; none for this machine's default.
        kdf: Option<Kdf>,
    },
    /// In memory only (tests and the sample): the world's `keychain` makes the store.
    Memory,
}

/// The machine's memory in MiB; 0 where it can't be told (the smallest default then).
pub(super) fn memory_mib() -> u64 {
    #[cfg(target_os = "linux")]
    {
        let info = rustix::system::sysinfo();
        (info.totalram as u64).saturating_mul(u64::from(info.mem_unit)) / (1024 * 1024)
    }
    #[cfg(not(target_os = "linux"))]
    {
        1024
    }
}

/// A database under construction; taken away again unless it was put into its place.
struct Draft {
    path: PathBuf,
}

impl Drop for Draft {
    fn drop(&mut self) {
        for end in ["", "-wal", "-shm", "-journal"] {
            let mut name = self.path.clone().into_os_string();
            name.push(end);
            let _ = fs::remove_file(PathBuf::from(name));
        }
    }
}

impl Vault {
    /// Makes a vault and leaves it open. Fails where one lies already, and where the folder can't keep it safe.
    pub fn make(home: &Home, world: &World, wish: MakeWish) -> Result<Self, Error> {
        if home.has_vault() {
            return Err(Error::VaultExists(home.path().to_owned()));
        }
        if let MakeWish::Sealed { passphrase, kdf } = &wish {
            super::passphrase::cost(passphrase, *kdf)?;
        }
        home.prepare()?;
        let lock = home.try_lock("init.lock")?.ok_or(Error::BeingMade)?;
        if home.has_vault() {
            return Err(Error::VaultExists(home.path().to_owned()));
        }
        let result = Self::make_locked(home, world, wish);
        lock.remove();
        result
    }

    fn make_locked(home: &Home, world: &World, wish: MakeWish) -> Result<Self, Error> {
        let random = world.random.as_ref();
        let mut id = VaultId([0; 16]);
        random.fill(&mut id.0);
        let key = VaultKey::make(random);

        let (kind, mut outside) = match &wish {
            MakeWish::Keychain => (StoreKind::Keychain, Some((world.keychain)(id))),
            MakeWish::Memory => (StoreKind::Memory, Some((world.keychain)(id))),
            MakeWish::Sealed { .. } => (StoreKind::Sealed, None),
        };
        if let Some(store) = &mut outside {
            store.probe(world.deadline)?;
        }
        let mut nonce = [0; 8];
        random.fill(&mut nonce);
        home.sweep_drafts();
        let draft = Draft { path: home.draft(u64::from_le_bytes(nonce)) };
        let catalog = Catalog::create(&draft.path)?;

        let mut key_item = None;
        match (&mut outside, &wish) {
            (Some(store), _) => {
                let item = Item::VaultKey { nonce: u64::from_le_bytes(nonce) };
                if let Err(error) = keep_vault_key(store.as_mut(), &item, &key, world) {
                    // An error is not "not written".
                    let _ = store.delete(&item, world.deadline);
                    return Err(error);
                }
                catalog.set_meta(MetaName::KeyItem, item.to_text().as_bytes())?;
                key_item = Some(item);
            }
            (None, MakeWish::Sealed { passphrase, kdf }) => {
                let kdf = super::passphrase::cost(passphrase, *kdf)?;
                let wrapped = WrappedKey::wrap(&key, id, passphrase, kdf, random)?;
                catalog.set_meta(MetaName::WrappedKey, &wrapped.to_bytes())?;
            }
            (None, _) => {}
        }
        let filled = fill(&catalog, home, world, id, kind, &key);
        drop(catalog);
        let placed = filled.and_then(|record| put_in_place(&draft.path, home).map(|()| record));
        let record = match placed {
            Ok(record) => record,
            Err(error) => {
                if let (Some(store), Some(item)) = (&mut outside, &key_item) {
                    // A key without a vault is of no use to anyone; if it can't be taken back, doctor names it.
                    let _ = store.delete(item, world.deadline);
                }
                return Err(error);
            }
        };
        let sealer = Rc::new(Sealer::new(&key, id));
        let catalog = Catalog::open(&home.database())?;
        let opened = Some(Opened { sealer, record });
        Ok(Self {
            home: home.clone(),
            world: world.clone(),
            catalog,
            id,
            kind,
            space: id,
            outside,
            opened,
            owner: None,
            locks_seen: 0,
            unnoted: Default::default(),
            late: Default::default(),
        })
    }
}

pub(super) fn keep_vault_key(
    store: &mut dyn SecretStore,
    item: &Item,
    key: &VaultKey,
    world: &World,
) -> Result<(), Error> {
    let facts = ItemFacts { item: *item, label: "Keyloft: vault key".into() };
    store.put(&facts, &key.to_secret(), world.deadline)?;
    let back = store.get(item, world.deadline)?;
    if back.same_as(&key.to_secret()) { Ok(()) } else { Err(Error::KeyGone { store: store.title() }) }
}

fn fill(
    catalog: &Catalog,
    home: &Home,
    world: &World,
    id: VaultId,
    kind: StoreKind,
    key: &VaultKey,
) -> Result<RecordKey, Error> {
    let random = world.random.as_ref();
    let sealer = Sealer::new(key, id);
    let mut bytes = vec![0; 32];
    random.fill(&mut bytes);
    let record_secret = Secret::new(bytes);
    let record = RecordKey::from_secret(&record_secret).expect("it has 32 bytes");
    catalog.write(|| {
        catalog.set_meta(MetaName::VaultId, id.to_string().as_bytes())?;
        catalog.set_meta(MetaName::ItemSpace, id.to_string().as_bytes())?;
        catalog.set_meta(MetaName::Store, kind.word().as_bytes())?;
        catalog.set_meta(MetaName::HomePath, home_path_text(home.path()).as_bytes())?;
        catalog.set_meta(MetaName::Check, &sealer.seal(Purpose::Check, super::access::CHECK_TEXT, random))?;
        // Opened to be sealed.
        let sealed = sealer.seal(Purpose::ActivityKey, record_secret.expose(), random);
        catalog.set_meta(MetaName::ActivityKey, &sealed)?;
        record.append(catalog, world.clock.now(), ActivityKind::Made, None, Some(kind.word().into()), world.via)
    })?;
    catalog.checkpoint()?;
    Ok(record)
}

/// The home's path as it is compared: without links.
pub(super) fn home_path_text(path: &Path) -> String {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()).to_string_lossy().into_owned()
}

/// Renames without replacing, then syncs the folder.
fn put_in_place(draft: &Path, home: &Home) -> Result<(), Error> {
    let to_error = |source: std::io::Error| {
        Error::Home(crate::fs::HomeError::Io { path: home.database(), reason: source.to_string(), source })
    };
    fs::File::open(draft).and_then(|file| file.sync_all()).map_err(to_error)?;
    // A hard link fails where the name is taken, on every file system that has them; else the lock of `init` and the
    // look before it have to do.
    match fs::hard_link(draft, home.database()) {
        Ok(()) => {}
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {
            return Err(Error::VaultExists(home.path().to_owned()));
        }
        Err(_) => fs::rename(draft, home.database()).map_err(to_error)?,
    }
    #[cfg(unix)]
    fs::File::open(home.path()).and_then(|folder| folder.sync_all()).map_err(|error| {
        // Not made, then: its key is about to be taken back, and a vault without its key would stand in the way.
        let _ = fs::remove_file(home.database());
        to_error(error)
    })?;
    Ok(())
}
