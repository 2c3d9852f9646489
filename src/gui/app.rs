//! The window's one state: hears events in `logic`, draws in `ui`, and carries wishes out.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, TrySendError, sync_channel};

use egui::{Id, Rect, Ui};

use super::commands::Command;
use super::route::{Modal, Route};
use super::screens::import::{Import, imported_words};
use super::screens::keys::{Place, Screen, list_keys};
use super::theme::{self, size};
use super::toast::Toast;
use super::wish::Wish;
use super::{screens, shell, widgets};
use crate::jobs::{Event, Failure, ImportReport, Request, Snapshot, Waker, Worker};
use crate::model::{KeyUid, Theme};

/// The window.
pub struct App {
    worker: Worker,
    waker: Waker,
    snapshot: Option<Arc<Snapshot>>,
    route: Route,
    modal: Option<Modal>,
    keys: Screen,
    toast: Option<Toast>,
    notice: Option<Failure>,
    browsing: Option<Receiver<Option<PathBuf>>>,
}

impl App {
    /// A window on a worker that is running; it shows the mark until the worker's first word.
    pub fn new(ctx: &egui::Context, worker: Worker, waker: Waker) -> Self {
        theme::install(ctx);
        Self {
            worker,
            waker,
            snapshot: None,
            route: Route::Starting,
            modal: None,
            keys: Screen::default(),
            toast: None,
            notice: None,
            browsing: None,
        }
    }

    fn hear(&mut self, ctx: &egui::Context, event: Event) {
        let now = ctx.input(|input| input.time);
        match event {
            Event::Snapshot(snapshot) => self.take_snapshot(ctx, snapshot),
            Event::Copied(uid, clears_after) => {
                self.copied(uid, clears_after, now);
                if self.snapshot.as_ref().is_some_and(|snapshot| snapshot.settings.minimise_after_copy) {
                    ctx.send_viewport_cmd(egui::ViewportCommand::Minimized(true));
                }
            }
            Event::ClipboardCleared => self.toast = Some(Toast::cleared(now)),
            Event::ClipboardNotCleared(failure) => {
                let words = format!("Couldn't clear the clipboard. {}", failure.why);
                self.toast = Some(Toast::bad_news(words.trim().to_owned(), now));
            }
            // Nothing here shows a secret yet: it is wiped at once.
            Event::Revealed(_, secret) => drop(secret),
            Event::Imported(report) => self.imported(report, now),
            Event::Progress(_, done, of) => {
                if let Some(Modal::Import(import)) = &mut self.modal {
                    import.progress(done, of);
                }
            }
            Event::Failed(failure) => self.failed(failure, now),
            Event::Looked(_) | Event::Whose(_) | Event::Done(_) | Event::Planned(_) | Event::Exported(_) => {}
        }
    }

    fn take_snapshot(&mut self, ctx: &egui::Context, snapshot: Arc<Snapshot>) {
        let before = self.snapshot.as_ref().map(|before| &before.settings);
        if before.is_none_or(|before| before.theme != snapshot.settings.theme) {
            ctx.set_theme(match snapshot.settings.theme {
                Theme::System => egui::ThemePreference::System,
                Theme::Light => egui::ThemePreference::Light,
                Theme::Dark => egui::ThemePreference::Dark,
            });
        }
        if before.is_none_or(|before| before.zoom_percent != snapshot.settings.zoom_percent) {
            ctx.set_zoom_factor(snapshot.settings.zoom_percent as f32 / 100.0);
        }
        self.route = std::mem::replace(&mut self.route, Route::Starting).follow(&snapshot.state);
        if matches!(self.route, Route::Keys) {
            self.keys.take(&snapshot);
        } else {
            // Nothing of the vault stays in view or in memory here: no name, no search, no last four.
            self.keys.forget();
            self.modal = None;
            self.toast = None;
            self.notice = None;
        }
        self.snapshot = Some(snapshot);
    }

    fn copied(&mut self, uid: KeyUid, clears_after: Option<std::time::Duration>, now: f64) {
        let Some(snapshot) = self.snapshot.as_ref().filter(|_| matches!(self.route, Route::Keys)) else { return };
        let Some(key) = snapshot.keys.iter().find(|key| key.uid == uid) else { return };
        let environment = &key.place().environment;
        self.notice = None;
        match clears_after {
            Some(total) => self.toast = Some(Toast::copied(key.name(), environment, total, now)),
            None => {
                let what = if key.is_plain() { environment.as_str() } else { "key id" };
                self.say(Toast::news_of(key.name(), format!("· {what} copied"), now));
            }
        }
    }

