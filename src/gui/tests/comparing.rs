//! Compare by its labels: by keyboard and by mouse.

use super::*;
use crate::model::{Finding, Rule, Severity};

/// The sample without two of its keys: a gap in staging, one in production.
pub(super) fn gaps() -> Snapshot {
    let mut snapshot = sample::snapshot();
    for (name, environment) in [("SENTRY_AUTH_TOKEN", "staging"), ("OPENAI_API_KEY", "production")] {
        let at = |key: &crate::model::Key| {
            let place = key.place();
            key.name() == name && place.environment == environment && place.project == "Storefront"
        };
        let at = snapshot.keys.iter().position(at).unwrap();
        snapshot.keys.remove(at);
        snapshot.findings.remove(at);
        snapshot.tails.remove(at);
    }
    snapshot
}

pub(super) fn comparing() -> Stage {
    let mut stage = Stage::new(gaps());
    stage.press(Key::V);
    stage
}

#[test]
fn v_shows_variables_by_environments_and_v_shows_the_list_again() {
    let mut stage = comparing();
    assert_eq!(stage.rows().len(), 16);
    assert!(stage.tree().contains("SENTRY_AUTH_TOKEN, staging, missing"), "{}", stage.tree());
    assert!(stage.tree().contains("16 variables · 2 missing"));
    stage.press(Key::V);
    assert!(stage.rows().len() > 16);
    stage.click("Compare");
    assert_eq!(stage.rows().len(), 16);
}

#[test]
fn production_gets_a_value_of_its_own_without_the_others() {
    let mut snapshot = gaps();
    for key in &mut snapshot.keys {
        key.fingerprint = (key.name() == "REDIS_URL" && key.place().project == "Storefront").then_some([1; 16]);
    }
    let mut stage = Stage::new(snapshot);
    stage.press(Key::V);
    assert!(stage.tree().contains("same value in all 3"), "{}", stage.tree());
    stage.click("Give production its own… REDIS_URL");
    assert!(stage.tree().contains("REDIS_URL, production"), "{}", stage.tree());
    stage.type_text("a-new-value-made-up");
    stage.window.run_steps(4);
    stage.press(Key::Enter);
    let asked = stage
        .asked
        .try_iter()
        .find_map(|request| if let Request::Rotate(_, wish) = request { Some(wish) } else { None });
    assert!(asked.is_some_and(|wish| wish.also.is_empty()), "the others keep theirs");
}

#[test]
fn a_key_in_its_cell_is_copied_rotated_and_opened() {
    let mut stage = comparing();
    let cell = |tree: &str| {
        tree.lines().find(|line| line.starts_with("STRIPE_SECRET_KEY, production, hidden")).unwrap().to_owned()
    };
    let label = cell(&stage.tree());
    stage.click(&label);
    stage.window.event(egui::Event::Copy);
    stage.window.run_steps(3);
    let production = gaps().keys.iter().find(|key| key.name() == "STRIPE_SECRET_KEY" && key.protected).unwrap().uid;
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Copy(uid)) if uid == production));
    stage.press(Key::R);
    assert!(
        stage.tree().contains("STRIPE_SECRET_KEY, Production")
            || stage.tree().contains("STRIPE_SECRET_KEY, production")
    );
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    stage.press(Key::Enter);
    assert!(!stage.tree().contains("variables ·"), "it is looked at in the list");
    assert!(stage.tree().contains("Close details") || stage.tree().contains("Used here"), "{}", stage.tree());
}

#[test]
fn one_environment_and_no_project_have_nothing_to_compare() {
    let mut stage = Stage::new(gaps());
    let project = |stage: &mut Stage, name: &str| {
        stage.window.query_all_by_label_contains(name).next().unwrap().click();
        stage.window.run_steps(3);
    };
    project(&mut stage, "Internal tools");
    stage.press(Key::V);
    assert!(stage.tree().contains("Add a second environment to compare"));
    project(&mut stage, "All projects");
    assert!(stage.tree().contains("Compare looks at one project"));
}

