//! Wrong usage is exit 2 and changes nothing; help is there for every command.

use super::{Desk, names};

/// Every command that there is.
const COMMANDS: &[&str] = &[
    "init",
    "unlock",
    "lock",
    "add",
    "edit",
    "mv",
    "cp",
    "rotate",
    "undo-rotate",
    "ended",
    "disable",
    "enable",
    "delete",
    "ls",
    "show",
    "get",
    "copy",
    "import",
    "undo-import",
    "export",
    "review",
    "activity",
    "generate",
    "project",
    "env",
    "person",
    "settings",
    "doctor",
    "demo",
    "quick",
];

#[test]
fn every_command_has_help_and_is_named_in_it() {
    let desk = Desk::empty();
    let help = desk.text(["--help"]);
    for command in COMMANDS {
        assert!(help.lines().any(|line| line.trim_start().starts_with(&format!("{command} "))), "{command}: {help}");
        let own = desk.text([command, "--help"]);
        assert!(own.contains(&format!("Usage: keyloft {command}")), "{own}");
        for line in own.lines().filter(|line| line.trim_start().starts_with("--")) {
            let words = line.trim().split("  ").filter(|part| !part.is_empty()).count();
            let alone =
                own.lines().skip_while(|l| *l != line).nth(1).is_some_and(|next| next.starts_with("          "));
            assert!(words >= 2 || alone, "each argument says what it is: {line}");
        }
    }
    for (group, verbs) in [
        ("project", &["ls", "rename", "delete", "link", "unlink"][..]),
        ("env", &["ls", "add", "rename", "protect", "unprotect", "order"]),
        ("person", &["ls", "leaving", "stay"]),
    ] {
        let help = desk.text([group, "--help"]);
        for verb in verbs {
            assert!(help.lines().any(|line| line.trim_start().starts_with(verb)), "{group} {verb}");
            desk.run([group, verb, "--help"]).done();
        }
    }
    assert!(desk.text(["--version"]).starts_with("keyloft "));
    assert!(!desk.home.vault().exists());
}

#[test]
fn the_flags_that_are_fixed_are_all_there() {
    let desk = Desk::empty();
    let facts = "--provider --kind --owner --scope --level --expires --rotate-every --endpoint --used-in --as-file --tag --note";
    for (command, flags) in [
        ("init", "--store --kdf"),
        ("unlock", "--for"),
        ("add", "--secret-stdin --secret-file --generate --generate-pair --plain --key-id --key-id-name --replace"),
        ("add", facts),
        ("edit", facts),
        ("edit", "--rename"),
        ("rotate", "--secret-stdin --secret-file --generate --key-id --keep"),
        ("delete", "--yes --now"),
        ("ls", "--json --state --owner"),
        ("show", "--json"),
        ("copy", "--clear-after"),
        ("import", "--into --format --on-conflict --expand --plain --secret --dry-run --json"),
        ("export", "--for -o --only --skip-refused --force"),
        ("review", "--owner --format --fail-on"),
        ("activity", "--json --verify"),
        ("generate", "--pair --hash"),
        ("doctor", "--fix --json"),
    ] {
        let help = desk.text([command, "--help"]);
        for flag in flags.split(' ') {
            let named = |word: &str| word.trim_matches(|c| c == ',' || c == '[' || c == ']') == flag;
            assert!(help.split_whitespace().any(named), "{command} {flag}: {help}");
        }
    }
}

#[test]
fn wrong_usage_is_exit_2_and_makes_nothing() {
    let desk = Desk::empty();
    for wrong in [
        &["frobnicate"][..],
        &["help"],
        &["--frobnicate"],
        &["add"],
        &["add", "shop/dev"],
        &["add", "shop/dev/A/B"],
        &["add", "A"],
        &["add", "", "--plain", "1"],
        &["add", "shop/dev/A", "--secret-file"],
        &["ls", "a", "b"],
        &["ls", "--state", "deleted"],
        &["show"],
        &["get"],
        &["get", "shop/dev/A", "--json"],
        &["mv", "shop/dev/A"],
        &["cp", "shop/dev/A"],
        &["disable"],
        &["enable"],
        &["delete", "shop/dev/A"],
        &["delete", "--yes"],
        &["import", "x"],
        &["import", "--into", "shop/dev"],
        &["import", "x", "--into", "shop"],
        &["export"],
        &["review", "--fail-on", "for-info"],
        &["review", "--format", "yaml"],
        &["copy", "shop/dev/A", "--clear-after", "soon"],
        &["project"],
        &["project", "frobnicate"],
        &["env", "add", "shop"],
        &["person", "leaving", "Ada"],
        &["settings", "a", "b", "c"],
        &["init", "--store", "vault"],
        &["unlock", "--for", "soon"],
    ] {
        let run = desk.run(wrong).exits(2);
        assert_eq!(run.text(), "", "{wrong:?}");
        assert!(!run.stderr.is_empty());
    }
    assert!(!desk.home.vault().exists());
}

#[test]
fn a_word_too_many_is_not_repeated() {
    let desk = Desk::new();
    let secret = super::random();
    for wrong in [
        &["add", "shop/dev/A", &*secret][..],
        &["rotate", "shop/dev/A", &secret],
        &["add", "shop/dev/A", "--generate", &secret],
        &["generate", &secret],
        &["get", "shop/dev/A", &secret],
    ] {
        let run = desk.run(wrong).exits(2);
        assert!(!run.stderr.contains(&secret), "{wrong:?}: {}", run.stderr);
    }
    // What is no secret is still named, so that it can be mended.
    assert!(desk.run(["add", "shop/dev/A", "--genrate", "uuid"]).exits(2).stderr.contains("--genrate"));
}

#[test]
fn lists_of_facts_are_given_word_by_word_or_flag_by_flag() {
    let desk = Desk::new();
    desk.run(["add", "shop/dev/A", "--tag", "a", "b", "--generate", "uuid", "--tag", "c"]).done();
    assert_eq!(desk.facts("shop/dev/A")["tags"], serde_json::json!(["a", "b", "c"]));
    assert_eq!(names(&desk.json(["ls", "--json"])), ["A"]);
}

#[test]
fn the_gallery_is_for_its_makers_and_stands_in_no_list() {
    let desk = Desk::empty();
    assert!(!desk.text(["--help"]).contains("gallery"));
    assert!(desk.text(["gallery", "--help"]).contains("--theme"));
}
