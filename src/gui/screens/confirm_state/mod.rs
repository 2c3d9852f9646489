//! The questions before a key is disabled or deleted. `data` says what they ask, `ui` shows them.

mod data;
mod places;
mod ui;

pub use data::ConfirmState;
pub(in crate::gui::screens) use data::{delete_words, waiting_words};
pub use ui::confirm_state_ui;
