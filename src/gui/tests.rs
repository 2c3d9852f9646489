//! The whole window by its labels, on a made-up snapshot, with the test as the worker.

use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::sample;
use crate::jobs::{
    Done, Event, Failure, Fate, FilesFound, FoundRow, ImportPlan, ImportReport, ImportSource, Imports, KeychainStands,
    Lack, PlannedEntry, Remedy, Request, Snapshot, StoreKind, VaultState,
};
use crate::model::EnvRef;

mod afield;
mod ages;
mod assigning;
mod back_from_lock;
mod between;
mod choosing;
mod clicking;
mod coming_back;
mod compare_cells;
mod comparing;
mod controls;
mod covering;
mod cut;
mod details;
mod disabling;
mod edges;
mod editing;
mod entering;
mod export_preview;
mod exporting;
mod first_run;
mod forms;
mod gaps;
mod handing_over;
mod import_again;
mod import_list;
mod imported;
mod importing;
mod in_view;
mod keyboard;
mod legible;
mod listing;
mod locking;
mod making;
mod mending;
mod menu_icons;
mod menus;
mod menus_in_view;
mod mono;
mod mouse;
mod narrow;
mod new_key;
mod next_to_do;
mod offboarding;
mod owning;
mod paging;
mod pairs;
mod palette_places;
mod pasting;
#[cfg(feature = "snapshots")]
mod pictures;
mod projects;
mod put_off;
mod readable;
mod review_charts;
mod review_room;
mod reviewing;
mod rings;
mod rotate_keyboard;
mod rotated;
mod rotating;
mod row_clicks;
mod row_menus;
mod screens;
mod scrolling;
mod several;
mod slips;
mod spoken;
mod stage;
mod standing;
mod staying;
mod tab_order;
mod toasting;
mod trouble;
mod unlisted;
mod unlocking;
mod verbs;
mod waiting;
mod walking;
mod weekly;

pub(in crate::gui) use keyboard::{focused, tab_to};
pub(in crate::gui) use mouse::click_at;
pub(in crate::gui) use stage::{Asked, Stage, tree};

/// Made at run time: no test holds a passphrase.
fn passphrase(length: usize) -> String {
    (0..length).map(|n| char::from(b'a' + (n * 7 % 26) as u8)).collect()
}

#[test]
fn ctrl_k_a_few_letters_and_enter_copy_the_first_match() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("openai");
    stage.press(Key::Enter);
    let Ok(Request::Copy(uid)) = stage.asked.try_recv() else { panic!("nothing was copied") };
    let snapshot = sample::snapshot();
    assert_eq!(snapshot.keys.iter().find(|key| key.uid == uid).unwrap().name(), "OPENAI_API_KEY");
}

#[test]
fn a_copy_shows_a_toast_whose_button_clears_the_clipboard() {
    let mut stage = Stage::new(sample::snapshot());
    let uid = sample::snapshot().keys[13].uid;
    stage.hears(Event::Copied(uid, Some(Duration::from_secs(30))));
    assert!(stage.tree().contains("STRIPE_SECRET_KEY · development copied, clears in 30 seconds"));
    stage.click("Clear now");
    assert!(matches!(stage.asked.try_recv(), Ok(Request::ClearClipboard)));
    stage.hears(Event::ClipboardCleared);
    assert!(stage.tree().contains("Clipboard cleared"));
    assert!(stage.window.query_by_label("Clear now").is_none());
}

#[test]
fn a_clipboard_that_was_not_cleared_is_said() {
    let mut stage = Stage::new(sample::snapshot());
    let why = "Another program holds it.".to_owned();
    stage.hears(Event::ClipboardNotCleared(Failure { why, ..Failure::default() }));
    assert!(stage.tree().contains("Couldn't clear the clipboard. Another program holds it."));
    stage.click("Try again");
    assert!(matches!(stage.asked.try_recv(), Ok(Request::ClearClipboard)));
}

#[test]
fn shortcuts_lock_and_clear_the_clipboard() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::C);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::ClearClipboard)));
    stage.press_with(Modifiers::COMMAND, Key::L);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Lock)));
}

