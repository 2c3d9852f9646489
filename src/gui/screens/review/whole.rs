//! Every key and every warning of the vault as few bytes side by side: read once when the facts changed, so that neither a
//! click nor a letter visits 100,000 keys where they lie.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};

use crate::jobs::Snapshot;
use crate::model::{EnvRef, Finding, Key, KeyUid, Rule, Severity};
use crate::review::counted;

/// When a key was used last here, in the user's calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bucket {
    /// Today.
    Today,
    /// In the last seven days.
    Week,
    /// In the last thirty.
    Month,
    /// Before that, and not yet so long ago that it is a warning.
    Later,
    /// So long ago that it is a warning.
    Long,
    /// Never.
    Never,
}

impl Bucket {
    /// All of them, as they stand.
    pub const ALL: [Self; 6] = [Self::Today, Self::Week, Self::Month, Self::Later, Self::Long, Self::Never];

    /// Where the last use of so many days ago stands; `unused` is the threshold of the settings.
    pub fn of(days: i64, unused: u32) -> Self {
        match days {
            ..=0 => Self::Today,
            1..=7 => Self::Week,
            8..=30 => Self::Month,
            _ if days < i64::from(unused.max(31)) => Self::Later,
            _ => Self::Long,
        }
    }

    /// Its words.
    pub fn title(self, unused: u32) -> String {
        let unused = unused.max(31);
        match self {
            Self::Today => "Today".to_owned(),
            Self::Week => "This week".to_owned(),
            Self::Month => "This month".to_owned(),
            Self::Later => format!("31–{unused} days"),
            Self::Long => format!("Over {unused} days"),
            Self::Never => "Never".to_owned(),
        }
    }

    /// One to look at.
    pub fn is_long(self) -> bool {
        matches!(self, Self::Long | Self::Never)
    }
}

/// A warning, whatever row it stands in; or a key without one.
pub type Pick = (KeyUid, Option<Rule>);

/// One key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Which of the places.
    pub place: u32,
    /// Days until it ends, below 0 once it has; none where it has no end, or an end that matters no more.
    pub ends_in: Option<i32>,
    /// When it was used last; none where that is not asked: it has no secret, is disabled, or that it was not used for long
    /// was put off, and until that day is nothing to look at.
    pub used: Option<Bucket>,
    /// The worst warning that counts.
    pub worst: Option<Severity>,
}

/// One warning that counts; or a key without one, where those are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Which key.
    pub uid: KeyUid,
    /// The key's place in the snapshot.
    pub key: u32,
    /// Which of the places.
    pub place: u32,
    /// The rule and how much it presses.
    pub warning: Option<(Rule, Severity)>,
    /// The day it began, as the calendar counts days; the last of all where that is not known.
    pub since: i32,
    /// Which of the key's findings.
    finding: u8,
}

impl Row {
    /// A key without a warning.
    pub fn quiet(uid: KeyUid, key: u32, place: u32) -> Self {
        Self { uid, key, place, warning: None, since: i32::MAX, finding: 0 }
    }

    /// What it is about, wherever it stands.
    pub fn pick(self) -> Pick {
        (self.uid, self.warning.map(|(rule, _)| rule))
    }

    /// Which of its key's findings it is.
    pub fn nth(self) -> usize {
        usize::from(self.finding)
    }

    /// The warning.
    pub fn finding(self, snapshot: &Snapshot) -> Option<&Finding> {
        self.warning?;
        snapshot.findings.get(self.key as usize)?.get(self.nth())
    }

