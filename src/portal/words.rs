//! What is said between Keyloft and the helper: one line of JSON there, one back.

use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use zbus::zvariant::Value;

/// A question for the portal.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Ask {
    /// All settings of these namespaces.
    Settings(Vec<String>),
    /// A path that a person chooses.
    Dialog(FileDialog),
    /// A page in the user's browser.
    Page(String),
}

/// What came of it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Answer {
    Settings(Vec<Setting>),
    Chosen(PathBytes),
    /// A person chose nothing.
    Closed,
    Opened,
    /// Nobody answers, or not to this; with the reason in a few words.
    Refused(String),
}

/// One setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// Whose it is.
    pub namespace: String,
    /// Its name there.
    pub key: String,
    /// What it is set to.
    pub value: SettingValue,
}

/// What a setting is set to. Those of other types tell Keyloft nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SettingValue {
    /// One of several, as a number.
    Number(u32),
    /// On or off.
    Switch(bool),
    /// One of several, as a word.
    Word(String),
}

impl SettingValue {
    /// A value as the bus hands it over.
    pub fn read(value: &Value<'_>) -> Option<Self> {
        match value {
            Value::U32(number) => Some(Self::Number(*number)),
            Value::Bool(on) => Some(Self::Switch(*on)),
            Value::Str(word) => Some(Self::Word(word.to_string())),
            _ => None,
        }
    }
}

/// A dialog in which a person chooses a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileDialog {
    /// What it is called.
    pub title: String,
    /// What is to be chosen.
    pub wants: Wants,
    /// The number of the window on the X server that it is to stay above; none under Wayland.
    pub above: Option<u32>,
}

/// What is to be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wants {
    /// A file that is there.
    File,
    /// A folder.
    Folder,
    /// A file to be written.
    NewFile {
        /// What it is called where nothing else is typed.
        name: String,
        /// Where it is written where nothing else is chosen.
        folder: Option<PathBytes>,
    },
}

/// A path, also one that is no text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathBytes(Vec<u8>);

impl PathBytes {
    /// Of a path.
    pub fn of(path: &Path) -> Self {
        Self(path.as_os_str().as_bytes().to_owned())
    }

    /// The path.
    pub fn path(self) -> PathBuf {
        OsString::from_vec(self.0).into()
    }

    /// As the portal takes it: with a zero at its end.
    pub(super) fn with_zero(&self) -> Vec<u8> {
        self.0.iter().copied().chain([0]).collect()
    }

    /// Of a file on this computer by its address.
    pub(super) fn of_address(address: &str) -> Option<Self> {
        let path = address.strip_prefix("file://")?;
        let path: Vec<u8> = percent_encoding::percent_decode_str(path).collect();
        (path.starts_with(b"/") && !path.contains(&0)).then_some(Self(path))
    }
}
