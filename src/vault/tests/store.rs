//! A keychain that outlives its vaults and fails on demand.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use crate::model::Secret;
use crate::store::{Item, ItemFacts, SecretStore, StoreError, StoreKind, VaultId};

/// What happens to one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    Locked,
    TimedOut,
    /// Works, then says it did not.
    TimedOutAfter,
    /// As a keychain that came back locked: nothing is there.
    Empty,
    /// Keeps another value than the one given.
    Corrupt,
}

type Script = Box<dyn FnMut(&'static str) -> Option<Fault> + Send>;

/// What lies in the keychain, by vault and item.
pub type Items = BTreeMap<([u8; 16], Item), Vec<u8>>;

/// Stops the program, as far as it can be told from outside, at one of the points it passes.
#[derive(Default)]
pub struct Points {
    passed: u64,
    crash_at: Option<u64>,
    home: PathBuf,
    image: PathBuf,
}

/// Unwinds from a crash point.
pub struct Crash;

#[derive(Default)]
struct Inner {
    items: Items,
    script: Option<Script>,
    points: Points,
    calls: Vec<&'static str>,
    limit: usize,
}

/// The keychain behind every store of a test.
#[derive(Clone)]
pub struct Keychain(Arc<Mutex<Inner>>);

impl Keychain {
    pub fn new(limit: usize) -> Self {
        Self(Arc::new(Mutex::new(Inner { limit, ..Inner::default() })))
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    pub fn store(&self, space: VaultId) -> Box<dyn SecretStore + Send> {
        Box::new(Faulty { keychain: self.clone(), space: space.0 })
    }

    /// From now on each call is asked what happens to it.
    pub fn script(&self, script: impl FnMut(&'static str) -> Option<Fault> + Send + 'static) {
        self.inner().script = Some(Box::new(script));
    }

    /// Every call of that name meets the fault.
    pub fn always(&self, op: &'static str, fault: Fault) {
        self.script(move |called| (called == op).then_some(fault));
    }

    pub fn heal(&self) {
        self.inner().script = None;
    }

    pub fn calls(&self) -> Vec<&'static str> {
        std::mem::take(&mut self.inner().calls)
    }

    pub fn items(&self) -> Items {
        self.inner().items.clone()
    }

    pub fn set_items(&self, items: Items) {
        self.inner().items = items;
    }

    /// How many values of keys lie there.
    pub fn count(&self) -> usize {
        self.items().keys().filter(|(_, item)| matches!(item, Item::Version { .. })).count()
    }

    /// At the nth point the home is copied as it lies on the disk, and the program unwinds.
    pub fn crash_at(&self, nth: u64, home: &Path, image: &Path) {
        self.inner().points = Points { passed: 0, crash_at: Some(nth), home: home.to_owned(), image: image.to_owned() };
    }

    pub fn disarm(&self) {
        self.inner().points.crash_at = None;
    }

    /// One point at which a crash may come.
    pub fn point(&self) {
        let mut inner = self.inner();
        let points = &mut inner.points;
        let Some(at) = points.crash_at else { return };
        points.passed += 1;
        if points.passed == at {
            points.crash_at = None;
            fs::create_dir_all(&points.image).unwrap();
            for file in fs::read_dir(&points.home).unwrap() {
                let file = file.unwrap();
                fs::copy(file.path(), points.image.join(file.file_name())).unwrap();
            }
            drop(inner);
            std::panic::resume_unwind(Box::new(Crash));
        }
    }

    fn call<T>(
        &self,
        op: &'static str,
        work: impl FnOnce(&mut Items, Option<Fault>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.point();
        let result = {
            let mut inner = self.inner();
            inner.calls.push(op);
            let fault = inner.script.as_mut().and_then(|script| script(op));
            match fault {
                Some(Fault::Locked) => Err(StoreError::Locked { store: TITLE.into() }),
                Some(Fault::TimedOut) => Err(timed_out()),
                Some(Fault::TimedOutAfter) => work(&mut inner.items, None).and_then(|_| Err(timed_out())),
                other => work(&mut inner.items, other),
            }
        };
        self.point();
        result
    }
}

const TITLE: &str = "Test Keyring";

fn timed_out() -> StoreError {
    StoreError::TimedOut { store: TITLE.into(), secs: 10 }
}

fn not_found() -> StoreError {
    StoreError::NotFound { store: TITLE.into() }
}

/// What stands for an item that was made and never filled; one with a value of no bytes is another thing.
pub const HOLLOW: &[u8] = b"nothing was ever written here";

fn filled(bytes: &[u8]) -> Result<Secret, StoreError> {
    if bytes == HOLLOW { Err(StoreError::Empty { store: TITLE.into() }) } else { Ok(Secret::new(bytes.to_vec())) }
}

struct Faulty {
    keychain: Keychain,
    space: [u8; 16],
}

impl SecretStore for Faulty {
    fn kind(&self) -> StoreKind {
        StoreKind::Keychain
    }

    fn title(&self) -> String {
        TITLE.into()
    }

    fn limit(&self) -> usize {
        self.keychain.inner().limit
    }

    fn probe(&mut self, _deadline: Duration) -> Result<(), StoreError> {
        self.keychain.call("probe", |_, _| Ok(()))
    }

    fn unlock(&mut self, _deadline: Duration) -> Result<(), StoreError> {
        self.keychain.call("unlock", |_, _| Ok(()))
    }

    fn put(&mut self, facts: &ItemFacts, value: &Secret, _deadline: Duration) -> Result<(), StoreError> {
        let name = (self.space, facts.item);
        self.keychain.call("put", |items, fault| {
            if items.contains_key(&name) {
                return Err(StoreError::Failed { store: TITLE.into(), reason: "the item exists already".into() });
            }
            let mut bytes = value.expose().to_vec();
            if fault == Some(Fault::Corrupt) {
                bytes.push(b'!');
            }
            items.insert(name, bytes);
            Ok(())
        })
    }

    fn get(&mut self, item: &Item, _deadline: Duration) -> Result<Secret, StoreError> {
        let name = (self.space, *item);
        self.keychain.call("get", |items, fault| match items.get(&name) {
            Some(bytes) if fault != Some(Fault::Empty) => filled(bytes),
            _ => Err(not_found()),
        })
    }

    fn get_many(&mut self, asked: &[Item], _deadline: Duration) -> Result<Vec<Result<Secret, StoreError>>, StoreError> {
        let space = self.space;
        self.keychain.call("get_many", |items, fault| {
            let one = |item: &Item| match items.get(&(space, *item)) {
                Some(bytes) if fault != Some(Fault::Empty) => filled(bytes),
                _ => Err(not_found()),
            };
            Ok(asked.iter().map(one).collect())
        })
    }

    fn delete(&mut self, item: &Item, _deadline: Duration) -> Result<(), StoreError> {
        let name = (self.space, *item);
        self.keychain.call("delete", |items, fault| {
            if fault == Some(Fault::Empty) {
                return Err(not_found());
            }
            items.remove(&name).map(drop).ok_or_else(not_found)
        })
    }

    fn list(&mut self, _deadline: Duration) -> Result<Vec<Item>, StoreError> {
        let space = self.space;
        self.keychain.call("list", |items, fault| match fault {
            Some(Fault::Empty) => Ok(Vec::new()),
            _ => Ok(items.keys().filter(|(of, _)| *of == space).map(|(_, item)| *item).collect()),
        })
    }
}
