//! `GOOGLE_APPLICATION_CREDENTIALS=/path`: the file that a value names, taken in instead of its path, when asked.

use std::path::{Path, PathBuf};

use super::import::ImportWish;
use crate::detect;
use crate::envfile::Entry;
use crate::fs::read_regular;

/// The largest secret that a store takes.
const MOST: u64 = 1024 * 1024;

/// What became of a value that names a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// It names none.
    NoFile,
    /// It names one, and nobody asked for that.
    NotAsked,
    /// The entry's value is the file's content now.
    Content,
    /// Nothing lies there.
    Missing,
    /// It can't be read.
    Unreadable,
    /// It holds something else than credentials: a hostile line must not take in just any file.
    NotCredentials,
}

/// What is said of a file that could be taken, where nobody asked for that.
pub const ONLY_ITS_PATH: &str = "names a file, and only its path comes in (--take-files takes in the file itself)";

impl Taken {
    /// Whether a file that was asked for by name stays out, so that its path would come in for it.
    pub(super) fn falls_short(self) -> bool {
        matches!(self, Self::Missing | Self::Unreadable | Self::NotCredentials)
    }

    /// What a person should know.
    pub(super) fn remark(self) -> Option<String> {
        let words = match self {
            Self::NoFile => return None,
            Self::NotAsked => ONLY_ITS_PATH,
            Self::Content => "is the file's content; programs get it as a file",
            Self::Missing => "names a file that isn't there; only its path comes in",
            Self::Unreadable => "names a file that can't be read; only its path comes in",
            Self::NotCredentials => "names a file that holds no credentials; only its path comes in",
        };
        Some(words.into())
    }
}

/// Puts the file's content in the place of its path, where that is asked for and the file holds credentials.
pub(super) fn take(entry: &mut Entry, folder: Option<&Path>, wish: &ImportWish) -> Taken {
    let name = entry.name.as_str();
    // Opened to see whether it is a path, which is no secret.
    let Some(path) = entry.value.expose_str().filter(|path| detect::names_a_file(name, path.as_bytes())) else {
        return Taken::NoFile;
    };
    let (path, is_named) = (beside(path, folder), wish.take_file.iter().any(|n| n == name));
    let is_asked = wish.take_files || is_named;
    // Looked at in any case: what can't be taken is not offered.
    let content = match read_regular(&path, MOST) {
        Ok(content) => content,
        Err(_) if path.symlink_metadata().is_err() => return Taken::Missing,
        Err(_) => return Taken::Unreadable,
    };
    // Opened to see whether it is what may come in.
    if !detect::is_credentials_file(content.expose()) {
        return Taken::NotCredentials;
    }
    if !is_asked || wish.leave_out.iter().any(|n| n == name) {
        return Taken::NotAsked;
    }
    entry.value = content;
    Taken::Content
}

/// The path as a program started in the file's folder would take it; `~/` is the home folder.
fn beside(path: &str, folder: Option<&Path>) -> PathBuf {
    let home = std::env::var_os("HOME").filter(|_| path.starts_with("~/"));
    match (home, folder) {
        (Some(home), _) => Path::new(&home).join(&path[2..]),
        (None, Some(folder)) => folder.join(path),
        (None, None) => path.into(),
    }
}
