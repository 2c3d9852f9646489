//! Lists, cards and bars at widths between those they were drawn at.

use egui::{Pos2, Rect, Shape};
use egui_kittest::Node;

use super::comparing::gaps;
use super::legible::faults;
use super::offboarding::{on_page, with_many};
use super::reviewing;
use super::*;
use crate::gui::theme::size;
use crate::model::{EnvRef, VariableName};

/// From the narrowest window on, in steps of less than a column's gap.
fn widths(from: f32, to: f32) -> impl Iterator<Item = f32> {
    (0..).map(move |step| from + 12.0 * step as f32).take_while(move |width| *width <= to)
}

/// The same window in another size.
fn resize(stage: &mut Stage, width: f32, height: f32) {
    stage.window.set_size(vec2(width, height));
    stage.window.run_steps(4);
}

fn shapes<T>(stage: &Stage, pick: fn(&Shape) -> Option<T>) -> Vec<T> {
    fn look<T>(shape: &Shape, pick: fn(&Shape) -> Option<T>, found: &mut Vec<T>) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| look(shape, pick, found)),
            shape => found.extend(pick(shape)),
        }
    }
    let mut found = Vec::new();
    stage.window.output().shapes.iter().for_each(|clipped| look(&clipped.shape, pick, &mut found));
    found
}

fn labelled(node: &Node<'_>) -> String {
    node.accesskit_node().label().unwrap_or_default()
}

/// The sample with an address as a plain value.
fn with_address() -> Snapshot {
    let mut snapshot = gaps();
    for key in snapshot.keys.iter_mut().filter(|key| key.is_plain()) {
        key.plain_value = Some(ADDRESS.to_owned());
    }
    snapshot
}

const ADDRESS: &str = "https://shop.example";
/// What is left of it where it has no room.
const HOST: &str = "…shop.example";

#[test]
fn the_timeline_of_review_is_explained_at_every_width() {
    let mut stage = reviewing::at(640.0, 1400.0);
    for width in widths(640.0, 1400.0) {
        resize(&mut stage, width, 1400.0);
        for words in ["Expired", "Today", "Protected", "Other"] {
            assert!(!stage.painted(words).is_empty(), "{width}: {words}");
        }
        let faults = faults(&stage, false);
        assert!(faults.is_empty(), "{width}:\n{faults}");
    }
}

#[test]
fn dots_stand_in_a_compared_cell_wherever_its_words_leave_them_room() {
    const DOTS: f32 = 29.0;
    let mut stage = Stage::new(with_address());
    stage.press(Key::V);
    let mut beside_words = 0;
    for width in widths(size::VERY_NARROW, 1300.0) {
        resize(&mut stage, width, 1000.0);
        let dots: Vec<Pos2> = shapes(&stage, |shape| match shape {
            Shape::Circle(circle) if circle.radius == 2.5 => Some(circle.center),
            _ => None,
        });
        let words = shapes(&stage, |shape| match shape {
            Shape::Text(text) => Some(text.galley.mesh_bounds.translate(text.pos.to_vec2())),
            _ => None,
        });
        for cell in stage.window.query_all_by_role(Role::Cell).filter(|cell| labelled(cell).contains("hidden")) {
            let rect = cell.rect();
            let first = words.iter().filter(|words| rect.contains_rect(**words)).map(Rect::left);
            let first = first.fold(rect.right(), f32::min);
            let has = dots.iter().any(|dot| rect.contains(*dot));
            assert!(has || first - rect.left() < 10.0 + DOTS + 6.0, "{width}: {}: {first} {rect:?}", labelled(&cell));
            beside_words += usize::from(has && first < rect.right() && first - rect.left() > 10.0 + DOTS);
        }
        if width >= 1240.0 {
            assert!(!stage.painted(ADDRESS).is_empty(), "{width}: cut");
        } else {
            assert!(stage.painted(ADDRESS).len() + stage.painted(HOST).len() > 0, "{width}: cut within its host");
        }
    }
    assert!(beside_words > 0);
}

#[test]
fn a_narrow_compare_shows_whole_columns_or_a_clear_part() {
    let mut stage = Stage::sized(with_address(), 640.0, 600.0);
    stage.press(Key::V);
    for width in widths(640.0, size::NARROW - 1.0) {
        resize(&mut stage, width, 600.0);
        for cell in stage.window.query_all_by_role(Role::Cell) {
            let rect = cell.rect();
            let seen = (width - rect.left()).min(rect.width());
            let clear = seen <= 0.5 || seen >= rect.width().min(rect.width() * 0.33);
            assert!(clear, "{width}: {seen} of {}: {}", rect.width(), labelled(&cell));
        }
    }
}

#[test]
fn a_plain_value_in_the_list_is_read_whole_or_by_its_host() {
    let mut stage = Stage::sized(with_address(), size::VERY_NARROW, 820.0);
    stage.press(Key::Slash);
    stage.type_text("PORT");
    let in_row = |stage: &Stage, words: &str| {
        let rows: Vec<Rect> = stage.window.query_all_by_role(Role::Row).map(|row| row.rect()).collect();
        stage.painted(words).iter().any(|at| rows.iter().any(|row| row.contains_rect(*at)))
    };
    for width in widths(size::VERY_NARROW, 1400.0) {
        resize(&mut stage, width, 820.0);
        // Beside the details, and where warnings have no more than they need, its host has to do.
        let is_roomy = [760.0..size::NARROW, 1020.0..size::WIDE].iter().any(|roomy| roomy.contains(&width));
        let read = in_row(&stage, ADDRESS) || (!is_roomy && in_row(&stage, HOST));
        assert!(read, "{width}: {}", stage.tree());
    }
}

