//! A person's page as plain values.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::data::{Leaving, Line, Page, Show};
use crate::gui::sample;
use crate::jobs::Snapshot;
use crate::model::{DeletedKey, KeyRef, Person, Severity, State};

fn utc(at: DateTime<Utc>) -> NaiveDate {
    at.date_naive()
}

/// The sample in which Jon owns production's keys of Storefront and leaves in so many days.
fn leaves_in(days: i64) -> Snapshot {
    let mut snapshot = sample::snapshot();
    for key in &mut snapshot.keys {
        let theirs = key.place().project == "Storefront" && key.protected;
        key.owner = Some(if theirs { "Jon Ruiz" } else { "Mara Klein" }.to_owned());
    }
    snapshot.people = vec![Person {
        name: "Jon Ruiz".to_owned(),
        last_day: Some(snapshot.today + TimeDelta::days(days)),
        leaving_since: Some(snapshot.now.get() - TimeDelta::days(1)),
        ..Person::default()
    }];
    snapshot
}

fn page(snapshot: &Snapshot) -> Page {
    Page::new(snapshot, Some("Jon Ruiz"), &utc)
}

fn change(snapshot: &mut Snapshot, name: &str, change: impl FnOnce(&mut crate::model::Key)) {
    let key = snapshot.keys.iter_mut().find(|key| key.name() == name && key.owner.as_deref() == Some("Jon Ruiz"));
    change(key.unwrap());
}

#[test]
fn the_worst_comes_first_and_what_is_done_goes_to_the_end() {
    let mut snapshot = leaves_in(4);
    let now = snapshot.now.get();
    let before = page(&snapshot);
    assert_eq!((before.rows.len(), before.progress.done, before.to_do(), before.projects), (16, 0, 16, 1));
    assert_eq!((before.protected, before.warned, before.worst), (16, 9, Some(Severity::ActNow)));
    let first = &snapshot.keys[before.rows[0].key];
    assert_eq!(first.name(), "GITHUB_DEPLOY_TOKEN");
    assert_eq!(before.missing_words(), "14 need a new value · 1 not ended there · 15 need a new owner");
    assert_eq!(before.pill().unwrap().0, "Leaving");
    assert_eq!(before.last_day_words(snapshot.today), "Last day Thu 27 Nov 2025, in 4 days");

    let gone = snapshot.keys[before.rows[0].key].uid;
    snapshot.people[0].handed_over.push(gone);
    change(&mut snapshot, "GITHUB_DEPLOY_TOKEN", |key| {
        key.owner = Some("Mara Klein".to_owned());
        sample::renew(key, now, Some(now));
    });
    change(&mut snapshot, "PORT", |key| key.owner = Some("Mara Klein".to_owned()));
    change(&mut snapshot, "OPENAI_API_KEY", |key| {
        key.state = State::Disabled { since: now };
        key.ended_at = Some(now);
    });
    let after = page(&snapshot);
    assert_eq!(
        (after.rows.len(), after.progress.done),
        (15, 2),
        "a plain key that was not noted as handed over is nobody's care"
    );
    let last = after.rows.iter().rev().take(2).map(|row| snapshot.keys[row.key].name());
    assert_eq!(last.collect::<Vec<_>>(), ["OPENAI_API_KEY", "GITHUB_DEPLOY_TOKEN"]);
    let lines = after.lines(&snapshot, Show::All, "", &utc);
    assert_eq!((lines[0], lines[14]), (Line::Heading("To do", 13), Line::Heading("Done", 2)));
    let narrowed = after.lines(&snapshot, Show::All, "stripe secret", &utc);
    assert_eq!(narrowed.len(), 3, "a heading and two keys");
    assert!(after.lines(&snapshot, Show::Warned, "", &utc).len() < lines.len());
}

#[test]
fn the_pill_says_how_late_it_is_and_when_all_is_done() {
    for (days, words) in [(0, "Leaves today"), (-1, "Left yesterday, 16 to do"), (-3, "Left 3 days ago, 16 to do")] {
        assert_eq!(page(&leaves_in(days)).pill().unwrap().0, words);
    }
    let mut snapshot = leaves_in(1);
    assert!(page(&snapshot).last_day_words(snapshot.today).ends_with(", tomorrow"));
    let now = snapshot.now.get();
    for key in snapshot.keys.iter_mut().filter(|key| key.owner.as_deref() == Some("Jon Ruiz")) {
        (key.state, key.ended_at) = (State::Disabled { since: now }, Some(now));
    }
    let (words, severity, good) = page(&snapshot).pill().unwrap();
    assert_eq!((words.as_str(), severity, good), ("Done 16 of 16", None, true));
    assert_eq!(page(&snapshot).missing_words(), "");
}

