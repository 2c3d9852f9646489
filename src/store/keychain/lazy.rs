//! A kwalletd as far as it is KDE's own: it writes its file only when told to, and what was not written is lost when it ends.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::object_server::{ObjectServer, SignalEmitter};
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};
use zbus::{fdo, interface};

use super::super::{CALL_DEADLINE, Item, ItemFacts, KeychainStore, SecretStore, StoreError, VaultId};
use super::session::{Cipher, Offer};
use super::testbus::TestBus;
use crate::model::Secret;

/// The wallet `shop__1_`: the second one with that label.
const COLLECTION: ObjectPath<'static> =
    ObjectPath::from_static_str_unchecked("/org/freedesktop/secrets/collection/shop");
const SESSION: ObjectPath<'static> = ObjectPath::from_static_str_unchecked("/org/freedesktop/secrets/session/s");
const PROMPT: ObjectPath<'static> = ObjectPath::from_static_str_unchecked("/org/freedesktop/secrets/prompt/p");
const NOTHING: ObjectPath<'static> = ObjectPath::from_static_str_unchecked("/");
const WALLET: &str = "shop__1_";

type Attributes = HashMap<String, String>;
type Envelope = (OwnedObjectPath, Vec<u8>, Vec<u8>, String);
type Entries = BTreeMap<u32, (Attributes, Vec<u8>)>;

#[derive(Default)]
struct Wallet {
    memory: Entries,
    disk: Entries,
    made: u32,
    cipher: Option<Cipher>,
    refuses: bool,
    /// As the secret service sees it.
    locked: bool,
    /// As KDE sees it.
    closed: bool,
    prompted: usize,
    syncs: usize,
}

type Shared = Arc<Mutex<Wallet>>;

