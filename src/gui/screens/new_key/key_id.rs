//! The pair's public half, and where the secret and it came to stand for each other.

use super::form::NewKey;
use super::line::Pasted;
use super::value::Way;
use crate::gui::screens::key_form::{Beside, BesideValue, KeyIdError};
use crate::model::Kind;

impl NewKey {
    /// What is to be said of the key id.
    pub(super) fn key_id_error(&self) -> Option<KeyIdError> {
        self.key_id.error(self.beside_key_id()).filter(|_| self.is_pair())
    }

    /// What the key id stands beside.
    pub(super) fn beside_key_id(&self) -> Beside<'_> {
        let variable = self.usual_key_id_name().unwrap_or(&self.key_id_name);
        let value = match self.value.way {
            Way::Paste => BesideValue::of(self.value.pasted.expose(), self.misses_secret()),
            Way::Generate => BesideValue::None,
        };
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

    /// The key id came to its own field too: it leaves the value's. True where it did.
    pub(super) fn key_id_came(&mut self, now: f64) -> bool {
        let leaves = self.key_id.came() && self.key_id.stands_as_value(self.beside_key_id());
        if leaves {
            self.use_as_key_id(now);
        }
        leaves
    }

    /// What is pasted as the value is the secret, as a person says.
    pub(super) fn say_secret(&mut self) {
        self.value.say_secret(&self.name);
        self.key_id.forget_refusal();
    }

    /// Whether what is kept out of there can go where it belongs.
    pub(super) fn awaits_value(&self) -> bool {
        self.value.way == Way::Paste && self.facts.kind != Kind::Plain && self.value.pasted.is_empty()
    }
}
