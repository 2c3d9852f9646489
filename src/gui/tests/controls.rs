//! The window by its keys alone: a control acts by itself, keeps the keyboard, and hands it to its neighbour when it goes.

use super::keyboard::{focused, tab_to};
use super::*;
use crate::jobs::PlaceChange;
use crate::model::Project;

/// The sample with a project that has environments and no keys.
pub(super) fn with_empty_project() -> Snapshot {
    let mut snapshot = sample::snapshot();
    let zoo = Project { name: "Zoo".to_owned(), ..snapshot.projects[0].clone() };
    snapshot.projects.push(zoo);
    snapshot
}

/// Opens the dialog of the project in view.
fn open_project(stage: &mut Stage, name: &str) {
    stage.press_with(Modifiers::COMMAND, Key::P);
    stage.press(Key::End);
    for _ in 0..12 {
        if focused(stage) == name {
            break;
        }
        stage.press(Key::ArrowUp);
    }
    stage.press(Key::Enter);
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("edit project");
    stage.press(Key::Enter);
    stage.window.run_steps(4);
    assert!(stage.tree().contains(&format!("Project {name}")), "{}", stage.tree());
}

#[test]
fn down_leads_from_a_chip_or_a_heading_into_the_list() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    for label in ["Plain 3", "Needs action 23", "Health"] {
        tab_to_start(&mut stage, label);
        stage.press(Key::Enter);
        stage.press(Key::ArrowDown);
        assert!(focused(&stage).contains(", "), "from {label} to {}", focused(&stage));
    }
}

/// As [`tab_to`], for a label that begins so.
fn tab_to_start(stage: &mut Stage, start: &str) {
    let first = start.split(' ').next().unwrap_or_default();
    for _ in 0..80 {
        if focused(stage).starts_with(first) {
            return;
        }
        stage.press(Key::Tab);
    }
    panic!("Tab never came to {start}\n{}", stage.tree());
}

#[test]
fn arrows_and_the_menu_key_go_on_from_the_copy_button_of_a_row() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    let row = focused(&stage);
    stage.press(Key::Tab);
    assert!(focused(&stage).starts_with("Copy "), "{}", focused(&stage));
    stage.press_with(Modifiers::SHIFT, Key::F10);
    assert!(stage.tree().contains("Copy as"));
    stage.press(Key::Escape);
    stage.window.run_steps(3);
    tab_to_start(&mut stage, "Copy ");
    stage.press(Key::ArrowDown);
    let next = focused(&stage);
    assert!(next.contains(", ") && next != row, "{next}");
}

#[test]
fn arrows_go_on_in_the_list_from_the_buttons_of_the_details() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    let rows = stage.rows();
    for (button, key, row) in
        [("Close details", Key::ArrowDown, 1), ("Edit", Key::ArrowUp, 0), ("Copy", Key::ArrowDown, 1)]
    {
        tab_to(&mut stage, button);
        stage.press(key);
        assert_eq!(focused(&stage), rows[row], "from {button}");
    }
    // Over the whole window they show the next key.
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    stage.press(Key::ArrowDown);
    stage.press(Key::I);
    stage.window.run_steps(20);
    assert!(stage.tree().contains("ALGOLIA_ADMIN_KEY, Algolia · API key"), "{}", stage.tree());
    tab_to(&mut stage, "Close details");
    stage.press(Key::ArrowDown);
    stage.window.run_steps(4);
    assert!(stage.tree().contains("ALGOLIA_SEARCH_KEY, Algolia · API key"), "{}", stage.tree());
    assert!(!focused(&stage).is_empty());
}

#[test]
fn an_empty_list_hands_the_keyboard_to_what_can_be_done_about_it() {
    let mut stage = Stage::new(with_empty_project());
    open_project(&mut stage, "Zoo");
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    assert_eq!(focused(&stage), "Paste a value…");
    stage.press(Key::Slash);
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    assert_eq!(focused(&stage), "Paste a value…");
}

