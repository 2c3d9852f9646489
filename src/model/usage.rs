//! Uses of keys, and the record of what was done.

use std::str::FromStr;

use chrono::{DateTime, Utc};

/// What used a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UseKind {
    /// Put on the clipboard.
    Copy,
    /// Shown in the window.
    Reveal,
    /// Printed by `get`.
    Get,
    /// Written by an export.
    Export,
    /// Given to a program.
    Run,
    /// Filled into a template.
    Inject,
}

impl UseKind {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Copy, Self::Reveal, Self::Get, Self::Export, Self::Run, Self::Inject];

    /// The word kept in the catalog.
    pub fn word(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::Reveal => "reveal",
            Self::Get => "get",
            Self::Export => "export",
            Self::Run => "run",
            Self::Inject => "inject",
        }
    }

    /// What the record calls it.
    pub fn act(self) -> ActivityKind {
        match self {
            Self::Copy => ActivityKind::Copied,
            Self::Reveal => ActivityKind::Shown,
            Self::Get => ActivityKind::Got,
            Self::Export => ActivityKind::Exported,
            Self::Run | Self::Inject => ActivityKind::Used,
        }
    }

    /// By hand: a copy, reveal or get. The others are in bulk.
    pub fn is_by_hand(self) -> bool {
        matches!(self, Self::Copy | Self::Reveal | Self::Get)
    }
}

impl FromStr for UseKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.word() == text).ok_or(())
    }
}

/// One use of one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// When.
    pub at: DateTime<Utc>,
    /// What sort.
    pub kind: UseKind,
    /// Where it went: a file's path, a program's name; never a value or a command's arguments.
    pub detail: Option<String>,
}

/// What tried to use a disabled key since it was disabled, and went without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WentWithout {
    /// How often, in [`UseKind::ALL`]'s order.
    pub times: [u32; UseKind::ALL.len()],
    /// The latest try.
    pub latest_at: DateTime<Utc>,
    /// What tried then: a program, a file's path; none where that is not known.
    pub latest_by: Option<String>,
}

impl WentWithout {
    /// How often a use of this kind went without it.
    pub fn of(&self, kind: UseKind) -> u32 {
        self.times[kind as usize]
    }

    /// How often in all.
    pub fn total(&self) -> u32 {
        self.times.iter().fold(0, |sum, times| sum.saturating_add(*times))
    }

    /// Takes one more kind of try in.
    pub fn add(&mut self, kind: UseKind, times: u32, at: DateTime<Utc>, by: Option<String>) {
        let sum = &mut self.times[kind as usize];
        *sum = sum.saturating_add(times);
        if at >= self.latest_at {
            (self.latest_at, self.latest_by) = (at, by);
        }
    }
}

/// What the record notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActivityKind {
    /// The vault was made.
    Made,
    /// A key was added.
    Added,
    /// Facts of a key were changed.
    Edited,
    /// A key got another name.
    Renamed,
    /// A key went to another place.
    Moved,
    /// A key was copied to another environment.
    Duplicated,
    /// A key came from a file.
    Imported,
    /// An import was taken back.
    ImportUndone,
    /// A new version was made.
    Rotated,
    /// The version before was put back.
    PutBack,
    /// An old version ended at its provider.
    Ended,
    /// That it ended was taken back.
    NotEnded,
    /// A key was disabled.
    Disabled,
    /// A key was enabled.
    Enabled,
    /// A key was deleted.
    Deleted,
    /// A warning was put off.
    Snoozed,
    /// A warning that was put off speaks again.
    Unsnoozed,
    /// A secret went to the clipboard.
    Copied,
    /// A secret was shown in the window.
    Shown,
    /// A secret was printed.
    Got,
    /// Secrets were written to a file or printed.
    Exported,
    /// A file that Keyloft wrote was deleted when its time was over, or left because somebody had changed it.
    FileDeleted,
    /// Secrets were given to a program.
    Used,
    /// The vault was unlocked.
    Unlocked,
    /// The vault was locked.
    Locked,
    /// A wrong passphrase was given.
    UnlockFailed,
    /// The passphrase was changed.
    PassphraseChanged,
    /// The secrets went to another store.
    StoreChanged,
    /// A setting was changed.
    SettingChanged,
    /// A project or environment was changed.
    PlaceChanged,
    /// A person's last day was set or taken back.
    PersonChanged,
    /// A begun change was finished or put right after a crash.
    Recovered,
    /// Something was mended by the doctor.
    Mended,
}

impl ActivityKind {
    /// All of them.
    pub const ALL: [Self; 33] = [
        Self::Made,
        Self::Added,
        Self::Edited,
        Self::Renamed,
        Self::Moved,
        Self::Duplicated,
        Self::Imported,
        Self::ImportUndone,
        Self::Rotated,
        Self::PutBack,
        Self::Ended,
        Self::NotEnded,
        Self::Disabled,
        Self::Enabled,
        Self::Deleted,
        Self::Snoozed,
        Self::Unsnoozed,
        Self::Copied,
        Self::Shown,
        Self::Got,
        Self::Exported,
        Self::FileDeleted,
        Self::Used,
        Self::Unlocked,
        Self::Locked,
        Self::UnlockFailed,
        Self::PassphraseChanged,
        Self::StoreChanged,
        Self::SettingChanged,
        Self::PlaceChanged,
        Self::PersonChanged,
        Self::Recovered,
        Self::Mended,
    ];

    /// The word in JSON and in the catalog.
    pub fn word(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Added => "added",
            Self::Edited => "edited",
            Self::Renamed => "renamed",
            Self::Moved => "moved",
            Self::Duplicated => "duplicated",
            Self::Imported => "imported",
            Self::ImportUndone => "import-undone",
            Self::Rotated => "rotated",
            Self::PutBack => "put-back",
            Self::Ended => "ended",
            Self::NotEnded => "not-ended",
            Self::Disabled => "disabled",
            Self::Enabled => "enabled",
            Self::Deleted => "deleted",
            Self::Snoozed => "snoozed",
            Self::Unsnoozed => "unsnoozed",
            Self::Copied => "copied",
            Self::Shown => "shown",
            Self::Got => "got",
            Self::Exported => "exported",
            Self::FileDeleted => "file-deleted",
            Self::Used => "used",
            Self::Unlocked => "unlocked",
            Self::Locked => "locked",
            Self::UnlockFailed => "unlock-failed",
            Self::PassphraseChanged => "passphrase-changed",
            Self::StoreChanged => "store-changed",
            Self::SettingChanged => "setting-changed",
            Self::PlaceChanged => "place-changed",
            Self::PersonChanged => "person-changed",
            Self::Recovered => "recovered",
            Self::Mended => "mended",
        }
    }
}

impl FromStr for ActivityKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.word() == text).ok_or(())
    }
}

/// One line of a key's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// When, the latest of its times.
    pub at: DateTime<Utc>,
    /// What was done.
    pub what: ActivityKind,
    /// To what or by which program: a file's name, a program; never a value.
    pub detail: Option<String>,
    /// How often, each time soon after the one before.
    pub times: u32,
}

/// One entry of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityEntry {
    /// Its place in the record; the first is 1.
    pub number: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// What was done.
    pub what: ActivityKind,
    /// To which key or place: a reference, a setting's name; none for the vault itself.
    pub subject: Option<String>,
    /// More, for people: "from staging", "to .env". Never a value or a command's arguments.
    pub detail: Option<String>,
    /// Which face did it: `window` or `command line`.
    pub via: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_use_are_counted_in_their_order() {
        for (index, kind) in UseKind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, index);
        }
    }
}
