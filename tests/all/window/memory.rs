//! What is left in the window's memory after locking, read from outside.

use std::fs::File;
use std::os::unix::fs::FileExt;

use super::changing::{ROTATED, fill_new_key, paste_import, rotate};
use super::screen::{RING, SELECTED, Window, clipboard_holds, window};
use super::sealed::Sealed;
use crate::all::harness::Xvfb;
use crate::all::harness::process::wait_for;
use crate::all::helpers::made_up_secret;

/// Where in a process's memory these bytes lie, region by region. Needs root: Keyloft is not dumpable.
fn found(pid: u32, needle: &[u8]) -> Vec<String> {
    let memory = File::open(format!("/proc/{pid}/mem")).unwrap();
    let maps = std::fs::read_to_string(format!("/proc/{pid}/maps")).unwrap();
    let finder = memchr::memmem::Finder::new(needle);
    let mut places = Vec::new();
    for line in maps.lines() {
        let mut fields = line.split_whitespace();
        let (range, rights) = (fields.next().unwrap(), fields.next().unwrap());
        if !rights.starts_with("rw") {
            continue;
        }
        let (from, to) = range.split_once('-').unwrap();
        let [from, to] = [from, to].map(|hex| u64::from_str_radix(hex, 16).unwrap());
        let mut bytes = vec![0; usize::try_from(to - from).unwrap()];
        // Regions of the graphics driver can't be read; nothing of ours is in them.
        let read = memory.read_at(&mut bytes, from).unwrap_or(0);
        places.extend(finder.find_iter(&bytes[..read]).map(|at| format!("{:x} in {line}", from + at as u64)));
    }
    places
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn utf32(text: &str) -> Vec<u8> {
    text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect()
}

/// Says so where the test can't be made.
fn may_read_memory() -> bool {
    let may = rustix::process::geteuid().is_root();
    if !may {
        println!("left out: only root reads the memory of a process that can't be dumped");
    }
    may
}

#[test]
fn after_locking_neither_the_copied_secret_nor_the_passphrase_is_in_memory() {
    if !may_read_memory() {
        return;
    }
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let secret = made_up_secret();
    vault.add("shop/development/MIDDLE_KEY", &secret);
    vault.clears_after("10m");
    let mut window = Window::open(&display, window(&vault.home, &display));
    let pid = window.process.child().id();
    window.shows("the passphrase field with the keyboard", RING);
    window.types(&vault.passphrase);
    // The scan itself works: what is being typed is found.
    wait_for("the typed passphrase in memory", || (!found(pid, vault.passphrase.as_bytes()).is_empty()).then_some(()));
    window.press("Return");
    window.shows_keys();
    window.copies("middle");
    clipboard_holds(&display, &secret);
    window.press("ctrl+l");
    window.shows_no_keys();
    clipboard_holds(&display, "");
    window.shows("the passphrase field with the keyboard", RING);
    is_nowhere(pid, "the secret", &secret);
    is_nowhere(pid, "the passphrase", &vault.passphrase);
}

#[test]
fn a_secret_that_was_shown_leaves_nothing_in_memory_once_it_is_hidden_or_the_window_locked() {
    if !may_read_memory() {
        return;
    }
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let secret = made_up_secret();
    vault.add("shop/development/AAA_KEY", &secret);
    let mut window = vault.open(&display);
    let pid = window.process.child().id();
    // The list's first key.
    window.press("Down");
    window.shows("a selected row", SELECTED);
    let shows_it = || {
        window.press("space");
        wait_for("the shown secret in memory", || (!found(pid, middle(&secret).as_bytes()).is_empty()).then_some(()));
    };
    for hides in ["space", "Escape"] {
        shows_it();
        window.press(hides);
        is_nowhere(pid, "a hidden secret", &secret);
    }
    shows_it();
    window.press("ctrl+l");
    window.shows_no_keys();
    is_nowhere(pid, "a secret that was shown before the lock", &secret);
}

#[test]
fn a_secret_that_was_shown_goes_in_its_time_while_the_window_is_minimised() {
    if !may_read_memory() {
        return;
    }
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let secret = made_up_secret();
    vault.add("shop/development/AAA_KEY", &secret);
    vault.line(&["settings", "reveal", "8s"]).run().done();
    let mut window = vault.open(&display);
    let pid = window.process.child().id();
    let is_there = || !found(pid, middle(&secret).as_bytes()).is_empty();
    window.press("Down");
    window.shows("a selected row", SELECTED);
    window.press("space");
    wait_for("the shown secret in memory", || is_there().then_some(()));
    window.minimise();
    wait_for("the secret to go", || (!is_there()).then_some(()));
    is_nowhere(pid, "a secret that was shown in a hidden window", &secret);
    let state = display.command("xdotool").args(["search", "--onlyvisible", "--name", "^Keyloft$"]).output().unwrap();
    assert!(state.stdout.is_empty(), "nothing brought the window back");
}

#[test]
fn a_value_that_was_pasted_to_rotate_a_key_is_nowhere_in_memory_after_locking() {
    if !may_read_memory() {
        return;
    }
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let (old, new) = (made_up_secret(), made_up_secret());
    vault.add(ROTATED, &old);
    let mut window = vault.open(&display);
    let pid = window.process.child().id();
    rotate(&window, &display, &new);
    wait_for("the record", || vault.did("rotated", ROTATED).then_some(()));
    window.press("ctrl+l");
    window.shows_no_keys();
    is_nowhere(pid, "the new value", &new);
    is_nowhere(pid, "the old value", &old);
}

#[test]
fn a_pasted_environment_file_is_nowhere_in_memory_once_its_import_is_closed() {
    if !may_read_memory() {
        return;
    }
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let secrets: [String; 4] = std::array::from_fn(|_| made_up_secret());
    let [first, second, third, put_away] = &secrets;
    let text = format!(
        "# the shop\nFIRST_TOKEN={first}\nSECOND_TOKEN=\"{second}\"\nURL_TOKEN=https://u:{third}@example.com/\nPORT=3000\n\
         # OLD_TOKEN={put_away}\n"
    );
    let mut window = vault.open(&display);
    let pid = window.process.child().id();
    let paste = || paste_import(&window, &display, &text, "Import 4 keys");
    let are_nowhere = |when: &str| {
        for (n, secret) in secrets.iter().enumerate() {
            is_nowhere(pid, &format!("{when}: the file's value {n}"), secret);
        }
    };
    paste();
    assert!(!found(pid, middle(first).as_bytes()).is_empty(), "what stands in the dialog is found");
    window.press("Escape");
    window.clicks_danger("Discard");
    window.hides_dialog("the import");
    are_nowhere("after Cancel");
    paste();
    window.press("ctrl+l");
    window.shows_no_keys();
    are_nowhere("locked over the preview");
    window.unlock(&vault.passphrase);
    paste();
    let before = wait_for("Import 4 keys", || window.button());
    window.press("Return");
    window.shows_another_button("Done", before);
    window.press("Return");
    window.hides_dialog("the import");
    are_nowhere("after the import");
    window.press("ctrl+l");
    window.shows_no_keys();
    are_nowhere("after locking");
    assert_eq!(vault.get("shop/development/FIRST_TOKEN"), *first);
}

#[test]
fn a_value_that_was_pasted_for_a_new_key_is_nowhere_in_memory_once_it_is_saved_or_not() {
    if !may_read_memory() {
        return;
    }
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let secret = made_up_secret();
    let mut window = vault.open(&display);
    let pid = window.process.child().id();
    fill_new_key(&window, &display, "FRESH_TOKEN", &secret);
    assert!(!found(pid, middle(&secret).as_bytes()).is_empty(), "what stands in the dialog is found");
    window.press("Escape");
    window.clicks_danger("Discard");
    window.hides_dialog("the dialog");
    is_nowhere(pid, "a value that was not saved", &secret);
    fill_new_key(&window, &display, "FRESH_TOKEN", &secret);
    window.press("Return");
    window.hides_dialog("the dialog");
    clipboard_holds(&display, "");
    is_nowhere(pid, "a saved value", &secret);
    window.press("ctrl+l");
    window.shows_no_keys();
    is_nowhere(pid, "a saved value, after locking", &secret);
    assert_eq!(vault.get("shop/development/FRESH_TOKEN"), secret);
}

/// Any dozen characters of it would be a leak too.
fn middle(text: &str) -> String {
    text.chars().skip(8).take(12).collect()
}

fn is_nowhere(pid: u32, what: &str, text: &str) {
    let middle = middle(text);
    for needle in [middle.clone().into_bytes(), utf16(&middle), utf32(&middle)] {
        let mut places = Vec::new();
        wait_for_none(pid, &needle, &mut places);
        assert!(places.is_empty(), "{what} lies at {places:#?}");
    }
}

/// The worker may still be on its way out of the locking: looks a few times.
fn wait_for_none(pid: u32, needle: &[u8], places: &mut Vec<String>) {
    let mut looks = 0;
    wait_for("the memory to be looked through", || {
        *places = found(pid, needle);
        looks += 1;
        (places.is_empty() || looks == 20).then_some(())
    });
}
