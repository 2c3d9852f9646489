//! The window's one state: hears events in `logic`, draws in `ui`, and carries wishes out.

mod again;
mod back;
mod browsing;
mod carry;
mod done;
mod draw;
mod going;
mod hear;
mod inspect;
mod kept;
mod keyboard;
mod notice;
mod on_key;
mod over_lock;
mod paging;
mod saved;
mod several;
mod storage;
mod unlock_first;
mod vaults;

use std::sync::Arc;
use std::sync::mpsc::TryRecvError;

use again::Again;
use chrono::{DateTime, Utc};
use egui::Ui;
use kept::Kept;
#[cfg(test)]
pub(in crate::gui) use several::BULK;

use super::commands::Command;
use super::modal::Modal;
use super::pages::Pages;
use super::route::{Route, Section};
use super::screens;
use super::screens::export::Before;
use super::screens::keys::{Place, Screen};
use super::screens::person::PersonPage;
use super::screens::review::Review;
use super::shown::Shown;
use super::taste::Taste;
use super::theme;
use super::toasts::Toasts;
use super::widgets::keyboard::wait_for_what_opens;
use super::widgets::{self, modal};
use super::wish::Wish;
use crate::jobs::{Failure, Request, SampleEnd, Snapshot, VaultState, Waker, Worker};
use crate::model::{Clock, EnvRef, OsRandom, Random, SystemClock};

/// How often the worker is told of input, in seconds.
const TOUCH_SECS: f64 = 10.0;

/// The window.
pub struct App {
    worker: Worker,
    waker: Waker,
    snapshot: Option<Arc<Snapshot>>,
    route: Route,
    modal: Option<Modal>,
    exports: Before,
    keys: Screen,
    settings: screens::settings::Screen,
    activity: screens::activity::Screen,
    /// The place that was in view before the last snapshot, where that took it away.
    was_at: Option<Place>,
    review: Review,
    /// The project that was looked at when the review was opened last.
    review_of: Option<Option<String>>,
    person: PersonPage,
    /// The section in view is to take the keyboard.
    came: bool,
    /// The vault was open in the last frame.
    was_open: bool,
    /// The sections that one came from to settings or a person's page, the last one last.
    came_from: Vec<Section>,
    /// Where the key was opened that one is on.
    opened_from: Option<back::OpenedFrom>,
    /// Where one was before the key was moved that was moved last.
    moved_from: Option<back::MovedFrom>,
    /// Where one was before the last import.
    imported_from: Option<back::ImportedFrom>,
    /// What opened it, and the pass in which one was led back there.
    back_at: Option<(egui::Id, u64)>,
    /// What had the keyboard in the review as one left it for somewhere that leads back.
    left_review: Option<egui::Id>,
    toasts: Toasts,
    shown: Shown,
    /// Frames until egui has forgotten the layout of a secret that was shown.
    wiping: u8,
    /// What did not happen, and the section that said so.
    notice: Option<(Section, Failure)>,
    /// The key that it is about.
    notice_about: Option<crate::model::KeyUid>,
    /// The last request that can be made again.
    again: Option<Again>,
    /// The same, once the keychain that kept it from happening is open.
    once_open: Option<Again>,
    /// Waits for the keychain, which is asked to open.
    unlocks_for: Option<Request>,
    /// The first key of an import, by its place and name, until it is the one that one is on.
    imported: Option<(EnvRef, String)>,
    /// Nothing was changed since the last import.
    last_was_import: bool,
    browsing: browsing::Browsing,
    pages: Pages,
    random: Arc<dyn Random>,
    kept: Kept,
    taste: Taste,
    /// The time in the frame's seconds, also while no frame is drawn: a hidden window's frame keeps its last one.
    clock: f64,
    /// What tells the time of day, and its moment when the facts came, with theirs.
    day_clock: Arc<dyn Clock>,
    came_at: (DateTime<Utc>, DateTime<Utc>),
    /// When the worker was last told of input, in the frame's seconds.
    touched_at: f64,
    /// How a window of the sample comes to the user's own vault.
    own_vault: Option<Start>,
    /// How it comes to the sample, and from there to the user's own vault again.
    samples: Option<(StartSample, Start)>,
    /// Dropped behind the sample's worker: waits until its folder is gone.
    sample_end: Option<SampleEnd>,
}

