//! How Compare is drawn: filter bar, headings, and only the rows in view. The names stay where they are while
//! the environments scroll sideways.

use egui::style::ScrollAnimation;
use egui::{Id, Popup, Pos2, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::cell::{self, Answer, Fit, Line};
use super::data::{Cell, Chip, Step};
use super::state::{Compare, add, say_needed};
use crate::gui::commands::Command;
use crate::gui::counts::counted;
use crate::gui::screens::keys::{monogram, verb_here};
use crate::gui::theme::{Face, Icon, Type, of, radius, size};
use crate::gui::widgets::keyboard::{Arrows, hold, is_hovered};
use crate::gui::widgets::{
    Button, Field, MenuItem, Strip, baseline, chip, chip_width, empty_ui, focus_ring, hairline, icon, menu,
    menu_clicked, middle_elided, room_under_list, rows_node, text, tile, tip_in, toast_came_over, width,
};
use crate::gui::wish::Wish;
use crate::jobs::Snapshot;

/// Room above the first row and below the last.
const PADDING: f32 = 4.0;
/// What stands beside a name in its column.
const TILE: f32 = 42.0;
/// The bar that scrolls sideways, and the room over it.
const BAR: f32 = 8.0;
/// A pill with dots, last four and a few words needs so much.
const NARROWEST: f32 = 146.0;
/// More room than this says nothing more.
const WIDEST: f32 = 220.0;
/// Less of a column than this says nothing.
const CLEAR: f32 = 0.4;
/// Between the last cell and the next step.
const STEP_AIR: f32 = 12.0;

/// Where the columns stand.
#[derive(Clone, Copy)]
struct Grid {
    names: f32,
    cell: f32,
    step: f32,
    count: usize,
}

/// What the words of a table want, in points.
#[derive(Clone, Copy)]
struct Wants {
    /// The longest name.
    names: f32,
    /// A cell with all that is said in one.
    cell: f32,
    /// The longest next step.
    step: f32,
}

impl Grid {
    /// For a pane of this width in a window of that one.
    fn new(pane: f32, window: f32, count: usize, wants: Wants) -> Self {
        let (most, most_step) = match window {
            wide if wide >= size::NARROW => (250.0, 260.0),
            wide if wide >= size::VERY_NARROW => (214.0, 190.0),
            // Tile and air, and a name of more than twenty letters.
            _ => (TILE + 168.0, 150.0),
        };
        let step = (wants.step + STEP_AIR).clamp(90.0, most_step);
        let names = wants.names.clamp(150.0, most);
        let columns = count.max(1) as f32;
        let room = pane - 2.0 * size::EDGE - names - step;
        let cell = match room / columns {
            // It scrolls sideways anyway: over whole columns at first, or with a clear part of the next one.
            less if less < NARROWEST => {
                let wanted = wants.cell.clamp(NARROWEST, WIDEST);
                let seen = pane - size::EDGE - names - cell::GAP;
                let whole = (seen / wanted).floor().max(1.0);
                let part = (seen - whole * wanted) / wanted;
                if whole < columns && part < CLEAR { seen / whole } else { wanted }
            }
            enough => enough.min(WIDEST),
        };
        // What the cells leave is the longest name's, then the next step's.
        let spare = (room - cell * columns).max(0.0);
        let name = (wants.names - names).clamp(0.0, spare);
        Self { names: names + name, cell, step: step + spare - name, count }
    }

    fn width(self) -> f32 {
        2.0 * size::EDGE + self.names + self.cell * self.count as f32 + self.step
    }

    /// The left edge of a column, from the left edge of the whole.
    fn left(self, column: usize) -> f32 {
        size::EDGE + self.names + self.cell * column as f32
    }
}

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
        let reason = format!("Looked at {}.", counted(compare.matrix.counts.variables, "variable", "variables"));
        if empty_ui(ui, body, Icon::MagnifyingGlass, "No variables match", &reason, &clear).is_some() {
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
    for (which, words, count) in chips {
        if chip(ui, &mut strip, words, count, compare.chip == which).clicked() && compare.chip != which {
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
    let (cell, step) = (cell::wanted(ui, &compare.matrix), cell::steps_width(ui, &compare.matrix));
    let grid = Grid::new(rect.width(), window, compare.matrix.columns.len(), Wants { names, cell, step });
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
    let response = ui.interact(name, ui.make_persistent_id("compare variable"), Sense::click());
    let how = if compare.reversed { "Variable, sorted backwards" } else { "Variable, sorted" };
    response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, how));
    let ink = if response.hovered() { t.text_primary } else { t.text_tertiary };
    text(ui, name.left(), line, Type::Micro, ink, "Variable");
    let caret = if compare.reversed { Icon::CaretDown } else { Icon::CaretUp };
    icon(ui, pos2(name.left() + wide + 9.0, rect.center().y - 0.5), 11.0, Face::Line, caret, ink);
    focus_ring(ui, name.expand2(vec2(3.0, -4.0)), radius::TAG, &response);
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

#[allow(clippy::too_many_arguments)] // A row knows both halves of the table, and what it is a row of.
fn row_ui(
    ui: &Ui,
    cells: &Ui,
    rect: Rect,
    origin: f32,
    grid: Grid,
    fit: Fit,
    line: usize,
    first: usize,
    compare: &mut Compare,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) {
    let t = of(ui);
    let row = compare.shown[line] as usize;
    let here = compare.place(snapshot).filter(|(at, _)| *at == row).map(|(_, column)| column);
    let fill = match here {
        Some(_) => Some(t.bg_selected),
        None => is_hovered(ui, rect).then_some(t.bg_hover),
    };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, radius::CONTROL, fill);
    }
    let (name, asked_at) = name_ui(ui, rect, grid, row, line, here.is_some(), compare, snapshot);
    if let Some(at) = asked_at {
        let (column, uid) = compare.key_near(snapshot, row);
        compare.go(line, column, snapshot);
        wishes.push(Wish::KeyMenu(uid, Rect::from_pos(at)));
    }
    let middle = rect.center().y;
    let entry = compare.at.is_none() && line == first;
    let drawn = Line { snapshot, matrix: &compare.matrix, row, at: here, fit, entry };
    let left = origin + grid.left(0);
    let mut answers: Vec<Answer> = Vec::new();
    for run in compare.matrix.runs(snapshot, row) {
        answers.extend(drawn.run_ui(cells, &run, left, grid.cell, middle));
    }
    let step = compare.matrix.step(snapshot, row);
    let from = pos2(origin + grid.left(grid.count) + STEP_AIR, rect.top());
    let place = Rect::from_min_size(from, vec2(grid.step - STEP_AIR, rect.height()));
    let stepped =
        step.filter(|step| cell::step_ui(cells, place, &name, &compare.matrix.step_words(snapshot, *step)).clicked());
    for answer in answers {
        act(answer, row, line, compare, snapshot, wishes);
    }
    if let Some(step) = stepped {
        take_step(step, row, line, compare, snapshot, wishes);
    }
}

