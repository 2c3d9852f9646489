//! The record by days: what its entries are about, which of them are asked for, and the lines they become.

use chrono::{DateTime, NaiveDate, Utc};

use super::finding::Snoozing;
use super::renaming::Renaming;
use super::settings::Setting;
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
            Self::PutBack => "Value put back",
            Self::Ended => "Ended at its provider",
            Self::NotEnded => "Not ended after all",
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
        let setting = entry.subject.as_deref().filter(|_| entry.what == ActivityKind::SettingChanged);
        let setting = setting.and_then(|name| Setting::find(name).ok()).map(|setting| setting.title);
        let texts = [entry.subject.as_deref(), detail, warning_of(entry.what, detail), setting];
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
    /// The oldest one's, which stays while the same is done again.
    pub oldest: u64,
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

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn at(secs: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_900_000_000 - secs, 0).unwrap()
    }

    pub fn entry(number: u64, secs: i64, what: ActivityKind, subject: &str, detail: Option<&str>) -> ActivityEntry {
        ActivityEntry {
            number,
            at: at(secs),
            what,
            subject: (!subject.is_empty()).then(|| subject.to_owned()),
            detail: detail.map(str::to_owned),
            via: "window".to_owned(),
        }
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
        let set = entry(5, 0, ActivityKind::SettingChanged, "reveal", Some("60s, was 20s"));
        assert!(query(&["secret", "reveal"]).takes(&set), "a setting by its name on screen and on the command line");
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
