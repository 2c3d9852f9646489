//! Whether anyone is there: input on this computer, the screen's lock, sleep. The vault locks by it.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use super::desk::Desk;
use super::inbox::Turn;
use super::talk::{LockReason, VaultState};
use crate::model::SystemTaste;
use crate::runtime::uptime;
use crate::vault::Vault;

/// The shortest time between two measurements.
const MEASURE_EVERY: Duration = Duration::from_secs(5);
/// One that takes longer tells nothing: a display server may hang.
const MEASURE_DEADLINE: Duration = Duration::from_secs(10);

/// Hears how the user leaves. Called on another thread.
pub type OnLeave = Box<dyn Fn(LockReason) + Send>;

/// Calls back when the user leaves, for as long as what it returns is kept.
pub type Watch = Arc<dyn Fn(OnLeave) -> Option<Box<dyn Any>> + Send + Sync>;

/// Hears how windows shall look and move. Called on another thread.
pub type OnTaste = Box<dyn Fn(SystemTaste) + Send>;

/// Calls back with how the user wants windows to look and move, for as long as what it returns is kept.
pub type WatchTaste = Arc<dyn Fn(OnTaste) -> Option<Box<dyn Any>> + Send + Sync>;

/// Hears that the session's keyring was locked. Called on another thread.
pub type OnKeyring = Box<dyn Fn() + Send>;

/// Calls back when the session's keyring is locked, for as long as what it returns is kept.
pub type WatchKeyring = Arc<dyn Fn(OnKeyring) -> Option<Box<dyn Any>> + Send + Sync>;

/// What tells whether anyone is there, so that tests choose it.
#[derive(Clone)]
pub struct Presence {
    /// A clock that goes on while the computer sleeps and is never set.
    pub uptime: Arc<dyn Fn() -> Duration + Send + Sync>,
    /// How long there has been no input on this computer; none where nothing tells. May take seconds: it is called on a
    /// thread of its own.
    pub idle: Arc<dyn Fn() -> Option<Duration> + Send + Sync>,
    /// Hears of the screen's lock, of sleep and of logout.
    pub watch: Watch,
    /// Hears how the user wants windows to look and move.
    pub taste: WatchTaste,
    /// Hears that the keyring was locked.
    pub keyring: WatchKeyring,
}

impl Presence {
    /// The real one.
    #[cfg(target_os = "linux")]
    pub fn real() -> Self {
        use crate::session::{self, Leave};
        Self {
            uptime: Arc::new(uptime),
            idle: Arc::new(session::idle_time),
            watch: Arc::new(|left| {
                let watcher = session::watch(move |leave| {
                    left(match leave {
                        Leave::Covered | Leave::Locked | Leave::LoggedOut => LockReason::Screen,
                        Leave::Asleep => LockReason::Sleep,
                    });
                });
                watcher.map(|watcher| Box::new(watcher) as Box<dyn Any>)
            }),
            taste: Arc::new(|told| session::watch_taste(told).map(|watcher| Box::new(watcher) as Box<dyn Any>)),
            keyring: Arc::new(|told| session::watch_keyring(told).map(|watcher| Box::new(watcher) as Box<dyn Any>)),
        }
    }

    /// Nothing tells here: no input means none in Keyloft.
    #[cfg(not(target_os = "linux"))]
    pub fn real() -> Self {
        Self {
            uptime: Arc::new(uptime),
            idle: Arc::new(|| None),
            watch: Arc::new(|_| None),
            taste: Arc::new(|_| None),
            keyring: Arc::new(|_| None),
        }
    }
}

/// The worker's own notes on it.
pub(super) struct Attendance {
    presence: Presence,
    /// When the window was last heard of.
    touched_at: Duration,
    measuring: bool,
    measured_at: Duration,
    next_measure: Duration,
    /// After how long the vault locks, as of the last snapshot.
    limit: Option<Duration>,
    /// Kept so that they go on.
    _watchers: [Option<Box<dyn Any>>; 3],
}

