//! The keychain's daemon killed in the middle of a call.

use std::sync::Arc;
use std::time::{Duration, Instant};

use keyloft::fs::Home;
use keyloft::model::{KeyRef, Secret, UseKind};
use keyloft::store::KeychainStore;
use keyloft::vault::{Vault, World};

use super::super::harness::wait_for;
use super::changes::{KEYS, Known, Moments, begin, look, reference};
use super::{Chance, House, says_what_to_do, trials};

#[test]
fn a_keychain_killed_in_the_middle_of_a_command_loses_nothing_that_was_acknowledged() {
    let mut chance = Chance::of("daemon");
    let mut house = House::keychain();
    let mut moments = Moments::measure(&house);
    let mut keys = vec![Known::Absent; KEYS];
    let (mut acknowledged, mut old, mut new) = (0, 0, 0);
    // A trial takes more than half a second: the daemon has to come back.
    let count = trials(60, 200);
    for trial in 0..count {
        let key = chance.below(KEYS);
        let (running, what, wish) = begin(&house, &mut chance, key, &keys[key]);
        moments.wait(&mut chance, what);
        house.keyring.as_mut().unwrap().kill();
        let output = running.finish();
        house.keyring.as_mut().unwrap().start();
        let found = look(&house, key, what == "delete");
        match output.status {
            0 => {
                acknowledged += 1;
                assert!(found == wish, "trial {trial}: {what} of {key} was acknowledged");
            }
            4 => {
                says_what_to_do(&output);
                old += usize::from(found == keys[key]);
                new += usize::from(found == wish);
                assert!(found == keys[key] || found == wish, "trial {trial}: {what} of {key} left neither");
            }
            _ => panic!("trial {trial}: {what}: {output:?}"),
        }
        moments.learn(what, output.status == 0, found == keys[key]);
        keys[key] = found;
    }
    println!("{count} kills: {acknowledged} acknowledged, {old} left the old value, {new} the new one");
    for (key, known) in keys.iter().enumerate() {
        assert!(look(&house, key, false) == *known, "key {key} changed later");
    }
    house.is_well();
}

#[test]
fn a_running_keyloft_goes_on_after_each_kill_of_its_keychain() {
    let mut chance = Chance::of("daemon under a running Keyloft");
    let mut house = House::keychain();
    let name: KeyRef = reference(0).parse().unwrap();
    let mut value = chance.secret();
    house.add(&reference(0), &value);
    let keyring = house.keyring.as_mut().unwrap();
    let address = keyring.address();
    let mut world = World::real("window");
    world.keychain = Arc::new(move |id| Box::new(KeychainStore::on_bus(id, address.clone())));
    let mut vault = Vault::open(&Home::at(&house.home.vault()), &world).unwrap();
    vault.unlock_with_keychain().unwrap();
    let uid = vault.find_to_change(&name).unwrap().key.uid;
    let (mut acknowledged, mut slowest) = (0, Duration::ZERO);
    let count = trials(40, 200);
    for trial in 0..count {
        let wish = chance.secret();
        let delay = chance.time(Duration::from_millis(40));
        let outcome = std::thread::scope(|scope| {
            let killer = std::thread::Builder::new().name("killer".into());
            let killed = killer.spawn_scoped(scope, || {
                std::thread::sleep(delay);
                keyring.kill();
            });
            let outcome = vault.rotate(uid, Secret::new(wish.clone()), None, Some(Duration::ZERO));
            killed.unwrap().join().unwrap();
            outcome
        });
        keyring.start();
        let begun = Instant::now();
        wait_for("the keychain to be used again", || vault.recover().ok());
        let found = vault.get(uid, UseKind::Get, None).unwrap();
        slowest = slowest.max(begun.elapsed());
        let is = |wanted: &[u8]| found.same_as(&Secret::new(wanted.to_vec()));
        match outcome {
            Ok(()) => {
                acknowledged += 1;
                assert!(is(&wish), "trial {trial}: an acknowledged value is lost");
            }
            Err(error) => {
                assert!(error.is_access(), "trial {trial}: {error}");
                assert!(is(&wish) || is(&value), "trial {trial}: neither the old value nor the new one");
            }
        }
        if is(&wish) {
            value = wish;
        }
    }
    println!(
        "{count} kills: {acknowledged} acknowledged; usable again {} ms after the keychain at the latest",
        slowest.as_millis()
    );
    drop(vault);
    assert!(house.get(&reference(0)) == value);
    house.is_well();
}
