//! What the screen keeps between frames: what is asked for, what was read, what is open and selected; and its keys.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::NaiveDate;
use egui::{Context, FocusDirection, Id, Key, Modifiers};

use super::folds::Folds;
use super::lines::{Line, Named, lines};
use super::names::Names;
use super::record::{Record, Since, Trust, Wanted};
use super::row::verb_id;
use super::tops::Tops;
use super::words::told;
use crate::gui::theme::size;
use crate::gui::widgets::keyboard;
use crate::gui::wish::Wish;
use crate::jobs::{ActivityRead, RecordState, Request, Snapshot, VaultState};
use crate::model::{ActivityFold, ActivityQuery};

/// What the screen keeps between frames.
#[derive(Debug, Default)]
pub struct Screen {
    pub(super) wanted: Wanted,
    /// What was asked for by the question that was answered last.
    pub(super) answered: Wanted,
    pub(super) record: Record,
    pub(super) trust: Trust,
    /// What is open.
    pub folds: Folds,
    /// The keys of entries in bulk, once they were read.
    pub(super) named: Named,
    /// Which of them were asked for since the facts changed.
    asked: HashSet<u64>,
    pub(super) lines: Vec<Line>,
    pub(super) tops: Tops,
    pub(super) names: Names,
    pub(super) selected: Option<usize>,
    /// The selection moved by keyboard: bring it into view.
    pub(super) reveal: bool,
    /// A line was opened: bring what follows it into view, as far as there is room.
    pub(super) unfolded: Option<usize>,
    /// Ctrl P was pressed in this frame.
    pub projects_asked: bool,
    /// The rows must be made anew.
    dirty: bool,
    /// What was read was exchanged since they were made: they are of the days before.
    stale: bool,
    /// The line one was on when that happened.
    held: Option<LineMark>,
    facts: Option<Arc<Snapshot>>,
    /// It was in view before; the first time the worker is asked.
    begun: bool,
    /// The line one was on before the vault was locked, until it is read again.
    was_on: Option<LineMark>,
}

/// A line without a name: its day, the number of its oldest entry, and which of its keys; none for a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineMark {
    day: NaiveDate,
    entry: Option<u64>,
    key: Option<usize>,
}

impl Screen {
    /// The filter's id, to give it the keyboard.
    pub fn filter_id() -> Id {
        Id::unique("activity filter")
    }

    /// Goes on the selected line, else on the first one; where the keyboard is there, once it is read. None where nothing is
    /// listed.
    pub fn enter(&mut self) -> Option<Id> {
        if self.record.read && self.lines.is_empty() && !self.dirty {
            return None;
        }
        self.reveal = true;
        Some(line_id(*self.selected.get_or_insert(0)))
    }

    /// The line one is on.
    pub fn mark(&self) -> Option<LineMark> {
        if self.stale { self.held } else { self.mark_of(self.lines.get(self.selected?)?) }
    }

    fn mark_of(&self, line: &Line) -> Option<LineMark> {
        let days = &self.record.days;
        let entry = |day: usize, row: usize| Some(days[day].folds[row].oldest);
        let (day, entry, key) = match *line {
            Line::Day { day, .. } | Line::Span { from: day, .. } => (day, None, None),
            Line::Row { day, row, .. } => (day, entry(day, row), None),
            Line::Key { day, row, key } => (day, entry(day, row), Some(key)),
            Line::Gone { .. } | Line::More => return None,
        };
        Some(LineMark { day: days[day].day, entry, key })
    }

    /// Where this line is now; else its row, or the heading of its day.
    fn find(&self, mark: LineMark) -> Option<usize> {
        let at = |mark| self.lines.iter().position(|line| self.mark_of(line) == Some(mark));
        let holds_day = |line: &Line| match *line {
            Line::Day { day, .. } => self.record.days[day].day == mark.day,
            Line::Span { from, to } => self.record.days[from..to].iter().any(|day| day.day == mark.day),
            _ => false,
        };
        at(mark).or_else(|| at(LineMark { key: None, ..mark })).or_else(|| self.lines.iter().position(holds_day))
    }

    /// The line one is on stays that, whatever takes its place.
    fn hold(&mut self) {
        self.held = self.mark();
        self.stale = true;
    }

    /// Goes on that line once it is read.
    pub fn be_on_again(&mut self, line: Option<LineMark>) {
        self.was_on = line;
    }

