//! Settings: one column of rows, each saved at once. `data` says what stands there, `parts` with which words and choices, `typed` what is being typed, `ui` and
//! `rows` how it is drawn.

mod data;
mod parts;
mod rows;
#[cfg(test)]
mod tests;
mod typed;
mod ui;

pub use parts::tilde;
pub use ui::{Screen, settings_ui};
