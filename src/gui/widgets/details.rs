//! "Details": the technical text behind a message, for whoever has to look into it. Never a secret. Where there is none,
//! nothing is drawn.

use egui::{Id, Pos2, Rect, Ui, pos2, vec2};

use super::button::Button;
use super::callout::Callout;
use super::text_area::text_area;
use crate::gui::theme::Type;

/// The text's height: a few lines, then it scrolls.
const HEIGHT: f32 = 62.0;
/// The link's height.
const LINK: f32 = 24.0;
/// Over the link, and between it and the open text.
const GAP: f32 = 2.0;

fn state(ui: &Ui, text: &str) -> Id {
    ui.make_persistent_id(("details", text))
}

fn is_open(ui: &Ui, text: &str) -> bool {
    ui.data(|data| data.get_temp::<bool>(state(ui, text)).unwrap_or(false))
}

/// What it takes with the gap over it, drawn by the same `ui`.
pub fn details_height(ui: &Ui, text: &str) -> f32 {
    match (text.is_empty(), is_open(ui, text)) {
        (true, _) => 0.0,
        (_, false) => GAP + LINK,
        (_, true) => GAP + LINK + GAP + HEIGHT,
    }
}

/// Draws it under a callout, its link where the callout's words begin; returns where both end.
pub fn details_under(ui: &mut Ui, callout: Rect, text: &str) -> f32 {
    let left = callout.left() + Callout::TO_WORDS;
    details(ui, pos2(left, callout.bottom()), callout.right() - left, text)
}

/// Draws under that place the link that opens and closes it, and under that the open text, to be selected and copied;
/// returns where it ends.
pub fn details(ui: &mut Ui, under: Pos2, width: f32, text: &str) -> f32 {
    if text.is_empty() {
        return under.y;
    }
    let at = under + vec2(0.0, GAP);
    let id = state(ui, text);
    let open = is_open(ui, text);
    let link = Button::link(if open { "Hide details" } else { "Details" }).small();
    let rect = Rect::from_min_size(at, vec2(link.size(ui).x, LINK));
    if link.at(ui, rect).clicked() {
        ui.data_mut(|data| data.insert_temp(id, !open));
        ui.ctx().request_repaint();
    }
    if !open {
        return rect.bottom();
    }
    let copy = Button::secondary("Copy details").small();
    let size = copy.size(ui);
    let area = Rect::from_min_size(pos2(at.x, rect.bottom() + GAP), vec2(width - size.x - 8.0, HEIGHT));
    // A text that can't be changed: what is typed into it falls away.
    text_area(ui, area, id.with("text"), ("Details", ""), Type::Code, &mut &*text);
    if copy.at(ui, Rect::from_min_size(pos2(area.right() + 8.0, area.top()), size)).clicked() {
        #[allow(clippy::disallowed_methods)] // No secret, so it may stay there, as what is copied from any field.
        ui.ctx().copy_text(text.to_owned());
    }
    area.bottom()
}
