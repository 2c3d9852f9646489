//! What small windows show of where a key stands.

use egui::Shape;

use super::handing_over::{leaving, with_theirs_disabled};
use super::offboarding::{on_page, with_many};
use super::*;
use crate::model::{DeletedKey, KeyRef};

/// Each list with its environments, in a window of this size.
fn lists(width: f32, height: f32) -> [(&'static str, Stage); 4] {
    let keys = Stage::sized(sample::snapshot(), width, height);
    let mut compare = Stage::sized(sample::snapshot(), width, height);
    compare.press(Key::V);
    let mut review = Stage::sized(sample::snapshot(), width, height);
    review.press_with(Modifiers::COMMAND, Key::Num2);
    // The charts keep their own columns.
    if !review.painted("Fold charts").is_empty() {
        review.press(Key::C);
    }
    let page = on_page(with_many(), width, height);
    let mut all = [("Keys", keys), ("Compare", compare), ("Review", review), ("a leaver's page", page)];
    all.iter_mut().for_each(|(_, stage)| stage.window.run_steps(6));
    all
}

/// How often these words are seen, as they stand or as a title.
fn seen(stage: &Stage, name: &str) -> usize {
    stage.painted(name).len() + stage.painted(&crate::gui::screens::keys::capitalised(name)).len()
}

#[test]
fn every_list_of_a_narrow_window_writes_environments_in_short_and_of_a_wide_one_in_whole() {
    for (list, stage) in lists(999.0, 700.0) {
        assert_eq!((seen(&stage, "production"), seen(&stage, "development")), (0, 0), "{list}");
        let place = stage.painted("Storefront · Prod").len();
        assert!(seen(&stage, "Prod") + seen(&stage, "Dev") + place > 0, "{list}");
        // A screen reader says the whole name.
        assert!(stage.tree().to_lowercase().contains("production"), "{list}: {}", stage.tree());
    }
    for width in [1000.0, 1280.0] {
        // In the header of the narrowest of them the whole names would have no room.
        let has_room = |list: &str| width > 1000.0 || ["Review", "a leaver's page"].contains(&list);
        for (list, stage) in lists(width, 820.0).into_iter().filter(|(list, _)| has_room(list)) {
            assert_eq!((seen(&stage, "Prod"), seen(&stage, "Dev")), (0, 0), "{list} at {width}");
            let place = stage.painted("Storefront · production").len();
            assert!(seen(&stage, "production") + place > 0, "{list} at {width}");
        }
    }
}

#[test]
fn a_row_of_a_leavers_page_names_its_project_in_every_window() {
    let mut facts = with_many();
    facts.people[0].deleted = vec![DeletedKey {
        reference: KeyRef::parse("Billing/production/OLD_TOKEN").unwrap(),
        at: facts.now.get(),
        ended: false,
        entry: 7,
    }];
    for (width, words) in
        [(640.0, "Storefront · Prod"), (800.0, "Storefront · Prod"), (1000.0, "Storefront · production")]
    {
        let mut stage = on_page(facts.clone(), width, 600.0);
        let row = stage
            .window
            .query_all_by_role(Role::Row)
            .find(|row| row.accesskit_node().label().is_some_and(|label| label.starts_with("OPENAI_API_KEY, ")));
        let (row, name) = (row.unwrap().rect(), stage.painted("OPENAI_API_KEY")[0]);
        let place = stage.painted(words).into_iter().find(|place| row.contains_rect(*place));
        let place = place.unwrap_or_else(|| panic!("{width}: {words}: {}", stage.tree()));
        assert!(name.bottom() < place.top() && row.contains_rect(name), "{width}: under the name");
        // Those that are gone do so, too.
        stage.press(Key::End);
        stage.wheel(row.center(), -2_000.0);
        let gone = words.replace("Storefront", "Billing");
        assert_eq!(stage.painted(&gone).len(), 1, "{width}: {}", stage.tree());
    }
    for width in [1200.0, 1280.0] {
        let stage = on_page(facts.clone(), width, 600.0);
        let head = stage.painted("Project")[0].left();
        let own = stage.painted("Storefront").into_iter().filter(|project| (project.left() - head).abs() < 2.0);
        assert!(own.count() > 5, "{width}: in a column of its own");
    }
}

#[test]
fn the_bar_over_rows_that_go_by_under_it_has_a_line_and_else_none() {
    let lines = |stage: &Stage, at: f32| {
        let is_it = |shape: &Shape| match shape {
            Shape::LineSegment { points, .. } => {
                (points[0].y - at).abs() < 1.5 && points[1].y == points[0].y && points[1].x - points[0].x > 500.0
            }
            _ => false,
        };
        stage.window.output().shapes.iter().filter(|clipped| is_it(&clipped.shape)).count()
    };
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    stage.press(Key::X);
    stage.window.run_steps(4);
    let bar = |stage: &Stage| stage.window.get_by_label("1 selected").rect().center().y + 22.0;
    let (low, before) = (bar(&stage), lines(&stage, bar(&stage)));
    for _ in 0..10 {
        stage.press(Key::ArrowDown);
    }
    stage.window.run_steps(6);
    assert!(bar(&stage) < low, "it stays over the rows");
    assert_eq!((before, lines(&stage, bar(&stage))), (0, 1));
}

#[test]
fn the_progress_of_a_low_page_is_its_bar_with_how_far_it_is_in_the_header() {
    for (height, told) in [(400.0, false), (600.0, true)] {
        let mut stage = on_page(leaving(), 640.0, height);
        let [words] = stage.painted("0 of 2 done")[..] else { panic!("{height}: {}", stage.tree()) };
        assert_eq!(words.bottom() > 52.0, told, "{height}: {words}");
        let progress = stage.window.get_by_label_contains("0 of 2 done, 2 need a new value");
        // Beside the counts, which are clicked.
        let at = progress.rect().left_center() + vec2(40.0, 0.0);
        let bar = stage.window.get_by_label("2 to do").rect();
        assert!(at.y < bar.top());
        stage.window.hover_at(at);
        stage.window.run_steps(80);
        let said = stage.tree().matches("0 of 2 done, 2 need a new value").count();
        assert_eq!(said > 1, !told, "{height}: {}", stage.tree());
    }
    let stage = on_page(with_theirs_disabled(), 640.0, 400.0);
    assert!(stage.window.query_by_label_contains("0 of 2 done, 2 not ended there").is_some(), "{}", stage.tree());
}

/// How many keys the menu of environments must say that there are: in all, then in each of these environments.
fn counts(snapshot: &Snapshot, project: Option<&str>, environments: &[&str]) -> Vec<usize> {
    let count = |environment: Option<&str>| {
        let is_in = |key: &&crate::model::Key| {
            project.is_none_or(|name| key.place().project == name)
                && environment.is_none_or(|name| key.place().environment == name)
        };
        snapshot.keys.iter().filter(is_in).count()
    };
    std::iter::once(None).chain(environments.iter().map(|name| Some(*name))).map(count).collect()
}

/// The menu of environments says these counts, in this order.
fn assert_counted(stage: &mut Stage, what: &str, counts: &[usize]) {
    stage.click("All environments");
    stage.window.run_steps(6);
    let entries: Vec<egui::Rect> = stage.window.query_all_by_role(Role::MenuItem).map(|entry| entry.rect()).collect();
    assert_eq!(entries.len(), counts.len(), "{what}: {}", stage.tree());
    for (entry, count) in entries.iter().zip(counts) {
        let at = stage.painted(&count.to_string());
        assert!(at.iter().any(|at| entry.contains_rect(*at)), "{what}: {count} at {entry}: {at:?}");
    }
}

#[test]
fn the_menu_of_environments_says_how_many_keys_each_has() {
    let snapshot = sample::snapshot();
    let own: Vec<&str> = snapshot.projects[0].environments.iter().map(|one| one.name.as_str()).collect();
    let of_project = counts(&snapshot, Some("Storefront"), &own);
    let mut stage = Stage::sized(snapshot.clone(), 640.0, 400.0);
    assert_counted(&mut stage, "Keys", &of_project);
    let mut stage = Stage::new(snapshot.clone());
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    assert_counted(&mut stage, "Review", &of_project);
    // Over all projects those of one name are one.
    let mut stage = Stage::new(snapshot.clone());
    stage.go_to_all_projects();
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    let items = ["development", "staging", "production"];
    assert_counted(&mut stage, "Review of all projects", &counts(&snapshot, None, &items));
}

#[test]
fn a_zoom_that_the_window_has_no_room_for_says_so() {
    for (percent, words) in [(130, true), (100, false)] {
        let mut snapshot = sample::snapshot();
        snapshot.settings.zoom_percent = percent;
        let mut stage = Stage::sized(snapshot, 640.0, 400.0);
        stage.press_with(Modifiers::COMMAND, Key::Comma);
        stage.type_text("zoom");
        stage.window.run_steps(4);
        assert_eq!(stage.tree().contains("This window has room for 100%"), words, "{percent} %: {}", stage.tree());
    }
}
