//! Rotating, disabling, deleting and saving as a file, by what stands on screen.

use chrono::TimeDelta;

use super::*;
use crate::generate::Like;
use crate::jobs::{Done, Match, ShapeLook};
use crate::model::{DateWish, KeyUid, State, UsedIn};

/// Made at run time, so that no key stands here.
pub(super) fn stripe(stage: &str) -> String {
    ["sk", stage, &"q7".repeat(12)].join("_")
}

pub(super) fn find(snapshot: &Snapshot, name: &str) -> KeyUid {
    snapshot.keys.iter().find(|key| key.name() == name && key.protected).unwrap().uid
}

/// The window with this production key selected.
pub(super) fn on(snapshot: Snapshot, name: &str) -> (Stage, KeyUid) {
    let uid = find(&snapshot, name);
    let mut stage = Stage::new(snapshot);
    stage.click("Production, protected");
    let row = stage.rows().into_iter().find(|row| row.starts_with(&format!("{name},"))).unwrap();
    stage.click(&row);
    stage.asked.try_iter().for_each(drop);
    (stage, uid)
}

impl Stage {
    pub(super) fn paste(&mut self, text: &str) {
        self.window.event(egui::Event::Paste(text.to_owned()));
        self.window.run_steps(4);
    }

    pub(super) fn says(&self, words: &str) -> bool {
        self.tree().contains(words)
    }

    pub(super) fn fails(&mut self, why: &str) {
        let [title, why, advice] = ["Couldn't save it.", why, "Try again."].map(str::to_owned);
        self.hears(Event::Failed(Failure::new(title, why, advice)));
    }

    /// Answers the question what the old value is like.
    pub(super) fn tells_shape(&mut self, look: ShapeLook) {
        let asked = self.asked.try_iter().find_map(|asked| match asked {
            Request::LookAtShape(uid) => Some(uid),
            _ => None,
        });
        self.hears(Event::ShapeLooked(asked.expect("it was not asked what the old value is like"), look));
    }

    /// Answers the question whose value it is.
    pub(super) fn tells_whose(&mut self, matches: Vec<Match>) {
        assert!(matches!(self.asked.try_recv(), Ok(Request::Whose(_))), "it was not asked whose value it is");
        self.hears(Event::Whose(matches));
    }
}

#[test]
fn r_paste_enter_rotates_and_undo_puts_the_old_value_back() {
    let (mut stage, uid) = on(sample::snapshot(), "STRIPE_SECRET_KEY");
    stage.press(Key::R);
    assert!(stage.says("Make a new key at Stripe") && stage.says("Needs a new value."));
    let value = stripe("live");
    stage.paste(&value);
    stage.tells_whose(Vec::new());
    assert!(stage.says("Looks like a Stripe live key, different from the old one"));
    assert!(!stage.says(&value), "the value is in the tree");
    stage.press(Key::Enter);
    let Ok(Request::Rotate(asked, wish)) = stage.asked.try_recv() else { panic!("it was not rotated") };
    assert_eq!((asked, wish.value.expose_str()), (uid, Some(value.as_str())));
    assert!(wish.also.is_empty() && wish.facts.expires.is_none());
    assert!(stage.says("Saving in GNOME Keyring…"));
    let until = sample::snapshot().now.get() + TimeDelta::days(7);
    stage.hears(Event::Done(Done::Rotated(vec![uid], Some(until))));
    assert!(stage.says("STRIPE_SECRET_KEY rotated") && !stage.says("Needs a new value."));
    stage.click("Undo");
    assert!(matches!(stage.asked.try_recv(), Ok(Request::UndoRotate(back)) if back == [uid]));
    stage.hears(Event::Done(Done::PutBack(vec![uid])));
    assert!(stage.says("STRIPE_SECRET_KEY · old value put back"));
}

#[test]
fn the_clipboard_is_to_lose_the_new_value_as_it_was_pasted() {
    let (mut stage, _) = on(sample::snapshot(), "STRIPE_SECRET_KEY");
    stage.press(Key::R);
    let value = stripe("live");
    let pasted = format!("{value}\n");
    stage.paste(&pasted);
    stage.click("Remove it");
    stage.asked.try_iter().for_each(drop);
    stage.click("Rotate key");
    let Ok(Request::Rotate(_, wish)) = stage.asked.try_recv() else { panic!("it was not rotated") };
    assert_eq!(wish.value.expose_str(), Some(value.as_str()));
    assert_eq!(wish.pasted.as_ref().and_then(|text| text.expose_str()), Some(pasted.as_str()));
}

