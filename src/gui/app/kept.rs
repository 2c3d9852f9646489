//! How the window stands is kept for the next start: size, place, order, widths. Never what was searched for.

use egui::{Context, Id};

use super::App;
use super::over_lock::OverLock;
use crate::gui::route::{Route, Section};
use crate::gui::screens::activity::{self, Folds};
use crate::gui::screens::keys::{Place, Sort, Spare};
use crate::gui::screens::review;
use crate::gui::wish::Wish;
use crate::jobs::{Request, WindowState};
use crate::model::{KeyUid, Theme};

/// So long nothing moves before it is kept, in seconds.
const REST_SECS: f64 = 0.5;

/// What is kept, and what is about to be.
#[derive(Debug, Default)]
pub(super) struct Kept {
    told: Option<WindowState>,
    moving: Option<(WindowState, f64)>,
    /// The section to come back to.
    section: Option<Section>,
    /// The vault was locked since: scopes, orders and widths are as at first.
    pub(super) forgot: bool,
    /// Where one was as it was locked: ids alone, no name.
    at: Option<At>,
    /// The same once the first facts are taken over.
    then: Option<At>,
    /// The control of the settings that had the keyboard.
    pub(super) control: Option<Id>,
    /// The dialog that was open then.
    pub(super) dialog: Option<OverLock>,
}

/// Where one is in the lists.
#[derive(Debug, Clone)]
struct At {
    section: Option<Section>,
    key: Option<KeyUid>,
    warning: Option<review::Pick>,
    /// Compare's cell: a key that has its variable, and the column.
    cell: Option<(KeyUid, usize)>,
    /// The line of Activity.
    line: Option<activity::LineMark>,
    /// One of a person's keys tells whose page it was.
    person: Option<KeyUid>,
    /// Where Esc leads on from settings and a person's page.
    came_from: Vec<Section>,
    /// The list was empty: there was no row to be on.
    nothing: bool,
}

impl App {
    /// The window as it stood when it was last used; its own size was given to it before.
    #[must_use]
    pub fn standing(mut self, state: &WindowState) -> Self {
        self.taste.begin(Theme::of_word(&state.theme));
        self.stand(state);
        self.activity.folds = Folds::read(&state.activity_folds);
        self.kept.section = Section::named(&state.section);
        self.kept.told = Some(state.clone());
        self
    }

    fn stand(&mut self, state: &WindowState) {
        self.keys.place = Place { project: state.project.clone(), environment: state.environment.clone() };
        self.keys.on_all = state.all_projects;
        self.keys.sort = Sort::named(&state.sort, state.reversed);
        self.keys.widths = state.columns;
        self.keys.hidden = Spare::named(&state.hidden);
        self.keys.inspector.open = !state.inspector_closed;
        if let Some(width) = state.inspector {
            self.keys.inspector.width = width;
        }
        (self.keys.compare.on, self.keys.compare.reversed) = (state.compare, state.compare_reversed);
        self.review.folded = state.charts_folded;
        self.review.place =
            Place { project: state.review_project.clone(), environment: state.review_environment.clone() };
        self.review.sort = review::Sort::named(&state.review_sort, state.review_reversed);
        // Where it comes into view at once, it has the scope that it had.
        let comes_back = Section::named(&state.section) == Some(Section::Review);
        self.review_of = comes_back.then(|| state.project.clone());
    }

    /// Names were forgotten with the lock: the window stands as it stood before, with the first facts after it.
    pub(super) fn stand_as_before(&mut self) {
        if std::mem::take(&mut self.kept.forgot)
            && let Some(state) = self.kept.told.clone()
        {
            self.stand(&state);
        }
    }

    /// The vault is locked now: once it is open again one is on the same rows.
    pub(super) fn keep_rows(&mut self, ctx: &Context) {
        if let (Some(section), Some(snapshot)) = (self.section(), &self.snapshot) {
            let (key, warning) = (self.keys.selected, self.review.at());
            let compare = Some(&self.keys.compare).filter(|compare| compare.on && section == Section::Keys);
            let cell = compare.and_then(|compare| compare.mark(snapshot));
            let line = self.activity.mark();
            let person = self.person.mark(snapshot).filter(|_| section == Section::Person);
            self.kept.control = ctx.memory(egui::Memory::focused).filter(|_| section == Section::Settings);
            let came_from = self.came_from.clone();
            // What narrowed the list is forgotten with the lock.
            let nothing = self.section() == Some(Section::Keys) && self.keys.is_empty();
            let section = Some(section);
            self.kept.at = Some(At { section, key, warning, cell, line, person, came_from, nothing });
        }
    }

