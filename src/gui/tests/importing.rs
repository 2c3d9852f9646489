//! The dialog of an import, and the first run's: where from, where to, and what would come in.

use super::imported::first_run_found;
use super::keyboard::focused;
use super::mouse::click_at;
use super::*;

#[test]
fn a_row_of_the_first_run_unfolds_under_the_pointer() {
    let mut stage = first_run_found(900.0, 600.0, 9);
    stage.window.run_steps(6);
    let caret = |stage: &Stage, words: &str| {
        stage.window.query_all_by_label_contains(words).next().unwrap_or_else(|| panic!("no {words}")).rect().center()
    };
    let before = caret(&stage, "Look at");
    click_at(&mut stage, before);
    stage.window.run_steps(6);
    assert!(stage.tree().contains("A_KEY_0"), "{}", stage.tree());
    assert!(caret(&stage, "Close").distance(before) < 1.0, "{} from {before}", caret(&stage, "Close"));
}

#[test]
fn arrows_that_choose_where_an_import_comes_from_stay_on_the_switch() {
    let mut stage = Stage::new(sample::snapshot());
    tab_to(&mut stage, "Import…");
    stage.press(Key::Enter);
    tab_to(&mut stage, "A file or folder");
    for (key, chosen) in [(Key::ArrowRight, "Pasted text"), (Key::ArrowLeft, "A file or folder")] {
        stage.press(key);
        stage.window.run_steps(4);
        assert_eq!(focused(&stage), chosen);
    }
    // Who points goes on in the field.
    let text = stage.window.get_by_label("Pasted text").rect().center();
    click_at(&mut stage, text);
    stage.window.run_steps(4);
    assert_eq!(focused(&stage), "Text of an environment file");
}

#[test]
fn what_becomes_of_an_entry_is_level_with_its_button_whatever_is_said_under_it() {
    let mut stage = Stage::new(sample::snapshot());
    let number = file_looked_for(&mut stage);
    let one = one_key_planned().entries.remove(0);
    let remarks = vec!["it can change how programs run".to_owned()];
    let entries = vec![
        one.clone(),
        PlannedEntry { name: "OTHER_TOKEN".to_owned(), remarks, fate: Fate::Replaces, ..one.clone() },
        PlannedEntry { name: "GOOGLE_APPLICATION_CREDENTIALS".to_owned(), names_file: true, ..one },
    ];
    stage.hears(Event::Planned(number, vec![Ok(ImportPlan { entries, ..ImportPlan::default() })]));
    let middles = |words: &str| -> Vec<f32> { stage.painted(words).iter().map(|ink| ink.center().y).collect() };
    let buttons = stage.window.query_all_by_role_and_label(Role::Button, "Secret");
    let buttons: Vec<f32> = buttons.map(|button| button.rect().center().y).collect();
    assert_eq!(buttons.len(), 3, "{}", stage.tree());
    let fates: Vec<f32> =
        ["New", "Replaces what is there", "Its path"].iter().flat_map(|words| middles(words)).collect();
    assert_eq!(fates.len(), 3, "each says what becomes of it: {}", stage.tree());
    for (fate, button) in fates.iter().zip(&buttons) {
        assert!((fate - button).abs() < 4.0, "{fates:?} beside {buttons:?}");
    }
}

#[test]
fn of_many_entries_the_list_alone_scrolls() {
    for problems in [Vec::new(), vec![(2, "it is empty".to_owned())]] {
        for unread in [Vec::new(), vec![(3, "it is not NAME=value".to_owned())]] {
            let mut stage = Stage::new(sample::snapshot());
            let number = file_looked_for(&mut stage);
            let one = one_key_planned().entries.remove(0);
            let entries = (0..30).map(|at| PlannedEntry { name: format!("API_TOKEN_{at}"), ..one.clone() }).collect();
            let plan = ImportPlan { entries, problems: problems.clone(), unread, ..ImportPlan::default() };
            stage.hears(Event::Planned(number, vec![Ok(plan)]));
            stage.window.run_steps(6);
            let label = |stage: &Stage| stage.painted("What comes in")[0];
            let before = label(&stage);
            stage.wheel(before.left_top(), -200.0);
            assert_eq!(label(&stage), before, "{problems:?}");
        }
    }
}

#[test]
fn another_environment_is_picked_by_the_mouse_alone() {
    let mut stage = Stage::new(sample::snapshot());
    let number = file_looked_for(&mut stage);
    stage.hears(Event::Planned(number, vec![Ok(one_key_planned())]));
    stage.asked.try_iter().for_each(drop);
    let field = stage.window.get_by_role_and_label(Role::TextInput, "Environment").rect().center();
    click_at(&mut stage, field);
    stage.window.run_steps(4);
    let offer = stage.window.get_by_role_and_label(Role::ListBoxOption, "production, protected").rect().center();
    click_at(&mut stage, offer);
    stage.window.run_steps(20);
    let Ok(Request::PlanImports(_, asks)) = stage.asked.try_recv() else {
        panic!("nothing was asked\n{}", stage.tree())
    };
    assert_eq!(asks[0].into.environment, "production");
}

