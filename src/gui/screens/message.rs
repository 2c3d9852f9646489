//! A message that fills the window: the vault can't be used at all, or nothing was heard yet.

use egui::{Rect, Ui, pos2, vec2};

use crate::gui::theme::{Type, of};
use crate::gui::widgets::{details, mark, name_node, paragraph_centered, text_centered, without_ticks};
use crate::jobs::Failure;

/// Draws what happened, why and what to do, in the middle of the window.
pub fn message_ui(ui: &mut Ui, all: Rect, failure: &Failure) {
    let t = of(ui);
    ui.painter().rect_filled(all, 0.0, t.bg_window);
    let center = pos2(all.center().x, (all.center().y - 90.0).max(60.0));
    mark(ui, Rect::from_center_size(center, vec2(48.0, 48.0)));
    let title = Rect::from_center_size(center + vec2(0.0, 52.0), vec2(all.width() - 32.0, 24.0));
    text_centered(ui, title, Type::Headline, t.text_primary, &failure.title);
    let wide = (all.width() - 64.0).min(460.0);
    let words = format!("{} {}", failure.why, failure.advice);
    let at = pos2(all.center().x, title.bottom() + 10.0);
    let rect = paragraph_centered(ui, at, wide, Type::Body, t.text_secondary, words.trim());
    let id = ui.make_persistent_id("message");
    name_node(ui, title.union(rect), id, &without_ticks(&format!("{} {}", failure.title, words.trim())));
    details(ui, pos2(all.center().x - wide / 2.0, rect.bottom() + 8.0), wide, &failure.details);
}

/// Draws the time before the first word from the worker: the mark alone.
pub fn starting_ui(ui: &Ui, all: Rect) {
    ui.painter().rect_filled(all, 0.0, of(ui).bg_window);
    mark(ui, Rect::from_center_size(all.center() - vec2(0.0, 40.0), vec2(48.0, 48.0)));
}
