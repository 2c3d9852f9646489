//! `keyloft demo`: made-up keys, and no trace of them afterwards.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rustix::process::Signal;

use super::screen::{SELECTED, Window, clipboard, window};
use crate::all::harness::process::wait_for;
use crate::all::harness::{TempHome, Xvfb};

/// Every path below a folder, the one for sockets apart: helpers that outlive the window meet there.
fn paths(folder: &Path, apart: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && path != apart {
            found.extend(paths(&path, apart));
        }
        found.insert(path);
    }
    found
}

#[test]
fn the_sample_opens_copies_and_leaves_nothing_behind() {
    let (home, display) = (TempHome::new(), Xvfb::with_openbox());
    let sockets = home.runtime().join("keyloft");
    let before = paths(home.path(), &sockets);
    // A fixed theme can't be asked of a sample; the light one is what a display without a desktop gets.
    let mut window = Window::open(&display, window(&home, &display).arg("demo"));
    window.shows_keys();
    assert!(!home.vault().exists());
    window.press("ctrl+k");
    window.types("stripe_secret");
    window.shows("a selected row", SELECTED);
    window.press("Return");
    let copied = wait_for("the clipboard to hold something", || Some(clipboard(&display)).filter(|t| !t.is_empty()));
    assert!(copied.len() > 16, "a made-up secret");
    let sample = |paths: &BTreeSet<PathBuf>| paths.iter().any(|path| path.to_string_lossy().contains("keyloft-demo"));
    assert!(sample(&paths(home.path(), &sockets)), "the sample lies in a folder of its own");
    window.close();
    assert!(window.process.wait().success());
    // Mesa keeps compiled shaders in the cache folder; nothing of Keyloft's may be left.
    let after = paths(home.path(), &sockets);
    let ours = |path: &&PathBuf| !path.to_string_lossy().contains("mesa_shader") && **path != sockets;
    let left: Vec<_> = after.difference(&before).filter(ours).collect();
    assert!(left.is_empty(), "{left:?}");
    assert!(before.is_subset(&after));
}

#[test]
fn a_sample_that_is_told_to_end_leaves_no_folder_either() {
    let (home, display) = (TempHome::new(), Xvfb::with_openbox());
    let sockets = home.runtime().join("keyloft");
    let sample = || paths(home.path(), &sockets).iter().any(|path| path.to_string_lossy().contains("keyloft-demo"));
    let mut window = Window::open(&display, window(&home, &display).arg("demo"));
    window.shows_keys();
    assert!(sample(), "the sample lies in a folder of its own");
    window.process.signal(Signal::TERM);
    assert!(!window.process.wait().success(), "it ended as it was told");
    assert!(!sample());
}
