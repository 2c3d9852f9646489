//! What a review's report is made from, and what is counted of it.

use std::cmp::Reverse;

use chrono::{DateTime, NaiveDate, Utc};

use crate::model::{Finding, Key, Project, Severity};
use crate::review::{counted, worst};

/// What a review's report is made from.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// What was looked at, in words: "All projects", "shop/production", "Keys of Mia".
    pub about: String,
    /// The projects, in order.
    pub projects: &'a [Project],
    /// The keys looked at, each with its findings.
    pub keys: Vec<(&'a Key, &'a [Finding])>,
    /// The user's calendar day.
    pub today: NaiveDate,
    /// The user's calendar day at a moment: a file is read later, so that it tells dates and no ages.
    pub day_of: fn(DateTime<Utc>) -> NaiveDate,
}

/// One warning at one key.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row<'a> {
    /// The key.
    pub key: &'a Key,
    /// The warning.
    pub finding: &'a Finding,
    /// True while a person has put it off.
    pub snoozed: bool,
}

/// What stands at the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Counts {
    /// Warnings that count, by severity.
    pub act_now: usize,
    pub look_soon: usize,
    pub for_info: usize,
    /// Warnings put off.
    pub snoozed: usize,
    /// Keys with a warning that counts.
    pub warned: usize,
    /// All keys.
    pub keys: usize,
}

impl<'a> Facts<'a> {
    /// The warnings worst first, those put off last; among equals the longest first, then the keys' order.
    pub fn rows(&self) -> Vec<Row<'a>> {
        let mut rows: Vec<Row<'a>> = Vec::new();
        for (key, findings) in &self.keys {
            rows.extend(findings.iter().map(|finding| Row { key, finding, snoozed: !counted(finding, self.today) }));
        }
        rows.sort_by_key(|row| (row.snoozed, Reverse(row.finding.severity)));
        rows
    }

    pub(super) fn counts(&self) -> Counts {
        let mut counts = Counts { keys: self.keys.len(), ..Counts::default() };
        for (_, findings) in &self.keys {
            for finding in *findings {
                let count = match (counted(finding, self.today), finding.severity) {
                    (false, _) => &mut counts.snoozed,
                    (true, Severity::ActNow) => &mut counts.act_now,
                    (true, Severity::LookSoon) => &mut counts.look_soon,
                    (true, Severity::ForInfo) => &mut counts.for_info,
                };
                *count += 1;
            }
            counts.warned += usize::from(worst(findings, self.today).is_some());
        }
        counts
    }
}

/// The words of a severity.
pub(super) fn severity_words(severity: Severity) -> &'static str {
    match severity {
        Severity::ActNow => "Act now",
        Severity::LookSoon => "Look soon",
        Severity::ForInfo => "For info",
    }
}
