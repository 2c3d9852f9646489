//! A pair in New key and Rotate: the secret is hidden and its key id is not, so that neither comes to stand for the other.

use super::new_key::{added, new_key, paste, text};
use super::rotating::{find, on};
use super::*;
use crate::jobs::Match;

#[test]
fn a_pair_asks_for_its_key_id() {
    let mut stage = new_key();
    stage.type_text("TWILIO_API_SECRET");
    assert!(stage.window.query_by_role_and_label(Role::TextInput, "Key ID").is_some());
    stage.window.get_by_role_and_label(Role::TextInput, "Key ID").click();
    stage.window.run_steps(3);
    let id = format!("SK{}", "0a".repeat(16));
    stage.type_text(&id);
    paste(&mut stage, "made up value");
    stage.asked.try_iter().for_each(drop);
    stage.click("Save key");
    let wish = added(&stage).remove(0);
    assert_eq!(wish.key_id, Some(id));
    assert_eq!(wish.key_id_name.unwrap().as_str(), "TWILIO_API_KEY");
}

#[test]
fn a_secret_that_is_pasted_unseen_behind_the_name_of_a_pair_lands_hidden() {
    for size in [(1280.0, 820.0), (640.0, 700.0)] {
        let mut stage = Stage::sized(sample::snapshot(), size.0, size.1);
        stage.press_with(Modifiers::COMMAND, Key::N);
        stage.type_text("NEW_AWS_SECRET_ACCESS_KEY");
        let secret = "aQ7x/Z2k".repeat(5);
        stage.window.get_by_role_and_label(Role::TextInput, "Key ID").focus();
        stage.window.run_steps(3);
        stage.window.event(egui::Event::Paste(secret.clone()));
        stage.window.run_steps(4);
        assert!(!stage.tree().contains(&secret), "the secret can be read");
        assert!(stage.window.get_by_role_and_label(Role::PasswordInput, "Value").is_focused());
        // Once more, with the value there.
        stage.window.get_by_role_and_label(Role::TextInput, "Key ID").focus();
        stage.window.run_steps(3);
        stage.window.event(egui::Event::Paste(secret.clone()));
        stage.window.run_steps(4);
        assert!(!stage.tree().contains(&secret), "the secret can be read");
        assert!(stage.tree().contains("None of it was kept."), "{}", stage.tree());
        stage.click("Save key");
        let Some(Request::Add(mut wishes)) = stage.asked.try_iter().find(|r| matches!(r, Request::Add(_))) else {
            panic!("not saved")
        };
        let wish = wishes.remove(0);
        assert_eq!((text(&wish), wish.key_id), (secret, None));
    }
}

#[test]
fn a_key_id_of_another_make_is_saved_only_once_a_person_says_so() {
    let mut stage = new_key();
    stage.type_text("AWS_SECRET_ACCESS_KEY_2");
    paste(&mut stage, "made up value");
    stage.asked.try_iter().for_each(drop);
    stage.window.get_by_role_and_label(Role::TextInput, "Key ID").focus();
    stage.window.run_steps(3);
    stage.type_text("made up value");
    assert!(stage.tree().contains("That is the value itself."), "{}", stage.tree());
    assert!(stage.window.query_by_label("Use it anyway").is_none(), "the secret is never its own key id");
    stage.press(Key::Enter);
    assert!(stage.asked.try_recv().is_err());
    stage.type_text("-id");
    assert!(stage.tree().contains("A key ID here begins with AKIA, ASIA, ABIA or ACCA"), "{}", stage.tree());
    assert!(stage.tree().contains("Needs another key ID."));
    stage.click("Use it anyway");
    stage.window.get_by_role_and_label(Role::TextInput, "Variable of the key ID").focus();
    stage.window.run_steps(2);
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.type_text("AWS_ID_2");
    stage.click("Save key");
    assert_eq!(added(&stage)[0].key_id.as_deref(), Some("made up value-id"));
}

/// A key id, made at run time.
fn aws_id() -> String {
    format!("AKIA{}", "Q7".repeat(8))
}

fn key_id(stage: &Stage) -> String {
    let field = stage.window.get_by_role_and_label(Role::TextInput, "Key ID");
    field.accesskit_node().value().unwrap_or_default()
}

