//! A few screens as pictures, pixel by pixel, both themes. Behind the feature `snapshots`, as a renderer takes minutes to build:
//! `cargo test --features snapshots --lib pictures`; `UPDATE_SNAPSHOTS=true` takes what is drawn now.

use egui_kittest::{SnapshotOptions, SnapshotResults};

use super::*;
use crate::model::Theme;

const FOLDER: &str = "src/gui/tests/pictures";

/// Draws what the keys lead to from Storefront's development, once in each theme.
fn picture(name: &str, lead: impl Fn(&mut Stage)) {
    let mut results = SnapshotResults::new();
    for (theme, word) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        let mut snapshot = sample::snapshot();
        snapshot.settings.theme = theme;
        let mut stage = Stage::drawn(snapshot, 1000.0, 640.0);
        stage.window.get_by_role_and_label(Role::RadioButton, "Development").click();
        stage.window.run_steps(3);
        lead(&mut stage);
        // Fades are over, the cursor does not blink.
        stage.window.run_steps(30);
        let options = SnapshotOptions::new().output_path(FOLDER);
        stage.window.snapshot_options(format!("{name}-{word}"), &options);
        results.extend_harness(&mut stage.window);
    }
    results.unwrap();
}

#[test]
fn pictures_of_keys() {
    picture("keys", |stage| stage.press(Key::ArrowDown));
}

#[test]
fn pictures_of_the_palette() {
    picture("palette", |stage| {
        stage.press_with(Modifiers::COMMAND, Key::K);
        stage.type_text("strp");
    });
}

#[test]
fn pictures_of_new_key() {
    picture("new-key", |stage| stage.press_with(Modifiers::COMMAND, Key::N));
}
