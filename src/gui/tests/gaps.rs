//! Gaps in Compare: filled by hand, with what stands beside them, or said to be none.

use super::comparing::{comparing, gaps};
use super::mouse::secondary;
use super::*;
use crate::model::VariableName;

/// The sample with a plain variable that staging lacks, and its name.
fn plain_gap() -> (Snapshot, String) {
    let mut snapshot = sample::snapshot();
    let plain = |key: &crate::model::Key| {
        key.is_plain() && key.place().project == "Storefront" && key.place().environment == "staging"
    };
    let at = snapshot.keys.iter().position(plain).unwrap();
    let name = snapshot.keys.remove(at).name().to_owned();
    snapshot.findings.remove(at);
    snapshot.tails.remove(at);
    (snapshot, name)
}

#[test]
fn arrows_reach_a_gap_and_a_adds_it_with_its_environment_chosen() {
    let mut stage = comparing();
    let selected = |stage: &Stage, label: &str| {
        let cell = stage.window.query_by_label(label);
        cell.is_some_and(|cell| cell.accesskit_node().is_selected() == Some(true))
    };
    // The thirteenth variable, the second environment; V began at the first cell.
    for _ in 0..12 {
        stage.press(Key::ArrowDown);
    }
    stage.press(Key::ArrowRight);
    assert!(selected(&stage, "SENTRY_AUTH_TOKEN, staging, missing"), "{}", stage.tree());
    stage.press(Key::A);
    assert!(stage.window.query_all_by_value("SENTRY_AUTH_TOKEN").next().is_some(), "{}", stage.tree());
    let staging = stage.window.query_all_by_label_contains("taging").last().unwrap();
    assert!(staging.accesskit_node().toggled().is_some(), "its environment is there to tick");
}

#[test]
fn n_says_that_a_gap_is_none_and_takes_it_back() {
    let mut stage = comparing();
    stage.click("SENTRY_AUTH_TOKEN, staging, missing");
    stage.press(Key::Escape);
    let (place, name) = (EnvRef::parse("Storefront/staging").unwrap(), VariableName::new("SENTRY_AUTH_TOKEN").unwrap());
    let is_asked = |stage: &Stage, wanted: bool| {
        let asked: Vec<Request> = stage.asked.try_iter().collect();
        let is_it = |asked: &Request| matches!(asked, Request::NotNeeded(at, of, said) if (at, of, *said) == (&place, &name, wanted));
        assert!(asked.len() == 1 && is_it(&asked[0]), "{asked:?}");
    };
    let notes = |stage: &mut Stage, not_needed: bool| {
        let mut noted = gaps();
        noted.projects[0].environments[1].not_needed.extend(not_needed.then(|| name.to_string()));
        stage.hears(Event::Snapshot(Arc::new(noted)));
        stage.hears(Event::Done(Done::NotNeeded(place.clone(), name.clone(), not_needed)));
    };
    let said = ["SENTRY_AUTH_TOKEN · not needed in staging", "SENTRY_AUTH_TOKEN · needed in staging"];
    stage.press(Key::N);
    is_asked(&stage, true);
    notes(&mut stage, true);
    assert!(stage.tree().contains("SENTRY_AUTH_TOKEN, staging, not needed"));
    assert!(stage.tree().contains("16 variables · 1 missing") && stage.tree().contains(said[0]), "{}", stage.tree());
    // By its key, by the button of the toast, and by Ctrl Z.
    stage.press(Key::N);
    is_asked(&stage, false);
    notes(&mut stage, false);
    assert!(stage.tree().contains(said[1]) && !stage.tree().contains(said[0]), "{}", stage.tree());
    stage.click("Undo");
    is_asked(&stage, true);
    notes(&mut stage, true);
    stage.press_with(Modifiers::COMMAND, Key::Z);
    is_asked(&stage, false);
    notes(&mut stage, false);
    assert!(stage.tree().contains("SENTRY_AUTH_TOKEN, staging, missing"));
}

#[test]
fn what_was_said_of_a_gap_is_not_taken_back_once_it_is_filled() {
    let mut stage = comparing();
    let (place, name) = (EnvRef::parse("Storefront/staging").unwrap(), VariableName::new("SENTRY_AUTH_TOKEN").unwrap());
    stage.hears(Event::Done(Done::NotNeeded(place.clone(), name.clone(), true)));
    assert!(stage.window.query_by_label("Undo").is_some());
    let filled = sample::snapshot();
    let stands = |key: &crate::model::Key| key.reference == place.key(&name);
    let uid = filled.keys.iter().find(|key| stands(key)).unwrap().uid;
    stage.hears(Event::Snapshot(Arc::new(filled)));
    stage.hears(Event::Done(Done::Duplicated(uid)));
    assert!(stage.window.query_by_label("Undo").is_none(), "{}", stage.tree());
}

