//! How saving goes, in the dialogs that ask the worker for one thing.

use crate::jobs::Failure;

/// How it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempt {
    /// It was not asked for.
    None,
    /// The worker is at it.
    Saving,
    /// It did not happen.
    Failed {
        /// What could not be done.
        title: String,
        /// Why, and what to do.
        hint: String,
        /// The technical text behind it; empty where there is none.
        details: String,
    },
}

impl Attempt {
    /// One that left everything as it was, and says so.
    pub fn failed(failure: Failure) -> Self {
        let hint = format!("{} Nothing was changed. {}", failure.why, failure.advice);
        Self::Failed { title: failure.title, hint: hint.trim().to_owned(), details: failure.details }
    }
}
