//! A person's page: by keyboard and by mouse.

use chrono::TimeDelta;

use super::several::snoozes;
use super::*;
use crate::jobs::ReportOf;
use crate::model::{DeletedKey, Ends, KeyRef, KeyUid, Person, State};

/// The sample in which Jon owns two keys of production and leaves in four days.
pub(super) fn leaving() -> Snapshot {
    let mut snapshot = sample::snapshot();
    for key in &mut snapshot.keys {
        let theirs = ["STRIPE_SECRET_KEY", "SENTRY_AUTH_TOKEN"].contains(&key.name())
            && key.protected
            && key.place().project == "Storefront";
        key.owner = Some(if theirs { "Jon Ruiz" } else { "Mara Klein" }.to_owned());
    }
    let person = |name: &str| Person { name: name.to_owned(), ..Person::default() };
    snapshot.people = vec![
        Person {
            last_day: Some(snapshot.today + TimeDelta::days(4)),
            leaving_since: Some(snapshot.now.get()),
            ..person("Jon Ruiz")
        },
        person("Mara Klein"),
    ];
    snapshot
}

fn theirs() -> Vec<KeyUid> {
    leaving().keys.iter().filter(|key| key.owner.as_deref() == Some("Jon Ruiz")).map(|key| key.uid).collect()
}

/// The page, opened from the owner's name in the inspector.
fn on_page() -> Stage {
    on_page_of(leaving())
}

fn on_page_of(snapshot: Snapshot) -> Stage {
    let mut stage = Stage::new(snapshot);
    stage.press(Key::Slash);
    stage.type_text("stripe_secret production");
    stage.press(Key::ArrowDown);
    stage.press(Key::Escape);
    stage.window.run_steps(6);
    stage.click("Keys of Jon Ruiz");
    stage
}

#[test]
fn an_owners_name_leads_to_what_they_own_and_back_leads_back() {
    let mut stage = on_page();
    assert_eq!(stage.rows().len(), 2);
    assert!(stage.tree().contains("Jon Ruiz. Leaving. Last day Thu 27 Nov 2025, in 4 days"), "{}", stage.tree());
    assert!(stage.tree().contains("0 of 2 done, 2 need a new value · 2 need a new owner"));
    let review = stage.window.get_by(|node| node.label().is_some_and(|label| label.starts_with("Review")));
    assert_eq!(review.accesskit_node().toggled(), Some(egui::accesskit::Toggled::True), "the page is a part of Review");
    stage.click("Back");
    assert!(stage.rows().len() > 2);
}

#[test]
fn what_fails_on_a_persons_page_is_said_there() {
    let mut stage = on_page();
    stage.hears(Event::Failed(Failure::new(
        "Couldn't disable 2 keys.",
        "Another program has the vault.",
        "Try again.",
    )));
    assert!(stage.tree().contains("Couldn't disable 2 keys."), "{}", stage.tree());
    stage.click("Close");
    assert!(!stage.tree().contains("Couldn't disable 2 keys."));
    let trouble = Snapshot { state: sample::keychain_trouble().state, ..leaving() };
    stage.hears(Event::Snapshot(Arc::new(trouble)));
    assert!(stage.tree().contains("GNOME Keyring is locked") && stage.rows().len() == 2, "{}", stage.tree());
}

#[test]
fn all_are_rotated_one_after_another_and_one_can_be_skipped() {
    let mut stage = on_page();
    stage.click("Rotate all…");
    assert!(stage.tree().contains("Rotate 1 of 2"), "{}", stage.tree());
    assert!(stage.tree().contains("STRIPE_SECRET_KEY, Production"), "the one with a warning first");
    stage.click("Skip");
    stage.window.run_steps(4);
    assert!(stage.tree().contains("Rotate 2 of 2"));
    assert!(stage.tree().contains("SENTRY_AUTH_TOKEN, Production"), "{}", stage.tree());
    stage.type_text("a-new-value-made-up");
    stage.window.run_steps(4);
    stage.press(Key::Enter);
    let rotated =
        stage.asked.try_iter().find_map(|asked| if let Request::Rotate(uid, _) = asked { Some(uid) } else { None });
    let rotated = rotated.unwrap();
    assert!(theirs().contains(&rotated));
    stage.hears(Event::Done(Done::Rotated(vec![rotated], None)));
    stage.window.run_steps(6);
    assert!(!stage.tree().contains("Rotate 2 of 2"), "it was the last one");
}

