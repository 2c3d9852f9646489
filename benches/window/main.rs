//! What the window costs: printed beside its bar, never asserted. `cargo bench --bench window`, or a part of it:
//! `cargo bench --bench window -- frames|review|compare|idle|beside`. The last two need Xvfb, openbox and xdotool; `beside` needs
//! KeePassXC too, and root, since no other user may look at Keyloft's memory.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints, and its harness is the tests'")]

#[path = "../../tests/all/harness/mod.rs"]
mod harness;

mod beside;
mod compare;
mod frames;
mod idle;
mod peer;
mod review;
mod screen;
mod vaults;

use std::time::Duration;

/// The product's own, which wipes what is freed: it is part of what a frame costs.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() {
    // cargo adds `--bench`.
    let named: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let wanted = |part: &str| named.is_empty() || named.iter().any(|name| name == part);
    println!("{:<66} {:>12}   bar", "what", "figure");
    if wanted("frames") {
        frames::measure();
    }
    if wanted("review") {
        review::measure();
    }
    if wanted("compare") {
        compare::measure();
    }
    if wanted("idle") {
        idle::measure();
    }
    if wanted("beside") {
        beside::measure();
    }
}

fn row(what: &str, figure: &str, bar: &str) {
    println!("{what:<66} {figure:>12}   {bar}");
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// The figure that so many of a hundred stay under.
fn percentile<T: Copy + PartialOrd>(figures: &mut [T], percent: usize) -> T {
    figures.sort_by(|a, b| a.partial_cmp(b).expect("figures have an order"));
    figures[(figures.len() * percent).div_ceil(100).saturating_sub(1)]
}
