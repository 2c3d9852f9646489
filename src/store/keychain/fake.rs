//! A secret service that prompts, with a user at it: what GNOME Keyring does only on a desktop, and KeePassXC for every
//! change. It holds one item and no secret.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use zbus::blocking::Connection;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};
use zbus::{fdo, interface};

use super::super::{CALL_DEADLINE, GivenUp, Item, KeychainStore, SecretStore, StoreError, VaultId};
use super::session::Offer;
use super::testbus::TestBus;

const COLLECTION: ObjectPath<'static> = ObjectPath::from_static_str_unchecked("/org/freedesktop/secrets/collection/c");
const ITEM: ObjectPath<'static> = ObjectPath::from_static_str_unchecked("/org/freedesktop/secrets/collection/c/1");
const SESSION: ObjectPath<'static> = ObjectPath::from_static_str_unchecked("/org/freedesktop/secrets/session/s");
const PROMPT: ObjectPath<'static> = ObjectPath::from_static_str_unchecked("/org/freedesktop/secrets/prompt/p");

#[derive(Clone, Copy, PartialEq, Eq)]
enum User {
    Accepts,
    Refuses,
    LooksAway,
    /// Ends the service in the middle of a change.
    PullsThePlug,
}

struct World {
    user: User,
    locked: bool,
    /// Nobody made its first keyring.
    unmade: bool,
    /// Its item is given out only where its user allows it.
    guarded: bool,
    /// It agrees on a key for what it gives out.
    encrypts: bool,
    /// What the open prompt does when accepted.
    asked: &'static str,
    /// What happened, in order.
    log: Vec<&'static str>,
}

type Shared = Arc<Mutex<World>>;

struct Service(Shared);
struct Collection(Shared);
struct OneItem(Shared);
struct Prompt(Shared);

#[interface(name = "org.freedesktop.Secret.Service")]
impl Service {
    fn read_alias(&self, _name: String) -> OwnedObjectPath {
        let unmade = self.0.lock().expect("world").unmade;
        if unmade { ObjectPath::from_static_str_unchecked("/").into() } else { COLLECTION.into() }
    }

    fn create_collection(
        &self,
        properties: HashMap<String, OwnedValue>,
        alias: String,
    ) -> (OwnedObjectPath, OwnedObjectPath) {
        assert!(properties.contains_key("org.freedesktop.Secret.Collection.Label") && alias == "default");
        self.0.lock().expect("world").asked = "made";
        (ObjectPath::from_static_str_unchecked("/").into(), PROMPT.into())
    }

    fn search_items(&self, _attributes: HashMap<String, String>) -> (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) {
        let guarded = self.0.lock().expect("world").guarded;
        if guarded { (Vec::new(), vec![ITEM.into()]) } else { (vec![ITEM.into()], Vec::new()) }
    }

    fn unlock(&self, objects: Vec<OwnedObjectPath>) -> (Vec<OwnedObjectPath>, OwnedObjectPath) {
        let mut world = self.0.lock().expect("world");
        let is_item = objects.iter().any(|path| path.as_str() == ITEM.as_str());
        if !is_item && !world.locked {
            return (objects, ObjectPath::from_static_str_unchecked("/").into());
        }
        world.asked = if is_item { "allowed" } else { "unlocked" };
        (Vec::new(), PROMPT.into())
    }

    fn open_session(&self, algorithm: String, _input: OwnedValue) -> fdo::Result<(OwnedValue, OwnedObjectPath)> {
        let mut world = self.0.lock().expect("world");
        world.log.push(if algorithm == "plain" { "plain" } else { "encrypted" });
        if !world.encrypts {
            return Err(fdo::Error::NotSupported("no".into()));
        }
        let ours = Value::from(Offer::new().expect("randomness").public).try_into().expect("a value");
        Ok((ours, SESSION.into()))
    }
}

#[interface(name = "org.freedesktop.Secret.Collection")]
impl Collection {
    #[zbus(property)]
    fn locked(&self) -> bool {
        self.0.lock().expect("world").locked
    }
}

#[interface(name = "org.freedesktop.Secret.Item")]
impl OneItem {
    #[zbus(property)]
    fn attributes(&self) -> HashMap<String, String> {
        HashMap::from([("username".to_owned(), super::secret_service::user(&VaultId([1; 16]).to_string(), &SOME))])
    }

