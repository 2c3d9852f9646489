//! What each event changes in the window.

use std::sync::Arc;

use super::App;
use crate::gui::modal::{Heard, Modal};
use crate::gui::route::{Route, Section};
use crate::gui::screens::confirm::{DeletingFiles, Forgetting};
use crate::gui::screens::export::exported_words;
use crate::gui::screens::import::Import;
use crate::gui::screens::keys::{Place, is_of_noting, is_of_unlocking};
use crate::gui::toast::Toast;
use crate::jobs::{Event, Failure, Imports, KeyFiles, Remedy, Snapshot, VaultState};
use crate::model::KeyUid;

impl App {
    pub(super) fn hear(&mut self, ctx: &egui::Context, event: Event) {
        let now = self.now(ctx);
        self.keys.inspector.awaits.hear(&event);
        if matches!(event, Event::Snapshot(_) | Event::Failed(_)) {
            self.settings.hear_answer();
        }
        if matches!(&event, Event::Failed(failure) if is_of_unlocking(failure)) {
            self.once_open = None;
        }
        if let Some(request) = self.unlocked_for(&event) {
            self.ask(ctx, request);
        }
        if let Event::Imported(imports) = &event {
            self.go_to_imported(imports);
            self.turn_activity(ctx);
        }
        // An open dialog hears first: what it asked for is its own.
        let event = match &mut self.modal {
            None => event,
            Some(modal) => match modal.hear(event, self.snapshot.as_deref()) {
                Heard::Pass(event) => event,
                Heard::Taken => return,
                Heard::Close(event) => {
                    if let (Modal::Export(export), Event::Exported(_), Some(facts)) = (&*modal, &event, &self.snapshot)
                    {
                        self.exports.keep(export, facts);
                    }
                    self.modal = None;
                    self.forget_layout();
                    event
                }
            },
        };
        let event = match (&mut self.route, &self.snapshot) {
            (Route::FirstRun(first_run), Some(snapshot)) => match first_run.hear(event, snapshot) {
                Some(event) => event,
                None => return,
            },
            _ => event,
        };
        match event {
            Event::Snapshot(snapshot) => self.take_snapshot(ctx, snapshot),
            Event::Copied(uid, clears_after) => {
                self.copied(uid, clears_after, now);
                if self.snapshot.as_ref().is_some_and(|snapshot| snapshot.settings.minimise_after_copy) {
                    ctx.send_viewport_cmd(egui::ViewportCommand::Minimized(true));
                }
            }
            Event::ClipboardCleared => self.toasts.say_of_clipboard(Toast::cleared(now), now),
            Event::NothingToClear => {
                self.toasts.say_of_clipboard(Toast::news("No secret is on the clipboard".to_owned(), now), now);
            }
            Event::ClipboardNotCleared(failure) => {
                self.toasts.say_of_clipboard(Toast::not_cleared(&failure.why, now), now);
            }
            Event::Revealed(uid, secret) => {
                let secs = self.snapshot.as_ref().map_or(0, |snapshot| snapshot.settings.reveal_secs);
                self.shown.came(uid, secret, secs, now);
                self.went_well(uid);
            }
            Event::Looked(look) => self.keys.inspector.hear(look),
            // Its dialog was closed meanwhile: what came of it is to be read all the same.
            Event::Imported(imports) => self.modal = Some(Modal::Import(Box::new(Import::showing(imports)))),
            Event::FoldersGone(gone) => self.settings.hear_of_folders(gone),
            Event::Unnoted(failure) => self.failed(failure, now),
            Event::NotedLate(uses) => self.noted_late(uses, now),
            Event::Failed(failure) => {
                self.shown.refused();
                self.failed(self.with_its_request(failure), now);
            }
            Event::Exported(exported) => self.toasts.say(Toast::news(exported_words(&exported), now), now),
            Event::Recovered(references) => self.recovered(&references, now),
            Event::Done(done) => {
                self.mended_by(&done);
                self.done(done, now);
                self.turn_activity(ctx);
            }
            Event::Taste(system) => self.taste.system_said(ctx, system),
            Event::ActivityRead(read) => {
                if let Some(request) = self.activity.hear(*read) {
                    self.ask(ctx, request);
                }
                // The project that it was of may have been deleted by another program.
                self.turn_activity(ctx);
            }
            Event::EntryRead(number, keys) => self.activity.hear_keys(number, keys),
            Event::OldActivity(days, entries) => {
                let forgetting = Forgetting::new(days, entries);
                if forgetting.is_idle() {
                    self.ask(ctx, forgetting.request());
                } else if self.modal.is_none() {
                    self.modal = Some(Modal::Forget(forgetting));
                }
            }
            Event::FilesLooked(uid, files) => self.ask_about_files(uid, files, now),
            Event::ActivityChecked(state) => self.activity.hear_of_check(state),
            Event::Progress("activity", done, all) => self.activity.hear_progress(done, all),
            Event::Progress(step @ ("moving" | "clearing"), done, all) => {
                self.settings.hear_of_move(step == "clearing", done, all);
            }
            Event::Progress(..) => {}
            Event::Whose(_)
            | Event::ShapeLooked(..)
            | Event::Planned(..)
            | Event::ExportLooked(_)
            | Event::Finding(..)
            | Event::FilesFound(_)
            | Event::ImportsLooked(_) => {}
        }
    }

