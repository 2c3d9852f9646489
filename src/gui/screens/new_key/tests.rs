//! The form without a pixel: what it proposes, what it refuses, what it sends.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use super::check::{Mend, Wrong};
use super::form::NewKey;
use super::line::Pasted;
use super::send::Attempt;
use super::value::Way;
use crate::generate::Alphabet;
use crate::gui::modal::Heard;
use crate::gui::sample;
use crate::gui::screens::key_form::{Ends, LetGo};
use crate::gui::screens::keys::Place;
use crate::gui::widgets::TokenField;
use crate::gui::wish::Wish;
use crate::jobs::{AddWish, Done, Event, Failure, Match, NewValue, Request, Snapshot};
use crate::model::{DateWish, KeyUid, Kind, Random, RotateEvery, Secret};

/// Bytes that go on counting.
struct Counting(AtomicU8);

impl Random for Counting {
    fn fill(&self, buffer: &mut [u8]) {
        for byte in buffer {
            *byte = self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

fn staging() -> Place {
    Place { project: Some("Storefront".to_owned()), environment: Some("staging".to_owned()) }
}

fn opened(place: &Place, snapshot: &Snapshot) -> NewKey {
    NewKey::new(place, snapshot, None, Arc::new(Counting(AtomicU8::new(0))))
}

/// In Storefront staging, with a name and a pasted value.
fn filled(snapshot: &Snapshot, name: &str, value: &str) -> NewKey {
    let mut form = opened(&staging(), snapshot);
    named(&mut form, name);
    paste(&mut form, value);
    form
}

fn named(form: &mut NewKey, name: &str) {
    name.clone_into(&mut form.name);
    form.name_changed();
}

fn paste(form: &mut NewKey, value: &str) {
    form.value.pasted.fill(value);
    let name = form.name.clone();
    form.value.pasted_changed(&name, true, 0.0);
    form.propose();
}

/// Made at run time, so that no key stands here.
fn stripe(stage: &str) -> String {
    ["sk", stage, &"q7".repeat(12)].join("_")
}

fn on(form: &NewKey) -> Vec<&str> {
    form.ticked().map(|tick| tick.name.as_str()).collect()
}

fn tick(form: &mut NewKey, name: &str) {
    form.environments.iter_mut().find(|tick| tick.name == name).unwrap().on = true;
}

fn text(wish: &AddWish) -> &str {
    match &wish.value {
        NewValue::Secret(secret) => secret.expose_str().unwrap(),
        NewValue::Plain(text) => text,
    }
}

#[test]
fn it_opens_on_the_place_in_view() {
    let snapshot = sample::snapshot();
    let form = opened(&staging(), &snapshot);
    assert_eq!((form.project.as_str(), on(&form)), ("Storefront", vec!["staging"]));
    assert!(form.environments.iter().any(|tick| tick.protected && tick.name == "production"));
    let all = opened(&Place::default(), &snapshot);
    assert_eq!((all.project.as_str(), on(&all)), ("Storefront", vec!["development"]));
    assert!(!form.is_touched());
}

#[test]
fn a_vault_without_projects_begins_with_a_new_one() {
    let empty = Snapshot { projects: Vec::new(), keys: Vec::new(), ..sample::snapshot() };
    let form = opened(&Place::default(), &empty);
    assert!(form.new_project.typed && form.project.is_empty());
    assert_eq!(form.environments.len(), 3);
    assert_eq!(on(&form), ["development"]);
}

#[test]
fn another_project_offers_its_own_environments_and_keeps_the_ticks_it_can() {
    let snapshot = sample::snapshot();
    let mut form = opened(&staging(), &snapshot);
    tick(&mut form, "production");
    form.project = "Billing".to_owned();
    form.project_changed(&snapshot);
    assert_eq!(form.environments.len(), 2);
    assert_eq!(on(&form), ["production"]);
    form.project = "Internal tools".to_owned();
    form.project_changed(&snapshot);
    assert_eq!(on(&form), ["development"], "one is always ticked at first");
}

#[test]
fn an_environment_can_be_typed_and_is_not_made_twice() {
    let snapshot = sample::snapshot();
    let mut form = opened(&staging(), &snapshot);
    for (typed, count) in [(" preview ", 4), ("Preview", 4), ("", 4), ("live", 5)] {
        form.new_environment = Some(typed.to_owned());
        form.add_environment();
        assert_eq!(form.environments.len(), count, "{typed}");
    }
    assert_eq!(on(&form), ["staging", "preview", "live"]);
    assert!(form.environments.last().unwrap().protected);
}

#[test]
fn each_mistake_has_its_words() {
    let snapshot = sample::snapshot();
    let form = filled(&snapshot, "SESSION_KEY", "made up value");
    assert_eq!(form.wrong(&snapshot), Wrong::default());
    assert!(form.needs(&Wrong::default()).is_none());
    let wrong = |change: fn(&mut NewKey)| {
        let mut form = filled(&snapshot, "SESSION_KEY", "made up value");
        change(&mut form);
        let wrong = form.wrong(&snapshot);
        assert!(form.needs(&wrong).is_some());
        wrong
    };
    assert_eq!(wrong(|form| named(form, "SESSION-KEY")).name.as_deref(), Some("Use letters, digits and _"));
    assert_eq!(wrong(|form| named(form, "7_KEY")).name.as_deref(), Some("Begin with a letter or _"));
    let there = wrong(|form| named(form, "OPENAI_API_KEY"));
    assert_eq!(there.name.as_deref(), Some("Already in Storefront staging. Replace it?"));
    assert!(there.can_replace);
    let twin = wrong(|form| named(form, "openai_api_key"));
    assert_eq!(twin.name.as_deref(), Some("Storefront staging has OPENAI_API_KEY. Write it like that"));
    assert!(!twin.can_replace);
    let id = wrong(|form| named(form, "AWS_ACCESS_KEY_ID"));
    assert_eq!(id.name.as_deref(), Some("It is the key ID of AWS_SECRET_ACCESS_KEY in Storefront staging"));
    let project = wrong(|form| (form.new_project.typed, form.project) = (true, "a/b".to_owned()));
    assert_eq!(project.project, Some("Use printable characters, without /"));
    let environment = wrong(|form| form.new_environment = Some("a/b".to_owned()));
    assert_eq!(environment.environment, Some("Use printable characters, without /"));
    assert!(wrong(|form| (form.facts.ends, form.facts.day) = (Ends::Date, "x".into())).day);
    let prefix = wrong(|form| {
        form.take_way(Way::Generate);
        form.value.recipe.prefix = "a b".to_owned();
    });
    assert_eq!(prefix.prefix, Some("Use letters, digits, _ and -"));
}

#[test]
fn what_is_missing_keeps_it_from_being_saved() {
    let snapshot = sample::snapshot();
    let ready = |change: fn(&mut NewKey)| {
        let mut form = filled(&snapshot, "SESSION_KEY", "made up value");
        change(&mut form);
        form.needs(&form.wrong(&snapshot)).is_none()
    };
    assert!(ready(|_| {}));
    assert!(!ready(|form| form.name.clear()));
    assert!(!ready(|form| form.value.pasted.wipe()));
    assert!(!ready(|form| form.project = " ".to_owned()));
    assert!(!ready(|form| form.environments.iter_mut().for_each(|tick| tick.on = false)));
    assert!(!ready(|form| form.facts.kind = Kind::Plain), "the readable value is empty");
}

#[test]
fn name_and_value_propose_and_a_person_decides() {
    let snapshot = sample::snapshot();
    let mut form = opened(&staging(), &snapshot);
    named(&mut form, "GITHUB_CI_TOKEN");
    assert_eq!((form.facts.provider.as_str(), form.facts.kind), ("GitHub", Kind::Token));
    assert!(form.provider_is_proposed());
    paste(&mut form, &stripe("live"));
    assert_eq!(form.facts.provider, "Stripe", "a shape says more than a name");
    form.facts.provider = "Ours".to_owned();
    form.provider_said = true;
    named(&mut form, "OPENAI_TOKEN");
    assert_eq!(form.facts.provider, "Ours");
    form.facts.kind = Kind::Other;
    form.kind_chosen();
    named(&mut form, "OPENAI_PASSWORD");
    assert_eq!(form.facts.kind, Kind::Other);
}

#[test]
fn a_pasted_key_becomes_one_wish_with_what_was_recognised() {
    let snapshot = sample::snapshot();
    let value = stripe("live");
    let mut form = filled(&snapshot, "STRIPE_RESTRICTED_KEY", &value);
    form.facts.ends = Ends::In(30);
    form.facts.scopes = TokenField::new(vec!["charges".to_owned()]);
    let wishes = form.wishes(&snapshot).unwrap();
    let [wish] = wishes.as_slice() else { panic!("one environment is ticked") };
    assert_eq!(wish.reference.to_string(), "Storefront/staging/STRIPE_RESTRICTED_KEY");
    assert_eq!(text(wish), value);
    assert_eq!((wish.facts.provider.as_deref(), wish.facts.kind), (Some("Stripe"), Some(Kind::ApiKey)));
    assert_eq!(wish.facts.expires, Some(DateWish::InDays(30)));
    assert_eq!(wish.facts.scopes.as_deref(), Some(&["charges".to_owned()][..]));
    assert_eq!((wish.replace, &wish.key_id, &wish.key_id_name), (false, &None, &None));
}

#[test]
fn what_is_generated_differs_in_each_environment_and_the_first_is_the_one_shown() {
    let snapshot = sample::snapshot();
    let mut form = opened(&staging(), &snapshot);
    named(&mut form, "SESSION_KEY");
    form.facts.ends = Ends::Never;
    form.take_way(Way::Generate);
    tick(&mut form, "development");
    form.value.recipe.prefix = "ss_".to_owned();
    form.value.make();
    form.facts.every = RotateEvery::Days(90);
    let shown = form.value.made.expose().to_owned();
    let wishes = form.wishes(&snapshot).unwrap();
    let [first, second] = wishes.as_slice() else { panic!("two environments are ticked") };
    assert_eq!(first.reference.place.environment, "development");
    assert_eq!(text(first), shown);
    assert!(text(second).starts_with("ss_") && text(second).len() == shown.len() && text(second) != shown);
    assert_eq!((first.facts.rotate_every, first.facts.expires), (Some(RotateEvery::Days(90)), None));
}

#[test]
fn a_changed_recipe_gives_another_value() {
    let snapshot = sample::snapshot();
    let mut form = opened(&staging(), &snapshot);
    form.take_way(Way::Generate);
    let first = form.value.made.expose().to_owned();
    assert_eq!(first.len(), 40);
    form.value.recipe.alphabet = Alphabet::Hex;
    form.value.make();
    assert_ne!(form.value.made.expose(), first);
    assert!(form.value.made.expose().bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert!(!form.is_touched(), "nobody typed anything");
}

#[test]
fn replacing_is_said_for_the_environments_it_stands_in_and_keeps_its_facts() {
    let snapshot = sample::snapshot();
    let mut form = filled(&snapshot, "OPENAI_API_KEY", "made up value");
    form.new_environment = Some("preview".to_owned());
    form.add_environment();
    form.replace = true;
    let wrong = form.wrong(&snapshot);
    assert_eq!(form.needs(&wrong), None, "{wrong:?}");
    let wishes = form.wishes(&snapshot).unwrap();
    let said: Vec<(bool, bool)> = wishes.iter().map(|wish| (wish.replace, wish.facts.owner.is_some())).collect();
    assert_eq!(said, [(true, false), (false, true)], "staging, then preview");
    named(&mut form, "OPENAI_API_KEY");
    assert!(form.wrong(&snapshot).can_replace, "another name is asked about again");
    tick(&mut form, "production");
    let words = form.wrong(&snapshot).name;
    assert_eq!(words.as_deref(), Some("Already in Storefront staging and production. Replace them?"));
}

#[test]
fn a_pair_sends_its_key_id_under_the_usual_name_or_the_typed_one() {
    let snapshot = sample::snapshot();
    let mut form = filled(&snapshot, "TWILIO_API_SECRET", "made up value");
    assert!(form.is_pair());
    assert_eq!(form.key_id_name, "TWILIO_API_KEY");
    assert_eq!(form.wishes(&snapshot).unwrap()[0].key_id, None, "it is optional");
    let id = format!("SK{}", "0a".repeat(16));
    form.key_id.typed = format!(" {id} ");
    assert_eq!(form.wrong(&snapshot).key_id, None);
    let wish = form.wishes(&snapshot).unwrap().remove(0);
    assert_eq!(wish.key_id, Some(id));
    assert_eq!(wish.key_id_name.unwrap().as_str(), "TWILIO_API_KEY");
    form.key_id_name = "TWILIO-ID".to_owned();
    form.key_id_name_typed();
    assert_eq!(form.wrong(&snapshot).key_id_name.as_deref(), Some("Use letters, digits and _"));
    form.key_id_name = "AWS_ACCESS_KEY_ID".to_owned();
    assert_eq!(form.wrong(&snapshot).key_id_name.as_deref(), Some("Already in Storefront staging"));
    form.key_id_name = "twilio_api_secret".to_owned();
    assert_eq!(form.wrong(&snapshot).key_id_name.as_deref(), Some("Use a different name from the secret's"));
    assert!(!filled(&snapshot, "OPENAI_TOKEN", "x").is_pair());
}

#[test]
fn a_plain_key_is_sent_readable_and_a_harmless_value_comes_along() {
    let snapshot = sample::snapshot();
    let mut form = filled(&snapshot, "HTTP_PORT", "8080");
    form.facts.kind = Kind::Plain;
    form.kind_chosen();
    assert_eq!(form.value.plain, "8080");
    let wish = form.wishes(&snapshot).unwrap().remove(0);
    assert!(matches!(&wish.value, NewValue::Plain(text) if text == "8080"));
    assert_eq!(wish.facts.kind, Some(Kind::Plain));
    let mut secret = filled(&snapshot, "STRIPE_NEW_KEY", &stripe("live"));
    secret.facts.kind = Kind::Plain;
    secret.kind_chosen();
    assert!(secret.value.plain.is_empty(), "what looks like a secret is never shown by that");
    secret.take_way(Way::Generate);
    assert_ne!(secret.facts.kind, Kind::Plain, "what is made is a secret");
}

#[test]
fn doubts_about_a_value_are_said_gravest_first() {
    let snapshot = sample::snapshot();
    let doubt = |form: &NewKey| form.doubt(&snapshot).map(|doubt| format!("{} {}", doubt.title, doubt.hint));
    let mut form = filled(&snapshot, "STRIPE_NEW_KEY", &format!(" {}\n", stripe("test")));
    let words = "There is white space around the value It would be saved as part of it.";
    assert_eq!(doubt(&form).as_deref(), Some(words));
    let mend = form.doubt(&snapshot).and_then(|doubt| doubt.mend);
    assert_eq!(mend.map(Mend::words), Some("Remove it"));
    form.value.trim("STRIPE_NEW_KEY", 0.0);
    assert_eq!(form.value.pasted.expose(), stripe("test"));
    assert_eq!(doubt(&form), None);
    tick(&mut form, "production");
    assert_eq!(doubt(&form).as_deref(), Some("Looks like a Stripe test key It is about to be saved in production."));
    form.provider_said = true;
    form.facts.provider = "OpenAI".to_owned();
    assert_eq!(doubt(&form).as_deref(), Some("Looks like a Stripe test key It is said to be an OpenAI key."));
    let key = snapshot.keys.iter().find(|key| key.name() == "STRIPE_SECRET_KEY").unwrap();
    form.value.whose.matches = vec![Match { uid: key.uid, live: true }];
    let said = "This value is already STRIPE_SECRET_KEY in Storefront development";
    assert!(doubt(&form).unwrap().starts_with(said));
}

#[test]
fn whose_it_is_is_asked_of_longer_values_only_and_the_last_answer_counts() {
    let snapshot = sample::snapshot();
    let mut form = filled(&snapshot, "A", "short");
    assert!(matches!(form.value.ask_whose(9.0), Err(None)));
    paste(&mut form, "long enough");
    assert!(matches!(form.value.ask_whose(0.0), Ok(secret) if secret.expose() == b"long enough"));
    form.value.pasted_changed("A", false, 1.0);
    assert!(matches!(form.value.ask_whose(1.0), Err(Some(_))), "one still types");
    assert!(form.value.ask_whose(2.0).is_ok());
    let found = vec![Match { uid: KeyUid(1), live: true }];
    assert!(matches!(form.hear(Event::Whose(found.clone())), Heard::Taken));
    assert!(form.value.whose.matches.is_empty(), "that answer was about what stood there before");
    assert!(matches!(form.hear(Event::Whose(found)), Heard::Taken));
    assert_eq!(form.value.whose.matches.len(), 1);
}

fn failure(title: &str) -> Failure {
    let [title, why, advice] = [title, "GNOME Keyring is locked.", "Unlock it, then try again."].map(str::to_owned);
    Failure { title, why, advice, ..Failure::default() }
}

fn submitted(form: &mut NewKey, snapshot: &Snapshot) -> Vec<AddWish> {
    let mut wishes = Vec::new();
    form.submit(snapshot, &mut wishes);
    match wishes.pop() {
        Some(Wish::Ask(Request::Add(wanted))) => wanted,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_failure_keeps_everything_that_was_typed() {
    let snapshot = sample::snapshot();
    let mut form = filled(&snapshot, "SESSION_KEY", "made up value");
    submitted(&mut form, &snapshot);
    assert!(form.is_saving());
    assert!(matches!(form.hear(Event::Failed(failure("Couldn't save SESSION_KEY."))), Heard::Taken));
    let Attempt::Failed { title, hint, .. } = &form.attempt else { panic!("it failed") };
    assert_eq!(title, "Couldn't save SESSION_KEY.");
    assert_eq!(hint, "GNOME Keyring is locked. Nothing was changed. Unlock it, then try again.");
    assert_eq!((form.name.as_str(), form.value.pasted.expose()), ("SESSION_KEY", "made up value"));
    let wanted = submitted(&mut form, &snapshot);
    assert!(matches!(form.hear(Event::Done(Done::Added(vec![KeyUid(900)]))), Heard::Close(_)));
    assert_eq!((wanted.len(), form.value.pasted.is_empty()), (1, true));
}

#[test]
fn what_was_saved_before_a_failure_is_not_saved_again() {
    let snapshot = sample::snapshot();
    let mut form = opened(&staging(), &snapshot);
    named(&mut form, "SESSION_KEY");
    form.take_way(Way::Generate);
    tick(&mut form, "development");
    let first = submitted(&mut form, &snapshot);
    assert!(matches!(form.hear(Event::Done(Done::Added(vec![KeyUid(900)]))), Heard::Taken));
    assert!(matches!(form.hear(Event::Failed(failure("Couldn't save it."))), Heard::Taken));
    let Attempt::Failed { hint, .. } = &form.attempt else { panic!("it failed") };
    assert!(hint.contains("1 of 2 is saved."), "{hint}");
    let again = submitted(&mut form, &snapshot);
    assert_eq!(again[0].reference.place.environment, "staging");
    assert!(again.len() == 1 && text(&again[0]) != text(&first[0]), "not the value development has");
}

#[test]
fn one_more_keeps_the_place_and_the_owner() {
    let snapshot = sample::snapshot();
    let mut form = filled(&snapshot, "SESSION_KEY", "made up value");
    form.facts.owner = "Ops".to_owned();
    form.facts.note = "once".to_owned();
    form.another = true;
    submitted(&mut form, &snapshot);
    assert!(matches!(form.hear(Event::Done(Done::Added(vec![KeyUid(900)]))), Heard::Pass(Event::Done(_))));
    assert!(form.name.is_empty() && form.value.pasted.is_empty() && form.facts.note.is_empty());
    assert_eq!((on(&form), form.facts.owner.as_str()), (vec!["staging"], "Ops"));
    assert!(form.another && !form.is_touched() && !form.is_saving());
}

#[test]
fn nothing_of_a_value_is_printed() {
    let snapshot = sample::snapshot();
    let value = stripe("live");
    let form = filled(&snapshot, "STRIPE_NEW_KEY", &value);
    assert!(!format!("{form:?}").contains(&value));
    let secret = Secret::new(value.clone().into_bytes());
    assert!(!format!("{secret:?}").contains(&value));
}

#[test]
fn over_a_lock_neither_value_nor_note_stays_in_the_form() {
    let snapshot = sample::snapshot();
    let secret = "made-up-value-of-it";
    for line in [format!("SESSION_KEY={secret}"), secret.to_owned()] {
        let mut form = opened(&staging(), &snapshot);
        form.value.pasted.fill(&line);
        form.pasted_for_value(0.0);
        form.facts.note = "ask ops".to_owned();
        form.facts.owner = "Ops".to_owned();
        form.lock();
        assert!(form.value.pasted.is_empty() && form.value.made.is_empty() && form.value.plain.is_empty());
        assert!(matches!(form.pasted, Pasted::Value) && form.facts.note.is_empty());
        assert_eq!((form.facts.owner.as_str(), form.let_go), ("Ops", LetGo::ValueAndNote));
    }
    let mut form = opened(&staging(), &snapshot);
    form.take_way(Way::Generate);
    form.name = "SESSION_KEY".to_owned();
    form.lock();
    assert!(form.value.made.is_empty() && form.let_go == LetGo::Nothing);
    form.unlocked();
    assert!(!form.value.made.is_empty(), "another is made");
}
