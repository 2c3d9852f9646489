//! The store against a real GNOME Keyring.

use std::time::Duration;

use rustix::process::Signal;

use super::super::{CALL_DEADLINE, Item, ItemFacts, KeychainStore, SecretStore, StoreError, VaultId, contract};
use super::APPLICATION;
use super::secret_service::user;
use super::testbus::{Keyring, TestBus};
use crate::model::Secret;

const VAULT: VaultId = VaultId([0x5A; 16]);
const SHORT: Duration = Duration::from_millis(300);

fn store_on(bus: &TestBus) -> KeychainStore {
    KeychainStore::on_bus(VAULT, bus.address.clone())
}

fn item(key: i64) -> Item {
    Item::Version { key, version: 1, nonce: 0xAB }
}

fn facts(key: i64) -> ItemFacts {
    ItemFacts { item: item(key), label: format!("Keyloft: shop/production/KEY_{key}") }
}

fn secret(text: &str) -> Secret {
    Secret::new(text.as_bytes().to_vec())
}

#[test]
fn gnome_keyring_keeps_the_contract() {
    let bus = TestBus::with(Keyring::Unlocked);
    let mut store = store_on(&bus);
    contract::check(&mut store, &mut KeychainStore::on_bus(VaultId([7; 16]), bus.address.clone()));
    assert_eq!(store.title(), "GNOME Keyring");
    let unasked = KeychainStore::on_bus(VaultId([8; 16]), bus.address.clone());
    assert_eq!(unasked.title(), "GNOME Keyring", "one name for all that lie in it");
}

#[test]
fn a_passwordless_keyring_keeps_the_contract_and_every_byte_over_a_restart() {
    let mut bus = TestBus::with(Keyring::Passwordless);
    let mut store = store_on(&bus);
    contract::check(&mut store, &mut KeychainStore::on_bus(VaultId([7; 16]), bus.address.clone()));

    bus.secret_tool(&["store", "--label=theirs", "app", "other"], b"someone else's");
    let dashes = "-".repeat(5);
    let hostile = [
        format!("{dashes}BEGIN TEST BLOCK{dashes}\n{}\n{dashes}END TEST BLOCK{dashes}\n", "QUJD".repeat(16)),
        "{\n  \"a\": [1, 2]\n}\n".to_owned(),
        "   leading".to_owned(),
        "back\\slash \\n \\s".to_owned(),
        "[1]\nsecret=stolen\n".to_owned(),
    ];
    for (key, value) in (1..).zip(&hostile) {
        store.put(&facts(key), &secret(value), CALL_DEADLINE).expect("put");
    }
    bus.kill_daemon();
    bus.start(Keyring::Passwordless);
    for (key, value) in (1..).zip(&hostile) {
        let back = store.get(&item(key), CALL_DEADLINE).expect("still there after the restart");
        assert!(back.same_as(&secret(value)), "value {key} changed");
    }
    assert_eq!(bus.secret_tool(&["lookup", "app", "other"], b""), b"someone else's");
    // What lies in the plain file is one line an item.
    let file = std::fs::read_to_string(bus.keyrings().join("Default_keyring.keyring")).expect("the keyring's file");
    let ours = file.lines().filter(|line| line.starts_with("secret=kl1.")).count();
    assert_eq!(ours, hostile.len());
}

