//! The unlock helper and the screen: what of a desktop's signals ends it. What the watcher makes of each message is
//! tested beside it (`src/session`).

use std::time::Duration;

use keyloft::agent::{Screen, get, lock, start};
use keyloft::model::Secret;
use keyloft::runtime::Launch;

use super::harness::Bus;
use super::helpers::{Place, until};

const WATCHING: &str = "5a1c33e0-watching";
const INDIFFERENT: &str = "5a1c33e0-indifferent";
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
    bus.signal("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver.ActiveChanged", covered);
}

/// Sends again and again, as the helper begins to listen some time after its start.
fn ends(place: &Place, left: usize, mut send: impl FnMut()) {
    until("the helper has ended", || {
        send();
        place.helpers().len() == left
    });
}

#[test]
fn a_locked_screen_ends_the_helper_unless_the_user_wants_otherwise() {
    let (place, bus) = (Place::new(), Bus::start());
    let launch = launch(&place, Some(&bus), None);
    hold(&launch, INDIFFERENT, Screen::Ignored);
    hold(&launch, WATCHING, Screen::Locks);
    ends(&place, 1, || cover(&bus, true));
    assert!(get(&place.folder, WATCHING).is_none());
    gives(&place, INDIFFERENT);
    assert!(lock(&place.folder, INDIFFERENT).unwrap());
    assert_eq!(std::fs::read_dir(place.folder.path()).unwrap().count(), 0, "no socket stays behind");
}

#[test]
fn an_unlocked_screen_ends_nothing() {
    let (place, bus) = (Place::new(), Bus::start());
    hold(&launch(&place, Some(&bus), None), WATCHING, Screen::Locks);
    bus.wait_for_listener();
    cover(&bus, false);
    gives(&place, WATCHING);
    ends(&place, 0, || cover(&bus, true));
}

#[test]
fn a_session_bus_that_ends_is_a_logout() {
    let (place, bus) = (Place::new(), Bus::start());
    hold(&launch(&place, Some(&bus), None), WATCHING, Screen::Locks);
    bus.wait_for_listener();
    gives(&place, WATCHING);
    drop(bus);
    until("the helper has ended", || place.helpers().is_empty());
}

#[test]
fn a_system_bus_that_ends_is_none_and_neither_is_having_no_bus() {
    let (place, bus) = (Place::new(), Bus::start());
    hold(&launch(&place, None, Some(&bus)), WATCHING, Screen::Locks);
    bus.wait_for_listener();
    gives(&place, WATCHING);
    drop(bus);
    gives(&place, WATCHING);
    assert!(lock(&place.folder, WATCHING).unwrap());
}
