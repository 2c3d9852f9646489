//! Changes of keys: each comes with the facts that show it first, then the word.

use super::*;
use crate::model::{DateWish, Ends, EnvRef, Expiry, Rule, VariableName};

fn at(reference: &str) -> KeyRef {
    KeyRef::parse(reference).unwrap()
}

pub(super) fn wish(reference: &str) -> AddWish {
    AddWish {
        reference: at(reference),
        value: NewValue::Secret(made_up()),
        key_id: None,
        key_id_name: None,
        facts: Facts::default(),
        replace: false,
        pasted: None,
    }
}

fn new_value(also: Vec<KeyUid>) -> RotateWish {
    RotateWish { value: made_up(), key_id: None, keep: None, facts: Facts::default(), also, pasted: None }
}

fn uids(snapshot: &Snapshot) -> Vec<KeyUid> {
    snapshot.keys.iter().map(|key| key.uid).collect()
}

#[test]
fn keys_are_added_until_one_can_not_be_which_is_named() {
    let place = Place::with_keys(&["TAKEN_KEY"]);
    let window = place.worker();
    window.see_open();
    let plain = AddWish { value: NewValue::Plain("3000".into()), ..wish("shop/staging/PORT") };
    let owned =
        AddWish { facts: Facts { owner: Some("Ada".into()), ..Facts::default() }, ..wish("shop/staging/A_KEY") };
    window.ask(Request::Add(vec![owned, plain, wish("shop/development/TAKEN_KEY"), wish("shop/staging/B_KEY")]));
    let (shown, done) = window.hear_done();
    assert_eq!(done, Done::Added(vec![find(&shown, "A_KEY").uid, find(&shown, "PORT").uid]));
    assert_eq!(find(&shown, "A_KEY").owner.as_deref(), Some("Ada"));
    let failure = window.hear_failure();
    assert_eq!(failure.title, "Couldn't save shop/development/TAKEN_KEY.");
    assert_eq!(failure.remedy, Some(Remedy::ReplaceKey));
    // Nothing of it was said to be done, and the one after it was not begun.
    let before = find(&shown, "TAKEN_KEY").fingerprint;
    window.ask(Request::Add(vec![AddWish { replace: true, ..wish("shop/development/TAKEN_KEY") }]));
    let (shown, _) = window.hear_done();
    assert_eq!(names(&shown), ["TAKEN_KEY", "A_KEY", "PORT"]);
    assert_ne!(find(&shown, "TAKEN_KEY").fingerprint, before);
}

#[test]
fn a_new_value_reaches_the_keys_that_hold_the_same_with_its_end() {
    let place = Place::with_keys(&["A_KEY", "B_KEY"]);
    let window = place.worker();
    let first = window.see_open();
    let (a, b) = (find(&first, "A_KEY").uid, find(&first, "B_KEY").uid);
    let plain = AddWish { value: NewValue::Plain("3000".into()), ..wish("shop/development/PORT") };
    window.ask(Request::Add(vec![plain]));
    let port = find(&window.hear_done().0, "PORT").uid;
    let facts = Facts { expires: Some(DateWish::InDays(30)), owner: Some("Ada".into()), ..Facts::default() };
    window.ask(Request::Rotate(a, Box::new(RotateWish { facts, ..new_value(vec![a, port, b]) })));
    let (shown, done) = window.hear_done();
    let Done::Rotated(keys, Some(until)) = done else { panic!("{done:?}") };
    assert_eq!(keys, [a, b]);
    assert_eq!(until - shown.now.get(), chrono::TimeDelta::days(7));
    let (a_key, b_key) = (find(&shown, "A_KEY"), find(&shown, "B_KEY"));
    assert_eq!(a_key.fingerprint, b_key.fingerprint);
    assert_ne!(a_key.fingerprint, find(&first, "A_KEY").fingerprint);
    assert!(a_key.expiry == b_key.expiry && matches!(a_key.expiry, Expiry::On(_)));
    assert_eq!((a_key.owner.as_deref(), b_key.owner.as_deref()), (Some("Ada"), None));
    let failure = window.hear_failure();
    assert_eq!(failure.title, "Couldn't rotate shop/development/PORT.");

    window.ask(Request::Rotate(a, Box::new(RotateWish { keep: Some(Duration::ZERO), ..new_value(Vec::new()) })));
    assert_eq!(window.hear_done().1, Done::Rotated(vec![a], None), "the value before was to be forgotten");
}

