//! The system's file dialogs.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::time::{Duration, Instant};

use super::App;
use crate::gui::route::Route;
use crate::gui::widgets::no_file_chooser;
use crate::gui::wish::Browse;

/// Nobody closes a dialog so soon: none was shown. The crate that asks for it tells a dialog that was closed from one that
/// never came only in its log.
const TOO_SOON: Duration = Duration::from_millis(300);

/// What a file dialog came to.
#[derive(Debug)]
pub(super) struct Answer {
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

impl App {
    /// A file dialog may block for ever when its portal dies: it has a thread of its own, which may be left behind.
    pub(super) fn browse(&mut self, which: Browse) {
        if self.browsing.is_some() {
            return;
        }
        let (sender, receiver) = sync_channel(1);
        let waker = Arc::clone(&self.waker);
        let dialog = move || {
            let asked = Instant::now();
            let path = match which {
                Browse::Open => rfd::FileDialog::new().set_title("Choose a file").pick_file(),
                Browse::Folder => rfd::FileDialog::new().set_title("Choose a folder").pick_folder(),
                Browse::Save(typed) => {
                    let typed = PathBuf::from(typed);
                    let name = typed.file_name().map_or_else(|| ".env".into(), |name| name.to_string_lossy());
                    let mut dialog = rfd::FileDialog::new().set_title("Choose where to write").set_file_name(name);
                    if let Some(folder) = typed.parent().filter(|folder| folder.is_dir()) {
                        dialog = dialog.set_directory(folder);
                    }
                    dialog.save_file()
                }
            };
            // The window may be gone by now; then nobody wants the path.
            let _ = sender.send(Answer { path, took: asked.elapsed() });
            waker();
        };
        if std::thread::Builder::new().name("file-dialog".to_owned()).spawn(dialog).is_ok() {
            self.browsing = Some(receiver);
        }
    }

    pub(super) fn hear_dialog(&mut self, ctx: &egui::Context) {
        let Some(answer) = self.browsing.as_ref().map(Receiver::try_recv) else { return };
        if !matches!(answer, Err(TryRecvError::Empty)) {
            self.browsing = None;
        }
        let Ok(answer) = answer else { return };
        let asks = self.modal.is_some() || matches!(self.route, Route::FirstRun(_));
        if answer.is_nobodys() && asks {
            return no_file_chooser(ctx);
        }
        let Some(path) = answer.path else { return };
        match (&mut self.modal, &mut self.route) {
            (Some(modal), _) => modal.chosen_path(path),
            (None, Route::FirstRun(first_run)) => {
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