struct Service(Shared);
struct Collection(Shared);
struct Entry(Shared, u32);
/// The second is the name under which its secret service has the wallet open.
struct Kde(Shared, &'static str);
/// What a newer ksecretd has in its place.
struct Compatible;
struct Prompt(Shared);

fn path_of(number: u32) -> OwnedObjectPath {
    ObjectPath::try_from(format!("{COLLECTION}/{number}")).expect("a path").into()
}

#[interface(name = "org.freedesktop.Secret.Service")]
impl Service {
    fn read_alias(&self, _name: String) -> OwnedObjectPath {
        COLLECTION.into()
    }

    fn open_session(&self, _algorithm: String, theirs: OwnedValue) -> (OwnedValue, OwnedObjectPath) {
        let offer = Offer::new().expect("randomness");
        let ours = Value::from(&offer.public[..]).try_into().expect("a value");
        let cipher = offer.agree(&Vec::<u8>::try_from(theirs).expect("bytes"));
        self.0.lock().expect("wallet").cipher = cipher;
        (ours, SESSION.into())
    }

    fn unlock(&self, _objects: Vec<OwnedObjectPath>) -> (Vec<OwnedObjectPath>, OwnedObjectPath) {
        (Vec::new(), PROMPT.into())
    }

    fn search_items(&self, wanted: Attributes) -> (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) {
        let wallet = self.0.lock().expect("wallet");
        let has = |has: &Attributes| wanted.iter().all(|(name, value)| has.get(name) == Some(value));
        let found = wallet.memory.iter().filter(|(_, (attributes, _))| has(attributes));
        (found.map(|(number, _)| path_of(*number)).collect(), Vec::new())
    }

    fn get_secrets(&self, items: Vec<OwnedObjectPath>, session: OwnedObjectPath) -> HashMap<OwnedObjectPath, Envelope> {
        let wallet = self.0.lock().expect("wallet");
        let cipher = wallet.cipher.as_ref().expect("a session");
        let all = wallet.memory.iter().filter(|(number, _)| items.contains(&path_of(**number)));
        let sealed = all.map(|(number, (_, line))| {
            let (vector, sealed) = cipher.seal(&Secret::new(line.clone())).expect("randomness");
            (path_of(*number), (session.clone(), vector.to_vec(), sealed, "text/plain".to_owned()))
        });
        sealed.collect()
    }
}

#[interface(name = "org.freedesktop.Secret.Collection")]
impl Collection {
    async fn create_item(
        &self,
        properties: HashMap<String, OwnedValue>,
        secret: Envelope,
        _replace: bool,
        #[zbus(object_server)] server: &ObjectServer,
    ) -> (OwnedObjectPath, OwnedObjectPath) {
        let mut properties = properties;
        let attributes = properties.remove("org.freedesktop.Secret.Item.Attributes").expect("attributes");
        let number = {
            let mut wallet = self.0.lock().expect("wallet");
            let (_, vector, sealed, _) = secret;
            let line = wallet.cipher.as_ref().expect("a session").open(&vector, sealed).expect("our key");
            wallet.made += 1;
            let number = wallet.made;
            let attributes = attributes.try_into().expect("texts");
            wallet.memory.insert(number, (attributes, line.expose().to_vec()));
            number
        };
        server.at(path_of(number), Entry(self.0.clone(), number)).await.expect("served");
        (path_of(number), NOTHING.into())
    }

    #[zbus(property)]
    fn locked(&self) -> bool {
        self.0.lock().expect("wallet").locked
    }

    #[zbus(property)]
    fn label(&self) -> String {
        "shop".to_owned()
    }
}

#[interface(name = "org.freedesktop.Secret.Item")]
impl Entry {
    fn delete(&self) -> OwnedObjectPath {
        self.0.lock().expect("wallet").memory.remove(&self.1);
        NOTHING.into()
    }

    #[zbus(property)]
    fn attributes(&self) -> Attributes {
        self.0.lock().expect("wallet").memory.get(&self.1).map(|entry| entry.0.clone()).unwrap_or_default()
    }
}

#[interface(name = "org.kde.KWallet")]
impl Kde {
    #[zbus(name = "wallets")]
    fn wallets(&self) -> Vec<String> {
        [WALLET, "shopping"].map(str::to_owned).to_vec()
    }

    #[zbus(name = "isOpen")]
    fn is_open(&self, wallet: String) -> bool {
        wallet == WALLET && !self.0.lock().expect("wallet").closed
    }

    #[zbus(name = "open")]
    fn open(&self, wallet: String, _window: i64, caller: String) -> fdo::Result<i32> {
        assert!(caller == self.1 && wallet == WALLET, "KDE asks its user about {caller}, {wallet}");
        Ok(if self.0.lock().expect("wallet").refuses { -1 } else { 7 })
    }

    #[zbus(name = "sync")]
    fn sync(&self, handle: i32, caller: String) {
        assert!(handle == 7 && caller == self.1, "it would do nothing");
        let mut wallet = self.0.lock().expect("wallet");
        wallet.disk = wallet.memory.clone();
        wallet.syncs += 1;
    }
}

#[interface(name = "org.kde.kwalletcompat")]
impl Compatible {}

#[interface(name = "org.freedesktop.Secret.Prompt")]
impl Prompt {
    async fn prompt(&self, _window: String, #[zbus(signal_emitter)] emitter: SignalEmitter<'_>) {
        {
            let mut wallet = self.0.lock().expect("wallet");
            assert!(!wallet.closed, "a dialog comes");
            (wallet.locked, wallet.prompted) = (false, wallet.prompted + 1);
        }
        Self::completed(&emitter, false, Value::from("")).await.expect("signal");
    }

    #[zbus(signal)]
    async fn completed(emitter: &SignalEmitter<'_>, dismissed: bool, result: Value<'_>) -> zbus::Result<()>;
}

struct Desk {
    wallet: Shared,
    store: KeychainStore,
    _service: Connection,
    _bus: TestBus,
}

impl Desk {
    fn new() -> Self {
        let kde = |wallet| Kde(wallet, "org.freedesktop.secrets");
        Self::with(|builder, wallet| builder.serve_at("/modules/kwalletd5", kde(wallet))?.name("org.kde.kwalletd5"))
    }

    fn with<'a>(and: impl FnOnce(Builder<'a>, Shared) -> zbus::Result<Builder<'a>>) -> Self {
        let bus = TestBus::without_daemon();
        let wallet = Shared::default();
        let service = Builder::address(bus.address.clone().as_str())
            .and_then(|b| b.serve_at("/org/freedesktop/secrets", Service(wallet.clone())))
            .and_then(|b| b.serve_at(COLLECTION, Collection(wallet.clone())))
            .and_then(|b| b.serve_at(PROMPT, Prompt(wallet.clone())))
            .and_then(|b| b.name("org.freedesktop.secrets"))
            .and_then(|b| and(b, wallet.clone()))
            .and_then(Builder::build)
            .expect("the fake service");
        let store = KeychainStore::on_bus(VaultId([1; 16]), bus.address.clone());
        Self { wallet, store, _service: service, _bus: bus }
    }

    fn put(&mut self, key: i64) {
        let facts = ItemFacts { item: item(key), label: format!("Keyloft: shop/dev/KEY_{key}") };
        self.store.put(&facts, &value(key), CALL_DEADLINE).expect("put");
    }

    fn syncs(&self) -> usize {
        self.wallet.lock().expect("wallet").syncs
    }

    /// kwalletd ends, and comes back with what was on its disk.
    fn kill(&self) {
        let mut wallet = self.wallet.lock().expect("wallet");
        wallet.memory = wallet.disk.clone();
    }
}

