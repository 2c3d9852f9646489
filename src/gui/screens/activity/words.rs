//! What a line says. Values and command arguments are not in the record, and so not here.

use chrono::{DateTime, TimeZone, Utc};

use super::names::{Names, parts};
use crate::gui::counts::grouped;
use crate::gui::screens::import::short_path;
use crate::gui::screens::keys::{capitalised, short_of};
use crate::gui::screens::settings::change_words;
use crate::gui::theme::Icon;
use crate::jobs::Snapshot;
use crate::model::{
    AT_ONCE, ActivityClass, ActivityFold, ActivityKind, EnvRef, InBulk, KeyUid, Severity, Snoozing, owner_detail,
    owner_in,
};
use crate::review::date;

/// What stands in the Key column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyCell {
    /// It is about no key.
    None,
    /// A key; and how many more.
    Name(String, usize),
    /// So many keys, which the record does not name.
    Count(String),
}

impl KeyCell {
    /// What it says, without how many more.
    pub fn words(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Name(words, _) | Self::Count(words) => words.clone(),
        }
    }
}

/// A row in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// "14:02".
    pub time: String,
    /// What was done, as a picture.
    pub icon: Icon,
    /// Failed unlocks alone are more than grey.
    pub severity: Option<Severity>,
    /// What was done.
    pub what: String,
    /// A path in it, which is cut in its middle where it is long.
    pub path: Option<String>,
    /// "×6".
    pub times: String,
    /// "since 09:12", where the times lie apart.
    pub since: String,
    /// To which key.
    pub key: KeyCell,
    /// Its project.
    pub project: String,
    /// Its environment.
    pub environment: String,
    /// What a narrow window shows of it.
    pub short: String,
    /// That asks before a secret is shown.
    pub protected: bool,
    /// Who did it.
    pub who: &'static str,
    /// By which face, or in which folder.
    pub place: String,
    /// Where else it is found.
    pub hint: Option<String>,
    /// The key, where it is still there under this name.
    pub uid: Option<KeyUid>,
}

