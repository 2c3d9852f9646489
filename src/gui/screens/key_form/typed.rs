//! A name that is typed where a list stood, with the way back to the list.

use egui::{Id, Key, Modifiers, Rect, Ui, pos2};

use crate::gui::theme::{Icon, size};
use crate::gui::widgets::keyboard::escaped_from;
use crate::gui::widgets::{Field, IconButton, select_id};

/// Between the field and the way back.
const BESIDE: f32 = 2.0;

/// Whether a name is typed where a list stands else.
#[derive(Debug, Default)]
pub struct ListOrTyped {
    /// It is typed.
    pub typed: bool,
    /// What stands on the side that is out of view: what was typed, or what was chosen from the list.
    aside: String,
}

impl ListOrTyped {
    /// Typed from the first: there may be nothing to choose.
    pub fn new(typed: bool) -> Self {
        Self { typed, aside: String::new() }
    }

    /// Turns to the other side, where the name is what it was there.
    pub fn turn(&mut self, name: &mut String) {
        self.typed = !self.typed;
        std::mem::swap(&mut self.aside, name);
    }
}

/// What became of a typed name in a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// It is what it was.
    Same,
    /// It changed.
    Changed,
    /// The list is wanted again: Esc in the field, or the button behind it.
    GivenUp,
}

/// Draws the field, and behind it the way back to the list of that name, where there is one; that gets the keyboard.
pub fn typed_ui(ui: &mut Ui, rect: Rect, id: Id, field: Field<'_>, text: &mut String, list: Option<&str>) -> Typed {
    let Some(list) = list else {
        return if field.at(ui, rect, text).changed() { Typed::Changed } else { Typed::Same };
    };
    // Before the dialog takes Esc as "close".
    let given_up = escaped_from(ui.ctx(), id) && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    let (field_at, _) = rect.split_left_right_at_x(rect.right() - size::CONTROL - BESIDE);
    let changed = field.at(ui, field_at, text).changed();
    let back = Rect::from_min_max(pos2(rect.right() - size::CONTROL, rect.top()), rect.max);
    let words = format!("Choose {} from the list", list.to_lowercase());
    let clicked = IconButton::new(Icon::List, &words).shortcut(Some("Esc")).at(ui, back).clicked();
    if given_up || clicked {
        let select = select_id(ui, list);
        ui.memory_mut(|memory| memory.request_focus(select));
        return Typed::GivenUp;
    }
    if changed { Typed::Changed } else { Typed::Same }
}
