//! Where one is in the lists of Keys and Review: the row that has the keyboard, and what is in view of the list, through all
//! that happens around them.

use super::keyboard::{focused, tab_to};
use super::*;
use crate::model::{KeyUid, Person, Rule};

const SIZES: [(f32, f32); 3] = [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)];

fn down(stage: &mut Stage, rows: usize) {
    for _ in 0..rows {
        stage.press(Key::ArrowDown);
        stage.asked.try_iter().for_each(drop);
    }
}

pub(super) fn in_review(snapshot: Snapshot, wide: f32, high: f32) -> Stage {
    let mut stage = Stage::sized(snapshot, wide, high);
    stage.go_to_all_projects();
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    stage.window.run_steps(4);
    stage
}

/// How far down the window a row stands that begins so.
fn top_of(stage: &Stage, starts: &str) -> Option<f32> {
    let row = stage.window.query_all_by_role(Role::Row).find(|row| {
        let label = row.accesskit_node().label();
        label.is_some_and(|label| label.starts_with(starts))
    });
    row.map(|row| row.rect().top())
}

fn wheel(stage: &mut Stage, points: f32) {
    stage.wheel(stage.window.ctx.content_rect().center(), points);
}

fn key(key: Key, modifiers: Modifiers) -> egui::Event {
    egui::Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
}

/// Locks by its keys and unlocks by Enter on the button, the worker's part played.
fn lock_and_unlock(stage: &mut Stage) {
    stage.press_with(Modifiers::COMMAND, Key::L);
    assert!(stage.asked.try_iter().any(|request| matches!(request, Request::Lock)));
    stage.hears(Event::Snapshot(Arc::new(sample::locked(StoreKind::Keychain))));
    stage.window.run_steps(4);
    stage.press(Key::Enter);
    assert!(stage.asked.try_iter().any(|request| matches!(request, Request::Unlock(None))), "{}", stage.tree());
    stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
    stage.window.run_steps(8);
}

/// The facts once a key has no warning any more.
fn without(uid: KeyUid) -> Snapshot {
    let mut after = sample::snapshot();
    let at = after.keys.iter().position(|key| key.uid == uid).unwrap();
    after.findings[at].clear();
    after
}

/// Ticks so many rows in Review with the pointer, from the first one in view on: the bar of what is selected may stand over
/// some.
fn tick(stage: &mut Stage, count: usize) {
    for at in 0..count {
        let bar =
            stage.window.query_all_by_label_contains(" selected").map(|node| node.rect().bottom()).fold(0.0, f32::max);
        let rows = stage.window.query_all_by_role(Role::Row).map(|row| row.rect());
        let row = rows.filter(|row| row.top() >= bar).nth(at).unwrap();
        let pos = row.left_center() + vec2(20.0, 0.0);
        stage.window.event(egui::Event::PointerMoved(pos));
        for pressed in [true, false] {
            let (button, modifiers) = (egui::PointerButton::Primary, Modifiers::NONE);
            stage.window.event(egui::Event::PointerButton { pos, button, pressed, modifiers });
        }
        stage.window.run_steps(3);
    }
}

#[test]
fn the_row_has_the_keyboard_again_once_the_vault_is_unlocked() {
    for (wide, high) in SIZES {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        down(&mut stage, 30);
        let row = focused(&stage);
        let top = top_of(&stage, &row);
        assert!(top.is_some(), "{row}");
        lock_and_unlock(&mut stage);
        assert_eq!((focused(&stage), top_of(&stage, &row)), (row, top), "{wide} × {high}");
        stage.press_with(Modifiers::COMMAND, Key::Num2);
        stage.window.run_steps(4);
        down(&mut stage, 4);
        let row = focused(&stage);
        lock_and_unlock(&mut stage);
        assert_eq!(focused(&stage), row, "Review at {wide} × {high}");
    }
}

