//! Edit: a key's name and facts, without its value. Only what changed is sent. `form` is what was typed, `ui` how it is drawn.

mod form;
#[cfg(test)]
mod tests;
mod ui;

pub use form::Edit;
pub use ui::edit_ui;
