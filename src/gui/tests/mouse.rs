//! The window by the mouse alone, where there was only a key of the keyboard for it.

use super::staying::in_review;
use super::*;

/// A click of the right button.
pub(super) fn secondary(stage: &mut Stage, pos: egui::Pos2) {
    stage.window.event(egui::Event::PointerMoved(pos));
    for pressed in [true, false] {
        let (button, modifiers) = (egui::PointerButton::Secondary, Modifiers::NONE);
        stage.window.event(egui::Event::PointerButton { pos, button, pressed, modifiers });
    }
    stage.window.run_steps(3);
}

/// Two clicks at once. The stage's frames are a quarter of a second apart, and a click takes several: as they come, no two
/// are near enough in time to be a double click.
pub(super) fn double_click(stage: &mut Stage, at: egui::Pos2) {
    stage.window.ctx.options_mut(|options| options.input_options.max_double_click_delay = 10.0);
    for _ in 0..2 {
        click_at(stage, at);
    }
}

pub(in crate::gui) fn click_at(stage: &mut Stage, pos: egui::Pos2) {
    stage.window.event(egui::Event::PointerMoved(pos));
    for pressed in [true, false] {
        let (button, modifiers) = (egui::PointerButton::Primary, Modifiers::NONE);
        stage.window.event(egui::Event::PointerButton { pos, button, pressed, modifiers });
    }
    stage.window.run_steps(3);
}

/// Turns the wheel over the middle of the window until this is in view, and clicks it.
fn wheel_to(stage: &mut Stage, label: &str) {
    let window = stage.window.ctx.content_rect();
    for _ in 0..80 {
        let at = stage.window.get_by_label(label).rect();
        if window.shrink(40.0).contains(at.center()) {
            return stage.click(label);
        }
        let down = at.center().y > window.center().y;
        stage.wheel(window.center(), if down { -60.0 } else { 60.0 });
    }
    panic!("the wheel does not lead to {label}");
}

pub(super) fn row_at(stage: &Stage, starts: &str) -> egui::Rect {
    let row = stage.window.query_all_by_role(Role::Row).find(|row| {
        let label = row.accesskit_node().label();
        label.is_some_and(|label| label.starts_with(starts))
    });
    row.unwrap_or_else(|| panic!("no row is called {starts}")).rect()
}

pub(super) fn first_row(stage: &Stage) -> egui::Rect {
    stage.window.query_all_by_role(Role::Row).next().unwrap().rect()
}

/// Whether a key's details are in view.
pub(super) fn details(stage: &Stage) -> bool {
    stage.window.query_by_label("Close details").is_some()
}

#[test]
fn what_is_typed_into_a_filter_is_emptied_by_its_cross() {
    let mut stage = Stage::new(sample::snapshot());
    for (section, field) in [
        (None, "Filter"),
        (Some("Review"), "Filter warnings"),
        (Some("Activity"), "Filter activity"),
        (Some("Settings"), "Find a setting"),
    ] {
        if let Some(section) = section {
            let entry = stage.window.query_all_by_label_contains(section).next();
            entry.unwrap_or_else(|| panic!("no {section}")).click();
            stage.window.run_steps(3);
        }
        assert!(stage.window.query_by_label("Clear the field").is_none(), "{field}: nothing is typed");
        stage.window.get_by_role_and_label(Role::TextInput, field).click();
        stage.window.run_steps(3);
        stage.type_text("stripe");
        stage.click("Clear the field");
        let input = stage.window.get_by_role_and_label(Role::TextInput, field);
        assert!(input.accesskit_node().value().unwrap_or_default().is_empty(), "{field}");
        assert!(input.is_focused(), "{field}: one goes on typing");
        assert!(stage.window.query_by_label("Clear the field").is_none(), "{field}");
    }
}

#[test]
fn the_palette_closes_by_its_hint_and_by_a_click_beside_it_in_every_window() {
    for (wide, high) in [(1280.0, 820.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        let open = |stage: &Stage| stage.tree().contains("Keys and actions");
        let hint = |stage: &Stage| stage.window.query_all_by_label("Close").last().map(|node| node.rect().center());
        for closes in ["hint", "beside"] {
            stage.press_with(Modifiers::COMMAND, Key::K);
            assert!(open(&stage), "{wide}");
            let at = if closes == "hint" { hint(&stage).unwrap() } else { egui::pos2(4.0, high / 2.0) };
            click_at(&mut stage, at);
            assert!(!open(&stage), "{closes} at {wide}");
        }
    }
}

#[test]
fn a_click_within_the_palette_leaves_its_field_the_keyboard() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::K);
    let heading = stage.window.get_by_label("Actions").rect().center();
    click_at(&mut stage, heading);
    stage.type_text("openai");
    assert!(stage.tree().contains("OPENAI_API_KEY"), "{}", stage.tree());
    let field = stage.window.get_by_role_and_label(Role::TextInput, "Search");
    assert_eq!(field.accesskit_node().value().as_deref(), Some("openai"));
}