#[test]
fn a_key_that_was_rotated_along_with_another_is_not_asked_for_again() {
    let mut stage = on_page();
    stage.click("Rotate all…");
    stage.type_text("a-new-value-made-up");
    stage.window.run_steps(4);
    stage.press(Key::Enter);
    assert!(stage.asked.try_iter().any(|asked| matches!(asked, Request::Rotate(..))), "{}", stage.tree());
    stage.hears(Event::Done(Done::Rotated(theirs(), None)));
    stage.window.run_steps(6);
    assert!(!stage.tree().contains("Rotate 2 of 2") && !stage.tree().contains("Skip"), "{}", stage.tree());
}

#[test]
fn all_means_those_that_miss_just_that() {
    let mut snapshot = leaving();
    let now = snapshot.now.get();
    let [given, renewed] = [theirs()[0], theirs()[1]];
    snapshot.people[0].handed_over.push(given);
    for key in &mut snapshot.keys {
        if key.uid == given {
            key.owner = Some("Mara Klein".to_owned());
        } else if key.uid == renewed {
            sample::renew(key, now, None);
        }
    }
    let mut stage = Stage::new(snapshot);
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("jon ruiz");
    stage.press(Key::Enter);
    stage.window.run_steps(6);
    assert!(stage.tree().contains("1 needs a new value · 1 not ended there · 1 needs a new owner"), "{}", stage.tree());
    stage.click("Assign all to…");
    stage.type_text("Mara Klein");
    stage.press(Key::Enter);
    let assigned =
        stage.asked.try_iter().find_map(|asked| if let Request::Assign(keys) = asked { Some(keys) } else { None });
    let keys: Vec<KeyUid> = assigned.unwrap().into_iter().map(|(uid, _)| uid).collect();
    assert_eq!(keys, [renewed]);
    stage.hears(Event::Done(Done::Assigned(Vec::new(), Vec::new())));
    stage.window.run_steps(6);
    stage.click("Rotate all…");
    let name = leaving().keys.iter().find(|key| key.uid == given).unwrap().name().to_owned();
    assert!(stage.tree().contains(&format!("{name}, Production")), "{}", stage.tree());
    assert!(!stage.tree().contains("Rotate 1 of"), "{}", stage.tree());
}

#[test]
fn ticked_keys_get_another_owner_by_keyboard() {
    let mut stage = on_page();
    stage.press(Key::ArrowDown);
    stage.press(Key::X);
    assert!(stage.tree().contains("1 selected"), "{}", stage.tree());
    stage.press(Key::A);
    stage.type_text("Mara Klein");
    stage.window.run_steps(2);
    stage.click_on_top("Assign owner");
    let asked =
        stage.asked.try_iter().find_map(|asked| if let Request::Assign(owners) = asked { Some(owners) } else { None });
    assert_eq!(asked.map(|owners| owners.len()), Some(1));
}

/// What they own is disabled, and waits for its end.
pub(super) fn with_theirs_disabled() -> Snapshot {
    let mut snapshot = leaving();
    let now = snapshot.now.get();
    for key in snapshot.keys.iter_mut().filter(|key| key.owner.as_deref() == Some("Jon Ruiz")) {
        key.state = State::Disabled { since: now };
    }
    snapshot
}

#[test]
fn what_has_ended_is_said_of_all_ticked_keys_at_once() {
    let mut stage = on_page_of(with_theirs_disabled());
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.click("2 ended there");
    let asked =
        stage.asked.try_iter().find_map(|asked| if let Request::MarkEnded(keys) = asked { Some(keys) } else { None });
    let keys = asked.expect("nothing was asked");
    assert_eq!(keys, theirs());
    let ends = Ends { said_at: leaving().now.get(), versions: keys.iter().map(|uid| (*uid, 1)).collect() };
    stage.hears(Event::Done(Done::Ended(keys.clone(), ends.clone())));
    assert!(stage.tree().contains("2 keys noted as ended at their providers"), "{}", stage.tree());
    // A slip is taken back.
    stage.press_with(Modifiers::COMMAND, Key::Z);
    let asked = stage.asked.try_iter().last();
    assert!(matches!(&asked, Some(Request::TakeBackEnd(of, what)) if *of == keys && *what == ends), "{asked:?}");
    stage.hears(Event::Done(Done::NotEnded(keys)));
    assert!(stage.tree().contains("2 keys no longer noted as ended"), "{}", stage.tree());
}

