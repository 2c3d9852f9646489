//! What came of an import, in its dialog and in the first run: its files, and the way on.

use super::importing::drop_file;
use super::keyboard::focused;
use super::*;
use crate::jobs::{Done, Staying};
use crate::model::{ImportId, ImportedFile, ImportedFileState, PastImport};
use ImportedFileState::{AsRead, Gone, Ours};

/// The worker looked how the files of one import stand.
pub(super) fn looked(states: &[ImportedFileState]) -> Event {
    let file = |(at, state): (usize, &ImportedFileState)| ImportedFile {
        path: format!("/made/{at}/.env").into(),
        state: *state,
        is_tracked: false,
    };
    Event::ImportsLooked(vec![PastImport {
        id: ImportId(1),
        at: chrono::DateTime::default(),
        into: EnvRef::new("Storefront", "staging").unwrap(),
        from: ".env".to_owned(),
        keys: 3,
        files: states.iter().enumerate().map(file).collect(),
        stays: None,
    }])
}

/// Imports that went in with this report.
pub(super) fn came(report: ImportReport) -> Event {
    Event::Imported(Imports { reports: vec![report], ..Imports::default() })
}

/// The first run with a folder looked into, in which one file holds so many keys.
pub(super) fn first_run_found(wide: f32, high: f32, keys: usize) -> Stage {
    let mut stage = Stage::sized(sample::no_vault(KeychainStands::Open), wide, high);
    stage.window.get_by_role_and_label(Role::TextInput, "Folder").click();
    stage.window.run_steps(3);
    stage.type_text("/made/up");
    stage.press(Key::Enter);
    stage.hears(screens::one_file_found());
    let request = stage.asked.try_iter().find(|asked| matches!(asked, Request::PlanImports(..)));
    let Some(Request::PlanImports(asked, _)) = request else { panic!("nothing was looked into") };
    let entry = |at: usize| PlannedEntry { name: format!("A_KEY_{at}"), ..PlannedEntry::default() };
    let plan = ImportPlan { entries: (0..keys).map(entry).collect(), ..ImportPlan::default() };
    stage.hears(Event::Planned(asked, vec![Ok(plan)]));
    stage
}

/// The first run after an import of which so many names stayed out.
pub(super) fn imported(wide: f32, high: f32, left_out: usize) -> Stage {
    let mut stage = first_run_found(wide, high, 1);
    stage.click("Import 1 key");
    let left_out = (0..left_out).map(|at| (format!("NAME_{at}"), "its value is empty".to_owned())).collect();
    stage.hears(came(ImportReport { keys: 1, left_out, ..ImportReport::default() }));
    stage.window.run_steps(4);
    stage
}

#[test]
fn the_way_on_from_an_import_is_in_view_in_every_window() {
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        for left_out in [0, 40] {
            let stage = imported(wide, high, left_out);
            let window = stage.window.ctx.content_rect();
            for label in ["Go to your keys", "Undo import"] {
                let at = stage.window.get_by_label(label).rect();
                assert!(window.contains_rect(at), "{label} at {at:?} in {window:?}");
            }
        }
    }
}

#[test]
fn the_card_of_an_import_is_as_high_as_what_it_says() {
    let mut stage = imported(1280.0, 820.0, 0);
    let top_of = |stage: &Stage, label: &str| stage.window.get_by_label(label).rect().top();
    assert!(top_of(&stage, "Go to your keys") < 400.0, "{}", top_of(&stage, "Go to your keys"));
    stage.hears(looked(&[AsRead, AsRead]));
    stage.window.run_steps(6);
    let under = top_of(&stage, "Go to your keys") - top_of(&stage, "Delete all of them");
    assert!(under > 24.0 && under < 60.0, "{under} between the list and the way on");
}