/// Draws the variable's name, which stays where it is; returns it, and where its menu is asked for.
#[allow(clippy::too_many_arguments)] // As its row.
fn name_ui(
    ui: &Ui,
    rect: Rect,
    grid: Grid,
    row: usize,
    line: usize,
    current: bool,
    compare: &mut Compare,
    snapshot: &Snapshot,
) -> (String, Option<Pos2>) {
    let t = of(ui);
    let of_row = &compare.matrix.rows[row];
    let key = &snapshot.keys[of_row.first as usize];
    let name = key.name().to_owned();
    let left = rect.left() + 8.0;
    let middle = rect.center().y;
    let place = Rect::from_min_max(rect.min, pos2(left + grid.names, rect.bottom()));
    let response = ui.interact(place, ui.make_persistent_id(("compare row", &name)), Sense::CLICK);
    let gaps = if of_row.missing > 0 { format!(", missing in {}", of_row.missing) } else { String::new() };
    let said = format!("{name}{gaps}");
    response.widget_info(|| WidgetInfo::selected(Role::Row, true, current, &said));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_position_in_set(line);
    });
    let letters = monogram(key.provider.as_deref().unwrap_or(&name));
    tile(ui, Rect::from_center_size(pos2(left + 10.0, middle), vec2(20.0, 20.0)), &letters);
    let ink = if of_row.disabled { t.text_tertiary } else { t.text_primary };
    let shown = middle_elided(ui, Type::Key, &name, grid.names - TILE);
    text(ui, left + 30.0, baseline(ui, middle, Type::Body), Type::Key, ink, &shown);
    if response.clicked() {
        let column = compare.at.as_ref().map_or(0, |(_, column)| *column);
        compare.go(line, column, snapshot);
    }
    let asked_at = response.interact_pointer_pos().filter(|_| response.secondary_clicked());
    if shown != name {
        tip_in(&response, Type::Code, &name);
    }
    (name, asked_at)
}

