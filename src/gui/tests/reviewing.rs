//! Review by its labels: what narrows the list, what is selected, what is asked of the worker; by mouse and by keyboard alone.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::Stage;
use crate::gui::sample;
use crate::jobs::{Done, Event, Failure, ReportOf, Request, Snapshot};
use crate::model::{Expiry, Rule};

pub(super) fn at(width: f32, height: f32) -> Stage {
    let mut snapshot = sample::snapshot();
    for key in &mut snapshot.keys {
        if key.name() == "STRIPE_SECRET_KEY" {
            key.expiry = Expiry::On(snapshot.today + chrono::TimeDelta::days(6));
        }
    }
    let mut stage = Stage::sized(snapshot, width, height);
    // From the keys to those of all projects: the review opens on what one looked at.
    stage.go_to_all_projects();
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    stage
}

pub(super) fn opened() -> Stage {
    at(1280.0, 820.0)
}

/// The first part of what the status bar says.
pub(super) fn status(stage: &Stage) -> String {
    let nodes = stage.window.root().children_recursive();
    let words = nodes.filter_map(|node| node.accesskit_node().value());
    words.filter(|words| words.ends_with("worst first")).last().unwrap_or_default()
}

fn is_selected(stage: &Stage, label: &str) -> bool {
    stage.window.get_by_label(label).accesskit_node().toggled() == Some(egui::accesskit::Toggled::True)
}

#[test]
fn the_worst_warning_stands_first_and_says_everything() {
    let stage = opened();
    let rows = stage.rows();
    assert_eq!(rows[0], "OPENAI_API_KEY, Storefront, production, Expired 3 days ago, owner Mara Klein");
    assert!(stage.tree().contains("42 warnings on 42 of 128 keys"), "{}", stage.tree());
    assert_eq!(status(&stage), "42 warnings · worst first");
}

#[test]
fn a_tile_narrows_the_list_and_a_second_click_widens_it() {
    let mut stage = opened();
    for (tile, status_words, first) in [
        ("Act now: 6", "6 of 42 warnings · worst first", "OPENAI_API_KEY"),
        ("Expire within 30 days: 3", "3 of 42 warnings · worst first", "STRIPE_SECRET_KEY"),
        ("Rotation overdue: 3", "3 of 42 warnings · worst first", "AWS_SECRET_ACCESS_KEY"),
        ("Not used 90 days, 30 if new: 8", "8 of 42 warnings · worst first", "ALGOLIA_ADMIN_KEY"),
        ("Keys with no warnings: 67%", "86 keys · worst first", "ALGOLIA_SEARCH_KEY"),
    ] {
        stage.click(tile);
        assert!(is_selected(&stage, tile), "{tile}");
        assert_eq!(status(&stage), status_words, "{tile}");
        assert!(stage.rows()[0].starts_with(first), "{tile}: {:?}", stage.rows());
        stage.click(tile);
        assert_eq!(status(&stage), "42 warnings · worst first", "{tile}");
    }
}

#[test]
fn a_project_in_the_sidebar_and_the_environment_menu_change_the_scope() {
    let mut stage = opened();
    stage.window.get_by_label_contains("Billing, 32 keys").click();
    stage.window.run_steps(3);
    assert!(stage.tree().contains("12 warnings on 12 of 32 keys"), "{}", stage.tree());
    assert!(stage.rows().iter().all(|row| row.contains("Billing")));
    stage.click("All environments");
    stage.window.get_by_role_and_label(Role::MenuItem, "Development").click();
    stage.window.run_steps(3);
    assert!(stage.tree().contains("3 warnings on 3 of 16 keys"), "{}", stage.tree());
    // The keys stand as they stood.
    stage.press_with(Modifiers::COMMAND, Key::Num1);
    assert!(stage.tree().contains("128 keys · "), "{}", stage.tree());
}

#[test]
fn the_filter_looks_in_sentences_and_in_keys() {
    let mut stage = opened();
    stage.press(Key::Slash);
    stage.type_text("expired billing");
    assert_eq!(stage.rows(), ["OPENAI_API_KEY, Billing, production, Expired 3 days ago, owner Mara Klein"]);
    stage.type_text(" nowhere");
    assert!(stage.tree().contains("No warnings match expired billing nowhere."));
    stage.click("Clear filter");
    assert_eq!(status(&stage), "42 warnings · worst first");
}

