//! A keychain that is not there, locked with nobody to ask, or frozen: a typed error, exit code 4, and nothing changed.

use super::super::harness::Output;
use super::{Chance, House, says_what_to_do};

const KEY: &str = "shop/development/KEY";
const DISABLED: &str = "shop/development/DISABLED";

/// A vault with an active key, a disabled and a plain one.
fn furnished(chance: &mut Chance) -> (House, Vec<u8>) {
    let house = House::keychain();
    let value = chance.secret();
    house.add(KEY, &value);
    house.add(DISABLED, &chance.secret());
    house.run(["disable", DISABLED]).done();
    house.run(["add", "shop/development/PORT", "--plain", "8080"]).done();
    (house, value)
}

/// Every command that needs the keychain, all at once: a frozen one lets each of them wait for its whole deadline.
fn all_that_need_it(house: &House) -> Vec<Output> {
    let export = house.home.path().join("out.env").display().to_string();
    let commands: [&[&str]; 10] = [
        &["get", KEY],
        &["add", "shop/development/NEW", "--secret-stdin"],
        &["add", KEY, "--replace", "--secret-stdin"],
        &["rotate", KEY, "--secret-stdin"],
        &["undo-rotate", KEY],
        &["edit", KEY, "--owner", "payments"],
        &["delete", DISABLED, "--yes", "--now"],
        &["export", "shop/development", "-o", &export],
        &["cp", KEY, "shop/development/COPY"],
        &["unlock", "--for", "1h"],
    ];
    let running: Vec<_> = commands.iter().map(|words| house.keyloft(*words).input("a new value").launch()).collect();
    let outputs: Vec<Output> = running.into_iter().map(super::super::harness::Running::finish).collect();
    assert!(!house.home.path().join("out.env").exists());
    outputs
}

fn nothing_happens(house: &House, words: &str) {
    let (rows, list) = (house.dump(), house.list());
    for output in all_that_need_it(house) {
        assert_eq!(output.status, 4, "{output:?}");
        says_what_to_do(&output);
        assert!(output.stderr.contains(words), "{output:?}");
        assert!(output.stdout.is_empty());
    }
    assert_eq!(house.list(), list, "facts are read without the keychain");
    assert_eq!(house.dump(), rows);
    assert_eq!(house.run(["get", "shop/development/PORT"]).done().stdout, b"8080");
    assert_eq!(house.files(), ["vault.db"]);
}

#[test]
fn an_absent_keychain_changes_nothing() {
    let mut chance = Chance::of("absent");
    let (mut house, value) = furnished(&mut chance);
    house.keyring.as_mut().unwrap().kill();
    nothing_happens(&house, "no keychain answers on this computer");
    house.keyring.as_mut().unwrap().start();
    assert!(house.get(KEY) == value);
    // Without any bus at all.
    let keyring = house.keyring.take();
    nothing_happens(&house, "no keychain answers on this computer");
    house.keyring = keyring;
    assert!(house.get(KEY) == value);
    house.is_well();
}

#[test]
fn a_locked_keychain_with_nobody_to_ask_changes_nothing() {
    let mut chance = Chance::of("locked");
    let (mut house, value) = furnished(&mut chance);
    let keyring = house.keyring.as_mut().unwrap();
    keyring.kill();
    keyring.start_locked();
    nothing_happens(&house, "GNOME Keyring");
    let keyring = house.keyring.as_mut().unwrap();
    keyring.restart();
    assert!(house.get(KEY) == value);
    house.is_well();
}

#[test]
fn a_frozen_keychain_changes_nothing_and_hangs_nobody() {
    let mut chance = Chance::of("frozen");
    let (mut house, value) = furnished(&mut chance);
    house.keyring.as_mut().unwrap().stop();
    nothing_happens(&house, "did not answer within");
    house.keyring.as_mut().unwrap().resume();
    assert!(house.get(KEY) == value);
    house.is_well();
}

#[test]
fn without_a_keychain_no_vault_is_made_unless_a_passphrase_is_chosen() {
    let house = House::before_init();
    for arguments in [&["init", "--store", "keychain"][..], &["init"]] {
        // No passphrase at hand either.
        let run = house.keyloft(arguments).env("KEYLOFT_PASSPHRASE_FILE", "");
        let output = run.run().exits(4);
        says_what_to_do(&output);
        assert!(!house.database().exists());
    }
    house.run(["init", "--store", "sealed", "--kdf", "19,2,1"]).done();
    assert_eq!(house.files(), ["vault.db"]);
}
