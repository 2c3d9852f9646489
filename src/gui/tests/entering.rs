//! Enter does one thing: what it chose, opened or pressed, and never what the dialog is for as well.

use super::editing::on;
use super::keyboard::{focused, tab_to, value_of};
use super::new_key::{new_key, paste};
use super::*;

/// Opens the list of that select and takes its last entry, each by Enter, as a key that is held for a moment gives it: it
/// comes again while the list is gone and the field is there.
fn take_last(stage: &mut Stage, select: &str) {
    tab_to(stage, select);
    stage.press(Key::Space);
    stage.press(Key::End);
    for repeat in [false, true, true] {
        let enter =
            egui::Event::Key { key: Key::Enter, physical_key: None, pressed: true, repeat, modifiers: Modifiers::NONE };
        stage.window.event(enter);
        stage.window.run_steps(1);
    }
    stage.window.run_steps(3);
}

/// What has the keyboard, by its role and its label.
fn field_with_keyboard(stage: &Stage, label: &str) -> bool {
    let fields = stage.window.query_all_by_role_and_label(Role::TextInput, label);
    fields.into_iter().any(|field| field.is_focused())
}

#[test]
fn enter_on_someone_else_opens_the_field_and_saves_nothing() {
    // The second time the field is known to have been there.
    let (mut stage, _) = on("STRIPE_SECRET_KEY");
    for _ in 0..2 {
        stage.press(Key::E);
        stage.asked.try_iter().for_each(drop);
        take_last(&mut stage, "Owner");
        assert!(stage.asked.try_recv().is_err(), "nothing was saved");
        assert!(field_with_keyboard(&stage, "Owner"), "{}", focused(&stage));
        stage.press(Key::Escape);
        stage.click_on_top("Discard");
        stage.window.run_steps(4);
    }
}

#[test]
fn enter_on_someone_else_is_no_save_of_a_new_key() {
    for complete in [true, false] {
        let mut stage = new_key();
        for _ in 0..2 {
            if complete {
                stage.type_text("MADE_UP_TOKEN");
                paste(&mut stage, "a made up value");
            }
            stage.asked.try_iter().for_each(drop);
            take_last(&mut stage, "Owner");
            assert!(stage.asked.try_recv().is_err(), "nothing was saved");
            assert!(field_with_keyboard(&stage, "Owner"), "{}", focused(&stage));
            stage.type_text("Ops");
            stage.press(Key::Escape);
            stage.click_on_top("Discard");
            stage.window.run_steps(4);
            stage.press_with(Modifiers::COMMAND, Key::N);
        }
    }
}

#[test]
fn enter_on_new_project_leads_to_its_field() {
    let mut stage = new_key();
    for _ in 0..2 {
        take_last(&mut stage, "Project");
        assert!(field_with_keyboard(&stage, "Project"), "{}", focused(&stage));
        stage.type_text("Shop");
        // Back to the list of projects.
        stage.press(Key::Escape);
        stage.window.run_steps(4);
    }
}

#[test]
fn enter_on_read_by_opens_its_list_and_takes_nothing_from_it() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::E);
    tab_to(&mut stage, "Read by");
    stage.press(Key::Space);
    stage.type_text("vite");
    stage.press(Key::Enter);
    assert_eq!(value_of(&stage, "Read by"), "Vite");
    stage.press(Key::Enter);
    assert!(stage.window.query_by_role_and_label(Role::ListBoxOption, "Vite").is_some(), "the list is open");
    assert_eq!(value_of(&stage, "Read by"), "Vite");
    stage.press(Key::Enter);
    assert!(stage.window.query_by_role_and_label(Role::ListBoxOption, "Vite").is_none(), "the list is closed");
    assert_eq!(value_of(&stage, "Read by"), "Vite", "it begins at the one that is chosen");
}

#[test]
fn the_entry_that_arrows_lead_to_has_the_ground_of_what_is_selected() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::E);
    tab_to(&mut stage, "Read by");
    stage.press(Key::Space);
    stage.press(Key::ArrowDown);
    stage.window.run_steps(6);
    let entries: Vec<egui::Rect> =
        stage.window.query_all_by_role(Role::ListBoxOption).map(|entry| entry.rect()).collect();
    let ground = stage.window.ctx.global_style().visuals.selection.bg_fill;
    let marked = |shape: &egui::epaint::ClippedShape| match &shape.shape {
        egui::Shape::Rect(rect) => rect.fill == ground && entries.contains(&rect.rect),
        _ => false,
    };
    assert_eq!(stage.window.output().shapes.iter().filter(|shape| marked(shape)).count(), 1);
}

#[test]
fn keys_in_the_rail_leads_to_the_list_and_not_to_details_over_it() {
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    stage.press(Key::ArrowDown);
    stage.press(Key::I);
    stage.window.run_steps(4);
    assert!(stage.tree().contains("Close details"), "{}", stage.tree());
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    stage.window.run_steps(4);
    stage.press_with(Modifiers::COMMAND, Key::Num1);
    stage.window.run_steps(4);
    assert!(!stage.tree().contains("Close details"), "{}", stage.tree());
    assert!(!stage.rows().is_empty());
}
