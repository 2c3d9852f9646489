//! The inspector: one key, whole. `data` and `callouts` say what is shown, `ui` how; the secret itself is the window's (`gui::shown`).

mod callouts;
mod data;
mod facts;
mod facts_ui;
mod history;
mod look;
mod next_step;
mod secret_ui;
mod state;
#[cfg(test)]
mod tests;
mod ui;

pub use look::Next;
pub use next_step::{Verb, verb_here};
pub use state::{Inspector, Split, split};
pub use ui::inspector_ui;
