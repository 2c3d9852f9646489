//! What the rules look at, and what counts.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};

use crate::model::{Finding, Key, KeyUid, Person, Rule, Settings};

/// "Quiet until then", said by a person about one rule at one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snooze {
    /// Which key.
    pub key: KeyUid,
    /// Which rule.
    pub rule: Rule,
    /// The day it speaks again, in the user's calendar.
    pub until: NaiveDate,
    /// Why, in the user's words.
    pub reason: String,
}

/// A key's value stands in a file that Keyloft wrote, and that is still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InFile {
    /// Which key.
    pub key: KeyUid,
    /// When the file was written.
    pub written_at: DateTime<Utc>,
    /// It is still as someone else wrote it: Keyloft writes it from then on.
    pub taken_over: bool,
}

/// Everything the rules look at. `today` is `day_of(now)`; it is passed beside it because a [`crate::model::Clock`]
/// gives both, and a test may stop one.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Every key of the vault: a value is shared across projects too, so leave none out.
    pub keys: &'a [Key],
    /// The thresholds.
    pub settings: &'a Settings,
    /// Everyone who owns keys; those with a last day are leaving or have left.
    pub people: &'a [Person],
    /// What was asked to be quiet. One in the past has no effect.
    pub snoozes: &'a [Snooze],
    /// Files with secrets that Keyloft wrote.
    pub files: &'a [InFile],
    /// The moment.
    pub now: DateTime<Utc>,
    /// The user's calendar day.
    pub today: NaiveDate,
    /// The user's calendar day at a moment; every zone's midnight is a quarter of an hour, so it changes at those alone. Spans
    /// are counted between days, not in steps of 24 hours, so that neither an hour of summer time nor the time of day
    /// moves a warning.
    pub day_of: &'a dyn Fn(DateTime<Utc>) -> NaiveDate,
}

impl fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("keys", &self.keys.len())
            .field("now", &self.now)
            .field("today", &self.today)
            .finish_non_exhaustive()
    }
}

/// True where the finding counts for `--fail-on`, tiles and badges: it is not snoozed, or its snooze has ended.
pub fn counted(finding: &Finding, today: NaiveDate) -> bool {
    finding.snoozed_until.is_none_or(|until| until <= today)
}

/// The worst finding that counts, from one list of [`super::findings`] (they come worst first).
pub fn worst(findings: &[Finding], today: NaiveDate) -> Option<&Finding> {
    findings.iter().find(|finding| counted(finding, today))
}
