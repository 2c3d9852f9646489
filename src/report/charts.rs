//! Health of projects and environments, and what expires when, on the same rows: one SVG, whose colours are the page's.

use std::fmt::Write;

use super::escape::html;
use super::facts::Facts;
use crate::model::{Key, Severity};
use crate::review::{counted, date, worst};

/// So many environments have a column of their own; the rest share the last.
const COLUMNS: usize = 6;
/// How far the timeline looks, in days.
const HORIZON: i64 = 90;
/// Points; the same sizes as the window's.
const LABEL: f64 = 150.0;
const CELL: (f64, f64) = (76.0, 28.0);
const STEP: f64 = 34.0;
const TOP: f64 = 24.0;
const EXPIRED: f64 = 52.0;
/// The timeline takes what the page leaves, and at least this.
const LINE: f64 = 330.0;
const PAGE: f64 = 1_000.0;
/// Dots nearer than this become one with a count.
const NEAR: f64 = 10.0;

/// Keys of one project in one environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Cell {
    /// Keys with a warning that counts.
    pub warned: usize,
    /// All.
    pub keys: usize,
    /// The worst warning.
    pub worst: Option<Severity>,
}

/// A project's row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lane<'a> {
    pub project: &'a str,
    pub cells: Vec<Cell>,
    /// Days from today on which keys end; negative for those that have.
    pub ends: Vec<(i64, &'a Key)>,
}

/// Columns and rows: projects without a key in the report have none.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Health<'a> {
    pub columns: Vec<&'a str>,
    pub lanes: Vec<Lane<'a>>,
}

impl<'a> Health<'a> {
    pub fn of(facts: &Facts<'a>) -> Self {
        let columns = columns(facts);
        let mut lanes: Vec<Lane<'a>> = facts
            .projects
            .iter()
            .map(|project| Lane {
                project: &project.name,
                cells: vec![Cell::default(); columns.len()],
                ends: Vec::new(),
            })
            .collect();
        let at: std::collections::HashMap<&str, usize> =
            facts.projects.iter().enumerate().map(|(index, project)| (project.name.as_str(), index)).collect();
        for (key, findings) in &facts.keys {
            let Some(&index) = at.get(key.place().project.as_str()) else { continue };
            let lane = &mut lanes[index];
            let own = columns.iter().position(|name| *name == key.place().environment);
            let Some(cell) = own.or(columns.len().checked_sub(1)).and_then(|column| lane.cells.get_mut(column)) else {
                continue;
            };
            cell.keys += 1;
            let bad = worst(findings, facts.today);
            cell.warned += usize::from(bad.is_some());
            cell.worst = cell.worst.max(bad.map(|finding| finding.severity));
            if let Some(day) = key.expiry.date().filter(|_| !key.state.is_disabled()) {
                let days = day.signed_duration_since(facts.today).num_days();
                let quiet = findings.iter().any(|f| f.rule == crate::model::Rule::Expired && !counted(f, facts.today));
                if days <= HORIZON && !quiet {
                    lane.ends.push((days, *key));
                }
            }
        }
        lanes.retain(|lane| lane.cells.iter().any(|cell| cell.keys > 0));
        for lane in &mut lanes {
            lane.ends.sort_by_key(|(days, _)| *days);
        }
        Self { columns, lanes }
    }
}

/// The environments that hold a key, in the order in which they stand in their projects: what comes last somewhere comes
/// late. Where there are many, the last column is all others together.
fn columns<'a>(facts: &Facts<'a>) -> Vec<&'a str> {
    let mut used: Vec<&str> = facts.keys.iter().map(|(key, _)| key.place().environment.as_str()).collect();
    used.sort_unstable();
    used.dedup();
    let mut columns: Vec<(usize, &'a str)> = Vec::new();
    for project in facts.projects {
        for (position, environment) in project.environments.iter().enumerate() {
            let name = environment.name.as_str();
            match columns.iter_mut().find(|(_, known)| *known == name) {
                Some((last, _)) => *last = position.max(*last),
                None if used.binary_search(&name).is_ok() => columns.push((position, name)),
                None => {}
            }
        }
    }
    columns.sort_by_key(|(position, _)| *position);
    let mut names: Vec<&str> = columns.into_iter().map(|(_, name)| name).collect();
    if names.len() > COLUMNS {
        names.truncate(COLUMNS - 1);
        names.push("others");
    }
    names
}

/// A severity's shape, 12 wide around its middle.
pub(super) fn mark(severity: Severity, x: f64, y: f64) -> String {
    match severity {
        Severity::ActNow => {
            format!("<path class=\"crit\" d=\"M{:.1} {:.1}h5l3.5 3.5v5l-3.5 3.5h-5l-3.5-3.5v-5z\"/>", x - 2.5, y - 6.0)
        }
        Severity::LookSoon => {
            format!("<path class=\"warn\" d=\"M{x:.1} {:.1}l6.5 11.5h-13z\"/>", y - 6.0)
        }
        Severity::ForInfo => format!("<circle class=\"info\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.5\"/>"),
    }
}

