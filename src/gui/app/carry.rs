//! Carrying wishes out, in one place.

use std::sync::Arc;
use std::sync::mpsc::TrySendError;

use super::again::Again;
use super::keyboard::to_filter;
use super::several::BULK;
use super::{App, failure, worker_gone};
use crate::gui::awaits::Asked;
use crate::gui::commands::Command;
use crate::gui::modal::Modal;
use crate::gui::palette::Palette;
use crate::gui::route::{Route, Section};
use crate::gui::screens::activity::ExportActivity;
use crate::gui::screens::confirm::{Copying, Forgetting};
use crate::gui::screens::confirm_state::ConfirmState;
use crate::gui::screens::export::Export;
use crate::gui::screens::import::Import;
use crate::gui::screens::keys::{Place, open_key_menu};
use crate::gui::screens::person::LastDay;
use crate::gui::screens::place_key::PlaceKey;
use crate::gui::screens::project::ProjectForm;
use crate::gui::screens::rotate::Rotate;
use crate::gui::widgets::keyboard::wait_for_what_opens;
use crate::gui::widgets::modal::go_on_elsewhere;
use crate::gui::wish::Wish;
use crate::jobs::{Failure, Remedy, Request};
use crate::model::{Key, ZOOM};

impl App {
    pub(super) fn ask(&mut self, ctx: &egui::Context, request: Request) {
        let asked = Asked::of(&request).filter(|asked| *asked != Asked::Open || self.is_store_away());
        self.remember(&request);
        match self.worker.requests.try_send(request) {
            Ok(()) => {
                let now = self.now(ctx);
                asked.into_iter().for_each(|asked| self.keys.inspector.awaits.begin(asked, now));
            }
            Err(TrySendError::Full(request)) => {
                let now = ctx.input(|input| input.time);
                self.settings.hear_answer();
                let (title, why) = ("Couldn't do that now.", "Keyloft is still busy with earlier requests.");
                let remedy = Again::of(&request).map(|_| Remedy::TryAgain);
                self.failed(Failure { remedy, ..failure(title, why, "Wait a moment, then try again.") }, now);
            }
            Err(TrySendError::Disconnected(_)) => self.route = Route::Message(worker_gone()),
        }
    }

    /// Asks the worker, but first the person where they want to be asked before a protected secret is copied, or where entries
    /// of the record would go.
    pub(super) fn ask_first(&mut self, ctx: &egui::Context, request: Request) {
        let before = self.snapshot.as_ref().and_then(|snapshot| Forgetting::asks(&request, snapshot));
        if let Some(count) = before {
            return self.ask(ctx, count);
        }
        match self.snapshot.as_ref().and_then(|snapshot| Copying::about(&request, snapshot)) {
            Some(question) => self.modal = Some(Modal::Copy(question)),
            None => {
                if let Some(request) = self.unlock_first(ctx, request) {
                    self.ask(ctx, request);
                }
            }
        }
    }

    fn open_project(&mut self, form: ProjectForm) {
        self.hide_secret();
        self.modal = Some(Modal::Project(form));
    }

    pub(super) fn carry_out(&mut self, ctx: &egui::Context, wish: Wish) {
        match wish {
            // It needs no vault that can be read.
            Wish::Do(Command::Quit) => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
            Wish::Do(command) => self.command(ctx, command),
            Wish::DoTo(uid, command) => {
                // What shows a secret needs the key's details, and they are beside the keys.
                if command.home() == Some(Section::Keys) {
                    self.open_key(ctx, uid);
                } else if let (Route::Open(Section::Keys), Some(snapshot)) = (&self.route, &self.snapshot) {
                    self.keys.select_listed(uid, snapshot);
                }
                self.do_to(ctx, command, uid);
            }
            Wish::Ask(request) => self.ask_first(ctx, request),
            Wish::AskUnlocked(request) => self.unlock_for(ctx, request),
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
                // Settings and people are of no project.
                if matches!(self.route, Route::Open(Section::Settings | Section::Person)) {
                    self.go_to(Section::Keys);
                }
            }
            Wish::EditProject(name) => self.open_project(ProjectForm::of(&name)),
            Wish::LinkFolder(name) => self.open_project(ProjectForm::linking(&name)),
            Wish::NewProject => self.open_project(ProjectForm::new()),
            Wish::KeyMenu(uid, at) => {
                if self.section() == Some(Section::Keys) {
                    self.keys.select(Some(uid));
                }
                let keys = self.menu_keys(uid);
                open_key_menu(ctx, &mut self.keys, keys, at);
                wait_for_what_opens(ctx);
            }
            Wish::Select(uid) => self.open_key(ctx, uid),
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
            Wish::Browse(which) => self.ask_to_browse(ctx, which),
            Wish::Say(done) => self.done(done, ctx.input(|input| input.time)),
            Wish::NewKey { name } => self.new_key(Some(name).filter(|name| !name.is_empty())),
            Wish::LeaveFirstRun => self.leave_first_run(),
            Wish::OpenSample => self.open_sample(),
            Wish::NewKeyAt { place, name } => {
                self.new_key_at(&Place::of(&place), Some(name));
            }
            Wish::DuplicateTo { uid, to } => {
                let dialog = self.snapshot.as_ref().and_then(|snapshot| PlaceKey::to_place(snapshot, uid, &to));
                self.modal = dialog.map(Modal::PlaceKey).or(self.modal.take());
            }
            Wish::GiveItsOwn(uid) => {
                if self.section() == Some(Section::Keys) {
                    self.keys.select(Some(uid));
                }
                self.hide_secret();
                let snapshot = self.snapshot.as_deref();
                let rotate = snapshot.and_then(|one| Rotate::alone(one, uid, Arc::clone(&self.random)));
                self.modal = rotate.map(|rotate| Modal::Rotate(Box::new(rotate))).or(self.modal.take());
            }
            Wish::Many(act, keys) => self.many(ctx, act, &keys),
            Wish::Person(name) => {
                self.leave_review(ctx);
                self.open_person(name);
            }
            Wish::ReportHandover(name) => self.report_handover(name),
            Wish::LastDay(name) => {
                let dialog = self.snapshot.as_ref().map(|snapshot| LastDay::new(snapshot, name.as_deref()));
                self.modal = dialog.map(Modal::LastDay);
            }
            Wish::Back => self.go_back(ctx),
            Wish::AskEnded(keys) => {
                let asked = self.snapshot.as_deref().and_then(|snapshot| ConfirmState::ended(snapshot, &keys));
                self.modal = asked.map(Modal::ConfirmState).or(self.modal.take());
            }
            Wish::OpenPage(page) => self.pages.open(ctx, page),
            Wish::CopyAddress(page) => self.copy_address(ctx, page),
            Wish::GiveValue => {
                if let Some(uid) = self.notice_about {
                    self.carry_out(ctx, Wish::DoTo(uid, Command::Rotate));
                }
            }
            Wish::CloseModal => {
                // One goes on at what came in, whatever had the keyboard before.
                if matches!(&self.modal, Some(Modal::Import(import)) if import.brought()) {
                    go_on_elsewhere(ctx);
                    self.came = true;
                }
                self.modal = None;
                self.forget_layout();
            }
            Wish::DismissNotice => self.notice = None,
            Wish::TryAgain => self.try_again(ctx),
            Wish::UnlockAndAgain => self.unlock_and_again(ctx),
        }
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

