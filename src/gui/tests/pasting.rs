//! What is pasted into New key that is no value alone, and what needs no keeping.

use super::new_key::{added, new_key, paste, text};
use super::*;
use crate::jobs::NewValue;
use crate::model::Kind;

#[test]
fn a_plain_key_shows_its_value() {
    let mut stage = new_key();
    stage.type_text("HTTP_PORT");
    stage.window.get_by_role_and_label(Role::ComboBox, "Kind").click();
    stage.window.run_steps(3);
    stage.window.get_by_role_and_label(Role::MenuItem, "Plain").click();
    stage.window.run_steps(3);
    assert!(stage.window.query_by_role_and_label(Role::PasswordInput, "Value").is_none());
    stage.window.get_by_role_and_label(Role::MultilineTextInput, "Plain value").click();
    stage.window.run_steps(3);
    stage.type_text("8080");
    stage.click("Save key");
    let wish = added(&stage).remove(0);
    assert!(matches!(&wish.value, NewValue::Plain(text) if text == "8080"));
    assert_eq!(wish.facts.kind, Some(Kind::Plain));
}

#[test]
fn a_secret_that_is_pasted_for_the_name_goes_to_where_it_is_hidden() {
    let value: String = ('a'..='z').rev().map(|letter| format!("{letter}7")).collect();
    for (pasted, name) in [(value.clone(), ""), (format!("export API_TOKEN='{value}'\n"), "API_TOKEN")] {
        let mut stage = Stage::new(sample::snapshot());
        stage.press_with(Modifiers::COMMAND, Key::N);
        stage.window.event(egui::Event::Paste(pasted));
        stage.window.run_steps(3);
        assert!(!stage.tree().contains(&value), "{}", stage.tree());
        let field = stage.window.get_by_role_and_label(Role::TextInput, "Variable name");
        assert_eq!(field.accesskit_node().value().unwrap_or_default(), name);
        if name.is_empty() {
            stage.type_text("API_TOKEN");
        }
        stage.press(Key::Enter);
        let saved = stage.asked.try_iter().any(|request| matches!(&request, Request::Add(wishes) if wishes.len() == 1));
        assert!(saved, "name and value are there: {}", stage.tree());
    }
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::N);
    stage.window.event(egui::Event::Paste("AWS_S3_BACKUP_BUCKET_ACCESS_KEY".to_owned()));
    stage.window.run_steps(3);
    assert!(stage.tree().contains("AWS_S3_BACKUP_BUCKET_ACCESS_KEY"), "a name stays one");
}

#[test]
fn a_line_that_is_pasted_for_the_value_is_taken_apart_and_kept_whole_by_a_click() {
    let mut stage = new_key();
    paste(&mut stage, "SESSION_KEY=made up value");
    assert!(stage.window.query_all_by_value("SESSION_KEY").next().is_some(), "{}", stage.tree());
    stage.click("Keep as it is");
    assert!(stage.window.query_all_by_value("SESSION_KEY").next().is_none(), "{}", stage.tree());
    assert!(stage.window.query_by_label("Keep as it is").is_none());
}

#[test]
fn the_clipboard_is_to_lose_the_line_that_a_value_was_taken_out_of() {
    let mut stage = new_key();
    paste(&mut stage, "SESSION_KEY=made up value");
    stage.click("Save key");
    let asked = stage.asked.try_iter().find_map(|asked| if let Request::Add(all) = asked { Some(all) } else { None });
    let pasted = asked.expect("nothing was saved").remove(0).pasted;
    assert_eq!(pasted.as_ref().and_then(|text| text.expose_str()), Some("SESSION_KEY=made up value"));
}

#[test]
fn the_clipboard_is_to_lose_what_was_pasted_also_where_something_of_it_was_taken_away() {
    let mut stage = new_key();
    stage.type_text("SESSION_KEY");
    paste(&mut stage, " made up value\n");
    stage.click("Remove it");
    stage.asked.try_iter().for_each(drop);
    stage.click("Save key");
    let wish = added(&stage).remove(0);
    assert_eq!(text(&wish), "made up value");
    assert_eq!(wish.pasted.as_ref().and_then(|text| text.expose_str()), Some(" made up value\n"));
    // Another value in its place is no part of it.
    let mut stage = new_key();
    stage.type_text("SESSION_KEY");
    paste(&mut stage, "made up value ");
    stage.click("Clear");
    stage.type_text("another");
    stage.asked.try_iter().for_each(drop);
    stage.click("Save key");
    let wish = added(&stage).remove(0);
    assert_eq!(wish.pasted.as_ref().and_then(|text| text.expose_str()), Some("another"));
}

#[test]
fn several_lines_that_are_pasted_for_the_value_go_to_the_import_by_a_click() {
    let mut stage = new_key();
    paste(&mut stage, "A_KEY=made up\nB_KEY=also made up\n");
    assert!(stage.tree().contains("These are 2 variables"), "{}", stage.tree());
    stage.click_on_top("Import…");
    stage.window.run_steps(4);
    let asked: Vec<Request> = stage.asked.try_iter().collect();
    assert!(asked.iter().any(|asked| matches!(asked, Request::PlanImports(..))), "{asked:?}");
    assert!(stage.window.query_by_label("Keep as it is").is_none());
}

