//! What Compare keeps between frames: the matrix, what was typed, the cell one is at; and its keys.

use egui::{Event, Id, Key, Modifiers, Rect};

use super::data::{Cell, Chip, Matrix};
use crate::gui::commands::Command;
use crate::gui::widgets::keyboard::{keep_typed, part_moves, steps_down_from};
use crate::gui::widgets::menu_asked;
use crate::gui::wish::Wish;
use crate::jobs::{Request, Snapshot};
use crate::model::{self, EnvRef, KeyUid, VariableName};

/// What Compare keeps between frames.
#[derive(Debug, Default)]
pub struct Compare {
    /// It stands in the list's place.
    pub on: bool,
    /// What was typed into the filter.
    pub(super) filter: String,
    pub(super) chip: Chip,
    /// The names from the last to the first.
    pub reversed: bool,
    pub(super) matrix: Matrix,
    /// The rows in view, by their place in the matrix.
    pub shown: Vec<u32>,
    /// The cell one is at: a variable's name and a column.
    pub(super) at: Option<(String, usize)>,
    /// The column one was in, where one is at no cell.
    column: usize,
    /// The cell moved by keyboard: bring it into view.
    pub(super) reveal: bool,
    /// The menu of the cell one is at was asked for in this frame.
    pub(super) menu_asked: bool,
    /// What stood over the rows in the last frame: filter, chips and headings.
    pub(super) over_rows: Option<Rect>,
    /// Another project is looked at: the table begins at its first cell.
    pub(super) to_start: bool,
    /// Which project the matrix is of.
    project: Option<String>,
    /// The facts changed since.
    stale: bool,
}

impl Compare {
    /// The id of a cell, for the keyboard: another one in another project.
    pub(super) fn cell_id(matrix: &Matrix, row: usize, column: usize) -> Id {
        Id::unique(("compare", &matrix.project, row, column))
    }

    /// Goes to the cell one is at, else to the first one; where the keyboard is there.
    pub fn enter(&mut self, snapshot: &Snapshot) -> Option<Id> {
        if self.line(snapshot).is_none() {
            let column = self.column.min(self.matrix.columns.len().saturating_sub(1));
            self.at = self.first_name(snapshot).map(|name| (name, column));
        }
        self.reveal = true;
        self.place_id(snapshot)
    }

    /// Where the keyboard is at the cell one is at.
    pub fn place_id(&self, snapshot: &Snapshot) -> Option<Id> {
        self.place(snapshot).map(|(row, column)| Self::cell_id(&self.matrix, row, column))
    }

    /// The cell one is at without a name: a key that has its variable, and the column.
    pub fn mark(&self, snapshot: &Snapshot) -> Option<(KeyUid, usize)> {
        Some((snapshot.keys[self.variable(snapshot)?].uid, self.place(snapshot)?.1))
    }

    /// Goes on the cell that one was at; false where it is gone.
    pub fn go_on(&mut self, uid: KeyUid, column: usize, snapshot: &Snapshot) -> bool {
        let key = snapshot.keys.iter().find(|key| key.uid == uid);
        let name = key.map(model::Key::name).filter(|name| self.matrix.row_of(snapshot, name).is_some());
        let Some(name) = name.filter(|_| self.on && column < self.matrix.columns.len()) else { return false };
        self.at = Some((name.to_owned(), column));
        self.reveal = true;
        true
    }

    /// Another environment of the project is looked at: one goes on there, in the same row.
    pub fn turn_to(&mut self, project: &str, environment: &str, snapshot: &Snapshot) {
        if !self.on {
            return;
        }
        self.ensure(Some(project), snapshot);
        let column = self.matrix.columns.iter().position(|column| column.name == environment);
        let Some(column) = column else { return };
        self.column = column;
        if let Some((_, at)) = &mut self.at {
            *at = column;
            self.reveal = true;
        }
    }

    /// The key one is at; in a gap, one that has its variable. Its place in the snapshot.
    pub fn variable(&self, snapshot: &Snapshot) -> Option<usize> {
        let (row, _) = self.place(snapshot)?;
        self.selected(snapshot).or(Some(self.matrix.rows[row].first as usize))
    }