#[test]
fn who_was_on_no_row_before_the_lock_is_on_none_after_it() {
    for (wide, high) in SIZES {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        lock_and_unlock(&mut stage);
        assert_eq!(focused(&stage), "", "{wide} × {high}");
        // However soon the store answers.
        for frames in 0..6 {
            stage.press_with(Modifiers::COMMAND, Key::L);
            stage.hears(Event::Snapshot(Arc::new(sample::locked(StoreKind::Keychain))));
            stage.window.run_steps(4);
            stage.window.key_press(Key::Enter);
            stage.window.run_steps(frames);
            stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
            stage.window.run_steps(8);
            assert_eq!(focused(&stage), "", "{wide} × {high}, after {frames} frames");
        }
        stage.press(Key::ArrowDown);
        assert!(focused(&stage).starts_with("ALGOLIA_ADMIN_KEY"), "{}", focused(&stage));
    }
}

#[test]
fn a_warning_that_was_dealt_with_on_another_page_hands_the_keyboard_to_the_next() {
    let mut snapshot = sample::snapshot();
    snapshot.people = vec![Person { name: "Mara Klein".to_owned(), ..Person::default() }];
    let mut stage = in_review(snapshot, 1280.0, 820.0);
    down(&mut stage, 3);
    let rows = stage.rows();
    let row = focused(&stage);
    let at = rows.iter().position(|label| *label == row).unwrap();
    let snapshot = sample::snapshot();
    let is_it = |key: &&crate::model::Key| {
        let place = key.place();
        row.starts_with(&format!("{}, {}, {}", key.name(), place.project, place.environment))
    };
    let uid = snapshot.keys.iter().find(is_it).unwrap().uid;
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("keys of mara");
    stage.press(Key::Enter);
    stage.window.run_steps(4);
    assert!(stage.window.query_by_label("Back").is_some(), "{}", stage.tree());
    // Who has the keyboard there holds it while Esc leads back.
    down(&mut stage, 2);
    stage.hears(Event::Snapshot(Arc::new(without(uid))));
    stage.press(Key::Escape);
    stage.window.run_steps(6);
    assert_eq!(focused(&stage), rows[at + 1]);
}

