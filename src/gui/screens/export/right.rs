//! The right half: the file without its secrets, a click on a line leaves a key out, and what is worth knowing.

use egui::style::ScrollAnimation;
use egui::{
    Context, FocusDirection, Id, Key, Modifiers, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};

use super::data::{Fact, Line, Value, lines, worth_knowing};
use super::form::Export;
use crate::gui::screens::key_form::Column;
use crate::gui::theme::{Type, of, radius, size};
use crate::gui::widgets::keyboard::{Arrows, hold};
use crate::gui::widgets::{
    baseline, elided, field_label, masked_dots, middle_elided, name_node, row_ring, severity_icon, text, width,
};
use crate::jobs::Snapshot;

/// Height of a line of the file.
const LINE: f32 = size::HIT;
/// Height of a fact.
const FACT: f32 = 24.0;
/// Facts in view; the others are counted.
const FACTS: usize = 4;
/// Lines of the file at least, and at most where the dialog is one column.
const FEWEST: f32 = 5.0;

/// Draws it; `bottom` is where it ends, if it may fill a place.
pub fn right_ui(ui: &mut Ui, column: &mut Column, export: &mut Export, snapshot: &Snapshot, bottom: Option<f32>) {
    let lines = lines(export, snapshot);
    let facts = worth_knowing(export, snapshot);
    let all = lines.iter().filter(|line| matches!(line, Line::Variable { .. })).count();
    let written = lines.iter().filter(|line| matches!(line, Line::Variable { written: true, .. })).count();
    let count = format!("{written} of {all} · secrets hidden");
    field_label(ui, column.take(16.0), "Preview", &count);
    column.gap(5.0);
    let below = if facts.is_empty() { 0.0 } else { 34.0 + FACT * facts.len().min(FACTS + 1) as f32 };
    let whole = lines.len().max(1) as f32 * LINE + 20.0;
    let room = bottom.map_or(whole.min(12.0 * LINE), |bottom| bottom - column.y - below);
    let card = column.take(whole.min(room.max(FEWEST * LINE + 20.0)));
    file_ui(ui, card, &lines, export, snapshot);
    if facts.is_empty() {
        return;
    }
    column.next();
    facts_ui(ui, column, &facts);
}

fn file_ui(ui: &mut Ui, card: Rect, lines: &[Line], export: &mut Export, snapshot: &Snapshot) {
    let t = of(ui);
    ui.painter().rect_filled(card, radius::CALLOUT, t.bg_inset);
    ui.painter().rect_stroke(card, radius::CALLOUT, Stroke::new(1.0, t.stroke_default), StrokeKind::Inside);
    if lines.is_empty() {
        let line = baseline(ui, card.center().y, Type::Small);
        text(ui, card.left() + 14.0, line, Type::Small, t.text_tertiary, "There are no keys to write.");
        return;
    }
    let mut area = ui.new_child(UiBuilder::new().max_rect(card.shrink2(vec2(1.0, 10.0))).id_salt("file"));
    area.spacing_mut().item_spacing = egui::Vec2::ZERO;
    area.shrink_clip_rect(card.shrink(1.0));
    let (at, moved) = moved_to(ui.ctx(), export, lines, (card.height() / LINE) as usize);
    let mut scrolled = ScrollArea::vertical().auto_shrink(false);
    if !std::mem::replace(&mut export.preview.has_begun, true) {
        // Of what was looked at in this place before nothing is left.
        scrolled = scrolled.vertical_scroll_offset(0.0);
    }
    // What comes to stand under it takes room from it, and not from the line that one is on.
    let focused = ui.memory(egui::Memory::focused);
    let is_focused = |at: usize| matches!(&lines[at], Line::Variable { name, .. } if Some(line_id(name)) == focused);
    let has_focus = at.is_some_and(is_focused);
    let shrank = has_focus && export.preview.seen_in.is_some_and(|high| high > card.height());
    scrolled.show_rows(&mut area, LINE, lines.len(), |ui, rows| {
        let (corner, wide) = (ui.max_rect().min, ui.available_width());
        let place = |line: usize| {
            let down = (line as f32 - rows.start as f32) * LINE;
            Rect::from_min_size(corner + vec2(0.0, down), vec2(wide, LINE))
        };
        if let Some(at) = at.filter(|_| moved || shrank) {
            ui.scroll_to_rect_animation(place(at), None, ScrollAnimation::none());
        }
        // The one that Tab leads to is there also where it was scrolled out of view.
        let beyond = at.filter(|at| !rows.contains(at));
        for line in rows.clone().chain(beyond) {
            line_ui(ui, place(line), &lines[line], at == Some(line), export, snapshot);
        }
        let seen = |at: usize| ui.clip_rect().y_range().contains(place(at).center().y);
        export.preview.seen_in = at.filter(|at| moved || shrank || seen(*at)).map(|_| card.height());
        ui.allocate_space(vec2(wide, LINE * rows.len() as f32));
    });
}

fn line_id(name: &str) -> Id {
    Id::unique(("export line", name))
}

