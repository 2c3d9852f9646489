//! The system's file dialogs.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::time::{Duration, Instant};

use super::App;
use crate::gui::chooser::Chooser;
use crate::gui::route::Route;
use crate::gui::widgets::{NoChooser, file_chooser_closed, no_file_chooser};
use crate::gui::wish::Browse;

/// Nobody closes a dialog so soon: none was shown. The crate that asks for it tells a dialog that was closed from one that
/// never came only in its log.
const TOO_SOON: Duration = Duration::from_millis(300);

/// What a file dialog came to.
#[derive(Debug)]
struct Answer {
    /// What was chosen.
    path: Option<PathBuf>,
    took: Duration,
}

impl Answer {
    /// Nobody answered: no file chooser service runs here.
    fn is_nobodys(&self) -> bool {
        self.path.is_none() && self.took < TOO_SOON
    }
}

/// The system's file dialogs, one at a time.
#[derive(Default)]
pub(super) struct Browsing {
    pub(super) chooser: Chooser,
    /// One that was asked for in this frame.
    asked: Option<Browse>,
    open: Option<Receiver<Answer>>,
}

impl App {
    /// One is open.
    #[cfg(test)]
    pub(in crate::gui) fn is_browsing(&self) -> bool {
        self.browsing.open.is_some()
    }

    /// Opens one at the end of the frame, for what is in view and asked for it; says so where one is open already.
    pub(super) fn ask_to_browse(&mut self, ctx: &egui::Context, which: Browse) {
        if self.browsing.open.is_some() {
            return no_file_chooser(ctx, NoChooser::OneIsOpen);
        }
        self.browsing.asked = Some(which);
    }

    /// A file dialog may block for ever when its portal dies: it has a thread of its own, which may be left behind.
    pub(super) fn browse(&mut self, frame: &eframe::Frame) {
        let Some(which) = self.browsing.asked.take() else { return };
        let asker = match (&mut self.modal, &mut self.route) {
            (Some(modal), _) => modal.browses(),
            (None, Route::FirstRun(first_run)) => Some(&mut first_run.browses),
            _ => None,
        };
        let Some(browses) = asker else { return };
        let (sender, receiver) = sync_channel(1);
        let waker = Arc::clone(&self.waker);
        let choose = self.browsing.chooser.dialog(which, frame);
        let dialog = move || {
            let asked = Instant::now();
            let path = choose();
            // The window may be gone by now; then nobody wants the path.
            let _ = sender.send(Answer { path, took: asked.elapsed() });
            waker();
        };
        if std::thread::Builder::new().name("file-dialog".to_owned()).spawn(dialog).is_ok() {
            *browses = true;
            self.browsing.open = Some(receiver);
        }
    }

    /// Takes in what was chosen, if what asked for it is still there.
    pub(super) fn hear_dialog(&mut self, ctx: &egui::Context) {
        let Some(answer) = self.browsing.open.as_ref().map(Receiver::try_recv) else { return };
        if matches!(answer, Err(TryRecvError::Empty)) {
            return;
        }
        self.browsing.open = None;
        file_chooser_closed(ctx);
        let modals = self.modal.as_mut().and_then(super::Modal::browses).is_some_and(std::mem::take);
        let first_runs = match &mut self.route {
            Route::FirstRun(first_run) => std::mem::take(&mut first_run.browses) && first_run.wants_folder(),
            _ => false,
        };
        let Ok(answer) = answer else { return };
        if !modals && !first_runs {
            return;
        }
        if answer.is_nobodys() {
            return no_file_chooser(ctx, NoChooser::NoService);
        }
        let Some(path) = answer.path else { return };
        match (&mut self.modal, &mut self.route) {
            (Some(modal), _) if modals => modal.chosen_path(path),
            (_, Route::FirstRun(first_run)) => {
                let request = first_run.chose(&path);
                self.ask(ctx, request);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dialog_that_nobody_could_have_closed_yet_was_never_there() {
        let answer = |path: Option<&str>, took| Answer { path: path.map(PathBuf::from), took };
        assert!(answer(None, TOO_SOON / 2).is_nobodys());
        assert!(!answer(None, TOO_SOON).is_nobodys(), "a person closed it");
        assert!(!answer(Some("/made/up"), Duration::ZERO).is_nobodys());
    }
}
