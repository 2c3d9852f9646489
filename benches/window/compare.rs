//! Compare over one project of 10,000 variables in four environments, beside the same with ten: what opening it and a frame
//! of it cost.

use std::sync::Arc;
use std::time::Duration;

use egui::{Key, Modifiers};
use keyloft::jobs::Snapshot;
use keyloft::model::VariableName;

use super::frames::{Stage, scroll, snapshot};
use super::review::with_a_past;
use super::{milliseconds, percentile, row};

const MANY: usize = 10_000;
const FEW: usize = 10;
const COLUMNS: usize = 4;

/// The keys put into the first project's environments, so many variables in each; every third has one value in two of them,
/// every seventh is missing in one.
fn one_project(whole: &Snapshot, variables: usize) -> Arc<Snapshot> {
    let mut snapshot = with_a_past(whole, COLUMNS * variables);
    snapshot.projects.truncate(1);
    let project = snapshot.projects[0].clone();
    assert_eq!(project.environments.len(), COLUMNS);
    for (index, key) in snapshot.keys.iter_mut().enumerate() {
        let (column, variable) = (index / variables, index % variables);
        let place = &mut key.reference.place;
        project.name.clone_into(&mut place.project);
        project.environments[column].name.clone_into(&mut place.environment);
        key.reference.name = VariableName::new(&format!("SERVICE_{variable:05}_API_KEY")).unwrap();
    }
    for variable in (0..variables).step_by(3) {
        let print = snapshot.keys[variable].fingerprint;
        snapshot.keys[variables + variable].fingerprint = print;
    }
    let is_gap = |at: usize| at / variables == 2 && (at % variables).is_multiple_of(7);
    keep(&mut snapshot.keys, is_gap);
    keep(&mut snapshot.tails, is_gap);
    keep(&mut snapshot.findings, is_gap);
    Arc::new(snapshot)
}

fn keep<T>(all: &mut Vec<T>, is_gap: impl Fn(usize) -> bool) {
    let mut at = 0..;
    all.retain(|_| at.next().is_some_and(|at| !is_gap(at)));
}

pub fn measure() {
    let whole = snapshot();
    for variables in [MANY, FEW] {
        let snapshot = one_project(&whole, variables);
        let keys = snapshot.keys.len();
        let mut stage = Stage::new(snapshot);
        let first = stage.press(Key::V, Modifiers::NONE);
        assert!(stage.has("Variable, sorted"), "Compare stands in the list's place");
        let what = |words: &str| format!("Compare, {variables} variables, {keys} keys: {words}");
        row(&what("the frame of V"), &format!("{:.1} ms", milliseconds(first)), "");
        let mut still: Vec<Duration> = (0..500).map(|_| stage.frame(Vec::new())).collect();
        let mut arrows: Vec<Duration> = (0..300).map(|_| stage.press(Key::ArrowDown, Modifiers::NONE)).collect();
        let over = stage.place_of("Variable, sorted").center() + egui::vec2(300.0, 200.0);
        stage.frame(vec![egui::Event::PointerMoved(over)]);
        let mut scrolling: Vec<Duration> = (0..500).map(|step| scroll(&mut stage, step)).collect();
        stage.press(Key::Slash, Modifiers::NONE);
        let mut typing = Vec::new();
        for word in ["service", "api key", "0123"] {
            for letter in word.chars() {
                typing.push(stage.frame(vec![egui::Event::Text(letter.to_string())]));
            }
            for _ in word.chars() {
                typing.push(stage.press(Key::Backspace, Modifiers::NONE));
            }
        }
        for (words, times) in [
            ("nothing happens, 500 frames", &mut still),
            ("arrows, 300 frames", &mut arrows),
            ("scrolling, 500 frames", &mut scrolling),
            ("typing and erasing, 36 frames", &mut typing),
        ] {
            let [p50, p99, max] = [50, 99, 100].map(|percent| milliseconds(percentile(times, percent)));
            let figure = format!("{p50:.2} {p99:.2} {max:.2} ms");
            row(&what(&format!("{words}: p50, p99, max")), &figure, "as with 10 variables");
        }
    }
}
