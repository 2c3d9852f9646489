//! New key: how a generated value is to be, and where one goes on in it.

use super::new_key::{added, text};
use super::*;
use crate::jobs::Done;
use crate::model::KeyUid;

/// New key on a generated value, in a window of this size.
fn generating(wide: f32, high: f32) -> Stage {
    let mut stage = Stage::sized(sample::snapshot(), wide, high);
    stage.press_with(Modifiers::COMMAND, Key::N);
    stage.type_text("SESSION_KEY");
    stage.click("Generate");
    stage
}

fn length(stage: &Stage) -> String {
    let field = stage.window.get_by_role_and_label(Role::TextInput, "Length in characters");
    field.accesskit_node().value().unwrap_or_default()
}

fn type_length(stage: &mut Stage, typed: &str) {
    stage.window.get_by_role_and_label(Role::TextInput, "Length in characters").focus();
    stage.window.run_steps(3);
    stage.press_with(Modifiers::COMMAND, Key::A);
    typed.chars().for_each(|digit| stage.type_text(&digit.to_string()));
}

#[test]
fn a_length_is_taken_as_it_is_typed_or_its_range_is_said() {
    let mut stage = generating(1280.0, 820.0);
    for typed in ["128", "9999", "7", "x"] {
        type_length(&mut stage, typed);
        stage.press(Key::Tab);
        assert_eq!(length(&stage), typed, "it stays as it was typed");
        assert!(stage.tree().contains("Use 8 to 100 characters"), "{typed}: {}", stage.tree());
        stage.click("Save key");
        assert!(stage.asked.try_recv().is_err() && stage.tree().contains("Needs another length."), "{typed}");
    }
    type_length(&mut stage, "100");
    assert!(!stage.tree().contains("Use 8 to 100"));
    stage.click("Save key");
    assert_eq!(text(&added(&stage)[0]).len(), 100);
}

#[test]
fn a_length_comes_back_with_its_characters() {
    let mut stage = generating(1280.0, 820.0);
    type_length(&mut stage, "90");
    stage.click("Hex");
    assert_eq!(length(&stage), "64", "what is usual");
    stage.click("Letters + digits");
    assert_eq!(length(&stage), "90");
}

#[test]
fn a_secret_never_stands_as_a_prefix() {
    let mut stage = generating(640.0, 400.0);
    stage.window.get_by_role_and_label(Role::TextInput, "Prefix").focus();
    stage.window.run_steps(3);
    let secret = ["sk", "live", &"q7".repeat(12)].join("_");
    stage.window.event(egui::Event::Paste(secret.clone()));
    stage.window.run_steps(4);
    let tree = stage.tree();
    assert!(!tree.contains(&secret) && tree.contains("That looks like a secret"), "{tree}");
    stage.type_text("shop_");
    assert!(!stage.tree().contains("That looks like a secret"));
    stage.type_text(&"a".repeat(32));
    assert!(stage.tree().contains("Use 32 characters at most"), "{}", stage.tree());
}

#[test]
fn enter_adds_the_environment_that_is_typed_and_one_goes_on_beside_it() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::N);
    for name in ["preview", "canary"] {
        stage.window.get_by_label("Add…").focus();
        stage.window.run_steps(2);
        stage.press(Key::Enter);
        stage.type_text(name);
        stage.press(Key::Enter);
        stage.window.run_steps(4);
        let words = crate::gui::screens::keys::capitalised(name);
        assert!(stage.window.query_by_role_and_label(Role::CheckBox, &words).is_some(), "{}", stage.tree());
        assert_eq!(focused(&stage), "Add…");
    }
}

/// Whether this is whole within what is seen of the dialog's body in the smallest window.
fn is_in_view(rect: egui::Rect) -> bool {
    rect.top() >= 52.0 && rect.bottom() <= 400.0 - 56.0
}

#[test]
fn the_field_one_is_in_stays_in_view_where_others_come_above_it() {
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    stage.press_with(Modifiers::COMMAND, Key::N);
    for _ in 0..40 {
        stage.press(Key::Tab);
        stage.window.run_steps(4);
        if focused(&stage) == "Provider" {
            break;
        }
    }
    stage.wheel(egui::pos2(200.0, 200.0), 90.0);
    let before = stage.window.get_by_label("Provider").rect();
    assert!(is_in_view(before) && before.top() > 250.0, "{before:?}");
    stage.type_text("AWS");
    stage.window.run_steps(6);
    assert!(stage.tree().contains("Variable of the key ID"), "{}", stage.tree());
    let provider = stage.window.get_by_label("Provider");
    assert!(provider.is_focused() && is_in_view(provider.rect()), "{:?}", provider.rect());
}

#[test]
fn what_is_refused_under_a_field_is_seen_in_the_smallest_window() {
    for name in ["Provider", "Owner", "Scopes", "Used in", "Tags"] {
        let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
        stage.press_with(Modifiers::COMMAND, Key::N);
        if matches!(name, "Used in" | "Tags") {
            stage.window.get_by_role_and_label(Role::DisclosureTriangle, "More").focus();
            stage.window.run_steps(4);
            stage.press(Key::Space);
        }
        stage.window.get_by_label(name).focus();
        stage.window.run_steps(12);
        if name == "Owner" {
            stage.press(Key::Enter);
            stage.click_on_top("Someone else…");
            stage.window.run_steps(4);
        }
        // Low, where what is said would come under the fold.
        let top = stage.window.get_by_label(name).rect().top();
        stage.wheel(egui::pos2(200.0, 200.0), 300.0 - top);
        let low = stage.window.get_by_label(name).rect();
        assert!(is_in_view(low) && low.top() > 250.0, "{name}: {low:?}");
        let secret = ["sk", "live", &"q7".repeat(12)].join("_");
        stage.window.event(egui::Event::Paste(secret));
        stage.window.run_steps(6);
        let words = "That looks like a secret, and what stands here can be read. None of it was kept.";
        let said = stage.window.get_by_label(words).rect();
        assert!(is_in_view(said), "{name}: {said:?}");
    }
}

