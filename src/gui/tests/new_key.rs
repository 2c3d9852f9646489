//! New key, Edit, Duplicate and Move by what stands on screen, with the test as the worker.

use super::*;
use crate::jobs::{AddWish, Done, Match, NewValue};
use crate::model::{Facts, KeyUid, Kind};

/// Made at run time, so that no key stands here.
fn stripe(stage: &str) -> String {
    ["sk", stage, &"q7".repeat(12)].join("_")
}

/// New key, opened on Storefront staging.
fn new_key() -> Stage {
    let mut stage = Stage::new(sample::snapshot());
    stage.window.get_by_role_and_label(Role::RadioButton, "Staging").click();
    stage.window.run_steps(3);
    stage.press_with(Modifiers::COMMAND, Key::N);
    stage
}

fn paste(stage: &mut Stage, value: &str) {
    stage.window.get_by_role_and_label(Role::PasswordInput, "Value").click();
    stage.window.run_steps(3);
    stage.window.event(egui::Event::Paste(value.to_owned()));
    stage.window.run_steps(4);
}

fn tick(stage: &mut Stage, environment: &str) {
    stage.window.get_by_role_and_label(Role::CheckBox, environment).click();
    stage.window.run_steps(3);
}

fn added(stage: &Stage) -> Vec<AddWish> {
    match stage.asked.try_recv() {
        Ok(Request::Add(wishes)) => wishes,
        other => panic!("{other:?}"),
    }
}

fn text(wish: &AddWish) -> String {
    match &wish.value {
        NewValue::Secret(secret) => secret.expose_str().unwrap().to_owned(),
        NewValue::Plain(text) => text.clone(),
    }
}

fn fails(stage: &mut Stage) {
    let [title, why, advice] =
        ["Couldn't save SESSION_KEY.", "GNOME Keyring is locked.", "Unlock it, then try again."].map(str::to_owned);
    stage.hears(Event::Failed(Failure { title, why, advice, remedy: None }));
}

#[test]
fn ctrl_n_name_paste_enter_saves_the_key_with_its_provider() {
    let mut stage = new_key();
    stage.type_text("STRIPE_RESTRICTED_KEY");
    let value = stripe("live");
    paste(&mut stage, &value);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Whose(secret)) if secret.expose() == value.as_bytes()));
    stage.hears(Event::Whose(Vec::new()));
    let tree = stage.tree();
    // Live keys belong into production.
    assert!(tree.contains("Looks like a Stripe live key It is about to be saved in staging."), "{tree}");
    assert!(!tree.contains(&value), "the value is in the tree");
    assert!(tree.contains("Saved in GNOME Keyring."));
    stage.press(Key::Enter);
    let wishes = added(&stage);
    assert_eq!(wishes[0].reference.to_string(), "Storefront/staging/STRIPE_RESTRICTED_KEY");
    assert_eq!((text(&wishes[0]), wishes[0].facts.provider.as_deref()), (value, Some("Stripe")));
    assert!(stage.asked.try_recv().is_err(), "it is asked for once");
    stage.press(Key::Enter);
    assert!(stage.asked.try_recv().is_err(), "and not again while it is saved");
}

#[test]
fn what_was_saved_is_said_and_looked_at() {
    let mut stage = new_key();
    stage.type_text("SESSION_KEY");
    paste(&mut stage, "made up value");
    stage.asked.try_iter().for_each(drop);
    stage.hears(Event::Whose(Vec::new()));
    tick(&mut stage, "Development");
    stage.click("Save 2 keys");
    assert_eq!(added(&stage).len(), 2);
    // As the worker says it: the facts first.
    let mut snapshot = sample::snapshot();
    let uids = [KeyUid(900), KeyUid(901)];
    for (uid, environment) in uids.into_iter().zip(["development", "staging"]) {
        let mut key = snapshot.keys[0].clone();
        key.uid = uid;
        key.reference = EnvRef::new("Storefront", environment).unwrap().key(&"SESSION_KEY".parse_name());
        snapshot.keys.push(key);
        snapshot.findings.push(Vec::new());
        snapshot.tails.push(None);
    }
    stage.hears(Event::Snapshot(Arc::new(snapshot)));
    stage.hears(Event::Done(Done::Added(uids.to_vec())));
    assert!(stage.tree().contains("SESSION_KEY added to 2 environments"), "{}", stage.tree());
    assert!(stage.window.query_by_label("Add another after this").is_none(), "the dialog is closed");
    stage.press(Key::Enter);
    assert!(
        matches!(stage.asked.try_iter().last(), Some(Request::Copy(uid)) if uid == uids[1]),
        "the one in view is selected"
    );
}

