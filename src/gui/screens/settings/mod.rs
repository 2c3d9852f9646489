//! Settings: one column of rows, each saved at once. `data` says what stands there, `parts` with which words and choices,
//! `storage` where secrets lie, `typed` what is being typed, `told` how a change is told; `ui`, `rows` and `store_row` how it is drawn.

mod data;
mod parts;
mod rows;
mod storage;
mod store_row;
#[cfg(test)]
mod tests;
mod told;
mod typed;
mod ui;

pub use told::change_words;
pub use ui::{Screen, settings_ui};
