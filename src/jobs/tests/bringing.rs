//! Imports: planned, done, stopped.

use std::fs;
use std::path::PathBuf;

use super::*;
use crate::model::EnvRef;

pub fn import_of(file: PathBuf) -> Vec<ImportAsk> {
    vec![ask_for(ImportSource::Files(vec![file]))]
}

fn ask_for(source: ImportSource) -> ImportAsk {
    ImportAsk::new(source, EnvRef::parse("shop/development").unwrap())
}

/// `NAME=value` lines with made-up values.
fn lines(names: &[&str]) -> String {
    let line = |name: &&str| format!("{name}={}\n", made_up().expose_str().unwrap());
    names.iter().map(line).collect()
}

fn hear_plan(window: &Window) -> ImportPlan {
    loop {
        match window.hear() {
            Event::Planned(_, mut plans) => return plans.remove(0).unwrap(),
            Event::Failed(failure) => panic!("{failure:?}"),
            _ => {}
        }
    }
}

fn hear_imported(window: &Window) -> ImportReport {
    loop {
        match window.hear() {
            Event::Imported(mut imports) => return imports.reports.remove(0),
            Event::Failed(failure) => panic!("{failure:?}"),
            _ => {}
        }
    }
}

fn fates(plan: &ImportPlan) -> Vec<(&str, &Fate)> {
    plan.entries.iter().map(|entry| (entry.name.as_str(), &entry.fate)).collect()
}

#[test]
fn a_plan_tells_a_file_that_is_the_same_from_one_that_changed() {
    let place = Place::new();
    let window = place.worker();
    window.see(|_| true);
    let file = place.folder.path().join(".env");
    fs::write(&file, lines(&["API_KEY"])).unwrap();
    let marks = || {
        window.ask(Request::PlanImports(1, import_of(file.clone())));
        hear_plan(&window).marks
    };
    assert!(marks().is_empty(), "there is no vault yet");
    window.ask(Request::Import(import_of(file.clone())));
    hear_imported(&window);
    let before = marks();
    assert_eq!((before.len(), &marks()), (1, &before));
    fs::write(&file, lines(&["API_KEY"]) + "no assignment\n").unwrap();
    assert_ne!(marks(), before);
}

#[test]
fn a_plan_needs_no_vault_and_makes_none() {
    let place = Place::new();
    let window = place.worker();
    window.see(|_| true);
    let file = place.folder.path().join(".env");
    fs::write(&file, lines(&["API_KEY"]) + "PORT=3000\n# OLD_KEY=gone\nno assignment\n").unwrap();
    window.ask(Request::PlanImports(1, import_of(file.clone())));
    let plan = hear_plan(&window);
    assert_eq!(fates(&plan), [("API_KEY", &Fate::New), ("PORT", &Fate::New)]);
    assert_eq!((plan.entries[0].plain, plan.entries[1].plain), (false, true));
    assert_eq!(plan.commented_out, ["OLD_KEY"]);
    assert_eq!((plan.problems.len(), plan.unread.len(), plan.unread[0].0), (0, 1, 4));
    assert!(!place.home().has_vault());
    // What nobody left out refuses all of it.
    window.ask(Request::Import(import_of(file.clone())));
    let failure = window.hear_failure();
    assert!(failure.why.contains("Line 4 ") && failure.advice == "Mend it, or leave it out.", "{failure:?}");
    // The first act makes the vault, in the keychain.
    let mut asks = import_of(file);
    asks[0].skip_refused = true;
    window.ask(Request::Import(asks));
    let report = hear_imported(&window);
    assert_eq!((report.keys, report.plain, report.first.as_deref()), (1, 1, Some("API_KEY")));
    assert_eq!(names(&window.see_open()), ["API_KEY", "PORT"]);
    assert!(place.home().has_vault());
}

#[test]
fn without_a_keychain_nothing_comes_in_and_no_vault_is_made() {
    let place = Place::new();
    place.feel(LOCKED);
    let window = place.worker();
    window.see(|_| true);
    let file = place.folder.path().join(".env");
    fs::write(&file, lines(&["API_KEY"])).unwrap();
    window.ask(Request::Import(import_of(file.clone())));
    assert_eq!(window.hear_failure().title, format!("Couldn't import {}.", file.display()));
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
        vec![ImportAsk {
            replace: vec!["REPLACED_KEY".into()],
            leave_out: vec!["UNWANTED_KEY".into()],
            ..ask_for(source)
        }]
    };
    let source = ImportSource::Text { text, before: None };
    window.ask(Request::PlanImports(1, ask(source.duplicate())));
    let plan = hear_plan(&window);
    let danger = Fate::Asks("it can change how programs run".into());
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
    let look = loop {
        if let Event::Looked(look) = window.hear() {
            break look;
        }
    };
    assert_eq!(look.history[0].detail.as_deref(), Some("from pasted text"));
}

