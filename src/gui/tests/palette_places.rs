//! What the palette leads to has the keyboard, and gets what is typed right after.

use super::offboarding::{on_page, with_many};
use super::*;

/// Leads to each section, and on a row of it where it has rows.
fn sections() -> Vec<(&'static str, Stage)> {
    let at = |section: Key, more: &[Key]| {
        let mut stage = Stage::new(sample::snapshot());
        stage.press_with(Modifiers::COMMAND, section);
        more.iter().for_each(|key| stage.press(*key));
        stage.window.run_steps(4);
        stage
    };
    vec![
        ("Keys", at(Key::Num1, &[Key::ArrowDown])),
        ("Compare", at(Key::Num1, &[Key::ArrowDown, Key::V, Key::ArrowDown])),
        ("Review", at(Key::Num2, &[Key::ArrowDown])),
        ("Activity", at(Key::Num4, &[Key::ArrowDown])),
        ("Settings", at(Key::Comma, &[])),
        ("a person's page", on_page(with_many(), 1280.0, 820.0)),
    ]
}

/// Chooses from the palette as a person types it.
fn choose(stage: &mut Stage, words: &str) {
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text(words);
    stage.press(Key::Enter);
    stage.window.run_steps(3);
}

/// Presses Enter and types at once, each letter as its key and its text. `together`: all within one slow frame.
fn enter_and_type(stage: &mut Stage, text: &str, together: bool) {
    let key = |key: Key| egui::Event::Key {
        key,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    stage.window.event(key(Key::Enter));
    for letter in text.chars() {
        if !together {
            stage.window.step();
        }
        stage.window.event(key(Key::from_name(&letter.to_ascii_uppercase().to_string()).unwrap()));
        stage.window.event(egui::Event::Text(letter.to_string()));
    }
    stage.window.run_steps(6);
}

/// What has the keyboard, by its role and what stands in it.
fn in_field(stage: &Stage) -> Option<String> {
    let mut fields =
        stage.window.query_all_by_role(Role::TextInput).chain(stage.window.query_all_by_role(Role::SearchInput));
    fields.rfind(egui_kittest::Node::is_focused).and_then(|field| field.accesskit_node().value())
}

#[test]
fn the_filter_has_the_keyboard_in_every_section_and_takes_what_is_typed_right_after() {
    for together in [false, true] {
        for (section, mut stage) in sections() {
            stage.press_with(Modifiers::COMMAND, Key::K);
            stage.type_text("filter the list");
            enter_and_type(&mut stage, "port", together);
            assert!(stage.window.query_by_role(Role::Dialog).is_none(), "{section}: {}", stage.tree());
            assert_eq!(in_field(&stage).as_deref(), Some("port"), "{section}, {together}: {}", focused(&stage));
        }
    }
}

#[test]
fn a_click_on_it_gives_the_filter_the_keyboard_too() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("filter the list");
    let found = stage.window.query_all_by_role(Role::ListBoxOption).next().unwrap().rect().center();
    stage.window.event(egui::Event::PointerMoved(found));
    for pressed in [true, false] {
        let (button, modifiers) = (egui::PointerButton::Primary, Modifiers::NONE);
        stage.window.event(egui::Event::PointerButton { pos: found, button, pressed, modifiers });
        stage.window.step();
    }
    stage.window.run_steps(4);
    stage.type_text("port");
    assert_eq!(in_field(&stage).as_deref(), Some("port"), "{}", focused(&stage));
}

#[test]
fn the_next_pane_is_the_one_that_its_key_leads_to() {
    let by_key: Vec<_> = sections()
        .into_iter()
        .map(|(_, mut stage)| {
            stage.press(Key::F6);
            let first = focused(&stage);
            stage.press(Key::F6);
            [first, focused(&stage)]
        })
        .collect();
    for ((section, mut stage), by_key) in sections().into_iter().zip(by_key) {
        choose(&mut stage, "next pane");
        let first = focused(&stage);
        choose(&mut stage, "next pane");
        assert_eq!([first, focused(&stage)], by_key, "{section}");
    }
}

#[test]
fn details_that_lie_over_the_list_have_the_keyboard_as_by_their_key() {
    let narrow = || {
        let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
        stage.press_with(Modifiers::COMMAND, Key::Num1);
        stage.press(Key::ArrowDown);
        stage
    };
    let mut by_key = narrow();
    by_key.press(Key::I);
    let mut stage = narrow();
    let before = focused(&stage);
    choose(&mut stage, "details");
    assert_ne!(focused(&stage), before);
    assert_eq!(focused(&stage), focused(&by_key));
    choose(&mut stage, "details");
    assert_eq!(focused(&stage), before, "closed, it leaves the keyboard to the row");
}