#[test]
fn an_old_value_that_the_keychain_lost_is_shown_as_one_that_can_not_be_put_back() {
    let place = Place::with_keys(&["A_KEY"]);
    let window = place.worker();
    let key = find(&window.see_open(), "A_KEY").uid;
    window.ask(Request::Rotate(key, Box::new(new_value(Vec::new()))));
    assert!(find(&window.hear_done().0, "A_KEY").older[0].kept_until.is_some());
    let mut keychain = (place.world.keychain)(VaultId([0; 16]));
    let items = keychain.list(PATIENCE).unwrap();
    let old = items.iter().find(|item| matches!(item, Item::Version { version: 1, .. })).unwrap();
    keychain.delete(old, PATIENCE).unwrap();
    window.ask(Request::UndoRotate(vec![key]));
    let failure = window.hear_failure();
    assert_eq!(failure.title, "Couldn't put back the old value of A_KEY.");
    assert!(failure.why.ends_with("no longer holds the old value."), "{failure:?}");
    window.see(|snapshot| find(snapshot, "A_KEY").older[0].kept_until.is_none());
}

#[test]
fn of_several_that_are_put_back_one_that_can_not_be_holds_up_no_other() {
    let place = Place::with_keys(&["A_KEY", "B_KEY", "C_KEY"]);
    let window = place.worker();
    let first = window.see_open();
    let [a, b, c] = ["A_KEY", "B_KEY", "C_KEY"].map(|name| find(&first, name).uid);
    for uid in [a, c] {
        window.ask(Request::Rotate(uid, Box::new(new_value(Vec::new()))));
        window.hear_done();
    }
    window.ask(Request::UndoRotate(vec![a, b, c]));
    let (shown, done) = window.hear_done();
    assert_eq!(done, Done::PutBack(vec![a, c]));
    for uid in [a, b, c] {
        let value = |keys: &[Key]| keys.iter().find(|key| key.uid == uid).unwrap().fingerprint;
        assert_eq!(value(&shown.keys), value(&first.keys));
    }
    assert_eq!(window.hear_failure().title, "Couldn't put back the old value of shop/development/B_KEY.");
}

#[test]
fn a_rotation_whose_first_key_fails_changes_none() {
    let place = Place::with_keys(&["A_KEY", "B_KEY"]);
    let window = place.worker();
    let first = window.see_open();
    let (a, b) = (first.keys[0].uid, first.keys[1].uid);
    window.ask(Request::Reveal(a));
    let Event::Revealed(_, same) = window.hear() else { panic!("it was not shown") };
    window.ask(Request::Rotate(a, Box::new(RotateWish { value: same, ..new_value(vec![b]) })));
    assert_eq!(window.hear_failure().title, "Couldn't rotate A_KEY.");
    window.ask(Request::Set("me", "Ada".into()));
    let after = window.see(|snapshot| snapshot.settings.me == "Ada");
    assert_eq!(after.keys[1].fingerprint, first.keys[1].fingerprint);
}

#[test]
fn the_value_before_comes_back_until_it_has_ended() {
    let place = Place::with_keys(&["A_KEY"]);
    let window = place.worker();
    let first = window.see_open();
    let a = first.keys[0].uid;
    window.ask(Request::MarkEnded(vec![a]));
    assert_eq!(window.hear_failure().title, "Couldn't note the end of A_KEY.");
    window.ask(Request::Rotate(a, Box::new(new_value(Vec::new()))));
    window.hear_done();
    window.ask(Request::UndoRotate(vec![a]));
    let (shown, done) = window.hear_done();
    assert_eq!((done, shown.keys[0].fingerprint), (Done::PutBack(vec![a]), first.keys[0].fingerprint));
    window.ask(Request::MarkEnded(vec![a]));
    let (shown, done) = window.hear_done();
    let said_at = shown.keys[0].older[0].ended_at.unwrap();
    let ends = Ends { said_at, versions: vec![(a, shown.keys[0].older[0].number)] };
    assert_eq!(done, Done::Ended(vec![a], ends.clone()));
    window.ask(Request::UndoRotate(vec![a]));
    assert_eq!(window.hear_failure().title, "Couldn't put back the old value of A_KEY.");
    // That it ended was a slip.
    window.ask(Request::TakeBackEnd(vec![a], ends.clone()));
    let (shown, done) = window.hear_done();
    assert_eq!((done, shown.keys[0].older[0].ended_at), (Done::NotEnded(vec![a]), None));
    window.ask(Request::TakeBackEnd(vec![a], ends));
    assert_eq!(window.hear_failure().title, "Couldn't take back the end of A_KEY.");
    window.ask(Request::UndoRotate(vec![a]));
    assert_eq!(window.hear_done().1, Done::PutBack(vec![a]));
}

