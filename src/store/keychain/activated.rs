//! KDE's keychain as the bus starts it: this test program, run once more by the daemon's name.

use std::collections::HashMap;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::process::exit;
use std::sync::{Arc, Mutex};

use zbus::blocking::connection::Builder;
use zbus::blocking::{Connection, MessageIterator};
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};
use zbus::{fdo, interface};

use super::super::{CALL_DEADLINE, GivenUp, KeychainStore, Lack, SecretStore, StoreError, VaultId};
use super::session::Offer;
use super::testbus::TestBus;

const SECRETS: &str = "org.freedesktop.secrets";
const COMPATIBLE: &str = "org.kde.secretservicecompat";
const KWALLETD6: &str = "org.kde.kwalletd6";
const KWALLETD5: &str = "org.kde.kwalletd5";

const THIS_TEST: &str = "store::keychain::activated::runs_as_the_daemon";
const ASKED: &str = "KEYLOFT_TEST_KDE";

/// How the daemon is set up.
const SERVES: &str = "serves";
const IS_OFF: &str = "is off";
const HAS_NO_PLUGIN: &str = "has no plugin";
const ENDS: &str = "ends";

/// A bus that starts the daemon by each of these names, set up so.
fn bus_with(daemons: &[(&str, &str)]) -> TestBus {
    let program = std::env::current_exe().expect("this test");
    let program = program.as_path();
    TestBus::that_starts(daemons.iter().map(|&(name, setup)| {
        let run = move |daemon: &Path| {
            std::os::unix::fs::symlink(program, daemon).expect("a name for it");
            format!("/usr/bin/env \"{ASKED}={name} {setup}\" {} --exact {THIS_TEST}", daemon.display())
        };
        (name, if name == COMPATIBLE { "ksecretd" } else { name.trim_start_matches("org.kde.") }, run)
    }))
}

fn store_on(bus: &TestBus) -> KeychainStore {
    KeychainStore::on_bus(VaultId([1; 16]), bus.address.clone())
}

/// The label of its first wallet, and whether that is made.
type Wallet = Arc<Mutex<(String, bool)>>;

const NOTHING: ObjectPath<'static> = ObjectPath::from_static_str_unchecked("/");
const SESSION: ObjectPath<'static> = ObjectPath::from_static_str_unchecked("/org/freedesktop/secrets/session/s");
const PROMPT: ObjectPath<'static> = ObjectPath::from_static_str_unchecked("/org/freedesktop/secrets/prompt/p");
const COLLECTION: ObjectPath<'static> = ObjectPath::from_static_str_unchecked("/org/freedesktop/secrets/collection/c");

struct Service {
    wallet: Wallet,
    has_plugin: bool,
}

#[interface(name = "org.freedesktop.Secret.Service")]
impl Service {
    fn read_alias(&self, _name: String) -> OwnedObjectPath {
        if self.wallet.lock().expect("wallet").1 { COLLECTION.into() } else { NOTHING.into() }
    }

    fn open_session(&self, _algorithm: String, _theirs: OwnedValue) -> fdo::Result<(OwnedValue, OwnedObjectPath)> {
        if !self.has_plugin {
            return Err(fdo::Error::InvalidArgs("createDLGroup failed: maybe libqca-ossl is missing".into()));
        }
        let ours = Value::from(Offer::new().expect("randomness").public).try_into().expect("a value");
        Ok((ours, SESSION.into()))
    }

    fn create_collection(
        &self,
        mut properties: HashMap<String, OwnedValue>,
        _alias: String,
    ) -> (OwnedObjectPath, OwnedObjectPath) {
        let label = properties.remove("org.freedesktop.Secret.Collection.Label").expect("a label");
        self.wallet.lock().expect("wallet").0 = label.try_into().expect("a text");
        (NOTHING.into(), PROMPT.into())
    }
}

struct Collection(Wallet);

#[interface(name = "org.freedesktop.Secret.Collection")]
impl Collection {
    #[zbus(property)]
    fn locked(&self) -> bool {
        false
    }

    #[zbus(property)]
    fn label(&self) -> String {
        self.0.lock().expect("wallet").0.clone()
    }
}

/// Its user gives a password at once.
struct Prompt(Wallet);

#[interface(name = "org.freedesktop.Secret.Prompt")]
impl Prompt {
    async fn prompt(&self, _window: String, #[zbus(signal_emitter)] emitter: SignalEmitter<'_>) {
        self.0.lock().expect("wallet").1 = true;
        Self::completed(&emitter, false, Value::from("")).await.expect("signal");
    }

    #[zbus(signal)]
    async fn completed(emitter: &SignalEmitter<'_>, dismissed: bool, result: Value<'_>) -> zbus::Result<()>;
}

/// KDE's own interface, which answers once the daemon is through with its start.
struct Kde {
    takes: Option<&'static str>,
}

