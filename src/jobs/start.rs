//! Starting the worker.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use super::desk::Desk;
use super::handle::Worker;
use super::outbox::Outbox;
use super::presence::Presence;
use super::talk::Waker;
use crate::fs::Home;
use crate::model::Theme;
use crate::vault::{Error, SampleFolder, Vault, World};

/// Requests that may wait. A person can't click faster; a stuck keychain must not make more pile up.
const REQUESTS: usize = 64;
/// Events that may wait for the window to draw.
const EVENTS: usize = 256;
/// How long the sample may take to clean up behind itself.
const SAMPLE_END: Duration = Duration::from_secs(2);

/// What the worker begins with.
pub struct Opening {
    /// Where the vault lies, or will lie.
    pub home: Home,
    /// Everything outside it.
    pub world: World,
    /// What tells whether anyone is there.
    pub presence: Presence,
    /// One that is open already, at that home.
    pub vault: Option<Vault>,
    /// The sample's folder, taken away when the worker ends; marks its snapshots as a sample.
    pub sample: Option<SampleFolder>,
}

impl Opening {
    /// The vault at a home, whether there is one or not.
    pub fn at(home: Home, world: World) -> Self {
        Self { home, world, presence: Presence::real(), vault: None, sample: None }
    }
}

/// Starts the worker on a thread named `vault`. `open` runs on that thread, since a vault belongs to one.
///
/// The worker ends when the handle is dropped, and nobody waits for it: a call to the keychain may hang up to its
/// deadline, and quitting must not. What it was in the middle of is finished at the next start (the vault's protocol).
pub fn start(open: impl FnOnce() -> Result<Opening, Error> + Send + 'static, waker: Waker) -> Worker {
    start_and_tell(open, waker, None)
}

/// The worker over this user's own vault.
pub fn start_here(waker: Waker) -> Worker {
    let open = || {
        let named = std::env::var_os("KEYLOFT_HOME").map(PathBuf::from);
        Ok(Opening::at(Home::locate(named.as_deref())?, World::real("window")))
    };
    start(open, waker)
}

/// The worker over the sample of `keyloft demo`, in a folder of its own, with a theme set in it where one is wanted; nothing
/// of the user's is touched. Drop the second part after the window is gone: it waits until the folder is too.
pub fn start_sample(waker: Waker, theme: Option<Theme>) -> (Worker, SampleEnd) {
    let (alive, ended) = sync_channel(1);
    let open = move || {
        let (mut vault, folder) = Vault::sample(&World::real("window"))?;
        if let Some(theme) = theme {
            vault.set_setting("theme", theme.word())?;
        }
        clear_when_ended(folder.path().to_owned());
        Ok(Opening {
            home: vault.home().clone(),
            world: vault.world().clone(),
            presence: Presence::real(),
            vault: Some(vault),
            sample: Some(folder),
        })
    };
    (start_and_tell(open, waker, Some(alive)), SampleEnd { ended })
}

/// A program that is told to end drops nothing: takes the sample's folder away first, then ends as it was told.
#[cfg(unix)]
fn clear_when_ended(folder: PathBuf) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM]) else { return };
    // Without a thread the folder stays, until the login ends.
    let _ = std::thread::Builder::new().name("sample-end".into()).spawn(move || {
        for signal in signals.forever() {
            let _ = std::fs::remove_dir_all(&folder);
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    });
}

#[cfg(not(unix))]
fn clear_when_ended(_folder: PathBuf) {}

/// Waits, when dropped, until the sample's worker has taken its folder away; two seconds at most.
#[derive(Debug)]
pub struct SampleEnd {
    ended: Receiver<()>,
}

impl Drop for SampleEnd {
    fn drop(&mut self) {
        // Nothing is ever sent: the channel closes with the thread.
        let _ = self.ended.recv_timeout(SAMPLE_END);
    }
}

fn start_and_tell(
    open: impl FnOnce() -> Result<Opening, Error> + Send + 'static,
    waker: Waker,
    alive: Option<SyncSender<()>>,
) -> Worker {
    let (requests, asked) = sync_channel(REQUESTS);
    let (told, events) = sync_channel(EVENTS);
    let out = Outbox::new(told, waker);
    let started = std::thread::Builder::new().name("vault".into()).spawn(move || {
        Desk::run(open, out, asked);
        drop(alive);
    });
    // Without a thread there is no vault: both channels are closed, and the window says that its worker is gone.
    drop(started);
    Worker { requests, events }
}