    /// The facts changed. In view it is made anew at once: a key pressed in the same frame acts on what it holds.
    pub fn look_again(&mut self, project: Option<&str>, snapshot: &Snapshot) {
        self.stale = true;
        if self.on {
            self.ensure(project, snapshot);
        }
    }

    /// Forgets every name: the vault was locked.
    pub fn forget(&mut self) {
        *self = Self { on: self.on, ..Self::default() };
    }

    /// Takes the place of the list, or gives it back; begins at an environment where one is looked at.
    pub fn toggle(&mut self, project: Option<&str>, environment: Option<&str>, key: Option<&str>, snapshot: &Snapshot) {
        self.on = !self.on;
        if !self.on {
            return;
        }
        self.filter.clear();
        self.chip = Chip::All;
        self.stale = true;
        self.ensure(project, snapshot);
        let column = environment.and_then(|name| self.matrix.columns.iter().position(|column| column.name == name));
        let name = key.filter(|name| self.matrix.row_of(snapshot, name).is_some()).map(str::to_owned);
        self.at = name.or_else(|| self.first_name(snapshot)).map(|name| (name, column.unwrap_or(0)));
        self.reveal = true;
    }

    fn first_name(&self, snapshot: &Snapshot) -> Option<String> {
        let row = *self.shown.first()? as usize;
        Some(snapshot.keys[self.matrix.rows[row].first as usize].name().to_owned())
    }

    /// Makes the matrix where it is not of these facts.
    pub(super) fn ensure(&mut self, project: Option<&str>, snapshot: &Snapshot) {
        if !self.stale && self.project.as_deref() == project {
            return;
        }
        if self.project.as_deref() != project {
            (self.at, self.column) = (None, 0);
            self.to_start = true;
        }
        self.stale = false;
        self.project = project.map(str::to_owned);
        self.matrix = project.map(|project| Matrix::new(snapshot, project)).unwrap_or_default();
        self.list(snapshot);
    }

    /// Lists the rows anew after chip, filter or facts changed.
    pub(super) fn list(&mut self, snapshot: &Snapshot) {
        let width = self.matrix.columns.len();
        // One environment stands beside none: no cell is in view, and nobody can be at one.
        let compares = width > 1;
        self.shown = if compares { self.matrix.shown(self.chip, &self.filter, self.reversed) } else { Vec::new() };
        // What was typed may have taken the row away: one stays in the environment one was in.
        if self.line(snapshot).is_none() {
            self.column = self.at.as_ref().map_or(self.column, |(_, column)| *column);
            let found_none = self.shown.is_empty() && self.is_narrowed();
            // Where nothing is found one is in no cell, and in the same one again once it is listed.
            if !found_none || self.at.is_none() {
                let first = self.first_name(snapshot).filter(|_| !self.filter.is_empty());
                self.at = first.map(|name| (name, self.column));
            }
        }
        if let Some((_, column)) = &mut self.at {
            *column = (*column).min(width.saturating_sub(1));
        }
    }

    /// Whether a chip or words narrow the rows.
    pub fn is_narrowed(&self) -> bool {
        self.chip != Chip::All || !self.filter.is_empty()
    }

    /// The line of the cell one is at, among the rows in view.
    pub(super) fn line(&self, snapshot: &Snapshot) -> Option<usize> {
        let (name, _) = self.at.as_ref()?;
        let row = u32::try_from(self.matrix.row_of(snapshot, name)?).ok()?;
        if self.reversed {
            self.shown.iter().position(|shown| *shown == row)
        } else {
            self.shown.binary_search(&row).ok()
        }
    }

    /// The row of the matrix that one is at, and the column.
    pub(super) fn place(&self, snapshot: &Snapshot) -> Option<(usize, usize)> {
        let line = self.line(snapshot)?;
        Some((self.shown[line] as usize, self.at.as_ref()?.1))
    }

