//! Clicks on the row of a key, once and twice, and what they lead to.

use super::mouse::{click_at, details, double_click, first_row, row_at};
use super::*;

/// A row near the top.
const ROW: &str = "STRIPE_SECRET_KEY, Stripe, development";

#[test]
fn a_double_click_on_a_row_brings_the_keys_details_and_copies_nothing() {
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        if wide > 1200.0 {
            // Closed, as a person may have left it.
            stage.press(Key::I);
        }
        let row = first_row(&stage);
        double_click(&mut stage, row.left_center() + vec2(120.0, 0.0));
        assert!(details(&stage), "{wide}");
        assert!(stage.asked.try_recv().is_err(), "{wide}: nothing else was asked");
    }
}

#[test]
fn a_click_selects_a_key_and_leaves_closed_details_closed_until_they_are_asked_for() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.press(Key::I);
    stage.window.run_steps(12);
    let row = row_at(&stage, ROW).center();
    click_at(&mut stage, row);
    assert!(!details(&stage));
    let on = Some(egui::accesskit::Toggled::True);
    let selected = stage.window.query_all_by_role(Role::Row).find(|row| row.accesskit_node().toggled() == on);
    assert!(selected.and_then(|row| row.accesskit_node().label()).is_some_and(|label| label.starts_with(ROW)));
    double_click(&mut stage, row);
    stage.window.run_steps(12);
    assert!(details(&stage), "{}", stage.tree());
}

#[test]
fn a_double_click_does_nothing_in_details_that_come_under_the_pointer() {
    // Where the details of the key will have a button, there is a row before its first click.
    let mut stage = Stage::new(sample::snapshot());
    let (first, row) = (first_row(&stage).top(), row_at(&stage, ROW));
    click_at(&mut stage, row.left_center() + vec2(120.0, 0.0));
    let left = stage.window.get_by_label("Close details").rect().left() - 300.0;
    let buttons: Vec<egui::Pos2> = stage
        .window
        .query_all_by_role(Role::Button)
        .map(|button| button.rect().center())
        .filter(|at| at.x > left && at.y > first)
        .collect();
    assert!(buttons.len() > 3, "{buttons:?}");
    for at in buttons {
        let mut stage = Stage::new(sample::snapshot());
        double_click(&mut stage, at);
        assert!(stage.asked.try_recv().is_err(), "at {at:?}");
        assert!(!stage.tree().contains("Cancel"), "at {at:?} a dialog opened");
    }
}

#[test]
fn a_double_click_on_the_copy_button_copies_once() {
    let mut stage = Stage::new(sample::snapshot());
    let row = row_at(&stage, ROW);
    click_at(&mut stage, row.left_center() + vec2(120.0, 0.0));
    let button = stage.window.get_by_label("Copy STRIPE_SECRET_KEY").rect().center();
    double_click(&mut stage, button);
    let copies = stage.asked.try_iter().filter(|asked| matches!(asked, Request::Copy(_))).count();
    assert_eq!(copies, 1);
}

#[test]
fn a_disabled_key_has_its_verbs_once_and_no_copy_button() {
    let mut stage = Stage::new(sample::snapshot());
    let found = "LEGACY_PAYPAL_SECRET";
    stage.press(Key::Slash);
    stage.type_text(&format!("{found} production"));
    assert_eq!(stage.rows().len(), 1);
    let count = |stage: &Stage, label: &str| stage.window.query_all_by_label(label).count();
    assert_eq!(count(&stage, &format!("Copy {found}")), 0, "it is selected, and can't be copied");
    let row = row_at(&stage, found);
    double_click(&mut stage, row.center());
    assert!(details(&stage));
    assert_eq!((count(&stage, "Enable"), count(&stage, "Delete…")), (1, 1));
}

#[test]
fn a_click_that_leads_back_to_the_keys_chooses_none_of_them() {
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        for section in ["Settings", "Keys"] {
            let entry = stage.window.query_all_by_label_contains(section).find(|entry| entry.rect().left() < 216.0);
            let at = entry.unwrap_or_else(|| panic!("no {section}")).rect().center();
            click_at(&mut stage, at);
            stage.window.run_steps(4);
        }
        let rows = stage.window.query_all_by_role(Role::Row);
        let selected =
            rows.filter(|row| row.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True)).count();
        assert_eq!(selected, 0, "{wide} × {high}");
        assert!(!details(&stage), "{wide} × {high}");
    }
}
