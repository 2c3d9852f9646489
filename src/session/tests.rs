//! The watcher on real buses of its own, with a logind that is made up.

use std::collections::HashMap;
use std::fs;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use zbus::blocking::{Connection, connection::Builder};
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};
use zbus::{Address, interface};

use super::idle::{monotonic, of_logind, of_mutter};
use super::keyring_lock::watch_keyring_at;
use super::server::{wait_for_the_end_of_wayland, wait_for_the_end_of_x};
use super::taste::{ASKED, watch_taste_at};
use super::watch::Leave::{self, Asleep, Covered, Locked, LoggedOut};
use super::watch::{Watcher, watch_at};
use crate::model::SystemTaste;
use crate::portal::{self, NAME as PORTAL, PATH as PORTAL_PATH};

/// Ends with the test.
struct Bus {
    daemon: Child,
    folder: tempfile::TempDir,
}

impl Bus {
    fn start() -> Self {
        let folder = tempfile::Builder::new().prefix("kl").tempdir().unwrap();
        let config = folder.path().join("bus.conf");
        let rules = "<policy context=\"default\"><allow send_destination=\"*\"/><allow receive_sender=\"*\"/>\
                     <allow own=\"*\"/></policy>";
        let socket = folder.path().join("bus");
        fs::write(
            &config,
            format!(
                "<busconfig><listen>unix:path={}</listen><auth>EXTERNAL</auth>{rules}</busconfig>",
                socket.display()
            ),
        )
        .unwrap();
        let mut command = Command::new("dbus-daemon");
        command.arg("--nofork").arg("--config-file").arg(config).stdout(Stdio::null()).stderr(Stdio::null());
        let bus = Self { daemon: command.spawn().expect("dbus-daemon is installed (tests/run)"), folder };
        let end = Instant::now() + Duration::from_secs(60);
        while std::os::unix::net::UnixStream::connect(&socket).is_err() {
            assert!(Instant::now() < end, "the bus does not come up");
            std::thread::sleep(Duration::from_millis(5));
        }
        bus
    }

    fn address(&self) -> zbus::Result<Address> {
        format!("unix:path={}/bus", self.folder.path().display()).parse()
    }

    fn connect(&self) -> Connection {
        Builder::address(self.address().unwrap()).and_then(Builder::build).unwrap()
    }

