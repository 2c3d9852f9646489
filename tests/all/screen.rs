//! The unlock helper and the screen: what of a desktop's signals ends it. What the watcher makes of each message is
//! tested beside it (`src/session`).

use std::time::Duration;

use keyloft::agent::{Screen, get, lock, start};
use keyloft::model::Secret;
use keyloft::runtime::Launch;
use keyloft::session::idle_of_x_server;

use super::harness::{Bus, TempHome, Xvfb, keyloft};
use super::helpers::{Place, until};

const WATCHING: &str = "5a1c33e0-watching";
const INDIFFERENT: &str = "5a1c33e0-indifferent";
const SAVER: &str = "org.freedesktop.ScreenSaver";
const LOGIND: &str = "org.freedesktop.login1.Manager";
/// Longer than any test: a helper that ends earlier was made to.
const LONG: Duration = Duration::from_secs(3600);

/// Helpers that see these buses; `None` leads nowhere.
fn launch(place: &Place, session: Option<&Bus>, system: Option<&Bus>) -> Launch {
    let address = |bus: Option<&Bus>| bus.map_or_else(|| "unix:path=/nonexistent/bus".to_owned(), Bus::address);
    let launch = place.launch().with("DBUS_SESSION_BUS_ADDRESS", address(session));
    launch.with("DBUS_SYSTEM_BUS_ADDRESS", address(system))
}

fn hold(launch: &Launch, vault: &str, screen: Screen) {
    start(launch, vault, &Secret::new(vec![7; 32]), LONG, screen).unwrap();
}

/// By patient asking, as a busy computer may take longer than the 200 ms that `get` allows.
fn gives(place: &Place, vault: &str) {
    until("the helper gives the key", || get(&place.folder, vault).is_some());
}

fn cover(bus: &Bus, covered: bool) {
    bus.signal("/org/freedesktop/ScreenSaver", &format!("{SAVER}.ActiveChanged"), covered);
}

fn ended(place: &Place) {
    until("the helper has ended", || place.helpers().is_empty());
}

#[test]
fn a_locked_screen_ends_the_helper_unless_the_user_wants_otherwise() {
    let (place, bus) = (Place::new(), Bus::start());
    let launch = launch(&place, Some(&bus), None);
    hold(&launch, INDIFFERENT, Screen::Ignored);
    hold(&launch, WATCHING, Screen::Locks);
    bus.wait_for_listener(SAVER);
    cover(&bus, true);
    until("one helper has ended", || place.helpers().len() == 1);
    assert!(get(&place.folder, WATCHING).is_none());
    gives(&place, INDIFFERENT);
    assert!(lock(&place.folder, INDIFFERENT).unwrap());
    assert_eq!(std::fs::read_dir(place.folder.path()).unwrap().count(), 0, "no socket stays behind");
}

#[test]
fn an_unlocked_screen_ends_nothing() {
    let (place, bus) = (Place::new(), Bus::start());
    hold(&launch(&place, Some(&bus), None), WATCHING, Screen::Locks);
    bus.wait_for_listener(SAVER);
    cover(&bus, false);
    gives(&place, WATCHING);
    cover(&bus, true);
    ended(&place);
}

#[test]
fn going_to_sleep_ends_it_if_logind_says_so() {
    let (place, bus) = (Place::new(), Bus::start());
    hold(&launch(&place, None, Some(&bus)), WATCHING, Screen::Locks);
    bus.wait_for_listener(LOGIND);
    bus.signal("/org/freedesktop/login1", &format!("{LOGIND}.PrepareForSleep"), true);
    gives(&place, WATCHING);
    // A signal of logind's comes from the owner of its name, which dbus-send can't be.
    let address = bus.address();
    let logind = zbus::blocking::connection::Builder::address(address.as_str())
        .and_then(|builder| builder.name("org.freedesktop.login1"))
        .and_then(zbus::blocking::connection::Builder::build)
        .unwrap();
    logind.emit_signal(None::<&str>, "/org/freedesktop/login1", LOGIND, "PrepareForSleep", &true).unwrap();
    ended(&place);
}

#[test]
fn a_session_bus_that_ends_is_a_logout() {
    let (place, bus) = (Place::new(), Bus::start());
    hold(&launch(&place, Some(&bus), None), WATCHING, Screen::Locks);
    bus.wait_for_listener(SAVER);
    gives(&place, WATCHING);
    drop(bus);
    ended(&place);
}

#[test]
fn a_system_bus_that_ends_is_none_and_neither_is_having_no_bus() {
    let (place, bus) = (Place::new(), Bus::start());
    hold(&launch(&place, None, Some(&bus)), WATCHING, Screen::Locks);
    bus.wait_for_listener(LOGIND);
    gives(&place, WATCHING);
    drop(bus);
    gives(&place, WATCHING);
    assert!(lock(&place.folder, WATCHING).unwrap());
}

#[test]
fn the_setting_decides_whether_unlock_watches_the_screen() {
    let home = TempHome::new();
    let passphrase = home.path().join("pass");
    std::fs::write(&passphrase, ["horse", "battery", "staple"].join(" ")).unwrap();
    let run = |words: &[&str]| {
        keyloft(&home).env("KEYLOFT_PASSPHRASE_FILE", &passphrase).args(words).run().done();
    };
    run(&["init", "--store", "sealed", "--kdf", "19,2,1"]);
    run(&["unlock", "--for", "10m"]);
    assert_eq!(screen_words(&home), ["locks-with-screen"]);
    run(&["settings", "lock-with-screen", "off"]);
    run(&["unlock", "--for", "10m"]);
    until("the first helper has ended", || screen_words(&home).len() == 1);
    assert_eq!(screen_words(&home), ["ignores-screen"]);
    run(&["lock"]);
}

/// What the unlock helpers in this home were told of the screen.
fn screen_words(home: &TempHome) -> Vec<String> {
    let folder = home.runtime().to_str().unwrap().to_owned();
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    let lines = processes.map(|process| std::fs::read(process.path().join("cmdline")).unwrap_or_default());
    lines
        .filter_map(|line| {
            let line = String::from_utf8(line).ok()?;
            let words: Vec<&str> = line.trim_end_matches('\0').split('\0').collect();
            let ours = words.get(1) == Some(&"__agent") && words.get(2)?.starts_with(&folder);
            ours.then(|| (*words.last().expect("it has three")).to_owned())
        })
        .collect()
}

#[test]
fn an_x_server_tells_how_long_nobody_touched_it_and_one_that_is_not_there_nothing() {
    let display = Xvfb::new();
    let name = display.display().clone();
    let idle = || idle_of_x_server(Some(&name)).expect("the server tells");
    let first = idle();
    until("it counts on", || idle() > first);
    drop(display);
    assert_eq!(idle_of_x_server(Some(&name)), None);
}