#[test]
fn many_environments_scroll_sideways_under_names_that_stay() {
    let mut snapshot = gaps();
    let first = snapshot.projects[0].environments[0].clone();
    for nth in 0..5 {
        snapshot.projects[0]
            .environments
            .push(crate::model::Environment { name: format!("region-{nth}"), ..first.clone() });
    }
    let mut stage = Stage::sized(snapshot, 900.0, 600.0);
    stage.press(Key::V);
    stage.press(Key::ArrowDown);
    // The row goes on as far as its cells do: over the window's edge, and at the end it ends before it.
    let row_end = |stage: &Stage| {
        let rects = stage.window.output().shapes.iter().filter_map(|clipped| match &clipped.shape {
            egui::Shape::Rect(rect) if rect.rect.height() == 32.0 && rect.rect.width() > 600.0 => {
                Some(rect.rect.right())
            }
            _ => None,
        });
        rects.fold(0.0, f32::max)
    };
    assert!(row_end(&stage) > 908.0, "{}", row_end(&stage));
    for _ in 0..7 {
        stage.press(Key::ArrowRight);
    }
    assert!((row_end(&stage) - 892.0).abs() < 1.5, "{}", row_end(&stage));
    let cell = stage.window.get_by_label("ALGOLIA_SEARCH_KEY, region-4, missing").rect();
    let name = stage.window.query_all_by_role(Role::Row).next().unwrap().rect();
    assert!(cell.left() >= name.right() - 1.0 && cell.right() <= 900.0, "{cell:?} beside {name:?}");
}

#[test]
fn one_ring_says_who_has_the_keyboard() {
    let mut stage = comparing();
    stage.press(Key::ArrowDown);
    let rings = |stage: &Stage| {
        let ring = |shape: &egui::epaint::ClippedShape| match &shape.shape {
            egui::Shape::Rect(rect) => (rect.stroke.width - 2.0).abs() < 0.01,
            _ => false,
        };
        stage.window.output().shapes.iter().filter(|shape| ring(shape)).count()
    };
    assert_eq!(rings(&stage), 1, "the cell's");
    tab_to(&mut stage, "All");
    assert_eq!(rings(&stage), 1, "the chip's");
}

#[test]
fn back_at_the_first_column_nothing_of_it_is_behind_the_names() {
    let mut stage = Stage::sized(gaps(), 640.0, 400.0);
    stage.press(Key::V);
    stage.press(Key::ArrowDown);
    for key in [Key::ArrowRight, Key::ArrowRight, Key::ArrowLeft, Key::ArrowLeft] {
        stage.press(key);
    }
    let cell = stage.window.query_all_by_role(Role::Cell).find(egui_kittest::Node::is_focused).unwrap().rect();
    let name = stage.window.query_all_by_role(Role::Row).next().unwrap().rect();
    assert!(cell.left() >= name.right() - 1.0, "{cell:?} beside {name:?}");
}

#[test]
fn the_menu_of_a_cell_comes_by_its_keys_at_the_cell_and_gives_the_keyboard_back() {
    for (modifiers, key) in [(Modifiers::SHIFT, Key::F10), (Modifiers::NONE, Key::Menu)] {
        let mut stage = comparing();
        stage.press(Key::ArrowDown);
        stage.press(Key::ArrowRight);
        let cell = focused(&stage);
        let at = stage.window.get_by_label(&cell).rect();
        stage.press_with(modifiers, key);
        stage.window.run_steps(3);
        let first = stage.window.get_by_role_and_label(Role::MenuItem, "Copy").rect();
        assert!(first.top() > at.bottom() && first.top() < at.bottom() + 16.0, "{first} of {at}");
        assert!(first.left() > at.left() && first.left() < at.left() + 16.0, "{first} of {at}");
        stage.press(Key::Escape);
        stage.window.run_steps(3);
        assert_eq!(focused(&stage), cell);
        stage.click("SENTRY_AUTH_TOKEN, staging, missing");
        stage.press(Key::Escape);
        stage.press_with(modifiers, key);
        stage.window.run_steps(3);
        assert!(stage.window.query_by_role_and_label(Role::MenuItem, "Not needed").is_some(), "{}", stage.tree());
    }
}