#[test]
fn all_files_of_an_import_are_deleted_after_a_question_and_those_that_keyloft_writes_stay() {
    let in_dialog = || {
        let mut stage = Stage::new(sample::snapshot());
        stage.hears(came(ImportReport::default()));
        stage
    };
    for mut stage in [imported(1280.0, 820.0, 0), in_dialog()] {
        stage.hears(looked(&[AsRead, Ours, AsRead]));
        stage.asked.try_iter().for_each(drop);
        stage.click("Delete all of them");
        assert!(stage.asked.try_recv().is_err(), "nothing is deleted unasked");
        assert!(stage.tree().contains("Delete 2 files? They lie in /made/0, /made/2."), "{}", stage.tree());
        stage.press(Key::Escape);
        assert!(stage.asked.try_recv().is_err() && !stage.tree().contains("Delete 2 files?"));
        stage.click("Delete all of them");
        stage.click("Delete 2 files");
        let asked = stage.asked.try_recv();
        let Ok(Request::DeleteImported(_, files)) = asked else { panic!("{asked:?}") };
        assert_eq!(files, [std::path::Path::new("/made/0/.env"), std::path::Path::new("/made/2/.env")]);
    }
}

#[test]
fn the_files_of_an_import_are_opened_and_deleted_where_the_keyboard_stays() {
    let mut stage = Stage::new(sample::snapshot());
    let report = ImportReport { path: "/made/up/.env".into(), keys: 3, ..ImportReport::default() };
    stage.hears(came(report));
    stage.hears(looked(&[Ours, Ours]));
    tab_to(&mut stage, "Delete");
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::DeleteImported(..))));
    stage.hears(looked(&[Gone, Ours]));
    assert_eq!(focused(&stage), "Done", "one Enter more deletes no other file");
}

#[test]
fn what_came_of_an_import_is_left_by_enter() {
    let mut stage = Stage::new(sample::snapshot());
    tab_to(&mut stage, "Import…");
    stage.press(Key::Enter);
    let report = ImportReport { path: "/made/up/.env".into(), keys: 3, ..ImportReport::default() };
    stage.hears(came(report));
    stage.hears(looked(&[AsRead]));
    assert!(stage.window.query_by_label("Delete").is_some());
    assert_eq!(focused(&stage), "Done");
    stage.press(Key::Enter);
    stage.window.run_steps(4);
    assert!(stage.window.query_by_label("Done").is_none());
}

#[test]
fn the_first_key_of_an_import_is_the_one_that_one_is_on() {
    let mut snapshot = sample::snapshot();
    let mut stage = Stage::new(snapshot.clone());
    stage.press(Key::ArrowDown);
    let number = file_looked_for(&mut stage);
    stage.hears(Event::Planned(number, vec![Ok(one_key_planned())]));
    stage.press(Key::Enter);
    let into = EnvRef::new("Storefront", "staging").unwrap();
    let first = Some("OPENAI_API_KEY".to_owned());
    stage.hears(came(ImportReport { into: Some(into.clone()), first, keys: 2, ..ImportReport::default() }));
    snapshot.settings.keep_old_days += 1;
    stage.hears(Event::Snapshot(Arc::new(snapshot)));
    stage.press(Key::Enter);
    stage.window.run_steps(6);
    assert!(focused(&stage).starts_with("OPENAI_API_KEY,"), "{}", focused(&stage));
    assert_ne!(stage.rows().first(), Some(&focused(&stage)), "it is not the first of the list");
}

#[test]
fn a_path_that_is_read_whole_is_not_said_once_more_by_a_tooltip() {
    for (folder, twice) in [("up".to_owned(), false), ("up/".repeat(80), true)] {
        let path = format!("/made/{folder}/.env");
        let mut stage = Stage::new(sample::snapshot());
        stage.hears(came(ImportReport::default()));
        let Event::ImportsLooked(mut past) = looked(&[AsRead]) else { panic!("it is another event") };
        past[0].files[0].path = path.clone().into();
        stage.hears(Event::ImportsLooked(past));
        let row = stage.window.query_all_by_label_contains("Left as it is").next().unwrap().rect();
        stage.window.event(egui::Event::PointerMoved(row.left_center() + vec2(40.0, 0.0)));
        stage.window.run_steps(8);
        let whole = stage.painted(&path).len();
        assert_eq!(whole, 1, "{path}");
        assert_eq!(stage.painted(&path)[0].left() > row.left() + 2.0, twice, "in the tooltip alone: {path}");
    }
}

