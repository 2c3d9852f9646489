//! Review over 100,000 keys: how long until its numbers stand, and what a frame costs then, beside the same with 100 keys.
//! Uses reach the window as each key's last one, so their number costs nothing here; keys end, were used and are owned as in
//! a vault of some years.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use egui::{Key, Modifiers};
use keyloft::jobs::Snapshot;
use keyloft::model::Expiry;
use keyloft::review::{Context, findings};

use super::frames::{Stage, scroll, snapshot};
use super::{milliseconds, percentile, row};

const FEW: usize = 100;

/// So many of the keys with a past, and what the rules say of them. They stand in every project and environment, so that with
/// few keys the screen is as full as with many.
pub fn with_a_past(snapshot: &Snapshot, keys: usize) -> Snapshot {
    let mut snapshot = snapshot.clone();
    let every = snapshot.keys.len() / keys;
    // Not always the same provider's.
    let taken = || (0..keys).map(|nth| nth * every + nth % every);
    snapshot.keys = taken().map(|at| snapshot.keys[at].clone()).collect();
    snapshot.tails = taken().map(|at| snapshot.tails[at]).collect();
    let owners = ["platform", "payments", "data", "growth"];
    for (index, key) in (0_i64..).zip(&mut snapshot.keys) {
        key.created_at = snapshot.now - TimeDelta::days(40 + index % 700);
        key.age_known = true;
        key.last_used_at = (index % 11 > 0).then(|| snapshot.now - TimeDelta::hours(index * 7 % 4_000));
        key.use_count = 10;
        key.expiry = match index % 3 {
            0 => Expiry::On(snapshot.today + TimeDelta::days(index % 400 - 10)),
            1 => Expiry::Never,
            _ => Expiry::NotKnown,
        };
        key.owner = owners.get(usize::try_from(index % 5).unwrap()).map(|name| (*name).to_owned());
    }
    let day_of = |at: chrono::DateTime<chrono::Utc>| at.date_naive();
    snapshot.findings = findings(&Context {
        keys: &snapshot.keys,
        settings: &snapshot.settings,
        people: &snapshot.people,
        snoozes: &[],
        files: &[],
        now: snapshot.now,
        today: snapshot.today,
        day_of: &day_of,
    });
    snapshot
}

pub fn measure() {
    let whole = snapshot();
    let whole = [whole.keys.len(), FEW].map(|keys| Arc::new(with_a_past(&whole, keys)));
    for snapshot in whole {
        let keys = snapshot.keys.len();
        let warnings: usize = snapshot.findings.iter().map(Vec::len).sum();
        let mut stage = Stage::new(snapshot);
        let pressed = Instant::now();
        let first = stage.press(Key::Num2, Modifiers::COMMAND);
        while !stage.has("Act now: ") || stage.has("Act now: –") {
            stage.frame(Vec::new());
        }
        let counted = pressed.elapsed();
        let bar = "≤ 200 ms";
        let what = |words: &str| format!("Review, {keys} keys, {warnings} warnings: {words}");
        row(&what("the frame of Ctrl 2"), &format!("{:.1} ms", milliseconds(first)), bar);
        row(&what("until its numbers stand"), &format!("{:.1} ms", milliseconds(counted)), bar);
        let mut still: Vec<Duration> = (0..500).map(|_| stage.frame(Vec::new())).collect();
        let mut arrows: Vec<Duration> = (0..300).map(|_| stage.press(Key::ArrowDown, Modifiers::NONE)).collect();
        let over = stage.place_of("Filter warnings").center() + egui::vec2(-300.0, 200.0);
        stage.frame(vec![egui::Event::PointerMoved(over)]);
        let mut scrolling: Vec<Duration> = (0..500).map(|step| scroll(&mut stage, step)).collect();
        stage.press(Key::Slash, Modifiers::NONE);
        stage.frame(vec![egui::Event::Text("s".to_owned())]);
        // The texts are read once, when one first types.
        std::thread::sleep(Duration::from_millis(500));
        let mut typing = Vec::new();
        for word in ["expires", "stripe prod", "never used"] {
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
            ("typing and erasing, 56 frames", &mut typing),
        ] {
            let [p50, p99, max] = [50, 99, 100].map(|percent| milliseconds(percentile(times, percent)));
            row(
                &what(&format!("{words}: p50, p99, max")),
                &format!("{p50:.2} {p99:.2} {max:.2} ms"),
                "as with 100 keys",
            );
        }
    }
}
