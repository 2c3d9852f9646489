//! Time and randomness as arguments, so that tests choose both.

use chrono::{DateTime, Local, NaiveDate, SubsecRound, Utc};

/// Where the time comes from.
pub trait Clock: Send + Sync {
    /// The moment, UTC, whole seconds (the catalog keeps no finer times).
    fn now(&self) -> DateTime<Utc>;
    /// The user's calendar day, in the user's time zone: expiry dates are days, not moments.
    fn today(&self) -> NaiveDate;
}

/// The computer's own clock and time zone.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(0)
    }

    fn today(&self) -> NaiveDate {
        Local::now().date_naive()
    }
}

/// A clock that stands still at the moment given; its calendar is UTC's.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub DateTime<Utc>);

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }

    fn today(&self) -> NaiveDate {
        self.0.date_naive()
    }
}

/// Where random bytes come from.
pub trait Random: Send + Sync {
    /// Fills the whole buffer. Aborts the program rather than hand out bytes that are not random.
    fn fill(&self, buffer: &mut [u8]);
}

/// The operating system's generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsRandom;

impl Random for OsRandom {
    fn fill(&self, buffer: &mut [u8]) {
        getrandom::fill(buffer).expect("the system's random generator answers");
    }
}
