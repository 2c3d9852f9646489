//! A menu is in view whole, or scrolls: off the edges, off its field and off the pointer that opened it.

use super::in_view::{SIZES, rect_of};
use super::*;

#[test]
fn a_menu_stands_under_its_field_or_over_it_and_scrolls_where_a_low_window_has_no_room() {
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    stage.press_with(Modifiers::COMMAND, Key::N);
    let field = stage.window.get_by_role_and_label(Role::ComboBox, "Kind").rect();
    stage.click("Kind");
    stage.window.run_steps(3);
    let first = rect_of(&stage, "API key");
    assert!(first.left() >= field.left() && first.top() > field.bottom(), "{first} beside {field}");
    stage.press(Key::End);
    stage.press(Key::End);
    stage.window.run_steps(6);
    let focused = stage.window.get_by(|node| node.is_focused() && node.role() == Role::MenuItem).rect();
    assert!(focused.bottom() < 400.0 - 8.0, "{focused}");
}

#[test]
fn the_menu_of_a_key_keeps_its_edges_in_the_lowest_window_and_scrolls() {
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    stage.press(Key::Slash);
    stage.type_text("LEGACY_PAYPAL");
    stage.press(Key::ArrowDown);
    stage.press_with(Modifiers::SHIFT, Key::F10);
    stage.window.run_steps(3);
    assert!(rect_of(&stage, "Details").top() >= 10.0, "{}", rect_of(&stage, "Details"));
    stage.press(Key::End);
    stage.window.run_steps(6);
    assert!(rect_of(&stage, "Delete…").bottom() <= 394.0, "{}", rect_of(&stage, "Delete…"));
}

#[test]
fn the_scroll_bar_of_a_menu_lies_on_none_of_its_keys() {
    let from_edge = |wide, high| {
        let mut facts = sample::snapshot();
        let warned = facts.findings.iter().find(|findings| !findings.is_empty()).unwrap().clone();
        // A warning is an entry more, to snooze it.
        facts.findings.iter_mut().filter(|findings| findings.is_empty()).for_each(|quiet| quiet.clone_from(&warned));
        let mut stage = Stage::sized(facts, wide, high);
        stage.press(Key::Slash);
        // Its provider has a page: an entry more.
        stage.type_text("STRIPE_SECRET_KEY");
        stage.press(Key::ArrowDown);
        stage.press_with(Modifiers::SHIFT, Key::F10);
        stage.window.run_steps(6);
        let menu = egui::AreaState::load(&stage.window.ctx, egui::Id::unique("key menu")).unwrap().rect();
        let caps = stage.painted("Space").into_iter().filter(|cap| menu.contains_rect(*cap));
        let cap = caps.map(|cap| cap.right()).fold(menu.left(), f32::max);
        assert!(cap > menu.left(), "no key in {menu}");
        menu.right() - cap
    };
    let (scrolls, whole) = (from_edge(640.0, 400.0), from_edge(1280.0, 820.0));
    assert!(scrolls >= whole + 8.0, "{scrolls}, and {whole} where nothing scrolls");
}

#[test]
fn no_entry_of_a_menu_lies_under_the_pointer_that_opened_it() {
    for (wide, high) in SIZES {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        stage.press(Key::ArrowDown);
        if !stage.tree().contains("Close details") {
            stage.press(Key::I);
            stage.window.run_steps(20);
        }
        let more = rect_of(&stage, "More");
        stage.click("More");
        stage.window.run_steps(3);
        let menu = rect_of(&stage, "Copy").union(rect_of(&stage, "Duplicate to…"));
        assert!(!menu.intersects(more), "{menu} over {more} at {wide} × {high}");
        let entries = stage.window.query_all_by_role(Role::MenuItem).map(|entry| entry.rect());
        for entry in entries {
            assert!(!entry.intersects(more), "{entry} over {more} at {wide} × {high}");
        }
        let ctx = &stage.window.ctx;
        let menu = egui::AreaState::load(ctx, egui::Id::unique("key menu")).map(|state| state.rect());
        let window = ctx.content_rect().shrink(8.0);
        assert!(menu.is_some_and(|menu| window.contains_rect(menu)), "{menu:?} in {window}");
    }
}

#[test]
fn the_menu_of_a_row_keeps_off_the_edges_wherever_it_is_opened() {
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    for at in [egui::pos2(120.0, 390.0), egui::pos2(630.0, 390.0), egui::pos2(300.0, 200.0)] {
        for pressed in [true, false] {
            stage.window.event(egui::Event::PointerMoved(at));
            stage.window.event(egui::Event::PointerButton {
                pos: at,
                button: egui::PointerButton::Secondary,
                pressed,
                modifiers: Modifiers::NONE,
            });
            stage.window.run_steps(2);
        }
        stage.window.run_steps(3);
        let ctx = &stage.window.ctx;
        let menu = egui::AreaState::load(ctx, egui::Id::unique("key menu")).map(|state| state.rect());
        let window = ctx.content_rect().shrink(8.0);
        assert!(menu.is_some_and(|menu| window.contains_rect(menu)), "{menu:?} in {window} from {at}");
        stage.press(Key::Escape);
        stage.window.run_steps(3);
    }
}

#[test]
fn a_menu_that_is_whole_only_over_its_field_stands_there() {
    let mut snapshot = sample::snapshot();
    for (at, key) in snapshot.keys.iter_mut().enumerate() {
        key.owner = Some(format!("Team {}", at % 5));
    }
    let mut stage = Stage::new(snapshot);
    stage.press_with(Modifiers::COMMAND, Key::N);
    stage.window.run_steps(6);
    let field = stage.window.get_by_role_and_label(Role::ComboBox, "Owner").rect();
    stage.click("Owner");
    stage.window.run_steps(4);
    let entries: Vec<_> = stage.window.query_all_by_role(Role::MenuItem).map(|entry| entry.rect()).collect();
    assert!(entries.len() > 5, "{entries:?}");
    assert!(entries.iter().all(|entry| entry.bottom() <= field.top() && entry.top() > 0.0), "{entries:?} at {field}");
}