#[test]
fn paste_and_enter_within_one_slow_frame_still_rotate() {
    let (mut stage, uid) = on(sample::snapshot(), "STRIPE_SECRET_KEY");
    stage.press(Key::R);
    let key = |pressed| egui::Event::Key {
        key: Key::Enter,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    stage.window.input_mut().events.extend([egui::Event::Paste(stripe("live")), key(true), key(false)]);
    stage.window.run_steps(4);
    let asked: Vec<Request> = stage.asked.try_iter().collect();
    assert!(asked.iter().any(|request| matches!(request, Request::Rotate(key, _) if *key == uid)), "{asked:?}");
}

#[test]
fn the_old_value_is_not_taken_for_a_new_one() {
    let (mut stage, uid) = on(sample::snapshot(), "STRIPE_SECRET_KEY");
    stage.press(Key::R);
    stage.paste(&stripe("live"));
    stage.tells_whose(vec![Match { uid, live: true }]);
    assert!(stage.says("This is the old value Copy the new one at Stripe, then paste it here."));
    // It is not asked for but to see whether it is lost.
    assert!(matches!(stage.asked.try_recv(), Ok(Request::LookAtShape(asked)) if asked == uid));
    stage.press(Key::Enter);
    assert!(stage.asked.try_recv().is_err());
    stage.paste(&stripe("prod"));
    stage.tells_whose(Vec::new());
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Rotate(..))));
}

#[test]
fn a_test_key_in_production_is_a_warning_that_hinders_nothing() {
    let (mut stage, _) = on(sample::snapshot(), "STRIPE_SECRET_KEY");
    stage.press(Key::R);
    stage.paste(&stripe("test"));
    stage.tells_whose(Vec::new());
    assert!(stage.says("Looks like a Stripe test key This is production. Test keys take no real payments."));
    stage.click("Rotate key");
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Rotate(..))));
}

#[test]
fn a_last_day_is_typed_where_it_was_chosen_and_enter_saves_with_it() {
    let (mut stage, _) = on(sample::snapshot(), "STRIPE_SECRET_KEY");
    stage.press(Key::R);
    stage.paste(&stripe("live"));
    stage.tells_whose(Vec::new());
    stage.click("Date…");
    assert!(stage.says("Needs the day it ends."));
    stage.type_text("2025-01-31");
    assert!(stage.says("That day is past."));
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.type_text("2030-01-31");
    assert!(!stage.says("That day is past."));
    stage.press(Key::Enter);
    let Ok(Request::Rotate(_, wish)) = stage.asked.try_recv() else { panic!("it was not rotated") };
    assert_eq!(wish.facts.expires, chrono::NaiveDate::from_ymd_opt(2030, 1, 31).map(DateWish::On));
}

#[test]
fn coming_back_to_paste_the_field_has_the_keyboard() {
    let (mut stage, _) = on(sample::snapshot(), "STRIPE_SECRET_KEY");
    stage.press(Key::R);
    stage.click("Generate");
    stage.click("Paste");
    stage.paste(&stripe("live"));
    assert!(stage.says("Looks like a Stripe live key"));
}

#[test]
fn the_dialog_is_to_be_seen_in_the_smallest_window() {
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    stage.press(Key::ArrowDown);
    stage.press(Key::R);
    let seen = stage.window.output().shapes.iter().any(|clipped| match &clipped.shape {
        egui::Shape::Text(text) => text.galley.text() == "Put the new value here" && text.opacity_factor > 0.99,
        _ => false,
    });
    assert!(seen);
}

#[test]
fn white_space_is_taken_off_with_a_click() {
    let (mut stage, _) = on(sample::snapshot(), "STRIPE_SECRET_KEY");
    stage.press(Key::R);
    stage.paste(&format!(" {}\n", stripe("live")));
    stage.tells_whose(Vec::new());
    stage.click("Remove it");
    stage.tells_whose(Vec::new());
    stage.click("Rotate key");
    let Ok(Request::Rotate(_, wish)) = stage.asked.try_recv() else { panic!("it was not rotated") };
    assert_eq!(wish.value.expose_str(), Some(stripe("live").as_str()));
}

