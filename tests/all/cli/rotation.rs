//! Rotating: versions, putting back, ended at the provider, how long the old one is kept.

use serde_json::Value;

use super::Desk;

fn old(desk: &Desk) -> Vec<Value> {
    desk.facts("shop/dev/A")["older_versions"].as_array().unwrap().clone()
}

#[test]
fn each_rotation_adds_a_version_and_keeps_the_one_before() {
    let desk = Desk::new();
    desk.add("shop/dev/A", "one");
    assert!(desk.facts("shop/dev/A")["rotated_at"].is_null());
    let rotated = desk.command(["rotate", "shop/dev/A", "--secret-stdin"]).input("two\r\n").run().done();
    assert_eq!(rotated.text(), "");
    assert_eq!(desk.get("shop/dev/A"), b"two\r\n");
    let key = desk.facts("shop/dev/A");
    assert_eq!(key["version"], 2);
    assert!(key["rotated_at"].is_string());
    assert_eq!(old(&desk).len(), 1);
    let undone = desk.run(["undo-rotate", "shop/dev/A"]).done();
    assert_eq!(undone.stderr, "Put the old value of shop/dev/A back.\n");
    assert_eq!(desk.get("shop/dev/A"), b"one");
    // The value rotated to is kept too: undoing can be undone.
    let undone = desk.run(["undo-rotate", "shop/dev/A"]).done();
    assert_eq!(undone.stderr, "Put the newer value of shop/dev/A back.\n");
    assert_eq!(desk.get("shop/dev/A"), b"two\r\n");
}

#[test]
fn what_is_no_rotation_is_refused_and_changes_nothing() {
    let desk = Desk::new();
    desk.add("shop/dev/A", "one");
    desk.run(["add", "shop/dev/PORT", "--plain", "3000"]).done();
    let before = desk.bytes();
    let run = desk.command(["rotate", "shop/dev/A", "--secret-stdin"]).input("one").run().exits(1);
    assert!(super::sentence(&run).contains("the new value is the same as the current one"), "{}", run.stderr);
    assert!(desk.fails(1, ["rotate", "shop/dev/PORT", "--generate", "uuid"]).contains("plain"));
    assert!(desk.fails(1, ["undo-rotate", "shop/dev/A"]).contains("there is no old value to put back"));
    assert!(desk.fails(1, ["ended", "shop/dev/A"]).contains("it has no older value"));
    desk.fails(1, ["rotate", "shop/dev/NOPE", "--generate", "uuid"]);
    desk.fails(2, ["rotate", "shop/dev/A"]);
    for bad in ["7", "x", "-1d", ""] {
        desk.run(["rotate", "shop/dev/A", "--generate", "uuid", "--keep", bad]).exits(2);
    }
    assert!(desk.bytes() == before);
}

#[test]
fn an_old_value_that_ended_is_not_put_back() {
    let desk = Desk::new();
    desk.add("shop/dev/A", "one");
    desk.run(["rotate", "shop/dev/A", "--generate", "uuid", "--keep", "30d"]).done();
    assert!(old(&desk)[0]["ended_at"].is_null());
    desk.run(["ended", "shop/dev/A"]).done();
    assert!(old(&desk)[0]["ended_at"].is_string());
    let said = desk.fails(1, ["undo-rotate", "shop/dev/A"]);
    assert!(said.contains("the old value has ended at its provider"), "{said}");
}

#[test]
fn an_old_value_kept_for_no_time_is_still_valid_until_someone_says_it_ended() {
    let desk = Desk::new();
    desk.add("shop/dev/A", "one");
    desk.run(["rotate", "shop/dev/A", "--generate", "uuid", "--keep", "0s"]).done();
    let rules = || -> Vec<String> {
        let findings = desk.facts("shop/dev/A")["findings"].clone();
        findings.as_array().unwrap().iter().map(|f| f["rule"].as_str().unwrap().to_owned()).collect()
    };
    assert!(rules().contains(&"old-still-valid".to_owned()), "{:?}", rules());
    desk.run(["ended", "shop/dev/A"]).done();
    assert!(!rules().contains(&"old-still-valid".to_owned()));
}

#[test]
fn a_last_day_is_one_values_and_comes_back_with_it() {
    let desk = Desk::new();
    desk.add("shop/dev/A", "one");
    desk.run(["edit", "shop/dev/A", "--expires", "2099-01-31"]).done();
    let ends = |desk: &Desk| desk.facts("shop/dev/A")["expires_at"].clone();
    let first = ends(&desk);
    let rotated = desk.run(["rotate", "shop/dev/A", "--generate", "uuid"]).done();
    assert!(rotated.stderr.contains("2099-01-31 was the old value's last day"), "{}", rotated.stderr);
    assert!(ends(&desk).is_null());
    desk.run(["undo-rotate", "shop/dev/A"]).done();
    assert_eq!(ends(&desk), first);
    let told = desk.run(["rotate", "shop/dev/A", "--generate", "uuid", "--expires", "2098-06-30"]).done();
    assert!(!told.stderr.contains("last day"), "{}", told.stderr);
    assert!(ends(&desk).as_str().unwrap().starts_with("2098-06-30"));
}
