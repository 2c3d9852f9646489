//! The window by its keys alone: where the keyboard is, and where it is once something closes.

use super::*;

/// What has the keyboard, by its label.
pub(in crate::gui) fn focused(stage: &Stage) -> String {
    let nodes = stage.window.root().children_recursive();
    let on = nodes.filter(egui_kittest::Node::is_focused).last();
    on.and_then(|node| node.accesskit_node().label()).unwrap_or_default()
}

/// Goes on by Tab until that has the keyboard.
pub(in crate::gui) fn tab_to(stage: &mut Stage, label: &str) {
    for _ in 0..80 {
        if focused(stage) == label {
            return;
        }
        stage.press(Key::Tab);
    }
    panic!("Tab never came to {label}\n{}", stage.tree());
}

/// What stands in that select.
pub(super) fn value_of(stage: &Stage, label: &str) -> String {
    let field = stage.window.get_by_role_and_label(Role::ComboBox, label);
    field.accesskit_node().value().unwrap_or_default()
}

#[test]
fn a_menu_is_chosen_from_by_its_arrows_and_gives_the_keyboard_back() {
    let mut stage = Stage::new(sample::snapshot());
    stage.click("Import…");
    tab_to(&mut stage, "Read as");
    stage.press(Key::Space);
    assert_eq!(focused(&stage), "Detect from content", "the one that is chosen");
    stage.press(Key::ArrowDown);
    stage.press(Key::ArrowDown);
    assert_eq!(focused(&stage), "Next and Vite");
    stage.press(Key::Enter);
    assert_eq!((focused(&stage).as_str(), value_of(&stage, "Read as").as_str()), ("Read as", "Next and Vite"));
    stage.press(Key::Space);
    stage.press(Key::Home);
    stage.press(Key::ArrowUp);
    assert_eq!(focused(&stage), "Kubernetes Secret", "round the end");
    stage.press(Key::Escape);
    assert_eq!((focused(&stage).as_str(), value_of(&stage, "Read as").as_str()), ("Read as", "Next and Vite"));
    assert!(stage.tree().contains("Pasted text"), "the dialog is still there");
    stage.press(Key::Space);
    stage.press(Key::Tab);
    stage.window.run_steps(3);
    assert_eq!(focused(&stage), "Read as", "Tab closes it, too");
    assert!(stage.window.query_by_role_and_label(Role::MenuItem, "Next and Vite").is_none());
}

#[test]
fn a_menu_that_a_click_opened_in_a_dialog_has_the_arrows_and_leaves_its_opener_the_keyboard() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::N);
    stage.type_text("SESSION_KEY");
    stage.click("Kind");
    assert_eq!(focused(&stage), "Kind");
    stage.press(Key::ArrowDown);
    stage.press(Key::ArrowDown);
    assert_eq!(focused(&stage), "Token");
    stage.press(Key::Enter);
    assert_eq!((focused(&stage).as_str(), value_of(&stage, "Kind").as_str()), ("Kind", "Token"));
    let pastes = stage.window.get_by_role_and_label(Role::RadioButton, "Paste a value");
    assert_eq!(pastes.accesskit_node().toggled(), Some(egui::accesskit::Toggled::True), "nothing under it was changed");
    stage.click("Kind");
    stage.click_on_top("Password");
    assert_eq!((focused(&stage).as_str(), value_of(&stage, "Kind").as_str()), ("Kind", "Password"));
}

#[test]
fn a_menu_that_filters_gives_the_keyboard_back_too() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::E);
    tab_to(&mut stage, "Read by");
    stage.press(Key::Space);
    stage.type_text("vite");
    stage.press(Key::Enter);
    assert_eq!((focused(&stage).as_str(), value_of(&stage, "Read by").as_str()), ("Read by", "Vite"));
    stage.press(Key::Space);
    stage.press(Key::Escape);
    assert_eq!(focused(&stage), "Read by");
}

#[test]
fn the_menu_of_a_key_is_worked_by_arrows() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.press_with(Modifiers::SHIFT, Key::F10);
    assert_eq!(focused(&stage), "Copy");
    let mut went = Vec::new();
    for _ in 0..4 {
        stage.press(Key::ArrowDown);
        went.push(focused(&stage));
    }
    assert_eq!(went[0], "Copy as");
    assert!(went.iter().all(|label| !label.is_empty() && label != "Copy"), "{went:?}");
    stage.press(Key::Escape);
    stage.window.run_steps(2);
    assert!(focused(&stage).contains(", "), "the row has the keyboard again: {}", focused(&stage));
    stage.press(Key::ArrowDown);
    stage.press(Key::Enter);
    let copied = stage.asked.try_iter().find_map(|request| match request {
        Request::Copy(uid) => Some(uid.0),
        _ => None,
    });
    assert_eq!(copied, Some(2), "the list has the keyboard again");
}

