//! Where a file is to stand: a path, the button that leads to the system's dialog, and what is wrong with it under both.

use egui::{Id, Rect, Response, Ui, pos2, vec2};

use super::button::Button;
use super::field::{Field, Frame, field_error, field_label};
use super::misplaced::field_said;
use crate::gui::theme::size;

/// What became of it in a frame.
#[derive(Debug)]
pub struct PathAnswer {
    /// For the keyboard and for `changed()`.
    pub response: Response,
    /// The system's dialog is wanted.
    pub browses: bool,
    /// Where it ends.
    pub bottom: f32,
}

/// Paints the label, the field and the button in a row of that width, from its top left corner; `wrong` is what came of the path
/// when it was tried.
pub fn path_field(ui: &mut Ui, row: Rect, id: Id, path: &mut String, wrong: Option<&str>, enabled: bool) -> PathAnswer {
    field_label(ui, Rect::from_min_size(row.min, vec2(row.width(), 16.0)), "File", "");
    let browse = Button::secondary("Browse…").enabled(enabled);
    let wanted = browse.size(ui);
    let top = row.top() + 21.0;
    let at = Rect::from_min_max(pos2(row.left(), top), pos2(row.right() - wanted.x - 8.0, top + size::CONTROL));
    let frame = if wrong.is_some() { Frame::Wrong } else { Frame::Rest };
    let response = Field::new(id, "File").path().frame(frame).enabled(enabled).at(ui, at, path);
    let browses = browse.at(ui, Rect::from_min_size(pos2(at.right() + 8.0, top), wanted)).clicked();
    let bottom = match wrong {
        Some(words) => field_error(ui, at.left_bottom() + vec2(0.0, 6.0), row.width(), words).bottom(),
        None => field_said(ui, id, at.left_bottom(), row.width()),
    };
    PathAnswer { response, browses, bottom }
}
