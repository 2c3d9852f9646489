//! The list of an import's entries: where it begins, and how keys go through it.

use super::importing::{planned, with_pasted};
use super::keyboard::focused;
use super::mouse::click_at;
use super::*;
use crate::gui::theme::size;

fn name(at: usize) -> String {
    format!("LISTED_KEY_{at:02}")
}

fn plan_of(count: usize, fate: &Fate) -> ImportPlan {
    let entry = |at| PlannedEntry { name: name(at), fate: fate.clone(), ..PlannedEntry::default() };
    ImportPlan { entries: (0..count).map(entry).collect(), ..ImportPlan::default() }
}

/// The dialog with so many entries of a pasted text.
fn listed(wide: f32, high: f32, count: usize, fate: &Fate) -> Stage {
    let mut stage = with_pasted(wide, high, "A_KEY=1");
    planned(&mut stage, plan_of(count, fate));
    stage
}

/// Where an entry stands, as far as it can be seen.
fn seen(stage: &Stage, at: usize) -> Option<egui::Rect> {
    let head = stage.painted("What comes in")[0].bottom();
    let foot = stage.window.get_by_label("Cancel").rect().top();
    let words = stage.painted(&name(at)).into_iter().next()?;
    (words.top() > head && words.bottom() < foot).then_some(words)
}

#[test]
fn the_entries_of_another_file_begin_at_its_first_one() {
    let mut stage = Stage::new(sample::snapshot());
    for _ in 0..2 {
        let number = file_looked_for(&mut stage);
        stage.hears(Event::Planned(number, vec![Ok(plan_of(40, &Fate::New))]));
        stage.window.run_steps(6);
        let first = seen(&stage, 0).unwrap_or_else(|| panic!("{}", stage.tree()));
        stage.wheel(first.center() + vec2(0.0, 60.0), -600.0);
        assert_eq!(seen(&stage, 0), None, "it was scrolled");
        stage.press(Key::Escape);
        stage.window.run_steps(4);
    }
}

#[test]
fn arrows_bring_each_entry_into_view_also_where_nothing_can_be_chosen() {
    for fate in [Fate::New, Fate::Same, Fate::LeftOut("you left it out".to_owned())] {
        let mut stage = listed(1280.0, 820.0, 30, &fate);
        let on = |stage: &Stage, at: usize| {
            assert!(focused(stage).starts_with(&name(at)), "{fate:?}, {at}: {}", focused(stage));
            assert!(seen(stage, at).is_some(), "{fate:?}: {at}");
        };
        for _ in 0..20 {
            stage.press(Key::Tab);
            if focused(&stage).starts_with(&name(0)) {
                break;
            }
        }
        on(&stage, 0);
        for at in 1..30 {
            stage.press(Key::ArrowDown);
            on(&stage, at);
        }
        stage.press(Key::ArrowDown);
        on(&stage, 29);
        for at in (0..29).rev() {
            stage.press(Key::ArrowUp);
            on(&stage, at);
        }
        for (key, at) in [(Key::End, 29), (Key::Home, 0)] {
            stage.press(key);
            on(&stage, at);
        }
        for _ in 0..3 {
            stage.press(Key::PageDown);
        }
        assert!(focused(&stage) > name(12) && seen(&stage, 0).is_none(), "{}", focused(&stage));
        for _ in 0..3 {
            stage.press(Key::PageUp);
        }
        on(&stage, 0);
    }
}

#[test]
fn tab_comes_back_to_entries_that_were_scrolled_away_above() {
    let mut stage = listed(1280.0, 820.0, 30, &Fate::New);
    tab_to(&mut stage, &name(0));
    stage.press(Key::End);
    for _ in 0..15 {
        stage.press(Key::ArrowUp);
    }
    // It stands at the very top, and nothing of the one before it can be seen.
    assert_eq!(focused(&stage), name(14));
    assert!(seen(&stage, 13).is_none() && seen(&stage, 14).is_some());
    for at in (0..14).rev() {
        stage.press_with(Modifiers::SHIFT, Key::Tab);
        assert_eq!(focused(&stage), "Secret");
        stage.press_with(Modifiers::SHIFT, Key::Tab);
        stage.window.run_steps(3);
        assert_eq!(focused(&stage), name(at));
        assert!(seen(&stage, at).is_some(), "{at}");
    }
}

