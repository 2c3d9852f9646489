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
    let many = Many::new(&snapshot, Act::Disable, &here).unwrap();
    assert_eq!(many.title, "Disable 15 keys here?", "one of the 16 is disabled already");
    assert_eq!(many.words, "Keyloft leaves them out of copies, exports and runs. Their providers still accept them.");
    assert_eq!(many.primary(), "Disable 15 keys");
    let of = |act| fits(act, snapshot.keys.iter().filter(|key| here.contains(&key.uid)));
    assert!(of(Act::Rotate) && of(Act::Enable) && of(Act::Disable) && !of(Act::Delete));
    assert!(Many::new(&snapshot, Act::Disable, &[KeyUid(-1)]).is_none());
}

#[test]
fn deleting_protected_keys_wants_the_projects_name_typed() {
    let mut snapshot = sample::snapshot();
    let here = uids(&snapshot, |key| key.place().project == "Billing" && key.name().starts_with("STRIPE"));
    let now = snapshot.now;
    for key in snapshot.keys.iter_mut().filter(|key| here.contains(&key.uid)) {
        key.state = State::Disabled { since: now - chrono::TimeDelta::days(30) };
    }
    let mut many = Many::new(&snapshot, Act::Delete, &here).unwrap();
    assert_eq!(many.title, "Delete 4 keys?");
    assert_eq!(many.words, "Their values go from GNOME Keyring too. There is no undo.");
    assert!(!many.is_ready(&snapshot) && asked(&mut many, &snapshot).is_none());
    many.typed = " Billing ".to_owned();
    assert!(matches!(asked(&mut many, &snapshot), Some(Request::Delete(keys, WhenDeleted::Now)) if keys == here));
    let open = uids(&snapshot, |key| here.contains(&key.uid) && !key.protected);
    for key in snapshot.keys.iter_mut().filter(|key| open.contains(&key.uid)) {
        key.state = State::Disabled { since: now };
    }
    let many = Many::new(&snapshot, Act::Delete, &open).unwrap();
    assert!(many.is_ready(&snapshot), "nothing protected is among them");
    assert!(many.words.contains("They still wait"), "{}", many.words);
}

#[test]
fn keys_go_only_where_their_names_are_free() {
    let snapshot = sample::snapshot();
    let here = uids(&snapshot, |key| key.place().project == "Storefront" && key.place().environment == "staging");
    let mut many = Many::new(&snapshot, Act::Move, &here[..2]).unwrap();
    assert_eq!(many.project, "Storefront");
    assert!(!many.is_ready(&snapshot));
    many.environment = "production".to_owned();
    assert_eq!(many.error(&snapshot).as_deref(), Some("ALGOLIA_ADMIN_KEY and 1 more stand there already"));
    many.environment = "preview".to_owned();
    assert_eq!(many.error(&snapshot), None);
    let Some(Request::MoveAll(moves)) = asked(&mut many, &snapshot) else { panic!("nothing was asked") };
    assert_eq!(moves[1].1.to_string(), "Storefront/preview/ALGOLIA_SEARCH_KEY");
    let both = uids(&snapshot, |key| key.name() == "PORT" && key.place().project == "Storefront");
    let mut many = Many::new(&snapshot, Act::Move, &both).unwrap();
    many.environment = "preview".to_owned();
    assert_eq!(many.error(&snapshot).as_deref(), Some("Two of them are called PORT"));
}
