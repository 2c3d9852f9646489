//! What the review shows of its scope, as plain values: tiles, the heat-map with its timeline, last uses. Counted from
//! [`Whole`] when the facts or the scope change, never while a frame is drawn.

use std::collections::HashMap;

use super::whole::{Bucket, Mark, Row, Whole, is_about_use};
use crate::gui::counts::grouped;
use crate::gui::screens::keys::{Place, capitalised, short};
use crate::gui::widgets::HeatCell;
use crate::jobs::Snapshot;
use crate::model::{Environment, Project, Rule, Severity, usual_rank};
use crate::review::NEVER_USED_DAYS;

/// How far the timeline looks, in days.
pub const HORIZON: i32 = 90;
/// So many environments have a column of their own.
const COLUMNS: usize = 4;
/// So many keys of one day are named.
const NAMED: usize = 4;

/// A number at the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tile {
    /// Warnings to act on now.
    ActNow,
    /// Ends before long.
    Expiring,
    /// Older than its rotation interval.
    Overdue,
    /// Not used here for long, or never.
    Unused,
    /// Keys without a warning.
    Quiet,
}

impl Tile {
    /// All of them, as they stand.
    pub const ALL: [Self; 5] = [Self::ActNow, Self::Expiring, Self::Overdue, Self::Unused, Self::Quiet];

    /// Its words.
    pub fn title(self, snapshot: &Snapshot) -> String {
        let settings = &snapshot.settings;
        match self {
            Self::ActNow => "Act now".to_owned(),
            Self::Expiring => format!("Expire within {} days", settings.info_days),
            Self::Overdue => "Rotation overdue".to_owned(),
            Self::Unused => format!("Not used {} days, {NEVER_USED_DAYS} if new", settings.unused_days),
            Self::Quiet => "Keys with no warnings".to_owned(),
        }
    }

    /// The same where that has no room.
    pub fn gist(self, snapshot: &Snapshot) -> String {
        let settings = &snapshot.settings;
        match self {
            Self::Expiring => format!("Expire in {} days", settings.info_days),
            Self::Unused => format!("Not used {} days", settings.unused_days),
            Self::Quiet => "No warnings".to_owned(),
            Self::ActNow | Self::Overdue => self.title(snapshot),
        }
    }

    /// Whether a row is one of those it counts.
    pub fn takes(self, row: Row) -> bool {
        match (self, row.warning) {
            (Self::Quiet, None) => true,
            (Self::ActNow, Some((_, severity))) => severity == Severity::ActNow,
            (Self::Expiring, Some((rule, _))) => rule == Rule::Expiring,
            (Self::Overdue, Some((rule, _))) => rule == Rule::RotationOverdue,
            (Self::Unused, Some((rule, _))) => is_about_use(rule),
            (_, None) | (Self::Quiet, _) => false,
        }
    }
}

/// What a tile counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// How many.
    pub count: usize,
    /// The worst among them.
    pub worst: Option<Severity>,
}

/// A column of the heat-map: one environment, or those that have none of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What stands over it.
    pub title: String,
    /// Its environments.
    pub environments: Vec<String>,
}

/// The keys of a project that end on one day, or have ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Days from today; -1 for all that have ended.
    pub day: i32,
    /// How many of them are protected.
    pub protected: u32,
    /// How many are not.
    pub other: u32,
    /// The first of them, by their places in the snapshot.
    pub keys: Vec<u32>,
}

impl Day {
    /// How many keys.
    pub fn total(&self) -> u32 {
        self.protected + self.other
    }
}

/// A project in the heat-map, and its keys on the timeline; where there is one project only, one of its environments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// The project.
    pub project: String,
    /// Its environment, where each has a lane of its own.
    pub environment: Option<String>,
    /// One a column.
    pub cells: Vec<HeatCell>,
    /// The days on which keys end, in order.
    pub days: Vec<Day>,
}

impl Lane {
    /// What stands before it.
    pub fn title(&self) -> String {
        self.environment.as_deref().map_or_else(|| self.project.clone(), capitalised)
    }

    /// What makes it worse than another: its worst warning, then how many keys have one.
    fn badness(&self) -> (Option<Severity>, usize) {
        (self.cells.iter().filter_map(|cell| cell.worst).max(), self.cells.iter().map(|cell| cell.findings).sum())
    }
}

/// What the review shows of its scope.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct View {
    /// How many keys there are.
    pub keys: usize,
    /// How many of them have a warning.
    pub warned: usize,
    /// How many warnings there are.
    pub warnings: usize,
    /// What the tiles count, in [`Tile::ALL`]'s order.
    pub tiles: [Count; 5],
    /// Each lane is an environment of the one project there is; else a project.
    pub by_environment: bool,
    /// The heat-map's columns.
    pub columns: Vec<Column>,
    /// Its rows: the projects' order, or the worst first where there are many.
    pub lanes: Vec<Lane>,
    /// How many keys were used last when, in [`Bucket::ALL`]'s order; and how many of them have a warning for it.
    pub used: [usize; 6],
    /// The second.
    pub used_warned: [usize; 6],
    /// The key that ends next, by its place in the snapshot.
    pub next: Option<u32>,
}

