//! Where the keyboard is on a leaver's page once something of it is done: it goes on with what is to do, not with the key to the
//! end of the list.

use super::handing_over::{leaving, with_theirs_disabled};
use super::keyboard::focused;
use super::mouse::click_at;
use super::offboarding::{on_page, with_many};
use super::*;
use crate::model::{Ends, KeyUid, State};

/// Jon leaves with three keys that are disabled and wait for their ends.
fn with_three() -> Snapshot {
    let mut snapshot = with_many();
    let now = snapshot.now.get();
    let mut left = 3;
    for key in snapshot.keys.iter_mut().filter(|key| key.owner.as_deref() == Some("Jon Ruiz")) {
        if key.is_plain() || left == 0 {
            key.owner = Some("Mara Klein".to_owned());
        } else {
            key.state = State::Disabled { since: now };
            left -= 1;
        }
    }
    snapshot
}

/// How many the page says are to do.
fn to_do(stage: &Stage) -> usize {
    let heading = stage.window.query_by_label_contains("To do ").and_then(|node| node.accesskit_node().label());
    heading.and_then(|words| words.rsplit(' ').next()?.parse().ok()).unwrap_or_default()
}

/// The key's name of a row.
fn name(row: &str) -> String {
    row.split(',').next().unwrap_or_default().to_owned()
}

/// The names of the rows from the top on, and who has the keyboard.
fn names(stage: &Stage) -> (Vec<String>, String) {
    (stage.rows().iter().map(|row| name(row)).collect(), name(&focused(stage)))
}

/// The worker's word that the values of these keys have ended.
fn ends(stage: &mut Stage, facts: &mut Snapshot, keys: &[KeyUid]) {
    let now = facts.now.get();
    facts.keys.iter_mut().filter(|key| keys.contains(&key.uid)).for_each(|key| key.ended_at = Some(now));
    stage.hears(Event::Snapshot(Arc::new(facts.clone())));
    let of = Ends { said_at: now, versions: keys.iter().map(|uid| (*uid, 1)).collect() };
    stage.hears(Event::Done(Done::Ended(keys.to_vec(), of)));
    stage.window.run_steps(6);
}

/// Which keys were said to have ended.
fn said(stage: &Stage) -> Vec<KeyUid> {
    let ended = |asked| if let Request::MarkEnded(keys) = asked { Some(keys) } else { None };
    stage.asked.try_iter().find_map(ended).unwrap_or_else(|| panic!("nothing was asked: {}", stage.tree()))
}

/// Says by its letter that the value of the row one is on has ended.
fn end_by_letter(stage: &mut Stage, facts: &mut Snapshot) {
    stage.press(Key::M);
    stage.press(Key::Enter);
    let keys = said(stage);
    ends(stage, facts, &keys);
}

#[test]
fn a_key_that_is_done_hands_the_keyboard_to_the_next_that_is_to_do() {
    let mut facts = with_three();
    let mut stage = on_page(facts.clone(), 1280.0, 820.0);
    let (rows, first) = names(&stage);
    assert_eq!((&first, to_do(&stage)), (&rows[0], rows.len()));
    end_by_letter(&mut stage, &mut facts);
    assert_eq!((&names(&stage).1, to_do(&stage)), (&rows[1], rows.len() - 1), "{}", stage.tree());
    // The last of them has only those before it.
    for _ in 2..rows.len() {
        stage.press(Key::ArrowDown);
    }
    assert_eq!(names(&stage).1, rows[rows.len() - 1]);
    end_by_letter(&mut stage, &mut facts);
    assert_eq!((&names(&stage).1, to_do(&stage)), (&rows[rows.len() - 2], rows.len() - 2));
    for _ in 3..rows.len() {
        end_by_letter(&mut stage, &mut facts);
    }
    // Nothing else is to do: it goes with its key.
    let (_, last) = names(&stage);
    end_by_letter(&mut stage, &mut facts);
    assert_eq!((&names(&stage).1, to_do(&stage)), (&last, 0));
    // There the arrows go on from it.
    stage.press(Key::Home);
    let (rows, at) = names(&stage);
    assert_eq!(at, rows[0]);
}

#[test]
fn a_step_that_is_gone_with_its_row_hands_the_keyboard_on_too() {
    let mut facts = with_three();
    let mut stage = on_page(facts.clone(), 900.0, 600.0);
    let (rows, first) = names(&stage);
    tab_to(&mut stage, &format!("It's ended there: {first}"));
    stage.press(Key::Enter);
    let keys = said(&stage);
    ends(&mut stage, &mut facts, &keys);
    assert_eq!(names(&stage).1, rows[1]);
}

#[test]
fn several_that_are_done_at_once_hand_the_keyboard_to_what_is_left() {
    let mut facts = with_three();
    let mut stage = on_page(facts.clone(), 1280.0, 820.0);
    let (rows, _) = names(&stage);
    stage.press_with(Modifiers::SHIFT, Key::ArrowDown);
    stage.press(Key::M);
    stage.press(Key::Enter);
    let keys = said(&stage);
    assert_eq!(keys.len(), 2);
    ends(&mut stage, &mut facts, &keys);
    assert_eq!((&names(&stage).1, to_do(&stage)), (&rows[2], rows.len() - 2));
}

#[test]
fn a_dialog_that_made_it_done_gives_the_keyboard_to_the_next() {
    // All that theirs still need is a new value.
    let mut facts = leaving();
    let theirs: Vec<usize> =
        (0..facts.keys.len()).filter(|at| facts.keys[*at].owner.as_deref() == Some("Jon Ruiz")).collect();
    for at in theirs {
        let uid = facts.keys[at].uid;
        facts.people[0].handed_over.push(uid);
        facts.keys[at].owner = Some("Mara Klein".to_owned());
    }
    let mut stage = on_page(facts.clone(), 1280.0, 820.0);
    let (rows, first) = names(&stage);
    assert_eq!(first, rows[0]);
    stage.press(Key::R);
    stage.type_text("a-new-value-made-up");
    stage.window.run_steps(4);
    stage.press(Key::Enter);
    let rotated = stage.asked.try_iter().find_map(|asked| match asked {
        Request::Rotate(uid, _) => Some(uid),
        _ => None,
    });
    let rotated = rotated.unwrap_or_else(|| panic!("{}", stage.tree()));
    let now = facts.now.get();
    let key = facts.keys.iter_mut().find(|key| key.uid == rotated).unwrap();
    sample::renew(key, now, Some(now));
    stage.hears(Event::Snapshot(Arc::new(facts)));
    stage.hears(Event::Done(Done::Rotated(vec![rotated], None)));
    stage.window.run_steps(8);
    assert_eq!((&names(&stage).1, to_do(&stage)), (&rows[1], rows.len() - 1));
}

#[test]
fn who_ends_one_by_the_mouse_gets_no_ring_and_stays_beside_what_is_to_do() {
    let mut facts = with_theirs_disabled();
    let mut stage = on_page(facts.clone(), 1280.0, 820.0);
    let (_, first) = names(&stage);
    let step = stage.window.get_by_label(&format!("It's ended there: {first}")).rect().center();
    click_at(&mut stage, step);
    let keys = said(&stage);
    ends(&mut stage, &mut facts, &keys);
    assert_eq!(focused(&stage), "");
    stage.press(Key::M);
    stage.press(Key::Enter);
    assert_ne!(said(&stage), keys, "one is on the next");
}
