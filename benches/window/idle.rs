//! A window on 100,000 keys that nobody touches, and one that counts down.

use std::time::Duration;

use super::row;
use super::screen::Watch;
use super::vaults::Sealed;
use crate::harness::{Owned, Xvfb, keyloft};

const KEYS: usize = 100_000;
const IDLE: Duration = Duration::from_secs(20);
const COUNTING: Duration = Duration::from_secs(10);

/// Processor time of a process so far, over all threads, in hundredths of a second.
pub fn ticks(process: &mut Owned) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", process.child().id())).unwrap();
    let fields = stat.rsplit(')').next().unwrap().split_whitespace().skip(11).take(2);
    fields.map(|field| field.parse::<u64>().unwrap()).sum()
}

/// Frames and processor time (ms) within this time.
fn cost(watch: &Watch, window: u32, process: &mut Owned, time: Duration) -> (usize, u64) {
    let before = ticks(process);
    let frames = watch.frames(window, time);
    (frames, (ticks(process) - before) * 10)
}

pub fn measure() {
    let vault = Sealed::new(KEYS);
    let display = Xvfb::new();
    let watch = Watch::new(&display);
    let run = keyloft(&vault.home).display(&display).env("LIBGL_ALWAYS_SOFTWARE", "1");
    let mut process = run.start();
    let (_, window) = watch.mapped();
    let id = window.to_string();
    let tool = |args: &[&str]| assert!(display.command("xdotool").args(args).status().unwrap().success(), "{args:?}");
    tool(&["windowfocus", &id]);
    // The names are read, and what was drawn for them is done.
    std::thread::sleep(Duration::from_secs(8));
    let (frames, took) = cost(&watch, window, &mut process, IDLE);
    row("100,000 keys, 20 s untouched: frames", &frames.to_string(), "0");
    row("100,000 keys, 20 s untouched: processor time", &format!("{took} ms"), "0");

    tool(&["key", "ctrl+k"]);
    tool(&["type", "--delay", "60", "stripe_service_000008"]);
    std::thread::sleep(Duration::from_secs(1));
    tool(&["key", "Return"]);
    std::thread::sleep(Duration::from_secs(2));
    let (frames, took) = cost(&watch, window, &mut process, COUNTING);
    assert!(frames > 0, "no countdown is on: nothing was drawn");
    let seconds = COUNTING.as_secs_f64();
    row("countdown: frames a second", &format!("{:.1}", frames as f64 / seconds), "≤ 10");
    row("countdown: processor time a second, GL emulated", &format!("{:.0} ms", took as f64 / seconds), "");
    tool(&["key", "ctrl+shift+c"]);
    std::thread::sleep(Duration::from_secs(4));
    let (frames, took) = cost(&watch, window, &mut process, Duration::from_secs(10));
    row("10 s after the countdown: frames", &frames.to_string(), "0");
    row("10 s after the countdown: processor time", &format!("{took} ms"), "0");
}
