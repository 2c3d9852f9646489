//! How the timeline is drawn: on the heat-map's rows, a dot for what ends, a diamond for what has ended.

use chrono::Days;
use egui::emath::GuiRounding as _;
use egui::{
    Color32, Id, Key, Modifiers, Pos2, Rect, Response, Role, ScrollArea, Sense, Shape, Stroke, StrokeKind, Ui,
    UiBuilder, WidgetInfo, pos2, vec2,
};

use super::charts::{LANE, TOP};
use super::heat::{lanes_from_to, lanes_in_view};
use super::lens::Cell;
use super::state::Review;
use super::timeline::{Dot, ENDED, Scale};
use crate::gui::counts::keys;
use crate::gui::theme::{Tokens, Type, of};
use crate::gui::widgets::keyboard::{Arrows, hold};
use crate::gui::widgets::{
    baseline, circle, elided, galley_with_code, name_node, ring_around, text, text_centered, text_right, width,
    without_ticks,
};
use crate::gui::wish::Wish;
use crate::jobs::Snapshot;
use crate::review::date;

/// A dot in the frame: its lane, its middle, its id.
struct Stood {
    lane: usize,
    x: f32,
    id: Id,
}

/// Draws it within a card's padding, behind so much room for the projects' names; none where the heat-map has them.
pub fn timeline_ui(ui: &mut Ui, rect: Rect, names: f32, review: &mut Review, facts: &Snapshot, wishes: &mut Vec<Wish>) {
    head_ui(ui, rect);
    let (drawn, high) = lanes_in_view(review);
    let rows = Rect::from_min_size(pos2(rect.left(), rect.top() + TOP), vec2(rect.width(), high));
    let lines = rows.with_min_x(rows.left() + names);
    let scale = Scale::new(lines.width());
    scale_ui(ui, lines, scale);
    let mut turned = None;
    let mut stood = Vec::new();
    let mut area = ui.new_child(UiBuilder::new().max_rect(rows).id_salt("timeline"));
    area.shrink_clip_rect(rows.expand(6.0));
    let scroll = ScrollArea::vertical().id_salt("lanes").auto_shrink(false).vertical_scroll_offset(review.lanes_offset);
    let whole = area.clip_rect();
    let shown = scroll.show_viewport(&mut area, |ui, viewport| {
        // The ring of a dot reaches over its row.
        ui.set_clip_rect(ui.clip_rect().expand2(vec2(0.0, 6.0)).intersect(whole));
        ui.set_height(drawn as f32 * LANE);
        let top = ui.max_rect().top();
        for index in lanes_from_to(viewport, drawn) {
            let lane = &review.view.lanes[index];
            let at = Rect::from_min_size(pos2(lines.left(), top + index as f32 * LANE), vec2(lines.width(), 28.0));
            let t = of(ui);
            if names > 0.0 {
                let line = baseline(ui, at.center().y, Type::Body);
                elided(ui, rows.left(), line, names - 10.0, Type::Body, t.text_primary, &lane.title());
            }
            let middle = at.center().y.round_to_pixel_center(ui.pixels_per_point());
            ui.painter().hline(at.x_range(), middle, Stroke::new(1.0, t.chart_grid));
            let dots = review.dots.of(index, &lane.days, scale, |dot| words(dot, &lane.title(), facts));
            for (dot, said) in dots.iter() {
                let center = pos2(at.left() + dot.x, middle);
                let id = Id::unique(("dot", lane.title(), dot.from));
                // Tab reaches the first one; arrows go on from there.
                let entry = stood.is_empty();
                let response = dot_ui(ui, center, id, entry, dot, said, facts.settings.warn_days);
                stood.push(Stood { lane: index, x: center.x, id });
                if response.clicked() {
                    match dot.keys.as_slice() {
                        [one] if dot.count == 1 => wishes.push(Wish::Select(facts.keys[*one as usize].uid)),
                        _ => {
                            let ends = Some((dot.from, dot.to));
                            turned = Some(Cell { ends, ..Cell::of(lane, None) });
                        }
                    }
                }
            }
        }
    });
    review.lanes_offset = shown.state.clamped_offset().y;
    arrows(ui, &stood);
    if let Some(cell) = turned {
        review.look_through(|lens| lens.turn_cell(cell));
    }
}

