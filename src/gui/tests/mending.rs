//! What did not happen ends in the verb that mends it, and is gone once it is mended.

use super::*;
use crate::jobs::Remedy;
use crate::model::KeyUid;

/// A failure in three parts, with what mends it.
pub(super) fn refused(title: &str, why: &str, advice: &str, remedy: Option<Remedy>) -> Failure {
    Failure { remedy, ..Failure::new(title, why, advice) }
}

/// What a locked keychain refused.
fn locked() -> Failure {
    let advice = "Unlock it, then try again.";
    refused("Couldn't copy OPENAI_API_KEY.", "GNOME Keyring is locked.", advice, Some(Remedy::Unlock))
}

/// In a section, after a failure came.
fn after(first: Snapshot, section: Key, failure: Failure) -> Stage {
    let mut stage = Stage::new(first);
    stage.press_with(Modifiers::COMMAND, section);
    stage.window.run_steps(4);
    // What the section asks as it opens.
    stage.asked.try_iter().for_each(drop);
    let title = failure.title.clone();
    stage.hears(Event::Failed(failure));
    assert!(stage.tree().contains(&title), "{section:?}: {}", stage.tree());
    stage
}

#[test]
fn what_a_locked_keychain_refused_is_mended_by_its_button_and_gone_once_the_keychain_answers() {
    let title = locked().title;
    // Whether or not it is known already that the keychain is locked, and where that stands by itself.
    for first in [sample::snapshot(), sample::keychain_trouble()] {
        for section in [Key::Num1, Key::Comma] {
            let mut stage = after(first.clone(), section, locked());
            assert!(stage.window.query_by_label("Close").is_none(), "{section:?}: {}", stage.tree());
            // The settings say beside it how the keychain stands, with the same button.
            stage.window.query_all_by_label("Unlock keychain…").next().unwrap().click();
            stage.window.run_steps(3);
            assert!(matches!(stage.asked.try_recv(), Ok(Request::Unlock(None))), "{section:?}");
            assert!(stage.tree().contains(&title), "nothing moves while it is asked: {section:?}: {}", stage.tree());
            stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
            assert!(!stage.tree().contains(&title), "{section:?}: {}", stage.tree());
        }
    }
    let stage = after(sample::keychain_trouble(), Key::Num1, locked());
    assert_eq!(stage.window.query_all_by_label("Unlock keychain…").count(), 1, "both are said in one");
}

/// Selects the first key that is called so, and returns it.
pub(super) fn on(stage: &mut Stage, name: &str) -> KeyUid {
    let row = stage.rows().into_iter().find(|row| row.starts_with(name)).unwrap();
    stage.click(&row);
    stage.asked.try_iter().for_each(drop);
    sample::snapshot().keys.iter().find(|key| key.name() == name).unwrap().uid
}

#[test]
fn a_copy_or_a_look_that_the_keychain_refused_is_asked_for_again_by_its_button() {
    let name = "STRIPE_SECRET_KEY";
    for (key, verb) in [(Key::Enter, "copy"), (Key::Space, "show")] {
        let is_it = |asked: &Request, uid: KeyUid| match verb {
            "copy" => matches!(asked, Request::Copy(copied) if *copied == uid),
            _ => matches!(asked, Request::Reveal(shown) if *shown == uid),
        };
        let mut stage = Stage::new(sample::snapshot());
        let uid = on(&mut stage, name);
        stage.press(key);
        assert!(stage.asked.try_recv().is_ok_and(|asked| is_it(&asked, uid)), "{verb}");
        let title = format!("Couldn't {verb} {name}.");
        let denied = || refused(&title, "GNOME Keyring refused access.", "", Some(Remedy::TryAgain));
        stage.hears(Event::Failed(denied()));
        stage.click("Try again");
        assert!(stage.asked.try_recv().is_ok_and(|asked| is_it(&asked, uid)), "{verb}");
        assert!(!stage.tree().contains(&title), "{verb}: {}", stage.tree());
        // Twice is no more than once.
        stage.hears(Event::Failed(denied()));
        stage.click("Try again");
        assert!(stage.asked.try_recv().is_ok_and(|asked| is_it(&asked, uid)), "{verb}");
    }
}

