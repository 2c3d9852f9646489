//! A vault on its way between a real keychain and its own file: killed, left by the keychain, written to meanwhile.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::{Duration, Instant};

use keyloft::model::UseKind;

use super::super::harness::Keyring;
use super::changes::Moments;
use super::{Chance, House, panicked, says_what_to_do, trials};

const KEYS: usize = 8;
const TO: [&str; 2] = ["sealed", "keychain"];

type Values = BTreeMap<String, Vec<u8>>;

/// A vault in a keychain with values of all kinds, one of them rotated, one of them too large for a keychain.
fn furnished(chance: &mut Chance) -> (House, Values) {
    let house = House::movable();
    let mut values = Values::new();
    for number in 0..KEYS {
        let name = format!("shop/development/KEY_{number}");
        let value = chance.secret();
        house.add(&name, &value);
        values.insert(name, value);
    }
    let large = chance.secret()[..1].repeat(800_000);
    house.add("shop/development/LARGE", &large);
    values.insert("shop/development/LARGE".into(), large);
    let next = chance.secret();
    house.keyloft(["rotate", "shop/development/KEY_0", "--secret-stdin"]).input(&next).run().done();
    values.insert("shop/development/KEY_0".into(), next);
    (house, values)
}

fn arguments(to: &str) -> Vec<&str> {
    if to == "sealed" { vec!["move-to", to, "--kdf", "19,2,1"] } else { vec!["move-to", to] }
}

/// Where the next move goes.
fn next_move(house: &House) -> &'static str {
    let store = house.meta("store");
    if store == "keychain" { "sealed" } else { "keychain" }
}

/// Reads every value; the first command after a kill puts right what was cut off.
#[track_caller]
fn all_are_there(house: &House, values: &Values, context: &str) {
    let (first, value) = values.first_key_value().unwrap();
    assert!(house.get(first) == *value, "{context}: {first}");
    let mut vault = house.open();
    for (name, value) in values {
        let key = vault.find_to_change(&name.parse().unwrap()).unwrap().key;
        let found = vault.get(key.uid, UseKind::Get, None).unwrap();
        assert!(found.expose() == value, "{context}: {name}");
    }
}

/// What a keyring holds of Keyloft's, as its own tool lists it.
fn items(keyring: &Keyring) -> usize {
    let mut command = keyring.command("secret-tool");
    let output = command.args(["search", "--all", "application", "keyloft"]).stdin(Stdio::null()).output().unwrap();
    String::from_utf8_lossy(&output.stdout).lines().filter(|line| line.starts_with("label = ")).count()
}

/// Each value lies in one place: as many items as values in the keychain with the vault key, or none.
#[track_caller]
fn is_tidy(house: &House, context: &str) {
    let items = items(house.keyring.as_ref().unwrap());
    let expected = if house.meta("store") == "keychain" { KEYS + 2 } else { 0 };
    assert_eq!(items, expected, "{context}");
    assert_eq!(house.dump()["copies"], Vec::<Vec<_>>::new(), "{context}");
}

#[test]
fn a_move_killed_anywhere_is_done_or_never_was() {
    let mut chance = Chance::of("moves");
    let (house, values) = furnished(&mut chance);
    let mut moments = Moments::of(TO.map(|to| {
        let begun = Instant::now();
        house.run(arguments(to)).done();
        (to, begun.elapsed().mul_f64(1.1))
    }));
    is_tidy(&house, "there and back");
    let (mut acknowledged, mut back, mut moved, mut slowest) = (0, 0, 0, Duration::ZERO);
    let count = trials(40, 300);
    for trial in 0..count {
        let to = next_move(&house);
        let running = house.keyloft(arguments(to)).launch();
        moments.wait(&mut chance, to);
        let output = running.kill();
        let store = house.meta("store");
        let begun = Instant::now();
        all_are_there(&house, &values, &format!("trial {trial}, to {to}: {output:?}"));
        slowest = slowest.max(begun.elapsed());
        match output.status {
            0 => acknowledged += 1,
            137 if store == to => moved += 1,
            137 => back += 1,
            _ => panic!("trial {trial}: {output:?}"),
        }
        assert!(output.status != 0 || store == to, "trial {trial}: it was acknowledged");
        assert_eq!(house.meta("store"), store, "trial {trial}: nothing moves by itself");
        is_tidy(&house, &format!("trial {trial}, to {to}"));
        moments.learn(to, output.status == 0, false);
    }
    println!(
        "{count} kills: {acknowledged} came too late, {back} left the old store, {moved} the new one; the slowest look \
         afterwards took {} ms",
        slowest.as_millis()
    );
    house.is_well();
}

#[test]
fn a_keychain_killed_in_the_middle_of_a_move_loses_nothing() {
    let mut chance = Chance::of("moves and the daemon");
    let (mut house, values) = furnished(&mut chance);
    let mut moments = Moments::of(TO.map(|to| {
        let begun = Instant::now();
        house.run(arguments(to)).done();
        (to, begun.elapsed().mul_f64(1.3))
    }));
    let (mut done, mut failed) = (0, 0);
    let count = trials(20, 120);
    for trial in 0..count {
        let to = next_move(&house);
        let running = house.keyloft(arguments(to)).launch();
        moments.wait(&mut chance, to);
        house.keyring.as_mut().unwrap().kill();
        let output = running.finish();
        let store = house.meta("store");
        // It may come back locked: then nothing is taken away yet, and a sealed vault is open all the same.
        if chance.below(3) == 0 {
            house.keyring.as_mut().unwrap().start_locked();
            if store == "sealed" {
                all_are_there(&house, &values, &format!("trial {trial}, to {to}, locked"));
            } else {
                says_what_to_do(&house.run(["get", "shop/development/KEY_1"]).exits(4));
            }
            house.keyring.as_mut().unwrap().kill();
        }
        house.keyring.as_mut().unwrap().start();
        all_are_there(&house, &values, &format!("trial {trial}, to {to}: {output:?}"));
        match output.status {
            0 => {
                done += 1;
                assert_eq!(store, to, "trial {trial}: it was acknowledged");
            }
            1 | 4 => {
                failed += 1;
                says_what_to_do(&output);
                assert!(store != to, "trial {trial}: {output:?}");
            }
            _ => panic!("trial {trial}: {output:?}"),
        }
        is_tidy(&house, &format!("trial {trial}, to {to}: {output:?}"));
        moments.learn(to, output.status == 0, false);
    }
    println!("{count} kills of the keychain: {done} moves were done, {failed} went back");
    house.is_well();
}

