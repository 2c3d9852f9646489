//! The window by its keys alone: where the keyboard is, and where it is once something closes.

use super::*;

/// What has the keyboard, by its label.
pub(super) fn focused(stage: &Stage) -> String {
    let nodes = stage.window.root().children_recursive();
    let on = nodes.filter(egui_kittest::Node::is_focused).last();
    on.and_then(|node| node.accesskit_node().label()).unwrap_or_default()
}

/// Goes on by Tab until that has the keyboard.
pub(super) fn tab_to(stage: &mut Stage, label: &str) {
    for _ in 0..80 {
        if focused(stage) == label {
            return;
        }
        stage.press(Key::Tab);
    }
    panic!("Tab never came to {label}\n{}", stage.tree());
}

fn value_of(stage: &Stage, label: &str) -> String {
    let field = stage.window.get_by_role_and_label(Role::ComboBox, label);
    field.accesskit_node().value().unwrap_or_default()
}

#[test]
fn a_menu_is_chosen_from_by_its_arrows_and_gives_the_keyboard_back() {
    let mut stage = Stage::new(sample::snapshot());
    stage.click("Import…");
    tab_to(&mut stage, "Read as");
    stage.press(Key::Space);
    assert_eq!(focused(&stage), "Detect from content", "the one that is chosen");
    stage.press(Key::ArrowDown);
    stage.press(Key::ArrowDown);
    assert_eq!(focused(&stage), "Next and Vite");
    stage.press(Key::Enter);
    assert_eq!((focused(&stage).as_str(), value_of(&stage, "Read as").as_str()), ("Read as", "Next and Vite"));
    stage.press(Key::Space);
    stage.press(Key::Home);
    stage.press(Key::ArrowUp);
    assert_eq!(focused(&stage), "Kubernetes Secret", "round the end");
    stage.press(Key::Escape);
    assert_eq!((focused(&stage).as_str(), value_of(&stage, "Read as").as_str()), ("Read as", "Next and Vite"));
    assert!(stage.tree().contains("Pasted text"), "the dialog is still there");
    stage.press(Key::Space);
    stage.press(Key::Tab);
    stage.window.run_steps(3);
    assert_eq!(focused(&stage), "Read as", "Tab closes it, too");
    assert!(stage.window.query_by_role_and_label(Role::MenuItem, "Next and Vite").is_none());
}

#[test]
fn a_menu_that_filters_gives_the_keyboard_back_too() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::E);
    tab_to(&mut stage, "Read by");
    stage.press(Key::Space);
    stage.type_text("vite");
    stage.press(Key::Enter);
    assert_eq!((focused(&stage).as_str(), value_of(&stage, "Read by").as_str()), ("Read by", "Vite"));
    stage.press(Key::Space);
    stage.press(Key::Escape);
    assert_eq!(focused(&stage), "Read by");
}

#[test]
fn the_menu_of_a_key_is_worked_by_arrows() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.press_with(Modifiers::SHIFT, Key::F10);
    assert_eq!(focused(&stage), "Copy");
    let mut went = Vec::new();
    for _ in 0..4 {
        stage.press(Key::ArrowDown);
        went.push(focused(&stage));
    }
    assert_eq!(went[0], "Copy as");
    assert!(went.iter().all(|label| !label.is_empty() && label != "Copy"), "{went:?}");
    stage.press(Key::Escape);
    stage.window.run_steps(2);
    assert!(focused(&stage).contains(", "), "the row has the keyboard again: {}", focused(&stage));
    stage.press(Key::ArrowDown);
    stage.press(Key::Enter);
    let copied = stage.asked.try_iter().find_map(|request| match request {
        Request::Copy(uid) => Some(uid.0),
        _ => None,
    });
    assert_eq!(copied, Some(2), "the list has the keyboard again");
}

#[test]
fn a_dialog_gives_the_keyboard_back_to_what_opened_it() {
    let mut stage = Stage::new(sample::snapshot());
    for label in ["Export…", "Import…", "New key"] {
        tab_to(&mut stage, label);
        stage.press(Key::Enter);
        assert_ne!(focused(&stage), label, "the dialog has the keyboard");
        stage.press(Key::Escape);
        stage.window.run_steps(3);
        assert_eq!(focused(&stage), label);
    }
}

#[test]
fn no_tooltip_stays_over_a_dialog() {
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    let told = |stage: &Stage| stage.tree().lines().filter(|line| line.starts_with("Expires in ")).count() > 0;
    stage.press(Key::Slash);
    stage.type_text("stripe_secret production");
    stage.window.get_by_role(Role::Row).hover();
    stage.press(Key::Enter);
    stage.window.run_steps(60);
    assert!(told(&stage), "{}", stage.tree());
    for key in [Key::K, Key::N, Key::E] {
        stage.press_with(Modifiers::COMMAND, key);
        stage.window.run_steps(10);
        assert!(!told(&stage), "{key:?}");
        stage.press(Key::Escape);
        stage.window.run_steps(60);
        assert!(told(&stage), "it is back with the row");
    }
}

#[test]
fn a_letter_of_an_open_menu_closes_it_under_its_dialog() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.press_with(Modifiers::SHIFT, Key::F10);
    assert!(stage.tree().contains("Copy as"));
    stage.press(Key::R);
    stage.window.run_steps(4);
    let tree = stage.tree();
    assert!(tree.contains("Rotate key") && !tree.contains("Copy as"), "{tree}");
}

#[test]
fn details_that_were_closed_come_back_from_the_menu_of_a_row() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.press(Key::I);
    stage.window.run_steps(8);
    if stage.tree().contains("Close details") {
        stage.press(Key::I);
        stage.window.run_steps(8);
    }
    assert!(!stage.tree().contains("Close details"));
    stage.press_with(Modifiers::SHIFT, Key::F10);
    stage.click("Details");
    stage.window.run_steps(8);
    assert!(stage.tree().contains("Close details"), "{}", stage.tree());
}

#[test]
fn esc_with_nothing_to_close_leaves_the_row_the_keyboard() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    let row = focused(&stage);
    assert!(row.contains(", "), "{row}");
    stage.press(Key::Escape);
    stage.window.run_steps(2);
    assert_eq!(focused(&stage), row);
}
