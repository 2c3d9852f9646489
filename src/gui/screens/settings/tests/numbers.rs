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

#[test]
fn a_number_out_of_its_range_says_what_it_takes() {
    let settings = Settings::default();
    let error = |setting, typed| number_error(&settings, setting, typed);
    assert_eq!(error("warn-days", "20"), None);
    assert_eq!(error("info-days", "14").as_deref(), Some("Must be more than 14"));
    assert_eq!(error("warn-days", "30").as_deref(), Some("Must be less than 30"));
    assert_eq!(error("info-days", "0").as_deref(), Some("2 to 365 days"));
    assert_eq!(error("unused-days", "").as_deref(), Some("1 to 3650 days"));
    assert_eq!(error("keep-old", "366").as_deref(), Some("0 to 365 days"));
}

#[test]
fn a_number_is_saved_when_it_is_left_and_an_impossible_one_never_is() {
    let mut stage = settings(sample::snapshot());
    let field = "Days before expiry to look soon";
    stage.click(field);
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.type_text("40");
    assert_eq!(stage.window.query_all_by_label("Before a key expires. Must be less than 30").count(), 1);
    stage.press(Key::Enter);
    assert_eq!(set(&stage), []);
    stage.press(Key::Tab);
    assert_eq!(
        stage.window.get_by_label(field).accesskit_node().value().as_deref(),
        Some("14"),
        "the old one is in force"
    );
    stage.click(field);
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.type_text("20");
    stage.press(Key::Enter);
    stage.click("Days without use");
    stage.press(Key::ArrowUp);
    stage.press(Key::Tab);
    let wanted = [("warn-days", "20"), ("unused-days", "91")].map(|(n, v)| (n, v.to_owned()));
    assert_eq!(set(&stage), wanted);
}

#[test]
fn esc_in_a_number_puts_the_old_one_back_and_stays_and_once_more_leads_back() {
    let mut stage = settings(sample::snapshot());
    stage.press(Key::Slash);
    stage.type_text("warn");
    stage.asked.try_iter().for_each(drop);
    let field = |stage: &Stage| {
        let mut all = stage.window.query_all_by_role(Role::TextInput);
        let one = all.find(|one| one.accesskit_node().value().is_some_and(|text| text.parse::<u32>().is_ok()));
        let one = one.expect("a number");
        (one.accesskit_node().label().unwrap_or_default(), one.accesskit_node().value().unwrap_or_default())
    };
    let (name, before) = field(&stage);
    stage.window.get_by_label(&name).focus();
    stage.window.run_steps(2);
    stage.window.event(egui::Event::Text("1".to_owned()));
    stage.window.run_steps(1);
    assert_ne!(field(&stage).1, before);
    stage.window.key_press(Key::Escape);
    stage.window.run_steps(3);
    assert_eq!(field(&stage).1, before);
    assert_eq!(crate::gui::tests::focused(&stage), name, "it keeps its ring");
    let saved = stage.asked.try_iter().any(|asked| matches!(asked, Request::Set(..)));
    assert!(!saved, "what was given up is not saved");
    stage.press(Key::Escape);
    assert_ne!(crate::gui::tests::focused(&stage), name, "from the old number Esc leads on");
}

#[test]
fn days_in_a_menu_stand_as_in_the_fields_over_it() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::Comma);
    stage.window.run_steps(4);
    let menu = stage.window.get_by_label("Rotate keys in protected environments every").rect();
    let number = stage.painted("90").into_iter().find(|number| menu.contains_rect(*number));
    let unit = stage.painted("days").into_iter().find(|unit| menu.contains_rect(*unit));
    assert!(number.zip(unit).is_some_and(|(number, unit)| number.right() < unit.left()), "{number:?} {unit:?}");
}

#[test]
fn a_number_of_any_length_is_read_whole() {
    for typed in ["1", "365", "3650", "99999"] {
        let mut stage = settings(sample::snapshot());
        stage.click("Days without use");
        stage.press_with(Modifiers::COMMAND, Key::A);
        stage.type_text(typed);
        let field = stage.window.get_by_label("Days without use").rect();
        let clipped = stage.window.output().shapes.iter().filter_map(|clipped| match &clipped.shape {
            egui::Shape::Text(text) if text.galley.text() == typed && field.contains(text.pos) => {
                Some(clipped.clip_rect.contains_rect(text.galley.mesh_bounds.translate(text.pos.to_vec2())))
            }
            _ => None,
        });
        assert_eq!(clipped.collect::<Vec<_>>(), [true], "{typed}");
    }
}

#[test]
fn the_most_days_that_can_be_set_keep_their_unit_in_every_window() {
    let mut snapshot = sample::snapshot();
    let most = [
        ("info-days", "365"),
        ("warn-days", "364"),
        ("unused-days", "3650"),
        ("keep-old", "365"),
        ("waiting-period", "365"),
        ("rotate-protected", "3649d"),
    ];
    for (name, days) in most {
        snapshot.settings.set(name, days).unwrap();
    }
    for width in [1280.0, 640.0] {
        let mut stage = Stage::sized(snapshot.clone(), width, 1400.0);
        stage.press_with(Modifiers::COMMAND, Key::Comma);
        assert_eq!(stage.painted("days").len(), most.len(), "{width}: {}", stage.tree());
        assert!(stage.painted("d").is_empty(), "{width}: {}", stage.tree());
    }
}
