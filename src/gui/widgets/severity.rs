//! Severity: its shape first, then its words, then its colour.

use egui::{Color32, Pos2, Ui};

use super::paint;
use crate::gui::theme::{Face, Icon, Tokens};
use crate::model::Severity;

/// What stands before a sentence about a key's health.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A warning that counts.
    Warning(Severity),
    /// The key is disabled.
    Disabled,
    /// The user left it out.
    LeftOut,
    /// A fact that is no warning: words without an icon.
    Quiet,
}

impl Mark {
    /// Icon, face and colour of the icon; none for what has no icon.
    fn icon(self, t: &Tokens) -> Option<(Icon, Face, Color32)> {
        match self {
            Self::Warning(Severity::ActNow) => Some((Icon::WarningOctagon, Face::Fill, t.crit_solid)),
            Self::Warning(Severity::LookSoon) => Some((Icon::Warning, Face::Fill, t.warn_solid)),
            Self::Warning(Severity::ForInfo) => Some((Icon::Info, Face::Line, t.text_tertiary)),
            Self::Disabled => Some((Icon::Prohibit, Face::Line, t.text_tertiary)),
            Self::LeftOut => Some((Icon::MinusCircle, Face::Line, t.text_tertiary)),
            Self::Quiet => None,
        }
    }

    /// Colour of the sentence.
    pub fn ink(self, t: &Tokens) -> Color32 {
        match self {
            Self::Warning(Severity::ActNow) => t.crit_text,
            Self::Warning(Severity::LookSoon) => t.warn_text,
            Self::Warning(Severity::ForInfo) | Self::Disabled | Self::LeftOut | Self::Quiet => t.text_tertiary,
        }
    }
}

/// Paints the icon, 15 points or as given, around `center`.
pub fn severity_icon(ui: &Ui, center: Pos2, size: f32, mark: Mark, t: &Tokens) {
    if let Some((icon, face, color)) = mark.icon(t) {
        paint::icon(ui, center, size, face, icon, color);
    }
}
