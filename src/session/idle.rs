//! How long there has been no input on this computer, by whoever can tell.

use std::time::Duration;

use zbus::blocking::{Connection, connection::Builder};
use zbus::zvariant::{OwnedObjectPath, OwnedValue};
use zbus::{Address, zvariant};

use super::signs::{LOGIND, SESSION};

/// How long each one asked may take for an answer.
const ANSWER_DEADLINE: Duration = Duration::from_secs(2);

const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
const MUTTER: &str = "org.gnome.Mutter.IdleMonitor";
const MUTTER_PATH: &str = "/org/gnome/Mutter/IdleMonitor/Core";
/// The session that a process of this user belongs to, or the one on the screen where the process is in none.
const AUTO_SESSION: &str = "/org/freedesktop/login1/session/auto";

/// How long there has been no input; none where nobody can tell. May take seconds: nothing for a thread that others wait
/// for.
///
/// Asked in turn: GNOME's idle monitor, to the millisecond; the X server, under X11 only, as one beside Wayland hears
/// of a part of the input; logind's hint, which the desktop sets some minutes late, if it ever does. KDE's
/// `GetSessionIdleTime` is not asked: under Wayland it says 0 for ever, and under X11 the server knows.
pub fn idle_time() -> Option<Duration> {
    let desktop = if under_wayland() { None } else { idle_of_x_server(None) };
    desktop.or_else(|| of_mutter(Address::session())).or_else(|| of_logind(Address::system()))
}

/// Whether the window is one of a Wayland session: what X11 lets one do and ask does not count there.
pub fn under_wayland() -> bool {
    std::env::var_os("WAYLAND_DISPLAY").is_some_and(|name| !name.is_empty())
}

/// Whether somebody listens where the environment says that the Wayland session is.
pub fn wayland_answers() -> bool {
    wayland_socket().is_some_and(|socket| std::os::unix::net::UnixStream::connect(socket).is_ok())
}

/// Where it is, by the environment.
pub(super) fn wayland_socket() -> Option<std::path::PathBuf> {
    let name = std::env::var_os("WAYLAND_DISPLAY").filter(|name| !name.is_empty())?;
    let folder = std::env::var_os("XDG_RUNTIME_DIR").unwrap_or_default();
    // A name that is a whole path stands for itself.
    Some(std::path::Path::new(&folder).join(name))
}

/// The X server's counter (the extension MIT-SCREEN-SAVER) on a display, or on the one that the environment names. None
/// where no server answers; one that hangs is waited for.
pub fn idle_of_x_server(display: Option<&str>) -> Option<Duration> {
    use x11rb::connection::Connection as _;
    use x11rb::protocol::screensaver::ConnectionExt as _;
    let (connection, screen) = x11rb::connect(display).ok()?;
    let root = connection.setup().roots.get(screen)?.root;
    let info = connection.screensaver_query_info(root).ok()?.reply().ok()?;
    Some(Duration::from_millis(info.ms_since_user_input.into()))
}

fn connect(address: zbus::Result<Address>) -> Option<Connection> {
    Builder::address(address.ok()?).ok()?.method_timeout(ANSWER_DEADLINE).build().ok()
}

pub(super) fn of_mutter(session_bus: zbus::Result<Address>) -> Option<Duration> {
    let bus = connect(session_bus)?;
    let answer = bus.call_method(Some(MUTTER), MUTTER_PATH, Some(MUTTER), "GetIdletime", &()).ok()?;
    answer.body().deserialize::<u64>().ok().map(Duration::from_millis)
}

/// A hint that was never given reads as "not idle since the beginning of time": that tells nothing.
pub(super) fn of_logind(system_bus: zbus::Result<Address>) -> Option<Duration> {
    let bus = connect(system_bus)?;
    let session = OwnedObjectPath::try_from(AUTO_SESSION).ok()?;
    let hint: bool = property(&bus, &session, "IdleHint")?;
    let since: u64 = property(&bus, &session, "IdleSinceHintMonotonic")?;
    match (hint, since) {
        (_, 0) => None,
        (false, _) => Some(Duration::ZERO),
        (true, since) => Some(monotonic().saturating_sub(Duration::from_micros(since))),
    }
}

fn property<T: TryFrom<OwnedValue, Error = zvariant::Error>>(
    bus: &Connection,
    session: &OwnedObjectPath,
    name: &str,
) -> Option<T> {
    let answer = bus.call_method(Some(LOGIND), session, Some(PROPERTIES), "Get", &(SESSION, name)).ok()?;
    let value: OwnedValue = answer.body().deserialize().ok()?;
    value.try_into().ok()
}

/// The clock of logind's hint.
pub(super) fn monotonic() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::Monotonic);
    Duration::new(time.tv_sec.try_into().unwrap_or(0), time.tv_nsec.try_into().unwrap_or(0))
}
