//! The whole window by its labels, on a made-up snapshot, with the test as the worker.

use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::sample;
use crate::jobs::{
    Done, Event, Failure, Fate, ImportPlan, ImportReport, ImportSource, PlannedEntry, Request, Snapshot, StoreKind,
};
use crate::model::EnvRef;

mod exporting;
mod new_key;
#[cfg(feature = "snapshots")]
mod pictures;
mod rotating;
mod screens;
mod stage;

pub(in crate::gui) use stage::{Asked, Stage};

/// Made at run time: no test holds a passphrase.
fn passphrase(length: usize) -> String {
    (0..length).map(|n| char::from(b'a' + (n * 7 % 26) as u8)).collect()
}

#[test]
fn rows_say_name_provider_environment_and_health() {
    let mut stage = Stage::new(sample::snapshot());
    stage.click("Production, protected");
    let rows = stage.rows();
    assert_eq!(rows.len(), 16);
    assert!(rows.contains(&"STRIPE_SECRET_KEY, Stripe, production, expires in 6 days".to_owned()), "{rows:?}");
    assert!(rows.contains(&"PORT, production".to_owned()), "{rows:?}");
}

#[test]
fn typing_into_the_filter_narrows_the_list_and_esc_widens_it_again() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::Slash);
    stage.type_text("stripe prod");
    let rows = stage.rows();
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows.iter().all(|row| row.starts_with("STRIPE_") && row.contains("production")));
    assert_eq!(stage.window.query_all_by_label("2 of 48 keys · 9 need action").count(), 1);
    stage.press(Key::Escape);
    assert!(stage.rows().len() > 2);
}

#[test]
fn the_filter_finds_the_key_id_variable_tags_and_owner() {
    for (typed, found) in [("aws_access", 3), ("payments", 6), ("stripesecret", 3)] {
        let mut stage = Stage::new(sample::snapshot());
        stage.press(Key::Slash);
        stage.type_text(typed);
        assert_eq!(stage.rows().len(), found, "{typed}");
    }
}

#[test]
fn enter_copies_the_focused_row() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.press(Key::ArrowDown);
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Copy(uid)) if uid.0 == 2));
    assert!(stage.asked.try_recv().is_err());
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
fn what_is_typed_within_one_slow_frame_is_taken_in_its_order() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.asked.try_iter().for_each(drop);
    let key = |key, modifiers| egui::Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
    let text = |text: &str| egui::Event::Text(text.to_owned());
    for filter in [key(Key::K, Modifiers::COMMAND), key(Key::Slash, Modifiers::NONE)] {
        let mut events = vec![filter.clone()];
        events.extend(matches!(&filter, egui::Event::Key { key: Key::Slash, .. }).then(|| text("/")));
        events.extend([text("open"), text("ai"), key(Key::Enter, Modifiers::NONE)]);
        stage.window.input_mut().events.extend(events);
        stage.window.run_steps(3);
        let Ok(Request::Copy(uid)) = stage.asked.try_recv() else { panic!("nothing was copied") };
        let snapshot = sample::snapshot();
        assert_eq!(snapshot.keys.iter().find(|key| key.uid == uid).unwrap().name(), "OPENAI_API_KEY");
        stage.press(Key::Escape);
        stage.press(Key::Escape);
    }
}

#[test]
fn home_end_and_pages_stay_within_the_list() {
    let mut stage = Stage::new(sample::snapshot());
    for (key, expected) in [(Key::End, 48), (Key::PageDown, 48), (Key::Home, 1), (Key::ArrowUp, 1)] {
        stage.press(key);
        stage.press(Key::Enter);
        let Ok(Request::Copy(uid)) = stage.asked.try_recv() else { panic!("{key:?} selected nothing") };
        assert_eq!(uid.0, expected, "{key:?}");
    }
}

#[test]
fn tab_reaches_the_list_and_arrows_go_on_from_there() {
    let mut stage = Stage::new(sample::snapshot());
    for _ in 0..40 {
        stage.press(Key::Tab);
        let on_row = |node: egui_kittest::Node<'_>| node.accesskit_node().role() == Role::Row && node.is_focused();
        if stage.window.root().children_recursive().any(on_row) {
            break;
        }
    }
    stage.press(Key::ArrowDown);
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Copy(uid)) if uid.0 == 2));
}

#[test]
fn an_open_menu_keeps_enter_from_copying() {
    let mut stage = Stage::sized(sample::snapshot(), 900.0, 600.0);
    stage.press(Key::ArrowDown);
    stage.click("Choose a project");
    stage.press(Key::Enter);
    assert!(!matches!(stage.asked.try_recv(), Ok(Request::Copy(_))));
}

