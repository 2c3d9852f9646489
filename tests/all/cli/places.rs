//! `project`, `env`, `person`, `settings`.

use serde_json::json;

use super::{Desk, names};

#[test]
fn environments_come_into_being_when_named_in_order_and_protected_by_their_names() {
    let desk = Desk::new();
    for (n, name) in
        ["development", "staging", "production", "PRD-eu", "live", "prototype", "delivery"].iter().enumerate()
    {
        if n % 2 == 0 {
            desk.run(["env", "add", &format!("shop/{name}")]).done();
        } else {
            desk.run(["add", &format!("shop/{name}/A"), "--plain", "1"]).done();
        }
    }
    let list = desk.json(["env", "ls", "--json"]);
    let protected: Vec<&str> = list
        .as_array()
        .unwrap()
        .iter()
        .filter(|e| e["protected"] == true)
        .map(|e| e["name"].as_str().unwrap())
        .collect();
    assert_eq!(protected, ["production", "PRD-eu", "live"]);
    assert_eq!(
        list[0],
        json!({"project": "shop", "name": "development", "protected": false, "keys": 0, "not_needed": []})
    );
    assert_eq!(list[1]["keys"], 1);
    assert_eq!(names(&list), names(&desk.json(["env", "ls", "shop", "--json"])));
    for again in ["shop/staging", "shop/Staging", "SHOP/new"] {
        desk.fails(1, ["env", "add", again]);
    }
    for bad in ["shop", "shop/", "/x", "shop/a/b", "shop/\u{7}", "shop/\u{202e}x", "shop/ x"] {
        desk.run(["env", "add", bad]).exits(2);
    }
    desk.run(["env", "add", &format!("shop/{}", "x".repeat(65))]).exits(2);
    desk.run(["env", "add", &format!("shop/{}", "\u{e9}".repeat(64))]).done();
}

#[test]
fn what_an_environment_does_not_need_is_noted_and_taken_back() {
    let desk = Desk::new();
    desk.add("shop/production/SENTRY_DSN", super::random());
    desk.run(["env", "add", "shop/dev"]).done();
    desk.run(["env", "not-needed", "shop/dev", "SENTRY_DSN", "REDIS_URL"]).done();
    let dev = || desk.json(["env", "ls", "shop", "--json"])[0]["not_needed"].clone();
    assert_eq!(dev(), json!(["REDIS_URL", "SENTRY_DSN"]));
    desk.run(["env", "not-needed", "shop/dev", "REDIS_URL", "--undo"]).done();
    assert_eq!(dev(), json!(["SENTRY_DSN"]));
    desk.fails(1, ["env", "not-needed", "shop/production", "SENTRY_DSN"]);
    desk.fails(1, ["env", "not-needed", "shop/nowhere", "SENTRY_DSN"]);
    desk.run(["env", "not-needed", "shop/dev", "not a name"]).exits(2);
    desk.run(["cp", "shop/production/SENTRY_DSN", "shop/dev/SENTRY_DSN"]).done();
    assert_eq!(dev(), json!([]), "it stands there now");
}

#[test]
fn environments_are_renamed_protected_and_ordered() {
    let desk = Desk::new();
    for name in ["dev", "prod"] {
        desk.add(&format!("shop/{name}/A"), super::random());
    }
    desk.run(["env", "protect", "shop/dev"]).done();
    desk.run(["env", "unprotect", "shop/prod"]).done();
    assert_eq!(desk.facts("shop/dev/A")["protected"], true);
    assert_eq!(desk.facts("shop/prod/A")["protected"], false);
    desk.run(["env", "rename", "shop/prod", "stage"]).done();
    assert_eq!(desk.facts("shop/stage/A")["protected"], false, "its protection stays");
    desk.run(["env", "rename", "shop/stage", "production"]).done();
    assert_eq!(desk.facts("shop/production/A")["protected"], true, "as a new one of that name");
    let said = desk.run(["env", "rename", "shop/production", "stage"]).done().stderr;
    assert!(said.is_empty(), "{said}");
    desk.run(["env", "unprotect", "shop/stage"]).done();
    let said = desk.run(["env", "rename", "shop/stage", "live"]).done().stderr;
    assert_eq!(said, "shop/live is protected now. `keyloft env unprotect` takes that away.\n");
    desk.run(["env", "rename", "shop/live", "stage"]).done();
    desk.run(["env", "order", "shop", "stage", "dev"]).done();
    assert_eq!(names(&desk.json(["env", "ls", "--json"])), ["stage", "dev"]);
    let before = desk.bytes();
    for wrong in [
        &["env", "order", "shop", "dev"][..],
        &["env", "order", "shop", "dev", "dev"],
        &["env", "order", "shop", "dev", "stage", "nope"],
        &["env", "order", "nope", "dev"],
        &["env", "rename", "shop/nope", "x"],
        &["env", "protect", "shop/nope"],
    ] {
        desk.fails(1, wrong);
    }
    let said = desk.fails(1, ["env", "rename", "shop/dev", "stage"]);
    assert!(said.contains(": shop/stage exists already. Choose"), "{said}");
    let said = desk.fails(1, ["env", "rename", "shop/dev", "Stage"]);
    assert!(said.contains(": shop/stage exists already and differs only in case"), "{said}");
    assert!(desk.bytes() == before);
}

