//! The cell of Compare that one is on: its menu's keys, its secret shown, and the columns that stay.

use super::comparing::{comparing, gaps};
use super::*;
use crate::model::{Finding, Rule, Severity};

/// The key caps beside an entry of a menu, in the order of their letters.
fn beside(stage: &Stage, words: &str) -> Vec<&'static str> {
    /// ↵ is in no font: it is drawn, its stem with one bend.
    fn has_arrow(shape: &egui::Shape, entry: egui::Rect) -> bool {
        match shape {
            egui::Shape::Vec(shapes) => shapes.iter().any(|shape| has_arrow(shape, entry)),
            egui::Shape::Path(path) => path.points.len() == 3 && path.points.iter().all(|at| entry.contains(*at)),
            _ => false,
        }
    }
    let entry = stage.window.get_by_role_and_label(Role::MenuItem, words).rect();
    let written = |cap: &str| stage.painted(cap).iter().any(|ink| entry.contains_rect(*ink));
    let arrow = stage.window.output().shapes.iter().any(|clipped| has_arrow(&clipped.shape, entry));
    let caps = ["C", "Ctrl", "I", "R", "Space"].into_iter().filter(|cap| written(cap));
    caps.chain(arrow.then_some("Enter")).collect()
}

#[test]
fn the_menu_of_a_cell_names_the_keys_that_do_it_there() {
    let mut stage = comparing();
    stage.press(Key::ArrowDown);
    stage.press_with(Modifiers::SHIFT, Key::F10);
    stage.window.run_steps(3);
    assert_eq!(beside(&stage, "Copy"), ["C", "Ctrl"]);
    assert_eq!(beside(&stage, "Show secret"), [""; 0]);
    assert_eq!(beside(&stage, "Rotate…"), ["R"]);
    assert_eq!(beside(&stage, "Details"), ["Enter"]);
    // In the list Enter copies and Space shows.
    stage.press(Key::Escape);
    stage.press(Key::V);
    stage.press(Key::ArrowDown);
    stage.press_with(Modifiers::SHIFT, Key::F10);
    stage.window.run_steps(3);
    assert_eq!(beside(&stage, "Copy"), ["Enter"]);
    assert_eq!(beside(&stage, "Show secret"), ["Space"]);
}

#[test]
fn space_shows_the_secret_of_a_cell_and_esc_leads_back() {
    let mut stage = comparing();
    stage.press(Key::ArrowDown);
    stage.press(Key::ArrowRight);
    let cell = focused(&stage);
    stage.press(Key::Space);
    stage.window.run_steps(20);
    assert!(stage.asked.try_iter().any(|request| matches!(request, Request::Reveal(_))), "{}", stage.tree());
    for _ in 0..2 {
        stage.press(Key::Escape);
        stage.window.run_steps(20);
    }
    assert_eq!(focused(&stage), cell);
}

#[test]
fn keys_that_go_up_and_down_leave_the_columns_where_they_were() {
    for (wide, high) in [(640.0, 400.0), (640.0, 560.0), (700.0, 500.0)] {
        for column in 0..3 {
            let mut stage = Stage::sized(gaps(), wide, high);
            stage.press(Key::V);
            (0..column).for_each(|_| stage.press(Key::ArrowRight));
            stage.window.run_steps(20);
            let next_step = |stage: &Stage| stage.painted("Next step")[0].left();
            let before = next_step(&stage);
            // Rows that were half in view, too.
            for key in [Key::ArrowDown, Key::PageDown, Key::PageUp, Key::Home, Key::End, Key::PageUp, Key::Home] {
                stage.press(key);
                stage.window.run_steps(20);
                assert_eq!(next_step(&stage), before, "{wide} × {high}, column {column}: {key:?}");
            }
        }
    }
}

