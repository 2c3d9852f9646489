//! A key's history in words.

use chrono::{DateTime, Utc};

use crate::gui::screens::activity::{edit_words, owner_set};
use crate::gui::theme::Icon;
use crate::jobs::HistoryLine;
use crate::model::{ActivityKind, Snoozing};
use crate::review;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What was done, as a picture.
    pub icon: Icon,
    /// What was done, in words.
    pub words: String,
    /// "×6", where it was done again soon after.
    pub times: Option<String>,
    /// How long ago.
    pub age: String,
}

/// The lines in words, newest first as they come.
pub fn lines(history: &[HistoryLine], now: DateTime<Utc>) -> Vec<Line> {
    let line = |entry: &HistoryLine| {
        let (icon, words) = words(entry.what, entry.detail.as_deref());
        let age = review::age(entry.at, now);
        Line {
            icon,
            words,
            times: (entry.times > 1).then(|| format!("×{}", entry.times)),
            age: if age == "now" { "just now".to_owned() } else { age },
        }
    };
    history.iter().map(line).collect()
}

/// A path is known by its last part here; a program's name has none.
fn last_part(detail: &str) -> &str {
    detail.rsplit('/').next().filter(|part| !part.is_empty()).unwrap_or(detail)
}

/// "Written file deleted · .env.production".
fn file_deleted_words(detail: Option<&str>) -> String {
    let path = detail.and_then(|detail| detail.strip_prefix("deleted "));
    let path = path.map(|path| path.strip_suffix(" after its import").unwrap_or(path));
    path.map_or_else(|| "Written file deleted".to_owned(), |path| format!("Written file deleted · {}", last_part(path)))
}

/// "Snoozed until 3 Dec 2025: the vendor answers in December".
fn snoozed_words(detail: &str) -> Option<String> {
    let (day, reason) = Snoozing::of(detail)?.put_off?;
    Some(review::snoozed(day, Some(reason)))
}

