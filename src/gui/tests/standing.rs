//! How the window stands is kept for its next start.

use egui::{Rect, pos2};

use super::*;
use crate::jobs::WindowState;
use crate::model::Theme;

/// What the worker was last asked to keep.
fn kept(stage: &Stage) -> Option<WindowState> {
    let kept = stage.asked.0.try_iter().filter_map(|request| match request {
        Request::KeepWindow(state) => Some(*state),
        _ => None,
    });
    kept.last()
}

/// The desktop gives the window this place, in points of its zoom, and tells whether it fills the screen.
fn stands(stage: &mut Stage, place: Option<Rect>, maximised: bool) {
    let viewport = stage.window.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default();
    (viewport.outer_rect, viewport.inner_rect, viewport.maximized) = (place, place, Some(maximised));
    stage.window.run_steps(8);
}

#[test]
fn how_the_window_stands_is_kept_once_it_rests_and_holds_no_search() {
    let mut stage = Stage::new(sample::snapshot());
    stage.window.get_by_role_and_label(Role::RadioButton, "Staging").click();
    stage.window.run_steps(3);
    stage.click("Health");
    stage.press(Key::Slash);
    stage.type_text("stripe");
    stage.window.run_steps(8);
    let last = kept(&stage).expect("it is kept");
    assert_eq!((last.project.as_deref(), last.environment.as_deref()), (Some("Storefront"), Some("staging")));
    assert_eq!((last.sort.as_str(), last.reversed), ("health", false));
    assert!(!format!("{last:?}").contains("stripe"));
    stage.window.run_steps(8);
    assert_eq!(kept(&stage), None, "once is enough");
}

#[test]
fn what_fills_the_window_comes_in_the_theme_last_used_with_ways_out_of_it() {
    let mut snapshot = sample::snapshot();
    snapshot.settings.theme = Theme::Light;
    let mut stage = Stage::new(snapshot.clone());
    stage.window.run_steps(8);
    let state = kept(&stage).expect("it is kept");
    assert_eq!(state.theme, "light");
    let newer = |remedy| {
        let why = "This vault was written by a newer Keyloft.";
        let failure = Failure { remedy, ..Failure::new("Couldn't open the vault.", why, "Update Keyloft.") };
        Snapshot { state: VaultState::Unusable(failure), ..sample::no_vault(KeychainStands::Open) }
    };
    let theme = |stage: &Stage| stage.window.ctx.options(|options| options.theme_preference);
    let mut stage = Stage::standing_sized(newer(Some(Remedy::TryAgain)), 640.0, 400.0, &state);
    assert_eq!(theme(&stage), egui::ThemePreference::Light);
    assert_eq!(focused(&stage), "Try again");
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Unlock(None))));
    stage.press(Key::Tab);
    assert_eq!(focused(&stage), "Quit");
    snapshot.settings.theme = Theme::Dark;
    stage.hears(Event::Snapshot(Arc::new(snapshot)));
    assert_eq!(theme(&stage), egui::ThemePreference::Dark, "what the vault says counts");
    let mut first = Stage::new(sample::no_vault(KeychainStands::Absent));
    let (modifiers, repeat) = (Modifiers::COMMAND, false);
    first.window.event(egui::Event::Key { key: Key::Q, physical_key: None, pressed: true, repeat, modifiers });
    let closes = (0..4).any(|_| {
        first.window.step();
        let mut said = first.window.output().viewport_output.values().flat_map(|viewport| &viewport.commands);
        said.any(|command| *command == egui::ViewportCommand::Close)
    });
    assert!(closes, "the first run");
    for (remedy, by_key) in [(Some(Remedy::TryAgain), false), (None, false), (None, true)] {
        let mut stage = Stage::new(newer(remedy));
        assert_eq!(stage.window.query_by_label("Try again").is_some(), remedy.is_some());
        if by_key {
            let (modifiers, repeat) = (Modifiers::COMMAND, false);
            stage.window.event(egui::Event::Key { key: Key::Q, physical_key: None, pressed: true, repeat, modifiers });
        } else {
            stage.window.get_by_label("Quit").click();
        }
        let closes = (0..4).any(|_| {
            stage.window.step();
            let mut said = stage.window.output().viewport_output.values().flat_map(|viewport| &viewport.commands);
            said.any(|command| *command == egui::ViewportCommand::Close)
        });
        assert!(closes, "{remedy:?} {by_key}");
    }
}

#[test]
fn its_place_is_kept_but_not_of_a_window_that_fills_the_screen_or_that_has_none() {
    let mut stage = Stage::new(sample::snapshot());
    let at = |x, y| Some(Rect::from_min_size(pos2(x, y), vec2(1280.0, 820.0)));
    stands(&mut stage, at(400.0, 200.0), false);
    assert_eq!(kept(&stage).unwrap().place, Some([400.0, 200.0]));
    for (place, maximised) in [(at(0.0, 0.0), true), (None, false)] {
        stands(&mut stage, place, maximised);
        stage.press_with(Modifiers::COMMAND, Key::Num2);
        stage.press_with(Modifiers::COMMAND, if maximised { Key::Num1 } else { Key::Num4 });
        stage.window.run_steps(8);
        assert_eq!(kept(&stage).unwrap().place, Some([400.0, 200.0]), "{place:?}");
    }
}

#[test]
fn size_and_place_are_kept_in_points_of_the_desktop_whatever_the_zoom() {
    let mut snapshot = sample::snapshot();
    snapshot.settings.zoom_percent = 125;
    let mut stage = Stage::sized(snapshot, 1600.0, 1000.0);
    stage.window.run_steps(8);
    let zoom = stage.window.ctx.zoom_factor();
    assert!(zoom > 1.2, "{zoom}");
    let at = Rect::from_min_size(pos2(300.0, 200.0), vec2(1500.0, 900.0));
    stands(&mut stage, Some(at / zoom), false);
    let state = kept(&stage).unwrap();
    assert_eq!((state.place, state.size), (Some([300.0, 200.0]), Some([1500.0, 900.0])));
    // Wayland tells neither.
    stands(&mut stage, None, false);
    let state = kept(&stage).unwrap();
    assert_eq!((state.place, state.size), (Some([300.0, 200.0]), Some([1600.0, 1000.0])));
}

#[test]
fn all_projects_stay_in_view_over_a_lock_and_a_start() {
    let end = |stage: &mut Stage| {
        stage.press(Key::End);
        stage.rows().pop().expect("there are keys")
    };
    let mut stage = Stage::new(sample::snapshot());
    let in_project = end(&mut stage);
    stage.window.get_by_label_contains("All projects").click();
    stage.window.run_steps(8);
    let of_all = end(&mut stage);
    assert_ne!(of_all, in_project);
    stage.window.run_steps(8);
    let last = kept(&stage).expect("it is kept");
    stage.hears(Event::Snapshot(Arc::new(sample::locked(StoreKind::Sealed))));
    stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
    assert_eq!(end(&mut stage), of_all, "after the lock");
    assert_eq!(end(&mut Stage::standing(sample::snapshot(), &last)), of_all, "at the next start");
    assert_eq!(end(&mut Stage::new(sample::snapshot())), in_project, "who never chose begins in a project");
}
