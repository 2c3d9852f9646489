//! Review at widths between those it was drawn at, and what is ticked at the edge of its bar.

use egui::accesskit::Role;
use egui::{Key, Modifiers, Rect};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::Stage;
use super::keyboard::focused;
use super::legible::{cut, faults};
use super::reviewing::at;
use crate::gui::theme::size;

/// Just before and behind where the sidebar, the columns and the tiles change.
const WIDTHS: [f32; 10] = [984.0, 999.0, 1000.0, 1100.0, 1148.0, 1168.0, 1235.0, 1240.0, 1256.0, 1280.0];

/// The texts that were cut with "…".
fn cuts(stage: &Stage) -> Vec<String> {
    let mut cuts = Vec::new();
    stage.window.output().shapes.iter().for_each(|clipped| cut(&clipped.shape, &mut cuts));
    cuts
}

#[test]
fn no_heading_lies_over_another_and_an_owner_is_read_whole_or_not_there() {
    for width in WIDTHS {
        let mut stage = at(width, 820.0);
        let with_charts = faults(&stage, false);
        assert!(with_charts.is_empty(), "{width}, with charts:\n{with_charts}");
        stage.press(Key::C);
        let faults = faults(&stage, false);
        assert!(faults.is_empty(), "{width}:\n{faults}");
        let cuts = cuts(&stage);
        assert!(!cuts.iter().any(|text| text == "Mara Klein"), "{width}: {cuts:?}");
        let has = |words: &str| stage.window.query_by_role_and_label(Role::ColumnHeader, words).is_some();
        assert_eq!(has("Owner"), width >= 1256.0, "{width}");
    }
}

#[test]
fn the_words_of_every_number_are_read_whole() {
    for width in WIDTHS {
        let stage = at(width, 820.0);
        let cuts = cuts(&stage);
        let titles = [
            ["Act now", "Act now"],
            ["Expire within 30 days", "Expire in 30 days"],
            ["Rotation overdue", "Rotation overdue"],
            ["Not used 90 days, 30 if new", "Not used 90 days"],
            ["Keys with no warnings", "No warnings"],
        ];
        for [title, gist] in titles {
            assert!(!cuts.iter().any(|text| text == title || text == gist), "{width}: {cuts:?}");
            assert!(stage.painted(title).len() + stage.painted(gist).len() > 0, "{width}: {title}");
            assert!(!stage.painted(title).is_empty() || width < 1240.0, "{width}: {title}");
        }
        let top = |title: &str| stage.window.get_by_label_contains(title).rect().top();
        assert_eq!(top("Act now: ") == top("Keys with no warnings: "), width >= size::NARROW, "{width}");
    }
}

/// The box of a row.
fn box_in(stage: &Stage, row: Rect) -> egui_kittest::Node<'_> {
    let boxes = stage.window.query_all_by_role(Role::CheckBox);
    boxes.into_iter().find(|tick| row.contains(tick.rect().center())).unwrap()
}

#[test]
fn the_bar_comes_over_no_row_that_is_ticked() {
    let mut stage = at(640.0, 400.0);
    stage.wheel(egui::pos2(400.0, 300.0), -600.0);
    let body = stage.window.get_by_label("Report…").rect().bottom() + 12.0;
    assert!(stage.painted("Warning").iter().all(|heading| heading.bottom() < body), "the headings are scrolled away");
    let rows = || stage.window.query_all_by_role(Role::Row).filter(|row| row.rect().top() >= body);
    let row = rows().min_by(|one, other| one.rect().top().total_cmp(&other.rect().top())).unwrap();
    let (label, place) = (egui_kittest::kittest::NodeT::accesskit_node(&row).label().unwrap(), row.rect());
    box_in(&stage, place).click();
    stage.window.run_steps(6);
    let bar = stage.window.get_by_label("1 selected").rect();
    let row = stage.window.get_by_label(&label).rect();
    assert!(row.top() >= bar.bottom() && row.bottom() <= 400.0, "{row:?} under {bar:?}");
}

#[test]
fn shift_and_a_click_on_a_box_selects_everything_up_to_it() {
    let mut stage = at(1280.0, 820.0);
    let rows: Vec<Rect> = stage.window.query_all_by_role(Role::Row).map(|row| row.rect()).collect();
    box_in(&stage, rows[1]).click();
    stage.window.run_steps(3);
    box_in(&stage, rows[4]).click_modifiers(Modifiers::SHIFT);
    stage.window.run_steps(3);
    assert!(stage.tree().contains("4 selected"), "{}", stage.tree());
}

#[test]
fn charts_that_are_opened_come_into_view() {
    for (wide, high) in [(900.0, 600.0), (640.0, 400.0)] {
        for way in [None, Some(Key::C), Some(Key::T)] {
            // From the rows under it the button is out of view.
            for rows in [0, 12].into_iter().filter(|rows| *rows == 0 || way.is_some()) {
                let mut stage = at(wide, high);
                for _ in 0..rows {
                    stage.press(Key::ArrowDown);
                }
                match way {
                    Some(key) => stage.press(key),
                    None => stage.click("Charts"),
                }
                stage.window.run_steps(30);
                let header = stage.window.get_by_label("Report…").rect().bottom();
                let title = stage.painted("Health by project");
                let [title] = title[..] else { panic!("{wide}, {way:?}, {rows}: {title:?}") };
                assert!(title.top() > header, "{wide}, {way:?}, {rows}: above the view: {title:?}");
                assert!(title.bottom() < high / 2.0 + 40.0, "{wide}, {way:?}, {rows}: below the view: {title:?}");
            }
        }
    }
}

