//! The system's file dialogs themselves, over the window where the desktop knows how.

use std::path::PathBuf;
use std::sync::Arc;

use super::wish::Browse;

/// Shows a dialog until a person has chosen, and says what; on a thread of its own.
pub type Choose = Box<dyn FnOnce() -> Option<PathBuf> + Send>;

/// Makes the one that was asked for, over the window of a frame.
type Make = dyn Fn(Browse, &eframe::Frame) -> Choose;

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
    pub fn by(make: impl Fn(Browse, &eframe::Frame) -> Choose + 'static) -> Self {
        Self(Arc::new(make))
    }

    /// The one that was asked for, over the window of this frame.
    pub fn dialog(&self, which: Browse, frame: &eframe::Frame) -> Choose {
        (self.0)(which, frame)
    }
}

fn of_the_system(which: Browse, frame: &eframe::Frame) -> Choose {
    // On X11 it stays above the window and is closed with it. Wayland's protocol for that is not built in.
    let dialog = rfd::FileDialog::new().set_parent(frame);
    match which {
        Browse::Open => Box::new(|| dialog.set_title("Choose a file").pick_file()),
        Browse::Folder => Box::new(|| dialog.set_title("Choose a folder").pick_folder()),
        Browse::Save(typed) => Box::new(move || {
            let typed = PathBuf::from(typed);
            let name = typed.file_name().map_or_else(|| ".env".into(), |name| name.to_string_lossy());
            let mut dialog = dialog.set_title("Choose where to write").set_file_name(name);
            if let Some(folder) = typed.parent().filter(|folder| folder.is_dir()) {
                dialog = dialog.set_directory(folder);
            }
            dialog.save_file()
        }),
    }
}
