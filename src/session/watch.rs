//! Listening on both buses, on a thread of its own.

use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::{AbortHandle, Abortable, join};
use zbus::zvariant::{OwnedObjectPath, OwnedValue};
use zbus::{Address, Connection, Message, MessageStream, connection};

use super::signs;

const BUS: &str = "org.freedesktop.DBus";
const BUS_PATH: &str = "/org/freedesktop/DBus";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

/// How long a bus, or logind, may take for an answer.
const ANSWER_DEADLINE: Duration = Duration::from_secs(5);

/// How the user leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leave {
    /// The screen was covered.
    Covered,
    /// Logind locks a session.
    Locked,
    /// The computer goes to sleep.
    Asleep,
    /// The session bus is gone.
    LoggedOut,
}

/// Listens for as long as it is kept. One call of `on_lock` may still come while it is being dropped.
#[derive(Debug)]
pub struct Watcher {
    stop: AbortHandle,
}

/// Calls `on_leave` (on a thread of the watcher's; it should return soon) whenever the user is leaving: the screen is
/// covered, logind locks one of this user's sessions, the computer goes to sleep, or the session bus is gone, which is
/// a logout. It may be called several times for one and the same lock.
///
/// Returns at once, before either bus has been reached; `None` where no thread could be started. A bus that can't be
/// reached at the start is not tried again: nothing is heard from it. The same goes for a system bus that dies.
pub fn watch(on_leave: impl Fn(Leave) + Send + 'static) -> Option<Watcher> {
    watch_at(Address::session(), Address::system(), || {}, on_leave)
}

/// As [`watch`], on these buses. `on_ready` is called for each bus that was reached, once it will hand over signals.
pub(super) fn watch_at(
    session: zbus::Result<Address>,
    system: zbus::Result<Address>,
    on_ready: impl Fn() + Send + 'static,
    on_leave: impl Fn(Leave) + Send + 'static,
) -> Option<Watcher> {
    let (stop, stopped) = AbortHandle::new_pair();
    let thread = std::thread::Builder::new().name("session-watch".into()).spawn(move || {
        let listening = join(session_bus(session, &on_ready, &on_leave), system_bus(system, &on_ready, &on_leave));
        let _ = async_io::block_on(Abortable::new(listening, stopped));
    });
    thread.is_ok().then_some(Watcher { stop })
}

impl Watcher {
    pub(super) fn stopped_by(stop: AbortHandle) -> Self {
        Self { stop }
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.stop.abort();
    }
}

async fn session_bus(address: zbus::Result<Address>, on_ready: &impl Fn(), on_leave: &impl Fn(Leave)) {
    let Some((_bus, mut messages)) = connect(address, signs::session_rules()).await else { return };
    on_ready();
    while let Some(Ok(message)) = messages.next().await {
        if signs::is_covered(&message) {
            on_leave(Leave::Covered);
        }
    }
    // The bus ends with the session.
    on_leave(Leave::LoggedOut);
}

async fn system_bus(address: zbus::Result<Address>, on_ready: &impl Fn(), on_leave: &impl Fn(Leave)) {
    let Some((bus, mut messages)) = connect(address, signs::system_rules()).await else { return };
    on_ready();
    while let Some(Ok(message)) = messages.next().await {
        if signs::is_sleep(&message) {
            on_leave(Leave::Asleep);
        } else if signs::is_lock(&message) && is_ours(&bus, &message).await {
            on_leave(Leave::Locked);
        }
    }
}

/// The connection has to be kept for as long as its messages are wanted.
pub(super) async fn connect(address: zbus::Result<Address>, rules: Vec<String>) -> Option<(Connection, MessageStream)> {
    let builder = connection::Builder::address(address.ok()?).ok()?;
    let bus = builder.method_timeout(ANSWER_DEADLINE).build().await.ok()?;
    // Before the rules, so that nothing is missed; it ends when the bus dies, be it among these calls.
    let messages = MessageStream::from(&bus);
    for rule in rules {
        // Without one rule the others are still worth having.
        let _ = bus.call_method(Some(BUS), BUS_PATH, Some(BUS), "AddMatch", &rule).await;
    }
    Some((bus, messages))
}

/// False only for a session that logind says is another user's: they lock their own while ours lies in the background.
/// Any of this user's will do, as each of them reaches the helper; and which one a process belongs to can't be told
/// under desktops that start programs as user services.
async fn is_ours(bus: &Connection, lock: &Message) -> bool {
    owner(bus, lock).await.is_none_or(|uid| uid == rustix::process::getuid().as_raw())
}

async fn owner(bus: &Connection, lock: &Message) -> Option<u32> {
    let header = lock.header();
    let property = (signs::SESSION, "User");
    let answer = bus.call_method(Some(signs::LOGIND), header.path()?, Some(PROPERTIES), "Get", &property).await.ok()?;
    let user: OwnedValue = answer.body().deserialize().ok()?;
    let (uid, _): (u32, OwnedObjectPath) = user.try_into().ok()?;
    Some(uid)
}