#[test]
fn details_over_the_list_take_the_keyboard_of_a_disabled_key_too() {
    for (wide, high) in [(900.0, 600.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        for (rows, first) in [(1, "Copy"), (6, "Edit")] {
            down(&mut stage, rows);
            let row = focused(&stage);
            stage.press(Key::I);
            stage.window.run_steps(20);
            assert_eq!(focused(&stage), first, "{row} at {wide} × {high}");
            stage.press(Key::Escape);
            stage.window.run_steps(20);
            assert_eq!(focused(&stage), row, "{wide} × {high}");
        }
    }
}

#[test]
fn a_list_begins_at_its_top_where_something_else_is_looked_for() {
    for (wide, high) in SIZES {
        let mut stage = in_review(sample::snapshot(), wide, high);
        down(&mut stage, 20);
        stage.press(Key::Slash);
        stage.type_text("mara");
        stage.window.run_steps(4);
        let rows = stage.window.query_all_by_role(Role::Row).map(|row| row.rect()).collect::<Vec<_>>();
        let filter = stage.window.get_by_label("Filter warnings").rect();
        let headings = stage.window.get_by_label("Select all").rect();
        assert!(rows[0].top() >= headings.bottom() && filter.top() >= 0.0, "{wide} × {high}: {headings:?}, {rows:?}");
        assert!(stage.rows()[0].starts_with("OPENAI_API_KEY, Storefront"), "{:?}", stage.rows());
        assert!(rows[0].bottom() < high, "{wide} × {high}: {rows:?}");
        assert_eq!(focused(&stage), "Filter warnings");
    }
    let mut stage = Stage::new(sample::snapshot());
    stage.go_to_all_projects();
    down(&mut stage, 3);
    wheel(&mut stage, -1200.0);
    stage.press(Key::Slash);
    stage.type_text("a");
    stage.window.run_steps(4);
    let first = top_of(&stage, "ALGOLIA_ADMIN_KEY, Algolia, development");
    let filter = stage.window.get_by_role_and_label(Role::TextInput, "Filter").rect();
    assert!(first.is_some_and(|top| top > filter.bottom()), "{first:?} {:?}", stage.rows());
}

#[test]
fn enter_in_the_filter_of_review_opens_the_first_match() {
    let mut stage = in_review(sample::snapshot(), 1280.0, 820.0);
    stage.press(Key::Slash);
    stage.type_text("rotation billing prod");
    assert_eq!(stage.rows().len(), 1, "{:?}", stage.rows());
    stage.press(Key::Enter);
    stage.window.run_steps(8);
    let row = focused(&stage);
    assert!(row.starts_with("AWS_SECRET_ACCESS_KEY"), "{row}: {}", stage.tree());
    assert!(stage.tree().contains("Close details"), "{}", stage.tree());
}

#[test]
fn an_arrow_leads_from_a_filter_to_the_rows_where_letters_are_commands_again() {
    for review in [true, false] {
        let mut stage =
            if review { in_review(sample::snapshot(), 1280.0, 820.0) } else { Stage::new(sample::snapshot()) };
        stage.press(Key::Slash);
        stage.type_text("stripe");
        let rows = stage.rows();
        stage.press(Key::ArrowDown);
        assert_eq!(focused(&stage), rows[1]);
        stage.press(Key::R);
        stage.window.run_steps(4);
        assert!(stage.tree().contains("Rotate key"), "{}", stage.tree());
        stage.press(Key::Escape);
        stage.window.run_steps(4);
        assert_eq!((focused(&stage), stage.rows()), (rows[1].clone(), rows.clone()), "what was typed stays");
        stage.press(Key::Slash);
        stage.type_text("_s");
        assert!(stage.rows().len() <= rows.len() && stage.tree().contains("stripe_s"), "one types on there");
        stage.press(Key::ArrowUp);
        stage.press(Key::Escape);
        stage.window.run_steps(4);
        assert!(focused(&stage).starts_with("STRIPE_SECRET_KEY"), "{}", focused(&stage));
        assert!(stage.rows().len() > rows.len());
    }
}

#[test]
fn an_arrow_leads_from_a_filter_to_the_only_row_it_left() {
    for (review, word) in [(false, "STRIPE_SECRET_KEY development"), (true, "STRIPE_SECRET_KEY Billing")] {
        let mut stage =
            if review { in_review(sample::snapshot(), 1280.0, 820.0) } else { Stage::new(sample::snapshot()) };
        stage.press(Key::Slash);
        stage.type_text(word);
        let [row] = &stage.rows()[..] else { panic!("{review}: {:?}", stage.rows()) };
        let row = row.clone();
        stage.press(Key::ArrowDown);
        assert_eq!(focused(&stage), row, "{review}");
    }
}

#[test]
fn letters_before_and_behind_an_arrow_in_one_slow_frame_go_where_they_are_meant() {
    for review in [true, false] {
        let mut stage =
            if review { in_review(sample::snapshot(), 1280.0, 820.0) } else { Stage::new(sample::snapshot()) };
        let text = |text: &str| egui::Event::Text(text.to_owned());
        let plain = |pressed| key(pressed, Modifiers::NONE);
        stage.window.input_mut().events.extend([
            plain(Key::Slash),
            text("/"),
            text("stripe"),
            plain(Key::ArrowDown),
            plain(Key::R),
            text("r"),
        ]);
        stage.window.run_steps(12);
        assert!(stage.tree().contains("Rotate key"), "{}", stage.tree());
        stage.press(Key::Escape);
        stage.window.run_steps(4);
        assert!(stage.rows().iter().all(|row| row.starts_with("STRIPE")), "{:?}", stage.rows());
        assert_eq!(focused(&stage), stage.rows()[1], "{review}");
    }
}

#[test]
fn review_stays_scrolled_as_it_was_after_an_act_by_mouse() {
    let mut stage = in_review(sample::snapshot(), 640.0, 400.0);
    down(&mut stage, 12);
    stage.window.run_steps(4);
    tick(&mut stage, 3);
    wheel(&mut stage, 4000.0);
    let words = |stage: &Stage| stage.window.get_by_label("Act now: 6").rect().top();
    let before = words(&stage);
    assert!(before > 0.0 && stage.tree().contains("3 selected"), "{}", stage.tree());
    stage.click("Disable");
    stage.click("Disable 3 keys");
    let Ok(Request::Disable(keys)) = stage.asked.try_iter().next().ok_or(()) else { panic!("nothing was asked") };
    let mut after = sample::snapshot();
    for uid in &keys {
        after.findings[after.keys.iter().position(|key| key.uid == *uid).unwrap()].clear();
    }
    stage.tell.send(Event::Snapshot(Arc::new(after.clone()))).unwrap();
    stage.hears(Event::Done(Done::Disabled(keys)));
    stage.window.run_steps(20);
    let after_act = stage.window.get_by_label_contains("Act now: ").rect().top();
    assert_eq!(after_act, before);
}

#[test]
fn what_was_done_with_a_selection_ends_it_though_a_key_keeps_another_warning() {
    let mut snapshot = sample::snapshot();
    let two = |snapshot: &mut Snapshot, at: usize| {
        let finding = snapshot.findings[at][0].clone();
        let other = crate::model::Finding { rule: Rule::NoOwner, ..finding };
        snapshot.findings[at].push(other);
        snapshot.keys[at].uid
    };
    let keys: Vec<KeyUid> = (0..snapshot.keys.len())
        .filter(|at| !snapshot.findings[*at].is_empty())
        .take(2)
        .collect::<Vec<_>>()
        .into_iter()
        .map(|at| two(&mut snapshot, at))
        .collect();
    let mut stage = in_review(snapshot.clone(), 1280.0, 820.0);
    stage.press_with(Modifiers::COMMAND, Key::A);
    let all = "selected";
    assert!(stage.tree().contains(all));
    let left = stage.window.query_by_label("44 selected").is_some();
    assert!(left, "{}", stage.tree());
    // One of the two keys' warnings is put off: the other three of them stay selected.
    let rule = snapshot.findings[snapshot.keys.iter().position(|key| key.uid == keys[0]).unwrap()][0].rule;
    stage.hears(Event::Done(Done::Snoozed(vec![(keys[0], rule)], snapshot.today)));
    assert!(stage.window.query_by_label("43 selected").is_some(), "{}", stage.tree());
    let owners = keys.iter().map(|uid| (*uid, Some("Mara Klein".to_owned()))).collect::<Vec<_>>();
    stage.hears(Event::Done(Done::Assigned(owners.clone(), owners)));
    assert!(stage.window.query_by_label("40 selected").is_some(), "{}", stage.tree());
    let rest = snapshot.keys.iter().map(|key| key.uid).collect();
    stage.hears(Event::Done(Done::Rotated(rest, None)));
    assert!(!stage.tree().contains(all), "{}", stage.tree());
}

#[test]
fn a_key_that_was_opened_from_review_leaves_it_its_scope() {
    let mut stage = in_review(sample::snapshot(), 1280.0, 820.0);
    stage.press_with(Modifiers::COMMAND, Key::Num1);
    stage.window.get_by_label_contains("Storefront, 48 keys").click();
    stage.window.run_steps(3);
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    stage.go_to_all_projects();
    stage.press(Key::Home);
    down(&mut stage, 1);
    assert!(focused(&stage).contains("Billing"), "{}", focused(&stage));
    let scope = "42 warnings on 42 of 128 keys";
    assert!(stage.tree().contains(scope), "{}", stage.tree());
    stage.press(Key::Enter);
    stage.window.run_steps(4);
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    assert!(stage.tree().contains(scope), "{}", stage.tree());
    // A project that one goes to among the keys is what one looks at.
    stage.press_with(Modifiers::COMMAND, Key::Num1);
    stage.window.get_by_label_contains("Data pipeline, ").click();
    stage.window.run_steps(3);
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    assert!(!stage.tree().contains(scope), "{}", stage.tree());
}

#[test]
fn tab_goes_on_from_the_row_that_was_clicked() {
    for review in [true, false] {
        let fresh =
            |review| if review { in_review(sample::snapshot(), 1280.0, 820.0) } else { Stage::new(sample::snapshot()) };
        let mut stage = fresh(review);
        stage.press(Key::Home);
        down(&mut stage, 4);
        stage.press(Key::Tab);
        let next = focused(&stage);
        let mut stage = fresh(review);
        let fifth = stage.window.query_all_by_role(Role::Row).nth(4).unwrap();
        let label = fifth.accesskit_node().label().unwrap();
        fifth.click();
        stage.window.run_steps(3);
        stage.press(Key::Tab);
        assert_eq!(focused(&stage), next, "what follows on {label}");
        stage.press_with(Modifiers::SHIFT, Key::Tab);
        assert_eq!(focused(&stage), label);
    }
}

#[test]
fn what_is_typed_right_after_a_key_that_opens_a_menu_is_the_menus() {
    for section in [Key::Num1, Key::Num2, Key::Num4, Key::Comma] {
        let mut stage = Stage::new(sample::snapshot());
        stage.press_with(Modifiers::COMMAND, section);
        let events = [key(Key::P, Modifiers::COMMAND), key(Key::ArrowUp, Modifiers::NONE)];
        stage.window.input_mut().events.extend(events);
        stage.window.run_steps(8);
        assert_eq!(focused(&stage), "All projects", "{section:?}: the one above Storefront");
        // And in the frame that draws the menu first.
        stage.press(Key::Escape);
        stage.window.run_steps(4);
        stage.window.input_mut().events.push(key(Key::P, Modifiers::COMMAND));
        stage.window.step();
        stage.window.input_mut().events.push(key(Key::ArrowDown, Modifiers::NONE));
        stage.window.run_steps(8);
        assert_eq!(focused(&stage), "Billing", "{section:?}: the one below it");
    }
    let mut stage = Stage::new(sample::snapshot());
    down(&mut stage, 2);
    let events =
        [key(Key::F10, Modifiers::SHIFT), key(Key::ArrowDown, Modifiers::NONE), key(Key::Enter, Modifiers::NONE)];
    stage.window.input_mut().events.extend(events);
    stage.window.run_steps(8);
    assert!(stage.asked.try_recv().is_err(), "nothing was copied");
    assert!(stage.tree().contains("NAME=value"), "what stands second in the menu has opened: {}", stage.tree());
}

#[test]
fn one_keeps_the_row_through_filter_order_chips_and_sizes() {
    let mut stage = Stage::new(sample::snapshot());
    stage.go_to_all_projects();
    down(&mut stage, 14);
    let row = focused(&stage);
    for (wide, high) in [(640.0, 400.0), (900.0, 600.0), (1280.0, 820.0)] {
        stage.window.set_size(vec2(wide, high));
        stage.window.run_steps(8);
        assert_eq!(focused(&stage), row, "{wide} × {high}");
        assert!(top_of(&stage, &row).is_some_and(|top| top > 0.0 && top < high), "{wide} × {high}");
    }
    for heading in ["Health", "Last used", "Key, sorted", "Key"] {
        let Some(heading) = stage.window.query_all_by_label_contains(heading).next() else { continue };
        let label = heading.accesskit_node().label().unwrap();
        tab_to(&mut stage, &label);
        stage.press(Key::Enter);
        stage.window.run_steps(4);
        assert!(top_of(&stage, &row).is_some(), "after {label}: {row} in {:?}", stage.rows());
    }
}
