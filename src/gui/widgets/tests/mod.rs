//! The controls by their labels: what a click and a key do, and what a screen reader hears.

mod choices;
mod dialogs;
mod fields;
mod marks;
mod secrets;

use egui::accesskit::{Role, Toggled};
use egui::{Id, Key, Modifiers, Rect, Ui, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::*;
use crate::gui::tests::tree;
use crate::gui::theme;

/// A window of 600 by 400 on a state.
fn window<'a, S>(state: S, draw: impl FnMut(&mut Ui, &mut S) + 'a) -> Harness<'a, S> {
    sized(600.0, state, draw)
}

fn sized<'a, S>(width: f32, state: S, mut draw: impl FnMut(&mut Ui, &mut S) + 'a) -> Harness<'a, S> {
    // The fonts are there from the second frame on.
    let mut dressed = false;
    let app = move |ui: &mut Ui, state: &mut S| {
        if dressed {
            draw(ui, state);
        } else {
            theme::install(ui.ctx());
            modal::listen(ui.ctx());
            dressed = true;
        }
    };
    let mut harness = Harness::builder().with_size(vec2(width, 400.0)).build_ui_state(app, state);
    harness.run_steps(3);
    harness
}

fn at(y: f32) -> Rect {
    Rect::from_min_size(pos2(20.0, y), vec2(300.0, 30.0))
}

fn press<S>(window: &mut Harness<'_, S>, key: Key) {
    window.key_press(key);
    window.run_steps(3);
}

fn click<S>(window: &mut Harness<'_, S>, label: &str) {
    window.get_by_label(label).click();
    window.run_steps(3);
}

/// Made at run time: nothing in the tree of sources looks like a key.
fn made_up(length: usize) -> String {
    (0..length).map(|n| char::from(b'a' + (n * 7 % 26) as u8)).collect()
}
