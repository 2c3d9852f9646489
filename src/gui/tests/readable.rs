//! What lies readable on the disk holds no secret that was pasted there by mistake.

use super::*;

/// A key as its provider makes it.
pub(super) fn known() -> String {
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
            focus(&mut stage, field);
            is_kept_out(&mut stage, field);
        }
    }
}

fn focus(stage: &mut Stage, field: &str) {
    {
        let is_field = |node: &egui_kittest::Node<'_>| {
            matches!(node.accesskit_node().role(), Role::TextInput | Role::EditableComboBox)
        };
        let mut found = stage.window.query_all_by_label(field);
        found.rfind(is_field).unwrap_or_else(|| panic!("{field}: {}", stage.tree())).focus();
    }
    stage.window.run_steps(3);
}

fn by_palette(stage: &mut Stage, words: &str) {
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text(words);
    stage.press(Key::Enter);
    stage.window.run_steps(3);
}

#[test]
fn a_known_secret_is_kept_out_of_what_is_said_of_warnings_people_and_places() {
    type Opens = fn(&mut Stage);
    let fields: [(Opens, &[&str]); 7] = [
        (|stage| stage.press(Key::S), &["Why it can wait"]),
        (|stage| by_palette(stage, "someone leaves"), &["Name"]),
        (|stage| stage.click("New project…"), &["Name"]),
        (
            |stage| by_palette(stage, "edit project"),
            &["Name", "Name of staging", "Short name of staging", "New environment"],
        ),
        (|stage| stage.click_on_top("Import…"), &["Project", "Environment"]),
        (
            |stage| {
                stage.press_with(Modifiers::SHIFT, Key::ArrowDown);
                tab_to(stage, "Move to…");
                stage.press(Key::Enter);
            },
            &["Project", "Environment"],
        ),
        (
            |stage| {
                stage.press_with(Modifiers::COMMAND, Key::N);
                stage.click("Add…");
            },
            &["New environment"],
        ),
    ];
    for (opens, fields) in fields {
        for field in fields {
            let mut stage = Stage::new(sample::snapshot());
            stage.press(Key::ArrowDown);
            opens(&mut stage);
            stage.window.run_steps(4);
            focus(&mut stage, field);
            is_kept_out(&mut stage, field);
        }
    }
}

#[test]
fn a_known_secret_is_kept_out_of_the_names_of_a_place_that_a_dialog_makes() {
    for (select, entry) in [("Project", "New project…"), ("Environment", "New environment…")] {
        let mut stage = Stage::new(sample::snapshot());
        stage.press(Key::ArrowDown);
        stage.press_with(Modifiers::SHIFT, Key::F10);
        stage.click("Duplicate to…");
        stage.window.get_by_role_and_label(Role::ComboBox, select).click();
        stage.window.run_steps(4);
        stage.click_on_top(entry);
        focus(&mut stage, select);
        is_kept_out(&mut stage, select);
    }
}

#[test]
fn a_known_secret_is_kept_out_of_the_users_own_name() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::Comma);
    focus(&mut stage, "You are");
    stage.asked.try_iter().for_each(drop);
    stage.window.event(egui::Event::Paste(known()));
    stage.window.run_steps(4);
    assert!(stage.tree().contains("That looks like a secret. None of it was kept."), "{}", stage.tree());
    stage.press(Key::Enter);
    assert!(!stage.asked.try_iter().any(|asked| matches!(asked, Request::Set(..))), "nothing is saved");
    stage.type_text("Words");
    assert!(!stage.tree().contains("That looks like a secret"), "{}", stage.tree());
}

#[test]
fn a_known_secret_is_kept_out_of_days_and_of_names_that_confirm() {
    let mut stage = Stage::new(sample::snapshot());
    by_palette(&mut stage, "someone leaves");
    focus(&mut stage, "Last day");
    is_kept_out(&mut stage, "Last day");
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.press(Key::E);
    stage.window.get_by_role_and_label(Role::RadioButton, "Date…").click();
    stage.window.run_steps(6);
    focus(&mut stage, "Last day");
    is_kept_out(&mut stage, "Last day");
    let mut facts = sample::snapshot();
    for key in &mut facts.keys {
        key.state = crate::model::State::Disabled { since: facts.now.get() - chrono::TimeDelta::days(60) };
        key.protected = true;
    }
    let mut stage = Stage::new(facts);
    stage.press(Key::ArrowDown);
    stage.press_with(Modifiers::SHIFT, Key::ArrowDown);
    // That of both, over the list; the one key's stands beside.
    stage.window.query_all_by_label("Delete…").next().unwrap().click();
    stage.window.run_steps(4);
    focus(&mut stage, "Type Storefront to confirm");
    is_kept_out(&mut stage, "Type Storefront to confirm");
}
