//! Settings: one column of rows, each saved at once. `data` says what stands there, `parts` with which words and choices,
//! `storage` where secrets lie, `typed` what is being typed; `ui`, `rows` and `store_row` how it is drawn.

mod data;
mod parts;
mod rows;
mod storage;
mod store_row;
#[cfg(test)]
mod tests;
mod typed;
mod ui;

pub use ui::{Screen, settings_ui};