#[test]
fn nothing_but_what_failed_is_asked_for_again() {
    let mut stage = Stage::new(sample::snapshot());
    on(&mut stage, "STRIPE_SECRET_KEY");
    stage.press(Key::Enter);
    for title in ["Couldn't show STRIPE_SECRET_KEY.", "Couldn't copy OPENAI_API_KEY.", "Couldn't move 2 keys."] {
        stage.hears(Event::Failed(refused(title, "GNOME Keyring refused access.", "", Some(Remedy::TryAgain))));
        assert!(stage.tree().contains(title) && stage.window.query_by_label("Try again").is_none(), "{title}");
        stage.click("Close");
        assert!(!stage.tree().contains(title), "{title}");
    }
}

#[test]
fn a_copy_whose_use_is_not_noted_says_so_until_it_is_closed() {
    let mut stage = Stage::new(sample::snapshot());
    let uid = on(&mut stage, "STRIPE_SECRET_KEY");
    let title = "Couldn't note this use.";
    stage.hears(Event::Unnoted(refused(title, "The disk is full.", "Make room.", None)));
    for _ in 0..2 {
        stage.hears(Event::Copied(uid, Some(Duration::from_secs(30))));
        stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
        assert!(stage.tree().contains(title) && stage.tree().contains("The disk is full."), "{}", stage.tree());
    }
    stage.click("Close");
    assert!(!stage.tree().contains(title), "{}", stage.tree());
}

#[test]
fn that_a_use_is_noted_after_all_is_said_and_takes_the_message_away() {
    let mut stage = Stage::new(sample::snapshot());
    let title = "Couldn't note this use.";
    stage.hears(Event::Unnoted(refused(title, "The disk is full.", "Make room.", None)));
    stage.hears(Event::NotedLate(1));
    assert!(!stage.tree().contains(title) && stage.tree().contains("The use is noted now"), "{}", stage.tree());
    // Another failure is none of that.
    let mut stage = Stage::new(sample::snapshot());
    let title = "Couldn't show STRIPE_SECRET_KEY.";
    stage.hears(Event::Failed(refused(title, "GNOME Keyring refused access.", "", None)));
    stage.hears(Event::NotedLate(3));
    assert!(stage.tree().contains(title) && stage.tree().contains("3 uses are noted now"), "{}", stage.tree());
}

#[test]
fn a_copy_that_waited_for_the_keychain_is_made_once_it_answers() {
    let (name, title) = ("STRIPE_SECRET_KEY", "Couldn't copy STRIPE_SECRET_KEY.");
    let hung = || refused("Couldn't reach the secrets.", "GNOME Keyring did not answer.", "", Some(Remedy::TryAgain));
    let is_locked = || refused("Couldn't reach the secrets.", "GNOME Keyring is locked.", "", Some(Remedy::Unlock));
    for (trouble, button) in [(hung(), "Try again"), (is_locked(), "Unlock keychain…")] {
        for answers in [true, false] {
            let mut stage = Stage::new(sample::snapshot());
            let uid = on(&mut stage, name);
            stage.press(Key::Enter);
            stage.asked.try_iter().for_each(drop);
            stage.hears(Event::Failed(Failure { title: title.to_owned(), ..trouble.clone() }));
            let state = VaultState::KeychainTrouble(trouble.clone());
            stage.hears(Event::Snapshot(Arc::new(Snapshot { state, ..sample::snapshot() })));
            stage.window.query_all_by_label(button).next().unwrap().click();
            stage.window.run_steps(3);
            assert!(matches!(stage.asked.try_recv(), Ok(Request::Unlock(None))), "{button}");
            assert!(stage.asked.try_recv().is_err(), "nothing before it answers: {button}");
            if !answers {
                let title = "Couldn't unlock GNOME Keyring.";
                stage.hears(Event::Failed(refused(title, "You refused.", "", None)));
            }
            stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
            let asked = stage.asked.try_recv();
            let copies = matches!(asked, Ok(Request::Copy(copied)) if copied == uid);
            assert_eq!(copies, answers, "{button}: {asked:?}");
            stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
            assert!(stage.asked.try_recv().is_err(), "once: {button}");
        }
    }
}

