//! A person's page: what someone who leaves owned, and how far each key is. `data` says what is shown, `state` keeps
//! what is selected, `ui`, `card`, `row`, `place`, `steps` and `gone` draw it; `last_day` is the dialog that says when someone leaves.

mod bar;
mod card;
mod columns;
mod data;
mod gone;
mod last_day;
mod place;
mod row;
mod state;
mod steps;
#[cfg(test)]
mod tests;
mod ui;

pub use last_day::{LastDay, last_day_ui};
pub use state::{PersonPage, person_keys};
pub use ui::person_ui;
