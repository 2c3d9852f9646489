//! Who has the keyboard once something opened, closed, came or went.

use super::keyboard::{focused, tab_to};
use super::*;
use crate::model::{KeyUid, Person, State};

pub(super) fn on_first_row() -> Stage {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage
}

/// What a row is called in the tree begins with its key's name.
fn name_of(snapshot: &Snapshot, uid: KeyUid) -> String {
    snapshot.keys.iter().find(|key| key.uid == uid).unwrap().name().to_owned()
}

#[test]
fn a_key_that_is_saved_has_the_keyboard() {
    let mut stage = on_first_row();
    stage.press_with(Modifiers::COMMAND, Key::N);
    stage.type_text("MADE_UP_TOKEN");
    tab_to(&mut stage, "Value");
    stage.window.event(egui::Event::Paste(passphrase(30)));
    stage.window.run_steps(4);
    stage.press(Key::Enter);
    assert!(stage.asked.try_iter().any(|asked| matches!(asked, Request::Add(_))), "{}", stage.tree());
    let mut facts = sample::snapshot();
    let mut key = facts.keys[4].clone();
    key.uid = KeyUid(9_001);
    key.reference.name = crate::model::VariableName::new("MADE_UP_TOKEN").unwrap();
    facts.keys.insert(5, key);
    facts.findings.insert(5, Vec::new());
    facts.tails.insert(5, None);
    stage.hears(Event::Snapshot(Arc::new(facts)));
    stage.hears(Event::Done(Done::Added(vec![KeyUid(9_001)])));
    stage.window.run_steps(4);
    assert!(focused(&stage).starts_with("MADE_UP_TOKEN, "), "{}", focused(&stage));
}

#[test]
fn a_key_that_one_is_led_to_is_listed_whatever_was_looked_for() {
    let mut stage = Stage::new(sample::snapshot());
    tab_to(&mut stage, "Plain 3");
    stage.press(Key::Enter);
    let plain = stage.rows().len();
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    stage.press(Key::Enter);
    stage.window.run_steps(4);
    assert!(focused(&stage).contains(", "), "{}", focused(&stage));
    assert!(stage.rows().len() > plain);
}

#[test]
fn what_is_deleted_hands_the_keyboard_to_its_neighbour() {
    let mut facts = sample::snapshot();
    let mut stage = Stage::new(facts.clone());
    for _ in 0..3 {
        stage.press(Key::ArrowDown);
    }
    let gone = focused(&stage);
    stage.press(Key::ArrowDown);
    let neighbour = focused(&stage);
    stage.press(Key::ArrowUp);
    assert_eq!(focused(&stage), gone);
    let at = facts.keys.iter().position(|key| gone.starts_with(&format!("{},", key.name()))).unwrap();
    facts.keys.remove(at);
    facts.findings.remove(at);
    facts.tails.remove(at);
    stage.hears(Event::Snapshot(Arc::new(facts)));
    stage.window.run_steps(4);
    assert_eq!(focused(&stage), neighbour);
    stage.press(Key::ArrowDown);
    assert!(![gone, neighbour].contains(&focused(&stage)), "and the arrows go on from there");
}

#[test]
fn the_last_row_hands_the_keyboard_upwards() {
    let mut facts = sample::snapshot();
    let mut stage = Stage::new(facts.clone());
    stage.press(Key::ArrowDown);
    stage.press(Key::End);
    let gone = focused(&stage);
    stage.press(Key::ArrowUp);
    let above = focused(&stage);
    stage.press(Key::End);
    let is_it = |key: &&crate::model::Key| key.place().project == "Storefront" && gone.starts_with(key.name());
    let uid = facts.keys.iter().rfind(is_it).unwrap().uid;
    let at = facts.keys.iter().position(|key| key.uid == uid).unwrap();
    facts.keys.remove(at);
    facts.findings.remove(at);
    facts.tails.remove(at);
    stage.hears(Event::Snapshot(Arc::new(facts)));
    stage.window.run_steps(4);
    assert_eq!(focused(&stage), above);
}

#[test]
fn a_warning_leads_to_the_row_of_its_key() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    let warning = focused(&stage);
    let name = warning.split(',').next().unwrap().to_owned();
    stage.press(Key::Enter);
    stage.window.run_steps(8);
    assert!(focused(&stage).starts_with(&format!("{name}, ")), "{}", focused(&stage));
    assert_ne!(focused(&stage), warning, "the row of Keys");
}

