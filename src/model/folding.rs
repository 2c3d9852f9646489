//! How entries of the record become lines: what was done again is one, and so is what was done to several keys at once.

use std::collections::HashMap;

use chrono::{NaiveDate, TimeDelta};

use super::activity::{ActivityClass, ActivityDay, ActivityFold};
use super::usage::{ActivityEntry, ActivityKind};

/// What was done again within this time is one doing; what lies further apart is said with both its moments.
pub const AT_ONCE: TimeDelta = TimeDelta::minutes(10);

/// Entries of one act on several keys follow each other this closely.
const TOGETHER: TimeDelta = TimeDelta::seconds(2);

/// Makes a day's lines of its entries, as they come newest first.
#[derive(Debug)]
pub struct DayFolding {
    day: ActivityDay,
    /// The line of an act on one thing.
    seen: HashMap<(ActivityKind, Option<String>, Option<String>, String), usize>,
}

impl DayFolding {
    /// An empty day; `number` is its newest entry's.
    pub fn new(day: NaiveDate, number: u64) -> Self {
        Self { day: ActivityDay { day, number, counts: [0; 4], folds: Vec::new() }, seen: HashMap::new() }
    }

    /// Which day it is.
    pub fn day(&self) -> NaiveDate {
        self.day.day
    }

    /// Takes the next entry in.
    pub fn take(&mut self, entry: ActivityEntry) {
        let class = ActivityClass::ALL.iter().position(|class| *class == entry.what.class()).unwrap_or_default();
        self.day.counts[class] += 1;
        let same = (entry.what, entry.subject.clone(), entry.detail.clone(), entry.via.clone());
        if let Some(line) = self.seen.get(&same).and_then(|at| self.day.folds.get_mut(*at)) {
            line.times += 1;
            line.oldest = entry.number;
            line.first = line.first.min(entry.at);
            return;
        }
        if let Some(last) = self.day.folds.last_mut().filter(|last| is_together(last, &entry)) {
            last.subjects.insert(0, entry.subject.unwrap_or_default());
            last.oldest = entry.number;
            return;
        }
        self.seen.insert(same, self.day.folds.len());
        self.day.folds.push(ActivityFold {
            number: entry.number,
            oldest: entry.number,
            at: entry.at,
            first: entry.at,
            what: entry.what,
            subjects: entry.subject.into_iter().collect(),
            detail: entry.detail,
            via: entry.via,
            times: 1,
        });
    }

    /// The day as it is.
    pub fn done(self) -> ActivityDay {
        self.day
    }
}

/// The environment a key's reference stands in.
fn place_of(subject: &str) -> Option<&str> {
    let (place, _) = subject.rsplit_once('/')?;
    place.contains('/').then_some(place)
}

/// Whether an entry is the same act as the line's, done at once to another key of the same place.
fn is_together(line: &ActivityFold, entry: &ActivityEntry) -> bool {
    let (Some(first), Some(subject)) = (line.subjects.first(), entry.subject.as_deref()) else { return false };
    line.times == 1
        && line.what == entry.what
        && line.detail == entry.detail
        && line.via == entry.via
        && line.at - entry.at <= TOGETHER * i32::try_from(line.subjects.len()).unwrap_or(i32::MAX)
        && line.at >= entry.at
        && place_of(first).is_some()
        && place_of(first) == place_of(subject)
        && line.subjects.iter().all(|other| other != subject)
}

#[cfg(test)]
mod tests {
    use super::super::activity::tests::{at, entry};
    use super::*;

    fn folded(entries: Vec<ActivityEntry>) -> Vec<(String, usize, u32)> {
        let mut folding = DayFolding::new(at(0).date_naive(), 99);
        entries.into_iter().for_each(|entry| folding.take(entry));
        let line =
            |fold: ActivityFold| (fold.subjects.first().cloned().unwrap_or_default(), fold.subjects.len(), fold.times);
        folding.done().folds.into_iter().map(line).collect()
    }

    #[test]
    fn the_same_act_on_the_same_key_is_one_line_with_its_latest_time() {
        let copied = |number, secs, key| entry(number, secs, ActivityKind::Copied, key, None);
        let lines = folded(vec![
            copied(9, 0, "shop/dev/A"),
            copied(8, 60, "shop/dev/B"),
            copied(7, 120, "shop/dev/A"),
            copied(6, 900, "shop/dev/A"),
        ]);
        assert_eq!(lines, [("shop/dev/A".to_owned(), 1, 3), ("shop/dev/B".to_owned(), 1, 1)]);
    }

    #[test]
    fn one_act_on_several_keys_is_one_line_with_the_first_of_them_first() {
        let disabled = |number, key| entry(number, 0, ActivityKind::Disabled, key, None);
        let lines = folded(vec![
            disabled(9, "shop/dev/C"),
            disabled(8, "shop/dev/B"),
            disabled(7, "shop/dev/A"),
            disabled(6, "shop/production/A"),
            entry(5, 100, ActivityKind::Disabled, "shop/production/B", None),
        ]);
        let all = [("shop/dev/A".to_owned(), 3, 1), ("shop/production/A".to_owned(), 1, 1)];
        assert_eq!(lines[..2], all);
        assert_eq!(lines.len(), 3, "what was done a while before is a line of its own");
    }

    #[test]
    fn acts_of_other_programs_and_on_the_vault_stay_apart() {
        let used = |number, by| entry(number, 0, ActivityKind::Used, "shop/dev", Some(by));
        let lines = folded(vec![
            used(9, "2 keys by node"),
            used(8, "2 keys by node"),
            used(7, "2 keys by npm run api"),
            entry(6, 0, ActivityKind::Locked, "", None),
            entry(5, 1, ActivityKind::Unlocked, "", None),
        ]);
        assert_eq!(lines.iter().map(|line| line.2).collect::<Vec<_>>(), [2, 1, 1, 1]);
    }
}