#[test]
fn another_environment_is_looked_at_in_the_same_row_and_the_list_begins_where_one_was() {
    let mut stage = comparing();
    for _ in 0..3 {
        stage.press(Key::ArrowDown);
    }
    let name = focused(&stage).split(',').next().unwrap_or_default().to_owned();
    for environment in ["development", "staging", "production"] {
        stage.press_with(Modifiers::ALT, Key::ArrowRight);
        stage.window.run_steps(3);
        assert!(focused(&stage).starts_with(&format!("{name}, {environment}, ")));
    }
    stage.press(Key::V);
    stage.window.run_steps(3);
    assert!(focused(&stage).starts_with(&format!("{name}, ")), "{}", focused(&stage));
    // And so it is in the list.
    stage.press_with(Modifiers::ALT, Key::ArrowLeft);
    stage.window.run_steps(3);
    assert!(focused(&stage).starts_with(&format!("{name}, ")), "{}", focused(&stage));
    assert!(focused(&stage).contains("staging"), "{}", focused(&stage));
}

#[test]
fn a_long_plain_value_ends_before_the_copy_button_that_the_pointer_brings() {
    let mut snapshot = gaps();
    let value = "made-up-words-".repeat(9);
    for key in snapshot.keys.iter_mut().filter(|key| key.is_plain()) {
        key.plain_value = Some(value.clone());
    }
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(snapshot.clone(), wide, high);
        stage.press(Key::V);
        stage.window.run_steps(3);
        stage.window.get_by_role_and_label(Role::TextInput, "Filter").click();
        stage.type_text("port");
        stage.window.run_steps(6);
        let label = format!("PORT, development, {value}");
        let cell = stage.window.get_by_label(&label).rect();
        stage.window.event(egui::Event::PointerMoved(cell.left_center() + vec2(20.0, 0.0)));
        stage.window.run_steps(4);
        let button = stage.window.get_by_label("Copy PORT, development").rect();
        let text = |clipped: &egui::epaint::ClippedShape| match &clipped.shape {
            egui::Shape::Text(text) if text.galley.text().starts_with("made") => {
                Some(text.galley.mesh_bounds.translate(text.pos.to_vec2()))
            }
            _ => None,
        };
        let shapes = stage.window.output().shapes.iter();
        let inks: Vec<_> = shapes.filter_map(text).filter(|ink| cell.contains(ink.left_center())).collect();
        assert!(!inks.is_empty() && inks.iter().all(|ink| !ink.intersects(button)), "{inks:?} under {button}");
    }
}

#[test]
fn a_cell_says_its_warning_in_words_that_can_be_read_or_by_its_mark_alone() {
    let mut snapshot = gaps();
    let model = snapshot.findings.iter().flatten().next().unwrap().clone();
    for (key, findings) in snapshot.keys.iter_mut().zip(&mut snapshot.findings) {
        let place = key.place();
        let both =
            key.name() == "ALGOLIA_ADMIN_KEY" && place.project == "Storefront" && place.environment != "production";
        key.fingerprint = both.then_some([1; 16]);
        if both {
            let text = "In a file that Keyloft wrote 9 days ago".to_owned();
            *findings = vec![Finding { rule: Rule::PlainFile, severity: Severity::LookSoon, text, ..model.clone() }];
        }
    }
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(snapshot.clone(), wide, high);
        stage.press(Key::V);
        stage.window.run_steps(3);
        let cut = |clipped: &egui::epaint::ClippedShape| match &clipped.shape {
            egui::Shape::Text(text) if text.galley.text() == "In a file" && text.galley.elided => {
                Some(text.galley.rect.width())
            }
            _ => None,
        };
        let cut: Vec<f32> = stage.window.output().shapes.iter().filter_map(cut).collect();
        assert!(cut.is_empty(), "{wide}: {cut:?}");
        assert!(stage.tree().contains("ALGOLIA_ADMIN_KEY, development"), "{wide}");
    }
}

