//! Keyloft killed at random points.

use std::time::{Duration, Instant};

use super::changes::{KEYS, Known, Moments, begin, look};
use super::{Chance, House, trials};

#[test]
fn keyloft_killed_anywhere_loses_nothing_it_acknowledged() {
    let mut chance = Chance::of("crash");
    let house = House::keychain();
    let mut moments = Moments::measure(&house);
    let mut keys = vec![Known::Absent; KEYS];
    let (mut acknowledged, mut old, mut new, mut slowest) = (0, 0, 0, Duration::ZERO);
    let count = trials(100, 1000);
    for trial in 0..count {
        let key = chance.below(KEYS);
        let (running, what, wish) = begin(&house, &mut chance, key, &keys[key]);
        moments.wait(&mut chance, what);
        let output = running.kill();
        let begun = Instant::now();
        let found = look(&house, key, what == "delete");
        slowest = slowest.max(begun.elapsed());
        match output.status {
            0 => {
                acknowledged += 1;
                assert!(found == wish, "trial {trial}: {what} of {key} was acknowledged");
            }
            137 if found == keys[key] => old += 1,
            137 => {
                new += 1;
                assert!(found == wish, "trial {trial}: {what} of {key} left neither the old value nor the new one");
            }
            _ => panic!("trial {trial}: {what} failed: {output:?}"),
        }
        moments.learn(what, output.status == 0, found == keys[key]);
        keys[key] = found;
    }
    println!(
        "{count} kills: {acknowledged} came too late, {old} left the old value, {new} the new one; \
         the slowest look afterwards took {} ms",
        slowest.as_millis()
    );
    for (key, known) in keys.iter().enumerate() {
        assert!(look(&house, key, false) == *known, "key {key} changed later");
    }
    house.is_well();
}

#[test]
fn a_vault_whose_making_was_killed_is_whole_or_not_there() {
    let mut chance = Chance::of("crash while making");
    let begun = Instant::now();
    House::sealed();
    let span = begun.elapsed().mul_f64(1.2);
    let (mut there, count) = (0, trials(30, 300));
    for trial in 0..count {
        let house = House::before_init();
        let making = house.keyloft(["init", "--store", "sealed", "--kdf", "19,2,1"]).launch();
        std::thread::sleep(chance.time(span));
        let made = making.kill().status == 0;
        let stands = house.database().exists();
        assert!(stands || !made, "trial {trial}");
        there += usize::from(stands);
        if !stands {
            house.run(["init", "--store", "sealed", "--kdf", "19,2,1"]).done();
        }
        let value = chance.secret();
        house.add("shop/development/KEY", &value);
        assert!(house.get("shop/development/KEY") == value);
        house.is_well();
    }
    println!("{count} kills: the vault was there after {there}, and whole");
}