#[test]
fn facts_names_and_places_change_and_a_copy_stands_beside() {
    let place = Place::with_keys(&["A_KEY", "B_KEY"]);
    let window = place.worker();
    let a = find(&window.see_open(), "A_KEY").uid;
    let facts = Box::new(Facts { tags: Some(vec!["old".into()]), ..Facts::default() });
    window.ask(Request::Edit(a, facts, Some(VariableName::new("Z_KEY").unwrap())));
    let (shown, done) = window.hear_done();
    assert_eq!((done, &find(&shown, "Z_KEY").tags), (Done::Edited(a), &vec!["old".to_owned()]));
    window.ask(Request::Edit(a, Box::default(), Some(VariableName::new("B_KEY").unwrap())));
    assert_eq!(window.hear_failure().title, "Couldn't save Z_KEY.");

    window.ask(Request::Move(vec![(a, at("shop/staging/Z_KEY"))]));
    let (shown, done) = window.hear_done();
    assert!(matches!(&done, Done::Moved(to, ..) if to[0].0 == a), "{done:?}");
    assert_eq!(find(&shown, "Z_KEY").place(), &EnvRef::parse("shop/staging").unwrap());
    window.ask(Request::Move(vec![(a, at("shop/development/B_KEY"))]));
    assert_eq!(window.hear_failure().title, "Couldn't move Z_KEY.");

    window.ask(Request::Duplicate(a, at("shop/production/Z_KEY")));
    let (shown, done) = window.hear_done();
    let copy = shown.keys.iter().find(|key| key.place().environment == "production").unwrap();
    assert_eq!(done, Done::Duplicated(copy.uid));
    assert!(copy.uid != a && copy.fingerprint == find(&shown, "Z_KEY").fingerprint);
    window.ask(Request::Duplicate(a, at("shop/production/Z_KEY")));
    assert_eq!(window.hear_failure().title, "Couldn't duplicate Z_KEY to shop/production.");
}

#[test]
fn only_disabled_keys_are_deleted_and_before_their_time_only_on_purpose() {
    let place = Place::with_keys(&["A_KEY", "B_KEY", "C_KEY"]);
    let window = place.worker();
    let all = uids(&window.see_open());
    let two = vec![all[0], all[1]];
    window.ask(Request::Delete(two.clone(), WhenDeleted::Now));
    let failure = window.hear_failure();
    assert_eq!((failure.title.as_str(), failure.remedy), ("Couldn't delete 2 keys.", Some(Remedy::Disable)));
    // A key that was used, and not only just made, waits before it goes.
    place.clock.0.fetch_add(2 * 86_400, Ordering::SeqCst);
    window.ask(Request::Reveal(two[0]));
    window.ask(Request::Disable(two.clone()));
    assert_eq!(window.hear_done().1, Done::Disabled(two.clone()));
    window.ask(Request::Delete(two.clone(), WhenDeleted::AfterWaiting));
    assert_eq!(window.hear_failure().remedy, Some(Remedy::DeleteNow));
    window.ask(Request::Enable(vec![two[1]]));
    assert_eq!(window.hear_done().1, Done::Enabled(vec![two[1]]));
    window.ask(Request::Delete(vec![two[0]], WhenDeleted::Now));
    let (shown, done) = window.hear_done();
    assert_eq!((done, names(&shown)), (Done::Deleted(vec!["A_KEY".to_owned()]), vec!["B_KEY", "C_KEY"]));
    window.ask(Request::Delete(vec![two[0]], WhenDeleted::Now));
    assert_eq!(window.hear_failure().title, "Couldn't delete the key.");
}

