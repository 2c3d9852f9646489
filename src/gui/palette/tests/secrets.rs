//! A secret that is pasted is asked about, and never in the field; a keychain that is locked is asked to open.

use super::*;
use crate::gui::palette::Palette;

#[test]
fn a_pasted_secret_is_asked_about_and_never_in_the_field_or_the_tree() {
    let mut stage = open(sample::snapshot());
    let secret = made_up_secret();
    stage.types("str");
    stage.window.input_mut().events.push(Event::Paste(format!("{secret}\n")));
    for _ in 0..3 {
        stage.window.step();
        assert!(!stage.tree().contains(&secret));
    }
    let Some(Request::Whose(asked)) = stage.request() else { panic!("nothing was asked") };
    assert_eq!(asked.expose_str(), Some(secret.as_str()));
    let mut undo = egui::text_edit::TextEditState::load(&stage.window.ctx, Palette::field_id()).unwrap().undoer();
    assert!(undo.undo(&(egui::text::CCursorRange::default(), String::new())).is_none());
    let uid = key(|key| key.name() == "STRIPE_SECRET_KEY" && key.protected).uid;
    stage.hears(Told::Whose(vec![Match { uid, live: true }]));
    assert_eq!(stage.options(), ["This is STRIPE_SECRET_KEY, Storefront production"]);
    assert!(stage.paints("This is STRIPE_SECRET_KEY, Storefront production") && !stage.tree().contains('`'));
    stage.types("openai");
    assert!(stage.options()[0].starts_with("OPENAI_API_KEY"), "the field was empty");
}

#[test]
fn a_secret_pasted_in_the_frame_that_opens_the_palette_is_not_searched_for() {
    let mut stage = open(sample::snapshot());
    stage.press(Key::Escape);
    let (secret, ctrl_k) = (made_up_secret(), (Key::K, Modifiers::COMMAND));
    let opens = Event::Key { key: ctrl_k.0, physical_key: None, pressed: true, repeat: false, modifiers: ctrl_k.1 };
    stage.window.input_mut().events.extend([opens, Event::Paste(secret.clone())]);
    stage.window.run_steps(3);
    assert!(!stage.tree().contains(&secret));
    assert!(matches!(stage.request(), Some(Request::Whose(asked)) if asked.expose_str() == Some(&secret)));
    stage.hears(Told::Whose(Vec::new()));
    assert!(stage.tree().contains("No key here holds this value. It was wiped from the field."));
}

#[test]
fn a_pasted_name_is_searched_for() {
    let mut stage = open(sample::snapshot());
    stage.window.input_mut().events.push(Event::Paste("STRIPE_WEBHOOK_SECRET".to_owned()));
    stage.window.run_steps(3);
    assert!(stage.request().is_none());
    assert!(stage.options()[0].starts_with("STRIPE_WEBHOOK_SECRET"));
}

#[test]
fn a_pasted_reference_finds_its_key_and_is_not_asked_about() {
    for reference in ["Billing/production/STRIPE_SECRET_KEY", "keyloft://Billing/production/STRIPE_SECRET_KEY"] {
        let mut stage = open(sample::snapshot());
        stage.window.input_mut().events.push(Event::Paste(reference.to_owned()));
        stage.window.run_steps(3);
        assert!(stage.request().is_none(), "{reference}");
        let first = stage.selected().unwrap_or_default();
        assert!(first.starts_with("STRIPE_SECRET_KEY, Billing, production"), "{reference}: {first}");
    }
}

#[test]
fn a_locked_keychain_is_asked_to_open_and_then_the_key_is_copied() {
    let mut stage = open(sample::keychain_trouble());
    stage.types("openai dev");
    stage.press(Key::Enter);
    assert!(matches!(stage.request(), Some(Request::Unlock(None))));
    assert!(stage.request().is_none() && stage.is_open());
    assert!(stage.tree().contains("Asking GNOME Keyring to unlock…"));
    stage.hears(Told::Snapshot(Arc::new(sample::snapshot())));
    assert_eq!(place(&stage.copied()), "Storefront/development/OPENAI_API_KEY");
    assert!(!stage.is_open());
}