impl Told {
    /// What was done, how often and since when.
    pub fn act(&self) -> String {
        let parts = [self.what.as_str(), &self.times, &self.since];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The whole row, for a screen reader.
    pub fn said(&self) -> String {
        let key = match &self.key {
            KeyCell::None => String::new(),
            KeyCell::Name(name, 0) => name.clone(),
            KeyCell::Name(name, more) => format!("{name} and {more} more"),
            KeyCell::Count(words) => words.clone(),
        };
        let parts = [
            self.time.clone(),
            self.act(),
            key,
            self.project.clone(),
            self.environment.clone(),
            format!("{}, {}", self.who, self.place),
        ];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// "1,284 keys", where the record says "1284 keys".
fn count_words(count: &str) -> String {
    count.split_once(' ').map_or_else(|| count.to_owned(), |(number, word)| format!("{} {word}", grouped(number)))
}

/// What was done, how many keys it was done to, and the folder it was done in.
fn act(fold: &ActivityFold) -> (Icon, String, Option<String>, Option<String>) {
    let detail = fold.detail.as_deref();
    let title = fold.what.title();
    // Some details say themselves how they are joined: "from staging".
    let joined = |title: &str| match detail {
        Some(detail) if ["from ", "to ", "by ", "as ", "into "].iter().any(|word| detail.starts_with(word)) => {
            format!("{title} {detail}")
        }
        Some(detail) => format!("{title}: {detail}"),
        None => title.to_owned(),
    };
    let simple = |icon| (icon, title.to_owned(), None, None);
    let bulk = InBulk::of(fold.what, detail);
    let count = bulk.map(|bulk| count_words(bulk.count));
    match fold.what {
        ActivityKind::Copied => (Icon::Copy, joined(title), None, None),
        ActivityKind::Shown => simple(Icon::Eye),
        ActivityKind::Got => simple(Icon::TerminalWindow),
        ActivityKind::Used => {
            let by = bulk.map_or(detail, |bulk| bulk.by);
            let by = by.map_or_else(|| title.to_owned(), |by| format!("{title} by {}", by.trim_start_matches("by ")));
            (Icon::TerminalWindow, by, count, None)
        }
        ActivityKind::Exported => {
            let to = bulk.map_or(detail, |bulk| bulk.by.or(Some(bulk.rest))).unwrap_or_default();
            match to.strip_prefix('/') {
                Some(path) => {
                    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
                    let folder = short_path(std::path::Path::new(&format!("/{folder}")));
                    (Icon::Export, format!("{title} to {file}"), count, Some(folder))
                }
                None if to.is_empty() => (Icon::Export, title.to_owned(), count, None),
                None => (Icon::Export, format!("{title} {to}"), count, None),
            }
        }
        ActivityKind::FileDeleted => {
            let (words, path) = detail.map_or((title, None), |detail| file_words(title, detail));
            (Icon::Trash, words.to_owned(), None, path.map(|path| short_path(std::path::Path::new(path))))
        }
        ActivityKind::Rotated => (Icon::ArrowsClockwise, joined(title), None, None),
        ActivityKind::PutBack => simple(Icon::ArrowsClockwise),
        ActivityKind::ImportUndone => (Icon::ArrowUUpLeft, joined(title), None, None),
        ActivityKind::Ended | ActivityKind::Enabled => simple(Icon::CheckCircle),
        ActivityKind::NotEnded => simple(Icon::ArrowUUpLeft),
        ActivityKind::Disabled => simple(Icon::Prohibit),
        ActivityKind::Deleted => simple(Icon::Trash),
        ActivityKind::Added | ActivityKind::Duplicated | ActivityKind::Imported => {
            (Icon::Plus, joined(title), None, None)
        }
        ActivityKind::Made => simple(Icon::Plus),
        ActivityKind::Edited => match detail.and_then(owner_set) {
            Some(said) => (Icon::UserPlus, said, None, None),
            None => {
                let words =
                    detail.map_or_else(|| title.to_owned(), |detail| format!("{title}: {}", edit_words(detail)));
                (Icon::PencilSimple, words, None, None)
            }
        },
        ActivityKind::Renamed => (Icon::PencilSimple, joined(title), None, None),
        ActivityKind::Moved => (Icon::FolderSimple, joined(title), None, None),
        ActivityKind::Unlocked => simple(Icon::LockSimpleOpen),
        ActivityKind::Locked => (Icon::Lock, joined(title), None, None),
        ActivityKind::PassphraseChanged => simple(Icon::Key),
        ActivityKind::StoreChanged => (Icon::Vault, joined(title), None, None),
        ActivityKind::UnlockFailed => {
            // How often it was the same is said behind it.
            let detail = detail.filter(|times| *times != "once");
            (Icon::Warning, detail.map_or_else(|| title.to_owned(), |times| format!("{title}, {times}")), None, None)
        }
        ActivityKind::SettingChanged => {
            let name = fold.subjects.first().map_or("", String::as_str);
            let words = change_words(name, detail.unwrap_or_default());
            (Icon::GearSix, format!("Setting · {words}"), None, None)
        }
        ActivityKind::PlaceChanged if need(fold).is_some() => {
            let needed = detail.is_some_and(|detail| detail.starts_with("needs "));
            let words = if needed { "Needed after all" } else { "Not needed" };
            // Said in Compare.
            (Icon::Columns, words.to_owned(), None, None)
        }
        ActivityKind::PlaceChanged => {
            let of_project = fold.subjects.first().is_some_and(|subject| !subject.contains('/'));
            let words = match detail {
                // What came or went is named: its own columns may be empty.
                Some(done @ ("added" | "removed" | "deleted")) if of_project => format!("Project {done}"),
                Some(done @ ("added" | "removed" | "deleted")) => format!("Environment {done}"),
                Some(detail) => capitalised(&place_words(detail).0),
                None => title.to_owned(),
            };
            (Icon::FolderSimple, words, None, None)
        }
        ActivityKind::PersonChanged => {
            let name = fold.subjects.first().map_or("", String::as_str);
            let day = detail.and_then(|detail| detail.strip_prefix("leaves on ")?.parse().ok());
            let words = match day {
                Some(day) => format!("leaves on {}", date(day)),
                None => detail.unwrap_or_default().to_owned(),
            };
            (Icon::UserPlus, format!("{name} {words}"), None, None)
        }
        ActivityKind::Recovered | ActivityKind::Mended => (Icon::CheckCircle, joined(title), None, None),
        ActivityKind::Snoozed | ActivityKind::Unsnoozed => {
            let icon = if fold.what == ActivityKind::Snoozed { Icon::BellSlash } else { Icon::Bell };
            let words = detail.and_then(Snoozing::of).map(snoozing_words);
            (icon, words.unwrap_or_else(|| title.to_owned()), None, None)
        }
    }
}

/// "Snoozed · Not used here, until 24 Feb 2027: it runs in spring": first what was done, for the rest may have no room.
fn snoozing_words(snoozing: Snoozing<'_>) -> String {
    let warning = snoozing.rule.title();
    match snoozing.put_off {
        Some((day, "")) => format!("Snoozed · {warning}, until {}", date(day)),
        Some((day, reason)) => format!("Snoozed · {warning}, until {}: {reason}", date(day)),
        None => format!("No longer snoozed · {warning}"),
    }
}

/// The facts that an edit changed, as the window names them.
pub fn edit_words(detail: &str) -> String {
    let words = |fact| match fact {
        "rotate-every" => "rotate every",
        "used-in" => "used in",
        "as-file" => "as file",
        other => other,
    };
    detail.split(", ").map(words).collect::<Vec<_>>().join(", ")
}

/// "keyloft settings reveal", by which a setting is changed on the command line.
fn setting_hint(fold: &ActivityFold) -> Option<String> {
    let name = fold.subjects.first().filter(|_| fold.what == ActivityKind::SettingChanged)?;
    Some(format!("keyloft settings {name}"))
}

/// How the record ends of a file that was deleted because the vault has what it held.
const IMPORTED: &str = " after its import";

/// What became of a file, and its path; both are in the record's own words.
fn file_words<'a>(title: &'a str, detail: &'a str) -> (&'a str, Option<&'a str>) {
    if let Some(path) = detail.strip_prefix("left, as it was changed: ") {
        return ("Written file left, as it was changed", Some(path));
    }
    let path = detail.strip_prefix("deleted ").unwrap_or(detail);
    match path.strip_suffix(IMPORTED) {
        Some(path) => ("Imported file deleted", Some(path)),
        None => (title, Some(path)),
    }
}

/// What surrounds a path in what the record says of a project or an environment.
const AROUND_PATH: [[&str; 2]; 5] = [
    ["linked ", ""],
    ["unlinked ", ""],
    ["allowed ", ""],
    ["no longer allowed ", ""],
    ["", " counts as written by Keyloft"],
];

/// What became of a project or an environment, a path in it as people write it; and that path.
fn place_words(detail: &str) -> (String, Option<String>) {
    let path = AROUND_PATH.iter().find_map(|[before, behind]| {
        let path = detail.strip_prefix(before)?.strip_suffix(behind).filter(|path| path.starts_with('/'))?;
        Some((before, short_path(std::path::Path::new(path)), behind))
    });
    match path {
        Some((before, path, behind)) => (format!("{before}{path}{behind}"), Some(path)),
        None => (detail.to_owned(), None),
    }
}

/// The variable that an environment does not need, or needs after all: no key's name, for there is none.
fn need(fold: &ActivityFold) -> Option<&str> {
    let detail = fold.detail.as_deref().filter(|_| fold.what == ActivityKind::PlaceChanged)?;
    detail.strip_prefix("does not need ").or_else(|| detail.strip_prefix("needs "))
}

/// "Owner set to Mia", where an edit is about nothing else.
pub fn owner_set(detail: &str) -> Option<String> {
    let owner = owner_in(detail)?;
    (owner_detail(owner) == detail)
        .then(|| owner.map_or_else(|| "Owner removed".to_owned(), |name| format!("Owner set to {name}")))
}

/// A row in words; `key`: of its keys only this one.
pub fn told<Z: TimeZone>(
    fold: &ActivityFold,
    key: Option<&str>,
    snapshot: &Snapshot,
    names: &mut Names,
    zone: &Z,
) -> Told
where
    Z::Offset: std::fmt::Display,
{
    let (icon, what, count, folder) = act(fold);
    let subject = match fold.what {
        ActivityKind::SettingChanged | ActivityKind::PersonChanged => "",
        _ => key.unwrap_or_else(|| fold.subjects.first().map_or("", String::as_str)),
    };
    let (project, environment, name) = parts(subject);
    let more = if key.is_some() { 0 } else { fold.subjects.len().saturating_sub(1) };
    let cell = match (name.is_empty(), count) {
        (false, _) => KeyCell::Name(name.to_owned(), more),
        (true, Some(count)) => KeyCell::Count(count),
        (true, None) => need(fold).map_or(KeyCell::None, |variable| KeyCell::Name(variable.to_owned(), 0)),
    };
    let own = match fold.what {
        ActivityKind::Recovered | ActivityKind::Mended => true,
        // Of a key's files, and of those that were imported, a person asks it.
        ActivityKind::FileDeleted => {
            fold.subjects.is_empty() && !fold.detail.as_deref().is_some_and(|detail| detail.ends_with(IMPORTED))
        }
        _ => false,
    };
    let face = format!("the {}", fold.via);
    let clock = |at: DateTime<Utc>| at.with_timezone(zone).format("%H:%M").to_string();
    // The keys of an entry in bulk are read by the names that they have now.
    let number = if key.is_some() && fold.subjects.len() < 2 { u64::MAX } else { fold.number };
    let found = names.find(subject, number, snapshot);
    Told {
        time: clock(fold.at),
        icon,
        severity: (fold.what == ActivityKind::UnlockFailed).then_some(Severity::LookSoon),
        what,
        path: fold
            .detail
            .as_deref()
            .filter(|_| fold.what == ActivityKind::PlaceChanged)
            .and_then(|it| place_words(it).1),
        times: if fold.times > 1 { format!("×{}", fold.times) } else { String::new() },
        since: if fold.at - fold.first > AT_ONCE { format!("since {}", clock(fold.first)) } else { String::new() },
        uid: found.uid,
        key: cell,
        project: project.to_owned(),
        environment: environment.to_owned(),
        short: short_of(snapshot, &EnvRef { project: project.to_owned(), environment: environment.to_owned() }),
        protected: found.protected,
        who: if own { "Keyloft" } else { "You" },
        place: folder.unwrap_or(face),
        hint: setting_hint(fold),
    }
}

/// A chip's words.
pub fn class_words(class: Option<ActivityClass>) -> &'static str {
    match class {
        None => "All",
        Some(ActivityClass::Copies) => "By hand",
        Some(ActivityClass::Exports) => "Exports & runs",
        Some(ActivityClass::Changes) => "Changes",
        Some(ActivityClass::Security) => "Security",
    }
}
