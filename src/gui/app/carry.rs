//! Carrying wishes out, in one place.

use std::sync::Arc;
use std::sync::mpsc::TrySendError;

use super::{App, failure, worker_gone};
use crate::gui::commands::{Command, provider_page};
use crate::gui::modal::Modal;
use crate::gui::palette::Palette;
use crate::gui::route::{Route, Section};
use crate::gui::screens::activity::ExportActivity;
use crate::gui::screens::bulk::{Assign, Report, Snooze};
use crate::gui::screens::confirm::Copying;
use crate::gui::screens::confirm_state::ConfirmState;
use crate::gui::screens::export::{Before, Export};
use crate::gui::screens::import::Import;
use crate::gui::screens::keys::{Place, Screen, open_key_menu};
use crate::gui::screens::many::Act;
use crate::gui::screens::person::LastDay;
use crate::gui::screens::place_key::{PlaceKey, Placing};
use crate::gui::screens::project::ProjectForm;
use crate::gui::screens::review::Review;
use crate::gui::screens::rotate::Rotate;
use crate::gui::screens::save_file::SaveFile;
use crate::gui::toast::Toast;
use crate::gui::wish::Wish;
use crate::gui::{screens, shell};
use crate::jobs::{CopyForm, ReportOf, Request, VaultState, Worker};
use crate::model::{Key, KeyUid};

