//! The keys of a project: environments, filter, table. `data` and `words` say what is shown, the others how.

mod data;
mod empty;
mod filter;
mod header;
mod inspector;
mod key_menu;
mod marks;
mod row;
mod search;
mod sort;
mod status;
mod table;
mod ui;
mod words;

pub use data::Place;
pub use header::choose_project;
pub use inspector::{Next, inspector_ui};
pub use key_menu::{key_menu_ui, open_key_menu};
pub use row::Spare;
pub use sort::Sort;
pub use table::list_keys;
pub use ui::{Screen, keys_ui, messages_ui, store_words};
pub use words::{capitalised, row_text};
