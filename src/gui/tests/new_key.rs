//! New key by what stands on screen, with the test as the worker.

use super::*;
use crate::jobs::{AddWish, Done, Match, NewValue};
use crate::model::KeyUid;

/// Made at run time, so that no key stands here.
fn stripe(stage: &str) -> String {
    ["sk", stage, &"q7".repeat(12)].join("_")
}

/// New key, opened on Storefront staging.
pub(super) fn new_key() -> Stage {
    let mut stage = Stage::new(sample::snapshot());
    stage.window.get_by_role_and_label(Role::RadioButton, "Staging").click();
    stage.window.run_steps(3);
    stage.press_with(Modifiers::COMMAND, Key::N);
    stage
}

pub(super) fn paste(stage: &mut Stage, value: &str) {
    stage.window.get_by_role_and_label(Role::PasswordInput, "Value").click();
    stage.window.run_steps(3);
    stage.window.event(egui::Event::Paste(value.to_owned()));
    stage.window.run_steps(4);
}

fn tick(stage: &mut Stage, environment: &str) {
    stage.window.get_by_role_and_label(Role::CheckBox, environment).click();
    stage.window.run_steps(3);
}

pub(super) fn added(stage: &Stage) -> Vec<AddWish> {
    match stage.asked.try_recv() {
        Ok(Request::Add(wishes)) => wishes,
        other => panic!("{other:?}"),
    }
}

pub(super) fn text(wish: &AddWish) -> String {
    match &wish.value {
        NewValue::Secret(secret) => secret.expose_str().unwrap().to_owned(),
        NewValue::Plain(text) => text.clone(),
    }
}

fn fails(stage: &mut Stage) {
    let [title, why, advice] =
        ["Couldn't save SESSION_KEY.", "GNOME Keyring is locked.", "Unlock it, then try again."].map(str::to_owned);
    stage.hears(Event::Failed(Failure { title, why, advice, ..Failure::default() }));
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
    stage.click_on_top("Keep editing");
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

#[test]
fn enter_says_what_is_missing_and_goes_to_it() {
    let mut stage = Stage::new(Snapshot { projects: Vec::new(), keys: Vec::new(), ..sample::snapshot() });
    stage.press_with(Modifiers::COMMAND, Key::N);
    for (typed, missing, field) in
        [("SESSION_KEY", "Needs a value.", "Value"), ("made up value", "Needs a project.", "Project")]
    {
        stage.type_text(typed);
        stage.asked.try_iter().for_each(drop);
        stage.press(Key::Enter);
        assert!(stage.tree().contains(missing), "{}", stage.tree());
        assert_eq!(focused(&stage), field, "{missing}");
    }
    stage.type_text("Shop");
    stage.press(Key::Enter);
    assert_eq!(added(&stage)[0].reference.to_string(), "Shop/development/SESSION_KEY");
}

#[test]
fn a_new_key_among_several_environments_is_for_that_of_the_row_one_is_on() {
    let snapshot = sample::snapshot();
    let at = |key: &&crate::model::Key| key.place().project == "Billing" && key.place().environment == "production";
    let on = snapshot.keys.iter().find(at).unwrap();
    let mut stage = Stage::new(snapshot.clone());
    stage.go_to_all_projects();
    stage.press(Key::Slash);
    stage.type_text(&format!("billing production {}", on.name()));
    let row = stage.rows().into_iter().find(|row| row.starts_with(&format!("{},", on.name()))).unwrap();
    stage.click(&row);
    stage.press_with(Modifiers::COMMAND, Key::N);
    stage.type_text("SESSION_KEY");
    paste(&mut stage, "made up value");
    stage.asked.try_iter().for_each(drop);
    stage.click("Save key");
    assert_eq!(added(&stage)[0].reference.to_string(), "Billing/production/SESSION_KEY");
}

#[test]
fn who_names_a_new_key_in_the_palette_goes_on_with_its_value() {
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        stage.press_with(Modifiers::COMMAND, Key::K);
        stage.type_text("zzqx token");
        stage.press(Key::Enter);
        stage.window.run_steps(10);
        assert_eq!(focused(&stage), "Value", "{wide}");
    }
}

#[test]
fn a_generated_values_length_stands_in_the_middle_of_its_field() {
    let mut stage = new_key();
    stage.click("Generate");
    stage.window.run_steps(4);
    let field = stage.window.get_by_label("Length in characters").rect();
    let number = stage.painted("40").into_iter().find(|at| field.expand(12.0).contains_rect(*at)).expect("the number");
    assert!((number.center().x - stage_field(&stage).center().x).abs() < 1.5, "{number} in {field}");
}

/// The field's frame, which ends where the secret's does.
fn stage_field(stage: &Stage) -> egui::Rect {
    let right = stage.window.get_by_role_and_label(Role::TextInput, "Prefix").rect().right() + 10.0;
    let line = stage.window.get_by_label("Length in characters").rect();
    egui::Rect::from_min_max(egui::pos2(right - 52.0, line.top()), egui::pos2(right, line.bottom()))
}

#[test]
fn a_shown_value_is_hidden_under_the_question_whether_the_key_is_discarded() {
    let mut stage = new_key();
    let value = stripe("test");
    paste(&mut stage, &value);
    stage.click("Show");
    assert_eq!(stage.painted(&value).len(), 1);
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    assert!(stage.tree().contains("Discard this key?"), "{}", stage.tree());
    assert!(stage.painted(&value).is_empty());
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    assert!(stage.painted(&value).is_empty(), "nobody asked for it again");
}

#[test]
fn a_key_made_for_two_environments_leaves_one_where_one_was() {
    for (at, stays) in [("Staging", true), ("Production, protected", false)] {
        let mut snapshot = sample::snapshot();
        let mut stage = Stage::new(snapshot.clone());
        stage.window.get_by_role_and_label(Role::RadioButton, at).click();
        stage.window.run_steps(3);
        stage.click("New key");
        // The worker made it in development and staging.
        let like = |environment: &str| {
            let is_it = |key: &crate::model::Key| key.name() == "PORT" && key.place().environment == environment;
            snapshot.keys.iter().position(|key| is_it(key) && key.place().project == "Storefront").unwrap()
        };
        let made = [like("development"), like("staging")];
        for index in made {
            let name = crate::model::VariableName::new("NEW_SECRET").unwrap();
            snapshot.keys[index].reference.name = name;
        }
        let uids = made.map(|index| snapshot.keys[index].uid).to_vec();
        stage.press(Key::Escape);
        stage.hears(Event::Snapshot(Arc::new(snapshot)));
        stage.hears(Event::Done(Done::Added(uids)));
        let shown = stage.window.get_by_role_and_label(Role::RadioButton, at);
        assert_eq!(shown.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True), stays, "{at}");
        assert!(stage.rows().iter().any(|row| row.starts_with("NEW_SECRET")), "{:?}", stage.rows());
    }
}
