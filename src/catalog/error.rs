//! What can be wrong with the catalog, by situation.

use std::path::PathBuf;

use rusqlite::ErrorCode;

/// Why the catalog did not do what was asked. In every case it stands as it was before.
#[derive(Debug, thiserror::Error)]
pub enum CatalogError {
    /// There is no database at the path.
    #[error("there is no vault at {0}. `keyloft init` makes one")]
    Absent(PathBuf),
    /// A file stands there, but it is no vault, or a damaged one. It was not touched.
    #[error("{path} can't be read as a vault ({reason}). Put a backup in its place, or ask `keyloft doctor`")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        reason: String,
    },
    /// A newer Keyloft wrote it.
    #[error("this vault was written by a newer Keyloft (form {found}, this one knows {known}). Update Keyloft")]
    Newer {
        /// The form found.
        found: usize,
        /// The newest form this build knows.
        known: usize,
    },
    /// Others kept writing for longer than is worth waiting.
    #[error("other programs kept the vault busy. Try again")]
    Busy,
    /// The disk is full or a limit on file sizes was met.
    #[error("the disk is full. Make room, then try again")]
    Full,
    /// The file or folder can't be written.
    #[error("the vault's folder can't be written. Check its permissions")]
    ReadOnly,
    /// The file alone can't be written.
    #[error("the vault's file can't be written. Check its permissions")]
    FileReadOnly,
    /// The file may not be read by this user.
    #[error("{0} can't be read by you. Check its permissions")]
    Unreadable(PathBuf),
    /// What was written last waits in the log beside the file, and that can be taken in only by who may write there.
    #[error(
        "what was changed last waits in {0}, and nothing there can be written. Make its folder and the files in it \
         writable, or copy them elsewhere and set KEYLOFT_HOME to that"
    )]
    LogWaits(PathBuf),
    /// SQLite is older than what is safe with two writers.
    #[error("SQLite {0} can damage a vault that two programs write. Keyloft needs 3.51.3 or newer")]
    OldSqlite(String),
    /// A name is taken: `names`, a project's or an environment's.
    #[error("the name is taken")]
    Taken,
    /// A project or environment stands there whose name, this one, differs only in case.
    #[error("{0} differs only in case")]
    Twin(String),
    /// Anything else.
    #[error("the vault's database failed: {reason}. Run `keyloft doctor`")]
    Sqlite {
        /// SQLite's words; they name tables and files, never values.
        reason: String,
        /// The error.
        #[source]
        source: rusqlite::Error,
    },
}

impl From<rusqlite::Error> for CatalogError {
    fn from(source: rusqlite::Error) -> Self {
        let code = source.sqlite_error_code();
        match code {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => Self::ReadOnly,
            Some(ErrorCode::ConstraintViolation) => Self::Taken,
            // A write that failed for its size (RLIMIT_FSIZE) or quota comes as an I/O error of the write itself.
            Some(ErrorCode::SystemIoFailure) if is_write_error(&source) => Self::Full,
            _ => Self::Sqlite { reason: source.to_string(), source },
        }
    }
}

fn is_write_error(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi;
    matches!(
        error.sqlite_error().map(|e| e.extended_code),
        Some(
            ffi::SQLITE_IOERR_WRITE | ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_TRUNCATE | ffi::SQLITE_IOERR_SHMSIZE
        )
    )
}

impl CatalogError {
    /// The same as [`From`], for errors met while the file is first read: those mean a damaged file.
    pub(super) fn at_open(path: &std::path::Path, error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                Self::Damaged { path: path.to_owned(), reason: "it is no database or parts of it are lost".into() }
            }
            Some(ErrorCode::Unknown) | None => Self::Damaged { path: path.to_owned(), reason: error.to_string() },
            _ => error.into(),
        }
    }
}
