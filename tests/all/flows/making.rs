//! New keys, and other facts for old ones.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use keyloft::model::Kind;

use super::Stage;
use super::stage::{find, made_up};

#[test]
fn a_pasted_key_is_in_the_vault_as_it_was_pasted() {
    let value = made_up();
    let mut stage = Stage::with(&[("shop/staging/OTHER", &made_up())]);
    stage.sees("OTHER, staging");
    stage.press_with(Modifiers::COMMAND, Key::N);
    stage.types("API_KEY");
    stage.click_role(Role::PasswordInput, "Value");
    stage.pastes(&value);
    stage.click("Save key");
    stage.sees("API_KEY added to shop staging");
    assert_eq!(stage.value("shop/staging/API_KEY"), value);
    assert!(!stage.tree().contains(&value));
}

#[test]
fn generating_for_two_environments_makes_a_different_secret_in_each() {
    let mut stage = Stage::with(&[("shop/development/OTHER", &made_up()), ("shop/staging/OTHER", &made_up())]);
    stage.sees("OTHER, staging");
    stage.click_role(Role::RadioButton, "Development");
    stage.press_with(Modifiers::COMMAND, Key::N);
    stage.types("SESSION_SECRET");
    stage.click_role(Role::RadioButton, "Generate");
    stage.click_role(Role::CheckBox, "Staging");
    stage.click("Save 2 keys");
    stage.sees("SESSION_SECRET added to 2 environments");
    let (one, two) = (stage.value("shop/development/SESSION_SECRET"), stage.value("shop/staging/SESSION_SECRET"));
    assert!(one != two && one.len() == 40 && two.len() == 40);
    assert!(!stage.tree().contains(&one) && !stage.tree().contains(&two));
}

#[test]
fn edit_renames_and_changes_facts_and_leaves_the_value() {
    let value = made_up();
    let mut stage = Stage::with(&[("shop/development/OLD_NAME", &value)]);
    stage.select("OLD_NAME");
    stage.press(Key::E);
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.types("NEW_NAME");
    stage.click_role(Role::TextInput, "Provider");
    stage.types("Stripe");
    stage.click("Save changes");
    stage.sees("NEW_NAME, Stripe, development");
    assert_eq!(stage.value("shop/development/NEW_NAME"), value);
    let vault = stage.vault();
    let key = vault.key(find(&vault, "shop/development/NEW_NAME")).unwrap();
    assert_eq!((key.provider.as_deref(), key.kind), (Some("Stripe"), Kind::ApiKey));
    assert_eq!(stage.references(), ["shop/development/NEW_NAME"]);
}

#[test]
fn a_key_is_duplicated_and_moved() {
    let value = made_up();
    let mut stage = Stage::with(&[("shop/development/API_KEY", &value), ("shop/staging/OTHER", &made_up())]);
    stage.select("API_KEY");
    stage.press_with(Modifiers::SHIFT, Key::F10);
    stage.click("Duplicate to…");
    stage.click("Duplicate key");
    stage.sees("API_KEY added to shop staging");
    assert_eq!(stage.value("shop/staging/API_KEY"), value);
    stage.press_with(Modifiers::SHIFT, Key::F10);
    stage.click("Move to…");
    stage.click_role(Role::TextInput, "Variable name");
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.types("MOVED_KEY");
    stage.click("Move key");
    stage.sees("MOVED_KEY moved to shop");
    let moved = stage.references().into_iter().find(|reference| reference.ends_with("MOVED_KEY")).unwrap();
    assert_eq!(stage.value(&moved), value);
    assert_eq!(stage.references().len(), 3);
}
