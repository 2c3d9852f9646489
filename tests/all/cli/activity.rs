//! The record: what is in it, what never is, and that changing it is found.

use rusqlite::Connection;
use serde_json::Value;

use super::{Desk, sentence};

fn record(desk: &Desk) -> Vec<Value> {
    desk.json(["activity", "--json"]).as_array().unwrap().clone()
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.add("shop/dev/A", super::random());
    desk.add("shop/dev/B", super::random());
    desk.get("shop/dev/A");
    desk.run(["disable", "shop/dev/B"]).done();
    desk
}

#[test]
fn what_was_done_is_recorded_newest_first() {
    let desk = desk();
    desk.run(["export", "shop/dev", "--for", "json"]).done();
    let all = record(&desk);
    let did: Vec<(&str, Option<&str>)> =
        all.iter().map(|one| (one["what"].as_str().unwrap(), one["subject"].as_str())).collect();
    assert_eq!(
        did,
        [
            ("exported", Some("shop/dev")),
            ("disabled", Some("shop/dev/B")),
            ("got", Some("shop/dev/A")),
            ("added", Some("shop/dev/B")),
            ("added", Some("shop/dev/A")),
            ("made", None),
        ]
    );
    for one in &all {
        assert!(one["number"].is_u64() && one["via"] == "command line", "{one}");
        let at = one["at"].as_str().unwrap();
        assert!(at.ends_with('Z') && at.len() == 20, "{at}");
        assert!(one.get("detail").is_some());
    }
    assert_eq!(desk.text(["activity", "--verify"]), "Unbroken: 6 entries checked.\n");
    let both = desk.run(["activity", "--verify", "--json"]).done();
    assert_eq!(serde_json::from_slice::<Vec<Value>>(&both.stdout).unwrap(), all, "with --json, JSON and nothing else");
    assert_eq!(both.stderr, "Unbroken: 6 entries checked.\n");
}

