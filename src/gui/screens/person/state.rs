//! What a person's page keeps between frames: whose it is, what is selected and typed; and its keys.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Local, NaiveDate, Utc};
use egui::{Event, Id, Key, Modifiers};

use super::bar::waits_for_end;
use super::data::{Line, Page, Show};
use crate::gui::screens::many::Act;
use crate::gui::wish::Wish;
use crate::jobs::Snapshot;
use crate::model::{self, KeyUid};

/// The user's calendar day at a moment.
pub(super) fn day_of(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Local).date_naive()
}

/// The letter that says of what is ticked that its values have ended, once it was asked about.
pub(super) const ENDED: Key = Key::M;

/// What the page keeps between frames.
#[derive(Debug, Default)]
pub struct PersonPage {
    /// Whose; none for the keys without an owner.
    pub(super) name: Option<String>,
    pub(super) page: Option<Page>,
    pub(super) lines: Vec<Line>,
    pub(super) show: Show,
    pub(super) filter: String,
    /// Ticked keys; with none, verbs act on all that is to do.
    pub(super) picked: BTreeSet<KeyUid>,
    /// The row one is at.
    pub(super) at: Option<KeyUid>,
    pub(super) reveal: bool,
    facts: Option<Arc<Snapshot>>,
}

impl PersonPage {
    /// The filter's id, to give it the keyboard.
    pub fn filter_id() -> Id {
        Id::unique("person filter")
    }

    /// Goes on the row that one is at, else on the first one; where the keyboard is there.
    pub fn enter(&mut self, snapshot: &Arc<Snapshot>) -> Option<Id> {
        self.follow(snapshot);
        if self.at.is_none() {
            self.step(snapshot, 0, false);
        }
        self.reveal = true;
        self.at.map(Self::row_id)
    }

    /// The row that one is at.
    pub fn row(&self) -> Option<Id> {
        self.at.map(Self::row_id)
    }

    pub(super) fn row_id(uid: KeyUid) -> Id {
        Id::unique(("person row", uid))
    }

    /// Whose page it is; none for the keys without an owner.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Goes to a person's page; none for the keys without an owner.
    pub fn open(&mut self, name: Option<String>) {
        *self = Self { name, ..Self::default() };
    }

    /// Forgets every name: the vault was locked.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Makes the page where it is not of these facts.
    pub fn follow(&mut self, snapshot: &Arc<Snapshot>) {
        if self.page.is_some() && self.facts.as_ref().is_some_and(|facts| Arc::ptr_eq(facts, snapshot)) {
            return;
        }
        let before = self.facts.replace(Arc::clone(snapshot));
        let near = before.map_or_else(Vec::new, |before| self.near(&before));
        self.page = Some(Page::new(snapshot, self.name.as_deref(), &day_of));
        self.list(snapshot);
        // What one was at is gone from the page: the nearest that is left takes its place.
        if self.at.is_none() {
            self.at = near.into_iter().find(|uid| self.line_of(snapshot, *uid).is_some());
        }
    }

    /// What one is at, what is listed behind it, then what is before it, from the nearest on.
    fn near(&self, snapshot: &Snapshot) -> Vec<KeyUid> {
        let Some(line) = self.at.and_then(|at| self.line_of(snapshot, at)) else { return Vec::new() };
        let uid = |line: &Line| if let Line::Row(row) = line { self.uid(snapshot, *row) } else { None };
        let (before, behind) = self.lines.split_at(line);
        behind.iter().chain(before.iter().rev()).filter_map(uid).collect()
    }

    /// Lists the rows anew after what is shown, typed or known changed.
    pub(super) fn list(&mut self, snapshot: &Snapshot) {
        let Some(page) = &self.page else { return };
        self.lines = page.lines(snapshot, self.show, &self.filter, &day_of);
        let there: BTreeSet<KeyUid> =
            page.rows.iter().filter(|row| !row.done).map(|row| snapshot.keys[row.key].uid).collect();
        self.picked.retain(|uid| there.contains(uid));
        if self.at.is_some_and(|at| self.line_of(snapshot, at).is_none()) {
            self.at = None;
        }
    }

    /// Narrows the list to these keys, or widens it where it is narrowed to them.
    pub(super) fn turn(&mut self, show: Show) {
        self.show = if self.show == show { Show::All } else { show };
    }

    pub(super) fn uid(&self, snapshot: &Snapshot, row: usize) -> Option<KeyUid> {
        Some(snapshot.keys.get(self.page.as_ref()?.rows.get(row)?.key)?.uid)
    }

    fn line_of(&self, snapshot: &Snapshot, uid: KeyUid) -> Option<usize> {
        let is_it = |line: &Line| matches!(line, Line::Row(row) if self.uid(snapshot, *row) == Some(uid));
        self.lines.iter().position(is_it)
    }

    /// The key one is at, for the commands about a key.
    pub fn selected(&self, snapshot: &Snapshot) -> Option<usize> {
        // With several ticked, a verb is about them.
        let uid = self.at.filter(|_| self.picked.is_empty())?;
        snapshot.keys.iter().position(|key| key.uid == uid)
    }

    /// What the verbs act on: what is ticked, else all that is in view and to do.
    pub(super) fn acted_on(&self, snapshot: &Snapshot) -> Vec<KeyUid> {
        if !self.picked.is_empty() {
            return self.in_order(snapshot, |uid| self.picked.contains(&uid));
        }
        self.in_order(snapshot, |_| true)
    }

