//! Keyloft: a desktop home for API keys. The rooms and their floors are mapped in ARCHITECTURE.md.

pub mod gui;
pub mod jobs;
pub mod model;
pub mod store;
