//! In which order Tab goes, and that what it comes to is in view.

use std::collections::HashMap;

use egui::Rect;

use super::keyboard::{focused, tab_to};
use super::owning::on_first_row;
use super::*;

/// Where Tab stops.
#[derive(Debug, Clone)]
struct Stop {
    label: String,
    /// Where it stood before anything scrolled, and once it had the keyboard.
    places: [Rect; 2],
    /// Where the stop before it stands by then.
    before: Option<Rect>,
}

/// Where Tab stops until it comes round again.
fn stops(stage: &mut Stage) -> Vec<Stop> {
    let nodes = stage.window.root().children_recursive();
    let placed = nodes.filter(|node| node.accesskit_node().bounding_box().is_some());
    let places: HashMap<_, Rect> = placed.map(|node| (node.accesskit_node().id(), node.rect())).collect();
    let (mut stops, mut first, mut last) = (Vec::new(), None, None);
    for _ in 0..160 {
        stage.press(Key::Tab);
        let nodes = stage.window.root().children_recursive();
        let Some(node) = nodes.filter(egui_kittest::Node::is_focused).last() else { panic!("Tab led nowhere") };
        let id = node.accesskit_node().id();
        if *first.get_or_insert(id) == id && !stops.is_empty() {
            return stops;
        }
        let places = [places.get(&id).copied().unwrap_or(node.rect()), node.rect()];
        let mut nodes = stage.window.root().children_recursive();
        let before = nodes.find(|one| Some(one.accesskit_node().id()) == last).map(|one| one.rect());
        last = Some(id);
        stops.push(Stop { label: node.accesskit_node().label().unwrap_or_default(), places, before });
    }
    panic!("Tab never came round: {stops:?}");
}

/// On a line from left to right, then down; or on to what stands beside all of it.
fn is_read_next(from: Rect, to: Rect) -> bool {
    let on_a_line = from.y_range().intersection(to.y_range()).span() >= 0.5 * from.height().min(to.height());
    let goes_on = if on_a_line { to.left() >= from.left() } else { to.center().y > from.center().y };
    goes_on || to.left() >= from.center().x
}

#[track_caller]
fn assert_read(what: &str, stage: &mut Stage) {
    let stops = stops(stage);
    for (at, pair) in stops.windows(2).enumerate() {
        let [from, to] = pair else { continue };
        // Where it begins anew is no step back.
        let round = stops[..=at].iter().all(|before| before.places[0].top() >= to.places[0].top());
        let read = (0..2).any(|when| is_read_next(from.places[when], to.places[when]));
        // What scrolled with it is compared where both stand now.
        let read = read || to.before.is_some_and(|before| is_read_next(before, to.places[1]));
        assert!(read || round, "{what}: from {} to {}\n{stops:#?}", from.label, to.label);
    }
}

#[test]
fn tab_goes_in_the_order_one_reads_in_every_section() {
    for (what, key) in [("Keys", Key::Num1), ("Review", Key::Num2), ("Settings", Key::Comma)] {
        for size in [(1280.0, 820.0), (900.0, 600.0)] {
            let mut stage = Stage::sized(sample::snapshot(), size.0, size.1);
            stage.press_with(Modifiers::COMMAND, key);
            assert_read(what, &mut stage);
        }
    }
    let mut stage = on_first_row();
    stage.press(Key::V);
    assert_read("Compare", &mut stage);
    let mut stage = Stage::new(sample::no_vault(KeychainStands::Open));
    assert_read("First run", &mut stage);
}

#[test]
fn tab_goes_in_the_order_one_reads_in_every_dialog() {
    for (what, key, modifiers) in [
        ("New key", Key::N, Modifiers::COMMAND),
        ("Export", Key::E, Modifiers::COMMAND),
        ("Edit", Key::E, Modifiers::NONE),
        ("Rotate", Key::R, Modifiers::NONE),
        ("Disable", Key::D, Modifiers::NONE),
    ] {
        for size in [(1280.0, 820.0), (640.0, 400.0)] {
            let mut stage = Stage::sized(sample::snapshot(), size.0, size.1);
            stage.press(Key::ArrowDown);
            stage.press_with(modifiers, key);
            stage.window.run_steps(4);
            assert_read(what, &mut stage);
        }
    }
    for opener in ["Import…", "New project…"] {
        let mut stage = on_first_row();
        tab_to(&mut stage, opener);
        stage.press(Key::Enter);
        stage.window.run_steps(4);
        assert_read(opener, &mut stage);
    }
}

#[test]
fn what_tab_comes_to_is_scrolled_into_view() {
    for back in [false, true] {
        let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
        stage.press_with(Modifiers::COMMAND, Key::Comma);
        for _ in 0..25 {
            stage.press_with(if back { Modifiers::SHIFT } else { Modifiers::NONE }, Key::Tab);
            stage.window.run_steps(2);
            let nodes = stage.window.root().children_recursive();
            let rect = nodes.filter(egui_kittest::Node::is_focused).last().unwrap().rect();
            assert!(rect.top() >= 0.0 && rect.bottom() <= 401.0, "{} {rect:?}", focused(&stage));
        }
    }
}

