//! Edit, Duplicate and Move by what stands on screen.

use super::*;
use crate::jobs::Done;
use crate::model::{Facts, KeyUid};

/// The window with this key of Storefront staging selected.
pub(super) fn on(name: &str) -> (Stage, KeyUid) {
    let snapshot = sample::snapshot();
    let there = |key: &&crate::model::Key| key.name() == name && key.place().environment == "staging";
    let uid = snapshot.keys.iter().find(there).unwrap().uid;
    let mut stage = Stage::new(snapshot);
    stage.window.get_by_role_and_label(Role::RadioButton, "Staging").click();
    stage.window.run_steps(3);
    let row = stage.rows().into_iter().find(|row| row.starts_with(&format!("{name},"))).unwrap();
    stage.click(&row);
    stage.asked.try_iter().for_each(drop);
    (stage, uid)
}

#[test]
fn e_edits_a_key_and_only_the_change_is_sent() {
    let (mut stage, uid) = on("STRIPE_SECRET_KEY");
    stage.press(Key::E);
    stage.asked.try_iter().for_each(drop);
    stage.press(Key::Enter);
    assert!(stage.asked.try_recv().is_err(), "nothing is changed yet");
    stage.window.get_by_role_and_label(Role::TextInput, "Endpoint").click();
    stage.window.run_steps(3);
    stage.type_text("https://api.example.com");
    stage.click("Save changes");
    let Ok(Request::Edit(asked, facts, None)) = stage.asked.try_recv() else { panic!("it was not edited") };
    let only = Facts { endpoint: Some("https://api.example.com".to_owned()), ..Facts::default() };
    assert_eq!((asked, *facts), (uid, only));
    stage.hears(Event::Done(Done::Edited(uid)));
    assert!(stage.tree().contains("STRIPE_SECRET_KEY saved"), "{}", stage.tree());
    assert!(stage.window.query_by_label("Save changes").is_none());
}

#[test]
fn esc_in_edit_asks_where_something_was_changed() {
    let (mut stage, _) = on("STRIPE_SECRET_KEY");
    stage.press(Key::E);
    stage.type_text("_2");
    stage.press(Key::Escape);
    assert!(stage.tree().contains("Discard the changes?"));
    stage.click("Discard");
    assert!(stage.window.query_by_label("Save changes").is_none());
}

#[test]
fn a_key_is_duplicated_and_moved_from_its_menu() {
    for (entry, act) in [("Duplicate to…", "Duplicate key"), ("Move to…", "Move key")] {
        let (mut stage, uid) = on("STRIPE_SECRET_KEY");
        stage.press_with(Modifiers::SHIFT, Key::F10);
        stage.click(entry);
        assert!(stage.tree().contains("Needs another place or name."), "{}", stage.tree());
        assert!(stage.tree().contains("Each of them has it. Choose another project or name."));
        stage.window.get_by_role_and_label(Role::TextInput, "Variable name").click();
        stage.window.run_steps(3);
        stage.type_text("_2");
        assert!(stage.tree().contains("From Storefront staging"), "{}", stage.tree());
        stage.click(act);
        let to = match stage.asked.try_recv() {
            Ok(Request::Duplicate(from, to)) if act == "Duplicate key" && from == uid => to,
            Ok(Request::Move(mut moves)) if act == "Move key" && moves[0].0 == uid => moves.remove(0).1,
            other => panic!("{other:?}"),
        };
        assert_eq!(to.to_string(), "Storefront/development/STRIPE_SECRET_KEY_2");
        let moved = Done::Moved(vec![(uid, to.clone())], vec![(uid, to)], Vec::new());
        stage.hears(Event::Done(if act == "Move key" { moved } else { Done::Duplicated(uid) }));
        assert!(stage.window.query_by_label(act).is_none(), "the dialog is closed");
    }
}

#[test]
fn a_dialog_as_high_as_its_fields_has_nothing_to_scroll() {
    let (mut stage, _) = on("STRIPE_SECRET_KEY");
    stage.press_with(Modifiers::SHIFT, Key::F10);
    stage.click("Duplicate to…");
    let field = |stage: &Stage| stage.window.get_by_role_and_label(Role::TextInput, "Variable name").rect();
    let before = field(&stage);
    stage.wheel(before.center(), -60.0);
    assert_eq!(field(&stage), before);
}

#[test]
fn edit_is_as_high_as_what_it_holds_and_grows_under_what_one_clicks() {
    let editing = |name: &str, high: f32| {
        let (mut stage, _) = on(name);
        stage.window.set_size(vec2(1280.0, high));
        stage.press(Key::E);
        stage.window.run_steps(6);
        stage
    };
    let field = |stage: &Stage, name: &str| stage.window.get_by_role_and_label(Role::TextInput, name).rect();
    for (name, high) in [("PORT", 820.0), ("STRIPE_SECRET_KEY", 1100.0)] {
        let mut stage = editing(name, high);
        let before = field(&stage, "Variable name");
        stage.wheel(before.center(), -60.0);
        assert_eq!(field(&stage, "Variable name"), before, "{name}: nothing is left to scroll to");
    }
    let mut stage = editing("STRIPE_SECRET_KEY", 1100.0);
    let date = |stage: &Stage| stage.window.get_by_role_and_label(Role::RadioButton, "Date…").rect();
    let before = date(&stage);
    stage.click("Date…");
    stage.window.run_steps(6);
    assert_eq!(date(&stage), before, "it stays under the pointer");
    assert!(stage.tree().contains("Last day"), "{}", stage.tree());
}