#[test]
fn a_project_is_renamed_linked_and_goes_only_without_keys() {
    let desk = Desk::new();
    desk.add("shop/dev/A", super::random());
    desk.run(["project", "rename", "shop", "store"]).done();
    assert_eq!(desk.facts("store/dev/A")["project"], "store");
    let folder = desk.home.path().join("code");
    std::fs::create_dir(&folder).unwrap();
    desk.run(["project", "link", "store", "code"]).done();
    desk.run(["project", "link", "new", folder.to_str().unwrap()]).done();
    let list = desk.json(["project", "ls", "--json"]);
    let path = folder.canonicalize().unwrap();
    assert_eq!(names(&list), ["store", "new"]);
    assert_eq!(list[0]["folders"], json!([path.to_str().unwrap()]));
    assert_eq!((&list[0]["environments"], &list[0]["keys"]), (&json!(["dev"]), &json!(1)));
    for wrong in [
        &["project", "link", "store", "nowhere"][..],
        &["project", "link", "store", "pass"],
        &["project", "unlink", "store", "pass"],
        &["project", "link", "STORE", "code"],
    ] {
        desk.fails(1, wrong);
    }
    let said = desk.fails(1, ["project", "rename", "new", "store"]);
    assert!(said.contains(": store exists already. Choose"), "{said}");
    let said = desk.fails(1, ["project", "rename", "new", "STORE"]);
    assert!(said.contains(": store exists already and differs only in case"), "{said}");
    // A folder that is gone can still be unlinked.
    std::fs::remove_dir(&folder).unwrap();
    desk.run(["project", "unlink", "store", path.to_str().unwrap()]).done();
    assert_eq!(desk.json(["project", "ls", "--json"])[0]["folders"], json!([]));

    desk.run(["project", "archive", "new"]).done();
    assert_eq!(desk.json(["project", "ls", "--json"])[1]["archived"], true);
    let listed = String::from_utf8(desk.run(["project", "ls"]).done().stdout).unwrap();
    let lines: Vec<&str> = listed.lines().collect();
    assert!(lines[0] == "store  1            dev" && lines[1].starts_with("new    0  archived  "), "{listed}");

    let said = desk.fails(1, ["project", "delete", "store"]);
    assert!(said.contains("it still has 1 key"), "{said}");
    desk.run(["project", "delete", "new"]).done();
    assert_eq!(names(&desk.json(["project", "ls", "--json"])), ["store"]);
}

#[test]
fn owners_are_people_with_or_without_a_last_day() {
    let desk = Desk::new();
    desk.add("shop/dev/A", super::random());
    desk.run(["edit", "shop/dev/A", "--owner", "platform/infra"]).done();
    let stays = json!([{
        "name": "platform/infra", "last_day": null, "leaving_since": null, "keys": 1, "handed_over": 0, "to_do": null,
        "deleted": [],
    }]);
    assert_eq!(desk.json(["person", "ls", "--json"]), stays);
    desk.run(["person", "leaving", "platform/infra", "2099-12-31"]).done();
    let leaves = &desk.json(["person", "ls", "--json"])[0];
    assert_eq!((&leaves["to_do"], &leaves["handed_over"]), (&json!(1), &json!(0)));
    assert!(leaves["leaving_since"].is_string());
    desk.run(["person", "leaving", "Ada", "2020-01-31"]).done();
    let list = desk.json(["person", "ls", "--json"]);
    let day = |name: &str| list.as_array().unwrap().iter().find(|p| p["name"] == name).unwrap()["last_day"].clone();
    assert_eq!((day("platform/infra"), day("Ada")), (json!("2099-12-31"), json!("2020-01-31")));
    desk.run(["person", "stay", "platform/infra"]).done();
    assert_eq!(
        desk.json(["person", "ls", "--json"]).as_array().unwrap().iter().filter(|p| p["last_day"].is_null()).count(),
        1
    );
    assert!(desk.fails(1, ["person", "stay", "Nobody"]).contains("nobody named Nobody owns a key"));
    for bad in ["2099-13-01", "2099-02-30", "31.12.2099", "90d", "never"] {
        desk.run(["person", "leaving", "Ada", bad]).exits(2);
    }
    desk.fails(1, ["person", "leaving", "", "2099-12-31"]);
}

