//! The keys of a project: environments, filter, table. `data` says what is shown, `ui` and `row` how.

mod data;
mod row;
mod search;
mod table;
mod ui;

pub use data::Place;
pub use table::list_keys;
pub use ui::{Screen, choose_project, keys_ui, store_words};
