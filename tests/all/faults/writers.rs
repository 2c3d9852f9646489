//! Many writers at once: nothing acknowledged is lost, and nobody hears of the database.

use std::collections::BTreeMap;

use keyloft::fs::Home;
use keyloft::model::{Facts, KeyRef, Secret};
use keyloft::vault::{Error, NewKeyWish, Value, Vault, World};

use super::super::harness::{Output, Owned};
use super::{Chance, House, child, panicked, trials};

const THREADS: usize = 8;
const SHARED: &str = "shop/development/SHARED";

fn own_key(process: usize, thread: usize) -> String {
    format!("shop/p{process}/KEY_{thread}")
}

/// Runs this once for each thread, in named threads, and gives what they gave.
fn on_threads<T: Send>(threads: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    std::thread::scope(|scope| {
        let work = &work;
        let running: Vec<_> = (0..threads)
            .map(|n| {
                let named = std::thread::Builder::new().name(format!("writer {n}"));
                named.spawn_scoped(scope, move || work(n)).unwrap()
            })
            .collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

/// Nothing of SQLite's ever reaches the user; a key that others change at the same time may be refused in words.
#[track_caller]
fn is_quiet(output: &Output) {
    assert!(!panicked(output), "{output:?}");
    for word in ["locked", "busy", "SQL", "database"] {
        assert!(!output.stderr.contains(word), "{output:?}");
    }
}

#[test]
fn sixteen_loops_of_commands_lose_no_update() {
    let mut chance = Chance::of("writers");
    let house = House::sealed();
    house.run(["unlock", "--for", "1h"]).done();
    house.add(SHARED, &chance.secret());
    let rounds = trials(4, 40);
    let seeds: Vec<Chance> = (0..2 * THREADS).map(|_| chance.fork()).collect();
    let told = on_threads(2 * THREADS, |n| {
        let (mut chance, key) = (seeds[n].clone(), own_key(n / THREADS, n % THREADS));
        let mut value = chance.secret();
        let mut shared = 0;
        house.add(&key, &value);
        for round in 0..rounds {
            let next = chance.secret();
            let output = house.keyloft(["rotate", &key, "--secret-stdin"]).input(&next).run();
            is_quiet(&output);
            output.done();
            value = next;
            let output = house.run(["edit", &key, "--owner", &format!("team-{round}")]);
            is_quiet(&output);
            output.done();
            // One key that all of them change.
            let output = house.keyloft(["rotate", SHARED, "--secret-stdin"]).input(chance.secret()).run();
            is_quiet(&output);
            match output.status {
                0 => shared += 1,
                _ => assert!(output.stderr.contains("Try again") || output.stderr.contains("try again"), "{output:?}"),
            }
        }
        (value, shared)
    });
    house.run(["lock"]).done();
    let listed = house.list();
    let versions: BTreeMap<String, (u64, String)> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|key| {
            let owner = key["owner"].as_str().unwrap_or_default().to_owned();
            (key["ref"].as_str().unwrap().to_owned(), (key["version"].as_u64().unwrap(), owner))
        })
        .collect();
    let mut shared = 0;
    for (n, (value, of_shared)) in told.iter().enumerate() {
        let key = own_key(n / THREADS, n % THREADS);
        assert!(house.get(&key) == *value, "{key}");
        assert_eq!(versions[&key], (1 + rounds as u64, format!("team-{}", rounds - 1)), "{key}");
        shared += of_shared;
    }
    assert_eq!(versions[SHARED].0, 1 + shared, "each acknowledged rotation is a version");
    println!("{} acknowledged changes, {shared} of them of one key", 2 * THREADS * (2 * rounds + 1) + shared as usize);
    house.is_well();
}

const TEST: &str = "all::faults::writers::two_processes_of_eight_threads_lose_no_update";

fn opened(home: &std::path::Path, passphrase: &str) -> Vault {
    let mut vault = Vault::open(&Home::at(home), &World::real("window")).unwrap();
    vault.unlock_with_passphrase(&Secret::new(passphrase.as_bytes().to_vec())).unwrap();
    vault
}

/// Eight threads, each with a vault of its own, as a window and its jobs.
fn write_as_child(process: usize, home: &std::path::Path) {
    let passphrase = std::env::var("KEYLOFT_TEST_PASSPHRASE").unwrap();
    let rounds = trials(25, 600);
    let shared = on_threads(THREADS, |thread| {
        let mut vault = opened(home, &passphrase);
        let reference: KeyRef = own_key(process, thread).parse().unwrap();
        let text = |round: usize| Secret::new(format!("{process} {thread} {round}").into_bytes());
        let uid = vault.add(NewKeyWish::new(reference, Value::Secret(text(0)))).unwrap();
        let common = vault.find_to_change(&SHARED.parse().unwrap()).unwrap().key.uid;
        let mut shared = 0;
        for round in 1..=rounds {
            vault.rotate(uid, text(round), None, None).unwrap();
            let owner = Facts { owner: Some(format!("team-{round}")), ..Facts::default() };
            vault.edit(uid, &owner, None).unwrap();
            match vault.rotate(common, text(round), None, None) {
                Ok(()) => shared += 1,
                Err(Error::ChangedMeanwhile | Error::BeingChanged) => {}
                Err(other) => panic!("{other}"),
            }
        }
        shared
    });
    println!("shared {}", shared.iter().sum::<u64>());
}

#[test]
fn two_processes_of_eight_threads_lose_no_update() {
    if let Some((role, home)) = child::role() {
        return write_as_child(role.parse().unwrap(), &home);
    }
    let house = House::sealed();
    house.add(SHARED, b"the first");
    let mut children: Vec<Owned> = (0..2)
        .map(|process| {
            let environment = [("KEYLOFT_TEST_PASSPHRASE", house.passphrase())];
            child::start(TEST, &process.to_string(), &house.home.vault(), environment)
        })
        .collect();
    let mut shared = 0;
    for child in &mut children {
        let told = std::io::read_to_string(child.child().stdout.take().unwrap()).unwrap();
        assert!(child.wait().success(), "{told}");
        let line = told.lines().find_map(|line| line.split("shared ").nth(1)).unwrap();
        shared += line.trim().parse::<u64>().unwrap();
    }
    let rounds = trials(25, 600);
    let listed = house.list();
    let version = |name: &str| listed.as_array().unwrap().iter().find(|key| key["ref"] == name).unwrap().clone();
    for process in 0..2 {
        for thread in 0..THREADS {
            let key = own_key(process, thread);
            assert_eq!(version(&key)["version"], 1 + rounds, "{key}");
            assert_eq!(version(&key)["owner"], format!("team-{rounds}"), "{key}");
            assert_eq!(house.get(&key), format!("{process} {thread} {rounds}").as_bytes());
        }
    }
    assert_eq!(version(SHARED)["version"], 1 + shared);
    println!("{} acknowledged changes, {shared} of them of one key", 16 * (2 * rounds + 1) + shared as usize);
    house.is_well();
}
