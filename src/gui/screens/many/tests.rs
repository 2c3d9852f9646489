//! What is asked of several keys.

use super::*;
use crate::gui::sample;
use crate::gui::wish::Wish;
use crate::jobs::{Request, Snapshot, WhenDeleted};
use crate::model::{Key, KeyUid, State};

fn uids(snapshot: &Snapshot, is_it: impl Fn(&Key) -> bool) -> Vec<KeyUid> {
    snapshot.keys.iter().filter(|key| is_it(key)).map(|key| key.uid).collect()
}

fn asked(many: &mut Many, snapshot: &Snapshot) -> Option<Request> {
    let mut wishes = Vec::new();
    many.submit(snapshot, &mut wishes);
    wishes.into_iter().find_map(|wish| if let Wish::Ask(request) = wish { Some(request) } else { None })
}

#[test]
fn only_those_are_asked_about_that_it_has_a_meaning_for() {
    let snapshot = sample::snapshot();
    let here = uids(&snapshot, |key| key.place().project == "Storefront" && key.protected);
    let many = Many::new(&snapshot, Act::Move, &here).unwrap();
    assert_eq!((many.title.as_str(), many.primary().as_str()), ("Move 16 keys to…", "Move 16 keys"));
    assert!(Many::new(&snapshot, Act::Disable, &here).is_none(), "another question asks");
    let of = |act| fits(act, snapshot.keys.iter().filter(|key| here.contains(&key.uid)));
    assert!(of(Act::Rotate) && of(Act::Enable) && of(Act::Disable) && !of(Act::Delete));
    assert!(Many::new(&snapshot, Act::Move, &[KeyUid(-1)]).is_none());
}

#[test]
fn deleting_protected_keys_wants_the_projects_name_typed() {
    let mut snapshot = sample::snapshot();
    let here = uids(&snapshot, |key| key.place().project == "Billing" && key.name().starts_with("STRIPE"));
    let now = snapshot.now.get();
    for key in snapshot.keys.iter_mut().filter(|key| here.contains(&key.uid)) {
        key.state = State::Disabled { since: now - chrono::TimeDelta::days(30) };
    }
    let mut many = Many::new(&snapshot, Act::Delete, &here).unwrap();
    assert_eq!(many.title, "Delete 4 keys?");
    assert_eq!(
        many.words,
        "They are in Billing development and Billing production. Their values are deleted from GNOME Keyring too. There is no undo."
    );
    assert!(!many.is_ready(&snapshot) && asked(&mut many, &snapshot).is_none());
    many.typed = " Billing ".to_owned();
    assert!(matches!(asked(&mut many, &snapshot), Some(Request::Delete(keys, WhenDeleted::Now)) if keys == here));
}

#[test]
fn keys_go_only_where_their_names_are_free() {
    let snapshot = sample::snapshot();
    let here = uids(&snapshot, |key| key.place().project == "Storefront" && key.place().environment == "staging");
    let mut many = Many::new(&snapshot, Act::Move, &here[..2]).unwrap();
    assert_eq!(many.project, "Storefront");
    assert!(!many.is_ready(&snapshot));
    many.environment = "production".to_owned();
    assert_eq!(many.error(&snapshot).as_deref(), Some("ALGOLIA_ADMIN_KEY and 1 more are already there"));
    assert_eq!(many.makes(&snapshot), None, "it is there");
    many.environment = "staging".to_owned();
    assert_eq!(many.error(&snapshot).as_deref(), Some("They are there already"), "why nothing can be pressed");
    assert!(!many.is_ready(&snapshot));
    many.environment = "preview".to_owned();
    assert_eq!(many.error(&snapshot), None);
    let makes = |many: &Many| many.makes(&snapshot).unwrap_or_default();
    assert_eq!(makes(&many), "This makes a new environment, preview, in Storefront.");
    many.project = "Shop".to_owned();
    assert_eq!(makes(&many), "This makes a new project, Shop, with the environment preview.");
    many.project = "Storefront".to_owned();
    let Some(Request::Move(moves)) = asked(&mut many, &snapshot) else { panic!("nothing was asked") };
    assert_eq!(moves[1].1.to_string(), "Storefront/preview/ALGOLIA_SEARCH_KEY");
    let both = uids(&snapshot, |key| key.name() == "PORT" && key.place().project == "Storefront");
    let mut many = Many::new(&snapshot, Act::Move, &both).unwrap();
    many.environment = "preview".to_owned();
    assert_eq!(many.error(&snapshot).as_deref(), Some("Two of them are called PORT"));
}

#[test]
fn protected_keys_of_several_projects_are_confirmed_by_what_covers_them_all() {
    let mut snapshot = sample::snapshot();
    let protected = |key: &Key, project: &str| key.place().project == project && key.protected;
    let mut here = uids(&snapshot, |key| protected(key, "Billing"));
    here.truncate(1);
    here.extend(uids(&snapshot, |key| protected(key, "Storefront")).into_iter().take(1));
    let since = snapshot.now.get() - chrono::TimeDelta::days(30);
    for key in snapshot.keys.iter_mut().filter(|key| here.contains(&key.uid)) {
        key.state = State::Disabled { since };
    }
    let mut many = Many::new(&snapshot, Act::Delete, &here).unwrap();
    assert!(many.words.contains("Storefront") && many.words.contains("Billing"), "{}", many.words);
    for one in ["Billing", "Storefront"] {
        many.typed = one.to_owned();
        assert!(!many.is_ready(&snapshot), "{one} covers its own alone");
    }
    assert_eq!(many.needs(&snapshot), Some("Needs the number of keys."));
    many.typed = "2 keys".to_owned();
    assert!(asked(&mut many, &snapshot).is_some());
}

#[test]
fn where_two_have_one_name_the_footer_says_what_helps() {
    let snapshot = sample::snapshot();
    let both = uids(&snapshot, |key| key.name() == "PORT" && key.place().project == "Storefront");
    let mut many = Many::new(&snapshot, Act::Move, &both).unwrap();
    many.environment = "preview".to_owned();
    assert_eq!(many.needs(&snapshot), Some("Move them one by one."));
}