/// Starts a worker.
pub type Start = Arc<dyn Fn(Waker) -> Worker>;
/// Starts the sample's; the second part is dropped behind it.
pub type StartSample = Arc<dyn Fn(Waker) -> (Worker, Option<SampleEnd>)>;

impl App {
    /// A window on a worker that is running; it shows the mark until the worker's first word.
    pub fn new(ctx: &egui::Context, worker: Worker, waker: Waker) -> Self {
        theme::install(ctx);
        modal::listen(ctx);
        let route = Route::Starting;
        route.tend_typed(ctx);
        Self {
            worker,
            waker,
            snapshot: None,
            route,
            modal: None,
            exports: Before::default(),
            keys: Screen::default(),
            settings: screens::settings::Screen::default(),
            activity: screens::activity::Screen::default(),
            was_at: None,
            review: Review::default(),
            review_of: None,
            person: PersonPage::default(),
            came: false,
            was_open: false,
            came_from: Vec::new(),
            opened_from: None,
            moved_from: None,
            imported_from: None,
            back_at: None,
            left_review: None,
            toasts: Toasts::default(),
            shown: Shown::default(),
            wiping: 0,
            notice: None,
            notice_about: None,
            again: None,
            once_open: None,
            unlocks_for: None,
            imported: None,
            last_was_import: false,
            browsing: browsing::Browsing::default(),
            pages: Pages::default(),
            random: Arc::new(OsRandom),
            kept: Kept::default(),
            taste: Taste::default(),
            clock: 0.0,
            day_clock: Arc::new(SystemClock),
            came_at: Default::default(),
            touched_at: f64::NEG_INFINITY,
            own_vault: None,
            samples: None,
            sample_end: None,
        }
    }

    /// The same window, which can open the sample in its own place.
    #[must_use]
    pub fn with_sample(self, sample: StartSample, own: Start) -> Self {
        Self { samples: Some((sample, own)), ..self }
    }

    /// The same window, its worker being the sample's: with a way out of it, and back.
    #[must_use]
    pub fn in_sample(self) -> Self {
        Self { own_vault: self.samples.as_ref().map(|(_, own)| Arc::clone(own)), ..self }
    }

    /// The same window, to which the time of day is told by a test.
    #[cfg(test)]
    #[must_use]
    pub fn with_clock(self, clock: Arc<dyn Clock>) -> Self {
        Self { day_clock: clock, ..self }
    }

    /// The same window with randomness of a test's choosing.
    #[cfg(test)]
    #[must_use]
    pub fn with_random(self, random: Arc<dyn Random>) -> Self {
        Self { random, ..self }
    }

    /// The same window, whose file dialogs are a test's.
    #[cfg(test)]
    #[must_use]
    pub fn with_chooser(mut self, chooser: super::chooser::Chooser) -> Self {
        self.browsing.chooser = chooser;
        self
    }

    /// The same window, whose pages open as a test likes.
    #[cfg(test)]
    #[must_use]
    pub fn with_opener(self, opener: super::pages::Opener) -> Self {
        Self { pages: Pages::by(opener), ..self }
    }

    /// The facts came: their moment goes on from here.
    fn begin_moment(&mut self, snapshot: &Snapshot) {
        self.came_at = (self.day_clock.now(), snapshot.now.get());
    }

    /// Ages are those of the frame that is drawn, however long ago the facts came. No frame is drawn for them.
    fn move_moment_on(&self, snapshot: &Snapshot) {
        let (came, moment) = self.came_at;
        snapshot.now.go_on(moment + self.day_clock.now().signed_duration_since(came));
    }