#[test]
fn a_window_that_begins_on_its_settings_has_the_keyboard_there() {
    let state = crate::jobs::WindowState { section: "settings".to_owned(), ..crate::jobs::WindowState::default() };
    let mut stage = Stage::standing(sample::snapshot(), &state);
    stage.window.run_steps(3);
    assert_eq!(focused(&stage), "Find a setting");
    assert!(stage.painted("Security").iter().all(|title| title.top() > 52.0), "from its top on");
}

#[test]
fn the_first_run_begins_with_the_keyboard_on_the_way_in() {
    let mut stage = Stage::new(sample::no_vault(KeychainStands::Open));
    stage.window.run_steps(3);
    assert_eq!(focused(&stage), "Choose a folder…");
}

#[test]
fn a_question_about_a_projects_end_has_the_keyboard_and_esc_takes_only_that_back() {
    for (project, answer) in [("Zoo", "Keep project"), ("Storefront", "Close")] {
        let mut stage = Stage::new(with_empty_project());
        open_project(&mut stage, project);
        tab_to(&mut stage, "Delete…");
        stage.press(Key::Enter);
        stage.window.run_steps(3);
        assert_eq!(focused(&stage), answer);
        stage.press(Key::Escape);
        stage.window.run_steps(3);
        assert!(stage.tree().contains(&format!("Project {project}")), "the dialog stays");
        let asks = [format!("Delete {project}?"), format!("{project} can't be deleted")];
        assert!(asks.iter().all(|words| !stage.tree().contains(words.as_str())), "the question is gone");
        assert_eq!(focused(&stage), "Delete…");
        stage.press(Key::Escape);
        stage.window.run_steps(4);
        assert!(stage.window.query_by_label("Delete…").is_none(), "then the dialog closes");
    }
}

#[test]
fn what_acts_in_a_dialog_keeps_the_keyboard_or_hands_it_to_its_neighbour() {
    let before = with_empty_project();
    let mut stage = Stage::new(before.clone());
    open_project(&mut stage, "Zoo");
    let name = before.projects[0].environments[1].name.clone();
    tab_to(&mut stage, &format!("Remove {name}"));
    stage.press(Key::Enter);
    let Ok(Request::ChangePlace(change)) = stage.asked.try_recv() else { panic!("nothing was asked") };
    assert!(matches!(&*change, PlaceChange::RemoveEnvironment(place) if place.environment == name));
    let mut after = before;
    after.projects.last_mut().unwrap().environments.remove(1);
    stage.hears(Event::Snapshot(Arc::new(after.clone())));
    stage.hears(Event::Done(Done::PlaceChanged(*change)));
    let next = focused(&stage);
    assert!(next.starts_with("Move "), "the next row, and not what closes the dialog: {next}");
    tab_to(&mut stage, "Archive");
    stage.press(Key::Enter);
    let Ok(Request::ChangePlace(change)) = stage.asked.try_recv() else { panic!("nothing was asked") };
    after.projects.last_mut().unwrap().archived = true;
    stage.hears(Event::Snapshot(Arc::new(after)));
    stage.hears(Event::Done(Done::PlaceChanged(*change)));
    assert_eq!(focused(&stage), "Unarchive");
}

#[test]
fn the_button_that_turns_the_charts_keeps_the_keyboard() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    tab_to(&mut stage, "Show as tables");
    stage.press(Key::Enter);
    stage.window.run_steps(3);
    assert_eq!(focused(&stage), "Show as charts");
}

#[test]
fn t_opens_folded_charts_as_tables() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    stage.press(Key::C);
    assert!(stage.window.query_by_label("Fold charts").is_none());
    stage.press(Key::T);
    assert!(stage.window.query_by_label("Fold charts").is_some(), "they are open");
    assert!(stage.window.query_by_label("Show as charts").is_some(), "as tables");
    stage.press(Key::T);
    assert!(stage.window.query_by_label("Show as tables").is_some());
}

#[test]
fn a_letter_leads_to_the_next_choice_that_begins_with_it_and_is_no_command_meanwhile() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::N);
    tab_to(&mut stage, "Kind");
    stage.press(Key::Space);
    stage.type_text("p");
    let first = focused(&stage);
    assert!(first.starts_with('P'), "{first}");
    stage.type_text("p");
    assert!(focused(&stage).starts_with('P') && focused(&stage) != first, "{}", focused(&stage));
    stage.press(Key::Escape);
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    stage.press(Key::ArrowDown);
    stage.press_with(Modifiers::COMMAND, Key::P);
    stage.window.key_press(Key::I);
    stage.type_text("i");
    assert_eq!(focused(&stage), "Internal tools");
}

