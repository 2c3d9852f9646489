//! Fields for numbers: what is typed or stepped is shown, and saved once it rests.

use super::*;

const FIELD: &str = "Days before expiry to look soon";

/// What stands in it.
fn value(stage: &Stage) -> String {
    stage.window.get_by_label(FIELD).accesskit_node().value().unwrap_or_default()
}

#[test]
fn a_caret_steps_with_every_click_whether_or_not_the_worker_has_answered() {
    for (had_keyboard, answers) in [(false, true), (false, false), (true, true), (true, false)] {
        let mut snapshot = sample::snapshot();
        let mut stage = settings(snapshot.clone());
        if had_keyboard {
            stage.click(FIELD);
        }
        for days in 15..=18 {
            stage.click(&format!("{FIELD}: more"));
            assert_eq!(value(&stage), days.to_string(), "{had_keyboard} {answers}");
            if answers {
                for (name, text) in set(&stage) {
                    snapshot.settings.set(name, &text).unwrap();
                    stage.hears(Event::Snapshot(snapshot.clone().into()));
                }
                assert_eq!(value(&stage), days.to_string(), "{had_keyboard} {answers}");
            }
        }
    }
}

#[test]
fn the_arrow_keys_step_on_too_and_what_is_refused_says_what_holds() {
    let mut stage = settings(sample::snapshot());
    stage.click(FIELD);
    for days in 15..=18 {
        stage.press(Key::ArrowUp);
        stage.window.run_steps(4);
        assert_eq!(value(&stage), days.to_string());
    }
    assert_eq!(set(&stage).last(), Some(&("warn-days", "18".to_owned())));
    let title = "Couldn't change the setting Before a key expires, look soon.";
    stage.hears(Event::Failed(Failure::new(title, "The disk is full.", "Make room, then try again.")));
    assert_eq!(value(&stage), "14");
}