#[test]
fn a_locked_keyring_says_so_at_once_and_nothing_prompts_or_changes() {
    let mut bus = TestBus::with(Keyring::Unlocked);
    let mut store = store_on(&bus);
    store.put(&facts(1), &secret("kept"), CALL_DEADLINE).expect("put");
    bus.lock();
    store.calls_made();
    let locked = |outcome: Result<(), StoreError>| {
        assert!(matches!(&outcome, Err(StoreError::Locked { store }) if store == "GNOME Keyring"), "{outcome:?}");
    };
    locked(store.probe(CALL_DEADLINE));
    locked(store.get(&item(1), CALL_DEADLINE).map(drop));
    locked(store.get(&item(2), CALL_DEADLINE).map(drop));
    locked(store.get_many(&[item(1)], CALL_DEADLINE).map(drop));
    locked(store.put(&facts(2), &secret("never"), CALL_DEADLINE));
    locked(store.delete(&item(1), CALL_DEADLINE));
    locked(store.list(CALL_DEADLINE).map(drop));
    let calls = store.calls_made();
    // "Unlock" alone shows nothing (it opens keyrings that have no password); "Prompt" would.
    assert!(calls.iter().all(|call| ["ReadAlias", "Get", "Unlock"].contains(call)), "{calls:?}");

    bus.kill_daemon();
    bus.start(Keyring::Unlocked);
    assert_eq!(store.list(CALL_DEADLINE).expect("list"), [item(1)]);
    assert!(store.get(&item(1), CALL_DEADLINE).expect("get").same_as(&secret("kept")));
}

#[test]
fn a_daemon_that_comes_back_locked_is_locked_and_not_empty() {
    let mut bus = TestBus::with(Keyring::Unlocked);
    let mut store = store_on(&bus);
    store.put(&facts(1), &secret("kept"), CALL_DEADLINE).expect("put");
    bus.kill_daemon();
    bus.start(Keyring::Locked);
    assert!(matches!(store.get(&item(1), CALL_DEADLINE), Err(StoreError::Locked { .. })));
    assert!(matches!(store.list(CALL_DEADLINE), Err(StoreError::Locked { .. })));
}

#[test]
fn unlocking_where_nobody_can_be_asked_ends_with_an_error() {
    let bus = TestBus::with(Keyring::Unlocked);
    let mut store = store_on(&bus);
    store.unlock(CALL_DEADLINE).expect("an open keyring needs no unlocking");
    bus.lock();
    let outcome = store.unlock(Duration::from_secs(2));
    assert!(
        matches!(outcome, Err(StoreError::Denied { .. } | StoreError::TimedOut { .. } | StoreError::Failed { .. })),
        "{outcome:?}"
    );
    assert!(matches!(store.probe(CALL_DEADLINE), Err(StoreError::Locked { .. })));
}

#[test]
fn a_killed_daemon_is_absent_and_its_successor_serves_the_same_store() {
    let mut bus = TestBus::with(Keyring::Unlocked);
    let mut store = store_on(&bus);
    store.put(&facts(1), &secret("one"), CALL_DEADLINE).expect("put");
    for round in 2..5 {
        bus.kill_daemon();
        let gone = |outcome: Result<(), StoreError>| {
            assert!(matches!(outcome, Err(StoreError::Absent { .. } | StoreError::Broken { .. })), "{outcome:?}");
        };
        gone(store.put(&facts(round), &secret("not now"), CALL_DEADLINE));
        gone(store.get(&item(1), CALL_DEADLINE).map(drop));
        gone(store.list(CALL_DEADLINE).map(drop));
        bus.start(Keyring::Unlocked);
        // The first call after the restart works already, a writing one too: its connection is made sure of before.
        store.put(&facts(round), &secret("now"), CALL_DEADLINE).expect("put after the restart");
        assert!(store.get(&item(1), CALL_DEADLINE).expect("get").same_as(&secret("one")));
    }
    bus.kill_daemon();
    bus.start(Keyring::Unlocked);
    let all = store.get_many(&[item(1), item(4)], CALL_DEADLINE).expect("get_many as the first call after a restart");
    assert!(all.into_iter().all(|value| value.is_ok()));
}

