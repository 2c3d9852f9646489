//! Locked windows, passphrases, and a keychain that is locked.

use super::*;

#[test]
fn a_locked_window_holds_no_name() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::Slash);
    stage.type_text("stripe");
    stage.hears(Event::Copied(sample::snapshot().keys[13].uid, Some(Duration::from_secs(30))));
    // Even where the worker's last word still carries the names.
    let still_named = Snapshot { state: VaultState::Locked, ..sample::snapshot() };
    stage.hears(Event::Snapshot(Arc::new(still_named)));
    let tree = stage.tree();
    for word in ["STRIPE", "stripe", "Storefront", "production", "128", "48"] {
        assert!(!tree.contains(word), "{word} is in the tree:\n{tree}");
    }
    assert!(tree.contains("Keyloft is hidden; your login protects these keys."));
    stage.click("Unlock");
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Unlock(None))));
}

#[test]
fn a_sealed_vault_is_unlocked_by_its_passphrase_which_no_tree_holds() {
    let mut stage = Stage::new(sample::locked(StoreKind::Sealed));
    let typed = passphrase(12);
    stage.type_text(&typed);
    assert!(!stage.tree().contains(&typed));
    stage.press(Key::Enter);
    let Ok(Request::Unlock(Some(secret))) = stage.asked.try_recv() else { panic!("nothing was asked") };
    assert_eq!(secret.expose_str(), Some(typed.as_str()));
    let [title, why, advice] =
        ["Couldn't unlock Keyloft.", "That passphrase didn't work.", "Try again."].map(str::to_owned);
    stage.hears(Event::Failed(Failure::new(title, why, advice)));
    let said = "That passphrase didn't work. Try again.";
    assert_eq!(stage.window.query_all_by_label(said).count(), 1);
}

#[test]
fn after_a_wrong_passphrase_the_next_is_typed_without_a_click_into_the_field() {
    let mut stage = Stage::new(sample::locked(StoreKind::Sealed));
    stage.type_text(&passphrase(12));
    stage.click("Unlock");
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Unlock(Some(_)))));
    stage.hears(Event::Failed(Failure::new("Couldn't unlock Keyloft.", "That passphrase didn't work.", "")));
    let second = passphrase(9);
    stage.type_text(&second);
    stage.click("Unlock");
    let Ok(Request::Unlock(Some(secret))) = stage.asked.try_recv() else { panic!("nothing was asked") };
    assert_eq!(secret.expose_str(), Some(second.as_str()));
}

#[test]
fn a_wrong_passphrase_leaves_the_button_where_it_was() {
    let mut stage = Stage::new(sample::locked(StoreKind::Sealed));
    let unlock = |stage: &Stage| stage.window.get_by_role_and_label(Role::Button, "Unlock").rect();
    stage.type_text(&passphrase(12));
    let before = unlock(&stage);
    stage.click("Unlock");
    stage.hears(Event::Failed(Failure::new("Couldn't unlock Keyloft.", "That passphrase didn't work.", "")));
    assert!(stage.tree().contains("That passphrase didn't work."));
    assert_eq!(unlock(&stage), before);
}

#[test]
fn letters_and_commands_before_the_vault_is_there_act_once_it_is() {
    let start = |early: &dyn Fn(&mut Stage)| {
        let mut stage = Stage::starting();
        early(&mut stage);
        stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
        stage.window.run_steps(8);
        stage
    };
    let searched = start(&|stage| {
        stage.press_with(Modifiers::COMMAND, Key::K);
        stage.type_text("sentry");
    });
    let rows: Vec<_> = searched.window.query_all_by_role(Role::ListBoxOption).collect();
    let first = rows.first().and_then(|row| row.accesskit_node().label());
    assert!(first.is_some_and(|row| row.starts_with("SENTRY_AUTH_TOKEN")), "{}", searched.tree());
    let made = start(&|stage| stage.press_with(Modifiers::COMMAND, Key::N));
    assert!(made.window.query_by_role(Role::Dialog).is_some(), "{}", made.tree());
}

#[test]
fn a_typed_passphrase_is_not_kept_in_the_undo_history() {
    let mut stage = Stage::new(sample::locked(StoreKind::Sealed));
    for letter in passphrase(6).chars() {
        stage.type_text(&letter.to_string());
    }
    let field = crate::gui::widgets::Passphrase::new("unlock").id();
    let state = egui::text_edit::TextEditState::load(&stage.window.ctx, field).expect("the field was typed into");
    let now = (egui::text::CCursorRange::default(), String::new());
    assert!(state.undoer().undo(&now).is_none());
    stage.press_with(Modifiers::COMMAND, Key::Z);
    stage.press(Key::Enter);
    let Ok(Request::Unlock(Some(secret))) = stage.asked.try_recv() else { panic!("nothing was asked") };
    assert_eq!(secret.len(), 6);
}