    /// The line one was on is read: the keyboard goes there from the first one.
    fn go_on_again(&mut self, ctx: &Context) {
        if !self.record.read {
            return;
        }
        let Some(was_on) = self.was_on else { return };
        let focused = ctx.memory(egui::Memory::focused);
        if focused.is_some() && focused != self.selected.map(line_id) {
            // An answer as quick as the unlocking finds its button still there; but who does something else stays at that.
            // To let go of the key that unlocked is none.
            let acts = |event: &egui::Event| {
                use egui::Event::{Key, PointerButton, Text};
                matches!(event, Key { pressed: true, .. } | PointerButton { pressed: true, .. } | Text(_))
            };
            self.was_on = self.was_on.filter(|_| !ctx.input(|input| input.events.iter().any(acts)));
            return;
        }
        self.was_on = None;
        if let Some(line) = self.find(was_on) {
            (self.selected, self.reveal) = (Some(line), true);
            keyboard::lead(ctx, line_id(line));
        }
    }

    /// What is asked for now.
    pub fn query(&self) -> ActivityQuery {
        self.facts.as_ref().map_or_else(ActivityQuery::default, |facts| self.wanted.query(facts.today))
    }

    /// What it is narrowed to, in words.
    pub fn narrowed_to(&self) -> Option<String> {
        self.wanted.said()
    }

    /// How many entries that is; none before the answer.
    pub fn count(&self) -> Option<u64> {
        self.record.read.then(|| self.record.entries(self.wanted.class))
    }

    /// Whether the worker was asked for the record.
    pub fn is_asked_for(&self) -> bool {
        self.begun
    }

    /// It comes into view: what the worker is asked.
    pub fn show(&mut self) -> Vec<Request> {
        let query = self.query();
        let mut asks: Vec<Request> = Vec::new();
        if std::mem::replace(&mut self.begun, true) {
            asks.extend(self.record.refresh(&query));
        } else {
            asks.extend(self.record.ask(&query));
        }
        asks.extend(self.first_check());
        asks
    }

    /// The links are checked once, when the key that seals them can be had.
    fn first_check(&mut self) -> Option<Request> {
        (self.trust == Trust::Unknown && self.can_check()).then(|| self.check())
    }

    /// Whether the key that seals the record can be had.
    pub(super) fn can_check(&self) -> bool {
        self.facts.as_ref().is_none_or(|facts| facts.state == VaultState::Open)
    }

    pub(super) fn check(&mut self) -> Request {
        self.trust = Trust::Checking(0, 0);
        Request::CheckActivity
    }

    /// New facts: names may stand elsewhere, and something may have been done. `in_view`: it is asked for at once.
    pub fn take(&mut self, snapshot: &Arc<Snapshot>, in_view: bool) -> Vec<Request> {
        self.facts = Some(Arc::clone(snapshot));
        self.names.look_again();
        // What is open says the names that hold now; until they are read again, those from before.
        self.asked.clear();
        self.dirty = true;
        let query = self.query();
        if !in_view || !self.begun {
            return Vec::new();
        }
        self.record.refresh(&query).into_iter().chain(self.first_check()).collect()
    }

    /// An answer of the worker; what is asked next.
    pub fn hear(&mut self, mut read: ActivityRead) -> Option<Request> {
        let query = self.query();
        self.hold();
        self.dirty = true;
        if self.record.waits_for(&read) {
            self.names.learn(std::mem::take(&mut read.page.renamings));
        }
        let next = self.record.hear(read, &query);
        if self.record.read {
            self.answered = self.wanted.clone();
        }
        next
    }

    /// The keys of an entry in bulk.
    pub fn hear_keys(&mut self, number: u64, keys: Vec<String>) {
        self.named.insert(number, keys);
        self.dirty = true;
    }

    /// Asks for the keys of lines that are open, each once.
    pub(super) fn ask_keys(&mut self, wishes: &mut Vec<Wish>) {
        for line in &self.lines {
            let Line::Row { day, row, open: Some(true) } = *line else { continue };
            let fold = &self.record.days[day].folds[row];
            if fold.subjects.len() < 2 && self.asked.insert(fold.number) {
                wishes.push(Wish::Ask(Request::ReadEntry(fold.number)));
            }
        }
    }

    /// How the record stands.
    pub fn hear_of_check(&mut self, state: RecordState) {
        self.trust = Trust::Known(state);
    }

    /// How far the check is.
    pub fn hear_progress(&mut self, done: u64, all: u64) {
        if matches!(self.trust, Trust::Checking(..)) {
            self.trust = Trust::Checking(done, all);
        }
    }

