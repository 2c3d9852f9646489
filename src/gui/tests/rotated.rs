//! After a rotation: what is copied for other places, what is put back, and what of it did not happen.

use chrono::TimeDelta;

use super::rotating::{find, on, stripe};
use super::*;
use crate::jobs::{Done, Match, ShapeLook};
use crate::model::{KeptVersion, KeyUid, UsedIn};

/// The key with its value replaced today, the one before kept for a while: numbers of both.
fn with_older(snapshot: &mut Snapshot, uid: KeyUid, live: u32, before: u32) {
    let now = snapshot.now.get();
    let key = snapshot.keys.iter_mut().find(|key| key.uid == uid).unwrap();
    key.version = live;
    let kept_until = Some(now + TimeDelta::days(7));
    key.older = vec![KeptVersion { number: before, made_at: now, replaced_at: now, kept_until, ended_at: None }];
}

#[test]
fn going_on_to_the_newer_value_is_not_called_putting_the_old_one_back() {
    for (live, before, said) in [(2, 1, "newer value put back"), (1, 2, "old value put back")] {
        let mut snapshot = sample::snapshot();
        let uid = find(&snapshot, "STRIPE_SECRET_KEY");
        with_older(&mut snapshot, uid, live, before);
        let (mut stage, _) = on(snapshot, "STRIPE_SECRET_KEY");
        stage.hears(Event::Done(Done::PutBack(vec![uid])));
        assert!(stage.says(&format!("STRIPE_SECRET_KEY · {said}")), "{}", stage.tree());
    }
}

#[test]
fn of_a_value_that_was_put_back_the_one_before_is_the_newer_everywhere() {
    let mut snapshot = sample::snapshot();
    let uid = find(&snapshot, "STRIPE_SECRET_KEY");
    with_older(&mut snapshot, uid, 1, 2);
    let key = snapshot.keys.iter_mut().find(|key| key.uid == uid).unwrap();
    key.used_in = vec![UsedIn { place: "Vercel".to_owned() }];
    let (mut stage, _) = on(snapshot, "STRIPE_SECRET_KEY");
    assert!(stage.says("Newer value kept until") && stage.says("Put back"), "{}", stage.tree());
    stage.press_with(Modifiers::SHIFT, Key::F10);
    stage.window.run_steps(4);
    for entry in ["Put the newer value back", "The newer value has ended at its provider"] {
        assert!(stage.says(entry), "{entry}: {}", stage.tree());
    }
    stage.press(Key::Escape);
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("places stripe");
    stage.press(Key::Enter);
    stage.window.run_steps(8);
    for words in [
        "Put the current value there too",
        "Copy the current value",
        "Stripe still accepts the newer one",
        "The newer value is kept until",
    ] {
        assert!(stage.says(words), "{words}: {}", stage.tree());
    }
    stage.click_on_top("Put back");
    assert!(stage.asked.try_iter().any(|asked| matches!(asked, Request::UndoRotate(of) if of == [uid])));
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

/// The last page, in a window of this size.
fn rotated(wide: f32, high: f32) -> (Stage, KeyUid) {
    let mut snapshot = sample::snapshot();
    let uid = find(&snapshot, "STRIPE_SECRET_KEY");
    let key = snapshot.keys.iter_mut().find(|key| key.uid == uid).unwrap();
    key.used_in = ["Vercel", "the server in Oslo"].map(|place| UsedIn { place: place.to_owned() }).to_vec();
    let (mut stage, _) = on(snapshot, "STRIPE_SECRET_KEY");
    stage.window.set_size(vec2(wide, high));
    stage.press(Key::R);
    stage.paste(&stripe("live"));
    stage.press(Key::Enter);
    stage.hears(Event::Whose(Vec::new()));
    stage.hears(Event::Done(Done::Rotated(vec![uid], None)));
    stage.asked.try_iter().for_each(drop);
    (stage, uid)
}

#[test]
fn the_last_page_says_itself_that_the_new_value_is_on_the_clipboard_and_off_it() {
    for (wide, high) in [(640.0, 400.0), (1280.0, 820.0)] {
        let (mut stage, uid) = rotated(wide, high);
        assert!(stage.says("0 of 2 done"), "{}", stage.tree());
        stage.click("Copy the new value");
        assert!(matches!(stage.asked.try_recv(), Ok(Request::Copy(copied)) if copied == uid));
        stage.hears(Event::Copied(uid, Some(Duration::from_secs(30))));
        assert!(!stage.says("Copy the new value") && stage.says("Copied"), "{wide}: {}", stage.tree());
        assert!(stage.says("0 of 2 done. Clipboard clears in "), "{wide}: {}", stage.tree());
        stage.hears(Event::ClipboardCleared);
        assert!(stage.says("0 of 2 done. Clipboard cleared."), "{wide}: {}", stage.tree());
        stage.window.run_steps(20);
        assert!(!stage.says("Clipboard cleared.") && stage.says("Copy the new value"), "{wide}: {}", stage.tree());
    }
}

#[test]
fn a_copy_from_the_last_page_that_did_not_happen_is_said_there() {
    let (mut stage, _) = rotated(640.0, 400.0);
    stage.click("Copy the new value");
    stage.fails("No desktop session answers.");
    assert!(stage.says("No desktop session answers. Try again."), "{}", stage.tree());
    let said = stage.window.get_by_label("Couldn't save it. No desktop session answers. Try again.").rect();
    assert!(said.top() > 52.0 && said.bottom() < 400.0 - 56.0, "{said:?}");
    stage.click("Copy the new value");
    assert!(!stage.says("No desktop session answers."), "it is tried again");
}

#[test]
fn who_wants_to_be_asked_before_a_copy_keeps_the_last_page_all_the_same() {
    let (mut stage, uid) = rotated(1280.0, 820.0);
    let mut asking = sample::snapshot();
    asking.settings.ask_before_copy = true;
    stage.hears(Event::Snapshot(Arc::new(asking)));
    stage.click("Copy the new value");
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Copy(copied)) if copied == uid));
    assert!(stage.says("Put the new value there too"));
}

