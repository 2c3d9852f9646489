//! A provider's page is opened by the desktop's portal, else by a program of its own; the window waits for neither, and a page that does
//! not open is said.

use std::collections::HashMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use zbus::blocking::{Connection, connection};
use zbus::message::Header;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{OwnedObjectPath, OwnedValue};

use super::screen::{FAILURE, Window, window};
use crate::all::harness::process::{PATIENCE, wait_for};
use crate::all::harness::{Bus, Run, TempHome, Xvfb};

/// The part of a desktop's portal that opens addresses; each is told to the test.
struct Portal {
    heard: SyncSender<String>,
    /// What comes of it: 0 it was opened, 1 a person closed the question, 2 it was not.
    outcome: u32,
}

#[zbus::interface(name = "org.freedesktop.portal.OpenURI")]
impl Portal {
    #[zbus(name = "OpenURI")]
    async fn open_uri(
        &self,
        _parent: String,
        uri: String,
        _options: HashMap<String, OwnedValue>,
        #[zbus(header)] header: Header<'_>,
        #[zbus(connection)] bus: &zbus::Connection,
    ) -> OwnedObjectPath {
        let path = OwnedObjectPath::try_from("/org/freedesktop/portal/desktop/request/a/b").unwrap();
        let to = header.sender().unwrap().to_owned();
        // The answer may come before the call's own.
        let answer = SignalEmitter::new(bus, &path).unwrap().set_destination(zbus::names::BusName::from(to));
        let nothing: HashMap<&str, OwnedValue> = HashMap::new();
        answer.emit("org.freedesktop.portal.Request", "Response", &(self.outcome, nothing)).await.unwrap();
        self.heard.send(uri).unwrap();
        path
    }
}

/// A bus with a portal on it, and what that hears.
fn portal(outcome: u32) -> (Bus, Connection, Receiver<String>) {
    let (bus, (heard, hears)) = (Bus::start(), sync_channel(4));
    let builder = connection::Builder::address(bus.address().as_str()).unwrap();
    let builder = builder.name("org.freedesktop.portal.Desktop").unwrap();
    let service =
        builder.serve_at("/org/freedesktop/portal/desktop", Portal { heard, outcome }).unwrap().build().unwrap();
    (bus, service, hears)
}

/// A folder that is all of `PATH`, with these programs: shell scripts that get the address as `$1`.
fn programs(home: &TempHome, scripts: &[(&str, &str)]) -> std::path::PathBuf {
    let folder = home.path().join("programs");
    fs::create_dir(&folder).unwrap();
    for (name, script) in scripts {
        let path = folder.join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o700)).unwrap();
    }
    folder
}

/// The sample with a key of a provider selected, whose page was asked for.
fn asked_for_a_page<'a>(display: &'a Xvfb, run: Run) -> Window<'a> {
    let window = Window::open(display, run.arg("demo"));
    window.shows_keys();
    window.selects("stripe_secret");
    window.press("o");
    window
}

#[test]
fn the_portal_opens_a_providers_page() {
    let (home, display) = (TempHome::new(), Xvfb::with_openbox());
    let (bus, _service, hears) = portal(0);
    let file = home.path().join("opened");
    let programs = programs(&home, &[("xdg-open", &format!("echo \"$1\" > '{}'", file.display()))]);
    let run = window(&home, &display).env("DBUS_SESSION_BUS_ADDRESS", bus.address()).env("PATH", programs);
    let _window = asked_for_a_page(&display, run);
    let page = hears.recv_timeout(PATIENCE).expect("the portal is asked");
    assert_eq!(page, "https://dashboard.stripe.com/apikeys");
    assert!(!file.exists(), "it is opened once");
}

#[test]
fn where_the_portal_can_not_the_desktops_opener_does_it() {
    let (home, display) = (TempHome::new(), Xvfb::with_openbox());
    let (bus, _service, hears) = portal(2);
    let file = home.path().join("opened");
    let programs = programs(&home, &[("xdg-open", &format!("echo \"$1\" > '{}'", file.display()))]);
    let run = window(&home, &display).env("DBUS_SESSION_BUS_ADDRESS", bus.address()).env("PATH", programs);
    // Without xdg-settings, and whatever the desktop is called.
    let window = asked_for_a_page(&display, run.env("XDG_CURRENT_DESKTOP", "GNOME"));
    let opened = wait_for("the opener to get the address", || {
        fs::read_to_string(&file).ok().filter(|text| text.ends_with('\n'))
    });
    assert_eq!(opened, format!("{}\n", hears.recv_timeout(PATIENCE).expect("the portal was asked before")));
    assert!(!window.has(FAILURE));
}

#[test]
fn a_page_that_nothing_opens_is_said() {
    for scripts in [&[][..], &[("xdg-open", "exit 1")]] {
        let (home, display) = (TempHome::new(), Xvfb::with_openbox());
        let run = window(&home, &display).env("PATH", programs(&home, scripts));
        let window = asked_for_a_page(&display, run);
        window.shows("that the page did not open", FAILURE);
    }
}

#[test]
fn the_window_waits_for_no_opener() {
    let (home, display) = (TempHome::new(), Xvfb::with_openbox());
    let began = home.path().join("began");
    // Until the test is over.
    let hangs = format!("echo > '{}'\nwhile [ -e \"$0\" ]; do /bin/sleep 0.1; done", began.display());
    let programs = programs(&home, &[("xdg-open", &hangs), ("xdg-settings", &hangs)]);
    let window = asked_for_a_page(&display, window(&home, &display).env("PATH", programs));
    wait_for("the opener to begin", || began.exists().then_some(()));
    window.press("ctrl+k");
    window.shows_dialog("the palette");
}
