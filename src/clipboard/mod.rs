//! Secrets on the clipboard, and off it again. The vault (floor 2) is the only caller. A helper process sets and owns
//! the clipboard, so that closing, crashing or killing Keyloft changes nothing about the clearing. Unix only.

mod ask;
mod guard;
pub mod helper;
mod system;

pub use ask::{State, clear_now, copy, copy_plainly, state};
pub use guard::Cleared;

pub use crate::runtime::Held;

use crate::model::Secret;

use crate::runtime::{LaunchError, RuntimeError};

/// The hidden subcommand that is the helper: `main` hands its arguments to [`helper::main`].
pub const HELPER_COMMAND: &str = "__clipboard";

/// Largest value put on the clipboard, in bytes.
pub const MAX_CLIPBOARD_BYTES: usize = 1024 * 1024;

/// Why something did not reach the clipboard, or did not leave it. Holds no secret. The text is the "why" of a
/// message, [`ClipboardError::advice`] the "what to do".
#[derive(Debug, thiserror::Error)]
pub enum ClipboardError {
    /// The clipboard holds text only: the value is not UTF-8, or has a NUL in it.
    #[error("The value is not text.")]
    NotText,
    /// More than [`MAX_CLIPBOARD_BYTES`].
    #[error("The value is larger than 1 MiB.")]
    TooLarge,
    /// No desktop answers: a terminal over SSH, a service, a display that is gone.
    #[error("No desktop session answers.")]
    NoDisplay,
    /// A Wayland desktop answers, but lets only the window in front touch its clipboard: it has neither a protocol for data
    /// control nor an X server beside it.
    #[error("This desktop lets no helper program use its clipboard.")]
    NoDataControl,
    /// The desktop said no.
    #[error("The desktop refused it ({reason}).")]
    Refused {
        /// What it said.
        reason: String,
    },
    /// The desktop or the helper did not answer in time.
    #[error("The desktop did not answer in time.")]
    TimedOut,
    /// The value is still there after an attempt to clear it; the helper goes on trying for a minute.
    #[error("The desktop did not let go of it.")]
    NotCleared,
    /// The helper process did not start.
    #[error("Keyloft's clipboard helper did not start.")]
    Helper(#[source] LaunchError),
    /// The helper's folder or socket can't be used.
    #[error("Keyloft's clipboard helper can't be reached.")]
    Runtime(#[source] RuntimeError),
}

/// Clears the clipboard if it holds this text as it was pasted, whoever put it there.
///
/// # Errors
/// Where no desktop answers, or the desktop keeps it.
pub fn clear_if_holds(value: &Secret) -> Result<Cleared, ClipboardError> {
    let guard = guard::Guard::new(value.duplicate(), std::time::Duration::ZERO, Some(std::time::Duration::ZERO));
    guard.clear(&mut guard::AsPasted(&mut system::SystemBoard))
}

impl ClipboardError {
    /// What the user can do about it.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::NotText | Self::TooLarge => "Export it to a file instead.",
            Self::NoDisplay => "Run this in a terminal on the desktop, or use `keyloft get`.",
            Self::NoDataControl => "Start it with Xwayland, or use `keyloft get`.",
            Self::Refused { .. } | Self::TimedOut | Self::Helper(_) => "Try again.",
            Self::NotCleared => "Copy something else, to take its place.",
            Self::Runtime(_) => "Look at the folder it names, or run `keyloft doctor`.",
        }
    }
}
