//! What is only looked at, and a button at work: heights, sizes, what they say, how often they are painted.

use super::*;

#[test]
fn a_callout_gets_as_high_as_it_says_at_every_width() {
    let hint = "No keychain answers on this computer (no program offers it). Start your keychain, or use a passphrase.";
    for wide in [260.0, 320.0, 400.0, 526.0, 580.0] {
        let window = window([0.0; 2], |ui, heights: &mut [f32; 2]| {
            let callout = Callout::new(Tone::Crit, "Couldn't reach the secrets.").hint(hint);
            let callout = callout.button(Button::secondary("Try again"));
            *heights = [callout.height(ui, wide), callout.at(ui, pos2(10.0, 10.0), wide).0.height()];
        });
        let [said, painted] = *window.state();
        assert!(painted > 0.0 && (said - painted).abs() < 0.1, "{said} for {painted} at {wide}");
    }
}

#[test]
fn a_busy_button_takes_no_click_and_says_so() {
    let mut window = window(0_u32, |ui, clicks: &mut u32| {
        let button = Button::primary("Save 2 keys").busy(true);
        *clicks += u32::from(button.at(ui, at(20.0)).clicked());
    });
    window.get_by_label("Save 2 keys").click();
    window.run_steps(6);
    assert_eq!(*window.state(), 0);
    let button = window.get_by_label("Save 2 keys");
    assert!(button.accesskit_node().is_disabled());
    let waits = window.output().viewport_output.values().map(|viewport| viewport.repaint_delay).min();
    assert!(waits.is_some_and(|wait| wait.as_millis() >= 90), "ten frames a second at most: {waits:?}");
}

#[test]
fn nothing_turns_with_reduced_motion() {
    let mut window = window((), |ui, ()| {
        theme::set_reduced_motion(ui.ctx(), true);
        Button::primary("Save").busy(true).at(ui, at(20.0));
        secret_field(ui, at(60.0), &SecretFace::Loading { words: "Asking the keychain…" });
    });
    window.run_steps(5);
    let waits = window.output().viewport_output.values().map(|viewport| viewport.repaint_delay).min();
    assert_eq!(waits, Some(std::time::Duration::MAX));
}

#[test]
fn an_empty_state_says_why_and_its_buttons_are_told_apart() {
    let mut window = window(None, |ui, clicked: &mut Option<usize>| {
        let buttons = [Button::secondary("Clear filter"), Button::secondary("Search everywhere")];
        let place = Rect::from_min_size(pos2(0.0, 0.0), vec2(600.0, 300.0));
        let icon = theme::Icon::MagnifyingGlass;
        *clicked = clicked.or(empty_ui(ui, place, icon, "No keys match", "Searched 16 keys.", &buttons));
    });
    assert!(window.query_by_label("No keys match. Searched 16 keys.").is_some());
    click(&mut window, "Search everywhere");
    assert_eq!(*window.state(), Some(1));
}

#[test]
fn a_heat_cell_says_its_numbers() {
    let window = window((), |ui, ()| {
        let worst = Some(crate::model::Severity::ActNow);
        heat_cell(ui, at(20.0), "Storefront, production", HeatCell { worst, findings: 7, keys: 16 });
    });
    assert!(window.query_by_label("Storefront, production, 7 of 16 keys with warnings").is_some());
}

#[test]
fn a_painted_circle_is_as_large_as_its_place_with_its_edge() {
    let place = Rect::from_min_size(pos2(20.0, 20.0), vec2(16.0, 16.0));
    let middle = place.center();
    let window = window((), |ui, ()| {
        check::radio_ui(ui, place, false, true, false);
        ring::ring_ui(ui, pos2(100.0, 28.0), 22.0, 0.5, 14);
    });
    let circles: Vec<_> = window
        .output()
        .shapes
        .iter()
        .filter_map(|clipped| match &clipped.shape {
            egui::Shape::Circle(circle) if circle.stroke.width > 0.0 => Some(*circle),
            _ => None,
        })
        .collect();
    // epaint strokes a circle outside its radius.
    let outer = |x: f32| {
        let circle = circles.iter().find(|circle| circle.center.x == x).unwrap();
        circle.radius + circle.stroke.width
    };
    assert_eq!((outer(middle.x), outer(100.0)), (8.0, 10.0), "the track is no wider than the arc over it");
}
