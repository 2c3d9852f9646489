//! The dialogs about where secrets lie.

use super::App;
use crate::gui::commands::Command;
use crate::gui::modal::Modal;
use crate::gui::screens::passphrase::{PassphraseForm, Purpose};

impl App {
    /// Opens the dialog of a command about the passphrase or the store.
    pub(super) fn open_passphrase(&mut self, command: Command) {
        let purpose = match command {
            Command::ChangePassphrase => Purpose::Change,
            Command::MoveToSealed => Purpose::ToSealed,
            Command::MoveToKeychain => Purpose::ToKeychain,
            _ => return,
        };
        let Some(snapshot) = &self.snapshot else { return };
        let form = PassphraseForm::new(purpose, snapshot);
        self.hide_secret();
        self.modal = Some(Modal::Passphrase(form));
    }
}