/// What stands in the readable field of the value; none where that is hidden.
fn readable(stage: &Stage) -> Option<String> {
    let field = stage.window.query_by_label("Plain value")?;
    field.accesskit_node().value()
}

#[test]
fn a_value_that_needs_no_keeping_is_proposed_as_plain_and_the_keyboard_stays_with_it() {
    for (name, value) in [("APP_PORT", "8080"), ("NEXT_PUBLIC_SITE", "https://shop.example/made/up")] {
        let mut stage = new_key();
        stage.type_text(name);
        paste(&mut stage, value);
        stage.window.run_steps(4);
        assert_eq!(readable(&stage).as_deref(), Some(value), "{name}: {}", stage.tree());
        assert!(stage.window.get_by_label("Plain value").is_focused(), "{name}: {}", focused(&stage));
        stage.asked.try_iter().for_each(drop);
        stage.click("Save key");
        let wish = added(&stage).remove(0);
        assert!(matches!(&wish.value, NewValue::Plain(text) if text == value), "{name}");
    }
    // The name may come last.
    let mut stage = new_key();
    paste(&mut stage, "8080");
    assert_eq!(readable(&stage), None, "nothing is known of it yet");
    stage.window.get_by_role_and_label(Role::TextInput, "Variable name").focus();
    stage.window.run_steps(2);
    stage.type_text("APP_PORT");
    stage.press(Key::Tab);
    assert_eq!(readable(&stage).as_deref(), Some("8080"), "{}", stage.tree());
    // Another name speaks of a secret: it is hidden again, and nothing is lost.
    stage.window.get_by_role_and_label(Role::TextInput, "Variable name").focus();
    stage.window.run_steps(2);
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.type_text("SESSION_KEY");
    assert_eq!(readable(&stage), None, "{}", stage.tree());
    stage.asked.try_iter().for_each(drop);
    stage.click("Save key");
    let wish = added(&stage).remove(0);
    assert!(matches!(wish.value, NewValue::Secret(_)) && text(&wish) == "8080");
}

#[test]
fn a_secret_that_begins_like_a_number_is_hidden_while_it_is_typed_and_once_the_field_is_left() {
    let mut stage = new_key();
    stage.type_text("SESSION");
    stage.window.get_by_role_and_label(Role::PasswordInput, "Value").focus();
    stage.window.run_steps(3);
    for letter in ["4", "8", "2", "9", "made", "up"] {
        stage.type_text(letter);
        assert_eq!(readable(&stage), None, "at {letter}");
    }
    stage.press(Key::Tab);
    assert_eq!(readable(&stage), None);
    // And what a person chose stays chosen.
    let mut stage = new_key();
    stage.type_text("APP_PORT");
    paste(&mut stage, "8080");
    stage.window.get_by_role_and_label(Role::ComboBox, "Kind").click();
    stage.window.run_steps(4);
    stage.click_on_top("Password");
    stage.window.run_steps(4);
    assert_eq!(readable(&stage), None, "{}", stage.tree());
    stage.asked.try_iter().for_each(drop);
    stage.click("Save key");
    assert!(matches!(added(&stage).remove(0).value, NewValue::Secret(_)));
}

#[test]
fn a_secret_that_is_pasted_into_a_filter_is_asked_about_in_the_palette() {
    let value: String = ('a'..='z').map(|letter| format!("{letter}3")).collect();
    for (key, filter) in [
        (Key::Num1, "Filter"),
        (Key::Num2, "Filter warnings"),
        (Key::Num4, "Filter activity"),
        (Key::Comma, "Find a setting"),
    ] {
        let mut stage = Stage::new(sample::snapshot());
        stage.press_with(Modifiers::COMMAND, key);
        stage.window.run_steps(3);
        stage.press(Key::Slash);
        stage.window.run_steps(2);
        stage.window.event(egui::Event::Paste("/home/dana/shop/.env".to_owned()));
        stage.window.run_steps(3);
        let field = stage.window.get_by_role_and_label(Role::TextInput, filter);
        assert_eq!(field.accesskit_node().value().unwrap_or_default(), "/home/dana/shop/.env", "{key:?}");
        stage.window.event(egui::Event::Paste(value.clone()));
        stage.window.run_steps(3);
        assert!(!stage.tree().contains(&value), "{key:?}: {}", stage.tree());
        let asked = stage.asked.try_iter().any(|request| matches!(request, Request::Whose(_)));
        assert!(asked, "{key:?}: whose it is");
        stage.press(Key::Escape);
        stage.window.run_steps(3);
        assert!(stage.tree().contains("/home/dana/shop/.env"), "{key:?}: what was looked for stays");
    }
}