#[test]
fn a_key_id_that_is_pasted_for_the_value_is_told_from_the_secret_and_goes_to_its_own_field() {
    for name in ["AWS_SECRET_ACCESS_KEY_2", ""] {
        let mut stage = new_key();
        stage.type_text(name);
        paste(&mut stage, &format!("{}\n", aws_id()));
        let tree = stage.tree();
        assert!(tree.contains("That is the key ID, not the secret"), "{name}: {tree}");
        assert!(!tree.contains("Looks like an AWS key"), "{name}: {tree}");
        stage.click("Use as key ID");
        assert_eq!(key_id(&stage), aws_id(), "{name}");
        assert_eq!(focused(&stage), "Value", "the secret is pasted next: {name}");
        assert!(!stage.tree().contains("That is the key ID"), "{name}: {}", stage.tree());
        if name.is_empty() {
            stage.window.get_by_role_and_label(Role::TextInput, "Variable name").focus();
            stage.window.run_steps(3);
            stage.type_text("BACKUP_KEY");
        }
        stage.window.get_by_role_and_label(Role::TextInput, "Variable of the key ID").focus();
        stage.window.run_steps(3);
        stage.type_text("_2");
        paste(&mut stage, &"aQ7x/Z2k".repeat(5));
        stage.asked.try_iter().for_each(drop);
        stage.click("Save key");
        let wish = added(&stage).remove(0);
        assert_eq!((text(&wish), wish.key_id), ("aQ7x/Z2k".repeat(5), Some(aws_id())), "{name}");
        assert_eq!(wish.key_id_name.unwrap().as_str(), "AWS_ACCESS_KEY_ID_2", "{name}");
        assert_eq!(wish.facts.provider.as_deref(), Some("AWS"), "{name}");
    }
}

#[test]
fn a_key_id_under_its_own_name_is_no_mistake() {
    let mut stage = new_key();
    stage.type_text("DEPLOY_AWS_ACCESS_KEY_ID");
    paste(&mut stage, &aws_id());
    let tree = stage.tree();
    assert!(tree.contains("Looks like an AWS key ID") && !tree.contains("not the secret"), "{tree}");
}

#[test]
fn a_secret_that_is_pasted_over_a_key_id_is_refused_with_a_word_and_keeps_nothing_from_being_saved() {
    let mut stage = new_key();
    stage.type_text("AWS_SECRET_ACCESS_KEY_2");
    paste(&mut stage, &"aQ7x/Z2k".repeat(5));
    stage.asked.try_iter().for_each(drop);
    for (pasted, said) in [(aws_id(), false), ("bR8y/A3m".repeat(5), true)] {
        stage.window.get_by_role_and_label(Role::TextInput, "Key ID").focus();
        stage.window.run_steps(3);
        stage.window.event(egui::Event::Paste(pasted));
        stage.window.run_steps(4);
        assert_eq!(stage.tree().contains("None of it was kept."), said, "{}", stage.tree());
        assert_eq!(key_id(&stage), aws_id());
    }
    stage.window.get_by_role_and_label(Role::TextInput, "Variable of the key ID").focus();
    stage.window.run_steps(3);
    stage.type_text("_2");
    stage.click("Save key");
    assert_eq!(added(&stage).remove(0).key_id, Some(aws_id()));
}

#[test]
fn a_key_id_is_saved_as_the_secret_only_once_a_person_says_so() {
    for modifiers in [Modifiers::NONE, Modifiers::COMMAND] {
        let mut stage = new_key();
        stage.type_text("AWS_SECRET_ACCESS_KEY_2");
        paste(&mut stage, &aws_id());
        stage.asked.try_iter().for_each(drop);
        assert!(stage.tree().contains("Needs the secret."), "{}", stage.tree());
        stage.press_with(modifiers, Key::Enter);
        assert!(stage.asked.try_recv().is_err(), "nothing is saved yet");
        assert_eq!(focused(&stage), "Use as key ID", "Enter leads to the way out");
        stage.press(Key::Enter);
        stage.window.run_steps(3);
        assert_eq!((key_id(&stage), focused(&stage).as_str()), (aws_id(), "Value"), "and once more takes it");
    }
    // Whoever says so has it saved, until another value stands there.
    let mut stage = new_key();
    stage.type_text("AWS_SECRET_ACCESS_KEY_2");
    for _ in 0..2 {
        paste(&mut stage, &aws_id());
        assert!(stage.tree().contains("That is the key ID, not the secret"), "{}", stage.tree());
        stage.click("Use it anyway");
        assert!(!stage.tree().contains("That is the key ID, not the secret"), "{}", stage.tree());
    }
    stage.asked.try_iter().for_each(drop);
    stage.click("Save key");
    assert_eq!(text(&added(&stage).remove(0)), aws_id());
}

