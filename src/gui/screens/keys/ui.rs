//! How the keys screen is drawn: header, filter bar, messages, table, status bar.

use std::cell::Cell;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use egui::{Context, Id, Rect, Ui};

use super::columns::{Spare, Widths};
use super::data::{Chip, Line, Listing, Place, Summary};
use super::inspector::{Inspector, Split, split};
use super::marks::Marks;
use super::picked::{Picked, picked_ui};
use super::row::row_id;
use super::search::{Finds, Haystack};
use super::sort::Sort;
use super::variable::Away;
use super::words::{capitalised, trouble_words};
use super::{empty, filter, status, table};
use crate::gui::made::Made;
use crate::gui::screens::compare::{self, Compare};
use crate::gui::screens::pane::{cut_status_bar, messages_ui, pane_ui};
use crate::gui::theme::size;
use crate::gui::wish::Wish;
use crate::jobs::{Failure, Snapshot, StoreKind, VaultState};
use crate::model::KeyUid;

/// From so many keys on their texts are read on a thread.
const MANY: usize = 15_000;
/// So many rows on either side of the selected one are looked at for one that is left, where that is gone.
const NEAR: usize = 64;

/// What the keys screen keeps between frames: what is looked at, typed and selected, and the listing made from it.
#[derive(Default)]
pub struct Screen {
    /// Which project and environment.
    pub place: Place,
    /// Which chip is on.
    pub chip: Chip,
    /// What was typed into the filter.
    pub filter: String,
    /// The selected key.
    pub selected: Option<KeyUid>,
    /// Counts for the sidebar.
    pub summary: Summary,
    /// The lines of the table.
    pub listing: Listing,
    /// Their order.
    pub sort: Sort,
    /// Widths of the columns that a person has drawn to another width.
    pub widths: Widths,
    /// Columns that a person does without.
    pub hidden: Vec<Spare>,
    /// The selected key's details.
    pub inspector: Inspector,
    /// Several keys, for what is done with all of them.
    pub picked: Picked,
    /// The row that was selected before the filter hid it.
    came_from: Option<KeyUid>,
    /// The variable that one is on and the place in view lacks.
    pub(super) away: Option<Away>,
    /// The variables by environments, which may stand in the list's place.
    pub compare: Compare,
    /// The order made from `sort`; none for the snapshot's own.
    order: Option<Vec<u32>>,
    /// The selection moved by keyboard: bring it into view.
    pub(super) reveal_selection: bool,
    /// The selected row was in view when the list was drawn last.
    pub(super) in_view: bool,
    /// Something else is looked for: the list begins at its top.
    pub(super) to_top: bool,
    /// Enter was pressed in this frame.
    pub(super) copy_asked: bool,
    /// Ctrl P was pressed in this frame.
    pub projects_asked: bool,
    /// What opened the key's menu: a point, or a button.
    pub(super) menu_at: Option<Rect>,
    /// Whose menu it is.
    pub(super) menu_of: BTreeSet<KeyUid>,
    /// It was asked for by its key in this frame.
    pub(super) menu_asked: bool,
    /// What stood over the rows in the last frame: filter, chips and headings.
    pub(super) over_rows: Option<Rect>,
    /// None until one types: a copy alone, which changes the facts too, must not cost a pass over every text.
    haystack: Option<Made<Haystack>>,
    /// What was found there of late.
    finds: Finds,
    /// What was typed waits for it.
    waits: bool,
    /// What the listing was made of.
    facts: Option<Arc<Snapshot>>,
    /// Wakes the window.
    ctx: Context,
    /// What the listing asks of every key.
    marks: Marks,
    /// Where the selected key was found last: it seldom moves, and is asked for several times a frame.
    selected_at: Cell<usize>,
    project_names: Vec<String>,
    /// All projects were in view when the window was used last, and are again.
    pub on_all: bool,
}

impl Screen {
    /// The filter's id, to give it the keyboard.
    pub fn filter_id() -> Id {
        Id::unique("keys filter")
    }

    /// All projects are in view, as a person chose.
    pub fn is_on_all(&self) -> bool {
        self.place.project.is_none() && !self.project_names.is_empty()
    }

