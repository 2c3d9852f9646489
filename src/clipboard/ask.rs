//! The vault's side: start a helper, ask it how it stands, tell it to clear.

use std::ffi::OsStr;
use std::time::Duration;

use super::guard::Cleared;
use super::{ClipboardError, HELPER_COMMAND, MAX_CLIPBOARD_BYTES, helper};
use crate::model::Secret;
use crate::runtime::{Held, Launch, LaunchError, Peer, RuntimeError, RuntimeFolder, socket_name};

/// How long the helper may take to say how it stands.
const STATE_DEADLINE: Duration = Duration::from_millis(500);
/// How long clearing may take: four calls to the desktop, three seconds each at most, and two waits.
const CLEAR_DEADLINE: Duration = Duration::from_secs(13);

/// How the last copy stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The clipboard is cleared after this long.
    ClearsIn(Duration),
    /// A plain value, which stays until something else is copied.
    Stays,
    /// The time is over, and the desktop did not let go of the value. The helper goes on trying.
    CouldNotClear,
}

/// Puts a secret on the clipboard, to be cleared after `clear_after`. Returns once it is there, 5 seconds at most; the
/// helper does the rest alone, and takes it back at once unless it is to be kept. A second copy takes the place of the
/// first, and its countdown.
pub fn copy(launch: &Launch, vault: &str, value: &Secret, clear_after: Duration) -> Result<Held, ClipboardError> {
    start(launch, vault, value, &clear_after.as_millis().min(u128::from(u64::MAX)).to_string())
}

/// Puts a text that is no secret (a key id, a plain value) on the clipboard, without a countdown. It stays until
/// something else is copied, if it is to be kept.
pub fn copy_plainly(launch: &Launch, vault: &str, text: &str) -> Result<Held, ClipboardError> {
    start(launch, vault, &Secret::new(text.into()), "keep")
}

fn start(launch: &Launch, vault: &str, value: &Secret, clear: &str) -> Result<Held, ClipboardError> {
    if value.len() > MAX_CLIPBOARD_BYTES {
        return Err(ClipboardError::TooLarge);
    }
    // Looked at here only to refuse it.
    if value.expose_str().is_none_or(|text| text.contains('\0')) {
        return Err(ClipboardError::NotText);
    }
    let name = socket_name("clip", vault);
    let (word, held) = launch.start_held(HELPER_COMMAND, &[OsStr::new(&name), OsStr::new(clear)], value).map_err(
        |error| match error {
            LaunchError::TimedOut => ClipboardError::TimedOut,
            other => ClipboardError::Helper(other),
        },
    )?;
    helper::error_of(&word).map(|()| held)
}

/// Clears the clipboard now, if it still holds the value copied last. For "Clear now" and for locking.
pub fn clear_now(folder: &RuntimeFolder, vault: &str) -> Result<Cleared, ClipboardError> {
    let answer = connect(folder, vault, CLEAR_DEADLINE).and_then(|mut peer| peer.ask(helper::CLEAR));
    match answer {
        // An answer word, no secret.
        Ok(word) => match word.expose() {
            b"emptied" => Ok(Cleared::Emptied),
            b"not-ours" => Ok(Cleared::NotOurs),
            b"nothing" => Ok(Cleared::Nothing),
            _ => Err(ClipboardError::NotCleared),
        },
        // It ended while it was asked: by its time, or because a newer copy took its place.
        Err(RuntimeError::Nobody | RuntimeError::Closed) => Ok(Cleared::Nothing),
        Err(RuntimeError::TimedOut) => Err(ClipboardError::TimedOut),
        Err(error) => Err(ClipboardError::Runtime(error)),
    }
}

/// How the last copy stands; `None` when there is none to be cleared any more (or its helper does not answer within
/// half a second).
pub fn state(folder: &RuntimeFolder, vault: &str) -> Option<State> {
    let word = connect(folder, vault, STATE_DEADLINE).ok()?.ask(helper::STATUS).ok()?;
    // An answer word, no secret.
    match word.expose_str()? {
        "stays" => Some(State::Stays),
        "stuck" => Some(State::CouldNotClear),
        millis => Some(State::ClearsIn(Duration::from_millis(millis.parse().ok()?))),
    }
}

fn connect(folder: &RuntimeFolder, vault: &str, deadline: Duration) -> Result<Peer, RuntimeError> {
    Peer::connect(&folder.path().join(socket_name("clip", vault)), deadline)
}
