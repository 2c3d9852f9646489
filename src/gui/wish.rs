//! What screens ask for. They draw and push wishes; `App` carries them out in one place.

use super::commands::Command;
use super::screens::keys::Place;
use super::screens::many::Act;
use crate::jobs::{Done, Request};
use crate::model::{EnvRef, KeyUid, Secret};

/// A wish with what it needs.
#[derive(Debug)]
pub enum Wish {
    /// One of the commands.
    Do(Command),
    /// One of the commands, on this key.
    DoTo(KeyUid, Command),
    /// Work for the worker.
    Ask(Request),
    /// The same, once the keychain, which is asked to, has opened.
    AskUnlocked(Request),
    /// Look at another project or environment.
    Go(Place),
    /// Open this key's menu with a corner there.
    KeyMenu(KeyUid, egui::Rect),
    /// Look at this key, wherever it stands, with all there is to see of it.
    Select(KeyUid),
    /// Show this key's secret; whoever wishes it has asked where it had to be asked.
    Show(KeyUid),
    /// Show the secret that is on screen twenty seconds longer.
    ShowLonger,
    /// Make a new key of this name.
    NewKey {
        /// A variable name.
        name: String,
    },
    /// Make a new key of this name there.
    NewKeyAt {
        /// Where.
        place: EnvRef,
        /// A variable name.
        name: String,
    },
    /// Make a double of a key in another environment of its project.
    DuplicateTo {
        /// Which key.
        uid: KeyUid,
        /// Where.
        to: EnvRef,
    },
    /// Rotate this key, and leave those that hold the same value as they are.
    GiveItsOwn(KeyUid),
    /// Do this with several keys, once it was asked where it has to be.
    Many(Act, Vec<KeyUid>),
    /// Look at what a person owns, and how far handing it over is; none for what nobody owns.
    Person(Option<String>),
    /// Say when a person leaves; whoever is typed where none is named.
    LastDay(Option<String>),
    /// Write a report on what this person hands over.
    ReportHandover(String),
    /// Go back to where one came from.
    Back,
    /// Ask whether the values of these keys have ended at their providers.
    AskEnded(Vec<KeyUid>),
    /// Open a page in the browser: of a provider, so that its address is part of the program.
    OpenPage(&'static str),
    /// Put the address of such a page on the clipboard.
    CopyAddress(&'static str),
    /// Give the key its value again that what is said to have failed is about.
    GiveValue,
    /// Open the import dialog; with a path where one is known.
    Import(Option<std::path::PathBuf>),
    /// Open the import dialog on a text that was pasted.
    ImportText(Secret),
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
    /// From the first run on to the keys.
    LeaveFirstRun,
    /// Open the sample in this window.
    OpenSample,
    /// Close the dialog.
    CloseModal,
    /// Put away the message above the table.
    DismissNotice,
    /// Ask again for what did not happen.
    TryAgain,
    /// Ask the keychain to open, then for what it kept from happening.
    UnlockAndAgain,
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
