//! The heat-map: projects by environments, how many of whose keys have a warning, and the worst of them.

use egui::{Key, Modifiers, Rect, ScrollArea, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2};

use super::charts::{LANE, TOP};
use super::data::{Column, LANES, Lane};
use super::lens::Cell;
use super::state::Review;
use crate::gui::theme::{Type, of, radius};
use crate::gui::widgets::keyboard::{Arrows, hold};
use crate::gui::widgets::{Button, baseline, elided, heat_cell, heat_id, name_node, text, width};

/// Width of the projects' names.
pub const NAMES: f32 = 112.0;
/// A cell, and from one to the next.
const CELL: [f32; 2] = [76.0, 80.0];

/// What the heat-map takes beside the timeline, the room between them included.
pub fn heat_width(review: &Review) -> f32 {
    NAMES + CELL[1] * review.view.columns.len().max(3) as f32 + 24.0
}

/// What stands over it.
pub fn title(review: &Review) -> &'static str {
    if review.view.by_environment { "Health by environment" } else { "Health by project" }
}

/// How many rows are drawn, and how far the rows reach that are in view.
pub fn lanes_in_view(review: &Review) -> (usize, f32) {
    let all = review.view.lanes.len();
    let drawn = if review.all_lanes { all } else { all.min(LANES) };
    (drawn, drawn.min(LANES) as f32 * LANE)
}

/// Draws it within a card's padding.
pub fn heat_ui(ui: &mut Ui, rect: Rect, review: &mut Review) {
    let t = of(ui);
    let middle = rect.top() + 22.0;
    let line = baseline(ui, middle, Type::Strong);
    let used = text(ui, rect.left(), line, Type::Strong, t.text_primary, title(review));
    let mut room = rect.width() - used - 8.0;
    if review.view.lanes.len() > LANES {
        let words = if review.all_lanes {
            "Show the worst".to_owned()
        } else {
            format!("Show all {}", review.view.lanes.len())
        };
        let button = Button::link(&words).small();
        let wide = button.size(ui).x;
        let at = Rect::from_min_size(pos2(rect.right() - wide, middle - 12.0), vec2(wide, 24.0));
        if button.at(ui, at).clicked() {
            review.all_lanes = !review.all_lanes;
        }
        room -= wide + 8.0;
    }
    let hint = "keys with warnings / all keys";
    if width(ui, Type::Tiny, hint) <= room {
        text(ui, rect.left() + used + 8.0, baseline(ui, middle, Type::Tiny), Type::Tiny, t.text_tertiary, hint);
    }
    for (index, column) in review.view.columns.iter().enumerate() {
        let center = rect.left() + NAMES + CELL[1] * index as f32 + CELL[0] / 2.0;
        let wide = width(ui, Type::Tiny, &column.title).min(CELL[0]);
        let line = baseline(ui, rect.top() + 47.0, Type::Tiny);
        elided(ui, center - wide / 2.0, line, wide + 0.5, Type::Tiny, t.text_tertiary, &column.title);
    }
    let (drawn, high) = lanes_in_view(review);
    let rows = Rect::from_min_size(pos2(rect.left(), rect.top() + TOP), vec2(rect.width(), high));
    let (mut turned, mut on, mut goes_to) = (None, None, None);
    let mut area = ui.new_child(UiBuilder::new().max_rect(rows).id_salt("heat"));
    area.shrink_clip_rect(rows.expand(4.0));
    area.spacing_mut().item_spacing = vec2(0.0, 0.0);
    // One list in two places: both are scrolled to the same lane.
    let scroll = ScrollArea::vertical().id_salt("lanes").auto_shrink(false).vertical_scroll_offset(review.lanes_offset);
    let whole = area.clip_rect();
    let shown = scroll.show_viewport(&mut area, |ui, viewport| {
        // The ring of a cell reaches over its row.
        ui.set_clip_rect(ui.clip_rect().expand2(vec2(0.0, 4.0)).intersect(whole));
        ui.set_height(drawn as f32 * LANE);
        let top = ui.max_rect().top();
        for index in lanes_from_to(viewport, drawn) {
            let at = Rect::from_min_size(pos2(rows.left(), top + index as f32 * LANE), vec2(rows.width(), LANE));
            turned = lane_ui(ui, at, index, review, &mut on).or(turned.take());
        }
        if let Some(next) = on.and_then(|on| step(ui, &review.view.lanes[..drawn], on)) {
            let lane = &review.view.lanes[next.0];
            let id = heat_id(ui, &cell_name(lane, review.view.columns.get(next.1)));
            ui.memory_mut(|memory| memory.request_focus(id));
            goes_to = Some(next.0 as f32 * LANE);
        }
    });
    let offset = shown.state.clamped_offset().y;
    // As far as its row needs to come into view.
    review.lanes_offset = goes_to.map_or(offset, |top| offset.clamp((top + LANE - high).max(0.0), top));
    if let Some(cell) = turned {
        review.look_through(|lens| lens.turn_cell(cell));
    }
}

