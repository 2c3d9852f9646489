//! Compare: a project's variables by its environments. `data` says what is shown, `state` what is kept between frames,
//! `ui` and `cell` how it is drawn.

mod cell;
mod data;
mod state;
mod status;
#[cfg(test)]
mod tests;
mod ui;

pub use state::{Compare, compare_keys};
pub use status::compare_status_ui;
pub use ui::compare_ui;
