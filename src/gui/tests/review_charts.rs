//! Review's charts: what they narrow the list to, by mouse and by arrows, folded and as tables.

use super::reviewing::{at, opened, status};
use super::*;

#[test]
fn a_cell_a_bar_and_a_dot_narrow_the_list() {
    let mut stage = opened();
    stage.click("Billing, Production, 9 of 16 keys with warnings");
    assert_eq!(status(&stage), "9 of 42 warnings · worst first");
    assert!(stage.rows().iter().all(|row| row.contains("Billing, production")));
    stage.click("Last used here: Over 90 days, 8 keys");
    assert_eq!(status(&stage), "1 of 42 warnings · worst first");
    stage.press(Key::Escape);
    assert_eq!(status(&stage), "42 warnings · worst first");
    stage.window.get_by_label_contains("Storefront: 3 keys end 29 Nov 2025").click();
    stage.window.run_steps(3);
    assert!(stage.rows().iter().all(|row| row.starts_with("STRIPE_SECRET_KEY, Storefront")), "{:?}", stage.rows());
    assert_eq!(stage.rows().len(), 3, "those without a warning too");
    stage.click("Storefront · ends in 6 d");
    assert_eq!(status(&stage), "42 warnings · worst first");
}

#[test]
fn arrows_go_from_dot_to_dot_and_enter_looks_at_it() {
    let mut stage = opened();
    let first = stage.window.get_by_label_contains("Storefront: 3 keys end 29 Nov 2025");
    first.focus();
    stage.window.run_steps(2);
    stage.press(Key::ArrowRight);
    let focused = |stage: &Stage| {
        let node = stage.window.root().children_recursive().find(egui_kittest::Node::is_focused);
        node.and_then(|node| node.accesskit_node().label()).unwrap_or_default()
    };
    assert!(focused(&stage).contains("CLOUDFLARE_API_TOKEN"), "{}", focused(&stage));
    stage.press(Key::ArrowDown);
    assert!(focused(&stage).starts_with("Billing: 2 keys"), "{}", focused(&stage));
    stage.press(Key::ArrowLeft);
    assert!(focused(&stage).contains("STRIPE_SECRET_KEY"), "{}", focused(&stage));
    stage.press(Key::Enter);
    assert!(stage.rows().iter().all(|row| row.starts_with("STRIPE_SECRET_KEY, Billing")), "{:?}", stage.rows());
}

#[test]
fn charts_fold_are_remembered_and_stand_as_tables() {
    let mut stage = opened();
    assert!(stage.tree().contains("Storefront, Production, 9 of 16 keys with warnings"));
    stage.press(Key::C);
    assert!(!stage.tree().contains("Storefront, Production, 9 of 16 keys"));
    stage.window.run_steps(8);
    let folded = stage.asked.0.try_iter().filter_map(|request| match request {
        Request::KeepWindow(state) => Some(state.charts_folded),
        _ => None,
    });
    assert_eq!(folded.last(), Some(Some(true)));
    stage.press(Key::C);
    stage.press(Key::T);
    let tree = stage.tree();
    for words in [
        "Storefront, production, 9 of 16 keys, Act now",
        "29 Nov 2025, STRIPE_SECRET_KEY, Storefront, production",
        "Last used here: Over 90 days, 8 keys",
    ] {
        assert!(tree.contains(words), "{words}: {tree}");
    }
    let texts = stage.texts();
    let shares = texts.iter().map(|text| text.galley.text()).filter(|text| text.contains('%'));
    let shares: Vec<&str> = shares.filter(|text| !text.chars().any(char::is_alphabetic)).collect();
    assert!(shares.len() > 3 && shares.iter().all(|share| !share.contains(' ')), "{shares:?}");
    stage.click("Billing, development, 3 of 16 keys, Look soon");
    assert!(stage.rows().iter().any(|row| row.contains("Billing, development, Not used here for 94 days")));
    assert_eq!(status(&stage), "3 of 42 warnings · worst first");
}