/// A file is dropped on the window.
pub(super) fn drop_file(stage: &mut Stage, path: &str) {
    stage.window.input_mut().dropped_files.push(Arc::new(Dropped(path.into())));
    stage.window.run_steps(4);
}

#[test]
fn a_file_that_is_dropped_over_all_projects_goes_to_the_project_whose_folder_holds_it() {
    let mut linked = sample::snapshot();
    let project = linked.projects.iter_mut().find(|project| project.name == "Billing").unwrap();
    project.folders = vec![crate::model::Folder { path: "/made/up/billing".into() }];
    let mut only = sample::snapshot();
    only.projects.retain(|project| project.name == "Billing");
    only.keys.retain(|key| key.place().project == "Billing");
    for (snapshot, path, wanted) in [
        (linked.clone(), "/made/up/billing/api/.env", "Billing"),
        (linked.clone(), "/made/up/billing-2/.env", ""),
        (only, "/made/up/elsewhere/.env", "Billing"),
        (sample::snapshot(), "/made/up/elsewhere/.env", ""),
    ] {
        let mut stage = Stage::new(snapshot);
        stage.go_to_all_projects();
        drop_file(&mut stage, path);
        let project = stage.window.get_by_label("Project").accesskit_node().value().unwrap_or_default();
        assert_eq!(project, wanted, "{path}");
        if wanted.is_empty() {
            assert_eq!(focused(&stage), "Project", "{path}");
        }
    }
}

#[test]
fn what_a_dropped_file_still_needs_is_said() {
    let mut stage = Stage::new(sample::snapshot());
    stage.go_to_all_projects();
    drop_file(&mut stage, "/made/up/elsewhere/.env");
    let row = FoundRow {
        project: "made up".to_owned(),
        environment: "development".to_owned(),
        files: vec!["/made/up/elsewhere/.env".into()],
        wanted: Vec::new(),
        folder: None,
    };
    let root = "/made/up/elsewhere/.env".into();
    stage.hears(Event::FilesFound(Box::new(FilesFound { root, rows: vec![row], ..FilesFound::default() })));
    assert!(stage.tree().contains("Name the project its keys belong to."), "{}", stage.tree());
}

#[test]
fn a_menu_closes_as_a_file_is_dragged_over_the_window() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.press_with(Modifiers::SHIFT, Key::F10);
    assert!(stage.window.query_by_label("Duplicate to…").is_some(), "{}", stage.tree());
    stage.window.input_mut().hovered_files.push(egui::HoveredFile::default());
    stage.window.run_steps(3);
    assert!(stage.window.query_by_label("Duplicate to…").is_none(), "{}", stage.tree());
}

#[test]
fn a_value_that_is_called_plain_by_a_key_keeps_the_ring() {
    let mut stage = first_run_found(1280.0, 820.0, 3);
    stage.window.run_steps(6);
    stage.window.query_all_by_label_contains("Look at").next().unwrap().click();
    stage.window.run_steps(6);
    tab_to(&mut stage, "Secret");
    for (key, now) in [(Key::Enter, "Plain"), (Key::Enter, "Secret"), (Key::Space, "Plain"), (Key::Space, "Secret")] {
        stage.press(key);
        stage.window.run_steps(3);
        assert_eq!(focused(&stage), now);
    }
}

/// The dialog with these lines pasted.
pub(super) fn with_pasted(wide: f32, high: f32, lines: &str) -> Stage {
    let mut stage = Stage::sized(sample::snapshot(), wide, high);
    stage.click("Import…");
    stage.click("Pasted text");
    stage.window.get_by_role_and_label(Role::PasswordInput, "Text of an environment file").click();
    stage.window.run_steps(3);
    stage.window.event(egui::Event::Paste(lines.to_owned()));
    stage.window.run_steps(4);
    stage
}

/// What the worker says of it.
pub(super) fn planned(stage: &mut Stage, plan: ImportPlan) {
    let request = stage.asked.try_iter().find(|asked| matches!(asked, Request::PlanImports(..)));
    let asked = match request {
        Some(Request::PlanImports(asked, _)) => asked,
        _ => {
            stage.press(Key::Enter);
            let request = stage.asked.try_iter().find(|asked| matches!(asked, Request::PlanImports(..)));
            let Some(Request::PlanImports(asked, _)) = request else { panic!("nothing was looked into") };
            asked
        }
    };
    stage.hears(Event::Planned(asked, vec![Ok(plan)]));
    stage.window.run_steps(6);
}

#[test]
fn a_pasted_text_is_shown_by_its_eye_for_a_while_and_hidden_again() {
    let mut stage = with_pasted(1280.0, 820.0, "PORT=3000\nMADE_UP=yes");
    let is_shown = |stage: &Stage| stage.window.query_by_label("Hide").is_some();
    assert!(!is_shown(&stage));
    stage.click("Show");
    assert!(is_shown(&stage), "{}", stage.tree());
    assert!(!stage.tree().contains("MADE_UP"), "no screen reader has it");
    stage.click("Hide");
    stage.window.run_steps(3);
    assert!(!is_shown(&stage));
    stage.click("Show");
    stage.click("A file or folder");
    stage.click("Pasted text");
    assert!(!is_shown(&stage), "what was left is not shown when one comes back");
}

