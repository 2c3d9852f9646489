//! What a team lead does once a week, by the keyboard alone: the worst warnings, three keys disabled, an owner given, a warning
//! put off, a leaver taken to the end, the report.

use chrono::TimeDelta;

use super::*;
use crate::jobs::ReportOf;
use crate::model::{KeyUid, Person, Rule, State};

/// The row that has the keyboard.
fn row_in_hand(stage: &Stage) -> Option<String> {
    let mut rows = stage.window.query_all_by_role(Role::Row);
    rows.find(|row| row.accesskit_node().is_focused())?.accesskit_node().label()
}

fn palette(stage: &mut Stage, typed: &str) {
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text(typed);
    stage.press(Key::Enter);
    stage.window.run_steps(8);
}

fn uid_of(row: &str, snapshot: &Snapshot) -> KeyUid {
    let mut parts = row.split(", ");
    let [name, project, environment] = std::array::from_fn(|_| parts.next().unwrap());
    let is_it = |key: &&crate::model::Key| {
        key.name() == name && key.place().project == project && key.place().environment == environment
    };
    snapshot.keys.iter().find(is_it).unwrap().uid
}

#[test]
fn a_week_is_reviewed_by_the_keyboard_alone() {
    let mut facts = sample::snapshot();
    facts.people = vec![Person { name: "Mara Klein".to_owned(), ..Person::default() }];
    for (nth, key) in facts.keys.iter_mut().enumerate() {
        key.owner = Some(if nth % 20 == 0 { "Mara Klein" } else { "platform" }.to_owned());
    }
    let theirs = facts.keys.iter().filter(|key| key.owner.as_deref() == Some("Mara Klein")).count();
    let mut stage = Stage::new(facts.clone());
    stage.go_to_all_projects();
    stage.press_with(Modifiers::COMMAND, Key::Num2);

    // The worst three are disabled.
    let worst: Vec<String> = stage.rows().into_iter().take(4).collect();
    for row in &worst[..3] {
        assert_eq!(row_in_hand(&stage).as_ref(), Some(row));
        stage.press(Key::X);
        stage.press(Key::ArrowDown);
    }
    stage.press(Key::D);
    assert!(stage.tree().contains("Disable 3 keys here?"), "{}", stage.tree());
    stage.press(Key::Enter);
    let Ok(Request::Disable(uids)) = stage.asked.try_recv() else { panic!("nothing was asked") };
    assert_eq!(uids, worst[..3].iter().map(|row| uid_of(row, &facts)).collect::<Vec<_>>());
    for (key, findings) in facts.keys.iter_mut().zip(&mut facts.findings) {
        if uids.contains(&key.uid) {
            key.state = State::Disabled { since: facts.now.get() };
            findings.clear();
        }
    }
    stage.hears(Event::Done(Done::Disabled(uids)));
    stage.hears(Event::Snapshot(Arc::new(facts.clone())));
    stage.window.run_steps(8);
    assert_eq!(row_in_hand(&stage).as_ref(), Some(&worst[3]), "the keyboard goes on from where they were");

    // Its owner, and one warning of it that can wait.
    stage.press(Key::A);
    stage.type_text("Mara Klein");
    stage.press(Key::Enter);
    let Ok(Request::Assign(owners)) = stage.asked.try_recv() else { panic!("nothing was asked") };
    assert_eq!(owners, [(uid_of(&worst[3], &facts), Some("Mara Klein".to_owned()))]);
    stage.hears(Event::Done(Done::Assigned(owners, Vec::new())));
    stage.window.run_steps(8);
    assert_eq!(row_in_hand(&stage).as_ref(), Some(&worst[3]), "a dialog gives the keyboard back");
    stage.press(Key::S);
    stage.type_text("Waits for the new contract");
    stage.press(Key::Enter);
    let Ok(Request::Snooze(what, _, reason)) = stage.asked.try_recv() else { panic!("nothing was asked") };
    assert_eq!((what.len(), what[0].0, reason.as_str()), (1, uid_of(&worst[3], &facts), "Waits for the new contract"));
    stage.hears(Event::Done(Done::Snoozed(what, facts.today + TimeDelta::days(30))));

    // Someone leaves: their keys get another owner and, one after another, another value.
    palette(&mut stage, "someone leaves");
    stage.type_text("Mara");
    stage.press(Key::Enter);
    stage.press(Key::Tab);
    stage.type_text("7d");
    stage.press(Key::Enter);
    let Ok(Request::LastDay(name, Some(day))) = stage.asked.try_recv() else { panic!("nothing was asked") };
    assert_eq!((name.as_str(), day), ("Mara Klein", facts.today + TimeDelta::days(7)));
    facts.people[0].last_day = Some(day);
    facts.people[0].leaving_since = Some(facts.now.get());
    stage.hears(Event::Done(Done::LastDay(name, Some(day))));
    stage.hears(Event::Snapshot(Arc::new(facts.clone())));
    stage.window.run_steps(8);
    assert_eq!(stage.rows().len(), theirs);
    assert!(stage.tree().contains(&format!("0 of {theirs} done")), "{}", stage.tree());
    for _ in 0..2 {
        stage.press_with(Modifiers::COMMAND, Key::A);
        assert!(stage.tree().contains(&format!("{theirs} selected")), "all stay ticked");
    }
    stage.press(Key::A);
    stage.type_text("platform");
    stage.press(Key::Enter);
    let Ok(Request::Assign(owners)) = stage.asked.try_recv() else { panic!("nothing was asked") };
    assert_eq!(owners.len(), theirs);
    stage.hears(Event::Done(Done::Assigned(owners, Vec::new())));
    stage.window.run_steps(8);
    assert!(!stage.tree().contains(" selected"), "what was done with them ends the selection");
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.press(Key::R);
    assert!(stage.tree().contains("Rotate 1 of "), "{}", stage.tree());
    stage.press(Key::Escape);
    stage.window.run_steps(8);

    // Both reports.
    let report = |stage: &mut Stage| {
        palette(stage, "report");
        stage.press(Key::Enter);
        let Ok(Request::Report(ask)) = stage.asked.try_recv() else { panic!("nothing was asked: {}", stage.tree()) };
        stage.hears(Event::Done(Done::Reported(ask.to.clone())));
        stage.window.run_steps(8);
        ask.of
    };
    assert_eq!(report(&mut stage), ReportOf::Handover("Mara Klein".to_owned()));
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    assert_eq!(report(&mut stage), ReportOf::Review { about: "All projects".to_owned(), keys: None });

    // And back to the leaver's page, whose name one remembers.
    palette(&mut stage, "keys of mara");
    assert!(stage.tree().contains(&format!("0 of {theirs} done")), "{}", stage.tree());
}

#[test]
fn a_warning_that_is_put_off_in_review_is_the_one_of_the_row() {
    let mut facts = sample::snapshot();
    let index = facts.findings.iter().position(|findings| !findings.is_empty()).unwrap();
    let mut second = facts.findings[index][0].clone();
    second.rule = if second.rule == Rule::NoOwner { Rule::TooBroad } else { Rule::NoOwner };
    "Nobody owns it".clone_into(&mut second.text);
    facts.findings[index].push(second);
    let mut stage = Stage::new(facts);
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    let on_it = (0..60).any(|_| {
        let is_it = row_in_hand(&stage).is_some_and(|row| row.contains("Nobody owns it"));
        if !is_it {
            stage.press(Key::ArrowDown);
        }
        is_it
    });
    assert!(on_it, "{:?}", stage.rows());
    stage.press(Key::S);
    stage.type_text("Later");
    stage.press(Key::Enter);
    let Ok(Request::Snooze(what, ..)) = stage.asked.try_recv() else { panic!("nothing was asked") };
    assert_eq!(what.len(), 1);
}
