//! The list of an import's entries: where it begins, and how keys go through it.

use super::importing::{planned, with_pasted};
use super::keyboard::focused;
use super::*;

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
