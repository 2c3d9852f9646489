//! The system's file dialogs.

use std::any::Any;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};

use super::App;
use crate::gui::chooser::{Chooser, Chosen};
use crate::gui::route::Route;
use crate::gui::widgets::{NoChooser, file_chooser_closed, no_file_chooser};
use crate::gui::wish::Browse;

/// A file dialog that is open.
struct Open {
    chosen: Receiver<Chosen>,
    /// Dropped, it goes; none where it can't be made to.
    hold: Option<Box<dyn Any>>,
}

/// The system's file dialogs, one at a time.
#[derive(Default)]
pub(super) struct Browsing {
    pub(super) chooser: Chooser,
    /// One that was asked for in this frame.
    asked: Option<Browse>,
    open: Option<Open>,
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
        let (sender, chosen) = sync_channel(1);
        let waker = Arc::clone(&self.waker);
        let dialog = self.browsing.chooser.dialog(which, frame);
        let choose = dialog.choose;
        let show = move || {
            // The window may be gone by now; then nobody wants the path.
            let _ = sender.send(choose());
            waker();
        };
        if std::thread::Builder::new().name("file-dialog".to_owned()).spawn(show).is_ok() {
            *browses = true;
            self.browsing.open = Some(Open { chosen, hold: dialog.hold });
        }
    }

    /// Takes in what was chosen, if what asked for it is still there; else takes the dialog away, where that can be done.
    pub(super) fn hear_dialog(&mut self, ctx: &egui::Context) {
        let Some(open) = &self.browsing.open else { return };
        let answer = open.chosen.try_recv();
        if matches!(answer, Err(TryRecvError::Empty)) && (open.hold.is_none() || self.wants_its_choice()) {
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
        let path = match answer {
            Chosen::Path(path) => path,
            Chosen::Nothing => return,
            Chosen::NoService => return no_file_chooser(ctx, NoChooser::NoService),
        };
        match (&mut self.modal, &mut self.route) {
            (Some(modal), _) if modals => modal.chosen_path(path),
            (_, Route::FirstRun(first_run)) => {
                let request = first_run.chose(&path);
                self.ask(ctx, request);
            }
            _ => {}
        }
    }

    /// Whether what asked for the dialog is still there.
    fn wants_its_choice(&mut self) -> bool {
        let modals = self.modal.as_mut().and_then(super::Modal::browses).is_some_and(|browses| *browses);
        modals || matches!(&self.route, Route::FirstRun(first_run) if first_run.browses && first_run.wants_folder())
    }
}
