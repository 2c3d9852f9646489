//! A project: its name, its environments in their order, its folders, and its end. Everything is saved at once. `form` is
//! what is typed and asked, `ui` and `rows` how it is drawn.

mod form;
mod rows;
#[cfg(test)]
mod tests;
mod ui;

pub use form::ProjectForm;
pub use ui::project_ui;
