//! What the review keeps between frames: what is looked at, typed, turned on and selected; and what was read from the facts.

use std::cell::Cell as Kept;
use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, Local, NaiveDate, Utc};
use egui::{Context, Id, Rect};

use super::bar::fold_id;
use super::data::{HORIZON, View};
use super::hiding::Hiding;
use super::lens::{Lens, Sort, listed};
use super::list::{Held, List};
use super::search::Texts;
use super::timeline::Dots;
use super::whole::{Pick, Row, Whole};
use crate::gui::made::Made;
use crate::gui::screens::keys::Place;
use crate::gui::widgets::keyboard;
use crate::jobs::{Snapshot, Waker};
use crate::model::Rule;

/// From so many keys on they are read on a thread.
const MANY: usize = 5_000;
/// Under this height of the window the charts are folded at first.
const LOW: f32 = 700.0;

/// The review.
#[derive(Default)]
pub struct Review {
    /// Which project and environment; an environment also without a project.
    pub place: Place,
    /// What narrows the list.
    pub lens: Lens,
    /// What was typed into the filter.
    pub filter: String,
    /// The order of the list.
    pub sort: Sort,
    /// Charts are shown as tables.
    pub tables: bool,
    /// The charts are folded; none where a person never said.
    pub folded: Option<bool>,
    /// All projects are in the heat-map, not the worst alone.
    pub all_lanes: bool,
    /// How far the heat-map's rows are scrolled, in points.
    pub(super) lanes_offset: f32,
    /// Ctrl P was pressed in this frame.
    pub projects_asked: bool,
    /// The menu of the row that one is on was asked for by its key.
    pub(super) menu_asked: bool,
    /// What is counted.
    pub view: View,
    pub(super) list: List,
    /// Bring the row that one is on into view.
    pub(super) reveal: bool,
    /// It was entered just now: the page begins at its top, where a toast may lie over the first row.
    pub(super) is_entered: bool,
    /// The row that one is on was in view when the list was drawn last.
    pub(super) in_view: bool,
    /// Something else was typed, and the list is not narrowed by it yet.
    pub(super) typed: bool,
    /// Something else is looked for: the list begins at its top.
    pub(super) to_top: bool,
    /// The list was narrowed by what stands over it, and is to come into view.
    pub(super) brings: bool,
    /// The charts were opened, and are to come into view.
    pub(super) opened: bool,
    /// They are what is looked at, not the row one is on.
    pub(super) looks_at_charts: bool,
    /// Where the charts were drawn last.
    pub(super) charts_at: Option<Rect>,
    /// What had the keyboard in the charts as they turned to tables, or back.
    pub(super) turned: Option<Id>,
    /// The bar over the list stays in view while the rows go by under it.
    pub(super) bar_stays: bool,
    /// The rows in view, for a page up or down.
    pub(super) page: usize,
    /// Those of the list: what is counted and acted on.
    pub(super) checked: HashSet<Pick>,
    /// Those that words, a chart or another place hide: selected again once they are listed.
    pub(super) hidden: HashSet<Pick>,
    /// Which of them are of this place and what hides them, once that was asked for.
    pub(super) hiding: Option<Hiding>,
    pub(super) at: Option<Pick>,
    /// What one was on before the filter found nothing.
    before_none: Option<Pick>,
    /// What one was on before it went, for the keyboard that may still be there.
    pub(super) was_at: Option<Pick>,
    pub(super) anchor: Option<Pick>,
    /// Where the key that one is on was found last, and on which line: both seldom move, and are asked for in every frame.
    pub(super) found_at: Kept<usize>,
    pub(super) found_on: Kept<usize>,
    /// What ends before long, once it was asked for.
    ending: Option<Arc<[(u32, i32)]>>,
    /// The timeline's.
    pub(super) dots: Dots,
    texts: Option<Made<Arc<Texts>>>,
    /// What was typed waits for them.
    waits: bool,
    read: Option<(Arc<Snapshot>, Made<Whole>)>,
    reading: Option<Reading>,
    pub(super) ctx: Context,
}

