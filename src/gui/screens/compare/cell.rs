//! One cell of Compare, and cells with the same secret as one.

use std::collections::BTreeSet;

use egui::{Color32, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::data::{Cell, Matrix, Run, cell_finding};
use super::state::Compare;
use crate::gui::counts::grouped;
use crate::gui::screens::keys::{capitalised, plain_value, shortens};
use crate::gui::theme::{Face, Icon, Tokens, Type, of, radius};
use crate::gui::widgets::keyboard::is_hovered;
use crate::gui::widgets::{
    baseline, elided, icon, icon_button, link_pointed, masked_dots, severity_icon, text, text_right, value_elided,
    width,
};
use crate::jobs::Snapshot;
use crate::model::{Key, Severity};

/// Height of a pill.
pub const HIGH: f32 = 24.0;
/// Between a column's edge and its pill.
pub const GAP: f32 = 4.0;
const PAD: f32 = 10.0;
/// A copy button, with what it keeps from its cell's edge.
const COPY: f32 = 26.0;
/// An icon before words.
const LEAD: f32 = 22.0;
/// A hidden secret.
const DOTS: f32 = 29.0;
/// Between a secret and what is said of it, the least.
const AIR: f32 = 4.0;
/// Right of a plain value.
const VALUE_END: f32 = 6.0;
/// Where else a secret stands, when naming it has no room in every cell: the row shows where.
const SAME: &str = "Same value";

/// What one did with a cell.
#[derive(Debug)]
pub struct Answer {
    /// Which column.
    pub column: usize,
    /// The cell itself.
    pub response: Response,
    /// Its copy button was clicked.
    pub copy: bool,
}

/// What has room in a cell with words, alike in all of a table: a last four where others have dots would read as a value. Dots
/// stand wherever a cell's own words leave them room.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// The last four behind the dots.
    pub tails: bool,
    /// The name of where else the secret stands.
    pub names: bool,
}

impl Fit {
    /// For columns so wide.
    pub fn new(ui: &Ui, matrix: &Matrix, wide: f32) -> Self {
        let room = wide - 2.0 * GAP - 2.0 * PAD - LEAD - AIR;
        let names = widest(ui, &matrix.same) <= room - DOTS;
        let left = room - words_width(ui, matrix, names);
        Self { tails: left >= DOTS + 7.0 + width(ui, Type::Code, "0000"), names }
    }
}

/// How wide a column must be so that dots stand before all that is said in its cells, and plain values are read whole; and so that
/// only what is said is.
pub fn wanted(ui: &Ui, matrix: &Matrix) -> (f32, f32) {
    let value = PAD + VALUE_END + matrix.longest_value as f32 * width(ui, Type::Code, "M");
    let words = 2.0 * PAD + LEAD + words_width(ui, matrix, false);
    (2.0 * GAP + (words + AIR + DOTS).max(value), 2.0 * GAP + words)
}

fn words_width(ui: &Ui, matrix: &Matrix, names: bool) -> f32 {
    let same = match names {
        true => widest(ui, &matrix.same),
        false if matrix.same.is_empty() => 0.0,
        false => width(ui, Type::Small, SAME),
    };
    same.max(widest(ui, &matrix.health))
}

fn widest(ui: &Ui, words: &BTreeSet<String>) -> f32 {
    words.iter().map(|words| width(ui, Type::Small, words)).fold(0.0, f32::max)
}

/// How wide the column of next steps must be.
pub fn steps_width(ui: &Ui, matrix: &Matrix) -> f32 {
    matrix.steps.iter().map(|words| width(ui, Type::SmallStrong, words)).fold(0.0, f32::max).ceil() + 1.0
}

/// A row while it is drawn.
#[derive(Clone, Copy)]
pub struct Line<'a> {
    pub snapshot: &'a Snapshot,
    pub matrix: &'a Matrix,
    /// Its place in the matrix.
    pub row: usize,
    /// The column one is at, in this row.
    pub at: Option<usize>,
    /// What its cells have room for.
    pub fit: Fit,
    /// The first of the rows in view: where Tab enters while one is nowhere.
    pub entry: bool,
}