    /// The worst first: by severity, then by rule, then the one that began first.
    fn rank(self) -> u64 {
        let (rule, severity) = self.warning.map_or((u8::MAX, 0), |(rule, severity)| (rule as u8, severity as u8));
        // A day's number is far below this; no day is the last.
        let since = u64::from(self.since.max(0).unsigned_abs());
        (u64::from(u8::MAX - severity) << 48) | (u64::from(rule) << 40) | since
    }
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Whole {
    /// The first key of each place; the keys of a place stand together.
    firsts: Vec<u32>,
    /// Every key, in the snapshot's order.
    pub keys: Vec<Mark>,
    /// Every warning that counts, worst first.
    pub rows: Vec<Row>,
}

impl Whole {
    /// Reads everything once. `day_of`: the user's calendar day at a moment.
    pub fn new(snapshot: &Snapshot, day_of: &dyn Fn(DateTime<Utc>) -> NaiveDate) -> Self {
        let mut whole = Self { keys: Vec::with_capacity(snapshot.keys.len()), ..Self::default() };
        let mut last = None;
        for (index, key) in snapshot.keys.iter().enumerate() {
            let number = u32::try_from(index).unwrap_or(u32::MAX);
            if last != Some(key.place()) {
                last = Some(key.place());
                whole.firsts.push(number);
            }
            let place = u32::try_from(whole.firsts.len() - 1).unwrap_or(u32::MAX);
            let mut worst = None;
            let findings = snapshot.findings.get(index).map_or(&[][..], Vec::as_slice);
            for (at, finding) in (0..=u8::MAX).zip(findings).filter(|(_, found)| counted(found, snapshot.today)) {
                worst = worst.max(Some(finding.severity));
                let since = finding.since.map_or(i32::MAX, |day| day.num_days_from_ce());
                let warning = Some((finding.rule, finding.severity));
                whole.rows.push(Row { uid: key.uid, key: number, place, warning, since, finding: at });
            }
            let put_off = |found: &Finding| is_about_use(found.rule) && !counted(found, snapshot.today);
            let mut mark = mark(key, place, worst, snapshot, day_of);
            mark.used = mark.used.filter(|_| !findings.iter().any(put_off));
            whole.keys.push(mark);
        }
        whole.rows.sort_unstable_by_key(|row| (row.rank(), row.key));
        whole
    }

    /// Every project and environment that has keys, in order; [`Mark::place`] counts them.
    pub fn places<'a>(&self, snapshot: &'a Snapshot) -> Vec<&'a EnvRef> {
        self.firsts.iter().filter_map(|index| snapshot.keys.get(*index as usize)).map(Key::place).collect()
    }

    /// Whether a place is protected.
    pub fn is_protected(&self, snapshot: &Snapshot, place: u32) -> bool {
        let first = self.firsts.get(place as usize).and_then(|first| snapshot.keys.get(*first as usize));
        first.is_some_and(|key| key.protected)
    }
}

/// Whether a rule's warning is that a key was not used for long.
pub fn is_about_use(rule: Rule) -> bool {
    matches!(rule, Rule::Unused | Rule::NeverUsed)
}

