//! `ls`, `show`, `review`: the fields and their types, which keys, prefixes, nearest names.

use serde_json::Value;

use super::{Desk, names};

/// Every field PRODUCT.md names, with what it may be.
const FIELDS: &[(&str, &str)] = &[
    ("ref", "string"),
    ("project", "string"),
    ("environment", "string"),
    ("name", "string"),
    ("key_id", "string?"),
    ("key_id_name", "string?"),
    ("provider", "string?"),
    ("kind", "string"),
    ("plain", "bool"),
    ("state", "string"),
    ("owner", "string?"),
    ("scopes", "strings"),
    ("level", "string?"),
    ("endpoint", "string?"),
    ("used_in", "strings"),
    ("tags", "strings"),
    ("created_at", "time"),
    ("rotated_at", "time?"),
    ("expires_at", "date?"),
    ("rotate_every_days", "number?"),
    ("last_used_at", "time?"),
    ("last_used_by_hand_at", "time?"),
    ("use_count", "number"),
    ("version", "number"),
    ("findings", "findings"),
];

fn is_time(text: &str) -> bool {
    text.len() == 20 && text.ends_with('Z') && chrono::DateTime::parse_from_rfc3339(text).is_ok()
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}

fn fits(value: &Value, kind: &str) -> bool {
    match kind.strip_suffix('?') {
        Some(kind) => value.is_null() || fits(value, kind),
        None => match kind {
            "string" => value.is_string(),
            "bool" => value.is_boolean(),
            "number" => value.is_u64(),
            "time" => value.as_str().is_some_and(is_time),
            "date" => value.as_str().is_some_and(is_date),
            "strings" => value.as_array().is_some_and(|all| all.iter().all(Value::is_string)),
            "findings" => value.as_array().is_some_and(|all| {
                all.iter().all(|one| {
                    one["rule"].is_string()
                        && ["act-now", "look-soon", "for-info"].contains(&one["severity"].as_str().unwrap())
                        && one["text"].is_string()
                })
            }),
            other => panic!("{other}"),
        },
    }
}

#[track_caller]
fn check_fields(key: &Value) {
    for (field, kind) in FIELDS {
        assert!(key.get(field).is_some_and(|value| fits(value, kind)), "{field} is {kind}: {key}");
    }
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.run(["add", "shop/development/PORT", "--plain", "3000"]).done();
    desk.run([
        "add",
        "shop/production/API_SECRET",
        "--generate",
        "hex:24",
        "--key-id",
        "id-1",
        "--key-id-name",
        "API_ID",
        "--provider",
        "Acme",
        "--kind",
        "token",
        "--owner",
        "payments",
        "--scope",
        "read:orders",
        "write:orders",
        "--level",
        "admin",
        "--expires",
        "2099-01-31",
        "--rotate-every",
        "30d",
        "--endpoint",
        "http://api.example",
        "--used-in",
        "Vercel",
        "--used-in",
        "a server",
        "--tag",
        "eu",
        "--as-file",
        "--note",
        "call first",
    ])
    .done();
    desk.add("shop/preview/TOKEN", super::random());
    desk.add("billing/development/TOKEN", super::random());
    desk
}

#[test]
fn json_has_every_field_with_its_type() {
    let desk = desk();
    desk.get("shop/production/API_SECRET");
    desk.run(["export", "shop/production"]).done();
    let all = desk.json(["ls", "--json"]);
    assert_eq!(all.as_array().unwrap().len(), 4);
    for key in all.as_array().unwrap() {
        check_fields(key);
        assert_eq!(*key, desk.facts(key["ref"].as_str().unwrap()), "ls and show say the same");
    }
    let key = desk.facts("shop/production/API_SECRET");
    let expected = serde_json::json!({
        "ref": "shop/production/API_SECRET", "project": "shop", "environment": "production", "name": "API_SECRET",
        "key_id": "id-1", "key_id_name": "API_ID", "provider": "Acme", "kind": "token", "plain": false,
        "state": "active", "owner": "payments", "scopes": ["read:orders", "write:orders"], "level": "admin",
        "endpoint": "http://api.example", "used_in": ["Vercel", "a server"], "tags": ["eu"],
        "expires_at": "2099-01-31", "rotate_every_days": 30, "rotated_at": null, "use_count": 2, "version": 1,
    });
    for (field, value) in expected.as_object().unwrap() {
        assert_eq!(key[field], *value, "{field}");
    }
    assert!(key["last_used_at"].is_string() && key["last_used_by_hand_at"].is_string());
    let rules: Vec<&str> = key["findings"].as_array().unwrap().iter().map(|f| f["rule"].as_str().unwrap()).collect();
    assert!(rules.contains(&"plain-http") && rules.contains(&"too-broad"), "{rules:?}");

    let port = desk.facts("shop/development/PORT");
    assert_eq!((&port["plain"], &port["kind"]), (&Value::Bool(true), &Value::from("plain")));
    assert_eq!(port["findings"], Value::Array(Vec::new()), "plain keys need nothing but to be in the code");
}

