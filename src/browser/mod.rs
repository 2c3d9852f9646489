//! A page in the user's browser: asked of the desktop's portal, and where that can't open it, of the programs that open addresses.
//! `jobs` lends it to the window, which calls it on a thread of its own.

mod opener;
#[cfg(test)]
mod tests;

use std::time::Duration;

/// How long an opener is waited for before the page counts as opened. One that still runs then has become the browser, or
/// waits for something.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long after that a failure is still one to open the page: openers wait for the desktop, which may not answer. Later it is
/// the browser's own.
const LATE: Duration = Duration::from_secs(60);

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

/// Opens an https address, and says what came of it: that somebody took it, or why nobody does. Who took it may fail later,
/// which is said then. Blocks until nothing more is to come: seconds as a rule, minutes where the desktop asks a person by
/// which program. Never on the window's thread.
pub fn open(page: &str, say: &mut dyn FnMut(Result<(), BrowserError>)) {
    if !page.starts_with("https://") {
        return say(Err(BrowserError::NotHttps));
    }
    #[cfg(target_os = "linux")]
    let tried = match crate::portal::open_page(page) {
        Ok(()) => return say(Ok(())),
        Err(why) => vec![format!("portal: {why}")],
    };
    #[cfg(not(target_os = "linux"))]
    let tried = Vec::new();
    opener::open(&opener::openers(), page, [PATIENCE, LATE], tried, say);
}