/// Facts that are being read; with their texts where something is typed, for what is listed has to be of one piece.
struct Reading {
    facts: Arc<Snapshot>,
    whole: Made<Whole>,
    texts: Option<Made<Arc<Texts>>>,
}

fn texts_of(facts: &Arc<Snapshot>, waker: Waker) -> Made<Arc<Texts>> {
    Made::of("review filter", MANY, facts, waker, |facts| Arc::new(Texts::new(facts)))
}

fn local_day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Local).date_naive()
}

impl Review {
    /// The filter's id, to give it the keyboard.
    pub fn filter_id() -> Id {
        Id::unique("review filter")
    }

    /// Goes on the row that one is on, else on the first one; where the keyboard is there, once the facts are read.
    pub fn enter(&mut self) -> Option<Id> {
        self.facts()?;
        if self.at.is_none() {
            self.go_on(self.rows().first().map(|row| row.pick()));
        }
        // Who comes by a key is led to it.
        self.reveal = !self.looks_at_charts || !keyboard::is_pointed(&self.ctx);
        self.is_entered = true;
        self.at.map(row_id)
    }

    /// Begins to read new facts, and takes them over once they are read. Called while the review is in view.
    pub fn follow(&mut self, ctx: &Context, snapshot: &Arc<Snapshot>) {
        self.ctx = ctx.clone();
        let newest = self.reading.as_ref().map(|reading| &reading.facts).or(self.facts());
        if newest.is_none_or(|facts| !Arc::ptr_eq(facts, snapshot)) {
            let make = |snapshot: &Snapshot| Whole::new(snapshot, &local_day);
            let whole = Made::of("review", MANY, snapshot, self.waker(), make);
            self.reading = Some(Reading { facts: Arc::clone(snapshot), whole, texts: None });
        }
        if self.is_read()
            && let Some(Reading { facts, whole, texts }) = self.reading.take()
        {
            let near = self.near();
            (self.read, self.texts, self.list) = (Some((facts, whole)), texts, List::default());
            self.forget_gone();
            self.take();
            self.stay_near(near);
        } else if self.waits {
            self.narrow();
        }
        self.hear(false);
    }

    fn waker(&self) -> Waker {
        let ctx = self.ctx.clone();
        Arc::new(move || ctx.request_repaint())
    }

    fn is_typed(&self) -> bool {
        !self.filter.trim().is_empty()
    }

    /// Whether all is read of new facts that their list is made of.
    fn is_read(&mut self) -> bool {
        let (typed, waker) = (self.is_typed(), self.waker());
        match &mut self.reading {
            Some(Reading { facts, whole, texts }) if whole.get().is_some() => {
                !typed || texts.get_or_insert_with(|| texts_of(facts, waker)).get().is_some()
            }
            _ => false,
        }
    }

    /// The facts that are shown; none while the first are read.
    pub fn facts(&self) -> Option<&Arc<Snapshot>> {
        self.read.as_ref().map(|(facts, _)| facts)
    }

    pub(super) fn whole(&self) -> Option<(&Arc<Snapshot>, &Whole)> {
        let (facts, made) = self.read.as_ref()?;
        Some((facts, made.get()?))
    }

    /// Counts and lists anew after facts or scope changed.
    fn take(&mut self) {
        let Some((facts, _)) = self.whole() else { return };
        let facts = Arc::clone(facts);
        (self.ending, self.dots) = (None, Dots::default());
        self.place = within(std::mem::take(&mut self.place), &facts);
        let gone = |cell: &super::lens::Cell| !facts.projects.iter().any(|project| project.name == cell.project);
        if self.lens.cell.as_ref().is_some_and(gone) {
            self.lens.cell = None;
        }
        if let Some((facts, whole)) = self.whole() {
            self.view = View::new(whole, facts, &self.place);
        }
        self.relist();
    }

