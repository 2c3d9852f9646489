//! Where the vault lies, and which store it has: what the environment may say, and what it may not.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt};

use super::{Desk, sentence};

#[test]
fn a_home_that_cannot_hold_a_vault_is_refused_and_named() {
    let desk = Desk::empty();
    let file = desk.file("a-file", "mine");
    for (home, why) in [("relative/path", "relative"), (file.to_str().unwrap(), "a-file"), ("/proc/nowhere", "/proc")] {
        for command in [&["add", "shop/dev/A", "--plain", "1"][..], &["init", "--kdf", "19,2,1"]] {
            let run = desk.command(command).env("KEYLOFT_HOME", home).run().exits(1);
            assert!(sentence(&run).contains(why), "{home}: {}", run.stderr);
        }
    }
    assert_eq!(fs::read(&file).unwrap(), b"mine");
    assert!(!desk.home.path().join("relative").exists());
    // An empty name is no name: the platform's own folder.
    desk.command(["add", "shop/dev/A", "--plain", "1"]).env("KEYLOFT_HOME", "").run().done();
    assert!(desk.home.path().join("data/keyloft/vault.db").is_file());
}

#[test]
fn the_folder_and_its_files_are_private_whatever_the_umask_says() {
    let desk = Desk::empty();
    let script = format!(
        "umask 000; {0} init --kdf 19,2,1 && {0} add shop/dev/A --generate uuid",
        env!("CARGO_BIN_EXE_keyloft")
    );
    super::Run::of("sh", &desk.home)
        .args(["-c", &script])
        .env("KEYLOFT_STORE", "sealed")
        .env("KEYLOFT_PASSPHRASE_FILE", desk.home.path().join("pass"))
        .run()
        .done();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().mode() & 0o777;
    assert_eq!(mode(&desk.home.vault()), 0o700);
    for entry in fs::read_dir(desk.home.vault()).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
    // A folder that was opened to others is closed again.
    fs::set_permissions(desk.home.vault(), fs::Permissions::from_mode(0o755)).unwrap();
    desk.get("shop/dev/A");
    assert_eq!(mode(&desk.home.vault()), 0o700);
}

#[test]
fn the_store_is_what_the_user_said_and_never_a_guess_at_a_misspelling() {
    let desk = Desk::empty();
    for wrong in ["Sealed", "keychains", "memory"] {
        let run = desk.command(["init"]).env("KEYLOFT_STORE", wrong).run().exits(2);
        let said = sentence(&run);
        assert_eq!(said, format!("Couldn't make a vault: KEYLOFT_STORE is {wrong}. Set it to keychain or sealed."));
    }
    desk.command(["init"]).env("KEYLOFT_STORE", OsStr::from_bytes(b"\xff")).run().exits(2);
    desk.command(["add", "shop/dev/A", "--plain", "1"]).env("KEYLOFT_STORE", "x").run().exits(2);
    assert!(!desk.home.vault().exists());
    // Asked for by name and not to be had: exit 4, and no other store is taken in its place.
    let run = desk.command(["init", "--store", "keychain"]).run().exits(4);
    assert!(sentence(&run).contains("keyloft init --store sealed"), "{}", run.stderr);
    desk.command(["init"]).env("KEYLOFT_STORE", "keychain").run().exits(4);
    // None asked for, no keychain, a passphrase at hand: sealed.
    let run = desk.command(["init", "--kdf", "19,2,1"]).env("KEYLOFT_STORE", "").run().done();
    assert!(run.stderr.contains("Secrets are kept in Keyloft's own vault"), "{}", run.stderr);
    // Once made, the word is not looked at any more.
    desk.command(["add", "shop/dev/A", "--plain", "1"]).env("KEYLOFT_STORE", "x").run().done();
}

#[test]
fn what_trying_a_passphrase_costs_has_bounds() {
    let desk = Desk::empty();
    for bad in ["18,2,1", "19,1,1", "19,2,0", "1025,2,1", "19,21,1", "19,2,17", "19,2", "a,b,c", "", "4294967295,2,1"] {
        desk.run(["init", "--kdf", bad]).exits(2);
    }
    assert!(!desk.home.vault().exists());
}

#[test]
fn a_damaged_vault_is_said_and_left_as_it_is() {
    let desk = Desk::new();
    desk.add("shop/dev/A", "x");
    let path = desk.home.vault().join("vault.db");
    for bytes in [&b""[..], b"not a database at all, but long enough to be looked at as one", b"SQLite format 3\0"] {
        fs::write(&path, bytes).unwrap();
        for command in [
            &["ls", "--json"][..],
            &["add", "shop/dev/B", "--plain", "1"],
            &["get", "shop/dev/A"],
            &["init"],
            &["doctor", "--fix"],
        ] {
            let run = desk.run(command);
            assert!(run.status != 0, "{command:?} on {bytes:?}: {}", run.text());
        }
        assert_eq!(fs::read(&path).unwrap(), bytes, "never an empty vault in the place of a damaged one");
    }
}