    /// The worker could not do what was asked; the window says why.
    pub fn refused(&mut self) {
        self.record.refused();
        self.answered = self.wanted.clone();
        if matches!(self.trust, Trust::Checking(..)) {
            self.trust = Trust::Unknown;
        }
    }

    /// Something else is asked for.
    pub(super) fn want(&mut self, change: impl FnOnce(&mut Wanted), wishes: &mut Vec<Wish>) {
        change(&mut self.wanted);
        self.selected = None;
        let query = self.query();
        wishes.extend(self.record.ask(&query).map(Wish::Ask));
    }

    /// The project in view changed.
    pub fn go(&mut self, project: Option<&String>) -> Option<Request> {
        if self.wanted.project.as_ref() == project {
            return None;
        }
        self.wanted.project = project.cloned();
        self.selected = None;
        let query = self.query();
        if self.begun { self.record.ask(&query) } else { None }
    }

    /// Forgets every name: the vault was locked.
    pub fn forget(&mut self) {
        *self = Self { folds: std::mem::take(&mut self.folds), ..Self::default() };
    }

    /// Esc: what is looked for goes; true if there was something.
    pub fn escape(&mut self) -> Option<Vec<Wish>> {
        if self.wanted.is_all() {
            return None;
        }
        let (mut wishes, project) = (Vec::new(), self.wanted.project.clone());
        self.want(|wanted| *wanted = Wanted { project, ..Wanted::default() }, &mut wishes);
        Some(wishes)
    }

    pub(super) fn make_lines(&mut self, snapshot: &Snapshot) {
        if std::mem::take(&mut self.dirty) {
            let on = self.mark();
            let quiet = self.wanted.is_all() && self.wanted.since == Since::Any;
            self.lines =
                lines(&self.record.days, &self.folds, &self.named, snapshot.today, quiet, self.record.has_older());
            self.tops = Tops::new(&self.lines);
            (self.stale, self.held) = (false, None);
            let stands = |at: usize| self.lines.get(at).is_some_and(|line| self.mark_of(line) == on);
            let found = on.filter(|_| !self.selected.is_some_and(stands)).and_then(|on| self.find(on));
            let last = self.lines.len().saturating_sub(1);
            self.selected = self.selected.map(|at| found.unwrap_or(at).min(last));
        }
    }

    /// The rows anew where something was read: the keyboard goes along with the line that it is on.
    fn follow_lines(&mut self, ctx: &Context, snapshot: &Snapshot) {
        let before = self.selected;
        self.make_lines(snapshot);
        let (Some(from), Some(to)) = (before, self.selected) else { return };
        let focused = ctx.memory(egui::Memory::focused);
        let ids = [line_id, |line| verb_id(line_id(line))];
        if from != to
            && let Some(id) = ids.into_iter().find(|id| focused == Some(id(from)))
        {
            ctx.memory_mut(|memory| memory.request_focus(id(to)));
            self.reveal = true;
        }
    }

    /// Opens or closes a line; true if that changed something.
    pub(super) fn set_open(&mut self, at: usize, open: bool) -> bool {
        let days = &self.record.days;
        match self.lines.get(at).copied() {
            Some(Line::Day { day, open: is }) if is != open => self.folds.set_day(&days[day], open),
            Some(Line::Span { from, to }) if open => {
                for day in &days[from..to] {
                    self.folds.set_day(day, true);
                }
            }
            Some(Line::Row { day, row, open: Some(is) }) if is != open => {
                self.folds.set_row(days[day].folds[row].oldest, open);
            }
            // From a row the day it stands in is closed; from a key its row.
            Some(Line::Row { .. } | Line::Key { .. } | Line::Gone { .. }) if !open => {
                let is_above = |line: &Line| {
                    matches!(
                        (line, self.lines[at]),
                        (Line::Row { .. }, Line::Key { .. } | Line::Gone { .. }) | (Line::Day { .. }, Line::Row { .. })
                    )
                };
                let Some(above) = self.lines[..at].iter().rposition(is_above) else { return false };
                self.selected = Some(above);
                return self.set_open(above, false);
            }
            _ => return false,
        }
        self.unfolded = Some(at).filter(|_| open);
        self.dirty = true;
        true
    }

    /// The last line of what stands under a heading or a row.
    pub(super) fn end_of(&self, at: usize) -> usize {
        let is_in = |line: &Line| match self.lines.get(at) {
            Some(Line::Row { .. }) => matches!(line, Line::Key { .. } | Line::Gone { .. }),
            _ => matches!(line, Line::Row { .. } | Line::Key { .. } | Line::Gone { .. }),
        };
        at + self.lines.iter().skip(at + 1).take_while(|line| is_in(line)).count()
    }
}