#[test]
fn a_warning_put_off_from_its_verb_hands_the_keyboard_to_the_next() {
    let mut facts = sample::snapshot();
    let mut stage = Stage::new(facts.clone());
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    let gone = focused(&stage);
    stage.press(Key::ArrowDown);
    let next = focused(&stage);
    stage.press(Key::ArrowUp);
    // As a verb that opens the dialog: it goes with its row.
    stage.press(Key::Tab);
    assert_ne!(focused(&stage), gone, "the verb of the row");
    stage.press(Key::S);
    stage.type_text("Later");
    stage.press(Key::Enter);
    let what = stage.asked.try_iter().find_map(|asked| match asked {
        Request::Snooze(what, ..) => Some(what),
        _ => None,
    });
    let what = what.expect("it was asked for");
    let at = facts.keys.iter().position(|key| key.uid == what[0].0).unwrap();
    facts.findings[at].retain(|finding| finding.rule != what[0].1);
    stage.hears(Event::Done(Done::Snoozed(what, facts.today + chrono::TimeDelta::days(30))));
    stage.hears(Event::Snapshot(Arc::new(facts)));
    stage.window.run_steps(8);
    assert_eq!(focused(&stage), next);
}

#[test]
fn the_safe_answer_has_the_keyboard_once_a_dialog_asks_about_a_loss() {
    let mut stage = on_first_row();
    stage.press_with(Modifiers::COMMAND, Key::N);
    stage.type_text("MADE_UP_TOKEN");
    assert_eq!(focused(&stage), "Variable name");
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    assert_eq!(focused(&stage), "Keep editing");
    assert!(stage.tree().contains("Discard this key?"));
    stage.press(Key::Enter);
    stage.window.run_steps(4);
    assert_eq!(focused(&stage), "Variable name", "and what asked has it again");
    // Also where the question came from a button that goes on standing there.
    tab_to(&mut stage, "Close");
    stage.press(Key::Enter);
    stage.window.run_steps(4);
    assert_eq!(focused(&stage), "Keep editing");
}

/// Clicks as a mouse does: what has the keyboard loses it with the press.
fn click_by_mouse(stage: &mut Stage, label: &str) {
    let at = stage.window.query_all_by_label(label).last().unwrap().rect().center();
    stage.window.event(egui::Event::PointerMoved(at));
    for pressed in [true, false] {
        let (button, modifiers) = (egui::PointerButton::Primary, Modifiers::NONE);
        stage.window.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers });
        stage.window.run_steps(2);
    }
    stage.window.run_steps(4);
}

/// A dialog opened on a row, ready to be acted in, with the keyboard in that field.
fn with_something_typed(dialog: &str) -> (Stage, &'static str) {
    let mut stage = on_first_row();
    match dialog {
        "rotate" => {
            stage.press(Key::R);
            stage.type_text("made up");
            (stage, "New value")
        }
        "new key" => {
            stage.press_with(Modifiers::COMMAND, Key::N);
            stage.type_text("MADE_UP_TOKEN");
            tab_to(&mut stage, "Value");
            stage.type_text("made up");
            (stage, "Value")
        }
        _ => {
            stage.press(Key::E);
            stage.type_text("_2");
            (stage, "Variable name")
        }
    }
}

#[test]
fn a_question_that_is_answered_with_no_gives_the_keyboard_back_to_the_field_it_came_from() {
    for dialog in ["rotate", "new key", "edit"] {
        let (mut stage, field) = with_something_typed(dialog);
        assert_eq!(focused(&stage), field);
        for answer in [Key::Escape, Key::Enter] {
            stage.press(Key::Escape);
            stage.window.run_steps(4);
            assert_eq!(focused(&stage), "Keep editing", "{dialog}: {}", stage.tree());
            stage.press(answer);
            stage.window.run_steps(4);
            assert_eq!(focused(&stage), field, "{dialog}");
        }
        for close in ["Close", "Cancel"] {
            click_by_mouse(&mut stage, close);
            assert!(stage.tree().contains("Discard"), "{dialog}: {}", stage.tree());
            click_by_mouse(&mut stage, "Keep editing");
            assert!(!stage.tree().contains("Discard"), "{dialog}");
            assert_eq!(focused(&stage), field, "{dialog}, closed by {close}");
        }
        // A button that was gone to by Tab has it again too.
        tab_to(&mut stage, "Cancel");
        stage.press(Key::Enter);
        stage.press(Key::Escape);
        stage.window.run_steps(4);
        assert_eq!(focused(&stage), "Cancel", "{dialog}");
        assert!(!stage.tree().contains("Discard"));
    }
}

