//! `edit mv cp disable enable delete`: facts and names, and the way out.

use serde_json::{Value, json};

use super::Desk;

#[test]
fn facts_are_set_replaced_and_emptied() {
    let desk = Desk::new();
    desk.add("shop/dev/A", super::random());
    desk.run([
        "edit",
        "shop/dev/A",
        "--provider",
        "Acme",
        "--kind",
        "password",
        "--owner",
        "payments",
        "--scope",
        "a",
        "--scope",
        "b",
        "--level",
        "read",
        "--expires",
        "2099-02-28",
        "--rotate-every",
        "45d",
        "--endpoint",
        "https://x.example",
        "--used-in",
        "Vercel",
        "--tag",
        "t1",
        "--tag",
        "t2",
        "--note",
        "ring twice",
        "--as-file",
    ])
    .done();
    let key = desk.facts("shop/dev/A");
    for (field, value) in [
        ("provider", json!("Acme")),
        ("kind", json!("password")),
        ("owner", json!("payments")),
        ("scopes", json!(["a", "b"])),
        ("level", json!("read")),
        ("expires_at", json!("2099-02-28")),
        ("rotate_every_days", json!(45)),
        ("endpoint", json!("https://x.example")),
        ("used_in", json!(["Vercel"])),
        ("tags", json!(["t1", "t2"])),
    ] {
        assert_eq!(key[field], value, "{field}");
    }
    assert!(!desk.text(["show", "shop/dev/A"]).contains("ring twice"), "a note is sealed");
    assert!(desk.text(["show", "shop/dev/A", "--note"]).contains("ring twice"));
    assert_eq!(desk.json(["show", "shop/dev/A", "--note", "--json"])["note"], "ring twice");

    desk.run([
        "edit",
        "shop/dev/A",
        "--owner",
        "",
        "--tag",
        "",
        "--scope",
        "",
        "--expires",
        "never",
        "--rotate-every",
        "never",
    ])
    .done();
    let key = desk.facts("shop/dev/A");
    for (field, value) in [
        ("owner", Value::Null),
        ("tags", json!([])),
        ("scopes", json!([])),
        ("expires_at", Value::Null),
        ("rotate_every_days", Value::Null),
        ("provider", json!("Acme")),
        ("level", json!("read")),
    ] {
        assert_eq!(key[field], value, "{field}");
    }
}

#[test]
fn an_expiry_in_days_is_a_calendar_day() {
    let desk = Desk::new();
    desk.add("shop/dev/A", super::random());
    for (zone, days) in [("UTC", 90), ("Pacific/Kiritimati", 1), ("Pacific/Pago_Pago", 1)] {
        desk.command(["edit", "shop/dev/A", "--expires", &format!("{days}d")]).env("TZ", zone).run().done();
        let date: chrono::NaiveDate = desk.facts("shop/dev/A")["expires_at"].as_str().unwrap().parse().unwrap();
        let ahead = (date - chrono::Utc::now().date_naive()).num_days();
        assert!((ahead - days).abs() <= 1, "{zone}: {ahead}");
    }
}

#[test]
fn facts_outside_their_words_are_wrong_usage() {
    let desk = Desk::new();
    desk.add("shop/dev/A", super::random());
    let before = desk.bytes();
    for bad in [
        ["--kind", "thing"],
        ["--level", "root"],
        ["--expires", "tomorrow"],
        ["--expires", "2027-02-30"],
        ["--expires", "2027-1-1"],
        ["--rotate-every", "0d"],
        ["--rotate-every", "12h"],
        ["--rename", "1BAD"],
        ["--rename", "A-B"],
    ] {
        desk.run(["edit", "shop/dev/A"].iter().chain(&bad)).exits(2);
    }
    assert!(desk.fails(2, ["edit", "shop/dev/A"]).contains("nothing to change was named"));
    assert!(desk.bytes() == before);
}

#[test]
fn keys_are_renamed_moved_and_copied_with_their_values_and_facts() {
    let desk = Desk::new();
    let secret = super::random();
    desk.add("shop/dev/A", &secret);
    desk.run(["edit", "shop/dev/A", "--owner", "payments", "--note", "n", "--rename", "B"]).done();
    assert_eq!(desk.get("shop/dev/B"), secret.as_bytes());
    desk.run(["mv", "shop/dev/B", "store/staging/C"]).done();
    desk.fails(1, ["get", "shop/dev/B"]);
    desk.run(["cp", "store/staging/C", "store/production/C"]).done();
    for reference in ["store/staging/C", "store/production/C"] {
        assert_eq!(desk.get(reference), secret.as_bytes());
        assert_eq!(desk.facts(reference)["owner"], "payments");
        assert_eq!(desk.json(["show", reference, "--note", "--json"])["note"], "n");
    }
    assert_eq!(desk.facts("store/production/C")["used_in"], json!([]));
    // The copy is a key of its own.
    desk.run(["rotate", "store/production/C", "--generate", "uuid"]).done();
    assert_eq!(desk.get("store/staging/C"), secret.as_bytes());

    desk.run(["add", "store/staging/PORT", "--plain", "1"]).done();
    desk.run(["cp", "store/staging/PORT", "store/production/PORT"]).done();
    assert_eq!(desk.get("store/production/PORT"), b"1");
    let before = desk.bytes();
    for taken in ["store/staging/PORT", "store/staging/port", "store/Staging/X", "store/staging/C"] {
        desk.fails(1, ["cp", "store/staging/C", taken]);
    }
    desk.fails(1, ["mv", "store/staging/C", "store/staging/PORT"]);
    desk.fails(1, ["edit", "store/staging/C", "--rename", "PORT"]);
    assert!(desk.bytes() == before, "nothing is overwritten");
    // A name may change its case: its only twin is itself.
    desk.run(["edit", "store/staging/C", "--rename", "c"]).done();
    assert_eq!(desk.get("store/staging/c"), secret.as_bytes());
}

