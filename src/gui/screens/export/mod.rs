//! The export dialog: an environment, a reader, a file; proved by the worker before it is written.

mod before;
mod consents;
mod data;
mod file;
mod form;
mod left;
mod proof;
mod read_back;
mod right;
mod ui;

pub use before::Before;
pub use form::{Export, exported_words};
pub use ui::export_ui;
