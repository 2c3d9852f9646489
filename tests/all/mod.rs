//! Tests that need the whole house: its source text, the built binary, a real keychain, a real display.

#[cfg(target_os = "linux")]
mod agent;
#[cfg(target_os = "linux")]
mod cli;
#[cfg(target_os = "linux")]
mod clipboard;
#[cfg(target_os = "linux")]
mod faults;
mod floors;
#[cfg(target_os = "linux")]
mod flows;
mod harness;
#[cfg(target_os = "linux")]
mod helpers;
#[cfg(target_os = "linux")]
mod jobs;
mod packaging;
#[cfg(target_os = "linux")]
mod screen;
#[cfg(target_os = "linux")]
mod window;
