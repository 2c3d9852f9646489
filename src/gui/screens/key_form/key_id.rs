//! A pair's public half: it is read by all who look, so that the secret must not come to stand there.

use crate::detect::{KeyIdDoubt, key_id_doubt};
use crate::gui::looks::article;
use crate::gui::widgets::Misplaced;

/// What is said of a text that was pasted for the key id and is the secret.
const KEY_ID_REFUSED: &str = "That looks like the secret, not like its key ID. None of it was kept.";
/// What is said where both halves are the same.
const KEY_ID_SAME: &str = "That is the value itself. Use the key ID that goes with it";

/// What is said of a key id where the secret is asked for.
pub const KEY_ID_INSTEAD: &str = "That is the key ID, not the secret";
/// What to do about it.
pub const KEY_ID_INSTEAD_HINT: &str = "The secret goes here.";
/// On the button that takes it to its own field.
pub const USE_AS_KEY_ID: &str = "Use as key ID";

/// What is said under a key id's field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyIdError {
    /// The words.
    pub words: String,
    /// A person may take what stands there all the same.
    pub may_stay: bool,
    /// What stands there can't be saved.
    pub blocks: bool,
}

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
    /// What is to be said of it: first that a secret was kept out, whatever stood there before.
    pub fn error(&self) -> Option<KeyIdError> {
        let wrong = self.wrong();
        if self.refused {
            return Some(KeyIdError { words: KEY_ID_REFUSED.to_owned(), may_stay: false, blocks: wrong.is_some() });
        }
        wrong.map(|(words, may_stay)| KeyIdError { words, may_stay, blocks: true })
    }

    /// What is wrong with what stands there, and whether a person may take it all the same.
    fn wrong(&self) -> Option<(String, bool)> {
        match self.text {
            "" => None,
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