#[test]
fn charts_are_folded_at_first_in_a_low_window() {
    let stage = at(900.0, 600.0);
    assert!(stage.window.query_by_label("Charts").is_some(), "{}", stage.tree());
    assert!(stage.window.query_by_label("Billing, Production, 9 of 16 keys with warnings").is_none());
    assert!(stage.rows().len() > 4);
}

#[test]
fn left_and_right_on_a_bar_lead_nowhere() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    let bar = "Last used here: Over 90 days, 3 keys";
    tab_to(&mut stage, bar);
    for key in [Key::ArrowLeft, Key::ArrowRight] {
        stage.press(key);
        assert_eq!(focused(&stage), bar, "{key:?}");
    }
    stage.press(Key::ArrowUp);
    assert!(focused(&stage).starts_with("Last used here: "), "{}", focused(&stage));
}

/// What has the keyboard stands within the window, under its header.
fn is_in_view(stage: &Stage, label: &str) -> bool {
    let window = stage.window.ctx.content_rect();
    let rect = stage.window.get_by_label(label).rect();
    rect.top() >= 48.0 && rect.bottom() <= window.bottom()
}

#[test]
fn the_button_that_opens_the_charts_keeps_the_keyboard_and_stays_in_view() {
    for (wide, high) in [(900.0, 600.0), (640.0, 400.0)] {
        for key in [Key::Enter, Key::Space] {
            let mut stage = at(wide, high);
            if stage.window.query_by_label("Charts").is_none() {
                stage.press(Key::C);
            }
            tab_to(&mut stage, "Charts");
            stage.press(key);
            stage.window.run_steps(9);
            assert_eq!(focused(&stage), "Fold charts", "{wide} {key:?}");
            assert!(
                is_in_view(&stage, "Fold charts"),
                "{wide} {key:?}: {:?}",
                stage.window.get_by_label("Fold charts").rect()
            );
            stage.press(key);
            stage.window.run_steps(9);
            assert_eq!(focused(&stage), "Charts", "{wide} {key:?}");
            assert!(is_in_view(&stage, "Charts"), "{wide} {key:?}");
        }
    }
}

#[test]
fn numbers_of_the_charts_as_tables_stand_in_mono_one_under_the_other() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    stage.press(Key::T);
    stage.window.run_steps(6);
    let family = crate::gui::theme::Type::Code.font().family;
    let (mut counts, mut days) = (Vec::new(), Vec::new());
    for clipped in &stage.window.output().shapes {
        let egui::Shape::Text(text) = &clipped.shape else { continue };
        let right = (text.pos.x + text.galley.size().x).round();
        let mono = text.galley.job.sections.iter().all(|section| section.format.font_id.family == family);
        let words = text.galley.text();
        let numbers: Vec<&str> = words.split(" of ").collect();
        if numbers.len() == 2 && numbers.iter().all(|number| number.parse::<u32>().is_ok()) {
            counts.push((right, mono));
        } else if words.ends_with(" 2026") && words.len() <= "30 Jan 2026".len() {
            days.push((right, mono));
        }
    }
    for mut found in [counts, days] {
        assert!(found.len() > 2, "{found:?}: {}", stage.tree());
        found.dedup();
        assert!(found.len() == 1 && found[0].1, "{found:?}");
    }
}

