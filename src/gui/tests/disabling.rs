//! Disable, delete and "Save as file…": what is asked before, and the way back.

use std::path::PathBuf;

use chrono::TimeDelta;

use super::rotating::{find, on};
use super::*;
use crate::jobs::{Done, WhenDeleted};
use crate::model::{KeyUid, State};

#[test]
fn d_asks_and_enter_disables_with_a_way_back() {
    let (mut stage, uid) = on(sample::snapshot(), "STRIPE_SECRET_KEY");
    stage.press(Key::D);
    assert!(stage.asked.try_recv().is_err());
    let asked = "Disable this production key here? \
                 STRIPE_SECRET_KEY is left out of copies, exports and runs. Stripe still accepts it.";
    assert!(stage.says(asked), "{}", stage.tree());
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Disable(keys)) if keys == [uid]));
    stage.hears(Event::Done(Done::Disabled(vec![uid])));
    assert!(stage.says("STRIPE_SECRET_KEY disabled"));
    stage.click("Undo");
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Enable(keys)) if keys == [uid]));
    stage.hears(Event::Done(Done::Enabled(vec![uid])));
    assert!(stage.says("STRIPE_SECRET_KEY enabled"));
}

/// The sample with its disabled key done waiting; the key's number.
pub(super) fn waited() -> (Snapshot, KeyUid) {
    let mut snapshot = sample::snapshot();
    let uid = find(&snapshot, "LEGACY_PAYPAL_SECRET");
    let now = snapshot.now.get();
    let key = snapshot.keys.iter_mut().find(|key| key.uid == uid).unwrap();
    key.state = State::Disabled { since: now - TimeDelta::days(30) };
    (snapshot, uid)
}

/// Delete has no key of its own: its menu says it.
pub(super) fn delete(stage: &mut Stage) {
    stage.press_with(Modifiers::SHIFT, Key::F10);
    stage.click_on_top("Delete…");
}

#[test]
fn deleting_is_not_done_by_enter() {
    let (snapshot, uid) = waited();
    let (mut stage, _) = on(snapshot, "LEGACY_PAYPAL_SECRET");
    delete(&mut stage);
    let asked = "Delete this production key? LEGACY_PAYPAL_SECRET is deleted with its value from GNOME Keyring. There is no undo.";
    assert!(stage.says(asked), "{}", stage.tree());
    stage.press(Key::Enter);
    assert!(!stage.asked.try_iter().any(|request| matches!(request, Request::Delete(..))));
    assert!(!stage.says(asked), "Cancel has the keyboard");
    delete(&mut stage);
    stage.click("Delete");
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Delete(keys, WhenDeleted::Now)) if keys == [uid]));
    stage.hears(Event::Done(Done::Deleted(vec!["LEGACY_PAYPAL_SECRET".to_owned()])));
    assert!(stage.says("LEGACY_PAYPAL_SECRET deleted"));
}

#[test]
fn a_key_that_still_waits_says_so_before_it_can_be_deleted() {
    let (mut stage, _) = on(sample::snapshot(), "LEGACY_PAYPAL_SECRET");
    delete(&mut stage);
    assert!(
        stage.says("LEGACY_PAYPAL_SECRET was disabled on ") && stage.says(" more days, until "),
        "{}",
        stage.tree()
    );
    assert!(stage.window.get_by_label("Cancel").is_focused(), "the safe answer has the keyboard");
    stage.click("Delete now…");
    assert!(stage.says("There is no undo."));
    stage.press(Key::Enter);
    assert!(!stage.asked.try_iter().any(|request| matches!(request, Request::Delete(..))));
}

#[test]
fn a_protected_secret_is_asked_about_before_it_is_written_to_a_file() {
    let (mut stage, uid) = on(sample::snapshot(), "STRIPE_SECRET_KEY");
    stage.press_with(Modifiers::SHIFT, Key::F10);
    stage.click("Save as file…");
    stage.press(Key::Enter);
    assert!(stage.says("Write a production secret to a file?"), "{}", stage.tree());
    stage.press(Key::Enter);
    let Ok(Request::SaveFile(asked, path)) = stage.asked.try_recv() else { panic!("it was not asked for") };
    assert!(asked == uid && path.ends_with("stripe-secret-key.txt"));
    stage.fails("stripe-secret-key.txt exists already.");
    assert!(stage.says("stripe-secret-key.txt exists already. Try again."));
    stage.hears(Event::Done(Done::SavedFile(uid, PathBuf::from("/tmp/other.txt"))));
    assert!(stage.says("STRIPE_SECRET_KEY saved as other.txt"));
}
