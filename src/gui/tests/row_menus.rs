//! The menu of a row: the same wherever a key stands in one, by the right button and by its keys.

use super::mouse::{click_at, secondary};
use super::*;

/// Where the row of this line is clicked: beside its name, on nothing of its own.
pub(super) fn on_row(stage: &Stage, line: usize) -> egui::Pos2 {
    let row = stage.window.query_all_by_role(Role::Row).nth(line).unwrap().rect();
    row.left_center() + vec2(120.0, 0.0)
}

pub(super) fn has(stage: &Stage, entry: &str) -> bool {
    stage.window.query_by_role_and_label(Role::MenuItem, entry).is_some()
}

/// The sections whose rows are keys or their warnings, each with a key that leads there.
fn sections() -> Vec<(&'static str, Stage)> {
    let mut review = Stage::new(sample::snapshot());
    review.press_with(Modifiers::COMMAND, Key::Num2);
    let person = offboarding::on_page(offboarding::with_many(), 1280.0, 820.0);
    vec![("keys", Stage::new(sample::snapshot())), ("review", review), ("person", person)]
}

#[test]
fn a_row_has_its_menu_in_every_section_by_the_right_button_and_by_its_keys() {
    for (section, mut stage) in sections() {
        let at = on_row(&stage, 1);
        secondary(&mut stage, at);
        assert!(has(&stage, "Copy") && has(&stage, "Edit…") && has(&stage, "Copy as"), "{section}: {}", stage.tree());
        stage.press(Key::Escape);
        assert!(!has(&stage, "Edit…"), "{section}");
        stage.press(Key::ArrowDown);
        stage.press_with(Modifiers::SHIFT, Key::F10);
        stage.window.run_steps(3);
        assert!(has(&stage, "Copy") && has(&stage, "Edit…"), "{section}: {}", stage.tree());
        stage.press(Key::Escape);
        assert!(!has(&stage, "Edit…"), "{section}");
        let focused = focused(&stage);
        assert!(focused.contains(", "), "{section}: the row has the keyboard again, not {focused}");
    }
}

#[test]
fn the_right_button_opens_the_rows_menu_on_its_parts_too() {
    for (section, mut stage) in sections() {
        secondary_on_parts(section, &mut stage);
    }
}

/// On everything in the first row that does something of its own.
fn secondary_on_parts(section: &str, stage: &mut Stage) {
    let row = stage.window.query_all_by_role(Role::Row).next().unwrap().rect();
    stage.window.event(egui::Event::PointerMoved(on_row(stage, 0)));
    stage.window.run_steps(3);
    let acts = |node: &egui_kittest::Node<'_>| {
        let role = node.accesskit_node().role();
        matches!(role, Role::Button | Role::Link | Role::CheckBox) && row.contains_rect(node.rect().shrink(4.0))
    };
    let nodes = stage.window.root().children_recursive().filter(acts);
    let parts: Vec<(String, egui::Pos2)> =
        nodes.map(|node| (node.accesskit_node().label().unwrap_or_default(), node.rect().center())).collect();
    assert!(!parts.is_empty(), "{section}");
    for (part, at) in parts {
        secondary(stage, at);
        assert!(has(stage, "Edit…"), "{section}: {part}");
        stage.press(Key::Escape);
        assert!(!has(stage, "Edit…"), "{section}: {part}");
    }
}

#[test]
fn the_menu_of_a_ticked_row_is_about_all_that_are_ticked_and_of_another_about_that_one() {
    for (section, mut stage) in sections() {
        let rows: Vec<_> = (0..4).map(|line| on_row(&stage, line)).collect();
        for at in &rows[..2] {
            let ctrl = |pressed| egui::Event::PointerButton {
                pos: *at,
                button: egui::PointerButton::Primary,
                pressed,
                modifiers: Modifiers::COMMAND,
            };
            stage.window.event(egui::Event::PointerMoved(*at));
            stage.window.event_modifiers(ctrl(true), Modifiers::COMMAND);
            stage.window.event_modifiers(ctrl(false), Modifiers::COMMAND);
            stage.window.run_steps(4);
        }
        assert!(stage.tree().contains("2 selected"), "{section}: {}", stage.tree());
        secondary(&mut stage, rows[3]);
        assert!(has(&stage, "Edit…"), "{section}: of one alone");
        stage.press(Key::Escape);
        secondary(&mut stage, rows[1]);
        assert!(!has(&stage, "Edit…") && stage.tree().contains("2 keys"), "{section}: {}", stage.tree());
        stage.window.get_by_role_and_label(Role::MenuItem, "Disable").click();
        stage.window.run_steps(4);
        assert!(stage.tree().contains("Disable 2 keys"), "{section}: {}", stage.tree());
    }
}

