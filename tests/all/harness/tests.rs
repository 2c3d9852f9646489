//! The harness itself works.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use super::process::{Owned, succeeds};
use super::{Keyring, Run, TempHome, Xvfb};

fn store(keyring: &Keyring, value: &str) {
    let mut command = keyring.command("secret-tool");
    command.args(["store", "--label=harness", "harness", "yes"]);
    let mut tool = Owned::start(command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()));
    tool.child().stdin.take().unwrap().write_all(value.as_bytes()).unwrap();
    assert!(tool.wait().success());
}

fn lookup(keyring: &Keyring) -> String {
    let output =
        keyring.command("secret-tool").args(["lookup", "harness", "yes"]).stdin(Stdio::null()).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_real_keyring_keeps_an_item_over_a_restart_and_a_kill() {
    for mut keyring in [Keyring::with_password(), Keyring::passwordless()] {
        store(&keyring, "kept over a restart");
        assert_eq!(lookup(&keyring), "kept over a restart");
        keyring.restart();
        assert_eq!(lookup(&keyring), "kept over a restart");
        keyring.kill();
        assert_eq!(lookup(&keyring), "", "no daemon, no answer");
        keyring.start();
        assert_eq!(lookup(&keyring), "kept over a restart");
    }
}

#[test]
fn a_keyring_without_a_password_lies_readable_on_the_disk_and_one_with_does_not() {
    for (keyring, readable) in [(Keyring::with_password(), false), (Keyring::passwordless(), true)] {
        store(&keyring, "readable on the disk");
        let found = fs::read_dir(keyring.files())
            .unwrap()
            .map(|entry| fs::read(entry.unwrap().path()).unwrap())
            .any(|bytes| bytes.windows(20).any(|w| w == b"readable on the disk"));
        assert_eq!(found, readable);
    }
}

#[test]
fn a_stopped_keyring_goes_on_after_it_is_resumed() {
    let mut keyring = Keyring::with_password();
    store(&keyring, "still here");
    keyring.stop();
    let mut command = keyring.command("secret-tool");
    command.args(["lookup", "harness", "yes"]);
    let mut asking = Owned::start(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()));
    assert!(asking.runs());
    keyring.resume();
    assert!(asking.wait().success());
    assert_eq!(lookup(&keyring), "still here");
}

#[test]
fn a_keyring_started_without_its_password_is_locked() {
    let mut keyring = Keyring::with_password();
    store(&keyring, "behind a lock");
    keyring.kill();
    keyring.start_locked();
    let output = keyring
        .command("dbus-send")
        .args(["--session", "--print-reply=literal", "--dest=org.freedesktop.secrets"])
        .args(["/org/freedesktop/secrets/collection/login", "org.freedesktop.DBus.Properties.Get"])
        .args(["string:org.freedesktop.Secret.Collection", "string:Locked"])
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("boolean true"), "{output:?}");
}

#[test]
fn two_displays_have_numbers_of_their_own() {
    let (one, other) = (Xvfb::new(), Xvfb::with_openbox());
    assert_ne!(one.display(), other.display());
    for display in [&one, &other] {
        assert!(succeeds(display.command("xdotool").arg("getdisplaygeometry")), "{}", display.display());
    }
}

#[test]
fn a_home_is_gone_with_its_owner() {
    let home = TempHome::new();
    let path = home.path().to_owned();
    assert!(home.environment().iter().any(|(name, value)| *name == "KEYLOFT_HOME" && value.starts_with(&path)));
    drop(home);
    assert!(!path.exists());
}

#[test]
fn a_run_gives_every_byte_and_the_code_and_takes_nothing_from_the_users_environment() {
    let home = TempHome::new();
    let script = "cat; printf %s \"$ONE $HOME\" >&2; exit 3";
    let output = Run::of("sh", &home).args(["-c", script]).env("ONE", "1").input(b"a\0\xff\n").run().exits(3);
    assert_eq!(output.stdout, b"a\0\xff\n");
    assert_eq!(output.stderr, format!("1 {}", home.path().join("home").display()));
    assert_eq!(Run::of("sh", &home).args(["-c", "kill -TERM $$"]).run().status, 128 + 15);
    let named = Run::of("env", &home).run().done();
    let names: Vec<&str> = named.text().lines().filter_map(|line| line.split_once('=')).map(|(name, _)| name).collect();
    assert_eq!(names.len(), home.environment().len(), "{names:?}");
}
