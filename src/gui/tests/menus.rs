//! Menus: letters lead among their entries, nothing acts behind them, and they leave clear what they are about.

use super::comparing::comparing;
use super::mouse::secondary;
use super::row_menus::on_row;
use super::*;

/// Every kind of menu of the sections, open, each with its name.
fn open_menus() -> Vec<(&'static str, Stage)> {
    let in_section = |section: Key| {
        let mut stage = Stage::new(sample::snapshot());
        stage.press_with(Modifiers::COMMAND, section);
        stage.window.run_steps(4);
        stage
    };
    let mut all = Vec::new();
    for (name, section) in [("keys", Key::Num1), ("review", Key::Num2)] {
        let mut stage = in_section(section);
        let at = on_row(&stage, 1);
        secondary(&mut stage, at);
        all.push((name, stage));
    }
    let mut stage = in_section(Key::Num1);
    stage.press(Key::ArrowDown);
    stage.window.event(event(Key::Menu, Modifiers::NONE));
    stage.window.run_steps(4);
    all.push(("the menu key", stage));
    let mut stage = in_section(Key::Num1);
    stage.press(Key::ArrowDown);
    stage.press(Key::X);
    stage.press(Key::ArrowDown);
    stage.press(Key::X);
    stage.press_with(Modifiers::SHIFT, Key::F10);
    all.push(("several", stage));
    let mut stage = offboarding::on_page(offboarding::with_many(), 1280.0, 820.0);
    let at = on_row(&stage, 1);
    secondary(&mut stage, at);
    all.push(("person", stage));
    for (name, section, opener) in [
        ("title", Key::Num1, "Choose a project"),
        ("columns", Key::Num1, "Columns"),
        ("environments", Key::Num2, "All environments"),
        ("time", Key::Num4, "Any time"),
    ] {
        let mut stage = in_section(section);
        stage.click(opener);
        all.push((name, stage));
    }
    let mut stage = in_section(Key::Comma);
    stage.window.query_all_by_role(Role::ComboBox).next().unwrap().click();
    stage.window.run_steps(3);
    all.push(("settings", stage));
    let mut stage = comparing();
    let gap = stage.window.get_by_label("SENTRY_AUTH_TOKEN, staging, missing").rect().center();
    secondary(&mut stage, gap);
    all.push(("gap", stage));
    all
}

fn event(key: Key, modifiers: Modifiers) -> egui::Event {
    egui::Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
}

#[test]
fn nothing_acts_behind_an_open_menu() {
    const KEYS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ/?";
    for (name, mut stage) in open_menus() {
        let open = |stage: &Stage| egui::Popup::is_any_open(&stage.window.ctx);
        assert!(open(&stage), "{name}: {}", stage.tree());
        stage.asked.try_iter().for_each(drop);
        let before = stage.tree();
        for letter in KEYS.chars() {
            let key = Key::from_name(&letter.to_string()).unwrap();
            stage.window.event(event(key, Modifiers::NONE));
            stage.window.event(egui::Event::Text(letter.to_lowercase().to_string()));
        }
        stage.window.run_steps(1);
        assert!(open(&stage), "{name}: {}", stage.tree());
        stage.window.run_steps(3);
        assert_eq!(stage.tree(), before, "{name}");
        for (modifiers, key) in [
            (Modifiers::COMMAND, Key::A),
            (Modifiers::COMMAND, Key::Z),
            (Modifiers::ALT, Key::ArrowRight),
            (Modifiers::NONE, Key::F6),
        ] {
            stage.press_with(modifiers, key);
            assert!(open(&stage), "{name}, {key:?}");
            assert_eq!(stage.tree(), before, "{name}, {key:?}");
        }
        assert!(stage.asked.try_recv().is_err(), "{name}: nothing is asked");
        stage.press_with(Modifiers::COMMAND, Key::Num4);
        assert!(!open(&stage), "{name}: what leads elsewhere does");
        stage.press_with(Modifiers::COMMAND, Key::L);
        assert!(stage.asked.try_iter().any(|asked| matches!(asked, Request::Lock)), "{name}");
    }
}

#[test]
fn another_section_closes_a_rows_menu() {
    let mut stage = Stage::new(sample::snapshot());
    let at = on_row(&stage, 1);
    secondary(&mut stage, at);
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    stage.window.run_steps(4);
    assert!(!egui::Popup::is_any_open(&stage.window.ctx) && !row_menus::has(&stage, "Edit…"), "{}", stage.tree());
    assert!(focused(&stage).contains(", "), "and its list has the keyboard: {}", focused(&stage));
}