fn mark(
    key: &Key,
    place: u32,
    worst: Option<Severity>,
    snapshot: &Snapshot,
    day_of: &dyn Fn(DateTime<Utc>) -> NaiveDate,
) -> Mark {
    let asked = !key.is_plain() && !key.state.is_disabled();
    let ends_in = key.expiry.date().filter(|_| asked).map(|day| {
        let days = (day - snapshot.today).num_days();
        i32::try_from(days).unwrap_or(if days < 0 { i32::MIN } else { i32::MAX })
    });
    let used = asked.then(|| {
        let days = |at| (snapshot.today - day_of(at)).num_days();
        key.last_used_at.map_or(Bucket::Never, |at| Bucket::of(days(at), snapshot.settings.unused_days))
    });
    Mark { place, ends_in, used, worst }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::gui::sample;

    fn utc(at: DateTime<Utc>) -> NaiveDate {
        at.date_naive()
    }

    #[test]
    fn the_worst_comes_first_and_among_equals_the_one_that_began_first() {
        let mut snapshot = sample::snapshot();
        let today = snapshot.today;
        let expired: Vec<usize> = (0..snapshot.keys.len())
            .filter(|index| snapshot.findings[*index].iter().any(|finding| finding.rule == Rule::Expired))
            .collect();
        assert!(expired.len() > 1);
        for (days, index) in (1..).zip(&expired) {
            snapshot.findings[*index][0].since = Some(today - TimeDelta::days(days));
        }
        let whole = Whole::new(&snapshot, &utc);
        let severities: Vec<Severity> = whole.rows.iter().filter_map(|row| row.warning).map(|(_, how)| how).collect();
        assert!(severities.is_sorted_by(|one, other| one >= other));
        let first = whole.rows[0];
        assert_eq!(first.warning, Some((Rule::Expired, Severity::ActNow)));
        assert_eq!(first.key as usize, *expired.last().unwrap());
        assert_eq!(first.finding(&snapshot).map(|finding| finding.rule), Some(Rule::Expired));
    }

    #[test]
    fn what_is_snoozed_is_no_row_until_its_day() {
        let mut snapshot = sample::snapshot();
        let before = Whole::new(&snapshot, &utc).rows.len();
        snapshot.findings[0][0].snoozed_until = Some(snapshot.today + TimeDelta::days(1));
        let whole = Whole::new(&snapshot, &utc);
        assert_eq!((whole.rows.len(), whole.keys[0].worst), (before - 1, None));
        snapshot.today += TimeDelta::days(1);
        assert_eq!(Whole::new(&snapshot, &utc).rows.len(), before);
    }

    #[test]
    fn that_a_key_was_not_used_for_long_is_nowhere_counted_while_it_is_put_off() {
        let mut snapshot = sample::snapshot();
        let is_it = |finding: &Finding| is_about_use(finding.rule);
        let index = snapshot.findings.iter().position(|findings| findings.iter().any(is_it)).unwrap();
        let used = Whole::new(&snapshot, &utc).keys[index].used;
        assert!(used.is_some_and(Bucket::is_long));
        let until = snapshot.today + TimeDelta::days(1);
        let finding = snapshot.findings[index].iter_mut().find(|finding| is_about_use(finding.rule)).unwrap();
        finding.snoozed_until = Some(until);
        assert_eq!(Whole::new(&snapshot, &utc).keys[index].used, None);
        snapshot.today = until;
        assert!(Whole::new(&snapshot, &utc).keys[index].used.is_some_and(Bucket::is_long));
        // Another warning that is put off says nothing of when it was used.
        let finding = snapshot.findings[index].iter_mut().find(|finding| is_about_use(finding.rule)).unwrap();
        (finding.rule, finding.snoozed_until) = (Rule::NoOwner, Some(until + TimeDelta::days(1)));
        assert!(Whole::new(&snapshot, &utc).keys[index].used.is_some());
    }

    #[test]
    fn a_last_use_stands_where_its_warning_does() {
        for (days, unused, bucket) in [
            (-1, 90, Bucket::Today),
            (0, 90, Bucket::Today),
            (1, 90, Bucket::Week),
            (7, 90, Bucket::Week),
            (8, 90, Bucket::Month),
            (30, 90, Bucket::Month),
            (31, 90, Bucket::Later),
            (89, 90, Bucket::Later),
            (90, 90, Bucket::Long),
            (59, 60, Bucket::Later),
            (60, 60, Bucket::Long),
            (31, 7, Bucket::Long),
        ] {
            assert_eq!(Bucket::of(days, unused), bucket, "{days} of {unused}");
        }
        assert_eq!(Bucket::Later.title(60), "31–60 days");
        assert_eq!(Bucket::Long.title(90), "Over 90 days");
    }

    #[test]
    fn nothing_is_asked_of_a_key_without_a_secret_or_one_that_is_disabled() {
        let snapshot = sample::snapshot();
        let whole = Whole::new(&snapshot, &utc);
        for (key, mark) in snapshot.keys.iter().zip(&whole.keys) {
            let asked = !key.is_plain() && !key.state.is_disabled();
            assert_eq!(mark.used.is_some(), asked, "{}", key.name());
            assert!(asked || mark.ends_in.is_none(), "{}", key.name());
            assert_eq!(whole.places(&snapshot)[mark.place as usize], key.place());
            assert_eq!(whole.is_protected(&snapshot, mark.place), key.protected);
        }
    }
}
