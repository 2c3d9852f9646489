//! Rotate: a new value for a key, in three steps. `about` is the key, `data` what is said in each state, `steps` how.

mod about;
mod data;
mod key_id;
mod made;
mod on_clipboard;
mod places;
mod state;
mod steps;
#[cfg(test)]
mod tests;
mod ui;
mod walk;

pub use state::Rotate;
pub use ui::rotate_ui;
