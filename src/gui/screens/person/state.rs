//! What a person's page keeps between frames: whose it is, what is selected and typed; and its keys.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Local, NaiveDate, Utc};
use egui::{Event, Id, Key, Modifiers};

use super::data::{Line, Page, Show};
use super::steps::is_step;
use crate::gui::widgets::keyboard::{escaped_from, keep_typed, part_moves};
use crate::gui::widgets::menu_asked;
use crate::gui::wish::Wish;
use crate::jobs::Snapshot;
use crate::model::KeyUid;

/// The user's calendar day at a moment.
pub(super) fn day_of(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Local).date_naive()
}

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
    /// Ticked keys that are not listed: ticked again once they are.
    hidden: BTreeSet<KeyUid>,
    /// The row one is at.
    pub(super) at: Option<KeyUid>,
    pub(super) reveal: bool,
    /// The menu of the row one is at was asked for by its key.
    pub(super) menu_asked: bool,
    /// The heading over the row one is at was scrolled away for a toast.
    pub(super) made_way: bool,
    /// What narrows the list changed: it begins at its top.
    pub(super) to_top: bool,
    /// A key that was to do and is done, and the one that one is on instead.
    went_on: Option<(KeyUid, KeyUid)>,
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

    /// The key one is at, or one of the page: it tells whose page it is without a name.
    pub fn mark(&self, snapshot: &Snapshot) -> Option<KeyUid> {
        self.at.or_else(|| self.in_order(snapshot, |_| true).first().copied())
    }

    /// One is at that key.
    pub fn be_at(&mut self, uid: KeyUid) {
        self.at = Some(uid);
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
        let was_at = self.at;
        let was_to_do = before.as_ref().zip(was_at).is_some_and(|(before, at)| self.is_to_do(before, at));
        let near = before.map_or_else(Vec::new, |before| self.near(&before));
        self.page = Some(Page::new(snapshot, self.name.as_deref(), &day_of));
        self.list(snapshot);
        // Who has done one goes on with the next that is to do, not with the key to the end of the list.
        let next = near.iter().copied().find(|uid| was_to_do && self.is_to_do(snapshot, *uid));
        // What one was at is gone from the page: the nearest that is left takes its place.
        let nearest = || near.iter().copied().find(|uid| self.line_of(snapshot, *uid).is_some());
        self.at = next.or(self.at).or_else(nearest);
        if was_at != self.at {
            self.went_on = was_at.zip(self.at);
        }
    }

    /// The row that the keyboard is to go on to from the one that has it, which is done: said once.
    fn go_on_from(&mut self, focused: Option<Id>) -> Option<Id> {
        let (done, next) = self.went_on.filter(|(_, next)| self.at == Some(*next))?;
        if focused != Some(Self::row_id(done)) {
            return None;
        }
        (self.went_on, self.reveal) = (None, true);
        Some(Self::row_id(next))
    }

    /// What one is at, what is listed behind it, then what is before it, from the nearest on.
    fn near(&self, snapshot: &Snapshot) -> Vec<KeyUid> {
        let Some(line) = self.at.and_then(|at| self.line_of(snapshot, at)) else { return Vec::new() };
        let uid = |line: &Line| if let Line::Row(row) = line { self.uid(snapshot, *row) } else { None };
        let (before, behind) = self.lines.split_at(line);
        behind.iter().chain(before.iter().rev()).filter_map(uid).collect()
    }

    /// Lists the rows anew after what is known changed. What is ticked and not listed waits: nothing unseen is acted on.
    fn list(&mut self, snapshot: &Snapshot) {
        let Some(page) = &self.page else { return };
        self.lines = page.lines(snapshot, self.show, &self.filter, &day_of);
        let listed: BTreeSet<KeyUid> = self.in_order(snapshot, |_| true).into_iter().collect();
        let to_do = page.rows.iter().filter(|row| !row.done);
        let to_do: BTreeSet<KeyUid> = to_do.map(|row| snapshot.keys[row.key].uid).collect();
        self.hidden.append(&mut self.picked);
        self.hidden.retain(|uid| to_do.contains(uid));
        (self.picked, self.hidden) = std::mem::take(&mut self.hidden).into_iter().partition(|uid| listed.contains(uid));
        if self.at.is_some_and(|at| self.line_of(snapshot, at).is_none()) {
            self.at = None;
        }
    }

    /// The same after something else was typed: one is at the first row that has it, which Enter opens and an arrow leads to.
    pub(super) fn typed(&mut self, snapshot: &Snapshot) {
        self.at = None;
        self.narrow(snapshot);
        if !self.filter.is_empty() {
            self.step(snapshot, 0, false);
        }
    }

    /// The same after what narrows the list changed.
    pub(super) fn narrow(&mut self, snapshot: &Snapshot) {
        self.list(snapshot);
        (self.to_top, self.reveal) = (true, true);
    }

    /// Narrows the list to these keys, or widens it where it is narrowed to them.
    pub(super) fn turn(&mut self, snapshot: &Snapshot, show: Show) {
        self.show = if self.show == show { Show::All } else { show };
        self.narrow(snapshot);
    }

    /// Lists all.
    pub(super) fn show_all(&mut self, snapshot: &Snapshot) {
        self.filter.clear();
        self.show = Show::All;
        self.narrow(snapshot);
    }

    fn is_narrowed(&self) -> bool {
        !self.filter.is_empty() || self.show != Show::All
    }

    pub(super) fn uid(&self, snapshot: &Snapshot, row: usize) -> Option<KeyUid> {
        Some(snapshot.keys.get(self.page.as_ref()?.rows.get(row)?.key)?.uid)
    }

    /// Whether it is in view and something of it is to do.
    fn is_to_do(&self, snapshot: &Snapshot, uid: KeyUid) -> bool {
        !self.in_order(snapshot, |one| one == uid).is_empty()
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
    pub fn acted_on(&self, snapshot: &Snapshot) -> Vec<KeyUid> {
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
        if self.is_to_do(snapshot, uid) && !self.picked.remove(&uid) {
            self.picked.insert(uid);
        }
    }

    /// How many of those in view can be ticked.
    pub(super) fn tickable(&self, snapshot: &Snapshot) -> usize {
        self.in_order(snapshot, |_| true).len()
    }

    /// How many keys are listed.
    pub(super) fn listed(&self) -> usize {
        self.lines.iter().filter(|line| matches!(line, Line::Row(_))).count()
    }

    /// How many that are gone are listed.
    pub(super) fn listed_gone(&self) -> usize {
        self.lines.iter().filter(|line| matches!(line, Line::Gone(_))).count()
    }

    /// How many of what is listed are to do.
    pub(super) fn to_do(&self, snapshot: &Snapshot) -> usize {
        let gone = self.page.as_ref().map_or(&[][..], |page| &page.gone);
        let waits = |line: &&Line| matches!(line, Line::Gone(at) if !gone[*at].ended);
        self.tickable(snapshot) + self.lines.iter().filter(waits).count()
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

    /// Whether Esc finds neither ticks nor what narrows the list to clear.
    pub fn has_nothing_to_clear(&self) -> bool {
        self.picked.is_empty() && !self.is_narrowed()
    }

    /// Esc goes back by steps: out of the words that one types, from what is ticked, from what narrows the list.
    fn escape(&mut self, snapshot: &Snapshot, typing: bool) {
        if typing && !self.filter.is_empty() {
            self.filter.clear();
            self.narrow(snapshot);
        } else if !self.picked.is_empty() {
            self.picked.clear();
        } else if self.is_narrowed() {
            self.show_all(snapshot);
        }
    }

    /// An act on these keys is done: they are ticked no longer, what it left out is.
    pub fn let_go(&mut self, done: &[KeyUid]) {
        self.picked.retain(|uid| !done.contains(uid));
        self.hidden.retain(|uid| !done.contains(uid));
    }

    /// How many of what is listed are ticked.
    pub fn picked(&self) -> usize {
        self.picked.len()
    }

    /// How many are that are not listed.
    pub(super) fn hidden(&self) -> usize {
        self.hidden.len()
    }

    /// How many are, where nothing that could be is listed.
    pub(super) fn unlisted(&self, snapshot: &Snapshot) -> usize {
        if self.tickable(snapshot) == 0 { self.hidden.len() } else { 0 }
    }

    /// None that is not listed is ticked any more, where that was said.
    pub(super) fn clear_unlisted(&mut self) {
        self.hidden.clear();
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
                if self.is_to_do(snapshot, *uid) {
                    self.picked.insert(*uid);
                }
            }
        }
        (self.at, self.reveal) = (Some(rows[to]), true);
    }
}

