//! `passphrase` and `move-to` as people and scripts meet them.

use super::super::harness::{Keyring, TempHome, keyloft};
use super::running_terminal::talk;
use super::{Desk, random, sentence};

#[test]
fn a_changed_passphrase_opens_and_the_old_one_does_not() {
    let desk = Desk::new();
    let secret = random();
    desk.add("shop/dev/A", &secret);
    let new = desk.file("new", format!("{}\n", random()));
    let before = desk.bytes();
    for (code, name, content) in [(1, "short", "x"), (1, "missing", "")] {
        let path = if content.is_empty() { desk.home.path().join(name) } else { desk.file(name, content) };
        desk.fails(code, ["passphrase", "--new-passphrase-file", path.to_str().unwrap()]);
    }
    desk.fails(2, ["passphrase"]);
    sentence(&desk.bare(["passphrase", "--new-passphrase-file", "x"]).run().exits(4));
    // An unlocking is no change; what is left to compare is the file itself.
    let same = |name: &str, bytes: &[(String, Vec<u8>)]| bytes.iter().find(|(file, _)| file == name).cloned();
    assert_eq!(same("vault.db", &desk.bytes()), same("vault.db", &before));
    desk.run(["unlock", "--for", "1h"]).done();
    let changed = desk.run(["passphrase", "--new-passphrase-file", new.to_str().unwrap()]).done();
    assert!(changed.stderr.contains("still open with the old one"), "{}", changed.stderr);
    assert_eq!(desk.bare(["get", "shop/dev/A"]).run().done().text(), secret, "a helper that holds the key goes on");
    desk.run(["lock"]).done();
    desk.fails(4, ["get", "shop/dev/A"]);
    let opened = desk.bare(["get", "shop/dev/A"]).env("KEYLOFT_PASSPHRASE_FILE", &new).run().done();
    assert_eq!(opened.text(), secret);
    let wrong = desk.fails(4, ["passphrase", "--new-passphrase-file", new.to_str().unwrap()]);
    assert!(wrong.contains("that passphrase didn't work"), "{wrong}");
    let record = desk.bare(["activity"]).run().done();
    assert!(record.text().contains("passphrase-changed"), "{}", record.text());
}

#[test]
fn a_vault_goes_to_its_own_file_and_back_into_the_keychain() {
    let home = TempHome::new();
    let mut keyring = Keyring::with_password();
    let pass = home.path().join("pass");
    std::fs::write(&pass, random()).unwrap();
    let with = |keyring: &Keyring, args: &[&str], input: &str| {
        keyloft(&home).keyring(keyring).args(args).input(input).env("KEYLOFT_PASSPHRASE_FILE", &pass).run()
    };
    let items = |keyring: &Keyring| {
        let mut command = keyring.command("secret-tool");
        let output = command.args(["search", "--all", "application", "keyloft"]).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let secret = random();
    with(&keyring, &["add", "shop/dev/A", "--secret-stdin"], &secret).done();
    let refused = with(&keyring, &["move-to", "keychain"], "").exits(1);
    assert!(sentence(&refused).contains("they are there already"));
    assert!(sentence(&with(&keyring, &["passphrase"], "").exits(1)).contains("`keyloft move-to sealed` gives it one"));
    let moved = with(&keyring, &["move-to", "sealed", "--kdf", "19,2,1"], "").done();
    assert!(moved.stderr.contains("Moved 1 value to Keyloft's own vault."), "{}", moved.stderr);
    assert_eq!(items(&keyring), "", "nothing of this vault is left in the keychain");
    // No keychain is needed any more.
    keyring.kill();
    assert_eq!(with(&keyring, &["get", "shop/dev/A"], "").done().text(), secret);
    let away = with(&keyring, &["move-to", "keychain"], "").exits(4);
    assert!(sentence(&away).starts_with("Couldn't move the secrets to the keychain: "));
    keyring.start();
    assert_eq!(with(&keyring, &["doctor", "--json"], "").done().text().matches("\"id\"").count(), 1, "not on PATH");
    let moved = with(&keyring, &["move-to", "keychain"], "").done();
    assert!(moved.stderr.contains("Moved 1 value to GNOME Keyring."), "{}", moved.stderr);
    assert!(items(&keyring).contains("shop/dev/A"));
    let without = keyloft(&home).keyring(&keyring).args(["get", "shop/dev/A"]).run().done();
    assert_eq!(without.text(), secret, "no passphrase is needed any more");
}

#[test]
fn old_items_of_a_locked_keychain_are_told_of_and_go_when_it_is_open() {
    let home = TempHome::new();
    let mut keyring = Keyring::with_password();
    let pass = home.path().join("pass");
    std::fs::write(&pass, random()).unwrap();
    let with = |keyring: &Keyring, args: &[&str], input: &str| {
        keyloft(&home).keyring(keyring).args(args).input(input).env("KEYLOFT_PASSPHRASE_FILE", &pass).run()
    };
    with(&keyring, &["add", "shop/dev/A", "--secret-stdin"], "value").done();
    with(&keyring, &["move-to", "sealed", "--kdf", "19,2,1"], "").done();
    // As a move leaves it that was cut off right after its turn.
    let conn = rusqlite::Connection::open(home.vault().join("vault.db")).unwrap();
    let space: String =
        conn.query_row("SELECT CAST(value AS TEXT) FROM meta WHERE name = 'item-space'", [], |row| row.get(0)).unwrap();
    conn.execute("INSERT INTO copies VALUES (?1, 'vault-key.00000000000000ff')", [&space]).unwrap();
    drop(conn);
    keyring.kill();
    keyring.start_locked();
    let told = with(&keyring, &["doctor", "--json"], "").exits(1);
    assert!(told.text().contains("unfinished-move"), "{}", told.text());
    assert_eq!(with(&keyring, &["get", "shop/dev/A"], "").done().text(), "value");
    keyring.kill();
    keyring.start();
    let mended = with(&keyring, &["doctor", "--fix"], "");
    assert!(!mended.text().contains("move"), "{}", mended.text());
}

#[test]
fn at_a_terminal_passphrases_are_asked_for_the_new_one_twice_and_none_is_shown() {
    let desk = Desk::new();
    desk.add("shop/dev/A", "value");
    let old = std::fs::read_to_string(desk.home.path().join("pass")).unwrap().lines().next().unwrap().to_owned();
    let program = ["env", "-u", "KEYLOFT_PASSPHRASE_FILE", "keyloft", "passphrase"];
    let ask = |new: &str, again: &str| {
        let typed = [&old, new, again].map(|answer| format!("{answer}\n"));
        let questions = ["The old passphrase: ", "The new passphrase: ", "Repeat passphrase: "];
        let answers: Vec<(&str, &str)> =
            questions.into_iter().zip(&typed).map(|(question, answer)| (question, answer.as_str())).collect();
        let output = talk(&desk, &program, &answers);
        assert!(!output.text().contains(old.as_str()) && !output.text().contains(new), "{:?}", output.text());
        output
    };
    let (new, other) = (random(), random());
    let differ = ask(&new, &other).exits(1);
    assert!(differ.text().contains("Couldn't change the passphrase: the two passphrases differ. Try again."));
    let weak = ["pass", "word", "1"].concat();
    assert!(ask(&weak, &weak).done().text().contains("That passphrase is easy to guess"), "told, not refused");
    let opened = desk.command(["get", "shop/dev/A"]).env("KEYLOFT_PASSPHRASE_FILE", desk.file("weak", weak)).run();
    assert_eq!(opened.done().text(), "value");
}