    /// Now, in the frame's seconds.
    fn now(&self, ctx: &egui::Context) -> f64 {
        ctx.input(|input| input.time).max(self.clock)
    }

    /// The vault locks after so long without input; on systems that don't tell of any, the window's own counts.
    fn tell_of_input(&mut self, ctx: &egui::Context) {
        let (now, any) = ctx.input(|input| (input.time, !input.events.is_empty()));
        if any && now - self.touched_at >= TOUCH_SECS && matches!(self.route, Route::Open(_)) {
            self.touched_at = now;
            // A full queue is full of requests, and each of them says the same.
            let _ = self.worker.requests.try_send(Request::Touch);
        }
    }
}

fn failure(title: &str, why: &str, advice: &str) -> Failure {
    Failure::new(title, why, advice)
}

fn worker_gone() -> Failure {
    let why = "The part of Keyloft that keeps the vault has stopped.";
    failure("Keyloft can't go on", why, "Your keys are safe. Start Keyloft again.")
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        loop {
            match self.worker.events.try_recv() {
                Ok(event) => self.hear(ctx, event),
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => {
                    if !matches!(self.route, Route::Message(_)) {
                        self.route = Route::Message(worker_gone());
                        self.modal = None;
                    }
                    break;
                }
            }
        }
        self.hear_dialog(ctx);
        self.hear_pages();
        self.taste.fit(ctx);
        self.tell_of_input(ctx);
        self.tend_shown(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, frame: &mut eframe::Frame) {
        self.wiping = self.wiping.saturating_sub(1);
        widgets::name_window(ui.ctx());
        let all = ui.max_rect();
        let mut wishes = Vec::new();
        let snapshot = self.snapshot.clone();
        snapshot.iter().for_each(|snapshot| self.move_moment_on(snapshot));
        match (&mut self.route, &snapshot) {
            (Route::Message(failure), _) => screens::message::message_ui(ui, all, failure, &mut wishes),
            (Route::Locked(locked), Some(snapshot)) => {
                screens::locked::locked_ui(ui, all, locked, snapshot, &mut wishes);
            }
            (Route::FirstRun(first_run), Some(snapshot)) => {
                // It stays in view once the vault is made, and what is made can be locked.
                let is_made = !matches!(snapshot.state, VaultState::NoVault { .. });
                if is_made && Command::pressed(ui.ctx(), |command| command == Command::Lock).is_some() {
                    wishes.push(Wish::Do(Command::Lock));
                }
                screens::first_run::first_run_ui(ui, all, first_run, snapshot, &mut wishes);
            }
            (Route::Open(section), Some(snapshot)) => {
                let section = *section;
                self.open_ui(ui, all, section, snapshot, &mut wishes);
            }
            (_, None) | (Route::Starting, _) => screens::message::starting_ui(ui, all),
        }
        if let (Some(modal), Some(snapshot)) = (&mut self.modal, &snapshot) {
            modal.show(ui.ctx(), snapshot, &mut wishes);
        }
        let ctx = ui.ctx().clone();
        let before = self.modal.as_ref().map(std::mem::discriminant);
        for wish in wishes {
            self.carry_out(&ctx, wish);
        }
        self.browse(frame);
        let opened = self.modal.as_ref().map(std::mem::discriminant).is_some_and(|modal| before != Some(modal));
        if opened || self.is_asked_for_projects() {
            wait_for_what_opens(&ctx);
        }
        self.keep(&ctx);
        self.tend_shown(&ctx);
        self.route.tend_typed(&ctx);
        self.tend_keyboard(&ctx);
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn raw_input_hook(&mut self, _ctx: &egui::Context, raw_input: &mut egui::RawInput) {
        self.clock = raw_input.time.unwrap_or(self.clock);
    }

    /// What is kept between starts is the catalog's; egui's memory may hold what was typed.
    fn persist_egui_memory(&self) -> bool {
        false
    }
}
