//! Dialogs about a passphrase: another one for the sealed vault, and moving the secrets to the sealed vault or the keychain.
//! `form` says what is asked and what is wrong, `ui` how it is drawn.

mod form;
#[cfg(test)]
mod tests;
mod ui;

pub use form::{PassphraseForm, Purpose};
pub use ui::passphrase_ui;
