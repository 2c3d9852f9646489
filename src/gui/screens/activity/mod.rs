//! Activity: what was done, by days. `record` holds what the worker read, `lines` which lines that makes, `folds` what is
//! open, `tops` where they stand, `state` what is kept between frames, `words` what a line says, `names` which keys it names today, `days` when it was, `ui`, `around` and `row` how it is drawn, `export`
//! writes it into a file.

mod around;
mod days;
mod export;
mod folds;
mod lines;
mod names;
mod record;
mod row;
mod state;
#[cfg(test)]
mod tests;
mod tops;
mod ui;
mod words;

pub use export::{ExportActivity, export_activity_ui};
pub use folds::Folds;
pub use state::{LineMark, Screen, activity_keys};
pub use ui::activity_ui;
pub use words::{edit_words, owner_set};
