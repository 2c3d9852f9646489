//! The worker over real vaults: on a keychain in memory that can be made to fail, and sealed.

mod bringing;
mod bulk;
mod changing;
mod giving;
mod leaving;
mod looking;
mod opening;
mod placing;
mod recording;
mod reporting;
mod storing;

use std::sync::atomic::{AtomicI64, AtomicU8, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use tempfile::TempDir;

use super::*;
use crate::fs::Home;
use crate::generate::Spec;
use crate::model::{ActivityKind, Clock, Facts, Key, KeyRef, KeyUid, OsRandom, Secret};
use crate::store::{GivenUp, Item, ItemFacts, Kdf, MemoryStore, SecretStore, StoreError, VaultId};
use crate::vault::{MakeWish, NewKeyWish, Value, Vault, World};

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
const CHEAP: Kdf = Kdf { mib: 19, passes: 2, lanes: 1 };

const WELL: u8 = 0;
const LOCKED: u8 = 1;
const PANICS: u8 = 2;
const HANGS: u8 = 3;
/// Takes no value in until it is well again.
const PUT_WAITS: u8 = 4;
/// Takes values in and says nothing.
const PUT_LOST: u8 = 5;
/// Locked, and asks the user until it is well again.
const PROMPTS: u8 = 6;
/// There, with nothing in it to keep secrets in.
const UNMADE: u8 = 7;
/// Locked, and its user refuses to open it.
const REFUSES: u8 = 8;
/// As [`UNMADE`], and its user gives no password for a first keyring.
const STAYS_UNMADE: u8 = 9;
/// Its interface for other programs is switched off.
const LACKS: u8 = 10;
/// Another one answers in its place: it is open, and holds nothing of this vault.
const ANOTHER: u8 = 11;
/// It is open, asks before it hands a value out, and is told no: KeePassXC.
const GUARDS: u8 = 12;

/// A keychain in memory with a switch for what is wrong with it.
struct Moody {
    inner: MemoryStore,
    mood: Arc<AtomicU8>,
}

impl Moody {
    fn look(&self) -> Result<(), StoreError> {
        match self.mood.load(Ordering::SeqCst) {
            LOCKED | PROMPTS | REFUSES => Err(StoreError::Locked { store: self.title() }),
            UNMADE | STAYS_UNMADE => Err(StoreError::Unmade { store: self.title() }),
            LACKS => Err(StoreError::Lacking { store: self.title(), lack: Lack::Interface }),
            PANICS => panic!("a store that panics, as asked"),
            HANGS => {
                while self.mood.load(Ordering::SeqCst) == HANGS {
                    std::thread::sleep(Duration::from_millis(5));
                }
                Err(StoreError::TimedOut { store: self.title(), secs: 10 })
            }
            _ => Ok(()),
        }
    }
}

impl SecretStore for Moody {
    fn kind(&self) -> StoreKind {
        StoreKind::Keychain
    }
    fn title(&self) -> String {
        "Moody Keyring".into()
    }
    fn limit(&self) -> usize {
        self.inner.limit()
    }
    fn probe(&mut self, deadline: Duration) -> Result<(), StoreError> {
        self.look()?;
        self.inner.probe(deadline)
    }
    fn unlock(&mut self, deadline: Duration) -> Result<(), StoreError> {
        self.unlock_unless(deadline, &GivenUp::default())
    }
    fn unlock_unless(&mut self, deadline: Duration, given_up: &GivenUp) -> Result<(), StoreError> {
        match self.mood.load(Ordering::SeqCst) {
            REFUSES | GUARDS => return Err(StoreError::Denied { store: self.title() }),
            UNMADE | STAYS_UNMADE => return self.look(),
            _ => {}
        }
        // What a prompt does: answered at once, or when it is told to be.
        while self.mood.load(Ordering::SeqCst) == PROMPTS {
            if given_up.is_given_up() {
                self.mood.store(LOCKED, Ordering::SeqCst);
                return Err(StoreError::Denied { store: self.title() });
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        self.mood.store(WELL, Ordering::SeqCst);
        self.inner.unlock(deadline)
    }
    fn make_ready(&mut self, deadline: Duration, given_up: &GivenUp) -> Result<(), StoreError> {
        match self.mood.load(Ordering::SeqCst) {
            STAYS_UNMADE => Err(StoreError::Denied { store: self.title() }),
            UNMADE => {
                self.mood.store(WELL, Ordering::SeqCst);
                Ok(())
            }
            _ => self.unlock_unless(deadline, given_up),
        }
    }
    fn put(&mut self, facts: &ItemFacts, value: &Secret, deadline: Duration) -> Result<(), StoreError> {
        self.look()?;
        while self.mood.load(Ordering::SeqCst) == PUT_WAITS {
            std::thread::sleep(Duration::from_millis(5));
        }
        if self.mood.load(Ordering::SeqCst) == PUT_LOST {
            return Err(StoreError::TimedOut { store: self.title(), secs: 10 });
        }
        self.inner.put(facts, value, deadline)
    }
    fn get(&mut self, item: &Item, deadline: Duration) -> Result<Secret, StoreError> {
        self.look()?;
        match self.mood.load(Ordering::SeqCst) {
            ANOTHER => return Err(StoreError::NotFound { store: self.title() }),
            GUARDS => return Err(StoreError::Locked { store: self.title() }),
            _ => {}
        }
        self.inner.get(item, deadline)
    }
    fn get_many(&mut self, items: &[Item], deadline: Duration) -> Result<Vec<Result<Secret, StoreError>>, StoreError> {
        self.look()?;
        self.inner.get_many(items, deadline)
    }
    fn delete(&mut self, item: &Item, deadline: Duration) -> Result<(), StoreError> {
        self.look()?;
        self.inner.delete(item, deadline)
    }
    fn list(&mut self, deadline: Duration) -> Result<Vec<Item>, StoreError> {
        self.look()?;
        self.inner.list(deadline)
    }
}

/// A clock that goes when it is told to.
struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.0.load(Ordering::SeqCst), 0).unwrap()
    }
    fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }
}