/// The sample with another project of two keys, and where they are.
fn with_a_new_project() -> (Snapshot, EnvRef) {
    let mut snapshot = sample::snapshot();
    let into = EnvRef::new("Warehouse", "development").unwrap();
    let mut project = snapshot.projects[0].clone();
    project.name.clone_from(&into.project);
    snapshot.projects.push(project);
    let plain = snapshot.keys.iter().find(|key| key.is_plain()).cloned().unwrap();
    for (at, name) in ["WAREHOUSE_HOST", "WAREHOUSE_ZONE"].into_iter().enumerate() {
        let name = crate::model::VariableName::new(name).unwrap();
        let mut key = plain.clone();
        (key.uid, key.reference) = (crate::model::KeyUid(2_000 + at as i64), into.key(&name));
        snapshot.keys.push(key);
        snapshot.findings.push(Vec::new());
        snapshot.tails.push(None);
    }
    (snapshot, into)
}

#[test]
fn what_came_into_a_new_project_is_in_view_whatever_the_list_was_narrowed_to() {
    for filter in ["", "host", "no such key"] {
        let mut stage = Stage::new(sample::snapshot());
        stage.press(Key::Slash);
        stage.type_text(filter);
        stage.window.run_steps(6);
        let number = file_looked_for(&mut stage);
        stage.hears(Event::Planned(number, vec![Ok(one_key_planned())]));
        stage.press(Key::Enter);
        let (snapshot, into) = with_a_new_project();
        let first = Some("WAREHOUSE_HOST".to_owned());
        stage.hears(came(ImportReport { into: Some(into), first, keys: 2, ..ImportReport::default() }));
        stage.hears(Event::Snapshot(Arc::new(snapshot)));
        stage.press(Key::Enter);
        stage.window.run_steps(8);
        let names: Vec<String> = stage.rows();
        assert!(
            matches!(&names[..], [host, zone] if host.starts_with("WAREHOUSE_HOST,") && zone.starts_with("WAREHOUSE_ZONE,")),
            "{filter}: {names:?}"
        );
        assert!(focused(&stage).starts_with("WAREHOUSE_HOST,"), "{filter}: {}", focused(&stage));
    }
}

#[test]
fn after_an_import_the_keyboard_is_on_the_first_key_that_came_in_though_the_filter_had_it() {
    for by_key in [true, false] {
        let mut stage = Stage::new(sample::snapshot());
        stage.press(Key::Slash);
        stage.type_text("stripe");
        drop_file(&mut stage, "/made/up/.env");
        let number = found(&mut stage, "/made/up/.env");
        stage.hears(Event::Planned(number, vec![Ok(one_key_planned())]));
        stage.press(Key::Enter);
        let into = EnvRef::new("Storefront", "staging").ok();
        let snapshot = sample::snapshot();
        let first = snapshot.keys.iter().find(|key| Some(key.place()) == into.as_ref()).unwrap().name().to_owned();
        let report = ImportReport { into, keys: 1, first: Some(first.clone()), ..ImportReport::default() };
        stage.hears(came(report));
        stage.hears(Event::Snapshot(Arc::new(snapshot)));
        if by_key {
            stage.press(Key::Enter);
        } else {
            stage.click("Done");
        }
        stage.window.run_steps(4);
        assert!(stage.window.query_by_label("Done").is_none(), "{}", stage.tree());
        if by_key {
            assert!(focused(&stage).starts_with(&format!("{first},")), "{}", focused(&stage));
        }
        stage.press(Key::E);
        assert!(stage.tree().contains("Save changes"), "a letter is a command for it: {}", stage.tree());
    }
}

