//! One home with its world: a clock and random numbers that tests set, and a keychain or a passphrase.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, TimeZone, Utc};

use super::store::{Items, Keychain};
use crate::catalog::Status;
use crate::fs::Home;
use crate::model::{Clock, Key, KeyRef, KeyUid, Random, Secret};
use crate::store::{Kdf, StoreKind, VaultKey};
use crate::vault::{MakeWish, NewKeyWish, RecordState, RunWish, Value, Vault, World};

/// What a keychain of the tests takes in one item.
pub const LIMIT: usize = 4_000;
pub const CHEAP: Kdf = Kdf { mib: 19, passes: 2, lanes: 1 };
pub const BOTH: [StoreKind; 2] = [StoreKind::Keychain, StoreKind::Sealed];

/// How many trials: 100, or all with `KEYLOFT_TRIALS=full`.
pub fn trials(few: u64, all: u64) -> u64 {
    if std::env::var("KEYLOFT_TRIALS").is_ok_and(|word| word == "full") { all } else { few }
}

pub struct TestClock {
    now: Mutex<DateTime<Utc>>,
    keychain: Keychain,
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        self.keychain.point();
        *self.now.lock().unwrap()
    }

    fn today(&self) -> NaiveDate {
        self.now.lock().unwrap().date_naive()
    }
}

/// SplitMix64: the same numbers for the same seed.
pub struct Seeded {
    state: Mutex<u64>,
    keychain: Option<Keychain>,
}

impl Seeded {
    pub fn new(seed: u64) -> Self {
        Self { state: Mutex::new(seed), keychain: None }
    }

    pub fn number(&self) -> u64 {
        let mut state = self.state.lock().unwrap();
        *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = *state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&self, bound: u64) -> u64 {
        self.number() % bound
    }
}

impl Random for Seeded {
    fn fill(&self, buffer: &mut [u8]) {
        if let Some(keychain) = &self.keychain {
            keychain.point();
        }
        for chunk in buffer.chunks_mut(8) {
            chunk.copy_from_slice(&self.number().to_le_bytes()[..chunk.len()]);
        }
    }
}

pub struct Bench {
    pub dir: tempfile::TempDir,
    pub kind: StoreKind,
    pub keychain: Keychain,
    pub clock: Arc<TestClock>,
    pub world: World,
    pub key: Secret,
}

/// What one key holds: key id, live value, plain or not, kept values by number.
pub type Held = (Option<String>, Vec<u8>, bool, Vec<(u32, Vec<u8>)>);

/// A vault as it lies on the disk, to begin many trials from.
pub struct Template {
    files: BTreeMap<std::ffi::OsString, Vec<u8>>,
    items: Items,
}

impl Bench {
    /// A home with a fresh vault.
    pub fn new(kind: StoreKind) -> (Self, Vault) {
        Self::seeded(kind, 1)
    }

    pub fn seeded(kind: StoreKind, seed: u64) -> (Self, Vault) {
        let mut bench = Self::unmade(kind, seed);
        let wish = match kind {
            StoreKind::Sealed => MakeWish::Sealed { passphrase: passphrase(), kdf: Some(CHEAP) },
            _ => MakeWish::Keychain,
        };
        let mut vault = Vault::make(&bench.home(), &bench.world, wish).unwrap();
        let key = match kind {
            StoreKind::Sealed => vault.unlock_with_passphrase(&passphrase()).unwrap(),
            _ => vault.unlock_with_keychain().unwrap(),
        };
        bench.key = key.to_secret();
        (bench, vault)
    }

