//! The worker with real clipboard helpers, on a display of its own.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use keyloft::fs::Home;
use keyloft::jobs::{CopyForm, Done, Event, Opening, Request, VaultState, Worker, start};
use keyloft::model::{KeyRef, KeyUid, Secret};
use keyloft::store::MemoryStore;
use keyloft::vault::{MakeWish, NewKeyWish, Value, Vault, World};

use super::harness::{TempHome, Xvfb};
use super::helpers::{PATIENCE, made_up_secret, until};

/// A program that starts Keyloft's helpers on that display: the test itself has none, and its neighbours have others.
fn helper_program(home: &TempHome, display: &Xvfb) -> PathBuf {
    let path = home.path().join("keyloft-there");
    let keyloft = env!("CARGO_BIN_EXE_keyloft");
    fs::write(&path, format!("#!/bin/sh\nDISPLAY={} exec '{keyloft}' \"$@\"\n", display.display())).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
    path
}

/// A worker over a vault with one key, whose helpers are on the display.
fn worker_with(value: &str, place: &TempHome, display: &Xvfb) -> (Worker, KeyUid) {
    let home = Home::at(&place.vault());
    let secrets = Mutex::new(MemoryStore::new());
    let world = World {
        keychain: Arc::new(move |_| Box::new(secrets.lock().unwrap().share())),
        program: helper_program(place, display).into(),
        ..World::real("window")
    };
    let mut vault = Vault::make(&home, &world, MakeWish::Keychain).unwrap();
    let uid = vault.add(wish(value)).unwrap();
    drop(vault);
    (start(move || Ok(Opening::at(home, world)), Arc::new(|| {})), uid)
}

#[test]
fn a_key_is_copied_as_a_line_with_a_countdown_and_as_a_reference_or_key_id_without() {
    let (place, display) = (TempHome::new(), Xvfb::new());
    let value = made_up_secret();
    let (worker, uid) = worker_with(&value, &place, &display);
    let copied = |form| {
        ask(&worker, Request::CopyAs(uid, form));
        hear(&worker, |event| match event {
            Event::Copied(copied, after) => *copied == uid && after.is_some() && form != CopyForm::Reference,
            Event::Done(Done::ReferenceCopied(copied)) => *copied == uid && form == CopyForm::Reference,
            _ => false,
        });
        clipboard(&display)
    };
    let line = copied(CopyForm::Assignment);
    assert!(line.starts_with("API_KEY=") && line.contains(&value) && !line.ends_with('\n'), "a line to paste");
    assert_eq!(copied(CopyForm::ExportLine), format!("export API_KEY='{value}'"));
    assert_eq!(copied(CopyForm::Reference), "keyloft://shop/development/API_KEY");
    ask(&worker, Request::CopyKeyId(uid));
    hear(&worker, |event| matches!(event, Event::Copied(copied, None) if *copied == uid));
    assert_eq!(clipboard(&display), "made-up-id");
    // The two lines and the key id; the reference is no use.
    hear(&worker, |event| matches!(event, Event::Snapshot(snapshot) if snapshot.keys[0].use_count == 3));
    // It is no secret, and stays.
    ask(&worker, Request::ClearClipboard);
    hear(&worker, |event| matches!(event, Event::NothingToClear));
    assert_eq!(clipboard(&display), "made-up-id");
}

#[test]
fn copies_are_counted_down_to_their_end_whatever_that_is() {
    let (place, display) = (TempHome::new(), Xvfb::new());
    let value = made_up_secret();
    let (worker, uid) = worker_with(&value, &place, &display);

    // The time runs out.
    ask(&worker, Request::Set("clipboard-clear", "2s".into()));
    copy(&worker, uid, Duration::from_secs(2));
    assert_eq!(clipboard(&display), value);
    hear(&worker, |event| matches!(event, Event::ClipboardCleared));
    assert_eq!(clipboard(&display), "");

    // "Clear now".
    ask(&worker, Request::Set("clipboard-clear", "10m".into()));
    copy(&worker, uid, Duration::from_secs(600));
    ask(&worker, Request::ClearClipboard);
    hear(&worker, |event| matches!(event, Event::ClipboardCleared));
    assert_eq!(clipboard(&display), "");

    // Another program's text takes its place, and stays when the time is over.
    ask(&worker, Request::Set("clipboard-clear", "3s".into()));
    copy(&worker, uid, Duration::from_secs(3));
    somebody_copies(&display, "not ours");
    hear(&worker, |event| matches!(event, Event::ClipboardCleared));
    assert_eq!(clipboard(&display), "not ours");

    // The lock.
    ask(&worker, Request::Set("clipboard-clear", "10m".into()));
    copy(&worker, uid, Duration::from_secs(600));
    ask(&worker, Request::Lock);
    hear(&worker, |event| matches!(event, Event::Snapshot(snapshot) if snapshot.state == VaultState::Locked));
    hear(&worker, |event| matches!(event, Event::ClipboardCleared));
    assert_eq!(clipboard(&display), "");
}

#[test]
fn a_window_that_is_locked_from_elsewhere_leaves_what_was_copied_since() {
    let (place, display) = (TempHome::new(), Xvfb::new());
    let value = made_up_secret();
    let (worker, uid) = worker_with(&value, &place, &display);
    ask(&worker, Request::Set("clipboard-clear", "10m".into()));
    copy(&worker, uid, Duration::from_secs(600));
    let world = World { keychain: Arc::new(|_| Box::new(MemoryStore::new())), ..World::real("terminal") };
    Vault::open(&Home::at(&place.vault()), &world).unwrap().lock_windows().unwrap();
    hear(&worker, |event| matches!(event, Event::Snapshot(snapshot) if snapshot.state == VaultState::Locked));
    // Behind it all that the lock does is done.
    ask(&worker, Request::Unlock(None));
    hear(&worker, |event| matches!(event, Event::Snapshot(snapshot) if snapshot.state == VaultState::Open));
    assert_eq!(clipboard(&display), value);
}

fn wish(value: &str) -> NewKeyWish {
    NewKeyWish {
        key_id: Some("made-up-id".into()),
        ..NewKeyWish::new(KeyRef::parse("shop/development/API_KEY").unwrap(), Value::Secret(Secret::new(value.into())))
    }
}

fn ask(worker: &Worker, request: Request) {
    worker.requests.try_send(request).unwrap();
}

/// Waits for the event meant; those before it are let go, but for failures.
fn hear(worker: &Worker, meant: impl Fn(&Event) -> bool) {
    loop {
        let event = worker.events.recv_timeout(PATIENCE).expect("the worker says something");
        if meant(&event) {
            return;
        }
        assert!(!matches!(event, Event::Failed(_) | Event::ClipboardNotCleared(_)), "{event:?}");
    }
}

fn copy(worker: &Worker, uid: KeyUid, clears_after: Duration) {
    ask(worker, Request::Copy(uid));
    hear(
        worker,
        |event| matches!(event, Event::Copied(copied, Some(after)) if (*copied, *after) == (uid, clears_after)),
    );
}

fn clipboard(display: &Xvfb) -> String {
    let output =
        display.command("xclip").args(["-selection", "clipboard", "-o", "-t", "UTF8_STRING"]).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn somebody_copies(display: &Xvfb, text: &str) {
    let mut xclip = display
        .command("xclip")
        .args(["-selection", "clipboard", "-i"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    xclip.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    xclip.wait().unwrap();
    until("the other program's text is there", || clipboard(display) == text);
}