#[test]
fn the_lock_key_works_over_a_dialog_too() {
    for opens in [Key::N, Key::K, Key::E] {
        let mut stage = Stage::new(sample::snapshot());
        stage.press_with(Modifiers::COMMAND, opens);
        stage.type_text("half a name");
        let is_asked = |stage: &Stage| stage.asked.try_iter().any(|request| matches!(request, Request::Lock));
        assert!(!is_asked(&stage), "{opens:?}");
        stage.press_with(Modifiers::COMMAND, Key::L);
        assert!(is_asked(&stage), "{opens:?}");
    }
}

/// What the window paints a letter at a time; icons are letters too, of a font's own.
fn seen(stage: &Stage) -> String {
    let letters = stage.window.output().shapes.iter().filter_map(|clipped| match &clipped.shape {
        egui::Shape::Text(text) if text.galley.text().chars().count() == 1 => text.galley.text().chars().next(),
        _ => None,
    });
    letters.filter(|letter| !('\u{E000}'..='\u{F8FF}').contains(letter)).collect()
}

#[test]
fn the_eye_shows_a_passphrase_to_the_eye_alone_and_for_a_while() {
    let mut stage = Stage::new(sample::locked(StoreKind::Sealed));
    let typed = passphrase(14);
    stage.type_text(&typed);
    assert_eq!(seen(&stage), "");
    stage.click("Show what is typed");
    assert_eq!(seen(&stage), typed);
    // One types on without a click into the field.
    stage.type_text("é");
    let typed = typed + "é";
    assert_eq!(seen(&stage), typed);
    assert!(!stage.tree().contains(&typed[..3]), "{}", stage.tree());
    let told = format!("{:?}", stage.window.output().platform_output.events);
    assert!(!told.contains(&typed[..3]), "{told}");
    stage.click("Hide what is typed");
    assert_eq!(seen(&stage), "");
    stage.click("Show what is typed");
    // A quarter of a second each.
    stage.window.run_steps(81);
    assert_eq!(seen(&stage), "");
    assert!(stage.window.query_by_label("Show what is typed").is_some());
}

#[test]
fn the_eye_is_the_keyboards_too_and_closes_with_the_passphrase() {
    let mut stage = Stage::new(sample::locked(StoreKind::Sealed));
    let typed = passphrase(9);
    stage.type_text(&typed);
    stage.press(Key::Tab);
    stage.press(Key::Enter);
    assert_eq!(seen(&stage), typed);
    assert!(stage.asked.try_recv().is_err(), "Enter was the eye's");
    stage.press(Key::Space);
    assert_eq!(seen(&stage), "");
    stage.press(Key::Space);
    stage.press_with(Modifiers::SHIFT, Key::Tab);
    stage.press(Key::Enter);
    let Ok(Request::Unlock(Some(secret))) = stage.asked.try_recv() else { panic!("nothing was asked") };
    assert_eq!(secret.expose_str(), Some(typed.as_str()));
    let [title, why, advice] = ["Couldn't unlock Keyloft.", "That passphrase didn't work.", ""].map(str::to_owned);
    stage.hears(Event::Failed(Failure::new(title, why, advice)));
    stage.type_text(&typed);
    assert_eq!(seen(&stage), "", "the next one is hidden again");
}

#[test]
fn five_wrong_passphrases_make_a_pause() {
    let mut stage = Stage::new(sample::locked(StoreKind::Sealed));
    for _ in 0..5 {
        stage.type_text(&passphrase(9));
        stage.press(Key::Enter);
        assert!(matches!(stage.asked.try_recv(), Ok(Request::Unlock(Some(_)))));
        let title = "That passphrase didn't work.".to_owned();
        stage.hears(Event::Failed(Failure { title, ..Failure::default() }));
    }
    stage.type_text(&passphrase(9));
    stage.press(Key::Enter);
    assert!(stage.asked.try_recv().is_err());
    assert!(stage.tree().contains("Too many tries."));
}

#[test]
fn a_locked_keychain_is_said_and_names_stay() {
    let mut stage = Stage::new(sample::keychain_trouble());
    let tree = stage.tree();
    assert!(tree.contains("GNOME Keyring is locked Names stay in view"), "{tree}");
    assert!(!stage.rows().is_empty());
    stage.click("Unlock keychain…");
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Unlock(None))));
}

/// Nothing answers: there is nothing to unlock.
fn gone() -> (Stage, Failure) {
    let why = "No keychain answers on this computer.";
    let trouble = Failure::new(
        "Couldn't reach the secrets.",
        why,
        "Start the keychain that holds this vault's secrets, or log in to it, then try again.",
    );
    let state = VaultState::KeychainTrouble(trouble.clone());
    (Stage::new(Snapshot { state, ..sample::snapshot() }), trouble)
}

#[test]
fn a_keychain_that_is_gone_is_asked_again_and_not_unlocked() {
    let (mut stage, trouble) = gone();
    stage.press(Key::ArrowDown);
    let tree = stage.tree();
    assert!(tree.contains("Keychain doesn't answer") && !tree.contains("Unlock"), "{tree}");
    assert_eq!(stage.window.query_all_by_label("Try again").count(), 2, "above the table and in the details");
    stage.press_with(Modifiers::COMMAND, Key::Comma);
    assert_eq!(
        stage.tree().matches(&trouble.why).count(),
        1,
        "the settings say it where secrets lie: {}",
        stage.tree()
    );
}