#[test]
fn a_use_in_bulk_is_no_use_by_hand() {
    let desk = desk();
    desk.run(["export", "shop/preview"]).done();
    let key = desk.facts("shop/preview/TOKEN");
    assert!(key["last_used_at"].is_string());
    assert!(key["last_used_by_hand_at"].is_null());
    assert_eq!(key["use_count"], 1);
}

#[test]
fn show_says_each_fact_in_words() {
    let desk = Desk::new();
    let facts = ["--expires", "never", "--rotate-every", "30d", "--as-file"];
    desk.run(["add", "shop/dev/A", "--generate"].iter().chain(&facts)).done();
    desk.get("shop/dev/A");
    desk.run(["rotate", "shop/dev/A", "--generate"]).done();
    let said = desk.text(["show", "shop/dev/A"]);
    let line = |name: &str| said.lines().find_map(|line| line.strip_prefix(name)).map(str::trim).map(str::to_owned);
    assert_eq!(line("as file").as_deref(), Some("yes"), "{said}");
    assert_eq!(line("expires").as_deref(), Some("never"), "{said}");
    assert_eq!(line("rotate every").as_deref(), Some("30 d"), "{said}");
    assert_eq!(line("used here").as_deref(), Some("just now, once"), "{said}");
    assert!(line("added").is_some() && line("rotated").is_some(), "{said}");
}

