//! What someone who leaves hands over, key by key.

use std::cmp::Reverse;

use chrono::{DateTime, NaiveDate, NaiveDateTime, SecondsFormat, Utc};

use crate::model::{DeletedKey, Finding, Key, Person};
use crate::review::{Handover, NewValue, Progress, date, worst};

/// Something that was done to a key since the leaving is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub at: DateTime<Utc>,
    /// The same where the user is.
    pub local: NaiveDateTime,
    /// What, in words: "rotated", "given to Mia".
    pub words: String,
    /// Which face did it, as the record has it: "window".
    pub via: String,
}

/// What a handover's report is made from.
#[derive(Debug, Clone)]
pub struct Leaver<'a> {
    /// Who leaves.
    pub person: &'a Person,
    /// Their keys, those they handed over too, each with its findings and what was done, oldest first.
    pub keys: Vec<(&'a Key, &'a [Finding], Vec<Step>)>,
    /// Their keys that are gone, each with what was done.
    pub deleted: Vec<(&'a DeletedKey, Vec<Step>)>,
    /// Who works here, where they said their name.
    pub by: Option<String>,
    /// The user's calendar day.
    pub today: NaiveDate,
    /// The user's calendar day at a moment: a file is read later, so that it tells dates and no ages.
    pub day_of: fn(DateTime<Utc>) -> NaiveDate,
}

/// One key in words.
pub(super) struct Entry<'a> {
    pub key: &'a Key,
    pub handover: Handover,
    pub done: bool,
    pub warning: Option<&'a Finding>,
    pub steps: &'a [Step],
    day_of: fn(DateTime<Utc>) -> NaiveDate,
}

impl<'a> Leaver<'a> {
    /// What is to be done first, worst before better, protected before others; then what is done.
    pub(super) fn entries(&'a self) -> Vec<Entry<'a>> {
        let mut entries: Vec<Entry<'a>> = self
            .keys
            .iter()
            .map(|(key, findings, steps)| {
                let handover = Handover::of(key, self.person);
                let warning = worst(findings, self.today);
                Entry { key, handover, done: handover.is_done(), warning, steps, day_of: self.day_of }
            })
            .collect();
        entries.sort_by_key(|one| (one.done, Reverse(one.warning.map(|f| f.severity)), !one.key.protected));
        entries
    }

    /// Those that are gone, of which this is so: their values ended.
    pub(super) fn gone(&self, ended: bool) -> impl Iterator<Item = (&'a DeletedKey, &[Step])> {
        self.deleted.iter().filter(move |(gone, _)| gone.ended == ended).map(|(gone, steps)| (*gone, steps.as_slice()))
    }

    /// How far it is.
    pub(super) fn progress(&self, entries: &[Entry<'_>]) -> Progress {
        Progress::of(entries.iter().map(|one| one.done), &self.person.deleted)
    }

    /// Who did what was done, as far as it is known: the record is of one computer and its user.
    pub(super) fn by_words(&self) -> String {
        let by = self.by.as_deref().unwrap_or("its user");
        format!("What was done is from the record of this computer, and was done by {by}.")
    }

    /// "Last day 28 Nov 2025, in 4 days".
    pub(super) fn leaves_words(&self) -> String {
        let Some(day) = self.person.last_day else { return "Stays".into() };
        let when = match day.signed_duration_since(self.today).num_days() {
            0 => "today".into(),
            1 => "tomorrow".into(),
            days if days > 1 => format!("in {days} days"),
            -1 => "yesterday".into(),
            days => format!("{} days ago", -days),
        };
        format!("Last day {}, {when}", date(day))
    }
}

impl Entry<'_> {
    /// How far its new value is; `say` writes a day as the file's form does.
    pub fn value_words(&self, say: fn(NaiveDate) -> String) -> String {
        let day = |at| say((self.day_of)(at));
        match self.handover.value {
            NewValue::NoneNeeded => "none needed".into(),
            NewValue::NotYet => "not yet".into(),
            NewValue::OldLives(at) => format!("{}, the old one may still work", day(at)),
            NewValue::Made(at) => day(at),
            NewValue::Disabled => "disabled, not ended there".into(),
            NewValue::DisabledAndEnded => "disabled and ended".into(),
        }
    }

    pub fn owner_words(&self) -> String {
        match (self.handover.new_owner, self.handover.needs_owner()) {
            (true, _) => self.key.owner.clone().unwrap_or_default(),
            (false, true) => "not yet".into(),
            (false, false) => "–".into(),
        }
    }
}

/// "3 Dec 2025 14:02 given to Mia (window)", one a step.
pub(super) fn step_lines(steps: &[Step]) -> Vec<String> {
    let line = |step: &Step| {
        format!("{} {} {} ({})", date(step.local.date()), step.local.format("%H:%M"), step.words, step.via)
    };
    steps.iter().map(line).collect()
}

/// "2025-12-03T14:02:00Z given to Mia (window)", as the times of a table are.
pub(super) fn steps_in_utc(steps: &[Step]) -> String {
    let said =
        |step: &Step| format!("{} {} ({})", step.at.to_rfc3339_opts(SecondsFormat::Secs, true), step.words, step.via);
    steps.iter().map(said).collect::<Vec<_>>().join("; ")
}

/// What became of the value of a key that is gone.
pub(super) fn gone_words(gone: &DeletedKey) -> &'static str {
    if gone.ended { "deleted and ended" } else { "deleted, not ended there" }
}
