//! The keys of a project: environments, filter, table. `data` and `words` say what is shown, the others how.

mod columns;
mod data;
mod empty;
mod filter;
mod header;
mod inspector;
mod key_menu;
mod marks;
mod picked;
mod places;
mod row;
mod search;
mod sort;
mod status;
mod table;
mod ui;
mod variable;
mod words;

pub use columns::Spare;
pub use data::{Chip, Place, Summary, worst};
pub use header::{choose_project, project_menu_ui};
pub use inspector::{Next, Split, Verb, inspector_ui, verb_here};
pub use key_menu::{key_menu_ui, open_key_menu, row_start};
pub use picked::{Unlisted, picking_keys, selected_ui, unlisted_ui};
pub use places::{
    ALL_ENVIRONMENTS, environment_items, environment_words, project_note, projects_in_order, short, short_of, shortens,
};
pub use search::{Finds, Haystack, typed_words};
pub use sort::Sort;
pub use table::list_keys;
pub use ui::{Screen, keys_ui, store_words, store_words_in_short};
pub use words::{
    can_unlock, capitalised, is_locked, is_of_keychain, is_of_noting, is_of_unlocking, lower_first, monogram,
    plain_value, row_text, trouble_words, unlock_then, waiting_mark,
};
