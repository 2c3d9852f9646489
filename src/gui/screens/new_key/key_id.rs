//! The pair's public half: it is read by all who look, so that the secret must not come to stand there.

use super::form::NewKey;
use super::line::Pasted;
use super::value::Way;
use crate::gui::screens::key_form::{KeyIdError, TypedKeyId, is_no_key_id};
use crate::model::Kind;

impl NewKey {
    /// What is to be said of the key id.
    pub(super) fn key_id_error(&self) -> Option<KeyIdError> {
        if !self.is_pair() {
            return None;
        }
        let text = self.key_id.trim();
        let typed = TypedKeyId {
            variable: self.key_id_kind(),
            text,
            is_value: self.is_value(text),
            refused: self.key_id_refused,
            kept: self.key_id_kept.as_deref(),
        };
        typed.error()
    }

    /// The variable its makers give it, by which it is known, whatever it is called here.
    fn key_id_kind(&self) -> &str {
        self.usual_key_id_name().unwrap_or(&self.key_id_name)
    }

    /// Whether the text is what is pasted as the value.
    fn is_value(&self, text: &str) -> bool {
        // Opened to be told from it.
        self.value.way == Way::Paste && !text.is_empty() && self.value.pasted.expose().trim() == text
    }

    /// Whether a text that is pasted for the key id is the secret, or may be, and is kept out of the field that can be read.
    pub(super) fn is_no_key_id(&self, text: &str) -> bool {
        let text = text.trim();
        self.is_value(text) || is_no_key_id(self.key_id_kind(), text)
    }

    /// What is pasted as the value is the key id: it goes to its own field, and the value's waits for the secret.
    pub(super) fn use_as_key_id(&mut self, now: f64) {
        // Opened to come where it may be read.
        self.value.pasted.expose().trim().clone_into(&mut self.key_id);
        (self.key_id_kept, self.key_id_refused) = (None, false);
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