#[test]
fn a_gap_is_filled_by_mouse_with_a_new_key_or_with_the_value_beside_it() {
    let mut stage = comparing();
    stage.click("SENTRY_AUTH_TOKEN, staging, missing");
    stage.click("Same value as development…");
    assert!(stage.tree().contains("Duplicate key"));
    let Some(primary) = stage.window.query_by_label("Duplicate key") else { panic!("no dialog") };
    primary.click();
    stage.window.run_steps(3);
    let Ok(Request::Duplicate(_, to)) = stage.asked.try_recv() else { panic!("nothing was asked") };
    assert_eq!(to.to_string(), "Storefront/staging/SENTRY_AUTH_TOKEN");
    let mut stage = comparing();
    stage.click("Add to production OPENAI_API_KEY");
    assert!(stage.window.query_all_by_value("OPENAI_API_KEY").next().is_some(), "its name is filled in");
}

#[test]
fn a_gap_and_a_variables_name_have_their_menus_by_the_right_button() {
    let mut stage = comparing();
    let has = |stage: &Stage, entry: &str| stage.window.query_by_role_and_label(Role::MenuItem, entry).is_some();
    let gap = stage.window.get_by_label("SENTRY_AUTH_TOKEN, staging, missing").rect().center();
    secondary(&mut stage, gap);
    assert!(has(&stage, "New key…") && has(&stage, "Not needed"), "{}", stage.tree());
    stage.press(Key::Escape);
    let name = stage.window.get_by_role_and_label(Role::Row, "SENTRY_AUTH_TOKEN, missing in 1").rect().center();
    secondary(&mut stage, name);
    assert!(has(&stage, "Copy") && has(&stage, "Edit…") && !has(&stage, "New key…"), "{}", stage.tree());
    // One is at the key that it is about.
    let key = stage.window.query_all_by_label_contains("SENTRY_AUTH_TOKEN, development, ").next().unwrap();
    assert_eq!(key.accesskit_node().is_selected(), Some(true));
}

#[test]
fn a_gap_of_a_plain_variable_asks_for_a_plain_value() {
    let (snapshot, name) = plain_gap();
    let mut stage = Stage::new(snapshot);
    stage.press(Key::V);
    stage.click(&format!("{name}, staging, missing"));
    stage.click_on_top("New key…");
    stage.window.run_steps(3);
    let kind = stage.window.get_by_role_and_label(Role::ComboBox, "Kind").accesskit_node().value();
    assert_eq!(kind.as_deref(), Some("Plain"));
}

#[test]
fn in_the_smallest_window_a_gap_asks_for_its_value_with_the_form_at_its_top() {
    for snapshot in [plain_gap().0, gaps()] {
        let mut stage = Stage::sized(snapshot, 640.0, 400.0);
        stage.press(Key::V);
        let is_gap = |stage: &Stage| focused(stage).ends_with(", staging, missing");
        stage.press(Key::ArrowRight);
        while !is_gap(&stage) {
            stage.press(Key::ArrowDown);
        }
        stage.press(Key::A);
        stage.window.run_steps(8);
        let name = stage.window.get_by_role_and_label(Role::TextInput, "Variable name").rect();
        let title = stage.window.get_by_label("Paste a value").rect();
        let nodes = stage.window.root().children_recursive();
        let value = nodes.filter(egui_kittest::Node::is_focused).last().unwrap();
        let foot = stage.window.query_all_by_label("Cancel").last().unwrap().rect();
        assert!(value.accesskit_node().label().is_some_and(|label| label.ends_with("alue")), "{}", stage.tree());
        assert!(name.top() > title.bottom() + 16.0, "its name {name} under the head {title}");
        assert!(value.rect().bottom() < foot.top() - 8.0, "its value {} over the foot {foot}", value.rect());
    }
}

#[test]
fn the_status_bar_names_the_keys_that_do_something_at_the_cell_one_is_at() {
    let mut stage = comparing();
    stage.press(Key::ArrowDown);
    let hints = |stage: &Stage| ["open", "add missing", "not needed"].map(|words| !stage.painted(words).is_empty());
    assert_eq!(hints(&stage), [true, false, false], "{}", stage.tree());
    stage.click("SENTRY_AUTH_TOKEN, staging, missing");
    stage.press(Key::Escape);
    assert_eq!(hints(&stage), [false, true, true], "{}", stage.tree());
    stage.press(Key::ArrowRight);
    assert_eq!(hints(&stage), [true, false, false], "{}", stage.tree());
}