    /// The keys of the scope that end within the horizon or have ended, with the days left: by day, then as they stand.
    pub(super) fn ending(&mut self) -> Arc<[(u32, i32)]> {
        if let Some(ending) = &self.ending {
            return Arc::clone(ending);
        }
        let ending: Arc<[(u32, i32)]> = self.find_ending().into();
        self.ending = Some(Arc::clone(&ending));
        ending
    }

    fn find_ending(&self) -> Vec<(u32, i32)> {
        let Some((facts, whole)) = self.whole() else { return Vec::new() };
        let held: Vec<bool> = whole.places(facts).iter().map(|at| self.place.takes_in(at)).collect();
        let here = (0..).zip(&whole.keys).filter(|(_, mark)| held[mark.place as usize]);
        let mut ending: Vec<(u32, i32)> =
            here.filter_map(|(key, mark)| Some((key, mark.ends_in.filter(|days| *days <= HORIZON)?))).collect();
        ending.sort_by_key(|(_, days)| *days);
        ending
    }

    /// Looks at another place.
    pub fn go(&mut self, place: Place, snapshot: &Snapshot) {
        self.place = within(place, snapshot);
        self.lens.cell = None;
        self.take();
    }

    /// Narrows the list another way.
    pub fn look_through(&mut self, turn: impl FnOnce(&mut Lens)) {
        turn(&mut self.lens);
        self.looks_at_charts = false;
        self.relist();
        self.brings = !self.lens.is_clear();
    }

    /// Sorts by another column.
    pub fn sort_by(&mut self, sort: Sort) {
        self.sort = sort;
        self.relist();
        self.reveal = true;
    }

    /// Makes the list anew after lens, order or facts changed.
    fn relist(&mut self) {
        let Some((facts, whole)) = self.whole() else { return };
        let rows = listed(whole, facts, &self.place, &self.lens, self.sort);
        self.list.take(rows);
        self.narrow_now();
    }

    /// The texts that what is typed is looked for in; none until they are read, or where nothing is typed.
    fn typed_texts(&mut self) -> Option<Arc<Texts>> {
        let typed = self.is_typed();
        if typed && self.texts.is_none() {
            self.texts = self.facts().map(|facts| texts_of(facts, self.waker()));
        }
        let texts = self.texts.as_ref().filter(|_| typed).map(|texts| texts.get().cloned());
        self.waits = matches!(texts, Some(None));
        texts.flatten()
    }

    /// Narrows the list by what is typed; until the texts are read, to what was listed before.
    fn narrow_now(&mut self) {
        let texts = self.typed_texts();
        if !self.waits {
            self.list.narrow(texts.as_deref().map(|texts| (texts, self.filter.as_str())));
            self.keep_to_rows(&Held::new());
        }
    }

    /// The same after a letter more or less: of many keys a thread looks for it, and what was listed stays until then.
    pub(super) fn narrow(&mut self) {
        let many = self.facts().is_some_and(|facts| facts.keys.len() >= MANY);
        match self.typed_texts() {
            Some(texts) if many => {
                let held = self.checked.iter().chain(&self.hidden).copied().chain(self.at).chain(self.anchor);
                let held = held.map(|one| (one, false)).collect();
                self.list.look(&texts, &self.filter, held, self.waker());
            }
            _ => self.narrow_now(),
        }
    }

    /// Takes over what a thread found; and looks for what was typed since.
    fn hear(&mut self, waits: bool) {
        match self.list.hear(waits) {
            None => {}
            Some(Ok(held)) => {
                self.keep_to_rows(&held);
                if self.list.typed() != self.filter {
                    self.narrow();
                }
            }
            Some(Err(_)) => self.narrow_now(),
        }
    }

    /// Lists what is typed: for a key that acts on it.
    pub(super) fn settle(&mut self) {
        while self.list.is_looking() {
            self.hear(true);
        }
    }