trait ParseName {
    fn parse_name(&self) -> crate::model::VariableName;
}

impl ParseName for str {
    fn parse_name(&self) -> crate::model::VariableName {
        crate::model::VariableName::new(self).unwrap()
    }
}

#[test]
fn generating_for_two_environments_makes_two_secrets_that_no_tree_holds() {
    let mut stage = new_key();
    stage.type_text("SESSION_KEY");
    stage.click("Generate");
    tick(&mut stage, "Development");
    assert!(stage.tree().contains("Strong, 233 bits of randomness"), "{}", stage.tree());
    stage.click("Show");
    let tree = stage.tree();
    stage.click("Save 2 keys");
    let wishes = added(&stage);
    let values: Vec<String> = wishes.iter().map(text).collect();
    assert_eq!(values.iter().map(String::len).collect::<Vec<_>>(), [40, 40]);
    assert_ne!(values[0], values[1]);
    assert!(values.iter().all(|value| !tree.contains(value.as_str())), "shown on screen only");
}

#[test]
fn a_name_that_is_there_can_be_replaced() {
    let mut stage = new_key();
    stage.type_text("OPENAI_API_KEY");
    paste(&mut stage, "made up value");
    stage.asked.try_iter().for_each(drop);
    assert!(stage.tree().contains("Already in Storefront staging. Replace it?"));
    stage.press(Key::Enter);
    assert!(stage.asked.try_recv().is_err());
    stage.click("Replace");
    assert!(!stage.tree().contains("Replace it?"));
    stage.click("Save key");
    assert!(added(&stage)[0].replace);
}

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
fn a_plain_key_shows_its_value() {
    let mut stage = new_key();
    stage.type_text("HTTP_PORT");
    stage.window.get_by_role_and_label(Role::ComboBox, "Kind").click();
    stage.window.run_steps(3);
    stage.window.get_by_role_and_label(Role::MenuItem, "Plain").click();
    stage.window.run_steps(3);
    assert!(stage.window.query_by_role_and_label(Role::PasswordInput, "Value").is_none());
    stage.window.get_by_role_and_label(Role::MultilineTextInput, "Plain value").click();
    stage.window.run_steps(3);
    stage.type_text("8080");
    stage.click("Save key");
    let wish = added(&stage).remove(0);
    assert!(matches!(&wish.value, NewValue::Plain(text) if text == "8080"));
    assert_eq!(wish.facts.kind, Some(Kind::Plain));
}

#[test]
fn a_failure_is_said_in_the_dialog_and_nothing_typed_is_lost() {
    let mut stage = new_key();
    stage.type_text("SESSION_KEY");
    paste(&mut stage, "made up value");
    stage.asked.try_iter().for_each(drop);
    stage.hears(Event::Whose(Vec::new()));
    stage.click("Save key");
    assert_eq!(text(&added(&stage)[0]), "made up value");
    fails(&mut stage);
    let said = "Couldn't save SESSION_KEY. GNOME Keyring is locked. Nothing was changed. Unlock it, then try again.";
    assert!(stage.tree().contains(said), "{}", stage.tree());
    stage.click("Try again");
    let again = added(&stage);
    assert_eq!((again[0].reference.name.as_str(), text(&again[0]).as_str()), ("SESSION_KEY", "made up value"));
}

