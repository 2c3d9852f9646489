//! A page in the user's browser: asked of the desktop's portal, and where that can't open it, of the programs that open addresses.
//! `jobs` lends it to the window, which calls it on a thread of its own.

mod opener;
#[cfg(target_os = "linux")]
mod portal;
#[cfg(test)]
mod tests;

use std::time::Duration;

/// How long an opener may take to say that it failed. One that still runs then has become the browser, or waits for it.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why a page was not opened: the reason alone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BrowserError {
    /// Only pages that are encrypted on their way are opened.
    #[error("only https addresses are opened")]
    NotHttps,
    /// None of the programs that open addresses is installed.
    #[error("no program that opens web pages was found")]
    NoOpener {
        /// What else was tried, and what it said; empty where nothing was.
        tried: String,
    },
    /// There is one, and it failed.
    #[error("`{program}` could not open it")]
    Failed {
        /// Its name.
        program: String,
        /// All that was tried, and what it said, a line each.
        tried: String,
    },
}

impl BrowserError {
    /// What was tried, and what it said, a line each; empty where nothing was.
    pub fn tried(&self) -> &str {
        match self {
            Self::NotHttps => "",
            Self::NoOpener { tried } | Self::Failed { tried, .. } => tried,
        }
    }
}

/// Opens an https address. Blocks until somebody took it: seconds as a rule, minutes where the desktop asks a person by which
/// program. Never on the window's thread.
///
/// # Errors
/// Where nobody opens it; [`BrowserError`] says what was tried.
pub fn open(page: &str) -> Result<(), BrowserError> {
    if !page.starts_with("https://") {
        return Err(BrowserError::NotHttps);
    }
    #[cfg(target_os = "linux")]
    let tried = match portal::open(zbus::Address::session(), page) {
        Ok(()) => return Ok(()),
        Err(why) => vec![why],
    };
    #[cfg(not(target_os = "linux"))]
    let tried = Vec::new();
    opener::open(&opener::openers(), page, PATIENCE, tried)
}
