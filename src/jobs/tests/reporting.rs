//! Reports into files, as the window asks for them.

use super::*;
use crate::jobs::KeyFiles;
use crate::model::Rule;

fn ask(of: ReportOf, form: ReportForm, to: &std::path::Path) -> Request {
    Request::Report(Box::new(ReportAsk { of, form, to: to.to_owned(), force: false }))
}

#[test]
fn a_report_is_about_the_keys_that_were_chosen_and_replaces_nothing_unasked() {
    let place = Place::with_keys(&["A_KEY", "B_KEY"]);
    let window = place.worker();
    let first = window.see_open();
    let a = find(&first, "A_KEY").uid;
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().join("review.html");
    let some = ReportOf::Review { about: "1 key".into(), keys: Some(vec![a]) };
    window.ask(ask(some.clone(), ReportForm::Html, &to));
    assert_eq!(window.hear_done().1, Done::Reported(to.clone()));
    let page = std::fs::read_to_string(&to).unwrap();
    assert!(page.contains("<h1>Review: 1 key</h1>"));
    assert!(page.contains("A_KEY") && !page.contains("B_KEY"));
    window.ask(ask(some.clone(), ReportForm::Markdown, &to));
    let failure = window.hear_failure();
    assert_eq!((failure.title.as_str(), failure.remedy), ("Couldn't write review.html.", Some(Remedy::Replace)));
    let again = ReportAsk { of: some, form: ReportForm::Markdown, to: to.clone(), force: true };
    window.ask(Request::Report(Box::new(again)));
    window.hear_done();
    assert!(std::fs::read_to_string(&to).unwrap().starts_with("# Review: 1 key\n"));

    let all = dir.path().join("all.csv");
    window.ask(ask(ReportOf::Review { about: "All projects".into(), keys: None }, ReportForm::Csv, &all));
    window.hear_done();
    assert!(std::fs::read_to_string(&all).unwrap().starts_with("\"Severity\","));
}

#[test]
fn a_handover_is_written_for_someone_who_is_known() {
    let place = Place::with_keys(&["A_KEY"]);
    let window = place.worker();
    let a = window.see_open().keys[0].uid;
    window.ask(Request::Assign(vec![(a, Some("Jon".into()))]));
    window.hear_done();
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().join("jon.md");
    window.ask(ask(ReportOf::Handover("Jon".into()), ReportForm::Markdown, &to));
    window.hear_done();
    assert!(std::fs::read_to_string(&to).unwrap().contains("0 of 1 done."));
    window.ask(ask(ReportOf::Handover("Eve".into()), ReportForm::Markdown, &dir.path().join("eve.md")));
    assert_eq!(window.hear_failure().title, "Couldn't write eve.md.");
    assert!(!dir.path().join("eve.md").exists());
}

#[test]
fn written_files_are_deleted_for_a_key() {
    let place = Place::with_keys(&["A_KEY"]);
    let window = place.worker();
    let first = window.see_open();
    let a = first.keys[0].uid;
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().join("a.env");
    let export = ExportAsk {
        place: first.keys[0].place().clone(),
        target: crate::envfile::Target::Portable,
        only: Vec::new(),
        skip_refused: false,
        to: to.clone(),
        consent: Consent::default(),
        gitignore: false,
        delete_after: None,
    };
    window.ask(Request::Export(Box::new(export)));
    let told = |snapshot: &Snapshot| snapshot.findings[0].iter().any(|finding| finding.rule == Rule::PlainFile);
    assert!(told(&window.see(told)));
    window.ask(Request::LookAtFiles(a));
    let there = loop {
        if let Event::FilesLooked(uid, files) = window.hear() {
            break (uid, files);
        }
    };
    let paths = vec![to.canonicalize().unwrap()];
    assert_eq!(there, (a, KeyFiles { paths, deleted: Vec::new() }), "a person is asked about these");
    window.ask(Request::DeleteFiles(a));
    let (shown, done) = window.hear_done();
    assert_eq!(done, Done::FilesDeleted(a, 1, 0));
    assert!(!told(&shown) && !to.exists());
}

#[test]
fn a_value_that_was_saved_as_a_file_is_told_of_and_deleted_for_its_key() {
    let place = Place::with_keys(&["A_KEY", "B_KEY"]);
    let window = place.worker();
    let first = window.see_open();
    let a = find(&first, "A_KEY").uid;
    let dir = tempfile::tempdir().unwrap();
    let [to, changed] = ["a.pem", "changed.pem"].map(|name| dir.path().join(name));
    let told = |snapshot: &Snapshot| {
        let keys = snapshot.keys.iter().zip(&snapshot.findings);
        let in_files = keys.filter(|(_, findings)| findings.iter().any(|finding| finding.rule == Rule::PlainFile));
        in_files.map(|(key, _)| key.name().to_owned()).collect::<Vec<_>>()
    };
    for path in [&to, &changed] {
        window.ask(Request::SaveFile(a, path.clone()));
        let (shown, _) = window.hear_done();
        assert_eq!(told(&shown), ["A_KEY"]);
    }
    let vault = Vault::open(&place.home(), &place.world).unwrap();
    assert_eq!(vault.files_of(a).unwrap(), [to.clone(), changed.clone()].map(|path| path.canonicalize().unwrap()));
    std::fs::write(&changed, "mine").unwrap();
    window.ask(Request::DeleteFiles(a));
    let (shown, done) = window.hear_done();
    assert_eq!(done, Done::FilesDeleted(a, 1, 1));
    assert!(!to.exists() && changed.exists());
    assert_eq!(told(&shown), ["A_KEY"], "the value may be in it still");
    // What can't be written is not known either.
    std::fs::write(&to, "somebody's").unwrap();
    window.ask(Request::SaveFile(a, to.clone()));
    window.hear_failure();
    assert_eq!(vault.files_of(a).unwrap(), [changed.canonicalize().unwrap()]);
}
