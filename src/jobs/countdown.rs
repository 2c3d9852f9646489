//! What was copied, until it is off the clipboard again. The helper clears by itself; here one only looks.

use std::time::{Duration, Instant};

use super::talk::Event;
use super::words::failure;
use crate::clipboard::{Cleared, ClipboardError, State};
use crate::vault::{Error, Vault};

/// How often the helper is asked once its time is over.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// A secret on the clipboard.
#[derive(Debug)]
pub(super) struct Countdown {
    over_at: Instant,
}

impl Countdown {
    pub(super) fn begin(clears_after: Duration) -> Self {
        Self { over_at: Instant::now() + clears_after }
    }

    /// How long the worker may sleep at most, so that the end is seen soon after it came.
    pub(super) fn patience(&self) -> Duration {
        self.over_at.saturating_duration_since(Instant::now()).max(LOOK_AGAIN)
    }

    /// How it ended; none while it goes on. It may end early: `keyloft lock` clears too, and a key id takes its place.
    pub(super) fn look(&self, vault: &Vault) -> Option<Event> {
        match vault.clipboard_state() {
            Some(State::ClearsIn(_)) => None,
            Some(State::Stays) => Some(Event::ClipboardCleared),
            Some(State::CouldNotClear) => {
                Some(Event::ClipboardNotCleared(not_cleared(&Error::Clipboard(ClipboardError::NotCleared))))
            }
            // No helper, or one that hangs: asking for the clearing tells which.
            None => Some(clear(vault)),
        }
    }
}

/// The same for whoever asks for it: says so where there was nothing of ours to clear.
pub(super) fn clear_by_hand(vault: &Vault) -> Event {
    match vault.clear_clipboard() {
        Ok(Cleared::NotOurs | Cleared::Nothing) => Event::NothingToClear,
        Ok(Cleared::Emptied) => Event::ClipboardCleared,
        Err(error) => Event::ClipboardNotCleared(not_cleared(&error)),
    }
}

/// Clears the clipboard now, if it still holds our value.
pub(super) fn clear(vault: &Vault) -> Event {
    match vault.clear_clipboard() {
        Ok(_) => Event::ClipboardCleared,
        Err(error) => Event::ClipboardNotCleared(not_cleared(&error)),
    }
}

pub(super) fn not_cleared(error: &Error) -> super::talk::Failure {
    failure("clear", "the clipboard", error)
}
