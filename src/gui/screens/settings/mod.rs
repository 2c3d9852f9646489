//! Settings: one column of rows, each saved at once. `data` says what stands there, `typed` what is being typed, `ui` and
//! `rows` how it is drawn.

mod data;
mod rows;
#[cfg(test)]
mod tests;
mod typed;
mod ui;

pub use data::tilde;
pub use ui::{Screen, settings_ui};
