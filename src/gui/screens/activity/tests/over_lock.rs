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
    let ask = question(stage);
    stage.hears(Event::ActivityRead(Box::new(answer(&ask, record(), None))));
    stage.window.run_steps(6);
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
