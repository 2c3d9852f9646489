//! A vault in a real GNOME Keyring: it opens without a question, and a keychain that hangs or is locked stops no window.

use super::screen::{FAILURE, RING, SELECTED, WARNING, Window, clipboard, clipboard_holds, window};
use crate::all::harness::{Keyring, TempHome, Xvfb, keyloft};
use crate::all::helpers::made_up_secret;

struct Vault {
    home: TempHome,
    keyring: Keyring,
    secret: String,
}

impl Vault {
    fn new() -> Self {
        let vault = Self { home: TempHome::new(), keyring: Keyring::with_password(), secret: made_up_secret() };
        let line = |args: &[&str]| keyloft(&vault.home).keyring(&vault.keyring).args(args);
        line(&["init", "--store", "keychain"]).run().done();
        line(&["settings", "theme", "light"]).run().done();
        for name in ["FIRST_KEY", "OTHER_KEY"] {
            let reference = format!("shop/development/{name}");
            line(&["add", &reference, "--secret-stdin"]).input(made_up_secret()).run().done();
        }
        line(&["add", "shop/development/MIDDLE_KEY", "--secret-stdin"]).input(&vault.secret).run().done();
        vault
    }

    fn open<'a>(&self, display: &'a Xvfb) -> Window<'a> {
        let window = Window::open(display, window(&self.home, display).keyring(&self.keyring));
        window.shows_keys();
        window
    }
}

#[test]
fn the_window_opens_without_a_question_and_copies() {
    let (vault, display) = (Vault::new(), Xvfb::with_openbox());
    let window = vault.open(&display);
    assert!(!window.has(WARNING));
    window.copies("middle");
    clipboard_holds(&display, &vault.secret);
}

#[test]
fn a_frozen_keychain_freezes_no_window_and_closing_it_still_works() {
    let (mut vault, display) = (Vault::new(), Xvfb::with_openbox());
    let mut window = vault.open(&display);
    vault.keyring.stop();
    window.press("ctrl+k");
    window.shows_dialog("the palette");
    window.types("middle");
    window.press("Return");
    // The copy hangs now; the window lists, selects and moves the keyboard all the same.
    window.hides_dialog("the palette");
    window.press("slash");
    window.shows("the filter with the keyboard", RING);
    window.press("Escape");
    window.press("Escape");
    window.hides("the filter's ring", RING);
    window.press("End");
    window.shows("a selected row", SELECTED);
    window.press("ctrl+k");
    window.shows_dialog("the palette");
    window.press("Escape");
    window.hides_dialog("the palette");
    window.close();
    assert!(window.process.wait().success());
    assert_eq!(clipboard(&display), "");
}

#[test]
fn a_frozen_keychain_is_said_above_the_keys_and_enter_works_once_it_goes_on() {
    let (mut vault, display) = (Vault::new(), Xvfb::with_openbox());
    let window = vault.open(&display);
    window.selects("middle");
    vault.keyring.stop();
    window.press("Return");
    window.press("Home");
    window.shows("a selected row", SELECTED);
    window.shows("the failure above the keys", FAILURE);
    assert_eq!(clipboard(&display), "");
    vault.keyring.resume();
    window.copies("middle");
    clipboard_holds(&display, &vault.secret);
}

#[test]
fn a_locked_keychain_leaves_the_names_in_view_and_says_so() {
    let (mut vault, display) = (Vault::new(), Xvfb::with_openbox());
    vault.keyring.kill();
    vault.keyring.start_locked();
    let window = vault.open(&display);
    window.shows("the callout about the keychain", WARNING);
    window.selects("middle");
    window.press("Return");
    window.shows("the failure above the keys that were found", FAILURE);
    window.shows("the key, still selected", SELECTED);
    assert_eq!(clipboard(&display), "");
}