#[test]
fn esc_closes_at_once_or_asks_where_something_was_typed() {
    let mut stage = new_key();
    stage.press(Key::Escape);
    assert!(stage.window.query_by_label("Paste a value").is_none());
    stage.press_with(Modifiers::COMMAND, Key::N);
    stage.type_text("SESSION_KEY");
    stage.press(Key::Escape);
    assert!(stage.tree().contains("Discard this key?"));
    stage.click_on_top("Cancel");
    assert!(!stage.tree().contains("Discard this key?"));
    assert!(stage.tree().contains("SESSION_KEY"));
    stage.press(Key::Escape);
    stage.click("Discard");
    assert!(stage.window.query_by_label("Paste a value").is_none());
    assert!(stage.asked.try_recv().is_err());
}

#[test]
fn a_value_that_is_known_is_said_with_its_place() {
    let mut stage = new_key();
    stage.type_text("SESSION_KEY");
    paste(&mut stage, "made up value");
    let snapshot = sample::snapshot();
    let there = |key: &&crate::model::Key| key.name() == "OPENAI_API_KEY" && key.place().environment == "staging";
    let uid = snapshot.keys.iter().find(there).unwrap().uid;
    stage.hears(Event::Whose(vec![Match { uid, live: true }]));
    assert!(stage.tree().contains("This value is already OPENAI_API_KEY in Storefront staging"));
    assert!(stage.window.query_by_label("Save key").is_some(), "it can be saved all the same");
}

#[test]
fn the_provider_can_be_typed_and_chosen_from_the_list() {
    let mut stage = new_key();
    stage.type_text("SESSION_KEY");
    paste(&mut stage, "made up value");
    stage.asked.try_iter().for_each(drop);
    stage.window.get_by_role_and_label(Role::TextInput, "Provider").click();
    stage.window.run_steps(3);
    stage.type_text("cloudf");
    assert!(stage.window.query_by_label("Cloudflare").is_some());
    stage.press(Key::Enter);
    assert!(stage.asked.try_recv().is_err(), "Enter took from the list");
    stage.press(Key::Enter);
    assert_eq!(added(&stage)[0].facts.provider.as_deref(), Some("Cloudflare"));
}

#[test]
fn one_more_environment_is_typed_and_ticked_before_anything_is_saved() {
    let mut stage = new_key();
    stage.type_text("SESSION_KEY");
    paste(&mut stage, "made up value");
    stage.asked.try_iter().for_each(drop);
    stage.click("Add…");
    stage.type_text("q");
    stage.type_text("a");
    stage.press(Key::Enter);
    assert!(stage.asked.try_recv().is_err(), "Enter made the environment");
    assert!(stage.window.query_by_role_and_label(Role::CheckBox, "Qa").is_some());
    stage.click("Save 2 keys");
    let places: Vec<String> = added(&stage).iter().map(|wish| wish.reference.place.to_string()).collect();
    assert_eq!(places, ["Storefront/staging", "Storefront/qa"]);
}

#[test]
fn a_locked_vault_takes_the_dialog_with_it() {
    let mut stage = new_key();
    stage.type_text("SESSION_KEY");
    let locked = Snapshot { state: VaultState::Locked, ..sample::snapshot() };
    stage.hears(Event::Snapshot(Arc::new(locked)));
    assert!(!stage.tree().contains("SESSION_KEY"));
}