#[test]
fn of_a_text_that_holds_nothing_it_is_said_where_the_names_would_stand() {
    let mut stage = with_pasted(1280.0, 820.0, "# nothing");
    planned(&mut stage, ImportPlan::default());
    let label = stage.painted("What comes in")[0];
    let said = stage.painted("Nothing: it has no line such as NAME=value.");
    assert!(said.iter().any(|at| at.top() > label.top() && at.top() < label.bottom() + 24.0), "{}", stage.tree());
}

#[test]
fn lines_that_are_not_understood_come_before_all_else_in_a_narrow_window() {
    let mut stage = with_pasted(640.0, 400.0, "A=1\nBAD NAME=1");
    let entry = PlannedEntry { name: "A".to_owned(), ..PlannedEntry::default() };
    let unread = vec![(2, "is not NAME=value".to_owned())];
    planned(&mut stage, ImportPlan { entries: vec![entry], unread, ..ImportPlan::default() });
    let (leave, foot) = (stage.window.get_by_label("Leave out").rect(), stage.window.get_by_label("Cancel").rect());
    assert!(leave.bottom() < foot.top(), "{leave:?} over {foot:?}");
}

#[test]
fn a_list_of_places_closes_where_what_was_pasted_is_refused() {
    let mut stage = with_pasted(1280.0, 820.0, "A=1");
    stage.window.get_by_label("Project").click();
    stage.window.run_steps(4);
    let list = || sample::snapshot().projects.iter().map(|one| one.name.clone()).find(|name| name != "Storefront");
    let other = list().unwrap();
    let in_list = |stage: &Stage| stage.window.query_by_role_and_label(Role::ListBoxOption, &other).is_some();
    assert!(in_list(&stage), "{}", stage.tree());
    stage.window.event(egui::Event::Paste(readable::known()));
    stage.window.run_steps(4);
    assert!(stage.tree().contains("None of it was kept."), "{}", stage.tree());
    assert!(!in_list(&stage), "{}", stage.tree());
}

#[test]
fn what_is_to_be_decided_about_lines_of_a_file_comes_into_view() {
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        for differs in [false, true] {
            let mut stage = Stage::sized(sample::snapshot(), wide, high);
            let number = file_looked_for(&mut stage);
            let fate = if differs { Fate::Differs } else { Fate::New };
            let entry = PlannedEntry { name: "A".to_owned(), fate, ..PlannedEntry::default() };
            let unread = vec![(2, "is not NAME=value".to_owned())];
            let plan = ImportPlan { entries: vec![entry], unread, ..ImportPlan::default() };
            stage.hears(Event::Planned(number, vec![Ok(plan)]));
            stage.window.run_steps(20);
            let leave = stage.window.get_by_label("Leave out").rect();
            let foot = stage.window.get_by_label("Cancel").rect();
            assert!(leave.bottom() < foot.top(), "{wide} × {high}, {differs}: {leave:?} over {foot:?}");
            // Once it was there, one scrolls as one likes.
            let middle = stage.window.ctx.content_rect().center();
            stage.wheel(middle, 400.0);
            let up = stage.window.get_by_label("Leave out").rect();
            stage.window.run_steps(10);
            assert_eq!(stage.window.get_by_label("Leave out").rect(), up, "{wide} × {high}");
        }
    }
}

#[test]
fn a_pasted_text_is_not_thrown_away_unasked() {
    let mut stage = Stage::new(sample::snapshot());
    stage.click("Import…");
    stage.window.event(egui::Event::Paste("A_KEY=made up\nB_KEY=also made up\n".to_owned()));
    stage.window.run_steps(40);
    let (asks, text) = ("Discard the pasted text?", "Text of an environment file");
    for answer in [Key::Escape, Key::Enter] {
        stage.press(Key::Escape);
        stage.window.run_steps(4);
        assert!(stage.tree().contains(asks) && focused(&stage) == "Keep editing", "{}", stage.tree());
        stage.press(answer);
        stage.window.run_steps(4);
        assert!(!stage.tree().contains(asks) && stage.tree().contains(text), "{}", stage.tree());
    }
    // It is no less lost where the other way in is in view.
    stage.click("A file or folder");
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    stage.click("Discard");
    assert!(!stage.tree().contains("A file or folder"));
    stage.click("Import…");
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    assert!(!stage.tree().contains(asks) && !stage.tree().contains("A file or folder"), "nothing was put in");
}

#[test]
fn a_shown_text_is_hidden_under_the_question_whether_it_is_discarded() {
    let mut stage = Stage::new(sample::snapshot());
    stage.click("Import…");
    let line = "A_KEY=made up";
    stage.window.event(egui::Event::Paste(line.to_owned()));
    stage.window.run_steps(40);
    stage.click("Show");
    assert_eq!(stage.painted(line).len(), 1);
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    assert!(stage.tree().contains("Discard the pasted text?"), "{}", stage.tree());
    assert!(stage.painted(line).is_empty());
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    assert!(stage.painted(line).is_empty(), "nobody asked for it again");
}
