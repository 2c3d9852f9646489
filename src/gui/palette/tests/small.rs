//! The palette in a window of its own.

use std::sync::Arc;

use egui::accesskit::{Live, Role};
use egui::{Event, Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{Stage, channels, failure, key, made_up_secret, with_long_names};
use crate::gui::quick::Quick;
use crate::gui::sample;
use crate::jobs::{CopyForm, Event as Told, KeychainStands, Request, Snapshot, StoreKind};
use crate::model::KeyUid;

/// The small window.
fn quick(first: Snapshot) -> Stage<Quick> {
    let mut stage = starting();
    stage.hears(Told::Snapshot(Arc::new(first)));
    stage
}

/// The small window before it was told anything.
fn starting() -> Stage<Quick> {
    let (worker, asked, tell) = channels();
    let window = Harness::builder()
        .with_size(vec2(640.0, 452.0))
        .build_eframe(move |context| Quick::new(&context.egui_ctx, worker));
    Stage { window, asked, tell }
}

#[test]
fn the_small_window_copies_and_closes_once_the_copy_is_done() {
    let mut stage = quick(sample::snapshot());
    stage.types("stripe");
    assert!(!stage.tree().contains("Rotate"), "nothing that needs the other window");
    stage.press(Key::Enter);
    let copied = stage.copied();
    assert_eq!(copied.name(), "STRIPE_SECRET_KEY");
    assert!(!copied.protected);
    assert!(!stage.closes_the_window());
    stage.tell.send(Told::Copied(KeyUid(copied.uid.0), None)).unwrap();
    stage.window.step();
    assert!(stage.closes_the_window());
}

#[test]
fn the_small_window_stays_to_say_that_a_use_is_not_noted() {
    let mut stage = quick(sample::snapshot());
    stage.types("stripe");
    stage.press(Key::Enter);
    let copied = stage.copied();
    stage.hears(Told::Unnoted(failure("The disk is full.")));
    stage.tell.send(Told::Copied(KeyUid(copied.uid.0), None)).unwrap();
    stage.window.step();
    assert!(!stage.closes_the_window());
    stage.window.run_steps(2);
    assert!(stage.tree().contains("The disk is full."), "{}", stage.tree());
}

#[test]
fn the_small_window_closes_with_esc_and_says_what_failed() {
    let mut stage = quick(sample::snapshot());
    stage.types("stripe");
    stage.press(Key::Enter);
    stage.hears(Told::Failed(failure("The keychain does not answer.")));
    assert!(stage.tree().contains("The keychain does not answer."));
    // By itself: the harness draws a frame for every event of a key press, and looks at the last.
    let (key, modifiers) = (Key::Escape, Modifiers::NONE);
    let esc = Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
    stage.window.input_mut().events.push(esc);
    stage.window.step();
    assert!(stage.closes_the_window());
}

#[test]
fn the_keys_that_the_small_window_names_act_in_it_and_what_came_of_them_is_said() {
    let mut stage = quick(sample::snapshot());
    let named: Vec<String> = stage.options().into_iter().filter(|row| row.contains("Ctrl")).collect();
    assert_eq!(named, ["Clear the clipboard, Ctrl Shift C", "Lock, Ctrl L"]);
    stage.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::C);
    assert!(matches!(stage.request(), Some(Request::ClearClipboard)));
    stage.hears(Told::ClipboardCleared);
    assert!(stage.tree().contains("Clipboard cleared") && stage.is_open());
    stage.click_with(Modifiers::NONE, "Clear the clipboard");
    assert!(matches!(stage.request(), Some(Request::ClearClipboard)));
    stage.hears(Told::ClipboardNotCleared(failure("The desktop kept it.")));
    let tree = stage.tree();
    assert!(tree.contains("Couldn't clear the clipboard.") && tree.contains("The desktop kept it."), "{tree}");
    stage.types("openai");
    assert!(
        stage.options().iter().any(|row| row.starts_with("Open platform.openai.com for OPENAI_API_KEY")),
        "its letter is typed here"
    );
    stage.press_with(Modifiers::COMMAND, Key::L);
    assert!(matches!(stage.request(), Some(Request::Lock)));
}

#[test]
fn the_small_window_unlocks_first_and_says_where_there_is_no_vault() {
    let mut stage = quick(sample::locked(StoreKind::Sealed));
    assert!(!stage.is_open());
    let typed = made_up_secret();
    stage.types(&typed);
    stage.press(Key::Enter);
    assert!(matches!(stage.request(), Some(Request::Unlock(Some(secret))) if secret.len() == typed.len()));
    stage.hears(Told::Snapshot(Arc::new(sample::snapshot())));
    assert!(stage.is_open());
    let none = quick(sample::no_vault(KeychainStands::Open));
    assert!(none.tree().contains("There is no vault yet"));
}