/// So many projects are in view at first; where there are more, the worst.
pub const LANES: usize = 6;

impl View {
    /// Counts a scope.
    pub fn new(whole: &Whole, snapshot: &Snapshot, scope: &Place) -> Self {
        let places = whole.places(snapshot);
        let held: Vec<bool> = places.iter().map(|at| scope.takes_in(at)).collect();
        let one = one_project(snapshot, scope);
        let columns = match one {
            // A lane each: one column holds all of them.
            Some(project) => {
                let environments = project.environments.iter().map(|environment| environment.name.clone()).collect();
                vec![Column { title: String::new(), environments }]
            }
            None => columns(snapshot, scope),
        };
        let mut view = Self { by_environment: one.is_some(), ..Self::default() };
        let names: Vec<&str> = match one {
            Some(project) => project.environments.iter().map(|environment| environment.name.as_str()).collect(),
            None => snapshot.projects.iter().map(|project| project.name.as_str()).collect(),
        };
        let mut lanes: Vec<Option<Lane>> = vec![None; names.len()];
        let lane_at: HashMap<&str, usize> = names.into_iter().zip(0..).collect();
        // Lane and column of each place.
        let seats: Vec<(usize, usize)> = places
            .iter()
            .map(|at| {
                let name = if one.is_some() { &at.environment } else { &at.project };
                let lane = lane_at.get(name.as_str()).copied().unwrap_or(usize::MAX);
                let column = columns.iter().position(|column| column.environments.contains(&at.environment));
                (lane, column.unwrap_or(usize::MAX))
            })
            .collect();
        let mut soonest = i32::MAX;
        for (index, mark) in (0_u32..).zip(&whole.keys).filter(|(_, mark)| held[mark.place as usize]) {
            view.keys += 1;
            view.warned += usize::from(mark.worst.is_some());
            if let Some(bucket) = mark.used {
                view.used[bucket as usize] += 1;
            }
            if let Some(days) = mark.ends_in.filter(|days| *days >= 0 && *days < soonest) {
                (soonest, view.next) = (days, Some(index));
            }
            let (lane, column) = seats[mark.place as usize];
            if let Some(lane) = lanes.get_mut(lane) {
                let lane = lane.get_or_insert_with(|| Lane {
                    project: places[mark.place as usize].project.clone(),
                    environment: one.map(|_| places[mark.place as usize].environment.clone()),
                    cells: vec![HeatCell { worst: None, findings: 0, keys: 0 }; columns.len()],
                    days: Vec::new(),
                });
                lane.take(index, *mark, column, whole.is_protected(snapshot, mark.place));
            }
        }
        for row in whole.rows.iter().filter(|row| held[row.place as usize]) {
            view.warnings += 1;
            if let Some(bucket) = whole.keys[row.key as usize].used.filter(|_| Tile::Unused.takes(*row)) {
                view.used_warned[bucket as usize] += 1;
            }
            for (tile, count) in Tile::ALL.into_iter().zip(&mut view.tiles) {
                if tile.takes(*row) {
                    count.count += 1;
                    count.worst = count.worst.max(row.warning.map(|(_, severity)| severity));
                }
            }
        }
        view.tiles[Tile::Quiet as usize].count = view.keys - view.warned;
        view.lanes = lanes.into_iter().flatten().collect();
        for lane in &mut view.lanes {
            lane.days.sort_unstable_by_key(|day| day.day);
        }
        if view.lanes.len() > LANES {
            view.lanes.sort_by_key(|lane| std::cmp::Reverse(lane.badness()));
        }
        view.columns = columns;
        view
    }

    /// The keys without a warning, of a hundred; 100 only where all are.
    pub fn quiet_percent(&self) -> Option<usize> {
        ((self.keys - self.warned) * 100).checked_div(self.keys)
    }

    /// "36 warnings on 24 of 102 keys".
    pub fn words(&self) -> String {
        let warnings = if self.warnings == 1 { "warning" } else { "warnings" };
        let keys = if self.keys == 1 { "key" } else { "keys" };
        format!("{} {warnings} on {} of {} {keys}", grouped(self.warnings), grouped(self.warned), grouped(self.keys))
    }
}

impl Lane {
    fn take(&mut self, index: u32, mark: Mark, column: usize, protected: bool) {
        if let Some(cell) = self.cells.get_mut(column) {
            cell.keys += 1;
            cell.findings += usize::from(mark.worst.is_some());
            cell.worst = cell.worst.max(mark.worst);
        }
        let Some(day) = mark.ends_in.map(|days| days.max(-1)).filter(|days| *days <= HORIZON) else { return };
        let at = self.days.iter().position(|other| other.day == day).unwrap_or_else(|| {
            self.days.push(Day { day, protected: 0, other: 0, keys: Vec::new() });
            self.days.len() - 1
        });
        let day = &mut self.days[at];
        if protected {
            day.protected += 1;
        } else {
            day.other += 1;
        }
        if day.keys.len() < NAMED {
            day.keys.push(index);
        }
    }
}

