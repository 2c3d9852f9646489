//! `keyloft unlock`: a helper process that holds the vault key for a while, so that each command need not ask for the
//! passphrase. The vault (floor 2) is the only caller; the window uses and ends the same helper. Unix only.

mod ask;
pub mod helper;
mod screen;

pub use ask::{get, lock, start, status};
pub use screen::Screen;

use crate::runtime::{LaunchError, RuntimeError};

/// The hidden subcommand that is the helper: `main` hands its arguments to [`helper::main`].
pub const HELPER_COMMAND: &str = "__agent";

/// Why the vault key is not held, or could not be taken away. Holds no secret.
#[derive(Debug, thiserror::Error)]
pub enum AgentError {
    /// A vault key has 32 bytes.
    #[error("a vault key has 32 bytes")]
    NotAVaultKey,
    /// The helper process did not start.
    #[error("the unlock helper did not start")]
    Helper(#[source] LaunchError),
    /// It started, and could not do its work.
    #[error("the unlock helper could not hold the key ({reason})")]
    Refused {
        /// What it said.
        reason: String,
    },
    /// The helper hangs, and could not be ended either: it may still hold the key.
    #[error("the unlock helper does not answer and may still hold the key")]
    StillHeld,
    /// Its folder or socket can't be used.
    #[error("the unlock helper can't be reached")]
    Runtime(#[source] RuntimeError),
}
