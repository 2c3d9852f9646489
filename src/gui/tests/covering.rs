//! Details that lie over everything: what the keyboard does in them is done with their key alone.

use super::keyboard::focused;
use super::*;

/// The window at its smallest, the details of the key after one that is picked in view.
fn over_a_picked_one() -> (Stage, String) {
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    stage.press(Key::ArrowDown);
    let picked = name_at(&stage);
    stage.press(Key::X);
    stage.press(Key::ArrowDown);
    stage.press(Key::I);
    stage.window.run_steps(8);
    (stage, picked)
}

fn name_at(stage: &Stage) -> String {
    focused(stage).split(',').next().unwrap().to_owned()
}

#[test]
fn verbs_over_the_whole_list_are_about_the_key_in_view() {
    let (mut stage, picked) = over_a_picked_one();
    stage.press(Key::E);
    stage.window.run_steps(4);
    assert!(!stage.tree().contains(&format!("Edit {picked}")), "{}", stage.tree());
    stage.press(Key::Escape);
    stage.press(Key::D);
    stage.window.run_steps(4);
    assert!(!stage.tree().contains(&format!("Disable {picked}")), "{}", stage.tree());
}

#[test]
fn nothing_is_picked_or_let_go_of_out_of_view() {
    let (mut stage, _) = over_a_picked_one();
    stage.press(Key::X);
    stage.press_with(Modifiers::SHIFT, Key::ArrowDown);
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.press(Key::Escape);
    stage.window.run_steps(8);
    assert!(stage.window.query_by_label("Close details").is_none(), "the first Esc closes them");
    assert!(stage.tree().contains("1 selected"), "{}", stage.tree());
}

#[test]
fn page_down_goes_through_the_facts_and_not_to_another_key() {
    let snapshot = sample::snapshot();
    let is_shown =
        |key: &&crate::model::Key| key.name() == "ALGOLIA_SEARCH_KEY" && key.place().environment == "development";
    let uid = snapshot.keys.iter().find(is_shown).unwrap().uid;
    let (mut stage, _) = over_a_picked_one();
    stage.hears(Event::Looked(Arc::new(sample::look(uid))));
    stage.window.run_steps(4);
    let name = stage.tree().lines().find(|line| line.contains("Copy ")).map(str::to_owned);
    let top = |stage: &Stage| stage.painted("Secret").first().map(egui::Rect::top);
    let before = top(&stage).expect("the secret's label");
    stage.press(Key::PageDown);
    stage.window.run_steps(4);
    assert!(top(&stage).is_none_or(|top| top < before - 40.0), "{before}");
    stage.press(Key::PageUp);
    stage.window.run_steps(4);
    assert_eq!(top(&stage), Some(before));
    assert_eq!(stage.tree().lines().find(|line| line.contains("Copy ")).map(str::to_owned), name, "the same key");
}
