//! Locked, a wrong passphrase, nobody to ask: exit 4 at once, and nothing changed. And the helper that holds the key.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use keyloft::fs::Home;
use keyloft::vault::{Vault, World};

use super::{Desk, sentence};

/// Everything that needs the vault key.
const NEED_THE_KEY: &[&[&str]] = &[
    &["get", "shop/dev/A"],
    &["copy", "shop/dev/A"],
    &["export", "shop/dev"],
    &["unlock"],
    &["add", "shop/dev/NEW", "--generate", "uuid"],
    &["add", "shop/dev/NEW", "--plain", "1"],
    &["edit", "shop/dev/A", "--owner", "payments"],
    &["mv", "shop/dev/A", "shop/dev/B"],
    &["cp", "shop/dev/A", "shop/dev/B"],
    &["rotate", "shop/dev/A", "--generate", "uuid"],
    &["undo-rotate", "shop/dev/A"],
    &["ended", "shop/dev/A"],
    &["disable", "shop/dev/A"],
    &["enable", "shop/dev/A"],
    &["delete", "shop/dev/A", "--yes", "--now"],
    &["import", "some.env", "--into", "shop/dev"],
    &["import", "some.env", "--into", "shop/dev", "--dry-run"],
    &["project", "rename", "shop", "store"],
    &["project", "delete", "shop"],
    &["project", "link", "shop", "."],
    &["project", "unlink", "shop", "."],
    &["env", "add", "shop/staging"],
    &["env", "rename", "shop/dev", "development"],
    &["env", "protect", "shop/dev"],
    &["env", "unprotect", "shop/dev"],
    &["env", "order", "shop", "dev"],
    &["person", "leaving", "Ada", "2027-01-31"],
    &["person", "stay", "Ada"],
    &["settings", "theme", "dark"],
    &["activity", "--verify"],
    &["passphrase", "--new-passphrase-file", "some.env"],
    &["move-to", "keychain"],
    &["doctor", "--fix"],
];

/// What wants the passphrase itself, whatever a helper holds.
const NEED_THE_PASSPHRASE: [&str; 3] = ["unlock", "passphrase", "move-to"];

/// Everything that reads facts only.
const NEED_NOTHING: &[&[&str]] = &[
    &["ls"],
    &["ls", "--json"],
    &["show", "shop/dev/A"],
    &["show", "shop/dev/A", "--json"],
    &["get", "shop/dev/PORT"],
    &["review"],
    &["activity"],
    &["project", "ls"],
    &["env", "ls"],
    &["person", "ls"],
    &["settings"],
    &["settings", "theme"],
    &["doctor"],
    &["lock"],
    &["generate"],
];

fn desk() -> Desk {
    let desk = Desk::new();
    desk.add("shop/dev/A", super::random());
    desk.run(["add", "shop/dev/PORT", "--plain", "3000"]).done();
    desk.file("some.env", "NEW=1\n");
    desk
}

#[test]
fn a_locked_vault_with_nobody_to_ask_is_exit_4_and_nothing_changes() {
    let desk = desk();
    let before = desk.bytes();
    for command in NEED_THE_KEY {
        let said = sentence(&desk.bare(*command).run().exits(4));
        let words = match NEED_THE_PASSPHRASE.contains(&command[0]) {
            true => {
                "its passphrase can't be asked for here. Run this in a terminal, or name a file with it in KEYLOFT_PASSPHRASE_FILE."
            }
            false => "the vault is locked. Run `keyloft unlock`",
        };
        assert!(said.contains(words), "{command:?}: {said}");
    }
    assert!(desk.bytes() == before);
    for command in NEED_NOTHING {
        desk.bare(*command).run().done();
    }
}

#[test]
fn a_wrong_passphrase_is_exit_4_and_nothing_changes() {
    let desk = desk();
    let facts = || desk.bare(["ls", "--json"]).run().stdout;
    let before = facts();
    let wrong = desk.file("wrong", "not the passphrase\n");
    // One of each way into the vault: trying a passphrase costs by design.
    for command in ["get", "unlock", "add", "import", "rotate", "settings", "activity", "doctor"] {
        let command = NEED_THE_KEY.iter().find(|words| words[0] == command).unwrap();
        let run = desk.bare(*command).env("KEYLOFT_PASSPHRASE_FILE", &wrong).run().exits(4);
        let said = sentence(&run);
        assert!(said.contains("that passphrase didn't work"), "{command:?}: {said}");
        assert!(!said.contains("not the passphrase"));
    }
    assert!(facts() == before);
    // Only that it was tried is kept, and told at the next unlocking.
    desk.get("shop/dev/A");
    let record = desk.json(["activity", "--json"]);
    let tried: Vec<_> = record.as_array().unwrap().iter().filter(|one| one["what"] == "unlock-failed").collect();
    assert_eq!((tried.len(), &tried[0]["detail"]), (1, &serde_json::json!("8 times")), "{record}");
}

