//! A click too many, or beside: the second one of a double click on what came under the pointer, and one beside a menu.

use super::controls::with_empty_project;
use super::mouse::{click_at, double_click, first_row, secondary};
use super::*;
use crate::jobs::WhenDeleted;

/// Longer than a double click may take here.
fn wait(stage: &mut Stage) {
    stage.window.run_steps(50);
}

#[test]
fn a_double_click_on_delete_now_does_not_answer_the_question_that_it_leads_to() {
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        stage.press_with(Modifiers::COMMAND, Key::K);
        stage.type_text("LEGACY_PAYPAL_SECRET");
        stage.press_with(Modifiers::COMMAND, Key::Enter);
        stage.press_with(Modifiers::SHIFT, Key::F10);
        stage.click_on_top("Delete…");
        stage.window.run_steps(4);
        let at = stage.window.get_by_label("Delete now…").rect().center();
        double_click(&mut stage, at);
        assert!(stage.tree().contains("There is no undo."), "{wide}: {}", stage.tree());
        click_at(&mut stage, at);
        let deletes =
            |stage: &Stage| stage.asked.try_iter().any(|asked| matches!(asked, Request::Delete(_, WhenDeleted::Now)));
        assert!(!deletes(&stage), "{wide}");
        wait(&mut stage);
        let at = stage.window.get_by_label("Delete").rect().center();
        click_at(&mut stage, at);
        assert!(deletes(&stage), "{wide}: a click of its own counts");
    }
}

/// The button that takes a value from the clipboard; the last where a choice of the same name stands above it.
fn paste(stage: &Stage) -> egui_kittest::Node<'_> {
    let mut all = stage.window.query_all_by_label("Paste");
    all.rfind(|node| node.accesskit_node().role() == Role::Button).unwrap()
}

#[test]
fn a_double_click_on_paste_shows_no_secret() {
    for rotates in [false, true] {
        let mut stage = Stage::new(sample::snapshot());
        stage.window.ctx.options_mut(|options| options.input_options.max_double_click_delay = 10.0);
        if rotates {
            stage.press(Key::ArrowDown);
            stage.press(Key::R);
        } else {
            stage.press_with(Modifiers::COMMAND, Key::N);
        }
        let at = paste(&stage).rect().center();
        click_at(&mut stage, at);
        stage.window.event(egui::Event::Paste(passphrase(24)));
        stage.window.run_steps(3);
        let shown = |stage: &Stage| stage.window.query_by_label("Hide").is_some();
        click_at(&mut stage, at);
        assert!(!shown(&stage) && stage.window.query_all_by_label("Clear").count() > 0, "rotates: {rotates}");
    }
}

/// Opens what there is of menus, each with the window that it is in.
fn menus() -> Vec<(&'static str, Stage)> {
    let mut title = Stage::new(sample::snapshot());
    title.click("Choose a project");
    let mut of_row = Stage::new(sample::snapshot());
    let at = first_row(&of_row).left_center() + vec2(120.0, 0.0);
    secondary(&mut of_row, at);
    vec![("title", title), ("row", of_row)]
}

#[test]
fn a_click_beside_a_menu_only_closes_it() {
    for (name, mut stage) in menus() {
        let open = |stage: &Stage| egui::Popup::is_any_open(&stage.window.ctx);
        assert!(open(&stage), "{name}");
        let at = stage.window.get_by_label("Import…").rect().center();
        let imports = |stage: &Stage| stage.window.query_by_label("Browse…").is_some();
        double_click(&mut stage, at);
        assert!(!open(&stage) && !imports(&stage), "{name}");
        wait(&mut stage);
        click_at(&mut stage, at);
        assert!(imports(&stage), "{name}: the next click counts");
    }
}

#[test]
fn a_click_beside_a_choice_in_a_dialog_only_closes_it() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::N);
    stage.window.run_steps(4);
    let generate = stage.window.get_by_label("Generate").rect().center();
    stage.window.get_by_role_and_label(Role::ComboBox, "Kind").click();
    stage.window.run_steps(3);
    let open = |stage: &Stage| egui::Popup::is_any_open(&stage.window.ctx);
    let made = |stage: &Stage| stage.window.query_by_label("Make another").is_some();
    assert!(open(&stage));
    click_at(&mut stage, generate);
    assert!(!open(&stage) && !made(&stage));
    wait(&mut stage);
    click_at(&mut stage, generate);
    assert!(made(&stage));
}

#[test]
fn a_click_on_nothing_in_a_dialog_leaves_the_keyboard_where_it_was() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::N);
    stage.window.run_steps(4);
    let name = |stage: &Stage| stage.window.get_by_role_and_label(Role::TextInput, "Variable name").is_focused();
    assert!(name(&stage));
    let title = stage.window.query_all_by_label("New key").last().unwrap().rect();
    click_at(&mut stage, title.right_center() + vec2(4.0, 0.0));
    assert!(name(&stage), "beside the title");
    stage.type_text("A_KEY");
    let field = stage.window.get_by_role_and_label(Role::TextInput, "Variable name");
    assert_eq!(field.accesskit_node().value().as_deref(), Some("A_KEY"));
}