#[test]
fn the_row_of_review_that_was_clicked_last_looks_selected_and_not_as_one_under_the_pointer() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    let (clicked, other) = (on_row(&stage, 1), on_row(&stage, 3));
    click_at(&mut stage, clicked);
    stage.window.event(egui::Event::PointerMoved(other));
    stage.window.run_steps(3);
    let ground = |line: usize| {
        let row = stage.window.query_all_by_role(Role::Row).nth(line).unwrap().rect();
        let of = |clipped: &egui::epaint::ClippedShape| match &clipped.shape {
            egui::Shape::Rect(shape) if shape.rect == row && shape.fill.a() > 0 => Some(shape.fill),
            _ => None,
        };
        stage.window.output().shapes.iter().find_map(of)
    };
    assert!(ground(1).is_some() && ground(3).is_some(), "one is selected, one is pointed at");
    assert_ne!(ground(1), ground(3));
}

#[test]
fn a_row_menu_scrolls_only_where_the_window_has_no_room_and_opens_at_its_top() {
    // Every key has a warning that can be put off: no menu is the shorter for having none.
    let mut warned = sample::snapshot();
    let warning = warned.findings.iter().flatten().next().unwrap().clone();
    warned.findings.iter_mut().filter(|of| of.is_empty()).for_each(|of| of.push(warning.clone()));
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(warned.clone(), wide, high);
        stage.press_with(Modifiers::COMMAND, Key::K);
        stage.type_text("STRIPE_SECRET_KEY");
        stage.press_with(Modifiers::COMMAND, Key::Enter);
        let first = |stage: &Stage| stage.window.get_by_role_and_label(Role::MenuItem, "Copy").rect();
        stage.press_with(Modifiers::SHIFT, Key::F10);
        stage.window.run_steps(3);
        let opened = first(&stage);
        stage.wheel(opened.center(), -60.0);
        let scrolled = first(&stage).top() < opened.top();
        assert_eq!(scrolled, high < 500.0, "{wide} × {high}");
        stage.press(Key::Escape);
        stage.press_with(Modifiers::SHIFT, Key::F10);
        stage.window.run_steps(3);
        assert_eq!(first(&stage), opened, "{wide} × {high}");
    }
}

/// Brings a key's details, beside the list or over it.
pub(super) fn with_details_of(stage: &mut Stage, name: &str) {
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text(name);
    stage.press_with(Modifiers::COMMAND, Key::Enter);
    stage.window.run_steps(40);
    assert!(stage.tree().contains("Close details"), "{}", stage.tree());
}

#[test]
fn the_right_button_opens_the_menu_of_the_key_everywhere_in_its_details() {
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        with_details_of(&mut stage, "STRIPE_SECRET_KEY");
        // A double click may go on while they come.
        let owner = stage.window.get_by_role_and_label(Role::Link, "Keys of Mara Klein").rect().center();
        stage.wheel(owner, -2_000.0);
        for part in ["Keys of Mara Klein", "Used here: ", "Copy", "Rotate…", "dashboard.stripe.com", "Edit"] {
            let is_it = |node: &egui_kittest::Node<'_>| {
                let node = node.accesskit_node();
                let said = node.label().or_else(|| node.value()).unwrap_or_default();
                said == part || (part.ends_with(": ") && said.starts_with(part))
            };
            let at = stage.window.root().children_recursive().filter(is_it).last();
            let Some(at) = at.map(|node| node.rect().center()) else { panic!("{part}: {}", stage.tree()) };
            secondary(&mut stage, at);
            assert!(has(&stage, "Copy as"), "{part} at {wide}: {}", stage.tree());
            stage.press(Key::Escape);
            assert!(!has(&stage, "Copy as"), "{part} at {wide}");
        }
        assert!(stage.asked.try_recv().is_err(), "nothing else was done");
    }
}

#[test]
fn the_menu_of_several_rows_says_what_the_bar_over_them_says() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.press(Key::X);
    stage.press_with(Modifiers::SHIFT, Key::ArrowDown);
    stage.press_with(Modifiers::SHIFT, Key::F10);
    stage.window.run_steps(3);
    assert!(has(&stage, "Assign owner…") && !has(&stage, "Assign to…"), "{}", stage.tree());
}

#[test]
fn the_menu_in_the_details_does_not_lead_to_them() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.press_with(Modifiers::SHIFT, Key::F10);
    stage.window.run_steps(3);
    assert!(has(&stage, "Details"), "a row's leads there: {}", stage.tree());
    stage.press(Key::Escape);
    stage.window.run_steps(3);
    let more = stage.window.get_by_label("More").rect().center();
    click_at(&mut stage, more);
    stage.window.run_steps(3);
    assert!(has(&stage, "Edit…") && !has(&stage, "Details"), "{}", stage.tree());
}