#[test]
fn what_other_programs_save_while_the_secrets_move_is_saved() {
    let mut chance = Chance::of("moves and writers");
    let (mut house, mut values) = furnished(&mut chance);
    let (mut saved, mut refused) = (0, 0);
    for round in 0..trials(3, 20) {
        if round % 3 == 0 && round > 0 {
            // What is written meanwhile makes the next move longer, in which more is written: not without end.
            house.is_well();
            (house, values) = furnished(&mut chance);
        }
        let to = next_move(&house);
        let mut told = Vec::new();
        std::thread::scope(|scope| {
            let moving = scope.spawn(|| house.run(arguments(to)));
            let mut number = 0;
            while !moving.is_finished() {
                number += 1;
                let (name, value) = (format!("shop/development/ROUND_{round}_{number}"), chance.secret());
                let output = house.keyloft(["add", &name, "--secret-stdin"]).input(&value).run();
                told.push((name, value, output));
            }
            moving.join().unwrap().done();
        });
        for (name, value, output) in told {
            assert!(!panicked(&output), "{output:?}");
            match output.status {
                0 => {
                    saved += 1;
                    values.insert(name, value);
                }
                // The move came to its end between its look and its change.
                _ => {
                    refused += 1;
                    says_what_to_do(&output);
                    assert_ne!(house.run(["get", &name]).status, 0, "{name} was refused, and is there");
                }
            }
        }
        all_are_there(&house, &values, &format!("round {round}"));
        assert_eq!(house.meta("store"), to);
    }
    println!("{saved} were saved beside the moves, {refused} were refused in words");
    house.is_well();
}

#[test]
fn a_disk_that_is_full_leaves_the_secrets_in_the_keychain() {
    let mut chance = Chance::of("moves and a full disk");
    let (house, mut values) = furnished(&mut chance);
    // Some that fill more than what is left.
    for number in 0..3 {
        let (name, value) = (format!("shop/development/WIDE_{number}"), chance.secret()[..1].repeat(300_000));
        house.add(&name, &value);
        values.insert(name, value);
    }
    let before = items(house.keyring.as_ref().unwrap());
    // Blocks of 512 bytes, all of them too few for the log of what is to be copied.
    for blocks in [8, 64, 400, 1000] {
        let words = "trap '' XFSZ; ulimit -f";
        let output = house.shell(&format!("{words} {blocks}; exec \"$KEYLOFT\" move-to sealed --kdf 19,2,1")).run();
        says_what_to_do(&output.exits(1));
        assert_eq!(house.meta("store"), "keychain");
        all_are_there(&house, &values, "a full disk");
        assert_eq!(items(house.keyring.as_ref().unwrap()), before);
    }
    house.is_well();
    house.run(arguments("sealed")).done();
    all_are_there(&house, &values, "moved once there was room");
    assert_eq!(items(house.keyring.as_ref().unwrap()), 0);
}

#[test]
fn a_changed_passphrase_killed_anywhere_leaves_one_that_opens() {
    let mut chance = Chance::of("passphrases");
    let house = House::sealed();
    let value = chance.secret();
    house.add("shop/development/KEY", &value);
    let files = ["pass", "other"].map(|name| house.home.path().join(name));
    std::fs::write(&files[1], format!("{:032x}", u128::from(chance.next()))).unwrap();
    let opens = |file: &std::path::Path| {
        let output = house.keyloft(["get", "shop/development/KEY"]).env("KEYLOFT_PASSPHRASE_FILE", file).run();
        assert!(output.status == 4 || output.stdout == value, "{output:?}");
        output.status == 0
    };
    let begun = Instant::now();
    assert!(opens(&files[0]) && !opens(&files[1]));
    let mut moments = Moments::of([("passphrase", begun.elapsed())]);
    let (mut now, mut changed, count) = (0, 0, trials(40, 300));
    for trial in 0..count {
        let new = files[1 - now].display().to_string();
        let running = house
            .keyloft(["passphrase", "--new-passphrase-file", &new])
            .env("KEYLOFT_PASSPHRASE_FILE", &files[now])
            .launch();
        moments.wait(&mut chance, "passphrase");
        let output = running.kill();
        let works = [opens(&files[0]), opens(&files[1])];
        assert!(works[0] != works[1], "trial {trial}: {works:?}, {output:?}");
        assert!(output.status != 0 || works[1 - now], "trial {trial}: it was acknowledged");
        changed += usize::from(works[1 - now]);
        moments.learn("passphrase", output.status == 0, !works[1 - now]);
        now = usize::from(works[1]);
    }
    println!("{count} kills: {changed} left the new passphrase");
    if now == 1 {
        std::fs::copy(&files[1], &files[0]).unwrap();
    }
    house.is_well();
}
