//! A message that fills the window: the vault can't be used at all, or nothing was heard yet.

use egui::{Pos2, Rect, Ui, Vec2, pos2, vec2};

use crate::gui::commands::Command;
use crate::gui::theme::{Type, of, size};
use crate::gui::widgets::keyboard::take_if_free;
use crate::gui::widgets::{Button, details, mark, name_node, paragraph_centered, text_centered, without_ticks};
use crate::gui::wish::Wish;
use crate::jobs::{Failure, Remedy, Request};

/// Between the two buttons.
const GAP: f32 = 8.0;

/// Draws what happened, why and what to do, in the middle of the window, and the ways out of it.
pub fn message_ui(ui: &mut Ui, all: Rect, failure: &Failure, wishes: &mut Vec<Wish>) {
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
    let under = ways_ui(ui, pos2(all.center().x, rect.bottom() + 18.0), failure, wishes);
    details(ui, pos2(all.center().x - wide / 2.0, under + 8.0), wide, &failure.details);
}

/// The buttons, in the middle under that place; returns where they end. Where nothing can be tried again there is one.
fn ways_ui(ui: &Ui, under: Pos2, failure: &Failure, wishes: &mut Vec<Wish>) -> f32 {
    let retries = failure.remedy == Some(Remedy::TryAgain);
    let again = retries.then(|| (Button::primary("Try again"), Wish::Ask(Request::Unlock(None))));
    let quit = (Button::secondary(Command::Quit.title()), Wish::Do(Command::Quit));
    let ways: Vec<(Button<'_>, Wish)> = again.into_iter().chain([quit]).collect();
    let sizes: Vec<Vec2> = ways.iter().map(|(button, _)| button.size(ui)).collect();
    let all: f32 = sizes.iter().map(|size| size.x).sum::<f32>() + GAP * (sizes.len() - 1) as f32;
    let mut x = (under.x - all / 2.0).round();
    for ((button, wish), size) in ways.into_iter().zip(sizes) {
        let response = button.at(ui, Rect::from_min_size(pos2(x, under.y), size));
        take_if_free(&response);
        wishes.extend(response.clicked().then_some(wish));
        x += size.x + GAP;
    }
    if Command::pressed(ui.ctx(), |command| command == Command::Quit).is_some() {
        wishes.push(Wish::Do(Command::Quit));
    }
    under.y + size::CONTROL
}

/// Draws the time before the first word from the worker: the mark alone.
pub fn starting_ui(ui: &Ui, all: Rect) {
    ui.painter().rect_filled(all, 0.0, of(ui).bg_window);
    mark(ui, Rect::from_center_size(all.center() - vec2(0.0, 40.0), vec2(48.0, 48.0)));
}
