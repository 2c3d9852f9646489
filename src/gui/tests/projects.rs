//! Projects where one chooses among them: those that are put aside come last and say so.

use super::imported::came;
use super::*;
use crate::jobs::{ActivityAsk, ActivityRead, Done, ImportReport, PlaceChange};
use crate::model::{ActivityPage, EnvRef, KeyUid};

/// The first project is put aside.
fn with_one_aside() -> Snapshot {
    let mut snapshot = sample::snapshot();
    snapshot.projects[0].archived = true;
    snapshot
}

#[test]
fn a_project_that_is_put_aside_comes_last_and_says_so_wherever_one_chooses() {
    let facts = with_one_aside();
    let aside = facts.projects[0].name.clone();
    for (width, height) in [(1280.0, 820.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(facts.clone(), width, height);
        stage.press_with(Modifiers::COMMAND, Key::P);
        stage.window.run_steps(4);
        let items = stage.window.query_all_by_role(Role::MenuItem);
        let items: Vec<String> = items.filter_map(|item| item.accesskit_node().label()).collect();
        let marked: Vec<&String> = items.iter().filter(|item| item.ends_with(", archived")).collect();
        assert_eq!(marked, [&format!("{aside}, archived")], "{items:?}");
        let last = facts.projects.len();
        assert_eq!(items.iter().position(|item| item == marked[0]), Some(last), "behind all others: {items:?}");
        assert_eq!(stage.painted("archived").len(), 1, "and it is seen");
        // What is chosen is what the entry says.
        stage.click(&format!("{aside}, archived"));
        stage.window.run_steps(4);
        assert!(!stage.painted(&aside).is_empty(), "{width}: {}", stage.tree());
    }
    let stage = Stage::new(facts.clone());
    let in_sidebar = |name: &str| stage.window.get_by_label_contains(&format!("{name}, ")).rect().top();
    assert!(stage.window.query_by_label_contains(&format!("{aside}, archived, ")).is_some(), "{}", stage.tree());
    assert!(facts.projects[1..].iter().all(|one| in_sidebar(&one.name) < in_sidebar(&aside)));
}

#[test]
fn that_a_project_is_put_aside_keeps_off_the_mark_of_its_warning() {
    let mut snapshot = sample::snapshot();
    snapshot.projects.iter_mut().filter(|project| project.name == "Billing").for_each(|one| one.archived = true);
    let mut stage = Stage::sized(snapshot, 900.0, 600.0);
    stage.press_with(Modifiers::COMMAND, Key::P);
    stage.window.run_steps(4);
    let [words] = stage.painted("archived")[..] else { panic!("{}", stage.tree()) };
    let entry = stage.window.get_by_label("Billing, archived").rect();
    // The mark is 14 points wide, 38 before the end.
    assert!(words.right() + 4.0 <= entry.right() - 45.0, "{words:?} in {entry:?}");
}

#[test]
fn the_rail_names_the_keys_that_open_the_projects() {
    let stage = Stage::sized(sample::snapshot(), 900.0, 600.0);
    let rail = stage.window.get_by(|node| node.label().is_some_and(|label| label.starts_with("Projects, warnings")));
    let said = rail.accesskit_node().description().unwrap_or_default();
    assert!(said.ends_with("   Ctrl P"), "{said}");
}

#[test]
fn a_dialog_that_asks_for_a_project_marks_those_that_are_put_aside() {
    let facts = with_one_aside();
    let aside = facts.projects[0].name.clone();
    for opener in ["New key", "Duplicate"] {
        let mut stage = Stage::new(facts.clone());
        if opener == "New key" {
            stage.press_with(Modifiers::COMMAND, Key::N);
        } else {
            stage.press(Key::ArrowDown);
            stage.press_with(Modifiers::COMMAND, Key::K);
            stage.type_text("duplicate");
            stage.press(Key::Enter);
        }
        stage.window.run_steps(4);
        tab_to(&mut stage, "Project");
        stage.press(Key::Enter);
        stage.window.run_steps(4);
        let items = stage.window.query_all_by_role(Role::MenuItem);
        let items: Vec<String> = items.filter_map(|item| item.accesskit_node().label()).collect();
        let mut wanted: Vec<String> = facts.projects[1..].iter().map(|project| project.name.clone()).collect();
        wanted.extend([format!("{aside}, archived"), "New project…".to_owned()]);
        assert_eq!(items, wanted, "{opener}");
        stage.click(&format!("{aside}, archived"));
        stage.window.run_steps(4);
        let project = stage.window.get_by_role_and_label(Role::ComboBox, "Project").accesskit_node().value();
        assert_eq!(project.as_deref(), Some(aside.as_str()), "{opener}");
    }
}

#[test]
fn warnings_of_projects_stand_in_one_column_whatever_they_count() {
    let mut snapshot = sample::snapshot();
    let at = snapshot.keys.iter().position(|key| key.place().project == snapshot.projects[1].name).unwrap();
    for nth in 0..1_200 {
        let uid = KeyUid(10_000 + nth);
        let key = crate::model::Key { uid, ..snapshot.keys[at].clone() };
        snapshot.keys.push(key);
        snapshot.findings.push(Vec::new());
        snapshot.tails.push(None);
    }
    let stage = Stage::new(snapshot);
    let glyphs = [crate::gui::theme::Icon::Warning, crate::gui::theme::Icon::WarningOctagon]
        .map(|icon| icon.glyph().to_string());
    let all = glyphs.iter().flat_map(|glyph| stage.painted(glyph));
    let mut middles: Vec<i32> =
        all.filter(|at| at.right() < 210.0 && at.top() > 240.0).map(|at| at.center().x.round() as i32).collect();
    assert!(middles.len() > 2, "{middles:?}");
    middles.dedup();
    assert_eq!(middles.len(), 1, "{middles:?}");
}

#[test]
fn the_menu_of_projects_marks_the_worst_warning_of_each_as_the_sidebar_does() {
    let mut stage = Stage::sized(sample::snapshot(), 900.0, 600.0);
    stage.press_with(Modifiers::COMMAND, Key::P);
    stage.window.run_steps(3);
    let entries = stage.window.query_all_by_role(Role::MenuItem);
    let said = |node: egui_kittest::Node<'_>| (node.accesskit_node().label(), node.accesskit_node().description());
    let said: Vec<_> = entries.map(said).filter_map(|(name, warns)| Some((name?, warns))).collect();
    let of = |name: &str| said.iter().find(|(one, _)| one == name).and_then(|(_, warns)| warns.clone());
    assert_eq!(of("Billing").as_deref(), Some("warnings to act on now"), "{said:?}");
    assert_eq!(of("All projects"), None, "{said:?}");
}

/// The worker made the project that was asked for.
fn atlas_is_added(stage: &mut Stage) {
    let mut with_it = sample::snapshot();
    with_it.projects.push(crate::model::Project {
        name: "Atlas".to_owned(),
        environments: Vec::new(),
        ..with_it.projects[0].clone()
    });
    stage.hears(Event::Snapshot(Arc::new(with_it)));
    stage.hears(Event::Done(Done::PlaceChanged(PlaceChange::AddProject("Atlas".to_owned()))));
}

#[test]
fn a_project_that_was_just_added_stands_in_the_middle_like_one_that_is_opened() {
    let mut stage = Stage::new(sample::snapshot());
    stage.click("New project…");
    stage.type_text("Atlas");
    stage.press(Key::Enter);
    atlas_is_added(&mut stage);
    stage.window.run_steps(8);
    let at = |label: &str| stage.window.get_by_label(label).rect().center().y;
    // Header and footer are 52 and 56 high.
    let middle = f32::midpoint(at("Close") - 26.0, at("Done") + 28.0);
    assert!((middle - 410.0).abs() < 4.0, "{middle}: {}", stage.tree());
}

#[test]
fn the_palette_opens_the_menu_of_projects_with_the_keyboard_in_it_in_every_section() {
    for asks in ["choose a project", "edit project"] {
        for section in [Key::Num1, Key::Num2, Key::Num4, Key::Comma] {
            let mut stage = Stage::new(sample::snapshot());
            stage.go_to_all_projects();
            stage.press_with(Modifiers::COMMAND, section);
            stage.press(Key::ArrowDown);
            let before = focused(&stage);
            stage.press_with(Modifiers::COMMAND, Key::K);
            stage.type_text(asks);
            stage.press(Key::Enter);
            stage.window.run_steps(4);
            assert_eq!(focused(&stage), "All projects", "{asks}, {section:?}: {}", stage.tree());
            stage.press(Key::Escape);
            stage.window.run_steps(3);
            if section != Key::Comma {
                assert_eq!(focused(&stage), before, "{asks}, {section:?}: who had the keyboard has it again");
            }
        }
    }
}

#[test]
fn why_a_folder_can_not_be_linked_comes_into_view() {
    for (wide, high) in [(900.0, 600.0), (640.0, 400.0)] {
        let mut snapshot = sample::snapshot();
        let project = snapshot.projects.iter_mut().find(|project| project.name == "Storefront").unwrap();
        let mut more = project.environments[0].clone();
        (more.id, more.name) = (crate::model::EnvironmentId(900), "preview".to_owned());
        project.environments.push(more);
        project.environments.truncate(4);
        let mut stage = Stage::sized(snapshot, wide, high);
        stage.press_with(Modifiers::COMMAND, Key::K);
        stage.type_text("edit project");
        stage.press(Key::Enter);
        stage.window.run_steps(4);
        tab_to(&mut stage, "Folder");
        stage.window.run_steps(20);
        stage.type_text("/made/up/nowhere");
        stage.asked.try_iter().for_each(drop);
        stage.press(Key::Enter);
        assert!(matches!(stage.asked.try_recv(), Ok(Request::ChangePlace(_))));
        let title = "Couldn't link /made/up/nowhere.";
        stage.hears(Event::Failed(Failure::new(title, "It is not a folder.", "Check the path.")));
        stage.window.run_steps(40);
        let callout = stage.window.query_all_by_label_contains(title).next();
        let said = callout.unwrap_or_else(|| panic!("{}", stage.tree())).rect();
        let foot = stage.window.get_by_label("Done").rect();
        assert!(said.bottom() < foot.top(), "{wide} × {high}: {said:?} over {foot:?}");
        let head = stage.window.query_all_by_label("Close").last().unwrap().rect();
        assert!(said.top() > head.bottom(), "{wide} × {high}: {said:?} under {head:?}");
    }
}

#[test]
fn activity_is_of_the_project_that_is_marked_beside_it() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::Num4);
    assert_eq!(read_of(&mut stage).as_deref(), Some("Storefront"));
    atlas_is_added(&mut stage);
    assert_eq!(read_of(&mut stage).as_deref(), Some("Atlas"));
    // Keys that come into another one lead there, too.
    let into = EnvRef::new("Billing", "production").unwrap();
    stage.hears(came(ImportReport { into: Some(into), keys: 1, ..ImportReport::default() }));
    assert_eq!(read_of(&mut stage).as_deref(), Some("Billing"));
    // Another program deleted that one: the facts without it come, and are read.
    let mut without = sample::snapshot();
    without.projects.retain(|project| project.name != "Billing");
    without.keys.retain(|key| key.place().project != "Billing");
    stage.hears(Event::Snapshot(Arc::new(without)));
    assert_ne!(read_of(&mut stage).as_deref(), Some("Billing"));
}

/// Answers what is asked of the record until nothing is; gives the project of the last question.
fn read_of(stage: &mut Stage) -> Option<String> {
    let mut of = None;
    loop {
        let reads = |request| if let Request::ReadActivity(ask) = request { Some(ask) } else { None };
        let asked = stage.asked.try_iter().find_map(reads);
        let Some(ask) = asked else { break };
        let ActivityAsk { asked, query, before, down_to } = *ask;
        of = query.project;
        let page = ActivityPage::default();
        let read = ActivityRead { asked, before, down_to, page, counts: Some([0; 4]) };
        stage.hears(Event::ActivityRead(Box::new(read)));
        stage.window.run_steps(2);
    }
    of
}
