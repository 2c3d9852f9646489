//! The first run: bring in what lies in a folder, add a key, or look around; where secrets will lie, and what lies readable. No
//! vault is made, and nothing searched, before a person acts.

mod data;
mod found;
mod place;
mod ui;
mod ways;

pub use data::FirstRun;
pub use ui::first_run_ui;