/// Hovers the rows of a list; each says its environment while it shows its verb.
#[track_caller]
fn assert_environments_stay(stage: &mut Stage, verb: fn(&Stage, Rect) -> bool) {
    let rows: Vec<Rect> = stage.window.query_all_by_role(Role::Row).map(|row| row.rect()).collect();
    let mut hovered = 0;
    for row in rows.into_iter().filter(|row| row.bottom() < 390.0 && row.top() > 140.0) {
        stage.window.hover_at(row.center());
        stage.window.run_steps(3);
        let names = ["Dev", "Prod", "Staging"].map(|name| stage.painted(name));
        let seen = names.iter().flatten().any(|name| row.contains_rect(*name));
        if verb(stage, row) {
            assert!(seen, "{row:?}: {}", stage.tree());
            hovered += 1;
        }
    }
    assert!(hovered > 1, "{}", stage.tree());
    let faults = faults(stage, false);
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn the_verb_of_a_row_in_the_narrowest_window_leaves_its_environment_in_view() {
    let button_in = |stage: &Stage, row: Rect| {
        let buttons = stage.window.query_all_by_role(Role::Button);
        buttons.into_iter().any(|button| row.contains_rect(button.rect()) && button.rect().width() > 20.0)
    };
    let mut review = reviewing::at(640.0, 400.0);
    review.wheel(egui::pos2(400.0, 300.0), -600.0);
    assert_environments_stay(&mut review, button_in);
}

#[test]
fn what_is_done_with_several_warnings_is_said_in_words() {
    let mut stage = reviewing::at(640.0, 600.0);
    stage.press(Key::X);
    for width in widths(640.0, 1300.0) {
        resize(&mut stage, width, 600.0);
        assert!(!stage.painted("Disable").is_empty(), "{width}: {}", stage.tree());
        let all = ["Assign owner…", "Snooze…"].into_iter().all(|words| !stage.painted(words).is_empty());
        let pane = width - if width < size::NARROW { size::RAIL } else { size::SIDEBAR };
        assert!(all || pane < 900.0 - size::RAIL, "{width}: {}", stage.tree());
        let faults = faults(&stage, false);
        assert!(faults.is_empty(), "{width}:\n{faults}");
    }
    resize(&mut stage, 640.0, 600.0);
    stage.click("More");
    stage.click_on_top("Snooze…");
    assert!(stage.tree().contains("Snooze"), "{}", stage.tree());
}

#[test]
fn the_menu_of_a_setting_ends_where_its_control_does() {
    for (width, height) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(sample::snapshot(), width, height);
        stage.press_with(Modifiers::COMMAND, Key::Comma);
        let control = stage.window.get_by_role_and_label(Role::ComboBox, "Lock after").rect();
        stage.click("Lock after");
        stage.window.run_steps(12);
        let entries: Vec<Rect> = stage.window.query_all_by_role(Role::MenuItem).map(|entry| entry.rect()).collect();
        assert!(!entries.is_empty(), "{}", stage.tree());
        assert!(entries.iter().all(|entry| entry.right() <= control.right() + 0.5), "{width}: {entries:?} {control:?}");
    }
}

#[test]
fn the_tables_of_review_call_an_environment_by_one_name() {
    let mut stage = reviewing::at(900.0, 1400.0);
    stage.press(Key::T);
    for (width, called, not) in [(900.0, "Dev", "development"), (1280.0, "development", "Dev")] {
        resize(&mut stage, width, 1400.0);
        assert!(stage.painted(called).len() > 3, "{width}: {}", stage.tree());
        assert!(stage.painted(not).is_empty(), "{width}: {not}");
        assert!(stage.painted("Production").is_empty(), "{width}");
    }
}

#[test]
fn names_of_a_persons_keys_are_read_whole_at_every_width() {
    for leaving in [false, true] {
        let mut facts = with_many();
        facts.people.retain(|_| leaving);
        let mut stage = on_page(facts, 1280.0, 1400.0);
        for width in widths(760.0, 1400.0) {
            resize(&mut stage, width, 1400.0);
            for name in ["AWS_SECRET_ACCESS_KEY", "STRIPE_WEBHOOK_SECRET"] {
                assert!(!stage.painted(name).is_empty(), "{width}, {leaving}: {name}");
            }
        }
    }
}

/// The sample with its first project under another name.
fn with_first_project_named(name: &str) -> Snapshot {
    let mut snapshot = sample::snapshot();
    let before = std::mem::replace(&mut snapshot.projects[0].name, name.to_owned());
    for key in snapshot.keys.iter_mut().filter(|key| key.place().project == before) {
        let place = EnvRef { project: name.to_owned(), ..key.place().clone() };
        key.reference = place.key(&VariableName::new(key.name()).unwrap());
    }
    snapshot
}

#[test]
fn what_the_header_of_the_keys_shows_stays_as_the_window_grows() {
    for project in ["Storefront", "Customers and their storefront"] {
        let mut stage = Stage::sized(with_first_project_named(project), 640.0, 600.0);
        let mut seen = [false; 3];
        for width in widths(640.0, 1400.0) {
            resize(&mut stage, width, 600.0);
            let segments = stage.window.query_by_role_and_label(Role::RadioButton, "Staging").is_some();
            let now = [segments, !stage.painted("Export…").is_empty(), !stage.painted("Sample").is_empty()];
            let went = seen.iter().zip(now).position(|(before, now)| *before && !now);
            assert_eq!(went, None, "{project} at {width}: {}", stage.tree());
            seen = now;
            let faults = faults(&stage, false);
            assert!(faults.is_empty(), "{project} at {width}:\n{faults}");
        }
        assert_eq!(seen, [true; 3], "{project}");
        assert!(!stage.painted(project).is_empty() && !stage.painted("Production").is_empty(), "{project}: cut");
    }
}
