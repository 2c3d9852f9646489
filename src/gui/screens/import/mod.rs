//! Import: files, folders or pasted text, a look at what would come in, and what becomes of the files.

mod batch;
mod entries;
mod form;
mod place;
mod results;
mod rows;
mod ui;

pub use batch::{Batch, counted, expand_home, short_path};
pub use form::Import;
pub use results::{Results, results_ui};
pub use rows::rows_ui;
pub use ui::import_ui;