#[test]
fn arrows_go_along_the_rows_and_columns_of_the_heat_map() {
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        let mut stage = at(wide, high);
        if stage.window.query_by_label("Fold charts").is_none() {
            stage.press(Key::C);
        }
        tab_to(&mut stage, "Storefront, Dev, 3 of 16 keys with warnings");
        for (key, cell) in [
            (Key::ArrowUp, "Storefront, Dev"),
            (Key::ArrowLeft, "Storefront, Dev"),
            (Key::ArrowRight, "Storefront, Staging"),
            // No other project has one.
            (Key::ArrowDown, "Storefront, Staging"),
            (Key::ArrowRight, "Storefront, Production"),
            (Key::ArrowRight, "Storefront, Production"),
            (Key::ArrowDown, "Billing, Production"),
            (Key::ArrowDown, "Data pipeline, Production"),
            (Key::ArrowDown, "Data pipeline, Production"),
            (Key::ArrowLeft, "Data pipeline, Dev"),
            (Key::ArrowDown, "Internal tools, Dev"),
            (Key::ArrowUp, "Data pipeline, Dev"),
            (Key::ArrowUp, "Billing, Dev"),
        ] {
            stage.press(key);
            stage.window.run_steps(4);
            let on = focused(&stage);
            assert!(on.starts_with(&format!("{cell}, ")), "{wide} {key:?}: {on}, not {cell}");
            assert!(is_in_view(&stage, &on), "{wide} {key:?}: {on}");
        }
        stage.press(Key::Tab);
        assert!(focused(&stage).starts_with("Billing, Production, "), "{wide}: Tab goes on: {}", focused(&stage));
    }
}

#[test]
fn arrows_in_the_heat_map_bring_projects_into_view_that_are_scrolled_out() {
    let mut facts = sample::snapshot();
    // The sample's projects, and each once more for each digit.
    let (keys, findings, tails, projects) =
        (facts.keys.clone(), facts.findings.clone(), facts.tails.clone(), facts.projects.clone());
    for copy in 1..4 {
        for project in &projects {
            let mut project = project.clone();
            project.name = format!("{} {copy}", project.name);
            facts.projects.push(project);
        }
        for ((key, findings), tail) in keys.iter().zip(&findings).zip(&tails) {
            let mut key = key.clone();
            key.uid.0 += 1_000 * copy;
            key.reference.place.project = format!("{} {copy}", key.place().project);
            facts.keys.push(key);
            facts.findings.push(findings.clone());
            facts.tails.push(*tail);
        }
    }
    let mut stage = Stage::new(facts);
    stage.go_to_all_projects();
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    stage.click("Show all 16");
    stage.window.run_steps(4);
    let cells = |stage: &Stage| -> Vec<String> {
        let all = stage.window.query_all_by_role(Role::Button).filter_map(|node| node.accesskit_node().label());
        all.filter(|label| label.ends_with(" keys with warnings") && label.contains(", Dev")).collect()
    };
    let first = cells(&stage)[0].clone();
    tab_to(&mut stage, &first);
    let mut went = std::collections::BTreeSet::from([first]);
    for _ in 0..15 {
        stage.press(Key::ArrowDown);
        stage.window.run_steps(4);
        let on = focused(&stage);
        assert!(on.contains(", Dev") && is_in_view(&stage, &on), "{on}");
        went.insert(on);
    }
    assert_eq!(went.len(), 16, "{went:?}");
}

#[test]
fn who_is_in_a_chart_goes_on_in_its_table_and_back_in_every_window() {
    for (wide, high) in [(640.0, 400.0), (1280.0, 820.0)] {
        let mut stage = at(wide, high);
        if stage.window.query_by_label("Charts").is_some() {
            stage.press(Key::C);
        }
        stage.window.run_steps(9);
        tab_to(&mut stage, "Storefront, Production, 9 of 16 keys with warnings");
        stage.press(Key::T);
        stage.window.run_steps(9);
        assert_eq!(focused(&stage), "Storefront, development, 3 of 16 keys, Look soon", "{wide}");
        assert!(is_in_view(&stage, &focused(&stage)), "{wide}");
        stage.press(Key::T);
        stage.window.run_steps(9);
        assert!(focused(&stage).starts_with("Storefront, Dev"), "{wide}: {}", focused(&stage));
    }
}

