//! Ages go on with the clock: right in every frame that is drawn, and none is drawn for them.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::*;
use crate::model::Clock;

/// A clock that goes when it is told to, in seconds since 1970.
struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.0.load(Ordering::SeqCst), 0).unwrap()
    }
    fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }
}

#[test]
fn how_long_ago_a_key_was_used_is_right_in_every_frame_and_draws_none() {
    let mut snapshot = sample::snapshot();
    let used = Some(snapshot.now.get() - TimeDelta::seconds(3 * 60 + 20));
    // One whose details are read, and one whose row is.
    let [name, other] = ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"];
    for key in snapshot.keys.iter_mut().filter(|key| [name, other].contains(&key.name())) {
        (key.last_used_at, key.last_used_by_hand_at) = (used, used);
    }
    let clock = Arc::new(Hand(AtomicI64::new(1_900_000_000)));
    let mut stage = Stage::on_clock(snapshot.clone(), Arc::clone(&clock) as Arc<dyn Clock>);
    let row = stage.rows().into_iter().find(|row| row.starts_with(name)).unwrap();
    stage.click(&row);
    let says = |stage: &Stage, age: &str| {
        let shown = stage.painted(age).len();
        assert!(shown > 0 && stage.tree().contains(&format!("{age} ago")), "{age}: {shown} {}", stage.tree());
    };
    says(&stage, "3 min");
    for (later, age) in [(39, "3 min"), (1, "4 min"), (56 * 60, "1 h"), (47 * 3_600, "2 d")] {
        clock.0.fetch_add(later, Ordering::SeqCst);
        stage.window.event(egui::Event::PointerMoved(egui::pos2(600.0, 400.0)));
        stage.window.run_steps(1);
        says(&stage, age);
    }
    // It rests, and nothing is to be drawn until something happens.
    stage.window.run_steps(20);
    let rests = stage.window.output().viewport_output.values().map(|viewport| viewport.repaint_delay).min();
    assert_eq!(rests, Some(Duration::MAX));
    // New facts begin at their own moment, also where the clock was set back.
    clock.0.fetch_sub(86_400, Ordering::SeqCst);
    stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
    assert!(!stage.tree().contains("2 d ago"));
    stage.hears(Event::Snapshot(Arc::new(snapshot)));
    says(&stage, "3 min");
}
