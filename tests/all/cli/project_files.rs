//! `keyloft.toml`: looked at and allowed by a person before it counts.

use std::fs;

use super::{Desk, Output};

fn desk(text: &str) -> Desk {
    let desk = Desk::new();
    desk.add("shop/development/A_TOKEN", "value");
    desk.add("shop/production/A_TOKEN", "value");
    fs::create_dir_all(desk.home.path().join("code/app")).unwrap();
    desk.file("code/keyloft.toml", text);
    desk
}

const GOOD: &str = "project = 'shop'\nenvironment = 'development'\nvariables = ['A_TOKEN', 'PORT']\n";

fn allow(desk: &Desk, more: &[&str]) -> Output {
    desk.run(["project", "allow", "code/app"].iter().chain(more))
}

#[test]
fn it_is_shown_and_allowed_by_a_typed_yes_alone() {
    let desk = desk(GOOD);
    let said = allow(&desk, &[]).exits(1).stderr;
    for word in
        ["code/keyloft.toml is new here", "shop/development (1 key)", "A_TOKEN, PORT", "nobody can be asked here"]
    {
        assert!(said.contains(word), "{word}: {said}");
    }
    let no = super::terminal::at_a_terminal(&desk, "n\n", &["project", "allow", "code"]).exits(1);
    assert!(no.text().contains("Allow it as it is now? [y/N]"), "{:?}", no.text());
    let yes = super::terminal::at_a_terminal(&desk, "y\n", &["project", "allow", "code"]).done();
    assert!(yes.text().contains("Allowed "), "{:?}", yes.text());
    desk.file("code/keyloft.toml", "project = 'shop'\nenvironment = 'dev'\n");
    let said = allow(&desk, &[]).exits(1).stderr;
    assert!(said.contains("was changed. It now") && said.contains("shop/development (1 key)"), "{said}");
    assert!(allow(&desk, &["--yes"]).done().stderr.contains("Allowed "));
    assert!(desk.text(["activity"]).contains("keyloft.toml"));
    desk.run(["project", "disallow", "code"]).done();
    assert!(desk.fails(1, ["project", "disallow", "code"]).contains("it was not allowed"));
}

#[test]
fn a_protected_environment_an_unknown_one_and_a_broken_file_are_refused() {
    let desk = desk("project = 'shop'\nenvironment = 'prod'\n");
    let said = allow(&desk, &["--yes"]).exits(1).stderr;
    assert!(said.contains("shop/production is protected"), "{said}");
    desk.file("code/keyloft.toml", "project = 'shop'\nenvironment = 'nowhere'\n");
    assert!(allow(&desk, &["--yes"]).exits(1).stderr.contains("nowhere"));
    desk.file("code/keyloft.toml", "project = 'shop'\nenvironment = 'development'\nrun = 'x'\n");
    let said = allow(&desk, &["--yes"]).exits(1).stderr;
    assert!(said.contains("line 3: ") && said.contains("It holds project, environment and variables"), "{said}");
    fs::remove_file(desk.home.path().join("code/keyloft.toml")).unwrap();
    assert!(allow(&desk, &["--yes"]).exits(1).stderr.contains("Couldn't find a keyloft.toml"));
}

#[test]
fn a_link_and_another_users_file_never_count() {
    let desk = desk(GOOD);
    allow(&desk, &["--yes"]).done();
    let path = desk.home.path().join("code/keyloft.toml");
    let elsewhere = desk.file("elsewhere.toml", GOOD);
    fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &path).unwrap();
    let said = allow(&desk, &["--yes"]).exits(1).stderr;
    assert!(said.contains("keyloft.toml is a link"), "{said}");
    fs::remove_file(&path).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    assert!(allow(&desk, &["--yes"]).exits(1).stderr.contains("no regular file"));
    fs::remove_file(&path).unwrap();
    fs::write(&path, GOOD).unwrap();
    // Only root can make a file another user's.
    if std::os::unix::fs::chown(&path, Some(65_534), None).is_ok() {
        let said = allow(&desk, &["--yes"]).exits(1).stderr;
        assert!(said.contains("belongs to another user"), "{said}");
    }
}

#[test]
fn a_first_use_at_a_terminal_asks_for_the_passphrase_once() {
    let desk = desk(GOOD);
    let pass = fs::read_to_string(desk.home.path().join("pass")).unwrap();
    let typed = format!("{}\n", pass.lines().next().unwrap());
    let line = "cd code; exec keyloft run -- sh -c 'echo $A_TOKEN'";
    let line = format!("unset KEYLOFT_PASSPHRASE_FILE; {line}");
    // A plain variable is wanted that is not there.
    desk.file("code/keyloft.toml", "project = 'shop'\nenvironment = 'development'\n");
    let ran = super::running_terminal::talk(
        &desk,
        &["sh", "-c", &line],
        &[("Allow it as it is now? [y/N] ", "y\n"), ("Passphrase: ", &typed)],
    )
    .done();
    assert_eq!(ran.text().matches("Passphrase: ").count(), 1, "{:?}", ran.text());
}