#[test]
fn a_setting_that_was_refused_is_tried_again_by_its_button() {
    let title = "Couldn't change the setting Lock after.";
    let full = || refused(title, "The disk is full.", "Make room, then try again.", Some(Remedy::TryAgain));
    let set = |asked: &Request| matches!(asked, Request::Set("lock-after", value) if value == "300s");
    for (wide, height) in [(640.0, 400.0), (1280.0, 820.0), (1280.0, 1400.0)] {
        let mut stage = Stage::sized(sample::snapshot(), wide, height);
        stage.press_with(Modifiers::COMMAND, Key::Comma);
        stage.asked.try_iter().for_each(drop);
        let row = "Lock after";
        stage.click(row);
        stage.click_on_top("5 min");
        assert!(stage.asked.try_recv().is_ok_and(|asked| set(&asked)));
        stage.hears(Event::Failed(full()));
        stage.window.run_steps(20);
        // Its row is in view, under the message, and says what holds.
        let message = stage.window.get_by_label_contains(title).rect();
        let at = stage.window.get_by_label(row);
        assert!(at.rect().top() > message.bottom() && at.rect().bottom() < height, "{height}: {:?}", at.rect());
        assert_eq!(at.accesskit_node().value().as_deref(), Some("Never"));
        stage.click("Try again");
        assert!(stage.asked.try_recv().is_ok_and(|asked| set(&asked)));
        assert!(!stage.tree().contains(title), "{}", stage.tree());
        // What is set anew takes the place of what was refused.
        stage.hears(Event::Failed(full()));
        stage.window.run_steps(20);
        stage.click("Lock with the screen");
        assert!(!stage.tree().contains(title), "{}", stage.tree());
    }
}

#[test]
fn counting_what_the_record_would_forget_is_tried_again_too() {
    let mut stage = Stage::sized(sample::snapshot(), 1280.0, 1400.0);
    stage.press_with(Modifiers::COMMAND, Key::Comma);
    stage.click("Keep activity for");
    stage.click_on_top("30 days");
    let counts = |asked: Request| matches!(asked, Request::CountOldActivity(30));
    assert!(stage.asked.try_iter().any(counts));
    let title = "Couldn't change the setting Keep activity for.";
    stage.hears(Event::Failed(refused(title, "The disk is full.", "Make room.", Some(Remedy::TryAgain))));
    stage.click("Try again");
    assert!(stage.asked.try_recv().is_ok_and(counts));
}

#[test]
fn from_its_warning_a_key_of_production_gets_a_value_of_its_own() {
    let mut snapshot = sample::snapshot();
    let mut production = None;
    for (index, key) in snapshot.keys.iter_mut().enumerate() {
        let is_one = key.name() == "REDIS_URL" && key.place().project == "Storefront";
        key.fingerprint = is_one.then_some([1; 16]);
        production = production.or(Some(index).filter(|_| is_one && key.protected));
    }
    snapshot.findings[production.unwrap()] = vec![crate::model::Finding {
        rule: crate::model::Rule::SharedValue,
        severity: crate::model::Severity::LookSoon,
        text: "Same value in 3 places".to_owned(),
        since: None,
        snoozed_until: None,
        snooze_reason: None,
    }];
    let mut stage = Stage::new(snapshot);
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    stage.click("Filter warnings");
    stage.type_text("same value in 3");
    stage.window.run_steps(8);
    stage.press(Key::ArrowDown);
    stage.click("Give it its own…");
    stage.window.run_steps(4);
    let tick = stage.window.get_by_label("Rotate them too");
    assert_eq!(tick.accesskit_node().toggled(), Some(egui::accesskit::Toggled::False), "{}", stage.tree());
}

#[test]
fn what_failed_of_one_key_is_not_said_in_the_details_of_another() {
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    stage.press(Key::ArrowDown);
    let name = stage.rows()[0].split(',').next().unwrap().to_owned();
    stage.press(Key::I);
    stage.window.run_steps(20);
    let title = format!("Couldn't put the old value of {name} back.");
    stage.hears(Event::Failed(refused(&title, "The keychain does not hold it.", "", None)));
    assert!(stage.tree().contains(&title), "{}", stage.tree());
    stage.press(Key::ArrowDown);
    stage.window.run_steps(4);
    assert!(!stage.tree().contains(&title), "{}", stage.tree());
    stage.press(Key::ArrowUp);
    stage.window.run_steps(4);
    assert!(stage.tree().contains(&title), "it comes back with its key");
}