fn one_of_each(key: KeyUid) -> Vec<Request> {
    let never = Ends { said_at: DateTime::<Utc>::UNIX_EPOCH, versions: vec![(key, 1)] };
    vec![
        Request::Add(vec![wish("shop/staging/NEW_KEY")]),
        Request::Edit(key, Box::default(), None),
        Request::Rotate(key, Box::new(new_value(Vec::new()))),
        Request::UndoRotate(vec![key]),
        Request::MarkEnded(vec![key]),
        Request::TakeBackEnd(vec![key], never),
        Request::TakeBackDeletedEnd(1, "A_KEY".into()),
        Request::Duplicate(key, at("shop/staging/NEW_KEY")),
        Request::Delete(vec![key], WhenDeleted::Now),
        Request::Disable(vec![key]),
        Request::Enable(vec![key]),
        Request::Assign(vec![(key, None)]),
        Request::Move(vec![(key, at("shop/staging/NEW_KEY"))]),
        Request::LastDay("Ada".into(), None),
        Request::NotNeeded(EnvRef::parse("shop/development").unwrap(), VariableName::new("A_KEY").unwrap(), true),
        Request::Tick(key, "Vercel".into(), true),
        Request::EditPlain(key, Box::default(), None, "8080".into()),
        Request::Look(key),
        Request::CopyAs(key, CopyForm::ExportLine),
        Request::CopyAs(key, CopyForm::Reference),
        Request::CopyKeyId(key),
        Request::SaveFile(key, "nowhere".into()),
        Request::Set("me", "Ada".into()),
    ]
}

#[test]
fn a_locked_vault_does_nothing_and_says_what_would_help() {
    let place = Place::with_keys(&["A_KEY"]);
    let window = place.worker();
    let key = window.see_open().keys[0].uid;
    window.ask(Request::Lock);
    window.see(|snapshot| snapshot.state == VaultState::Locked);
    for request in one_of_each(key) {
        let asked = format!("{request:?}");
        window.ask(request);
        let failure = window.hear_failure();
        assert_eq!(
            (failure.advice.as_str(), failure.remedy),
            ("Unlock it, then try again.", Some(Remedy::Unlock)),
            "{asked}"
        );
    }
}

#[test]
fn a_panic_in_a_change_leaves_the_key_as_it_was() {
    let place = Place::with_keys(&["A_KEY"]);
    let window = place.worker();
    let first = window.see_open();
    place.feel(PANICS);
    window.ask(Request::Rotate(first.keys[0].uid, Box::new(new_value(Vec::new()))));
    assert_eq!(window.hear_failure().title, "Keyloft made a mistake.");
    place.feel(WELL);
    window.ask(Request::Unlock(None));
    assert_eq!(window.see_open().keys[0].fingerprint, first.keys[0].fingerprint);
}

#[test]
fn a_change_that_an_earlier_run_began_is_finished_and_told() {
    let place = Place::with_keys(&[]);
    let mut vault = Vault::open(&place.home(), &place.world).unwrap();
    vault.unlock_with_keychain().unwrap();
    place.feel(PUT_LOST);
    let new = NewKeyWish::new(at("shop/development/LATE_KEY"), Value::Secret(made_up()));
    assert!(vault.add(new).is_err());
    drop(vault);
    place.feel(WELL);
    let window = place.worker();
    let Event::Recovered(references) = window.hear() else { panic!("nothing was said of it") };
    assert_eq!(references, ["shop/development/LATE_KEY"]);
    assert_eq!(names(&window.see_open()), ["LATE_KEY"]);
}

#[test]
fn warnings_of_many_keys_are_put_off_and_speak_again() {
    let place = Place::with_keys(&["A_KEY", "B_KEY"]);
    let window = place.worker();
    let first = window.see_open();
    let keys = uids(&first);
    let what: Vec<_> = keys.iter().map(|uid| (*uid, Rule::NoOwner)).collect();
    let until = first.today + chrono::Days::new(30);
    window.ask(Request::Snooze(what.clone(), until, "later".into()));
    let (shown, done) = window.hear_done();
    assert_eq!(done, Done::Snoozed(what.clone(), until));
    assert!(shown.findings.iter().flatten().any(|finding| finding.snoozed_until == Some(until)));
    window.ask(Request::Snooze(what.clone(), shown.today, "too late".into()));
    assert_eq!(window.hear_failure().title, "Couldn't snooze 2 keys.");
    window.ask(Request::Unsnooze(what.clone()));
    let (shown, done) = window.hear_done();
    assert_eq!(done, Done::Unsnoozed(what));
    assert!(shown.findings.iter().flatten().all(|finding| finding.snoozed_until.is_none()));

    window.ask(Request::Disable(vec![keys[0]]));
    window.hear_done();
    window.ask(Request::Disable(keys.clone()));
    assert_eq!(window.hear_done().1, Done::Disabled(vec![keys[1]]), "the first was disabled before");
}