#[test]
fn the_import_dialog_asks_for_the_file_and_says_what_came() {
    let mut stage = Stage::new(sample::snapshot());
    stage.window.get_by_role_and_label(Role::RadioButton, "Staging").click();
    stage.window.run_steps(3);
    let number = file_looked_for(&mut stage);
    stage.hears(Event::Planned(number, vec![Ok(one_key_planned())]));
    stage.press(Key::Enter);
    let Ok(Request::Import(mut asks)) = stage.asked.try_recv() else { panic!("nothing was asked") };
    let ask = asks.remove(0);
    let ImportSource::Files(mut paths) = ask.source else { panic!("it was not the file") };
    let path = paths.remove(0);
    let into = ask.into;
    assert_eq!((path.to_str(), into.to_string().as_str()), (Some("/made/up/.env"), "Storefront/staging"));
    let into = EnvRef::new("Storefront", "staging").ok();
    let report = ImportReport { path, into, keys: 34, plain: 21, ..ImportReport::default() };
    stage.hears(Event::Imported(Imports { reports: vec![report], ..Imports::default() }));
    assert!(stage.tree().contains("Imported 34 keys and 21 plain"));
    assert!(stage.window.query_by_label("Browse…").is_none(), "what was asked for is done");
    stage.click("Done");
    assert!(stage.window.query_by_label("Undo import").is_none(), "the dialog is closed");
}

/// "Import…" is pressed and a file named, which the worker finds; gives the number of the question what would come in of it.
fn file_looked_for(stage: &mut Stage) -> u64 {
    let path = "/made/up/.env";
    stage.click("Import…");
    stage.type_text(path);
    stage.press(Key::Enter);
    found(stage, path)
}

/// The worker found the file that was named; gives the number of the question what would come in of it.
fn found(stage: &mut Stage, path: &str) -> u64 {
    file_found(stage, path);
    let Ok(Request::PlanImports(number, _)) = stage.asked.try_recv() else { panic!("nothing was asked") };
    number
}

/// The worker found the file that was named.
fn file_found(stage: &mut Stage, path: &str) {
    let Ok(Request::FindFiles(asked)) = stage.asked.try_recv() else { panic!("nothing was looked for") };
    assert_eq!(asked.to_str(), Some(path));
    let row = FoundRow {
        project: "made up".to_owned(),
        environment: "development".to_owned(),
        files: vec![asked.clone()],
        wanted: Vec::new(),
        folder: None,
    };
    stage.hears(Event::FilesFound(Box::new(FilesFound { root: asked, rows: vec![row], ..FilesFound::default() })));
}

fn one_key_planned() -> ImportPlan {
    let (name, fate, remarks) = ("API_TOKEN".to_owned(), Fate::New, Vec::new());
    let entry = PlannedEntry { name, fate, remarks, line: 1, ..PlannedEntry::default() };
    ImportPlan { entries: vec![entry], ..ImportPlan::default() }
}

#[test]
fn every_dialog_is_drawn_in_the_smallest_window() {
    for (key, modifiers, says) in [
        (Key::R, Modifiers::NONE, "Rotate key"),
        (Key::E, Modifiers::COMMAND, "Name the file."),
        (Key::E, Modifiers::NONE, "Save changes"),
        (Key::N, Modifiers::COMMAND, "Save key"),
        (Key::D, Modifiers::NONE, "Disable this development key here?"),
        (Key::Questionmark, Modifiers::NONE, "Lock: Ctrl L"),
    ] {
        let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
        stage.press(Key::ArrowDown);
        stage.press_with(modifiers, key);
        stage.window.run_steps(4);
        let output = stage.window.output();
        let painted = output.shapes.iter().filter(|shape| shape.shape.visual_bounding_rect().is_positive()).count();
        assert!(painted > 60, "{says}: only {painted} shapes");
        assert!(stage.tree().contains(says), "{says}: {}", stage.tree());
    }
}

#[test]
fn the_worker_hears_of_input_at_most_every_ten_seconds() {
    let mut stage = Stage::new(sample::snapshot());
    // A step is a quarter of a second, a press three steps.
    for _ in 0..10 {
        stage.press(Key::ArrowDown);
    }
    let touches = stage.asked.0.try_iter().filter(|request| matches!(request, Request::Touch)).count();
    assert_eq!(touches, 1);
}

