//! What did not happen because a keychain is out of reach, said in one with how that keychain stands.

use super::mending::{on, refused};
use super::*;
use crate::jobs::Remedy;

#[test]
fn a_keychain_that_a_person_did_not_open_is_no_alarm() {
    let octagons = |stage: &Stage| stage.painted(&crate::gui::theme::Icon::WarningOctagon.glyph().to_string()).len();
    let mut stage = Stage::new(sample::keychain_trouble());
    let before = octagons(&stage);
    let why = "GNOME Keyring wasn't unlocked.";
    let remedy = Some(Remedy::Unlock);
    stage.hears(Event::Failed(refused("Couldn't unlock GNOME Keyring.", why, "Try again with its password.", remedy)));
    assert!(stage.tree().contains("Couldn't unlock GNOME Keyring."), "{}", stage.tree());
    assert_eq!(octagons(&stage), before);
}

#[test]
fn why_a_keychain_was_not_opened_is_said_in_place_of_how_it_stands() {
    for (why, remedy) in [
        ("GNOME Keyring wasn't unlocked.", Remedy::Unlock),
        ("GNOME Keyring did not answer within 120 seconds.", Remedy::TryAgain),
    ] {
        // Beside the list, and in details over it.
        for width in [1280.0, 640.0] {
            let mut stage = Stage::sized(sample::keychain_trouble(), width, 820.0);
            assert!(stage.tree().contains("Names stay in view"), "{}", stage.tree());
            if width < 1000.0 {
                on(&mut stage, "STRIPE_SECRET_KEY");
                stage.press(Key::I);
                stage.window.run_steps(20);
            }
            let failed = refused("Couldn't unlock GNOME Keyring.", why, "Made up advice.", Some(remedy));
            stage.hears(Event::Failed(failed));
            let said = format!("Couldn't unlock GNOME Keyring. {why} Made up advice.");
            assert_eq!(stage.window.query_all_by_label(&said).count(), 1, "{width}: {}", stage.tree());
            assert!(width < 1000.0 || !stage.tree().contains("Names stay in view"), "{width}: {}", stage.tree());
        }
    }
}
/// The vault over a keychain that is out of reach, for that reason.
fn out_of_reach(why: &str, remedy: Remedy) -> Event {
    let trouble = refused("Couldn't reach the secrets.", why, "Made up advice.", Some(remedy));
    let state = VaultState::KeychainTrouble(trouble);
    Event::Snapshot(Arc::new(Snapshot { state, ..sample::keychain_trouble() }))
}

#[test]
fn what_a_keychain_that_came_back_locked_kept_from_happening_is_said_with_that() {
    let none = "No keychain answers on this computer.";
    let locks = "GNOME Keyring is locked.";
    for wide in [1280.0, 640.0] {
        let mut stage = Stage::sized(sample::snapshot(), wide, 820.0);
        on(&mut stage, "STRIPE_SECRET_KEY");
        stage.press(Key::Enter);
        if wide < 1000.0 {
            stage.press(Key::I);
            stage.window.run_steps(20);
        }
        let title = "Couldn't copy STRIPE_SECRET_KEY.";
        stage.hears(Event::Failed(refused(title, none, "Start it.", Some(Remedy::TryAgain))));
        stage.hears(out_of_reach(none, Remedy::TryAgain));
        assert!(stage.tree().contains(title) && stage.tree().contains(none), "{wide}: {}", stage.tree());
        stage.hears(out_of_reach(locks, Remedy::Unlock));
        let said = format!("{title} {locks} Made up advice.");
        assert_eq!(stage.window.query_all_by_label(&said).count(), 1, "{wide}: {}", stage.tree());
        assert!(!stage.tree().contains(none), "{wide}: {}", stage.tree());
        assert!(stage.window.query_by_label("Try again").is_none(), "{wide}: {}", stage.tree());
        // It is asked for again behind the unlocking.
        stage.asked.try_iter().for_each(drop);
        stage.click_on_top("Unlock keychain…");
        stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
        let asked: Vec<_> = stage.asked.try_iter().collect();
        assert!(matches!(asked[..], [Request::Unlock(None), Request::Copy(_)]), "{wide}: {asked:?}");
    }
}

#[test]
fn that_a_keychain_was_not_opened_is_no_news_once_it_stands_otherwise() {
    let mut stage = Stage::new(sample::keychain_trouble());
    let title = "Couldn't unlock GNOME Keyring.";
    let why = "GNOME Keyring wasn't unlocked.";
    stage.hears(Event::Failed(refused(title, why, "Try again with its password.", Some(Remedy::Unlock))));
    assert!(stage.tree().contains(title), "{}", stage.tree());
    stage.hears(out_of_reach("No keychain answers on this computer.", Remedy::TryAgain));
    assert!(!stage.tree().contains(title), "{}", stage.tree());
    assert!(stage.tree().contains("No keychain answers on this computer."), "{}", stage.tree());
    // What is the reason itself stays.
    stage.hears(Event::Failed(refused(title, "GNOME Keyring did not answer.", "", Some(Remedy::TryAgain))));
    stage.hears(out_of_reach("GNOME Keyring did not answer.", Remedy::TryAgain));
    assert!(stage.tree().contains(title), "{}", stage.tree());
}

#[test]
fn what_failed_for_another_reason_stays_beside_how_the_keychain_stands() {
    let mut stage = Stage::new(sample::keychain_trouble());
    let title = "Couldn't disable STRIPE_SECRET_KEY.";
    stage.hears(Event::Failed(refused(title, "The disk is full.", "Make room.", None)));
    stage.hears(out_of_reach("No keychain answers on this computer.", Remedy::TryAgain));
    assert!(stage.tree().contains(&format!("{title} The disk is full. Make room.")), "{}", stage.tree());
}
