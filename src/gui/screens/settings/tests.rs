//! What the screen shows without a pixel, and the whole of it by its labels.

mod folders;
mod numbers;
mod storage;

use std::path::PathBuf;

use egui::accesskit::{Role, Toggled};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::data::{Beside, Control, Part, number_error, shown};
use super::storage::{MoveAt, StoreAct};
use crate::gui::sample;
use crate::gui::tests::Stage;
use crate::jobs::{Done, Event, Failure, PlaceChange, Remedy, Request, Snapshot, StoreKind, VaultState};
use crate::model::{Folder, Setting, Settings};

/// The sample with two linked folders.
fn linked() -> Snapshot {
    let mut snapshot = sample::snapshot();
    for (project, path) in [(0, "/made/up/storefront"), (1, "/made/up/checkout")] {
        snapshot.projects[project].folders.push(Folder { path: PathBuf::from(path) });
    }
    snapshot
}

/// Everything, a line a row: label, hint, and what stands at the right.
fn told(snapshot: &Snapshot, find: &str) -> String {
    let mut text = String::new();
    let gone = [PathBuf::from("/made/up/checkout")];
    for part in shown(snapshot, Beside { gone: &gone, ..Beside::default() }, find) {
        text.push_str(&format!("{}  {}\n", part.part.title(), part.right));
        for row in part.rows {
            let right = match row.control {
                Control::Select(choices) | Control::Segments(choices) => {
                    let all: Vec<String> = choices
                        .all
                        .iter()
                        .enumerate()
                        .map(
                            |(at, (words, _))| if at == choices.current { format!("[{words}]") } else { words.clone() },
                        )
                        .collect();
                    all.join(" ")
                }
                Control::Switch { on, .. } => if on { "on" } else { "off" }.to_owned(),
                Control::Numbers(numbers) => numbers.iter().map(|n| format!("{} days ", n.value)).collect(),
                Control::Name(name) => name,
                Control::Zoom(percent) => format!("{percent}%"),
                Control::Store(store) => {
                    let acts: Vec<&str> = store
                        .acts
                        .iter()
                        .map(|act| match act {
                            StoreAct::Off(_) => "off",
                            _ => act.words(),
                        })
                        .collect();
                    let at = store.moving.map(MoveAt::words);
                    format!("{} [{}] {:?} {:?}", store.tag, acts.join("] ["), at, store.gone.map(|f| f.title))
                }
                Control::Folder(linked) => format!("{} {}", linked.project, if linked.gone { "gone" } else { "" }),
                Control::Nothing => String::new(),
            };
            text.push_str(format!("  {} | {} | {right}", row.label, row.hint).trim_end());
            text.push('\n');
        }
    }
    text
}

#[test]
fn every_setting_stands_there_with_what_is_in_force() {
    insta::assert_snapshot!("settings_data", told(&linked(), ""));
}

#[test]
fn every_setting_of_the_command_line_can_be_changed_here() {
    let text = format!("{:?}", shown(&linked(), Beside::default(), ""));
    for setting in Setting::ALL {
        let here = match setting.name {
            "me" => "Name(",
            "zoom" => "Zoom(",
            name => &format!("\"{name}\""),
        };
        assert!(text.contains(here), "{}", setting.name);
    }
}

#[test]
fn where_secrets_lie_counts_secrets_and_not_the_plain_keys_beside_them() {
    let snapshot = sample::snapshot();
    let secrets = snapshot.keys.iter().filter(|key| !key.is_plain()).count();
    assert!(secrets < snapshot.keys.len());
    let storage = shown(&snapshot, Beside::default(), "").into_iter().find(|part| part.part == Part::Storage).unwrap();
    assert!(storage.rows[0].hint.starts_with(&format!("{secrets} secrets. ")), "{}", storage.rows[0].hint);
}