#[test]
fn small_windows_hold_the_whole_dialog() {
    for (width, height) in [(900.0, 600.0), (800.0, 600.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(sample::snapshot(), width, height);
        stage.press_with(Modifiers::COMMAND, Key::N);
        stage.type_text("SESSION_KEY");
        paste(&mut stage, "made up value");
        stage.asked.try_iter().for_each(drop);
        stage.click("Save key");
        assert_eq!(added(&stage).len(), 1, "{width} by {height}");
    }
}

/// The window with this key of Storefront staging selected.
fn on(name: &str) -> (Stage, KeyUid) {
    let snapshot = sample::snapshot();
    let there = |key: &&crate::model::Key| key.name() == name && key.place().environment == "staging";
    let uid = snapshot.keys.iter().find(there).unwrap().uid;
    let mut stage = Stage::new(snapshot);
    stage.window.get_by_role_and_label(Role::RadioButton, "Staging").click();
    stage.window.run_steps(3);
    let row = stage.rows().into_iter().find(|row| row.starts_with(&format!("{name},"))).unwrap();
    stage.click(&row);
    stage.asked.try_iter().for_each(drop);
    (stage, uid)
}

#[test]
fn e_edits_a_key_and_only_the_change_is_sent() {
    let (mut stage, uid) = on("STRIPE_SECRET_KEY");
    stage.press(Key::E);
    stage.asked.try_iter().for_each(drop);
    stage.press(Key::Enter);
    assert!(stage.asked.try_recv().is_err(), "nothing is changed yet");
    stage.window.get_by_role_and_label(Role::TextInput, "Endpoint").click();
    stage.window.run_steps(3);
    stage.type_text("https://api.example.com");
    stage.click("Save changes");
    let Ok(Request::Edit(asked, facts, None)) = stage.asked.try_recv() else { panic!("it was not edited") };
    let only = Facts { endpoint: Some("https://api.example.com".to_owned()), ..Facts::default() };
    assert_eq!((asked, *facts), (uid, only));
    stage.hears(Event::Done(Done::Edited(uid)));
    assert!(stage.tree().contains("STRIPE_SECRET_KEY saved"), "{}", stage.tree());
    assert!(stage.window.query_by_label("Save changes").is_none());
}

#[test]
fn esc_in_edit_asks_where_something_was_changed() {
    let (mut stage, _) = on("STRIPE_SECRET_KEY");
    stage.press(Key::E);
    stage.type_text("_2");
    stage.press(Key::Escape);
    assert!(stage.tree().contains("Discard the changes?"));
    stage.click("Discard");
    assert!(stage.window.query_by_label("Save changes").is_none());
}

#[test]
fn a_key_is_duplicated_and_moved_from_its_menu() {
    for (entry, act) in [("Duplicate to…", "Duplicate key"), ("Move to…", "Move key")] {
        let (mut stage, uid) = on("STRIPE_SECRET_KEY");
        stage.press_with(Modifiers::SHIFT, Key::F10);
        stage.click(entry);
        assert!(stage.tree().contains("Needs another place or name."), "{}", stage.tree());
        assert!(stage.tree().contains("Each of them has it. Choose another project or name."));
        stage.window.get_by_role_and_label(Role::TextInput, "Variable name").click();
        stage.window.run_steps(3);
        stage.type_text("_2");
        assert!(stage.tree().contains("From Storefront staging"), "{}", stage.tree());
        stage.click(act);
        let to = match stage.asked.try_recv() {
            Ok(Request::Duplicate(from, to)) if act == "Duplicate key" && from == uid => to,
            Ok(Request::Move(mut moves)) if act == "Move key" && moves[0].0 == uid => moves.remove(0).1,
            other => panic!("{other:?}"),
        };
        assert_eq!(to.to_string(), "Storefront/development/STRIPE_SECRET_KEY_2");
        let moved = Done::Moved(vec![(uid, to.clone())], vec![(uid, to)], Vec::new());
        stage.hears(Event::Done(if act == "Move key" { moved } else { Done::Duplicated(uid) }));
        assert!(stage.window.query_by_label(act).is_none(), "the dialog is closed");
    }
}

#[test]
fn a_dialog_as_high_as_its_fields_has_nothing_to_scroll() {
    let (mut stage, _) = on("STRIPE_SECRET_KEY");
    stage.press_with(Modifiers::SHIFT, Key::F10);
    stage.click("Duplicate to…");
    let field = |stage: &Stage| stage.window.get_by_role_and_label(Role::TextInput, "Variable name").rect();
    let before = field(&stage);
    stage.wheel(before.center(), -60.0);
    assert_eq!(field(&stage), before);
}

#[test]
fn a_secret_that_is_pasted_for_the_name_goes_to_where_it_is_hidden() {
    let value: String = ('a'..='z').rev().map(|letter| format!("{letter}7")).collect();
    for (pasted, name) in [(value.clone(), ""), (format!("export API_TOKEN='{value}'\n"), "API_TOKEN")] {
        let mut stage = Stage::new(sample::snapshot());
        stage.press_with(Modifiers::COMMAND, Key::N);
        stage.window.event(egui::Event::Paste(pasted));
        stage.window.run_steps(3);
        assert!(!stage.tree().contains(&value), "{}", stage.tree());
        let field = stage.window.get_by_role_and_label(Role::TextInput, "Variable name");
        assert_eq!(field.accesskit_node().value().unwrap_or_default(), name);
        if name.is_empty() {
            stage.type_text("API_TOKEN");
        }
        stage.press(Key::Enter);
        let saved = stage.asked.try_iter().any(|request| matches!(&request, Request::Add(wishes) if wishes.len() == 1));
        assert!(saved, "name and value are there: {}", stage.tree());
    }
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::N);
    stage.window.event(egui::Event::Paste("AWS_S3_BACKUP_BUCKET_ACCESS_KEY".to_owned()));
    stage.window.run_steps(3);
    assert!(stage.tree().contains("AWS_S3_BACKUP_BUCKET_ACCESS_KEY"), "a name stays one");
}

