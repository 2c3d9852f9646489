//! Faults from outside: kills, absent and frozen keychains, full disks, damaged files, several writers at once. What was
//! acknowledged (exit code 0) has to be there afterwards, byte for byte.
//!
//! `KEYLOFT_TRIALS=full` runs the whole counts, `KEYLOFT_SEED=N` other choices; each test prints its seed.
#![allow(clippy::print_stdout, reason = "seeds and counts, which the runner shows where a test fails")]

mod away;
mod chance;
mod changes;
mod child;
mod clipboard;
mod crash;
mod daemon;
mod damage;
mod disk;
mod house;
mod items;
mod memory;
mod modes;
mod moving;
mod writers;

use chance::{Chance, trials};
use house::{House, panicked, says_what_to_do};
