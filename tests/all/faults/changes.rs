//! Changes of a few keys, one at a time, each of which may be cut off.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::super::harness::{Output, Running};
use super::{Chance, House};

/// How many keys are changed in turns.
pub const KEYS: usize = 12;

/// What may be read of a key.
#[derive(Debug, Clone, PartialEq)]
pub enum Known {
    Absent,
    Value(Vec<u8>),
}

/// A key's name.
pub fn reference(number: usize) -> String {
    format!("shop/development/KEY_{number}")
}

/// Starts a change of one key.
pub fn begin(house: &House, chance: &mut Chance, key: usize, now: &Known) -> (Running, &'static str, Known) {
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
pub fn look(house: &House, key: usize, deleting: bool) -> Known {
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
pub fn spans(house: &House) -> BTreeMap<&'static str, Duration> {
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
