//! `inject`: a template's references filled in, or nothing written.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::{Desk, Run, random};
use crate::all::harness::wait_for;

#[test]
fn references_are_filled_in_and_the_file_is_private() {
    let desk = Desk::new();
    let value = random();
    desk.add("My shop/dev/TOKEN", &value);
    desk.run(["add", "My shop/dev/AWS_KEY", "--generate", "hex:32", "--key-id", "the-id", "--key-id-name", "AWS_ID"])
        .done();
    desk.file("t.yaml", "token: keyloft://My%20shop/dev/TOKEN\nid: \"keyloft://My%20shop/dev/AWS_ID\"\n");
    let filled = format!("token: {value}\nid: \"the-id\"\n");
    assert_eq!(desk.text(["inject", "t.yaml"]), filled);
    let said = desk.run(["inject", "t.yaml", "-o", "out.yaml"]).done();
    assert_eq!(said.stderr, "Filled in 2 references and wrote out.yaml, readable by you alone.\n");
    let out = desk.home.path().join("out.yaml");
    assert_eq!(fs::read_to_string(&out).unwrap(), filled);
    assert_eq!(fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o600);
    // What Keyloft wrote it replaces unasked, until somebody changes it.
    desk.run(["inject", "t.yaml", "-o", "out.yaml"]).done();
    fs::write(&out, "mine").unwrap();
    assert!(desk.fails(1, ["inject", "t.yaml", "-o", "out.yaml"]).contains("out.yaml exists already"));
    desk.run(["inject", "t.yaml", "-o", "out.yaml", "--force"]).done();
    let key = desk.facts("My shop/dev/TOKEN");
    assert_eq!((key["use_count"].as_u64(), key["last_used_by_hand_at"].is_null()), (Some(4), true));
}

#[test]
fn an_unknown_reference_is_named_with_its_line_and_nothing_is_written() {
    let desk = Desk::new();
    desk.add("shop/dev/TOKEN", random());
    desk.file("t", "a keyloft://shop/dev/TOKEN\nb keyloft://shop/dev/NOPE\n");
    let said = desk.fails(1, ["inject", "t", "-o", "out"]);
    assert!(said.contains("t, line 2: shop/dev/NOPE"), "{said}");
    desk.file("t", "a keyloft://shop/dev/TOKEN\n\nb keyloft://half\n");
    assert!(desk.fails(1, ["inject", "t", "-o", "out"]).contains("line 3: "));
    assert!(!desk.home.path().join("out").exists());
    assert_eq!(desk.facts("shop/dev/TOKEN")["use_count"], 0);
    desk.file("t", "none\n");
    assert_eq!(desk.text(["inject", "t"]), "none\n");
}

#[test]
fn the_file_is_written_by_the_rules_of_an_export() {
    let desk = Desk::new();
    desk.add("shop/dev/TOKEN", random());
    desk.file("t", "a keyloft://shop/dev/TOKEN\n");
    let git = |args: &[&str]| Run::of("git", &desk.home).args(args).run().done();
    git(&["init", "-q", "repo"]);
    let said = desk.run(["inject", "t", "-o", "repo/open"]).done().stderr;
    assert!(said.contains("git does not ignore it yet"), "{said}");
    let said = desk.run(["inject", "t", "-o", "repo/open", "--gitignore", "--delete-after", "2s"]).done().stderr;
    assert!(said.contains("Added it to ") && said.contains("It is deleted after 2 s"), "{said}");
    wait_for("it is deleted", || (!desk.home.path().join("repo/open").exists()).then_some(()));
    std::os::unix::fs::symlink("nowhere", desk.home.path().join("link")).unwrap();
    // What was deleted is said at the next command that unlocks.
    desk.run(["get", "shop/dev/TOKEN"]).done();
    let before = desk.facts("shop/dev/TOKEN")["use_count"].clone();
    for path in ["link", "repo", "/dev/null"] {
        let said = desk.fails(1, ["inject", "t", "-o", path, "--force"]);
        assert!(said.starts_with("Couldn't fill in t: "), "{said}");
    }
    desk.file("repo/tracked", "x");
    git(&["-C", "repo", "add", "tracked"]);
    fs::remove_file(desk.home.path().join("repo/tracked")).unwrap();
    assert!(desk.fails(1, ["inject", "t", "-o", "repo/tracked"]).contains("git tracks repo/tracked"));
    assert_eq!(desk.facts("shop/dev/TOKEN")["use_count"], before, "what is refused is no use");
}
