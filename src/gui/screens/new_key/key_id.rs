//! The pair's public half: it is read by all who look, so that the secret must not come to stand there.

use super::form::NewKey;
use super::value::Way;
use crate::detect::{KeyIdDoubt, key_id_doubt};
use crate::gui::looks::article;
use crate::gui::widgets::Misplaced;
use crate::model::Kind;

/// What is said of a text that was pasted for the key id and is the secret.
const REFUSED: &str = "That looks like the secret, not like its key ID. None of it was kept.";
/// What is said where both halves are the same.
const SAME: &str = "That is the value itself. Use the key ID that goes with it";

impl NewKey {
    /// What is wrong with the key id, and whether a person may take it all the same.
    pub(super) fn key_id_error(&self) -> Option<(String, bool)> {
        if !self.is_pair() {
            return None;
        }
        let text = self.key_id.trim();
        if text.is_empty() {
            return self.key_id_refused.then(|| (REFUSED.to_owned(), false));
        }
        if self.is_value(text) {
            return Some((SAME.to_owned(), false));
        }
        if self.key_id_kept.as_deref() == Some(text) {
            return None;
        }
        let words = match key_id_doubt(self.key_id_kind(), text)? {
            KeyIdDoubt::Begins([most @ .., last]) if !most.is_empty() => {
                format!("A key ID here begins with {} or {last}", most.join(", "))
            }
            KeyIdDoubt::Begins(all) => format!("A key ID here begins with {}", all.concat()),
            KeyIdDoubt::Secret(provider) => format!("That looks like {} {provider} key", article(provider)),
        };
        Some((words, true))
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
        let looks = || Misplaced::as_path(text).is_some() && key_id_doubt(self.key_id_kind(), text).is_some();
        self.is_value(text) || looks()
    }

    /// Whether what is kept out of there can go where it belongs.
    pub(super) fn awaits_value(&self) -> bool {
        self.value.way == Way::Paste && self.facts.kind != Kind::Plain && self.value.pasted.is_empty()
    }
}