/// Over everything.
const TITLE: &str = "Expiry, next 90 days";

/// What it takes beside the projects' names: its title beside what the two kinds of dots are, and over the days what has ended.
pub fn room(ui: &Ui) -> f32 {
    let legend = width(ui, Type::Tiny, "Protected") + width(ui, Type::Tiny, "Other") + 47.0;
    (width(ui, Type::Strong, TITLE) + legend + 12.0).max(ENDED)
}

/// The title, and what the two kinds of dots are.
fn head_ui(ui: &Ui, rect: Rect) {
    let t = of(ui);
    let middle = rect.top() + 22.0;
    text(ui, rect.left(), baseline(ui, middle, Type::Strong), Type::Strong, t.text_primary, TITLE);
    let line = baseline(ui, middle, Type::Tiny);
    let other = text_right(ui, rect.right(), line, Type::Tiny, t.text_tertiary, "Other");
    let x = rect.right() - other - 10.0;
    circle(ui, pos2(x, middle), 3.5, Color32::TRANSPARENT, Stroke::new(1.5, t.text_tertiary));
    let protected = text_right(ui, x - 16.0, line, Type::Tiny, t.text_tertiary, "Protected");
    ui.painter().circle_filled(pos2(x - 16.0 - protected - 10.0, middle), 4.0, t.text_tertiary);
}

/// The days over the lanes and the lines down from them.
fn scale_ui(ui: &Ui, rows: Rect, scale: Scale) {
    let t = of(ui);
    let line = baseline(ui, rows.top() - 17.0, Type::Tiny);
    let x = |day: i32| rows.left() + scale.x(day);
    let put = |x: f32, words: &str| text(ui, x, line, Type::Tiny, t.text_tertiary, words);
    put(rows.left(), "Expired");
    put(x(0), "Today");
    let wide = scale.horizon - scale.today > 220.0;
    for (day, color) in [(0, t.stroke_control), (30, t.chart_grid), (60, t.chart_grid), (90, t.chart_grid)] {
        let at = x(day).round_to_pixel_center(ui.pixels_per_point());
        ui.painter().vline(at, rows.top() - 5.0..=rows.bottom() + 2.0, Stroke::new(1.0, color));
        let words = if wide { format!("{day} days") } else { format!("{day} d") };
        match day {
            0 => {}
            90 => drop(text_right(ui, rows.right(), line, Type::Tiny, t.text_tertiary, &words)),
            _ => drop(put(at - width(ui, Type::Tiny, &words) / 2.0, &words)),
        }
    }
}

/// "`STRIPE_SECRET_KEY`, production, 30 Nov 2025, Mara Klein", one a line; how many more there are.
fn words(dot: &Dot, lane: &str, facts: &Snapshot) -> String {
    let day = |index: u32| facts.keys[index as usize].expiry.date();
    let told = dot.keys.iter().map(|index| {
        let key = &facts.keys[*index as usize];
        let owner = key.owner.as_deref().unwrap_or("no owner");
        let ends = day(*index).map(date).unwrap_or_default();
        format!("`{}`, {}, {ends}, {owner}", key.name(), key.place().environment)
    });
    let mut lines: Vec<String> = Vec::new();
    if dot.count > 1 {
        let on = |days: i32| facts.today.checked_add_days(Days::new(u64::from(days.max(0).unsigned_abs()))).map(date);
        let when = match (dot.is_over(), on(dot.from), on(dot.to)) {
            (true, ..) => "expired".to_owned(),
            (false, Some(from), Some(to)) if from != to => format!("end {from} to {to}"),
            (false, from, _) => format!("end {}", from.unwrap_or_default()),
        };
        lines.push(format!("{lane}: {} {when}", keys(dot.count as usize)));
    }
    lines.extend(told.take(6));
    let more = (dot.count as usize).saturating_sub(dot.keys.len().min(6));
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    lines.join("\n")
}

