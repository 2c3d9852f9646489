//! `export`: what each target holds, what is refused, what is left out.

use serde_json::json;

use super::{Desk, sentence};

fn desk() -> Desk {
    let desk = Desk::new();
    desk.add("shop/dev/GOOD", "plain text");
    desk.add("shop/dev/NUL", b"a\0b");
    desk.add("shop/dev/BYTES", b"\xff\xfe");
    desk.add("shop/dev/EMPTY", "");
    desk
}

#[test]
fn a_value_the_target_cannot_hold_refuses_the_export_and_names_each_key() {
    let desk = desk();
    for (target, names) in [("portable", &["NUL", "BYTES"][..]), ("json", &["BYTES"]), ("sh", &["NUL"])] {
        let said = desk.fails(1, ["export", "shop/dev", "--for", target]);
        for name in names {
            assert!(said.contains(&format!("{name}: {target} can't hold it")), "{said}");
        }
        assert!(!said.contains("GOOD") && said.ends_with("Use --skip-refused to leave them out."), "{said}");
        let run = desk.run(["export", "shop/dev", "--for", target, "--skip-refused"]).done();
        let told: Vec<&str> = run.stderr.lines().collect();
        assert_eq!(told.len(), names.len(), "one line each: {told:?}");
        for name in names {
            assert!(
                told.iter().any(|line| line.starts_with(&format!("left out {name}: {target} can't hold it"))),
                "{told:?}"
            );
        }
        let text = String::from_utf8_lossy(&run.stdout);
        assert!(text.contains("GOOD") && text.contains("EMPTY") && names.iter().all(|name| !text.contains(name)));
    }
    assert_eq!(
        desk.json(["export", "shop/dev", "--for", "json", "--skip-refused"]),
        json!({"EMPTY": "", "GOOD": "plain text", "NUL": "a\0b"})
    );
}

#[test]
fn a_refused_export_is_no_use() {
    let desk = desk();
    desk.run(["export", "shop/dev"]).exits(1);
    desk.file("stands.env", "mine");
    desk.run(["export", "shop/dev", "--skip-refused", "-o", "stands.env"]).exits(1);
    desk.run(["export", "shop/dev", "--only", "NOPE"]).exits(1);
    assert_eq!(desk.facts("shop/dev/GOOD")["use_count"], 0);
    let record = desk.text(["activity"]);
    assert!(!record.contains("exported"), "{record}");
    desk.run(["export", "shop/dev", "--only", "GOOD"]).done();
    assert_eq!(desk.facts("shop/dev/GOOD")["use_count"], 1);
    assert_eq!(desk.facts("shop/dev/NUL")["use_count"], 0, "only what was asked for was used");
    // What is left out goes nowhere: that is no use of it either.
    desk.run(["export", "shop/dev", "--skip-refused"]).done();
    assert_eq!(desk.facts("shop/dev/GOOD")["use_count"], 2);
    assert_eq!(desk.facts("shop/dev/NUL")["use_count"], 0);
}

#[test]
fn only_what_is_named_is_exported() {
    let desk = desk();
    assert_eq!(desk.json(["export", "shop/dev", "--for", "json", "--only", "GOOD"]), json!({"GOOD": "plain text"}));
    assert_eq!(
        desk.json(["export", "shop/dev", "--for", "json", "--only", "GOOD", "--only", "EMPTY"]),
        json!({"GOOD": "plain text", "EMPTY": ""})
    );
    assert!(desk.fails(1, ["export", "shop/dev", "--only", "GOOOD"]).contains("Did you mean shop/dev/GOOD"));
    desk.run(["export", "shop/dev", "--only", "1BAD"]).exits(2);
    desk.run(["export", "shop/dev", "--for", "nonsense"]).exits(2);
    desk.run(["export", "shop"]).exits(2);
    desk.run(["export", "shop/dev/GOOD"]).exits(2);
}

#[test]
fn an_environment_without_keys_exports_as_nothing() {
    let desk = Desk::new();
    desk.run(["env", "add", "shop/dev"]).done();
    assert_eq!(desk.json(["export", "shop/dev", "--for", "json"]), json!({}));
    for target in ["portable", "sh"] {
        let text = desk.text(["export", "shop/dev", "--for", target]);
        assert!(text.lines().all(|line| line.starts_with('#')), "{text}");
    }
}

#[test]
fn an_expired_key_is_exported_and_named() {
    let desk = desk();
    desk.run(["edit", "shop/dev/GOOD", "--expires", "2020-01-31"]).done();
    let run = desk.run(["export", "shop/dev", "--only", "GOOD", "--for", "json"]).done();
    assert!(run.stderr.contains("GOOD has expired"), "{}", run.stderr);
    assert!(run.text().contains("plain text"));
}

#[test]
fn a_project_name_cannot_smuggle_a_line_into_the_file() {
    let desk = Desk::new();
    desk.run(["add", "shop; $(id) `id`/dev #\" '/A", "--plain", "1"]).done();
    let text = desk.text(["export", "shop; $(id) `id`/dev #\" '", "--for", "sh"]);
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(lines, ["export A='1'"]);
}

#[test]
fn output_that_cannot_be_written_is_a_failure() {
    let desk = desk();
    for command in ["get shop/dev/GOOD", "ls --json", "export shop/dev --only GOOD", "generate"] {
        let script = format!("{} {command} > /dev/full", env!("CARGO_BIN_EXE_keyloft"));
        let run = super::Run::of("sh", &desk.home)
            .args(["-c", &script])
            .env("KEYLOFT_PASSPHRASE_FILE", desk.home.path().join("pass"))
            .run()
            .exits(1);
        assert!(sentence(&run).starts_with("Couldn't write to standard output: "), "{}", run.stderr);
    }
}