#[test]
fn paste_says_where_the_clipboard_holds_no_text() {
    const EMPTY: &str = "The clipboard holds no text";
    for rotates in [false, true] {
        let mut stage = Stage::new(sample::snapshot());
        if rotates {
            stage.press(Key::ArrowDown);
            stage.press(Key::R);
        } else {
            stage.press_with(Modifiers::COMMAND, Key::N);
        }
        let hint = |stage: &Stage| {
            let field = stage.window.query_all_by_role(Role::PasswordInput).last().unwrap();
            field.accesskit_node().placeholder().map(str::to_owned).unwrap_or_default()
        };
        assert!(!hint(&stage).contains(EMPTY));
        paste(&stage).click();
        stage.window.run_steps(4);
        assert!(hint(&stage).contains(EMPTY), "{}", hint(&stage));
        stage.window.event(egui::Event::Paste(passphrase(24)));
        stage.window.run_steps(3);
        assert!(stage.window.query_by_label("Clear").is_some());
        stage.click("Clear");
        assert!(!hint(&stage).contains(EMPTY), "it is forgotten");
    }
}

#[test]
fn what_was_typed_for_a_snooze_or_an_owner_is_not_lost_by_esc() {
    for (letter, field) in [(Key::S, "Why it can wait"), (Key::A, "Owner")] {
        let mut stage = Stage::new(sample::snapshot());
        stage.press(Key::Slash);
        stage.type_text("sendgrid production");
        stage.press(Key::ArrowDown);
        stage.press(letter);
        stage.window.run_steps(3);
        assert_eq!(focused(&stage), field);
        stage.type_text("Words of one's own");
        // A list that is open over the dialog closes first.
        stage.press(Key::Escape);
        if !stage.tree().contains("Discard what was typed?") {
            stage.press(Key::Escape);
        }
        assert!(stage.tree().contains("Discard what was typed?"), "{field}: {}", stage.tree());
        stage.click("Keep editing");
        let typed = stage.window.query_all_by_label(field).filter_map(|node| node.accesskit_node().value()).next_back();
        assert_eq!(typed.as_deref(), Some("Words of one's own"));
    }
}

#[test]
fn what_is_chosen_in_a_menu_by_enter_presses_no_button_that_has_the_keyboard_next() {
    let mut stage = Stage::new(with_empty_project());
    stage.go_to_all_projects();
    stage.press_with(Modifiers::COMMAND, Key::P);
    stage.window.run_steps(3);
    stage.type_text("Z");
    stage.press(Key::Enter);
    stage.window.run_steps(3);
    assert_eq!(focused(&stage), "Paste a value…", "{}", stage.tree());
    stage.press_with(Modifiers::COMMAND, Key::P);
    stage.window.run_steps(3);
    stage.press(Key::End);
    stage.press(Key::ArrowUp);
    stage.press(Key::Enter);
    stage.window.run_steps(3);
    assert!(!stage.tree().contains("Variable name"), "no new key: {}", stage.tree());
}

#[test]
fn ctrl_n_once_more_keeps_what_was_typed_of_a_first_key() {
    let mut stage = Stage::new(sample::no_vault(KeychainStands::Open));
    stage.press_with(Modifiers::COMMAND, Key::N);
    stage.window.run_steps(3);
    stage.type_text("MADE_UP_NAME");
    stage.press_with(Modifiers::COMMAND, Key::N);
    stage.window.run_steps(3);
    let name = stage.window.get_by_role_and_label(Role::TextInput, "Variable name").accesskit_node().value();
    assert_eq!(name.as_deref(), Some("MADE_UP_NAME"));
}

#[test]
fn esc_in_the_first_passphrase_leads_back_to_what_asked_for_it() {
    for tabs in [0, 1] {
        let mut stage = Stage::new(sample::no_vault(KeychainStands::Absent));
        stage.window.run_steps(3);
        stage.press(Key::Enter);
        stage.window.run_steps(3);
        stage.type_text("made up just now");
        (0..tabs).for_each(|_| stage.press(Key::Tab));
        stage.press(Key::Escape);
        stage.window.run_steps(3);
        assert!(!stage.tree().contains("Repeat passphrase"), "{tabs}: {}", stage.tree());
        assert_eq!(focused(&stage), "Use a passphrase instead…");
    }
}

#[test]
fn what_was_typed_of_who_leaves_is_not_lost_by_esc() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("someone leaves");
    stage.press(Key::Enter);
    stage.window.run_steps(3);
    assert_eq!(focused(&stage), "Name");
    stage.type_text("Somebody new");
    stage.press(Key::Escape);
    // A list that is open over the dialog closes first.
    if !stage.tree().contains("Discard what was typed?") {
        stage.press(Key::Escape);
    }
    assert!(stage.tree().contains("Discard what was typed?"), "{}", stage.tree());
    stage.click("Keep editing");
    let name = stage.window.get_by_role_and_label(Role::TextInput, "Name").accesskit_node().value();
    assert_eq!(name.as_deref(), Some("Somebody new"));
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.press(Key::Backspace);
    for _ in 0..2 {
        stage.press(Key::Escape);
    }
    assert!(!stage.tree().contains("Save last day"), "nothing to ask about: {}", stage.tree());
}
