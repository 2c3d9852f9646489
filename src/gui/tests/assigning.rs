//! An owner for keys: a name is typed, or chosen from those that are known.

use super::handing_over::leaving;
use super::*;

#[test]
fn enter_assigns_once_the_name_is_whole_whether_it_was_chosen_or_typed() {
    for (typed, enters) in [("Mara Klein", 1), ("Mara", 2), ("Nobody Known", 1)] {
        let mut stage = Stage::new(leaving());
        stage.press_with(Modifiers::COMMAND, Key::Num2);
        stage.press(Key::A);
        stage.type_text(typed);
        for _ in 0..enters {
            assert!(stage.asked.try_recv().is_err(), "{typed}: not before the last Enter");
            stage.press(Key::Enter);
        }
        let Ok(Request::Assign(owners)) = stage.asked.try_recv() else { panic!("{typed}: nothing was asked") };
        let whole = if typed == "Mara" { "Mara Klein" } else { typed };
        assert_eq!((owners.len(), owners[0].1.as_deref()), (1, Some(whole)));
    }
}

#[test]
fn one_types_on_behind_a_name_that_was_chosen() {
    let mut stage = Stage::new(leaving());
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    stage.press(Key::ArrowDown);
    stage.press(Key::A);
    // Nothing typed before: the cursor stands at the beginning.
    stage.press(Key::ArrowDown);
    stage.press(Key::Enter);
    stage.type_text(" and team");
    stage.press(Key::Enter);
    let Ok(Request::Assign(owners)) = stage.asked.try_recv() else { panic!("{}", stage.tree()) };
    let name = owners[0].1.as_deref().unwrap();
    assert!(name.ends_with(" and team") && name.len() > " and team".len(), "{name}");
}

/// A click whose press and release come in one frame, or in two.
fn click_at(stage: &mut Stage, at: egui::Pos2, slow: bool) {
    stage.window.event(egui::Event::PointerMoved(at));
    stage.window.run_steps(2);
    for pressed in [true, false] {
        stage.window.event(egui::Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        if slow {
            stage.window.run_steps(2);
        }
    }
    stage.window.run_steps(3);
}

#[test]
fn a_name_is_chosen_from_the_list_that_stands_over_the_dialog_however_one_clicks() {
    let mut stage = Stage::new(leaving());
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    // The second time the list is known to the window already, and a quick click brings the dialog to the front with it.
    for slow in [true, false] {
        stage.press(Key::A);
        let field = stage.window.get_by_role_and_label(Role::TextInput, "Owner").rect().center();
        click_at(&mut stage, field, slow);
        let offer = stage.window.get_by_role_and_label(Role::ListBoxOption, "Mara Klein").rect().center();
        click_at(&mut stage, offer, slow);
        stage.press(Key::Enter);
        let Ok(Request::Assign(owners)) = stage.asked.try_recv() else { panic!("nothing was asked, slow: {slow}") };
        assert_eq!(owners[0].1.as_deref(), Some("Mara Klein"));
        stage.hears(Event::Done(Done::Assigned(owners, Vec::new())));
        stage.window.run_steps(8);
    }
}

#[test]
fn why_it_was_not_done_is_read_whole() {
    let why = "What you typed is the value of STRIPE_SECRET_KEY in Storefront production, and would lie readable on the disk.";
    let refused = || Failure::new("Couldn't save it.", why, "Type other words.");
    for (key, field) in [(Key::A, "Owner"), (Key::S, "Why it can wait")] {
        for wide in [640.0, 1280.0] {
            let mut stage = Stage::sized(sample::snapshot(), wide, if wide < 900.0 { 400.0 } else { 820.0 });
            stage.press_with(Modifiers::COMMAND, Key::Num2);
            stage.window.run_steps(9);
            stage.press(key);
            stage.type_text("words of it");
            stage.press(Key::Enter);
            stage.hears(Event::Failed(refused()));
            stage.window.run_steps(9);
            let whole = format!("{why} Type other words.");
            assert_eq!(exporting::cut(&stage, &whole), Some(false), "{field} at {wide}: {}", stage.tree());
            assert!(stage.tree().contains(&whole), "{field} at {wide}: {}", stage.tree());
        }
    }
}