    fn take_snapshot(&mut self, ctx: &egui::Context, snapshot: Arc<Snapshot>) {
        if !matches!(snapshot.state, VaultState::Unusable(_)) {
            self.taste.follow(ctx, &snapshot.settings);
        }
        if let Route::FirstRun(first_run) = &mut self.route {
            first_run.hear_of_keychain(&snapshot.state);
            let is_there = !matches!(snapshot.state, VaultState::NoVault { .. });
            if is_there {
                first_run.has_vault();
            }
            // The vault was made by a dialog: what it saved is to be seen.
            if is_there && self.modal.is_some() {
                first_run.leave();
            }
        }
        if matches!(snapshot.state, VaultState::Locked) {
            self.keep_rows(ctx);
            self.lock_dialog();
        }
        let was_away = |before: &Arc<Snapshot>| matches!(before.state, VaultState::KeychainTrouble(_));
        let for_lock = |notice: &(Section, Failure)| notice.1.remedy == Some(Remedy::Unlock);
        let is_back = self.snapshot.as_ref().is_some_and(was_away) || self.notice.as_ref().is_some_and(for_lock);
        if snapshot.state == VaultState::Open && is_back {
            // What did not happen while the secrets were out of reach is no news any more.
            self.notice = None;
        }
        self.mended_in(&snapshot);
        self.follow_trouble(&snapshot.state);
        self.route = std::mem::replace(&mut self.route, Route::Starting).follow(&snapshot.state);
        if matches!(self.route, Route::Open(_)) {
            self.stand_as_before();
            self.be_on_rows_again();
            let before = self.keys.place.clone();
            self.keys.take(&snapshot);
            let in_view = matches!(self.route, Route::Open(Section::Activity));
            for request in self.activity.take(&snapshot, in_view) {
                self.ask(ctx, request);
            }
            self.was_at = (self.keys.place != before).then_some(before);
            self.keys.inspector.look.stale(ctx.input(|input| input.time));
        } else {
            // But for the scopes the window stood at: they lie in its file, and are stood at again.
            self.kept.forgot = !matches!(snapshot.state, VaultState::NoVault { .. });
            let imported = self.imported.take();
            self.forget_names();
            // A first run that holds what came in leads to it.
            self.imported = imported.filter(|_| matches!(self.route, Route::FirstRun(_)));
        }
        self.begin_moment(&snapshot);
        self.snapshot = Some(snapshot);
        if matches!(self.route, Route::Open(_)) {
            if self.show_imported() {
                self.turn_activity(ctx);
            }
            self.stand_again(ctx);
            self.be_there_again();
            self.take_dialog_up(ctx);
        }
        self.is_open_again(ctx);
    }