#[test]
fn a_secret_that_is_pasted_over_a_name_is_not_kept() {
    let value: String = ('a'..='z').rev().map(|letter| format!("{letter}7")).collect();
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.press(Key::E);
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.window.event(egui::Event::Paste(value.clone()));
    stage.window.run_steps(3);
    assert!(!stage.tree().contains(&value), "{}", stage.tree());
    assert!(stage.tree().contains("That looks like a secret, not a name. None of it was kept."));
}

#[test]
fn down_opens_what_can_be_chosen_in_a_field_and_goes_on_within_it() {
    for (name, chosen) in [("Owner", "Owner"), ("Kind", "Kind")] {
        let (mut stage, _) = on("STRIPE_SECRET_KEY");
        stage.press(Key::E);
        stage.window.run_steps(4);
        stage.asked.try_iter().for_each(drop);
        for arrow in [Key::ArrowDown, Key::ArrowUp] {
            tab_to(&mut stage, name);
            stage.press(arrow);
            stage.window.run_steps(4);
            let items = || stage.window.query_all_by_role(Role::MenuItem);
            let entries = items().count();
            assert!(entries > 1, "{name} opens by {arrow:?}: {}", stage.tree());
            assert!(items().any(|item| item.accesskit_node().is_focused()), "{name}: {}", focused(&stage));
            for _ in 0..entries + 1 {
                stage.press(Key::ArrowDown);
                let items = || stage.window.query_all_by_role(Role::MenuItem);
                assert!(items().any(|item| item.accesskit_node().is_focused()), "{name}: {}", focused(&stage));
            }
            stage.press(Key::Escape);
            stage.window.run_steps(4);
            assert_eq!(focused(&stage), chosen, "it has the keyboard again");
        }
    }
    // One that is typed into keeps it, whether anything fits or not.
    let (mut stage, _) = on("STRIPE_SECRET_KEY");
    stage.press(Key::E);
    stage.window.run_steps(4);
    tab_to(&mut stage, "Provider");
    for typed in ["", "zzqx"] {
        stage.type_text(typed);
        for arrow in [Key::ArrowDown, Key::ArrowUp] {
            for _ in 0..3 {
                stage.press(arrow);
                assert_eq!(focused(&stage), "Provider", "{typed}");
            }
        }
    }
}

#[test]
fn what_was_typed_of_a_place_or_a_path_is_not_dropped_unasked() {
    for entry in ["Duplicate to…", "Move to…", "Save as file…"] {
        let field = if entry == "Save as file…" { "File" } else { "Variable name" };
        for typed in [false, true] {
            let (mut stage, _) = on("STRIPE_SECRET_KEY");
            stage.press_with(Modifiers::SHIFT, Key::F10);
            stage.click_on_top(entry);
            if typed {
                stage.window.get_by_role_and_label(Role::TextInput, field).click();
                stage.window.run_steps(3);
                stage.type_text("_2");
            }
            stage.click("Cancel");
            stage.window.run_steps(3);
            let asks = stage.tree().contains("Discard what was typed?");
            assert_eq!(asks, typed, "{entry}: {}", stage.tree());
            if asks {
                stage.click("Keep editing");
                stage.window.run_steps(3);
                assert!(stage.window.query_by_role_and_label(Role::TextInput, field).is_some(), "{entry}");
                stage.press(Key::Escape);
                stage.press(Key::Escape);
                stage.window.run_steps(3);
                if !stage.tree().contains("Discard what was typed?") {
                    stage.click("Cancel");
                }
                stage.click("Discard");
            }
            stage.window.run_steps(3);
            assert!(stage.window.query_by_role_and_label(Role::TextInput, field).is_none(), "{entry}");
        }
    }
    // Several: the project that is proposed is none of it.
    for typed in [false, true] {
        let (mut stage, _) = on("STRIPE_SECRET_KEY");
        stage.press(Key::X);
        stage.click("Move to…");
        if typed {
            stage.type_text("preview");
        }
        stage.click("Cancel");
        assert_eq!(stage.tree().contains("Discard what was typed?"), typed, "{}", stage.tree());
    }
}

#[test]
fn taking_a_move_back_leads_to_where_one_was() {
    let before = sample::snapshot();
    let uid = before.keys[0].uid;
    let mut stage = Stage::new(before.clone());
    stage.press(Key::ArrowDown);
    let row = stage.rows()[0].clone();
    let from = before.keys[0].reference.clone();
    for place in [EnvRef::new("Billing", "production").unwrap(), EnvRef::new("New one", "next").unwrap()] {
        let mut after = before.clone();
        let mut to = from.clone();
        to.place = place.clone();
        after.keys[0].reference = to.clone();
        if place.project == "New one" {
            let mut made = after.projects[0].clone();
            made.name.clone_from(&place.project);
            after.projects.push(made);
        }
        stage.hears(Event::Snapshot(Arc::new(after)));
        stage.hears(Event::Done(Done::Moved(vec![(uid, to.clone())], vec![(uid, from.clone())], Vec::new())));
        assert_ne!(stage.rows(), Stage::new(before.clone()).rows(), "one goes with the key");
        stage.press_with(Modifiers::COMMAND, Key::Z);
        stage.hears(Event::Snapshot(Arc::new(before.clone())));
        stage.hears(Event::Done(Done::Moved(vec![(uid, from.clone())], vec![(uid, to)], Vec::new())));
        stage.window.run_steps(3);
        assert_eq!(stage.rows(), Stage::new(before.clone()).rows(), "{place:?}: all of the project again");
        assert!(focused(&stage).is_empty() || focused(&stage) == row, "{}", focused(&stage));
        let all = stage.window.query_all_by_role_and_label(Role::RadioButton, "All environments").next().unwrap();
        assert_eq!(all.accesskit_node().toggled(), Some(egui::accesskit::Toggled::True), "{}", stage.tree());
    }
}
