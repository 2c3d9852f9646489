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
    /// It was typed or pasted in the last frame.
    came: bool,
}

/// What it stands beside.
#[derive(Clone, Copy)]
pub struct Beside<'a> {
    /// The variable its makers give it, by which it is known, whatever it is called here.
    pub variable: &'a str,
    /// What is pasted as the value.
    pub value: BesideValue<'a>,
}

/// What a key id is told from.
#[derive(Clone, Copy)]
pub enum BesideValue<'a> {
    /// Nothing yet, or what is made here.
    None,
    /// The secret, opened to be compared.
    Secret(&'a str),
    /// A key id, which stands where the secret is asked for.
    KeyId(&'a str),
}

impl<'a> BesideValue<'a> {
    /// What is pasted as the value; `misses_secret`: it is recognised as a key id, and nobody said that it is the secret.
    pub fn of(pasted: &'a str, misses_secret: bool) -> Self {
        match pasted.trim() {
            "" => Self::None,
            text if misses_secret => Self::KeyId(text),
            text => Self::Secret(text),
        }
    }
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
        matches!(self.value, BesideValue::Secret(value) if value == text)
    }

    /// Whether this key id stands as the value too, where the secret belongs.
    fn stands_as_value(self, text: &str) -> bool {
        matches!(self.value, BesideValue::KeyId(value) if value == text)
    }

    /// Whether a text that is pasted for the key id is the secret, or may be, and is kept out of the field that can be read.
    pub fn is_no_key_id(self, pasted: &str) -> bool {
        let text = pasted.trim();
        let may_be_secret = || Misplaced::as_path(text).is_some() && key_id_doubt(self.variable, text).is_some();
        self.is_value(text) || (!self.stands_as_value(text) && may_be_secret())
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

    /// Whether it came in the last frame. Asked before anything is drawn: what brought it is not to come into the field that has
    /// the keyboard next, too.
    pub fn came(&mut self) -> bool {
        std::mem::take(&mut self.came)
    }

    /// Whether it stands as the value too, where the secret belongs.
    pub fn stands_as_value(&self, beside: Beside<'_>) -> bool {
        self.text().is_some_and(|text| beside.stands_as_value(text))
    }

    /// A person said what is the secret: that one was kept out here is no news any more.
    pub fn forget_refusal(&mut self) {
        self.refused = false;
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
        KeyIdDoubt::Begins(all) if all.iter().any(|begin| text.starts_with(*begin)) => {
            "Begins like a key ID, but its length or letters are not one's".to_owned()
        }
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
        (key_id.refused, key_id.came) = (false, true);
        ui.ctx().request_repaint();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_id_that_begins_right_is_not_told_how_one_begins() {
        let said = |text| key_id_doubt_words("AWS_ACCESS_KEY_ID", text).unwrap();
        assert_eq!(said("made up"), "A key ID here begins with AKIA, ASIA, ABIA or ACCA");
        assert_eq!(said("AKIA-made-up"), "Begins like a key ID, but its length or letters are not one's");
    }
}
