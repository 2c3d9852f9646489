//! Where one is in the lists of Keys and Review: the row that has the keyboard, and what is in view of the list, through all
//! that happens around them.

use super::keyboard::{focused, tab_to};
use super::*;
use crate::model::{KeyUid, Person, Rule};

const SIZES: [(f32, f32); 3] = [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)];

fn down(stage: &mut Stage, rows: usize) {
    for _ in 0..rows {
        stage.press(Key::ArrowDown);
        stage.asked.try_iter().for_each(drop);
    }
}

fn in_review(snapshot: Snapshot, wide: f32, high: f32) -> Stage {
    let mut stage = Stage::sized(snapshot, wide, high);
    stage.go_to_all_projects();
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    stage.window.run_steps(4);
    stage
}

/// How far down the window a row stands that begins so.
fn top_of(stage: &Stage, starts: &str) -> Option<f32> {
    let row = stage.window.query_all_by_role(Role::Row).find(|row| {
        let label = row.accesskit_node().label();
        label.is_some_and(|label| label.starts_with(starts))
    });
    row.map(|row| row.rect().top())
}

fn wheel(stage: &mut Stage, points: f32) {
    stage.window.event(egui::Event::PointerMoved(stage.window.ctx.content_rect().center()));
    stage.window.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: vec2(0.0, points),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    stage.window.run_steps(12);
}

fn key(key: Key, modifiers: Modifiers) -> egui::Event {
    egui::Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
}

/// Locks by its keys and unlocks by Enter on the button, the worker's part played.
fn lock_and_unlock(stage: &mut Stage) {
    stage.press_with(Modifiers::COMMAND, Key::L);
    assert!(stage.asked.try_iter().any(|request| matches!(request, Request::Lock)));
    stage.hears(Event::Snapshot(Arc::new(sample::locked(StoreKind::Keychain))));
    stage.window.run_steps(4);
    stage.press(Key::Enter);
    assert!(stage.asked.try_iter().any(|request| matches!(request, Request::Unlock(None))), "{}", stage.tree());
    stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
    stage.window.run_steps(8);
}

/// The facts once a key has no warning any more.
fn without(uid: KeyUid) -> Snapshot {
    let mut after = sample::snapshot();
    let at = after.keys.iter().position(|key| key.uid == uid).unwrap();
    after.findings[at].clear();
    after
}

/// Ticks so many rows in Review with the pointer, from the first one in view on.
fn tick(stage: &mut Stage, count: usize) {
    for at in 0..count {
        let row = stage.window.query_all_by_role(Role::Row).nth(at).unwrap().rect();
        let pos = row.left_center() + vec2(20.0, 0.0);
        stage.window.event(egui::Event::PointerMoved(pos));
        for pressed in [true, false] {
            let (button, modifiers) = (egui::PointerButton::Primary, Modifiers::NONE);
            stage.window.event(egui::Event::PointerButton { pos, button, pressed, modifiers });
        }
        stage.window.run_steps(3);
    }
}

#[test]
fn tab_goes_on_from_the_row_that_was_clicked() {
    for review in [true, false] {
        let fresh =
            |review| if review { in_review(sample::snapshot(), 1280.0, 820.0) } else { Stage::new(sample::snapshot()) };
        let mut stage = fresh(review);
        stage.press(Key::Home);
        down(&mut stage, 4);
        stage.press(Key::Tab);
        let next = focused(&stage);
        let mut stage = fresh(review);
        let fifth = stage.window.query_all_by_role(Role::Row).nth(4).unwrap();
        let label = fifth.accesskit_node().label().unwrap();
        fifth.click();
        stage.window.run_steps(3);
        stage.press(Key::Tab);
        assert_eq!(focused(&stage), next, "what follows on {label}");
        stage.press_with(Modifiers::SHIFT, Key::Tab);
        assert_eq!(focused(&stage), label);
    }
}

