//! Ticks of which none is listed: they are said, nothing is done with them, and they are shown again or let go of.

use super::offboarding::{on_page, with_many};
use super::reviewing::at;
use super::*;

const THREE: &str = "3 selected · none of them listed";

/// Three keys are ticked, and others are listed.
fn in_keys(wide: f32, high: f32) -> Stage {
    let mut stage = Stage::sized(sample::snapshot(), wide, high);
    stage.press(Key::ArrowDown);
    for _ in 0..3 {
        stage.press(Key::X);
        stage.press(Key::ArrowDown);
    }
    assert!(stage.tree().contains("3 selected\n"), "{}", stage.tree());
    stage.press(Key::Slash);
    stage.type_text("stripe");
    stage.press(Key::ArrowDown);
    stage
}

fn offers(stage: &Stage, words: &str) -> bool {
    let buttons = stage.window.query_all_by_role_and_label(Role::Button, words);
    // The details have some of them too.
    buttons.into_iter().any(|button| button.rect().left() < stage.window.ctx.content_rect().width() / 2.0)
}

fn are_said_and_shown_again(stage: &mut Stage) {
    assert!(stage.tree().contains(THREE), "{}", stage.tree());
    assert!(!offers(stage, "Disable") && !offers(stage, "More"), "{}", stage.tree());
    let faults = legible::faults(stage, false);
    assert!(faults.is_empty(), "{faults}");
    stage.click("Show them");
    stage.window.run_steps(4);
    assert!(stage.tree().contains("3 selected\n"), "{}", stage.tree());
}

#[test]
fn ticked_keys_of_which_none_is_listed_are_said_and_shown_again() {
    for (wide, high) in [(1280.0, 820.0), (640.0, 400.0)] {
        let mut stage = in_keys(wide, high);
        are_said_and_shown_again(&mut stage);
        assert!(stage.rows().len() > 3, "{wide}: {:?}", stage.rows());
    }
}

#[test]
fn ticked_keys_of_which_none_is_listed_are_let_go_of_and_the_filter_is_back() {
    let mut stage = in_keys(1280.0, 820.0);
    stage.click("Clear");
    assert!(!stage.tree().contains(" selected"), "{}", stage.tree());
    stage.press(Key::Escape);
    assert!(!stage.tree().contains(" selected"), "they stay so: {}", stage.tree());
    assert!(stage.window.query_by_label("Filter").is_some(), "{}", stage.tree());
}

#[test]
fn what_another_place_hides_is_not_said_of_a_filter_there() {
    let mut stage = in_keys(1280.0, 820.0);
    stage.window.query_all_by_role_and_label(Role::RadioButton, "Staging").next().unwrap().click();
    stage.window.run_steps(3);
    assert!(!stage.tree().contains("none of them listed"), "{}", stage.tree());
}

#[test]
fn selected_warnings_of_which_none_is_listed_are_said_and_shown_again() {
    for (wide, high) in [(1280.0, 820.0), (640.0, 400.0)] {
        let mut stage = at(wide, high);
        for _ in 0..3 {
            stage.press(Key::X);
            stage.press(Key::ArrowDown);
        }
        // What was typed goes alone.
        stage.press(Key::Slash);
        stage.type_text("zzzz");
        stage.window.run_steps(4);
        are_said_and_shown_again(&mut stage);
        stage.press(Key::Slash);
        stage.type_text("zzzz");
        stage.window.run_steps(4);
        stage.click("Clear");
        stage.window.run_steps(4);
        assert!(!stage.tree().contains(" selected"), "{wide}: {}", stage.tree());
    }
}

#[test]
fn selected_warnings_that_a_number_hides_are_shown_without_it() {
    let mut stage = at(1280.0, 820.0);
    stage.press(Key::End);
    stage.press(Key::X);
    stage.click("Act now: 6");
    stage.window.run_steps(4);
    assert!(stage.tree().contains("1 selected · none of them listed"), "{}", stage.tree());
    stage.click("Show them");
    stage.window.run_steps(4);
    assert!(stage.tree().contains("1 selected\n"), "{}", stage.tree());
    assert!(stage.tree().contains("42 warnings · worst first"), "{}", stage.tree());
}

#[test]
fn a_persons_ticked_keys_of_which_none_is_listed_are_said_where_nothing_is() {
    let mut stage = on_page(with_many(), 1280.0, 820.0);
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.press(Key::Slash);
    stage.type_text("no such key");
    stage.window.run_steps(4);
    assert!(stage.tree().contains("16 selected · none of them listed"), "{}", stage.tree());
    stage.click("Show them");
    stage.window.run_steps(4);
    assert!(stage.tree().contains("16 selected\n"), "{}", stage.tree());
    stage.press(Key::Slash);
    stage.type_text("no such key");
    stage.window.run_steps(4);
    stage.click("Clear");
    assert!(stage.tree().contains("0 to do"), "{}", stage.tree());
}
