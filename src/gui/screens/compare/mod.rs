//! Compare: a project's variables by its environments. `data` says what is shown, `state` what is kept between frames,
//! `ui`, `row` and `cell` how it is drawn, `grid` where its columns stand.

mod cell;
mod data;
mod grid;
mod row;
mod state;
mod status;
#[cfg(test)]
mod tests;
mod ui;

pub use state::{Compare, compare_keys};
pub use status::compare_status_ui;
pub use ui::compare_ui;
