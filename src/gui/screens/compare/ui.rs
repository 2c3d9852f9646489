//! How Compare is drawn: filter bar, headings, and only the rows in view. The names stay where they are while
//! the environments scroll sideways.

use egui::style::ScrollAnimation;
use egui::{Id, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::cell::{self, Fit};
use super::data::Chip;
use super::grid::{Grid, STEP_AIR, Wants};
use super::row::row_ui;
use super::state::Compare;
use crate::gui::commands::Command;
use crate::gui::counts::counted;
use crate::gui::theme::{Face, Icon, Type, of, radius, size};
use crate::gui::widgets::{
    Button, Chips, EMPTY_UPPER, Field, Strip, baseline, chip_width, empty_ui, focus_ring, hairline, icon, no_match,
    room_under_list, rows_node, text, toast_came_over, width,
};
use crate::gui::wish::Wish;
use crate::jobs::Snapshot;

/// Room above the first row and below the last.
const PADDING: f32 = 4.0;
/// The bar that scrolls sideways, and the room over it.
const BAR: f32 = 8.0;

/// Draws filter bar and table.
pub fn compare_ui(
    ui: &mut Ui,
    rect: Rect,
    compare: &mut Compare,
    project: Option<&str>,
    filter: Id,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) {
    compare.ensure(project, snapshot);
    let (bar, body) = rect.split_top_bottom_at_y(rect.top() + size::FILTER_BAR);
    if let Some((title, reason)) = nothing(compare, project, snapshot) {
        let commands: &[Command] = match project {
            None if snapshot.projects.is_empty() => &[Command::NewProject],
            None => &[Command::ChooseProject],
            Some(_) if compare.matrix.columns.len() < 2 => &[Command::EditProject],
            Some(_) => &[Command::Import, Command::NewKey],
        };
        let words = |command: &Command| match command {
            Command::ChooseProject => "Choose a project…",
            other => other.title(),
        };
        let buttons: Vec<Button<'_>> = commands.iter().map(|command| Button::secondary(words(command))).collect();
        if let Some(chosen) = empty_ui(ui, body, Icon::Columns, title, reason, &buttons) {
            wishes.push(Wish::Do(commands[chosen]));
        }
        return;
    }
    filter_ui(ui, bar, compare, filter, snapshot);
    compare.over_rows = Some(bar.with_max_y(bar.bottom() + size::TABLE_HEADER));
    if compare.shown.is_empty() {
        let clear = [Button::secondary("Clear filter")];
        let title = match (compare.filter.trim(), compare.chip) {
            ("", Chip::Missing) => "Nothing is missing here".to_owned(),
            ("", Chip::SameValue) => "No same values here".to_owned(),
            ("", Chip::Expiring) => "Nothing expires here".to_owned(),
            (typed, _) => no_match(ui, body, "No variables match", typed),
        };
        let variables = counted(compare.matrix.counts.variables, "variable", "variables");
        let reason = format!("Searched {variables} in {}.", compare.matrix.project);
        let upper = body.with_max_y(body.top() + body.height() * EMPTY_UPPER);
        if empty_ui(ui, upper, Icon::MagnifyingGlass, &title, &reason, &clear).is_some() {
            compare.filter.clear();
            compare.chip = Chip::All;
            compare.list(snapshot);
        }
        return;
    }
    table_ui(ui, body, compare, snapshot, wishes);
}

/// Why there is nothing to compare.
fn nothing(compare: &Compare, project: Option<&str>, snapshot: &Snapshot) -> Option<(&'static str, &'static str)> {
    if snapshot.projects.is_empty() {
        return Some(("There are no projects yet", "A project's environments stand side by side here."));
    }
    if project.is_none() {
        return Some(("Compare looks at one project", "Choose one to see its variables by environment."));
    }
    match (compare.matrix.columns.len(), compare.matrix.rows.len()) {
        (0 | 1, _) => Some(("Add a second environment to compare", "There is nothing to compare it with.")),
        (_, 0) => Some(("No keys here yet", "Import an environment file or make a key.")),
        _ => None,
    }
}

fn filter_ui(ui: &mut Ui, rect: Rect, compare: &mut Compare, filter: Id, snapshot: &Snapshot) {
    let window = ui.ctx().content_rect().width();
    let counts = compare.matrix.counts;
    let mut strip = Strip::new(rect, size::EDGE);
    let at = strip.left(if window < size::NARROW { 220.0 } else { 232.0 }, size::CONTROL);
    strip.gap_left(8.0);
    let hint = format!("Filter {} {}", counts.variables, if counts.variables == 1 { "variable" } else { "variables" });
    let cap = Command::Filter.caps();
    let mut field = Field::new(filter, "Filter").hint(&hint).icon(Icon::Funnel).clearable();
    if let Some(cap) = cap.first() {
        field = field.keycap(cap);
    }
    if field.at(ui, at, &mut compare.filter).changed() {
        compare.list(snapshot);
    }
    let mut chips = vec![
        (Chip::All, "All", None),
        (Chip::Missing, "Missing", Some(counts.missing)),
        (Chip::SameValue, "Same value", Some(counts.same)),
        (Chip::Expiring, "Expiring", Some(counts.expiring)),
    ];
    while chips.len() > 2
        && chips.iter().map(|(_, words, count)| chip_width(ui, words, *count) + 8.0).sum::<f32>() > strip.room() + 8.0
    {
        let Some(at) = chips.iter().rposition(|(which, ..)| *which != compare.chip) else { break };
        chips.remove(at);
    }
    let mut row = Chips::new(ui, "chips", chips.len());
    for (which, words, count) in chips {
        if row.chip(&mut strip, words, count, compare.chip == which).clicked() && compare.chip != which {
            compare.chip = which;
            compare.list(snapshot);
        }
    }
    let words = if compare.matrix.values {
        "Values are compared by fingerprint, never shown"
    } else {
        "Values are compared once the keychain is open"
    };
    if strip.room() > width(ui, Type::Small, words) + 40.0 {
        cell::hint_ui(ui, strip.rest(), words);
    }
}

fn table_ui(ui: &mut Ui, rect: Rect, compare: &mut Compare, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let window = ui.ctx().content_rect().width();
    let names = 48.0 + compare.matrix.longest as f32 * width(ui, Type::Key, "M");
    let ((cell, words), step) = (cell::wanted(ui, &compare.matrix), cell::steps_width(ui, &compare.matrix));
    let grid = Grid::new(rect.width(), window, compare.matrix.columns.len(), Wants { names, cell, words, step });
    let (header, body) = rect.split_top_bottom_at_y(rect.top() + size::TABLE_HEADER);
    let mut area = ui.new_child(UiBuilder::new().max_rect(body).id_salt("compare"));
    area.shrink_clip_rect(body);
    let scroll = ScrollArea::both().auto_shrink(false).id_salt("compare cells");
    let scroll = if std::mem::take(&mut compare.to_start) { scroll.scroll_offset(egui::Vec2::ZERO) } else { scroll };
    let out = scroll.show_viewport(&mut area, |ui, viewport| {
        rows_ui(ui, viewport, body, grid, compare, snapshot, wishes);
        viewport.min.x
    });
    header_ui(ui, header, grid, out.inner, compare, snapshot);
    if out.inner > 0.5 {
        // What is cut off here goes on behind the names.
        let rows = PADDING + compare.shown.len() as f32 * size::ROW;
        let edge = (rect.left() + size::EDGE + grid.names).floor() + 0.5;
        let stroke = egui::Stroke::new(1.0, of(ui).stroke_default);
        ui.painter().vline(edge, (header.top() + 4.0)..=body.bottom().min(body.top() + rows), stroke);
    }
}

fn header_ui(ui: &mut Ui, rect: Rect, grid: Grid, scrolled: f32, compare: &mut Compare, snapshot: &Snapshot) {
    let t = of(ui);
    let mut cells = ui.new_child(UiBuilder::new().max_rect(rect).id_salt("compare head"));
    cells.shrink_clip_rect(rect.with_min_x(rect.left() + size::EDGE + grid.names));
    let left = rect.left() - scrolled;
    for column in 0..grid.count {
        let x = left + grid.left(column);
        let cell = Rect::from_x_y_ranges(x..=x + grid.cell, rect.y_range());
        if cells.is_rect_visible(cell) {
            cell::heading_ui(&cells, cell, &compare.matrix, column, t);
        }
    }
    let line = baseline(ui, rect.center().y - 0.5, Type::Micro);
    text(&cells, left + grid.left(grid.count) + STEP_AIR, line, Type::Micro, t.text_tertiary, "Next step");
    let wide = width(ui, Type::Micro, "Variable");
    let from = pos2(rect.left() + size::EDGE, rect.top());
    let name = Rect::from_min_size(from, vec2(wide + 16.0, rect.height()));
    // All over the names it is clicked.
    let all = name.with_max_x(name.right().max(rect.left() + size::EDGE + grid.names - 12.0));
    let response = ui.interact(all, ui.make_persistent_id("compare variable"), Sense::click());
    let how = if compare.reversed { "Variable, sorted backwards" } else { "Variable, sorted" };
    response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, how));
    let ink = if response.hovered() { t.text_primary } else { t.text_tertiary };
    text(ui, name.left(), line, Type::Micro, ink, "Variable");
    let caret = if compare.reversed { Icon::CaretDown } else { Icon::CaretUp };
    icon(ui, pos2(name.left() + wide + 9.0, rect.center().y - 0.5), 11.0, Face::Line, caret, ink);
    focus_ring(ui, all.expand2(vec2(3.0, -4.0)), radius::TAG, &response);
    if response.clicked() {
        compare.reversed = !compare.reversed;
        compare.list(snapshot);
        compare.reveal = true;
    }
    hairline(ui, (rect.left() + 8.0)..=(rect.right() - 8.0), rect.bottom() - 1.0, t.stroke_subtle);
}