/// A folder, a keychain and a clock for one vault.
struct Place {
    folder: TempDir,
    world: World,
    mood: Arc<AtomicU8>,
    clock: Arc<Hand>,
}

impl Place {
    fn new() -> Self {
        let mood = Arc::new(AtomicU8::new(WELL));
        let clock = Arc::new(Hand(AtomicI64::new(1_900_000_000)));
        let (secrets, switch) = (Mutex::new(MemoryStore::new()), Arc::clone(&mood));
        let world = World {
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            random: Arc::new(OsRandom),
            keychain: Arc::new(move |_| {
                Box::new(Moody { inner: secrets.lock().unwrap().share(), mood: Arc::clone(&switch) })
            }),
            ..World::real("window")
        };
        Self { folder: tempfile::tempdir().unwrap(), world, mood, clock }
    }

    fn home(&self) -> Home {
        Home::at(&self.folder.path().join("vault"))
    }

    /// A keychain vault made beforehand, with these keys.
    fn with_keys(names: &[&str]) -> Self {
        let place = Self::new();
        let mut vault = Vault::make(&place.home(), &place.world, MakeWish::Keychain).unwrap();
        for name in names {
            add(&mut vault, name);
        }
        place
    }

    fn feel(&self, mood: u8) {
        self.mood.store(mood, Ordering::SeqCst);
    }

    /// The keychain no longer holds what it held of this key.
    fn lose(&self, key: KeyUid) {
        let mut keychain = (self.world.keychain)(VaultId([0; 16]));
        for item in keychain.list(PATIENCE).unwrap() {
            if matches!(item, Item::Version { key: of, .. } if of == key.0) {
                keychain.delete(&item, PATIENCE).unwrap();
            }
        }
    }

    fn worker(&self) -> Window {
        self.worker_watched(nobody_leaves())
    }

    fn worker_watched(&self, presence: Presence) -> Window {
        let (home, world) = (self.home(), self.world.clone());
        Window::over(start(move || Ok(Opening { presence, ..Opening::at(home, world) }), Arc::new(|| {})))
    }
}

fn add(vault: &mut Vault, name: &str) -> KeyUid {
    let wish = NewKeyWish::new(
        KeyRef::parse(&format!("shop/development/{name}")).unwrap(),
        Value::Secret(Spec::Base62(40).make(&OsRandom)),
    );
    vault.add(wish).unwrap()
}

/// A presence of which nothing is ever heard.
fn nobody_leaves() -> Presence {
    Presence {
        uptime: Arc::new(|| Duration::ZERO),
        idle: Arc::new(|| None),
        watch: Arc::new(|_| None),
        taste: Arc::new(|_| None),
        keyring: Arc::new(|_| None),
    }
}

/// The window's side.
struct Window {
    worker: Worker,
}

impl Window {
    fn over(worker: Worker) -> Self {
        Self { worker }
    }

    fn ask(&self, request: Request) {
        self.worker.requests.try_send(request).unwrap();
    }

    fn hear(&self) -> Event {
        self.worker.events.recv_timeout(PATIENCE).expect("the worker says something")
    }

    /// The next snapshot that fits; other events on the way are let go.
    fn see(&self, fits: impl Fn(&Snapshot) -> bool) -> Arc<Snapshot> {
        loop {
            if let Event::Snapshot(snapshot) = self.hear()
                && fits(&snapshot)
            {
                return snapshot;
            }
        }
    }

    fn see_open(&self) -> Arc<Snapshot> {
        self.see(|snapshot| snapshot.state == VaultState::Open)
    }

    /// The next change that was saved, with the snapshot before it.
    fn hear_done(&self) -> (Arc<Snapshot>, Done) {
        let mut last = None;
        loop {
            match self.hear() {
                Event::Snapshot(snapshot) => last = Some(snapshot),
                Event::Done(done) => return (last.expect("the facts come before the word"), done),
                Event::Failed(failure) => panic!("{failure:?}"),
                _ => {}
            }
        }
    }

    /// The next failure; snapshots on the way are let go.
    fn hear_failure(&self) -> Failure {
        loop {
            if let Event::Failed(failure) = self.hear() {
                return failure;
            }
        }
    }
}

fn made_up() -> Secret {
    Spec::Base62(40).make(&OsRandom)
}

fn find<'a>(snapshot: &'a Snapshot, name: &str) -> &'a Key {
    snapshot.keys.iter().find(|key| key.name() == name).expect("the key is there")
}

fn names(snapshot: &Snapshot) -> Vec<&str> {
    snapshot.keys.iter().map(Key::name).collect()
}

fn names_nothing(snapshot: &Snapshot) -> bool {
    snapshot.projects.is_empty()
        && snapshot.keys.is_empty()
        && snapshot.findings.is_empty()
        && snapshot.tails.is_empty()
        && snapshot.people.is_empty()
        && snapshot.settings.me.is_empty()
}

fn passphrase() -> Secret {
    Secret::new(b"only for this test".to_vec())
}