#[test]
fn the_page_that_is_opened_later_shows_the_ticks_that_were_saved_and_offers_no_value_that_ended() {
    let mut snapshot = sample::snapshot();
    let uid = find(&snapshot, "STRIPE_SECRET_KEY");
    with_older(&mut snapshot, uid, 2, 1);
    let now = snapshot.now.get();
    let key = snapshot.keys.iter_mut().find(|key| key.uid == uid).unwrap();
    key.used_in = ["Vercel", "the server in Oslo"].map(|place| UsedIn { place: place.to_owned() }).to_vec();
    key.older[0].ended_at = Some(now);
    let (mut stage, _) = on(snapshot, "STRIPE_SECRET_KEY");
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("places with the new");
    stage.press(Key::Enter);
    assert!(stage.says("Put the new value there too"), "{}", stage.tree());
    let asked = stage.asked.0.try_iter().any(|asked| matches!(asked, Request::Look(of) if of == uid));
    assert!(asked, "how its places stand");
    let look = crate::jobs::KeyLook { ticked: vec!["Vercel".to_owned()], ..sample::look(uid) };
    stage.hears(Event::Looked(Arc::new(look)));
    assert!(stage.says("1 of 2 done"), "{}", stage.tree());
    assert_eq!(focused(&stage), "Vercel", "the first place has the keyboard");
    assert!(!stage.says("still accepts the old one") && !stage.says("Put back"), "{}", stage.tree());
    assert!(stage.says("The old one has ended"), "what is at stake where it is not marked: {}", stage.tree());
}

#[test]
fn a_newer_value_that_ended_is_called_so() {
    let mut snapshot = sample::snapshot();
    let uid = find(&snapshot, "STRIPE_SECRET_KEY");
    with_older(&mut snapshot, uid, 1, 2);
    let (mut stage, _) = on(snapshot, "STRIPE_SECRET_KEY");
    let ends = crate::model::Ends { said_at: sample::snapshot().now.get(), versions: vec![(uid, 2)] };
    stage.hears(Event::Done(Done::Ended(vec![uid], ends)));
    assert!(stage.says("STRIPE_SECRET_KEY · newer value noted as ended"), "{}", stage.tree());
}

#[test]
fn a_value_that_was_lost_is_put_in_again_and_that_is_said() {
    let mut snapshot = sample::snapshot();
    let uid = find(&snapshot, "STRIPE_SECRET_KEY");
    snapshot.keys.iter_mut().find(|key| key.uid == uid).unwrap().missing = true;
    let (mut stage, _) = on(snapshot, "STRIPE_SECRET_KEY");
    stage.press(Key::R);
    for words in ["Find it, or make a new one at Stripe", "GNOME Keyring has lost it: nothing is left to keep."] {
        assert!(stage.says(words), "{words}: {}", stage.tree());
    }
    assert!(!stage.says("Can be put back until"), "{}", stage.tree());
    stage.paste(&stripe("live"));
    let itself = Match { uid, live: true };
    stage.tells_whose(vec![itself]);
    for (words, is_said) in [
        ("This is the value that was lost", true),
        ("It keeps its age and its last day.", true),
        ("Stripe accepts the old one until you delete it there.", false),
        ("180 d", false),
    ] {
        assert_eq!(stage.says(words), is_said, "{words}: {}", stage.tree());
    }
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Rotate(asked, _)) if asked == uid));
    stage.hears(Event::Done(Done::PutAgain(uid)));
    stage.window.run_steps(8);
    assert!(stage.says("STRIPE_SECRET_KEY · value put in again") && !stage.says("Save value"), "{}", stage.tree());
}

/// Nobody can copy a disabled key: that its value is gone comes out where it is pasted.
#[test]
fn a_value_that_nobody_knew_to_be_lost_is_welcome_once_it_was_looked_for() {
    let snapshot = sample::snapshot();
    let uid = find(&snapshot, "STRIPE_SECRET_KEY");
    let (mut stage, _) = on(snapshot.clone(), "STRIPE_SECRET_KEY");
    stage.press(Key::R);
    stage.paste(&stripe("live"));
    stage.tells_whose(vec![Match { uid, live: true }]);
    assert!(stage.says("This is the old value"), "{}", stage.tree());
    assert!(matches!(stage.asked.try_recv(), Ok(Request::LookAtShape(asked)) if asked == uid));
    let mut lost = snapshot;
    lost.keys.iter_mut().find(|key| key.uid == uid).unwrap().missing = true;
    stage.hears(Event::Snapshot(Arc::new(lost)));
    stage.hears(Event::ShapeLooked(uid, ShapeLook::Unread));
    for words in ["This is the value that was lost", "It keeps its age and its last day."] {
        assert!(stage.says(words), "{words}: {}", stage.tree());
    }
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Rotate(asked, _)) if asked == uid));
}