    pub fn unmade(kind: StoreKind, seed: u64) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let keychain = Keychain::new(LIMIT);
        let start = Utc.with_ymd_and_hms(2026, 3, 1, 12, 0, 0).unwrap();
        let clock = Arc::new(TestClock { now: Mutex::new(start), keychain: keychain.clone() });
        let random = Seeded { state: Mutex::new(seed), keychain: Some(keychain.clone()) };
        let stores = keychain.clone();
        let world = World {
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            random: Arc::new(random),
            keychain: Arc::new(move |space| stores.store(space)),
            deadline: Duration::from_secs(10),
            via: "command line",
            program: None,
        };
        Self { dir, kind, keychain, clock, world, key: Secret::new(Vec::new()) }
    }

    pub fn home(&self) -> Home {
        Home::at(&self.dir.path().join("home"))
    }

    pub fn image(&self) -> PathBuf {
        self.dir.path().join("image")
    }

    /// Opens the vault again and unlocks it.
    pub fn open(&self) -> Vault {
        let mut vault = Vault::open(&self.home(), &self.world).unwrap();
        match self.kind {
            StoreKind::Sealed => assert!(vault.unlock_with_key(&VaultKey::from_secret(&self.key).unwrap()).unwrap()),
            _ => drop(vault.unlock_with_keychain().unwrap()),
        }
        vault
    }

    pub fn pass(&self, time: chrono::Duration) {
        let mut now = self.clock.now.lock().unwrap();
        *now += time;
    }

    pub fn days(&self, days: i64) {
        self.pass(chrono::Duration::days(days));
    }

    /// Takes the vault as it lies on the disk; no vault may be open.
    pub fn template(&self) -> Template {
        let mut files = BTreeMap::new();
        for file in std::fs::read_dir(self.home().path()).unwrap() {
            let file = file.unwrap();
            files.insert(file.file_name(), std::fs::read(file.path()).unwrap());
        }
        Template { files, items: self.keychain.items() }
    }

    /// Puts the home back as it was.
    pub fn restore(&self, template: &Template) {
        self.keychain.heal();
        self.keychain.disarm();
        self.keychain.set_items(template.items.clone());
        let home = self.home();
        let _ = std::fs::remove_dir_all(home.path());
        let _ = std::fs::remove_dir_all(self.image());
        std::fs::create_dir_all(home.path()).unwrap();
        for (name, bytes) in &template.files {
            std::fs::write(home.path().join(name), bytes).unwrap();
        }
    }

    /// Puts what lay on the disk at the crash in the home's place.
    pub fn power_on_again(&self) {
        std::fs::remove_dir_all(self.home().path()).unwrap();
        std::fs::rename(self.image(), self.home().path()).unwrap();
    }
}

pub fn passphrase() -> Secret {
    Secret::new("a longer passphrase".as_bytes().to_vec())
}

pub fn secret(bytes: &[u8]) -> Secret {
    Secret::new(bytes.to_vec())
}

pub fn at(reference: &str) -> KeyRef {
    KeyRef::parse(reference).unwrap()
}

pub fn wish(reference: &str, value: &[u8]) -> NewKeyWish {
    NewKeyWish::new(at(reference), Value::Secret(secret(value)))
}

pub fn plain(reference: &str, text: &str) -> NewKeyWish {
    NewKeyWish { value: Value::Plain(text.to_owned()), ..wish(reference, b"") }
}

pub fn find(vault: &Vault, reference: &str) -> Key {
    vault.find_to_change(&at(reference)).unwrap().key
}

pub fn uid(vault: &Vault, reference: &str) -> KeyUid {
    find(vault, reference).uid
}

/// The live value, without noting a use.
pub fn live(vault: &mut Vault, reference: &str) -> Vec<u8> {
    let key = find(vault, reference);
    match &key.plain_value {
        Some(text) => text.clone().into_bytes(),
        None => vault.live_value(&key).unwrap().expose().to_vec(),
    }
}

/// The kept values of a key, by number.
pub fn kept(vault: &mut Vault, uid: KeyUid) -> Vec<(u32, Vec<u8>)> {
    let mut versions = vault.catalog.versions_of(uid).unwrap();
    versions.retain(|version| version.status == Status::Kept);
    let values = vault.values_of(&versions).unwrap();
    versions.iter().zip(&values).map(|(version, value)| (version.number, value.expose().to_vec())).collect()
}

/// Everything that is held, by reference.
pub fn held(vault: &mut Vault) -> BTreeMap<String, Held> {
    let keys = vault.list().unwrap().keys;
    let mut all = BTreeMap::new();
    for key in keys {
        let reference = key.reference.to_string();
        let value = live(vault, &reference);
        let older = kept(vault, key.uid);
        all.insert(reference, (key.key_id, value, key.kind == crate::model::Kind::Plain, older));
    }
    all
}

/// Prepares a run and notes it, as one does that starts.
pub fn ran(vault: &mut Vault, wish: &RunWish) {
    let set = vault.prepare_run(wish).unwrap();
    vault.note_uses(&set.uses).unwrap();
}

/// Nothing is begun, lost, stray or broken.
pub fn assert_sound(vault: &mut Vault, context: &str) {
    assert_eq!(vault.catalog.integrity().unwrap(), None, "{context}");
    assert_eq!(vault.catalog.intents().unwrap(), [], "{context}");
    assert_eq!(vault.examine_store().unwrap(), [], "{context}");
    assert!(matches!(vault.verify_activity().unwrap(), RecordState::Unbroken { .. }), "{context}");
    for key in vault.list().unwrap().keys {
        let pending = vault.catalog.versions_of(key.uid).unwrap();
        assert!(pending.iter().all(|version| version.status != Status::Pending), "{context}: {}", key.reference);
    }
}