    /// Takes new facts over.
    pub fn take(&mut self, snapshot: &Arc<Snapshot>) {
        self.place = std::mem::take(&mut self.place).within(snapshot);
        let names: Vec<String> = snapshot.projects.iter().map(|project| project.name.clone()).collect();
        // The first look is at the first project; later the user's place stays.
        if self.project_names.is_empty() && self.place == Place::default() && !self.on_all {
            self.place = Place { project: names.first().cloned(), environment: None };
        }
        self.project_names = names;
        (self.haystack, self.finds) = (None, Finds::default());
        self.order = None;
        self.compare.look_again(self.place.project.as_deref(), snapshot);
        self.picked.keep_those_of(snapshot);
        self.summary = Summary::new(snapshot);
        self.marks = Marks::new(snapshot);
        let near = self.near();
        let before = self.facts.replace(Arc::clone(snapshot));
        if self.is_read() {
            self.relist(snapshot);
            return self.stay_near(&near, snapshot);
        }
        // Until the new texts are read, what was found before is what is found.
        let uid = |line: &Line| match (line, &before) {
            (Line::Key(index), Some(before)) => before.keys.get(*index).map(|key| key.uid),
            _ => None,
        };
        let shown: HashSet<KeyUid> = self.listing.lines.iter().filter_map(uid).collect();
        self.list(snapshot, Some(snapshot.keys.iter().map(|key| shown.contains(&key.uid)).collect()));
        self.waits = true;
    }

    /// Begins to read every text where something is typed; true where what is typed can be looked for.
    fn is_read(&mut self) -> bool {
        if self.filter.is_empty() {
            return true;
        }
        if let (None, Some(facts)) = (&self.haystack, &self.facts) {
            let ctx = self.ctx.clone();
            let waker = Arc::new(move || ctx.request_repaint());
            self.haystack = Some(Made::of("filter", MANY, facts, waker, Haystack::new));
        }
        self.haystack.as_ref().is_some_and(|hay| hay.get().is_some())
    }

    /// Looks for what was typed, if that waited for the texts and they are read now.
    pub(super) fn look_again(&mut self, ctx: &Context, snapshot: &Snapshot) {
        self.ctx = ctx.clone();
        if self.waits && self.is_read() {
            self.relist(snapshot);
        }
    }

    /// Looks for what was typed, now: a key acts on what is found.
    pub(super) fn settle(&mut self, snapshot: &Snapshot) {
        if self.waits {
            self.haystack.as_ref().and_then(Made::wait);
            self.relist(snapshot);
        }
    }

    /// Forgets every name: the vault was locked.
    pub fn forget(&mut self) {
        let mut inspector = std::mem::take(&mut self.inspector);
        inspector.forget();
        let mut compare = std::mem::take(&mut self.compare);
        compare.forget();
        *self = Self { inspector, compare, ctx: self.ctx.clone(), ..Self::default() };
    }

    /// Makes the listing anew after place, chip, filter or facts changed.
    pub fn relist(&mut self, snapshot: &Snapshot) {
        self.waits = !self.is_read();
        if self.waits {
            return;
        }
        let hay = self.haystack.as_ref().and_then(Made::get).filter(|_| !self.filter.is_empty());
        let found = hay.map(|hay| self.finds.found(hay, &self.filter));
        self.list(snapshot, found);
    }

    /// Makes the listing of what was found; of everything where nothing was looked for.
    fn list(&mut self, snapshot: &Snapshot, found: Option<Vec<bool>>) {
        if self.sort.is_natural() {
            self.order = None;
        } else if self.order.is_none() {
            self.order = Some(self.sort.order(snapshot));
        }
        let (order, found) = (self.order.as_deref(), found.as_deref());
        self.listing.fill(snapshot, &self.marks, &self.place, self.chip, order, found);
        self.picked.follow(snapshot, &self.listing, &self.place);
        let still = self.selected_index(snapshot).is_some_and(|index| self.listing.line_of(index).is_some());
        if !still {
            // While one types, Enter means the first match; else nothing is selected before the user says so.
            let first = self.listing.first_key().filter(|_| !self.filter.is_empty());
            let before = std::mem::replace(&mut self.selected, first.map(|index| snapshot.keys[index].uid));
            if !self.filter.is_empty() {
                self.came_from = self.came_from.or(before);
            }
        }
        if self.filter.is_empty()
            && let Some(uid) = self.came_from.take()
            && self.selected.is_none()
        {
            // Where nothing was found, one is on the row again that one came from.
            self.selected = Some(uid);
            let listed = self.selected_index(snapshot).is_some_and(|index| self.listing.line_of(index).is_some());
            self.selected = self.selected.filter(|_| listed);
        }
    }

    /// Sorts by another column.
    pub fn sort_by(&mut self, sort: Sort, snapshot: &Snapshot) {
        self.sort = sort;
        self.order = None;
        self.relist(snapshot);
        self.reveal_selection = true;
    }

