//! One file an area.

#[cfg(target_os = "linux")]
mod agent;
#[cfg(target_os = "linux")]
mod clipboard;
#[cfg(target_os = "linux")]
mod helpers;
