//! After a rotation: what is copied for other places, what is put back, and what of it did not happen.

use chrono::TimeDelta;

use super::rotating::{find, on};
use super::*;
use crate::jobs::Done;
use crate::model::{KeptVersion, KeyUid};

/// The key with its value replaced today, the one before kept for a while: numbers of both.
fn with_older(snapshot: &mut Snapshot, uid: KeyUid, live: u32, before: u32) {
    let now = snapshot.now;
    let key = snapshot.keys.iter_mut().find(|key| key.uid == uid).unwrap();
    key.version = live;
    let kept_until = Some(now + TimeDelta::days(7));
    key.older = vec![KeptVersion { number: before, made_at: now, replaced_at: now, kept_until, ended_at: None }];
}

#[test]
fn going_on_to_the_newer_value_is_not_called_putting_the_previous_one_back() {
    for (live, before, said) in [(2, 1, "newer value in use again"), (1, 2, "previous value put back")] {
        let mut snapshot = sample::snapshot();
        let uid = find(&snapshot, "STRIPE_SECRET_KEY");
        with_older(&mut snapshot, uid, live, before);
        let (mut stage, _) = on(snapshot, "STRIPE_SECRET_KEY");
        stage.hears(Event::Done(Done::PutBack(uid)));
        assert!(stage.says(&format!("STRIPE_SECRET_KEY · {said}")), "{}", stage.tree());
    }
}

#[test]
fn what_could_not_be_put_back_is_said_where_the_details_lie_over_the_list() {
    let mut snapshot = sample::snapshot();
    let uid = find(&snapshot, "STRIPE_SECRET_KEY");
    with_older(&mut snapshot, uid, 2, 1);
    let mut stage = Stage::sized(snapshot, 640.0, 400.0);
    stage.press(Key::ArrowDown);
    stage.press(Key::I);
    stage.window.run_steps(10);
    stage.fails("The old value has ended at its provider.");
    let words = "Couldn't save it. The old value has ended at its provider. Try again.";
    assert_eq!(stage.tree().matches(words).count(), 1, "said once");
    // The list's own message would lie under the details.
    stage.click("Close");
    assert!(!stage.says(words));
}
