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

/// When to kill each kind of change: spread over about the time it takes here. A computer that is busier than when the
/// change was measured would be killed too early each time, so the times follow what the kills found.
pub struct Moments(BTreeMap<&'static str, Duration>);

impl Moments {
    /// As they were measured.
    pub fn of<const N: usize>(spans: [(&'static str, Duration); N]) -> Self {
        Self(spans.into())
    }

    /// Measures each kind once, uninterrupted.
    pub fn measure(house: &House) -> Self {
        let name = "shop/development/MEASURED";
        let timed = |what: &'static str, arguments: &[&str]| {
            let begun = Instant::now();
            house.keyloft(arguments).input(what).run().done();
            (what, begun.elapsed().mul_f64(1.2))
        };
        let add = timed("add", &["add", name, "--secret-stdin"]);
        let rotate = timed("rotate", &["rotate", name, "--keep", "0s", "--secret-stdin"]);
        house.run(["disable", name]).done();
        Self([add, rotate, timed("delete", &["delete", name, "--yes", "--now"])].into())
    }

    /// Waits for a moment in a change that began just now.
    pub fn wait(&self, chance: &mut Chance, what: &str) {
        std::thread::sleep(chance.time(self.0[what]));
    }

    /// Learns from a kill that came too late, or so early that nothing had changed.
    pub fn learn(&mut self, what: &str, too_late: bool, too_early: bool) {
        let span = self.0.get_mut(what).expect("each kind was measured");
        if too_late {
            *span = span.mul_f64(0.95);
        } else if too_early {
            *span = span.mul_f64(1.03);
        }
    }
}