    /// List or Compare, the other one.
    pub fn toggle_compare(&mut self, snapshot: &Snapshot) {
        let compared = Some(&self.compare).filter(|compare| compare.on).and_then(|compare| compare.variable(snapshot));
        let name = self.selected_index(snapshot).map(|index| snapshot.keys[index].name());
        let (project, environment) = (self.place.project.as_deref(), self.place.environment.as_deref());
        self.compare.toggle(project, environment, name, snapshot);
        if let Some(index) = compared {
            self.select_like(index, snapshot);
        }
        self.reveal_selection = true;
    }

    /// The key that commands about a key are about: the selected one, or the one in Compare's cell.
    pub fn acted_on(&self, snapshot: &Snapshot) -> Option<usize> {
        if self.compare.on { self.compare.selected(snapshot) } else { self.selected_index(snapshot) }
    }

    /// Selects a key.
    pub fn select(&mut self, uid: Option<KeyUid>) {
        self.selected = uid;
    }

    /// Selects a key that is among those in view; of one that is not there is no row to go on from.
    pub fn select_listed(&mut self, uid: KeyUid, snapshot: &Snapshot) {
        let at = snapshot.keys.iter().position(|key| key.uid == uid);
        if self.compare.on || at.is_some_and(|index| self.listing.line_of(index).is_some()) {
            self.selected = Some(uid);
        }
    }

    /// Whether nothing is listed.
    pub fn is_empty(&self) -> bool {
        if self.compare.on { self.compare.shown.is_empty() } else { self.listing.lines.is_empty() }
    }

    /// Goes on the selected row, else on the first one; where the keyboard is there.
    pub fn enter(&mut self, snapshot: &Snapshot) -> Option<Id> {
        if self.compare.on {
            return self.compare.enter(snapshot);
        }
        self.select_any(snapshot);
        self.reveal_selection = true;
        self.selected.map(row_id)
    }

    /// The selected row, or Compare's cell that one is at.
    pub fn row(&self) -> Option<Id> {
        match self.compare.on {
            true => self.compare.place_id(self.facts.as_deref()?),
            false => self.selected.map(row_id),
        }
    }

    /// The selected key and those listed around it, those below it first.
    fn near(&self) -> Vec<KeyUid> {
        let facts = self.facts.as_ref();
        let line = facts.and_then(|facts| self.listing.line_of(self.selected_index(facts)?));
        let (Some(facts), Some(line)) = (facts, line) else { return Vec::new() };
        let uid = |line: &Line| match line {
            Line::Key(index) => facts.keys.get(*index).map(|key| key.uid),
            Line::Heading(..) => None,
        };
        let (before, behind) = self.listing.lines.split_at(line);
        let behind = behind.iter().filter_map(uid).take(NEAR);
        behind.chain(before.iter().rev().filter_map(uid).take(NEAR)).collect()
    }

    /// What was selected is no longer listed: the nearest that still is takes its place.
    fn stay_near(&mut self, near: &[KeyUid], snapshot: &Snapshot) {
        if near.is_empty() || self.selected.is_some() {
            return;
        }
        let rank = |line: &Line| match line {
            Line::Key(index) => near.iter().position(|uid| *uid == snapshot.keys[*index].uid),
            Line::Heading(..) => None,
        };
        let nearest = self.listing.lines.iter().filter_map(rank).min();
        self.selected = nearest.map(|rank| near[rank]);
        self.reveal_selection |= self.in_view;
    }

    /// Whether keys of the keyboard are meant for the list: it has it, or nothing has.
    pub fn has_keyboard(&self, ctx: &Context) -> bool {
        let focused = ctx.memory(egui::Memory::focused);
        focused.is_none() || focused == self.selected.map(row_id)
    }

    /// Selects a key of the place in view and scrolls to it; a chip or words that hide it are taken away.
    pub fn show(&mut self, uid: KeyUid, snapshot: &Snapshot) {
        self.selected = Some(uid);
        self.reveal_selection = true;
        let listed = self.selected_index(snapshot).is_some_and(|index| self.listing.line_of(index).is_some());
        if !listed {
            self.widen();
            self.relist(snapshot);
        }
    }

    /// Whether words or a chip narrow the list.
    pub fn is_narrowed(&self) -> bool {
        self.chip != Chip::All || !self.filter.is_empty()
    }

    /// Words and a chip that narrow the list are taken away, for the next listing.
    pub fn widen(&mut self) {
        self.chip = Chip::All;
        self.filter.clear();
    }

