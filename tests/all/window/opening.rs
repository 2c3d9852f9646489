//! Opening where something is missing or broken, and doing nothing afterwards.

use rustix::process::Signal;

use super::screen::{Window, window};
use super::sealed::Sealed;
use crate::all::harness::process::wait_for;
use crate::all::harness::{TempHome, Xvfb, keyloft};

#[test]
fn without_a_display_it_says_so_in_words() {
    let home = TempHome::new();
    for run in [keyloft(&home), keyloft(&home).arg("demo"), keyloft(&home).env("DISPLAY", ":4999")] {
        let output = run.run().exits(1);
        assert!(output.stderr.starts_with("Couldn't open the window: no display answers. Start Keyloft in"));
        assert_eq!(output.stderr.lines().count(), 1, "{}", output.stderr);
        assert_eq!(output.text(), "");
    }
    assert!(!home.vault().exists());
}

#[test]
fn a_damaged_vault_is_shown_as_such_and_stays_as_it_is() {
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let file = vault.home.vault().join("vault.db");
    let mut bytes = std::fs::read(&file).unwrap();
    for byte in bytes.iter_mut().skip(40).step_by(7) {
        *byte ^= 0x5A;
    }
    std::fs::write(&file, &bytes).unwrap();
    let mut window = Window::open(&display, window(&vault.home, &display));
    window.shows_no_keys();
    // Keys that would lock, copy or import change nothing.
    for keys in ["ctrl+l", "Return", "ctrl+k", "ctrl+1", "Escape"] {
        window.press(keys);
    }
    assert!(window.process.runs());
    window.close();
    assert!(window.process.wait().success());
    assert_eq!(std::fs::read(&file).unwrap(), bytes);
    let mut names: Vec<_> = std::fs::read_dir(vault.home.vault()).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["vault.db"]);
}

#[test]
fn a_second_start_brings_the_first_window_back_and_opens_none() {
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let mut first = vault.open(&display);
    first.minimise();
    let second = || window(&vault.home, &display).run().exits(0);
    let output = second();
    assert_eq!((output.text(), output.stderr.as_str()), ("", "Keyloft is open already.\n"));
    first.has_the_keyboard();
    // Behind another window, it comes to the front too.
    let elsewhere = TempHome::new();
    let sample = Window::open_beside(&display, window(&elsewhere, &display).arg("demo"), &[first.id]);
    sample.has_the_keyboard();
    second();
    first.has_the_keyboard();
    // One that is closed, or doesn't answer, is no reason to have none.
    first.process.signal(Signal::STOP);
    let another = Window::open_beside(&display, window(&vault.home, &display), &[first.id, sample.id]);
    another.shows_no_keys();
    first.process.signal(Signal::CONT);
    assert!(first.process.runs());
}

/// What is kept of how the window stands.
fn kept(vault: &Sealed) -> serde_json::Value {
    let bytes = std::fs::read(vault.home.vault().join("window.json")).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

#[test]
fn it_opens_where_it_stood() {
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let mut first = vault.open(&display);
    let centred = wait_for("the first place to be kept", || kept(&vault)["place"].as_array().cloned());
    first.moves_to(31, 47);
    wait_for("the new place to be kept", || (kept(&vault)["place"].as_array() != Some(&centred)).then_some(()));
    let place = first.place();
    first.close();
    assert!(first.process.wait().success());
    let mut second = vault.open(&display);
    assert_eq!(second.place(), place);
    second.close();
    assert!(second.process.wait().success());
    // Nor does it wander, each time by the width of its frame.
    assert_eq!(vault.open(&display).place(), place);
}

#[test]
fn one_that_stood_on_a_screen_that_is_gone_can_be_reached() {
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let mut first = vault.open(&display);
    let mut state = wait_for("how it stands to be kept", || Some(kept(&vault)).filter(serde_json::Value::is_object));
    first.close();
    assert!(first.process.wait().success());
    state["place"] = serde_json::json!([5000, -3000]);
    std::fs::write(vault.home.vault().join("window.json"), state.to_string()).unwrap();
    let second = vault.open(&display);
    let ((x, y), (wide, high)) = (second.place(), second.size());
    let [screen_wide, screen_high] = Xvfb::SIZE.map(i32::from);
    let reached = x >= 0 && y >= 0 && x + wide as i32 <= screen_wide && y + high as i32 <= screen_high;
    assert!(reached, "{wide} × {high} at {x}, {y}");
}

#[test]
fn a_window_that_nobody_touches_takes_no_processor_time() {
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let window = vault.open(&display);
    let mut window = window;
    let id = window.process.child().id();
    // Hundredths of a second of the processor, over all threads.
    let ticks = || {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
        let fields: Vec<u64> =
            stat.rsplit(')').next().unwrap().split_whitespace().skip(11).take(2).flat_map(str::parse).collect();
        fields.iter().sum::<u64>()
    };
    let mut least = u64::MAX;
    // What was drawn for the unlocking may still be on its way at first.
    for _ in 0..4 {
        let before = ticks();
        std::thread::sleep(std::time::Duration::from_secs(2));
        least = least.min(ticks() - before);
        if least == 0 {
            break;
        }
    }
    println!("an idle window: {least} hundredths of a second of processor time in 2 s");
    assert!(least <= 5, "{least} hundredths of a second in 2 s");
}