    fn copied(&mut self, uid: KeyUid, clears_after: Option<std::time::Duration>, now: f64) {
        let Some(snapshot) = self.snapshot.as_ref().filter(|_| matches!(self.route, Route::Open(_))) else { return };
        let Some(key) = snapshot.keys.iter().find(|key| key.uid == uid) else { return };
        let environment = &key.place().environment;
        // That its use is not noted is to be read, whatever else is copied.
        self.notice = self.notice.take().filter(|(_, failure)| is_of_noting(failure));
        if clears_after.is_some() || key.is_plain() {
            self.keys.inspector.copied(uid, now);
        }
        match clears_after {
            Some(total) => self.toasts.say_of_clipboard(Toast::copied(key.name(), environment, total, now), now),
            None => {
                let what = if key.is_plain() { environment.as_str() } else { "key ID" };
                // It stands where a secret was that would have been counted down.
                self.toasts.say_of_clipboard(Toast::news_of(key.name(), format!("· {what} copied"), now), now);
            }
        }
    }

    /// What stood there of uses that were not noted holds no more.
    fn noted_late(&mut self, uses: usize, now: f64) {
        self.notice = self.notice.take().filter(|(_, failure)| !is_of_noting(failure));
        let words = if uses == 1 { "The use is noted now".to_owned() } else { format!("{uses} uses are noted now") };
        self.toasts.say(Toast::news(words, now), now);
    }

    /// The files with a key's value are known: whether they are to go is asked now.
    fn ask_about_files(&mut self, uid: KeyUid, files: KeyFiles, now: f64) {
        let Some(key) = self.key(uid) else { return };
        match DeletingFiles::new(key, files) {
            Some(question) if self.modal.is_none() => {
                self.hide_secret();
                self.modal = Some(Modal::DeleteFiles(question));
            }
            Some(_) => {}
            None => {
                let why = "is in no file that Keyloft wrote any more";
                self.toasts.say(Toast::refusal_of(key.name(), why, now), now);
            }
        }
    }

    /// A change that an earlier run had begun is finished now: said, for nobody saw its end.
    fn recovered(&mut self, references: &[String], now: f64) {
        let toast = match references {
            [] => return,
            [one] => Toast::news_of(one, "finished saving, which was interrupted".to_owned(), now),
            several => Toast::news(format!("Finished {} changes that were interrupted", several.len()), now),
        };
        self.toasts.say(toast, now);
    }

    /// What came in comes into view, behind the dialog that says so; the first key of it once the facts hold it.
    fn go_to_imported(&mut self, imports: &Imports) {
        self.last_was_import = imports.reports.iter().any(|report| report.import.is_some());
        let into = imports.reports.first().and_then(|report| report.into.as_ref());
        if let (Some(into), Some(snapshot)) = (into, self.snapshot.clone()) {
            let place = Place::of(into);
            self.leaves_for_imported(place.clone());
            self.keys.widen();
            // A new one is gone to once the facts hold it.
            let place = if place.clone().within(&snapshot) == place { place } else { self.keys.place.clone() };
            self.keys.go(place, &snapshot);
        }
        let first = imports.reports.iter().find_map(|report| report.into.clone().zip(report.first.clone()));
        if first.is_some() {
            self.imported = first;
        }
    }

    /// The first key that came in is the one that one is on; true once that is so.
    pub(super) fn show_imported(&mut self) -> bool {
        let Some(snapshot) = self.snapshot.clone() else { return false };
        let Some((into, name)) = &self.imported else { return false };
        let is_it = |key: &&crate::model::Key| key.place() == into && key.name() == name;
        let Some(uid) = snapshot.keys.iter().find(is_it).map(|key| key.uid) else { return false };
        let place = Place::of(into);
        self.imported = None;
        self.keys.go(place, &snapshot);
        self.keys.show(uid, &snapshot);
        true
    }

    /// A failure is shown once, where its wish was made.
    pub(super) fn failed(&mut self, mut failure: Failure, now: f64) {
        match &mut self.route {
            Route::Locked(locked) => locked.failed(&failure, now),
            Route::FirstRun(first_run) => first_run.failed(failure),
            Route::Starting => self.route = Route::Message(failure),
            Route::Open(_) | Route::Message(_) => {
                self.activity.refused();
                self.notice_about = self.key_of(&failure);
                // To nobody knows which key no value can be given.
                failure.remedy.take_if(|remedy| *remedy == Remedy::GiveValue && self.notice_about.is_none());
                self.notice = Some((self.section().unwrap_or(Section::Keys), failure));
            }
        }
    }
}