#[test]
fn the_next_key_begins_at_the_top_with_the_word_that_the_one_before_is_saved() {
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    stage.press_with(Modifiers::COMMAND, Key::N);
    stage.type_text("SESSION_KEY");
    stage.window.get_by_role_and_label(Role::PasswordInput, "Value").focus();
    stage.window.run_steps(4);
    stage.window.event(egui::Event::Paste("made up value".to_owned()));
    stage.window.run_steps(4);
    stage.click("Add another after this");
    stage.wheel(egui::pos2(200.0, 200.0), -300.0);
    stage.asked.try_iter().for_each(drop);
    stage.click("Save key");
    assert_eq!(added(&stage).len(), 1);
    stage.hears(Event::Done(Done::Added(vec![KeyUid(900)])));
    stage.window.run_steps(6);
    let name = stage.window.get_by_role_and_label(Role::TextInput, "Variable name");
    assert!(name.is_focused() && is_in_view(name.rect()), "{:?}", name.rect());
    let words = "Saved SESSION_KEY. In development.";
    let said = stage.window.query_by_label(words).unwrap_or_else(|| panic!("{}", stage.tree()));
    assert!(is_in_view(said.rect()), "{:?}", said.rect());
    stage.type_text("N");
    assert!(stage.window.query_by_label(words).is_none(), "one went on");
}

#[test]
fn what_comes_of_a_length_is_in_view_with_its_field_and_nothing_is_rated_that_can_not_be() {
    for (wide, high) in [(640.0, 400.0), (900.0, 600.0), (1280.0, 820.0)] {
        let mut stage = generating(wide, high);
        let seen = |stage: &Stage, rect: egui::Rect| {
            let ends = stage.window.get_by_role_and_label(Role::Button, "Save key").rect().top() - 13.0;
            rect.top() >= 52.0 && rect.bottom() <= ends
        };
        type_length(&mut stage, "5");
        stage.window.run_steps(6);
        let field = stage.window.get_by_role_and_label(Role::TextInput, "Length in characters").rect();
        let said = stage.window.get_by_label("Use 8 to 100 characters").rect();
        assert!(seen(&stage, said) && seen(&stage, field), "{wide} × {high}: {field}, {said}");
        assert!(!stage.tree().contains("bits of randomness"), "{wide} × {high}: {}", stage.tree());
        stage.type_text("0");
        stage.window.run_steps(6);
        let field = stage.window.get_by_role_and_label(Role::TextInput, "Length in characters").rect();
        let rated = stage.window.get_by_label_contains("bits of randomness").rect();
        assert!(seen(&stage, rated) && seen(&stage, field), "{wide} × {high}: {field}, {rated}");
    }
}

#[test]
fn more_opens_under_the_pointer_and_nothing_above_it_moves() {
    for (wide, high) in [(1280.0, 820.0), (1000.0, 640.0), (1280.0, 1100.0)] {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        stage.press_with(Modifiers::COMMAND, Key::N);
        stage.window.run_steps(6);
        let at = |stage: &Stage| {
            let more = stage.window.get_by_role_and_label(Role::DisclosureTriangle, "More").rect();
            // Its words are others once it is open.
            (more.left_top(), stage.window.get_by_role_and_label(Role::TextInput, "Variable name").rect())
        };
        let before = at(&stage);
        for _ in 0..2 {
            stage.window.get_by_role_and_label(Role::DisclosureTriangle, "More").click();
            stage.window.run_steps(8);
            assert_eq!(at(&stage), before, "{wide} × {high}");
            let save = stage.window.get_by_role_and_label(Role::Button, "Save key").rect();
            assert!(save.bottom() < high - 16.0, "{wide} × {high}: {save}");
        }
    }
}

#[test]
fn a_long_list_over_its_field_leaves_the_title_of_the_dialog_clear() {
    for down in [200.0, 220.0, 240.0, 260.0, 280.0] {
        let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
        stage.press_with(Modifiers::COMMAND, Key::N);
        tab_to(&mut stage, "Provider");
        let top = stage.window.get_by_label("Provider").rect().top();
        stage.wheel(egui::pos2(200.0, 200.0), down - top);
        stage.press(Key::ArrowDown);
        stage.window.run_steps(6);
        let field = stage.window.get_by_label("Provider").rect();
        let first = stage.window.query_all_by_role(Role::ListBoxOption).next().unwrap().rect();
        assert!(first.top() >= 52.0, "{first:?} for the field at {field:?}");
    }
}

#[test]
fn a_generated_value_is_told_by_its_last_four_as_a_pasted_one_is() {
    for (name, shows) in [("SESSION_KEY", true), ("DB_PASSWORD", false)] {
        let mut stage = Stage::new(sample::snapshot());
        stage.press_with(Modifiers::COMMAND, Key::N);
        stage.type_text(name);
        stage.click("Generate");
        stage.click("Save key");
        let value = text(&added(&stage)[0]);
        let tail = &value[value.len() - 4..];
        assert_eq!(stage.painted(tail).len(), usize::from(shows), "{name}");
    }
}
