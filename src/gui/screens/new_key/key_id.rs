//! The pair's public half, and where the secret and it came to stand for each other.

use super::form::NewKey;
use super::line::Pasted;
use super::value::Way;
use crate::gui::screens::key_form::{Beside, KeyIdError};
use crate::model::Kind;

impl NewKey {
    /// What is to be said of the key id.
    pub(super) fn key_id_error(&self) -> Option<KeyIdError> {
        self.key_id.error(self.beside_key_id()).filter(|_| self.is_pair())
    }

    /// What the key id stands beside.
    pub(super) fn beside_key_id(&self) -> Beside<'_> {
        let variable = self.usual_key_id_name().unwrap_or(&self.key_id_name);
        let value = if self.value.way == Way::Paste { self.value.pasted.expose() } else { "" };
        Beside { variable, value }
    }

    /// Whether the key id stands where the secret is asked for, and nobody said that it is the secret.
    pub(super) fn misses_secret(&self) -> bool {
        let is_secret = self.value.way == Way::Paste && self.facts.kind != Kind::Plain;
        is_secret && self.value.look.as_ref().is_some_and(|look| look.misses_secret)
    }

    /// What is pasted as the value is the key id: it goes to its own field, and the value's waits for the secret.
    pub(super) fn use_as_key_id(&mut self, now: f64) {
        // Opened to come where it may be read.
        self.key_id.take(self.value.pasted.expose());
        self.value.pasted.wipe();
        self.pasted = Pasted::Value;
        let name = self.name.clone();
        self.value.pasted_changed(&name, true, now);
        self.propose();
    }

    /// Whether what is kept out of there can go where it belongs.
    pub(super) fn awaits_value(&self) -> bool {
        self.value.way == Way::Paste && self.facts.kind != Kind::Plain && self.value.pasted.is_empty()
    }
}