#[test]
fn letters_lead_among_a_rows_entries() {
    let mut stage = Stage::new(sample::snapshot());
    let at = on_row(&stage, 1);
    secondary(&mut stage, at);
    let waits = |stage: &mut Stage| stage.window.run_steps(5);
    for (typed, wanted) in
        [("r", "Rotate…"), ("e", "Edit…"), ("d", "Duplicate to…"), ("d", "Disable"), ("d", "Details")]
    {
        if typed != "d" || wanted == "Duplicate to…" {
            waits(&mut stage);
        }
        stage.type_text(typed);
        assert_eq!(focused(&stage), wanted, "{typed}");
    }
    waits(&mut stage);
    for (typed, wanted) in [("c", "Copy"), ("o", "Copy"), ("p", "Copy"), ("y", "Copy"), (" ", "Copy as")] {
        stage.type_text(typed);
        assert_eq!(focused(&stage), wanted, "{typed}");
    }
    // What is not there changes nothing, and an arrow begins a new word.
    waits(&mut stage);
    stage.type_text("d");
    stage.press(Key::ArrowDown);
    let on = focused(&stage);
    stage.type_text("z");
    assert_eq!(focused(&stage), on);
    waits(&mut stage);
    stage.type_text("dis");
    assert_eq!(focused(&stage), "Disable");
    stage.press(Key::Enter);
    stage.window.run_steps(4);
    assert!(stage.tree().contains("Disable this "), "{}", stage.tree());
}

#[test]
fn letters_lead_among_what_a_key_is_copied_as_once_one_is_there() {
    let mut stage = Stage::new(sample::snapshot());
    let at = on_row(&stage, 1);
    secondary(&mut stage, at);
    stage.type_text("copy a");
    assert_eq!(focused(&stage), "Copy as");
    stage.press(Key::ArrowRight);
    stage.window.run_steps(3);
    let first = focused(&stage);
    stage.type_text("copy r");
    assert_eq!(focused(&stage), "Copy reference", "from {first}: {}", stage.tree());
}

#[test]
fn the_menus_of_a_low_dialog_leave_its_title_in_view() {
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        for (asks, title) in [("duplicate", "Duplicate"), ("move", "Move")] {
            for field in ["Project", "Environment"] {
                let mut stage = Stage::sized(sample::snapshot(), wide, high);
                stage.press(Key::ArrowDown);
                stage.press_with(Modifiers::COMMAND, Key::K);
                stage.type_text(asks);
                stage.press(Key::Enter);
                stage.window.run_steps(6);
                stage.window.get_by_role_and_label(Role::ComboBox, field).click();
                stage.window.run_steps(4);
                let said = format!("{title}, {field} at {wide} × {high}");
                let title = *stage.painted(title).last().unwrap();
                let entries: Vec<_> =
                    stage.window.query_all_by_role(Role::MenuItem).map(|entry| entry.rect()).collect();
                assert!(entries.len() > 2, "{said}: {}", stage.tree());
                let on = stage.window.ctx.layer_id_at(entries[0].center()).unwrap();
                let menu = egui::AreaState::load(&stage.window.ctx, on.id).unwrap().rect();
                assert!(menu.top() > title.bottom(), "{said}: {menu:?} over {title:?}");
                assert!(stage.window.ctx.content_rect().contains_rect(menu), "{said}: {menu:?}");
                assert!(menu.height() >= 90.0, "{said}: {menu:?}");
            }
        }
    }
}

/// Types a space as a keyboard does: its key, and what it writes.
fn space(stage: &mut Stage) {
    stage.window.event(event(Key::Space, Modifiers::NONE));
    stage.window.event(egui::Event::Text(" ".to_owned()));
    stage.window.run_steps(4);
}

#[test]
fn a_space_within_a_name_that_is_typed_presses_no_entry() {
    let opened = || {
        let mut stage = Stage::new(sample::snapshot());
        stage.press_with(Modifiers::COMMAND, Key::P);
        stage
    };
    let mut stage = opened();
    stage.type_text("data");
    space(&mut stage);
    assert_eq!(focused(&stage), "Data pipeline", "{}", stage.tree());
    stage.type_text("pipe");
    assert_eq!(focused(&stage), "Data pipeline");
    // Typed by a slow frame, too.
    let mut stage = opened();
    for letter in ["d", "a", "t", "a"] {
        stage.window.event(egui::Event::Text(letter.to_owned()));
    }
    stage.window.event(event(Key::Space, Modifiers::NONE));
    stage.window.event(egui::Event::Text(" p".to_owned()));
    stage.window.run_steps(4);
    assert_eq!(focused(&stage), "Data pipeline", "{}", stage.tree());
    let mut stage = Stage::new(sample::snapshot());
    let at = on_row(&stage, 1);
    secondary(&mut stage, at);
    stage.type_text("copy");
    space(&mut stage);
    assert_eq!(focused(&stage), "Copy as");
    assert!(stage.asked.try_recv().is_err(), "nothing is copied");
}

#[test]
fn a_space_that_no_name_goes_on_with_presses_its_entry() {
    for (typed, later) in [("bill", 0), ("", 0), ("data", 5), ("data pipeline", 0)] {
        let mut stage = Stage::new(sample::snapshot());
        stage.press_with(Modifiers::COMMAND, Key::P);
        stage.type_text(typed);
        stage.window.run_steps(later);
        space(&mut stage);
        assert!(!egui::Popup::is_any_open(&stage.window.ctx), "{typed}: {}", stage.tree());
    }
}