#[test]
fn text_that_was_pasted_is_imported_and_stands_nowhere() {
    let mut stage = Stage::new(sample::snapshot());
    stage.click("Import…");
    stage.click("Pasted text");
    // Nothing is said of folders there.
    let words = "You see which values are plain and which are secret before anything is imported.";
    assert!(!stage.painted(words).is_empty());
    let secret = passphrase(24);
    stage.window.event(egui::Event::Paste(format!("API_TOKEN={secret}\nPORT=3000\n")));
    stage.window.run_steps(3);
    stage.press(Key::Enter);
    let Ok(Request::PlanImports(number, asks)) = stage.asked.try_recv() else { panic!("nothing was asked") };
    let ImportSource::Text { text, .. } = &asks[0].source else { panic!("it was not the text") };
    assert_eq!(text.expose_str(), Some(format!("API_TOKEN={secret}\nPORT=3000\n").as_str()));
    stage.hears(Event::Planned(number, vec![Ok(one_key_planned())]));
    let tree = stage.tree();
    assert!(!tree.contains(&secret) && tree.contains("API_TOKEN: New"), "{tree}");
}

/// A file dropped on the window.
#[derive(Debug)]
struct Dropped(std::path::PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err("the window reads no file".to_owned())
    }
}

#[test]
fn a_dropped_file_opens_the_import_dialog_on_the_place_in_view() {
    let mut stage = Stage::new(sample::snapshot());
    stage.click("Production, protected");
    stage.window.input_mut().dropped_files.push(Arc::new(Dropped("/made/up/.env.local".into())));
    stage.window.run_steps(3);
    let number = found(&mut stage, "/made/up/.env.local");
    stage.hears(Event::Planned(number, vec![Ok(one_key_planned())]));
    stage.press(Key::Enter);
    let Ok(Request::Import(mut asks)) = stage.asked.try_recv() else { panic!("nothing was asked") };
    let ask = asks.remove(0);
    let ImportSource::Files(mut paths) = ask.source else { panic!("it was not the file") };
    let path = paths.remove(0);
    let into = ask.into;
    assert_eq!((path.to_str(), into.to_string().as_str()), (Some("/made/up/.env.local"), "Storefront/production"));
}

#[test]
fn an_import_that_failed_says_why_and_keeps_what_was_typed() {
    let mut stage = Stage::new(sample::snapshot());
    stage.click("Import…");
    stage.type_text("/made/up/.env");
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::FindFiles(..))));
    stage.hears(Event::Failed(Failure {
        title: "Couldn't read /made/up/.env.".to_owned(),
        why: "It does not exist.".to_owned(),
        advice: "Check the path.".to_owned(),
        ..Failure::default()
    }));
    let tree = stage.tree();
    assert!(tree.contains("Couldn't read /made/up/.env. It does not exist. Check the path."), "{tree}");
    assert!(stage.window.query_by_label("Browse…").is_some());
}

#[test]
fn names_an_import_left_out_are_listed_with_the_reason() {
    let mut stage = Stage::new(sample::snapshot());
    let left_out = vec![("9LIVES".to_owned(), "not a variable name".to_owned())];
    let report = ImportReport { keys: 2, left_out, ..ImportReport::default() };
    stage.hears(Event::Imported(Imports { reports: vec![report], ..Imports::default() }));
    assert!(stage.tree().contains("9LIVES: not a variable name"));
    stage.click("Done");
    assert!(!stage.tree().contains("9LIVES"));
}

#[test]
fn the_first_run_takes_the_keychain_where_one_answers() {
    let mut stage = Stage::new(sample::no_vault(KeychainStands::Open));
    stage.click("Start empty");
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Init(StoreKind::Keychain, None))));
}