#[test]
fn a_dialog_gives_the_keyboard_back_to_what_opened_it() {
    let mut stage = Stage::new(sample::snapshot());
    for label in ["Export…", "Import…", "New key"] {
        tab_to(&mut stage, label);
        stage.press(Key::Enter);
        assert_ne!(focused(&stage), label, "the dialog has the keyboard");
        stage.press(Key::Escape);
        stage.window.run_steps(3);
        assert_eq!(focused(&stage), label);
    }
}

#[test]
fn no_tooltip_stays_over_a_dialog() {
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    let told = |stage: &Stage| stage.tree().lines().filter(|line| line.starts_with("Expires in ")).count() > 0;
    stage.press(Key::Slash);
    stage.type_text("stripe_secret production");
    stage.window.get_by_role(Role::Row).hover();
    stage.press(Key::Enter);
    stage.window.run_steps(60);
    assert!(told(&stage), "{}", stage.tree());
    for key in [Key::K, Key::N, Key::E] {
        stage.press_with(Modifiers::COMMAND, key);
        stage.window.run_steps(10);
        assert!(!told(&stage), "{key:?}");
        stage.press(Key::Escape);
        stage.window.run_steps(60);
        assert!(told(&stage), "it is back with the row");
    }
}

#[test]
fn a_dialog_closes_the_menu_that_was_open_before_it() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.press_with(Modifiers::SHIFT, Key::F10);
    assert!(stage.tree().contains("Copy as"));
    stage.press_with(Modifiers::COMMAND, Key::N);
    stage.window.run_steps(4);
    let tree = stage.tree();
    assert!(tree.contains("Variable name") && !tree.contains("Copy as"), "{tree}");
}

#[test]
fn the_menu_of_a_key_whose_secret_is_shown_hides_it() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.press(Key::Space);
    let Ok(Request::Reveal(uid)) = stage.asked.try_recv() else { panic!("nothing was asked for") };
    stage.hears(Event::Revealed(uid, crate::model::Secret::new(b"made-up-value".to_vec())));
    stage.press_with(Modifiers::SHIFT, Key::F10);
    assert!(!stage.tree().contains("Show secret"), "{}", stage.tree());
    stage.click("Hide secret");
    stage.window.run_steps(3);
    assert!(!stage.tree().contains("made-up-value") && stage.tree().contains("Close details"));
    stage.press_with(Modifiers::SHIFT, Key::F10);
    assert!(stage.tree().contains("Show secret"));
}

#[test]
fn details_that_were_closed_come_back_from_the_menu_of_a_row() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.press(Key::I);
    stage.window.run_steps(8);
    if stage.tree().contains("Close details") {
        stage.press(Key::I);
        stage.window.run_steps(8);
    }
    assert!(!stage.tree().contains("Close details"));
    stage.press_with(Modifiers::SHIFT, Key::F10);
    stage.click("Details");
    stage.window.run_steps(8);
    assert!(stage.tree().contains("Close details"), "{}", stage.tree());
}

#[test]
fn esc_with_nothing_to_close_leaves_the_row_the_keyboard() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    let row = focused(&stage);
    assert!(row.contains(", "), "{row}");
    stage.press(Key::Escape);
    stage.window.run_steps(2);
    assert_eq!(focused(&stage), row);
}

/// Presses keys and types letters, all in one frame: as a slow one brings them.
fn in_one_frame(stage: &mut Stage, modifiers: Modifiers, key: Key, letters: &str) {
    stage.window.key_press_modifiers(modifiers, key);
    for letter in letters.chars() {
        stage.window.event(egui::Event::Text(letter.to_string()));
    }
    stage.window.step();
}

#[test]
fn what_is_typed_right_after_a_command_arrives_whole_in_what_it_opens() {
    for (modifiers, key, field) in [
        (Modifiers::COMMAND, Key::K, "Find a key or a command"),
        (Modifiers::NONE, Key::Slash, "Filter keys"),
        (Modifiers::COMMAND, Key::Comma, "Find a setting"),
        (Modifiers::NONE, Key::E, "Name"),
        (Modifiers::NONE, Key::S, "Reason"),
        (Modifiers::NONE, Key::A, "Owner"),
    ] {
        let mut stage = Stage::new(sample::snapshot());
        stage.press(Key::ArrowDown);
        in_one_frame(&mut stage, modifiers, key, "zon");
        // And some more in the frame that draws it first.
        stage.type_text("ed");
        stage.window.run_steps(8);
        let values: Vec<String> =
            stage.window.root().children_recursive().filter_map(|node| node.accesskit_node().value()).collect();
        assert!(values.iter().any(|value| value.contains("zoned")), "{key:?} to {field}: {values:?}");
    }
}