    /// The selected key's place in the snapshot.
    pub fn selected_index(&self, snapshot: &Snapshot) -> Option<usize> {
        let selected = self.selected?;
        let at = self.selected_at.get();
        if snapshot.keys.get(at).is_some_and(|key| key.uid == selected) {
            return Some(at);
        }
        let found = snapshot.keys.iter().position(|key| key.uid == selected)?;
        self.selected_at.set(found);
        Some(found)
    }
}

/// Draws the pane right of the sidebar, but for the inspector; returns where that and what floats over the list go.
pub fn keys_ui(
    ui: &mut Ui,
    pane: Rect,
    screen: &mut Screen,
    snapshot: &Snapshot,
    notice: Option<&Failure>,
    wishes: &mut Vec<Wish>,
) -> Split {
    let (header, below) = pane_ui(ui, pane);
    super::header::header_ui(ui, header, screen, snapshot, wishes);
    if screen.compare.on {
        return compare_ui(ui, below, screen, snapshot, notice, wishes);
    }
    let selected = screen.selected_index(snapshot).is_some();
    let split = split(ui, below, &mut screen.inspector, selected);
    let (body, bar) = cut_status_bar(ui, split.list);
    let (filter, mut rest) = body.split_top_bottom_at_y(body.top() + size::FILTER_BAR);
    screen.over_rows = Some(filter.with_max_y(filter.bottom() + size::TABLE_HEADER));
    // Who asked for the filter types into it, whatever is ticked.
    let filters = ui.memory(|memory| memory.has_focus(Screen::filter_id()));
    if filters || (screen.picked.is_empty() && screen.picked.unlisted() == 0) {
        filter::filter_ui(ui, filter, screen, snapshot);
    } else {
        // A sheet beside it leaves what is done with all of them in view.
        let bar = split.sheet().map_or(filter, |sheet| filter.with_max_x(sheet.left()));
        picked_ui(ui, bar, screen, snapshot, wishes);
    }
    table::copy_selected(screen, snapshot, wishes);
    // Details over the list say themselves what did not happen: they may lie over it.
    messages_ui(ui, &mut rest, snapshot, notice.filter(|_| split.sheet_layer().is_none()), wishes);
    if screen.listing.lines.is_empty() {
        empty::nothing_ui(ui, rest, screen, snapshot, wishes);
    } else {
        table::table_ui(ui, rest, screen, snapshot, wishes);
    }
    if let Some(bar) = bar {
        let closed = !screen.inspector.is_shown(ui.ctx());
        let selected = screen.selected_index(snapshot).map(|index| &snapshot.keys[index]);
        status::status_ui(ui, bar, &screen.listing, closed, selected, snapshot);
    }
    split
}

/// Compare in the list's place, without details beside it.
fn compare_ui(
    ui: &mut Ui,
    below: Rect,
    screen: &mut Screen,
    snapshot: &Snapshot,
    notice: Option<&Failure>,
    wishes: &mut Vec<Wish>,
) -> Split {
    let (mut body, bar) = cut_status_bar(ui, below);
    messages_ui(ui, &mut body, snapshot, notice, wishes);
    let project = screen.place.project.as_deref();
    compare::compare_ui(ui, body, &mut screen.compare, project, Screen::filter_id(), snapshot, wishes);
    if let Some(bar) = bar {
        compare::compare_status_ui(ui, bar, &screen.compare, snapshot);
    }
    Split::whole(below)
}

/// What the footer of the sidebar says of the store.
pub fn store_words(snapshot: &Snapshot) -> String {
    let title = capitalised(&snapshot.store_title);
    match (&snapshot.state, snapshot.store) {
        (VaultState::KeychainTrouble(why), _) => trouble_words(why, &title),
        (_, StoreKind::Keychain) => format!("{title} connected"),
        (_, StoreKind::Sealed) => format!("{title}, unlocked"),
        (_, StoreKind::Memory) => "Sample keys, in memory only".to_owned(),
    }
}

/// The same where that has no room: what it is, or that it keeps the secrets away.
pub fn store_words_in_short(snapshot: &Snapshot) -> String {
    let title = snapshot.store_title.strip_prefix("the ").unwrap_or(&snapshot.store_title);
    match (&snapshot.state, snapshot.store) {
        (VaultState::KeychainTrouble(_), _) => "Keychain is locked".to_owned(),
        (_, StoreKind::Memory) => "Sample keys".to_owned(),
        _ => capitalised(title),
    }
}