#[test]
fn several_are_selected_and_disabled_by_one_question_with_an_undo() {
    let mut stage = opened();
    stage.press(Key::X);
    stage.press(Key::ArrowDown);
    stage.press(Key::ArrowDown);
    stage.press(Key::X);
    assert!(stage.tree().contains("2 selected"));
    stage.press(Key::D);
    assert!(stage.tree().contains("Disable 2 keys here?"), "{}", stage.tree());
    stage.click("Disable 2 keys");
    let Ok(Request::Disable(keys)) = stage.asked.try_recv() else { panic!("nothing was asked") };
    assert_eq!(keys.len(), 2);
    stage.hears(Event::Done(Done::Disabled(keys.clone())));
    assert!(stage.tree().contains("2 keys disabled"));
    stage.click("Undo");
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Enable(undone)) if undone == keys));
}

#[test]
fn keys_of_one_slow_frame_are_taken_in_their_order() {
    let mut stage = opened();
    let key =
        |key| egui::Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE };
    let events = [Key::X, Key::ArrowDown, Key::ArrowDown, Key::X].map(key);
    stage.window.input_mut().events.extend(events);
    stage.window.run_steps(3);
    assert!(stage.tree().contains("2 selected"), "{}", stage.tree());
}

#[test]
fn a_range_and_all_are_selected_by_keyboard_and_esc_selects_nothing() {
    let mut stage = opened();
    for _ in 0..3 {
        stage.press_with(Modifiers::SHIFT, Key::ArrowDown);
    }
    assert!(stage.tree().contains("4 selected"), "{}", stage.tree());
    stage.press_with(Modifiers::SHIFT, Key::ArrowUp);
    assert!(stage.tree().contains("3 selected"));
    stage.press_with(Modifiers::COMMAND, Key::A);
    assert!(stage.tree().contains("42 selected"));
    stage.press(Key::Escape);
    assert!(!stage.tree().contains("selected\n"), "{}", stage.tree());
    // What is no longer listed is not acted on.
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.click("Act now: 6");
    assert!(stage.tree().contains("6 selected"));
}

#[test]
fn an_owner_is_given_by_keyboard_alone() {
    let mut stage = opened();
    stage.press_with(Modifiers::SHIFT, Key::ArrowDown);
    stage.press(Key::A);
    stage.type_text("platform");
    assert!(stage.window.query_by_label("Assign owner to 2 keys").is_some(), "{}", stage.tree());
    stage.press(Key::Enter);
    stage.press(Key::Enter);
    let Ok(Request::Assign(owners)) = stage.asked.try_recv() else { panic!("nothing was asked") };
    assert_eq!(owners.len(), 2);
    assert!(owners.iter().all(|(_, owner)| owner.as_deref() == Some("platform")));
    stage.hears(Event::Done(Done::Assigned(owners.clone(), owners)));
    assert!(stage.window.query_by_label("Assign owner to 2 keys").is_none());
    assert!(stage.window.query_by_label("Undo").is_some());
}

#[test]
fn a_warning_is_snoozed_with_a_reason_and_what_fails_is_said_in_place() {
    let mut stage = opened();
    stage.press(Key::S);
    stage.type_text("The new one comes in January");
    stage.press(Key::Enter);
    let Ok(Request::Snooze(what, until, reason)) = stage.asked.try_recv() else { panic!("nothing was asked") };
    assert_eq!(what.iter().map(|(_, rule)| *rule).collect::<Vec<_>>(), [Rule::Expired]);
    assert_eq!((until.to_string().as_str(), reason.as_str()), ("2025-12-23", "The new one comes in January"));
    stage.hears(Event::Failed(Failure::new("", "Another program has the vault.", "Try again.")));
    assert!(stage.tree().contains("Another program has the vault. Try again."));
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Snooze(..))));
    stage.hears(Event::Done(Done::Snoozed(what, until)));
    assert!(stage.tree().contains("snoozed until 23 Dec 2025"), "{}", stage.tree());
}

#[test]
fn without_keys_there_are_no_numbers_and_a_way_to_the_first() {
    let nothing = Snapshot {
        keys: Vec::new(),
        findings: Vec::new(),
        tails: Vec::new(),
        projects: Vec::new(),
        ..sample::snapshot()
    };
    let mut stage = Stage::new(nothing);
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    let tree = stage.tree();
    assert!(
        tree.contains("There are no keys yet") && !tree.contains("Act now") && !tree.contains("Expiry, next"),
        "{tree}"
    );
    stage.click("New key");
    assert!(stage.tree().contains("Save key"), "{}", stage.tree());
    stage.press(Key::Escape);
    // Nor is there anything to compare.
    stage.press_with(Modifiers::COMMAND, Key::Num1);
    stage.press(Key::V);
    assert!(stage.tree().contains("There are no projects yet"), "{}", stage.tree());
    // The sidebar has the other one.
    assert_eq!(stage.window.query_all_by_label("New project…").count(), 2);
}

