//! Keyloft killed at random points of add, rotate and delete, over a real keychain.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::super::harness::{Output, Running};
use super::{Chance, House, trials};

const KEYS: usize = 12;

/// What may be read of a key.
#[derive(Debug, Clone, PartialEq)]
enum Known {
    Absent,
    Value(Vec<u8>),
}

fn reference(number: usize) -> String {
    format!("shop/development/KEY_{number}")
}

/// Starts a change of one key.
fn begin(house: &House, chance: &mut Chance, key: usize, now: &Known) -> (Running, &'static str, Known) {
    let name = reference(key);
    match now {
        Known::Absent => {
            let value = chance.secret();
            let run = house.keyloft(["add", &name, "--secret-stdin"]).input(&value);
            (run.launch(), "add", Known::Value(value))
        }
        Known::Value(_) if chance.below(3) == 0 => {
            house.run(["disable", &name]).done();
            (house.keyloft(["delete", &name, "--yes", "--now"]).launch(), "delete", Known::Absent)
        }
        Known::Value(_) => {
            let value = chance.secret();
            let keep = ["0s", "30d"][chance.below(2)];
            let run = house.keyloft(["rotate", &name, "--keep", keep, "--secret-stdin"]).input(&value);
            (run.launch(), "rotate", Known::Value(value))
        }
    }
}

/// What the next commands read. The first of them finishes what was begun.
fn look(house: &House, key: usize, deleting: bool) -> Known {
    let name = reference(key);
    let mut output = house.run(["get", &name]);
    if deleting && output.stderr.contains("disabled") {
        let enabled = house.run(["enable", &name]);
        if enabled.status != 0 {
            assert!(enabled.stderr.contains("no such key"), "{enabled:?}");
        }
        output = house.run(["get", &name]);
    }
    match output {
        Output { status: 0, stdout, .. } => Known::Value(stdout),
        Output { stderr, .. } if stderr.contains("no such key") => Known::Absent,
        other => panic!("{name}: {other:?}"),
    }
}

/// How long each kind of change takes here, uninterrupted: kills are spread over a little more than that.
fn spans(house: &House) -> BTreeMap<&'static str, Duration> {
    let name = "shop/development/MEASURED";
    let timed = |what: &'static str, arguments: &[&str]| {
        let begun = Instant::now();
        house.keyloft(arguments).input(what).run().done();
        (what, begun.elapsed().mul_f64(1.2))
    };
    let add = timed("add", &["add", name, "--secret-stdin"]);
    let rotate = timed("rotate", &["rotate", name, "--keep", "0s", "--secret-stdin"]);
    house.run(["disable", name]).done();
    [add, rotate, timed("delete", &["delete", name, "--yes", "--now"])].into()
}

#[test]
fn keyloft_killed_anywhere_loses_nothing_it_acknowledged() {
    let mut chance = Chance::of("crash");
    let house = House::keychain();
    let spans = spans(&house);
    let mut keys = vec![Known::Absent; KEYS];
    let (mut acknowledged, mut old, mut new, mut slowest) = (0, 0, 0, Duration::ZERO);
    let count = trials(100, 1000);
    for trial in 0..count {
        let key = chance.below(KEYS);
        let (running, what, wish) = begin(&house, &mut chance, key, &keys[key]);
        std::thread::sleep(chance.time(spans[what]));
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
