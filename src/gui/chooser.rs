//! The system's file dialogs themselves, over the window where the desktop knows how.

use std::any::Any;
use std::path::PathBuf;
use std::sync::Arc;

use super::wish::Browse;

/// What a file dialog came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    /// This.
    Path(PathBuf),
    /// Nothing: a person closed it.
    Nothing,
    /// There was none: no file chooser service runs here.
    NoService,
}

/// Shows a dialog until a person has chosen, and says what; on a thread of its own.
pub type Choose = Box<dyn FnOnce() -> Chosen + Send>;

/// A dialog to be shown.
pub struct Dialog {
    /// Shows it.
    pub choose: Choose,
    /// Dropped, the dialog goes; none where the system has no way to end one.
    pub hold: Option<Box<dyn Any>>,
}

/// Makes the one that was asked for, over the window of a frame.
type Make = dyn Fn(Browse, &eframe::Frame) -> Dialog;

/// What makes them.
#[derive(Clone)]
pub struct Chooser(Arc<Make>);

impl Default for Chooser {
    fn default() -> Self {
        Self(Arc::new(of_the_system))
    }
}

impl Chooser {
    /// Dialogs of a test's own.
    #[cfg(test)]
    pub fn by(make: impl Fn(Browse, &eframe::Frame) -> Dialog + 'static) -> Self {
        Self(Arc::new(make))
    }

    /// The one that was asked for, over the window of this frame.
    pub fn dialog(&self, which: Browse, frame: &eframe::Frame) -> Dialog {
        (self.0)(which, frame)
    }
}

fn title(which: &Browse) -> &'static str {
    match which {
        Browse::Open => "Choose a file",
        Browse::Folder => "Choose a folder",
        Browse::Save(_) => "Choose where to write",
    }
}

/// What a file to be written is called at first, and the folder it goes to.
fn written(typed: &str) -> (String, Option<PathBuf>) {
    let typed = PathBuf::from(typed);
    let name = typed.file_name().map_or_else(|| ".env".to_owned(), |name| name.to_string_lossy().into_owned());
    (name, typed.parent().filter(|folder| folder.is_dir()).map(PathBuf::from))
}

#[cfg(target_os = "linux")]
fn of_the_system(which: Browse, frame: &eframe::Frame) -> Dialog {
    use crate::jobs::{Choice, FileDialog, PathBytes, Wants, choosing};
    let wants = match &which {
        Browse::Open => Wants::File,
        Browse::Folder => Wants::Folder,
        Browse::Save(typed) => {
            let (name, folder) = written(typed);
            Wants::NewFile { name, folder: folder.as_deref().map(PathBytes::of) }
        }
    };
    match choosing(FileDialog { title: title(&which).to_owned(), wants, above: x_window(frame) }) {
        Ok((choosing, hold)) => {
            let choose = move || match choosing.show() {
                Choice::Path(path) => Chosen::Path(path),
                Choice::Closed => Chosen::Nothing,
                Choice::NoService => Chosen::NoService,
            };
            Dialog { choose: Box::new(choose), hold: Some(Box::new(hold)) }
        }
        Err(_) => Dialog { choose: Box::new(|| Chosen::NoService), hold: None },
    }
}

/// The window of a frame on the X server: a dialog stays above it. Wayland's protocol for that is not built in.
#[cfg(target_os = "linux")]
fn x_window(frame: &eframe::Frame) -> Option<u32> {
    use winit::raw_window_handle::{HasWindowHandle as _, RawWindowHandle};
    match frame.window_handle().ok()?.as_raw() {
        RawWindowHandle::Xlib(window) => window.window.try_into().ok(),
        RawWindowHandle::Xcb(window) => Some(window.window.get()),
        _ => None,
    }
}

#[cfg(not(target_os = "linux"))]
fn of_the_system(which: Browse, frame: &eframe::Frame) -> Dialog {
    let dialog = rfd::FileDialog::new().set_parent(frame).set_title(title(&which));
    let choose = move || {
        let chosen = match which {
            Browse::Open => dialog.pick_file(),
            Browse::Folder => dialog.pick_folder(),
            Browse::Save(typed) => {
                let (name, folder) = written(&typed);
                let named = dialog.set_file_name(name);
                match folder {
                    Some(folder) => named.set_directory(folder).save_file(),
                    None => named.save_file(),
                }
            }
        };
        chosen.map_or(Chosen::Nothing, Chosen::Path)
    };
    Dialog { choose: Box::new(choose), hold: None }
}
