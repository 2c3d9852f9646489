//! The import dialog: a file or pasted text, where its keys go, what would come in, and what came of it.

mod form;
mod imported;
mod ui;

pub use form::{Import, expand_home};
pub use imported::{imported_ui, imported_words};
pub use ui::import_ui;
