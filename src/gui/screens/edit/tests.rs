//! The form without a pixel: what it refuses and what it sends.

use std::sync::Arc;

use super::form::Edit;
use crate::gui::modal::Heard;
use crate::gui::sample;
use crate::gui::screens::key_form::Attempt;
use crate::gui::wish::Wish;
use crate::jobs::{Done, Event, Failure, KeyLook, Request, Snapshot};
use crate::model::{Facts, KeyUid, Kind};

fn uid_of(snapshot: &Snapshot, name: &str) -> KeyUid {
    snapshot.keys.iter().find(|key| key.name() == name).unwrap().uid
}

fn edit(name: &str) -> (Edit, Snapshot) {
    let snapshot = sample::snapshot();
    let edit = Edit::new(&snapshot, uid_of(&snapshot, name)).unwrap();
    (edit, snapshot)
}

fn submitted(edit: &mut Edit) -> (Facts, Option<String>) {
    let mut wishes = Vec::new();
    edit.submit(&sample::snapshot(), &mut wishes);
    match wishes.pop() {
        Some(Wish::Ask(Request::Edit(_, facts, name))) => (*facts, name.map(|name| name.to_string())),
        other => panic!("{other:?}"),
    }
}

#[test]
fn nothing_can_be_saved_before_something_changed() {
    let (mut edit, snapshot) = edit("STRIPE_SECRET_KEY");
    assert!(!edit.is_touched() && !edit.is_ready(&snapshot));
    edit.facts.owner = "Payments team".to_owned();
    assert!(edit.is_touched() && edit.is_ready(&snapshot));
    let (facts, name) = submitted(&mut edit);
    let only_owner = Facts { owner: Some("Payments team".to_owned()), ..Facts::default() };
    assert_eq!((facts, name), (only_owner, None));
    assert!(!edit.is_ready(&snapshot), "it is being saved");
}

#[test]
fn another_name_is_sent_beside_the_facts() {
    let (mut edit, snapshot) = edit("STRIPE_SECRET_KEY");
    edit.name = "STRIPE_API_KEY".to_owned();
    assert!(edit.is_ready(&snapshot));
    assert_eq!(submitted(&mut edit), (Facts::default(), Some("STRIPE_API_KEY".to_owned())));
}

#[test]
fn a_name_that_is_taken_or_no_name_is_refused_in_words() {
    let (mut edit, snapshot) = edit("AWS_SECRET_ACCESS_KEY");
    for (name, words) in [
        ("AWS SECRET", "Use letters, digits and _"),
        ("OPENAI_API_KEY", "Already in Storefront development"),
        ("openai_api_key", "Storefront development has OPENAI_API_KEY, which differs only in case"),
        ("aws_access_key_id", "That is the name of its key ID"),
    ] {
        edit.name = name.to_owned();
        assert_eq!(edit.name_error(&snapshot).as_deref(), Some(words));
        assert!(!edit.is_ready(&snapshot));
    }
    edit.name = "aws_secret_access_key".to_owned();
    assert_eq!(edit.name_error(&snapshot), None, "its own name in another case");
}

#[test]
fn a_secret_stays_one_and_a_plain_key_stays_plain() {
    assert!(!edit("STRIPE_SECRET_KEY").0.kinds().contains(&Kind::Plain));
    assert_eq!(edit("PORT").0.kinds(), [Kind::Plain]);
}

#[test]
fn a_note_is_changed_from_what_the_worker_opened() {
    let mut snapshot = sample::snapshot();
    snapshot.keys[0].has_note = true;
    let uid = snapshot.keys[0].uid;
    let mut edit = Edit::new(&snapshot, uid).unwrap();
    assert!(edit.waits_for_note());
    let note = Some("ask ops".to_owned());
    let look = KeyLook {
        uid,
        history: Vec::new(),
        daily: Vec::new(),
        note,
        old_tail: None,
        ticked: Vec::new(),
        files: Vec::new(),
    };
    assert!(matches!(edit.hear(Event::Looked(Arc::new(look))), Heard::Pass(Event::Looked(_))));
    assert!(!edit.waits_for_note() && !edit.is_touched());
    edit.facts.note.clear();
    assert_eq!(submitted(&mut edit).0, Facts { note: Some(String::new()), ..Facts::default() });
}

#[test]
fn a_failure_keeps_what_was_typed_and_success_closes() {
    let (mut edit, _) = edit("STRIPE_SECRET_KEY");
    edit.facts.owner = "Payments team".to_owned();
    submitted(&mut edit);
    let [title, why, advice] = ["Couldn't save it.", "It is locked.", "Unlock it."].map(str::to_owned);
    assert!(matches!(edit.hear(Event::Failed(Failure { title, why, advice, ..Failure::default() })), Heard::Taken));
    let Attempt::Failed { hint, .. } = &edit.attempt else { panic!("it failed") };
    assert_eq!(hint, "It is locked. Nothing was changed. Unlock it.");
    submitted(&mut edit);
    let uid = uid_of(&sample::snapshot(), "STRIPE_SECRET_KEY");
    assert!(matches!(edit.hear(Event::Done(Done::Edited(KeyUid(-1)))), Heard::Pass(_)));
    assert!(matches!(edit.hear(Event::Done(Done::Edited(uid))), Heard::Close(_)));
}

#[test]
fn a_plain_keys_value_is_changed_and_never_to_nothing() {
    let (mut edit, snapshot) = edit("PORT");
    let before = edit.value.clone().unwrap();
    edit.value = Some(String::new());
    assert!(edit.is_touched() && !edit.is_ready(&snapshot));
    edit.value = Some(format!("{before}1"));
    assert!(edit.is_ready(&snapshot));
    let mut wishes = Vec::new();
    edit.submit(&sample::snapshot(), &mut wishes);
    assert!(
        matches!(wishes.pop(), Some(Wish::Ask(Request::EditPlain(_, _, None, value))) if value == format!("{before}1"))
    );
}