#[test]
fn every_way_of_changing_the_record_is_found() {
    let desk = desk();
    let path = desk.home.vault().join("vault.db");
    let table = "activity";
    let columns: Vec<String> = {
        let db = Connection::open(&path).unwrap();
        let mut query = db.prepare("SELECT name FROM pragma_table_info('activity')").unwrap();
        query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    assert!(columns.len() > 3, "{columns:?}");
    desk.text(["activity", "--verify"]);
    let whole = std::fs::read(&path).unwrap();
    let mut changes = vec![
        format!("DELETE FROM {table} WHERE rowid = (SELECT max(rowid) FROM {table})"),
        format!("DELETE FROM {table} WHERE rowid = (SELECT min(rowid) FROM {table})"),
        format!("DELETE FROM {table} WHERE rowid = 3"),
        format!("DELETE FROM {table}"),
        format!("UPDATE {table} SET number = number + 100"),
    ];
    for column in &columns {
        changes.push(format!("UPDATE {table} SET {column} = CAST('x' AS TEXT) WHERE rowid = 3"));
        changes.push(format!(
            "UPDATE {table} SET {column} = coalesce((SELECT {column} FROM {table} WHERE rowid = 4), '') || 'y' WHERE rowid = 2"
        ));
    }
    let mut made = 0;
    for change in changes {
        std::fs::write(&path, &whole).unwrap();
        let db = Connection::open(&path).unwrap();
        let changed = db.execute(&change, []);
        drop(db);
        // Some columns refuse what is no value of theirs; then there is nothing to find.
        if !changed.is_ok_and(|rows| rows > 0) {
            continue;
        }
        made += 1;
        let run = desk.run(["activity", "--verify"]);
        assert_eq!(run.status, 1, "{change}: {} {}", run.text(), run.stderr);
        let said = sentence(&run);
        assert!(said.starts_with("Couldn't verify the record: "), "{change}: {said}");
        // Found is not lost: the keys can still be had.
        desk.run(["get", "shop/dev/A"]).done();
    }
    assert!(made >= 6, "{made} changes were tried");
}

#[test]
fn a_swapped_secret_is_not_handed_out_as_another() {
    let desk = desk();
    desk.run(["enable", "shop/dev/B"]).done();
    let db = Connection::open(desk.home.vault().join("vault.db")).unwrap();
    let swap = "CREATE TEMP TABLE other AS SELECT rowid AS id, box FROM sealed;
                UPDATE sealed SET box = (SELECT box FROM other WHERE id <> sealed.rowid)";
    db.execute_batch(swap).unwrap();
    drop(db);
    for name in ["A", "B"] {
        desk.fails(1, ["get", &format!("shop/dev/{name}")]);
    }
    desk.fails(1, ["export", "shop/dev"]);
    assert_eq!(desk.run(["doctor", "--json"]).status, 1, "the doctor finds it too");
}

#[test]
fn no_secret_is_ever_in_the_record_or_in_a_message() {
    let desk = Desk::new();
    let secret = format!("canary{}", super::random());
    let file = desk.file("in.env", format!("A_SECRET={secret}\nB_SECRET={secret}2\n"));
    let file = file.to_str().unwrap().to_owned();
    let mut heard = String::new();
    let mut hear = |run: super::Output| {
        heard.push_str(&run.stderr);
        heard.push_str(run.text());
    };
    hear(desk.run(["import", &file, "--into", "shop/dev"]));
    hear(desk.run(["import", &file, "--into", "shop/dev", "--json", "--dry-run"]));
    hear(desk.command(["add", "shop/dev/A_SECRET", "--secret-stdin"]).input(&secret).run());
    hear(desk.command(["rotate", "shop/dev/A_SECRET", "--secret-stdin"]).input(format!("{secret}3")).run());
    hear(desk.command(["rotate", "shop/dev/A_SECRET", "--secret-stdin"]).input(format!("{secret}3")).run());
    hear(desk.run(["edit", "shop/dev/A_SECRET", "--note", &format!("{secret}4")]));
    hear(desk.run(["undo-rotate", "shop/dev/A_SECRET"]));
    hear(desk.run(["export", "shop/dev", "-o", "out.env"]));
    hear(desk.run(["export", "shop/dev", "-o", "out.env"]));
    // Typed in the wrong place.
    hear(desk.run(["add", "shop/dev/NEW", &secret]));
    hear(desk.run(["rotate", "shop/dev/A_SECRET", &secret]));
    hear(desk.run(["add", "shop/dev/NEW", "--generate", &secret]));
    hear(desk.run(["generate", &secret]));
    hear(desk.run(["add", "shop/dev/NEW", &format!("--secret-stdin={secret}")]));
    hear(desk.run(["doctor", "--json"]));
    for list in [
        &["activity"][..],
        &["activity", "--json"],
        &["ls", "--json"],
        &["show", "shop/dev/A_SECRET"],
        &["review", "--format", "json"],
    ] {
        hear(desk.run(list));
    }
    assert!(!heard.contains(&secret), "{heard}");
    assert!(!heard.contains("canary"), "not even a part of it");
    for (name, bytes) in desk.bytes() {
        assert!(!bytes.windows(6).any(|w| w == b"canary"), "{name}");
    }
}

#[test]
fn csv_is_safe_for_a_spreadsheet_and_says_the_same_as_json() {
    let desk = desk();
    desk.run(["person", "leaving", "=cmd()", "2027-01-31"]).done();
    let csv = desk.text(["activity", "--format", "csv"]);
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("\"number\",\"at\",\"what\",\"subject\",\"detail\",\"via\""));
    let all = record(&desk);
    assert_eq!(lines.clone().count(), all.len());
    assert!(
        lines.next().unwrap().ends_with("\"person-changed\",\"'=cmd()\",\"leaves on 2027-01-31\",\"command line\""),
        "{csv}"
    );
    for (line, entry) in csv.lines().skip(1).zip(&all) {
        assert!(line.starts_with(&format!("\"{}\",{},", entry["number"], entry["at"])), "{line}");
    }
    desk.run(["activity", "--json", "--format", "csv"]).exits(2);
}

#[test]
fn a_setting_that_protects_less_is_recorded_as_such() {
    let desk = desk();
    for (name, value, detail) in [
        ("clipboard-clear", "2m", "2m, was 30s (weaker)"),
        ("clipboard-clear", "10s", "10s, was 2m"),
        ("ask-before-copy", "on", "on, was off"),
        ("theme", "dark", "dark, was system"),
    ] {
        desk.run(["settings", name, value]).done();
        let newest = &record(&desk)[0];
        assert_eq!((newest["subject"].as_str(), newest["detail"].as_str()), (Some(name), Some(detail)));
    }
}