#[test]
fn the_index_of_the_settings_marks_what_was_clicked_though_it_can_not_come_to_the_top() {
    let mut stage = Stage::sized(sample::snapshot(), 1280.0, 820.0);
    stage.click("Settings");
    for part in ["Storage", "Appearance", "Linked folders", "Your keys", "Security"] {
        let entry = |stage: &Stage| stage.window.get_by_role_and_label(Role::Button, part).rect().center();
        let at = entry(&stage);
        click_at(&mut stage, at);
        stage.window.run_steps(3);
        let marked: Vec<String> = ["Security", "Warnings", "Your keys", "Storage", "Linked folders", "Appearance"]
            .into_iter()
            .filter(|part| {
                let entry = stage.window.get_by_role_and_label(Role::Button, part);
                entry.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True)
            })
            .map(str::to_owned)
            .collect();
        assert_eq!(marked, [part]);
    }
}

#[test]
fn the_other_view_of_the_keys_is_a_click_away_in_every_window() {
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        let compares = |stage: &Stage| stage.tree().contains("ALGOLIA_ADMIN_KEY, staging");
        assert!(!compares(&stage), "{wide}");
        stage.click("Compare");
        assert!(compares(&stage), "{wide}: {}", stage.tree());
        stage.click("List");
        assert!(!compares(&stage), "{wide}");
    }
}

