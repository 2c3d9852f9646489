//! A clock that is set by hand, to do in the past what the sample shows as past.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, Utc};

use crate::model::Clock;

/// Stands at the moment it was set to last; its calendar is the user's.
pub(super) struct HistoryClock {
    secs: AtomicI64,
}

impl HistoryClock {
    pub(super) fn new(at: DateTime<Utc>) -> Self {
        Self { secs: AtomicI64::new(at.timestamp()) }
    }

    pub(super) fn set(&self, at: DateTime<Utc>) {
        self.secs.store(at.timestamp(), Ordering::Relaxed);
    }
}

impl Clock for HistoryClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.secs.load(Ordering::Relaxed), 0).unwrap_or_default()
    }

    fn today(&self) -> NaiveDate {
        super::super::lists::local_day(self.now())
    }
}
