//! From a key to the clipboard, and to the eye.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use keyloft::model::ActivityKind;

use super::Stage;
use super::stage::made_up;

#[test]
fn ctrl_k_letters_and_enter_put_the_secret_on_the_clipboard_and_a_button_takes_it_off() {
    let value = made_up();
    let mut stage = Stage::with(&[("shop/development/API_KEY", &value), ("shop/development/OTHER", &made_up())]);
    stage.sees("API_KEY, development");
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.types("api");
    stage.press(Key::Enter);
    stage.sees("API_KEY · development copied");
    assert_eq!(stage.clipboard(), value);
    stage.click("Clear now");
    stage.sees("Clipboard cleared");
    assert_eq!(stage.clipboard(), "");
    assert!(stage.did(ActivityKind::Copied));
    assert!(!stage.tree().contains(&value));
}

#[test]
fn filter_and_enter_copy_and_so_does_a_rows_button() {
    let (one, two) = (made_up(), made_up());
    let mut stage = Stage::with(&[("shop/development/API_KEY", &one), ("shop/development/OTHER", &two)]);
    stage.sees("API_KEY, development");
    stage.press(Key::Slash);
    stage.types("oth");
    stage.press(Key::Enter);
    stage.sees("OTHER · development copied");
    assert_eq!(stage.clipboard(), two);
    stage.press(Key::Escape);
    stage.select("API_KEY");
    stage.click("Copy API_KEY");
    stage.sees("API_KEY · development copied");
    assert_eq!(stage.clipboard(), one);
}

#[test]
fn the_menu_copies_a_line_and_a_reference() {
    let value = made_up();
    let mut stage = Stage::with(&[("shop/development/API_KEY", &value)]);
    stage.select("API_KEY");
    for (entry, expected) in [
        ("Copy as export line", format!("export API_KEY='{value}'")),
        ("Copy reference", "keyloft://shop/development/API_KEY".to_owned()),
    ] {
        stage.press_with(Modifiers::SHIFT, Key::F10);
        stage.click("Copy as");
        stage.click(entry);
        stage.until(entry, |stage| stage.clipboard() == expected);
    }
}

#[test]
fn a_development_secret_is_shown_and_hidden_and_the_tree_never_has_it() {
    let value = made_up();
    let mut stage = Stage::with(&[("shop/development/API_KEY", &value)]);
    stage.select("API_KEY");
    stage.press(Key::Space);
    stage.sees("shown for 20 seconds, copy it to use it");
    assert!(!stage.tree().contains(&value));
    stage.press(Key::Space);
    stage.misses("shown for 20 seconds");
    assert!(stage.did(ActivityKind::Shown));
}

#[test]
fn a_production_secret_is_asked_about_and_copying_is_the_answer_of_enter() {
    let value = made_up();
    let mut stage = Stage::with(&[("shop/production/API_KEY", &value)]);
    stage.select("API_KEY");
    stage.press(Key::Space);
    stage.sees("Show this production secret?");
    stage.press(Key::Enter);
    stage.sees("API_KEY · production copied");
    assert_eq!(stage.clipboard(), value);
    assert!(!stage.did(ActivityKind::Shown));
    stage.press(Key::Space);
    stage.click_role(Role::Button, "Show for 20 s");
    stage.sees("shown for 20 seconds, copy it to use it");
    assert!(stage.did(ActivityKind::Shown));
}

#[test]
fn a_locked_keychain_leaves_the_names_and_enter_copies_once_it_is_open() {
    let value = made_up();
    let mut stage = Stage::with(&[("shop/development/API_KEY", &value)]);
    stage.sees("API_KEY, development");
    stage.lock_keychain();
    stage.select("API_KEY");
    stage.press(Key::Enter);
    stage.sees("Test Keyring is locked.");
    assert!(stage.tree().contains("API_KEY, development"));
    assert_eq!(stage.clipboard(), "");
    stage.click("Unlock keychain…");
    stage.misses("Unlock keychain…");
    stage.press(Key::Enter);
    stage.sees("API_KEY · development copied");
    assert_eq!(stage.clipboard(), value);
}
