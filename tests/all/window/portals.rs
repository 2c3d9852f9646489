//! The desktop's portal answers an ordinary user: it looks at the process that asks, which Keyloft's own lets nobody do. Real
//! portals, as another user where the tests are root.

use std::fs;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::screen::{SURFACE, Window, window};
use crate::all::harness::process::wait_for;
use crate::all::harness::{Desktop, TempHome, Xvfb};

/// LOOK.md's dark token of lists, as X sends it.
const DARK_SURFACE: [u8; 3] = [0x1E, 0x1B, 0x1A];

/// The sample of an ordinary user.
fn sample<'a>(display: &'a Xvfb, desktop: &Desktop, home: &TempHome) -> Window<'a> {
    Window::open(display, window(home, display).desktop(desktop).arg("demo"))
}

/// The file dialog, where one is on the display.
fn dialog(display: &Xvfb) -> Option<String> {
    let found = display.command("xdotool").args(["search", "--onlyvisible", "--name", "^Choose a file$"]).output();
    String::from_utf8(found.unwrap().stdout).unwrap().lines().next().map(str::to_owned)
}

/// The button that opens the import dialog, and "Browse…" in that: from the window's upper left corner, at the size it opens in.
const IMPORT: (usize, usize) = (1032, 26);
const BROWSE: (usize, usize) = (298, 262);

/// Opens it from the import dialog.
fn browses(window: &Window<'_>, display: &Xvfb) -> String {
    window.click(IMPORT.0, IMPORT.1);
    window.shows_dialog("the import dialog");
    wait_for("the file dialog", || {
        // Harmless once it is on its way: there is one at a time.
        window.click(BROWSE.0, BROWSE.1);
        dialog(display)
    })
}

#[test]
fn on_a_dark_desktop_an_ordinary_users_window_opens_dark() {
    let display = Xvfb::with_openbox();
    let desktop = Desktop::start(&display, true);
    let home = desktop.home_of_user();
    let window = sample(&display, &desktop, &home);
    window.shows("a dark list of keys", DARK_SURFACE);
    assert!(!window.has(SURFACE));
}

#[test]
fn what_an_ordinary_user_chooses_in_a_file_dialog_arrives() {
    let display = Xvfb::with_openbox();
    let desktop = Desktop::start(&display, false);
    let home = desktop.home_of_user();
    let file = home.path().join("made up.env");
    fs::write(&file, "LOG_LEVEL=debug\n").unwrap();
    let window = sample(&display, &desktop, &home);
    window.shows_keys();
    let chooser = browses(&window, &display);
    // GTK opens a field at a slash, and may lose the letters that come before it is there. What was mistyped is told in a message,
    // which the last key takes away.
    wait_for("the path to be taken", || {
        if dialog(&display).is_none() {
            return Some(());
        }
        let opens = ["windowactivate", &chooser, "key", "slash", "sleep", "1", "key", "ctrl+a"];
        let types = ["type", "--delay", "20", "--args", "1", file.to_str().unwrap(), "key", "Return"];
        assert!(display.command("xdotool").args(opens).args(types).status().unwrap().success());
        let end = Instant::now() + Duration::from_secs(5);
        while Instant::now() < end && dialog(&display).is_some() {}
        None
    });
    window.shows_button("what the file brings in");
}

#[test]
fn a_file_dialog_goes_with_what_asked_for_it() {
    let display = Xvfb::with_openbox();
    let desktop = Desktop::start(&display, false);
    let home = desktop.home_of_user();
    let mut window = sample(&display, &desktop, &home);
    window.shows_keys();
    browses(&window, &display);
    let id = window.id.to_string();
    let back = display.command("xdotool").args(["windowfocus", "--sync", &id, "key", "Escape"]).status();
    assert!(back.unwrap().success());
    wait_for("the file dialog to go with Keyloft's own", || dialog(&display).is_none().then_some(()));
    window.hides_dialog("the import dialog");
    browses(&window, &display);
    window.process.end(Signal::KILL);
    wait_for("the file dialog to go with Keyloft", || dialog(&display).is_none().then_some(()));
}
