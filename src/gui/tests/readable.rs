//! What lies readable on the disk holds no secret that was pasted there by mistake.

use super::*;

/// A key as its provider makes it.
fn known() -> String {
    format!("ghp_{}", "a1".repeat(18))
}

/// Pastes it into the field that has the keyboard: it is kept out, and that is said.
fn is_kept_out(stage: &mut Stage, field: &str) {
    assert_eq!(focused(stage), field, "{}", stage.tree());
    stage.window.event(egui::Event::Paste(known()));
    stage.window.run_steps(4);
    let tree = stage.tree();
    assert!(tree.contains("That looks like a secret, and what stands here can be read."), "{field}: {tree}");
    let values = stage.window.root().children_recursive().filter_map(|node| node.accesskit_node().value());
    assert!(values.into_iter().all(|value| !value.contains(&known())), "{field}");
    stage.window.event(egui::Event::Paste("words".to_owned()));
    stage.window.run_steps(4);
    assert!(!stage.tree().contains("That looks like a secret"), "{field}: {}", stage.tree());
}

#[test]
fn a_known_secret_is_kept_out_of_an_owners_name() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.press(Key::A);
    is_kept_out(&mut stage, "Owner");
}

#[test]
fn a_known_secret_is_kept_out_of_the_facts_of_a_key() {
    for (opens, fields) in [(Key::E, ["Provider", "Endpoint", "Scopes"]), (Key::N, ["Provider", "Scopes", ""])] {
        for field in fields.into_iter().filter(|field| !field.is_empty()) {
            let mut stage = Stage::new(sample::snapshot());
            stage.press(Key::ArrowDown);
            if opens == Key::N {
                stage.press_with(Modifiers::COMMAND, opens);
            } else {
                stage.press(opens);
            }
            {
                let is_field = |node: &egui_kittest::Node<'_>| {
                    matches!(node.accesskit_node().role(), Role::TextInput | Role::EditableComboBox)
                };
                let mut fields = stage.window.query_all_by_label(field);
                fields.rfind(is_field).unwrap_or_else(|| panic!("{field}: {}", stage.tree())).focus();
            }
            stage.window.run_steps(3);
            is_kept_out(&mut stage, field);
        }
    }
}