#[test]
fn lists_take_a_project_an_environment_a_state_and_an_owner() {
    let desk = desk();
    desk.run(["disable", "shop/preview/TOKEN"]).done();
    let refs = |args: &[&str]| -> Vec<String> {
        let list = desk.json(args.iter().chain(&["--json"]));
        list.as_array().unwrap().iter().map(|key| key["ref"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(refs(&["ls"]).len(), 4);
    assert_eq!(refs(&["ls", "--state", "all"]).len(), 4, "all states unless told");
    assert_eq!(refs(&["ls", "billing"]), ["billing/development/TOKEN"]);
    assert_eq!(refs(&["ls", "shop/production"]), ["shop/production/API_SECRET"]);
    assert_eq!(refs(&["ls", "shop/d"]), ["shop/development/PORT"]);
    assert_eq!(refs(&["ls", "--state", "disabled"]), ["shop/preview/TOKEN"]);
    assert_eq!(refs(&["ls", "--state", "active"]).len(), 3);
    assert_eq!(refs(&["ls", "--owner", "payments"]), ["shop/production/API_SECRET"]);
    assert_eq!(refs(&["ls", "--owner", "nobody"]), [""; 0]);
    // A list that leaves everything out is no failure.
    assert_eq!(desk.run(["ls", "--owner", "nobody", "--json"]).done().stdout, b"[]\n");
}

#[test]
fn a_unique_beginning_of_an_environment_is_enough_to_read_and_never_to_write() {
    let desk = desk();
    let secret = desk.get("shop/preview/TOKEN");
    assert_eq!(desk.get("shop/pre/TOKEN"), secret);
    assert_eq!(desk.facts("shop/pre/TOKEN")["ref"], "shop/preview/TOKEN");
    assert_eq!(desk.json(["export", "shop/d", "--for", "json"])["PORT"], "3000");
    assert!(desk.text(["review", "shop/prod"]).contains("shop/production/API_SECRET"));
    let said = desk.fails(1, ["get", "shop/pr/TOKEN"]);
    assert!(said.contains("shop/pr could be shop/preview or shop/production. Write more of it"), "{said}");
    for write in [
        &["edit", "shop/pre/TOKEN", "--owner", "x"][..],
        &["disable", "shop/pre/TOKEN"],
        &["rotate", "shop/pre/TOKEN", "--generate", "uuid"],
        &["mv", "shop/pre/TOKEN", "shop/pre/OTHER"],
        &["cp", "shop/pre/TOKEN", "shop/pre/OTHER"],
        &["env", "protect", "shop/pre"],
    ] {
        let said = desk.fails(1, write);
        assert!(said.contains("Did you mean shop/preview"), "{write:?}: {said}");
    }
    // A new environment may begin as another one does.
    desk.add("shop/pre/OTHER", "x");
    assert_eq!(desk.get("shop/pre/OTHER"), b"x");
    desk.fails(1, ["get", "shop/pre/TOKEN"]);
}

#[test]
fn the_nearest_names_are_offered() {
    let desk = desk();
    for (command, offered) in [
        (&["get", "shop/production/API_SECRT"][..], "shop/production/API_SECRET"),
        (&["show", "shop/production/api_secret"], "shop/production/API_SECRET"),
        (&["get", "Shop/production/API_SECRET"], "shop/production/API_SECRET"),
        (&["export", "shop/developmnet"], "shop/development"),
        (&["export", "shop/preview", "--only", "TOKN"], "shop/preview/TOKEN"),
        (&["ls", "shp"], "shop"),
        (&["ls", "shop/prodution"], "shop/production"),
        (&["review", "biling"], "billing"),
        (&["project", "rename", "shoop", "store"], "shop"),
        (&["env", "unprotect", "shop/produktion"], "shop/production"),
    ] {
        let said = desk.fails(1, command);
        let tip = said.split_once("Did you mean ").unwrap_or_else(|| panic!("{command:?}: {said}")).1;
        assert_eq!(tip.split([' ', '?']).next(), Some(offered), "{said}");
    }
    assert!(desk.fails(1, ["get", "zzz/qqq/WWW"]).ends_with("there is no such key. `keyloft ls` lists what there is."));
}

#[test]
fn review_names_each_warning_and_exits_3_where_it_is_told_to() {
    let desk = desk();
    let rows = desk.json(["review", "--format", "json"]);
    let rows = rows.as_array().unwrap();
    assert!(rows.len() > 3);
    for row in rows {
        for field in ["rule", "severity", "text", "ref", "project", "environment", "name"] {
            assert!(row[field].is_string(), "{field}: {row}");
        }
        assert!(fits(&row["owner"], "string?") && fits(&row["since"], "date?"), "{row}");
        assert!(row.get("owner").is_some() && row.get("since").is_some());
    }
    let severities: Vec<&str> = rows.iter().map(|row| row["severity"].as_str().unwrap()).collect();
    assert!(severities.is_sorted_by_key(|s| ["act-now", "look-soon", "for-info"].iter().position(|one| one == s)));

    desk.run(["review", "--fail-on", "act-now"]).done();
    let found = desk.run(["review", "--fail-on", "look-soon"]).exits(3);
    assert!(found.text().contains("look-soon  shop/production/API_SECRET"), "the list is printed all the same");
    desk.run(["review", "shop/preview", "--fail-on", "look-soon"]).done();
    desk.run(["edit", "shop/preview/TOKEN", "--expires", "2020-01-31"]).done();
    let found = desk.run(["review", "--format", "json", "--fail-on", "act-now"]).exits(3);
    let rows: Value = serde_json::from_slice(&found.stdout).unwrap();
    assert_eq!((&rows[0]["rule"], &rows[0]["severity"]), (&Value::from("expired"), &Value::from("act-now")));
    assert_eq!(rows[0]["ref"], "shop/preview/TOKEN");
    desk.run(["review", "--fail-on", "act-now", "--owner", "payments"]).done();
}

#[test]
fn the_same_secret_twice_and_a_weak_password_are_found() {
    let desk = Desk::new();
    let secret = super::random();
    desk.add("shop/dev/ONE", &secret);
    desk.add("shop/live/TWO", &secret);
    desk.command(["add", "shop/dev/DB_PASSWORD", "--secret-stdin", "--kind", "password"]).input("hunter2").run().done();
    let rows = desk.json(["review", "--format", "json"]);
    let has = |rule: &str, name: &str| rows.as_array().unwrap().iter().any(|r| r["rule"] == rule && r["name"] == name);
    assert!(has("shared-value", "ONE") && has("shared-value", "TWO"), "{rows}");
    assert!(has("weak", "DB_PASSWORD") && !has("weak", "ONE"), "{rows}");
    assert!(!rows.to_string().contains(&secret) && !rows.to_string().contains("hunter2"));
}

#[test]
fn references_are_taken_in_every_spelling() {
    let desk = Desk::new();
    desk.run(["add", "Caf\u{e9} 1/dev env/A", "--plain", "x"]).done();
    // The same name decomposed; percent-encoded in a URL.
    for spelling in ["Cafe\u{301} 1/dev env/A", "keyloft://Caf%C3%A9%201/dev%20env/A", "keyloft://Cafe%CC%81%201/dev/A"]
    {
        assert_eq!(desk.get(spelling), b"x", "{spelling}");
    }
    assert_eq!(names(&desk.json(["ls", "Cafe\u{301} 1", "--json"])), ["A"]);
    desk.run(["add", "Cafe\u{301} 1/dev env/A", "--plain", "y"]).exits(1);
    for bad in [
        "keyloft://a/b",
        "keyloft://a/b/A/c",
        "keyloft://a%2Fb/c/A",
        "https://a/b/A",
        "a/b/C/D",
        "a//A",
        "/a/A",
        "a/b/",
        "a/b/1A",
        "a/b/A-B",
        "a/b/\u{e9}",
    ] {
        desk.run(["get", bad]).exits(2);
    }
    // Of a place too, whatever stands in the vault.
    for empty in [desk, Desk::new()] {
        for bad in ["shop/", "/dev", "shop//dev", "a/b/c", "", "a\u{7}"] {
            for command in ["ls", "review"] {
                empty.run([command, bad]).exits(2);
            }
        }
        for command in [
            &["project", "add", "a/b"][..],
            &["project", "rename", "a/b", "c"],
            &["project", "rename", "shop", ""],
            &["project", "link", "a/b", "code"],
            &["project", "delete", ""],
            &["env", "ls", "a/b"],
            &["env", "add", "shop"],
            &["env", "rename", "shop/dev", "a/b"],
            &["env", "order", "shop", "a/b"],
        ] {
            empty.run(command).exits(2);
        }
        // One that is well formed and not there is no wrong usage.
        empty.run(["project", "delete", "shop"]).exits(1);
    }
}