#[test]
fn find_leaves_rows_that_hold_every_word_also_of_the_command_lines_names() {
    let parts = |find: &str| -> Vec<(Part, usize)> {
        shown(&linked(), Beside::default(), find).into_iter().map(|part| (part.part, part.rows.len())).collect()
    };
    assert_eq!(parts("clipboard"), [(Part::Security, 2)], "locking clears it too");
    assert_eq!(parts("clipboard-clear"), [(Part::Security, 1)]);
    assert_eq!(parts("appearance zoom"), [(Part::Appearance, 1)]);
    assert_eq!(parts("storefront"), [(Part::Folders, 1)]);
    assert_eq!(parts("sealed vault"), [(Part::Storage, 1)], "what its button is about");
    for other in ["keychain", "keyring", "storage", "passphrase"] {
        assert_eq!(parts(other), [(Part::Storage, 1)], "{other}");
    }
    assert_eq!(parts("nothing of the sort"), []);
}

#[test]
fn a_value_that_is_none_of_the_usual_ones_stands_among_them() {
    let mut snapshot = sample::snapshot();
    snapshot.settings.set("clipboard-clear", "45s").unwrap();
    let text = told(&snapshot, "clipboard-clear");
    assert!(text.contains("10 s 30 s [45 s] 1 min 2 min"), "{text}");
}

fn settings(snapshot: Snapshot) -> Stage {
    let mut stage = Stage::sized(snapshot, 1280.0, 1400.0);
    stage.press_with(Modifiers::COMMAND, Key::Comma);
    stage
}

fn set(stage: &Stage) -> Vec<(&'static str, String)> {
    let of = |request| if let Request::Set(name, value) = request { Some((name, value)) } else { None };
    stage.asked.try_iter().filter_map(of).collect()
}

#[test]
fn a_switch_a_menu_and_a_segment_save_at_once() {
    let mut stage = settings(linked());
    stage.click("Lock with the screen");
    stage.click("Dark");
    stage.click("Lock after");
    stage.click_on_top("5 min");
    assert_eq!(
        set(&stage),
        [("lock-with-screen", "off"), ("theme", "dark"), ("lock-after", "300s")].map(|(n, v)| (n, v.to_owned()))
    );
}

#[test]
fn slash_finds_a_setting_and_esc_shows_all_again() {
    let mut stage = settings(sample::snapshot());
    stage.press(Key::Slash);
    stage.type_text("outlines");
    assert_eq!(stage.window.query_all_by_label("Lock with the screen").count(), 0);
    stage.click("Stronger outlines");
    assert_eq!(set(&stage), [("outlines", "strong".to_owned())]);
    stage.press(Key::Slash);
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.type_text("no such thing");
    assert_eq!(stage.window.query_all_by_label_contains("No setting matches").count(), 1);
    stage.press(Key::Escape);
    assert!(stage.window.query_all_by_label("Lock with the screen").count() > 0);
    let field = stage.window.get_by_role_and_label(Role::TextInput, "Find a setting");
    assert!(field.is_focused(), "what is looked for next is typed there");
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    assert!(stage.window.query_by_label("Find a setting").is_none(), "and from the empty field Esc leads back");
    let row = stage.window.query_all_by_role(Role::Row).find(egui_kittest::Node::is_focused);
    assert!(row.is_some(), "to the list");
}

#[test]
fn nothing_moves_while_a_setting_is_looked_for() {
    let mut stage = settings(sample::snapshot());
    let left = |stage: &Stage, words: &str| stage.painted(words).iter().map(egui::Rect::left).fold(f32::MAX, f32::min);
    let index = ["Security", "Warnings", "Your keys", "Storage", "Linked folders", "Appearance"];
    let places = |stage: &Stage| index.map(|words| left(stage, words));
    let current = |stage: &Stage, words: &str| {
        let is_on = |node: egui_kittest::Node<'_>| node.accesskit_node().toggled() == Some(Toggled::True);
        stage.window.query_all_by_role_and_label(Role::Button, words).any(is_on)
    };
    let (before, row) = (places(&stage), left(&stage, "Reduce motion"));
    stage.press(Key::Slash);
    stage.type_text("motion");
    stage.window.run_steps(4);
    assert_eq!((places(&stage), left(&stage, "Reduce motion")), (before, row));
    assert!(current(&stage, "Appearance"), "the part in view");
    stage.type_text("less");
    stage.window.run_steps(4);
    assert!(stage.tree().contains("No setting matches"));
    assert_eq!(places(&stage), before);
    // A part in which nothing was found shows all again.
    stage.window.get_by_role_and_label(Role::Button, "Storage").click();
    stage.window.run_steps(4);
    assert_eq!(places(&stage), before);
    assert!(stage.tree().contains("Reduce motion") && current(&stage, "Storage"));
    let field = stage.window.get_by_role_and_label(Role::TextInput, "Find a setting");
    assert_eq!(field.accesskit_node().value().as_deref(), Some(""));
}