#[test]
fn ctrl_enter_saves_from_anywhere_in_a_dialog() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.press(Key::E);
    stage.type_text("X");
    tab_to(&mut stage, "Kind");
    stage.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(stage.asked.try_iter().any(|request| matches!(request, Request::Edit(..))), "{}", stage.tree());
}

#[test]
fn edit_begins_behind_the_name_whatever_was_edited_before() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.press(Key::E);
    for _ in 0..3 {
        stage.press(Key::ArrowLeft);
    }
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    stage.press(Key::ArrowDown);
    let name = focused(&stage).split(", ").next().unwrap_or_default().to_owned();
    stage.press(Key::E);
    stage.type_text("X");
    assert!(stage.tree().contains(&format!("{name}X")), "{}", stage.tree());
}

#[test]
fn a_reference_or_a_key_id_ends_the_countdown_of_the_secret_it_replaced() {
    let snapshot = sample::snapshot();
    let key = &snapshot.keys[13];
    for (event, words) in [
        (Event::Copied(key.uid, None), "STRIPE_SECRET_KEY · key ID copied"),
        (Event::Done(Done::ReferenceCopied(key.uid)), "STRIPE_SECRET_KEY · reference copied"),
    ] {
        let mut stage = Stage::new(snapshot.clone());
        stage.hears(Event::Copied(key.uid, Some(Duration::from_secs(30))));
        stage.hears(event);
        let tree = stage.tree();
        assert!(tree.contains(words) && !tree.contains("clears in"), "{tree}");
        stage.hears(Event::NothingToClear);
        let tree = stage.tree();
        assert!(tree.contains("No secret is on the clipboard") && !tree.contains("Clipboard cleared"), "{tree}");
    }
}

#[test]
fn enter_in_a_new_passphrase_goes_on_to_its_repetition() {
    let mut stage = Stage::new(sample::no_vault(KeychainStands::Absent));
    stage.click("Use a passphrase instead…");
    stage.type_text(&passphrase(8));
    stage.press(Key::Enter);
    assert!(!stage.tree().contains("differ"));
    assert_eq!(focused(&stage), "Repeat passphrase");
}

#[test]
fn arrows_on_a_chip_stay_among_the_chips() {
    let mut stage = Stage::new(sample::snapshot());
    tab_to_start(&mut stage, "Needs action");
    for _ in 0..4 {
        stage.press(Key::ArrowRight);
    }
    assert!(focused(&stage).starts_with("Plain"), "{}", focused(&stage));
    for _ in 0..5 {
        stage.press(Key::ArrowLeft);
    }
    assert_eq!(focused(&stage), "All");
    assert!(!stage.tree().contains("ALGOLIA_ADMIN_KEY, staging"), "the list is in view: {}", stage.tree());
}

#[test]
fn left_and_right_on_a_row_lead_nowhere() {
    let keys = |wide, high| {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        stage.press(Key::ArrowDown);
        stage
    };
    let person = |wide, high| {
        let mut stage = offboarding::on_page(offboarding::with_many(), wide, high);
        stage.press(Key::ArrowDown);
        stage
    };
    type Opens<'a> = &'a dyn Fn(f32, f32) -> Stage;
    let lists: [(&str, Opens<'_>); 3] = [("Keys", &keys), ("Review", &reviewing::at), ("person", &person)];
    for (what, opens) in lists {
        for (wide, high) in [(900.0, 600.0), (640.0, 400.0)] {
            let mut stage = opens(wide, high);
            stage.press(Key::ArrowDown);
            stage.window.run_steps(6);
            let row = focused(&stage);
            assert!(!row.is_empty() && stage.rows().contains(&row), "{what} at {wide}: {row}");
            for key in [Key::ArrowLeft, Key::ArrowRight, Key::ArrowLeft] {
                stage.press(key);
                assert_eq!(focused(&stage), row, "{what} at {wide}: {key:?}");
            }
        }
    }
}