#[test]
fn of_names_that_differ_only_in_case_the_one_that_is_not_left_out_comes_in() {
    let place = Place::new();
    let window = place.worker();
    window.see(|_| true);
    let text = Secret::new(lines(&["api_key", "API_KEY", "OTHER_KEY"]).into_bytes());
    let source = ImportSource::Text { text, before: None };
    let ask = |leave_out: &[&str]| {
        let leave_out = leave_out.iter().map(|name| (*name).to_owned()).collect();
        vec![ImportAsk { leave_out, ..ask_for(source.duplicate()) }]
    };
    let coming = |leave_out: &[&str]| {
        window.ask(Request::PlanImports(1, ask(leave_out)));
        let plan = hear_plan(&window);
        plan.entries.iter().filter(|one| one.fate == Fate::New).map(|one| one.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(coming(&[]), ["api_key", "OTHER_KEY"]);
    assert_eq!(coming(&["api_key"]), ["API_KEY", "OTHER_KEY"]);
    window.ask(Request::Import(ask(&["api_key"])));
    assert_eq!(hear_imported(&window).keys, 2);
    assert_eq!(names(&window.see_open()), ["API_KEY", "OTHER_KEY"]);
}

#[test]
fn a_commented_out_assignment_that_can_not_come_in_says_why_before_it_is_asked_for() {
    let place = Place::with_keys(&["STAYS_KEY"]);
    let window = place.worker();
    window.see_open();
    let asleep = "# APP_KEY=old\n# STAYS_KEY=old\n# GONE_KEY=old\n";
    let text = Secret::new((lines(&["APP_KEY"]) + asleep).into_bytes());
    window.ask(Request::PlanImports(1, vec![ask_for(ImportSource::Text { text, before: None })]));
    let plan = hear_plan(&window);
    assert_eq!(plan.commented_out, ["APP_KEY", "STAYS_KEY", "GONE_KEY"]);
    let whose: Vec<_> = plan.asleep.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(whose, ["APP_KEY", "STAYS_KEY"], "{:?}", plan.asleep);
    assert!(plan.asleep[0].1.contains("outside of a comment"), "{:?}", plan.asleep);
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
    let nowhere = || import_of(place.folder.path().join("nowhere.env"));
    window.ask(Request::PlanImports(7, nowhere()));
    let Event::Planned(7, plans) = window.hear() else { panic!("no plan came") };
    assert!(plans[0].as_ref().unwrap_err().title.contains("nowhere.env"));
    window.ask(Request::Import(nowhere()));
    assert!(window.hear_failure().title.contains("nowhere.env"));
    window.ask(Request::Stop);
    window.ask(Request::Set("me", "Ada".into()));
    assert_eq!(window.see_open().settings.me, "Ada", "a stop of nothing stops nothing");
}

#[test]
fn files_are_found_planned_and_imported_taken_back_and_deleted() {
    let place = Place::new();
    let code = place.folder.path().join("code");
    let put = |path: &str, text: String| {
        let path = code.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    put("shop/package.json", "{}".into());
    put("shop/.env", lines(&["API_KEY", "DB_KEY"]) + "PORT=1\n");
    put("shop/.env.local", lines(&["DB_KEY"]));
    put("blog/.env.production", lines(&["BLOG_KEY"]));
    let window = place.worker();
    window.see(|_| true);
    window.ask(Request::FindFiles(code.clone()));
    let found = loop {
        match window.hear() {
            Event::FilesFound(found) => break found,
            Event::Failed(failure) => panic!("{failure:?}"),
            _ => {}
        }
    };
    assert!(!place.home().has_vault(), "looking made a vault");
    let asks = |found: &FilesFound| -> Vec<ImportAsk> {
        let ask = |row: &FoundRow| {
            let into = EnvRef::new(&row.project, &row.environment).unwrap();
            ImportAsk::new(ImportSource::Files(row.files.clone()), into)
        };
        found.rows.iter().map(ask).collect()
    };
    window.ask(Request::PlanImports(3, asks(&found)));
    let Event::Planned(3, plans) = window.hear() else { panic!("no plan came") };
    let counts: Vec<usize> = plans.iter().map(|plan| plan.as_ref().unwrap().entries.len()).collect();
    assert_eq!(counts, [1, 3]);
    window.ask(Request::Import(asks(&found)));
    let past = loop {
        match window.hear() {
            Event::ImportsLooked(past) => break past,
            Event::Failed(failure) => panic!("{failure:?}"),
            _ => {}
        }
    };
    assert!(past.iter().all(|past| past.stays.is_none()));
    let ids: Vec<_> = past.iter().map(|past| past.id).collect();
    window.ask(Request::UndoImports(ids, Staying::default()));
    let (snapshot, done) = window.hear_done();
    assert_eq!(
        (done, snapshot.keys.len(), snapshot.projects.len()),
        (Done::ImportsUndone(4, 0, Staying::default()), 0, 0)
    );
    window.ask(Request::Import(asks(&found)));
    let past = loop {
        if let Event::ImportsLooked(past) = window.hear() {
            break past;
        }
    };
    window.ask(Request::DeleteImported(past[0].id, vec![past[0].files[0].path.clone()]));
    let gone = loop {
        match window.hear() {
            Event::ImportsLooked(past) => break past,
            Event::Failed(failure) => panic!("{failure:?}"),
            _ => {}
        }
    };
    assert!(gone[0].stays.is_some() && !code.join("blog/.env.production").exists());
    // What .env says of DB_KEY stands nowhere else.
    window.ask(Request::DeleteImported(past[1].id, vec![past[1].files[0].path.clone()]));
    let failure = window.hear_failure();
    assert!(failure.why.contains("DB_KEY") && failure.title.contains("shop/.env"), "{failure:?}");
    assert!(code.join("shop/.env").exists());
}

#[test]
fn the_folder_that_an_import_linked_is_unlinked_with_it_unless_somebody_linked_it_too() {
    for (by_hand, links, restarts) in [
        (None, 0, false),
        (Some(false), 1, false),
        (Some(true), 1, false),
        (None, 0, true),
        (Some(false), 1, true),
        (Some(true), 1, true),
    ] {
        let place = Place::with_keys(&["OTHER_KEY"]);
        fs::create_dir(place.folder.path().join("code")).unwrap();
        let folder = place.folder.path().join("code").canonicalize().unwrap();
        let file = folder.join(".env");
        fs::write(&file, lines(&["API_KEY"])).unwrap();
        let mut window = place.worker();
        window.see_open();
        let link = |window: &Window| {
            let (project, folder) = ("shop".to_owned(), folder.clone());
            window.ask(Request::ChangePlace(Box::new(PlaceChange::LinkFolder { project, folder })));
            window.hear_done();
        };
        if by_hand == Some(false) {
            link(&window);
        }
        let into = EnvRef::new("shop", "development").unwrap();
        let ask = ImportAsk::new(ImportSource::Files(vec![file]), into);
        window.ask(Request::Import(vec![ImportAsk { link: Some(folder.clone()), ..ask }]));
        let past = loop {
            if let Event::ImportsLooked(past) = window.hear() {
                break past;
            }
        };
        if by_hand == Some(true) {
            link(&window);
        }
        if restarts {
            drop(window);
            window = place.worker();
            window.see_open();
        }
        window.ask(Request::UndoImports(vec![past[0].id], Staying::default()));
        let (snapshot, _) = window.hear_done();
        assert_eq!(snapshot.projects[0].folders.len(), links, "{by_hand:?}, started anew: {restarts}");
        let record = Vault::open(&place.home(), &place.world).unwrap().activity(9).unwrap();
        let unlinked = record.iter().filter_map(|entry| entry.detail.as_deref()).filter(|one| one.contains("unlinked"));
        assert_eq!(unlinked.count(), 1 - links, "{record:?}");
    }
}

#[test]
fn that_a_pasted_text_stays_on_the_clipboard_is_told_where_not_all_of_it_came_in() {
    let place = Place::with_keys(&[]);
    let window = place.worker();
    window.see_open();
    for (more, keeps) in [("", false), ("no assignment\n", true), ("# OLD_KEY=gone\n", true)] {
        let text = Secret::new((lines(&["API_KEY"]) + more).into_bytes());
        let source = ImportSource::Text { text, before: None };
        window.ask(Request::Import(vec![ImportAsk {
            replace: vec!["API_KEY".into()],
            skip_refused: true,
            ..ask_for(source)
        }]));
        let imports = loop {
            match window.hear() {
                Event::Imported(imports) => break imports,
                Event::Failed(failure) => panic!("{failure:?}"),
                _ => {}
            }
        };
        assert_eq!((imports.reports[0].keys, imports.keeps_clipboard), (1, keeps), "{more}");
    }
    let file = place.folder.path().join(".env");
    fs::write(&file, lines(&["OTHER_KEY"]) + "# OLD_KEY=gone\n").unwrap();
    window.ask(Request::Import(import_of(file)));
    let imports = loop {
        if let Event::Imported(imports) = window.hear() {
            break imports;
        }
    };
    assert!(!imports.keeps_clipboard, "a file was never on it");
}

#[test]
fn of_a_value_that_names_others_the_plan_says_which_names_and_no_more() {
    let place = Place::new();
    let window = place.worker();
    window.see(|_| true);
    let text = || Secret::new(b"HOST=made-up\nURL=http://${HOST}/x\nOTHER=http://${NOWHERE}/$HOST\n".to_vec());
    let plan_of = |as_text: Vec<String>| {
        let source = ImportSource::Text { text: text(), before: None };
        window.ask(Request::PlanImports(1, vec![ImportAsk { as_text, ..ask_for(source) }]));
        hear_plan(&window)
    };
    let plan = plan_of(Vec::new());
    let said = |plan: &ImportPlan, at: usize| {
        let entry = plan.entries[at].clone();
        assert_eq!(entry.remarks, Vec::<String>::new());
        (entry.names.join(" "), entry.unknown.join(" "), entry.is_put_in)
    };
    assert_eq!(said(&plan, 1), ("HOST".to_owned(), String::new(), true));
    assert_eq!(said(&plan, 2), (String::new(), "NOWHERE".to_owned(), false));
    assert_eq!(said(&plan_of(vec!["URL".to_owned()]), 1), ("HOST".to_owned(), String::new(), false));
}
