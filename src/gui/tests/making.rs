//! New key: how a generated value is to be, and where one goes on in it.

use super::new_key::{added, text};
use super::*;

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