#[test]
fn a_generated_value_is_saved_with_its_strength_in_view() {
    let (mut stage, uid) = on(sample::snapshot(), "STRIPE_SECRET_KEY");
    stage.press(Key::R);
    stage.click("Generate");
    assert!(stage.says("No provider needed") && stage.says("Looking what the old value is like…"), "{}", stage.tree());
    stage.press(Key::Enter);
    stage.tells_shape(ShapeLook::Other);
    assert!(stage.says("Keyloft makes 40 letters and digits. The old value looks different."), "{}", stage.tree());
    assert!(stage.says("Strong, 233 bits of randomness"));
    stage.click("Rotate key");
    let Ok(Request::Rotate(asked, wish)) = stage.asked.try_recv() else { panic!("it was not rotated") };
    assert_eq!(asked, uid);
    let made = wish.value.expose_str().unwrap_or_default().to_owned();
    assert!(made.len() == 40 && made.chars().all(|c| c.is_ascii_alphanumeric()));
    assert!(!stage.says(&made));
}

#[test]
fn a_generated_value_is_like_the_old_one_however_often_it_is_made_anew() {
    let old = "0123456789abcdef".repeat(4);
    let (mut stage, uid) = on(sample::snapshot(), "STRIPE_SECRET_KEY");
    stage.press(Key::R);
    stage.click("Generate");
    stage.tells_shape(ShapeLook::Like(Like::of(old.as_bytes()).unwrap()));
    assert!(stage.says("Keyloft makes it like the old one: as many hex digits."), "{}", stage.tree());
    assert!(stage.says("Excellent, 256 bits of randomness"));
    // It stays so on the way to Paste and back, and is asked once.
    stage.click("Paste");
    stage.click("Generate");
    stage.click("Make another");
    stage.press(Key::Enter);
    let asked: Vec<Request> = stage.asked.try_iter().collect();
    let [Request::Rotate(of, wish)] = &asked[..] else { panic!("{asked:?}") };
    let made = wish.value.expose_str().unwrap_or_default();
    assert!(*of == uid && made.len() == 64 && made.bytes().all(|b| b"0123456789abcdef".contains(&b)));
}

#[test]
fn an_old_value_that_can_not_be_read_is_looked_at_again_the_next_time() {
    let (mut stage, _) = on(sample::snapshot(), "STRIPE_SECRET_KEY");
    stage.press(Key::R);
    stage.click("Generate");
    stage.tells_shape(ShapeLook::Unread);
    assert!(stage.says("Keyloft makes 40 letters and digits. What the old value looks like can't be read now."));
    stage.click("Paste");
    stage.click("Generate");
    stage.tells_shape(ShapeLook::Other);
    assert!(stage.says("The old value looks different."), "{}", stage.tree());
}

#[test]
fn a_failure_keeps_the_value_and_says_that_nothing_was_changed() {
    let (mut stage, _) = on(sample::snapshot(), "STRIPE_SECRET_KEY");
    stage.press(Key::R);
    stage.paste(&stripe("live"));
    stage.tells_whose(Vec::new());
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Rotate(..))));
    stage.fails("GNOME Keyring is locked.");
    assert!(stage.says("GNOME Keyring is locked. Nothing was changed."));
    stage.click("Try again");
    let Ok(Request::Rotate(_, wish)) = stage.asked.try_recv() else { panic!("it was not tried again") };
    assert_eq!(wish.value.expose_str(), Some(stripe("live").as_str()));
}

#[test]
fn esc_closes_an_empty_dialog_and_asks_before_a_value_is_lost() {
    let (mut stage, _) = on(sample::snapshot(), "STRIPE_SECRET_KEY");
    stage.press(Key::R);
    stage.press(Key::Escape);
    assert!(!stage.says("Needs a new value."));
    stage.press(Key::R);
    stage.paste(&stripe("live"));
    stage.press(Key::Escape);
    assert!(stage.says("Discard the new value?"));
    stage.press(Key::Escape);
    assert!(!stage.says("Discard the new value?") && stage.says("Looks like a Stripe live key"));
    stage.press(Key::Escape);
    stage.click("Discard");
    assert!(stage.window.query_by_label("Rotate key").is_none(), "the dialog is closed");
    assert!(!stage.asked.try_iter().any(|request| matches!(request, Request::Rotate(..))));
}