#[test]
fn the_review_opens_on_the_project_that_one_looked_at_and_keeps_its_own_scope_after() {
    let mut stage = Stage::new(crate::gui::sample::snapshot());
    let go = |stage: &mut Stage, entry: &str| {
        let found = stage.window.query_all_by_label_contains(entry).next();
        found.unwrap_or_else(|| panic!("no {entry}")).click();
        stage.window.run_steps(3);
    };
    // What the header says of how many keys.
    let keys = |stage: &Stage| {
        let tree = stage.tree();
        let words = tree.lines().find(|line| line.contains(" warnings on ")).map(str::to_owned);
        words.and_then(|words| words.split(" of ").nth(1).map(str::to_owned)).unwrap_or_default()
    };
    go(&mut stage, "Review");
    assert_eq!(keys(&stage), "48 keys", "Storefront's");
    go(&mut stage, "All projects");
    assert_eq!(keys(&stage), "128 keys");
    go(&mut stage, "Keys");
    go(&mut stage, "Review");
    assert_eq!(keys(&stage), "128 keys", "one looks at the same project as before: the review stays as it was left");
    go(&mut stage, "Keys");
    go(&mut stage, "Billing");
    go(&mut stage, "Review");
    assert_ne!(keys(&stage), "128 keys");
    assert_ne!(keys(&stage), "48 keys");
}

/// What has the keyboard, within what is in view of the page under its header.
fn ring_in_view(stage: &Stage) -> bool {
    let high = stage.window.ctx.content_rect().height();
    let header = stage.window.get_by_label("Report…").rect().bottom();
    let nodes = stage.window.root().children_recursive();
    let focused = nodes.filter(egui_kittest::Node::is_focused).last();
    focused.is_some_and(|node| node.rect().top() >= header && node.rect().bottom() <= high)
}

#[test]
fn who_opens_the_charts_by_a_key_goes_on_in_them() {
    for (wide, high) in [(900.0, 600.0), (640.0, 400.0)] {
        for key in [Key::C, Key::T] {
            for from_headings in [false, true] {
                let mut stage = at(wide, high);
                stage.press(Key::ArrowDown);
                stage.press(Key::X);
                for _ in 0..6 {
                    stage.press(Key::ArrowDown);
                }
                let row = focused(&stage);
                if from_headings {
                    stage.press_with(Modifiers::SHIFT, Key::Tab);
                    stage.window.run_steps(20);
                }
                stage.press(key);
                stage.window.run_steps(30);
                assert!(ring_in_view(&stage), "{wide} {key:?} {from_headings}: {:?}", focused(&stage));
                assert_ne!(focused(&stage), row, "{wide} {key:?}");
                // What is ticked by its letter is seen.
                stage.press(Key::X);
                stage.window.run_steps(20);
                let node = stage.window.get_by_label(&row);
                assert!(node.rect().bottom() <= high, "{wide} {key:?}: {:?}", node.rect());
                // Folded again, the row has it.
                stage.press(Key::C);
                stage.window.run_steps(20);
                assert_eq!(focused(&stage), row, "{wide} {key:?} {from_headings}");
            }
        }
    }
}

#[test]
fn ticks_of_warnings_that_are_not_listed_are_counted_apart_and_come_back() {
    for (wide, high) in [(1280.0, 820.0), (640.0, 400.0)] {
        let mut stage = at(wide, high);
        let name = |row: String| row.split([',', '_']).next().unwrap_or_default().to_owned();
        let first = name(focused(&stage));
        stage.press(Key::X);
        while name(focused(&stage)) == first {
            stage.press(Key::ArrowDown);
        }
        stage.press(Key::X);
        let other = name(focused(&stage));
        stage.press(Key::Slash);
        stage.type_text(&other);
        stage.window.run_steps(4);
        assert!(stage.tree().contains("1 selected · 1 not listed"), "{wide}: {}", stage.tree());
        let faults = faults(&stage, false);
        assert!(faults.is_empty(), "{wide}:\n{faults}");
        // Only what is seen is let go of.
        stage.press(Key::ArrowDown);
        stage.press(Key::Escape);
        stage.window.run_steps(4);
        assert!(stage.tree().contains("1 selected · none of them listed"), "{wide}: {}", stage.tree());
        stage.press(Key::Escape);
        stage.window.run_steps(4);
        assert!(stage.tree().contains("1 selected\n"), "{wide}: {}", stage.tree());
    }
}

#[test]
fn a_tick_of_a_warning_that_is_gone_is_forgotten() {
    let mut stage = at(1280.0, 820.0);
    let name = focused(&stage).split(',').next().unwrap_or_default().to_owned();
    stage.press(Key::X);
    stage.press(Key::Slash);
    stage.type_text("billing");
    stage.window.run_steps(4);
    let mut facts = crate::gui::sample::snapshot();
    for (key, findings) in facts.keys.iter().zip(&mut facts.findings) {
        if key.name() == name {
            findings.clear();
        }
    }
    stage.hears(crate::jobs::Event::Snapshot(std::sync::Arc::new(facts)));
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    stage.press(Key::ArrowDown);
    stage.press(Key::X);
    assert!(stage.tree().contains("1 selected\n"), "{}", stage.tree());
}
