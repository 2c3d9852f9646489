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
/// So many projects are in view, each of so many environments with so many keys.
const LANES: usize = 6;
const ENVIRONMENTS: usize = 4;
const IN_PLACE: usize = 1_000;

/// The first so many keys with a past, and what the rules say of them.
pub fn with_a_past(snapshot: &Snapshot, keys: usize) -> Snapshot {
    let ends = |nth: i64| match nth % 3 {
        0 => Some(nth % 400 - 10),
        _ => None,
    };
    past_of(snapshot, &(0..keys).collect::<Vec<_>>(), ends)
}

/// A hundred keys that fill the screen as the many do: as many projects in view, each with a dot wherever there is room for
/// one, so that nothing but the number of keys differs.
fn few_on_a_full_screen(snapshot: &Snapshot) -> Snapshot {
    let place = |nth: usize| nth % LANES * ENVIRONMENTS + nth / LANES % ENVIRONMENTS;
    let mut taken: Vec<usize> = (0..FEW).map(|nth| place(nth) * IN_PLACE + nth).collect();
    taken.sort_unstable();
    let apart = 90 / (FEW / LANES) as i64;
    // The keys of a lane stand together.
    past_of(snapshot, &taken, move |nth| Some(nth % (FEW / LANES) as i64 * apart - 1))
}

/// These keys; `ends`: in how many days each ends, one that does not is known to have no end or not known to have one.
fn past_of(snapshot: &Snapshot, taken: &[usize], ends: impl Fn(i64) -> Option<i64>) -> Snapshot {
    let mut snapshot = snapshot.clone();
    snapshot.keys = taken.iter().map(|at| snapshot.keys[*at].clone()).collect();
    snapshot.tails = taken.iter().map(|at| snapshot.tails[*at]).collect();
    let owners = ["platform", "payments", "data", "growth"];
    for (index, key) in (0_i64..).zip(&mut snapshot.keys) {
        key.created_at = snapshot.now.get() - TimeDelta::days(40 + index % 700);
        key.age_known = true;
        key.last_used_at = (index % 11 > 0).then(|| snapshot.now.get() - TimeDelta::hours(index * 7 % 4_000));
        key.use_count = 10;
        key.expiry = match ends(index) {
            Some(days) => Expiry::On(snapshot.today + TimeDelta::days(days)),
            None if index % 2 == 0 => Expiry::Never,
            None => Expiry::NotKnown,
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
        now: snapshot.now.get(),
        today: snapshot.today,
        day_of: &day_of,
    });
    snapshot
}

pub fn measure() {
    let whole = snapshot();
    for snapshot in [with_a_past(&whole, whole.keys.len()), few_on_a_full_screen(&whole)].map(Arc::new) {
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
        stage.press(Key::C, Modifiers::NONE);
        let mut folded: Vec<Duration> = (0..500).map(|_| stage.frame(Vec::new())).collect();
        stage.press(Key::C, Modifiers::NONE);
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
            ("nothing happens, charts folded, 500 frames", &mut folded),
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