    /// Shows news, unless a countdown is on, which outranks them.
    fn say(&mut self, toast: Toast) {
        if !self.toast.as_ref().is_some_and(Toast::is_counting) {
            self.toast = Some(toast);
        }
    }

    fn imported(&mut self, report: ImportReport, now: f64) {
        let counting = self.toast.as_ref().is_some_and(Toast::is_counting);
        if let (Some(into), Some(snapshot)) = (&report.into, &self.snapshot) {
            let place = Place { project: Some(into.project.clone()), environment: Some(into.environment.clone()) };
            self.keys.go(place, snapshot);
        }
        // What was left out has to be read; and a countdown must not swallow the result.
        if report.left_out.is_empty() && !counting {
            self.modal = None;
            self.say(Toast::news(imported_words(&report), now));
        } else {
            self.modal = Some(Modal::Imported(report));
        }
    }

    /// A failure is shown once, where its wish was made.
    fn failed(&mut self, failure: Failure, now: f64) {
        if let Some(Modal::Import(import)) = &mut self.modal
            && import.is_running()
        {
            return import.failed(failure);
        }
        match &mut self.route {
            Route::Locked(locked) => locked.failed(&failure, now),
            Route::FirstRun(first_run) => first_run.failed(failure),
            Route::Starting => self.route = Route::Message(failure),
            Route::Keys | Route::Message(_) => self.notice = Some(failure),
        }
    }

    fn ask(&mut self, ctx: &egui::Context, request: Request) {
        match self.worker.requests.try_send(request) {
            Ok(()) => {}
            Err(TrySendError::Full(_)) => {
                let now = ctx.input(|input| input.time);
                let (title, why) = ("Couldn't do that now.", "Keyloft is still busy with what was asked before.");
                self.failed(failure(title, why, "Wait a moment, then try again."), now);
            }
            Err(TrySendError::Disconnected(_)) => self.route = Route::Message(worker_gone()),
        }
    }

    fn carry_out(&mut self, ctx: &egui::Context, wish: Wish) {
        match wish {
            Wish::Do(command) => self.command(ctx, command),
            Wish::Ask(request) => self.ask(ctx, request),
            Wish::Go(place) => {
                if let Some(snapshot) = &self.snapshot {
                    self.keys.go(place, snapshot);
                }
            }
            Wish::Import(path) => {
                if let Some(snapshot) = &self.snapshot {
                    self.modal = Some(Modal::Import(Import::new(&self.keys.place, snapshot, path)));
                }
            }
            Wish::Browse => self.browse(),
            Wish::CloseModal => self.modal = None,
            Wish::DismissNotice => self.notice = None,
        }
    }

    fn command(&mut self, ctx: &egui::Context, command: Command) {
        match command {
            Command::ShowKeys => self.carry_out(ctx, Wish::Go(Place::default())),
            Command::Search | Command::Filter => to_filter(ctx),
            Command::Copy => {
                if let Some(uid) = self.keys.selected {
                    self.ask(ctx, Request::Copy(uid));
                }
            }
            Command::ClearClipboard => self.ask(ctx, Request::ClearClipboard),
            Command::Lock => self.ask(ctx, Request::Lock),
            Command::Import => self.carry_out(ctx, Wish::Import(None)),
            Command::AllKeys => self.modal = Some(Modal::AllKeys),
        }
    }

    /// A file dialog may block for ever when its portal dies: it has a thread of its own, which may be left behind.
    fn browse(&mut self) {
        if self.browsing.is_some() {
            return;
        }
        let (sender, receiver) = sync_channel(1);
        let waker = Arc::clone(&self.waker);
        let dialog = move || {
            let path = rfd::FileDialog::new().set_title("Choose an environment file").pick_file();
            // The window may be gone by now; then nobody wants the path.
            let _ = sender.send(path);
            waker();
        };
        if std::thread::Builder::new().name("file-dialog".to_owned()).spawn(dialog).is_ok() {
            self.browsing = Some(receiver);
        }
    }

    fn hear_dialog(&mut self) {
        let Some(answer) = self.browsing.as_ref().map(Receiver::try_recv) else { return };
        if !matches!(answer, Err(TryRecvError::Empty)) {
            self.browsing = None;
        }
        if let (Ok(Some(path)), Some(Modal::Import(import))) = (answer, &mut self.modal) {
            import.path = path.display().to_string();
        }
    }