/// The one project of a scope.
fn one_project<'a>(snapshot: &'a Snapshot, scope: &Place) -> Option<&'a Project> {
    match (&scope.project, snapshot.projects.as_slice()) {
        (Some(name), projects) => projects.iter().find(|project| project.name == *name),
        (None, [one]) => Some(one),
        (None, _) => None,
    }
}

/// The environments of a scope from the first stages to the last: in the usual order, or where a person gave a project another
/// one, by where they stand in their projects. Those whose names are shortened alike share a column, as a column is titled by
/// that; those that have no column of their own are together in the last one.
fn columns(snapshot: &Snapshot, scope: &Place) -> Vec<Column> {
    struct Stage<'a> {
        /// As they are found; each name once.
        environments: Vec<&'a Environment>,
        projects: usize,
        place: f64,
    }
    let mut stages: Vec<Stage<'_>> = Vec::new();
    let in_scope = |name: &String| scope.project.as_ref().is_none_or(|project| project == name);
    for project in snapshot.projects.iter().filter(|project| in_scope(&project.name)) {
        let last = (project.environments.len().max(2) - 1) as f64;
        for (index, environment) in project.environments.iter().enumerate() {
            if scope.environment.as_ref().is_some_and(|name| *name != environment.name) {
                continue;
            }
            let place = index as f64 / last;
            // By the name first: it may be shortened another way in each project, and is still one.
            let named = |stage: &Stage<'_>| stage.environments.iter().any(|one| one.name == environment.name);
            let title = short(environment);
            let titled = |stage: &Stage<'_>| stage.environments.iter().any(|one| short(one) == title);
            let own = stages.iter().position(named);
            match own.or_else(|| stages.iter().position(titled)) {
                Some(at) => {
                    let stage = &mut stages[at];
                    stage.projects += 1;
                    stage.place += place;
                    if own.is_none() {
                        stage.environments.push(environment);
                    }
                }
                None => stages.push(Stage { environments: vec![environment], projects: 1, place }),
            }
        }
    }
    let mut own: Vec<usize> = (0..stages.len()).collect();
    if stages.len() > COLUMNS {
        own.sort_by_key(|index| std::cmp::Reverse(stages[*index].projects));
        own.truncate(COLUMNS - 1);
    }
    let is_usual = |project: &Project| project.environments.is_sorted_by_key(|one| usual_rank(&one.name));
    // A project that has few of them tells little about where those stand.
    let usual = snapshot.projects.iter().filter(|project| in_scope(&project.name)).all(is_usual);
    own.sort_by(|one, other| {
        let rank = |index: usize| usual_rank(&stages[index].environments[0].name);
        let mean = |index: usize| stages[index].place / stages[index].projects as f64;
        let (by_rank, by_mean) = (rank(*one).cmp(&rank(*other)), mean(*one).total_cmp(&mean(*other)));
        if usual { by_rank.then(by_mean) } else { by_mean.then(by_rank) }
    });
    let names = |index: usize| stages[index].environments.iter().map(|one| one.name.clone());
    let rest: Vec<String> = (0..stages.len()).filter(|index| !own.contains(index)).flat_map(names).collect();
    let mut columns: Vec<Column> = own
        .into_iter()
        .map(|index| {
            let environments: Vec<String> = names(index).collect();
            let whole = environments.iter().any(|name| name == "production");
            let title = if whole { "Production".to_owned() } else { short(stages[index].environments[0]) };
            Column { title, environments }
        })
        .collect();
    if !rest.is_empty() {
        columns.push(Column { title: "Other".to_owned(), environments: rest });
    }
    columns
}

/// Every environment's name in a scope's projects, in the columns' order, for the menu.
pub fn environments(snapshot: &Snapshot, project: Option<&String>) -> Vec<String> {
    let scope = Place { project: project.cloned(), environment: None };
    columns(snapshot, &scope).into_iter().flat_map(|column| column.environments).collect()
}

/// How many keys were used last when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// When.
    pub bucket: Bucket,
    /// In words.
    pub words: String,
    /// How many keys.
    pub count: usize,
    /// How many of them have a warning for it; the others are too new for one.
    pub warned: usize,
}

impl Used {
    /// Why a bar of keys that were never used is no warning, or not all of it; nothing where there is nothing to explain.
    pub fn tip(&self) -> Option<String> {
        let others = self.count - self.warned;
        (self.bucket.is_long() && others > 0).then(|| {
            let of = if self.warned == 0 { "None of them has".to_owned() } else { format!("{} have", self.warned) };
            format!("{of} a warning: a key is warned about once it is over {NEVER_USED_DAYS} days old.")
        })
    }
}

/// How many keys were used last when, with its words.
pub fn used(view: &View, snapshot: &Snapshot) -> Vec<Used> {
    let unused = snapshot.settings.unused_days;
    let counted = Bucket::ALL.into_iter().zip(view.used).zip(view.used_warned);
    counted.map(|((bucket, count), warned)| Used { bucket, words: bucket.title(unused), count, warned }).collect()
}
