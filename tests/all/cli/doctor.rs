//! `doctor`: all well, and not.

use serde_json::Value;

use super::Desk;

fn ids(list: &Value) -> Vec<&str> {
    let fields = |one: &Value| one["text"].is_string() && one["advice"].is_string() && one["mendable"].is_boolean();
    assert!(list.as_array().unwrap().iter().all(fields), "{list}");
    list.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect()
}

/// The binary's folder on PATH, as an installed one is.
fn doctor(desk: &Desk, args: &[&str]) -> super::Run {
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_keyloft")).parent().unwrap();
    let path = std::env::var("PATH").unwrap();
    desk.command(["doctor"]).args(args).env("PATH", format!("{path}:{}", folder.display()))
}

#[test]
fn a_well_vault_is_called_well() {
    let desk = Desk::new();
    desk.add("shop/dev/A", super::random());
    assert_eq!(doctor(&desk, &[]).run().done().text(), "All is well.\n");
    assert_eq!(doctor(&desk, &["--json"]).run().done().stdout, b"[]\n");
    assert_eq!(doctor(&desk, &["--fix"]).run().done().text(), "All is well.\n");
}

#[test]
fn what_was_not_looked_into_is_said_and_is_no_failure() {
    let desk = Desk::new();
    desk.add("shop/dev/A", super::random());
    let found = desk.bare(["doctor", "--json"]).run().done();
    let list: Value = serde_json::from_slice(&found.stdout).unwrap();
    assert_eq!(ids(&list), ["not-on-path", "not-looked-into"]);
    assert!(desk.bare(["doctor"]).run().done().text().contains("Run `keyloft unlock` first."));
    desk.run(["unlock"]).done();
    let found = desk.bare(["doctor", "--json"]).run().done();
    assert_eq!(ids(&serde_json::from_slice(&found.stdout).unwrap()), ["not-on-path"]);
    desk.run(["lock"]).done();
}

#[test]
fn a_bit_that_changed_in_a_sealed_value_is_found_and_nothing_is_deleted() {
    let desk = Desk::new();
    desk.add("shop/dev/A", super::random());
    let path = desk.home.vault().join("vault.db");
    let db = rusqlite::Connection::open(&path).unwrap();
    let change = "UPDATE sealed SET box = CAST(substr(box, 1, length(box) - 1) || X'00' AS BLOB)";
    let changed = db.execute(change, []).unwrap();
    assert!(changed > 0);
    drop(db);
    for args in [&["--json"][..], &["--json", "--fix"]] {
        let found = doctor(&desk, args).run().exits(1);
        let list: Value = serde_json::from_slice(&found.stdout).unwrap();
        assert!(!ids(&list).is_empty(), "{list}");
        assert!(list.to_string().contains("shop/dev/A"), "{list}");
    }
    assert_eq!(super::names(&desk.json(["ls", "--json"])), ["A"]);
}

#[test]
fn leftovers_in_the_folder_stay() {
    let desk = Desk::new();
    std::fs::write(desk.home.vault().join("someone-elses"), "theirs").unwrap();
    doctor(&desk, &["--fix"]).run();
    assert_eq!(std::fs::read(desk.home.vault().join("someone-elses")).unwrap(), b"theirs");
}
