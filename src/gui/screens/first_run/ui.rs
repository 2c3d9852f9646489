//! How the first run is drawn: a column of cards, which scrolls where the window is low.

use egui::style::ScrollAnimation;
use egui::{Align, Key, Modifiers, Rangef, Rect, ScrollArea, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2};

use super::data::{Attempt, FirstRun};
use super::found::import_card_ui;
use super::ways::{Line, bring_passphrase, keychain_ui, passphrase_card_ui, readable_ui, ways_ui};
use crate::gui::commands::Command;
use crate::gui::screens::import::{delete_question_ui, results_ui, undo_button, undo_button_ui, way_on};
use crate::gui::theme::{Face, Icon, Type, of, radius, size};
use crate::gui::widgets::keyboard::{comes_with, follow, keep_off_edges, take_if_free};
use crate::gui::widgets::modal::dialogs;
use crate::gui::widgets::{
    Button, Tone, baseline, callout, details_under, hairline, icon, mark, name_node, paragraph, soft_edge_ui, text,
};
use crate::gui::wish::Wish;
use crate::jobs::{Request, Snapshot};

const WIDE: f32 = 720.0;
/// What stays free under the cards.
const BELOW: f32 = 24.0;
/// So much of what came in is in view in the lowest window.
const LEAST: f32 = 120.0;

/// Draws the screen; in a low window it scrolls.
pub fn first_run_ui(ui: &mut Ui, all: Rect, screen: &mut FirstRun, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    ui.painter().rect_filled(all, 0.0, of(ui).bg_window);
    screen.batch.settle();
    if Command::pressed(ui.ctx(), |command| command == Command::Quit).is_some() {
        wishes.push(Wish::Do(Command::Quit));
    }
    if let Some(request) = screen.batch.question() {
        wishes.push(Wish::Ask(request));
    }
    wishes.extend(screen.text_pasted(ui.ctx(), snapshot).map(Wish::ImportText));
    if FirstRun::can_keep(snapshot) && !screen.is_busy() {
        let dropped = ui.input(|input| input.raw.dropped_files.first().map(|file| file.path().to_owned()));
        wishes.extend(dropped.map(|path| Wish::Ask(screen.chose(&path))));
    }
    let mut area = ui.new_child(UiBuilder::new().max_rect(all).id_salt("first run"));
    let mut scroll = ScrollArea::vertical().auto_shrink(false);
    if std::mem::take(&mut screen.to_top) {
        scroll = scroll.vertical_scroll_offset(0.0);
    }
    scroll.show(&mut area, |ui| {
        // From its own top: fields move the cursor.
        let origin = ui.max_rect().min;
        let top = origin.y + above(all.height(), screen.high);
        let within = Rangef::new(top, origin.y + all.height() - BELOW);
        let Drawn { bottom, hidden, passphrase } = content_ui(ui, within, screen, snapshot, wishes);
        let high = bottom - top + hidden;
        // What a person unfolds stays under the pointer, so the cards stay where they stand.
        if !screen.is_unfolded() && (high - screen.high).abs() > 0.5 {
            screen.high = high;
            ui.ctx().request_repaint();
        } else if let Some(card) = passphrase {
            bring_passphrase(ui, card, screen);
        }
        let end = bottom + BELOW;
        ui.expand_to_include_rect(Rect::from_min_max(origin, pos2(origin.x, end)));
        keep_off_edges(ui, all);
        follow(ui);
        page_keys(ui, all, Rangef::new(origin.y, end));
    });
}