#[test]
fn what_can_be_done_is_about_the_row_one_is_on() {
    let mut stage = quick(sample::snapshot());
    stage.types("stripe");
    let mut rows = Vec::new();
    for _ in 0..2 {
        let row = stage.selected().unwrap();
        let place = row.split(", ").skip(1).take(2).collect::<Vec<_>>().join(" · ");
        let action = format!("Copy STRIPE_SECRET_KEY as NAME=value, {place}");
        assert!(stage.options().contains(&action), "{action}: {:?}", stage.options());
        rows.push(row);
        stage.press(Key::ArrowDown);
    }
    stage.press(Key::ArrowUp);
    assert_eq!(stage.selected().as_ref(), Some(&rows[1]));
    // Past the keys between.
    stage.press(Key::ArrowRight);
    let is_there = |stage: &Stage<Quick>| stage.selected().is_some_and(|row| row.contains("as NAME=value"));
    for _ in 0..stage.options().len() {
        if !is_there(&stage) {
            stage.press(Key::ArrowDown);
        }
    }
    stage.press(Key::Enter);
    let Some(Request::CopyAs(uid, CopyForm::Assignment)) = stage.request() else { panic!("nothing was copied") };
    let copied = key(|key| key.uid == uid);
    let place = copied.place();
    assert!(rows[1].contains(&format!("STRIPE_SECRET_KEY, {}, {}", place.project, place.environment)), "{rows:?}");
}

#[test]
fn what_is_found_nowhere_is_said_with_a_way_on() {
    let mut stage = quick(sample::snapshot());
    stage.types("zzqq");
    let said = stage.window.get_by_label_contains("No match for zzqq");
    assert_eq!(said.accesskit_node().live(), Live::Polite);
    stage.window.get_by_role_and_label(Role::Button, "Clear").click();
    stage.window.run_steps(3);
    assert!(!stage.tree().contains("zzqq"));
    stage.types("sentry");
    assert!(
        stage.options().iter().any(|row| row.starts_with("SENTRY_AUTH_TOKEN")),
        "one goes on typing: {:?}",
        stage.options()
    );
}

#[test]
fn a_vault_without_keys_says_so_in_the_small_window() {
    let mut stage = quick(Snapshot { keys: Vec::new(), findings: Vec::new(), tails: Vec::new(), ..sample::snapshot() });
    let tree = stage.tree();
    assert!(tree.contains("No keys here yet.") && tree.contains("They come in by Keyloft's own window."), "{tree}");
    stage.press(Key::Enter);
    assert!(stage.request().is_none());
    stage.hears(Told::Snapshot(Arc::new(sample::snapshot())));
    assert!(stage.options().len() > 1, "{}", stage.tree());
}

#[test]
fn a_clipboard_that_was_not_cleared_is_tried_again() {
    let mut stage = quick(sample::snapshot());
    stage.hears(Told::ClipboardNotCleared(failure("The desktop kept it.")));
    stage.window.get_by_label("Try again").click();
    stage.window.run_steps(3);
    assert!(matches!(stage.request(), Some(Request::ClearClipboard)));
    stage.hears(Told::ClipboardCleared);
    assert!(!stage.tree().contains("Couldn't clear"));
}

#[test]
fn what_is_typed_before_the_vault_is_there_is_looked_for_then() {
    let mut stage = starting();
    stage.types("sentry");
    stage.press(Key::ArrowDown);
    stage.press(Key::ArrowUp);
    stage.press(Key::Enter);
    stage.hears(Told::Snapshot(Arc::new(sample::snapshot())));
    stage.window.run_steps(6);
    assert_eq!(stage.copied().name(), "SENTRY_AUTH_TOKEN");
}

#[test]
fn what_is_typed_while_it_opens_is_looked_for_and_where_it_stays_locked_is_forgotten() {
    let typed = made_up_secret();
    let mut stage = quick(sample::locked(StoreKind::Sealed));
    for opens in [false, true] {
        stage.types(&typed);
        stage.press(Key::Enter);
        assert!(matches!(stage.request(), Some(Request::Unlock(Some(secret))) if secret.len() == typed.len()));
        stage.types("sentry");
        if opens {
            stage.hears(Told::Snapshot(Arc::new(sample::snapshot())));
        } else {
            stage.hears(Told::Failed(failure("That passphrase didn't work.")));
        }
    }
    stage.window.run_steps(6);
    assert!(stage.selected().is_some_and(|row| row.starts_with("SENTRY_AUTH_TOKEN")), "{:?}", stage.selected());
}

#[test]
fn what_can_be_done_keeps_its_words_around_a_long_name() {
    let mut stage = quick(with_long_names());
    stage.types("wordy");
    let painted = stage.painted();
    for after in ["as NAME=value", "as export line"] {
        assert!(painted.iter().any(|line| line.trim() == after), "{after}: {painted:?}");
    }
}