#[test]
fn a_name_typed_right_after_new_key_arrives_whole() {
    let mut stage = Stage::new(sample::snapshot());
    in_one_frame(&mut stage, Modifiers::COMMAND, Key::N, "new_");
    stage.window.event(egui::Event::Text("ke".to_owned()));
    stage.window.step();
    stage.window.event(egui::Event::Text("y".to_owned()));
    stage.window.run_steps(8);
    assert!(stage.tree().to_ascii_lowercase().contains("new_key"), "{}", stage.tree());
}

#[test]
fn a_letter_after_another_command_means_what_it_means_there() {
    let mut stage = Stage::new(sample::snapshot());
    stage.window.key_press_modifiers(Modifiers::COMMAND, Key::Num2);
    stage.window.key_press(Key::S);
    stage.window.event(egui::Event::Text("s".to_owned()));
    stage.window.run_steps(10);
    assert!(stage.tree().contains("Snooze warning"), "{}", stage.tree());
}

#[test]
fn the_list_of_keys_is_read_to_its_end_by_keys_in_the_smallest_window() {
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    stage.press(Key::ArrowDown);
    stage.press(Key::Questionmark);
    let last = "Open the key: Enter";
    let bottom = |stage: &Stage| stage.window.get_by_label(last).rect().bottom();
    assert!(bottom(&stage) > 400.0);
    stage.press(Key::End);
    stage.window.run_steps(3);
    assert!(bottom(&stage) < 400.0, "{}", bottom(&stage));
    stage.press(Key::Home);
    stage.window.run_steps(3);
    assert!(bottom(&stage) > 400.0);
}

/// Selects that key by its name, wherever it is.
fn select(stage: &mut Stage, name: &str) {
    stage.go_to_all_projects();
    stage.press(Key::Slash);
    stage.type_text(name);
    stage.press(Key::ArrowDown);
    stage.press(Key::Escape);
    stage.window.run_steps(4);
}

#[test]
fn d_on_a_disabled_key_asks_whether_to_enable_it() {
    let mut stage = Stage::new(sample::snapshot());
    select(&mut stage, "legacy_paypal");
    stage.press(Key::D);
    stage.window.run_steps(4);
    assert!(stage.tree().contains("Enable this staging key again?"), "{}", stage.tree());
    assert!(stage.asked.try_recv().is_err(), "nothing before a yes");
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Enable(keys)) if keys.len() == 1));
}

#[test]
fn a_letter_that_can_do_nothing_says_why() {
    let mut stage = Stage::new(sample::snapshot());
    select(&mut stage, "legacy_paypal");
    stage.press(Key::Enter);
    assert!(stage.tree().contains("LEGACY_PAYPAL_SECRET is disabled here. Enable it to copy it"), "{}", stage.tree());
    select(&mut stage, "port");
    stage.press(Key::R);
    assert!(stage.tree().contains("PORT is plain and has no secret to rotate"), "{}", stage.tree());
    let snapshot = sample::snapshot();
    let all = || snapshot.keys.iter().zip(&snapshot.findings);
    let is_quiet = |name: &str| {
        let mut named = all().filter(|(key, _)| key.name().contains(name));
        named.all(|(key, findings)| !key.is_plain() && findings.is_empty())
    };
    let quiet = all().map(|(key, _)| key.name()).find(|name| is_quiet(name)).unwrap();
    select(&mut stage, &quiet.to_lowercase());
    stage.press(Key::S);
    let why = format!("{quiet} has no warning to snooze");
    assert!(stage.tree().contains(&why) && !stage.tree().contains("Why it can wait"), "{}", stage.tree());
    assert!(stage.asked.try_recv().is_err());
}

#[test]
fn esc_leads_back_from_settings_and_from_a_persons_page() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    stage.press(Key::ArrowDown);
    let row = focused(&stage);
    stage.press_with(Modifiers::COMMAND, Key::Comma);
    stage.type_text("lock");
    stage.press(Key::Escape);
    assert!(!stage.tree().contains("lock\n"), "what was looked for goes first");
    assert!(focused(&stage) != row);
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    assert_eq!(focused(&stage), row, "where one was");
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("no owner");
    stage.press(Key::Enter);
    stage.window.run_steps(4);
    assert!(stage.window.query_by_label("Back").is_some(), "{}", stage.tree());
    stage.press_with(Modifiers::COMMAND, Key::Comma);
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    assert!(stage.window.query_by_label("Back").is_some(), "from settings to the page");
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    assert_eq!(focused(&stage), row, "and from there to the review");
}