#[test]
fn a_second_enter_asks_no_second_time_and_what_was_chosen_last_is_copied() {
    let mut stage = open(sample::keychain_trouble());
    stage.types("openai");
    stage.press(Key::Enter);
    stage.press(Key::Enter);
    stage.press(Key::ArrowDown);
    stage.press(Key::Enter);
    assert!(matches!(stage.request(), Some(Request::Unlock(None))));
    assert!(stage.request().is_none(), "the prompt would come up again after it was dismissed");
    stage.hears(Told::Snapshot(Arc::new(sample::snapshot())));
    assert_eq!(place(&stage.copied()), "Storefront/staging/OPENAI_API_KEY");
}

#[test]
fn closing_the_palette_takes_the_keychains_prompt_off_the_screen() {
    let mut stage = open(sample::keychain_trouble());
    stage.types("openai dev");
    stage.press(Key::Enter);
    assert!(matches!(stage.request(), Some(Request::Unlock(None))));
    stage.press(Key::Escape);
    assert!(matches!(stage.request(), Some(Request::GiveUpUnlock)));
    assert!(!stage.is_open());
}

#[test]
fn a_keychain_that_stays_locked_is_said_in_the_palette_and_nothing_is_copied_later() {
    let mut stage = open(sample::keychain_trouble());
    stage.types("openai");
    stage.press(Key::Enter);
    assert!(matches!(stage.request(), Some(Request::Unlock(None))));
    stage.hears(Told::Failed(failure("The prompt was dismissed.")));
    assert!(stage.tree().contains("Couldn't unlock Keyloft. The prompt was dismissed."));
    stage.hears(Told::Snapshot(Arc::new(sample::snapshot())));
    assert!(stage.request().is_none());
}

#[test]
fn a_keychain_that_stayed_locked_is_asked_again_by_a_button() {
    let mut stage = open(sample::keychain_trouble());
    stage.types("openai dev");
    stage.press(Key::Enter);
    assert!(matches!(stage.request(), Some(Request::Unlock(None))));
    stage.hears(Told::Failed(failure("The prompt was dismissed.")));
    stage.window.get_all_by_label("Try again").last().unwrap().click();
    stage.window.run_steps(3);
    assert!(matches!(stage.request(), Some(Request::Unlock(None))));
    assert!(!stage.tree().contains("Couldn't unlock") && stage.is_open(), "{}", stage.tree());
    stage.hears(Told::Snapshot(Arc::new(sample::snapshot())));
    assert_eq!(place(&stage.copied()), "Storefront/development/OPENAI_API_KEY");
}

#[test]
fn what_still_comes_of_a_typed_secret_is_taken_with_it() {
    let mut stage = open(sample::snapshot());
    let head = ["-----", "BEGIN E"].concat();
    let whose = |stage: &Stage<_>| match stage.request() {
        Some(Request::Whose(asked)) => asked.expose_str().unwrap_or_default().to_owned(),
        _ => String::new(),
    };
    stage.types(&head);
    assert_eq!(whose(&stage), head);
    stage.types("JKLMN");
    assert_eq!(whose(&stage), format!("{head}JKLMN"));
    stage.hears(Told::Whose(Vec::new()));
    assert!(!stage.tree().contains("No key here holds"), "that was the answer to its beginning: {}", stage.tree());
    stage.hears(Told::Whose(Vec::new()));
    let tree = stage.tree();
    assert!(tree.contains("No key here holds this value. It was wiped from the field."), "{tree}");
    assert!(!tree.contains("JKLMN"), "{tree}");
    // After a pause letters are looked for, and still make no name while the field was not emptied.
    stage.types("zzzz");
    assert!(stage.tree().contains("No match for zzzz.") && !stage.tree().contains("New key named"), "{}", stage.tree());
    stage.window.get_by_label("Clear").click();
    stage.window.run_steps(3);
    stage.types("zzzz");
    assert!(stage.tree().contains("New key named ZZZZ"), "{}", stage.tree());
}

#[test]
fn locking_closes_it_with_all_it_held() {
    let mut stage = open(sample::snapshot());
    stage.types("stripe");
    stage.hears(Told::Snapshot(Arc::new(sample::locked(StoreKind::Sealed))));
    let tree = stage.tree();
    assert!(!stage.is_open() && !tree.contains("stripe") && !tree.contains("STRIPE"), "{tree}");
}
