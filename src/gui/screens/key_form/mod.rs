//! What New key, Edit and Duplicate or Move have in common: a key's facts and names while they are typed, and their fields.

mod attempt;
mod facts;
mod key_id;
mod let_go;
mod names;
mod typed;
mod ui;

pub use attempt::Attempt;
#[cfg(test)]
pub use facts::Ends;
pub use facts::{FactsForm, usual_words};
pub use key_id::{
    Beside, BesideValue, KEY_ID_INSTEAD, KEY_ID_INSTEAD_HINT, KeyIdError, KeyIdText, NEEDS_SECRET, USE_ANYWAY,
    USE_AS_KEY_ID, kept_out, key_id_ui,
};
pub use let_go::LetGo;
pub use names::{Taken, loses_protection, name_error, place_error, place_words, taken};
pub use typed::{ListOrTyped, Typed, typed_ui};
pub use ui::{
    Column, as_file_ui, ends_ui, every_ui, kind_ui, level_ui, name_field_ui, note_ui, owner_ui, project_ui,
    provider_ui, scopes_ui, tokens_ui,
};
