//! Space shows a secret and is noted; a protected one is asked about first. And nothing is left in view after a lock.

use super::screen::{RING, Window, clipboard_holds, window};
use super::sealed::Sealed;
use crate::all::harness::Xvfb;
use crate::all::harness::process::wait_for;
use crate::all::helpers::made_up_secret;

const GUARDED: &str = "shop/production/GUARDED_KEY";

#[test]
fn space_shows_a_development_key_and_the_record_says_so() {
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let window = vault.open(&display);
    window.selects("another");
    assert!(!vault.did("shown", "shop/development/ANOTHER_KEY"));
    window.press("space");
    wait_for("the record", || vault.did("shown", "shop/development/ANOTHER_KEY").then_some(()));
}

#[test]
fn space_asks_about_a_production_key_and_enter_copies_it_instead() {
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let secret = made_up_secret();
    vault.add(GUARDED, &secret);
    vault.clears_after("10m");
    let window = vault.open(&display);
    window.selects("guarded");
    window.press("space");
    window.shows_dialog("the question");
    window.press("Escape");
    window.hides_dialog("the question");
    window.press("space");
    window.shows_dialog("the question");
    window.shows_button("Copy instead");
    window.press("Return");
    clipboard_holds(&display, &secret);
    window.hides_dialog("the question");
    // The worker does one thing after the other: had it been shown, that would be recorded by now.
    wait_for("the record", || vault.did("copied", GUARDED).then_some(()));
    assert!(!vault.did("shown", GUARDED));
}

#[test]
fn a_production_key_is_shown_and_recorded_once_that_was_chosen() {
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    vault.add(GUARDED, &made_up_secret());
    let window = vault.open(&display);
    window.selects("guarded");
    window.press("space");
    window.shows_dialog("the question");
    window.shows_button("Copy instead");
    // The button before the one that has the keyboard at first.
    let leftmost = || window.runs(RING, 50).into_iter().map(|(x, ..)| x).min();
    let filled = leftmost().expect("the filled button is in view");
    window.press("shift+Tab");
    wait_for("the ring round it", || leftmost().filter(|x| x + 40 < filled));
    window.press("Return");
    wait_for("the record", || vault.did("shown", GUARDED).then_some(()));
    assert!(!vault.did("copied", GUARDED));
    window.hides_dialog("the question");
}

#[test]
fn a_locked_window_looks_as_it_did_before_a_name_was_in_it() {
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let window = Window::open(&display, window(&vault.home, &display));
    window.shows("the passphrase field with the keyboard", RING);
    // Nothing is hovered over, now or later.
    window.points_at(3, 3);
    let before = window.still_picture();
    window.unlock(&vault.passphrase);
    window.selects("another");
    window.press("space");
    wait_for("the record", || vault.did("shown", "shop/development/ANOTHER_KEY").then_some(()));
    window.press("ctrl+l");
    window.shows_no_keys();
    // The caret blinks: every pixel is alike at the same moment of it.
    wait_for("the very same picture", || (window.picture() == before).then_some(()));
}