    /// Keys to do in view, in the order of the page.
    fn in_order(&self, snapshot: &Snapshot, wanted: impl Fn(KeyUid) -> bool) -> Vec<KeyUid> {
        let Some(page) = &self.page else { return Vec::new() };
        let of = |line: &Line| match line {
            Line::Row(row) if !page.rows[*row].done => self.uid(snapshot, *row),
            _ => None,
        };
        self.lines.iter().filter_map(of).filter(|uid| wanted(*uid)).collect()
    }

    /// Ticks a key, or takes the tick off; what is done has none.
    pub(super) fn toggle(&mut self, snapshot: &Snapshot, uid: KeyUid) {
        let open = self.in_order(snapshot, |one| one == uid);
        if !open.is_empty() && !self.picked.remove(&uid) {
            self.picked.insert(uid);
        }
    }

    /// Ticks all in view.
    pub(super) fn tick_all(&mut self, snapshot: &Snapshot) {
        let all = self.in_order(snapshot, |_| true);
        self.picked.extend(all);
    }

    /// Ticks all in view, or none where all are.
    pub(super) fn toggle_all(&mut self, snapshot: &Snapshot) {
        let all = self.in_order(snapshot, |_| true);
        if all.iter().all(|uid| self.picked.contains(uid)) {
            self.picked.clear();
        } else {
            self.tick_all(snapshot);
        }
    }

    /// Whether Esc finds neither words nor ticks to clear.
    pub fn has_nothing_to_clear(&self) -> bool {
        self.filter.is_empty() && self.picked.is_empty()
    }

    /// Those of what is acted on, or what one is on, of which a person could say that a value has ended.
    fn waiting_for_end(&self, snapshot: &Snapshot) -> Vec<KeyUid> {
        let acted = if self.picked.is_empty() { self.at.into_iter().collect() } else { self.acted_on(snapshot) };
        let waits = |key: &&model::Key| acted.contains(&key.uid) && waits_for_end(key);
        snapshot.keys.iter().filter(waits).map(|key| key.uid).collect()
    }

    fn step(&mut self, snapshot: &Snapshot, step: isize, tick: bool) {
        let rows: Vec<KeyUid> = self
            .lines
            .iter()
            .filter_map(|line| if let Line::Row(row) = line { self.uid(snapshot, *row) } else { None })
            .collect();
        let Some(last) = rows.len().checked_sub(1) else { return };
        let at = self.at.and_then(|at| rows.iter().position(|uid| *uid == at));
        let to = match at {
            None if step < 0 => last,
            None => 0,
            Some(at) => at.saturating_add_signed(step).min(last),
        };
        if let (true, Some(at)) = (tick, at) {
            for uid in &rows[at.min(to)..=at.max(to)] {
                if !self.in_order(snapshot, |one| one == *uid).is_empty() {
                    self.picked.insert(*uid);
                }
            }
        }
        (self.at, self.reveal) = (Some(rows[to]), true);
    }
}

/// The page's keys, before anything is drawn.
pub fn person_keys(ctx: &egui::Context, page: &mut PersonPage, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let focused = ctx.memory(egui::Memory::focused);
    let row = page.at.map(PersonPage::row_id);
    let in_filter = focused == Some(PersonPage::filter_id());
    if egui::Popup::is_any_open(ctx) || !(focused.is_none() || in_filter || focused == row) {
        return;
    }
    let known = [
        (Key::ArrowDown, 1),
        (Key::ArrowUp, -1),
        (Key::PageDown, 12),
        (Key::PageUp, -12),
        (Key::Home, -isize::MAX),
        (Key::End, isize::MAX),
    ];
    let mut steps: Vec<(isize, bool)> = Vec::new();
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key { key, pressed: true, modifiers, .. } = event else { return true };
            let text = in_filter && matches!(key, Key::Home | Key::End);
            let plain = modifiers.is_none() || *modifiers == Modifiers::SHIFT;
            let found = known.iter().find(|(moving, _)| moving == key && plain && !text);
            steps.extend(found.map(|(_, step)| (*step, modifiers.shift)));
            found.is_none()
        });
    });
    for (step, tick) in &steps {
        page.step(snapshot, *step, *tick);
    }
    if !steps.is_empty() {
        ctx.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
        if let Some(uid) = page.at.filter(|_| !in_filter) {
            ctx.memory_mut(|memory| memory.request_focus(PersonPage::row_id(uid)));
        }
    }
    let pressed = |modifiers, key| ctx.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::COMMAND, Key::A) && !in_filter {
        page.tick_all(snapshot);
    }
    if ctx.input(|input| input.key_pressed(Key::Escape)) {
        if !page.filter.is_empty() {
            page.filter.clear();
            page.list(snapshot);
        } else if !page.picked.is_empty() {
            page.picked.clear();
        }
    }
    if let Some(uid) = page.at.filter(|_| pressed(Modifiers::NONE, Key::Enter)) {
        wishes.push(Wish::Select(uid));
    }
    if ctx.text_edit_focused() || !snapshot.settings.letter_shortcuts {
        return;
    }
    if let Some(uid) = page.at
        && pressed(Modifiers::NONE, Key::X)
    {
        page.toggle(snapshot, uid);
    }
    let ended = page.waiting_for_end(snapshot);
    if !ended.is_empty() && pressed(Modifiers::NONE, ENDED) {
        wishes.push(Wish::AskEnded(ended));
    }
    for (key, act) in [(Key::R, Act::Rotate), (Key::A, Act::Assign), (Key::D, Act::Disable), (Key::S, Act::Snooze)] {
        if !page.picked.is_empty() && pressed(Modifiers::NONE, key) {
            wishes.push(Wish::Many(act, page.acted_on(snapshot)));
        } else if let Some(uid) = page.at
            && pressed(Modifiers::NONE, key)
        {
            wishes.push(Wish::Many(act, vec![uid]));
        }
    }
}