#[test]
fn a_secret_that_is_pasted_over_a_name_is_not_kept() {
    let value: String = ('a'..='z').rev().map(|letter| format!("{letter}7")).collect();
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.press(Key::E);
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.window.event(egui::Event::Paste(value.clone()));
    stage.window.run_steps(3);
    assert!(!stage.tree().contains(&value), "{}", stage.tree());
    assert!(stage.tree().contains("That looks like a secret, not a name. None of it was kept."));
}

#[test]
fn a_line_that_is_pasted_for_the_value_is_taken_apart_and_kept_whole_by_a_click() {
    let mut stage = new_key();
    paste(&mut stage, "SESSION_KEY=made up value");
    assert!(stage.window.query_all_by_value("SESSION_KEY").next().is_some(), "{}", stage.tree());
    stage.click("Keep as it is");
    assert!(stage.window.query_all_by_value("SESSION_KEY").next().is_none(), "{}", stage.tree());
    assert!(stage.window.query_by_label("Keep as it is").is_none());
}

#[test]
fn the_clipboard_is_to_lose_the_line_that_a_value_was_taken_out_of() {
    let mut stage = new_key();
    paste(&mut stage, "SESSION_KEY=made up value");
    stage.click("Save key");
    let asked = stage.asked.try_iter().find_map(|asked| if let Request::Add(all) = asked { Some(all) } else { None });
    let pasted = asked.expect("nothing was saved").remove(0).pasted;
    assert_eq!(pasted.as_ref().and_then(|text| text.expose_str()), Some("SESSION_KEY=made up value"));
}

#[test]
fn several_lines_that_are_pasted_for_the_value_go_to_the_import_by_a_click() {
    let mut stage = new_key();
    paste(&mut stage, "A_KEY=made up\nB_KEY=also made up\n");
    assert!(stage.tree().contains("These are 2 variables"), "{}", stage.tree());
    stage.click_on_top("Import…");
    stage.window.run_steps(4);
    let asked: Vec<Request> = stage.asked.try_iter().collect();
    assert!(asked.iter().any(|asked| matches!(asked, Request::PlanImports(..))), "{asked:?}");
    assert!(stage.window.query_by_label("Keep as it is").is_none());
}

