//! How the screen is drawn: header, filter, table. Only lines in view are made into words.

use std::sync::Arc;

use egui::style::ScrollAnimation;
use egui::{Context, EventFilter, Id, Key, Modifiers, Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use super::lines::{Folds, Line, lines};
use super::record::{Record, Since, Trust, Wanted};
use super::row::{Columns, RowLook, Standing, heading_ui, row_ui};
use super::words::{Names, class_words, date_words, day_words, entries, grouped, span_words, sum_words, told};
use crate::gui::commands::Command;
use crate::gui::screens::keys::messages_ui;
use crate::gui::theme::{Face, Icon, Type, of, radius, reduced_motion, size};
use crate::gui::widgets::{
    Button, Callout, Field, MenuItem, Strip, Tone, baseline, chip, chip_width, elided, empty_ui, focus_ring, hairline,
    icon, keycap, keycap_width, menu, name_node, skeleton_rows, spinner, text, width,
};
use crate::gui::wish::Wish;
use crate::jobs::{ActivityRead, Failure, RecordState, Request, Snapshot};
use crate::model::{ActivityClass, ActivityQuery};

/// Above the first line and under the last.
const PADDING: f32 = 4.0;
/// Older days are asked for when so many lines are left under the view.
const AHEAD: usize = 40;

/// What the screen keeps between frames.
#[derive(Debug, Default)]
pub struct Screen {
    wanted: Wanted,
    record: Record,
    trust: Trust,
    folds: Folds,
    lines: Vec<Line>,
    names: Names,
    selected: Option<usize>,
    /// The selection moved by keyboard: bring it into view.
    reveal: bool,
    /// The rows must be made anew.
    dirty: bool,
    facts: Option<Arc<Snapshot>>,
    /// It was in view before; the first time the worker is asked.
    begun: bool,
}

impl Screen {
    /// The filter's id, to give it the keyboard.
    pub fn filter_id() -> Id {
        Id::unique("activity filter")
    }

    /// What is asked for now.
    pub fn query(&self) -> ActivityQuery {
        self.facts.as_ref().map_or_else(ActivityQuery::default, |facts| self.wanted.query(facts.today))
    }

    /// How many entries that is.
    pub fn count(&self) -> u64 {
        self.record.entries(self.wanted.class)
    }

    /// It comes into view: what the worker is asked.
    pub fn show(&mut self) -> Vec<Request> {
        let query = self.query();
        let mut asks: Vec<Request> = Vec::new();
        if std::mem::replace(&mut self.begun, true) {
            asks.extend(self.record.refresh(&query));
        } else {
            asks.extend(self.record.ask(&query));
            asks.push(self.check());
        }
        asks
    }

    fn check(&mut self) -> Request {
        self.trust = Trust::Checking(0, 0);
        Request::CheckActivity
    }

    /// New facts: names may stand elsewhere, and something may have been done. `in_view`: it is asked for at once.
    pub fn take(&mut self, snapshot: &Arc<Snapshot>, in_view: bool) -> Option<Request> {
        self.facts = Some(Arc::clone(snapshot));
        self.names = Names::default();
        self.dirty = true;
        let query = self.query();
        if in_view && self.begun { self.record.refresh(&query) } else { None }
    }

    /// An answer of the worker; what is asked next.
    pub fn hear(&mut self, read: ActivityRead) -> Option<Request> {
        let query = self.query();
        self.dirty = true;
        self.record.hear(read, &query)
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
        if matches!(self.trust, Trust::Checking(..)) {
            self.trust = Trust::Unknown;
        }
    }

    /// Something else is asked for.
    fn want(&mut self, change: impl FnOnce(&mut Wanted), wishes: &mut Vec<Wish>) {
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

    /// Forgets everything: the vault was locked.
    pub fn forget(&mut self) {
        *self = Self::default();
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

    fn make_lines(&mut self, snapshot: &Snapshot) {
        if std::mem::take(&mut self.dirty) {
            let quiet = self.wanted.is_all() && self.wanted.since == Since::Any;
            self.lines = lines(&self.record.days, &self.folds, snapshot.today, quiet, self.record.has_older());
            self.selected = self.selected.map(|at| at.min(self.lines.len().saturating_sub(1)));
        }
    }

    /// Opens or closes a line; true if that changed something.
    fn set_open(&mut self, at: usize, open: bool) -> bool {
        let days = &self.record.days;
        match self.lines.get(at).copied() {
            Some(Line::Day { day, open: is }) if is != open => self.folds.set_day(&days[day], open),
            Some(Line::Span { from, to }) if open => {
                for day in &days[from..to] {
                    self.folds.set_day(day, true);
                }
            }
            Some(Line::Row { day, row, open: Some(is) }) if is != open => {
                self.folds.set_row(days[day].folds[row].number, open);
            }
            // From a row the day it stands in is closed; from a key its row.
            Some(Line::Row { .. } | Line::Key { .. }) if !open => {
                let is_above = |line: &Line| {
                    matches!(
                        (line, self.lines[at]),
                        (Line::Row { .. }, Line::Key { .. }) | (Line::Day { .. }, Line::Row { .. })
                    )
                };
                let Some(above) = self.lines[..at].iter().rposition(is_above) else { return false };
                self.selected = Some(above);
                return self.set_open(above, false);
            }
            _ => return false,
        }
        self.dirty = true;
        true
    }
}

/// The table's keys; they act while nothing is typed into.
pub fn activity_keys(ctx: &Context, screen: &mut Screen, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    screen.make_lines(snapshot);
    if egui::Popup::is_any_open(ctx) || screen.lines.is_empty() {
        return;
    }
    let typing = ctx.text_edit_focused();
    let count = screen.lines.len();
    let page = ((ctx.content_rect().height() - 200.0) / size::ROW).max(1.0) as usize;
    let pressed = |key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
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
    if let Some(line) = to.filter(|_| pressed(Key::Enter)) {
        enter(screen, line, snapshot, wishes);
    }
    if to != at {
        screen.selected = to;
        screen.reveal = true;
        if !typing && let Some(line) = to {
            ctx.memory_mut(|memory| memory.request_focus(line_id(line)));
        }
    }
    screen.make_lines(snapshot);
}

/// Enter opens the key, or a heading, or a row about several keys.
fn enter(screen: &mut Screen, line: usize, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    match screen.lines.get(line).copied() {
        Some(Line::Day { open, .. }) => drop(screen.set_open(line, !open)),
        Some(Line::Span { .. }) => drop(screen.set_open(line, true)),
        Some(Line::Row { open: Some(open), .. }) => drop(screen.set_open(line, !open)),
        Some(Line::Row { day, row, .. }) => open_key(screen, day, row, None, snapshot, wishes),
        Some(Line::Key { day, row, key }) => open_key(screen, day, row, Some(key), snapshot, wishes),
        Some(Line::More) | None => {}
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
    let uid = told(fold, key, snapshot, &mut screen.names, &chrono::Local).uid;
    wishes.extend(uid.map(Wish::Select));
}

fn line_id(line: usize) -> Id {
    Id::unique(("activity line", line))
}

/// Draws the pane right of the sidebar; returns where a toast may stand.
pub fn activity_ui(
    ui: &mut Ui,
    pane: Rect,
    screen: &mut Screen,
    snapshot: &Snapshot,
    notice: Option<&Failure>,
    wishes: &mut Vec<Wish>,
) -> Rect {
    let t = of(ui);
    ui.painter().rect_filled(pane, 0.0, t.bg_surface);
    let (header, below) = pane.split_top_bottom_at_y(pane.top() + size::HEADER);
    header_ui(ui, header, screen, snapshot, wishes);
    hairline(ui, pane.x_range(), header.bottom() - 1.0, t.stroke_subtle);
    let low = ui.ctx().content_rect().height() < size::LOW;
    let bar_height = if low { 0.0 } else { size::STATUS_BAR };
    let (body, bar) = below.split_top_bottom_at_y(below.bottom() - bar_height);
    let (filter, mut rest) = body.split_top_bottom_at_y(body.top() + size::FILTER_BAR);
    filter_ui(ui, filter, screen, wishes);
    messages_ui(ui, &mut rest, snapshot, notice, wishes);
    broken_ui(ui, &mut rest, screen, wishes);
    screen.make_lines(snapshot);
    if !screen.record.read {
        // Nothing for the blink of an eye, then the shape of what comes.
        skeleton_rows(ui, rest.shrink2(vec2(size::EDGE, 0.0)), size::ROW, 6);
    } else if screen.lines.is_empty() {
        none_ui(ui, rest, screen, wishes);
    } else {
        table_ui(ui, rest, screen, snapshot, wishes);
    }
    if !low {
        hairline(ui, bar.x_range(), bar.top(), t.stroke_subtle);
        status_ui(ui, bar);
    }
    body
}

fn header_ui(ui: &Ui, rect: Rect, screen: &mut Screen, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let t = of(ui);
    let mut strip = Strip::new(rect, size::EDGE);
    let export = Button::secondary("Export…").icon(Icon::FileArrowDown);
    let export_at = strip.right(export.size(ui).x, size::CONTROL);
    strip.gap_right(10.0);
    let words = screen.wanted.since.words();
    let time = Button::secondary(&words).caret();
    let time_at = strip.right(time.size(ui).x, size::CONTROL);
    strip.gap_right(10.0);
    let line = baseline(ui, rect.center().y, Type::Title);
    let title = Command::ShowActivity.title();
    let used = text(ui, strip.rest().left(), line, Type::Title, t.text_primary, title);
    let titled = Rect::from_min_size(pos2(strip.rest().left(), rect.top()), vec2(used, rect.height()));
    name_node(ui, titled, ui.make_persistent_id("activity title"), title);
    strip.gap_left(used + 14.0);
    trust_ui(ui, strip.rest(), screen, wishes);
    let response = time.at(ui, time_at);
    let item = |since: &Since| MenuItem {
        words: since.words(),
        count: None,
        protected: false,
        current: *since == screen.wanted.since,
    };
    let items: Vec<MenuItem> = Since::ALL.iter().map(item).collect();
    if let Some(chosen) = menu(&response, "How far back", &items) {
        screen.want(|wanted| wanted.since = Since::ALL[chosen], wishes);
    }
    if export.at(ui, export_at).clicked() {
        wishes.push(Wish::Do(Command::ExportActivity));
    }
    let _ = snapshot;
}

/// Whether the record is whole: a mark, and what it means in its tooltip.
fn trust_ui(ui: &Ui, rect: Rect, screen: &mut Screen, wishes: &mut Vec<Wish>) {
    let t = of(ui);
    let middle = rect.center().y;
    let (words, tip) = match screen.trust {
        Trust::Unknown => return,
        Trust::Checking(_, all) => {
            let words = if all == 0 { "Checking…".to_owned() } else { format!("Checking {}…", entries(all)) };
            (words, String::new())
        }
        Trust::Known(RecordState::Unbroken { entries: checked, since }) => {
            let since = date_words(since, &chrono::Local);
            let said = format!("Unbroken since {since} · {} checked", entries(checked));
            let proves = "Each entry is sealed together with the one before it: one that was changed, moved or taken away \
                          outside Keyloft is found.";
            ("Unbroken".to_owned(), format!("{said}\n{proves}\nClick to check again."))
        }
        // Said in a callout.
        Trust::Known(RecordState::Broken { .. }) => return,
    };
    let room = rect.width() - 22.0;
    if room < 40.0 {
        return;
    }
    let wide = (width(ui, Type::Small, &words) + 24.0).min(rect.width());
    let at = Rect::from_min_size(pos2(rect.left(), middle - 13.0), vec2(wide, 26.0));
    let line = baseline(ui, middle, Type::Small);
    if tip.is_empty() {
        if !reduced_motion(ui.ctx()) {
            spinner(ui, pos2(at.left() + 8.0, middle), 15.0, t.text_tertiary);
        }
        elided(ui, at.left() + 20.0, line, room, Type::Small, t.text_tertiary, &words);
        let node = name_node(ui, at, ui.make_persistent_id("activity trust"), &words);
        ui.ctx().accesskit_node_builder(node.id, |node| node.set_live(egui::accesskit::Live::Polite));
        return;
    }
    let response = ui.interact(at.expand2(vec2(4.0, 0.0)), ui.make_persistent_id("check again"), egui::Sense::click());
    let said = format!("{}. Check again", tip.lines().next().unwrap_or_default());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &said));
    if response.hovered() {
        ui.painter().rect_filled(at.expand2(vec2(4.0, 0.0)), radius::CONTROL, t.bg_hover);
    }
    icon(ui, pos2(at.left() + 8.0, middle), 15.0, Face::Line, Icon::CheckCircle, t.ok_solid);
    elided(ui, at.left() + 20.0, line, room, Type::Small, t.text_secondary, &words);
    focus_ring(ui, at.expand2(vec2(2.0, -2.0)), radius::CONTROL, &response);
    if response.on_hover_text(tip).clicked() {
        wishes.push(Wish::Ask(screen.check()));
    }
}

fn filter_ui(ui: &mut Ui, rect: Rect, screen: &mut Screen, wishes: &mut Vec<Wish>) {
    let window = ui.ctx().content_rect().width();
    let mut strip = Strip::new(rect, size::EDGE);
    let field = strip.left(if window < size::NARROW { 200.0 } else { 232.0 }, size::CONTROL);
    strip.gap_left(8.0);
    let caps = Command::Filter.caps();
    let mut filter = Field::new(Screen::filter_id(), "Filter activity").hint("Filter activity").icon(Icon::Funnel);
    if let Some(cap) = caps.first() {
        filter = filter.keycap(cap);
    }
    let mut typed = screen.wanted.filter.clone();
    if filter.at(ui, field, &mut typed).changed() {
        screen.want(|wanted| wanted.filter = typed, wishes);
    }
    let count = |class: Option<ActivityClass>| {
        screen.record.read.then(|| usize::try_from(screen.record.entries(class)).unwrap_or(usize::MAX))
    };
    let mut chips: Vec<(Option<ActivityClass>, Option<usize>)> = vec![(None, count(None))];
    chips.extend(ActivityClass::ALL.map(|class| (Some(class), count(Some(class)))));
    // What does not fit stays away from the narrowest windows; one that is on stays.
    let taken = |chips: &[(Option<ActivityClass>, Option<usize>)]| -> f32 {
        chips.iter().map(|(class, count)| chip_width(ui, class_words(*class), *count) + 8.0).sum()
    };
    if taken(&chips) > strip.room() + 8.0 {
        chips.iter_mut().for_each(|(_, count)| *count = None);
    }
    while chips.len() > 2 && taken(&chips) > strip.room() + 8.0 {
        let Some(at) = chips.iter().rposition(|(class, _)| *class != screen.wanted.class) else { break };
        chips.remove(at);
    }
    for (class, count) in chips {
        let on = screen.wanted.class == class;
        if chip(ui, &mut strip, class_words(class), count, on).clicked() && !on {
            screen.want(|wanted| wanted.class = class, wishes);
        }
    }
}

/// The record was changed: said above the table, with the way to what can't be trusted.
fn broken_ui(ui: &Ui, rest: &mut Rect, screen: &mut Screen, wishes: &mut Vec<Wish>) {
    let Trust::Known(RecordState::Broken { first_bad, untrusted }) = screen.trust else { return };
    let title = "The record was changed outside Keyloft.";
    let shown = screen.wanted.from_number.is_some();
    let hint = format!("{} from number {} on can't be trusted.", entries(untrusted), grouped(first_bad));
    let words = if shown { "Show all" } else { "Show them" };
    let at = pos2(rest.left() + size::EDGE, rest.top());
    let callout = Callout::new(Tone::Crit, title).hint(&hint).button(Button::secondary(words).small());
    let (rect, clicked) = callout.at(ui, at, rest.width() - 2.0 * size::EDGE);
    if clicked {
        let from = (!shown).then_some(first_bad);
        let project = screen.wanted.project.clone();
        screen.want(|wanted| *wanted = Wanted { from_number: from, project, ..Wanted::default() }, wishes);
    }
    rest.min.y = rect.bottom() + 8.0;
}

fn none_ui(ui: &Ui, rect: Rect, screen: &mut Screen, wishes: &mut Vec<Wish>) {
    if screen.wanted.is_all() && screen.wanted.project.is_none() {
        let reason = "Copies, exports and changes appear here.";
        empty_ui(ui, rect, Icon::ClockCounterClockwise, "Nothing yet", reason, &[]);
    } else if screen.wanted.is_all() {
        let words = format!("Nothing yet in {}", screen.wanted.project.as_deref().unwrap_or_default());
        let reason = "Copies, exports and changes of its keys appear here.";
        empty_ui(ui, rect, Icon::ClockCounterClockwise, &words, reason, &[]);
    } else {
        let words = match screen.wanted.filter.trim() {
            "" => "Nothing of the kind".to_owned(),
            typed => format!("No activity matches “{typed}”"),
        };
        let reason = format!("Looked through {}.", screen.wanted.since.words().to_lowercase());
        let buttons = [Button::secondary("Clear filter")];
        if empty_ui(ui, rect, Icon::MagnifyingGlass, &words, &reason, &buttons).is_some() {
            wishes.extend(screen.escape().unwrap_or_default());
        }
    }
}

fn table_ui(ui: &mut Ui, rect: Rect, screen: &mut Screen, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let t = of(ui);
    let columns = Columns::new(rect.width());
    let (header, body) = rect.split_top_bottom_at_y(rect.top() + size::TABLE_HEADER);
    for (at, words) in columns.names() {
        let line = baseline(ui, header.center().y - 0.5, Type::Micro);
        text(ui, rect.left() + size::EDGE + at, line, Type::Micro, t.text_tertiary, words);
    }
    hairline(ui, (rect.left() + 8.0)..=(rect.right() - 8.0), header.bottom() - 1.0, t.stroke_subtle);
    let mut area = ui.new_child(UiBuilder::new().max_rect(body).id_salt("activity"));
    area.shrink_clip_rect(body);
    let scroll = ScrollArea::vertical().auto_shrink(false).id_salt("activity");
    scroll.show_viewport(&mut area, |ui, viewport| lines_ui(ui, viewport, columns, screen, snapshot, wishes));
}

fn lines_ui(
    ui: &mut Ui,
    viewport: Rect,
    columns: Columns,
    screen: &mut Screen,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) {
    let count = screen.lines.len();
    ui.set_height(count as f32 * size::ROW + 2.0 * PADDING);
    let area = ui.max_rect();
    let line_rect = |line: usize| {
        let top = area.top() + PADDING + line as f32 * size::ROW;
        Rect::from_min_max(pos2(area.left() + 8.0, top), pos2(area.right() - 8.0, top + size::ROW))
    };
    if std::mem::take(&mut screen.reveal)
        && let Some(line) = screen.selected
    {
        let target = line_rect(line).expand2(vec2(0.0, PADDING));
        ui.scroll_to_rect_animation(target, None, ScrollAnimation::none());
    }
    let first = ((viewport.min.y - PADDING) / size::ROW).floor().max(0.0) as usize;
    let last = (((viewport.max.y - PADDING) / size::ROW).ceil().max(0.0) as usize).min(count);
    if last + AHEAD >= count {
        let query = screen.query();
        wishes.extend(screen.record.ask_older(&query).map(Wish::Ask));
    }
    for at in first..last {
        let standing =
            Standing { selected: screen.selected == Some(at), entry: screen.selected.is_none() && at == first };
        let Some(response) = line_ui(ui, line_rect(at), at, columns, standing, screen, snapshot, wishes) else {
            continue;
        };
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_position_in_set(at);
            node.set_size_of_set(count);
        });
        if response.has_focus() {
            screen.selected = Some(at);
            let arrows = EventFilter { vertical_arrows: true, horizontal_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
        }
        if response.clicked() {
            screen.selected = Some(at);
            match screen.lines[at] {
                Line::Day { open, .. } => drop(screen.set_open(at, !open)),
                Line::Span { .. } => drop(screen.set_open(at, true)),
                Line::Row { open: Some(open), .. } => drop(screen.set_open(at, !open)),
                _ => {}
            }
        }
        if response.double_clicked() {
            enter(screen, at, snapshot, wishes);
        }
    }
}

#[allow(clippy::too_many_arguments)] // What a line is drawn from.
fn line_ui(
    ui: &Ui,
    rect: Rect,
    at: usize,
    columns: Columns,
    standing: Standing,
    screen: &mut Screen,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) -> Option<egui::Response> {
    let id = line_id(at);
    let days = &screen.record.days;
    let (day, row, key, several) = match screen.lines[at] {
        Line::Day { day, open } => {
            let (words, more) = day_words(days[day].day, snapshot.today);
            let count = grouped(days[day].entries());
            return Some(heading_ui(ui, rect, id, open, [&words, &more, &count], standing));
        }
        Line::Span { from, to } => {
            let (words, sum) = (span_words(&days[from..to], snapshot.today), sum_words(&days[from..to]));
            return Some(heading_ui(ui, rect, id, false, [&words, &sum, ""], standing));
        }
        Line::More => {
            let t = of(ui);
            let line = baseline(ui, rect.center().y, Type::Small);
            text(ui, rect.left() + 30.0, line, Type::Small, t.text_tertiary, "Reading older days…");
            return None;
        }
        Line::Row { day, row, open } => (day, row, None, open),
        Line::Key { day, row, key } => (day, row, Some(key), None),
    };
    let fold = &days[day].folds[row];
    let told = told(fold, key, snapshot, &mut screen.names, &chrono::Local);
    let broken = match screen.trust {
        Trust::Known(RecordState::Broken { first_bad, .. }) => fold.number >= first_bad,
        _ => false,
    };
    let look = RowLook { told: &told, broken, several, inner: key.is_some() };
    let answer = row_ui(ui, rect, id, columns, &look, standing);
    if answer.opens {
        wishes.extend(told.uid.map(Wish::Select));
    }
    Some(answer.response)
}

fn status_ui(ui: &Ui, rect: Rect) {
    let t = of(ui);
    let middle = rect.center().y + 0.5;
    let line = baseline(ui, middle, Type::Small);
    let words = "Kept on this computer. Values are never recorded.";
    let used = text(ui, rect.left() + size::EDGE, line, Type::Small, t.text_tertiary, words);
    let named = Rect::from_min_size(rect.min, vec2(used + size::EDGE, rect.height()));
    name_node(ui, named, ui.make_persistent_id("status"), words);
    let mut strip = Strip::new(rect, size::EDGE);
    strip.gap_left(used + 24.0);
    for (cap, words) in [("/", "filter"), ("←", "close day"), ("Enter", "open key")] {
        let wide = keycap_width(ui, cap) + 4.0 + width(ui, Type::Small, words);
        if strip.room() < wide {
            break;
        }
        let at = strip.right(wide, rect.height());
        let used = keycap(ui, pos2(at.left(), middle), cap);
        text(ui, at.left() + used + 4.0, line, Type::Small, t.text_tertiary, words);
        strip.gap_right(14.0);
    }
}
