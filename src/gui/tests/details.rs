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

/// All words that are painted.
fn texts(stage: &Stage) -> Vec<String> {
    fn read(shape: &egui::Shape, found: &mut Vec<String>) {
        match shape {
            egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| read(shape, found)),
            egui::Shape::Text(text) => found.push(text.galley.text().to_owned()),
            _ => {}
        }
    }
    let mut found = Vec::new();
    stage.window.output().shapes.iter().for_each(|clipped| read(&clipped.shape, &mut found));
    found
}

#[test]
fn where_a_key_was_written_to_is_told_by_the_whole_name_of_the_file_and_how_many_more_there_are() {
    let home = std::env::home_dir().unwrap();
    let file = home.join("code/customers/storefront/services/checkout/.env.production");
    let [whole, other] = ["~/code/customers/storefront/services/checkout/.env.production", "~/.env.local"];
    for (files, said, more) in [
        (vec![file.clone()], whole.to_owned(), false),
        (vec![file.clone(), home.join(".env.local")], format!("{whole}, {other}"), true),
    ] {
        let first = sample::snapshot();
        let uid = first.keys[0].uid;
        let mut stage = Stage::sized(first, 900.0, 600.0);
        stage.press(Key::ArrowDown);
        stage.press(Key::I);
        stage.window.run_steps(20);
        stage.hears(Event::Looked(Arc::new(crate::jobs::KeyLook { files, ..sample::look(uid) })));
        stage.window.run_steps(4);
        let shown = texts(&stage).into_iter().find(|words| words.starts_with("~/") && words.contains('…'));
        assert!(shown.as_ref().is_some_and(|words| words.ends_with("…/.env.production")), "{shown:?}");
        assert_eq!(texts(&stage).iter().any(|words| words == "+1"), more);
        let row = stage.window.get_by_label(&format!("Written to: {said}")).rect().center();
        stage.window.hover_at(row);
        stage.window.run_steps(60);
        let tip = said.replace(", ", "\n");
        assert!(texts(&stage).contains(&tip), "{}", stage.tree());
    }
}