#[test]
fn the_charts_are_tables_and_charts_again_by_a_click_beside_them() {
    for (wide, high) in [(1280.0, 820.0), (900.0, 720.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        stage.press_with(Modifiers::COMMAND, Key::Num2);
        if high < 700.0 {
            assert!(
                stage.window.query_by_label("Show as tables").is_none(),
                "they are folded: nothing is to be turned"
            );
            stage.click("Charts");
        }
        wheel_to(&mut stage, "Show as tables");
        assert!(stage.window.query_by_label("Show as tables").is_none(), "{wide}");
        wheel_to(&mut stage, "Show as charts");
        assert!(stage.window.query_by_label("Show as tables").is_some(), "{wide}");
    }
}

#[test]
fn a_cell_of_the_charts_brings_the_list_that_it_narrows_into_view() {
    for (wide, high) in [(900.0, 600.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        stage.go_to_all_projects();
        stage.press_with(Modifiers::COMMAND, Key::Num2);
        stage.click("Charts");
        stage.window.run_steps(4);
        stage.click("Billing, Production, 9 of 16 keys with warnings");
        stage.window.run_steps(20);
        let row = first_row(&stage);
        assert!(row.bottom() < high, "{wide}: {row:?}");
        // What it is narrowed by is beside it, with its way off.
        let off = stage.window.get_by_label("Billing · Production").rect();
        assert!(off.top() > 0.0 && off.bottom() < row.top(), "{wide}: {off:?} {row:?}");
    }
}

#[test]
fn what_narrows_the_list_can_be_taken_off_where_its_chips_have_no_room() {
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    stage.go_to_all_projects();
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    stage.click("Charts");
    // They come into view.
    stage.window.run_steps(30);
    let cell = "Billing, Production, 9 of 16 keys with warnings";
    for narrows in ["Act now: 6", cell, "Last used here: Over 90 days, 8 keys"] {
        wheel_to(&mut stage, narrows);
    }
    wheel_to(&mut stage, "3 filters");
    assert!(stage.window.query_by_label("3 filters").is_none(), "{}", stage.tree());
    assert!(stage.tree().contains("OPENAI_API_KEY, Storefront, production, Expired 3 days ago"), "{}", stage.tree());
}

#[test]
fn whoever_left_the_sample_can_look_around_in_it_again() {
    use crate::gui::app::App;
    let own = |_| sample::worker(sample::no_vault(KeychainStands::Open), Arc::new(|| {}));
    let made_up = |_| (sample::worker(sample::snapshot(), Arc::new(|| {})), None);
    let mut window = egui_kittest::Harness::builder().with_size(vec2(1280.0, 820.0)).build_eframe(move |context| {
        let worker = sample::worker(sample::snapshot(), Arc::new(|| {}));
        let app = App::new(&context.egui_ctx, worker, Arc::new(|| {}));
        app.with_sample(Arc::new(made_up), Arc::new(own)).in_sample()
    });
    let sees = |window: &mut egui_kittest::Harness<'static, App>, label: &str| {
        // Their workers are threads.
        let until = std::time::Instant::now() + Duration::from_secs(20);
        while window.query_all_by_label_contains(label).next().is_none() {
            assert!(std::time::Instant::now() < until, "no {label}");
            std::thread::sleep(Duration::from_millis(5));
            window.run_steps(1);
        }
        let first = window.query_all_by_label_contains(label).next();
        first.unwrap_or_else(|| panic!("no {label}")).click();
        window.run_steps(3);
    };
    for _ in 0..2 {
        sees(&mut window, "Leave the sample");
        sees(&mut window, "Look around with sample keys");
    }
    sees(&mut window, "Leave the sample");
}

#[test]
fn a_click_on_date_leads_to_the_field_for_it() {
    for opener in [Key::N, Key::E] {
        let mut stage = Stage::new(sample::snapshot());
        stage.press(Key::ArrowDown);
        if opener == Key::N {
            stage.press_with(Modifiers::COMMAND, opener);
        } else {
            stage.press(opener);
        }
        stage.window.run_steps(4);
        let choice = stage.window.get_by_label("Date…").rect().center();
        click_at(&mut stage, choice);
        stage.window.run_steps(4);
        let field = stage.window.get_by_role_and_label(Role::TextInput, "Last day");
        assert!(field.is_focused(), "{opener:?}: {}", focused(&stage));
        stage.type_text("2030-01-31");
        let field = stage.window.get_by_role_and_label(Role::TextInput, "Last day");
        assert_eq!(field.accesskit_node().value().as_deref(), Some("2030-01-31"), "{opener:?}");
    }
}

#[test]
fn the_menu_of_projects_on_the_rail_shows_all_that_the_titles_menu_does() {
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    let rail = stage.window.query_all_by_label_contains("Projects").find(|one| one.rect().right() < 52.0);
    let at = rail.expect("the rail has a folder").rect();
    click_at(&mut stage, at.center());
    stage.window.run_steps(6);
    let window = stage.window.ctx.content_rect();
    for label in ["All projects", "New project…", "Edit project…"] {
        let entry = stage
            .window
            .query_all_by_role(Role::MenuItem)
            .find(|entry| entry.accesskit_node().label().is_some_and(|said| said == label));
        let rect = entry.unwrap_or_else(|| panic!("no {label}: {}", stage.tree())).rect();
        let painted = stage.painted(label);
        assert!(window.contains_rect(rect) && !rect.intersects(at), "{label} at {rect} of {at}");
        assert!(painted.iter().any(|ink| rect.contains_rect(*ink)), "{label} is not in view: {painted:?}");
    }
}

#[test]
fn over_a_field_for_a_value_the_pointer_is_a_beam_and_over_a_link_a_hand() {
    let pointer = |stage: &mut Stage, at: egui::Pos2| {
        stage.window.event(egui::Event::PointerMoved(at));
        stage.window.run_steps(3);
        stage.window.output().platform_output.cursor_icon
    };
    let (mut stage, _) = rotating::on(sample::snapshot(), "STRIPE_SECRET_KEY");
    stage.window.run_steps(6);
    let link = stage.window.get_by_role_and_label(Role::Link, "dashboard.stripe.com").rect().center();
    assert_eq!(pointer(&mut stage, link), egui::CursorIcon::PointingHand);
    let button = stage.window.get_by_label("Rotate…").rect().center();
    assert_eq!(pointer(&mut stage, button), egui::CursorIcon::Default);
    for open in [Key::R, Key::N] {
        let modifiers = if open == Key::N { Modifiers::COMMAND } else { Modifiers::NONE };
        stage.press_with(modifiers, open);
        stage.window.run_steps(6);
        let field = stage.window.get_by_role(Role::PasswordInput).rect().left_center() + vec2(30.0, 0.0);
        assert_eq!(pointer(&mut stage, field), egui::CursorIcon::Text, "{open:?}");
        stage.press(Key::Escape);
        stage.window.run_steps(12);
    }
}

#[test]
fn all_of_a_columns_heading_sorts_by_it() {
    let sorted_by = |stage: &Stage| -> Vec<String> {
        let heads = stage.window.query_all_by_role(Role::ColumnHeader);
        let said = heads.filter_map(|head| head.accesskit_node().label());
        said.filter(|label| label.contains(", sorted")).collect()
    };
    for review in [false, true] {
        let mut stage =
            if review { in_review(sample::snapshot(), 1280.0, 820.0) } else { Stage::new(sample::snapshot()) };
        let titles: &[&str] = match review {
            false => &["Provider", "Health", "Last used", "Key"],
            true => &["Key", "Project", "Environment", "Owner", "Since", "Warning"],
        };
        for (at, title) in titles.iter().enumerate() {
            let heads = stage.window.query_all_by_role(Role::ColumnHeader);
            let mut heads: Vec<_> =
                heads.filter_map(|head| Some((head.accesskit_node().label()?, head.rect()))).collect();
            heads.sort_by(|(_, one), (_, other)| one.left().total_cmp(&other.left()));
            let own = heads.iter().position(|(label, _)| label.starts_with(title)).expect(title);
            // Just before what is drawn between it and the next one; of the last one, over its beginning.
            let x = match heads.get(own + 1) {
                Some((_, next)) if *title != "Secret" => next.left() - 18.0,
                _ => heads[own].1.left() + 5.0,
            };
            // Keys' Secret, which nothing sorts by, stands between these.
            let x = if !review && *title == "Provider" { heads[own].1.left() + 90.0 } else { x };
            let y = heads[own].1.center().y;
            click_at(&mut stage, egui::pos2(x, y));
            let now = sorted_by(&stage);
            assert!(
                now.len() == 1 && now[0].starts_with(&format!("{title}, sorted")),
                "{at} {title} at {x}: {now:?}, {heads:?}"
            );
        }
    }
}
