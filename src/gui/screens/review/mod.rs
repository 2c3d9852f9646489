//! What needs someone: numbers, health by project, when keys end, when they were used, and every warning with its verb.
//! `whole` reads the facts once, `data`, `timeline` and `lens` say what is shown of them, `state` is what is kept, the others
//! draw.

mod bar;
mod charts;
mod data;
mod dots;
mod header;
mod heat;
mod hiding;
mod lens;
mod list;
mod row;
mod search;
mod selecting;
mod state;
mod table;
mod tables;
#[cfg(test)]
mod tests;
mod timeline;
mod ui;
mod used;
mod whole;
mod words;

pub use lens::Sort;
pub use state::Review;
pub use table::review_keys;
pub use ui::review_ui;
pub use whole::Pick;
