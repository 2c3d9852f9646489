//! Until when warnings are to be quiet, and why. Plain state: tested without a pixel.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::ask::{Ask, Attempt};
use crate::gui::modal::Heard;
use crate::gui::wish::Wish;
use crate::jobs::{Done, Event, Request, Snapshot};
use crate::model::{DateWish, KeyUid, Rule, parse_date_wish};
use crate::review::{counted, date};

/// The choices in days; the last is a day of one's own.
pub(super) const CHOICES: [Option<u64>; 3] = [Some(30), Some(90), None];

/// Reasons that are common: one click fills the field.
pub(super) const REASONS: [&str; 3] = ["Rotation planned", "Provider has to act", "Not ours to change"];

/// A reason is a line of so many characters at most, as the vault takes it.
const LONGEST: usize = 200;

/// The dialog.
#[derive(Debug)]
pub struct Snooze {
    what: Vec<(KeyUid, Rule)>,
    /// The one key's name; none of several.
    pub(super) name: Option<String>,
    today: NaiveDate,
    /// Which of the choices.
    pub(super) choice: usize,
    /// What was typed as a day.
    pub(super) day: String,
    /// A day of one's own was chosen with the pointer: its field gets the keyboard in the next frame.
    pub(super) to_day: bool,
    /// What was typed as the reason.
    pub(super) reason: String,
    pub(super) ask: Ask,
}

impl Snooze {
    /// For warnings; none where there are none.
    pub fn new(snapshot: &Snapshot, what: Vec<(KeyUid, Rule)>) -> Option<Self> {
        let (first, _) = what.first()?;
        let one = what.iter().all(|(uid, _)| uid == first);
        let name = snapshot.keys.iter().find(|key| key.uid == *first).map(|key| key.name().to_owned());
        Some(Self {
            what,
            name: name.filter(|_| one),
            today: snapshot.today,
            choice: 0,
            day: String::new(),
            to_day: false,
            reason: String::new(),
            ask: Ask::default(),
        })
    }

    /// For all warnings of a key that count; none where there are none.
    pub fn of_key(snapshot: &Snapshot, uid: KeyUid) -> Option<Self> {
        Self::of_keys(snapshot, &[uid])
    }

    /// For all warnings of keys that count; none where there are none.
    pub fn of_keys(snapshot: &Snapshot, keys: &[KeyUid]) -> Option<Self> {
        Self::new(snapshot, warnings(snapshot, keys).collect())
    }

    /// Whether any of the keys has a warning that counts.
    pub fn has_any(snapshot: &Snapshot, keys: &[KeyUid]) -> bool {
        warnings(snapshot, keys).next().is_some()
    }

    /// The warnings of a key that are put off.
    pub fn put_off(snapshot: &Snapshot, uid: KeyUid) -> Vec<(KeyUid, Rule)> {
        let of = snapshot.keys.iter().zip(&snapshot.findings).filter(|(key, _)| key.uid == uid);
        let quiet = of.flat_map(|(_, findings)| findings).filter(|finding| !counted(finding, snapshot.today));
        quiet.map(|finding| (uid, finding.rule)).collect()
    }

    /// How many warnings.
    pub(super) fn count(&self) -> usize {
        self.what.len()
    }

    /// The day on which they speak again.
    pub(super) fn until(&self) -> Result<NaiveDate, &'static str> {
        const ENDLESS: &str = "Enter a date in the future.";
        let days = |days: u64| self.today.checked_add_days(Days::new(days)).ok_or(ENDLESS);
        if let Some(fixed) = CHOICES.get(self.choice).copied().flatten() {
            return days(fixed);
        }
        let day = match parse_date_wish(self.day.trim()) {
            Some(DateWish::On(day)) => day,
            Some(DateWish::InDays(count)) => days(u64::from(count))?,
            _ => return Err("Enter a date such as 2027-01-31, or a period such as 45d."),
        };
        if day > self.today { Ok(day) } else { Err(ENDLESS) }
    }

    /// What is wrong with the typed day, once one was typed.
    pub(super) fn day_error(&self) -> Option<&'static str> {
        self.until().err().filter(|_| !self.day.trim().is_empty())
    }

    /// "until 25 Dec 2025".
    pub(super) fn until_words(&self) -> String {
        self.until().map_or_else(|_| String::new(), |day| format!("until {}", date(day)))
    }

    /// A reason or a day of one's own stands there.
    pub fn is_typed(&self) -> bool {
        let reason = self.reason.trim();
        !(reason.is_empty() || REASONS.contains(&reason)) || !self.day.trim().is_empty()
    }

    /// What it still takes before they are put off.
    pub(super) fn needs(&self) -> Option<&'static str> {
        match self.reason.trim() {
            _ if self.until().is_err() => Some("Needs the day it speaks again."),
            "" => Some("Say why it can wait."),
            reason if reason.chars().count() > LONGEST => Some("That reason is too long."),
            _ => None,
        }
    }

    /// Whether the primary button acts.
    pub(super) fn acts(&self) -> bool {
        self.needs().is_none() && !self.ask.attempt.is_busy()
    }

    /// Asks for it; many are asked about first.
    pub(super) fn submit(&mut self, wishes: &mut Vec<Wish>) {
        if self.acts() && self.ask.submit(self.what.len()) {
            self.send(wishes);
        }
    }

    /// Asks the worker.
    pub(super) fn send(&mut self, wishes: &mut Vec<Wish>) {
        let Ok(until) = self.until() else { return };
        self.ask.attempt = Attempt::Saving;
        let reason = self.reason.trim().to_owned();
        wishes.push(Wish::Ask(Request::Snooze(self.what.clone(), until, reason)));
    }

    /// What comes of it.
    pub fn hear(&mut self, event: Event) -> Heard {
        self.ask.hear(event, |done| matches!(done, Done::Snoozed(..)))
    }
}