/// The line that Tab leads to, and whether a key of the keyboard led to it now.
fn moved_to(ctx: &Context, export: &mut Export, lines: &[Line], page: usize) -> (Option<usize>, bool) {
    let variable = |(at, line): (usize, &Line)| match line {
        Line::Variable { name, .. } => Some((at, line_id(name))),
        Line::Around(_) => None,
    };
    let stops: Vec<(usize, Id)> = lines.iter().enumerate().filter_map(variable).collect();
    let Some(last) = stops.len().checked_sub(1) else { return (None, false) };
    export.preview.line = export.preview.line.min(last);
    // Also one that was clicked.
    let focused = ctx.memory(egui::Memory::focused);
    let Some(on) = stops.iter().position(|(_, id)| Some(*id) == focused) else {
        return (Some(stops[export.preview.line].0), false);
    };
    let pressed = |key| ctx.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
    let page = page.max(2) - 1;
    let down = pressed(Key::ArrowDown) + page * pressed(Key::PageDown);
    let up = pressed(Key::ArrowUp) + page * pressed(Key::PageUp);
    let mut next = on.saturating_add(down).min(last).saturating_sub(up);
    let (to_first, to_last) = (pressed(Key::Home) > 0, pressed(Key::End) > 0);
    if to_first || to_last {
        next = if to_first { 0 } else { last };
    }
    export.preview.line = next;
    let moves = down + up > 0 || to_first || to_last;
    if moves {
        ctx.memory_mut(|memory| {
            memory.move_focus(FocusDirection::None);
            memory.request_focus(stops[next].1);
        });
    }
    (Some(stops[next].0), moves)
}

fn line_ui(ui: &Ui, rect: Rect, line: &Line, stop: bool, export: &mut Export, snapshot: &Snapshot) {
    let t = of(ui);
    let (middle, x, room) = (rect.center().y, rect.left() + 13.0, rect.width() - 26.0);
    let base = baseline(ui, middle, Type::Code);
    let (key, name, [before, between, after], value, written) = match line {
        Line::Around(words) => {
            elided(ui, x, base, room, Type::Code, t.text_tertiary, words);
            name_node(ui, rect, ui.make_persistent_id(("around", words)), words);
            return;
        }
        Line::Variable { key, name, form, value, written } => (*key, name, *form, value, *written),
    };
    let hit = rect.shrink2(vec2(6.0, 0.0));
    // Tab reaches the file once; arrows move on from there.
    let response = ui.interact(hit, line_id(name), if stop { Sense::click() } else { Sense::CLICK });
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, written, name));
    if response.hovered() {
        ui.painter().rect_filled(hit, radius::TAG, t.bg_active);
    }
    row_ring(ui, hit, &response);
    if response.has_focus() {
        hold(&response, Arrows::Vertical);
    }
    let (ink, quiet) = if written { (t.text_primary, t.text_tertiary) } else { (t.text_disabled, t.text_disabled) };
    let name_at = x + text(ui, x, base, Type::Code, quiet, before);
    let shown = middle_elided(ui, Type::Code, name, room * 0.62);
    let name_end = name_at + text(ui, name_at, base, Type::Code, ink, &shown);
    let behind = name_end + text(ui, name_end, base, Type::Code, quiet, between);
    let value_end = match value {
        Value::Readable(value) => {
            let room = rect.right() - 13.0 - behind - width(ui, Type::Code, after);
            behind + elided(ui, behind, base, room.max(0.0), Type::Code, quiet, value)
        }
        Value::Masked(tail) => {
            let dots = behind + masked_dots(ui, behind, middle, 4, quiet);
            dots + tail.map_or(0.0, |tail| 5.0 + text(ui, dots + 5.0, base, Type::Code, quiet, &tail))
        }
    };
    text(ui, value_end, base, Type::Code, quiet, after);
    if !written {
        ui.painter().hline(name_at..=name_end, middle.round() + 0.5, Stroke::new(1.0, t.text_disabled));
    }
    let what = if written { "Click to leave it out" } else { "Click to include it again" };
    if response.on_hover_text(what).clicked() && !export.is_running() {
        export.toggle(&snapshot.keys[key]);
    }
}

fn facts_ui(ui: &Ui, column: &mut Column, facts: &[Fact]) {
    let t = of(ui);
    let head = column.take(16.0);
    let line = baseline(ui, head.center().y, Type::SmallStrong);
    text(ui, head.left(), line, Type::SmallStrong, t.text_tertiary, "Worth knowing");
    column.gap(4.0);
    for fact in facts.iter().take(FACTS) {
        let rect = column.take(FACT);
        let middle = rect.center().y;
        severity_icon(ui, pos2(rect.left() + 7.5, middle), 15.0, fact.mark, t);
        let name = middle_elided(ui, Type::Code, &fact.name, 176.0);
        text(ui, rect.left() + 23.0, baseline(ui, middle, Type::Code), Type::Code, t.text_primary, &name);
        let at = rect.left() + 23.0 + 184.0;
        let line = baseline(ui, middle, Type::Small);
        elided(ui, at, line, rect.right() - at, Type::Small, t.text_secondary, &fact.words);
        let words = format!("{}: {}", fact.name, fact.words);
        name_node(ui, rect, ui.make_persistent_id(("fact", &words)), &words);
    }
    if let Some(more) = facts.len().checked_sub(FACTS).filter(|more| *more > 0) {
        let rect = column.take(FACT);
        let line = baseline(ui, rect.center().y, Type::Small);
        let words = format!("{more} more");
        text(ui, rect.left() + 23.0, line, Type::Small, t.text_tertiary, &words);
        name_node(ui, rect, ui.make_persistent_id("more facts"), &words);
    }
}