/// The table's keys. They act while a line, the filter or nothing has the keyboard, before anything is drawn.
pub fn activity_keys(ctx: &Context, screen: &mut Screen, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    screen.follow_lines(ctx, snapshot);
    screen.go_on_again(ctx);
    let focused = ctx.memory(egui::Memory::focused);
    let listed = focused.is_none() || focused == screen.selected.map(line_id);
    // Enter presses the verb of a line; the arrows go on from its line.
    let on_verb = focused.is_some() && focused == screen.selected.map(|line| verb_id(line_id(line)));
    let acts = listed || on_verb || focused == Some(Screen::filter_id());
    if egui::Popup::is_any_open(ctx) || screen.lines.is_empty() || !acts {
        return;
    }
    let typing = ctx.text_edit_focused();
    let count = screen.lines.len();
    let page = ((ctx.content_rect().height() - 200.0) / size::ROW).max(1.0) as usize;
    let pressed = |key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let steps = [Key::ArrowDown, Key::ArrowUp, Key::PageDown, Key::PageUp];
    let stepped = ctx.input(|input| steps.iter().any(|key| input.key_pressed(*key)));
    let at = screen.selected;
    let mut to = at;
    let down = |at: Option<usize>, by: usize| Some(at.map_or(0, |at| at + by).min(count - 1));
    let up = |at: Option<usize>, by: usize| Some(at.map_or(0, |at| at.saturating_sub(by)));
    if pressed(Key::ArrowDown) {
        to = down(to, 1);
    }
    if pressed(Key::ArrowUp) {
        to = up(to, 1);
    }
    if pressed(Key::PageDown) {
        to = down(to, page);
    }
    if pressed(Key::PageUp) {
        to = up(to, page);
    }
    if !typing {
        if pressed(Key::Home) {
            to = Some(0);
        }
        if pressed(Key::End) {
            to = Some(count - 1);
        }
        if let Some(line) = to {
            if pressed(Key::ArrowRight) {
                screen.set_open(line, true);
            }
            if pressed(Key::ArrowLeft) && screen.set_open(line, false) {
                to = screen.selected.or(to);
            }
        }
    }
    if let Some(line) = to.filter(|_| !on_verb && pressed(Key::Enter)) {
        enter(screen, line, snapshot, wishes);
    }
    // Out of the filter the keyboard goes along, also to the line one is on already.
    let leaves = typing && stepped;
    if to != at || leaves {
        screen.selected = to;
        screen.reveal = true;
        if let Some(line) = to {
            ctx.memory_mut(|memory| {
                memory.move_focus(FocusDirection::None);
                memory.request_focus(line_id(line));
            });
        }
    }
    screen.make_lines(snapshot);
}

/// Enter opens the key, or a heading, or a row about several keys.
pub(super) fn enter(screen: &mut Screen, line: usize, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    match screen.lines.get(line).copied() {
        Some(Line::Day { open, .. }) => drop(screen.set_open(line, !open)),
        Some(Line::Span { .. }) => drop(screen.set_open(line, true)),
        Some(Line::Row { open: Some(open), .. }) => drop(screen.set_open(line, !open)),
        Some(Line::Row { day, row, .. }) => open_key(screen, day, row, None, snapshot, wishes),
        Some(Line::Key { day, row, key }) => open_key(screen, day, row, Some(key), snapshot, wishes),
        Some(Line::More | Line::Gone { .. }) | None => {}
    }
}

fn open_key(
    screen: &mut Screen,
    day: usize,
    row: usize,
    key: Option<usize>,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) {
    let fold = &screen.record.days[day].folds[row];
    let key = key.and_then(|key| name_of(fold, key, &screen.named));
    let uid = told(fold, key, snapshot, &mut screen.names, &chrono::Local).uid;
    wishes.extend(uid.map(Wish::Select));
}

/// One of the keys of a line, as the record or the worker names it.
pub(super) fn name_of<'a>(fold: &'a ActivityFold, key: usize, named: &'a Named) -> Option<&'a str> {
    let keys = if fold.subjects.len() > 1 { &fold.subjects } else { named.get(&fold.number)? };
    keys.get(key).map(String::as_str)
}

pub(super) fn line_id(line: usize) -> Id {
    Id::unique(("activity line", line))
}
