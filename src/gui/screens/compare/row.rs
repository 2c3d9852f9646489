//! A row of Compare, and what can be done in it.

use egui::{Popup, Pos2, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::cell::{self, Answer, Fit, Line};
use super::data::{Cell, Step, mending};
use super::grid::{Grid, STEP_AIR, TILE};
use super::state::{Compare, add, say_needed};
use crate::gui::commands::Command;
use crate::gui::screens::keys::monogram;
use crate::gui::theme::{Icon, Type, of, radius};
use crate::gui::widgets::keyboard::{Arrows, hold, is_hovered};
use crate::gui::widgets::{MenuIcon, MenuItem, baseline, menu_clicked, menu_led, middle_elided, text, tile, tip_in};
use crate::gui::wish::Wish;
use crate::jobs::Snapshot;

#[allow(clippy::too_many_arguments)] // A row knows both halves of the table, and what it is a row of.
pub fn row_ui(
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
    let mut icons = vec![Command::NewKey.icon()];
    icons.extend(double.iter().map(|_| Command::Duplicate.icon()));
    icons.push(if cell == Cell::NotNeeded { Command::Undo.icon() } else { Icon::MinusCircle });
    let leads: Vec<Option<MenuIcon>> = icons.into_iter().map(|icon| Some(MenuIcon::plain(icon))).collect();
    let Some(chosen) = menu_led(response, "Add", &items, &leads) else { return };
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
            let uid = snapshot.keys[key as usize].uid;
            wishes.extend(mending(snapshot, key, rule).map(|verb| verb.wish(uid)));
        }
    }
}
