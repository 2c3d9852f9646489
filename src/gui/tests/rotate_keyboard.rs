//! Rotate by the keyboard alone, and what its last page says and offers.

use chrono::TimeDelta;

use super::rotating::{find, on, stripe};
use super::*;
use crate::jobs::{Match, ShapeLook};
use crate::model::UsedIn;
use crate::review::date;

/// The dialog, open for a production key.
fn rotate() -> Stage {
    let (mut stage, _) = on(sample::snapshot(), "STRIPE_SECRET_KEY");
    stage.press(Key::R);
    stage.window.run_steps(4);
    stage
}

/// Goes to the choice of how the value comes: a button in the field is called "Paste" too.
fn to_the_way(stage: &mut Stage) {
    stage.window.get_by_role_and_label(Role::RadioButton, "Paste").focus();
    stage.window.run_steps(3);
}

fn is_rotated(stage: &Stage) -> bool {
    stage.asked.try_iter().any(|request| matches!(request, Request::Rotate(..)))
}

#[test]
fn enter_saves_what_was_chosen_by_arrows_which_go_on_choosing() {
    let mut stage = rotate();
    to_the_way(&mut stage);
    for (arrow, chosen) in [(Key::ArrowRight, "Generate"), (Key::ArrowLeft, "Paste"), (Key::ArrowRight, "Generate")] {
        stage.press(arrow);
        stage.window.run_steps(4);
        assert_eq!(focused(&stage), chosen);
    }
    stage.tells_shape(ShapeLook::Other);
    stage.press(Key::Enter);
    assert!(is_rotated(&stage), "{}", stage.tree());
    // From the cards and the expiry too.
    for stop in ["Keep the old value 7 days. Can be put back until", "Not known"] {
        let mut stage = rotate();
        stage.paste(&stripe("live"));
        stage.tells_whose(Vec::new());
        for _ in 0..12 {
            if focused(&stage).starts_with(stop) {
                break;
            }
            stage.press(Key::Tab);
        }
        assert!(focused(&stage).starts_with(stop), "{}", focused(&stage));
        stage.press(Key::ArrowRight);
        let chosen = focused(&stage);
        assert!(!chosen.starts_with(stop));
        stage.press(Key::Enter);
        assert!(is_rotated(&stage), "from {chosen}: {}", stage.tree());
    }
}

#[test]
fn enter_on_a_choice_says_what_is_missing_as_it_does_in_a_field() {
    let mut stage = rotate();
    to_the_way(&mut stage);
    let quiet = stage.painted("Needs a new value.")[0].left();
    stage.press(Key::Enter);
    assert!(!is_rotated(&stage));
    // Behind the sign of a warning.
    let asked = stage.painted("Needs a new value.")[0].left() > quiet;
    assert!(asked, "{}", stage.tree());
}

#[test]
fn arrows_lead_from_a_button_of_a_dialog_to_none_but_those_beside_it() {
    let mut stage = rotate();
    let uid = find(&sample::snapshot(), "STRIPE_SECRET_KEY");
    stage.paste(&stripe("live"));
    stage.tells_whose(vec![Match { uid, live: true }]);
    tab_to(&mut stage, "Paste again");
    for arrow in [Key::ArrowLeft, Key::ArrowUp, Key::ArrowDown, Key::ArrowRight] {
        stage.press(arrow);
        assert_eq!(focused(&stage), "Paste again", "{arrow:?}");
    }
    stage.paste(&stripe("test"));
    stage.window.get_by_role_and_label(Role::Button, "Cancel").focus();
    stage.window.run_steps(3);
    for (arrow, label) in
        [(Key::ArrowRight, "Cancel"), (Key::ArrowUp, "Cancel"), (Key::ArrowDown, "Cancel"), (Key::ArrowLeft, "Cancel")]
    {
        stage.press(arrow);
        assert_eq!(focused(&stage), label, "the other answer is off: {arrow:?}");
    }
    // Side by side, both on.
    let (mut stage, _) = on(sample::snapshot(), "STRIPE_SECRET_KEY");
    stage.press(Key::D);
    stage.window.run_steps(4);
    let first = focused(&stage);
    stage.press(Key::ArrowLeft);
    let second = focused(&stage);
    assert_ne!(first, second, "one goes from answer to answer");
    stage.press(Key::ArrowRight);
    assert_eq!(focused(&stage), first);
}

/// The last page, after a rotation; `kept`: the old value can be put back.
fn last_page(kept: bool) -> (Stage, crate::model::KeyUid) {
    let mut snapshot = sample::snapshot();
    let uid = find(&snapshot, "STRIPE_SECRET_KEY");
    let key = snapshot.keys.iter_mut().find(|key| key.uid == uid).unwrap();
    key.used_in = vec![UsedIn { place: "Vercel".to_owned() }];
    let now = snapshot.now.get();
    let (mut stage, uid) = on(snapshot, "STRIPE_SECRET_KEY");
    stage.press(Key::R);
    stage.paste(&stripe("live"));
    stage.press(Key::Enter);
    stage.hears(Event::Whose(Vec::new()));
    stage.asked.try_iter().for_each(drop);
    stage.hears(Event::Done(Done::Rotated(vec![uid], kept.then(|| now + TimeDelta::days(7)))));
    (stage, uid)
}

#[test]
fn the_last_page_says_until_when_the_old_value_can_be_put_back_and_does_it() {
    let until = date((sample::snapshot().now.get() + TimeDelta::days(7)).date_naive());
    let (mut stage, uid) = last_page(true);
    assert!(stage.says("Put the new value there too"));
    assert!(stage.says(&format!("The old value is kept until {until}")), "{}", stage.tree());
    stage.click("Put back");
    stage.window.run_steps(8);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::UndoRotate(back)) if back == [uid]));
    assert!(!stage.says("Put the new value there too"), "it is over: {}", stage.tree());
    stage.hears(Event::Done(Done::PutBack(vec![uid])));
    assert!(stage.says("STRIPE_SECRET_KEY · old value put back"), "{}", stage.tree());
    assert!(stage.window.query_by_label("Undo").is_none(), "there is nothing left to take back");
    // What is not kept is not offered.
    let (stage, _) = last_page(false);
    assert!(!stage.says("is kept until") && stage.window.query_by_label("Put back").is_none(), "{}", stage.tree());
}

#[test]
fn a_dialog_that_is_opened_anew_does_not_say_what_was_asked_of_the_one_before() {
    let mut stage = rotate();
    let mark = |stage: &Stage| {
        let note = stage.window.get_by_label("Needs a new value.").rect();
        stage.painted("Needs a new value.").iter().map(|ink| ink.left() - note.left()).fold(0.0, f32::max)
    };
    let quiet = mark(&stage);
    stage.press(Key::Enter);
    assert!(mark(&stage) > quiet + 12.0, "it stands behind its mark");
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    stage.press(Key::R);
    stage.window.run_steps(4);
    assert!((mark(&stage) - quiet).abs() < 1.0, "nothing was tried in this one");
}

#[test]
fn a_shown_value_is_hidden_under_the_question_whether_it_is_discarded() {
    let mut stage = rotate();
    let value = stripe("live");
    stage.paste(&value);
    stage.tells_whose(Vec::new());
    stage.click_on_top("Show");
    assert_eq!(stage.painted(&value).len(), 1);
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    assert!(stage.tree().contains("Discard the new value?"), "{}", stage.tree());
    assert!(stage.painted(&value).is_empty());
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    assert!(stage.painted(&value).is_empty(), "nobody asked for it again");
}
