//! The dialog without a pixel: what it asks for, what is still missing, what it hears.

use std::path::PathBuf;

use super::form::{Attempt, DIALECTS, Finding, Import};
use crate::gui::modal::Heard;
use crate::gui::sample;
use crate::gui::screens::keys::Place;
use crate::jobs::{
    Event, Failure, Fate, FilesFound, FoundRow, ImportPlan, ImportReport, ImportSource, Imports, PlannedEntry, Request,
};

fn form() -> Import {
    let place = Place { project: Some("Storefront".to_owned()), environment: Some("staging".to_owned()) };
    Import::new(&place, &sample::snapshot(), Some("/made/up/.env".into()))
}

fn found(form: &mut Import, files: &[&str], is_folder: bool) {
    let row = |file: &&str| FoundRow {
        project: "shop".to_owned(),
        environment: "test".to_owned(),
        files: vec![PathBuf::from(file)],
        wanted: Vec::new(),
        folder: None,
    };
    let rows = files.iter().map(row).collect();
    let found = FilesFound { rows, is_folder, ..FilesFound::default() };
    form.hear(Event::FilesFound(Box::new(found)), Some(&sample::snapshot()));
}

fn planned(form: &mut Import, asked: u64) {
    planned_as(form, asked, Fate::New);
}

fn planned_as(form: &mut Import, asked: u64, fate: Fate) {
    let entry = PlannedEntry { name: "NEW_KEY".to_owned(), fate, ..PlannedEntry::default() };
    let plan = ImportPlan { entries: vec![entry], ..ImportPlan::default() };
    let plans = form.batch.rows.iter().map(|_| Ok(plan.clone())).collect();
    form.hear(Event::Planned(asked, plans), Some(&sample::snapshot()));
}

#[test]
fn a_file_that_was_dropped_goes_to_the_place_in_view() {
    let mut form = form();
    let asked = form.next_question(0.0, false);
    assert!(matches!(asked, Some(Request::FindFiles(path)) if path.to_str() == Some("/made/up/.env")));
    assert!(form.next_question(9.0, true).is_none(), "it is on its way");
    found(&mut form, &["/made/up/.env"], false);
    let Some(Request::PlanImports(asked, asks)) = form.next_question(9.0, false) else { panic!("nothing was asked") };
    assert_eq!(asks[0].into.to_string(), "Storefront/staging");
    assert!(!form.is_ready());
    planned(&mut form, asked);
    assert!(form.is_ready());
    let Some(Request::Import(asks)) = form.submit() else { panic!("nothing was asked") };
    assert!(matches!(&asks[0].source, ImportSource::Files(paths) if paths[0].to_str() == Some("/made/up/.env")));
    let report = ImportReport { keys: 1, ..ImportReport::default() };
    let imports = Imports { reports: vec![report], ..Imports::default() };
    form.hear(Event::Imported(imports), Some(&sample::snapshot()));
    assert!(matches!(&form.attempt, Attempt::Done(results) if results.words() == "Imported 1 key"));
}

#[test]
fn a_folder_brings_rows_of_its_own() {
    let mut form = form();
    form.next_question(0.0, true);
    found(&mut form, &["/made/up/a/.env", "/made/up/b/.env"], true);
    let Some(Request::PlanImports(_, asks)) = form.next_question(9.0, false) else { panic!("nothing was asked") };
    assert_eq!(asks.iter().map(|ask| ask.into.to_string()).collect::<Vec<_>>(), ["shop/test", "shop/test"]);
    form.changed(1.0);
    assert_eq!(form.batch.rows.len(), 1, "another path is another search");
}

#[test]
fn typing_asks_only_once_it_rests() {
    let mut form = form();
    form.changed(10.0);
    assert!(form.next_question(10.1, false).is_none());
    assert!(form.next_question(10.3, false).is_some());
}

#[test]
fn what_failed_is_said_where_it_was_asked() {
    let mut form = form();
    form.next_question(0.0, true);
    let failed = || Event::Failed(Failure::new("Couldn't read .env.", "", ""));
    form.hear(failed(), Some(&sample::snapshot()));
    assert!(matches!(&form.finding, Finding::Failed(_)) && !form.is_ready());
    assert!(matches!(form.hear(failed(), Some(&sample::snapshot())), Heard::Pass(_)));
}

#[test]
fn where_all_environments_are_in_view_the_first_that_is_not_protected_is_proposed() {
    let mut snapshot = sample::snapshot();
    let storefront = snapshot.projects.iter_mut().find(|project| project.name == "Storefront").unwrap();
    storefront.environments.sort_by_key(|environment| !environment.protected);
    let place = Place { project: Some("Storefront".to_owned()), environment: None };
    assert_eq!(Import::new(&place, &snapshot, None).batch.rows[0].environment, "development");
}

#[test]
fn every_way_of_reading_has_words() {
    for (at, (dialect, words)) in DIALECTS.iter().enumerate() {
        assert!(!words.is_empty());
        assert!(DIALECTS.iter().position(|(other, _)| other == dialect) == Some(at));
    }
}

#[test]
fn what_is_chosen_in_the_frame_of_enter_counts_too() {
    let mut form = form();
    assert!(form.next_question(0.0, false).is_some());
    found(&mut form, &["/made/up/a.env", "/made/up/b.env"], true);
    let Some(Request::PlanImports(asked, _)) = form.next_question(9.0, false) else { panic!("nothing was asked") };
    planned_as(&mut form, asked, Fate::Differs);
    for row in &mut form.batch.rows {
        row.choices.replace.insert("NEW_KEY".to_owned());
    }
    form.batch.settle();
    // Both go to one place: what the first brings is asked of the second from now on.
    form.batch.rows[0].ticked = false;
    let Some(Request::Import(asks)) = form.submit() else { panic!("nothing was asked") };
    assert_eq!(asks.iter().map(|ask| ask.replace.len()).collect::<Vec<_>>(), [1]);
}