#[test]
fn a_warning_is_snoozed_by_mouse_alone() {
    let mut stage = opened();
    stage.press(Key::ArrowDown);
    stage.press(Key::S);
    stage.click("90 days");
    stage.click("Not ours to change");
    stage.click("Provider has to act");
    stage.click("Snooze warning");
    let Ok(Request::Snooze(_, until, reason)) = stage.asked.try_recv() else { panic!("nothing was asked") };
    assert_eq!((until.to_string().as_str(), reason.as_str()), ("2026-02-21", "Provider has to act"));
}

#[test]
fn the_next_of_several_is_seen_from_its_top() {
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    stage.press(Key::ArrowDown);
    stage.press_with(Modifiers::SHIFT, Key::ArrowDown);
    stage.press(Key::R);
    let first_step = |stage: &Stage| stage.window.get_by_label_contains("1. ").rect().top();
    let top = first_step(&stage);
    stage.wheel(egui::pos2(300.0, 200.0), -4_000.0);
    assert!(first_step(&stage) < top, "it does not scroll");
    stage.click("Skip");
    assert!(stage.says("Rotate 2 of 2") && first_step(&stage) == top, "{}", first_step(&stage));
}

#[test]
fn several_are_rotated_one_after_another_with_a_way_past_each() {
    let mut stage = opened();
    for _ in 0..2 {
        stage.press_with(Modifiers::SHIFT, Key::ArrowDown);
    }
    stage.press(Key::R);
    assert!(stage.tree().contains("Rotate 1 of 3"), "{}", stage.tree());
    stage.click("Skip");
    assert!(stage.tree().contains("Rotate 2 of 3"), "{}", stage.tree());
    stage.click("Generate");
    stage.tells_shape(crate::jobs::ShapeLook::Other);
    stage.click("Rotate key");
    let rotated = std::iter::from_fn(|| stage.asked.try_recv().ok()).find_map(|request| match request {
        Request::Rotate(uid, _) => Some(uid),
        _ => None,
    });
    let uid = rotated.expect("it is asked for");
    stage.hears(Event::Done(Done::Rotated(vec![uid], None)));
    assert!(stage.tree().contains("Rotate 3 of 3"), "{}", stage.tree());
    stage.press(Key::Escape);
    assert!(stage.window.query_by_label("Skip").is_none(), "leaving ends it");
    stage.press(Key::R);
    stage.press(Key::Escape);
    assert!(!stage.tree().contains("Rotate 4"));
}

#[test]
fn what_was_rotated_of_several_is_said_at_the_end_and_put_back_together() {
    let mut stage = opened();
    for _ in 0..2 {
        stage.press_with(Modifiers::SHIFT, Key::ArrowDown);
    }
    stage.press(Key::R);
    let until = sample::snapshot().now.get() + chrono::TimeDelta::days(7);
    let mut rotated = Vec::new();
    for nth in [2, 3] {
        stage.click("Generate");
        stage.tells_shape(crate::jobs::ShapeLook::Other);
        stage.asked.try_iter().for_each(drop);
        stage.click("Rotate key");
        let Ok(Request::Rotate(uid, _)) = stage.asked.try_recv() else { panic!("{}", stage.tree()) };
        rotated.push(uid);
        stage.hears(Event::Done(Done::Rotated(vec![uid], Some(until))));
        if stage.says("places") {
            stage.press(Key::Enter);
        }
        assert!(stage.says(&format!("Rotate {nth} of 3")) && !stage.says("Undo"), "{}", stage.tree());
    }
    stage.click("Skip");
    stage.window.run_steps(4);
    assert!(stage.says("2 keys rotated"), "{}", stage.tree());
    stage.asked.try_iter().for_each(drop);
    stage.click("Undo");
    let Ok(Request::UndoRotate(back)) = stage.asked.try_recv() else { panic!("{}", stage.tree()) };
    assert_eq!(back, rotated);
    stage.hears(Event::Done(Done::PutBack(back)));
    assert!(stage.says("2 keys · old values put back"), "{}", stage.tree());
}