/// The page's keys, before anything is drawn. Those that move act while the list, the filter or nothing has the keyboard; the
/// others from every button, too.
pub fn person_keys(ctx: &egui::Context, page: &mut PersonPage, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    if egui::Popup::is_any_open(ctx) {
        return;
    }
    let mut focused = ctx.memory(egui::Memory::focused);
    if let Some(next) = page.go_on_from(focused) {
        ctx.memory_mut(|memory| memory.request_focus(next));
        focused = Some(next);
    }
    let in_filter = focused == Some(PersonPage::filter_id());
    let on_list = focused.is_none() || in_filter || focused == page.at.map(PersonPage::row_id);
    // The arrows go on from a verb's row too.
    let on_verb = focused.zip(page.at).is_some_and(|(id, uid)| is_step(id, uid));
    if on_list || on_verb {
        if let Some(place) = menu_asked(ctx) {
            page.menu_asked = page.at.is_some();
            page.reveal |= page.menu_asked;
            // What is typed right behind it is the menu's.
            keep_typed(ctx, place);
        }
        moving_keys(ctx, page, snapshot, in_filter);
        let enters = on_list && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        wishes.extend(page.at.filter(|_| enters).map(Wish::Select));
    }
    let pressed = |modifiers, key| ctx.input_mut(|input| input.consume_key(modifiers, key));
    let typing = ctx.text_edit_focused();
    if !typing && pressed(Modifiers::COMMAND, Key::A) {
        page.tick_all(snapshot);
    }
    if ctx.input(|input| input.key_pressed(Key::Escape)) {
        page.escape(snapshot, escaped_from(ctx, PersonPage::filter_id()));
    }
    if let Some(uid) = page.at.filter(|_| !typing && snapshot.settings.letter_shortcuts)
        && pressed(Modifiers::NONE, Key::X)
    {
        page.toggle(snapshot, uid);
    }
}

/// Goes from row to row, with Shift ticking on the way.
fn moving_keys(ctx: &egui::Context, page: &mut PersonPage, snapshot: &Snapshot, in_filter: bool) {
    if in_filter {
        part_moves(ctx);
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
            // With Shift rows are ticked; in a field it is the text's.
            let plain = modifiers.is_none() || (*modifiers == Modifiers::SHIFT && !in_filter);
            let found = known.iter().find(|(moving, _)| moving == key && plain && !text);
            steps.extend(found.map(|(_, step)| (*step, modifiers.shift)));
            found.is_none()
        });
    });
    for (nth, (step, tick)) in steps.iter().enumerate() {
        // Out of the filter it leads to the row that one is at, else to the first.
        let leads = in_filter && nth == 0 && page.at.is_some();
        page.step(snapshot, if leads { 0 } else { *step }, *tick);
    }
    if !steps.is_empty() {
        ctx.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
        if let Some(uid) = page.at {
            ctx.memory_mut(|memory| memory.request_focus(PersonPage::row_id(uid)));
        }
    }
}