impl Line<'_> {
    fn name(&self) -> &str {
        self.snapshot.keys[self.matrix.rows[self.row].first as usize].name()
    }

    fn sense(&self, column: usize) -> Sense {
        // Tab reaches the cells once.
        let stop = self.at == Some(column) || (self.entry && column == 0);
        if stop { Sense::click() } else { Sense::CLICK }
    }

    fn interact(&self, ui: &Ui, rect: Rect, column: usize, said: &str) -> Response {
        let id = Compare::cell_id(self.matrix, self.row, column);
        let response = ui.interact(rect, id, self.sense(column));
        let here = self.at == Some(column);
        let words = format!("{}, {}, {said}", self.name(), self.matrix.columns[column].name);
        response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, &words));
        ui.ctx().accesskit_node_builder(id, |node| node.set_selected(here));
        response
    }

    /// The ring of the cell one is at. While something else has the keyboard it only marks where one was: two rings would
    /// look like two that have it.
    fn ring(&self, ui: &Ui, rect: Rect, column: usize, cell: &Response) {
        if self.at != Some(column) {
            return;
        }
        let t = of(ui);
        let nobody = ui.memory(|memory| memory.focused().is_none());
        let ring = match cell.has_focus() || nobody {
            true => Stroke::new(2.0, t.accent_ring),
            false => Stroke::new(1.0, t.stroke_control),
        };
        ui.painter().rect_stroke(rect, radius::TILE, ring, StrokeKind::Inside);
    }

    /// Paints a run from `left`, each of its columns `wide`; says what was done with its cells.
    pub fn run_ui(&self, ui: &Ui, run: &Run, left: f32, wide: f32, middle: f32) -> Vec<Answer> {
        let pill = |from: usize, to: usize| {
            let x = |column: usize| left + wide * column as f32;
            Rect::from_min_max(pos2(x(from) + GAP, middle - HIGH / 2.0), pos2(x(to + 1) - GAP, middle + HIGH / 2.0))
        };
        let whole = pill(run.from, run.to);
        match self.matrix.cells(self.row)[run.from] {
            Cell::Missing => vec![self.missing_ui(ui, whole, run.from)],
            Cell::NotNeeded => vec![self.quiet_ui(ui, whole, run.from, "Not needed")],
            Cell::Absent => vec![self.quiet_ui(ui, whole, run.from, "–")],
            Cell::Key(_) => {
                self.ground_ui(ui, whole, run);
                let mut free = whole.left() + PAD;
                let cells = run.from..=run.to;
                cells.map(|column| self.key_ui(ui, pill(column, column), run, column, &mut free)).collect()
            }
        }
    }

    fn missing_ui(&self, ui: &Ui, rect: Rect, column: usize) -> Answer {
        let t = of(ui);
        let response = self.interact(ui, rect, column, "missing");
        let fill = if response.hovered() { t.bg_hover } else { t.bg_surface };
        ui.painter().rect(rect, radius::TILE, fill, Stroke::new(1.0, t.stroke_default), StrokeKind::Inside);
        let middle = rect.center().y;
        icon(ui, pos2(rect.left() + PAD + 7.0, middle), 14.0, Face::Line, Icon::Plus, t.text_secondary);
        text(ui, rect.left() + PAD + 22.0, baseline(ui, middle, Type::Body), Type::Body, t.text_primary, "Missing");
        self.ring(ui, rect, column, &response);
        Answer { column, response, copy: false }
    }

    fn quiet_ui(&self, ui: &Ui, rect: Rect, column: usize, words: &str) -> Answer {
        let t = of(ui);
        let said = if words == "–" { "not there" } else { "not needed" };
        let response = self.interact(ui, rect, column, said);
        let line = baseline(ui, rect.center().y, Type::Small);
        let ink = if response.hovered() { t.text_primary } else { t.text_tertiary };
        elided(ui, rect.left() + PAD, line, rect.width() - 2.0 * PAD, Type::Small, ink, words);
        self.ring(ui, rect, column, &response);
        Answer { column, response, copy: false }
    }

    /// The worst severity among the keys of a run, of those that are not disabled.
    fn severity(&self, run: &Run) -> Option<Severity> {
        let cells = &self.matrix.cells(self.row)[run.from..=run.to];
        let keys = cells.iter().filter_map(|cell| if let Cell::Key(key) = cell { Some(*key) } else { None });
        let active = keys.filter(|key| !self.snapshot.keys[*key as usize].state.is_disabled());
        active.filter_map(|key| cell_finding(self.snapshot, key, run.same.is_some())).map(|one| one.severity).max()
    }

    fn ground_ui(&self, ui: &Ui, rect: Rect, run: &Run) {
        let t = of(ui);
        let shared = run.same.as_ref().is_some_and(|same| same.protected) && !self.matrix.rows[self.row].disabled;
        let fill = match self.severity(run) {
            Some(Severity::ActNow) => t.crit_tint,
            Some(Severity::LookSoon) => t.warn_tint,
            _ if shared => t.warn_tint,
            _ => t.bg_inset,
        };
        ui.painter().rect_filled(rect, radius::TILE, fill);
    }

    /// Paints a key's cell. `free` is where its words may begin: as far back in its run as nothing else is painted. Words are not
    /// painted across the ring of the cell one is at, nor under a copy button.
    fn key_ui(&self, ui: &Ui, rect: Rect, run: &Run, column: usize, free: &mut f32) -> Answer {
        let Cell::Key(index) = self.matrix.cells(self.row)[column] else { unreachable!("a run of keys holds keys") };
        let key = &self.snapshot.keys[index as usize];
        let disabled = key.state.is_disabled();
        let finding = cell_finding(self.snapshot, index, run.same.is_some()).filter(|_| !disabled);
        let same = if column == run.to { self.matrix.same_words(run) } else { None };
        let tail = self.snapshot.tails.get(index as usize).copied().flatten().map(|tail| tail.to_string());
        let response = self.interact(
            ui,
            rect,
            column,
            &said(key, tail.as_deref(), finding.map(|f| f.text.as_str()), same.as_deref()),
        );
        let t = of(ui);
        let (middle, line) = (rect.center().y, baseline(ui, rect.center().y, Type::Small));
        let ink = if disabled { t.text_tertiary } else { t.text_secondary };
        let health = self.matrix.health(self.snapshot, self.row, column, run);
        let same = same.map(|words| if run.from < run.to || self.fit.names { words } else { SAME.to_owned() });
        let copies = is_hovered(ui, rect) && !disabled;
        let is_here = self.at == Some(column);
        let mut left = if is_here { rect.left() + PAD } else { *free };
        let mut cut = None;
        if column == run.from {
            // Words that matter come before the last four, and those before dots that are always the same.
            let beside: Vec<&str> = health.iter().map(|(_, words)| words.as_str()).chain(same.as_deref()).collect();
            let taken: f32 = beside.iter().map(|words| AIR + LEAD + width(ui, Type::Small, words)).sum();
            let fit = SecretFit {
                dots: beside.is_empty() || DOTS + taken <= rect.width() - 2.0 * PAD,
                tails: beside.is_empty() || self.fit.tails,
            };
            // A long value ends before the button that stands over the end of its cell.
            let room = rect.width() - PAD - if copies { COPY + 4.0 } else { VALUE_END };
            let used;
            (used, cut) = secret_ui(ui, left, middle, room, ink, key, tail.as_deref(), fit);
            left += used;
        }
        let mut right = rect.right() - PAD;
        let copy = copies && {
            let button = Rect::from_center_size(pos2(rect.right() - COPY + 12.0, middle), vec2(24.0, 24.0));
            let name = format!("Copy {}, {}", key.name(), self.matrix.columns[column].name);
            right = button.left();
            icon_button(ui, button, Icon::Copy, &name, None).clicked()
        };
        if let Some(words) = &same {
            // The mark says the most; a cell alone has no room for where.
            let fits = left + AIR + LEAD + width(ui, Type::Small, words) <= right;
            let words = if fits { words.as_str() } else { SAME };
            let shared = run.same.as_ref().is_some_and(|same| same.protected) && !disabled;
            let (ink, glyph) = if shared { (t.warn_text, t.warn_solid) } else { (t.text_tertiary, t.text_tertiary) };
            right = words_ui(ui, [left + AIR, right], line, ink, words, |center| {
                icon(ui, center, 16.0, Face::Line, Icon::LinkSimple, glyph);
            });
        }
        *free = if is_here || copies || health.is_some() { rect.right() + 2.0 * GAP + PAD } else { left };
        if let Some((mark, words)) = health {
            words_ui(ui, [left + AIR, right], line, mark.ink(t), &words, |center| {
                severity_icon(ui, center, 15.0, mark, t);
            });
        }
        self.ring(ui, rect, column, &response);
        let whole = cut.into_iter().chain(finding.map(|finding| finding.text.clone()));
        let response = match whole.chain(self.matrix.same_where(run)).reduce(|a, b| format!("{a}\n{b}")) {
            Some(words) => response.on_hover_text(words),
            None => response,
        };
        Answer { column, response, copy }
    }
}

