//! Whatever becomes of an environment, what has the keyboard in its row keeps it.

use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{asked_by, edits_project, place};
use crate::gui::sample;
use crate::gui::tests::{Stage, focused};
use crate::jobs::{Done, Event, Failure, PlaceChange, Snapshot};

fn names_staging_preview(stage: &mut Stage) {
    stage.click("Name of staging");
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.type_text("preview");
}

/// The sample after another name for an environment of its first project.
fn renamed(from: &str, to: &str) -> Snapshot {
    let mut after = sample::snapshot();
    let renamed = after.projects[0].environments.iter_mut().find(|one| one.name == from).unwrap();
    to.clone_into(&mut renamed.name);
    for key in after.keys.iter_mut().filter(|key| *key.place() == place(from)) {
        to.clone_into(&mut key.reference.place.environment);
    }
    after
}

#[test]
fn an_environment_that_enter_renamed_keeps_the_keyboard_under_its_new_name() {
    let mut stage = edits_project();
    names_staging_preview(&mut stage);
    stage.press(Key::Enter);
    let change = asked_by(&stage).unwrap_or_else(|| panic!("{}", stage.tree()));
    stage.hears(Event::Snapshot(renamed("staging", "preview").into()));
    stage.hears(Event::Done(Done::PlaceChanged(change)));
    stage.window.run_steps(4);
    assert_eq!(focused(&stage), "Name of preview");
}

#[test]
fn from_a_name_that_is_saved_one_goes_on_to_the_field_beside_it_and_what_is_typed_there_stays() {
    for by_tab in [true, false] {
        let mut stage = edits_project();
        names_staging_preview(&mut stage);
        if by_tab {
            stage.press(Key::Tab);
        } else {
            stage.click("Short name of staging");
        }
        stage.type_text("p");
        let change = asked_by(&stage).unwrap_or_else(|| panic!("{}", stage.tree()));
        stage.hears(Event::Snapshot(renamed("staging", "preview").into()));
        stage.window.run_steps(2);
        stage.hears(Event::Done(Done::PlaceChanged(change)));
        stage.window.run_steps(4);
        assert_eq!(focused(&stage), "Short name of preview", "by Tab: {by_tab}");
        stage.type_text("v");
        let text = stage.window.get_by_label("Short name of preview").value();
        assert!(text.as_deref().is_some_and(|text| text.contains('p') && text.contains('v')), "{text:?}");
    }
}

/// The worker's two words about a change, in either order.
fn hears_of(stage: &mut Stage, change: PlaceChange, after: Snapshot, facts_first: bool) {
    let facts = Event::Snapshot(after.into());
    let done = Event::Done(Done::PlaceChanged(change));
    let words = if facts_first { [facts, done] } else { [done, facts] };
    for word in words {
        stage.hears(word);
        stage.window.run_steps(4);
    }
}

#[test]
fn back_from_a_new_name_one_comes_to_what_stands_before_it_and_back_again() {
    for facts_first in [true, false] {
        let mut stage = edits_project();
        names_staging_preview(&mut stage);
        stage.press_with(Modifiers::SHIFT, Key::Tab);
        let change = asked_by(&stage).unwrap_or_else(|| panic!("{}", stage.tree()));
        hears_of(&mut stage, change, renamed("staging", "preview"), facts_first);
        assert_eq!(focused(&stage), "Move preview: 2 of 3");
        stage.press(Key::Tab);
        assert_eq!(focused(&stage), "Name of preview");
    }
}

#[test]
fn alt_and_an_arrow_move_an_environment_by_keyboard() {
    let mut stage = Stage::new(sample::snapshot());
    stage.window.get_by_label("Billing, 32 keys, warnings to act on now").click_secondary();
    stage.window.run_steps(4);
    stage.click("Name of production");
    stage.press_with(Modifiers::ALT, Key::ArrowUp);
    let names = ["production", "development"].map(str::to_owned).to_vec();
    assert_eq!(asked_by(&stage), Some(PlaceChange::Order { project: "Billing".to_owned(), names }));
}

