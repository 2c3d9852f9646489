//! A verb in a row that has the ring: Enter presses it, and the keys that move go on from its row.

use super::offboarding::{on_page, with_many};
use super::*;

/// The row that has the ring.
fn row(stage: &Stage) -> Option<String> {
    let mut rows = stage.window.query_all_by_role(Role::Row);
    rows.find(egui_kittest::Node::is_focused).and_then(|row| row.accesskit_node().label())
}

/// Home, End and the arrows lead from the verb of the second row where they lead from the row.
fn moves_as_its_row_does(mut stage: Stage, verbs: &[&str]) {
    let mut is_second = |from_verb: bool, key: Key| {
        stage.press(Key::Home);
        stage.press(Key::ArrowDown);
        if from_verb {
            stage.press(Key::Tab);
            let name = focused(&stage);
            assert!(row(&stage).is_none() && verbs.iter().any(|verb| name.starts_with(verb)), "{name}");
        }
        stage.press(key);
        row(&stage).unwrap_or_else(|| panic!("{key:?} led to {}", focused(&stage)))
    };
    for key in [Key::ArrowDown, Key::ArrowUp, Key::Home, Key::End] {
        assert_eq!(is_second(true, key), is_second(false, key), "{key:?}");
    }
}

#[test]
fn the_keys_that_move_go_on_from_a_verb_of_reviews_rows() {
    for width in [640.0, 1280.0] {
        let mut stage = Stage::sized(sample::snapshot(), width, 820.0);
        stage.press_with(Modifiers::COMMAND, Key::Num2);
        moves_as_its_row_does(stage, &["Rotate…"]);
    }
}

#[test]
fn enter_presses_the_verb_and_opens_no_key() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    stage.press(Key::Home);
    stage.press(Key::Tab);
    stage.press(Key::Enter);
    assert!(stage.tree().contains("Needs a new value."), "{}", stage.tree());
}

#[test]
fn the_keys_that_move_go_on_from_a_step_of_a_persons_rows() {
    moves_as_its_row_does(on_page(with_many(), 1280.0, 820.0), &["Rotate…", "Assign to…"]);
}