#[test]
fn the_first_run_has_a_locked_keychain_ask_and_forgets_that_it_was_locked() {
    let mut stage = Stage::new(sample::no_vault(KeychainStands::Locked));
    stage.window.run_steps(3);
    let words = "GNOME Keyring is locked. Unlock it to keep secrets there, or choose a passphrase.";
    assert!(stage.tree().contains(words), "{}", stage.tree());
    assert_eq!(focused(&stage), "Unlock keychain…");
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Unlock(None))));
    let remedy = Some(Remedy::Unlock);
    let locked = Failure { remedy, ..Failure::new("Couldn't import.", "GNOME Keyring is locked.", "Unlock it.") };
    stage.hears(Event::Failed(locked));
    assert!(stage.tree().contains("Couldn't import."));
    stage.hears(Event::Snapshot(Arc::new(sample::no_vault(KeychainStands::Open))));
    let tree = stage.tree();
    assert!(tree.contains("GNOME Keyring is unlocked.") && !tree.contains("is locked"), "{tree}");
    stage.window.get_by_label("Start empty");
}

#[test]
fn the_first_run_tells_a_keychain_without_a_keyring_from_none_and_has_one_made_or_looks_again() {
    for (keychain, words, act) in [
        (KeychainStands::Unmade, "GNOME Keyring has no keyring yet. Make one to keep secrets there", "Make a keyring…"),
        (
            KeychainStands::Lacks(Lack::Interface),
            "KWallet runs with its Secret Service interface switched off. Tick \"Use KWallet for the Secret Service interface\"",
            "Try again",
        ),
        (KeychainStands::Absent, "No keychain answers on this computer. Choose a passphrase first.", "Try again"),
    ] {
        let mut stage = Stage::new(sample::no_vault(keychain));
        assert!(stage.tree().contains(words), "{}", stage.tree());
        stage.click(act);
        assert!(matches!(stage.asked.try_recv(), Ok(Request::Unlock(None))));
        assert!(stage.window.query_by_label("Use a passphrase instead…").is_some());
    }
}

#[test]
fn while_the_keychain_asks_its_user_the_first_run_waits_and_asks_for_no_second_keyring() {
    for keychain in [KeychainStands::Unmade, KeychainStands::Locked] {
        let asks = Snapshot { asks_user: true, ..sample::no_vault(keychain) };
        let mut stage = Stage::new(asks);
        stage.window.run_steps(3);
        assert!(stage.tree().contains("GNOME Keyring asks for a password. Answer it there."), "{}", stage.tree());
        for act in ["Make a keyring…", "Unlock keychain…"] {
            assert!(stage.window.query_by_label(act).is_none(), "{act}");
        }
        assert!(stage.window.query_by_label("Use a passphrase instead…").is_some());
        stage.click("Stop waiting");
        assert!(matches!(stage.asked.try_recv(), Ok(Request::GiveUpUnlock)));
        stage.hears(Event::Snapshot(Arc::new(sample::no_vault(keychain))));
        assert!(stage.window.query_by_label("Stop waiting").is_none(), "{}", stage.tree());
    }
}

#[test]
fn the_first_run_wants_the_same_passphrase_twice() {
    let mut stage = Stage::new(sample::no_vault(KeychainStands::Absent));
    assert!(stage.window.query_by_label("Start empty").is_none(), "no keychain answers");
    stage.click("Add a key");
    assert!(stage.window.query_by_label("New key").is_none(), "nothing could be kept");
    stage.click("Use a passphrase instead…");
    stage.type_text(&passphrase(7));
    stage.press(Key::Enter);
    assert!(stage.tree().contains("Use at least 8 characters."));
    stage.type_text("x");
    stage.press(Key::Enter);
    assert!(!stage.tree().contains("differ"), "it was not repeated yet");
    stage.type_text(&passphrase(7));
    stage.press(Key::Enter);
    assert!(stage.tree().contains("The two passphrases differ."));
    stage.type_text("x");
    stage.press(Key::Enter);
    let Ok(Request::Init(StoreKind::Sealed, Some(secret))) = stage.asked.try_recv() else { panic!("not made") };
    assert_eq!(secret.expose_str().map(str::len), Some(8));
    let tree = stage.tree();
    assert!(tree.contains("Making the vault…") && !tree.contains("No keychain answers"), "{tree}");
}

