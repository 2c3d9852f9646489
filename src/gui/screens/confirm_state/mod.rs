//! The questions before a key is disabled or deleted. `data` says what they ask, `ui` shows them.

mod data;
mod ui;

pub use data::ConfirmState;
pub use ui::confirm_state_ui;