fn item(key: i64) -> Item {
    Item::Version { key, version: 1, nonce: 0xAB }
}

fn value(key: i64) -> Secret {
    Secret::new(format!("value {key}").into_bytes())
}

#[test]
fn what_was_read_back_outlives_kwalletd_and_a_batch_is_written_once() {
    let mut desk = Desk::new();
    let batch: Vec<Item> = (1..=40).map(item).collect();
    for key in 1..=40 {
        desk.put(key);
    }
    let back = desk.store.get_many(&batch, CALL_DEADLINE).expect("read back");
    assert!(back.into_iter().all(|value| value.is_ok()));
    assert_eq!(desk.syncs(), 1);
    desk.put(41);
    desk.store.get(&item(41), CALL_DEADLINE).expect("read back");
    desk.kill();
    for key in 1..=41 {
        assert!(desk.store.get(&item(key), CALL_DEADLINE).expect("kept").same_as(&value(key)));
    }
    assert_eq!(desk.syncs(), 2, "what only reads writes nothing");
    desk.store.delete(&item(7), CALL_DEADLINE).expect("deleted");
    desk.kill();
    assert!(matches!(desk.store.get(&item(7), CALL_DEADLINE), Err(StoreError::NotFound { .. })));
}

#[test]
fn ksecretd_is_told_to_write_where_it_can_be() {
    let mut desk =
        Desk::with(|builder, wallet| builder.serve_at("/ksecretd", Kde(wallet, ""))?.name("org.kde.ksecretd"));
    desk.put(1);
    desk.store.get(&item(1), CALL_DEADLINE).expect("read back");
    assert_eq!(desk.syncs(), 1);
    desk.kill();
    assert!(desk.store.get(&item(1), CALL_DEADLINE).expect("kept").same_as(&value(1)));
}

#[test]
fn a_wallet_that_may_not_be_written_is_an_error_until_it_may() {
    let mut desk = Desk::new();
    desk.put(1);
    desk.wallet.lock().expect("wallet").refuses = true;
    for _ in 0..2 {
        let refused = desk.store.get(&item(1), CALL_DEADLINE);
        assert!(matches!(refused, Err(StoreError::Failed { .. })), "{:?}", refused.map(drop));
    }
    desk.wallet.lock().expect("wallet").refuses = false;
    desk.store.get(&item(1), CALL_DEADLINE).expect("written now");
    assert_eq!(desk.syncs(), 1);
}

#[test]
fn a_service_without_kdes_interface_is_left_to_write_by_itself() {
    let silent = Desk::with(|builder, _| builder.name("org.kde.kwalletd6"));
    let newer = Desk::with(|builder, _| builder.serve_at("/ksecretd", Compatible)?.name("org.kde.ksecretd"));
    for mut desk in [silent, newer, Desk::with(|builder, _| Ok(builder))] {
        desk.put(1);
        desk.store.get(&item(1), CALL_DEADLINE).expect("read back");
        desk.store.delete(&item(1), CALL_DEADLINE).expect("deleted");
    }
}

#[test]
fn a_wallet_open_in_kde_opens_unasked_and_a_closed_one_stays_locked() {
    let mut desk = Desk::new();
    desk.wallet.lock().expect("wallet").locked = true;
    desk.wallet.lock().expect("wallet").closed = true;
    assert!(matches!(desk.store.probe(CALL_DEADLINE), Err(StoreError::Locked { .. })));
    desk.wallet.lock().expect("wallet").closed = false;
    desk.store.probe(CALL_DEADLINE).expect("open, as KDE says");
    desk.put(1);
    assert_eq!(desk.wallet.lock().expect("wallet").prompted, 1);
}
