//! The record by days: what its entries are about, which of them are asked for, and how many of the same become one line.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::finding::Snoozing;
use super::renaming::Renaming;
use super::usage::{ActivityEntry, ActivityKind};

/// What an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActivityClass {
    /// A secret was copied, shown or printed for someone.
    Copies,
    /// Secrets went to files and programs.
    Exports,
    /// Something is otherwise than before.
    Changes,
    /// Locks, wrong passphrases, settings, mending.
    Security,
}

impl ActivityClass {
    /// All of them, in the order they stand on screen.
    pub const ALL: [Self; 4] = [Self::Copies, Self::Exports, Self::Changes, Self::Security];
}

impl ActivityKind {
    /// What it is about.
    pub fn class(self) -> ActivityClass {
        match self {
            Self::Copied | Self::Shown | Self::Got => ActivityClass::Copies,
            Self::Exported | Self::FileDeleted | Self::Used => ActivityClass::Exports,
            Self::Made
            | Self::Unlocked
            | Self::Locked
            | Self::UnlockFailed
            | Self::PassphraseChanged
            | Self::StoreChanged
            | Self::SettingChanged
            | Self::Recovered
            | Self::Mended => ActivityClass::Security,
            _ => ActivityClass::Changes,
        }
    }

    /// What was done, as one or two words for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Made => "Vault made",
            Self::Added => "Added",
            Self::Edited => "Edited",
            Self::Renamed => "Renamed",
            Self::Moved => "Moved",
            Self::Duplicated => "Duplicated",
            Self::Imported => "Imported",
            Self::ImportUndone => "Import undone",
            Self::Rotated => "Rotated",
            Self::PutBack => "Old value put back",
            Self::Ended => "Old value ended",
            Self::NotEnded => "Old value not ended",
            Self::Disabled => "Disabled",
            Self::Enabled => "Enabled",
            Self::Deleted => "Deleted",
            Self::Snoozed => "Warning snoozed",
            Self::Unsnoozed => "Snooze ended",
            Self::Copied => "Copied",
            Self::Shown => "Shown",
            Self::Got => "Printed",
            Self::Exported => "Exported",
            Self::FileDeleted => "Written file deleted",
            Self::Used => "Used",
            Self::Unlocked => "Vault unlocked",
            Self::Locked => "Vault locked",
            Self::UnlockFailed => "Wrong passphrase",
            Self::PassphraseChanged => "Passphrase changed",
            Self::StoreChanged => "Secrets moved",
            Self::SettingChanged => "Setting changed",
            Self::PlaceChanged => "Project changed",
            Self::PersonChanged => "Person changed",
            Self::Recovered => "Finished after an interruption",
            Self::Mended => "Mended",
        }
    }
}

/// What an entry about several keys says of them: "12 variables for dotenv to /made/up/.env", "2 keys by npm run api".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InBulk<'a> {
    /// "12 variables".
    pub count: &'a str,
    /// The rest: "for dotenv to /made/up/.env", "by npm run api".
    pub rest: &'a str,
    /// Into which file or by which program; none where that was not noted.
    pub by: Option<&'a str>,
}

impl<'a> InBulk<'a> {
    /// Reads it; none for an entry that is about one key, or no key.
    pub fn of(what: ActivityKind, detail: Option<&'a str>) -> Option<Self> {
        let detail = detail?;
        let after = detail.find(' ')? + 1;
        let end = detail[after..].find(' ').map_or(detail.len(), |at| after + at);
        let of_keys = ["key", "keys", "variable", "variables"].contains(&&detail[after..end]);
        if !of_keys || !detail[..after - 1].bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let (count, rest) = (&detail[..end], detail[end..].trim_start());
        let by = match what {
            ActivityKind::Used => rest.strip_prefix("by "),
            ActivityKind::Exported => rest.strip_prefix("for ")?.split_once(" to ").map(|(_, path)| path),
            _ => return None,
        };
        Some(Self { count, rest, by })
    }
}

/// Which entries are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ActivityQuery {
    /// None older.
    pub since: Option<DateTime<Utc>>,
    /// Each of these words stands in the act, the key, the place or what is said of it; in lower case.
    pub words: Vec<String>,
    /// Only of this class.
    pub class: Option<ActivityClass>,
    /// Only of this project.
    pub project: Option<String>,
    /// Only from this entry on: those that can't be trusted.
    pub from_number: Option<u64>,
}

impl ActivityQuery {
    /// Whether every entry since a moment is asked for, of whatever class.
    pub fn is_whole(&self) -> bool {
        self.words.is_empty() && self.project.is_none() && self.from_number.is_none()
    }

