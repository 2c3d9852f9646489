//! Imports: planned, done, stopped.

use std::fs;
use std::path::PathBuf;

use super::*;
use crate::envfile::Dialect;
use crate::model::EnvRef;

pub fn import_of(file: PathBuf) -> Box<ImportAsk> {
    Box::new(ask_for(ImportSource::File(file)))
}

fn ask_for(source: ImportSource) -> ImportAsk {
    ImportAsk {
        source,
        into: EnvRef::parse("shop/development").unwrap(),
        dialect: Dialect::Auto,
        replace: Vec::new(),
        leave_out: Vec::new(),
        plain: Vec::new(),
        secret: Vec::new(),
    }
}

/// `NAME=value` lines with made-up values.
fn lines(names: &[&str]) -> String {
    let line = |name: &&str| format!("{name}={}\n", made_up().expose_str().unwrap());
    names.iter().map(line).collect()
}

fn hear_plan(window: &Window) -> ImportPlan {
    loop {
        match window.hear() {
            Event::Planned(plan) => return plan,
            Event::Failed(failure) => panic!("{failure:?}"),
            _ => {}
        }
    }
}

fn hear_imported(window: &Window) -> ImportReport {
    loop {
        match window.hear() {
            Event::Imported(report) => return report,
            Event::Failed(failure) => panic!("{failure:?}"),
            _ => {}
        }
    }
}

fn fates(plan: &ImportPlan) -> Vec<(&str, &Fate)> {
    plan.entries.iter().map(|entry| (entry.name.as_str(), &entry.fate)).collect()
}

#[test]
fn a_plan_needs_no_vault_and_makes_none() {
    let place = Place::new();
    let window = place.worker();
    window.see(|_| true);
    let file = place.folder.path().join(".env");
    fs::write(&file, lines(&["API_KEY"]) + "PORT=3000\n# OLD_KEY=gone\nno assignment\n").unwrap();
    window.ask(Request::PlanImport(import_of(file.clone())));
    let plan = hear_plan(&window);
    assert_eq!(fates(&plan), [("API_KEY", &Fate::New), ("PORT", &Fate::New)]);
    assert_eq!((plan.entries[0].plain, plan.entries[1].plain), (false, true));
    assert_eq!(plan.commented_out, ["OLD_KEY"]);
    assert_eq!(plan.problems.len(), 1);
    assert!(!place.home().has_vault());
    window.ask(Request::Import(import_of(file)));
    assert_eq!(window.hear_failure().title, "Couldn't import .env.");
    assert!(!place.home().has_vault());
}

#[test]
fn what_stands_there_stays_is_replaced_or_left_out_as_it_was_asked() {
    let place = Place::with_keys(&["STAYS_KEY", "REPLACED_KEY"]);
    let window = place.worker();
    let before = window.see_open();
    let text = Secret::new(
        (lines(&["STAYS_KEY", "REPLACED_KEY", "UNWANTED_KEY", "NEW_KEY"]) + "LD_PRELOAD=/x.so\n").into_bytes(),
    );
    let ask = |source| {
        Box::new(ImportAsk {
            replace: vec!["REPLACED_KEY".into()],
            leave_out: vec!["UNWANTED_KEY".into()],
            ..ask_for(source)
        })
    };
    let source = ImportSource::Text(text);
    window.ask(Request::PlanImport(ask(source.duplicate())));
    let plan = hear_plan(&window);
    let danger = Fate::LeftOut("it can change how programs run".into());
    let unwanted = Fate::LeftOut("you left it out".into());
    assert_eq!(
        fates(&plan),
        [
            ("STAYS_KEY", &Fate::Differs),
            ("REPLACED_KEY", &Fate::Replaces),
            ("UNWANTED_KEY", &unwanted),
            ("NEW_KEY", &Fate::New),
            ("LD_PRELOAD", &danger),
        ]
    );
    window.ask(Request::Import(ask(source)));
    let report = hear_imported(&window);
    assert_eq!((report.keys, report.path), (2, PathBuf::from("pasted text")));
    let after = window.see_open();
    assert_eq!(names(&after), ["NEW_KEY", "REPLACED_KEY", "STAYS_KEY"]);
    let print = |snapshot: &Snapshot, name: &str| find(snapshot, name).fingerprint;
    assert_eq!(print(&after, "STAYS_KEY"), print(&before, "STAYS_KEY"));
    assert_ne!(print(&after, "REPLACED_KEY"), print(&before, "REPLACED_KEY"));
    window.ask(Request::Look(find(&after, "NEW_KEY").uid));
    let Event::Looked(look) = window.hear() else { panic!("nothing was looked at") };
    assert_eq!(look.history[0].detail.as_deref(), Some("from pasted text"));
}

/// Begins an import of three keys that waits at its first value, and sees to it that what is asked meanwhile stands in
/// the worker's line before the import goes on.
fn import_and_meanwhile(place: &Place, window: &Window, meanwhile: Vec<Request>) {
    let file = place.folder.path().join(".env");
    fs::write(&file, lines(&["A_KEY", "B_KEY", "C_KEY"])).unwrap();
    place.feel(PUT_WAITS);
    window.ask(Request::Import(import_of(file)));
    while !matches!(window.hear(), Event::Progress("Importing", 0, 3)) {}
    for request in meanwhile {
        window.ask(request);
    }
    // More than the window's channel holds: the last one fits only when what stands before it was passed on.
    for _ in 0..66 {
        window.worker.requests.send(Request::Touch).unwrap();
    }
    place.feel(WELL);
}

#[test]
fn a_stopped_import_leaves_nothing_and_what_was_asked_meanwhile_is_done_in_its_order() {
    let place = Place::with_keys(&[]);
    let window = place.worker();
    window.see_open();
    import_and_meanwhile(&place, &window, vec![Request::Set("me", "Ada".into()), Request::Stop]);
    let failure = window.hear_failure();
    assert_eq!((failure.title.as_str(), failure.why.as_str()), ("Import stopped.", "Nothing came in."));
    let after = window.see_open();
    assert_eq!((names(&after).len(), after.projects.len(), after.settings.me.as_str()), (0, 0, "Ada"));
}

#[test]
fn a_lock_need_not_wait_for_an_import() {
    let place = Place::with_keys(&[]);
    let window = place.worker();
    window.see_open();
    import_and_meanwhile(&place, &window, vec![Request::Lock]);
    assert_eq!(window.hear_failure().title, "Import stopped.");
    window.see(|snapshot| snapshot.locked_because == Some(LockReason::Asked));
    window.ask(Request::Unlock(None));
    assert!(window.see_open().keys.is_empty());
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let place = Place::with_keys(&[]);
    let window = place.worker();
    window.see_open();
    for request in [Request::PlanImport, Request::Import] {
        window.ask(request(import_of(place.folder.path().join("nowhere.env"))));
        assert!(window.hear_failure().title.contains("nowhere.env"));
    }
    window.ask(Request::Stop);
    window.ask(Request::Set("me", "Ada".into()));
    assert_eq!(window.see_open().settings.me, "Ada", "a stop of nothing stops nothing");
}
