//! A store that takes its time: what is said meanwhile, and who has the keyboard then.

use super::*;
use crate::jobs::Failure;

const ASKING: &str = "Asking GNOME Keyring…";

/// The window so wide, with a key copied from its row or its details; longer ago than is worth no word.
fn copying(width: f32, details: bool) -> Stage {
    let mut stage = Stage::sized(sample::snapshot(), width, 820.0);
    stage.press(Key::ArrowDown);
    if details {
        stage.press(Key::I);
    }
    stage.asked.try_iter().for_each(drop);
    // In the details over the list the keyboard is on their Copy.
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Copy(_))), "it was not asked for");
    stage.window.run_steps(8);
    stage
}

fn focused(stage: &Stage) -> Option<String> {
    let root = stage.window.root();
    let node = root.children_recursive().find(|node| node.accesskit_node().is_focused())?;
    node.accesskit_node().label()
}

#[test]
fn a_copy_that_takes_long_says_so_in_the_field_or_in_a_toast() {
    let stage = copying(1280.0, false);
    assert_eq!(stage.tree().matches(ASKING).count(), 1);
    for width in [1280.0, 900.0, 640.0] {
        // Where the details are closed there is no field that could say it.
        let mut stage = copying(width, width > 1000.0);
        let asked = stage.tree();
        assert!(asked.contains("Asking GNOME Keyring for "), "{width}: {asked}");
        stage.hears(Event::Failed(Failure::new("Couldn't copy it.", "It did not answer.", "Try again.")));
        assert!(!stage.tree().contains("Asking"), "{width}");
    }
    for width in [900.0, 640.0] {
        let tree = copying(width, true).tree();
        assert!(tree.contains(ASKING) && !tree.contains("Asking GNOME Keyring for "), "{width}: {tree}");
    }
}

#[test]
fn the_copy_button_keeps_the_keyboard_while_the_store_is_asked_and_when_it_does_not_answer() {
    let mut stage = copying(640.0, true);
    assert_eq!(focused(&stage).as_deref(), Some("Copy"));
    let trouble = sample::keychain_trouble();
    let VaultState::KeychainTrouble(why) = trouble.state.clone() else { panic!("{:?}", trouble.state) };
    stage.hears(Event::Failed(Failure { title: "Couldn't copy it.".to_owned(), ..why.clone() }));
    stage.hears(Event::Snapshot(Arc::new(trouble)));
    assert_eq!(focused(&stage).as_deref(), Some("Unlock…"));
    // The callout that says why lies under the details.
    assert!(stage.tree().contains(&why.why), "{}", stage.tree());
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Unlock(None))));
    stage.window.run_steps(8);
    assert!(stage.tree().contains(ASKING), "another try is no quieter");
}

#[test]
fn while_the_keychain_is_locked_the_row_of_the_palette_says_what_enter_does_as_its_foot_does() {
    let mut stage = Stage::new(sample::keychain_trouble());
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("stripe");
    stage.window.run_steps(4);
    for words in ["Unlock, then copy", "unlock, then copy"] {
        assert_eq!(stage.painted(words).len(), 1, "{words}");
    }
    assert!(stage.painted("Copy").is_empty());
}

/// A setting was changed by its switch, so many frames ago.
fn setting(frames: usize) -> Stage {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::Comma);
    stage.asked.try_iter().for_each(drop);
    stage.window.get_by_role_and_label(Role::Switch, "Lock with the screen").click();
    stage.window.run_steps(2);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Set("lock-with-screen", _))), "{}", stage.tree());
    stage.window.run_steps(frames);
    stage
}

#[test]
fn a_setting_that_waits_for_another_program_says_so_and_at_the_end_what_to_do() {
    let saving = "Saving… Another program may be using the vault";
    assert!(!setting(2).tree().contains(saving), "at once it is no news");
    for goes_well in [true, false] {
        let mut stage = setting(30);
        assert!(stage.tree().contains(saving), "{}", stage.tree());
        if goes_well {
            stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
        } else {
            let why = "Other programs kept the vault busy.";
            let title = "Couldn't change the setting Lock with the screen.";
            let remedy = Some(Remedy::TryAgain);
            stage.hears(Event::Failed(Failure { remedy, ..Failure::new(title, why, "Try again.") }));
            assert!(stage.tree().contains(why), "{}", stage.tree());
            stage.asked.try_iter().for_each(drop);
            stage.click("Try again");
            assert!(matches!(stage.asked.try_recv(), Ok(Request::Set("lock-with-screen", _))));
        }
        assert!(!stage.tree().contains(saving), "{}", stage.tree());
    }
}

#[test]
fn putting_a_value_back_and_deleting_a_key_say_that_they_wait_for_another_program() {
    let saving = "Saving… Another program may be using the vault";
    let put_back: fn(&mut Stage) = |stage| {
        let uid = rotating::find(&sample::snapshot(), "STRIPE_SECRET_KEY");
        let until = Some(sample::snapshot().now.get() + chrono::TimeDelta::days(7));
        stage.hears(Event::Done(Done::Rotated(vec![uid], until)));
        stage.click("Undo");
        assert!(matches!(stage.asked.try_recv(), Ok(Request::UndoRotate(_))), "{}", stage.tree());
    };
    let delete: fn(&mut Stage) = |stage| {
        disabling::delete(stage);
        stage.click("Delete");
        assert!(matches!(stage.asked.try_recv(), Ok(Request::Delete(..))), "{}", stage.tree());
    };
    for asks in [put_back, delete] {
        let (snapshot, _) = disabling::waited();
        let (mut stage, _) = rotating::on(snapshot, "LEGACY_PAYPAL_SECRET");
        asks(&mut stage);
        assert!(!stage.tree().contains(saving), "at once it is no news");
        stage.window.run_steps(30);
        assert!(stage.tree().contains(saving), "{}", stage.tree());
        stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
        assert!(!stage.tree().contains(saving), "{}", stage.tree());
    }
}