#[test]
fn nothing_is_copied_before_a_row_is_chosen() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::Enter);
    assert!(stage.asked.try_recv().is_err());
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
fn what_was_done_during_a_countdown_is_said_with_its_undo_once_the_clipboard_is_cleared() {
    let mut stage = Stage::new(sample::snapshot());
    let uid = sample::snapshot().keys[13].uid;
    stage.hears(Event::Copied(uid, Some(Duration::from_secs(30))));
    stage.hears(Event::Done(Done::Disabled(vec![uid])));
    assert!(stage.tree().contains("STRIPE_SECRET_KEY · development copied"), "the countdown outranks it");
    stage.hears(Event::ClipboardCleared);
    stage.window.run_steps(10);
    stage.click("Undo");
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Enable(keys)) if keys == [uid]));
}

#[test]
fn a_clipboard_that_was_not_cleared_is_said() {
    let mut stage = Stage::new(sample::snapshot());
    let why = "Another program holds it.".to_owned();
    stage.hears(Event::ClipboardNotCleared(Failure { why, ..Failure::default() }));
    assert!(stage.tree().contains("Couldn't clear the clipboard. Another program holds it."));
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
fn a_locked_window_holds_no_name() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::Slash);
    stage.type_text("stripe");
    stage.hears(Event::Copied(sample::snapshot().keys[13].uid, Some(Duration::from_secs(30))));
    // Even where the worker's last word still carries the names.
    let still_named = Snapshot { state: crate::jobs::VaultState::Locked, ..sample::snapshot() };
    stage.hears(Event::Snapshot(Arc::new(still_named)));
    let tree = stage.tree();
    for word in ["STRIPE", "stripe", "Storefront", "production", "128", "48"] {
        assert!(!tree.contains(word), "{word} is in the tree:\n{tree}");
    }
    assert!(tree.contains("Keyloft is hidden; your login protects these keys."));
    stage.click("Unlock");
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Unlock(None))));
}

#[test]
fn a_sealed_vault_is_unlocked_by_its_passphrase_which_no_tree_holds() {
    let mut stage = Stage::new(sample::locked(StoreKind::Sealed));
    let typed = passphrase(12);
    stage.type_text(&typed);
    assert!(!stage.tree().contains(&typed));
    stage.press(Key::Enter);
    let Ok(Request::Unlock(Some(secret))) = stage.asked.try_recv() else { panic!("nothing was asked") };
    assert_eq!(secret.expose_str(), Some(typed.as_str()));
    let [title, why, advice] =
        ["Couldn't unlock Keyloft.", "That passphrase didn't work.", "Check it, then try again."].map(str::to_owned);
    stage.hears(Event::Failed(Failure::new(title, why, advice)));
    let said = "That passphrase didn't work. Check it, then try again.";
    assert_eq!(stage.window.query_all_by_label(said).count(), 1);
}

#[test]
fn a_typed_passphrase_is_not_kept_in_the_undo_history() {
    let mut stage = Stage::new(sample::locked(StoreKind::Sealed));
    for letter in passphrase(6).chars() {
        stage.type_text(&letter.to_string());
    }
    let field = super::widgets::Passphrase::new("unlock").id();
    let state = egui::text_edit::TextEditState::load(&stage.window.ctx, field).expect("the field was typed into");
    let now = (egui::text::CCursorRange::default(), String::new());
    assert!(state.undoer().undo(&now).is_none());
    stage.press_with(Modifiers::COMMAND, Key::Z);
    stage.press(Key::Enter);
    let Ok(Request::Unlock(Some(secret))) = stage.asked.try_recv() else { panic!("nothing was asked") };
    assert_eq!(secret.len(), 6);
}

#[test]
fn five_wrong_passphrases_make_a_pause() {
    let mut stage = Stage::new(sample::locked(StoreKind::Sealed));
    for _ in 0..5 {
        stage.type_text(&passphrase(9));
        stage.press(Key::Enter);
        assert!(matches!(stage.asked.try_recv(), Ok(Request::Unlock(Some(_)))));
        let title = "That passphrase didn't work.".to_owned();
        stage.hears(Event::Failed(Failure { title, ..Failure::default() }));
    }
    stage.type_text(&passphrase(9));
    stage.press(Key::Enter);
    assert!(stage.asked.try_recv().is_err());
    assert!(stage.tree().contains("Too many tries."));
}

#[test]
fn a_locked_keychain_is_said_and_names_stay() {
    let mut stage = Stage::new(sample::keychain_trouble());
    let tree = stage.tree();
    assert!(tree.contains("GNOME Keyring is locked Names stay in view"), "{tree}");
    assert!(!stage.rows().is_empty());
    stage.click("Unlock keychain…");
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Unlock(None))));
}