#[test]
fn a_letter_asks_whether_what_waits_for_it_has_ended() {
    let mut stage = on_page_of(with_theirs_disabled());
    let answered = |stage: &mut Stage| {
        stage.press(Key::M);
        assert!(stage.asked.try_iter().all(|asked| !matches!(asked, Request::MarkEnded(_))), "it asks first");
        stage.press(Key::Enter);
        let mut said = stage.asked.try_iter();
        said.find_map(|asked| if let Request::MarkEnded(keys) = asked { Some(keys) } else { None })
    };
    assert_eq!(answered(&mut stage).map(|keys| keys.len()), Some(1), "of the row one is on: {}", stage.tree());
    stage.press_with(Modifiers::COMMAND, Key::A);
    assert_eq!(answered(&mut stage), Some(theirs()), "of all that are ticked");
}

/// The values in question: of a disabled key, and of one that was deleted.
fn with_ends_in_question() -> Snapshot {
    let mut snapshot = leaving();
    let now = snapshot.now.get();
    let theirs = |key: &&mut crate::model::Key| key.owner.as_deref() == Some("Jon Ruiz");
    snapshot.keys.iter_mut().find(theirs).unwrap().state = State::Disabled { since: now };
    snapshot.people[0].deleted = vec![DeletedKey {
        reference: KeyRef::parse("Storefront/production/OLD_TOKEN").unwrap(),
        at: now,
        ended: false,
        entry: 7,
    }];
    snapshot
}

#[test]
fn that_a_value_ended_is_said_in_its_row_by_the_mouse() {
    let mut stage = on_page_of(with_ends_in_question());
    let name = leaving().keys.iter().find(|key| key.uid == theirs()[0]).unwrap().name().to_owned();
    stage.click(&format!("It's ended there: {name}"));
    let asked = |stage: &mut Stage| stage.asked.try_iter().last();
    assert!(matches!(asked(&mut stage), Some(Request::MarkEnded(keys)) if keys == theirs()[..1]));
    stage.click("It's ended there: OLD_TOKEN");
    assert!(matches!(asked(&mut stage), Some(Request::MarkDeletedEnded(7, name)) if name == "OLD_TOKEN"));
    stage.hears(Event::Done(Done::DeletedEnded(7, "OLD_TOKEN".to_owned())));
    assert!(stage.tree().contains("OLD_TOKEN · noted as ended at its provider"), "{}", stage.tree());
    stage.click("Undo");
    assert!(matches!(asked(&mut stage), Some(Request::TakeBackDeletedEnd(7, name)) if name == "OLD_TOKEN"));
}

#[test]
fn that_a_value_ended_is_said_in_its_row_by_the_keyboard() {
    let mut stage = on_page_of(with_ends_in_question());
    let mut said = Vec::new();
    // Tab comes from the row one is on to its step, and to that of each key that is gone.
    for row in [Key::Home, Key::End] {
        while !stage.window.get_all_by_role(Role::Row).any(|node| node.is_focused()) {
            stage.press(Key::Tab);
        }
        stage.press(row);
        for _ in 0..6 {
            stage.press(Key::Tab);
            let focused = stage.window.get_all_by_role(Role::Button).find(egui_kittest::Node::is_focused);
            let label = focused.and_then(|node| node.accesskit_node().label());
            if label.is_some_and(|label| label.contains("ended there:")) {
                stage.press(Key::Enter);
                said.extend(stage.asked.try_iter());
            }
        }
    }
    let of_row = said.iter().any(|asked| matches!(asked, Request::MarkEnded(keys) if keys.len() == 1));
    let of_gone = said.iter().any(|asked| matches!(asked, Request::MarkDeletedEnded(7, _)));
    assert!(of_row && of_gone, "{said:?}");
}