#[test]
fn a_shown_value_is_painted_but_no_tree_holds_it() {
    let (mut stage, _) = on(sample::snapshot(), "STRIPE_SECRET_KEY");
    stage.press(Key::R);
    let value = stripe("live");
    stage.paste(&value);
    stage.click_on_top("Show");
    assert!(stage.says("Hide") && !stage.says(&value));
    stage.click("Hide");
    assert!(stage.window.query_by_label("Hide").is_none());
}

#[test]
fn places_outside_this_computer_are_ticked_before_the_dialog_ends() {
    let mut snapshot = sample::snapshot();
    let uid = find(&snapshot, "STRIPE_SECRET_KEY");
    let key = snapshot.keys.iter_mut().find(|key| key.uid == uid).unwrap();
    key.used_in = ["Vercel", "the server in Oslo"].map(|place| UsedIn { place: place.to_owned() }).to_vec();
    let (mut stage, uid) = on(snapshot, "STRIPE_SECRET_KEY");
    stage.press(Key::R);
    stage.paste(&stripe("live"));
    stage.press(Key::Enter);
    stage.hears(Event::Whose(Vec::new()));
    let until = sample::snapshot().now.get() + TimeDelta::days(7);
    stage.hears(Event::Done(Done::Rotated(vec![uid], Some(until))));
    assert!(stage.says("Put the new value there too") && stage.says("0 of 2 done"));
    stage.press(Key::Space);
    assert!(stage.says("1 of 2 done"), "the first place has the keyboard");
    let kept = stage
        .asked
        .try_iter()
        .any(|request| matches!(request, Request::Tick(ticked, place, true) if ticked == uid && place == "Vercel"));
    assert!(kept, "the tick stays after the dialog");
    stage.click("Copy the new value");
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Copy(copied)) if copied == uid));
    stage.click("Done");
    assert!(!stage.says("Put the new value there too") && stage.says("STRIPE_SECRET_KEY rotated"));
    assert!(stage.window.query_by_label("Undo").is_some());
}

