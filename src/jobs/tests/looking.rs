//! Questions that change nothing: a key's history, whose a value is.

use super::*;
use crate::generate::{MadeOf, Seeded};
use crate::model::VariableName;

fn look(window: &Window, uid: KeyUid) -> Arc<KeyLook> {
    window.ask(Request::Look(uid));
    loop {
        match window.hear() {
            Event::Looked(look) => return look,
            Event::Failed(failure) => panic!("{failure:?}"),
            _ => {}
        }
    }
}

#[test]
fn a_history_has_the_uses_the_changes_and_the_note() {
    let place = Place::with_keys(&["A_KEY"]);
    let window = place.worker();
    let uid = window.see_open().keys[0].uid;
    for _ in 0..3 {
        window.ask(Request::Reveal(uid));
    }
    let day = 86_400;
    place.clock.0.fetch_add(2 * day, Ordering::SeqCst);
    // In the line before the clock is set on again.
    let facts = Box::new(Facts { note: Some("made for the shop".into()), ..Facts::default() });
    window.ask(Request::Edit(uid, facts, Some(VariableName::new("Z_KEY").unwrap())));
    window.hear_done();
    window.ask(Request::Reveal(uid));
    let looked = look(&window, uid);
    assert_eq!((looked.uid, looked.note.as_deref()), (uid, Some("made for the shop")));
    let lines: Vec<(ActivityKind, Option<&str>)> =
        looked.history.iter().map(|line| (line.what, line.detail.as_deref())).collect();
    assert!(lines.contains(&(ActivityKind::Renamed, Some("from shop/development/A_KEY"))), "{lines:?}");
    assert!(lines.contains(&(ActivityKind::Edited, Some("note"))));
    assert_eq!(lines.last(), Some(&(ActivityKind::Added, None)), "known under its earlier name");
    assert!(looked.history.is_sorted_by(|a, b| a.at >= b.at));
    let shown: u32 = looked.history.iter().filter(|line| line.what == ActivityKind::Shown).map(|line| line.times).sum();
    assert_eq!((shown, looked.daily.len(), looked.daily.iter().sum::<u32>()), (4, 30, 4));
    assert_eq!(looked.daily[29] + looked.daily[27], 4, "today's and those of two days ago");
    window.ask(Request::Look(KeyUid(-1)));
    assert_eq!(window.hear_failure().title, "Couldn't look at the key.");
}

#[test]
fn without_the_vault_key_the_note_stays_sealed() {
    let place = Place::with_keys(&["A_KEY"]);
    let window = place.worker();
    let uid = window.see_open().keys[0].uid;
    let facts = Box::new(Facts { note: Some("made for the shop".into()), ..Facts::default() });
    window.ask(Request::Edit(uid, facts, None));
    window.hear_done();
    drop(window);
    place.feel(LOCKED);
    let window = place.worker();
    window.see(|snapshot| matches!(snapshot.state, VaultState::KeychainTrouble(_)));
    let looked = look(&window, uid);
    assert_eq!((looked.note.as_deref(), looked.history.len()), (None, 2));
}

fn whose(window: &Window, value: &Secret) -> Vec<Match> {
    window.ask(Request::Whose(value.duplicate()));
    loop {
        if let Event::Whose(found) = window.hear() {
            return found;
        }
    }
}

#[test]
fn a_value_is_known_by_the_keys_that_hold_it_or_held_it_while_the_vault_is_open() {
    let place = Place::with_keys(&["A_KEY", "B_KEY"]);
    let window = place.worker();
    let shown = window.see_open();
    let (a, b) = (shown.keys[0].uid, shown.keys[1].uid);
    window.ask(Request::Reveal(a));
    let Event::Revealed(_, value) = window.hear() else { panic!("it was not shown") };
    assert_eq!(whose(&window, &value), [Match { uid: a, live: true }]);
    let rotate = |uid, value| {
        let wish =
            RotateWish { value, key_id: None, keep: None, facts: Facts::default(), also: Vec::new(), pasted: None };
        window.ask(Request::Rotate(uid, Box::new(wish)));
        window.hear_done();
    };
    rotate(a, made_up());
    rotate(b, value.duplicate());
    assert_eq!(whose(&window, &value), [Match { uid: b, live: true }, Match { uid: a, live: false }]);
    assert_eq!(whose(&window, &made_up()), []);
    window.ask(Request::Lock);
    assert_eq!(whose(&window, &value), []);
}

#[test]
fn what_a_value_is_like_is_told_without_it_and_is_no_use_of_it() {
    let place = Place::with_keys(&["A_KEY"]);
    let window = place.worker();
    let uid = window.see_open().keys[0].uid;
    let shape = || {
        window.ask(Request::LookAtShape(uid));
        loop {
            if let Event::ShapeLooked(of, look) = window.hear() {
                assert_eq!(of, uid);
                return look;
            }
        }
    };
    let rotate = |value: Secret| {
        let (facts, keep) = (Facts::default(), Some(Duration::ZERO));
        let wish = RotateWish { value, key_id: None, keep, facts, also: Vec::new(), pasted: None };
        window.ask(Request::Rotate(uid, Box::new(wish)));
        window.hear_done();
    };
    // One value of Base64 in four has none of its two signs.
    let random = Seeded::new(7);
    for (spec, made_of) in [
        (Spec::Hex(32), MadeOf::Hex),
        (Spec::Base64(32), MadeOf::Base64),
        (Spec::Uuid, MadeOf::Uuid),
        (Spec::Words(9), MadeOf::Words),
    ] {
        rotate(spec.make(&random));
        let ShapeLook::Like(like) = shape() else { panic!("{spec:?}") };
        assert_eq!(like.made_of(), made_of);
    }
    rotate(Secret::new(b"two words and a half of it".to_vec()));
    assert_eq!(shape(), ShapeLook::Other);
    assert_eq!(look(&window, uid).daily.iter().sum::<u32>(), 0, "nothing was used");
    place.feel(LOCKED);
    assert_eq!(shape(), ShapeLook::Unread);
}

#[test]
fn a_days_end_brings_what_expires_up_to_date() {
    let place = Place::with_keys(&["A_KEY"]);
    let window = place.worker();
    let first = window.see_open();
    let ends = first.today + chrono::TimeDelta::days(1);
    let facts = Facts { expires: Some(crate::model::DateWish::InDays(1)), ..Facts::default() };
    window.ask(Request::Edit(first.keys[0].uid, Box::new(facts), None));
    let (before, _) = window.hear_done();
    let says =
        |snapshot: &Snapshot| snapshot.findings[0].iter().map(|finding| finding.text.clone()).collect::<Vec<_>>();
    place.clock.0.fetch_add(86_400, Ordering::SeqCst);
    let after = window.see(|snapshot| snapshot.today > before.today);
    assert_eq!(after.today, ends);
    assert!(after.now.get() > before.now.get());
    assert_ne!(says(&before), says(&after));
}