fn words(what: ActivityKind, detail: Option<&str>) -> (Icon, String) {
    let with = |act: &str, joint: &str| match detail {
        // Some details say themselves how they are joined: "from staging".
        Some(detail) if ["from ", "to ", "by ", "as ", "into "].iter().any(|word| detail.starts_with(word)) => {
            format!("{act} {detail}")
        }
        Some(detail) if !joint.is_empty() => format!("{act} {joint} {detail}"),
        _ => act.to_owned(),
    };
    match what {
        ActivityKind::Copied => (Icon::Copy, "Copied".to_owned()),
        ActivityKind::Shown => (Icon::Eye, "Shown".to_owned()),
        ActivityKind::Got => (Icon::TerminalWindow, "Printed".to_owned()),
        ActivityKind::Exported => match detail.filter(|detail| detail.starts_with('/')) {
            Some(path) => (Icon::Export, format!("Exported to {}", last_part(path))),
            None => (Icon::Export, with("Exported", "to")),
        },
        ActivityKind::ImportUndone => (Icon::ArrowLeft, "Import undone".to_owned()),
        ActivityKind::FileDeleted => (Icon::Trash, file_deleted_words(detail)),
        ActivityKind::Used => (Icon::TerminalWindow, with("Used", "by")),
        ActivityKind::Rotated => (Icon::ArrowsClockwise, "Rotated".to_owned()),
        ActivityKind::PutBack => (Icon::ArrowsClockwise, what.title().to_owned()),
        ActivityKind::Ended => (Icon::CheckCircle, what.title().to_owned()),
        ActivityKind::NotEnded => (Icon::ArrowUUpLeft, what.title().to_owned()),
        ActivityKind::Disabled => (Icon::Prohibit, "Disabled".to_owned()),
        ActivityKind::Enabled => (Icon::CheckCircle, "Enabled".to_owned()),
        ActivityKind::Deleted => (Icon::Trash, "Deleted".to_owned()),
        ActivityKind::Snoozed => {
            (Icon::BellSlash, detail.and_then(snoozed_words).unwrap_or_else(|| "Snoozed".to_owned()))
        }
        ActivityKind::Unsnoozed => (Icon::Bell, "No longer snoozed".to_owned()),
        ActivityKind::Added | ActivityKind::Made => (Icon::Plus, "Added".to_owned()),
        ActivityKind::Imported => (Icon::Plus, with("Imported", "·")),
        ActivityKind::Duplicated => (Icon::Plus, with("Duplicated", "·")),
        ActivityKind::Edited => match detail.and_then(owner_set) {
            Some(said) => (Icon::UserPlus, said),
            None => (
                Icon::PencilSimple,
                detail.map_or_else(|| "Edited".to_owned(), |it| format!("Edited · {}", edit_words(it))),
            ),
        },
        ActivityKind::Renamed => (Icon::PencilSimple, with("Renamed", "from")),
        ActivityKind::Moved => (Icon::FolderSimple, with("Moved", "from")),
        ActivityKind::Recovered => (Icon::CheckCircle, "Repaired after a crash".to_owned()),
        ActivityKind::Mended => (Icon::CheckCircle, with("Mended", "·")),
        // Of the vault, not of a key.
        ActivityKind::Unlocked => (Icon::LockSimpleOpen, "Unlocked".to_owned()),
        ActivityKind::Locked => (Icon::Lock, "Locked".to_owned()),
        ActivityKind::UnlockFailed => (Icon::Lock, "Not unlocked".to_owned()),
        ActivityKind::PassphraseChanged => (Icon::Key, "Passphrase changed".to_owned()),
        ActivityKind::StoreChanged => (Icon::Vault, "Secrets moved".to_owned()),
        ActivityKind::SettingChanged => (Icon::GearSix, "Setting changed".to_owned()),
        ActivityKind::PlaceChanged => (Icon::FolderSimple, "Environment changed".to_owned()),
        ActivityKind::PersonChanged => (Icon::UserPlus, "Owner changed".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn each_act_is_told_in_words_with_its_age() {
        let now = DateTime::from_timestamp(1_763_904_000, 0).unwrap();
        let entry = |what, detail: Option<&str>, minutes, times| HistoryLine {
            at: now - TimeDelta::minutes(minutes),
            what,
            detail: detail.map(str::to_owned),
            times,
        };
        let told = lines(
            &[
                entry(ActivityKind::Copied, None, 0, 6),
                entry(ActivityKind::Used, Some("npm run api"), 120, 1),
                entry(ActivityKind::Exported, Some("/made/up/shop/.env.production"), 19 * 1_440, 1),
                entry(ActivityKind::FileDeleted, Some("deleted /made/up/shop/.env after its import"), 20 * 1_440, 1),
                entry(ActivityKind::Rotated, None, 84 * 1_440, 1),
                entry(ActivityKind::Imported, Some("from .env"), 84 * 1_440, 1),
                entry(ActivityKind::Imported, Some("plain"), 84 * 1_440, 1),
                entry(ActivityKind::Duplicated, Some("plain"), 84 * 1_440, 1),
                entry(ActivityKind::Exported, Some("the terminal"), 84 * 1_440, 1),
                entry(ActivityKind::Snoozed, Some("no-owner until 2027-02-24: they come: on Monday"), 84 * 1_440, 1),
            ],
            now,
        );
        let said: Vec<_> = told
            .iter()
            .map(|line| format!("{} {} {}", line.words, line.times.as_deref().unwrap_or("-"), line.age))
            .collect();
        assert_eq!(
            said,
            [
                "Copied ×6 just now",
                "Used by npm run api - 2 h",
                "Exported to .env.production - 19 d",
                "Written file deleted · .env - 20 d",
                "Rotated - 84 d",
                "Imported from .env - 84 d",
                "Imported · plain - 84 d",
                "Duplicated · plain - 84 d",
                "Exported to the terminal - 84 d",
                "Snoozed until 24 Feb 2027: they come: on Monday - 84 d",
            ]
        );
    }

    #[test]
    fn every_act_has_words() {
        for what in ActivityKind::ALL {
            assert!(!words(what, None).1.is_empty());
        }
    }
}