#[test]
fn a_rotation_that_failed_is_read_whole_and_tried_again_where_it_was_begun() {
    for (width, height) in [(1280.0, 820.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(sample::snapshot(), width, height);
        stage.press(Key::ArrowDown);
        stage.press(Key::R);
        stage.paste(&stripe("live"));
        stage.tells_whose(Vec::new());
        stage.asked.try_iter().for_each(drop);
        stage.press(Key::Enter);
        assert!(matches!(stage.asked.try_recv(), Ok(Request::Rotate(..))), "{width}");
        // Off, not gone.
        let labels = ["Clear", "Paste", "Generate"];
        let off = labels.map(|label| {
            let node = stage.window.query_by_label(label);
            node.is_none_or(|node| node.accesskit_node().is_disabled())
        });
        assert_eq!(off, [true; 3], "{width}");
        assert!(stage.window.query_by_label("Clear").is_some(), "{width}");
        stage.fails("GNOME Keyring did not answer within 10 seconds.");
        let whole = |clipped: &egui::epaint::ClippedShape| match &clipped.shape {
            egui::Shape::Text(text) => {
                let said = text.galley.text().ends_with("Nothing was changed.") && !text.galley.elided;
                said && clipped.clip_rect.contains_rect(text.visual_bounding_rect())
            }
            _ => false,
        };
        assert!(stage.window.output().shapes.iter().any(whole), "{width}");
        let again = stage.window.get_by_role_and_label(Role::Button, "Try again");
        assert!(again.accesskit_node().is_focused(), "{width}");
    }
}

#[test]
fn a_disabled_key_is_not_asked_about_before_it_is_not_shown() {
    let mut facts = sample::snapshot();
    let uid = find(&facts, "STRIPE_SECRET_KEY");
    let now = facts.now.get();
    facts.keys.iter_mut().find(|key| key.uid == uid).unwrap().state = State::Disabled { since: now };
    let (mut stage, _) = on(facts, "STRIPE_SECRET_KEY");
    stage.press(Key::Space);
    stage.window.run_steps(4);
    assert!(stage.says("STRIPE_SECRET_KEY is disabled here. Enable it to show it"), "{}", stage.tree());
    assert!(stage.window.query_by_label("Copy instead").is_none() && stage.asked.try_recv().is_err());
    // Nor by the mouse: there is no eye.
    assert!(stage.window.query_by_role_and_label(Role::Button, "Show").is_none(), "{}", stage.tree());
    assert!(!stage.tree().contains("asks you to confirm"), "{}", stage.tree());
    assert!(stage.tree().contains("Protected. It isn't shown while it is disabled."), "{}", stage.tree());
}

#[test]
fn after_a_rotation_the_secret_stands_where_it_is_looked_for() {
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        let mut facts = sample::snapshot();
        let uid = find(&facts, "STRIPE_SECRET_KEY");
        let now = facts.now.get();
        let key = facts.keys.iter_mut().find(|key| key.uid == uid).unwrap();
        sample::renew(key, now - TimeDelta::minutes(1), None);
        key.older[0].kept_until = Some(now + TimeDelta::days(7));
        key.used_in = vec![UsedIn { place: "Vercel".to_owned() }];
        let at = facts.keys.iter().position(|key| key.uid == uid).unwrap();
        facts.findings[at].clear();
        let mut stage = Stage::sized(facts, wide, high);
        stage.press(Key::Slash);
        stage.type_text("STRIPE_SECRET_KEY production");
        stage.press(Key::ArrowDown);
        if !stage.tree().contains("Close details") {
            stage.press(Key::I);
        }
        stage.window.run_steps(8);
        let mut look = sample::look(uid);
        look.old_tail = Some("7Qx2".to_owned());
        stage.hears(Event::Looked(Arc::new(look)));
        stage.window.run_steps(8);
        let rect = |stage: &Stage, label: &str| {
            let found = stage.window.query_all_by_label(label).last();
            found.unwrap_or_else(|| panic!("{wide}: no {label}\n{}", stage.tree())).rect()
        };
        let (tags, back) = (rect(&stage, "Production, protected, Active, payments"), rect(&stage, "Put back"));
        let (foot, copy) = (rect(&stage, "Disable"), rect(&stage, "Copy"));
        assert!(copy.bottom() < foot.top() - 12.0, "{wide}: {copy} under {foot}");
        // Nothing is scrolled: what stands above the secret is whole.
        let head = rect(&stage, "Edit").bottom();
        assert!(tags.top() > head, "{wide}: {tags} over {head}");
        let said = stage.window.get_by_label_contains("Old value kept until").rect();
        assert!(said.contains_rect(back) && said.height() < 40.0, "{wide}: {back} beside the words of {said}");
        if high > 800.0 {
            assert!(stage.says("Not at Vercel yet"), "{}", stage.tree());
            assert!(copy.top() < high / 2.0 + 20.0, "{wide}: {copy}");
        }
    }
}

#[test]
fn of_many_long_scopes_as_many_are_named_as_can_be_read() {
    let mut snapshot = sample::snapshot();
    let uid = find(&snapshot, "STRIPE_SECRET_KEY");
    let scopes =
        ["charges_of_all_connected_accounts:write", "refunds_of_all_connected_accounts:write", "files", "reports"];
    let key = snapshot.keys.iter_mut().find(|key| key.uid == uid).unwrap();
    key.scopes = scopes.iter().map(ToString::to_string).collect();
    let (mut stage, _) = on(snapshot, "STRIPE_SECRET_KEY");
    stage.press(Key::R);
    stage.window.run_steps(6);
    let said = |shape: &egui::Shape| match shape {
        egui::Shape::Text(text) if text.galley.text().starts_with("Give it the same") => Some(text.galley.elided),
        _ => None,
    };
    let cut: Vec<bool> = stage.window.output().shapes.iter().filter_map(|clipped| said(&clipped.shape)).collect();
    assert_eq!(cut, [false], "{}", stage.tree());
}
