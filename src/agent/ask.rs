//! The vault's side: start the helper, take the key from it, end it.

use std::ffi::OsStr;
use std::time::{Duration, Instant};

use super::helper::{self, KEY_BYTES};
use super::{AgentError, HELPER_COMMAND, Screen};
use crate::model::Secret;
use crate::runtime::{Launch, Peer, RuntimeError, RuntimeFolder, socket_name};

/// How long a helper may take for its answer. A hung one is as good as none: the user is asked for the passphrase.
const ANSWER_DEADLINE: Duration = Duration::from_millis(200);
/// How long it may take to wipe the key and end, before it is killed.
const LOCK_DEADLINE: Duration = Duration::from_secs(2);

/// Starts a helper that holds the 32-byte vault key for `hold`, or until the screen is locked if `screen` says so, in
/// the place of an earlier one. Returns once the key can be had from it, 5 seconds at most.
pub fn start(launch: &Launch, vault: &str, key: &Secret, hold: Duration, screen: Screen) -> Result<(), AgentError> {
    if key.len() != KEY_BYTES {
        return Err(AgentError::NotAVaultKey);
    }
    let name = socket_name("agent", vault);
    let millis = hold.as_millis().min(u128::from(u64::MAX)).to_string();
    let order = [OsStr::new(&name), OsStr::new(&millis), OsStr::new(screen.word())];
    let word = launch.start(HELPER_COMMAND, &order, key).map_err(AgentError::Helper)?;
    if word == helper::READY { Ok(()) } else { Err(AgentError::Refused { reason: word }) }
}

/// The vault key, if a helper holds it and answers within 200 ms.
pub fn get(folder: &RuntimeFolder, vault: &str) -> Option<Secret> {
    let key = connect(folder, vault, ANSWER_DEADLINE).ok()?.ask(helper::GET).ok()?;
    (key.len() == KEY_BYTES).then_some(key)
}

/// How long the key is held still; `None` when it is not, or the helper does not answer within 200 ms.
pub fn status(folder: &RuntimeFolder, vault: &str) -> Option<Duration> {
    let millis = connect(folder, vault, ANSWER_DEADLINE).ok()?.ask(helper::STATUS).ok()?;
    // A number, no secret.
    millis.expose_str()?.parse().ok().map(Duration::from_millis)
}

/// Makes the helper wipe the key and end; one that does not answer within two seconds is killed. True if there was
/// one. When this returns without an error, no helper can be asked for the key any more.
pub fn lock(folder: &RuntimeFolder, vault: &str) -> Result<bool, AgentError> {
    let mut peer = match connect(folder, vault, LOCK_DEADLINE) {
        Ok(peer) => peer,
        Err(RuntimeError::Nobody) => return Ok(false),
        // Not even the connection came about, so there is no telling whom to kill.
        Err(RuntimeError::TimedOut) => return Err(AgentError::StillHeld),
        Err(error) => return Err(AgentError::Runtime(error)),
    };
    match peer.ask(helper::LOCK) {
        // The answer comes after the wiping; an end without an answer is an end all the same.
        Ok(_) | Err(RuntimeError::Closed) => Ok(true),
        Err(RuntimeError::TimedOut) if peer.kill() => {
            wait_until_gone(folder, vault);
            Ok(true)
        }
        Err(RuntimeError::TimedOut) => Err(AgentError::StillHeld),
        Err(error) => Err(AgentError::Runtime(error)),
    }
}

/// A killed process takes a moment to go.
fn wait_until_gone(folder: &RuntimeFolder, vault: &str) {
    let until = Instant::now() + LOCK_DEADLINE;
    while connect(folder, vault, ANSWER_DEADLINE).is_ok() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn connect(folder: &RuntimeFolder, vault: &str, deadline: Duration) -> Result<Peer, RuntimeError> {
    Peer::connect(&folder.path().join(socket_name("agent", vault)), deadline)
}
