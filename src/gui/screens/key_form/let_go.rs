//! What a lock took of what was typed: said where the rest of it stands.

use egui::{Pos2, Ui};

use crate::gui::theme::Icon;
use crate::gui::widgets::{Callout, Tone};

/// What did not stay in memory over a lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetGo {
    /// All that was typed is there.
    Nothing,
    /// The secret.
    Value,
    /// The note.
    Note,
    /// Both.
    ValueAndNote,
    /// Lines that were pasted.
    Text,
}

impl LetGo {
    /// Of what stood there.
    pub fn of(value: bool, note: bool) -> Self {
        match (value, note) {
            (false, false) => Self::Nothing,
            (true, false) => Self::Value,
            (false, true) => Self::Note,
            (true, true) => Self::ValueAndNote,
        }
    }

    fn hint(self) -> Option<&'static str> {
        match self {
            Self::Nothing => None,
            Self::Value => Some("The value was not kept meanwhile. Enter it again."),
            Self::Note => Some("The note was not kept meanwhile. Enter it again."),
            Self::ValueAndNote => Some("Value and note were not kept meanwhile. Enter them again."),
            Self::Text => Some("The pasted text was not kept meanwhile. Paste it again."),
        }
    }

    /// Says it from there on; gives where that ends.
    pub fn said(self, ui: &Ui, at: Pos2, wide: f32) -> Option<f32> {
        let callout = Callout::new(Tone::Note, "Keyloft was locked").icon(Icon::Lock).hint(self.hint()?);
        Some(callout.at(ui, at, wide).0.bottom())
    }
}
