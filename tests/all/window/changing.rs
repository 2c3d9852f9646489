//! Keys are made and rotated in dialogs, their values pasted from another program; the command line sees what came of it.

use super::screen::{EDGE, INSET, RING, SELECTED, Window, clipboard, clipboard_holds, somebody_copies};
use super::sealed::Sealed;
use crate::all::harness::Xvfb;
use crate::all::harness::process::wait_for;
use crate::all::helpers::made_up_secret;

pub const ROTATED: &str = "shop/development/MIDDLE_KEY";

/// Opens Rotate for the key, pastes a value and saves it.
pub fn rotate(window: &Window<'_>, display: &Xvfb, value: &str) {
    window.selects("middle");
    window.press("r");
    window.shows_dialog("the dialog");
    window.shows("the value's field with the keyboard", RING);
    somebody_copies(display, value);
    window.press("ctrl+v");
    window.shows_button("Rotate");
    window.press("Return");
    window.hides_dialog("the dialog");
}

/// Opens New key, types the name and pastes the value.
pub fn fill_new_key(window: &Window<'_>, display: &Xvfb, name: &str, value: &str) {
    window.press("ctrl+n");
    window.shows_dialog("the dialog");
    window.shows("the name's field with the keyboard", RING);
    window.types(name);
    somebody_copies(display, value);
    let (wide, _) = window.size();
    let (x, y, _) =
        wait_for("the value's field", || window.runs(INSET, 200).into_iter().find(|(x, ..)| *x > wide / 2 - 100));
    window.click(x + 60, y + 10);
    window.press("ctrl+v");
    window.shows_button("Save key");
}

/// Opens Import by the palette and pastes a whole file; `button` says what would come in.
pub fn paste_import(window: &Window<'_>, display: &Xvfb, text: &str, button: &str) {
    window.press("ctrl+k");
    window.shows_dialog("the palette");
    window.types("import");
    window.press("Return");
    window.shows("the path's field with the keyboard", RING);
    somebody_copies(display, text);
    window.press("ctrl+v");
    window.shows_button(button);
}

/// Clicks the button at the toast's right end.
fn click_undo(window: &Window<'_>) {
    let (_, high) = window.size();
    let (x, y, long) = wait_for("the toast's upper edge", || {
        window.runs(EDGE, 150).into_iter().find(|(_, y, _)| (high - 130..high - 60).contains(y))
    });
    window.click(x + long - 20, y + 22);
}

#[test]
fn a_rotated_key_gives_its_new_value() {
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let (old, new) = (made_up_secret(), made_up_secret());
    vault.add(ROTATED, &old);
    let window = vault.open(&display);
    rotate(&window, &display, &new);
    assert_eq!(vault.get(ROTATED), new);
    // What was pasted is saved, and need not lie on the clipboard any longer.
    clipboard_holds(&display, "");
    // And in the window that did it.
    window.copies("middle");
    clipboard_holds(&display, &new);
}

#[test]
fn undo_puts_the_old_value_back() {
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let (old, new) = (made_up_secret(), made_up_secret());
    vault.add(ROTATED, &old);
    let window = vault.open(&display);
    rotate(&window, &display, &new);
    click_undo(&window);
    wait_for("the old value", || (vault.get(ROTATED) == old).then_some(()));
    assert!(vault.did("rotated", ROTATED), "it was rotated before");
}

#[test]
fn a_new_key_is_there_for_the_command_line() {
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let secret = made_up_secret();
    let window = vault.open(&display);
    fill_new_key(&window, &display, "FRESH_TOKEN", &secret);
    window.press("Return");
    window.hides_dialog("the dialog");
    assert_eq!(vault.get("shop/development/FRESH_TOKEN"), secret);
    window.shows("the new key, selected", SELECTED);
}

#[test]
fn what_the_command_line_adds_appears_in_the_list_under_the_filter() {
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let window = vault.open(&display);
    window.press("slash");
    window.shows("the filter with the keyboard", RING);
    window.types("later");
    window.hides("any selected row", SELECTED);
    let secret = made_up_secret();
    vault.add("shop/development/LATER_KEY", &secret);
    window.shows("the new key, selected", SELECTED);
    window.press("Return");
    clipboard_holds(&display, &secret);
}

#[test]
fn a_pasted_file_leaves_the_clipboard_once_it_is_imported() {
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let [first, second]: [String; 2] = std::array::from_fn(|_| made_up_secret());
    let window = vault.open(&display);
    let text = format!("FIRST_TOKEN={first}\nSECOND_TOKEN={second}\n");
    paste_import(&window, &display, &text, "Import 2 keys");
    clipboard_holds(&display, &text);
    let before = wait_for("Import 2 keys", || window.button());
    window.press("Return");
    window.shows_another_button("Done", before);
    assert_eq!(vault.get("shop/development/SECOND_TOKEN"), second);
    clipboard_holds(&display, "");
}

#[test]
fn a_pasted_file_stays_on_the_clipboard_where_not_all_of_it_came_in() {
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let secret = made_up_secret();
    let window = vault.open(&display);
    let text = format!("FIRST_TOKEN={secret}\n# OLD_TOKEN=put aside\n");
    paste_import(&window, &display, &text, "Import 1 key");
    let before = wait_for("Import 1 key", || window.button());
    window.press("Return");
    window.shows_another_button("Done", before);
    assert_eq!(vault.get("shop/development/FIRST_TOKEN"), secret);
    window.press("Return");
    window.hides_dialog("what came of it");
    // Whatever becomes of the clipboard was done before the lock, which takes off it what Keyloft put there alone.
    window.press("ctrl+l");
    window.shows_no_keys();
    assert!(clipboard(&display) == text, "the clipboard was cleared");
}
