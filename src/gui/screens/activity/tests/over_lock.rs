//! Over a lock one is on the same line, and comes back to it from elsewhere.

use super::shown::{question, shown};
use super::*;
use crate::gui::tests::focused;
use crate::jobs::StoreKind;

/// Locks, and unlocks again.
fn lock_and_unlock(stage: &mut Stage) {
    // How the window stands is kept once it rests.
    stage.window.run_steps(60);
    stage.press_with(Modifiers::COMMAND, Key::L);
    stage.hears(Event::Snapshot(Arc::new(sample::locked(StoreKind::Keychain))));
    stage.press(Key::Enter);
    stage.asked.try_iter().for_each(drop);
    stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
    stage.window.run_steps(6);
}

/// The worker answers what is asked of the record.
fn is_read(stage: &mut Stage) {
    reads(stage, record());
}

fn reads(stage: &mut Stage, days: Vec<ActivityDay>) {
    let ask = question(stage);
    stage.hears(Event::ActivityRead(Box::new(answer(&ask, days, None))));
    stage.window.run_steps(6);
}

/// Today after more was done: something, and again what had been done last.
fn later() -> ActivityDay {
    use ActivityKind::{Copied, Exported, Locked, Shown, Used};
    let used = (Used, "Storefront/production", "16 keys by npm run worker");
    let exported = (Exported, "Storefront/staging", "12 variables for dotenv to /made/up/shop/.env.staging");
    let shown = ["SENTRY_AUTH_TOKEN", "NO_LONGER_THERE"].map(|name| format!("Storefront/staging/{name}"));
    let again = [(Locked, "", ""), (Copied, STRIPE, "")];
    let before =
        [(Copied, STRIPE, ""), used, (Locked, "", ""), exported, (Shown, &*shown[0], ""), (Shown, &*shown[1], "")];
    day(0, 92, &[&again[..], &before].concat())
}

/// What a line is about, whenever and however often that was done.
fn about(line: &str) -> String {
    let (_, line) = line.split_once(", ").unwrap_or_default();
    let (act, rest) = line.split_once(", ").unwrap_or((line, ""));
    format!("{}, {rest}", act.split(" ×").next().unwrap_or_default())
}

#[test]
fn one_is_on_the_same_line() {
    for downs in [2, 5] {
        let mut stage = shown();
        (0..downs).for_each(|_| stage.press(Key::ArrowDown));
        let before = focused(&stage);
        assert!(before.contains(", You, "), "{before}");
        lock_and_unlock(&mut stage);
        is_read(&mut stage);
        assert_eq!(focused(&stage), before);
        // And goes on from there.
        stage.press(Key::ArrowDown);
        assert_ne!(focused(&stage), before);
        stage.press(Key::ArrowUp);
        assert_eq!(focused(&stage), before);
    }
}

type Goes = fn(&mut Stage);

#[test]
fn esc_leads_back_to_it_from_where_one_was() {
    let ways: [(&str, Goes); 2] = [
        ("a key", |stage| stage.press(Key::Enter)),
        ("settings", |stage| stage.press_with(Modifiers::COMMAND, Key::Comma)),
    ];
    for (what, goes) in ways {
        let mut stage = shown();
        stage.press(Key::ArrowDown);
        let line = focused(&stage);
        goes(&mut stage);
        assert!(stage.window.query_by_label("Filter activity").is_none(), "{what}: {}", stage.tree());
        lock_and_unlock(&mut stage);
        assert!(stage.window.query_by_label("Filter activity").is_none(), "{what}: {}", stage.tree());
        stage.press(Key::Escape);
        stage.window.run_steps(6);
        assert!(stage.window.query_by_label("Filter activity").is_some(), "{what}: {}", stage.tree());
        // What was read is forgotten with the lock.
        is_read(&mut stage);
        assert_eq!(focused(&stage), line, "{what}: {}", stage.tree());
    }
}