#[test]
fn what_is_pasted_on_the_way_out_of_a_mix_up_is_the_secret() {
    let secret = "aQ7x/Z2k".repeat(5);
    let mut stage = new_key();
    stage.type_text("AWS_SECRET_ACCESS_KEY_2");
    paste(&mut stage, &aws_id());
    stage.press(Key::Enter);
    assert_eq!(focused(&stage), "Use as key ID");
    stage.window.event(egui::Event::Paste(secret.clone()));
    stage.window.run_steps(4);
    assert_eq!(focused(&stage), "Value");
    stage.asked.try_iter().for_each(drop);
    stage.click("Save key");
    let wish = added(&stage).remove(0);
    assert_eq!((text(&wish), wish.key_id), (secret, None));
}

#[test]
fn rotate_too_takes_a_key_id_for_the_secret_only_once_a_person_says_so() {
    let opened = || {
        let (mut stage, _) = on(sample::snapshot(), "AWS_SECRET_ACCESS_KEY");
        stage.press(Key::R);
        stage.paste(&aws_id());
        stage.tells_whose(Vec::new());
        stage
    };
    let rotated = |stage: &Stage| {
        stage.asked.try_iter().find_map(|request| match request {
            Request::Rotate(_, wish) => Some((wish.value.expose_str().unwrap().to_owned(), wish.key_id)),
            _ => None,
        })
    };
    let mut stage = opened();
    stage.press(Key::Enter);
    assert!(stage.says("Needs the secret.") && rotated(&stage).is_none(), "{}", stage.tree());
    assert_eq!(focused(&stage), "Use as key ID");
    stage.press(Key::Enter);
    stage.window.run_steps(3);
    assert_eq!((key_id(&stage), focused(&stage).as_str()), (aws_id(), "New value"));
    let mut stage = opened();
    stage.click("Use it anyway");
    assert!(!stage.says("That is the key ID, not the secret"), "{}", stage.tree());
    stage.click("Rotate key");
    assert_eq!(rotated(&stage), Some((aws_id(), None)));
    // The secret that comes after all.
    let mut stage = opened();
    stage.press(Key::Enter);
    let secret = "aQ7x/Z2k".repeat(5);
    stage.paste(&secret);
    stage.tells_whose(Vec::new());
    assert_eq!(focused(&stage), "New value");
    stage.press(Key::Enter);
    assert_eq!(rotated(&stage), Some((secret, None)));
}

#[test]
fn a_secret_that_is_pasted_for_the_key_id_lands_hidden_and_another_goes_nowhere() {
    let (mut stage, _) = on(sample::snapshot(), "AWS_SECRET_ACCESS_KEY");
    stage.press(Key::R);
    let secret = |letters: &str| letters.repeat(5);
    let focus = |stage: &mut Stage| {
        stage.window.get_by_role_and_label(Role::TextInput, "Key ID").focus();
        stage.window.run_steps(3);
    };
    focus(&mut stage);
    stage.paste(&secret("aQ7x/Z2k"));
    stage.tells_whose(Vec::new());
    assert!(!stage.says(&secret("aQ7x/Z2k")), "the secret can be read");
    assert!(stage.window.get_by_role_and_label(Role::PasswordInput, "New value").is_focused(), "{}", stage.tree());
    focus(&mut stage);
    stage.paste(&secret("bR8y/A3m"));
    assert!(!stage.says(&secret("bR8y/A3m")), "the secret can be read");
    assert!(stage.says("None of it was kept."), "{}", stage.tree());
    // What is no key ID is saved only once a person says so.
    focus(&mut stage);
    stage.type_text("made-up");
    assert!(stage.says("A key ID here begins with") && stage.says("Needs another key ID."), "{}", stage.tree());
    stage.press(Key::Enter);
    assert!(stage.asked.try_recv().is_err());
    stage.click("Use it anyway");
    stage.click("Rotate key");
    let Ok(Request::Rotate(_, wish)) = stage.asked.try_recv() else { panic!("it was not rotated: {}", stage.tree()) };
    assert_eq!(wish.key_id.as_deref(), Some("made-up"));
    assert_eq!(wish.value.expose_str(), Some(secret("aQ7x/Z2k").as_str()));
}

