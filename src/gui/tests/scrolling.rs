//! What is looked at stays where it is: lists scroll only as far as what one is on needs.

use super::mouse::click_at;
use super::offboarding::{on_page, with_many};
use super::*;
use crate::gui::theme::size;

/// Where something is, and how much of it is in view.
fn place(stage: &Stage, id: egui::Id) -> (egui::Rect, egui::Rect) {
    let found = stage.window.ctx.viewport(|viewport| viewport.prev_pass.widgets.get(id).copied());
    found.map(|widget| (widget.rect, widget.interact_rect)).expect("it is drawn")
}

fn with_keyboard(stage: &Stage) -> egui::Id {
    stage.window.ctx.memory(egui::Memory::focused).expect("something has the keyboard")
}

/// Lists with more rows than have room, each with the keyboard on its third row.
fn lists() -> Vec<(&'static str, Stage)> {
    let mut keys = Stage::sized(sample::snapshot(), 1280.0, 600.0);
    keys.go_to_all_projects();
    let mut review = Stage::sized(sample::snapshot(), 1280.0, 600.0);
    review.press_with(Modifiers::COMMAND, Key::Num2);
    let person = on_page(with_many(), 1280.0, 500.0);
    let mut all = vec![("Keys", keys), ("Review", review), ("a leaver's page", person)];
    for (_, stage) in &mut all {
        stage.window.run_steps(6);
        stage.press(Key::Home);
        stage.press(Key::ArrowDown);
        stage.press(Key::ArrowDown);
        stage.window.run_steps(6);
    }
    all
}

#[test]
fn a_row_that_is_cut_comes_into_view_by_no_more_than_was_cut() {
    for (list, mut stage) in lists() {
        let row = with_keyboard(&stage);
        let view = place(&stage, row).0.center();
        stage.press(Key::Slash);
        stage.window.run_steps(4);
        let cut = |stage: &Stage| {
            let (rect, seen) = place(stage, row);
            rect.height() - seen.height()
        };
        for _ in 0..60 {
            if cut(&stage) >= 12.0 {
                break;
            }
            stage.wheel(view, -4.0);
        }
        let (before, hidden) = (place(&stage, row).0, cut(&stage));
        assert!((12.0..24.0).contains(&hidden), "{list}: {hidden} of the row is cut");
        for _ in 0..20 {
            if with_keyboard(&stage) == row {
                break;
            }
            stage.press(Key::Tab);
        }
        stage.window.run_steps(20);
        assert_eq!(with_keyboard(&stage), row, "{list}");
        let (after, seen) = place(&stage, row);
        assert_eq!(seen, after, "{list}: all of it is in view");
        let moved = after.top() - before.top();
        assert!((hidden..hidden + size::ROW / 2.0).contains(&moved), "{list}: moved by {moved} for {hidden}");
    }
}

#[test]
fn an_arrow_to_a_row_under_the_edge_moves_reviews_page_by_that_row() {
    for (wide, high) in [(1280.0, 600.0), (900.0, 500.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        stage.go_to_all_projects();
        stage.press_with(Modifiers::COMMAND, Key::Num2);
        stage.press(Key::ArrowDown);
        let mut moved_at_all = false;
        for (key, rows) in [(Key::ArrowDown, 20), (Key::ArrowUp, 18)] {
            for _ in 0..rows {
                let row = with_keyboard(&stage);
                let before = place(&stage, row).0.top();
                stage.press(key);
                stage.window.run_steps(8);
                let moved = (place(&stage, row).0.top() - before).abs();
                assert!(moved <= size::ROW + 12.0, "{wide}: by {moved}");
                moved_at_all |= moved > 1.0;
                let (rect, seen) = place(&stage, with_keyboard(&stage));
                assert_eq!(rect, seen, "{wide}: all of it is in view");
            }
        }
        assert!(moved_at_all, "{wide}");
    }
}

#[test]
fn a_list_stays_where_it_is_beside_a_toast_that_comes_close_to_its_row() {
    let mut covered = Vec::new();
    for row in 0..4 {
        let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
        for _ in 0..=row {
            stage.press(Key::ArrowDown);
        }
        stage.window.run_steps(6);
        let row = with_keyboard(&stage);
        let before = place(&stage, row).0;
        let uid = sample::snapshot().keys[0].uid;
        stage.hears(Event::Copied(uid, Some(Duration::from_secs(30))));
        stage.hears(Event::Done(Done::Disabled(vec![uid])));
        stage.window.run_steps(10);
        let toasts = stage.window.query_all_by_role(Role::Status).map(|toast| toast.rect());
        let toasts = toasts.reduce(egui::Rect::union).expect("both stand");
        let after = place(&stage, row).0;
        covered.push(before.intersects(toasts));
        assert_eq!(after != before, before.intersects(toasts), "{before} by {toasts} came to {after}");
        assert!(!after.intersects(toasts), "{after} under {toasts}");
    }
    covered.dedup();
    assert_eq!(covered, [false, true], "rows above a toast and one under it");
}

/// The row at a point.
fn row_at(stage: &Stage, at: egui::Pos2) -> Option<String> {
    let rows = stage.window.query_all_by_role(Role::Row);
    rows.filter(|row| row.rect().contains(at)).filter_map(|row| row.accesskit_node().label()).next()
}

#[test]
fn no_toast_moves_a_row_from_under_the_pointer_by_coming_or_by_going() {
    for (wide, high) in [(640.0, 400.0), (1280.0, 820.0)] {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        // Over the lowest row that is seen whole: there a toast comes.
        let at = egui::pos2(wide / 2.0, high - 70.0);
        click_at(&mut stage, at);
        let row = row_at(&stage, at);
        let uid = sample::snapshot().keys[0].uid;
        stage.hears(Event::Copied(uid, Some(Duration::from_secs(30))));
        stage.hears(Event::Done(Done::Disabled(vec![uid])));
        stage.window.run_steps(10);
        assert!(row.is_some() && row_at(&stage, at) == row, "{wide}: it came");
        // To the end while it stands, and then it goes.
        let at = egui::pos2(wide / 2.0, high - 200.0);
        stage.wheel(at, -20_000.0);
        let row = row_at(&stage, at);
        stage.hears(Event::ClipboardCleared);
        stage.window.run_steps(60);
        assert!(stage.window.query_by_role(Role::Status).is_none());
        assert!(row.is_some() && row_at(&stage, at) == row, "{wide}: it went");
        // Elsewhere the pointer is on no row: the list ends where it ends.
        stage.window.event(egui::Event::PointerMoved(egui::pos2(wide / 2.0, 10.0)));
        stage.window.run_steps(3);
        assert_ne!(row_at(&stage, at), row, "{wide}");
    }
}

#[test]
fn no_tooltip_of_a_row_stays_over_the_details() {
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    let tooltips = |stage: &Stage| {
        let layers = stage.window.ctx.memory(|memory| memory.areas().visible_layer_ids());
        layers.into_iter().filter(|layer| layer.order == egui::Order::Tooltip).count()
    };
    stage.press(Key::Slash);
    stage.type_text("stripe_secret production");
    stage.press(Key::ArrowDown);
    stage.window.get_by_role(Role::Row).hover();
    stage.window.run_steps(60);
    assert_eq!(tooltips(&stage), 1, "{}", stage.tree());
    stage.press(Key::I);
    stage.window.run_steps(1);
    assert!(stage.tree().contains("Close details"), "{}", stage.tree());
    assert_eq!(tooltips(&stage), 0, "{}", stage.tree());
}