#[test]
fn what_is_gone_is_to_do_until_its_values_ended() {
    let mut snapshot = leaves_in(4);
    let gone = |reference: &str, ended| DeletedKey {
        reference: KeyRef::parse(reference).unwrap(),
        at: snapshot.now.get(),
        ended,
        entry: 9,
    };
    let both = vec![gone("Storefront/production/OLD_TOKEN", true), gone("Billing/production/OLDER_TOKEN", false)];
    snapshot.people[0].deleted.clone_from(&both);
    let with = page(&snapshot);
    assert_eq!((with.rows.len(), with.to_do(), with.progress.all), (16, 17, 18));
    assert_eq!(with.missing_words(), "14 need a new value · 2 not ended there · 15 need a new owner");
    let lines = with.lines(&snapshot, Show::All, "", &utc);
    assert_eq!((lines[0], lines[17..].to_vec()), {
        (Line::Heading("To do", 17), vec![Line::Gone(1), Line::Heading("Done", 1), Line::Gone(0)])
    });
    assert_eq!(with.lines(&snapshot, Show::All, "older billing", &utc), [Line::Heading("To do", 1), Line::Gone(1)]);
    assert!(!with.lines(&snapshot, Show::Protected, "", &utc).contains(&Line::Gone(0)));

    // Nothing else is left.
    for key in &mut snapshot.keys {
        key.owner = Some("Mara Klein".to_owned());
    }
    let alone = page(&snapshot);
    assert!(alone.rows.is_empty() && !alone.is_handed_over(), "a value of theirs may still work");
    assert_eq!(alone.missing_words(), "1 not ended there");
    snapshot.people[0].deleted[1].ended = true;
    let done = page(&snapshot);
    assert!(done.is_handed_over());
    assert_eq!(done.pill(), Some(("Done 2 of 2".to_owned(), None, true)));
    assert_eq!(done.lines(&snapshot, Show::All, "", &utc).len(), 3);
    snapshot.people[0].last_day = None;
    assert!(page(&snapshot).gone.is_empty() && !page(&snapshot).is_handed_over());
}

#[test]
fn a_disabled_key_needs_its_end_and_neither_a_new_value_nor_a_new_owner() {
    let mut snapshot = leaves_in(4);
    let now = snapshot.now.get();
    change(&mut snapshot, "OPENAI_API_KEY", |key| key.state = State::Disabled { since: now });
    change(&mut snapshot, "STRIPE_SECRET_KEY", |key| {
        sample::renew(key, now, None);
    });
    assert_eq!(page(&snapshot).missing_words(), "12 need a new value · 3 not ended there · 14 need a new owner");
    assert_eq!(page(&snapshot).to_do(), 16);
}

#[test]
fn who_stays_has_no_progress_and_nobodys_keys_have_no_name() {
    let mut snapshot = leaves_in(4);
    (snapshot.people[0].last_day, snapshot.people[0].leaving_since) = (None, None);
    let stays = page(&snapshot);
    assert_eq!((stays.leaving, stays.progress.done, stays.pill()), (Leaving::No, 0, None));
    assert!(stays.lines(&snapshot, Show::All, "", &utc).iter().all(|line| matches!(line, Line::Row(_))));
    assert_eq!(Page::new(&snapshot, Some("Nobody known"), &utc).rows.len(), 0);
    change(&mut snapshot, "STRIPE_SECRET_KEY", |key| key.owner = Some("  ".to_owned()));
    change(&mut snapshot, "PORT", |key| key.owner = None);
    let nobodys = Page::new(&snapshot, None, &utc);
    let names: Vec<&str> = nobodys.rows.iter().map(|row| snapshot.keys[row.key].name()).collect();
    assert_eq!(names, ["STRIPE_SECRET_KEY"], "a plain key needs no owner");
}