/// The least that is read of words that are cut.
const READ: f32 = 60.0;

/// Words with an icon before them, as far right as `room` goes; gives way where there is no room. Returns where they begin.
fn words_ui(
    ui: &Ui,
    [left, right]: [f32; 2],
    line: f32,
    ink: Color32,
    words: &str,
    glyph: impl FnOnce(egui::Pos2),
) -> f32 {
    let room = right - left - LEAD;
    let whole = width(ui, Type::Small, words);
    let wide = whole.min(room);
    let center = |x: f32| pos2(x + 8.0, line - 0.3636 * Type::Small.size());
    // Of a few characters a cut sentence says nothing: its shape says how bad it is.
    if whole > room && room < READ {
        if right - left >= 16.0 {
            glyph(center(right - 16.0));
            return right - 24.0;
        }
        return right;
    }
    let start = right - wide;
    elided(ui, start, line, wide + 0.5, Type::Small, ink, words);
    glyph(center(start - LEAD));
    start - LEAD - 8.0
}

/// What has room of a secret in its cell.
#[derive(Debug, Clone, Copy)]
struct SecretFit {
    dots: bool,
    tails: bool,
}

/// The secret's dots and last four as far as they fit, or a plain value, of `whole`. Returns the width, and a value that was
/// cut.
#[allow(clippy::too_many_arguments)] // Where, what, and how much of it.
fn secret_ui(
    ui: &Ui,
    left: f32,
    middle: f32,
    whole: f32,
    ink: Color32,
    key: &Key,
    tail: Option<&str>,
    fit: SecretFit,
) -> (f32, Option<String>) {
    let line = baseline(ui, middle, Type::Code);
    if let Some(value) = plain_value(key) {
        let shown = value_elided(ui, Type::Code, &value, whole);
        let used = text(ui, left, line, Type::Code, ink, &shown);
        return (used, (shown != value).then_some(value));
    }
    if !fit.dots {
        return (-AIR, None);
    }
    let dots = masked_dots(ui, left, middle, 4, ink);
    let used = match tail.filter(|_| fit.tails) {
        Some(tail) => dots + 7.0 + text(ui, left + dots + 7.0, line, Type::Code, ink, tail),
        None => dots,
    };
    (used, None)
}