/// The charts; nothing where there is no key.
pub(super) fn svg(facts: &Facts<'_>) -> String {
    let health = Health::of(facts);
    if health.lanes.is_empty() {
        return String::new();
    }
    let grid = LABEL + health.columns.len() as f64 * (CELL.0 + 4.0) + 24.0;
    let today = grid + EXPIRED;
    let line = LINE.max(PAGE - today - 16.0);
    let (width, height) = (today + line + 16.0, TOP + health.lanes.len() as f64 * STEP + 6.0);
    let mut out = format!(
        "<svg class=\"charts\" role=\"img\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" \
         height=\"{height:.0}\"><title>Health by project and environment, and expiry over {HORIZON} days</title>\n"
    );
    for (column, name) in health.columns.iter().enumerate() {
        let x = LABEL + column as f64 * (CELL.0 + 4.0) + CELL.0 / 2.0;
        let _ = writeln!(out, "<text class=\"head\" x=\"{x:.1}\" y=\"14\">{}</text>", html(&short(name, 11)));
    }
    let _ = writeln!(out, "<text class=\"head left\" x=\"{grid:.1}\" y=\"14\">Expired</text>");
    for days in [0, 30, 60, HORIZON] {
        let x = today + days as f64 / HORIZON as f64 * line;
        let words = if days == 0 { "Today".to_owned() } else { format!("{days} d") };
        let class = if days == 0 { "today" } else { "grid" };
        let x_words = if days == 0 { x + 10.0 } else { x };
        let _ = writeln!(out, "<path class=\"{class}\" d=\"M{x:.1} {TOP}V{:.1}\"/>", height - 6.0);
        let _ = writeln!(out, "<text class=\"head\" x=\"{x_words:.1}\" y=\"14\">{words}</text>");
    }
    for (index, lane) in health.lanes.iter().enumerate() {
        let y = TOP + index as f64 * STEP + STEP / 2.0;
        let name = html(&short(lane.project, 22));
        let _ = writeln!(out, "<text class=\"lane\" x=\"0\" y=\"{:.1}\">{name}</text>", y + 4.5);
        for (column, cell) in lane.cells.iter().enumerate() {
            out.push_str(&cell_svg(*cell, LABEL + column as f64 * (CELL.0 + 4.0), y));
        }
        let _ = writeln!(out, "<path class=\"grid\" d=\"M{grid:.1} {y:.1}H{:.1}\"/>", today + line);
        out.push_str(&ends_svg(lane, today, line, y));
    }
    out.push_str("</svg>\n");
    out
}

fn cell_svg(cell: Cell, x: f64, y: f64) -> String {
    let middle = x + CELL.0 / 2.0;
    if cell.keys == 0 {
        return format!("<text class=\"none\" x=\"{middle:.1}\" y=\"{:.1}\">–</text>\n", y + 4.5);
    }
    let class = match cell.worst {
        Some(Severity::ActNow) => "crit-cell",
        Some(Severity::LookSoon) => "warn-cell",
        Some(Severity::ForInfo) | None => "calm-cell",
    };
    let sign = cell.worst.map(|severity| mark(severity, x + 16.0, y)).unwrap_or_default();
    let at = if cell.worst.is_some() { middle + 9.0 } else { middle };
    format!(
        "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{:.1}\" width=\"{}\" height=\"{}\" rx=\"5\"/>{sign}\
         <text class=\"count {class}\" x=\"{at:.1}\" y=\"{:.1}\">{}/{}</text>\n",
        y - CELL.1 / 2.0,
        CELL.0,
        CELL.1,
        y + 4.5,
        cell.warned,
        cell.keys
    )
}

/// Dots of one lane: what lies too near becomes one with a count.
fn ends_svg(lane: &Lane<'_>, today: f64, line: f64, y: f64) -> String {
    let mut out = String::new();
    let gone: Vec<&(i64, &Key)> = lane.ends.iter().filter(|(days, _)| *days < 0).collect();
    if !gone.is_empty() {
        let x = today - EXPIRED / 2.0;
        let _ = write!(out, "<g>{}<path class=\"crit\" d=\"M{x:.1} {:.1}l6 6-6 6-6-6z\"/>", names(&gone), y - 6.0);
        if gone.len() > 1 {
            let _ = write!(out, "<text class=\"gone\" x=\"{:.1}\" y=\"{:.1}\">{}</text>", x + 9.0, y + 4.0, gone.len());
        }
        out.push_str("</g>\n");
    }
    let place = |days: i64| today + days as f64 / HORIZON as f64 * line;
    let mut group: Vec<&(i64, &Key)> = Vec::new();
    for end in lane.ends.iter().filter(|(days, _)| *days >= 0) {
        if group.last().is_some_and(|last| place(end.0) - place(last.0) >= NEAR) {
            out.push_str(&dot(&group, place, y));
            group.clear();
        }
        group.push(end);
    }
    if !group.is_empty() {
        out.push_str(&dot(&group, place, y));
    }
    out
}

fn dot(group: &[&(i64, &Key)], place: impl Fn(i64) -> f64, y: f64) -> String {
    let x = group.iter().map(|(days, _)| place(*days)).sum::<f64>() / group.len() as f64;
    let soon = group.iter().any(|(days, _)| *days <= 14);
    let filled = group.iter().any(|(_, key)| key.protected);
    let class = format!("{} {}", if soon { "soon" } else { "late" }, if filled { "filled" } else { "open" });
    let said = names(group);
    match group.len() {
        1 => format!("<g>{said}<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.5\"/></g>\n"),
        count => format!(
            "<g>{said}<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"8\"/><text class=\"sum {class}\" \
             x=\"{x:.1}\" y=\"{:.1}\">{count}</text></g>\n",
            y + 3.8
        ),
    }
}

/// What a pointer, or a screen reader, is told of a dot.
fn names(group: &[&(i64, &Key)]) -> String {
    let said = group.iter().map(|(_, key)| {
        let day = key.expiry.date().map(date).unwrap_or_default();
        html(&format!("{} {day}", key.reference))
    });
    format!("<title>{}</title>", said.collect::<Vec<_>>().join(", "))
}

/// The first letters, where there are too many.
fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}