    fn window_command(&mut self, ctx: &egui::Context, command: Command) {
        match command {
            Command::ShowKeys => {
                // The list is asked for: in a narrow window the details would lie over it.
                if self.section() != Some(Section::Keys) {
                    self.keys.inspector.close_sheet(ctx);
                }
                self.go_to(Section::Keys);
            }
            Command::Search => self.open_palette(Vec::new()),
            Command::ShowReview => self.show_review(),
            Command::SelectRow => self.review.toggle_current(),
            Command::SelectAll => self.review.toggle_all(),
            Command::Report => self.report(),
            Command::FoldCharts => self.review.fold(ctx),
            Command::ChartTables => self.review.turn(ctx),
            Command::Filter => {
                if let Route::Open(section) = self.route {
                    to_filter(ctx, section);
                }
            }
            Command::ShowActivity => self.show_activity(ctx),
            Command::ExportActivity => {
                let activity = &self.activity;
                let form = ExportActivity::new(activity.query(), activity.count(), activity.narrowed_to());
                self.modal = Some(Modal::ExportActivity(form));
            }
            Command::ShowSettings => self.show_settings(ctx),
            Command::ChangePassphrase | Command::MoveToSealed | Command::MoveToKeychain => {
                self.open_passphrase(command);
            }
            Command::NewProject => self.open_project(ProjectForm::new()),
            Command::EditProject => match self.place().project.clone() {
                Some(name) => self.open_project(ProjectForm::of(&name)),
                None => self.ask_for_projects(),
            },
            Command::ClearClipboard => self.ask(ctx, Request::ClearClipboard),
            Command::Undo => self.undo(ctx),
            Command::Lock => self.ask(ctx, Request::Lock),
            Command::UndoImport => self.open_undo_import(),
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
            Command::NobodysKeys => {
                self.leave_review(ctx);
                self.open_person(None);
            }
            Command::ChooseProject => self.ask_for_projects(),
            Command::NextPane => self.next_pane(ctx),
            Command::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
            // Its place is beside the list.
            Command::Inspector if self.keys.compare.on || self.section() != Some(Section::Keys) => {
                let uid = self.selected().map(|key| key.uid);
                uid.into_iter().for_each(|uid| self.carry_out(ctx, Wish::Select(uid)));
            }
            Command::Inspector => {
                self.tend_opened_from();
                self.leave_details(ctx);
                self.keys.inspector.toggle(ctx);
                self.keys.inspector.lead();
                if !self.keys.inspector.is_shown(ctx) {
                    self.back_from_key(ctx);
                }
            }
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
                    let selected = self.selected().map(Key::place);
                    let export = Export::new(self.place(), selected, self.exports.clone(), snapshot);
                    self.modal = Some(Modal::Export(Box::new(export)));
                }
            }
            Command::LeaveSample => self.leave_sample(),
            _ => {}
        }
    }

    /// Opens the palette. `typed`: what came after its keys in the same frame.
    pub(super) fn open_palette(&mut self, typed: Vec<egui::Event>) {
        let section = self.section().unwrap_or(Section::Keys);
        // Nothing of it where nothing is selected: what is done with the one warning that one is on is done with its key.
        let bulk = BULK.into_iter().filter(|_| self.picked() > 0);
        let picked = bulk.filter(|command| self.acts_in_bulk(*command) && self.has_any_for(*command));
        let picked = (self.picked(), picked.collect());
        let selected = self.selected().map(|key| key.uid);
        let mut palette = Palette::new(self.place(), selected).over(section).with_picked(picked);
        palette.type_ahead(typed);
        self.modal = Some(Modal::Palette(Box::new(palette)));
    }

    fn zoom(&mut self, ctx: &egui::Context, change: impl Fn(u32) -> u32) {
        let Some(percent) = self.snapshot.as_ref().map(|snapshot| snapshot.settings.zoom_percent) else { return };
        let wanted = change(percent).clamp(*ZOOM.start(), *ZOOM.end());
        if wanted != percent {
            self.ask(ctx, Request::Set("zoom", wanted.to_string()));
        }
    }
}