#[test]
fn a_key_id_that_is_pasted_for_the_new_value_goes_to_its_own_field() {
    let (mut stage, _) = on(sample::snapshot(), "AWS_SECRET_ACCESS_KEY");
    stage.press(Key::R);
    let id = format!("AKIA{}", "Q7".repeat(8));
    stage.paste(&id);
    stage.tells_whose(Vec::new());
    assert!(stage.says("That is the key ID, not the secret"), "{}", stage.tree());
    stage.click("Use as key ID");
    stage.window.run_steps(3);
    assert!(stage.window.get_by_role_and_label(Role::PasswordInput, "New value").is_focused(), "{}", stage.tree());
    stage.paste(&"aQ7x/Z2k".repeat(5));
    stage.tells_whose(Vec::new());
    stage.window.get_by_role_and_label(Role::TextInput, "Key ID").focus();
    stage.window.run_steps(3);
    stage.paste(&"bR8y/A3m".repeat(5));
    assert!(stage.says("None of it was kept."), "over the key ID: {}", stage.tree());
    stage.click("Rotate key");
    let Ok(Request::Rotate(_, wish)) = stage.asked.try_recv() else { panic!("it was not rotated: {}", stage.tree()) };
    assert_eq!((wish.key_id, wish.value.expose_str()), (Some(id), Some("aQ7x/Z2k".repeat(5).as_str())));
}

#[test]
fn a_key_id_that_stands_as_the_value_is_taken_where_it_belongs_and_leaves_the_value() {
    for typed in [false, true] {
        let mut stage = new_key();
        stage.type_text("AWS_SECRET_ACCESS_KEY_2");
        paste(&mut stage, &aws_id());
        stage.asked.try_iter().for_each(drop);
        stage.window.get_by_role_and_label(Role::TextInput, "Key ID").focus();
        stage.window.run_steps(3);
        if typed {
            stage.type_text(&aws_id());
        } else {
            stage.window.event(egui::Event::Paste(format!("{}\n", aws_id())));
        }
        stage.window.run_steps(4);
        let tree = stage.tree();
        assert!(!tree.contains("None of it was kept.") && !tree.contains("That is the"), "{typed}: {tree}");
        assert_eq!((key_id(&stage), focused(&stage).as_str()), (aws_id(), "Value"), "the secret is pasted next");
        assert!(!tree.contains("hidden\n"), "the value's field is empty, {typed}: {tree}");
    }
    let (mut stage, _) = on(sample::snapshot(), "AWS_SECRET_ACCESS_KEY");
    stage.press(Key::R);
    stage.paste(&aws_id());
    stage.tells_whose(Vec::new());
    stage.window.get_by_role_and_label(Role::TextInput, "Key ID").focus();
    stage.window.run_steps(3);
    stage.paste(&aws_id());
    stage.window.run_steps(3);
    assert!(!stage.says("None of it was kept.") && !stage.says("That is the"), "{}", stage.tree());
    assert_eq!((key_id(&stage), focused(&stage).as_str()), (aws_id(), "New value"), "the secret is pasted next");
    assert!(stage.says("Needs a new value."), "{}", stage.tree());
}

#[test]
fn what_was_kept_out_of_a_key_id_is_no_news_once_a_person_said_what_is_the_secret() {
    let refuse = |stage: &mut Stage| {
        stage.window.get_by_role_and_label(Role::TextInput, "Key ID").focus();
        stage.window.run_steps(3);
        stage.window.event(egui::Event::Paste("bR8y/A3m".repeat(5)));
        stage.window.run_steps(4);
        assert!(stage.tree().contains("None of it was kept."), "{}", stage.tree());
        stage.click("Use it anyway");
        assert!(!stage.tree().contains("None of it was kept."), "{}", stage.tree());
    };
    let mut stage = new_key();
    stage.type_text("AWS_SECRET_ACCESS_KEY_2");
    paste(&mut stage, &aws_id());
    refuse(&mut stage);
    let (mut stage, _) = on(sample::snapshot(), "AWS_SECRET_ACCESS_KEY");
    stage.press(Key::R);
    stage.paste(&aws_id());
    stage.tells_whose(Vec::new());
    refuse(&mut stage);
}

#[test]
fn a_lost_value_with_another_key_id_is_another_pair() {
    let mut snapshot = sample::snapshot();
    let uid = find(&snapshot, "AWS_SECRET_ACCESS_KEY");
    snapshot.keys.iter_mut().find(|key| key.uid == uid).unwrap().missing = true;
    let (mut stage, _) = on(snapshot, "AWS_SECRET_ACCESS_KEY");
    stage.press(Key::R);
    stage.paste(&"aQ7x/Z2k".repeat(5));
    stage.tells_whose(vec![Match { uid, live: true }]);
    assert!(stage.says("It keeps its age and its last day.") && !stage.says("180 d"), "{}", stage.tree());
    stage.window.get_by_role_and_label(Role::TextInput, "Key ID").focus();
    stage.window.run_steps(3);
    stage.type_text(&aws_id());
    assert!(!stage.says("It keeps its age and its last day.") && stage.says("180 d"), "{}", stage.tree());
}