/// What can't be copied and can't be mended here by a button.
fn lost() -> Failure {
    refused("Couldn't show STRIPE_SECRET_KEY.", "GNOME Keyring doesn't hold it.", "Put it in again.", None)
}

#[test]
fn esc_takes_away_what_did_not_happen_in_every_section() {
    for section in [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Comma] {
        let mut stage = after(sample::snapshot(), section, lost());
        let is_in_settings = |stage: &Stage| stage.window.query_by_label("Find a setting").is_some();
        let before = is_in_settings(&stage);
        stage.press(Key::Escape);
        stage.window.run_steps(4);
        assert!(!stage.tree().contains(&lost().title), "{section:?}: {}", stage.tree());
        assert_eq!(is_in_settings(&stage), before, "{section:?}: one stays there");
    }
    let mut stage = after(sample::snapshot(), Key::Num1, lost());
    tab_to(&mut stage, "Close");
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    assert!(!stage.tree().contains(&lost().title) && !focused(&stage).is_empty(), "{}", stage.tree());
}

#[test]
fn esc_clears_filter_and_ticks_before_it_takes_away_what_did_not_happen() {
    for (section, filter) in [(Key::Num1, "Filter"), (Key::Num2, "Filter warnings")] {
        let mut stage = after(sample::snapshot(), section, lost());
        let typed = |stage: &Stage| {
            let fields = stage.window.query_all_by_label(filter);
            fields.filter_map(|field| field.accesskit_node().value()).any(|value| value == "stripe")
        };
        stage.press(Key::Slash);
        stage.type_text("stripe");
        stage.press(Key::ArrowDown);
        stage.press(Key::X);
        assert!(stage.tree().contains("1 selected"), "{section:?}: {}", stage.tree());
        let mut stands = Vec::new();
        for _ in 0..3 {
            stage.press(Key::Escape);
            stage.window.run_steps(4);
            let tree = stage.tree();
            stands.push((tree.contains("1 selected"), typed(&stage), tree.contains(&lost().title)));
        }
        // The bar of what is ticked stands in the filter's place among the keys.
        assert_eq!(stands, [(false, true, true), (false, false, true), (false, false, false)], "{section:?}");
    }
}

#[test]
fn in_details_over_the_list_esc_takes_away_what_did_not_happen_before_they_close() {
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    stage.press(Key::ArrowDown);
    let name = stage.rows()[0].split(',').next().unwrap().to_owned();
    stage.press(Key::I);
    stage.window.run_steps(20);
    let title = format!("Couldn't show {name}.");
    stage.hears(Event::Failed(Failure { title: title.clone(), ..lost() }));
    assert!(stage.tree().contains(&title), "{}", stage.tree());
    stage.press(Key::Escape);
    stage.window.run_steps(20);
    assert!(!stage.tree().contains(&title), "{}", stage.tree());
    assert!(stage.window.query_by_label("Close details").is_some(), "{}", stage.tree());
    stage.press(Key::Escape);
    stage.window.run_steps(20);
    assert!(stage.window.query_by_label("Close details").is_none(), "{}", stage.tree());
}

#[test]
fn what_did_not_happen_to_a_key_is_gone_once_it_goes_well_with_that_key() {
    type Mends = fn(KeyUid) -> Event;
    let mends: [(&str, Mends); 4] = [
        ("put again", |uid| Event::Done(Done::PutAgain(uid))),
        ("rotated", |uid| Event::Done(Done::Rotated(vec![uid], None))),
        ("shown", |uid| Event::Revealed(uid, crate::model::Secret::new(b"made-up-value".to_vec()))),
        ("copied", |uid| Event::Copied(uid, None)),
    ];
    for (what, mend) in mends {
        let mut stage = Stage::new(sample::snapshot());
        let uid = on(&mut stage, "STRIPE_SECRET_KEY");
        stage.press(Key::Space);
        stage.hears(Event::Failed(lost()));
        // Not by what was done with another, nor by what needs no secret.
        stage.hears(Event::Done(Done::PutAgain(KeyUid(uid.0 + 1))));
        stage.hears(Event::Done(Done::Edited(uid)));
        assert!(stage.tree().contains(&lost().title), "{what}: {}", stage.tree());
        stage.hears(mend(uid));
        assert!(!stage.tree().contains(&lost().title), "{what}: {}", stage.tree());
    }
}