#[test]
fn a_stopped_daemon_times_out_and_serves_again_when_it_goes_on() {
    let bus = TestBus::with(Keyring::Unlocked);
    let mut store = store_on(&bus);
    store.put(&facts(1), &secret("one"), CALL_DEADLINE).expect("put");
    bus.signal_daemon(Signal::STOP);
    let timed_out = |outcome: Result<(), StoreError>| {
        assert!(matches!(outcome, Err(StoreError::TimedOut { secs: 1, .. })), "{outcome:?}");
    };
    // More often than threads may hang: the worker gives up by itself and is free again.
    for _ in 0..5 {
        timed_out(store.probe(SHORT));
        timed_out(store.put(&facts(2), &secret("two"), SHORT));
    }
    timed_out(store.get(&item(1), SHORT).map(drop));
    bus.signal_daemon(Signal::CONT);
    assert!(store.get(&item(1), CALL_DEADLINE).expect("get").same_as(&secret("one")));
    // Nothing was sent for the second: the daemon never said that the keyring is open.
    assert_eq!(store.list(CALL_DEADLINE).expect("list"), [item(1)]);
}

#[test]
fn without_a_bus_or_a_daemon_the_keychain_is_absent() {
    let bus = TestBus::without_daemon();
    let reason = |store: &mut KeychainStore| match store.probe(CALL_DEADLINE) {
        Err(StoreError::Absent { reason }) => reason,
        other => panic!("{other:?}"),
    };
    assert_eq!(reason(&mut store_on(&bus)), "no program offers org.freedesktop.secrets");
    let mut nowhere = KeychainStore::on_bus(VAULT, format!("unix:path={}/none", bus.keyrings().display()));
    assert_eq!(reason(&mut nowhere), "the session bus does not answer");
    assert_eq!(nowhere.title(), "the system keychain");
}

#[test]
fn a_keychain_is_named_by_who_answers_now() {
    let mut bus = TestBus::with(Keyring::Unlocked);
    let mut store = store_on(&bus);
    store.probe(CALL_DEADLINE).expect("open");
    assert_eq!(store.title(), "GNOME Keyring");
    bus.kill_daemon();
    assert!(matches!(store.probe(CALL_DEADLINE), Err(StoreError::Absent { .. })));
    assert_eq!(store.title(), "GNOME Keyring", "nobody took its place");
    let other = bus.connect();
    other.request_name("org.freedesktop.secrets").expect("the name is free");
    store.probe(CALL_DEADLINE).expect_err("it serves nothing");
    assert_eq!(store.title(), "the system keychain");
    assert_eq!(store_on(&bus).title(), "the system keychain", "one name for all that lie in it");
}

#[test]
fn other_programs_items_are_neither_listed_nor_deleted_nor_read() {
    let bus = TestBus::with(Keyring::Unlocked);
    let mut store = store_on(&bus);
    let name = user(&VAULT.to_string(), &item(1));
    // As close to ours as it gets: keyring's two attributes are the same, the vault's is missing.
    bus.secret_tool(&["store", "--label=theirs", "service", APPLICATION, "username", &name], b"theirs");
    assert_eq!(store.list(CALL_DEADLINE).expect("list"), []);
    assert!(matches!(store.get(&item(1), CALL_DEADLINE), Err(StoreError::NotFound { .. })));
    assert!(matches!(store.delete(&item(1), CALL_DEADLINE), Err(StoreError::NotFound { .. })));
    store.put(&facts(1), &secret("ours"), CALL_DEADLINE).expect("put");
    store.delete(&item(1), CALL_DEADLINE).expect("delete");
    assert_eq!(bus.secret_tool(&["lookup", "service", APPLICATION, "username", &name], b""), b"theirs");
}

#[test]
fn an_item_changed_by_another_program_is_malformed_and_two_of_one_name_are_not_guessed_between() {
    let bus = TestBus::with(Keyring::Unlocked);
    let mut store = store_on(&bus);
    let vault = VAULT.to_string();
    let name = user(&vault, &item(1));
    let ours = ["application", APPLICATION, "vault", &vault, "username", &name];
    bus.secret_tool(&[&["store", "--label=x"][..], &ours].concat(), b"not our form");
    assert!(matches!(store.get(&item(1), CALL_DEADLINE), Err(StoreError::Malformed { .. })));
    bus.secret_tool(&[&["store", "--label=x"][..], &ours, &["more", "1"]].concat(), b"kl1.AAAA");
    for outcome in [store.get(&item(1), CALL_DEADLINE).map(drop), store.delete(&item(1), CALL_DEADLINE)] {
        assert!(matches!(outcome, Err(StoreError::Malformed { .. })), "{outcome:?}");
    }
    assert_eq!(store.list(CALL_DEADLINE).expect("list").len(), 2);
}