#[test]
fn what_has_the_keyboard_in_the_row_of_an_environment_keeps_it_while_the_row_moves() {
    // From the handle, so many stops on by Tab, and what that is called once the row moved.
    for (stops, name) in
        [(0, "Move staging: 1 of 3"), (1, "Name of staging"), (2, "Short name of staging"), (3, "staging is protected")]
    {
        for facts_first in [true, false] {
            let mut stage = edits_project();
            stage.window.get_by_label("Move staging: 2 of 3").focus();
            stage.window.run_steps(4);
            for _ in 0..stops {
                stage.press(Key::Tab);
            }
            stage.press_with(Modifiers::ALT, Key::ArrowUp);
            let change = asked_by(&stage).unwrap_or_else(|| panic!("{name}: {}", stage.tree()));
            let mut after = sample::snapshot();
            after.projects[0].environments.swap(0, 1);
            hears_of(&mut stage, change, after, facts_first);
            assert_eq!(focused(&stage), name);
            let mut nodes = stage.window.root().children_recursive();
            let at = nodes.find(|node| node.accesskit_node().is_focused()).unwrap().rect();
            let row = stage.window.get_by_label("Name of staging").rect();
            assert!(row.y_range().contains(at.center().y), "{name} of another environment: {at:?} beside {row:?}");
        }
    }
}

#[test]
fn an_environment_that_is_removed_leaves_the_keyboard_to_what_stood_behind_it() {
    let mut before = sample::snapshot();
    let stays: Vec<bool> = before.keys.iter().map(|key| *key.place() != place("staging")).collect();
    let nth = |at: &mut usize| std::mem::replace(at, *at + 1);
    let mut at = [0; 3];
    before.keys.retain(|_| stays[nth(&mut at[0])]);
    before.findings.retain(|_| stays[nth(&mut at[1])]);
    before.tails.retain(|_| stays[nth(&mut at[2])]);
    for facts_first in [true, false] {
        let mut stage = Stage::new(before.clone());
        super::open_project(&mut stage);
        stage.window.get_by_label("Remove staging").focus();
        stage.window.run_steps(4);
        stage.press(Key::Enter);
        let change = asked_by(&stage).unwrap_or_else(|| panic!("{}", stage.tree()));
        let mut after = before.clone();
        after.projects[0].environments.retain(|one| one.name != "staging");
        hears_of(&mut stage, change, after, facts_first);
        assert_eq!(focused(&stage), "Move production: 2 of 2");
    }
}

fn types_an_environment(stage: &mut Stage, name: &str) {
    stage.click("New environment");
    stage.type_text(name);
}

fn is_open(stage: &Stage) -> bool {
    stage.window.query_by_label("New environment").is_some()
}

/// Done by its key, or Esc.
fn leaves_by(stage: &mut Stage, key: Key) {
    if key == Key::Enter {
        stage.window.get_by_label("Done").focus();
        stage.window.run_steps(4);
    }
    stage.press(key);
}

#[test]
fn an_environment_that_was_typed_is_added_by_done_before_the_dialog_closes() {
    let mut stage = edits_project();
    types_an_environment(&mut stage, "preview");
    leaves_by(&mut stage, Key::Enter);
    let change = asked_by(&stage).unwrap_or_else(|| panic!("{}", stage.tree()));
    assert_eq!(change, PlaceChange::AddEnvironment(place("preview")));
    assert!(is_open(&stage), "it is not saved yet");
    hears_of(&mut stage, change, sample::snapshot(), true);
    assert!(!is_open(&stage), "{}", stage.tree());
    assert_eq!(asked_by(&stage), None);
}

/// Esc, and the question that comes of it answered.
fn escapes(stage: &mut Stage, says: &str, discards: bool) {
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    assert!(stage.tree().contains(says), "{}", stage.tree());
    assert_eq!(focused(stage), "Keep editing");
    if discards {
        stage.click("Discard");
    } else {
        stage.press(Key::Escape);
    }
    stage.window.run_steps(8);
    assert_eq!(asked_by(stage), None, "nothing is saved by that");
}

