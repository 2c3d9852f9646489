//! The unlock helper: who gets the key from it, and everything that ends it.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use keyloft::agent::{AgentError, Screen, get, lock, start, status};
use keyloft::model::Secret;
use keyloft::runtime::socket_name;

use super::helpers::{Place, signal, until};

const VAULT: &str = "5a1c33e0-vault";
/// Longer than any test: a helper that ends earlier was made to.
const LONG: Duration = Duration::from_secs(3600);

fn made_up_key() -> Secret {
    let mut key = vec![0; 32];
    getrandom::fill(&mut key).unwrap();
    Secret::new(key)
}

fn hold(place: &Place, key: &Secret, time: Duration) {
    start(&place.launch(), VAULT, key, time, Screen::Ignored).unwrap();
}

/// The key by patient asking, as a busy computer may take longer than the 200 ms that `get` allows.
fn gives(place: &Place, key: &Secret) {
    until("the helper gives the key", || get(&place.folder, VAULT).is_some_and(|held| held.same_as(key)));
}

fn mode(path: &Path) -> u32 {
    std::fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn the_key_is_held_until_it_is_locked() {
    let place = Place::new();
    assert!(get(&place.folder, VAULT).is_none());
    assert!(!lock(&place.folder, VAULT).unwrap());
    let key = made_up_key();
    hold(&place, &key, LONG);
    gives(&place, &key);
    gives(&place, &key);
    assert!(get(&place.folder, "another vault").is_none());
    until("the helper says how long", || {
        status(&place.folder, VAULT).is_some_and(|left| left <= LONG && left > LONG / 2)
    });

    assert!(lock(&place.folder, VAULT).unwrap());
    assert!(get(&place.folder, VAULT).is_none());
    assert!(status(&place.folder, VAULT).is_none());
    assert!(!lock(&place.folder, VAULT).unwrap());
    until("the helper has ended", || place.helpers().is_empty());
    assert_eq!(std::fs::read_dir(place.folder.path()).unwrap().count(), 0, "no socket stays behind");
}

#[test]
fn the_key_is_gone_when_the_time_is_over() {
    let place = Place::new();
    hold(&place, &made_up_key(), Duration::from_millis(500));
    until("the helper has ended", || place.helpers().is_empty());
    assert!(get(&place.folder, VAULT).is_none());
    assert_eq!(std::fs::read_dir(place.folder.path()).unwrap().count(), 0);
}

#[test]
fn a_second_start_takes_the_place_of_the_first() {
    let place = Place::new();
    let (first, second) = (made_up_key(), made_up_key());
    hold(&place, &first, LONG);
    let older = place.helper();
    hold(&place, &second, LONG);
    until("the older helper has ended", || !place.helpers().contains(&older));
    gives(&place, &second);
}

#[test]
fn after_a_kill_the_key_is_gone_and_a_new_start_works() {
    let place = Place::new();
    hold(&place, &made_up_key(), LONG);
    signal(place.helper(), "KILL");
    until("the helper is gone", || place.helpers().is_empty());
    assert!(get(&place.folder, VAULT).is_none());
    assert!(!lock(&place.folder, VAULT).unwrap(), "the stale socket is nobody");
    let key = made_up_key();
    hold(&place, &key, LONG);
    gives(&place, &key);
}

#[test]
fn a_frozen_helper_holds_nobody_up_and_locking_ends_it() {
    let place = Place::new();
    hold(&place, &made_up_key(), LONG);
    let frozen = place.helper();
    signal(frozen, "STOP");
    // More often than its queue is long: the asking must not hang even when the queue is full.
    for _ in 0..3 {
        assert!(get(&place.folder, VAULT).is_none());
        assert!(status(&place.folder, VAULT).is_none());
    }
    assert!(lock(&place.folder, VAULT).unwrap());
    until("the frozen helper is gone", || place.helpers().is_empty());
}

#[test]
fn a_frozen_helper_is_replaced() {
    let place = Place::new();
    hold(&place, &made_up_key(), LONG);
    let frozen = place.helper();
    signal(frozen, "STOP");
    let key = made_up_key();
    hold(&place, &key, LONG);
    until("the frozen helper is gone", || !place.helpers().contains(&frozen));
    gives(&place, &key);
}

#[test]
fn signals_to_end_end_it_and_a_closed_terminal_does_not() {
    let place = Place::new();
    for name in ["TERM", "INT"] {
        let key = made_up_key();
        hold(&place, &key, LONG);
        let helper = place.helper();
        signal(helper, "HUP");
        gives(&place, &key);
        signal(helper, name);
        until("the helper has ended", || place.helpers().is_empty());
        assert!(get(&place.folder, VAULT).is_none());
    }
}

#[test]
fn logging_out_ends_it() {
    let place = Place::new();
    hold(&place, &made_up_key(), LONG);
    std::fs::remove_dir_all(place.folder.path()).unwrap();
    // It looks every twenty seconds.
    until("the helper has ended", || place.helpers().is_empty());
}

#[test]
fn nothing_is_open_to_others_even_under_umask_000() {
    let place = Place::new();
    let folder = place.root.join("made-by-the-helper");
    let name = socket_name("agent", VAULT);
    let script = format!(
        "umask 000; printf %032d 7 | exec \"$KEYLOFT\" __agent {} {name} 600000 ignores-screen",
        folder.display()
    );
    let output = Command::new("sh")
        .args(["-c", &script])
        .env("KEYLOFT", env!("CARGO_BIN_EXE_keyloft"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let helpers = || {
        let line = Command::new("pgrep").args(["-f", folder.to_str().unwrap()]).output().unwrap().stdout;
        String::from_utf8(line).unwrap().lines().map(|pid| pid.parse().unwrap()).collect::<Vec<u32>>()
    };
    until("the socket is there", || folder.join(&name).exists());
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(mode(&folder.join(&name)), 0o600);
    for pid in helpers() {
        signal(pid, "TERM");
    }
    let output = output.wait_with_output().unwrap();
    assert_eq!(output.stdout, b"held\n");
}

#[test]
fn a_folder_open_to_others_is_refused_by_the_helper_too() {
    let place = Place::new();
    let launch = place.launch();
    std::fs::set_permissions(place.folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let outcome = start(&launch, VAULT, &made_up_key(), LONG, Screen::Ignored);
    assert!(matches!(&outcome, Err(AgentError::Refused { reason }) if reason.contains("0700")), "{outcome:?}");
    assert_eq!(std::fs::read_dir(place.folder.path()).unwrap().count(), 0);
}

#[test]
fn a_silent_client_holds_nobody_up() {
    let place = Place::new();
    let key = made_up_key();
    hold(&place, &key, LONG);
    let socket = place.folder.path().join(socket_name("agent", VAULT));
    let _silent: Vec<_> = (0..8).map(|_| std::os::unix::net::UnixStream::connect(&socket).unwrap()).collect();
    gives(&place, &key);
}

#[test]
fn only_a_vault_key_is_held() {
    let place = Place::new();
    for length in [0, 31, 33] {
        let outcome = start(&place.launch(), VAULT, &Secret::new(vec![1; length]), LONG, Screen::Ignored);
        assert!(matches!(outcome, Err(AgentError::NotAVaultKey)));
    }
}