#[test]
fn what_became_of_no_file_is_said_at_its_row_and_comes_into_view() {
    let mut stage = imported(640.0, 400.0, 0);
    stage.hears(looked(&[AsRead; 7]));
    stage.window.run_steps(4);
    tab_to(&mut stage, "Delete all of them");
    stage.press(Key::Enter);
    stage.click("Delete 7 files");
    stage.hears(Event::Failed(Failure::new("Couldn't delete 7 files.", "One stays.", "")));
    stage.hears(looked(&[AsRead; 7]));
    stage.window.run_steps(8);
    let view = stage.window.ctx.content_rect();
    let said = |stage: &Stage| stage.window.query_all_by_label_contains("Couldn't").next().map(|node| node.rect());
    assert!(said(&stage).is_some_and(|at| view.contains_rect(at)), "{:?}", said(&stage));
    let file = "/made/5/.env";
    stage.asked.try_iter().for_each(drop);
    stage.window.get_all_by_label("Written by Keyloft").nth(5).unwrap().focus();
    stage.window.run_steps(3);
    stage.press(Key::Enter);
    let Ok(Request::AdoptImported(_, asked)) = stage.asked.try_recv() else { panic!("nothing was asked") };
    stage.hears(Event::Failed(Failure::new(format!("Couldn't take over {file}."), "", "")));
    stage.hears(looked(&[AsRead; 7]));
    stage.window.run_steps(8);
    let label = format!("{}: ", asked.display());
    let row = stage.window.query_all_by_label_contains(&label).next().unwrap().rect();
    let at = said(&stage).unwrap();
    assert!((at.top() - row.bottom()).abs() < 4.0 && view.contains_rect(at), "{at} under {row}");
}

#[test]
fn what_was_left_out_of_several_files_names_each() {
    let mut stage = first_run_found(1280.0, 820.0, 1);
    stage.click("Import 1 key");
    let report = |folder: &str| ImportReport {
        path: format!("/made/{folder}/.env").into(),
        keys: 1,
        left_out: vec![("line 3".to_owned(), "is not NAME=value".to_owned())],
        ..ImportReport::default()
    };
    stage.hears(Event::Imported(Imports { reports: vec![report("shop"), report("blog")], ..Imports::default() }));
    for folder in ["shop", "blog"] {
        assert!(stage.tree().contains(&format!("Left out of /made/{folder}/.env")), "{}", stage.tree());
    }
}

#[test]
fn each_of_several_refusals_is_said_here() {
    let mut stage = Stage::new(sample::snapshot());
    stage.hears(came(ImportReport::default()));
    let Event::ImportsLooked(one) = looked(&[AsRead]) else { panic!("it is another event") };
    let mut other = one.clone();
    other[0].id = ImportId(2);
    other[0].files[0].path = "/made/1/.env".into();
    stage.hears(Event::ImportsLooked([one.clone(), other.clone()].concat()));
    stage.click("Delete all of them");
    stage.click("Delete 2 files");
    for past in [one, other] {
        stage.hears(Event::Failed(Failure::new(
            format!("Couldn't delete {}.", past[0].files[0].path.display()),
            "",
            "",
        )));
        stage.hears(Event::ImportsLooked(past));
    }
    let tree = stage.tree();
    let places: Vec<_> =
        ["Couldn't delete /made/0/.env", "Couldn't delete /made/1/.env"].map(|words| tree.contains(words)).into();
    assert_eq!(places, [true, true], "{tree}");
}

#[test]
fn from_a_button_that_keeps_a_file_nobody_comes_to_one_that_deletes_it() {
    for now in [Ours, AsRead] {
        let mut stage = imported(640.0, 400.0, 0);
        stage.hears(looked(&[AsRead]));
        stage.window.run_steps(4);
        tab_to(&mut stage, "Written by Keyloft");
        stage.press(Key::Enter);
        assert!(stage.asked.try_iter().any(|asked| matches!(asked, Request::AdoptImported(..))));
        stage.hears(looked(&[now]));
        stage.window.run_steps(8);
        stage.press(Key::Enter);
        let deletes = stage.asked.try_iter().any(|asked| matches!(asked, Request::DeleteImported(..)));
        assert!(!deletes, "{now:?}: {}", stage.tree());
    }
}

