//! From a key that was opened elsewhere, Esc leads back to where one was.

use super::comparing::gaps;
use super::keyboard::tab_to;
use super::mouse::{double_click, first_row};
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

/// Opens the row that one is on: by its key, or by a double click.
fn opens_and_closes_by_its_cross(stage: &mut Stage, by_mouse: bool) {
    if by_mouse {
        let row = first_row(stage).center();
        double_click(stage, row);
        // The next click is none of these two.
        stage.window.ctx.options_mut(|options| options.input_options.max_double_click_delay = 0.3);
    } else {
        stage.press(Key::Enter);
    }
    stage.window.run_steps(20);
    assert!(stage.window.query_by_label("Filter warnings").is_none(), "{}", stage.tree());
    stage.click("Close details");
    stage.window.run_steps(20);
}

#[test]
fn the_cross_of_details_leads_back_as_esc_does() {
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        for by_mouse in [false, true] {
            let mut stage = at(wide, high);
            stage.press(Key::ArrowDown);
            opens_and_closes_by_its_cross(&mut stage, by_mouse);
            assert!(stage.window.query_by_label("Filter warnings").is_some(), "{wide} {by_mouse}: {}", stage.tree());
            if by_mouse {
                continue;
            }
            // Among the keys it closes the details, and that is all.
            stage.press_with(Modifiers::COMMAND, Key::Num1);
            stage.press(Key::ArrowDown);
            if stage.window.query_by_label("Close details").is_none() {
                stage.press(Key::I);
                stage.window.run_steps(20);
            }
            stage.click("Close details");
            stage.window.run_steps(20);
            assert!(stage.window.query_by_label("Filter warnings").is_none(), "{wide} {by_mouse}");
            assert!(stage.window.query_by_label("Close details").is_none(), "{wide} {by_mouse}");
        }
        let mut stage = Stage::sized(gaps(), wide, high);
        stage.press(Key::V);
        stage.press(Key::ArrowDown);
        let cell = focused(&stage);
        opens_and_closes_by_its_cross(&mut stage, false);
        assert!(stage.tree().contains(&cell), "{wide}: {cell}\n{}", stage.tree());
        assert!(stage.window.query_by_label("Close details").is_none(), "{wide}");
    }
}

/// Chooses Show secret in the menu of the row or cell that one is on.
fn shows_by_the_menu(stage: &mut Stage) {
    stage.press_with(Modifiers::SHIFT, Key::F10);
    stage.window.run_steps(4);
    for _ in 0..20 {
        if focused(stage).starts_with("Show") {
            break;
        }
        stage.press(Key::ArrowDown);
    }
    assert!(focused(stage).starts_with("Show"), "{}", focused(stage));
    stage.press(Key::Enter);
    stage.window.run_steps(20);
}

#[test]
fn esc_leads_back_to_where_a_secret_was_asked_for() {
    for (wide, high) in [(1280.0, 820.0), (640.0, 400.0)] {
        let mut review = at(wide, high);
        review.press(Key::ArrowDown);
        let mut compare = Stage::sized(gaps(), wide, high);
        compare.press(Key::V);
        compare.press(Key::ArrowDown);
        for (section, mut stage) in [("Review", review), ("Compare", compare)] {
            let before = focused(&stage);
            shows_by_the_menu(&mut stage);
            // Of a protected one it asks first.
            for _ in 0..4 {
                if focused(&stage) == before {
                    break;
                }
                stage.press(Key::Escape);
                stage.window.run_steps(20);
            }
            assert_eq!(focused(&stage), before, "{section} {wide}: {}", stage.tree());
        }
    }
}

#[test]
fn esc_leads_back_to_the_row_of_the_table_that_opened_a_key() {
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0)] {
        let mut stage = at(wide, high);
        stage.press(Key::T);
        stage.window.run_steps(20);
        tab_to(&mut stage, "29 Nov 2025, STRIPE_SECRET_KEY, Storefront, production");
        stage.press(Key::Enter);
        stage.window.run_steps(20);
        assert!(stage.window.query_by_label("Filter warnings").is_none(), "{wide}: {}", stage.tree());
        stage.press(Key::Escape);
        stage.window.run_steps(20);
        assert_eq!(focused(&stage), "29 Nov 2025, STRIPE_SECRET_KEY, Storefront, production", "{wide}");
    }
}

#[test]
fn esc_leads_from_the_filter_back_to_the_tile_one_was_on_where_no_row_is() {
    const TILE: &str = "Not used 90 days, 30 if new: 8";
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        let mut stage = at(wide, high);
        tab_to(&mut stage, TILE);
        stage.press(Key::Enter);
        assert_eq!(focused(&stage), TILE, "{wide}");
        stage.press(Key::Slash);
        assert_eq!(focused(&stage), "Filter warnings", "{wide}");
        stage.press(Key::Escape);
        stage.window.run_steps(10);
        assert_eq!(focused(&stage), TILE, "{wide}");
    }
}

#[test]
fn esc_leads_back_to_the_warning_one_was_on_after_looking_for_what_is_not_there() {
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        let mut stage = at(wide, high);
        stage.press(Key::ArrowDown);
        let row = focused(&stage);
        stage.press(Key::Slash);
        stage.type_text("zzz");
        assert!(stage.rows().is_empty(), "{wide}");
        stage.press(Key::Escape);
        stage.window.run_steps(10);
        assert_eq!(focused(&stage), row, "{wide}");
        // Erased letter by letter it is no other way.
        stage.press(Key::Slash);
        stage.type_text("zzz");
        (0..3).for_each(|_| stage.press(Key::Backspace));
        stage.press(Key::Escape);
        stage.window.run_steps(10);
        assert_eq!(focused(&stage), row, "{wide}, erased");
    }
}
