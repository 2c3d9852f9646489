//! What screens ask for. They draw and push wishes; `App` carries them out in one place.

use super::commands::Command;
use super::screens::keys::Place;
use crate::jobs::{Done, Request};
use crate::model::KeyUid;

/// A wish with what it needs.
#[derive(Debug)]
pub enum Wish {
    /// One of the commands.
    Do(Command),
    /// One of the commands, on this key.
    DoTo(KeyUid, Command),
    /// Work for the worker.
    Ask(Request),
    /// Look at another project or environment.
    Go(Place),
    /// Open this key's menu with a corner there.
    KeyMenu(KeyUid, egui::Pos2),
    /// Look at this key, wherever it stands, with all there is to see of it.
    Select(KeyUid),
    /// Show this key's secret; whoever wishes it has asked where it had to be asked.
    Show(KeyUid),
    /// Show the secret that is on screen twenty seconds longer.
    ShowLonger,
    /// The next of the keys that are rotated one after another: this one is rotated, or left as it is.
    RotateNext,
    /// Make a new key of this name.
    NewKey {
        /// A variable name.
        name: String,
    },
    /// Open a page in the browser.
    OpenUrl(String),
    /// Open the import dialog; with a path where one is known.
    Import(Option<std::path::PathBuf>),
    /// Look at a project's environments and folders, to change them.
    EditProject(String),
    /// Link a folder to a project.
    LinkFolder(String),
    /// Make a new project.
    NewProject,
    /// Work for the worker that a person was asked about and wants.
    Confirmed(Request),
    /// Let the user pick a file for the dialog.
    Browse(Browse),
    /// Say what was saved while its dialog was open.
    Say(Done),
    /// Close the dialog.
    CloseModal,
    /// Put away the message above the table.
    DismissNotice,
}

/// Which of the system's file dialogs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Browse {
    /// For a file that is there.
    Open,
    /// For a folder.
    Folder,
    /// For a file to be written; with the path that stands in the field.
    Save(String),
}
