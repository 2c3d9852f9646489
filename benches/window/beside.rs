//! Beside KeePassXC on the same display: the time until the window is there, and memory.

use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::idle::ticks;
use super::peer::Peer;
use super::screen::Watch;
use super::vaults::Sealed;
use super::{milliseconds, percentile, row};
use crate::harness::{Owned, Xvfb, keyloft};

const STARTS: usize = 10;
const FEW: usize = 1_000;
const MANY: usize = 100_000;
/// A program that takes no processor time for so long has read its keys and drawn them.
const SETTLED: Duration = Duration::from_secs(5);
/// The longest that this may take: KeePassXC reads 100,000 entries for half a minute.
const PATIENCE: Duration = Duration::from_secs(180);

fn ours(vault: &Sealed, display: &Xvfb) -> Owned {
    keyloft(&vault.home).display(display).env("LIBGL_ALWAYS_SOFTWARE", "1").start()
}

/// From the start of a program until its window is mapped.
fn until_mapped(watch: &Watch, start: impl FnOnce() -> Owned) -> Duration {
    let begun = Instant::now();
    let mut process = start();
    let (mapped, _) = watch.mapped();
    process.end(Signal::KILL);
    mapped - begun
}

/// Proportional set size in KiB, once the window has settled.
fn memory(watch: &Watch, start: impl FnOnce() -> Owned) -> f64 {
    let mut process = start();
    watch.mapped();
    let (begun, mut before) = (Instant::now(), ticks(&mut process));
    loop {
        std::thread::sleep(SETTLED);
        let now = ticks(&mut process);
        if now == before {
            break;
        }
        assert!(begun.elapsed() < PATIENCE, "the program takes processor time after {PATIENCE:?}");
        before = now;
    }
    let rollup = std::fs::read_to_string(format!("/proc/{}/smaps_rollup", process.child().id())).unwrap();
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:")).unwrap();
    let size = line.split_whitespace().next().unwrap().parse().unwrap();
    // KeePassXC may ask questions when it is told to end.
    process.end(Signal::KILL);
    size
}

pub fn measure() {
    let display = Xvfb::new();
    let watch = Watch::new(&display);
    let Some(peer) = Peer::new(FEW) else {
        println!("KeePassXC is not installed: nothing to stand beside");
        return;
    };
    let vault = Sealed::new(FEW);

    vault.lock();
    let (mut mine, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..=STARTS {
        mine.push(until_mapped(&watch, || ours(&vault, &display)));
        theirs.push(until_mapped(&watch, || peer.start(&display, false)));
    }
    // The first of each read the program from the disk.
    let [mine, theirs] = [&mut mine, &mut theirs].map(|times| milliseconds(percentile(&mut times[1..], 50)));
    row("start to a mapped window, locked, median of 10", &format!("{mine:.0} ms"), "no later than KeePassXC's");
    row("KeePassXC 's, asking for its passphrase", &format!("{theirs:.0} ms"), "");

    vault.unlock();
    let few = memory(&watch, || ours(&vault, &display));
    let their_few = memory(&watch, || peer.start(&display, true));
    drop((vault, peer));
    let peer = Peer::new(MANY).expect("it was installed a moment ago");
    let their_many = memory(&watch, || peer.start(&display, true));
    drop(peer);
    let vault = Sealed::new(MANY);
    let many = memory(&watch, || ours(&vault, &display));
    let mib = |size: f64| format!("{:.1} MiB", size / 1_024.0);
    for (keys, mine, theirs) in [("1,000", few, their_few), ("100,000", many, their_many)] {
        row(&format!("memory (PSS) with {keys} keys in view"), &mib(mine), "");
        row(&format!("KeePassXC's with {keys} entries"), &mib(theirs), "");
        row("how many times as much", &format!("{:.2} ×", mine / theirs), "≤ 1.25 ×");
    }
    let each = (MANY - FEW) as f64;
    row("memory a key more", &format!("{:.2} KiB", (many - few) / each), "< 1 KiB");
    row("KeePassXC's an entry more", &format!("{:.2} KiB", (their_many - their_few) / each), "");
}