fn rows_ui(
    ui: &mut Ui,
    viewport: Rect,
    body: Rect,
    grid: Grid,
    compare: &mut Compare,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) {
    let count = compare.shown.len();
    // A bar at the right, or rounding, must not make it scroll by a point.
    let sideways = grid.width() > body.width() + 1.0;
    ui.set_width(if sideways { grid.width() } else { body.width() });
    let bar = if sideways { BAR } else { 0.0 };
    let rows = count as f32 * size::ROW + 2.0 * PADDING;
    let under = room_under_list(ui, ui.max_rect().top() + rows).max(bar);
    ui.set_height(rows + under);
    // The bar has a place of its own, under the last row that is seen.
    let body = body.with_max_y(body.bottom() - bar);
    let origin = ui.max_rect().min + vec2(0.0, PADDING);
    let at = compare.line(snapshot).zip(compare.at.as_ref().map(|(_, column)| *column));
    let cell_at = |(line, column): (usize, usize)| {
        Rect::from_min_size(origin + vec2(grid.left(column), line as f32 * size::ROW), vec2(grid.cell, size::ROW))
    };
    let is_covered = toast_came_over(ui, || at.map(cell_at));
    if let Some((line, column)) = at.filter(|_| std::mem::take(&mut compare.reveal) || is_covered) {
        let cell = cell_at((line, column));
        // Not behind the names; and with its row's next step where it is the last.
        let more = if column + 1 == grid.count { grid.step + size::EDGE } else { 0.0 };
        let behind = size::EDGE + grid.names;
        let target = Rect::from_min_max(cell.min - vec2(behind, PADDING), cell.max + vec2(more, PADDING + under));
        ui.scroll_to_rect_animation(target, None, ScrollAnimation::none());
    }
    let first = ((viewport.min.y - PADDING) / size::ROW).floor().max(0.0) as usize;
    let last = (((viewport.max.y - PADDING) / size::ROW).ceil().max(0.0) as usize).min(count);
    let split = body.left() + size::EDGE + grid.names;
    let mut rows = ui.new_child(UiBuilder::new().max_rect(ui.max_rect()).id_salt("rows"));
    rows.shrink_clip_rect(body);
    rows_node(&rows, count);
    let mut cells = ui.new_child(UiBuilder::new().max_rect(ui.max_rect()).id_salt("cells"));
    cells.shrink_clip_rect(body.with_min_x(split));
    let fit = Fit::new(ui, &compare.matrix, grid.cell);
    for line in first..last {
        let top = origin.y + line as f32 * size::ROW;
        // As far as the cells go: a row that ends behind the window's edge ends there, and not over them.
        let right = (body.right() - 8.0).max(origin.x + grid.width() - 8.0);
        let rect = Rect::from_min_max(pos2(body.left() + 8.0, top), pos2(right, top + size::ROW));
        row_ui(&rows, &cells, rect, origin.x, grid, fit, line, first, compare, snapshot, wishes);
    }
}