#[test]
fn the_import_dialog_asks_for_the_file_and_says_what_came() {
    let mut stage = Stage::new(sample::snapshot());
    stage.window.get_by_role_and_label(Role::RadioButton, "Staging").click();
    stage.window.run_steps(3);
    stage.click("Import…");
    stage.type_text("/made/up/.env");
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::PlanImport(_))));
    stage.hears(Event::Planned(one_key_planned()));
    stage.press(Key::Enter);
    let Ok(Request::Import(ask)) = stage.asked.try_recv() else { panic!("nothing was asked") };
    let ImportSource::File(path) = ask.source else { panic!("it was not the file") };
    let into = ask.into;
    assert_eq!((path.to_str(), into.to_string().as_str()), (Some("/made/up/.env"), "Storefront/staging"));
    let into = EnvRef::new("Storefront", "staging").ok();
    stage.hears(Event::Imported(ImportReport { path, into, keys: 34, plain: 21, left_out: Vec::new() }));
    assert!(stage.tree().contains("Imported 34 keys and 21 plain into Storefront/staging"));
    assert!(stage.window.query_by_label("Browse…").is_none(), "the dialog is closed");
}

fn one_key_planned() -> ImportPlan {
    let (name, fate, remarks) = ("API_TOKEN".to_owned(), Fate::New, Vec::new());
    let entry = PlannedEntry { name, key_id_name: None, fate, plain: false, provider: None, remarks, line: 1 };
    ImportPlan { entries: vec![entry], ..ImportPlan::default() }
}

#[test]
fn how_the_window_stands_is_kept_once_it_rests_and_holds_no_search() {
    let mut stage = Stage::new(sample::snapshot());
    stage.window.get_by_role_and_label(Role::RadioButton, "Staging").click();
    stage.window.run_steps(3);
    stage.click("Health");
    stage.press(Key::Slash);
    stage.type_text("stripe");
    stage.window.run_steps(8);
    let kept = stage.asked.0.try_iter().filter_map(|request| match request {
        Request::KeepWindow(state) => Some(state),
        _ => None,
    });
    let last = kept.last().expect("it is kept");
    assert_eq!((last.project.as_deref(), last.environment.as_deref()), (Some("Storefront"), Some("staging")));
    assert_eq!((last.sort.as_str(), last.reversed), ("health", false));
    assert!(!format!("{last:?}").contains("stripe"));
    stage.window.run_steps(8);
    assert!(!stage.asked.0.try_iter().any(|request| matches!(request, Request::KeepWindow(_))), "once is enough");
}

#[test]
fn every_dialog_is_drawn_in_the_smallest_window() {
    for (key, modifiers, says) in [
        (Key::R, Modifiers::NONE, "Rotate key"),
        (Key::E, Modifiers::COMMAND, "Name the file."),
        (Key::E, Modifiers::NONE, "Save changes"),
        (Key::N, Modifiers::COMMAND, "Save key"),
        (Key::D, Modifiers::NONE, "Disable ALGOLIA_ADMIN_KEY here?"),
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
fn moves_of_one_slow_frame_are_made_in_their_order() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::End);
    let key =
        |key| egui::Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE };
    let events = [Key::Home, Key::ArrowDown, Key::ArrowDown, Key::ArrowDown, Key::ArrowUp].map(key);
    stage.window.input_mut().events.extend(events);
    stage.window.run_steps(3);
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Copy(uid)) if uid.0 == 3));
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
    let secret = passphrase(24);
    stage.window.event(egui::Event::Paste(format!("API_TOKEN={secret}\nPORT=3000\n")));
    stage.window.run_steps(3);
    stage.press(Key::Enter);
    let Ok(Request::PlanImport(ask)) = stage.asked.try_recv() else { panic!("nothing was asked") };
    let ImportSource::Text(text) = &ask.source else { panic!("it was not the text") };
    assert_eq!(text.expose_str(), Some(format!("API_TOKEN={secret}\nPORT=3000\n").as_str()));
    stage.hears(Event::Planned(one_key_planned()));
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
    assert!(matches!(stage.asked.try_recv(), Ok(Request::PlanImport(_))));
    stage.hears(Event::Planned(one_key_planned()));
    stage.press(Key::Enter);
    let Ok(Request::Import(ask)) = stage.asked.try_recv() else { panic!("nothing was asked") };
    let ImportSource::File(path) = ask.source else { panic!("it was not the file") };
    let into = ask.into;
    assert_eq!((path.to_str(), into.to_string().as_str()), (Some("/made/up/.env.local"), "Storefront/production"));
}