#[test]
fn a_question_before_a_file_is_written_gives_the_keyboard_back_to_its_path() {
    let mut stage = Stage::new(sample::snapshot());
    stage.window.get_by_role_and_label(Role::RadioButton, "Production, protected").click();
    stage.window.run_steps(3);
    stage.press_with(Modifiers::COMMAND, Key::E);
    stage.type_text("/made/up/.env");
    for _ in 0..2 {
        stage.window.run_steps(20);
        if let Some(Request::LookAtExport(asked, _)) = stage.asked.try_iter().last() {
            let look = crate::jobs::ExportLook { asked, variables: 12, ..Default::default() };
            stage.hears(Event::ExportLooked(Box::new(look)));
        }
    }
    assert_eq!(focused(&stage), "File");
    stage.press(Key::Enter);
    stage.window.run_steps(4);
    assert!(stage.tree().contains("Write these production secrets to a file?"), "{}", stage.tree());
    assert!(stage.tree().contains("Save to") || stage.tree().contains("Read by"), "the dialog stands under it");
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    assert_eq!(focused(&stage), "File");
}

#[test]
fn the_expected_answer_has_the_keyboard_in_questions_about_several() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.press_with(Modifiers::SHIFT, Key::ArrowDown);
    stage.press(Key::D);
    stage.window.run_steps(4);
    assert_eq!(focused(&stage), "Disable 2 keys", "{}", stage.tree());
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    assert!(focused(&stage).contains(", "), "the row has it again: {}", focused(&stage));
}

#[test]
fn a_loss_is_never_the_answer_that_has_the_keyboard_first() {
    let mut facts = sample::snapshot();
    for key in facts.keys.iter_mut().take(3) {
        key.state = State::Disabled { since: facts.now.get() - chrono::TimeDelta::days(60) };
        key.protected = false;
    }
    let mut stage = Stage::new(facts);
    stage.press(Key::ArrowDown);
    stage.press_with(Modifiers::SHIFT, Key::ArrowDown);
    tab_to(&mut stage, "Delete…");
    stage.press(Key::Enter);
    stage.window.run_steps(4);
    assert_eq!(focused(&stage), "Cancel", "{}", stage.tree());
}

#[test]
fn a_section_that_a_shortcut_opens_takes_the_keyboard() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    stage.press(Key::F6);
    assert_eq!(focused(&stage), "Search", "in the sidebar");
    for (key, wanted) in [(Key::Num1, Role::Row), (Key::Num2, Role::Row), (Key::Comma, Role::TextInput)] {
        stage.press(Key::F6);
        stage.press_with(Modifiers::COMMAND, key);
        stage.window.run_steps(4);
        let nodes = stage.window.root().children_recursive();
        let role = nodes.filter(egui_kittest::Node::is_focused).last().map(|node| node.accesskit_node().role());
        assert_eq!(role, Some(wanted), "{key:?}: {}", focused(&stage));
    }
    stage.press_with(Modifiers::COMMAND, Key::Num1);
    stage.press_with(Modifiers::COMMAND, Key::P);
    stage.press(Key::End);
    stage.press(Key::ArrowUp);
    stage.press(Key::ArrowUp);
    stage.press(Key::Enter);
    stage.window.run_steps(8);
    assert!(focused(&stage).contains(", "), "the list of the project that was chosen: {}", focused(&stage));
}

#[test]
fn a_mouse_that_opens_a_section_puts_no_ring_anywhere() {
    let mut stage = Stage::new(sample::snapshot());
    click_by_mouse(&mut stage, "Review, 42 keys");
    assert!(stage.tree().contains("worst first"), "{}", stage.tree());
    assert_eq!(focused(&stage), "");
}

#[test]
fn esc_leaves_the_row_the_keyboard_in_every_section() {
    let mut facts = sample::snapshot();
    facts.people = vec![Person { name: "Mara Klein".to_owned(), ..Person::default() }];
    let mut stage = Stage::new(facts);
    for key in [Key::Num2, Key::Num1] {
        stage.press_with(Modifiers::COMMAND, key);
        let row = focused(&stage);
        stage.press(Key::Escape);
        assert_eq!(focused(&stage), row, "{key:?}");
    }
    stage.press(Key::V);
    stage.press(Key::ArrowDown);
    let cell = focused(&stage);
    stage.press(Key::Escape);
    assert_eq!(focused(&stage), cell, "Compare");
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("keys of mara");
    stage.press(Key::Enter);
    stage.window.run_steps(8);
    assert!(stage.window.query_by_label("Back").is_some(), "{}", stage.tree());
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    assert_eq!(focused(&stage), cell, "a person's page leads back");
    tab_to(&mut stage, "Export…");
    stage.press(Key::Escape);
    assert_eq!(focused(&stage), "Export…", "and so does whatever else");
}