/// The lanes that are in view.
pub fn lanes_from_to(viewport: Rect, drawn: usize) -> std::ops::Range<usize> {
    let first = (viewport.min.y / LANE).floor().max(0.0) as usize;
    let last = ((viewport.max.y / LANE).ceil().max(0.0) as usize).min(drawn);
    first.min(last)..last
}

/// Where an arrow leads from a cell: to the nearest one beside it that has keys, of its row or of its column. None where there
/// is none, or no arrow was pressed.
fn step(ui: &Ui, lanes: &[Lane], (lane, column): (usize, usize)) -> Option<(usize, usize)> {
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let has_keys = |(lane, column): &(usize, usize)| lanes[*lane].cells[*column].keys > 0;
    let columns = lanes.get(lane)?.cells.len();
    if pressed(Key::ArrowDown) {
        (lane + 1..lanes.len()).map(|lane| (lane, column)).find(has_keys)
    } else if pressed(Key::ArrowUp) {
        (0..lane).rev().map(|lane| (lane, column)).find(has_keys)
    } else if pressed(Key::ArrowRight) {
        (column + 1..columns).map(|column| (lane, column)).find(has_keys)
    } else if pressed(Key::ArrowLeft) {
        (0..column).rev().map(|column| (lane, column)).find(has_keys)
    } else {
        None
    }
}

/// What a cell stands for, in words.
fn cell_name(lane: &Lane, column: Option<&Column>) -> String {
    let own = Cell::of(lane, column);
    format!("{}, {}", lane.project, own.column.as_ref().map_or("", |column| column.title.as_str()))
}

/// Draws a row; the cell that was clicked. `on`: the cell that has the keyboard.
fn lane_ui(ui: &Ui, rect: Rect, index: usize, review: &Review, on: &mut Option<(usize, usize)>) -> Option<Cell> {
    let t = of(ui);
    let lane = &review.view.lanes[index];
    let line = baseline(ui, rect.center().y - 3.0, Type::Body);
    let title = lane.title();
    elided(ui, rect.left(), line, NAMES - 10.0, Type::Body, t.text_primary, &title);
    let name = Rect::from_min_size(rect.min, vec2(NAMES - 10.0, 28.0));
    let node = name_node(ui, name, ui.make_persistent_id(("lane", &title)), &title);
    if width(ui, Type::Body, &title) > NAMES - 10.0 {
        node.on_hover_text(&title);
    }
    let mut turned = None;
    // One column alone has the room of three.
    let wide = if review.view.by_environment { 2.0 * CELL[1] + CELL[0] } else { CELL[0] };
    for (column, cell) in lane.cells.iter().enumerate() {
        let x = rect.left() + NAMES + CELL[1] * column as f32;
        let at = Rect::from_min_size(pos2(x, rect.top()), vec2(wide, 28.0));
        let own = Cell::of(lane, review.view.columns.get(column));
        let response = heat_cell(ui, at, &cell_name(lane, review.view.columns.get(column)), *cell);
        if response.has_focus() {
            hold(&response, Arrows::All);
            *on = Some((index, column));
        }
        if review.lens.cell.as_ref() == Some(&own) {
            ui.painter().rect_stroke(at, radius::TILE, Stroke::new(2.0, t.accent_ring), StrokeKind::Inside);
        }
        if response.clicked() {
            turned = Some(own);
        }
    }
    turned
}
