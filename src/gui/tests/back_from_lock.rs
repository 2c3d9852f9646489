//! Over a lock one is where one was.

use super::offboarding::{on_page, with_many};
use super::*;

fn lock_and_unlock(stage: &mut Stage, snapshot: Snapshot) {
    stage.press_with(Modifiers::COMMAND, Key::L);
    stage.hears(Event::Snapshot(Arc::new(sample::locked(StoreKind::Keychain))));
    stage.press(Key::Enter);
    stage.asked.try_iter().for_each(drop);
    stage.hears(Event::Snapshot(Arc::new(snapshot)));
    stage.window.run_steps(6);
}

#[test]
fn in_compare_one_is_at_the_same_cell() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::Num1);
    stage.press(Key::ArrowDown);
    stage.press(Key::V);
    [Key::ArrowDown, Key::ArrowDown, Key::ArrowRight].into_iter().for_each(|key| stage.press(key));
    stage.window.run_steps(60);
    let before = focused(&stage);
    lock_and_unlock(&mut stage, sample::snapshot());
    assert!(!before.is_empty());
    assert_eq!(focused(&stage), before);
}

#[test]
fn in_the_settings_the_same_control_has_the_keyboard() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::Comma);
    (0..6).for_each(|_| stage.press(Key::Tab));
    stage.window.run_steps(60);
    let before = focused(&stage);
    lock_and_unlock(&mut stage, sample::snapshot());
    assert_eq!(focused(&stage), before);
    assert_ne!(before, "Find a setting");
}

#[test]
fn a_persons_page_is_come_back_to_at_the_same_row_and_leads_where_it_led() {
    let mut stage = on_page(with_many(), 1280.0, 820.0);
    stage.press(Key::ArrowDown);
    stage.press(Key::ArrowDown);
    let before = focused(&stage);
    lock_and_unlock(&mut stage, with_many());
    assert_eq!(focused(&stage), before);
    assert!(stage.tree().contains("Jon Ruiz"));
}
