//! From a key that was opened elsewhere, Esc leads back to where one was.

use super::comparing::gaps;
use super::reviewing::at;
use super::*;

#[test]
fn esc_leads_from_a_key_back_to_its_cell() {
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0)] {
        let mut stage = Stage::sized(gaps(), wide, high);
        stage.window.get_by_role_and_label(Role::RadioButton, "Development").click();
        stage.window.run_steps(3);
        stage.press(Key::V);
        stage.press(Key::ArrowDown);
        stage.press(Key::ArrowRight);
        let cell = focused(&stage);
        assert!(cell.contains("staging"), "{cell}");
        stage.press(Key::Enter);
        stage.window.run_steps(20);
        assert!(stage.window.query_by_label("Missing").is_none(), "{wide}: the list\n{}", stage.tree());
        stage.press(Key::Escape);
        stage.window.run_steps(20);
        assert_eq!(focused(&stage), cell, "{wide}");
        stage.press(Key::V);
        let development = stage.window.get_by_role_and_label(Role::RadioButton, "Development");
        assert_eq!(development.accesskit_node().toggled(), Some(egui::accesskit::Toggled::True), "{wide}");
    }
}

#[test]
fn esc_leads_from_a_key_back_to_the_warning_that_opened_it() {
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        let mut stage = at(wide, high);
        stage.press(Key::ArrowDown);
        stage.press(Key::ArrowDown);
        let row = focused(&stage);
        stage.press(Key::Enter);
        stage.window.run_steps(20);
        assert!(stage.window.query_by_label("Filter warnings").is_none(), "{wide}: {}", stage.tree());
        stage.press(Key::Escape);
        stage.window.run_steps(20);
        assert!(stage.window.query_by_label("Filter warnings").is_some(), "{wide}: {}", stage.tree());
        assert_eq!(focused(&stage), row, "{wide}");
        // One was on all projects before, and is.
        stage.press_with(Modifiers::COMMAND, Key::Num1);
        let counted = stage.tree().contains("128 keys · ");
        // The lowest window says no count.
        assert!(counted || high < 600.0, "{wide}: {}", stage.tree());
    }
}

#[test]
fn who_goes_on_from_a_key_that_review_opened_is_not_led_back_by_esc() {
    let mut stage = at(1280.0, 820.0);
    stage.press(Key::ArrowDown);
    stage.press(Key::Enter);
    stage.press(Key::ArrowDown);
    stage.press(Key::ArrowUp);
    stage.press(Key::Escape);
    assert!(stage.window.query_by_label("Filter warnings").is_none(), "after another row");
    let mut stage = at(1280.0, 820.0);
    stage.press(Key::ArrowDown);
    stage.press(Key::Enter);
    stage.press_with(Modifiers::COMMAND, Key::Comma);
    stage.press_with(Modifiers::COMMAND, Key::Num1);
    stage.press(Key::Escape);
    assert!(stage.window.query_by_label("Filter warnings").is_none(), "after another section");
}
