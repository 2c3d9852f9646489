//! Which rows are listed: what a tile, a cell, a bar, a dot and the typed words leave, in the order of a column.

use std::collections::HashMap;

use super::data::{Column, Lane, Tile};
use super::whole::{Bucket, Row, Whole};
use crate::gui::screens::keys::Place;
use crate::jobs::Snapshot;

/// A part of the heat-map or of its timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Which project.
    pub project: String,
    /// Which of its environments; none for all.
    pub column: Option<Column>,
    /// Only keys that end within these days from today; -1 for what has ended.
    pub ends: Option<(i32, i32)>,
}

impl Cell {
    /// The part that a lane stands for, of this column where it has several.
    pub fn of(lane: &Lane, column: Option<&Column>) -> Self {
        let own = |name: &String| Column { title: lane.title(), environments: vec![name.clone()] };
        let column = lane.environment.as_ref().map(own).or_else(|| column.cloned());
        Self { project: lane.project.clone(), column, ends: None }
    }

    /// "Storefront · Production".
    pub fn words(&self) -> String {
        let ends = match self.ends {
            None => None,
            Some((_, ..0)) => Some("expired".to_owned()),
            Some((from, to)) if from == to => Some(format!("ends in {from} d")),
            Some((from, to)) => Some(format!("ends in {from}–{to} d")),
        };
        let column = self.column.as_ref().map(|column| column.title.clone());
        let parts: Vec<String> = std::iter::once(self.project.clone()).chain(column).chain(ends).collect();
        parts.join(" · ")
    }
}

/// What narrows the list beyond its scope. All of it counts together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lens {
    /// The tile that is on.
    pub tile: Option<Tile>,
    /// The cell or dot that is on.
    pub cell: Option<Cell>,
    /// The bar that is on.
    pub bucket: Option<Bucket>,
}

impl Lens {
    /// True where nothing is on.
    pub fn is_clear(&self) -> bool {
        *self == Self::default()
    }

    /// Turns a tile on, or off where it is on.
    pub fn turn_tile(&mut self, tile: Tile) {
        self.tile = Some(tile).filter(|tile| self.tile != Some(*tile));
    }

    /// Turns a bar on, or off where it is on.
    pub fn turn_bucket(&mut self, bucket: Bucket) {
        self.bucket = Some(bucket).filter(|bucket| self.bucket != Some(*bucket));
    }

    /// Turns a cell on, or off where it is on.
    pub fn turn_cell(&mut self, cell: Cell) {
        self.cell = Some(cell).filter(|cell| self.cell.as_ref() != Some(cell));
    }

    /// Keys without a warning are listed too: one asked for keys.
    fn lists_quiet(&self) -> bool {
        self.tile == Some(Tile::Quiet)
            || (self.tile.is_none() && self.cell.as_ref().is_some_and(|cell| cell.ends.is_some()))
    }
}

/// By which column the list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum By {
    /// Worst first.
    #[default]
    Finding,
    /// The variable's name.
    Key,
    /// Projects and environments as they are.
    Project,
    /// The environment's name.
    Environment,
    /// The owner's name; nobody last.
    Owner,
    /// The longest first; not known last.
    Since,
}

/// The order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sort {
    /// By which column.
    pub by: By,
    /// The other way round.
    pub reversed: bool,
}

impl By {
    const ALL: [Self; 6] = [Self::Finding, Self::Key, Self::Project, Self::Environment, Self::Owner, Self::Since];

    fn name(self) -> &'static str {
        match self {
            Self::Finding => "warning",
            Self::Key => "key",
            Self::Project => "project",
            Self::Environment => "environment",
            Self::Owner => "owner",
            Self::Since => "since",
        }
    }
}

impl Sort {
    /// The order that was kept under a name; worst first for a name that says nothing.
    pub fn named(name: &str, reversed: bool) -> Self {
        By::ALL.into_iter().find(|by| by.name() == name).map_or_else(Self::default, |by| Self { by, reversed })
    }

    /// The name by which it is kept.
    pub fn name(self) -> &'static str {
        self.by.name()
    }

    /// What a click on a column's heading makes of it.
    #[must_use]
    pub fn clicked(self, by: By) -> Self {
        Self { by, reversed: self.by == by && !self.reversed }
    }

    /// Puts rows in order, which come worst first: what is equal stays so.
    fn sort(self, rows: &mut [Row], whole: &Whole, snapshot: &Snapshot) {
        let key = |row: &Row| &snapshot.keys[row.key as usize];
        match self.by {
            By::Finding => {}
            By::Key => {
                // A key may have several rows: names are compared once a key.
                let mut keys: Vec<u32> = rows.iter().map(|row| row.key).collect();
                keys.sort_unstable();
                keys.dedup();
                keys.sort_by_key(|index| snapshot.keys[*index as usize].name());
                let mut rank = vec![0_u32; snapshot.keys.len()];
                for (at, index) in (0..).zip(keys) {
                    rank[index as usize] = at;
                }
                rows.sort_by_key(|row| rank[row.key as usize]);
            }
            By::Project => rows.sort_by_key(|row| row.key),
            By::Environment => {
                let places = whole.places(snapshot);
                rows.sort_by_key(|row| (&places[row.place as usize].environment, row.place));
            }
            By::Owner => {
                let mut names: Vec<&str> = rows.iter().filter_map(|row| key(row).owner.as_deref()).collect();
                names.sort_unstable();
                names.dedup();
                let rank: HashMap<&str, usize> = names.into_iter().zip(0..).collect();
                rows.sort_by_key(|row| key(row).owner.as_deref().map_or(usize::MAX, |owner| rank[owner]));
            }
            By::Since => rows.sort_by_key(|row| row.since),
        }
        if self.reversed {
            rows.reverse();
        }
    }
}

/// The rows of a scope that a lens leaves, in their order.
pub fn listed(whole: &Whole, snapshot: &Snapshot, scope: &Place, lens: &Lens, sort: Sort) -> Vec<Row> {
    let in_cell = |at: &&crate::model::EnvRef| {
        let Some(cell) = &lens.cell else { return true };
        let column = cell.column.as_ref();
        cell.project == at.project && column.is_none_or(|column| column.environments.contains(&at.environment))
    };
    let places = whole.places(snapshot);
    let held: Vec<bool> = places.iter().map(|at| scope.takes_in(at) && in_cell(at)).collect();
    let ends = lens.cell.as_ref().and_then(|cell| cell.ends);
    let keeps = |row: &Row| {
        let mark = &whole.keys[row.key as usize];
        held[row.place as usize]
            && lens.tile.is_none_or(|tile| tile.takes(*row))
            && lens.bucket.is_none_or(|bucket| mark.used == Some(bucket))
            && ends.is_none_or(|(from, to)| mark.ends_in.is_some_and(|days| (from..=to).contains(&days.max(-1))))
    };
    let mut rows: Vec<Row> = whole.rows.iter().filter(|row| keeps(row)).copied().collect();
    if lens.lists_quiet() {
        let quiet = (0..).zip(&whole.keys).filter(|(_, mark)| mark.worst.is_none());
        rows.extend(
            quiet
                .map(|(index, mark)| Row::quiet(snapshot.keys[index as usize].uid, index, mark.place))
                .filter(|row| keeps(row)),
        );
    }
    sort.sort(&mut rows, whole, snapshot);
    rows
}