#[test]
fn what_was_said_of_files_is_said_of_them_after_a_lock_and_of_no_others() {
    for (files, is_folder) in [(&["/made/up/.env"][..], false), (&["/made/up/.env", "/made/up/.env.local"][..], true)] {
        let mut form = form();
        form.next_question(0.0, true);
        found(&mut form, files, is_folder);
        let Some(Request::PlanImports(asked, _)) = form.next_question(0.0, true) else { panic!("nothing was asked") };
        planned(&mut form, asked);
        let last = form.batch.rows.last_mut().unwrap();
        last.ticked = !is_folder;
        last.environment = "preview".to_owned();
        let entry = last.plan().unwrap().entries[0].clone();
        last.toggle(&entry);
        for other in [false, true] {
            let mut again = form.over_lock().unwrap();
            assert!(again.batch.rows.iter().all(|row| row.plan().is_none()), "what was read went with the lock");
            if other {
                again.changed(0.0);
            }
            assert!(matches!(again.next_question(0.0, true), Some(Request::FindFiles(_))));
            found(&mut again, files, is_folder);
            let Some(Request::PlanImports(asked, _)) = again.next_question(0.0, true) else {
                panic!("not asked again")
            };
            planned(&mut again, asked);
            let last = again.batch.rows.last().unwrap();
            // Of a name in both files one comes in.
            assert_eq!(again.batch.counts().0, if other { 1 } else { files.len() - 1 });
            assert_eq!(last.choices.out.contains("NEW_KEY"), !other, "{is_folder}");
            assert_eq!((last.ticked, last.environment == "preview"), (other || !is_folder, !other || !is_folder));
        }
    }
}

#[test]
fn a_place_that_is_typed_after_a_lock_is_not_the_one_of_before() {
    let mut form = form();
    form.next_question(0.0, true);
    found(&mut form, &["/made/up/.env"], false);
    form.batch.rows[0].environment = "preview".to_owned();
    let mut again = form.over_lock().unwrap();
    assert_eq!(again.batch.rows[0].environment, "preview");
    again.next_question(0.0, true);
    again.batch.rows[0].environment = "typed".to_owned();
    found(&mut again, &["/made/up/.env"], false);
    assert_eq!(again.batch.rows[0].environment, "typed");
}

/// The answer to what was asked, with lines that are not understood, of files that read as these marks say.
fn planned_with_lines(form: &mut Import, lines: &[u32], mark: u8) {
    let Some(Request::PlanImports(asked, _)) = form.next_question(0.0, true) else { panic!("nothing was asked") };
    let entry = PlannedEntry { name: "NEW_KEY".to_owned(), ..PlannedEntry::default() };
    let unread = lines.iter().map(|line| (*line, format!("is line {line} and no name"))).collect();
    let plan = ImportPlan { entries: vec![entry], unread, marks: vec![vec![mark; 4]], ..ImportPlan::default() };
    form.hear(Event::Planned(asked, vec![Ok(plan)]), Some(&sample::snapshot()));
}

/// It was locked and opened again, so often.
fn after_locks(form: &Import, locks: usize) -> Import {
    let mut again = form.over_lock().unwrap();
    for _ in 1..locks {
        again.next_question(0.0, true);
        again = again.over_lock().unwrap();
    }
    again.next_question(0.0, true);
    found(&mut again, &["/made/up/.env"], false);
    again
}

#[test]
fn lines_that_were_left_out_stay_out_after_a_lock_while_the_file_is_the_same() {
    let mut form = form();
    form.next_question(0.0, true);
    found(&mut form, &["/made/up/.env"], false);
    planned_with_lines(&mut form, &[3, 7], 1);
    assert!(form.batch.is_unread());
    form.batch.rows[0].skip_unread();
    assert!(form.is_ready());
    for locks in [1, 2] {
        let mut again = after_locks(&form, locks);
        assert!(!format!("{:?}", again.batch.rows).contains("no name"), "why may quote the line");
        planned_with_lines(&mut again, &[3, 7], 1);
        assert!(again.is_ready(), "{locks}");
        let Some(Request::Import(asks)) = again.submit() else { panic!("nothing was asked") };
        assert!(asks[0].skip_refused);
    }
    let mut changed = after_locks(&form, 1);
    planned_with_lines(&mut changed, &[3, 7], 2);
    assert!(changed.batch.is_unread() && !changed.is_ready(), "another file has other lines");
    let mut otherwise = after_locks(&form, 1);
    otherwise.read_as(DIALECTS[3].0);
    planned_with_lines(&mut otherwise, &[3, 7], 1);
    assert!(otherwise.batch.is_unread(), "read by other rules");
}

#[test]
fn of_lines_that_a_person_was_not_asked_about_yet_it_is_asked_after_a_lock() {
    let mut form = form();
    form.next_question(0.0, true);
    found(&mut form, &["/made/up/.env"], false);
    planned_with_lines(&mut form, &[3, 7], 1);
    let mut again = after_locks(&form, 1);
    planned_with_lines(&mut again, &[3, 7], 1);
    assert!(again.batch.is_unread());
}
