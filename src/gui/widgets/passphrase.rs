//! A passphrase while it is typed. egui keeps typed text in its undo history, where wiping the buffer does not reach:
//! the history is emptied after every frame, and the buffer becomes the secret without a copy.

use egui::text_edit::TextEditState;
use egui::{Id, Rect, Response, Ui};
use zeroize::Zeroize as _;

use super::field::{Field, Frame};
use crate::model::Secret;

/// Room for a long passphrase, so that typing does not move it about in memory.
const CAPACITY: usize = 512;

/// The buffer of a passphrase field; wiped when dropped.
pub struct Passphrase {
    id: Id,
    text: String,
}

impl Passphrase {
    /// An empty one. The name tells fields apart.
    pub fn new(name: &str) -> Self {
        Self { id: Id::unique(("passphrase", name)), text: String::with_capacity(CAPACITY) }
    }

    /// The field's id, to give it the keyboard.
    pub fn id(&self) -> Id {
        self.id
    }

    /// How many characters were typed.
    pub fn len(&self) -> usize {
        self.text.chars().count()
    }

    /// True while nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// True where both hold the same.
    pub fn same_as(&self, other: &Self) -> bool {
        crate::model::fixed_time_eq(self.text.as_bytes(), other.text.as_bytes())
    }

    /// Hands the buffer over as a secret; the field is empty afterwards.
    pub fn take(&mut self) -> Secret {
        Secret::new(std::mem::replace(&mut self.text, String::with_capacity(CAPACITY)).into_bytes())
    }

    /// Wipes what was typed.
    pub fn wipe(&mut self) {
        self.text.zeroize();
    }

    /// Paints the field.
    pub fn at(&mut self, ui: &mut Ui, rect: Rect, name: &str, frame: Frame) -> Response {
        let response = Field::new(self.id, name).masked().frame(frame).at(ui, rect, &mut self.text);
        if let Some(mut state) = TextEditState::load(ui.ctx(), self.id) {
            state.clear_undoer();
            state.store(ui.ctx(), self.id);
        }
        response
    }
}

impl Drop for Passphrase {
    fn drop(&mut self) {
        self.wipe();
    }
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase(…)")
    }
}