/// What was done with a cell.
fn act(answer: Answer, row: usize, line: usize, compare: &mut Compare, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let Answer { column, response, copy } = answer;
    let pointed = menu_clicked(&response);
    if response.clicked() || pointed.is_some() || copy || response.has_focus() {
        compare.go(line, column, snapshot);
    }
    if response.has_focus() {
        hold(&response, Arrows::All);
    }
    let is_at = || compare.place(snapshot) == Some((row, column));
    let menu_asked = compare.menu_asked && is_at() && std::mem::take(&mut compare.menu_asked);
    let cell = compare.matrix.cells(row)[column];
    if let Cell::Key(key) = cell {
        let uid = snapshot.keys[key as usize].uid;
        if copy {
            wishes.push(Wish::DoTo(uid, Command::Copy));
        } else if response.double_clicked() {
            wishes.push(Wish::Select(uid));
        } else if let Some(at) = pointed {
            wishes.push(Wish::KeyMenu(uid, Rect::from_pos(at)));
        } else if menu_asked {
            wishes.push(Wish::KeyMenu(uid, response.rect));
        }
        return;
    }
    if menu_asked || pointed.is_some() {
        Popup::open_id(&response.ctx, Popup::default_response_id(&response));
    }
    gap_menu_ui(&response, cell, row, column, compare, snapshot, wishes);
}

/// What can be done about an empty cell: a menu where it is clicked, with either button.
fn gap_menu_ui(
    response: &egui::Response,
    cell: Cell,
    row: usize,
    column: usize,
    compare: &Compare,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) {
    let item = |words: String| MenuItem { words, count: None, protected: false, current: false };
    let double = compare.double_of(snapshot, row, column);
    let mut items = vec![item("New key…".to_owned())];
    items.extend(double.iter().map(|(_, from)| item(format!("Same value as {from}…"))));
    items.push(item(if cell == Cell::NotNeeded { "Needed after all" } else { "Not needed" }.to_owned()));
    let Some(chosen) = menu(response, "Add", &items) else { return };
    let target = compare.target_of(snapshot, row, column);
    match (chosen, double) {
        (0, _) => add(target, wishes),
        (1, Some((uid, _))) => wishes.extend(target.map(|(to, _)| Wish::DuplicateTo { uid, to })),
        _ => say_needed(cell, target, wishes),
    }
}

fn take_step(step: Step, row: usize, line: usize, compare: &mut Compare, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let column_of = |key: u32| compare.matrix.cells(row).iter().position(|cell| *cell == Cell::Key(key));
    let column = match step {
        Step::Add(column) | Step::Own(_, column) => Some(column),
        Step::Mend(key, _) => column_of(key),
    };
    if let Some(column) = column {
        compare.go(line, column, snapshot);
    }
    match step {
        Step::Add(column) => add(compare.target_of(snapshot, row, column), wishes),
        Step::Own(key, _) => wishes.push(Wish::GiveItsOwn(snapshot.keys[key as usize].uid)),
        Step::Mend(key, rule) => {
            let key = &snapshot.keys[key as usize];
            wishes.push(Wish::DoTo(key.uid, verb_here(rule, key).command));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Grid, STEP_AIR, TILE, WIDEST, Wants};

    #[test]
    fn a_name_has_room_for_more_than_twenty_letters_in_the_smallest_window() {
        let wants = |names| Wants { names, cell: 170.0, step: 80.0 };
        assert_eq!(Grid::new(588.0, 640.0, 4, wants(400.0)).names - TILE, 168.0);
        assert_eq!(Grid::new(588.0, 640.0, 4, wants(180.0)).names, 180.0);
    }

    #[test]
    fn two_environments_leave_the_rest_to_the_name_and_the_next_step() {
        let wants = Wants { names: 270.0, cell: 170.0, step: 300.0 };
        let grid = Grid::new(1064.0, 1280.0, 2, wants);
        assert_eq!((grid.names, grid.cell), (270.0, WIDEST));
        assert!(grid.step >= wants.step + STEP_AIR, "{}", grid.step);
        assert_eq!(grid.width(), 1064.0);
    }
}