#[test]
fn a_report_is_of_what_is_selected_else_of_the_scope() {
    let mut stage = opened();
    let asked = |stage: &mut Stage| {
        stage.window.run_steps(3);
        stage.press(Key::Enter);
        let Ok(Request::Report(ask)) = stage.asked.try_recv() else { panic!("{}", stage.tree()) };
        let ReportOf::Review { about, keys } = ask.of else { panic!("it is no review") };
        stage.hears(Event::Done(Done::Reported(ask.to)));
        (about, keys.map(|keys| keys.len()))
    };
    stage.click("Report…");
    assert_eq!(asked(&mut stage), ("All projects".to_owned(), None));
    assert!(stage.tree().contains("Report written to keyloft-review-2025-11-23.html"), "{}", stage.tree());
    stage.window.get_by_label_contains("Billing, 32 keys").click();
    stage.window.run_steps(3);
    stage.click("Report…");
    assert_eq!(asked(&mut stage), ("Billing".to_owned(), Some(32)));
    stage.press(Key::ArrowDown);
    stage.press(Key::X);
    stage.click_on_top("Report…");
    assert_eq!(asked(&mut stage), ("1 key".to_owned(), Some(1)));
}

#[test]
fn the_verb_at_a_row_begins_what_it_says() {
    let mut stage = opened();
    stage.click("Rotate…");
    assert!(stage.window.query_by_label("Rotate key").is_some(), "{}", stage.tree());
}

#[test]
fn enter_opens_the_key_and_review_stays_as_it_was() {
    let mut stage = opened();
    stage.press(Key::X);
    stage.press(Key::Enter);
    let rows = stage.rows();
    assert!(rows.iter().any(|row| row.starts_with("OPENAI_API_KEY, OpenAI, production")), "{rows:?}");
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    assert!(stage.tree().contains("1 selected"));
}

#[test]
fn the_smallest_window_shows_numbers_and_rows_and_scrolls_the_rest() {
    let mut stage = at(640.0, 400.0);
    assert!(stage.tree().contains("Act now: 6"));
    assert!(!stage.rows().is_empty());
    for _ in 0..31 {
        stage.press(Key::ArrowDown);
    }
    stage.press(Key::ArrowDown);
    let tree = stage.tree();
    assert!(stage.rows().iter().any(|row| row.contains("Expiry not known")), "{tree}");
}

#[test]
fn nothing_to_do_is_said_with_what_ends_next() {
    let mut snapshot = sample::snapshot();
    snapshot.findings.iter_mut().for_each(Vec::clear);
    let mut stage = Stage::new(snapshot);
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    let wanted = "Nothing needs you. Next expiry: 23 Jan 2026, CLOUDFLARE_API_TOKEN.";
    assert!(stage.window.query_by_label(wanted).is_some(), "{}", stage.tree());
}

#[test]
fn a_locked_keychain_is_said_and_the_warnings_stay() {
    let mut stage = Stage::new(sample::keychain_trouble());
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    assert!(stage.tree().contains("GNOME Keyring is locked"), "{}", stage.tree());
    assert!(!stage.rows().is_empty());
}

#[test]
fn after_locking_no_name_is_left_and_review_begins_anew() {
    let mut stage = opened();
    stage.press_with(Modifiers::COMMAND, Key::A);
    let still_named = Snapshot { state: crate::jobs::VaultState::Locked, ..sample::snapshot() };
    stage.hears(Event::Snapshot(Arc::new(still_named)));
    let tree = stage.tree();
    for word in ["STRIPE", "OPENAI", "Storefront", "Mara", "warnings"] {
        assert!(!tree.contains(word), "{word}: {tree}");
    }
}

#[test]
fn letters_that_are_switched_off_do_nothing_here_either() {
    let mut snapshot = sample::snapshot();
    snapshot.settings.letter_shortcuts = false;
    let mut stage = Stage::new(snapshot);
    stage.press_with(Modifiers::COMMAND, Key::Num1);
    stage.go_to_all_projects();
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    for key in [Key::X, Key::D, Key::S, Key::A, Key::C] {
        stage.press(key);
    }
    assert!(stage.window.query_by_label("Cancel").is_none(), "{}", stage.tree());
    assert!(stage.tree().contains("Billing, Production, 9 of 16 keys with warnings"));
    // Space turns what one is on all the same.
    stage.press(Key::Space);
    assert!(stage.tree().contains("1 selected"));
}

#[test]
fn every_part_can_be_reached_by_tab() {
    let mut stage = opened();
    let mut seen = Vec::new();
    for _ in 0..60 {
        stage.press(Key::Tab);
        let node = stage.window.root().children_recursive().find(egui_kittest::Node::is_focused);
        seen.extend(node.map(|node| (node.accesskit_node().role(), node.accesskit_node().label().unwrap_or_default())));
    }
    for wanted in ["Act now: 6", "Billing, Production, 9 of 16 keys with warnings", "Select all", "Filter warnings"] {
        assert!(seen.iter().any(|(_, label)| label == wanted), "{wanted}: {seen:?}");
    }
    assert!(seen.iter().any(|(_, label)| label.starts_with("Last used here: Today")));
    assert!(seen.iter().any(|(role, _)| *role == Role::Row), "{seen:?}");
}

