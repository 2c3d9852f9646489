//! The list of keys of the keyboard, from the commands themselves.

use egui::{Rect, Ui, pos2, vec2};

use super::import::dialog_head_ui;
use crate::gui::commands::Command;
use crate::gui::theme::{Type, of};
use crate::gui::widgets::{baseline, keycap, keycap_width, name_node, text};
use crate::gui::wish::Wish;

const WIDE: f32 = 360.0;
const ROW: f32 = 28.0;

/// Draws the dialog's content.
pub fn all_keys_ui(ui: &mut Ui, wishes: &mut Vec<Wish>) {
    let moves: [(&str, &[&str]); 4] = [
        ("Move in the list", &["↑", "↓"]),
        ("First and last key", &["Home", "End"]),
        ("A page at once", &["PgUp", "PgDn"]),
        ("Clear the filter, close", &["Esc"]),
    ];
    let mut at = dialog_head_ui(ui, WIDE, "Keys of the keyboard", wishes);
    at.y -= 6.0;
    for command in Command::ALL.into_iter().filter(|command| command.shortcut().is_some()) {
        row_ui(ui, at, command.title(), &command.caps());
        at.y += ROW;
    }
    for (words, caps) in moves {
        row_ui(ui, at, words, caps);
        at.y += ROW;
    }
    let end = Rect::from_min_size(pos2(at.x - 20.0, at.y), vec2(WIDE, 12.0));
    ui.expand_to_include_rect(end);
}

fn row_ui(ui: &Ui, at: egui::Pos2, words: &str, caps: &[&str]) {
    let t = of(ui);
    let middle = at.y + ROW / 2.0;
    let line = baseline(ui, middle, Type::Body);
    text(ui, at.x, line, Type::Body, t.text_primary, words);
    let mut right = at.x + WIDE - 40.0;
    for cap in caps.iter().rev() {
        let wide = keycap_width(ui, cap);
        keycap(ui, pos2(right - wide, middle), cap);
        right -= wide + 4.0;
    }
    let rect = Rect::from_min_size(at, vec2(WIDE - 40.0, ROW));
    name_node(ui, rect, ui.make_persistent_id(("keys", words)), &format!("{words}: {}", caps.join(" ")));
}