#[test]
fn what_did_not_happen_is_gone_once_the_store_holds_the_key_again_or_the_key_is_gone() {
    let missing = |missing: bool| {
        let mut facts = sample::snapshot();
        facts.keys.iter_mut().filter(|key| key.name() == "STRIPE_SECRET_KEY").for_each(|key| key.missing = missing);
        Event::Snapshot(Arc::new(facts))
    };
    let mut stage = Stage::new(sample::snapshot());
    let uid = on(&mut stage, "STRIPE_SECRET_KEY");
    stage.press(Key::Space);
    stage.hears(Event::Failed(lost()));
    stage.hears(missing(true));
    assert!(stage.tree().contains(&lost().title), "{}", stage.tree());
    stage.hears(missing(false));
    assert!(!stage.tree().contains(&lost().title), "{}", stage.tree());
    stage.press(Key::Space);
    stage.hears(Event::Failed(lost()));
    let mut facts = sample::snapshot();
    let at = facts.keys.iter().position(|key| key.uid == uid).unwrap();
    facts.keys.remove(at);
    facts.findings.remove(at);
    facts.tails.remove(at);
    stage.hears(Event::Snapshot(Arc::new(facts)));
    assert!(!stage.tree().contains(&lost().title), "{}", stage.tree());
}

#[test]
fn what_did_not_happen_to_a_key_one_is_not_on_is_known_by_a_name_that_no_other_has() {
    let name = "OPENAI_API_KEY";
    for alone in [true, false] {
        let mut snapshot = sample::snapshot();
        while let Some(at) = snapshot.keys.iter().rposition(|key| key.name() == name)
            && alone
            && snapshot.keys.iter().filter(|key| key.name() == name).count() > 1
        {
            snapshot.keys.remove(at);
            snapshot.findings.remove(at);
        }
        let uid = snapshot.keys.iter().find(|key| key.name() == name).unwrap().uid;
        let title = format!("Couldn't disable {name}.");
        let mut stage = Stage::new(snapshot);
        stage.hears(Event::Failed(refused(&title, "The disk is full.", "Make room.", None)));
        assert!(stage.tree().contains(&title), "{}", stage.tree());
        stage.hears(Event::Done(Done::Disabled(vec![uid])));
        assert_eq!(stage.tree().contains(&title), !alone, "{}", stage.tree());
    }
}

#[test]
fn what_the_keychain_lost_is_given_by_a_button_beside_what_failed_for_it() {
    let name = "STRIPE_SECRET_KEY";
    let gone = |title: &str| {
        let why = "GNOME Keyring no longer holds it.";
        refused(title, why, "", Some(Remedy::GiveValue))
    };
    for wide in [1280.0, 640.0] {
        let mut stage = Stage::sized(sample::snapshot(), wide, 820.0);
        let uid = on(&mut stage, name);
        stage.press(Key::Enter);
        let title = format!("Couldn't copy {name}.");
        stage.hears(Event::Failed(gone(&title)));
        stage.click("Paste value…");
        stage.window.run_steps(4);
        assert!(stage.window.query_by_label("Rotate key").is_some(), "{wide}: {}", stage.tree());
        stage.hears(Event::Done(Done::PutAgain(uid)));
        assert!(!stage.tree().contains(&title), "{wide}: {}", stage.tree());
    }
    // Nobody knows which key it is about.
    let mut stage = Stage::new(sample::snapshot());
    stage.hears(Event::Failed(gone("Couldn't copy it.")));
    assert!(stage.window.query_by_label("Paste value…").is_none(), "{}", stage.tree());
    stage.click("Close");
}
