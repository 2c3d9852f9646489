//! New key: a value that is pasted or generated, its name, its place and its facts. `form` is what was typed, `check` what is
//! wrong with it, `send` what is asked of the worker and what comes of it; `left` and `right` are the two columns; `line` is what was
//! pasted with its name.

mod check;
mod form;
mod key_id;
mod left;
mod line;
mod plain;
mod right;
mod send;
#[cfg(test)]
mod tests;
mod ui;
mod value;

pub use form::NewKey;
pub use ui::new_key_ui;
