//! Which vault the window is on: the user's own, or the sample's in the same window.

use std::sync::Arc;

use super::App;
use crate::gui::route::Route;
use crate::gui::screens::export::Before;
use crate::jobs::{VaultState, Worker};

impl App {
    /// The sample's worker ends with its handle and takes its folder away; the user's own vault is looked for.
    pub(super) fn leave_sample(&mut self) {
        let Some(start) = self.own_vault.take() else { return };
        self.change_worker(start(Arc::clone(&self.waker)));
        if let Some(end) = self.sample_end.take() {
            // It waits for the folder's end, which the window must not.
            let _ = std::thread::Builder::new().name("sample-end".to_owned()).spawn(move || drop(end));
        }
    }

    /// The sample in this window; its worker is another one.
    pub(super) fn open_sample(&mut self) {
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
        self.forget_rows();
        self.forget_names();
    }

    /// Nothing of the vault stays in view or in memory here: no name, no search, no last four. What was typed and is not saved is no
    /// part of it (`over_lock`).
    pub(super) fn forget_names(&mut self) {
        self.keys.forget();
        self.settings.forget();
        self.activity.forget();
        self.review.forget();
        self.review_of = None;
        self.person.forget();
        self.hide_secret();
        self.modal = None;
        self.exports = Before::default();
        self.toasts.clear();
        self.notice = None;
        (self.imported, self.imported_from) = (None, None);
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
            self.came = !snapshot.keys.is_empty();
            self.show_imported();
        }
    }
}