    /// Whether an entry is asked for, but for its class: the chips count what each of them would show.
    pub fn takes_but_class(&self, entry: &ActivityEntry) -> bool {
        self.since.is_none_or(|since| entry.at >= since)
            && self.from_number.is_none_or(|number| entry.number >= number)
            && self.project.as_ref().is_none_or(|project| {
                let rest = entry.subject.as_deref().and_then(|subject| subject.strip_prefix(project.as_str()));
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
            && (self.words.is_empty() || self.has_words(entry))
    }

    /// Whether an entry is asked for.
    pub fn takes(&self, entry: &ActivityEntry) -> bool {
        self.class.is_none_or(|class| class == entry.what.class()) && self.takes_but_class(entry)
    }

    fn has_words(&self, entry: &ActivityEntry) -> bool {
        let detail = entry.detail.as_deref();
        let texts = [entry.subject.as_deref(), detail, warning_of(entry.what, detail)];
        let mut hay = entry.what.title().to_lowercase();
        for text in texts.into_iter().flatten() {
            hay.push(' ');
            hay.push_str(&text.to_lowercase());
        }
        self.words.iter().all(|word| hay.contains(word.as_str()))
    }
}

/// The warning that an entry is about, as the window says it.
fn warning_of(what: ActivityKind, detail: Option<&str>) -> Option<&'static str> {
    let about_one = matches!(what, ActivityKind::Snoozed | ActivityKind::Unsnoozed);
    detail.filter(|_| about_one).and_then(Snoozing::of).map(|snoozing| snoozing.rule.title())
}

/// Entries that are one line: the same act again on one day, or one act on several keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityFold {
    /// The newest one's number.
    pub number: u64,
    /// The latest moment.
    pub at: DateTime<Utc>,
    /// The earliest one, where it was done more than once.
    pub first: DateTime<Utc>,
    /// What was done.
    pub what: ActivityKind,
    /// To what; several where one act was done to several keys, in the order of the record. Empty for the vault itself.
    pub subjects: Vec<String>,
    /// More, for people.
    pub detail: Option<String>,
    /// Which face did it.
    pub via: String,
    /// How often.
    pub times: u32,
}

/// One day of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityDay {
    /// Which day, where the user is.
    pub day: NaiveDate,
    /// The newest entry's number: tells it from the same day again, where a clock was set back.
    pub number: u64,
    /// How many entries of each class, in [`ActivityClass::ALL`]'s order.
    pub counts: [u64; 4],
    /// Its lines, newest first.
    pub folds: Vec<ActivityFold>,
}

impl ActivityDay {
    /// How many entries it has.
    pub fn entries(&self) -> u64 {
        self.counts.iter().sum()
    }
}

/// A part of the record: whole days, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ActivityPage {
    /// The days.
    pub days: Vec<ActivityDay>,
    /// Where the next part begins; none where this was the last.
    pub next: Option<u64>,
    /// What was renamed by the entries that were looked through, asked for or not.
    pub renamings: Vec<Renaming>,
}

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
            line.first = line.first.min(entry.at);
            return;
        }
        if let Some(last) = self.day.folds.last_mut().filter(|last| is_together(last, &entry)) {
            last.subjects.insert(0, entry.subject.unwrap_or_default());
            return;
        }
        self.seen.insert(same, self.day.folds.len());
        self.day.folds.push(ActivityFold {
            number: entry.number,
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
    use super::*;

    fn at(secs: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_900_000_000 - secs, 0).unwrap()
    }

    fn entry(number: u64, secs: i64, what: ActivityKind, subject: &str, detail: Option<&str>) -> ActivityEntry {
        ActivityEntry {
            number,
            at: at(secs),
            what,
            subject: (!subject.is_empty()).then(|| subject.to_owned()),
            detail: detail.map(str::to_owned),
            via: "window".to_owned(),
        }
    }

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

    #[test]
    fn an_entry_about_several_keys_says_how_many_and_by_what() {
        use ActivityKind::{Copied, Exported, Used};
        let read = |what, detail| InBulk::of(what, Some(detail)).map(|bulk| (bulk.count, bulk.by));
        assert_eq!(read(Used, "2 keys by npm run api"), Some(("2 keys", Some("npm run api"))));
        assert_eq!(
            read(Exported, "12 variables for dotenv to /made/to order/.env"),
            Some(("12 variables", Some("/made/to order/.env")))
        );
        assert_eq!(read(Exported, "1 variable for docker"), Some(("1 variable", None)));
        for (what, detail) in
            [(Copied, "2 keys by npm"), (Used, "npm run 2 keys"), (Exported, "/made/up/key"), (Used, "")]
        {
            assert_eq!(read(what, detail), None, "{detail}");
        }
        assert_eq!(InBulk::of(Used, None), None);
    }

    #[test]
    fn a_query_takes_words_of_act_key_and_detail_and_whole_project_names() {
        let exported = entry(3, 0, ActivityKind::Exported, "shop/dev", Some("2 variables for dotenv to /made/up/.env"));
        let query = |words: &[&str]| ActivityQuery {
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            ..ActivityQuery::default()
        };
        assert!(query(&["export", ".env"]).takes(&exported) && !query(&["copied"]).takes(&exported));
        let of = |project: &str| ActivityQuery { project: Some(project.to_owned()), ..ActivityQuery::default() };
        assert!(of("shop").takes(&exported) && !of("sho").takes(&exported));
        let snoozed = entry(4, 0, ActivityKind::Snoozed, "shop/dev/A", Some("unused until 2027-02-24: for the winter"));
        assert!(query(&["not used here", "winter"]).takes(&snoozed), "the warning by the words that are seen");
        let class = ActivityQuery { class: Some(ActivityClass::Copies), ..ActivityQuery::default() };
        assert!(!class.takes(&exported) && class.takes_but_class(&exported));
        let late = ActivityQuery { from_number: Some(4), ..ActivityQuery::default() };
        assert!(!late.takes(&exported));
    }

    #[test]
    fn every_act_has_a_class_and_a_title_of_its_own() {
        let mut titles: Vec<_> = ActivityKind::ALL.into_iter().map(ActivityKind::title).collect();
        titles.sort_unstable();
        titles.dedup();
        assert_eq!(titles.len(), ActivityKind::ALL.len());
        for class in ActivityClass::ALL {
            assert!(ActivityKind::ALL.into_iter().any(|kind| kind.class() == class), "{class:?}");
        }
    }
}