    async fn delete(&self, #[zbus(connection)] connection: &zbus::Connection) -> OwnedObjectPath {
        let user = {
            let mut world = self.0.lock().expect("world");
            world.asked = "deleted";
            world.user
        };
        if user == User::PullsThePlug {
            self.0.lock().expect("world").log.push("cut");
            connection.clone().close().await.expect("close");
        }
        PROMPT.into()
    }
}

#[interface(name = "org.freedesktop.Secret.Prompt")]
impl Prompt {
    async fn prompt(&self, _window: String, #[zbus(signal_emitter)] emitter: SignalEmitter<'_>) {
        let dismissed = {
            let mut world = self.0.lock().expect("world");
            world.log.push("prompted");
            match world.user {
                User::LooksAway | User::PullsThePlug => return,
                User::Refuses => true,
                User::Accepts => {
                    let asked = world.asked;
                    world.log.push(asked);
                    world.locked &= asked != "unlocked";
                    world.guarded &= asked != "allowed";
                    world.unmade &= asked != "made";
                    false
                }
            }
        };
        // Before the call's own answer is out: the signal may overtake it.
        Self::completed(&emitter, dismissed, Value::from("")).await.expect("signal");
    }

    fn dismiss(&self) {
        self.0.lock().expect("world").log.push("dismissed");
    }

    #[zbus(signal)]
    async fn completed(emitter: &SignalEmitter<'_>, dismissed: bool, result: Value<'_>) -> zbus::Result<()>;
}

struct Desk {
    world: Shared,
    store: KeychainStore,
    service: Option<Connection>,
    _bus: TestBus,
}

impl Desk {
    fn with(user: User, locked: bool) -> Self {
        let bus = TestBus::without_daemon();
        let world = Arc::new(Mutex::new(World {
            user,
            locked,
            unmade: false,
            guarded: false,
            encrypts: false,
            asked: "",
            log: Vec::new(),
        }));
        let service = zbus::blocking::connection::Builder::address(bus.address.as_str())
            .and_then(|b| b.serve_at("/org/freedesktop/secrets", Service(world.clone())))
            .and_then(|b| b.serve_at(COLLECTION, Collection(world.clone())))
            .and_then(|b| b.serve_at(ITEM, OneItem(world.clone())))
            .and_then(|b| b.serve_at(PROMPT, Prompt(world.clone())))
            .and_then(|b| b.name("org.freedesktop.secrets"))
            .and_then(zbus::blocking::connection::Builder::build)
            .expect("the fake service");
        let store = KeychainStore::on_bus(VaultId([1; 16]), bus.address.clone());
        Self { world, store, service: Some(service), _bus: bus }
    }

    fn log_ending_with(&self, last: &str) -> Vec<&'static str> {
        log_ending_with(&self.world, last)
    }

    fn log(&self) -> Vec<&'static str> {
        self.world.lock().expect("world").log.clone()
    }
}

