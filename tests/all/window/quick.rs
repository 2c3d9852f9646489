//! `keyloft quick`: the small window that copies one key and is gone.

use super::screen::{RING, SELECTED, Window, clipboard_holds, helpers_are_gone, window};
use super::sealed::Sealed;
use crate::all::harness::{TempHome, Xvfb};
use crate::all::helpers::made_up_secret;

#[test]
fn it_unlocks_finds_copies_and_ends_while_the_clipboard_lives_on() {
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let secret = made_up_secret();
    vault.add("shop/development/MIDDLE_KEY", &secret);
    vault.clears_after("10m");
    let mut small = Window::open(&display, window(&vault.home, &display).arg("quick"));
    small.shows("the passphrase field with the keyboard", RING);
    small.types(&vault.passphrase);
    small.press("Return");
    small.hides("the passphrase field", RING);
    small.shows("the keys used last, or the first action", SELECTED);
    small.types("middle");
    small.press("Return");
    clipboard_holds(&display, &secret);
    assert!(small.process.wait().success());
    clipboard_holds(&display, &secret);
    vault.line(&["lock"]).run().done();
    clipboard_holds(&display, "");
    helpers_are_gone(&vault.home);
}

#[test]
fn a_second_start_brings_the_first_small_window_to_the_front_and_opens_none() {
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let whole = vault.open(&display);
    // The whole window is another one.
    let small = Window::open_beside(&display, window(&vault.home, &display).arg("quick"), &[whole.id]);
    small.shows("the passphrase field with the keyboard", RING);
    let elsewhere = TempHome::new();
    let sample = Window::open_beside(&display, window(&elsewhere, &display).arg("demo"), &[whole.id, small.id]);
    sample.has_the_keyboard();
    let output = window(&vault.home, &display).arg("quick").run().exits(0);
    assert_eq!((output.text(), output.stderr.as_str()), ("", "Keyloft is open already.\n"));
    small.has_the_keyboard();
}

#[test]
fn esc_closes_it_and_nothing_is_copied() {
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let mut small = Window::open(&display, window(&vault.home, &display).arg("quick"));
    small.shows("the passphrase field with the keyboard", RING);
    small.press("Escape");
    assert!(small.process.wait().success());
    clipboard_holds(&display, "");
}

#[test]
fn without_a_vault_it_says_so_and_makes_none() {
    let (home, display) = (TempHome::new(), Xvfb::with_openbox());
    let mut small = Window::open(&display, window(&home, &display).arg("quick"));
    small.shows_no_keys();
    small.press("Escape");
    assert!(small.process.wait().success());
    assert!(!home.vault().exists());
}