#[test]
fn every_setting_is_shown_changed_and_held_to_its_range() {
    let desk = Desk::new();
    let all = desk.text(["settings"]);
    let listed: Vec<&str> = all.lines().map(|line| line.split_whitespace().next().unwrap()).collect();
    assert_eq!(
        listed.join(" "),
        "clipboard-clear reveal lock-after lock-with-screen ask-before-copy warn-days info-days unused-days \
         rotate-protected keep-old waiting-period notify theme zoom me activity-keep letter-shortcuts after-copy motion outlines"
    );
    for (name, first, good, bad) in [
        ("clipboard-clear", "30s", "1m", "0s"),
        ("reveal", "20s", "5m", "6m"),
        ("lock-after", "10m", "never", "1s"),
        ("lock-with-screen", "on", "off", "maybe"),
        ("ask-before-copy", "off", "on", "perhaps"),
        ("warn-days", "14", "7", "30"),
        ("info-days", "30", "60", "7"),
        ("unused-days", "90", "120", "0"),
        ("rotate-protected", "90d", "never", "0d"),
        ("keep-old", "7d", "0d", "366d"),
        ("waiting-period", "14d", "30d", "-1d"),
        ("notify", "on", "off", ""),
        ("theme", "system", "dark", "Dark mode"),
        ("zoom", "100", "125", "79"),
        ("letter-shortcuts", "on", "off", "2"),
        ("after-copy", "stay", "minimise", "close"),
        ("motion", "as-system", "off", "slow"),
        ("outlines", "normal", "strong", "thick"),
        ("activity-keep", "forever", "365d", "29d"),
    ] {
        assert_eq!(desk.text(["settings", name]), format!("{first}\n"));
        desk.run(["settings", name, good]).done();
        assert_eq!(desk.text(["settings", name]), format!("{good}\n"));
        let said = desk.fails(1, ["settings", name, "--", bad].map(str::to_owned));
        assert!(said.contains(". Write "), "{said}");
        assert_eq!(desk.text(["settings", name]), format!("{good}\n"), "{name} keeps its value");
    }
    desk.run(["settings", "me", "Ada \u{1b}[31m"]).exits(1);
    desk.run(["settings", "me", "Ada"]).done();
    assert_eq!(desk.text(["settings", "me"]), "Ada\n");
    desk.fails(1, ["settings", "me", &"x".repeat(65)]);
    assert!(desk.fails(1, ["settings", "thema"]).contains("there is no setting thema. `keyloft settings` lists them"));
    let record = desk.json(["activity", "--json"]);
    assert!(record.as_array().unwrap().iter().any(|one| one["subject"] == "theme"));
}

#[test]
fn a_project_is_added_archived_and_taken_back_and_an_empty_environment_removed() {
    let desk = Desk::new();
    desk.run(["project", "add", "labs"]).done();
    desk.fails(1, ["project", "add", "labs"]);
    desk.add("shop/dev/A", super::random());
    desk.run(["project", "archive", "labs"]).done();
    let list = desk.json(["project", "ls", "--json"]);
    assert_eq!((names(&list), &list[1]["archived"]), (vec!["shop", "labs"], &json!(true)));
    desk.run(["project", "unarchive", "labs"]).done();
    assert_eq!(desk.json(["project", "ls", "--json"])[0]["name"], "labs");
    desk.run(["env", "add", "labs/dev"]).done();
    desk.run(["env", "short", "labs/dev", "Dv"]).done();
    desk.fails(1, ["env", "short", "labs/dev", &"x".repeat(13)]);
    desk.run(["env", "short", "labs/dev"]).done();
    desk.fails(1, ["env", "remove", "shop/dev"]);
    desk.run(["env", "remove", "labs/dev"]).done();
    assert_eq!(names(&desk.json(["env", "ls", "--json"])), ["dev"]);
    desk.fails(1, ["env", "remove", "labs/dev"]);
}
