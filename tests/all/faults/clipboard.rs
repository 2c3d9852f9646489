//! `keyloft copy` as a whole: there with the history hint, gone after its time and after `keyloft lock`, and another
//! program's text left alone. What the helper does by itself stands in the tests of the clipboard.

use std::io::Write;
use std::process::Stdio;

use super::super::harness::{Owned, Xvfb, wait_for};
use super::{Chance, House};

const KEY: &str = "shop/development/KEY";

fn read(display: &Xvfb, target: &str) -> String {
    // xclip waits for ever for an owner that dies between the question and the answer.
    let output =
        display.command("timeout").args(["5", "xclip", "-selection", "clipboard", "-o", "-t", target]).output();
    String::from_utf8_lossy(&output.unwrap().stdout).into_owned()
}

fn somebody_copies(display: &Xvfb, text: &str) {
    let mut command = display.command("xclip");
    command.args(["-selection", "clipboard", "-i"]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut xclip = Owned::start(&mut command);
    xclip.child().stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    xclip.wait();
    wait_for("the other program's text", || (read(display, "UTF8_STRING") == text).then_some(()));
}

#[test]
fn a_copied_key_is_hinted_and_goes_with_its_time_and_with_lock() {
    let mut chance = Chance::of("clipboard");
    let (house, display) = (House::sealed(), Xvfb::new());
    let value = format!("{:016x} ü", chance.next());
    house.add(KEY, value.as_bytes());
    let run = |words: &[&str]| house.keyloft(words).display(&display).run().done();
    let text = || read(&display, "UTF8_STRING");

    let told = run(&["copy", KEY, "--clear-after", "1h"]);
    assert!(told.stdout.is_empty() && !told.stderr.contains(&value), "{told:?}");
    assert_eq!(text(), value);
    assert_eq!(read(&display, "x-kde-passwordManagerHint"), "secret");
    assert_eq!(
        run(&["lock"]).stderr,
        "No unlock helper held the key. The clipboard was cleared. Open windows lock too.\n"
    );
    assert_eq!(text(), "", "lock clears, with or without an unlock helper");

    run(&["copy", KEY, "--clear-after", "1s"]);
    wait_for("the clipboard to be cleared", || text().is_empty().then_some(()));

    run(&["copy", KEY, "--clear-after", "1h"]);
    somebody_copies(&display, "a shopping list");
    assert_eq!(run(&["lock"]).stderr, "No unlock helper held the key. Open windows lock too.\n");
    assert_eq!(text(), "a shopping list");

    run(&["unlock", "--for", "1h"]);
    run(&["copy", KEY, "--clear-after", "1h"]);
    assert_eq!(text(), value);
    assert_eq!(run(&["lock"]).stderr, "Locked. The clipboard was cleared. Open windows lock too.\n");
    assert_eq!(text(), "");
    assert_eq!(house.list()[0]["use_count"], 4, "each copy is a use");
}
