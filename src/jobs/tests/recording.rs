//! The record read, checked and written out by the worker.

use super::*;
use crate::model::{ActivityClass, ActivityQuery};

fn read(window: &Window, ask: ActivityAsk) -> ActivityRead {
    window.ask(Request::ReadActivity(Box::new(ask)));
    loop {
        match window.hear() {
            Event::ActivityRead(read) => return *read,
            Event::Failed(failure) => panic!("{failure:?}"),
            _ => {}
        }
    }
}

fn ask(query: ActivityQuery) -> ActivityAsk {
    ActivityAsk { asked: 7, query, before: None, down_to: None }
}

fn checked(window: &Window) -> RecordState {
    window.ask(Request::CheckActivity);
    loop {
        if let Event::ActivityChecked(state) = window.hear() {
            return state;
        }
    }
}

#[test]
fn the_record_is_read_by_days_with_its_counts_and_narrowed() {
    let place = Place::with_keys(&["A", "B", "C"]);
    let window = place.worker();
    let snapshot = window.see_open();
    let uid = find(&snapshot, "A").uid;
    for _ in 0..3 {
        place.clock.0.fetch_add(86_400, Ordering::SeqCst);
        for _ in 0..2 {
            window.ask(Request::Reveal(uid));
            while !matches!(window.hear(), Event::Revealed(..)) {}
        }
    }
    let all = read(&window, ask(ActivityQuery::default()));
    assert_eq!((all.asked, all.page.next), (7, None));
    assert_eq!(all.page.days.len(), 4);
    assert_eq!(all.page.days[0].folds.len(), 1, "the same act on one day is one line");
    assert_eq!(all.page.days[0].folds[0].times, 2);
    assert_eq!(all.counts.map(|counts| counts[0]), Some(6));
    let of_all: u64 = all.page.days.iter().map(crate::model::ActivityDay::entries).sum();
    assert_eq!(all.counts.map(|counts| counts.iter().sum()), Some(of_all));
    let added = ActivityQuery { words: vec!["added".to_owned()], ..ActivityQuery::default() };
    let added = read(&window, ask(added));
    assert_eq!(added.page.days.len(), 1);
    assert_eq!(added.counts, Some([0, 0, 3, 0]));
    let copies = ActivityQuery { class: Some(ActivityClass::Copies), ..ActivityQuery::default() };
    let newest = all.page.days[0].day;
    let copies = read(&window, ActivityAsk { down_to: Some(newest), ..ask(copies) });
    assert_eq!(copies.page.days.len(), 1, "down to the day that was asked for");
    let older = ActivityAsk { before: copies.page.next, ..ask(ActivityQuery::default()) };
    assert_eq!(read(&window, older).page.days.len(), 3);
}

#[test]
fn a_check_says_how_long_the_record_is() {
    let place = Place::with_keys(&["A", "B"]);
    let window = place.worker();
    window.see_open();
    assert!(matches!(checked(&window), RecordState::Unbroken { entries: 3, .. }));
    let folder = tempfile::tempdir().unwrap();
    let link = PlaceChange::LinkFolder { project: "shop".to_owned(), folder: folder.path().to_owned() };
    window.ask(Request::ChangePlace(Box::new(link)));
    window.hear_done();
    assert!(matches!(checked(&window), RecordState::Unbroken { entries: 4, .. }), "it grew");
}

#[test]
fn the_record_is_written_as_json_and_csv_and_replaces_only_where_a_person_says_so() {
    let place = Place::with_keys(&["A"]);
    let window = place.worker();
    window.see_open();
    let folder = tempfile::tempdir().unwrap();
    for (format, name) in [(ActivityFormat::Json, "a.json"), (ActivityFormat::Csv, "a.csv")] {
        let to = folder.path().join(name);
        let export = |replace| {
            let query = ActivityQuery::default();
            Request::ExportActivity(Box::new(ActivityExport { query, format, to: to.clone(), replace }))
        };
        window.ask(export(false));
        let (_, done) = window.hear_done();
        assert_eq!(done, Done::ActivityExported(to.clone(), 2));
        let text = std::fs::read_to_string(&to).unwrap();
        assert!(text.contains("shop/development/A") && text.contains("added"), "{text}");
        if format == ActivityFormat::Json {
            assert!(text.starts_with("[\n  {") && text.ends_with("}\n]\n"), "{text}");
        } else {
            assert_eq!(text.lines().next(), Some("\"number\",\"at\",\"what\",\"subject\",\"detail\",\"via\""));
            assert_eq!(text.lines().count(), 3);
        }
        window.ask(export(false));
        assert_eq!(window.hear_failure().remedy, Some(Remedy::Replace));
        window.ask(export(true));
        window.hear_done();
    }
}

#[test]
fn a_locked_vault_tells_nothing_of_its_record() {
    let place = Place::with_keys(&["A"]);
    let window = place.worker();
    window.see_open();
    window.ask(Request::Lock);
    window.see(|snapshot| snapshot.state == VaultState::Locked);
    window.ask(Request::ReadActivity(Box::new(ask(ActivityQuery::default()))));
    assert!(!window.hear_failure().title.is_empty());
}
