//! A pair's public half: it is read by all who look, so that the secret must not come to stand there.

use crate::detect::{KeyIdDoubt, key_id_doubt};
use crate::gui::looks::article;
use crate::gui::widgets::Misplaced;

/// What is said of a text that was pasted for the key id and is the secret.
const KEY_ID_REFUSED: &str = "That looks like the secret, not like its key ID. None of it was kept.";
/// What is said where both halves are the same.
const KEY_ID_SAME: &str = "That is the value itself. Use the key ID that goes with it";

/// What stands in a key id's field, and what became of it.
pub struct TypedKeyId<'a> {
    /// The variable its makers give it.
    pub variable: &'a str,
    /// What is typed, without the space around it.
    pub text: &'a str,
    /// It is what is pasted as the value.
    pub is_value: bool,
    /// A secret was pasted there and not kept.
    pub refused: bool,
    /// What a person takes all the same.
    pub kept: Option<&'a str>,
}

impl TypedKeyId<'_> {
    /// What is wrong with it, and whether a person may take it all the same.
    pub fn error(&self) -> Option<(String, bool)> {
        match self.text {
            "" => self.refused.then(|| (KEY_ID_REFUSED.to_owned(), false)),
            _ if self.is_value => Some((KEY_ID_SAME.to_owned(), false)),
            text if self.kept == Some(text) => None,
            text => key_id_doubt_words(self.variable, text).map(|words| (words, true)),
        }
    }
}

/// What speaks against a text as the key id under the variable that its makers give it.
fn key_id_doubt_words(variable: &str, text: &str) -> Option<String> {
    Some(match key_id_doubt(variable, text)? {
        KeyIdDoubt::Begins([most @ .., last]) if !most.is_empty() => {
            format!("A key ID here begins with {} or {last}", most.join(", "))
        }
        KeyIdDoubt::Begins(all) => format!("A key ID here begins with {}", all.concat()),
        KeyIdDoubt::Secret(provider) => format!("That looks like {} {provider} key", article(provider)),
    })
}

/// Whether a text that is pasted for the key id may be the secret, and is kept out of the field that can be read.
pub fn is_no_key_id(variable: &str, text: &str) -> bool {
    Misplaced::as_path(text).is_some() && key_id_doubt(variable, text).is_some()
}