#[test]
fn a_setting_whose_ring_would_be_cut_comes_into_view_whole() {
    // What a ring takes around what has the keyboard.
    const RING: f32 = 4.0;
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    stage.press_with(Modifiers::COMMAND, Key::Comma);
    stage.window.get_by_label("Use a passphrase instead…").focus();
    stage.window.run_steps(9);
    let chosen = |stage: &Stage| stage.window.get_by_label("Stay").rect();
    // So that it stands right under the header.
    let pane = stage.window.get_by_role_and_label(Role::TextInput, "Find a setting").rect().bottom() + 12.0;
    let up = chosen(&stage).top() - pane - 1.0;
    stage.wheel(egui::pos2(300.0, 200.0), -up);
    assert!((chosen(&stage).top() - pane - 1.0).abs() < 1.0, "{}", chosen(&stage));
    stage.press_with(Modifiers::SHIFT, Key::Tab);
    stage.window.run_steps(9);
    assert_eq!(focused(&stage), "Stay");
    assert!(chosen(&stage).top() - RING >= pane, "{} under {pane}", chosen(&stage));
}

/// What stands in the footers of these dialogs.
const FOOTER: [&str; 5] = ["Add another after this", "Archive", "Delete…", "Cancel", "Done"];

/// Down one column of the dialog, then down the next, which begins with `right`, then its footer; and back the same way.
#[track_caller]
fn assert_read_by_columns(what: &str, stage: &mut Stage, right: &str) {
    let header = stage.window.get_by_role_and_label(Role::Button, "Close").rect().bottom();
    let stops = stops(stage);
    let begins = stops.iter().position(|stop| stop.label == "Close").map_or(0, |close| (close + 1) % stops.len());
    let in_order: Vec<&Stop> = stops[begins..].iter().chain(&stops[..begins]).collect();
    let body = |stop: &Stop| stop.places[0].top() > header && !FOOTER.contains(&stop.label.as_str());
    let first = in_order.iter().find(|stop| body(stop)).unwrap();
    let left_of = |label: &str| stops.iter().find(|stop| stop.label == label).map(|stop| stop.places[0].left());
    // In one column it stands under the others.
    let split = left_of(right).filter(|left| *left > first.places[0].right());
    let column = |stop: &Stop| match (body(stop), split) {
        (true, Some(split)) if stop.places[0].center().x > split => 2,
        (true, _) => 1,
        (false, _) if stop.places[0].top() > header => 3,
        // The header's come last, where it goes round.
        (false, _) => 4,
    };
    let columns: Vec<(&str, usize)> = in_order.iter().map(|stop| (stop.label.as_str(), column(stop))).collect();
    assert!(columns.is_sorted_by_key(|(_, column)| *column), "{what}: {columns:#?}");
    for pair in in_order.windows(2).filter(|pair| column(pair[0]) == column(pair[1])) {
        let read = (0..2).any(|when| is_read_next(pair[0].places[when], pair[1].places[when]));
        let read = read || pair[1].before.is_some_and(|before| is_read_next(before, pair[1].places[1]));
        assert!(read, "{what}: from {:?} to {:?}", pair[0], pair[1]);
    }
    // It came round to the first again: back from there.
    let back: Vec<String> = (0..stops.len())
        .map(|_| {
            stage.press_with(Modifiers::SHIFT, Key::Tab);
            focused(stage)
        })
        .collect();
    let there: Vec<String> = stops.iter().rev().map(|stop| stop.label.clone()).collect();
    assert_eq!(back, there, "{what}: back");
}

#[test]
fn tab_goes_down_one_column_of_a_dialog_before_the_next_and_back_the_same_way() {
    for size in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        for (what, key, modifiers, right) in [
            ("New key", Key::N, Modifiers::COMMAND, "Value"),
            ("Export", Key::E, Modifiers::COMMAND, "Leave out all"),
            ("Edit", Key::E, Modifiers::NONE, ""),
            ("Rotate", Key::R, Modifiers::NONE, ""),
        ] {
            let mut stage = Stage::sized(sample::snapshot(), size.0, size.1);
            stage.press(Key::ArrowDown);
            stage.press_with(modifiers, key);
            stage.window.run_steps(4);
            assert_read_by_columns(&format!("{what} {size:?}"), &mut stage, right);
        }
        // With a pair, and with all that can be said of a key.
        let mut stage = Stage::sized(sample::snapshot(), size.0, size.1);
        stage.press_with(Modifiers::COMMAND, Key::N);
        stage.type_text("NEW_AWS_SECRET_ACCESS_KEY");
        tab_to(&mut stage, "More");
        stage.press(Key::Enter);
        while focused(&stage) != "Variable name" {
            stage.press_with(Modifiers::SHIFT, Key::Tab);
        }
        assert_read_by_columns(&format!("New key, unfolded {size:?}"), &mut stage, "Value");
        for typed in ["import", "edit project"] {
            let mut stage = Stage::sized(sample::snapshot(), size.0, size.1);
            stage.press_with(Modifiers::COMMAND, Key::K);
            stage.type_text(typed);
            stage.press(Key::Enter);
            stage.window.run_steps(4);
            assert_read_by_columns(&format!("{typed} {size:?}"), &mut stage, "");
        }
    }
}