#[test]
fn esc_saves_nothing_that_was_typed_and_asks_before_it_is_lost() {
    let asks = "Discard what was typed?";
    for field in ["New environment", "Name of staging", "Short name of staging", "Name"] {
        let mut stage = edits_project();
        stage.click(field);
        stage.press_with(Modifiers::COMMAND, Key::A);
        stage.type_text("edge");
        escapes(&mut stage, asks, false);
        assert!(is_open(&stage), "{field}: {}", stage.tree());
        assert_eq!(focused(&stage), field, "one types on");
        escapes(&mut stage, asks, true);
        assert!(!is_open(&stage), "{field}: {}", stage.tree());
    }
    // Nothing was typed but what stands there.
    let mut stage = edits_project();
    stage.click("Name of staging");
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.type_text("staging");
    stage.press(Key::Escape);
    assert!(!is_open(&stage), "{}", stage.tree());
    assert_eq!(asked_by(&stage), None);
}

#[test]
fn a_new_project_that_is_left_is_not_made() {
    for by_key in [true, false] {
        let mut stage = Stage::new(sample::snapshot());
        stage.click("New project…");
        stage.type_text("Labs");
        if !by_key {
            stage.click("Cancel");
            stage.window.run_steps(4);
            assert!(stage.tree().contains("Discard this project?"), "{}", stage.tree());
            stage.press(Key::Escape);
            stage.window.run_steps(8);
        }
        escapes(&mut stage, "Discard this project?", true);
        assert!(!stage.tree().contains("Add project"), "{}", stage.tree());
        // Where nothing was typed nothing is asked.
        stage.click("New project…");
        stage.press(Key::Escape);
        stage.window.run_steps(8);
        assert!(!stage.tree().contains("Add project") && asked_by(&stage).is_none(), "{}", stage.tree());
    }
}

#[test]
fn done_leads_to_a_name_that_can_t_be_taken() {
    let mut stage = edits_project();
    types_an_environment(&mut stage, "staging");
    leaves_by(&mut stage, Key::Enter);
    stage.window.run_steps(4);
    assert!(is_open(&stage), "what was typed is dropped");
    assert_eq!((asked_by(&stage), focused(&stage).as_str()), (None, "New environment"));
    escapes(&mut stage, "Discard what was typed?", true);
    assert!(!is_open(&stage), "{}", stage.tree());
}

#[test]
fn all_that_was_typed_is_saved_one_after_the_other_before_the_dialog_closes() {
    let mut stage = edits_project();
    names_staging_preview(&mut stage);
    // The click leaves the name, which is saved first.
    types_an_environment(&mut stage, "edge");
    leaves_by(&mut stage, Key::Enter);
    let change = asked_by(&stage).unwrap_or_else(|| panic!("{}", stage.tree()));
    assert!(matches!(change, PlaceChange::RenameEnvironment { .. }), "{change:?}");
    hears_of(&mut stage, change, renamed("staging", "preview"), true);
    let change = asked_by(&stage).unwrap_or_else(|| panic!("{}", stage.tree()));
    assert_eq!(change, PlaceChange::AddEnvironment(place("edge")));
    hears_of(&mut stage, change, renamed("staging", "preview"), false);
    assert!(!is_open(&stage), "{}", stage.tree());
}

#[test]
fn what_could_not_be_added_is_tried_again_by_done_and_left_by_esc() {
    let mut stage = edits_project();
    types_an_environment(&mut stage, "preview");
    leaves_by(&mut stage, Key::Enter);
    assert!(asked_by(&stage).is_some());
    let [title, why, advice] = ["Couldn't add preview.", "The disk is full.", "Make room."].map(str::to_owned);
    stage.hears(Event::Failed(Failure { title, why, advice, ..Failure::default() }));
    assert!(is_open(&stage));
    escapes(&mut stage, "Discard what was typed?", false);
    leaves_by(&mut stage, Key::Enter);
    assert!(asked_by(&stage).is_some() && is_open(&stage), "{}", stage.tree());
}