#[test]
fn a_disabled_key_is_left_out_until_it_is_enabled() {
    let desk = Desk::new();
    desk.add("shop/dev/A", "one");
    desk.run(["add", "shop/dev/PORT", "--plain", "1"]).done();
    let said = desk.run(["disable", "shop/dev/A", "shop/dev/PORT"]).done().stderr;
    assert_eq!(
        said,
        "Disabled 2 keys here. The provider still accepts it until you end it there.\n".replace("it", "them")
    );
    desk.run(["disable", "shop/dev/A"]).done();
    assert_eq!(desk.facts("shop/dev/A")["state"], "disabled");
    for command in [["get", "shop/dev/A"], ["get", "shop/dev/PORT"], ["copy", "shop/dev/A"]] {
        let said = desk.fails(1, command);
        assert!(said.contains("it is disabled here. Enable it with `keyloft enable`"), "{said}");
    }
    assert_eq!(desk.json(["export", "shop/dev", "--for", "json"]), json!({}));
    assert!(desk.fails(1, ["export", "shop/dev", "--only", "A"]).contains("A is disabled here"));
    desk.run(["enable", "shop/dev/A", "shop/dev/PORT"]).done();
    desk.run(["enable", "shop/dev/A"]).done();
    assert_eq!(desk.get("shop/dev/A"), b"one");
}

#[test]
fn of_several_keys_all_are_changed_or_none() {
    let desk = Desk::new();
    desk.add("shop/dev/A", "one");
    desk.add("shop/dev/B", "two");
    desk.run(["disable", "shop/dev/B"]).done();
    let before = desk.bytes();
    for command in [
        &["disable", "shop/dev/A", "shop/dev/NOPE"][..],
        &["enable", "shop/dev/B", "shop/dev/NOPE"],
        &["delete", "shop/dev/B", "shop/dev/NOPE", "--yes", "--now"],
    ] {
        assert!(desk.fails(1, command).contains("shop/dev/NOPE: there is no such key"));
    }
    assert!(
        desk.fails(1, ["delete", "shop/dev/B", "shop/dev/A", "--yes", "--now"])
            .contains("delete shop/dev/A: it is active")
    );
    assert!(desk.bytes() == before);
}

#[test]
fn only_disabled_keys_are_deleted_after_their_waiting_period_or_with_now() {
    let desk = Desk::new();
    desk.add("shop/dev/FRESH", "one");
    desk.add("shop/dev/USED", "two");
    desk.get("shop/dev/USED");
    desk.run(["delete", "shop/dev/FRESH"]).exits(2);
    let said = desk.fails(1, ["delete", "shop/dev/FRESH", "--yes", "--now"]);
    assert!(said.contains("it is active. Disable it first with `keyloft disable`"), "{said}");
    desk.run(["disable", "shop/dev/FRESH", "shop/dev/USED"]).done();
    // Under a day old or never used: no waiting period.
    desk.run(["delete", "shop/dev/FRESH", "--yes"]).done();
    assert_eq!(desk.run(["ls", "--json", "--state", "active"]).done().stdout, b"[]\n");
    desk.fails(1, ["show", "shop/dev/FRESH"]);
    desk.run(["delete", "shop/dev/USED", "--yes"]).done();
    assert_eq!(desk.run(["ls", "--json"]).done().stdout, b"[]\n");
    desk.fails(1, ["delete", "shop/dev/USED", "--yes", "--now"]);
    assert!(desk.text(["activity", "--verify"]).starts_with("Unbroken: "));
}

#[test]
fn within_the_waiting_period_a_key_goes_only_with_now() {
    let desk = Desk::new();
    // Made two days ago and used then: the clock is turned, not the vault's file.
    let then = |words: &[&str]| {
        let mut args = vec!["-f", "-2d", env!("CARGO_BIN_EXE_keyloft")];
        args.extend(words);
        super::Run::of("faketime", &desk.home)
            .args(args)
            .env("KEYLOFT_PASSPHRASE_FILE", desk.home.path().join("pass"))
            .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
            .run()
            .done()
    };
    then(&["add", "shop/dev/A", "--generate", "uuid"]);
    then(&["get", "shop/dev/A"]);
    desk.run(["disable", "shop/dev/A"]).done();
    let said = desk.fails(1, ["delete", "shop/dev/A", "--yes"]);
    assert!(said.contains("its waiting period runs until 20") && said.contains("with --now"), "{said}");
    let rules = desk.facts("shop/dev/A")["findings"].to_string();
    assert!(rules.contains("waiting-for-deletion"), "{rules}");
    desk.run(["delete", "shop/dev/A", "--yes", "--now"]).done();
    desk.fails(1, ["show", "shop/dev/A"]);
}