impl Attendance {
    pub(super) fn begin(
        presence: Presence,
        left: impl Fn(LockReason) + Send + 'static,
        taste: impl Fn(SystemTaste) + Send + 'static,
        keyring: impl Fn() + Send + 'static,
    ) -> Self {
        let (left, taste, keyring) = (Box::new(left), Box::new(taste), Box::new(keyring));
        let watchers = [(presence.watch)(left), (presence.taste)(taste), (presence.keyring)(keyring)];
        let now = (presence.uptime)();
        Self {
            presence,
            touched_at: now,
            measuring: false,
            measured_at: Duration::ZERO,
            next_measure: Duration::ZERO,
            limit: None,
            _watchers: watchers,
        }
    }

    /// How long until it is to be looked whether anyone is there; none where that is not asked.
    pub(super) fn due(&self) -> Option<Duration> {
        let limit = self.limit?;
        if self.measuring {
            return Some(Duration::ZERO);
        }
        let now = (self.presence.uptime)();
        Some((self.touched_at + limit).max(self.next_measure).saturating_sub(now))
    }

    /// There was input in the window.
    pub(super) fn touch(&mut self) {
        self.touched_at = (self.presence.uptime)();
    }
}

/// After how long without input a vault locks. Where the keychain keeps the secrets the login protects them already:
/// there it does so only if a person said so (LOOK.md, "Locked").
fn limit_of(vault: &Vault) -> Option<Duration> {
    vault.settings().ok()?.lock_after_secs.map(Duration::from_secs)
}

impl Desk {
    pub(super) fn may_be_looked_at(&self) -> bool {
        matches!(self.state, VaultState::Open | VaultState::KeychainTrouble(_))
    }

    /// Reads anew, for a snapshot, after how long the vault locks.
    pub(super) fn idle_limit(&mut self) -> Option<Duration> {
        self.attendance.limit = self.vault.as_ref().filter(|_| self.may_be_looked_at()).and_then(limit_of);
        self.attendance.limit
    }

    /// Begins a measurement where the window was not heard of for so long that it counts: without it nobody can have
    /// been away for that long either.
    pub(super) fn look_for_idleness(&mut self) {
        let Some(limit) = self.attendance.limit.filter(|_| self.may_be_looked_at()) else { return };
        let now = (self.attendance.presence.uptime)();
        let untouched = now.saturating_sub(self.attendance.touched_at);
        if self.attendance.measuring {
            if now.saturating_sub(self.attendance.measured_at) >= MEASURE_DEADLINE {
                self.measured(None);
            }
            return;
        }
        if untouched < limit || now < self.attendance.next_measure {
            return;
        }
        let (measure, line) = (Arc::clone(&self.attendance.presence.idle), self.inbox.sender());
        let started = std::thread::Builder::new().name("idle".into()).spawn(move || {
            let idle = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| measure())).unwrap_or_default();
            let _ = line.send(Turn::Idle(idle));
        });
        self.attendance.measured_at = now;
        self.attendance.measuring = started.is_ok();
        if started.is_err() {
            self.measured(None);
        }
    }

    /// A measurement is here. What the window saw of the user counts beside it: some desktops never say that anyone is
    /// there.
    pub(super) fn measured(&mut self, idle: Option<Duration>) {
        self.attendance.measuring = false;
        let Some(limit) = self.attendance.limit.filter(|_| self.may_be_looked_at()) else { return };
        let now = (self.attendance.presence.uptime)();
        let untouched = now.saturating_sub(self.attendance.touched_at);
        let idle = idle.map_or(untouched, |idle| idle.min(untouched));
        if idle >= limit {
            self.lock(LockReason::Idle(limit));
        } else {
            // From when it was begun: the answer may have taken its time.
            self.attendance.next_measure = self.attendance.measured_at + (limit - idle).max(MEASURE_EVERY);
        }
    }

    /// The user leaves the screen.
    pub(super) fn left(&mut self, why: LockReason) {
        let locks = self.vault.as_ref().and_then(|vault| vault.settings().ok()).is_none_or(|s| s.lock_with_screen);
        if locks && self.may_be_looked_at() {
            self.lock(why);
        }
    }
}
