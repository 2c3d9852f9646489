//! What is done with several keys at once: the questions and the few fields before it. `data` says what is asked,
//! `ui` shows it. Opened from the bulk bars of Keys, Review and a person's page.

mod data;
#[cfg(test)]
mod tests;
mod ui;

pub use data::{Act, Many, fits};
pub use ui::many_ui;