#[test]
fn esc_leads_from_the_filter_back_to_the_row() {
    let mut stage = on_first_row();
    stage.press(Key::ArrowDown);
    let row = focused(&stage);
    stage.press(Key::Slash);
    assert_eq!(focused(&stage), "Filter");
    stage.press(Key::Escape);
    stage.window.run_steps(3);
    assert_eq!(focused(&stage), row);
}

#[test]
fn ctrl_p_opens_the_projects_at_once_wherever_one_is() {
    for key in [Key::Num1, Key::Num2, Key::Num4, Key::Comma] {
        let mut stage = Stage::new(sample::snapshot());
        stage.press_with(Modifiers::COMMAND, key);
        stage.press_with(Modifiers::COMMAND, Key::P);
        stage.window.run_steps(4);
        assert!(stage.window.query_by_role_and_label(Role::MenuItem, "Billing").is_some(), "{key:?}");
        stage.press(Key::Escape);
        stage.press_with(Modifiers::COMMAND, Key::Num1);
        stage.window.run_steps(4);
        assert!(stage.window.query_by_role_and_label(Role::MenuItem, "Billing").is_none(), "{key:?}: not later");
    }
}

#[test]
fn ctrl_1_keeps_the_scope_and_compare() {
    let mut stage = on_first_row();
    let keys = stage.rows();
    stage.press_with(Modifiers::COMMAND, Key::Num1);
    assert_eq!(stage.rows(), keys, "still Storefront's");
    stage.press(Key::V);
    let variables = stage.rows();
    stage.press_with(Modifiers::COMMAND, Key::Num1);
    assert_eq!(stage.rows(), variables);
}

#[test]
fn tab_stops_at_a_segmented_control_once_and_arrows_choose() {
    let mut stage = Stage::new(sample::snapshot());
    let chosen = |stage: &Stage| {
        let segments = stage.window.query_all_by_role(Role::RadioButton);
        let on =
            |node: &egui_kittest::Node<'_>| node.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True);
        segments.filter(on).filter_map(|node| node.accesskit_node().label()).next()
    };
    tab_to(&mut stage, "All environments");
    stage.press(Key::ArrowRight);
    assert_eq!((focused(&stage).as_str(), chosen(&stage).as_deref()), ("Development", Some("Development")));
    stage.press(Key::ArrowLeft);
    stage.press(Key::ArrowLeft);
    assert_eq!(chosen(&stage).as_deref(), Some("Production, protected"), "round the end");
    stage.press(Key::Tab);
    assert_eq!(focused(&stage), "List", "the next control");
    stage.press_with(Modifiers::SHIFT, Key::Tab);
    assert_eq!(focused(&stage), "Production, protected");
}

#[test]
fn arrows_that_choose_go_on_choosing_where_a_click_leads_to_a_field() {
    let mut stage = on_first_row();
    stage.press(Key::R);
    stage.window.run_steps(4);
    let choices = ["Not known", "30 d", "90 d", "180 d", "1 year", "Never"];
    while !choices.contains(&focused(&stage).as_str()) {
        stage.press(Key::Tab);
    }
    while choices.contains(&focused(&stage).as_str()) {
        stage.press(Key::ArrowRight);
    }
    assert_eq!(focused(&stage), "Date…");
    stage.press(Key::Tab);
    assert_eq!(focused(&stage), "The last day it works", "which is the next stop");
}

#[test]
fn a_pointer_that_rests_on_a_row_is_no_second_cursor() {
    let mut stage = Stage::new(sample::snapshot());
    let copies = |stage: &Stage| stage.window.query_all_by_label_contains("Copy ").count();
    stage.window.query_all_by_role(Role::Row).nth(5).unwrap().hover();
    stage.window.run_steps(3);
    assert_eq!(copies(&stage), 1, "{}", stage.tree());
    stage.press(Key::ArrowDown);
    let under_pointer = sample::snapshot().keys[5].name().to_owned();
    assert!(stage.window.query_by_label(&format!("Copy {under_pointer}")).is_none(), "{}", stage.tree());
    assert_eq!(
        name_of(&sample::snapshot(), sample::snapshot().keys[0].uid),
        focused(&stage).split(',').next().unwrap()
    );
}