#[test]
fn where_asking_is_on_a_protected_secret_is_copied_only_after_a_yes() {
    let mut snapshot = sample::snapshot();
    snapshot.settings.ask_before_copy = true;
    let mut stage = Stage::new(snapshot);
    stage.press(Key::Slash);
    stage.type_text("stripe_secret production");
    stage.press(Key::Enter);
    assert!(stage.asked.try_recv().is_err(), "it asks first");
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Copy(_))));
    // By the palette too.
    stage.press(Key::Escape);
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("stripe_secret production");
    stage.press(Key::Enter);
    assert!(stage.asked.try_recv().is_err(), "it asks first");
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Copy(_))));
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("stripe_secret production");
    stage.press(Key::Enter);
    stage.press(Key::Escape);
    assert!(stage.asked.try_recv().is_err(), "no is no");
}

#[test]
fn a_part_that_was_gone_to_is_the_one_in_view() {
    // Low, so that there is something to scroll.
    let mut stage = Stage::sized(sample::snapshot(), 1280.0, 820.0);
    stage.press_with(Modifiers::COMMAND, Key::Comma);
    let parts = |stage: &Stage, on: bool| -> Vec<String> {
        let all = stage.window.query_all_by_role(Role::Button).map(|node| node.accesskit_node());
        let named = all.filter(|node| !on || node.toggled() == Some(Toggled::True)).filter_map(|node| node.label());
        named.filter(|name| Part::ALL.iter().any(|part| part.title() == name)).collect()
    };
    assert_eq!((parts(&stage, false).len(), parts(&stage, true)), (Part::ALL.len(), vec!["Security".to_owned()]));
    for part in ["Your keys", "Appearance", "Security"] {
        let buttons = stage.window.query_all_by_role(Role::Button);
        let named = |node: &egui_kittest::Node<'_>| node.accesskit_node().label().as_deref() == Some(part);
        buttons.into_iter().find(named).unwrap().click();
        stage.window.run_steps(6);
        assert_eq!(parts(&stage, true), [part]);
    }
}

#[test]
fn a_project_in_the_sidebar_leads_from_the_settings_to_its_keys() {
    let mut stage = settings(sample::snapshot());
    stage.click("Billing, 32 keys, warnings to act on now");
    assert!(stage.rows().len() > 20);
}

#[test]
fn protected_environments_of_several_names_are_counted_themselves() {
    let mut snapshot = sample::snapshot();
    for environment in snapshot.projects.iter_mut().flat_map(|project| &mut project.environments) {
        environment.protected |= environment.name == "development";
    }
    let within = |project: &&crate::model::Project| project.environments.iter().any(|one| one.protected);
    let projects = snapshot.projects.iter().filter(within).count();
    let all = snapshot.projects.iter().flat_map(|project| &project.environments).filter(|one| one.protected).count();
    assert!(all > 2, "more of them than names: {all}");
    let text = told(&snapshot, "");
    assert!(text.contains(&format!("Protected: {all} environments in {projects} projects.")), "{text}");
}

#[test]
fn tab_goes_on_from_a_menu_that_was_used_by_mouse() {
    let mut stage = settings(sample::snapshot());
    for entry in ["Lock after", "5 min"] {
        let at = stage.window.query_all_by_label(entry).last().unwrap().rect().center();
        crate::gui::tests::click_at(&mut stage, at);
    }
    stage.press(Key::Tab);
    assert_eq!(crate::gui::tests::focused(&stage), "Lock with the screen");
}

#[test]
fn a_name_of_too_many_letters_is_not_cut_but_refused_in_words() {
    let mut stage = settings(sample::snapshot());
    stage.click("You are");
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.type_text(&"ab ".repeat(24));
    assert!(stage.tree().contains("A name has up to 64 characters"), "{}", stage.tree());
    stage.press(Key::Tab);
    assert_eq!(set(&stage), [], "the old one is in force");
}