/// The page is read by the keys that turn one, its end too, where nobody is led to.
fn page_keys(ui: &Ui, seen: Rect, page: Rangef) {
    if !dialogs(ui.ctx()).is_empty() {
        return;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let step = seen.height() * 0.8;
    let mut to = None;
    for (key, top) in [(Key::PageDown, seen.top() + step), (Key::PageUp, seen.top() - step)] {
        to = if pressed(key) { Some(top) } else { to };
    }
    if !ui.ctx().text_edit_focused() {
        for (key, top) in [(Key::Home, page.min), (Key::End, page.max - seen.height())] {
            to = if pressed(key) { Some(top) } else { to };
        }
    }
    if let Some(top) = to {
        let top = top.min(page.max - seen.height()).max(page.min);
        let rect = Rect::from_x_y_ranges(seen.x_range(), top..=top + seen.height());
        ui.scroll_to_rect_animation(rect, Some(Align::TOP), ScrollAnimation::none());
    }
}

/// What stays free above cards that take so much of a window: as drawn, less where they need the room.
fn above(window: f32, cards: f32) -> f32 {
    (window * 0.18).min(148.0).min(window - cards - BELOW).max(20.0).round()
}

/// What was drawn.
struct Drawn {
    /// Where it ends.
    bottom: f32,
    /// How much of it is hidden.
    hidden: f32,
    /// The passphrase's card.
    passphrase: Option<Rect>,
}

/// Draws heading, cards and what lies readable within a window's height.
fn content_ui(
    ui: &mut Ui,
    within: Rangef,
    screen: &mut FirstRun,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) -> Drawn {
    let t = of(ui);
    let mut y = within.min;
    let all = ui.max_rect();
    let wide = WIDE.min(all.width() - 32.0);
    let left = (all.center().x - wide / 2.0).round();
    mark(ui, Rect::from_min_size(pos2(left, y + 3.0), vec2(40.0, 40.0)));
    let title = baseline(ui, y + 14.0, Type::Display);
    text(ui, left + 54.0, title, Type::Display, t.text_primary, "Welcome to Keyloft");
    let subtitle = "Your API keys, on this computer, in one place.";
    text(ui, left + 54.0, baseline(ui, y + 37.0, Type::Body), Type::Body, t.text_secondary, subtitle);
    let heading = Rect::from_min_size(pos2(left, y), vec2(wide, 46.0));
    name_node(ui, heading, ui.make_persistent_id("welcome"), "Welcome to Keyloft");
    y += 74.0;
    if let Attempt::Done(_) = screen.attempt {
        let room = Rect::from_x_y_ranges(left..=left + wide, y..=within.max);
        let (bottom, hidden) = done_card_ui(ui, room, screen, wishes);
        return Drawn { bottom, hidden, passphrase: None };
    }
    if let Attempt::Failed(failure) = &screen.attempt {
        let hint = format!("{} {}", failure.why, failure.advice);
        let (rect, _) = callout(ui, pos2(left, y), wide, Tone::Crit, &failure.title, hint.trim(), None);
        y = details_under(ui, rect, &failure.details) + 12.0;
    }
    y = import_card_ui(ui, pos2(left, y), wide, screen, snapshot, wishes) + 12.0;
    y = ways_ui(ui, pos2(left, y), wide, screen, snapshot, wishes) + 22.0;
    let passphrase = screen.asks_passphrase.then(|| passphrase_card_ui(ui, pos2(left, y), wide, screen, wishes));
    let line = match passphrase {
        Some(card) => Line { bottom: card.bottom() + 2.0, on: None },
        None => keychain_ui(ui, pos2(left, y), wide, screen, snapshot, wishes),
    };
    let bottom = readable_ui(ui, pos2(left, line.bottom + 14.0), wide);
    if let Some(link) = line.on {
        comes_with(ui, &link, Rect::from_x_y_ranges(left..=left + wide, y..=bottom));
    }
    Drawn { bottom, hidden: 0.0, passphrase }
}

/// A card's ground, painted once its height is known. It draws inside the edge: give back where that ends.
pub(super) fn card_ui(ui: &mut Ui, at: egui::Pos2, wide: f32, draw: impl FnOnce(&mut Ui, Rect) -> f32) -> Rect {
    let t = of(ui);
    let ground = ui.painter().add(egui::Shape::Noop);
    let end = draw(ui, Rect::from_min_size(at + vec2(1.0, 1.0), vec2(wide - 2.0, f32::INFINITY)));
    let rect = Rect::from_min_max(at, pos2(at.x + wide, end.round() + 1.0));
    let stroke = Stroke::new(1.0, t.stroke_subtle);
    let shape = egui::epaint::RectShape::new(rect, radius::CARD, t.bg_surface, stroke, StrokeKind::Inside);
    ui.painter().set(ground, shape);
    rect
}

/// The head of a card: its icon, title and words; returns where the words end.
pub(super) fn head_ui(ui: &Ui, at: egui::Pos2, room: f32, glyph: Icon, title: &str, words: &str, off: bool) -> f32 {
    let t = of(ui);
    let square = Rect::from_min_size(at + vec2(20.0, 21.0), vec2(32.0, 32.0));
    ui.painter().rect_filled(square, radius::CALLOUT, t.bg_active);
    let (ink, quiet) = if off { (t.text_disabled, t.text_disabled) } else { (t.text_primary, t.text_secondary) };
    icon(ui, square.center(), 16.0, Face::Line, glyph, ink);
    text(ui, at.x + 64.0, baseline(ui, at.y + 28.0, Type::CardTitle), Type::CardTitle, ink, title);
    let said = paragraph(ui, at + vec2(64.0, 39.0), room, Type::Body, quiet, words);
    let node = Rect::from_min_max(at + vec2(64.0, 18.0), said.max);
    name_node(ui, node, ui.make_persistent_id(("card", title)), &format!("{title}. {words}"));
    said.bottom()
}

/// What came in, what becomes of the files, and the way on, which stays in view: what is over it scrolls within the card.
/// Returns where it ends, and how much of it is hidden.
fn done_card_ui(ui: &mut Ui, room: Rect, screen: &mut FirstRun, wishes: &mut Vec<Wish>) -> (f32, f32) {
    let Attempt::Done(results) = &mut screen.attempt else { return (room.top(), 0.0) };
    let mut hidden = 0.0;
    let (mut on, mut undo) = (false, false);
    let undoable = results.undoable();
    let rect = card_ui(ui, room.min, room.width(), |ui, inner| {
        let from = inner.min + vec2(20.0, 20.0);
        // The buttons under it, and what is around them.
        let bottom = (room.bottom() - (14.0 + size::CONTROL + 20.0 + 1.0)).max(from.y + LEAST);
        let view = Rect::from_min_max(from, pos2(inner.right() - 8.0, bottom));
        let mut area = ui.new_child(UiBuilder::new().max_rect(view).id_salt("results"));
        area.spacing_mut().item_spacing = vec2(0.0, 0.0);
        let scroll = ScrollArea::vertical().auto_shrink([false, true]).max_height(view.height());
        let shown = scroll.show(&mut area, |ui| {
            let top = ui.cursor().min;
            let end = results_ui(ui, top, inner.width() - 40.0, results, wishes);
            ui.expand_to_include_rect(Rect::from_min_max(top, pos2(top.x, end)));
        });
        // Its own inner rectangle is the room it had.
        let high = shown.content_size.y.min(view.height());
        hidden = shown.content_size.y - high;
        let y = from.y + high + 14.0;
        let under = hidden - shown.state.clamped_offset().y;
        if under > 0.5 {
            soft_edge_ui(ui, view, under, of(ui).bg_surface);
        }
        if hidden > 0.5 {
            hairline(ui, inner.x_range(), view.bottom(), of(ui).stroke_subtle);
        }
        let primary = Button::primary("Go to your keys").id(way_on());
        let size = primary.size(ui);
        let response = primary.at(ui, Rect::from_min_size(pos2(inner.right() - 20.0 - size.x, y), size));
        if results.at.is_none() && !results.asks {
            take_if_free(&response);
        }
        on = response.clicked();
        let over = results.undo_is_over();
        let button = undo_button(!undoable.is_empty() && !results.is_busy(), over.as_deref());
        let size = button.size(ui);
        let at = Rect::from_min_size(pos2(inner.left() + 20.0, y), size);
        undo = undo_button_ui(ui, at, button).clicked();
        y + size.y + 20.0
    });
    delete_question_ui(ui.ctx(), results, wishes);
    if undo {
        let staying = results.staying();
        results.ask(Request::UndoImports(undoable, staying), wishes);
    }
    if on {
        wishes.push(Wish::LeaveFirstRun);
    }
    (rect.bottom(), hidden)
}

#[cfg(test)]
mod tests {
    use super::above;

    #[test]
    fn cards_stand_as_drawn_and_higher_where_they_would_not_fit() {
        assert_eq!(above(820.0, 0.0), 148.0);
        assert_eq!(above(820.0, 420.0), 148.0);
        assert_eq!(above(820.0, 700.0), 96.0);
        assert_eq!(above(600.0, 420.0), 108.0);
        assert_eq!(above(400.0, 700.0), 20.0);
    }
}
