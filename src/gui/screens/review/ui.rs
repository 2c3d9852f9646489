//! How the review is laid out: header, numbers, charts, bar, list, status bar. Where the list has room it scrolls alone; in a
//! low window everything scrolls.

use egui::style::ScrollAnimation;
use egui::{Align, Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use super::bar::{BAR, bar_ui, fold_id};
use super::charts::{GAP, charts_height, charts_ui};
use super::data::Tile;
use super::header::header_ui;
use super::lens::By;
use super::state::Review;
use super::table::{headings_ui, rows_height, rows_ui};
use crate::gui::awaits::is_long;
use crate::gui::commands::{Command, caps_count};
use crate::gui::counts::grouped;
use crate::gui::screens::keys::{Place, Summary};
use crate::gui::screens::pane::{cut_status_bar, messages_under, pane_ui};
use crate::gui::theme::{Icon, Type, of, size};
use crate::gui::widgets::keyboard;
use crate::gui::widgets::{
    Button, STAT, Stat, Strip, baseline, empty_ui, hairline, keycap, keycap_width, name_node, no_match,
    room_under_list, skeleton_rows, stat_room, text, width,
};
use crate::gui::wish::Wish;
use crate::jobs::{Failure, Snapshot};
use crate::model::Settings;
use crate::review::date;

/// So many rows are worth scrolling alone.
const ROWS: f32 = 5.0;
/// Above the numbers.
const TOP: f32 = 14.0;

/// Draws the pane right of the sidebar.
pub fn review_ui(
    ui: &mut Ui,
    pane: Rect,
    review: &mut Review,
    snapshot: &Snapshot,
    summary: &Summary,
    notice: Option<&Failure>,
    wishes: &mut Vec<Wish>,
) {
    let (header, below) = pane_ui(ui, pane);
    header_ui(ui, header, review, snapshot, summary, wishes);
    let (mut body, status) = cut_status_bar(ui, below);
    messages_under(ui, &mut body, 10.0, snapshot, notice, wishes);
    match review.facts().cloned() {
        Some(facts) => {
            body_ui(ui, body, review, &facts, wishes);
            if let Some(status) = status {
                status_ui(ui, status, review, &snapshot.settings);
            }
        }
        None => loading_ui(ui, body, snapshot),
    }
}

fn body_ui(ui: &mut Ui, body: Rect, review: &mut Review, facts: &Snapshot, wishes: &mut Vec<Wish>) {
    if review.view.keys == 0 {
        return no_keys_ui(ui, body, review, wishes);
    }
    let charts =
        if review.is_folded(ui.ctx()) { 0.0 } else { GAP + charts_height(ui, body.width() - 2.0 * size::EDGE, review) };
    let head = TOP + tiles_height(ui, body.width(), facts) + charts + BAR;
    let rows = rows_height(review.rows().len());
    let opened = std::mem::take(&mut review.opened);
    if body.height() - head - size::TABLE_HEADER >= ROWS * size::ROW {
        // The list has less room now.
        review.reveal |= opened && !keyboard::is_pointed(ui.ctx());
        let (top, list) = body.split_top_bottom_at_y(body.top() + head);
        head_ui(ui, top, review, facts, wishes);
        if review.rows().is_empty() {
            return nothing_ui(ui, list, review, facts);
        }
        let (headings, list) = list.split_top_bottom_at_y(list.top() + size::TABLE_HEADER);
        headings_ui(ui, headings, review);
        let mut area = ui.new_child(UiBuilder::new().max_rect(list).id_salt("warnings"));
        area.shrink_clip_rect(list);
        let mut scroll = ScrollArea::vertical().auto_shrink(false).id_salt("warnings");
        if std::mem::take(&mut review.to_top) {
            scroll = scroll.vertical_scroll_offset(0.0);
        }
        scroll.show(&mut area, |ui| {
            ui.set_height(rows + room_under_list(ui, ui.max_rect().top() + rows));
            let all = Rect::from_min_size(ui.max_rect().min, vec2(list.width(), rows));
            rows_ui(ui, all, list, 0.0, review, facts, wishes);
        });
        return;
    }
    let mut area = ui.new_child(UiBuilder::new().max_rect(body).id_salt("review"));
    area.shrink_clip_rect(body);
    ScrollArea::vertical().auto_shrink(false).id_salt("review").show(&mut area, |ui| {
        let empty = review.rows().is_empty();
        let under = if empty { 140.0 } else { size::TABLE_HEADER + rows };
        ui.set_height(head + under + room_under_list(ui, ui.max_rect().top() + head + under));
        let at = ui.max_rect().min;
        let piece = |y: f32, high: f32| Rect::from_min_size(pos2(at.x, at.y + y), vec2(body.width(), high));
        // What is done with all that is selected stays in view: the rows go by under it.
        let bar = piece(head - BAR, BAR);
        let stays = review.checked() > 0 && bar.top() < body.top();
        // It comes over no row that one is on and sees.
        review.reveal |= stays && !review.bar_stays && review.in_view;
        review.bar_stays = stays;
        numbers_ui(ui, piece(0.0, head - BAR), review, facts, wishes);
        if opened {
            // As much of them as the window shows, from their top on; who opened them by the button goes on at it.
            let at_button = ui.memory(|memory| memory.has_focus(fold_id())) && !keyboard::is_pointed(ui.ctx());
            let (high, end) = if at_button { (charts + BAR, Align::BOTTOM) } else { (charts, Align::TOP) };
            let align = (high > body.height()).then_some(end);
            ui.scroll_to_rect_animation(piece(head - BAR - charts, high), align, ScrollAnimation::none());
            if !at_button {
                // The row one was on goes out of view: one goes on in what was opened.
                keyboard::lead_into(ui, piece(head - BAR - charts, charts));
            }
        }
        let rows_in = if stays { body.with_min_y(body.top() + BAR) } else { body };
        let bar = if stays { bar.translate(vec2(0.0, body.top() - bar.top())) } else { bar };
        bar_ui(ui, bar, review, facts, wishes);
        if stays {
            // The rows end there, as under their headings.
            let t = of(ui);
            hairline(ui, (bar.left() + 8.0)..=(bar.right() - 8.0), bar.bottom() - 1.0, t.stroke_subtle);
        }
        if std::mem::take(&mut review.brings) | std::mem::take(&mut review.to_top) {
            // What was just asked for may lie under the window's edge: as much of it as shows that it is there.
            let some = under.min(size::TABLE_HEADER + ROWS * size::ROW).min(body.height() - BAR);
            ui.scroll_to_rect(piece(head - BAR, BAR + some), None);
        }
        if empty {
            return nothing_ui(ui, piece(head, under), review, facts);
        }
        let seen = ui.clip_rect();
        ui.set_clip_rect(seen.intersect(rows_in));
        headings_ui(ui, piece(head, size::TABLE_HEADER), review);
        rows_ui(ui, piece(head + size::TABLE_HEADER, rows), rows_in, rows_in.top() - body.top(), review, facts, wishes);
        ui.set_clip_rect(seen);
        keyboard::follow(ui);
    });
}

/// Numbers, charts and bar.
fn head_ui(ui: &mut Ui, rect: Rect, review: &mut Review, facts: &Snapshot, wishes: &mut Vec<Wish>) {
    let (numbers, bar) = rect.split_top_bottom_at_y(rect.bottom() - BAR);
    numbers_ui(ui, numbers, review, facts, wishes);
    bar_ui(ui, bar, review, facts, wishes);
}

fn numbers_ui(ui: &mut Ui, rect: Rect, review: &mut Review, facts: &Snapshot, wishes: &mut Vec<Wish>) {
    let tiles = Rect::from_min_size(
        pos2(rect.left() + size::EDGE, rect.top() + TOP),
        vec2(rect.width() - 2.0 * size::EDGE, tiles_height(ui, rect.width(), facts)),
    );
    tiles_ui(ui, tiles, Some(review), facts);
    if !review.is_folded(ui.ctx()) {
        let charts = Rect::from_min_max(pos2(tiles.left(), tiles.bottom() + GAP), pos2(tiles.right(), rect.bottom()));
        charts_ui(ui, charts, review, facts, wishes);
        review.charts_at = Some(charts);
        if let Some(was_on) = review.turned.take() {
            // A bar stands there still; a cell or a dot does not, nor what stood for it in a table.
            keyboard::go_on_within(ui, was_on, charts);
        }
    }
}

/// How wide each of so many numbers beside each other is.
fn tile_width(wide: f32, count: usize) -> f32 {
    (wide - (count as f32 - 1.0) * GAP) / count as f32
}

/// How many numbers stand in the first row of so many points: all, where their words have room, if only by their gist, and
/// the window is not narrow.
fn tiles_in_row(ui: &Ui, wide: f32, facts: &Snapshot) -> usize {
    let all = Tile::ALL.len();
    if ui.ctx().content_rect().width() < size::NARROW {
        return 3;
    }
    let room = stat_room(tile_width(wide, all));
    let fits = |tile: Tile| width(ui, Type::Small, &tile.gist(facts)) <= room;
    if Tile::ALL.into_iter().all(fits) { all } else { 3 }
}

/// Their height in a pane of this width.
fn tiles_height(ui: &Ui, pane: f32, facts: &Snapshot) -> f32 {
    let all = tiles_in_row(ui, pane - 2.0 * size::EDGE, facts) == Tile::ALL.len();
    if all { STAT } else { 2.0 * STAT + GAP }
}

/// The numbers; a dash each while they are counted.
fn tiles_ui(ui: &Ui, rect: Rect, mut review: Option<&mut Review>, facts: &Snapshot) {
    let in_row = tiles_in_row(ui, rect.width(), facts);
    for (index, tile) in Tile::ALL.into_iter().enumerate() {
        let (row, column) = (index / in_row, index % in_row);
        let wide = tile_width(rect.width(), (Tile::ALL.len() - row * in_row).min(in_row));
        let corner = rect.min + vec2(column as f32 * (wide + GAP), row as f32 * (STAT + GAP));
        let place = Rect::from_min_size(corner, vec2(wide, STAT));
        let (words, gist) = (tile.title(facts), tile.gist(facts));
        let counted = review.as_ref().map(|review| (&review.view, review.lens.tile == Some(tile)));
        let (number, worst, on) = match counted {
            None => ("–".to_owned(), None, false),
            Some((view, on)) if tile == Tile::Quiet => {
                (view.quiet_percent().map_or_else(|| "–".to_owned(), |percent| format!("{percent}%")), None, on)
            }
            Some((view, on)) => {
                let count = view.tiles[tile as usize];
                (grouped(count.count), count.worst, on)
            }
        };
        let stat = Stat { number: &number, worst, words: &words, gist: &gist, on, enabled: review.is_some() };
        if stat.at(ui, place).clicked()
            && let Some(review) = &mut review
        {
            review.look_through(|lens| lens.turn_tile(tile));
        }
    }
}

fn loading_ui(ui: &Ui, body: Rect, snapshot: &Snapshot) {
    let tiles = Rect::from_min_size(
        pos2(body.left() + size::EDGE, body.top() + TOP),
        vec2(body.width() - 2.0 * size::EDGE, tiles_height(ui, body.width(), snapshot)),
    );
    tiles_ui(ui, tiles, None, snapshot);
    let rows = Rect::from_min_max(pos2(tiles.left(), tiles.bottom() + BAR), pos2(tiles.right(), body.bottom()));
    if is_long(ui, "review", 0) {
        skeleton_rows(ui, rows, size::ROW, (rows.height() / size::ROW).max(0.0) as usize);
    }
}

/// What stands where no warning does.
fn nothing_ui(ui: &Ui, rect: Rect, review: &mut Review, facts: &Snapshot) {
    let narrowed = !review.filter.trim().is_empty() || !review.lens.is_clear();
    if narrowed {
        let title = match review.filter.trim() {
            "" => "No warnings here".to_owned(),
            typed => no_match(ui, rect, "No warnings match", typed),
        };
        let reason = format!("Looked at {} of {}.", grouped(review.view.warnings), review.view.words());
        let reason = if review.view.warnings == 0 { "There are none to look at.".to_owned() } else { reason };
        let clear = [Button::secondary("Clear filter")];
        if empty_ui(ui, rect, Icon::MagnifyingGlass, &title, &reason, &clear).is_some() {
            review.clear();
        }
        return;
    }
    let next = review.view.next.and_then(|index| {
        let key = facts.keys.get(index as usize)?;
        Some(format!("Next expiry: {}, {}.", date(key.expiry.date()?), key.name()))
    });
    let reason = next.unwrap_or_else(|| "No key here has an expiry date.".to_owned());
    empty_ui(ui, rect, Icon::CheckCircle, "Nothing needs you", &reason, &[]);
}

/// Numbers and charts of nothing say nothing.
fn no_keys_ui(ui: &mut Ui, rect: Rect, review: &Review, wishes: &mut Vec<Wish>) {
    let title = if review.place == Place::default() { "There are no keys yet" } else { "There are no keys here" };
    let new = [Button::secondary(Command::NewKey.title())];
    if empty_ui(ui, rect, Icon::ChartBarHorizontal, title, "What needs you is listed here.", &new).is_some() {
        wishes.push(Wish::Do(Command::NewKey));
    }
}

fn status_ui(ui: &Ui, rect: Rect, review: &Review, settings: &Settings) {
    let t = of(ui);
    let middle = rect.center().y + 0.5;
    let line = baseline(ui, middle, Type::Small);
    let (shown, all) = (review.rows().len(), review.view.warnings);
    let warnings = if all == 1 { "warning" } else { "warnings" };
    let counted = if shown == all {
        format!("{} {warnings}", grouped(all))
    } else {
        format!("{} of {} {warnings}", grouped(shown.min(all)), grouped(all))
    };
    let quiet = review.rows().iter().take(1).any(|row| row.warning.is_none());
    let counted = if quiet { crate::gui::counts::keys(shown) } else { counted };
    let order = match (review.sort.by, review.sort.reversed) {
        (By::Finding, false) => "worst first",
        (By::Finding, true) => "worst last",
        (By::Key, _) => "by name",
        (By::Project, _) => "by project",
        (By::Environment, _) => "by environment",
        (By::Owner, _) => "by owner",
        (By::Since, _) => "by age",
    };
    let words = format!("{counted} · {order}");
    let used = text(ui, rect.left() + size::EDGE, line, Type::Small, t.text_tertiary, &words);
    let node = Rect::from_min_size(rect.min, vec2(used + size::EDGE, rect.height()));
    name_node(ui, node, ui.make_persistent_id("status"), &words);
    if shown == 0 {
        return;
    }
    let hints: [(&str, &str); 4] = [
        (Command::Snooze.caps()[0], "snooze"),
        (Command::Disable.caps()[0], "disable"),
        ("Enter", "open key"),
        (Command::SelectRow.caps()[0], "select"),
    ];
    let hints: Vec<_> = hints.into_iter().filter(|(cap, _)| caps_count(&[cap], settings)).collect();
    let own = |(cap, words): &(&str, &str)| keycap_width(ui, cap) + 4.0 + width(ui, Type::Small, words);
    let all: f32 = hints.iter().map(|hint| own(hint) + 14.0).sum();
    if all + used + 40.0 > rect.width() {
        return;
    }
    let mut strip = Strip::new(rect, size::EDGE);
    for hint in &hints {
        let at = strip.right(own(hint), rect.height());
        let cap = keycap(ui, pos2(at.left(), middle), hint.0);
        text(ui, at.left() + cap + 4.0, line, Type::Small, t.text_tertiary, hint.1);
        strip.gap_right(14.0);
    }
}