#[test]
fn a_typed_environment_gives_way_to_the_list_again() {
    let mut stage = Stage::new(sample::snapshot());
    select(&mut stage, "sentry_auth staging");
    stage.press_with(Modifiers::SHIFT, Key::F10);
    stage.click("Move to…");
    stage.window.run_steps(4);
    tab_to(&mut stage, "Environment");
    stage.press(Key::Space);
    stage.press(Key::End);
    stage.press(Key::Enter);
    stage.window.run_steps(3);
    assert!(stage.window.query_by_role_and_label(Role::TextInput, "Environment").is_some(), "{}", stage.tree());
    stage.press(Key::Escape);
    stage.window.run_steps(3);
    assert!(stage.window.query_by_role_and_label(Role::ComboBox, "Environment").is_some(), "{}", stage.tree());
    assert_eq!(focused(&stage), "Environment");
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    assert!(stage.window.query_by_role_and_label(Role::ComboBox, "Environment").is_none(), "the dialog closed");
}

/// Draws as long as the window asks for a frame at once, and no longer: nothing else wakes it.
fn settle(stage: &mut Stage) {
    for _ in 0..60 {
        stage.window.step();
        let output = stage.window.output();
        if output.viewport_output.values().all(|viewport| !viewport.repaint_delay.is_zero()) {
            return;
        }
    }
    panic!("it never comes to rest");
}

#[test]
fn the_row_after_a_snoozed_one_has_the_keyboard_at_once() {
    let snapshot = sample::snapshot();
    let mut stage = Stage::new(snapshot.clone());
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    stage.press(Key::ArrowDown);
    let row = focused(&stage);
    stage.press(Key::S);
    stage.type_text("It is being ended");
    stage.press(Key::Enter);
    let Ok(Request::Snooze(what, until, _)) = stage.asked.try_recv() else { panic!("nothing was asked") };
    let mut after = snapshot;
    for (uid, rule) in &what {
        let at = after.keys.iter().position(|key| key.uid == *uid).unwrap();
        after.findings[at].retain(|finding| finding.rule != *rule);
    }
    stage.tell.send(Event::Snapshot(Arc::new(after))).unwrap();
    stage.tell.send(Event::Done(Done::Snoozed(what, until))).unwrap();
    settle(&mut stage);
    let next = focused(&stage);
    assert!(next.contains(", ") && next != row, "{next:?} after {row:?}");
}

#[test]
fn after_a_filter_without_a_match_one_is_on_the_row_again() {
    for down in [false, true] {
        let mut stage = Stage::new(sample::snapshot());
        stage.press(Key::ArrowDown);
        stage.press(Key::ArrowDown);
        let before = focused(&stage);
        assert!(stage.rows().contains(&before), "{before}");
        stage.press(Key::Slash);
        stage.type_text("zzqqzz");
        assert!(stage.rows().is_empty());
        if down {
            stage.press(Key::ArrowDown);
        }
        stage.press(Key::Escape);
        assert_eq!(focused(&stage), before, "{down}");
    }
}

#[test]
fn the_filter_opens_though_keys_are_ticked() {
    for width in [1280.0, 640.0] {
        let mut stage = Stage::sized(sample::snapshot(), width, 820.0);
        for _ in 0..2 {
            stage.press(Key::ArrowDown);
            stage.press(Key::X);
        }
        assert!(stage.tree().contains("2 selected"), "{}", stage.tree());
        stage.press(Key::Slash);
        stage.window.key_press(Key::D);
        stage.type_text("d");
        assert!(!stage.tree().contains("Disable 2 keys?"), "{}", stage.tree());
        let filter = stage.window.get_by_role_and_label(Role::TextInput, "Filter");
        assert_eq!(filter.accesskit_node().value().as_deref(), Some("d"));
        stage.press(Key::ArrowDown);
        assert!(stage.tree().contains("2 selected"), "what is ticked stays");
    }
}

#[test]
fn the_palette_moves_all_that_is_ticked() {
    let mut stage = Stage::new(sample::snapshot());
    for _ in 0..2 {
        stage.press(Key::ArrowDown);
        stage.press(Key::X);
    }
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("move the");
    assert!(stage.tree().contains("Move the 2 selected to…"), "{}", stage.tree());
    stage.press(Key::Enter);
    assert!(stage.tree().contains("Move 2 keys"), "{}", stage.tree());
}

#[test]
fn arrows_stay_on_a_checkbox() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::N);
    stage.click("Generate");
    let words = "Leave out look-alikes";
    stage.window.get_by_role_and_label(Role::CheckBox, words).focus();
    stage.window.run_steps(3);
    for key in [Key::ArrowRight, Key::ArrowUp, Key::ArrowLeft, Key::ArrowDown] {
        stage.press(key);
        assert_eq!(focused(&stage), words, "{key:?}");
    }
    stage.press(Key::Tab);
    assert_ne!(focused(&stage), words, "Tab goes on");
}
