//! Import: files, folders or pasted text, a look at what would come in, and what becomes of the files.

mod batch;
mod choices;
mod done;
mod entries;
mod form;
mod list;
mod needs;
mod place;
mod results;
mod row;
mod rows;
mod source;
#[cfg(test)]
mod tests;
mod twice;
mod ui;
mod unread;
mod walk;
mod words;

pub use batch::Batch;
pub use done::{undo_button, undo_button_ui};
pub use form::Import;
pub use results::{Results, delete_question_ui, results_ui, way_on};
pub use rows::{link_ui, rows_ui};
pub use ui::import_ui;
pub use unread::unread_ui;
pub use words::counted;

pub use crate::jobs::{expand_home, file_path_needs, short_path};