    /// The bus dies, after it has passed on what it was sent.
    fn end(self, sender: &Connection) {
        settle(sender);
        drop(self);
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

/// Waits until the bus has seen all that this connection sent: it answers in order.
fn settle(sender: &Connection) {
    sender.call_method(Some("org.freedesktop.DBus"), "/", Some("org.freedesktop.DBus"), "ListNames", &()).unwrap();
}

fn nowhere() -> zbus::Result<Address> {
    "unix:path=/nonexistent/bus".parse()
}

/// What a watcher says.
struct Ear {
    ready: Receiver<()>,
    heard: Receiver<Leave>,
    watcher: Watcher,
}

impl Ear {
    fn on(session: zbus::Result<Address>, system: zbus::Result<Address>) -> Self {
        let (ready_to, ready) = sync_channel(2);
        let (heard_to, heard) = sync_channel(100);
        let on_ready = move || ready_to.send(()).unwrap();
        let watcher = watch_at(session, system, on_ready, move |leave| heard_to.send(leave).unwrap()).unwrap();
        Self { ready, heard, watcher }
    }

    /// On as many buses as are there: hears all that is sent from here on.
    fn ready_on(session: zbus::Result<Address>, system: zbus::Result<Address>, buses: usize) -> Self {
        let ear = Self::on(session, system);
        assert_eq!(ear.ready.iter().take(buses).count(), buses);
        ear
    }

    fn next(&self, many: usize) -> Vec<Leave> {
        self.heard.iter().take(many).collect()
    }

    /// All until there was nothing left to listen to, and the thread ended.
    fn rest(self) -> Vec<Leave> {
        let Self { heard, watcher, .. } = self;
        let rest = heard.iter().collect();
        drop(watcher);
        rest
    }
}

fn cover(sender: &Connection, saver: &str, covered: bool) {
    sender.emit_signal(None::<&str>, "/any/path", saver, "ActiveChanged", &covered).unwrap();
}

fn sleep(sender: &Connection, begins: bool) {
    let manager = "org.freedesktop.login1.Manager";
    sender.emit_signal(None::<&str>, "/org/freedesktop/login1", manager, "PrepareForSleep", &begins).unwrap();
}

fn lock(sender: &Connection, session: &str) {
    sender.emit_signal(None::<&str>, session, "org.freedesktop.login1.Session", "Lock", &()).unwrap();
}

/// One of logind's sessions: its user, and what it says of idleness.
struct Session(u32, bool, u64);

#[interface(name = "org.freedesktop.login1.Session")]
impl Session {
    #[zbus(property)]
    fn user(&self) -> (u32, OwnedObjectPath) {
        (self.0, OwnedObjectPath::try_from("/org/freedesktop/login1/user/some").unwrap())
    }

    #[zbus(property)]
    fn idle_hint(&self) -> bool {
        self.1
    }

    #[zbus(property)]
    fn idle_since_hint_monotonic(&self) -> u64 {
        self.2
    }
}

/// GNOME's, which says for how many milliseconds there was no input.
struct IdleMonitor(u64);

#[interface(name = "org.gnome.Mutter.IdleMonitor")]
impl IdleMonitor {
    #[zbus(name = "GetIdletime")]
    fn idle_time(&self) -> u64 {
        self.0
    }
}

const OURS: &str = "/org/freedesktop/login1/session/_31";
const THEIRS: &str = "/org/freedesktop/login1/session/_32";

/// A logind that knows a session of this user's and one of another's.
fn logind(bus: &Bus) -> Connection {
    let uid = rustix::process::getuid().as_raw();
    Builder::address(bus.address().unwrap())
        .and_then(|builder| builder.serve_at(OURS, Session(uid, false, 0)))
        .and_then(|builder| builder.serve_at(THEIRS, Session(uid + 1, false, 0)))
        .and_then(|builder| builder.name("org.freedesktop.login1"))
        .and_then(Builder::build)
        .unwrap()
}

#[test]
fn a_covered_screen_and_the_end_of_the_session_bus_are_told_and_nothing_else_is() {
    let bus = Bus::start();
    let ear = Ear::ready_on(bus.address(), nowhere(), 1);
    let sender = bus.connect();
    // Logind is believed on the system bus only.
    sleep(&sender, true);
    cover(&sender, "org.freedesktop.ScreenSaver", false);
    cover(&sender, "org.example.Player", true);
    cover(&sender, "org.gnome.ScreenSaver", true);
    cover(&sender, "org.gnome.ScreenSaver", false);
    cover(&sender, "org.freedesktop.ScreenSaver", true);
    assert_eq!(ear.next(2), [Covered, Covered]);
    bus.end(&sender);
    assert_eq!(ear.rest(), [LoggedOut]);
}

#[test]
fn sleep_and_the_lock_of_a_session_of_ours_are_told_and_others_are_not() {
    let bus = Bus::start();
    let ear = Ear::ready_on(nowhere(), bus.address(), 1);
    let logind = logind(&bus);
    lock(&logind, THEIRS);
    cover(&logind, "org.gnome.ScreenSaver", true);
    sleep(&logind, true);
    sleep(&logind, false);
    lock(&logind, OURS);
    // To be on the safe side.
    lock(&logind, "/org/freedesktop/login1/session/unknown");
    sleep(&logind, true);
    assert_eq!(ear.next(4), [Asleep, Locked, Locked, Asleep]);
    bus.end(&logind);
    assert_eq!(ear.rest(), [], "a system bus that dies is no logout");
}

#[test]
fn on_the_system_bus_only_logind_is_believed() {
    let bus = Bus::start();
    let ear = Ear::ready_on(nowhere(), bus.address(), 1);
    let (logind, stranger) = (logind(&bus), bus.connect());
    sleep(&stranger, true);
    settle(&stranger);
    lock(&logind, OURS);
    settle(&logind);
    lock(&stranger, OURS);
    settle(&stranger);
    sleep(&logind, true);
    assert_eq!(ear.next(2), [Locked, Asleep]);
}

#[test]
fn without_any_bus_there_is_nothing_to_tell() {
    assert_eq!(Ear::on(nowhere(), nowhere()).rest(), []);
    let unreadable = || "no address".parse();
    assert_eq!(Ear::on(unreadable(), unreadable()).rest(), []);
}

#[test]
fn a_bus_that_goes_leaves_the_other_one() {
    let (session, system) = (Bus::start(), Bus::start());
    let ear = Ear::ready_on(session.address(), system.address(), 2);
    let (desktop, logind) = (session.connect(), logind(&system));
    system.end(&logind);
    cover(&desktop, "org.freedesktop.ScreenSaver", true);
    assert_eq!(ear.next(1), [Covered]);
    session.end(&desktop);
    assert_eq!(ear.rest(), [LoggedOut]);

    let (session, system) = (Bus::start(), Bus::start());
    let ear = Ear::ready_on(session.address(), system.address(), 2);
    let desktop = session.connect();
    session.end(&desktop);
    assert_eq!(ear.next(1), [LoggedOut]);
    sleep(&self::logind(&system), true);
    assert_eq!(ear.next(1), [Asleep]);
}

#[test]
fn a_dropped_watcher_ends_its_thread() {
    let (session, system) = (Bus::start(), Bus::start());
    let Ear { heard, watcher, .. } = Ear::ready_on(session.address(), system.address(), 2);
    drop(watcher);
    assert_eq!(heard.iter().count(), 0, "this end is reached when the thread has let go of the other one");
}

fn serving(bus: &Bus, name: &str, path: &str, object: impl zbus::object_server::Interface) -> Connection {
    Builder::address(bus.address().unwrap())
        .and_then(|builder| builder.serve_at(path, object))
        .and_then(|builder| builder.name(name))
        .and_then(Builder::build)
        .unwrap()
}

#[test]
fn gnome_tells_the_idleness_to_the_millisecond() {
    let bus = Bus::start();
    assert_eq!(of_mutter(bus.address()), None, "nobody is there to ask");
    let _gnome =
        serving(&bus, "org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core", IdleMonitor(61_234));
    assert_eq!(of_mutter(bus.address()), Some(Duration::from_millis(61_234)));
    assert_eq!(of_mutter(nowhere()), None);
}

#[test]
fn logind_tells_the_idleness_where_its_hint_was_ever_given() {
    let since = u64::try_from(monotonic().as_micros()).unwrap() - 1_000_000;
    let told = |hint, since| {
        let bus = Bus::start();
        let uid = rustix::process::getuid().as_raw();
        let session = Session(uid, hint, since);
        let _logind = serving(&bus, "org.freedesktop.login1", "/org/freedesktop/login1/session/auto", session);
        of_logind(bus.address())
    };
    assert_eq!(told(false, 0), None, "a desktop that never says so");
    assert_eq!(told(false, since), Some(Duration::ZERO));
    assert!(told(true, since).is_some_and(|idle| idle >= Duration::from_secs(1)));
    assert_eq!(of_logind(nowhere()), None);
}

/// A portal that knows these settings.
struct Portal(Vec<(&'static str, &'static str, Value<'static>)>);

#[interface(name = "org.freedesktop.portal.Settings")]
impl Portal {
    fn read_all(&self, namespaces: Vec<String>) -> HashMap<String, HashMap<String, OwnedValue>> {
        let mut all: HashMap<String, HashMap<String, OwnedValue>> = HashMap::new();
        for (namespace, key, value) in self.0.iter().filter(|(one, ..)| namespaces.iter().any(|asked| asked == one)) {
            let value = value.try_to_owned().unwrap();
            all.entry((*namespace).to_owned()).or_default().insert((*key).to_owned(), value);
        }
        all
    }
}

const APPEARANCE: &str = "org.freedesktop.appearance";
const GNOME: &str = "org.gnome.desktop.interface";

fn change(sender: &Connection, namespace: &str, key: &str, value: &Value<'_>) {
    let settings = "org.freedesktop.portal.Settings";
    sender.emit_signal(None::<&str>, PORTAL_PATH, settings, "SettingChanged", &(namespace, key, value)).unwrap();
}

const LESS: SystemTaste = SystemTaste { less_motion: true, dark: None };

/// What a watcher tells of this portal, one wish after the other.
fn wishes_at(bus: &Bus) -> (Watcher, Receiver<SystemTaste>) {
    let (wishes_to, wishes) = sync_channel(100);
    let at_first = portal::settings_at(bus.address(), &ASKED);
    (watch_taste_at(bus.address(), at_first, move |wish| wishes_to.send(wish).unwrap()).unwrap(), wishes)
}

#[test]
fn the_portals_wish_for_less_motion_is_told_at_first_and_as_it_changes() {
    let bus = Bus::start();
    let known = Portal(vec![(APPEARANCE, "reduced-motion", 1_u32.into()), (APPEARANCE, "contrast", 1_u32.into())]);
    let portal = serving(&bus, PORTAL, PORTAL_PATH, known);
    let (_watcher, wishes) = wishes_at(&bus);
    assert_eq!(wishes.recv(), Ok(LESS));
    change(&portal, APPEARANCE, "contrast", &0_u32.into());
    change(&portal, APPEARANCE, "reduced-motion", &1_u32.into());
    change(&portal, APPEARANCE, "reduced-motion", &0_u32.into());
    assert_eq!(wishes.recv(), Ok(SystemTaste::default()), "what did not change is not said again");
    // What anybody else says is not believed.
    let stranger = bus.connect();
    change(&stranger, APPEARANCE, "reduced-motion", &1_u32.into());
    settle(&stranger);
    bus.end(&portal);
    assert_eq!(wishes.iter().count(), 0);
}

#[test]
fn an_older_portal_tells_by_gnomes_setting_of_animations() {
    let bus = Bus::start();
    let portal = serving(&bus, PORTAL, PORTAL_PATH, Portal(vec![(GNOME, "enable-animations", false.into())]));
    let (_watcher, wishes) = wishes_at(&bus);
    assert_eq!(wishes.recv(), Ok(LESS));
    change(&portal, GNOME, "enable-animations", &true.into());
    assert_eq!(wishes.recv(), Ok(SystemTaste::default()));
}

#[test]
fn the_portal_says_dark_or_light_and_an_older_one_by_gnomes_word() {
    let bus = Bus::start();
    let dark = |dark| Ok(SystemTaste { dark, less_motion: false });
    let portal = serving(&bus, PORTAL, PORTAL_PATH, Portal(vec![(APPEARANCE, "color-scheme", 1_u32.into())]));
    let (_watcher, wishes) = wishes_at(&bus);
    assert_eq!(wishes.recv(), dark(Some(true)));
    change(&portal, APPEARANCE, "color-scheme", &2_u32.into());
    assert_eq!(wishes.recv(), dark(Some(false)));
    change(&portal, APPEARANCE, "color-scheme", &0_u32.into());
    assert_eq!(wishes.recv(), dark(None));
    change(&portal, GNOME, "color-scheme", &"prefer-dark".into());
    assert_eq!(wishes.recv(), dark(Some(true)));
    change(&portal, GNOME, "color-scheme", &"default".into());
    assert_eq!(wishes.recv(), dark(None));
}

#[test]
fn without_a_portal_nothing_is_told() {
    let bus = Bus::start();
    let sender = bus.connect();
    let (watcher, wishes) = wishes_at(&bus);
    bus.end(&sender);
    assert_eq!(wishes.iter().count(), 0);
    drop(watcher);
    let (wishes_to, wishes) = sync_channel::<SystemTaste>(1);
    let _watcher = watch_taste_at(nowhere(), std::future::ready(None), move |wish| wishes_to.send(wish).unwrap());
    assert_eq!(wishes.iter().count(), 0);
}

#[test]
fn a_keyring_that_is_locked_is_heard_from_its_service_alone() {
    let bus = Bus::start();
    let (service, stranger) = (bus.connect(), bus.connect());
    service.request_name("org.freedesktop.secrets").unwrap();
    let (ready_to, ready) = sync_channel(1);
    let (heard_to, heard) = sync_channel(100);
    let (on_ready, on_locked) = (move || ready_to.send(()).unwrap(), move || heard_to.send(()).unwrap());
    let _watcher = watch_keyring_at(bus.address(), on_ready, on_locked).unwrap();
    ready.recv().unwrap();
    let says = |sender: &Connection, of: &str, property: &str, on: bool| {
        let changed = HashMap::from([(property, Value::from(on))]);
        let body = (format!("org.freedesktop.Secret.{of}"), changed, Vec::<String>::new());
        let path = "/org/freedesktop/secrets/collection/login";
        sender.emit_signal(None::<&str>, path, "org.freedesktop.DBus.Properties", "PropertiesChanged", &body).unwrap();
    };
    says(&service, "Collection", "Locked", true);
    assert_eq!(heard.recv(), Ok(()));
    says(&service, "Collection", "Locked", false);
    says(&service, "Collection", "Other", true);
    says(&service, "Item", "Locked", true);
    says(&stranger, "Collection", "Locked", true);
    settle(&stranger);
    bus.end(&service);
    assert_eq!(heard.iter().count(), 0);
}

#[test]
fn a_wayland_desktop_is_waited_for_until_it_hangs_up_whatever_it_says() {
    use std::io::Write;
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("wayland-7");
    let desktop = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let (sender, ended) = sync_channel(1);
    let waiting = socket.clone();
    std::thread::Builder::new()
        .name("waiting".into())
        .spawn(move || sender.send(wait_for_the_end_of_wayland(Some(&waiting))).unwrap())
        .unwrap();
    let (mut client, _) = desktop.accept().unwrap();
    // More than the line holds: all of it is read.
    client.write_all(&[7; 1 << 20]).unwrap();
    assert!(ended.try_recv().is_err());
    drop(client);
    assert_eq!(ended.recv_timeout(Duration::from_secs(60)), Ok(true));
    drop(desktop);
    assert!(wait_for_the_end_of_wayland(Some(&socket)), "it ended before it was watched");
    assert!(!wait_for_the_end_of_wayland(None), "there never was one");
}

#[test]
fn an_x_server_that_ended_before_it_is_watched_is_one_that_ended() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("X7");
    let display = format!("unix:{}", socket.display());
    // Of one that was ended by force its socket stays.
    drop(std::os::unix::net::UnixListener::bind(&socket).unwrap());
    assert!(wait_for_the_end_of_x(Some(&display)));
    fs::remove_file(&socket).unwrap();
    assert!(wait_for_the_end_of_x(Some(&display)));
    assert!(!wait_for_the_end_of_x(None), "there never was one");
}
