//! The export dialog: an environment, a reader, a file.

mod form;
mod ui;

pub use form::{Export, exported_words};
pub use ui::export_ui;
