//! `snooze`, `unsnooze`, and what is told of a disabled key.

use super::Desk;

#[test]
fn a_snoozed_warning_stays_in_the_json_and_does_not_fail_a_review() {
    let desk = Desk::new();
    desk.add("shop/live/A", super::random());
    desk.run(["review", "--fail-on", "look-soon"]).exits(3);
    let said = desk
        .run(["snooze", "shop/live/A", "no-owner", "--until", "2099-01-31", "--reason", "the team is being formed"])
        .done();
    assert_eq!(said.stderr, "Snoozed no-owner of shop/live/A until 2099-01-31.\n");
    desk.run(["review", "--fail-on", "look-soon"]).done();
    let key = desk.facts("shop/live/A");
    let quiet = key["findings"].as_array().unwrap().iter().find(|one| one["rule"] == "no-owner").unwrap();
    assert_eq!(
        (&quiet["snoozed_until"], &quiet["snooze_reason"]),
        (&"2099-01-31".into(), &"the team is being formed".into())
    );
    let rows = desk.json(["review", "--format", "json"]);
    let row = rows.as_array().unwrap().iter().find(|one| one["rule"] == "no-owner").unwrap();
    assert_eq!(
        (&row["snoozed_until"], &row["snooze_reason"]),
        (&"2099-01-31".into(), &"the team is being formed".into())
    );
    let shown = desk.run(["show", "shop/live/A"]).done();
    let facts = shown.text();
    let said = "Snoozed until 31 Jan 2099: the team is being formed";
    assert!(facts.lines().any(|line| line.contains("look-soon") && line.ends_with(said)), "{facts}");
    desk.run(["unsnooze", "shop/live/A", "no-owner"]).done();
    desk.run(["review", "--fail-on", "look-soon"]).exits(3);
    assert!(!desk.run(["show", "shop/live/A"]).done().text().contains("Snoozed"));
    assert_eq!(
        desk.run(["unsnooze", "shop/live/A", "no-owner"]).done().stderr,
        "no-owner of shop/live/A was not snoozed.\n"
    );
    for bad in [
        &["snooze", "shop/live/A", "no-owner", "--until", "2020-01-31", "--reason", "x"][..],
        &["snooze", "shop/live/A", "no-owner", "--until", "30d", "--reason", " "],
        &["snooze", "shop/live/B", "no-owner", "--until", "30d", "--reason", "x"],
    ] {
        desk.fails(1, bad);
    }
    for bad in [
        &["snooze", "shop/live/A", "too-late", "--until", "30d", "--reason", "x"][..],
        &["snooze", "shop/live/A", "no-owner", "--until", "never", "--reason", "x"],
        &["snooze", "shop/live/A", "no-owner", "--until", "30d"],
    ] {
        desk.run(bad).exits(2);
    }
}

#[test]
fn a_file_that_keyloft_wrote_is_named_until_it_is_gone() {
    let desk = Desk::new();
    desk.add("shop/live/A", super::random());
    assert_eq!(desk.facts("shop/live/A")["written_files"], serde_json::json!([]));
    let path = desk.home.path().join("live.env");
    desk.run(["export", "shop/live", "-o", path.to_str().unwrap()]).done();
    let key = desk.facts("shop/live/A");
    let real = std::fs::canonicalize(&path).unwrap();
    assert_eq!(key["written_files"], serde_json::json!([real.to_str().unwrap()]));
    let rows = key["findings"].as_array().unwrap();
    let told = rows.iter().find(|one| one["rule"] == "plain-file").unwrap();
    assert_eq!((&told["severity"], &told["text"]), (&"look-soon".into(), &"In a file that Keyloft wrote today".into()));
    let shown = desk.text(["show", "shop/live/A"]);
    assert!(shown.contains("written to") && shown.contains("live.env"), "{shown}");
    std::fs::remove_file(&path).unwrap();
    let key = desk.facts("shop/live/A");
    assert_eq!(key["written_files"], serde_json::json!([]));
    assert!(!key["findings"].to_string().contains("plain-file"));
}

#[test]
fn what_went_without_a_disabled_key_is_told() {
    let desk = Desk::new();
    desk.add("shop/dev/A", super::random());
    desk.add("shop/dev/B", super::random());
    desk.get("shop/dev/A");
    desk.run(["disable", "shop/dev/A"]).done();
    assert!(desk.facts("shop/dev/A")["went_without"].is_null());
    desk.run(["run", "shop/dev", "--", "true"]).done();
    desk.run(["run", "shop/dev", "--", "true"]).done();
    desk.run(["export", "shop/dev"]).done();
    desk.fails(1, ["get", "shop/dev/A"]);
    let key = desk.facts("shop/dev/A");
    let without = &key["went_without"];
    assert_eq!(without["text"], "2 runs, 1 export and 1 get went without it");
    assert_eq!(without["times"], 4);
    assert!(key["disabled_at"].is_string() && without["latest_at"].is_string());
    assert!(desk.text(["show", "shop/dev/A"]).contains("2 runs, 1 export and 1 get went without it"));
    assert!(desk.text(["review"]).contains("2 runs, 1 export and 1 get went without it"));
    desk.run(["enable", "shop/dev/A"]).done();
    assert!(desk.facts("shop/dev/A")["went_without"].is_null());
    assert_eq!(desk.run(["run", "shop/dev", "--", "sh", "-c", "test -n \"$A\""]).exits(0).stderr, "");
}
