//! Imports that went in, as far as they can still be taken back.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use super::name::EnvRef;

/// An import's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ImportId(pub i64);

/// An import that went in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastImport {
    /// Its number.
    pub id: ImportId,
    /// When.
    pub at: DateTime<Utc>,
    /// Into which environment.
    pub into: EnvRef,
    /// What was read: file names, or that it was pasted.
    pub from: String,
    /// How many keys came in or were replaced, plain ones among them.
    pub keys: usize,
    /// The files it read.
    pub files: Vec<ImportedFile>,
    /// Why it can't be taken back any more; none while it can.
    pub stays: Option<String>,
}

/// A file that was imported, as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedFile {
    /// Where, absolute.
    pub path: PathBuf,
    /// What became of it.
    pub state: ImportedFileState,
    /// Git tracks it: its values stay in git's history.
    pub is_tracked: bool,
}

/// What became of a file that was imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportedFileState {
    /// It lies there as it was read.
    AsRead,
    /// It lies there so, and counts as written by Keyloft.
    Ours,
    /// Other bytes lie there.
    Changed,
    /// It is gone, or can't be read.
    Gone,
}