/// How many dots, and which short code, stand in a place.
fn secret_in(stage: &Stage, place: egui::Rect, tail: &str) -> (usize, bool) {
    fn look(shape: &egui::Shape, place: egui::Rect, dots: &mut usize) {
        match shape {
            egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| look(shape, place, dots)),
            egui::Shape::Circle(circle) => *dots += usize::from(place.contains(circle.center)),
            _ => {}
        }
    }
    let mut dots = 0;
    stage.window.output().shapes.iter().for_each(|clipped| look(&clipped.shape, place, &mut dots));
    (dots, stage.painted(tail).iter().any(|at| place.contains(at.center())))
}

#[test]
fn cells_with_words_show_as_much_of_their_secrets_alike_and_no_last_four_without_dots() {
    let mut snapshot = gaps();
    // Four environments, and one secret in two of them that are not side by side.
    let more = crate::model::Environment { name: "preview".to_owned(), ..snapshot.projects[0].environments[0].clone() };
    snapshot.projects[0].environments.insert(1, more);
    for key in &mut snapshot.keys {
        let place = key.place();
        let both = key.name() == "REDIS_URL" && place.project == "Storefront" && place.environment != "production";
        key.fingerprint = both.then_some([1; 16]);
    }
    for (wide, high) in [(1280.0, 820.0), (1100.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(snapshot.clone(), wide, high);
        stage.press(Key::V);
        stage.window.run_steps(3);
        let mut seen = Vec::new();
        for cell in stage.window.query_all_by_role(Role::Cell) {
            let (label, rect) = (cell.accesskit_node().label().unwrap_or_default(), cell.rect());
            let Some((_, said)) = label.split_once(", hidden, ends in ") else { continue };
            let Some((tail, _)) = said.split_once(", ") else { continue };
            if rect.right() <= wide && rect.bottom() < high - 40.0 {
                seen.push((secret_in(&stage, rect, tail), label));
            }
        }
        assert!(seen.len() > 1, "{seen:?}");
        assert!(seen.iter().all(|((dots, tail), _)| *dots == 4 || !tail), "at {wide}: {seen:?}");
        assert!(seen.windows(2).all(|pair| pair[0].0 == pair[1].0), "at {wide}: {seen:?}");
        let named = ["Same as Development", "Same as Staging"].map(|words| stage.painted(words).len());
        assert_eq!(named[0], named[1], "at {wide}: both are named, or none");
        assert!(stage.painted("Same as Dev").is_empty());
    }
}

#[test]
fn the_pointer_learns_where_the_same_value_stands_and_no_value() {
    let mut snapshot = gaps();
    for key in &mut snapshot.keys {
        let both =
            key.name() == "REDIS_URL" && key.place().project == "Storefront" && key.place().environment != "staging";
        key.fingerprint = both.then_some([1; 16]);
    }
    for (wide, high) in [(1280.0, 820.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(snapshot.clone(), wide, high);
        stage.press(Key::V);
        stage.window.get_by_role_and_label(Role::TextInput, "Filter").click();
        stage.type_text("redis");
        stage.window.run_steps(6);
        let nodes = stage.window.query_all_by_role(Role::Cell);
        let cell = nodes.filter(|cell| {
            cell.accesskit_node().label().is_some_and(|label| label.starts_with("REDIS_URL, development"))
        });
        let at = cell.map(|cell| cell.rect().left_center() + vec2(8.0, 0.0)).next().unwrap();
        stage.window.event(egui::Event::PointerMoved(at));
        stage.window.run_steps(80);
        assert_eq!(stage.painted("Same value in development and production").len(), 1, "at {wide}");
    }
}

/// The cell that has the keyboard is whole between the names and the window's edges, and over the bar that scrolls sideways.
fn is_whole(stage: &Stage) {
    let size = stage.window.ctx.content_rect().size();
    let cell = stage.window.query_all_by_role(Role::Cell).find(egui_kittest::Node::is_focused).unwrap();
    let (label, cell) = (cell.accesskit_node().label(), cell.rect());
    let name = stage.window.query_all_by_role(Role::Row).next().unwrap().rect();
    assert!(cell.left() >= name.right() - 1.0 && cell.right() <= size.x, "{label:?} at {cell}");
    assert!(cell.bottom() <= size.y - 8.0, "{label:?} at {cell} under the bar");
}

#[test]
fn another_project_is_compared_from_its_first_cell() {
    for by_keys in [true, false] {
        let mut stage = Stage::sized(gaps(), 640.0, 400.0);
        stage.press(Key::V);
        for key in [Key::ArrowRight, Key::ArrowRight, Key::End] {
            stage.press(key);
            is_whole(&stage);
        }
        assert!(focused(&stage).contains(", production, "), "{}", focused(&stage));
        if by_keys {
            stage.press_with(Modifiers::COMMAND, Key::P);
            stage.press(Key::ArrowDown);
            stage.press(Key::Enter);
        } else {
            stage.click("Choose a project");
            let entries = stage.window.query_all_by_role(Role::MenuItem);
            let is_other = |entry: &egui_kittest::Node<'_>| {
                entry.accesskit_node().label().is_some_and(|label| label.starts_with("Billing"))
            };
            entries.into_iter().find(is_other).unwrap().click();
        }
        stage.window.run_steps(6);
        let cells = stage.window.query_all_by_role(Role::Cell);
        let first = cells.map(|cell| cell.rect().left_top()).reduce(egui::Pos2::min).unwrap();
        let name = stage.window.query_all_by_role(Role::Row).next().unwrap().rect();
        assert!(first.x >= name.right() - 1.0 && first.y >= name.top(), "{first} beside {name}, by keys: {by_keys}");
        if !by_keys {
            // Nobody chose a cell there.
            stage.press(Key::ArrowDown);
        }
        let at = stage.window.query_all_by_role(Role::Cell).find(egui_kittest::Node::is_focused).unwrap().rect();
        assert_eq!(at.left_top(), first, "by keys: {by_keys}");
        is_whole(&stage);
    }
}

#[test]
fn the_bar_that_scrolls_sideways_crosses_no_row() {
    let mut stage = Stage::sized(gaps(), 640.0, 400.0);
    stage.press(Key::V);
    for _ in 0..16 {
        stage.press(Key::ArrowDown);
        is_whole(&stage);
        let names: Vec<String> =
            stage.rows().iter().filter_map(|row| row.split(',').next().map(str::to_owned)).collect();
        let painted = stage.window.output().shapes.iter();
        let of_rows = painted.filter(|clipped| matches!(&clipped.shape, egui::Shape::Text(text) if names.iter().any(|name| name == text.galley.text())));
        let lowest: Vec<f32> = of_rows.map(|clipped| clipped.clip_rect.bottom()).collect();
        assert!(!lowest.is_empty() && lowest.iter().all(|bottom| *bottom <= 392.0), "{lowest:?}");
    }
}

#[test]
fn no_keys_are_named_where_no_project_is_compared() {
    let mut stage = comparing();
    let hints = |stage: &Stage| ["open", "environment"].map(|words| stage.painted(words).len());
    assert_eq!(hints(&stage), [1, 1]);
    stage.go_to_all_projects();
    stage.window.run_steps(4);
    assert_eq!(hints(&stage), [0, 0]);
}

#[test]
fn a_dialog_over_an_empty_compare_gives_the_keyboard_to_what_can_be_done_there() {
    let mut stage = Stage::new(gaps());
    for (project, act) in [("All projects", "Choose a project…"), ("Internal tools", "Edit project…")] {
        stage.window.query_all_by_label_contains(project).next().unwrap().click();
        stage.window.run_steps(3);
        if act == "Choose a project…" {
            stage.press(Key::V);
        }
        for opens in [Key::I, Key::N] {
            match opens {
                Key::I => stage.click("Import…"),
                opens => stage.press_with(Modifiers::COMMAND, opens),
            }
            assert!(stage.window.query_by_role(Role::Dialog).is_some());
            stage.press(Key::Escape);
            stage.window.run_steps(8);
            assert!(stage.window.query_by_role(Role::Dialog).is_none());
            let now = focused(&stage);
            assert!(now == act || now == "Import…" && opens == Key::I, "{project}: {now:?}");
            stage.window.ctx.memory_mut(|memory| memory.focused().map(|id| memory.surrender_focus(id)));
            stage.window.run_steps(2);
        }
    }
}

#[test]
fn words_of_a_value_in_several_environments_take_the_room_of_all_of_them() {
    let mut snapshot = gaps();
    let words = "In a file that Keyloft wrote 3 days ago";
    let finding = snapshot.findings.iter().flatten().next().unwrap().clone();
    for (key, findings) in snapshot.keys.iter_mut().zip(&mut snapshot.findings) {
        let is_it = key.name() == "REDIS_URL" && key.place().project == "Storefront";
        key.fingerprint = is_it.then_some([1; 16]);
        if is_it {
            *findings = Vec::new();
        }
        if is_it && key.protected {
            let (rule, severity) = (Rule::PlainFile, Severity::LookSoon);
            *findings =
                vec![Finding { rule, severity, text: words.to_owned(), snoozed_until: None, ..finding.clone() }];
        }
    }
    let cut = |stage: &Stage| {
        let mut texts = Vec::new();
        stage.window.output().shapes.iter().for_each(|clipped| legible::cut(&clipped.shape, &mut texts));
        texts
    };
    for wide in [1280.0, 900.0] {
        let mut stage = Stage::sized(snapshot.clone(), wide, 820.0);
        stage.press(Key::V);
        stage.window.run_steps(4);
        let said = ["In a file", "Same value in all 3"].map(|words| stage.painted(words));
        assert!(said.iter().all(|at| at.len() == 1), "{said:?} at {wide}");
        assert!(!cut(&stage).iter().any(|text| text == "In a file" || text.starts_with("Same")), "{:?}", cut(&stage));
        // Not across the ring of the cell one is at.
        let nodes = stage.window.query_all_by_role(Role::Cell);
        let label = |node: egui_kittest::Node<'_>| node.accesskit_node().label();
        let last = nodes.filter_map(label).find(|label| label.starts_with("REDIS_URL, production")).unwrap();
        stage.click(&last);
        let cell = stage.window.get_by_label(&last).rect();
        let right = |at: &egui::Rect| at.left() >= cell.left();
        assert!(stage.painted("Same value in all 3").iter().all(right), "at {wide}");
        assert!(stage.painted("In a file").iter().all(right), "at {wide}");
    }
}

#[test]
fn where_nothing_matches_it_says_what_was_looked_for_and_where() {
    let mut stage = comparing();
    stage.press(Key::Slash);
    stage.type_text("strpe");
    assert!(
        stage.tree().contains("No variables match strpe. Searched 16 variables in Storefront."),
        "{}",
        stage.tree()
    );
    assert_eq!(stage.painted("strpe").len(), 2, "in the field, and in mono");
    stage.click("Clear filter");
    assert_eq!(stage.rows().len(), 16);
}