#[test]
fn a_search_without_a_match_here_can_go_on_everywhere() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::Slash);
    stage.type_text("billing twilio");
    stage.click("Search everywhere");
    assert_eq!(stage.rows().len(), 2);
}

#[test]
fn an_import_that_failed_says_why_and_keeps_what_was_typed() {
    let mut stage = Stage::new(sample::snapshot());
    stage.click("Import…");
    stage.type_text("/made/up/.env");
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::PlanImport(..))));
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
    stage.hears(Event::Imported(ImportReport { keys: 2, left_out, ..ImportReport::default() }));
    assert!(stage.tree().contains("9LIVES: not a variable name"));
    stage.click("Done");
    assert!(!stage.tree().contains("9LIVES"));
}

#[test]
fn the_first_run_takes_the_keychain_where_one_answers() {
    let mut stage = Stage::new(sample::no_vault(true));
    stage.click("Use the system keychain");
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Init(StoreKind::Keychain, None))));
}

#[test]
fn the_first_run_wants_the_same_passphrase_twice() {
    let mut stage = Stage::new(sample::no_vault(false));
    stage.click("Use the system keychain");
    assert!(stage.asked.try_recv().is_err(), "no keychain answers");
    stage.click("Use a passphrase instead…");
    stage.type_text(&passphrase(7));
    stage.press(Key::Enter);
    assert!(stage.tree().contains("Use at least 8 characters."));
    stage.type_text("x");
    stage.press(Key::Enter);
    assert!(stage.tree().contains("The two passphrases differ."));
    stage.press(Key::Tab);
    stage.type_text(&(passphrase(7) + "x"));
    stage.press(Key::Enter);
    let Ok(Request::Init(StoreKind::Sealed, Some(secret))) = stage.asked.try_recv() else { panic!("not made") };
    assert_eq!(secret.expose_str().map(str::len), Some(8));
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
fn an_empty_project_and_an_empty_search_say_so() {
    let empty = Snapshot { state: crate::jobs::VaultState::Open, ..sample::locked(StoreKind::Keychain) };
    let mut stage = Stage::new(empty);
    assert!(stage.tree().contains("No keys here yet"));
    stage.click("Import a file…");
    assert!(stage.window.query_by_label("Browse…").is_some());

    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::Slash);
    stage.type_text("strpe");
    assert!(stage.tree().contains("No keys match “strpe”"));
    stage.click("Clear filter");
    assert!(!stage.rows().is_empty());
}

#[test]
fn a_narrow_window_has_a_rail_whose_menu_leads_to_other_projects() {
    let mut stage = Stage::sized(sample::snapshot(), 900.0, 600.0);
    stage.click("Choose a project");
    stage.click("Billing");
    assert!(stage.tree().contains("32 keys"));
    let small = Stage::sized(sample::snapshot(), 640.0, 400.0);
    assert!(!small.rows().is_empty());
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

/// So many keys that their texts are read on a thread.
fn very_many() -> Snapshot {
    let mut snapshot = sample::snapshot();
    let (key, findings) = (snapshot.keys[0].clone(), snapshot.findings[0].clone());
    for number in snapshot.keys.len()..20_000 {
        let mut key = key.clone();
        key.uid = crate::model::KeyUid(1_000_000 + number as i64);
        snapshot.keys.push(key);
        snapshot.findings.push(findings.clone());
        snapshot.tails.push(None);
    }
    snapshot
}

#[test]
fn enter_right_after_the_letters_copies_what_they_find_among_very_many_keys() {
    let uid = sample::snapshot().keys.iter().find(|key| key.name() == "LEGACY_PAYPAL_SECRET").unwrap().uid;
    let mut snapshot = very_many();
    snapshot.keys.iter_mut().for_each(|key| key.state = crate::model::State::Active);
    let typed = || egui::Event::Text("legacy paypal".to_owned());
    let mut stage = Stage::new(snapshot.clone());
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.window.event(typed());
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Copy(copied)) if copied == uid), "in the palette");
    stage.window.run_steps(3);
    stage.window.get_by_label_contains("All projects").click();
    stage.window.run_steps(3);
    stage.press(Key::Slash);
    stage.window.event(typed());
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Copy(copied)) if copied == uid), "in the list");
    // New facts, while something is typed: what was found stays in view until they are read.
    stage.hears(Event::Snapshot(Arc::new(snapshot)));
    let rows = stage.rows();
    assert!(!rows.is_empty() && rows.iter().all(|row| row.starts_with("LEGACY_PAYPAL_SECRET")), "{rows:?}");
}
