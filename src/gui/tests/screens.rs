//! What every screen says, whole: role, words and value of each part, in the order a screen reader meets them. A change
//! shows as a difference; look at it, then accept it (`INSTA_UPDATE=always`).

use std::fmt::Write as _;

use egui::{Key, Modifiers};
use egui_kittest::kittest::NodeT as _;

use super::Stage;
use crate::gui::sample;
use crate::jobs::{Event, Fate, FilesFound, FoundRow, ImportPlan, KeychainStands, PlannedEntry, Snapshot, StoreKind};

/// Every part that says something, one a line.
fn said(stage: &Stage) -> String {
    let mut lines = String::new();
    for node in stage.window.root().children_recursive() {
        let node = node.accesskit_node();
        let (label, value) = (node.label().unwrap_or_default(), node.value().unwrap_or_default());
        if label.is_empty() && value.is_empty() {
            continue;
        }
        let off = if node.is_disabled() { " (off)" } else { "" };
        let chosen = if node.is_selected() == Some(true) { " *" } else { "" };
        let value = if value.is_empty() || value == label { String::new() } else { format!(" = {value}") };
        writeln!(lines, "{:?}: {label}{value}{off}{chosen}", node.role()).expect("a string takes every line");
    }
    lines
}

/// The key's row selected, with its details in view.
fn on(name: &str) -> Stage {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::Slash);
    stage.type_text(&format!("{name} production"));
    stage.press(Key::ArrowDown);
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    stage
}

fn with(key: Key, modifiers: Modifiers) -> Stage {
    let mut stage = on("stripe_secret");
    stage.press_with(modifiers, key);
    stage.window.run_steps(4);
    stage
}

/// A search for environment files found one, for an environment that wants a name besides.
pub(super) fn one_file_found() -> Event {
    let row = FoundRow {
        project: "made up".to_owned(),
        environment: "development".to_owned(),
        files: vec!["/made/up/.env".into()],
        wanted: vec!["WANTED_KEY".to_owned()],
        folder: None,
    };
    Event::FilesFound(Box::new(FilesFound { rows: vec![row], ..FilesFound::default() }))
}

#[test]
fn the_list_says_what_it_always_said() {
    insta::assert_snapshot!("keys", said(&Stage::sized(sample::snapshot(), 1280.0, 600.0)));
    insta::assert_snapshot!("keys_narrow", said(&Stage::sized(sample::snapshot(), 640.0, 400.0)));
    insta::assert_snapshot!(
        "keys_without_any",
        said(&Stage::new(Snapshot {
            projects: Vec::new(),
            keys: Vec::new(),
            findings: Vec::new(),
            tails: Vec::new(),
            ..sample::snapshot()
        }))
    );
    insta::assert_snapshot!("keychain_trouble", said(&Stage::sized(sample::keychain_trouble(), 900.0, 400.0)));
}

#[test]
fn states_of_the_whole_window_say_what_they_always_said() {
    insta::assert_snapshot!("locked_sealed", said(&Stage::new(sample::locked(StoreKind::Sealed))));
    insta::assert_snapshot!("locked_keychain", said(&Stage::new(sample::locked(StoreKind::Keychain))));
    insta::assert_snapshot!("first_run", said(&Stage::new(sample::no_vault(KeychainStands::Open))));
    insta::assert_snapshot!(
        "first_run_without_a_keychain",
        said(&Stage::new(sample::no_vault(KeychainStands::Absent)))
    );
}

#[test]
fn dialogs_say_what_they_always_said() {
    let dialogs = [
        ("palette", Key::K, Modifiers::COMMAND),
        ("new_key", Key::N, Modifiers::COMMAND),
        ("export", Key::E, Modifiers::COMMAND),
        ("rotate", Key::R, Modifiers::NONE),
        ("edit", Key::E, Modifiers::NONE),
        ("disable", Key::D, Modifiers::NONE),
        ("show_a_protected_one", Key::Space, Modifiers::NONE),
        ("all_keys", Key::Questionmark, Modifiers::NONE),
    ];
    for (name, key, modifiers) in dialogs {
        let whole = said(&with(key, modifiers));
        // What lies under the dialog is another snapshot's.
        let under = said(&on("stripe_secret"));
        let own: Vec<&str> = whole.lines().filter(|line| !under.contains(line)).collect();
        assert!(!own.is_empty(), "{name} did not open");
        insta::assert_snapshot!(name, own.join("\n"));
    }
}

#[test]
fn the_preview_of_an_import_says_what_it_always_said() {
    let mut stage = Stage::new(sample::snapshot());
    stage.click("Import…");
    stage.type_text("/made/up/.env");
    stage.press(Key::Enter);
    let entry = |name: &str, fate, plain| {
        let (name, remarks) = (name.to_owned(), Vec::new());
        PlannedEntry { name, fate, plain, remarks, line: 1, ..PlannedEntry::default() }
    };
    let entries = vec![
        entry("API_TOKEN", Fate::New, false),
        entry("PORT", Fate::New, true),
        entry("OPENAI_API_KEY", Fate::Differs, false),
        entry("REDIS_URL", Fate::Same, false),
        entry("9LIVES", Fate::LeftOut("its name can't be used".to_owned()), false),
    ];
    let commented_out = vec!["OLD_TOKEN".to_owned()];
    let problems = vec![(7, "it has no =".to_owned())];
    let plan = ImportPlan { entries, commented_out, problems, ..ImportPlan::default() };
    stage.hears(one_file_found());
    stage.hears(Event::Planned(1, vec![Ok(plan)]));
    let own: Vec<String> =
        said(&stage).lines().skip_while(|line| !line.contains("Import")).map(str::to_owned).collect();
    insta::assert_snapshot!("import", own.join("\n"));
}
