//! How the window stood when it was last used: kept in a small file beside the vault. Never a search text, never a
//! secret. A file that can't be read or written is no trouble: the window stands as it does at first.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::desk::Desk;
use crate::fs::{Home, Replace, read_regular, write_whole};
use crate::model::Secret;

/// The file's name in the vault's folder.
const FILE: &str = "window.json";
/// No window needs more bytes to be described.
const LIMIT: u64 = 16 * 1024;

/// How the window stands. Size and place in points of the desktop, whatever the zoom; the rest in the window's own.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WindowState {
    /// Width and height.
    pub size: Option<[f32; 2]>,
    /// Where its frame's top left corner stands on the desktop; none where the desktop does not tell (Wayland).
    pub place: Option<[f32; 2]>,
    /// It fills the screen.
    pub maximised: bool,
    /// The theme, by its word in the settings: for what is drawn before they are known, or where they can't be read.
    pub theme: String,
    /// Which section is in view, by its word; empty for the keys.
    pub section: String,
    /// Which project is looked at.
    pub project: Option<String>,
    /// Which of its environments.
    pub environment: Option<String>,
    /// No one project: all are looked at, as a person chose.
    pub all_projects: bool,
    /// Widths of the columns that were drawn to another width.
    pub columns: [Option<f32>; 3],
    /// Columns that a person does without, by their headings.
    pub hidden: Vec<String>,
    /// The column that orders the table, by its name.
    pub sort: String,
    /// The other way round.
    pub reversed: bool,
    /// The inspector's width.
    pub inspector: Option<f32>,
    /// The inspector was closed.
    pub inspector_closed: bool,
    /// Compare stands in the list's place.
    pub compare: bool,
    /// Compare's names from the last to the first.
    pub compare_reversed: bool,
    /// Review's charts are folded; none where a person never said.
    pub charts_folded: Option<bool>,
    /// Which project Review looks at.
    pub review_project: Option<String>,
    /// Which environment Review looks at.
    pub review_environment: Option<String>,
    /// The column that orders Review's warnings, by its name.
    pub review_sort: String,
    /// The other way round.
    pub review_reversed: bool,
    /// Days and lines of Activity that were opened or closed: days and numbers.
    pub activity_folds: String,
}

fn path(home: &Home) -> PathBuf {
    home.path().join(FILE)
}

/// How this user's window stood; as at first where nothing is kept.
pub fn kept_window() -> WindowState {
    let named = std::env::var_os("KEYLOFT_HOME").map(PathBuf::from);
    let Ok(home) = Home::locate(named.as_deref()) else { return WindowState::default() };
    read(&home)
}

fn read(home: &Home) -> WindowState {
    let bytes = read_regular(&path(home), LIMIT).ok();
    bytes.and_then(|bytes| serde_json::from_slice(bytes.expose()).ok()).unwrap_or_default()
}

fn write(home: &Home, state: &WindowState) {
    if let Ok(text) = serde_json::to_vec_pretty(state) {
        // The next change is kept again.
        let _ = write_whole(&path(home), &Secret::new(text), Replace::RegularFile);
    }
}

impl Desk {
    /// Keeps it where there is a vault to keep it beside; the sample leaves nothing.
    pub(super) fn keep_window(&self, state: &WindowState) {
        if self.vault.is_some() && !self.sample {
            write(&self.home, state);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_is_read_again_and_nonsense_is_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        assert_eq!(read(&home), WindowState::default());
        let state = WindowState {
            size: Some([1000.0, 700.0]),
            place: Some([-20.0, 40.0]),
            project: Some("shop".to_owned()),
            sort: "Health".to_owned(),
            ..WindowState::default()
        };
        write(&home, &state);
        assert_eq!(read(&home), state);
        write(&home, &WindowState::default());
        assert_eq!(read(&home), WindowState::default());
        // One that an earlier Keyloft kept knows no place.
        std::fs::write(path(&home), "{\"size\": [900, 600], \"sort\": \"Health\"}").unwrap();
        let before = read(&home);
        assert_eq!((before.size, before.place, before.sort.as_str()), (Some([900.0, 600.0]), None, "Health"));
        std::fs::write(path(&home), "{\"size\": \"large\"").unwrap();
        assert_eq!(read(&home), WindowState::default());
    }
}
