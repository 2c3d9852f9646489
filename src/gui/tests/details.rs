//! The technical text behind what went wrong.

use super::*;

const TEXT: &str = "no keychain answers on this computer (no program offers it over the bus)";

fn failed(details: &str) -> Stage {
    let mut stage = Stage::new(sample::snapshot());
    let failure = Failure::new("Couldn't copy the keys.", "No keychain answers on this computer.", "Start it.");
    stage.hears(Event::Failed(Failure { details: details.to_owned(), ..failure }));
    stage
}

#[test]
fn details_open_the_technical_text_close_it_and_copy_it() {
    let mut stage = failed(TEXT);
    assert!(!stage.tree().contains(TEXT));
    stage.click("Details");
    assert!(stage.tree().contains(TEXT));
    stage.window.get_by_label("Copy details").click();
    stage.window.run_steps(1);
    let copied = |command: &egui::OutputCommand| matches!(command, egui::OutputCommand::CopyText(text) if text == TEXT);
    assert!(stage.window.output().platform_output.commands.iter().any(copied));
    stage.click("Hide details");
    assert!(!stage.tree().contains(TEXT));
}

#[test]
fn the_text_of_details_can_be_selected_and_not_changed() {
    let mut stage = failed(TEXT);
    stage.click("Details");
    stage.window.get_by_role_and_label(Role::MultilineTextInput, "Details").focus();
    stage.window.run_steps(3);
    stage.type_text("x");
    stage.press(Key::Backspace);
    let text = stage.window.get_by_role_and_label(Role::MultilineTextInput, "Details").accesskit_node().value();
    assert_eq!(text.as_deref(), Some(TEXT));
    // Ctrl C there is the text's, not the selected key's.
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.window.event(egui::Event::Copy);
    stage.window.run_steps(1);
    assert!(!stage.asked.try_iter().any(|request| matches!(request, Request::Copy(_))));
}

#[test]
fn where_the_sentence_says_all_there_are_no_details() {
    assert!(failed("").window.query_by_label("Details").is_none());
}