    /// The cell one is at.
    pub(super) fn cell(&self, snapshot: &Snapshot) -> Option<Cell> {
        let (row, column) = self.place(snapshot)?;
        self.matrix.cells(row).get(column).copied()
    }

    /// The place in the snapshot of the key one is at, for the commands about a key.
    pub fn selected(&self, snapshot: &Snapshot) -> Option<usize> {
        match self.cell(snapshot)? {
            Cell::Key(key) => Some(key as usize).filter(|key| *key < snapshot.keys.len()),
            _ => None,
        }
    }

    /// Goes to a cell.
    pub(super) fn go(&mut self, line: usize, column: usize, snapshot: &Snapshot) {
        let Some(row) = self.shown.get(line) else { return };
        let name = snapshot.keys[self.matrix.rows[*row as usize].first as usize].name();
        self.at = Some((name.to_owned(), column));
    }

    /// The variable and the environment of the cell one is at.
    fn target(&self, snapshot: &Snapshot) -> Option<(EnvRef, VariableName)> {
        let (row, column) = self.place(snapshot)?;
        self.target_of(snapshot, row, column)
    }

    /// The variable and the environment of a cell.
    pub(super) fn target_of(&self, snapshot: &Snapshot, row: usize, column: usize) -> Option<(EnvRef, VariableName)> {
        let key = &snapshot.keys[self.matrix.rows[row].first as usize];
        let place = EnvRef::new(&key.place().project, &self.matrix.columns.get(column)?.name).ok()?;
        Some((place, key.reference.name.clone()))
    }

    /// The key that the menu of a row's name is about: in the environment one is in, else the row's first; its column first.
    pub(super) fn key_near(&self, snapshot: &Snapshot, row: usize) -> (usize, KeyUid) {
        let (cells, first) = (self.matrix.cells(row), self.matrix.rows[row].first);
        let here = self.at.as_ref().map(|(_, column)| *column);
        let found = here.and_then(|column| match cells.get(column) {
            Some(Cell::Key(key)) => Some((column, *key)),
            _ => None,
        });
        let place_of = |key: u32| cells.iter().position(|cell| *cell == Cell::Key(key)).unwrap_or_default();
        let (column, key) = found.unwrap_or_else(|| (place_of(first), first));
        (column, snapshot.keys[key as usize].uid)
    }

    /// A key of the row to make a double of: the nearest at the left, else at the right.
    pub(super) fn double_of(&self, snapshot: &Snapshot, row: usize, column: usize) -> Option<(KeyUid, String)> {
        let cells = self.matrix.cells(row);
        let left = (0..column.min(cells.len())).rev();
        let found = left.chain(column + 1..cells.len()).find_map(|at| match cells[at] {
            Cell::Key(key) if !snapshot.keys[key as usize].state.is_disabled() => Some((key, at)),
            _ => None,
        });
        found.map(|(key, at)| (snapshot.keys[key as usize].uid, self.matrix.columns[at].name.clone()))
    }
}

/// Asks for a key in an empty cell.
pub(super) fn add(target: Option<(EnvRef, VariableName)>, wishes: &mut Vec<Wish>) {
    wishes.extend(target.map(|(place, name)| Wish::NewKeyAt { place, name: name.to_string() }));
}

/// Says that a cell needs no key, or needs one after all.
pub(super) fn say_needed(cell: Cell, target: Option<(EnvRef, VariableName)>, wishes: &mut Vec<Wish>) {
    let not_needed = match cell {
        Cell::Missing | Cell::Absent => true,
        Cell::NotNeeded => false,
        Cell::Key(_) => return,
    };
    wishes.extend(target.map(|(place, name)| Wish::Ask(Request::NotNeeded(place, name, not_needed))));
}

