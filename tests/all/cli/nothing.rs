//! Before there is a vault, and while there is nothing in one: lists are empty, and looking makes nothing.

use super::Desk;

const LISTS: &[&[&str]] = &[
    &["ls", "--json"],
    &["ls", "shop", "--json"],
    &["ls", "shop/dev", "--json"],
    &["ls", "--owner", "payments", "--state", "disabled", "--json"],
    &["review", "--format", "json"],
    &["review", "shop/dev", "--format", "json", "--fail-on", "look-soon"],
    &["activity", "--json"],
    &["project", "ls", "--json"],
    &["env", "ls", "--json"],
    &["env", "ls", "shop", "--json"],
    &["person", "ls", "--json"],
];

#[test]
fn lists_without_a_vault_are_empty_and_make_nothing() {
    let desk = Desk::empty();
    for list in LISTS {
        assert_eq!(desk.bare(*list).run().done().stdout, b"[]\n", "{list:?}");
        let as_text: Vec<&str> =
            list.iter().copied().filter(|word| !["--json", "--format", "json"].contains(word)).collect();
        assert_eq!(desk.bare(as_text).run().done().text(), "", "{list:?}");
    }
    for other in [&["settings"][..], &["settings", "theme"], &["doctor"], &["doctor", "--json"], &["lock"]] {
        desk.bare(other).run().done();
    }
    assert!(!desk.home.vault().exists());
}

#[test]
fn lists_of_an_empty_vault_are_empty_and_need_no_passphrase() {
    let desk = Desk::new();
    for list in LISTS.iter().filter(|list| list[0] != "activity") {
        assert_eq!(desk.bare(*list).run().done().stdout, b"[]\n", "{list:?}");
    }
    let record = desk.json(["activity", "--json"]);
    assert_eq!(record.as_array().unwrap().len(), 1, "the vault was made");
}

#[test]
fn what_needs_a_vault_says_that_there_is_none_and_makes_none() {
    let desk = Desk::empty();
    for command in [
        &["show", "shop/dev/A"][..],
        &["get", "shop/dev/A"],
        &["copy", "shop/dev/A"],
        &["edit", "shop/dev/A", "--owner", "payments"],
        &["mv", "shop/dev/A", "shop/dev/B"],
        &["cp", "shop/dev/A", "shop/dev/B"],
        &["rotate", "shop/dev/A", "--generate", "uuid"],
        &["undo-rotate", "shop/dev/A"],
        &["undo-import", "shop/dev"],
        &["ended", "shop/dev/A"],
        &["disable", "shop/dev/A"],
        &["enable", "shop/dev/A"],
        &["delete", "shop/dev/A", "--yes"],
        &["export", "shop/dev"],
        &["unlock"],
        &["activity", "--verify"],
        &["project", "rename", "a", "b"],
        &["project", "delete", "a"],
        &["env", "protect", "shop/dev"],
        &["person", "stay", "Ada"],
    ] {
        let said = desk.fails(1, command);
        assert!(said.contains("there is no vault yet. `keyloft init` makes one"), "{command:?}: {said}");
    }
    assert!(!desk.home.vault().exists());
}

#[test]
fn what_is_refused_before_the_first_write_makes_no_vault() {
    let desk = Desk::empty();
    let file = desk.file("some.env", "A=1\n");
    let said = desk.fails(1, ["settings", "theme", "purple"]);
    assert_eq!(said, "Couldn't set theme: theme can't be \"purple\". Write system, light or dark.");
    desk.fails(1, ["settings", "nope", "1"]);
    desk.fails(1, ["import", "nowhere.env", "--into", "shop/dev"]);
    desk.fails(2, ["add", "shop/dev/A"]);
    desk.fails(2, ["add", "shop/dev/A", "--generate-pair", "a/b"]);
    desk.fails(1, ["add", "shop/dev/A", "--secret-file", "nowhere"]);
    let planned = desk.text(["import", file.to_str().unwrap(), "--into", "shop/dev", "--dry-run"]);
    assert_eq!(planned, "new  plain  A\n");
    assert!(!desk.home.vault().exists(), "a dry run makes nothing");
}

#[test]
fn every_first_write_makes_the_vault() {
    // Few of them: what trying a passphrase costs unless told is much, by design.
    for (write, shown) in [
        (&["add", "shop/dev/A", "--plain", "1"][..], &["ls", "--json"][..]),
        (&["import", "some.env", "--into", "shop/dev"], &["ls", "--json"]),
        (&["project", "link", "shop", "."], &["project", "ls", "--json"]),
        (&["person", "leaving", "Ada", "2027-01-31"], &["person", "ls", "--json"]),
    ] {
        let desk = Desk::empty();
        desk.file("some.env", "A=1\n");
        let made = desk.run(write).done();
        assert!(made.stderr.contains("Names, plain values, owners"), "said at first: {}", made.stderr);
        assert!(!desk.json(shown).as_array().unwrap().is_empty(), "{write:?}");
    }
}
