//! Warnings that are put off: what says so, and what lets them speak again.

use super::mouse::{click_at, secondary};
use super::row_menus::{has, on_row};
use super::*;
use crate::model::{Finding, KeyUid, Rule, Severity};

/// The first key in view with two warnings of which one is put off, or both are.
fn put_off(both: bool) -> (Snapshot, KeyUid) {
    let mut snapshot = sample::snapshot();
    let until = Some(snapshot.today + chrono::TimeDelta::days(30));
    let finding = |rule, text: &str, snoozed_until| Finding {
        rule,
        severity: Severity::LookSoon,
        text: text.to_owned(),
        since: None,
        snoozed_until,
        snooze_reason: None,
    };
    let second = until.filter(|_| both);
    snapshot.findings[0] =
        vec![finding(Rule::Unused, "Not used for long", until), finding(Rule::NoOwner, "Nobody owns it", second)];
    let uid = snapshot.keys[0].uid;
    (snapshot, uid)
}

fn unsnoozed(stage: &Stage) -> Vec<(KeyUid, Rule)> {
    let mut asked = stage.asked.try_iter();
    asked.find_map(|asked| if let Request::Unsnooze(what) = asked { Some(what) } else { None }).unwrap_or_default()
}

#[test]
fn a_row_says_until_when_its_warnings_are_quiet() {
    let stage = Stage::new(put_off(true).0);
    assert!(stage.rows()[0].ends_with("snoozed until 23 Dec 2025"), "{:?}", stage.rows()[0]);
    // One that speaks says more.
    let stage = Stage::new(put_off(false).0);
    assert!(stage.rows()[0].ends_with("nobody owns it"), "{:?}", stage.rows()[0]);
}

#[test]
fn the_details_let_the_warning_that_they_tell_of_speak_again_and_no_other() {
    let (snapshot, uid) = put_off(true);
    let mut stage = Stage::new(snapshot);
    let row = stage.rows()[0].clone();
    stage.click(&row);
    stage.window.query_all_by_label("Un-snooze").next().expect("no button").click();
    stage.window.run_steps(3);
    let asked = unsnoozed(&stage);
    assert!(asked.len() == 1 && asked[0].0 == uid, "{asked:?}");
    stage.hears(Event::Done(Done::Unsnoozed(asked)));
    assert!(stage.tree().contains("warning no longer snoozed"), "{}", stage.tree());
}

#[test]
fn the_menu_of_a_row_and_the_palette_let_all_of_them_speak_again() {
    let (snapshot, uid) = put_off(true);
    let both = vec![(uid, Rule::Unused), (uid, Rule::NoOwner)];
    let mut stage = Stage::new(snapshot.clone());
    let at = on_row(&stage, 0);
    secondary(&mut stage, at);
    stage.click_on_top("Un-snooze");
    assert_eq!(unsnoozed(&stage), both);
    let mut stage = Stage::new(snapshot);
    let row = stage.rows()[0].clone();
    stage.click(&row);
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("unsnooze");
    stage.press(Key::Enter);
    assert_eq!(unsnoozed(&stage), both, "{}", stage.tree());
    // Where none is put off, nothing offers it.
    let mut stage = Stage::new(sample::snapshot());
    let at = on_row(&stage, 0);
    secondary(&mut stage, at);
    assert!(has(&stage, "Snooze…") && !has(&stage, "Un-snooze"));
}

#[test]
fn a_day_of_ones_own_is_typed_where_it_was_chosen() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    stage.press(Key::ArrowDown);
    stage.press(Key::S);
    let at = stage.window.get_by_label("Until a day…").rect().center();
    click_at(&mut stage, at);
    stage.type_text("45d");
    let day = stage.window.get_by_role_and_label(Role::TextInput, "Day").accesskit_node().value();
    assert_eq!(day.as_deref(), Some("45d"), "{}", focused(&stage));
}

#[test]
fn one_goes_on_typing_behind_a_reason_that_was_chosen() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.click("Snooze…");
    stage.window.run_steps(3);
    stage.click("Rotation planned");
    stage.type_text(" by May");
    let field = stage.window.get_by_role_and_label(Role::TextInput, "Why it can wait");
    assert_eq!(field.accesskit_node().value().as_deref(), Some("Rotation planned by May"));
}
