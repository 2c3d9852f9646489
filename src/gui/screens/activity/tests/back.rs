//! Over a lock one is on the same line.

use super::shown::{asked, question};
use super::*;

#[test]
fn after_a_lock_one_is_on_the_same_line_with_a_project_in_scope_too() {
    for project in [true, false] {
        let mut stage = Stage::new(sample::snapshot());
        if !project {
            stage.go_to_all_projects();
        }
        // How the window stands is kept.
        stage.window.run_steps(120);
        stage.press_with(Modifiers::COMMAND, Key::Num4);
        let ask = question(&stage);
        assert_eq!(ask.query.project.is_some(), project);
        stage.hears(Event::ActivityRead(Box::new(answer(&ask, record(), None))));
        (0..3).for_each(|_| stage.press(Key::ArrowDown));
        let on = |stage: &Stage| stage.window.get_all_by_role(Role::Row).position(|row| row.is_focused());
        let before = on(&stage);
        stage.window.run_steps(120);
        stage.press_with(Modifiers::COMMAND, Key::L);
        stage.hears(Event::Snapshot(Arc::new(sample::locked(crate::jobs::StoreKind::Keychain))));
        stage.press(Key::Enter);
        let _ = asked(&stage);
        stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
        stage.window.run_steps(6);
        // Each question is answered.
        for _ in 0..4 {
            let of = |request| if let Request::ReadActivity(ask) = request { Some(*ask) } else { None };
            for ask in asked(&stage).into_iter().filter_map(of).collect::<Vec<_>>() {
                stage.hears(Event::ActivityRead(Box::new(answer(&ask, record(), None))));
            }
        }
        stage.window.run_steps(6);
        assert!(before.is_some_and(|line| line > 1), "{before:?}");
        assert_eq!(on(&stage), before, "project: {project}");
    }
}

#[test]
fn an_answer_as_quick_as_the_unlocking_leads_back_too() {
    let mut stage = Stage::new(sample::snapshot());
    stage.window.run_steps(120);
    stage.press_with(Modifiers::COMMAND, Key::Num4);
    let ask = question(&stage);
    stage.hears(Event::ActivityRead(Box::new(answer(&ask, record(), None))));
    (0..3).for_each(|_| stage.press(Key::ArrowDown));
    let on = |stage: &Stage| stage.window.get_all_by_role(Role::Row).position(|row| row.is_focused());
    let before = on(&stage);
    stage.press_with(Modifiers::COMMAND, Key::L);
    stage.hears(Event::Snapshot(Arc::new(sample::locked(crate::jobs::StoreKind::Keychain))));
    stage.press(Key::Enter);
    let first = ActivityAsk { asked: 1, before: None, down_to: None, ..ask };
    stage.tell.send(Event::Snapshot(Arc::new(sample::snapshot()))).unwrap();
    stage.tell.send(Event::ActivityRead(Box::new(answer(&first, record(), None)))).unwrap();
    stage.window.run_steps(9);
    assert!(before.is_some_and(|line| line > 1), "{before:?}");
    assert_eq!(on(&stage), before);
}