#[test]
fn an_item_carries_its_facts_as_label_and_attributes() {
    let bus = TestBus::with(Keyring::Unlocked);
    let mut store = store_on(&bus);
    store.put(&facts(42), &secret("value"), CALL_DEADLINE).expect("put");
    let vault = VAULT.to_string();
    let name = user(&vault, &item(42));
    let attributes = [
        "service",
        APPLICATION,
        "username",
        &name,
        "application",
        APPLICATION,
        "vault",
        &vault,
        "key",
        "42",
        "version",
        "1",
    ];
    let line = bus.secret_tool(&[&["lookup"][..], &attributes].concat(), b"");
    assert_eq!(line, b"kl1.dmFsdWU");
    let shown = bus.secret_tool(&["search", "key", "42"], b"");
    assert!(String::from_utf8_lossy(&shown).contains("label = Keyloft: shop/production/KEY_42"));
}

#[test]
fn two_hundred_are_read_with_one_bulk_call_and_a_few_by_their_names() {
    let bus = TestBus::with(Keyring::Unlocked);
    let mut store = store_on(&bus);
    let items: Vec<Item> = (0..200).map(item).collect();
    for key in 0..200 {
        store.put(&facts(key), &secret(&format!("value {key}")), CALL_DEADLINE).expect("put");
    }
    for (asked, searches, attributes) in [(200, 1, 200), (60, 61, 0), (5, 5, 0)] {
        let mut fresh = store_on(&bus);
        let values = fresh.get_many(&items[..asked], CALL_DEADLINE).expect("get_many");
        assert_eq!(values.len(), asked);
        for (key, value) in values.into_iter().enumerate() {
            assert!(value.expect("each is there").same_as(&secret(&format!("value {key}"))));
        }
        let calls = fresh.calls_made();
        let count = |name: &str| calls.iter().filter(|call| **call == name).count();
        assert_eq!((count("GetSecrets"), count("OpenSession"), count("ReadAlias")), (1, 1, 1));
        // One property more than attributes: whether the collection is locked.
        assert_eq!((count("SearchItems"), count("Get")), (searches, attributes + 1), "asked for {asked}");
    }
}

#[test]
fn the_keyring_crate_reads_what_we_wrote() {
    // keyring knows only the session bus of its process, so the test runs itself once more with that set.
    const NAME: &str = "store::keychain::tests::the_keyring_crate_reads_what_we_wrote";
    const ASKED: &str = "KEYLOFT_TEST_KEYRING_USER";
    if let Ok(user) = std::env::var(ASKED) {
        let entry = keyring::Entry::new(APPLICATION, &user).expect("an entry");
        assert!(entry.get_secret().is_ok_and(|line| line == b"kl1.dmFsdWU"), "keyring reads another value");
        return;
    }
    let bus = TestBus::with(Keyring::Unlocked);
    store_on(&bus).put(&facts(1), &secret("value"), CALL_DEADLINE).expect("put");
    let child = |name: String| {
        let program = std::env::current_exe().expect("this test");
        let output = bus.command(program).args(["--exact", NAME]).env(ASKED, name).output().expect("it runs");
        (output.status.success(), String::from_utf8_lossy(&output.stdout).contains("1 passed"))
    };
    assert_eq!(child(user(&VAULT.to_string(), &item(1))), (true, true));
    assert_eq!(child(user(&VAULT.to_string(), &item(2))), (false, false));
}