#[test]
fn what_a_keychain_out_of_reach_kept_from_happening_is_said_with_it_in_one_and_stays_where_it_was() {
    let (mut stage, trouble) = gone();
    let title = "Couldn't copy OPENAI_API_KEY.".to_owned();
    stage.hears(Event::Failed(Failure { title, ..trouble.clone() }));
    let tree = stage.tree();
    assert_eq!(tree.matches(&trouble.why).count(), 1, "{tree}");
    assert!(tree.contains(&format!("Couldn't copy OPENAI_API_KEY. {} {}", trouble.why, trouble.advice)), "{tree}");
    assert!(stage.window.query_by_label("Close").is_none() && !tree.contains("reach the secrets"), "{tree}");
    stage.press_with(Modifiers::COMMAND, Key::Comma);
    assert!(!stage.tree().contains("Couldn't copy"), "{}", stage.tree());
}

#[test]
fn an_empty_vault_that_is_opened_begins_at_what_can_be_done() {
    let mut stage = Stage::new(sample::locked(StoreKind::Sealed));
    stage.type_text(&passphrase(12));
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Unlock(Some(_)))));
    let empty =
        Snapshot { state: VaultState::Open, store: StoreKind::Sealed, ..sample::no_vault(KeychainStands::Absent) };
    stage.hears(Event::Snapshot(Arc::new(empty)));
    assert_eq!(focused(&stage), "Paste a value…", "{}", stage.tree());
}

#[test]
fn that_unlocking_failed_is_said_until_it_succeeds() {
    let mut stage = Stage::new(sample::keychain_trouble());
    let words = "GNOME Keyring refused access.";
    stage.hears(Event::Failed(Failure::new("Couldn't unlock Keyloft.", words, "")));
    assert!(stage.tree().contains(words), "{}", stage.tree());
    stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
    assert!(!stage.tree().contains(words), "{}", stage.tree());
    // What fails while it is open stays until somebody closes it.
    stage.hears(Event::Failed(Failure::new("Couldn't read the folder.", words, "")));
    stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
    assert!(stage.tree().contains(words), "{}", stage.tree());
}

#[test]
fn while_it_unlocks_the_button_is_at_work_and_stays_what_has_the_keyboard() {
    for store in [StoreKind::Sealed, StoreKind::Keychain] {
        let mut stage = Stage::new(sample::locked(store));
        if store == StoreKind::Sealed {
            stage.type_text(&passphrase(12));
        }
        stage.press(Key::Enter);
        assert!(matches!(stage.asked.try_recv(), Ok(Request::Unlock(_))), "{store:?}");
        let button = stage.window.get_by_role_and_label(Role::Button, "Unlocking…");
        assert!(button.accesskit_node().is_busy(), "{store:?}: {}", stage.tree());
        stage.press(Key::Enter);
        assert!(stage.asked.try_recv().is_err(), "{store:?}: one at a time");
    }
}

#[test]
fn whatever_opens_over_a_shown_secret_hides_it() {
    let with = |key: Key| move |stage: &mut Stage| stage.press_with(Modifiers::COMMAND, key);
    type Opens = Box<dyn Fn(&mut Stage)>;
    let ways: [(&str, Opens); 5] = [
        ("new key", Box::new(with(Key::N))),
        ("export", Box::new(with(Key::E))),
        ("palette", Box::new(with(Key::K))),
        ("all keys", Box::new(|stage| stage.press(Key::Questionmark))),
        ("import", Box::new(|stage| stage.click("Import…"))),
    ];
    for (name, opens) in ways {
        let mut stage = Stage::new(sample::snapshot());
        stage.press(Key::ArrowDown);
        stage.press(Key::Space);
        let Ok(Request::Reveal(uid)) = stage.asked.try_recv() else { panic!("nothing was asked for") };
        stage.hears(Event::Revealed(uid, crate::model::Secret::new(b"made-up-value".to_vec())));
        assert!(!stage.painted("made-up-value").is_empty(), "{name}");
        opens(&mut stage);
        assert!(stage.window.ctx.memory(|memory| memory.top_modal_layer().is_some()), "{name} is not open");
        assert!(stage.painted("made-up-value").is_empty(), "{name}");
        // It stays hidden.
        stage.press(Key::Escape);
        stage.window.run_steps(6);
        assert!(stage.painted("made-up-value").is_empty(), "{name}");
    }
}

#[test]
fn unlocked_the_list_has_the_keyboard_though_what_was_typed_before_matched_nothing() {
    for closes in [false, true] {
        let mut stage = Stage::new(sample::snapshot());
        stage.press(Key::ArrowDown);
        stage.press(Key::Slash);
        stage.type_text("nothing is called so");
        assert!(stage.rows().is_empty());
        if closes {
            stage.press(Key::Tab);
        }
        stage.press_with(Modifiers::COMMAND, Key::L);
        stage.hears(Event::Snapshot(Arc::new(sample::locked(StoreKind::Keychain))));
        stage.press(Key::Enter);
        stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
        stage.window.run_steps(8);
        let first = stage.rows().into_iter().next().unwrap();
        assert_eq!(focused(&stage), first);
    }
}