fn said(key: &Key, tail: Option<&str>, warning: Option<&str>, same: Option<&str>) -> String {
    let mut words = Vec::new();
    match (&key.plain_value, tail) {
        (Some(value), _) if key.is_plain() => words.push(value.clone()),
        (_, Some(tail)) => words.push(format!("hidden, ends in {tail}")),
        _ => words.push("hidden".to_owned()),
    }
    words.extend(key.state.is_disabled().then(|| "disabled".to_owned()));
    words.extend(warning.map(str::to_lowercase));
    words.extend(same.map(str::to_lowercase));
    words.join(", ")
}

/// Paints a column's heading: its name, the shield where it is protected, how many keys stand there.
pub fn heading_ui(ui: &Ui, rect: Rect, matrix: &Matrix, column: usize, t: &Tokens) {
    let of = &matrix.columns[column];
    let middle = rect.center().y - 0.5;
    let line = baseline(ui, middle, Type::Micro);
    let mut left = rect.left() + GAP + PAD;
    if of.protected {
        icon(ui, pos2(left + 6.0, middle), 12.0, Face::Fill, Icon::ShieldCheck, t.text_tertiary);
        left += 17.0;
    }
    let title = capitalised(&of.name);
    let shown = if shortens(ui.ctx()) { &of.short } else { &title };
    let count = grouped(of.keys);
    let room = rect.right() - left - 12.0 - width(ui, Type::TagCode, &count);
    let used = elided(ui, left, line, room, Type::Micro, t.text_tertiary, shown);
    text(ui, left + used + 6.0, line, Type::TagCode, t.text_tertiary, &count);
    let protected = if of.protected { ", protected" } else { "" };
    let node = ui.interact(rect, ui.make_persistent_id(("compare heading", column)), Sense::hover());
    node.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, format!("{title}{protected}, {count}")));
}

/// Paints what would mend a row, as a link; `clicked()` does it.
pub fn step_ui(ui: &Ui, rect: Rect, name: &str, words: &str) -> Response {
    let t = of(ui);
    let line = baseline(ui, rect.center().y, Type::SmallStrong);
    let used = elided(ui, rect.left(), line, rect.width(), Type::SmallStrong, t.accent_text, words);
    let hit = rect.with_max_x(rect.left() + used.max(24.0));
    let response = ui.interact(hit, ui.make_persistent_id(("compare step", name)), Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("{words} {name}")));
    if response.hovered() {
        crate::gui::widgets::hairline(ui, rect.left()..=rect.left() + used, line + 2.0, t.accent_text);
    }
    link_pointed(response)
}

/// Right-aligned quiet words of the filter bar.
pub fn hint_ui(ui: &Ui, rect: Rect, words: &str) {
    let t = of(ui);
    let line = baseline(ui, rect.center().y, Type::Small);
    let wide = text_right(ui, rect.right(), line, Type::Small, t.text_tertiary, words);
    icon(ui, pos2(rect.right() - wide - 14.0, rect.center().y), 16.0, Face::Line, Icon::Fingerprint, t.text_tertiary);
}