fn dot_ui(ui: &Ui, center: Pos2, id: Id, entry: bool, dot: &Dot, said: &str, warn_days: u32) -> Response {
    let t = of(ui);
    let rect = Rect::from_center_size(center, vec2(24.0, 28.0));
    let focused = ui.memory(|memory| memory.has_focus(id));
    let sense = if entry || focused { Sense::click() } else { Sense::CLICK };
    let response = ui.interact(rect, id, sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, without_ticks(&said.replace('\n', "; "))));
    if focused {
        hold(&response, Arrows::All);
    }
    let soon = i64::from(dot.from) <= i64::from(warn_days);
    let color = match (dot.is_over(), soon) {
        (true, _) => t.crit_solid,
        (false, true) => t.warn_solid,
        (false, false) => t.text_tertiary,
    };
    paint_dot(ui, center, dot, color, t);
    ring_around(ui, Rect::from_center_size(center, vec2(14.0, 14.0)), 7, focused);
    response.on_hover_ui(|ui| {
        let t = of(ui);
        let room = ui.spacing().tooltip_width;
        let galley = galley_with_code(ui, room, Type::Body, t.text_primary, usize::MAX, said);
        let (rect, _) = ui.allocate_exact_size(galley.size(), Sense::hover());
        ui.painter().galley(rect.min, galley, t.text_primary);
        name_node(ui, rect, ui.make_persistent_id("dot tip"), &without_ticks(said));
    })
}

fn paint_dot(ui: &Ui, center: Pos2, dot: &Dot, color: Color32, t: &Tokens) {
    let count = dot.count.to_string();
    match (dot.is_over(), dot.count) {
        (true, count) => {
            let half = if count > 1 { 9.0 } else { 5.5 };
            let corners = [vec2(0.0, -half), vec2(half, 0.0), vec2(0.0, half), vec2(-half, 0.0)];
            let points = corners.map(|corner| center + corner).to_vec();
            ui.painter().add(Shape::convex_polygon(points, color, Stroke::NONE));
        }
        (false, 1) if dot.protected => {
            circle(ui, center, 5.0, color, Stroke::new(1.5, t.bg_panel));
        }
        (false, 1) => {
            circle(ui, center, 4.25, t.bg_panel, Stroke::new(1.5, color));
        }
        (false, _) => {
            // A count of two digits has room in the circle; longer ones widen it.
            let wide = (width(ui, Type::Ring, &count) + 6.0).max(16.0);
            let rect = Rect::from_center_size(center, vec2(wide, 16.0));
            let (fill, edge) = if dot.protected { (color, t.bg_panel) } else { (t.bg_panel, color) };
            ui.painter().rect(rect, 8, fill, Stroke::new(1.5, edge), StrokeKind::Inside);
        }
    }
    if dot.count > 1 {
        let ink = if dot.is_over() || dot.protected { t.bg_panel } else { color };
        text_centered(ui, Rect::from_center_size(center, vec2(24.0, 16.0)), Type::Ring, ink, &count);
    }
}

/// Arrow keys go from dot to dot: to the one beside, or to the nearest of the lane above or under.
fn arrows(ui: &Ui, stood: &[Stood]) {
    let Some(at) = stood.iter().position(|dot| ui.memory(|memory| memory.has_focus(dot.id))) else { return };
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let nearest = |lane: &dyn Fn(usize) -> bool| {
        let there = stood.iter().enumerate().filter(|(_, dot)| lane(dot.lane));
        there.min_by(|(_, one), (_, other)| (one.x - stood[at].x).abs().total_cmp(&(other.x - stood[at].x).abs()))
    };
    let lanes = |wanted: Option<usize>| nearest(&move |lane| Some(lane) == wanted).map(|(index, _)| index);
    let own = stood[at].lane;
    let next = if pressed(Key::ArrowRight) {
        Some(at + 1)
    } else if pressed(Key::ArrowLeft) {
        at.checked_sub(1)
    } else if pressed(Key::ArrowDown) {
        lanes(stood.iter().map(|dot| dot.lane).filter(|lane| *lane > own).min())
    } else if pressed(Key::ArrowUp) {
        lanes(stood.iter().map(|dot| dot.lane).filter(|lane| *lane < own).max())
    } else {
        None
    };
    if let Some(dot) = next.and_then(|next| stood.get(next)) {
        ui.memory_mut(|memory| memory.request_focus(dot.id));
    }
}
