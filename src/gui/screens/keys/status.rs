//! The status bar: how many keys there are, how many need action, and the keys of the keyboard one forgets.

use egui::{Rect, Ui, pos2, vec2};

use super::data::Listing;
use crate::gui::commands::Command;
use crate::gui::counts::{grouped, keys};
use crate::gui::theme::{Type, of, size};
use crate::gui::widgets::{Strip, baseline, keycap, keycap_width, name_node, text, width};
use crate::model::Settings;

/// Draws it.
pub fn status_ui(ui: &Ui, rect: Rect, listing: &Listing, settings: &Settings) {
    let t = of(ui);
    let middle = rect.center().y + 0.5;
    let line = baseline(ui, middle, Type::Small);
    let counted = if listing.shown == listing.here {
        keys(listing.here)
    } else {
        format!("{} of {}", grouped(listing.shown), keys(listing.here))
    };
    let needs = if listing.need_action == 1 { "needs" } else { "need" };
    let words = if listing.need_action == 0 {
        counted
    } else {
        format!("{counted} · {} {needs} action", grouped(listing.need_action))
    };
    let used = text(ui, rect.left() + size::EDGE, line, Type::Small, t.text_tertiary, &words);
    let said = Rect::from_min_size(rect.min, vec2(used + size::EDGE, rect.height()));
    name_node(ui, said, ui.make_persistent_id("status"), &words);
    let mut strip = Strip::new(rect, size::EDGE);
    let wide_window = ui.ctx().content_rect().width() >= size::NARROW;
    let hints: &[(Command, &str)] = if wide_window {
        &[(Command::AllKeys, "all keys"), (Command::Rotate, "rotate"), (Command::Show, "show"), (Command::Copy, "copy")]
    } else {
        &[(Command::AllKeys, "all keys"), (Command::Inspector, "details"), (Command::Copy, "copy")]
    };
    let hints: Vec<_> = hints.iter().filter(|(command, _)| !command.is_switched_off(settings)).collect();
    // Words on the left come first where both have no room.
    let own = |(command, words): &&(Command, &str)| {
        let caps: f32 = command.caps().iter().map(|cap| keycap_width(ui, cap) + 4.0).sum();
        caps + width(ui, Type::Small, words) + 14.0
    };
    let all: f32 = hints.iter().map(own).sum();
    let hints = if all + used + 40.0 > rect.width() { &hints[..1] } else { &hints[..] };
    for (command, words) in hints {
        for cap in command.caps() {
            let wide = keycap_width(ui, cap) + 4.0 + width(ui, Type::Small, words);
            let at = strip.right(wide, rect.height());
            let used = keycap(ui, pos2(at.left(), middle), cap);
            text(ui, at.left() + used + 4.0, line, Type::Small, t.text_tertiary, words);
        }
        strip.gap_right(14.0);
    }
}