#[test]
fn what_was_done_meanwhile_leaves_one_on_the_same_line_in_every_scope() {
    for (project, locks, downs) in [None, Some("Storefront, 48 keys")]
        .into_iter()
        .flat_map(|it| [true, false].map(|locks| (it, locks)))
        .flat_map(|(project, locks)| (2..=7).map(move |downs| (project, locks, downs)))
    {
        let mut stage = Stage::new(sample::snapshot());
        if let Some(project) = project {
            stage.window.get_by_label_contains(project).click();
            stage.window.run_steps(3);
        }
        stage.press_with(Modifiers::COMMAND, Key::Num4);
        is_read(&mut stage);
        (0..downs).for_each(|_| stage.press(Key::ArrowDown));
        let before = about(&focused(&stage));
        let days = if locks {
            lock_and_unlock(&mut stage);
            record().into_iter().skip(1)
        } else {
            // The newest day alone is read anew.
            stage.asked.try_iter().for_each(drop);
            stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
            record().into_iter().skip(usize::MAX)
        };
        reads(&mut stage, std::iter::once(later()).chain(days).collect());
        assert_eq!(about(&focused(&stage)), before, "{project:?} {locks} {downs}: {}", stage.tree());
        // And goes on from there.
        stage.press(Key::ArrowDown);
        stage.press(Key::ArrowUp);
        assert_eq!(about(&focused(&stage)), before, "{project:?} {locks} {downs}");
    }
}

#[test]
fn the_keys_of_an_open_line_above_come_without_taking_the_keyboard_along() {
    let keys = || Event::EntryRead(89, ["A", "B", "C"].map(|name| format!("Storefront/production/{name}")).to_vec());
    let mut stage = shown();
    (0..2).for_each(|_| stage.press(Key::ArrowDown));
    assert!(focused(&stage).contains("npm run worker"), "{}", focused(&stage));
    stage.press(Key::ArrowRight);
    stage.hears(keys());
    (0..6).for_each(|_| stage.press(Key::ArrowDown));
    let line = focused(&stage);
    assert!(line.contains("Exported"), "{line}");
    lock_and_unlock(&mut stage);
    is_read(&mut stage);
    assert_eq!(focused(&stage), line);
    stage.hears(keys());
    stage.window.run_steps(4);
    assert_eq!(focused(&stage), line);
}

#[test]
fn where_the_lock_took_the_filter_away_one_is_on_the_day_that_holds_the_line() {
    let mut stage = shown();
    stage.press(Key::Slash);
    stage.type_text("npm");
    is_read(&mut stage);
    stage.press(Key::ArrowDown);
    stage.press(Key::End);
    assert!(focused(&stage).contains("npm run api"), "{}", focused(&stage));
    lock_and_unlock(&mut stage);
    is_read(&mut stage);
    assert!(focused(&stage).ends_with(", closed"), "{}: {}", focused(&stage), stage.tree());
}

#[test]
fn to_let_go_of_the_key_that_unlocked_loses_nothing() {
    let mut stage = shown();
    (0..3).for_each(|_| stage.press(Key::ArrowDown));
    let before = focused(&stage);
    stage.window.run_steps(60);
    stage.press_with(Modifiers::COMMAND, Key::L);
    stage.hears(Event::Snapshot(Arc::new(sample::locked(StoreKind::Keychain))));
    stage.asked.try_iter().for_each(drop);
    let enter = |pressed| egui::Event::Key {
        key: Key::Enter,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    stage.window.event(enter(true));
    stage.window.run_steps(1);
    // All of it is there as quickly as the key is let go.
    stage.window.event(enter(false));
    stage.tells(Event::Snapshot(Arc::new(sample::snapshot())));
    let ask = ActivityAsk { asked: 1, query: ActivityQuery::default(), before: None, down_to: None };
    stage.tells(Event::ActivityRead(Box::new(answer(&ask, record(), None))));
    stage.window.run_steps(8);
    assert_eq!(focused(&stage), before, "{}", stage.tree());
}

#[test]
fn who_does_something_else_before_it_is_read_is_not_led_back() {
    let mut stage = shown();
    (0..3).for_each(|_| stage.press(Key::ArrowDown));
    let before = focused(&stage);
    lock_and_unlock(&mut stage);
    stage.press(Key::Slash);
    is_read(&mut stage);
    stage.press(Key::ArrowDown);
    stage.window.run_steps(6);
    assert_ne!(focused(&stage), before);
}