#[test]
fn someone_leaves_from_the_palette_and_their_page_opens() {
    let mut stage = Stage::new(leaving());
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("someone leaves");
    stage.press(Key::Enter);
    stage.window.run_steps(3);
    stage.type_text("Mara Klein");
    stage.press(Key::Tab);
    stage.type_text("14d");
    stage.click("Save last day");
    let day = leaving().today + TimeDelta::days(14);
    let asked = stage.asked.try_iter().find(|asked| matches!(asked, Request::LastDay(..)));
    assert!(matches!(asked, Some(Request::LastDay(name, Some(on))) if name == "Mara Klein" && on == day));
    stage.hears(Event::Done(Done::LastDay("Mara Klein".to_owned(), Some(day))));
    stage.window.run_steps(4);
    assert!(stage.tree().contains("Owner: Mara Klein") || stage.tree().contains("Mara Klein."), "{}", stage.tree());
}

#[test]
fn whoever_leaves_already_has_the_day_in_the_form_and_a_way_to_stay() {
    let mut stage = Stage::new(leaving());
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("someone leaves");
    stage.press(Key::Enter);
    stage.window.run_steps(3);
    let day = |stage: &Stage| stage.window.get_by_label("Last day").accesskit_node().value().unwrap_or_default();
    stage.type_text("Jon Rui");
    assert_eq!(day(&stage), "");
    assert!(stage.window.query_by_label("Save last day").is_some());
    stage.type_text("z");
    let noted = leaving().today + TimeDelta::days(4);
    assert_eq!(day(&stage), noted.to_string());
    assert!(stage.window.query_by_label("Change last day").is_some(), "{}", stage.tree());
    // Of another name nothing is known.
    stage.press(Key::Backspace);
    assert_eq!(day(&stage), "");
    stage.type_text("z");
    stage.click("Not leaving after all");
    let asked = stage.asked.try_iter().find(|asked| matches!(asked, Request::LastDay(..)));
    assert!(matches!(asked, Some(Request::LastDay(name, None)) if name == "Jon Ruiz"));
}

#[test]
fn the_warnings_of_what_a_person_owns_are_snoozed_together() {
    let mut stage = on_page();
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.click("Snooze 2…");
    snoozes(&mut stage);
}

#[test]
fn a_report_of_what_someone_hands_over_is_asked_for_on_their_page() {
    for (width, height) in [(1280.0, 820.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(leaving(), width, height);
        stage.press_with(Modifiers::COMMAND, Key::K);
        stage.type_text("someone leaves");
        stage.press(Key::Enter);
        stage.window.run_steps(3);
        stage.type_text("Jon Ruiz");
        stage.press(Key::Tab);
        stage.type_text("14d");
        stage.click("Change last day");
        let day = leaving().today + TimeDelta::days(14);
        stage.hears(Event::Done(Done::LastDay("Jon Ruiz".to_owned(), Some(day))));
        stage.window.run_steps(4);
        stage.click("Report…");
        stage.window.run_steps(3);
        stage.press(Key::Enter);
        let asked =
            stage.asked.try_iter().find_map(|asked| if let Request::Report(ask) = asked { Some(ask) } else { None });
        let ask = asked.unwrap_or_else(|| panic!("{}", stage.tree()));
        assert!(matches!(ask.of, ReportOf::Handover(name) if name == "Jon Ruiz"));
    }
}

#[test]
fn what_has_no_room_on_a_small_page_stands_in_a_menu() {
    let mut stage = Stage::sized(leaving(), 640.0, 400.0);
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("keys of jon");
    stage.press(Key::Enter);
    stage.window.run_steps(8);
    assert!(stage.window.query_by_label("Disable all").is_none());
    stage.click("More");
    let items = stage.window.query_all_by_role(Role::MenuItem);
    let items: Vec<String> = items.filter_map(|item| item.accesskit_node().label()).collect();
    // What is used today depends on where the clock of this computer stands.
    let counts: Vec<&str> = items.iter().filter_map(|words| words.split_once(": ")).map(|(words, _)| words).collect();
    assert_eq!(counts, ["Used today"], "{items:?}");
    stage.press(Key::Escape);
    stage.window.run_steps(8);
    // What is to be acted on has room in the card.
    stage.click("With warnings: 1");
    stage.window.run_steps(8);
    assert_eq!(stage.rows().len(), 1, "{:?}", stage.rows());
    stage.click("More");
    stage.click("Disable all");
    stage.window.run_steps(8);
    assert!(stage.tree().contains("Disable this "), "{}", stage.tree());
}