/// Takes the keys that move from cell to cell, in their order: (rows, columns).
fn moves(ctx: &egui::Context, rows_in_view: isize) -> Vec<(isize, isize)> {
    const ENDS: isize = isize::MAX;
    let known = [
        (Key::ArrowDown, (1, 0)),
        (Key::ArrowUp, (-1, 0)),
        (Key::ArrowLeft, (0, -1)),
        (Key::ArrowRight, (0, 1)),
        (Key::PageDown, (rows_in_view, 0)),
        (Key::PageUp, (-rows_in_view, 0)),
        (Key::Home, (-ENDS, 0)),
        (Key::End, (ENDS, 0)),
    ];
    // Left, right, Home and End belong to the text while one types.
    let typing = ctx.text_edit_focused();
    let mut taken = Vec::new();
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key { key, pressed: true, modifiers, .. } = event else { return true };
            let text = typing && matches!(key, Key::Home | Key::End | Key::ArrowLeft | Key::ArrowRight);
            let found = known.iter().find(|(moving, _)| moving == key && modifiers.is_none() && !text);
            taken.extend(found.map(|(_, step)| *step));
            found.is_none()
        });
    });
    taken
}

/// Compare's keys. They act while a cell, the filter or nothing has the keyboard, before anything is drawn.
pub fn compare_keys(
    ctx: &egui::Context,
    compare: &mut Compare,
    filter: Id,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) {
    let focused = ctx.memory(egui::Memory::focused);
    let cell = compare.place_id(snapshot);
    let in_filter = focused == Some(filter);
    if steps_down_from(ctx, compare.over_rows) {
        if let Some(cell) = compare.enter(snapshot) {
            ctx.memory_mut(|memory| memory.request_focus(cell));
        }
        return;
    }
    if egui::Popup::is_any_open(ctx) || !(focused.is_none() || in_filter || focused == cell) {
        return;
    }
    if in_filter {
        part_moves(ctx);
    }
    let asked = menu_asked(ctx);
    compare.menu_asked = asked.is_some();
    if let Some(place) = asked {
        // What is typed right behind it is the menu's.
        keep_typed(ctx, place);
    }
    let rows_in_view = ((ctx.content_rect().height() - 180.0) / crate::gui::theme::size::ROW).max(1.0) as isize;
    let taken = moves(ctx, rows_in_view);
    if !taken.is_empty() {
        ctx.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
    }
    let (lines, width) = (compare.shown.len(), compare.matrix.columns.len());
    for (down, right) in taken {
        if lines == 0 || width == 0 {
            break;
        }
        let (line, column) = match (compare.line(snapshot), &compare.at) {
            (Some(line), Some((_, column))) => {
                (line.saturating_add_signed(down).min(lines - 1), column.saturating_add_signed(right).min(width - 1))
            }
            _ => (0, compare.column.min(width - 1)),
        };
        // Upwards from the first row one stays in the filter.
        let leads = !in_filter || down > 0 || compare.line(snapshot) != Some(line);
        compare.go(line, column, snapshot);
        compare.reveal = true;
        if let Some(cell) = compare.place_id(snapshot).filter(|_| leads) {
            ctx.memory_mut(|memory| memory.request_focus(cell));
        }
    }
    if ctx.input(|input| input.key_pressed(Key::Escape)) && compare.is_narrowed() {
        compare.filter.clear();
        compare.chip = Chip::All;
        compare.list(snapshot);
    }
    let Some(cell) = compare.cell(snapshot) else { return };
    let target = compare.target(snapshot);
    let pressed = |key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let uid = compare.selected(snapshot).map(|key| snapshot.keys[key].uid);
    if pressed(Key::Enter) {
        match (cell, uid) {
            (Cell::Missing | Cell::NotNeeded | Cell::Absent, _) => add(target.clone(), wishes),
            (_, Some(uid)) => wishes.push(Wish::Select(uid)),
            _ => {}
        }
    }
    let copies = !in_filter && ctx.input(|input| input.events.iter().any(|event| matches!(event, Event::Copy)));
    if let Some(uid) = uid.filter(|_| copies) {
        wishes.push(Wish::DoTo(uid, Command::Copy));
    }
    if ctx.text_edit_focused() || !snapshot.settings.letter_shortcuts {
        return;
    }
    if pressed(Key::A) && uid.is_none() {
        add(target, wishes);
    } else if pressed(Key::N) {
        say_needed(cell, target, wishes);
    }
}