#[test]
fn behind_the_last_file_that_is_kept_enter_leads_on_and_to_no_file_that_was_passed_over() {
    let mut stage = imported(640.0, 400.0, 0);
    stage.hears(looked(&[AsRead, AsRead]));
    stage.window.run_steps(4);
    stage.window.get_all_by_label("Written by Keyloft").nth(1).unwrap().focus();
    stage.window.run_steps(4);
    stage.press(Key::Enter);
    assert!(stage.asked.try_iter().any(|asked| matches!(asked, Request::AdoptImported(..))));
    stage.hears(looked(&[AsRead, Ours]));
    stage.window.run_steps(8);
    stage.press(Key::Enter);
    let acts = |asked| matches!(asked, Request::AdoptImported(..) | Request::DeleteImported(..));
    assert!(!stage.asked.try_iter().any(acts), "{}", stage.tree());
}

#[test]
fn why_the_clipboard_keeps_a_pasted_text_is_said_with_what_came_of_it() {
    for keeps_clipboard in [false, true] {
        let mut stage = Stage::new(sample::snapshot());
        let report = ImportReport { keys: 3, ..ImportReport::default() };
        stage.hears(Event::Imported(Imports { reports: vec![report], keeps_clipboard, ..Imports::default() }));
        let words = "The clipboard was not cleared, as some of the text stayed out.";
        assert_eq!(stage.tree().contains(words), keeps_clipboard, "{}", stage.tree());
    }
}

#[test]
fn an_import_that_is_taken_back_leads_back_to_where_one_was() {
    for goes_on in [false, true] {
        let mut snapshot = sample::snapshot();
        let mut stage = Stage::new(snapshot.clone());
        (0..4).for_each(|_| stage.press(Key::ArrowDown));
        let (before, rows) = (focused(&stage), stage.rows());
        let number = file_looked_for(&mut stage);
        stage.hears(Event::Planned(number, vec![Ok(one_key_planned())]));
        stage.press(Key::Enter);
        let into = EnvRef::new("Storefront", "staging").unwrap();
        let first = Some("OPENAI_API_KEY".to_owned());
        stage.hears(came(ImportReport { into: Some(into.clone()), first, keys: 1, ..ImportReport::default() }));
        snapshot.settings.keep_old_days += 1;
        stage.hears(Event::Snapshot(Arc::new(snapshot.clone())));
        stage.press(Key::Enter);
        stage.window.run_steps(6);
        assert_ne!(stage.rows(), rows);
        if goes_on {
            stage.window.get_by_role_and_label(Role::RadioButton, "Development").click();
            stage.window.run_steps(4);
            stage.window.get_by_role_and_label(Role::RadioButton, "Staging").click();
            stage.window.run_steps(4);
        }
        let gone = snapshot.keys.iter().position(|key| *key.place() == into && key.name() == "OPENAI_API_KEY").unwrap();
        snapshot.keys.remove(gone);
        snapshot.findings.remove(gone);
        snapshot.tails.remove(gone);
        stage.hears(Event::Snapshot(Arc::new(snapshot)));
        stage.hears(Event::Done(Done::ImportsUndone(1, 0, Staying::default())));
        stage.window.run_steps(6);
        assert_eq!(focused(&stage) == before, !goes_on, "{}", focused(&stage));
        assert_eq!(stage.rows() == rows, !goes_on, "{:?}", stage.rows());
    }
}

#[test]
fn the_palette_leads_to_the_button_that_takes_an_import_back_and_into_its_view() {
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    // With a field for the project the dialog is higher.
    stage.go_to_all_projects();
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("undo import");
    stage.press(Key::Enter);
    stage.window.run_steps(4);
    stage.hears(looked(&[AsRead]));
    stage.window.run_steps(20);
    assert_eq!(focused(&stage), "Undo import");
    let button = stage.window.get_by_role_and_label(Role::Button, "Undo import").rect();
    let cancel = stage.window.get_by_role_and_label(Role::Button, "Cancel").rect();
    assert!(button.bottom() < cancel.top(), "{button:?} over {cancel:?}");
}