#[test]
fn in_the_smallest_window_what_is_done_with_the_selected_stays_in_view() {
    let mut stage = at(640.0, 400.0);
    stage.press(Key::End);
    stage.window.run_steps(4);
    for _ in 0..3 {
        stage.press(Key::X);
        stage.press(Key::ArrowUp);
    }
    let bar = stage.window.get_by_label("3 selected").rect();
    assert!(bar.top() >= 52.0 && bar.bottom() < 400.0, "{bar:?}");
    // No row that one is on lies under it, whichever way one went there.
    let rows = stage.rows().len();
    for key in std::iter::repeat_n(Key::ArrowUp, rows).chain(std::iter::repeat_n(Key::ArrowDown, 5)) {
        stage.press(key);
        let bar = stage.window.get_by_label("3 selected").rect();
        let row = stage.window.query_all_by_role(Role::Row).find(egui_kittest::Node::is_focused).unwrap().rect();
        assert!(row.top() >= bar.bottom() && row.bottom() <= 400.0, "{row:?} under {bar:?}");
    }
    stage.click("Clear");
    assert!(stage.window.query_by_label("3 selected").is_none());
}

#[test]
fn a_protected_environment_has_its_shield_in_every_window() {
    let shield = crate::gui::theme::Icon::ShieldCheck.glyph().to_string();
    for (width, height) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        let mut stage = at(width, height);
        stage.press(Key::End);
        stage.press(Key::Home);
        stage.window.run_steps(4);
        let shields = stage.painted(&shield);
        let names = stage.painted(if width < 1000.0 { "Prod" } else { "production" });
        assert!(!names.is_empty(), "{width}");
        for name in names {
            let before = |at: &egui::Rect| at.right() < name.left() && at.right() > name.left() - 12.0;
            let own = shields.iter().filter(|at| (at.center().y - name.center().y).abs() < 6.0).any(before);
            assert!(own, "{width}: {name:?} of {shields:?}");
        }
    }
}

#[test]
fn the_review_begins_at_its_top_also_while_a_toast_stands() {
    for (wide, high) in [(640.0, 400.0), (900.0, 600.0)] {
        let top = |copies: bool| {
            let mut stage = Stage::sized(sample::snapshot(), wide, high);
            if copies {
                stage.press(Key::ArrowDown);
                stage.window.event(egui::Event::Copy);
                stage.window.run_steps(3);
                let Ok(Request::Copy(uid)) = stage.asked.try_recv() else { panic!("nothing was copied") };
                stage.hears(Event::Copied(uid, Some(std::time::Duration::from_secs(30))));
                stage.window.run_steps(4);
            }
            stage.press_with(Modifiers::COMMAND, Key::Num2);
            stage.window.run_steps(6);
            assert_eq!(!stage.painted("Clear now").is_empty(), copies, "{}", stage.tree());
            stage.window.query_all_by_label_contains("Act now").next().unwrap().rect().top()
        };
        assert_eq!(top(true), top(false), "at {wide} × {high}");
    }
}

#[test]
fn a_long_project_gives_way_to_how_much_there_is_to_do() {
    let long = "Customer relationship and international payments";
    let mut snapshot = sample::snapshot();
    for key in snapshot.keys.iter_mut().filter(|key| key.place().project == "Storefront") {
        let place = crate::model::EnvRef { project: long.to_owned(), ..key.place().clone() };
        key.reference = place.key(&crate::model::VariableName::new(key.name()).unwrap());
    }
    snapshot.projects.iter_mut().filter(|one| one.name == "Storefront").for_each(|one| one.name = long.to_owned());
    let mut stage = Stage::sized(snapshot, 640.0, 400.0);
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    stage.window.run_steps(6);
    let said = stage.window.get_by_label_contains(&format!("{long} · ")).accesskit_node().value().unwrap();
    let counted = said.split_once(" · ").map(|(_, counted)| counted.to_owned()).unwrap();
    let whole = |shape: &egui::Shape| matches!(shape, egui::Shape::Text(text) if text.galley.text().ends_with(&counted) && !text.galley.elided);
    assert!(stage.window.output().shapes.iter().any(|clipped| whole(&clipped.shape)), "{said}");
}
