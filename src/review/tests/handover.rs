//! When a key of someone who leaves is done.

use chrono::{DateTime, Utc};

use super::*;
use crate::model::DeletedKey;
use crate::review::{Handover, NewValue, Progress, leaves_with};

fn leaver() -> Person {
    Person {
        name: "Mia".into(),
        last_day: Some(in_days(4)),
        leaving_since: Some(days_ago(3)),
        handed_over: vec![KeyUid(7)],
        ..Person::default()
    }
}

fn ended(version: KeptVersion, at: Option<DateTime<Utc>>) -> KeptVersion {
    KeptVersion { ended_at: at, ..version }
}

fn of(change: impl FnOnce(&mut Key)) -> (NewValue, bool, bool) {
    let handover = Handover::of(&key_with(change), &leaver());
    (handover.value, handover.new_owner, handover.is_done())
}

#[test]
fn another_owner_alone_is_not_done_and_a_new_value_alone_is_not_either() {
    assert_eq!(of(|_| ()), (NewValue::NotYet, false, false));
    assert_eq!(of(|key| key.owner = Some("Jon".into())), (NewValue::NotYet, true, false));
    for nobody in [None, Some(" ".to_owned())] {
        assert!(!of(|key| key.owner = nobody.clone()).1, "{nobody:?} is no owner");
    }
    let rotated = |key: &mut Key| {
        key.rotated_at = Some(days_ago(1));
        key.older = vec![old_version(1, None)];
    };
    assert_eq!(of(rotated), (NewValue::OldLives(days_ago(1)), false, false));
    let both = |key: &mut Key| {
        rotated(key);
        key.owner = Some("Jon".into());
    };
    assert_eq!(of(both), (NewValue::OldLives(days_ago(1)), true, false));
    let whole = |key: &mut Key| {
        both(key);
        key.older = vec![ended(old_version(1, None), Some(noon())), ended(old_version(40, None), Some(days_ago(39)))];
    };
    assert_eq!(of(whole), (NewValue::Made(days_ago(1)), true, true));
    let one_lives = |key: &mut Key| {
        whole(key);
        key.older[1].ended_at = None;
    };
    assert!(!of(one_lives).2, "a value from before still works");
}

#[test]
fn a_value_made_before_the_leaving_was_known_is_known_to_the_person() {
    let rotated = |at| {
        move |key: &mut Key| {
            key.rotated_at = Some(at);
            key.older = vec![ended(old_version(9, None), Some(noon()))];
        }
    };
    assert_eq!(of(rotated(days_ago(4))).0, NewValue::NotYet);
    assert_eq!(of(rotated(days_ago(3))).0, NewValue::Made(days_ago(3)));
    let stays = Person { leaving_since: None, last_day: None, ..leaver() };
    assert_eq!(Handover::of(&key_with(rotated(noon())), &stays).value, NewValue::NotYet);
}

#[test]
fn what_the_new_owner_rotates_later_opens_nothing_again() {
    let since =
        |days, ended_at| KeptVersion { number: 2, made_at: days_ago(days), ..ended(old_version(0, None), ended_at) };
    let theirs = |ended_at| KeptVersion { ended_at, ..old_version(2, None) };
    let again = |key: &mut Key| {
        key.owner = Some("Jon".into());
        key.rotated_at = Some(noon());
        key.older = vec![since(2, None), theirs(Some(days_ago(1)))];
    };
    assert_eq!(of(again), (NewValue::Made(noon()), true, true), "the one between is none that they know");
    let theirs_lives = |key: &mut Key| {
        again(key);
        key.older[1] = theirs(None);
    };
    assert_eq!(of(theirs_lives), (NewValue::OldLives(noon()), true, false));
    let from_before = |key: &mut Key| {
        again(key);
        key.older[0] = since(4, None);
    };
    assert_eq!(of(from_before).0, NewValue::OldLives(noon()), "made before their leaving was known");
    let disabled = |key: &mut Key| {
        again(key);
        key.state = State::Disabled { since: noon() };
    };
    assert_eq!(
        of(disabled),
        (NewValue::DisabledAndEnded, true, true),
        "nor does disabling it, whose value is new to them"
    );
    let put_back = |key: &mut Key| {
        again(key);
        key.rotated_at = Some(days_ago(9));
    };
    assert_eq!(of(put_back).0, NewValue::NotYet, "a value they know is in use again");
}

#[test]
fn disabled_is_done_once_its_provider_ended_it_whoever_owns_it() {
    let disabled = |key: &mut Key| key.state = State::Disabled { since: noon() };
    assert_eq!(of(disabled), (NewValue::Disabled, false, false));
    let gone = |key: &mut Key| {
        disabled(key);
        key.ended_at = Some(noon());
    };
    assert_eq!(of(gone), (NewValue::DisabledAndEnded, false, true));
    let old_one_lives = |key: &mut Key| {
        gone(key);
        key.older = vec![old_version(1, None)];
    };
    assert_eq!(of(old_one_lives), (NewValue::Disabled, false, false));
    let handover = Handover::of(&key_with(gone), &leaver());
    assert!(!handover.needs_owner() && !handover.needs_value() && !handover.needs_end());
    let handover = Handover::of(&key_with(disabled), &leaver());
    assert!(!handover.needs_owner() && !handover.needs_value() && handover.needs_end());
}

#[test]
fn a_key_that_is_gone_is_done_once_its_values_ended() {
    let gone = |ended| DeletedKey { reference: quiet_key(1).reference, at: noon(), ended, entry: 7 };
    let progress = Progress::of([true, false], &[gone(true), gone(false)]);
    assert_eq!((progress.all, progress.done, progress.to_do()), (4, 2, 2));
}

#[test]
fn a_plain_key_needs_another_owner_only() {
    let plain = |key: &mut Key| key.kind = Kind::Plain;
    assert_eq!(of(plain), (NewValue::NoneNeeded, false, false));
    let given = |key: &mut Key| {
        plain(key);
        key.owner = Some("Jon".into());
    };
    assert_eq!(of(given), (NewValue::NoneNeeded, true, true));
}

#[test]
fn what_was_handed_over_stays_on_the_persons_list() {
    let mut key = quiet_key(7);
    assert!(leaves_with(&key, &leaver()));
    key.owner = Some("Jon".into());
    assert!(leaves_with(&key, &leaver()));
    assert!(!leaves_with(&Key { uid: KeyUid(8), ..key }, &leaver()));
}
