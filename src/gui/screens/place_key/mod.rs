//! Duplicate to… and Move to…: another place, or another name, for a key. `form` is what was typed, `ui` how it is drawn.

mod form;
#[cfg(test)]
mod tests;
mod ui;

pub use form::{PlaceKey, Placing};
pub use ui::place_key_ui;
