//! A vault under a passphrase, made on the command line and used in the window.

use std::path::PathBuf;

use rustix::process::Signal;

use super::screen::{RING, SELECTED, Window, clipboard, clipboard_holds, helpers_are_gone, somebody_copies, window};
use crate::all::harness::{Run, TempHome, Xvfb, keyloft};
use crate::all::helpers::made_up_secret;

/// A sealed vault with a few keys, whose passphrase is in a file for the command line.
pub struct Sealed {
    pub home: TempHome,
    pub passphrase: String,
    file: PathBuf,
}

impl Sealed {
    pub fn new() -> Self {
        let home = TempHome::new();
        let passphrase = keyloft_test_phrase();
        let file = home.path().join("phrase");
        std::fs::write(&file, &passphrase).unwrap();
        std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        let vault = Self { home, passphrase, file };
        vault.line(&["init", "--store", "sealed", "--kdf", "19,2,1"]).run().done();
        vault.line(&["settings", "theme", "light"]).run().done();
        vault.clears_after("2s");
        for name in ["shop/development/ANOTHER_KEY", "shop/development/PAYMENTS_KEY", "shop/production/PAYMENTS_KEY"] {
            vault.add(name, &made_up_secret());
        }
        vault
    }

    /// The command line on this vault.
    pub fn line(&self, args: &[&str]) -> Run {
        keyloft(&self.home).env("KEYLOFT_PASSPHRASE_FILE", &self.file).args(args)
    }

    pub fn clears_after(&self, time: &str) {
        self.line(&["settings", "clipboard-clear", time]).run().done();
    }

    pub fn add(&self, reference: &str, secret: &str) {
        self.line(&["add", reference, "--secret-stdin"]).input(secret).run().done();
    }

    /// What `keyloft get` gives.
    pub fn get(&self, reference: &str) -> String {
        String::from_utf8(self.line(&["get", reference]).run().done().stdout).unwrap()
    }

    /// What was done from windows and to which key, newest first.
    pub fn record(&self) -> Vec<(String, String)> {
        let run = self.line(&["activity", "--json"]).run().done();
        let all: Vec<serde_json::Value> = serde_json::from_str(run.text()).unwrap();
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let of_windows = all.iter().filter(|one| one["via"] == "window");
        of_windows.map(|one| (text(&one["what"]), text(&one["subject"]))).collect()
    }

    /// Whether a window did this to the key.
    pub fn did(&self, what: &str, subject: &str) -> bool {
        self.record().iter().any(|(did, to)| did == what && to == subject)
    }

    /// A window on it, unlocked by its passphrase.
    pub fn open<'a>(&self, display: &'a Xvfb) -> Window<'a> {
        let window = Window::open(display, window(&self.home, display));
        window.unlock(&self.passphrase);
        window
    }
}

/// Only characters that every keyboard layout types without dead keys.
fn keyloft_test_phrase() -> String {
    let mut bytes = [0; 12];
    getrandom::fill(&mut bytes).unwrap();
    bytes.iter().fold("phrase".to_owned(), |text, byte| format!("{text}{byte:02x}"))
}

#[test]
fn passphrase_name_enter_and_the_clipboard_holds_the_secret_until_its_time_is_over() {
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let secret = made_up_secret();
    vault.add("shop/development/MIDDLE_KEY", &secret);
    let window = vault.open(&display);
    window.copies("middle_k");
    clipboard_holds(&display, &secret);
    clipboard_holds(&display, "");
    helpers_are_gone(&vault.home);

    // And with the list's own keys: `/` instead of Ctrl K, arrows, End.
    window.hides_dialog("the palette");
    window.press("End");
    window.shows("a selected row", SELECTED);
    window.press("slash");
    window.shows("the filter with the keyboard", RING);
    window.types("middle");
    window.press("Return");
    clipboard_holds(&display, &secret);
}

#[test]
fn another_programs_text_is_left_alone_when_the_time_is_over() {
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let secret = made_up_secret();
    vault.add("shop/development/MIDDLE_KEY", &secret);
    let window = vault.open(&display);
    window.copies("middle");
    clipboard_holds(&display, &secret);
    somebody_copies(&display, "a shopping list");
    helpers_are_gone(&vault.home);
    assert_eq!(clipboard(&display), "a shopping list");
    // Nor does locking wipe it.
    window.press("ctrl+l");
    window.shows_no_keys();
    window.shows("the passphrase field with the keyboard", RING);
    assert_eq!(clipboard(&display), "a shopping list");
}

#[test]
fn a_killed_window_leaves_no_secret_on_the_clipboard() {
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let secret = made_up_secret();
    vault.add("shop/development/MIDDLE_KEY", &secret);
    vault.clears_after("5s");
    let mut window = vault.open(&display);
    window.copies("middle");
    clipboard_holds(&display, &secret);
    window.process.end(Signal::KILL);
    clipboard_holds(&display, "");
    helpers_are_gone(&vault.home);
}

#[test]
fn locking_clears_the_clipboard_and_the_title_never_says_more_than_keyloft() {
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let secret = made_up_secret();
    vault.add("shop/development/MIDDLE_KEY", &secret);
    vault.clears_after("10m");
    let window = Window::open(&display, window(&vault.home, &display));
    let title = window.title();
    assert_eq!(title.replace("Keyloft", "").trim(), "");
    window.unlock(&vault.passphrase);
    assert_eq!(window.title(), title);
    window.copies("middle");
    clipboard_holds(&display, &secret);
    assert_eq!(window.title(), title);
    window.press("ctrl+l");
    window.shows_no_keys();
    clipboard_holds(&display, "");
    assert_eq!(window.title(), title);
}

#[test]
fn a_wrong_passphrase_opens_nothing_and_the_right_one_after_it_does() {
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let window = Window::open(&display, window(&vault.home, &display));
    window.shows("the passphrase field with the keyboard", RING);
    window.types("nothing like it");
    window.press("Return");
    // The field's frame turns red, which is the colour of failures.
    window.shows("the red frame", [0x44, 0x34, 0xCF]);
    window.shows_no_keys();
    window.types(&vault.passphrase);
    window.press("Return");
    window.shows_keys();
}

#[test]
fn what_the_command_line_adds_can_be_copied_in_a_window_that_was_open_before() {
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let window = vault.open(&display);
    window.press("ctrl+k");
    window.types("later_key");
    window.hides("any selected row", SELECTED);
    let secret = made_up_secret();
    vault.add("shop/staging/LATER_KEY", &secret);
    // The name is in the palette already; nothing else is touched.
    window.shows("the new key, selected", SELECTED);
    window.press("Return");
    clipboard_holds(&display, &secret);
}