#[test]
fn a_passphrase_file_that_cannot_be_read_is_exit_4() {
    let desk = desk();
    let pipe = desk.home.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for path in ["nowhere", ".", "/dev/zero", pipe.to_str().unwrap()] {
        let run = desk.bare(["get", "shop/dev/A"]).env("KEYLOFT_PASSPHRASE_FILE", path).run().exits(4);
        assert!(sentence(&run).contains("Check KEYLOFT_PASSPHRASE_FILE"), "{}", run.stderr);
    }
    // One that a shell hands over is read.
    let script = format!("KEYLOFT_PASSPHRASE_FILE=/dev/fd/3 '{}' get shop/dev/A", env!("CARGO_BIN_EXE_keyloft"));
    let pass = desk.home.path().join("pass");
    let piped = format!("cat '{}' | {{ {script} 3<&0; }}", pass.display());
    super::Run::of("sh", &desk.home).args(["-c", &piped]).run().done();
    // An empty name is no name.
    desk.bare(["get", "shop/dev/A"]).env("KEYLOFT_PASSPHRASE_FILE", "").run().exits(4);
}

#[test]
fn the_passphrase_is_the_first_line_however_it_ends() {
    let desk = desk();
    let first = fs::read_to_string(desk.home.path().join("pass")).unwrap();
    let first = first.lines().next().unwrap();
    for content in [first.to_owned(), format!("{first}\n"), format!("{first}\r\nmore"), format!("{first}\n\n")] {
        let file = desk.file("other", content);
        desk.bare(["get", "shop/dev/A"]).env("KEYLOFT_PASSPHRASE_FILE", file).run().done();
    }
    for content in [format!(" {first}"), format!("{first} "), String::new()] {
        let file = desk.file("other", content);
        desk.bare(["get", "shop/dev/A"]).env("KEYLOFT_PASSPHRASE_FILE", file).run().exits(4);
    }
}

#[test]
fn making_a_sealed_vault_wants_a_passphrase_of_some_length() {
    let desk = Desk::empty();
    let run = desk.bare(["init"]).run().exits(4);
    let wanted = "a passphrase is needed and can't be asked for here. Run this in a terminal, or name a file with it";
    assert!(sentence(&run).contains(wanted), "{}", run.stderr);
    let short = desk.file("short", "1234567\n");
    let run = desk.bare(["init"]).env("KEYLOFT_PASSPHRASE_FILE", short).run().exits(1);
    assert!(sentence(&run).contains("shorter than 8 characters"), "{}", run.stderr);
    assert!(desk.bytes().iter().all(|(name, _)| !name.starts_with("vault.db")), "{:?}", desk.bytes());
    desk.run(["init", "--store", "sealed", "--kdf", "19,2,1"]).done();
}

#[test]
fn a_second_vault_is_not_made_over_the_first() {
    let desk = desk();
    let before = desk.bytes();
    for again in [&["init"][..], &["init", "--store", "sealed"], &["init", "--store", "keychain"]] {
        let said = desk.fails(1, again);
        assert!(said.contains("a vault lies at"), "{said}");
    }
    assert!(desk.bytes() == before);
}

#[test]
fn once_unlocked_the_helper_answers_until_lock() {
    let desk = desk();
    let secret = desk.get("shop/dev/A");
    let said = desk.run(["unlock", "--for", "90m"]).done();
    assert_eq!((said.text(), &*said.stderr), ("", "Unlocked for 90 min. `keyloft lock` ends it.\n"));
    assert_eq!(desk.bare(["get", "shop/dev/A"]).run().done().stdout, secret);
    desk.bare(["edit", "shop/dev/A", "--owner", "payments"]).run().done();
    desk.bare(["add", "shop/dev/B", "--generate", "uuid"]).run().done();
    desk.bare(["activity", "--verify"]).run().done();
    desk.bare(["export", "shop/dev", "--for", "json"]).run().done();
    // A second vault is not opened by the first one's helper.
    let other = Desk::new();
    other.add("shop/dev/A", super::random());
    other.bare(["get", "shop/dev/A"]).env("XDG_RUNTIME_DIR", desk.home.runtime()).run().exits(4);

    let window = Vault::open(&Home::at(&desk.home.vault()), &World::real("window")).unwrap();
    assert_eq!(desk.bare(["lock"]).run().done().stderr, "Locked. Open windows lock too.\n");
    assert!(window.is_asked_to_lock());
    desk.bare(["get", "shop/dev/A"]).run().exits(4);
    assert_eq!(desk.bare(["lock"]).run().done().stderr, "No unlock helper held the key. Open windows lock too.\n");
    let record = desk.json(["activity", "--json"]);
    let did: Vec<&str> = record.as_array().unwrap().iter().map(|one| one["what"].as_str().unwrap()).collect();
    assert!(did.contains(&"unlocked") && did.contains(&"locked"), "{did:?}");
}

#[test]
fn the_helper_ends_after_its_time_and_its_socket_is_private() {
    let desk = desk();
    desk.run(["unlock", "--for", "600s"]).done();
    let sockets: Vec<_> = fs::read_dir(desk.home.runtime().join("keyloft")).unwrap().map(|e| e.unwrap()).collect();
    assert!(!sockets.is_empty());
    for entry in sockets {
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.path());
    }
    // A new time takes the place of the old one.
    desk.run(["unlock", "--for", "1s"]).done();
    super::super::helpers::until("the helper has ended", || desk.bare(["get", "shop/dev/A"]).run().status == 4);
    for bad in ["0s", "never", "1w", "-1h", "91d", ""] {
        desk.run(["unlock", "--for", bad]).exits(2);
    }
}