#[test]
fn the_first_run_without_a_keychain_begins_with_the_passphrase_which_waits_until_it_is_well() {
    let mut stage = Stage::new(sample::no_vault(KeychainStands::Absent));
    stage.window.run_steps(3);
    assert_eq!(focused(&stage), "Use a passphrase instead…");
    stage.press(Key::Enter);
    let is_off = |stage: &Stage| {
        let main = stage.window.get_by_role_and_label(Role::Button, "Use this passphrase");
        main.accesskit_node().is_disabled().then(|| main.accesskit_node().description().unwrap_or_default())
    };
    for (typed, needs) in
        [(passphrase(6), Some("Needs at least 8 characters.")), (passphrase(6), Some("Needs the passphrase twice."))]
    {
        stage.type_text(&typed);
        assert_eq!(is_off(&stage).as_deref(), needs);
    }
    let words = "At least 8 characters.";
    assert_eq!(stage.painted(words).len(), 1);
    let twice = passphrase(6).repeat(2);
    stage.press(Key::Tab);
    stage.type_text(&twice.to_uppercase());
    assert!(stage.tree().contains("The two passphrases differ."), "as long, and another: {}", stage.tree());
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.type_text(&twice);
    assert!(!stage.tree().contains("differ"), "{}", stage.tree());
    assert_eq!(is_off(&stage), None);
    stage.click("Use this passphrase");
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Init(StoreKind::Sealed, Some(_)))));
}

#[test]
fn what_the_first_run_made_is_locked_by_its_keys() {
    for dialog in [false, true] {
        let mut stage = Stage::new(sample::no_vault(KeychainStands::Absent));
        stage.click("Use a passphrase instead…");
        for _ in 0..2 {
            stage.type_text(&passphrase(12));
            stage.press(Key::Enter);
        }
        assert!(matches!(stage.asked.try_recv(), Ok(Request::Init(StoreKind::Sealed, Some(_)))));
        stage.press_with(Modifiers::COMMAND, Key::L);
        assert!(stage.asked.try_recv().is_err(), "there is nothing to lock yet");
        let made =
            Snapshot { state: VaultState::Open, store: StoreKind::Sealed, ..sample::no_vault(KeychainStands::Absent) };
        stage.hears(Event::Snapshot(Arc::new(made)));
        assert!(stage.tree().contains("Go to the keys"), "{}", stage.tree());
        if dialog {
            stage.press_with(Modifiers::COMMAND, Key::N);
            assert!(stage.tree().contains("Variable name"), "{}", stage.tree());
        }
        stage.press_with(Modifiers::COMMAND, Key::L);
        assert!(matches!(stage.asked.try_recv(), Ok(Request::Lock)), "{dialog}");
        stage.hears(Event::Snapshot(Arc::new(sample::locked(StoreKind::Sealed))));
        assert!(!stage.tree().contains("Variable name") && stage.tree().contains("Unlock"), "{}", stage.tree());
    }
}

#[test]
fn no_masked_secret_is_in_the_tree() {
    let snapshot = sample::snapshot();
    let tails: Vec<crate::model::Tail> = snapshot.tails.iter().flatten().copied().collect();
    let stage = Stage::new(snapshot);
    let tree = stage.tree();
    // Last four characters are painted; a screen reader asks the inspector for them.
    for tail in tails.iter().take(16) {
        assert!(!tree.contains(&**tail), "{tail}");
    }
}

#[test]
fn a_worker_that_is_gone_is_said() {
    let mut stage = Stage::new(sample::snapshot());
    let (other, _) = sync_channel(1);
    drop(std::mem::replace(&mut stage.tell, other));
    stage.window.run_steps(2);
    let tree = stage.tree();
    assert!(tree.contains("Keyloft can't go on"), "{tree}");
}

#[test]
fn a_still_window_asks_for_no_frame() {
    let mut stage = Stage::new(sample::snapshot());
    stage.window.run_steps(5);
    let wait = |stage: &Stage| {
        let output = stage.window.output();
        output.viewport_output.values().map(|viewport| viewport.repaint_delay).min().unwrap()
    };
    assert_eq!(wait(&stage), Duration::MAX);
    stage.hears(Event::Copied(sample::snapshot().keys[0].uid, Some(Duration::from_secs(30))));
    stage.window.run_steps(5);
    assert!(wait(&stage) >= Duration::from_millis(90), "{:?}", wait(&stage));
}
