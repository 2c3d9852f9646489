//! The form without a pixel: where it opens, what it refuses, what it asks.

use super::form::{PlaceKey, Placing};
use crate::gui::modal::Heard;
use crate::gui::sample;
use crate::gui::screens::key_form::Attempt;
use crate::gui::wish::Wish;
use crate::jobs::{Done, Event, Failure, Request, Snapshot};
use crate::model::KeyUid;

/// The key as it stands in Storefront staging.
fn opened(snapshot: &Snapshot, name: &str, placing: Placing) -> PlaceKey {
    let there = |key: &&crate::model::Key| key.name() == name && key.place().environment == "staging";
    PlaceKey::new(snapshot, snapshot.keys.iter().find(there).unwrap().uid, placing).unwrap()
}

/// The sample, in which one key stands in staging only.
fn sample_with_lone_key() -> Snapshot {
    let mut snapshot = sample::snapshot();
    snapshot.keys.retain(|key| key.name() != "SENTRY_AUTH_TOKEN" || key.place().environment == "staging");
    snapshot
}

#[test]
fn it_opens_where_the_name_is_free() {
    let snapshot = sample_with_lone_key();
    let form = opened(&snapshot, "SENTRY_AUTH_TOKEN", Placing::Duplicate);
    assert_eq!(form.to().unwrap().to_string(), "Storefront/development/SENTRY_AUTH_TOKEN");
    assert!(form.is_ready(&snapshot));
}

#[test]
fn it_opens_nowhere_where_every_environment_has_the_key_and_says_so() {
    let snapshot = sample::snapshot();
    let mut form = opened(&snapshot, "STRIPE_SECRET_KEY", Placing::Duplicate);
    assert!(form.to().is_none() && !form.is_ready(&snapshot));
    assert!(form.is_nowhere_free() && form.environment_error().is_none(), "nobody did anything wrong");
    form.name = "STRIPE_OTHER_KEY".to_owned();
    form.name_changed(&snapshot);
    assert_eq!(form.to().unwrap().to_string(), "Storefront/development/STRIPE_OTHER_KEY");
    assert_eq!((form.is_nowhere_free(), form.is_ready(&snapshot)), (false, true));
}

#[test]
fn a_pair_opens_where_both_its_names_are_free() {
    let mut snapshot = sample::snapshot();
    let form = opened(&snapshot, "AWS_SECRET_ACCESS_KEY", Placing::Duplicate);
    assert!(form.to().is_none(), "it stands everywhere");
    let mut other = |key: &mut crate::model::Key| {
        if key.name() == "AWS_SECRET_ACCESS_KEY" && key.place().environment != "staging" {
            key.reference.name = crate::model::VariableName::new("AWS_RENAMED").unwrap();
        }
    };
    snapshot.keys.iter_mut().for_each(&mut other);
    let form = opened(&snapshot, "AWS_SECRET_ACCESS_KEY", Placing::Duplicate);
    assert!(form.to().is_none(), "its key ID stands there under its own name");
}

#[test]
fn another_project_keeps_the_environment_where_it_can() {
    let snapshot = sample_with_lone_key();
    let mut form = opened(&snapshot, "SENTRY_AUTH_TOKEN", Placing::Move);
    form.from.place.environment = "production".to_owned();
    form.project = "Billing".to_owned();
    form.project_changed(&snapshot);
    assert_eq!(form.environment, "production");
    form.project = "Nothing yet".to_owned();
    form.project_changed(&snapshot);
    assert!(form.new_environment && form.environment.is_empty() && form.to().is_none());
}

#[test]
fn what_stands_there_is_in_the_way() {
    let snapshot = sample::snapshot();
    let mut form = opened(&snapshot, "AWS_SECRET_ACCESS_KEY", Placing::Duplicate);
    form.environment = "production".to_owned();
    let error = |form: &PlaceKey| form.name_error(&snapshot).unwrap_or_default();
    assert_eq!(error(&form), "Already in Storefront production");
    form.name = "AWS_OTHER_KEY".to_owned();
    assert_eq!(error(&form), "AWS_ACCESS_KEY_ID is already in Storefront production", "its key ID comes along");
    form.name = "AWS KEY".to_owned();
    assert_eq!(error(&form), "Use letters, digits and _");
    form.new_environment = true;
    form.environment = "a/b".to_owned();
    assert_eq!(form.environment_error().as_deref(), Some("Use printable characters, without /"));
    assert!(!form.is_ready(&snapshot));
}

#[test]
fn a_key_does_not_stand_in_its_own_way_when_it_moves() {
    let snapshot = sample::snapshot();
    let mut form = opened(&snapshot, "AWS_SECRET_ACCESS_KEY", Placing::Move);
    form.environment = "staging".to_owned();
    assert!(!form.is_ready(&snapshot));
    assert_eq!(form.environment_error().as_deref(), Some("It is there already"));
    form.name = "AWS_OTHER_KEY".to_owned();
    assert_eq!(form.name_error(&snapshot), None);
    assert!(form.is_ready(&snapshot));
}

#[test]
fn it_asks_once_and_says_why_not() {
    let snapshot = sample_with_lone_key();
    for placing in [Placing::Duplicate, Placing::Move] {
        let mut form = opened(&snapshot, "SENTRY_AUTH_TOKEN", placing);
        let mut wishes = Vec::new();
        form.submit(&mut wishes);
        let to = match wishes.pop() {
            Some(Wish::Ask(Request::Duplicate(_, to))) if placing == Placing::Duplicate => to,
            Some(Wish::Ask(Request::Move(mut moves))) if placing == Placing::Move => moves.remove(0).1,
            other => panic!("{other:?}"),
        };
        assert_eq!(to.place.environment, "development");
        assert!(!form.is_ready(&snapshot));
        let [title, why, advice] = ["Couldn't move it.", "It is locked.", "Unlock it."].map(str::to_owned);
        assert!(matches!(form.hear(Event::Failed(Failure { title, why, advice, ..Failure::default() })), Heard::Taken));
        assert!(matches!(&form.attempt, Attempt::Failed { hint, .. } if hint.contains("Nothing was changed.")));
        form.submit(&mut wishes);
        let moved = Done::Moved(Vec::new(), Vec::new(), Vec::new());
        let done = if placing == Placing::Move { moved } else { Done::Duplicated(KeyUid(1)) };
        assert!(matches!(form.hear(Event::Done(done)), Heard::Close(_)));
    }
}