    /// Another vault's ids say nothing of this one's rows.
    pub(super) fn forget_rows(&mut self) {
        (self.kept.at, self.kept.control, self.kept.dialog) = (None, None, None);
    }

    /// Goes on the rows that one was on, before the first facts since then are taken over.
    pub(super) fn be_on_rows_again(&mut self) {
        let Some(at) = self.kept.at.take() else { return };
        self.keys.select(at.key);
        self.review.go_on(at.warning);
        self.activity.be_on_again(at.line);
        // The keys come by themselves; a person's page once it is known whose it was.
        self.kept.section = at.section.and_then(|section| Section::named(section.word()));
        self.came = at.key.is_some() || at.nothing;
        self.kept.then = Some(at);
    }

    /// Goes where only the facts that were taken over tell the way.
    pub(super) fn be_there_again(&mut self) {
        let (Some(at), Some(snapshot)) = (self.kept.then.take(), self.snapshot.clone()) else { return };
        if let Some((uid, column)) = at.cell {
            self.came |= self.keys.compare.go_on(uid, column, &snapshot);
        }
        if let Some(key) = at.person.and_then(|uid| snapshot.keys.iter().find(|key| key.uid == uid)) {
            self.open_person(key.owner.clone());
            self.person.be_at(key.uid);
        }
        if matches!(self.section(), Some(Section::Settings | Section::Person)) {
            self.came_from = at.came_from;
        }
    }

    /// The section in view; none while no vault is open.
    pub(super) fn section(&self) -> Option<Section> {
        if let Route::Open(section) = self.route { Some(section) } else { None }
    }

    /// Brings the section into view in which the window stood when it was last used; once, with the first facts.
    pub(super) fn stand_again(&mut self, ctx: &Context) {
        if let Some(section) = self.kept.section.take() {
            self.carry_out(ctx, Wish::Do(section.command()));
        }
    }

    /// Asks the worker to keep how the window stands, once it has rested.
    pub(super) fn keep(&mut self, ctx: &Context) {
        if !matches!(self.route, Route::Open(_)) {
            return;
        }
        // The next start makes the window before it knows the zoom.
        let zoom = ctx.zoom_factor();
        let (now, size, place, maximised) = ctx.input(|input| {
            let viewport = input.viewport();
            // Wayland tells no place, and with it no rectangle; what is drawn in has the same size.
            let inner = viewport.inner_rect.unwrap_or(input.content_rect());
            let size = (inner.size() * zoom).round();
            let place = viewport.outer_rect.map(|rect| (rect.min * zoom).round());
            (input.time, size, place, viewport.maximized.unwrap_or(false))
        });
        let before = self.kept.told.as_ref();
        // What to come back to, not how a window stands that fills the screen.
        let size = if maximised { before.and_then(|state| state.size) } else { Some(size.into()) };
        let place = place.filter(|_| !maximised).map(Into::into).or(before.and_then(|state| state.place));
        let state = WindowState {
            size,
            place,
            maximised,
            theme: self.snapshot.as_ref().map_or("", |snapshot| snapshot.settings.theme.word()).to_owned(),
            section: self.section().map(Section::word).unwrap_or_default().to_owned(),
            project: self.keys.place.project.clone(),
            environment: self.keys.place.environment.clone(),
            all_projects: self.keys.is_on_all(),
            columns: self.keys.widths,
            hidden: self.keys.hidden.iter().map(|column| column.title().to_owned()).collect(),
            sort: self.keys.sort.name().to_owned(),
            reversed: self.keys.sort.reversed,
            inspector: Some(self.keys.inspector.width),
            inspector_closed: !self.keys.inspector.open,
            compare: self.keys.compare.on,
            compare_reversed: self.keys.compare.reversed,
            charts_folded: self.review.folded,
            review_project: self.review.place.project.clone(),
            review_environment: self.review.place.environment.clone(),
            review_sort: self.review.sort.name().to_owned(),
            review_reversed: self.review.sort.reversed,
            activity_folds: self.activity.folds.kept().to_owned(),
        };
        if self.kept.told.as_ref() == Some(&state) {
            self.kept.moving = None;
            return;
        }
        let since = match &self.kept.moving {
            Some((moving, since)) if *moving == state => *since,
            _ => now,
        };
        if now - since < REST_SECS {
            self.kept.moving = Some((state, since));
            ctx.request_repaint_after_secs((REST_SECS - (now - since)) as f32);
            return;
        }
        self.kept.moving = None;
        self.kept.told = Some(state.clone());
        // A worker that is busy is told of the next change.
        let _ = self.worker.requests.try_send(Request::KeepWindow(Box::new(state)));
    }
}