    fn keys_screen_ui(&mut self, ui: &mut Ui, all: Rect, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        let ctx = ui.ctx().clone();
        if self.modal.is_none() {
            match Command::pressed(&ctx) {
                // At once: what is typed after it may be in the same frame already.
                Some(Command::Search | Command::Filter) => to_filter(&ctx),
                Some(command) => wishes.push(Wish::Do(command)),
                None => {}
            }
            list_keys(&ctx, &mut self.keys, snapshot);
            let dropped = ctx.input(|input| input.raw.dropped_files.first().map(|file| file.path().to_owned()));
            wishes.extend(dropped.map(|path| Wish::Import(Some(path))));
        }
        let side = if all.width() < size::NARROW { size::RAIL } else { size::SIDEBAR };
        let (sidebar, pane) = all.split_left_right_at_x(all.left() + side);
        shell::sidebar_ui(ui, sidebar, &self.keys, snapshot, wishes);
        screens::keys::keys_ui(ui, pane, &mut self.keys, snapshot, self.notice.as_ref(), wishes);
        self.toast_ui(ui, pane, wishes);
        if ctx.input(|input| !input.raw.hovered_files.is_empty()) {
            drop_hint_ui(ui, pane);
        }
    }

    fn toast_ui(&mut self, ui: &Ui, pane: Rect, wishes: &mut Vec<Wish>) {
        let now = ui.input(|input| input.time);
        if self.toast.as_ref().is_some_and(|toast| toast.is_over(now)) {
            self.toast = None;
        }
        let Some(toast) = &self.toast else { return };
        ui.ctx().request_repaint_after(toast.next_frame(now));
        if widgets::toast_ui(ui, pane, &toast.face(now)) {
            wishes.push(Wish::Do(Command::ClearClipboard));
        }
    }

    fn modal_ui(&mut self, ui: &Ui, wishes: &mut Vec<Wish>) {
        let Some(modal) = &mut self.modal else { return };
        let t = theme::of(ui);
        let frame = egui::Frame::NONE
            .fill(t.bg_raised)
            .stroke(egui::Stroke::new(1.0, t.stroke_default))
            .corner_radius(theme::radius::DIALOG)
            .shadow(egui::Shadow { offset: [0, 12], blur: 32, spread: 0, color: t.shadow });
        let dialog = egui::Modal::new(Id::unique("dialog")).frame(frame).backdrop_color(t.scrim);
        let response = dialog.show(ui.ctx(), |ui| {
            ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
            match modal {
                Modal::Import(import) => screens::import::import_ui(ui, import, wishes),
                Modal::Imported(report) => screens::import::imported_ui(ui, report, wishes),
                Modal::AllKeys => screens::all_keys::all_keys_ui(ui, wishes),
            }
        });
        let escape = ui.ctx().input(|input| input.key_pressed(egui::Key::Escape));
        if escape || response.should_close() {
            wishes.push(Wish::CloseModal);
        }
    }
}

/// Gives the filter the keyboard.
fn to_filter(ctx: &egui::Context) {
    ctx.memory_mut(|memory| memory.request_focus(Screen::filter_id()));
}

fn drop_hint_ui(ui: &Ui, pane: Rect) {
    let t = theme::of(ui);
    ui.painter().rect_filled(pane, 0.0, t.scrim);
    let card = Rect::from_center_size(pane.center(), egui::vec2(280.0, 44.0));
    ui.painter().rect_filled(card, theme::radius::CARD, t.bg_raised);
    widgets::text_centered(ui, card, theme::Type::Strong, t.text_primary, "Drop an environment file here");
}

fn failure(title: &str, why: &str, advice: &str) -> Failure {
    Failure { title: title.to_owned(), why: why.to_owned(), advice: advice.to_owned() }
}

fn worker_gone() -> Failure {
    let why = "The part of Keyloft that keeps the vault has stopped.";
    failure("Keyloft can't go on", why, "Your keys are safe: start Keyloft again.")
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
        self.hear_dialog();
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let all = ui.max_rect();
        let mut wishes = Vec::new();
        let snapshot = self.snapshot.clone();
        match (&mut self.route, &snapshot) {
            (Route::Message(failure), _) => screens::message::message_ui(ui, all, failure),
            (Route::Locked(locked), Some(snapshot)) => {
                screens::locked::locked_ui(ui, all, locked, snapshot, &mut wishes);
            }
            (Route::FirstRun(first_run), Some(snapshot)) => {
                screens::first_run::first_run_ui(ui, all, first_run, snapshot, &mut wishes);
            }
            (Route::Keys, Some(snapshot)) => self.keys_screen_ui(ui, all, snapshot, &mut wishes),
            (_, None) | (Route::Starting, _) => screens::message::starting_ui(ui, all),
        }
        self.modal_ui(ui, &mut wishes);
        let ctx = ui.ctx().clone();
        for wish in wishes {
            self.carry_out(&ctx, wish);
        }
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    /// What is kept between starts is the catalog's; egui's memory may hold what was typed.
    fn persist_egui_memory(&self) -> bool {
        false
    }
}
