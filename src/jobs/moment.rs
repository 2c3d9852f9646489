//! The moment that a snapshot's ages are counted from.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};

/// A moment that whoever draws moves on as time passes: in microseconds since 1970. All the rest of a snapshot stays.
#[derive(Debug)]
pub struct Moment(AtomicI64);

impl Moment {
    /// It, as it was moved on last.
    pub fn get(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0.load(Ordering::Relaxed)).unwrap_or_default()
    }

    /// Moves it on; never back.
    pub fn go_on(&self, to: DateTime<Utc>) {
        self.0.fetch_max(to.timestamp_micros(), Ordering::Relaxed);
    }
}

impl From<DateTime<Utc>> for Moment {
    fn from(moment: DateTime<Utc>) -> Self {
        Self(moment.timestamp_micros().into())
    }
}

impl Clone for Moment {
    fn clone(&self) -> Self {
        self.get().into()
    }
}