#[interface(name = "org.kde.KWallet")]
impl Kde {
    #[zbus(name = "isEnabled")]
    async fn is_enabled(&self, #[zbus(connection)] connection: &zbus::Connection) -> bool {
        if let Some(name) = self.takes {
            connection.request_name(name).await.expect("the name is free");
        }
        true
    }
}

/// No test of its own: what the bus runs.
#[test]
fn runs_as_the_daemon() {
    let Ok(asked) = std::env::var(ASKED) else { return };
    let (name, setup) = asked.split_once(' ').expect("a name and how it is set up");
    let started = std::env::args_os().next().expect("its own name");
    let starts = Path::new(&started).with_file_name("starts");
    writeln!(OpenOptions::new().create(true).append(true).open(starts).expect("a file"), "{name}").expect("noted");
    if setup == ENDS {
        exit(255);
    }
    let (wallet, has_plugin) = (Wallet::default(), setup != HAS_NO_PLUGIN);
    let takes = (setup != IS_OFF).then_some(SECRETS);
    let kde = Kde { takes: takes.filter(|_| name != COMPATIBLE) };
    let daemon: Connection = Builder::session()
        .and_then(|b| b.serve_at("/org/freedesktop/secrets", Service { wallet: wallet.clone(), has_plugin }))
        .and_then(|b| b.serve_at(COLLECTION, Collection(wallet.clone())))
        .and_then(|b| b.serve_at(PROMPT, Prompt(wallet)))
        .and_then(|b| b.serve_at(format!("/modules/{}", &name["org.kde.".len()..]), kde))
        .and_then(Builder::build)
        .expect("it runs");
    for takes in takes.filter(|_| name == COMPATIBLE).into_iter().chain([name]) {
        daemon.request_name(takes).expect("the name is free");
    }
    // Until the bus ends.
    MessageIterator::from(&daemon).take_while(Result::is_ok).for_each(drop);
    exit(0);
}

#[test]
fn kdes_keychain_is_started_by_a_name_of_its_own() {
    for name in [COMPATIBLE, KWALLETD6, KWALLETD5] {
        let bus = bus_with(&[(name, SERVES)]);
        let mut store = store_on(&bus);
        let found = store.probe(CALL_DEADLINE);
        assert!(matches!(&found, Err(StoreError::Unmade { store }) if store == "KWallet"), "{name}: {found:?}");
        assert_eq!(bus.starts(), [name]);
    }
    let bus = bus_with(&[(KWALLETD5, SERVES), (KWALLETD6, SERVES), (COMPATIBLE, SERVES)]);
    store_on(&bus).probe(CALL_DEADLINE).expect_err("it has no keyring");
    assert_eq!(bus.starts(), [COMPATIBLE]);
}

#[test]
fn one_whose_secret_service_is_switched_off_says_so() {
    for name in [COMPATIBLE, KWALLETD6, KWALLETD5] {
        let bus = bus_with(&[(name, IS_OFF)]);
        let mut store = store_on(&bus);
        for _ in 0..2 {
            let off = store.probe(CALL_DEADLINE);
            assert!(matches!(off, Err(StoreError::Lacking { lack: Lack::Interface, .. })), "{name}: {off:?}");
        }
        assert_eq!(bus.starts(), [name]);
    }
}

#[test]
fn one_that_ends_at_once_is_not_started_again_and_again() {
    let bus = bus_with(&[(KWALLETD5, ENDS)]);
    let mut store = store_on(&bus);
    for _ in 0..3 {
        let none = store.probe(CALL_DEADLINE);
        assert!(matches!(&none, Err(StoreError::Absent { reason }) if reason.starts_with("KWallet ends")), "{none:?}");
    }
    assert_eq!(bus.starts(), [KWALLETD5]);
}

#[test]
fn kdes_first_wallet_is_the_one_that_opens_at_login() {
    let bus = bus_with(&[(KWALLETD5, SERVES)]);
    let mut store = store_on(&bus);
    store.make_ready(CALL_DEADLINE, &GivenUp::default()).expect("made");
    let label = zbus::blocking::Proxy::new(&bus.connect(), SECRETS, COLLECTION, "org.freedesktop.Secret.Collection")
        .and_then(|collection| collection.get_property::<String>("Label"));
    assert_eq!(label.expect("it has one"), "kdewallet");
}

#[test]
fn one_that_has_no_plugin_to_encrypt_says_so_before_a_wallet_is_made() {
    let bus = bus_with(&[(KWALLETD5, HAS_NO_PLUGIN)]);
    let mut store = store_on(&bus);
    let lacks = store.make_ready(CALL_DEADLINE, &GivenUp::default());
    assert!(matches!(&lacks, Err(StoreError::Lacking { lack: Lack::Encryption, .. })), "{lacks:?}");
    assert!(!store.calls_made().contains(&"CreateCollection"));
    assert!(Lack::Encryption.advice().contains("libqca-qt5-2-plugins"));
}