impl App {
    pub(super) fn ask(&mut self, ctx: &egui::Context, request: Request) {
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

    /// Asks the worker, but first the person where they want to be asked before a protected secret is copied.
    fn ask_first(&mut self, ctx: &egui::Context, request: Request) {
        match self.snapshot.as_ref().and_then(|snapshot| Copying::about(&request, snapshot)) {
            Some(question) => self.modal = Some(Modal::Copy(question)),
            None => self.ask(ctx, request),
        }
    }

    fn open_project(&mut self, form: ProjectForm) {
        self.hide_secret();
        self.modal = Some(Modal::Project(form));
    }

    /// Brings what was done into view, and asks the worker for it.
    fn show_activity(&mut self, ctx: &egui::Context) {
        if matches!(self.route, Route::Open(Section::Activity)) {
            return;
        }
        self.go_to(Section::Activity);
        let _ = self.activity.go(self.keys.place.project.as_ref());
        for request in self.activity.show() {
            self.ask(ctx, request);
        }
    }

    /// Brings the settings into view; the worker looks whether linked folders are still there.
    fn show_settings(&mut self, ctx: &egui::Context) {
        self.go_to(Section::Settings);
        self.ask(ctx, Request::LookAtFolders);
    }

    pub(super) fn carry_out(&mut self, ctx: &egui::Context, wish: Wish) {
        match wish {
            Wish::Do(command) => self.command(ctx, command),
            Wish::DoTo(uid, command) => {
                // What shows a secret needs the key's details, and they are beside the keys.
                if command.home() == Some(Section::Keys) {
                    self.select(uid);
                } else if matches!(self.route, Route::Open(Section::Keys)) {
                    self.keys.select(Some(uid));
                }
                self.do_to(ctx, command, uid);
            }
            Wish::Ask(request) => self.ask_first(ctx, request),
            Wish::Confirmed(request) => self.ask(ctx, request),
            Wish::Go(place) => {
                if let Some(snapshot) = &self.snapshot {
                    match self.route {
                        Route::Open(Section::Review) => self.review.go(place, snapshot),
                        _ => self.keys.go(place, snapshot),
                    }
                }
                let narrowed = self.activity.go(self.keys.place.project.as_ref());
                if let Some(request) = narrowed {
                    self.ask(ctx, request);
                }
                // Settings are of no project.
                if matches!(self.route, Route::Open(Section::Settings)) {
                    self.go_to(Section::Keys);
                }
            }
            Wish::EditProject(name) => self.open_project(ProjectForm::of(&name)),
            Wish::LinkFolder(name) => self.open_project(ProjectForm::linking(&name)),
            Wish::NewProject => self.open_project(ProjectForm::new()),
            Wish::KeyMenu(uid, at) => {
                self.keys.select(Some(uid));
                open_key_menu(ctx, &mut self.keys, at);
            }
            Wish::Select(uid) => {
                self.keys.compare.on = false;
                self.select(uid);
                self.keys.inspector.bring(ctx);
            }
            Wish::Show(uid) => self.show_secret(ctx, uid),
            Wish::ShowLonger => {
                let now = ctx.input(|input| input.time);
                self.shown.more(now);
            }
            Wish::Import(path) => {
                if let Some(snapshot) = &self.snapshot {
                    self.modal = Some(Modal::Import(Box::new(Import::new(self.place(), snapshot, path))));
                }
            }
            Wish::ImportText(text) => {
                if let Some(snapshot) = &self.snapshot {
                    self.modal = Some(Modal::Import(Box::new(Import::of_text(self.place(), snapshot, &text))));
                }
            }
            Wish::Browse(which) => self.browse(which),
            Wish::Say(done) => self.done(done, ctx.input(|input| input.time)),
            Wish::NewKey { name } => self.new_key(Some(name).filter(|name| !name.is_empty())),
            Wish::LeaveFirstRun => self.leave_first_run(),
            Wish::OpenSample => self.open_sample(),
            Wish::NewKeyAt { place, name } => {
                let place = Place { project: Some(place.project), environment: Some(place.environment) };
                self.new_key_at(&place, Some(name));
            }
            Wish::DuplicateTo { uid, to } => {
                let dialog = self.snapshot.as_ref().and_then(|snapshot| PlaceKey::to_place(snapshot, uid, &to));
                self.modal = dialog.map(Modal::PlaceKey).or(self.modal.take());
            }
            Wish::GiveItsOwn(uid) => {
                self.keys.select(Some(uid));
                let snapshot = self.snapshot.as_deref();
                let rotate = snapshot.and_then(|one| Rotate::alone(one, uid, Arc::clone(&self.random)));
                self.modal = rotate.map(|rotate| Modal::Rotate(Box::new(rotate))).or(self.modal.take());
            }
            Wish::Many(act, keys) => self.many(ctx, act, &keys),
            Wish::Person(name) => self.open_person(name),
            Wish::ReportHandover(name) => self.report_handover(name),
            Wish::LastDay(name) => {
                let dialog = self.snapshot.as_ref().map(|snapshot| LastDay::new(snapshot, name.as_deref()));
                self.modal = dialog.map(Modal::LastDay);
            }
            Wish::Back => self.go_to(self.came_from),
            Wish::OpenUrl(url) => ctx.open_url(egui::OpenUrl::new_tab(url)),
            Wish::CloseModal => {
                self.modal = None;
                self.forget_layout();
            }
            Wish::DismissNotice => self.notice = None,
        }
    }

    /// From another section back to the keys as they were; from there to those of all projects.
    fn show_keys(&mut self, ctx: &egui::Context) {
        match self.route {
            Route::Open(Section::Keys) => self.carry_out(ctx, Wish::Go(Place::default())),
            _ => self.go_to(Section::Keys),
        }
    }

    /// Brings a section of the open vault into view.
    pub(super) fn go_to(&mut self, section: Section) {
        if matches!(self.route, Route::Open(at) if at != section) {
            self.hide_secret();
            self.route = Route::Open(section);
        }
    }

    /// Looks at the key where it stands, whatever is in view now.
    pub(super) fn select(&mut self, uid: KeyUid) {
        let Some(snapshot) = &self.snapshot else { return };
        let Some(key) = snapshot.keys.iter().find(|key| key.uid == uid) else { return };
        if !self.keys.place.holds(key) {
            let at = key.place();
            let place = Place { project: Some(at.project.clone()), environment: Some(at.environment.clone()) };
            self.keys.go(place, snapshot);
        }
        self.keys.select(Some(uid));
        self.keys.bring_into_view();
        self.go_to(Section::Keys);
    }

    /// The key that is selected in the section in view: what a command about a key is about.
    pub(super) fn selected(&self) -> Option<&Key> {
        let (snapshot, Route::Open(section)) = (self.snapshot.as_deref()?, &self.route) else { return None };
        let index = match section {
            Section::Keys => self.keys.acted_on(snapshot),
            Section::Person => self.person.selected(snapshot),
            Section::Activity | Section::Settings => None,
            Section::Review => self.review.selected_index(snapshot),
        };
        index.map(|index| &snapshot.keys[index])
    }

    fn command(&mut self, ctx: &egui::Context, command: Command) {
        if self.acts_in_bulk(command) {
            return self.bulk(ctx, command);
        }
        let fits = self.snapshot.as_deref().is_some_and(|snapshot| command.fits(snapshot, self.selected()));
        if !fits {
            return;
        }
        match self.selected().map(|key| key.uid) {
            Some(uid) if command.is_about_a_key() => self.key_command(ctx, command, uid),
            _ => self.window_command(ctx, command),
        }
    }

    /// A command on a key, whether it is selected or not.
    fn do_to(&mut self, ctx: &egui::Context, command: Command, uid: KeyUid) {
        let fits = self.snapshot.as_deref().is_some_and(|snapshot| command.fits(snapshot, self.key(uid)));
        if fits && command.is_about_a_key() {
            self.key_command(ctx, command, uid);
        }
    }

    /// What is looked at in the section in view.
    pub(super) fn place(&self) -> &Place {
        match self.route {
            Route::Open(Section::Review) => &self.review.place,
            _ => &self.keys.place,
        }
    }

    fn key_command(&mut self, ctx: &egui::Context, command: Command, uid: KeyUid) {
        match command {
            Command::Copy => self.ask_first(ctx, Request::Copy(uid)),
            Command::CopyKeyId => self.ask(ctx, Request::CopyKeyId(uid)),
            Command::CopyAssignment => self.ask_first(ctx, Request::CopyAs(uid, CopyForm::Assignment)),
            Command::CopyExportLine => self.ask_first(ctx, Request::CopyAs(uid, CopyForm::ExportLine)),
            Command::CopyReference => self.ask(ctx, Request::CopyAs(uid, CopyForm::Reference)),
            Command::PutBack => self.ask(ctx, Request::UndoRotate(uid)),
            Command::MarkEnded | Command::MarkValueEnded => self.ask(ctx, Request::MarkEnded(uid)),
            Command::Enable => self.ask(ctx, Request::Enable(vec![uid])),
            Command::DeleteFiles => self.ask(ctx, Request::DeleteFiles(uid)),
            Command::OpenProvider => {
                if let Some(page) = self.key(uid).and_then(provider_page) {
                    self.carry_out(ctx, Wish::OpenUrl(page.to_owned()));
                }
            }
            Command::Show => {
                // It is shown beside the list only.
                if std::mem::take(&mut self.keys.compare.on) {
                    self.select(uid);
                    self.keys.inspector.bring(ctx);
                }
                self.show_or_hide(ctx);
            }
            // Each opens a dialog of its own.
            Command::Rotate
            | Command::SaveFile
            | Command::AssignOwner
            | Command::Snooze
            | Command::Disable
            | Command::Delete
            | Command::Places => self.open_dialog(command, uid),
            Command::Edit => self.edit(ctx, uid),
            Command::Duplicate => self.place_key(uid, Placing::Duplicate),
            Command::Move => self.place_key(uid, Placing::Move),
            _ => {}
        }
    }

    /// Whether a command acts on all that is selected in Review.
    pub(super) fn acts_in_bulk(&self, command: Command) -> bool {
        matches!(self.route, Route::Open(Section::Review)) && self.review.takes_in_bulk(command)
    }

    /// The dialog that asks before it acts on all that is selected.
    fn bulk(&mut self, ctx: &egui::Context, command: Command) {
        let Some(snapshot) = &self.snapshot else { return };
        let keys = self.review.picked_keys();
        let modal = match command {
            Command::AssignOwner => Assign::new(snapshot, &keys).map(Modal::Assign),
            Command::Snooze => {
                let picked = self.review.picked().into_iter();
                Snooze::new(snapshot, picked.filter_map(|(uid, rule)| Some((uid, rule?))).collect()).map(Modal::Snooze)
            }
            Command::Disable => ConfirmState::disable_all(snapshot, &keys).map(Modal::ConfirmState),
            Command::Rotate => return self.many(ctx, Act::Rotate, &keys),
            _ => None,
        };
        match modal {
            Some(modal) => self.modal = Some(modal),
            None => self.nothing_to(command),
        }
    }

    /// A report of what is selected in Review; of its scope where nothing is.
    fn report(&mut self) {
        let Some(snapshot) = &self.snapshot else { return };
        let (about, keys) = self.review.report_of(snapshot);
        let report = Report::new(snapshot, ReportOf::Review { about, keys });
        self.modal = Some(Modal::Report(report));
    }

    /// The dialog that asks before it acts.
    fn open_dialog(&mut self, command: Command, uid: KeyUid) {
        let Some(snapshot) = &self.snapshot else { return };
        let modal = match command {
            Command::Rotate => {
                Rotate::new(snapshot, uid, Arc::clone(&self.random)).map(|rotate| Modal::Rotate(Box::new(rotate)))
            }
            Command::Places => {
                let look = self.keys.inspector.look.of(uid);
                let ticked = look.map_or(&[][..], |look| &look.ticked);
                Rotate::places(snapshot, uid, ticked, Arc::clone(&self.random))
                    .map(|rotate| Modal::Rotate(Box::new(rotate)))
            }
            Command::SaveFile => SaveFile::new(snapshot, uid).map(Modal::SaveFile),
            Command::AssignOwner => Assign::new(snapshot, &[uid]).map(Modal::Assign),
            Command::Snooze => Snooze::of_key(snapshot, uid).map(Modal::Snooze),
            Command::Disable => ConfirmState::disable(snapshot, uid).map(Modal::ConfirmState),
            Command::Delete => ConfirmState::delete(snapshot, uid).map(Modal::ConfirmState),
            _ => None,
        };
        if modal.is_some() {
            self.hide_secret();
            self.modal = modal;
        } else {
            self.nothing_to(command);
        }
    }

    /// Says that nothing is left for a command to act on.
    pub(super) fn nothing_to(&mut self, command: Command) {
        let words = match command {
            Command::Snooze => "There are no warnings to snooze",
            Command::Disable => "All of them are disabled already",
            _ => return,
        };
        self.toasts.say(Toast::bad_news(words.to_owned(), self.clock), self.clock);
    }

    fn window_command(&mut self, ctx: &egui::Context, command: Command) {
        match command {
            Command::ShowKeys => self.show_keys(ctx),
            Command::Search => self.open_palette(Vec::new()),
            Command::ShowReview => self.go_to(Section::Review),
            Command::SelectRow => self.review.toggle_current(),
            Command::SelectAll => self.review.toggle_all(),
            Command::Report => self.report(),
            Command::FoldCharts => self.review.fold(ctx),
            Command::ChartTables => self.review.tables = !self.review.tables,
            Command::Filter => {
                if let Route::Open(section) = self.route {
                    to_filter(ctx, section);
                }
            }
            Command::ShowActivity => self.show_activity(ctx),
            Command::ExportActivity => {
                let form = ExportActivity::new(self.activity.query(), self.activity.count());
                self.modal = Some(Modal::ExportActivity(form));
            }
            Command::ShowSettings => self.show_settings(ctx),
            Command::NewProject => self.open_project(ProjectForm::new()),
            Command::EditProject => match self.place().project.clone() {
                Some(name) => self.open_project(ProjectForm::of(&name)),
                None => self.keys.ask_for_projects(),
            },
            Command::ClearClipboard => self.ask(ctx, Request::ClearClipboard),
            Command::Lock => self.ask(ctx, Request::Lock),
            Command::Import => self.carry_out(ctx, Wish::Import(None)),
            Command::AllKeys => self.modal = Some(Modal::AllKeys),
            Command::PreviousEnvironment => self.step_environment(-1),
            Command::NextEnvironment => self.step_environment(1),
            Command::LightTheme => self.ask(ctx, Request::Set("theme", "light".to_owned())),
            Command::DarkTheme => self.ask(ctx, Request::Set("theme", "dark".to_owned())),
            Command::SystemTheme => self.ask(ctx, Request::Set("theme", "system".to_owned())),
            Command::SystemMotion => self.ask(ctx, Request::Set("motion", "as-system".to_owned())),
            Command::FullMotion => self.ask(ctx, Request::Set("motion", "on".to_owned())),
            Command::NoMotion => self.ask(ctx, Request::Set("motion", "off".to_owned())),
            Command::StrongOutlines => self.ask(ctx, Request::Set("outlines", "strong".to_owned())),
            Command::NormalOutlines => self.ask(ctx, Request::Set("outlines", "normal".to_owned())),
            Command::ZoomIn => self.zoom(ctx, |percent| percent + 10),
            Command::ZoomOut => self.zoom(ctx, |percent| percent.saturating_sub(10)),
            Command::ZoomReset => self.zoom(ctx, |_| 100),
            Command::SomeoneLeaves => self.carry_out(ctx, Wish::LastDay(None)),
            Command::NobodysKeys => self.open_person(None),
            Command::ChooseProject => match self.route {
                Route::Open(Section::Review) => self.review.projects_asked = true,
                _ => self.keys.ask_for_projects(),
            },
            Command::NextPane => self.next_pane(ctx),
            Command::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
            Command::Inspector if self.keys.compare.on => {
                let uid = self.selected().map(|key| key.uid);
                uid.into_iter().for_each(|uid| self.carry_out(ctx, Wish::Select(uid)));
            }
            Command::Inspector => self.keys.inspector.toggle(ctx),
            Command::Compare => {
                if let Some(snapshot) = self.snapshot.clone() {
                    self.hide_secret();
                    self.keys.toggle_compare(&snapshot);
                    self.go_to(Section::Keys);
                }
            }
            Command::NewKey => self.new_key(None),
            Command::Export => {
                if let Some(snapshot) = &self.snapshot {
                    self.modal =
                        Some(Modal::Export(Box::new(Export::new(self.place(), self.exports.clone(), snapshot))));
                }
            }
            Command::LeaveSample => self.leave_sample(),
            _ => {}
        }
    }

    /// The sample's worker ends with its handle and takes its folder away; the user's own vault is looked for.
    fn leave_sample(&mut self) {
        let Some(start) = self.own_vault.take() else { return };
        self.change_worker(start(Arc::clone(&self.waker)));
        if let Some(end) = self.sample_end.take() {
            // It waits for the folder's end, which the window must not.
            let _ = std::thread::Builder::new().name("sample-end".to_owned()).spawn(move || drop(end));
        }
    }

    /// The sample in this window; its worker is another one.
    fn open_sample(&mut self) {
        let Some((sample, own)) = &self.samples else { return };
        let (worker, end) = sample(Arc::clone(&self.waker));
        self.own_vault = Some(Arc::clone(own));
        self.change_worker(worker);
        self.sample_end = end;
    }

    fn change_worker(&mut self, worker: Worker) {
        self.worker = worker;
        self.snapshot = None;
        self.route = Route::Starting;
        self.keys.forget();
        self.settings.forget();
        self.activity.forget();
        self.review.forget();
        self.person.forget();
        self.hide_secret();
        self.modal = None;
        self.exports = Before::default();
        self.toasts.clear();
        self.notice = None;
    }

    /// From the first run on to the keys.
    pub(super) fn leave_first_run(&mut self) {
        if let (Route::FirstRun(first_run), Some(snapshot)) = (&mut self.route, &self.snapshot) {
            first_run.leave();
            if matches!(snapshot.state, VaultState::NoVault { .. }) {
                return;
            }
            self.route = std::mem::replace(&mut self.route, Route::Starting).follow(&snapshot.state);
            self.keys.take(snapshot);
        }
    }

    /// Where the keyboard enters the section in view.
    fn section_entry(&self) -> egui::Id {
        match self.route {
            Route::Open(Section::Review) => self.review.list_id(),
            Route::Open(Section::Activity) => screens::activity::Screen::filter_id(),
            Route::Open(Section::Settings) => screens::settings::Screen::find_id(),
            Route::Open(Section::Person) => screens::person::PersonPage::filter_id(),
            _ => self.keys.list_id(),
        }
    }

    /// The keyboard goes from the sidebar to the list, to the inspector where it is in view, and round again.
    fn next_pane(&self, ctx: &egui::Context) {
        let mut panes = vec![shell::search_id(), self.section_entry()];
        let inspector = self.keys.inspector.entry().filter(|_| matches!(self.route, Route::Open(Section::Keys)));
        panes.extend(inspector.map(|(first, _)| first));
        let focused = ctx.memory(egui::Memory::focused).and_then(|id| ctx.read_response(id)).map(|at| at.rect.center());
        let sidebar = shell::width(ctx);
        let at = match focused {
            Some(at) if at.x < sidebar => 0,
            Some(at) if inspector.is_some_and(|(_, left)| at.x > left) => 2,
            Some(_) => 1,
            None => 0,
        };
        let next = panes[(at + 1) % panes.len()];
        ctx.memory_mut(|memory| memory.request_focus(next));
    }

    /// Opens the palette. `typed`: what came after its keys in the same frame.
    pub(super) fn open_palette(&mut self, typed: Vec<egui::Event>) {
        let mut palette = Palette::new(self.place(), self.selected().map(|key| key.uid));
        palette.type_ahead(typed);
        self.modal = Some(Modal::Palette(Box::new(palette)));
    }

    fn zoom(&mut self, ctx: &egui::Context, change: impl Fn(u32) -> u32) {
        let Some(percent) = self.snapshot.as_ref().map(|snapshot| snapshot.settings.zoom_percent) else { return };
        let wanted = change(percent).clamp(80, 200);
        if wanted != percent {
            self.ask(ctx, Request::Set("zoom", wanted.to_string()));
        }
    }

    /// All, then each environment in its order, and round again.
    fn step_environment(&mut self, step: isize) {
        let Some(snapshot) = &self.snapshot else { return };
        let at = self.place().clone();
        let Some(project) = snapshot.projects.iter().find(|project| Some(&project.name) == at.project.as_ref()) else {
            return;
        };
        let names: Vec<Option<String>> =
            std::iter::once(None).chain(project.environments.iter().map(|e| Some(e.name.clone()))).collect();
        let now = names.iter().position(|name| *name == at.environment).unwrap_or_default();
        let next = (now as isize + step).rem_euclid(names.len() as isize) as usize;
        let place = Place { project: at.project.clone(), environment: names[next].clone() };
        match self.route {
            Route::Open(Section::Review) => self.review.go(place, snapshot),
            _ => self.keys.go(place, snapshot),
        }
    }
}

/// Gives the section's filter the keyboard.
pub(super) fn to_filter(ctx: &egui::Context, section: Section) {
    let field = match section {
        Section::Keys => Screen::filter_id(),
        Section::Review => Review::filter_id(),
        Section::Activity => screens::activity::Screen::filter_id(),
        Section::Settings => screens::settings::Screen::find_id(),
        Section::Person => screens::person::PersonPage::filter_id(),
    };
    ctx.memory_mut(|memory| memory.request_focus(field));
}