#[test]
fn an_arrow_leads_from_the_filter_to_the_cell_of_the_environment_one_is_in() {
    for (wide, high) in [(1280.0, 820.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        stage.press(Key::V);
        stage.press(Key::ArrowRight);
        stage.press(Key::ArrowRight);
        stage.press(Key::Slash);
        stage.type_text("redis");
        stage.press(Key::ArrowUp);
        assert_eq!(focused(&stage), "Filter", "{wide}: nothing is above the first row");
        stage.press(Key::ArrowDown);
        stage.window.run_steps(6);
        let cell = focused(&stage);
        assert!(cell.starts_with("REDIS_URL, ") && cell.contains(", production"), "{wide}: {cell}");
        // In one slow frame, too: what is typed behind the arrow is meant for the cell.
        stage.press(Key::Slash);
        let down = |key| egui::Event::Key {
            key,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::NONE,
        };
        stage.window.input_mut().events.extend([down(Key::ArrowDown), down(Key::ArrowLeft)]);
        stage.window.run_steps(6);
        let cell = focused(&stage);
        assert!(cell.starts_with("REDIS_URL, ") && cell.contains(", staging"), "{wide}: {cell}");
    }
}

#[test]
fn one_is_in_the_same_cell_again_after_looking_for_what_is_not_there() {
    for (wide, high) in [(1280.0, 820.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        stage.press(Key::V);
        for key in [Key::ArrowRight, Key::ArrowRight, Key::ArrowDown] {
            stage.press(key);
        }
        let cell = focused(&stage);
        assert!(cell.contains(", production"), "{wide}: {cell}");
        stage.press(Key::Slash);
        stage.type_text("zzz");
        assert!(stage.rows().is_empty(), "{wide}: {}", stage.tree());
        stage.press(Key::Escape);
        stage.press(Key::ArrowDown);
        stage.press(Key::ArrowUp);
        stage.window.run_steps(6);
        assert_eq!(focused(&stage), cell, "{wide}");
        // What is found by words no row has any more is in the same environment.
        stage.press(Key::Slash);
        stage.type_text("zzz");
        (0..3).for_each(|_| stage.press(Key::Backspace));
        stage.type_text("redis");
        stage.press(Key::ArrowDown);
        stage.window.run_steps(6);
        let found = focused(&stage);
        assert!(found.starts_with("REDIS_URL, ") && found.contains(", production"), "{wide}: {found}");
    }
}

#[test]
fn the_environment_one_is_in_outlasts_a_chip_that_leaves_other_rows() {
    let mut stage = comparing();
    stage.press(Key::ArrowRight);
    stage.press(Key::ArrowRight);
    stage.click("Missing 2");
    stage.window.run_steps(4);
    assert_eq!(stage.rows().len(), 2, "{}", stage.tree());
    stage.press_with(Modifiers::SHIFT, Key::Tab);
    stage.press(Key::Slash);
    stage.press(Key::ArrowDown);
    stage.window.run_steps(6);
    let cell = focused(&stage);
    assert!(cell.contains(", production"), "{cell}");
}

/// Storefront's Stripe secret in a file each, the same in development and in production and another between them.
fn apart_and_in_a_file() -> Snapshot {
    let mut snapshot = gaps();
    let model = snapshot.findings.iter().flatten().next().unwrap().clone();
    for (key, findings) in snapshot.keys.iter_mut().zip(&mut snapshot.findings) {
        let is_it = key.name() == "STRIPE_SECRET_KEY" && key.place().project == "Storefront";
        key.fingerprint = (is_it && key.place().environment != "staging").then_some([1; 16]);
        if is_it {
            let text = "In a file that Keyloft wrote 9 days ago".to_owned();
            *findings = vec![Finding { rule: Rule::PlainFile, severity: Severity::LookSoon, text, ..model.clone() }];
        }
    }
    snapshot
}

#[test]
fn a_warning_beside_a_same_value_is_read_or_its_mark_stands_alone_whatever_the_width() {
    let (mut read, mut alone) = (0, 0);
    for wide in (114..=130).map(|tens| tens as f32 * 10.0) {
        let mut stage = Stage::sized(apart_and_in_a_file(), wide, 820.0);
        stage.press(Key::V);
        stage.window.run_steps(3);
        let names = stage.painted("STRIPE_SECRET_KEY");
        let line = names.last().expect("its row").y_range().expand(8.0);
        let texts = stage.texts();
        let words: Vec<_> =
            texts.iter().filter(|text| text.galley.text() == "In a file" && line.contains(text.pos.y)).collect();
        let cut: Vec<f32> =
            words.iter().filter(|text| text.galley.elided).map(|text| text.galley.rect.width()).collect();
        assert!(cut.iter().all(|wide| *wide > 50.0), "{wide}: {cut:?}");
        read += words.len();
        alone += 3_usize.saturating_sub(words.len());
    }
    assert!(read > 0 && alone > 0, "{read} read, {alone} alone: other widths are to be looked at");
}

/// Storefront with five environments; `warned`: its keys have their warnings.
fn of_five(warned: bool) -> Snapshot {
    let mut snapshot = gaps();
    let shop = snapshot.projects.iter_mut().find(|project| project.name == "Storefront").unwrap();
    for (at, name) in ["preview", "load"].into_iter().enumerate() {
        let id = crate::model::EnvironmentId(900 + at as i64);
        shop.environments.push(crate::model::Environment { id, name: name.to_owned(), ..shop.environments[0].clone() });
    }
    if !warned {
        snapshot.findings.iter_mut().for_each(Vec::clear);
    }
    snapshot
}

#[test]
fn five_environments_stand_beside_the_sidebar_where_what_their_cells_say_can_be_read() {
    for warned in [false, true] {
        let mut stage = Stage::new(of_five(warned));
        stage.press(Key::V);
        stage.window.run_steps(3);
        let names = ["Same value", "Missing", "Not needed", "Load", "Preview"];
        let texts = stage.texts();
        let steps: Vec<f32> = texts
            .iter()
            .filter(|text| text.galley.text().starts_with("Add to "))
            .map(|text| text.visual_bounding_rect().right())
            .collect();
        let is_in_view = !steps.is_empty() && steps.iter().all(|right| *right < 1280.0);
        let cut = texts.iter().filter(|text| names.contains(&text.galley.text()) && text.galley.elided).count();
        assert_eq!((is_in_view, cut), (!warned, 0), "warned: {warned}, {steps:?}");
    }
}
