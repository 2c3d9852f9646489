//! Keyloft: a desktop home for API keys. The rooms and their floors are mapped in ARCHITECTURE.md.

pub mod agent;
pub mod clipboard;
pub mod jobs;
pub mod model;
pub mod runtime;
pub mod store;
