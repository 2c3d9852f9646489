//! "Details": the technical text behind a message, for whoever has to look into it. Never a secret.

use egui::{Pos2, Rect, Ui, pos2, vec2};

use super::button::Button;
use super::text_area::text_area;
use crate::gui::theme::Type;

/// The text's height: a few lines, then it scrolls.
const HEIGHT: f32 = 62.0;

/// Draws the link that opens and closes it, and under that the open text, to be selected and copied; returns where it ends.
pub fn details(ui: &mut Ui, at: Pos2, width: f32, text: &str) -> f32 {
    let id = ui.make_persistent_id(("details", text));
    let open = ui.data(|data| data.get_temp::<bool>(id).unwrap_or(false));
    let link = Button::link(if open { "Hide details" } else { "Details" }).small();
    let rect = Rect::from_min_size(at, vec2(link.size(ui).x, 24.0));
    if link.at(ui, rect).clicked() {
        ui.data_mut(|data| data.insert_temp(id, !open));
        ui.ctx().request_repaint();
    }
    if !open {
        return rect.bottom();
    }
    let copy = Button::secondary("Copy details").small();
    let size = copy.size(ui);
    let area = Rect::from_min_size(pos2(at.x, rect.bottom() + 2.0), vec2(width - size.x - 8.0, HEIGHT));
    // A text that can't be changed: what is typed into it falls away.
    text_area(ui, area, id.with("text"), ("Details", ""), Type::Code, &mut &*text);
    if copy.at(ui, Rect::from_min_size(pos2(area.right() + 8.0, area.top()), size)).clicked() {
        #[allow(clippy::disallowed_methods)] // No secret, so it may stay there, as what is copied from any field.
        ui.ctx().copy_text(text.to_owned());
    }
    area.bottom()
}