/// What happened; waits for messages still on their way.
fn log_ending_with(world: &Shared, last: &str) -> Vec<&'static str> {
    for _ in 0..10_000 {
        let log = world.lock().expect("world").log.clone();
        if log.last() == Some(&last) {
            return log;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    panic!("{last} never came: {:?}", world.lock().expect("world").log);
}

const SOME: Item = Item::VaultKey { nonce: 1 };
const SHORT: Duration = Duration::from_secs(2);

#[test]
fn a_user_who_accepts_opens_the_keyring() {
    let mut desk = Desk::with(User::Accepts, true);
    desk.world.lock().expect("world").encrypts = true;
    desk.store.unlock(CALL_DEADLINE).expect("accepted");
    assert_eq!(desk.log(), ["prompted", "unlocked"]);
    desk.store.probe(CALL_DEADLINE).expect("open now");
}

#[test]
fn a_first_keyring_is_made_by_the_services_own_prompt_and_only_where_there_is_none() {
    let never = GivenUp::default();
    let mut desk = Desk::with(User::Accepts, false);
    desk.world.lock().expect("world").unmade = true;
    desk.world.lock().expect("world").encrypts = true;
    assert!(matches!(desk.store.probe(CALL_DEADLINE), Err(StoreError::Unmade { .. })));
    assert!(matches!(desk.store.unlock(CALL_DEADLINE), Err(StoreError::Unmade { .. })), "there is nothing to open");
    assert_eq!(desk.log(), [] as [&str; 0]);
    desk.store.make_ready(CALL_DEADLINE, &never).expect("accepted");
    assert_eq!(desk.log(), ["encrypted", "prompted", "made"]);
    desk.store.probe(CALL_DEADLINE).expect("open now");
    let mut desk = Desk::with(User::Refuses, false);
    desk.world.lock().expect("world").unmade = true;
    desk.world.lock().expect("world").encrypts = true;
    assert!(matches!(desk.store.make_ready(CALL_DEADLINE, &never), Err(StoreError::Denied { .. })));
    assert!(matches!(desk.store.probe(CALL_DEADLINE), Err(StoreError::Unmade { .. })));
    // One that could take no secret is not made.
    let mut desk = Desk::with(User::Accepts, false);
    desk.world.lock().expect("world").unmade = true;
    assert!(matches!(desk.store.make_ready(CALL_DEADLINE, &never), Err(StoreError::Failed { .. })));
    assert_eq!(desk.log(), ["encrypted"]);
    // One that is there is opened.
    let mut desk = Desk::with(User::Accepts, true);
    desk.store.make_ready(CALL_DEADLINE, &never).expect("accepted");
    assert_eq!(desk.log(), ["prompted", "unlocked"]);
}

#[test]
fn a_user_who_refuses_is_a_denial() {
    let mut desk = Desk::with(User::Refuses, true);
    assert!(matches!(desk.store.unlock(CALL_DEADLINE), Err(StoreError::Denied { .. })));
    assert_eq!(desk.log(), ["prompted"]);
}

#[test]
fn a_prompt_nobody_answers_is_taken_off_the_screen_in_time() {
    let mut desk = Desk::with(User::LooksAway, true);
    let unanswered = desk.store.unlock(SHORT).expect_err("nobody answers").to_string();
    assert_eq!(unanswered, "what the system keychain asked was not answered within 2 seconds");
    assert_eq!(desk.log_ending_with("dismissed"), ["prompted", "dismissed"]);
}

#[test]
fn a_prompt_that_was_given_up_leaves_the_screen_at_once() {
    let mut desk = Desk::with(User::LooksAway, true);
    let given_up = GivenUp::default();
    std::thread::scope(|scope| {
        let (store, world, gives_up) = (&mut desk.store, &desk.world, given_up.clone());
        let waits = std::thread::Builder::new().name("asks".to_owned());
        let waits = waits.spawn_scoped(scope, move || store.unlock_unless(CALL_DEADLINE, &gives_up)).unwrap();
        log_ending_with(world, "prompted");
        given_up.give_up();
        assert!(matches!(waits.join().unwrap(), Err(StoreError::Denied { .. })));
    });
    assert_eq!(desk.log_ending_with("dismissed").last(), Some(&"dismissed"));
    // One that was given up before it could be seen is never shown.
    let mut desk = Desk::with(User::LooksAway, true);
    assert!(matches!(desk.store.unlock_unless(CALL_DEADLINE, &given_up), Err(StoreError::Denied { .. })));
    assert_eq!(desk.log(), [] as [&str; 0]);
}

#[test]
fn only_unlock_shows_the_prompt_of_a_locked_keyring() {
    let mut desk = Desk::with(User::Accepts, true);
    assert!(matches!(desk.store.probe(CALL_DEADLINE), Err(StoreError::Locked { .. })));
    assert!(matches!(desk.store.delete(&SOME, CALL_DEADLINE), Err(StoreError::Locked { .. })));
    assert_eq!(desk.log(), [] as [&str; 0]);
    desk.store.unlock(CALL_DEADLINE).expect("accepted");
    assert_eq!(desk.log(), ["prompted", "unlocked"]);
}

#[test]
fn what_an_open_keyring_guards_is_given_out_where_its_user_allows_it() {
    let guarded = |user| {
        let desk = Desk::with(user, false);
        desk.world.lock().expect("world").guarded = true;
        desk
    };
    // Its name is no secret, and what nobody asked for asks nobody.
    let mut desk = guarded(User::Accepts);
    assert_eq!(desk.store.list(CALL_DEADLINE).expect("listed"), [SOME]);
    assert!(matches!(desk.store.get_quietly(&SOME, CALL_DEADLINE), Err(StoreError::Locked { .. })));
    assert_eq!(desk.log(), [] as [&str; 0]);
    let asked = ["prompted", "allowed", "encrypted"];
    desk.store.get(&SOME, CALL_DEADLINE).expect_err("it has no session");
    assert_eq!(desk.log(), asked);
    let mut desk = guarded(User::Accepts);
    desk.store.get_many(&[SOME], CALL_DEADLINE).expect_err("it has no session");
    assert_eq!(desk.log(), asked);
    let mut desk = guarded(User::Accepts);
    desk.store.unlock(CALL_DEADLINE).expect("the vault key is allowed");
    assert_eq!(desk.log(), asked[..2]);
    let mut desk = guarded(User::Accepts);
    desk.world.lock().expect("world").locked = true;
    desk.store.unlock(CALL_DEADLINE).expect("both");
    assert_eq!(desk.log(), ["prompted", "unlocked", "prompted", "allowed"]);

    let mut desk = guarded(User::Refuses);
    assert!(matches!(desk.store.get(&SOME, CALL_DEADLINE), Err(StoreError::Denied { .. })));
    let each = desk.store.get_many(&[SOME], CALL_DEADLINE).expect("an answer each");
    assert!(matches!(each[..], [Err(StoreError::Denied { .. })]));
    assert!(matches!(desk.store.unlock(CALL_DEADLINE), Err(StoreError::Denied { .. })));
}

#[test]
fn a_change_of_an_open_keyring_may_ask_for_confirmation() {
    let mut desk = Desk::with(User::Accepts, false);
    desk.store.delete(&SOME, CALL_DEADLINE).expect("confirmed");
    assert_eq!(desk.log(), ["prompted", "deleted"]);
    let mut desk = Desk::with(User::Refuses, false);
    assert!(matches!(desk.store.delete(&SOME, CALL_DEADLINE), Err(StoreError::Denied { .. })));
}

#[test]
fn a_service_that_goes_away_while_it_prompts_is_a_broken_connection() {
    let mut desk = Desk::with(User::LooksAway, true);
    let service = desk.service.take();
    let world = desk.world.clone();
    let killer = std::thread::Builder::new()
        .name("killer".into())
        .spawn(move || {
            while world.lock().expect("world").log.is_empty() {
                std::thread::sleep(Duration::from_millis(2));
            }
            service.expect("served").close().expect("close");
        })
        .expect("a thread");
    assert!(matches!(desk.store.unlock(CALL_DEADLINE), Err(StoreError::Broken { .. })));
    killer.join().expect("killer");
}

#[test]
fn a_service_that_refuses_encryption_is_not_used_in_plain() {
    let mut desk = Desk::with(User::Accepts, false);
    let refused = desk.store.get(&SOME, CALL_DEADLINE).expect_err("no session").to_string();
    assert!(refused.contains("refuses an encrypted session"), "{refused}");
    assert_eq!(desk.log(), ["encrypted"]);
}

#[test]
fn a_look_tells_whether_an_open_keyring_encrypts_and_asks_that_once() {
    let mut desk = Desk::with(User::Accepts, false);
    let refused = desk.store.probe(CALL_DEADLINE).expect_err("no session").to_string();
    assert!(refused.contains("refuses an encrypted session"), "{refused}");
    desk.world.lock().expect("world").encrypts = true;
    for _ in 0..3 {
        desk.store.probe(CALL_DEADLINE).expect("it does now");
    }
    assert_eq!(desk.log(), ["encrypted", "encrypted"]);
}

#[test]
fn a_change_cut_off_in_the_middle_is_broken_and_not_tried_again() {
    let mut desk = Desk::with(User::PullsThePlug, false);
    // A second try would find nobody there, and say Absent.
    assert!(matches!(desk.store.delete(&SOME, CALL_DEADLINE), Err(StoreError::Broken { .. })));
    assert_eq!(desk.log(), ["cut"]);
    assert!(matches!(desk.store.get(&SOME, CALL_DEADLINE), Err(StoreError::Absent { .. })));
}
