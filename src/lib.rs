//! Keyloft: a desktop home for API keys. The rooms and their floors are mapped in ARCHITECTURE.md.

pub mod agent;
pub mod browser;
pub mod catalog;
pub mod child;
pub mod cli;
pub mod clipboard;
pub mod detect;
pub mod envfile;
pub mod fs;
pub mod generate;
pub mod git;
pub mod gui;
pub mod jobs;
pub mod mask;
pub mod model;
pub mod notify;
#[cfg(target_os = "linux")]
pub mod portal;
pub mod report;
pub mod review;
pub mod runtime;
#[cfg(target_os = "linux")]
pub mod session;
pub mod store;
pub mod vault;
