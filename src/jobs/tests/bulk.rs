//! Several keys at once: what takes a change back comes with its word.

use super::*;
use crate::model::{EnvRef, VariableName};

#[test]
fn owners_and_places_change_together_and_what_they_were_comes_with_the_word() {
    let place = Place::with_keys(&["A_KEY", "B_KEY"]);
    let window = place.worker();
    let first = window.see_open();
    let (a, b) = (first.keys[0].uid, first.keys[1].uid);
    let given = vec![(a, Some("Ada".to_owned())), (b, Some("Jon".to_owned()))];
    window.ask(Request::Assign(given.clone()));
    let (shown, done) = window.hear_done();
    let nobody = vec![(a, None), (b, None)];
    assert_eq!(done, Done::Assigned(given.clone(), nobody.clone()));
    assert_eq!(shown.keys[1].owner.as_deref(), Some("Jon"));
    window.ask(Request::Assign(nobody.clone()));
    assert_eq!(window.hear_done().1, Done::Assigned(nobody, given));

    let at = |reference: &str| KeyRef::parse(reference).unwrap();
    let there = vec![(a, at("pay/live/A_KEY")), (b, at("pay/live/B_KEY"))];
    let here = vec![(a, at("shop/development/A_KEY")), (b, at("shop/development/B_KEY"))];
    window.ask(Request::Move(there.clone()));
    let (shown, done) = window.hear_done();
    let live = vec![EnvRef::parse("pay/live").unwrap()];
    assert_eq!(done, Done::Moved(there, here.clone(), live.clone()));
    assert!(shown.keys.iter().all(|key| key.place().project == "pay"));
    let clash = vec![(a, at("shop/staging/X")), (b, at("shop/staging/X"))];
    window.ask(Request::Move(clash));
    assert_eq!(window.hear_failure().title, "Couldn't move 2 keys.");
    window.ask(Request::MoveBack(here, live));
    let (shown, _) = window.hear_done();
    assert!(shown.keys.iter().all(|key| key.place().project == "shop"));
    assert_eq!(shown.projects.len(), 1, "what was made for the move is gone again");
}

#[test]
fn a_last_day_and_what_is_not_needed_are_seen_in_the_facts() {
    let place = Place::with_keys(&["A_KEY"]);
    let window = place.worker();
    let first = window.see_open();
    window.ask(Request::LastDay("Ada".into(), Some(first.today)));
    let (shown, done) = window.hear_done();
    assert_eq!(done, Done::LastDay("Ada".into(), Some(first.today)));
    assert_eq!((shown.people[0].last_day, shown.people[0].leaving_since), (Some(first.today), Some(shown.now.get())));
    window.ask(Request::LastDay("Nobody".into(), None));
    assert_eq!(window.hear_failure().title, "Couldn't note the last day of Nobody.");
    let (dev, redis) = (EnvRef::parse("shop/development").unwrap(), VariableName::new("REDIS_URL").unwrap());
    for (not_needed, noted) in [(true, &["REDIS_URL"][..]), (false, &[])] {
        window.ask(Request::NotNeeded(dev.clone(), redis.clone(), not_needed));
        let (shown, done) = window.hear_done();
        assert_eq!(done, Done::NotNeeded(dev.clone(), redis.clone(), not_needed));
        assert_eq!(shown.projects[0].environments[0].not_needed, noted);
    }
    window.ask(Request::NotNeeded(dev, VariableName::new("A_KEY").unwrap(), true));
    assert_eq!(window.hear_failure().title, "Couldn't note what is needed of A_KEY.");
}