#[test]
fn a_secret_that_is_pasted_unseen_behind_the_name_of_a_pair_lands_hidden() {
    for size in [(1280.0, 820.0), (640.0, 700.0)] {
        let mut stage = Stage::sized(sample::snapshot(), size.0, size.1);
        stage.press_with(Modifiers::COMMAND, Key::N);
        stage.type_text("NEW_AWS_SECRET_ACCESS_KEY");
        let before = |stage: &Stage, role, label: &str| {
            let node = stage.window.get_by_role_and_label(role, label);
            let all: Vec<_> = stage.window.root().children_recursive().map(|node| node.accesskit_node().id()).collect();
            all.iter().position(|id| *id == node.accesskit_node().id())
        };
        let (value, id) = (before(&stage, Role::PasswordInput, "Value"), before(&stage, Role::TextInput, "Key ID"));
        assert!(value < id, "the value comes first: {value:?} {id:?}");
        // Even in the key id's field itself.
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

/// What stands in the readable field of the value; none where that is hidden.
fn readable(stage: &Stage) -> Option<String> {
    let field = stage.window.query_by_label("Plain value")?;
    field.accesskit_node().value()
}

#[test]
fn a_value_that_needs_no_keeping_is_proposed_as_plain_and_the_keyboard_stays_with_it() {
    for (name, value) in [("APP_PORT", "8080"), ("NEXT_PUBLIC_SITE", "https://shop.example/made/up")] {
        let mut stage = new_key();
        stage.type_text(name);
        paste(&mut stage, value);
        stage.window.run_steps(4);
        assert_eq!(readable(&stage).as_deref(), Some(value), "{name}: {}", stage.tree());
        assert!(stage.window.get_by_label("Plain value").is_focused(), "{name}: {}", keyboard::focused(&stage));
        stage.asked.try_iter().for_each(drop);
        stage.click("Save key");
        let wish = added(&stage).remove(0);
        assert!(matches!(&wish.value, NewValue::Plain(text) if text == value), "{name}");
    }
    // The name may come last.
    let mut stage = new_key();
    paste(&mut stage, "8080");
    assert_eq!(readable(&stage), None, "nothing is known of it yet");
    stage.window.get_by_role_and_label(Role::TextInput, "Variable name").focus();
    stage.window.run_steps(2);
    stage.type_text("APP_PORT");
    stage.press(Key::Tab);
    assert_eq!(readable(&stage).as_deref(), Some("8080"), "{}", stage.tree());
    // Another name speaks of a secret: it is hidden again, and nothing is lost.
    stage.window.get_by_role_and_label(Role::TextInput, "Variable name").focus();
    stage.window.run_steps(2);
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.type_text("SESSION_KEY");
    assert_eq!(readable(&stage), None, "{}", stage.tree());
    stage.asked.try_iter().for_each(drop);
    stage.click("Save key");
    let wish = added(&stage).remove(0);
    assert!(matches!(wish.value, NewValue::Secret(_)) && text(&wish) == "8080");
}

#[test]
fn a_secret_that_begins_like_a_number_is_hidden_while_it_is_typed_and_once_the_field_is_left() {
    let mut stage = new_key();
    stage.type_text("SESSION");
    stage.window.get_by_role_and_label(Role::PasswordInput, "Value").focus();
    stage.window.run_steps(3);
    for letter in ["4", "8", "2", "9", "made", "up"] {
        stage.type_text(letter);
        assert_eq!(readable(&stage), None, "at {letter}");
    }
    stage.press(Key::Tab);
    assert_eq!(readable(&stage), None);
    // And what a person chose stays chosen.
    let mut stage = new_key();
    stage.type_text("APP_PORT");
    paste(&mut stage, "8080");
    stage.window.get_by_role_and_label(Role::ComboBox, "Kind").click();
    stage.window.run_steps(4);
    stage.click_on_top("Password");
    stage.window.run_steps(4);
    assert_eq!(readable(&stage), None, "{}", stage.tree());
    stage.asked.try_iter().for_each(drop);
    stage.click("Save key");
    assert!(matches!(added(&stage).remove(0).value, NewValue::Secret(_)));
}