    /// What is listed.
    pub fn rows(&self) -> &[Row] {
        self.list.rows()
    }

    /// Nothing unseen is acted on: what is no longer listed is not what one is on, and is selected again once it is listed.
    /// `held` knows of some whether they are.
    fn keep_to_rows(&mut self, held: &Held) {
        let rows = self.list.rows();
        let mut hidden = std::mem::take(&mut self.checked);
        hidden.extend(self.hidden.drain());
        let checked: HashSet<Pick> = if hidden.iter().all(|one| held.contains_key(one)) {
            hidden.iter().copied().filter(|one| held[one]).collect()
        } else {
            rows.iter().map(|row| row.pick()).filter(|one| hidden.contains(one)).collect()
        };
        hidden.retain(|one| !checked.contains(one));
        let listed = |one: &Pick| held.get(one).copied().unwrap_or_else(|| rows.iter().any(|row| row.pick() == *one));
        let before = self.at.or(self.before_none);
        (self.at, self.anchor) = (before.filter(listed), self.anchor.filter(listed));
        self.before_none = before.filter(|_| rows.is_empty() && self.is_typed());
        (self.checked, self.hidden, self.hiding) = (checked, hidden, None);
        // A thread may come back with what was found for the letters before.
        if self.typed && (!self.is_typed() || self.list.typed() == self.filter) {
            (self.typed, self.to_top) = (false, true);
            // While one types, Enter means the first match.
            if self.is_typed() {
                self.go_on(self.rows().first().map(|row| row.pick()));
            }
        }
    }

    /// Forgets every name: the vault was locked.
    pub fn forget(&mut self) {
        *self = Self { folded: self.folded, sort: self.sort, ctx: self.ctx.clone(), ..Self::default() };
    }

    /// Whether the charts are folded now.
    pub fn is_folded(&self, ctx: &Context) -> bool {
        self.folded.unwrap_or_else(|| ctx.content_rect().height() < LOW)
    }

    /// Folds the charts, or opens them.
    pub fn fold(&mut self, ctx: &Context) {
        self.folded = Some(!self.is_folded(ctx));
        self.opened = self.folded == Some(false);
        self.looks_at_charts = self.opened;
        // Who is at the button goes on at it: the charts were over it.
        self.brings = !self.opened && ctx.memory(|memory| memory.has_focus(fold_id()));
    }

    /// Shows the charts as tables, or as charts again; folded they open as tables.
    pub fn turn(&mut self, ctx: &Context) {
        self.opened = self.is_folded(ctx);
        // Folded they are nowhere, wherever they stood before.
        let charts = self.charts_at.filter(|_| !self.opened);
        let is_there = charts.zip(keyboard::place(ctx)).is_some_and(|(charts, at)| charts.contains(at.center()));
        self.turned = ctx.memory(egui::Memory::focused).filter(|_| is_there);
        self.looks_at_charts |= self.opened;
        self.tables = self.opened || !self.tables;
        self.folded = Some(false);
    }

    /// What narrows the list is taken away.
    pub fn clear(&mut self) {
        self.filter.clear();
        self.lens = Lens::default();
        self.relist();
        self.reveal = true;
    }
}

/// A row's id: fixed, so that the keyboard stays with the warning while rows move.
pub fn row_id((uid, rule): Pick) -> Id {
    Id::unique(("warning row", uid.0, rule.map(Rule::id)))
}

/// The same place, or what is left of it when its project or environment is gone.
fn within(place: Place, snapshot: &Snapshot) -> Place {
    let project = place.project.filter(|name| snapshot.projects.iter().any(|project| project.name == *name));
    let in_scope = |name: &String| project.as_ref().is_none_or(|project| project == name);
    let mut environments =
        snapshot.projects.iter().filter(|project| in_scope(&project.name)).flat_map(|project| &project.environments);
    let environment = place.environment.filter(|name| environments.any(|environment| environment.name == *name));
    Place { project, environment }
}