#[test]
fn who_scrolls_the_list_leaves_the_dialog_where_it_is_and_the_keyboard_where_it_was() {
    let mut stage = listed(640.0, 400.0, 70, &Fate::New);
    tab_to(&mut stage, &name(2));
    stage.window.run_steps(20);
    let head = |stage: &Stage| stage.painted("What comes in")[0];
    let (before, on) = (head(&stage), stage.painted(&name(2))[0]);
    stage.wheel(on.center(), -400.0);
    assert_eq!((head(&stage), focused(&stage)), (before, name(2)));
    assert!(seen(&stage, 2).is_none());
    stage.press(Key::ArrowDown);
    stage.window.run_steps(6);
    assert_eq!(focused(&stage), name(3));
    assert!(seen(&stage, 3).is_some(), "{:?}", stage.painted(&name(3)));
}

#[test]
fn an_assignment_in_a_comment_that_can_not_come_in_can_not_be_ticked_and_says_why() {
    let mut stage = with_pasted(1280.0, 820.0, "A_KEY=1");
    let asleep = vec![("OLD_KEY".to_owned(), "it is already there".to_owned())];
    let commented_out = vec!["OLD_KEY".to_owned(), "GONE_KEY".to_owned()];
    planned(&mut stage, ImportPlan { commented_out, asleep, ..plan_of(1, &Fate::New) });
    let tick = |stage: &Stage, name: &str| {
        let node = stage.window.get_by_role_and_label(Role::CheckBox, name);
        let node = node.accesskit_node();
        (node.is_disabled(), node.toggled() == Some(egui::accesskit::Toggled::True))
    };
    assert!(stage.tree().contains("OLD_KEY: Commented out, not imported: it is already there"), "{}", stage.tree());
    for name in ["OLD_KEY", "GONE_KEY"] {
        let at = stage.window.get_by_role_and_label(Role::CheckBox, name).rect().center();
        click_at(&mut stage, at);
        stage.window.run_steps(4);
    }
    assert_eq!((tick(&stage, "OLD_KEY"), tick(&stage, "GONE_KEY")), ((true, false), (false, true)));
    assert!(stage.window.query_by_label("Import 2 keys").is_some(), "{}", stage.tree());
}

#[test]
fn of_two_names_that_differ_only_in_case_the_list_shows_which_one_comes_in() {
    let mut stage = with_pasted(1280.0, 820.0, "A_KEY=1");
    let entry = |name: &str, fate: Fate| PlannedEntry { name: name.to_owned(), fate, ..PlannedEntry::default() };
    let why = || Fate::LeftOut("it differs only in case from the other".to_owned());
    let twins = |small: Fate, capital: Fate| ImportPlan {
        entries: vec![entry("api_key", small), entry("API_KEY", capital)],
        ..ImportPlan::default()
    };
    let off = |stage: &Stage| {
        ["api_key", "API_KEY"].map(|name| {
            let node = stage.window.get_by_role_and_label(Role::CheckBox, name);
            node.accesskit_node().toggled() == Some(egui::accesskit::Toggled::False)
        })
    };
    planned(&mut stage, twins(Fate::New, why()));
    assert_eq!(off(&stage), [false, true]);
    stage.asked.try_iter().for_each(drop);
    stage.window.get_by_role_and_label(Role::CheckBox, "api_key").click();
    stage.window.run_steps(4);
    let Ok(Request::PlanImports(asked, asks)) = stage.asked.try_recv() else { panic!("it is not read anew") };
    assert_eq!(asks[0].leave_out, ["api_key"]);
    stage.hears(Event::Planned(asked, vec![Ok(twins(Fate::LeftOut("you left it out".to_owned()), Fate::New))]));
    assert_eq!(off(&stage), [true, false]);
    assert!(stage.window.query_by_label("Import 1 key").is_some(), "{}", stage.tree());
}

#[test]
fn the_button_of_a_line_is_a_small_control_level_with_its_tick_and_its_name() {
    let stage = listed(1280.0, 820.0, 3, &Fate::New);
    for at in 0..3 {
        let words = seen(&stage, at).unwrap();
        let level = |role: Role, name: &str| {
            let nodes = stage
                .window
                .query_all_by_role(role)
                .filter(|node| node.accesskit_node().label().as_deref() == Some(name));
            nodes.map(|node| node.rect()).find(|rect| (rect.center().y - words.center().y).abs() <= 1.5)
        };
        let button = level(Role::Button, "Secret").unwrap_or_else(|| panic!("{at}: {}", stage.tree()));
        assert_eq!(button.height(), size::SMALL_CONTROL, "{at}");
        assert!(level(Role::CheckBox, &name(at)).is_some(), "{at}: {}", stage.tree());
    }
}