/// The warnings of keys that count.
fn warnings(snapshot: &Snapshot, keys: &[KeyUid]) -> impl Iterator<Item = (KeyUid, Rule)> {
    let wanted: BTreeSet<KeyUid> = keys.iter().copied().collect();
    let of = snapshot.keys.iter().zip(&snapshot.findings).filter(move |(key, _)| wanted.contains(&key.uid));
    of.flat_map(|(key, findings)| {
        let counted = findings.iter().filter(|finding| counted(finding, snapshot.today));
        counted.map(|finding| (key.uid, finding.rule))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::sample;
    use crate::model::Finding;

    fn opened() -> Snooze {
        let snapshot = sample::snapshot();
        Snooze::of_key(&snapshot, snapshot.keys[0].uid).unwrap()
    }

    #[test]
    fn a_day_and_a_reason_are_needed() {
        let mut snooze = opened();
        assert_eq!((snooze.until_words().as_str(), snooze.acts()), ("until 23 Dec 2025", false));
        "Waits for the new contract".clone_into(&mut snooze.reason);
        assert!(snooze.acts());
        snooze.choice = 2;
        for (typed, words) in
            [("45d", "until 7 Jan 2026"), ("2026-02-01", "until 1 Feb 2026"), ("2025-11-23", ""), ("", "")]
        {
            typed.clone_into(&mut snooze.day);
            assert_eq!(snooze.until_words(), words, "{typed}");
            assert_eq!(snooze.acts(), !words.is_empty(), "{typed}");
            assert_eq!(snooze.day_error().is_some(), words.is_empty() && !typed.is_empty(), "{typed}");
        }
        snooze.choice = 1;
        snooze.reason = "x".repeat(LONGEST + 1);
        assert!(!snooze.acts());
        for reason in REASONS {
            reason.clone_into(&mut snooze.reason);
            assert!(snooze.acts(), "{reason}");
            assert!(!snooze.is_typed(), "chosen again in a moment");
        }
    }

    #[test]
    fn what_is_asked_names_the_warnings_the_day_and_the_reason() {
        let mut snooze = opened();
        " Known ".clone_into(&mut snooze.reason);
        let mut wishes = Vec::new();
        snooze.submit(&mut wishes);
        let [Wish::Ask(Request::Snooze(what, until, reason))] = wishes.as_slice() else { panic!("{wishes:?}") };
        assert_eq!(what, &[(KeyUid(1), Rule::Unused)]);
        assert_eq!((until.to_string().as_str(), reason.as_str()), ("2025-12-23", "Known"));
    }

    #[test]
    fn the_warnings_of_several_keys_are_put_off_together() {
        let snapshot = sample::snapshot();
        let all: Vec<KeyUid> = snapshot.keys.iter().map(|key| key.uid).collect();
        let counts = |finding: &&Finding| counted(finding, snapshot.today);
        let (_, calm): (Vec<_>, Vec<_>) =
            all.iter().zip(&snapshot.findings).partition(|(_, findings)| findings.iter().any(|one| counts(&one)));
        let calm: Vec<KeyUid> = calm.into_iter().map(|(uid, _)| *uid).collect();
        let snooze = Snooze::of_keys(&snapshot, &all).unwrap();
        assert_eq!(snooze.count(), snapshot.findings.iter().flatten().filter(counts).count());
        assert!(snooze.name.is_none() && Snooze::has_any(&snapshot, &all));
        assert!(Snooze::of_keys(&snapshot, &calm).is_none() && !Snooze::has_any(&snapshot, &calm));
    }

    #[test]
    fn a_key_without_a_warning_has_nothing_to_snooze() {
        let snapshot = sample::snapshot();
        let calm = snapshot.keys.iter().find(|key| key.name() == "DATABASE_URL").unwrap();
        assert!(Snooze::of_key(&snapshot, calm.uid).is_none());
    }
}