#[test]
fn what_stands_beside_a_table_too_keeps_the_keyboard() {
    let mut stage = at(1280.0, 820.0);
    let bar = "Last used here: Over 90 days, 8 keys";
    tab_to(&mut stage, bar);
    for turned in ["into tables", "back"] {
        stage.press(Key::T);
        stage.window.run_steps(9);
        assert_eq!(focused(&stage), bar, "{turned}");
    }
}

#[test]
fn who_opens_the_charts_from_a_row_of_a_scrolled_page_goes_on_in_them() {
    for (wide, high) in [(900.0, 600.0), (640.0, 400.0)] {
        for (key, first) in [
            (Key::C, "Storefront, Dev, 3 of 16 keys with warnings"),
            (Key::T, "Storefront, development, 3 of 16 keys, Look soon"),
        ] {
            let mut stage = at(wide, high);
            let row = stage.rows()[0].clone();
            stage.press(Key::C);
            stage.window.run_steps(9);
            tab_to(&mut stage, &row);
            (0..6).for_each(|_| stage.press(Key::ArrowDown));
            stage.window.run_steps(9);
            let row = focused(&stage);
            assert!(is_in_view(&stage, &row), "{wide} {key:?}: {row}");
            stage.press(Key::C);
            stage.window.run_steps(9);
            assert_eq!(focused(&stage), row, "{wide} {key:?}: folded");
            stage.press(key);
            stage.window.run_steps(9);
            assert_eq!(focused(&stage), first, "{wide} {key:?}");
            assert!(is_in_view(&stage, first), "{wide} {key:?}");
        }
    }
}

#[test]
fn who_is_on_a_dot_of_a_scrolled_page_goes_on_in_what_takes_its_place() {
    for (wide, high) in [(900.0, 600.0), (640.0, 400.0)] {
        let mut stage = at(wide, high);
        if stage.window.query_by_label("Charts").is_some() {
            stage.press(Key::C);
        }
        stage.window.get_by_label_contains("Storefront: 3 keys end 29 Nov 2025").focus();
        stage.window.run_steps(9);
        // Another dot, by a key.
        stage.press(Key::ArrowDown);
        stage.window.run_steps(9);
        assert!(focused(&stage).starts_with("Billing: "), "{wide}: {}", focused(&stage));
        for _ in 0..2 {
            stage.press(Key::T);
            stage.window.run_steps(9);
            let on = focused(&stage);
            let of_charts = [" keys with warnings", " keys, Look soon", " keys, Act now", "STRIPE_SECRET_KEY, ", ": "];
            assert!(of_charts.iter().any(|words| on.contains(words)), "{wide}: {on}");
            assert!(is_in_view(&stage, &on), "{wide}: {on}");
        }
    }
}

#[test]
fn the_settings_lead_back_to_what_had_the_keyboard_in_the_charts() {
    for (wide, high) in [(900.0, 600.0), (640.0, 400.0)] {
        for (key, on) in [
            (Key::C, "Billing, Production, 9 of 16 keys with warnings"),
            (Key::T, "Storefront, production, 9 of 16 keys, Act now"),
        ] {
            let mut stage = at(wide, high);
            stage.press(key);
            stage.window.run_steps(9);
            tab_to(&mut stage, on);
            stage.window.run_steps(9);
            stage.press_with(Modifiers::COMMAND, Key::Comma);
            stage.window.run_steps(9);
            assert_eq!(focused(&stage), "Find a setting", "{wide}");
            stage.press(Key::Escape);
            stage.window.run_steps(9);
            assert_eq!(focused(&stage), on, "{wide}");
            assert!(is_in_view(&stage, on), "{wide}");
            // Who comes from elsewhere is on the row that one was on, and sees it.
            stage.press_with(Modifiers::COMMAND, Key::Num1);
            stage.window.run_steps(9);
            stage.press_with(Modifiers::COMMAND, Key::Num2);
            stage.window.run_steps(9);
            let row = focused(&stage);
            assert!(row.starts_with("OPENAI_API_KEY, ") && is_in_view(&stage, &row), "{wide}: {row}");
        }
    }
}
