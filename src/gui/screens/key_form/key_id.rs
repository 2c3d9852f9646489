//! A pair's public half while it is typed: it is read by all who look, so that the secret must not come to stand there.

use egui::{Context, Id, Rect, Ui, vec2};

use super::ui::Column;
use crate::detect::{KeyIdDoubt, key_id_doubt};
use crate::gui::looks::article;
use crate::gui::widgets::{Button, Field, Frame, Misplaced, SecretInput};

/// What is said of a text that was pasted for the key id and is the secret.
const KEY_ID_REFUSED: &str = "That looks like the secret, not like its key ID. None of it was kept.";
/// What is said where both halves are the same.
const KEY_ID_SAME: &str = "That is the value itself. Use the key ID that goes with it";

/// What is said of a key id where the secret is asked for.
pub const KEY_ID_INSTEAD: &str = "That is the key ID, not the secret";
/// What to do about it.
pub const KEY_ID_INSTEAD_HINT: &str = "The secret goes here.";
/// What keeps it from being saved there, until a person says that it is the secret.
pub const NEEDS_SECRET: &str = "Needs the secret.";
/// On the button that takes it to its own field.
pub const USE_AS_KEY_ID: &str = "Use as key ID";
/// On the button of a person who knows better.
pub const USE_ANYWAY: &str = "Use it anyway";

/// What stands in a key id's field, and what became of what was pasted there.
#[derive(Debug, Clone, Default)]
pub struct KeyIdText {
    /// As it is typed.
    pub typed: String,
    /// What a person takes for it, whatever speaks against it.
    kept: Option<String>,
    /// What was pasted there last is the secret: none of it was kept.
    refused: bool,
}

/// What it stands beside.
#[derive(Clone, Copy)]
pub struct Beside<'a> {
    /// The variable its makers give it, by which it is known, whatever it is called here.
    pub variable: &'a str,
    /// What is pasted as the value, opened to be told from it; empty where that is made.
    pub value: &'a str,
}

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

impl Beside<'_> {
    fn is_value(self, text: &str) -> bool {
        !text.is_empty() && self.value.trim() == text
    }

    /// Whether a text that is pasted for the key id is the secret, or may be, and is kept out of the field that can be read.
    pub fn is_no_key_id(self, pasted: &str) -> bool {
        let text = pasted.trim();
        self.is_value(text) || (Misplaced::as_path(text).is_some() && key_id_doubt(self.variable, text).is_some())
    }
}

impl KeyIdText {
    /// What stands there, without the space around it; none where nothing does.
    pub fn text(&self) -> Option<&str> {
        Some(self.typed.trim()).filter(|text| !text.is_empty())
    }

    /// What was pasted for the value is the key id.
    pub fn take(&mut self, text: &str) {
        *self = Self { typed: text.trim().to_owned(), ..Self::default() };
    }

    /// What was pasted there is the secret, and was kept out.
    pub fn refuse(&mut self) {
        self.refused = true;
    }

    /// What is to be said of it: first that a secret was kept out, whatever stood there before.
    pub fn error(&self, beside: Beside<'_>) -> Option<KeyIdError> {
        let wrong = self.wrong(beside);
        if self.refused {
            return Some(KeyIdError { words: KEY_ID_REFUSED.to_owned(), may_stay: false, blocks: wrong.is_some() });
        }
        wrong.map(|(words, may_stay)| KeyIdError { words, may_stay, blocks: true })
    }

    /// What is wrong with what stands there, and whether a person may take it all the same.
    fn wrong(&self, beside: Beside<'_>) -> Option<(String, bool)> {
        match self.text()? {
            text if beside.is_value(text) => Some((KEY_ID_SAME.to_owned(), false)),
            text if self.kept.as_deref() == Some(text) => None,
            text => key_id_doubt_words(beside.variable, text).map(|words| (words, true)),
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

/// Takes a secret that is pasted for the key id out of the frame, before its field can be read; to be wiped. None where the
/// field has not the keyboard, or nothing is pasted that may be one.
pub fn kept_out(ctx: &Context, field: Id, beside: Beside<'_>) -> Option<SecretInput> {
    if !ctx.memory(|memory| memory.has_focus(field)) {
        return None;
    }
    let mut taken = SecretInput::new("kept out of a key id");
    taken.take_paste(ctx, |text| beside.is_no_key_id(text)).then_some(taken)
}

/// Its field, with what is wrong under it; `right` stands behind its label.
pub fn key_id_ui(
    ui: &mut Ui,
    column: &mut Column,
    field: Field<'_>,
    right: &str,
    key_id: &mut KeyIdText,
    error: Option<&KeyIdError>,
) {
    let frame = if error.is_some() { Frame::Wrong } else { Frame::Rest };
    if column.field(ui, "Key ID", right, field.code().frame(frame), &mut key_id.typed).changed() {
        key_id.refused = false;
    }
    column.error(ui, error.map(|error| error.words.as_str()));
    if error.is_some_and(|error| error.may_stay) {
        let keep = Button::secondary(USE_ANYWAY).small();
        let size = keep.size(ui);
        column.gap(6.0);
        let rect = column.take(size.y);
        if keep.at(ui, Rect::from_min_size(rect.min + vec2(21.0, 0.0), size)).clicked() {
            key_id.kept = key_id.text().map(str::to_owned);
        }
    }
}
