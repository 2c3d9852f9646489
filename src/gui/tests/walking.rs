//! Several keys through Rotate, one after another: which, in what order, and what is said of the others.

use super::*;
use crate::model::{KeyUid, State};

/// The list with these of its rows ticked, from the last one up; numbers of keys do not go with the order of the list.
fn ticked(wanted: &[&str]) -> Stage {
    let mut snapshot = sample::snapshot();
    let now = snapshot.now.get();
    for (number, key) in snapshot.keys.iter_mut().rev().enumerate() {
        key.uid = KeyUid(number as i64 + 1);
        if key.name() == "OPENAI_API_KEY" {
            key.state = State::Disabled { since: now };
        }
    }
    let mut stage = Stage::new(snapshot);
    let rows = stage.rows();
    for name in wanted.iter().rev() {
        let row = rows.iter().find(|row| row.starts_with(&format!("{name},"))).unwrap_or_else(|| panic!("{rows:?}"));
        stage.click(row);
        stage.press(Key::X);
    }
    stage
}

#[test]
fn several_are_rotated_in_the_order_shown_and_what_is_left_out_is_said_once() {
    let all = ["OPENAI_API_KEY", "PORT", "SENDGRID_API_KEY", "STRIPE_SECRET_KEY"];
    for (wanted, said) in [
        (&all[1..], "1 plain key is left out: PORT."),
        (&all[..], "1 plain key and 1 disabled key are left out: OPENAI_API_KEY and PORT."),
    ] {
        let mut stage = ticked(wanted);
        stage.press(Key::R);
        stage.window.run_steps(4);
        let title = |stage: &Stage, nth: usize| stage.tree().contains(&format!("Rotate {nth} of 2"));
        let of = |stage: &Stage, name: &str| stage.window.query_by_label(&format!("{name}, Development")).is_some();
        assert!(title(&stage, 1) && of(&stage, "SENDGRID_API_KEY"), "{}", stage.tree());
        assert!(stage.tree().contains(said), "{}", stage.tree());
        stage.click("Skip");
        assert!(title(&stage, 2) && of(&stage, "STRIPE_SECRET_KEY"), "{}", stage.tree());
        assert!(!stage.tree().contains("left out"), "{}", stage.tree());
    }
}

#[test]
fn where_only_one_can_be_rotated_it_is_said_too_and_where_none_can_that() {
    let mut stage = ticked(&["PORT", "STRIPE_SECRET_KEY"]);
    stage.press(Key::R);
    stage.window.run_steps(4);
    assert!(stage.tree().contains("1 plain key is left out: PORT."), "{}", stage.tree());
    let mut stage = ticked(&["OPENAI_API_KEY", "PORT"]);
    stage.press(Key::R);
    stage.window.run_steps(4);
    assert!(stage.tree().contains("None of them has a secret in use to rotate"), "{}", stage.tree());
}
