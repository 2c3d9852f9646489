//! What belongs to an event, where it is more than a key.

use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};

use super::asks::{PlaceChange, Staying};
use super::talk::{Failure, ImportReport};
use crate::envfile::Target;
use crate::generate::Like;
use crate::model::{ActivityPage, Ends, EnvRef, HistoryLine, KeyRef, KeyUid, Rule, VariableName};
use crate::store::StoreKind;
use crate::vault::LastExport;

/// A key's inspector beyond the snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyLook {
    /// Which key.
    pub uid: KeyUid,
    /// What was done with it, newest first; the same act by the same program again and again on one day is one line.
    pub history: Vec<HistoryLine>,
    /// Uses a day over the last 30 days, oldest first, the last is today.
    pub daily: Vec<u32>,
    /// Its note; none where it has none or the vault is not open.
    pub note: Option<String>,
    /// The last four characters of the value before; none where they may not be known or the vault is not open.
    pub old_tail: Option<String>,
    /// The places it is used in that have its live value already, as a person said.
    pub ticked: Vec<String>,
    /// Files with its value that Keyloft wrote and that are still there.
    pub files: Vec<PathBuf>,
}

/// The files with a key's value that Keyloft wrote and that are still there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeyFiles {
    /// Where they are.
    pub paths: Vec<PathBuf>,
    /// The names of keys that stood in them and were deleted since: their values may be nowhere else.
    pub deleted: Vec<String>,
}

/// A key that holds or held a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// Which key.
    pub uid: KeyUid,
    /// Its live version holds it; else an older one.
    pub live: bool,
}

/// What is told of a value without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShapeLook {
    /// One can be made that is like it.
    Like(Like),
    /// It is of other characters than what is made here, or so short that one like it would be weak.
    Other,
    /// It can't be read now.
    Unread,
}

/// A change that is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// These keys were added.
    Added(Vec<KeyUid>),
    /// This key's facts were changed.
    Edited(KeyUid),
    /// These keys have a new value; the first is the one asked for. The version before can be put back until then.
    Rotated(Vec<KeyUid>, Option<DateTime<Utc>>),
    /// The value of this key, which its store had lost, lies there again.
    PutAgain(KeyUid),
    /// Of these keys the version before is live again.
    PutBack(Vec<KeyUid>),
    /// Of these keys the version before, or of a disabled one its own, is noted as ended at its provider; which versions.
    Ended(Vec<KeyUid>, Ends),
    /// That is taken back.
    NotEnded(Vec<KeyUid>),
    /// Of the key that this entry of the record deleted, it is noted that its values ended at its provider; its name.
    DeletedEnded(u64, String),
    /// That is taken back.
    DeletedNotEnded(String),
    /// These keys are disabled here, and were not before.
    Disabled(Vec<KeyUid>),
    /// These keys are enabled again, and were not before.
    Enabled(Vec<KeyUid>),
    /// These warnings are put off until the day.
    Snoozed(Vec<(KeyUid, Rule)>, NaiveDate),
    /// These warnings speak again.
    Unsnoozed(Vec<(KeyUid, Rule)>),
    /// Keys of these names are deleted.
    Deleted(Vec<String>),
    /// These keys have another owner each; and whose they were.
    Assigned(Vec<(KeyUid, Option<String>)>, Vec<(KeyUid, Option<String>)>),
    /// These keys stand elsewhere now; where they stood, and which environments were made for them.
    Moved(Vec<(KeyUid, KeyRef)>, Vec<(KeyUid, KeyRef)>, Vec<EnvRef>),
    /// Someone's last day is noted, or taken back.
    LastDay(String, Option<NaiveDate>),
    /// An environment does not need a variable, or needs it.
    NotNeeded(EnvRef, VariableName, bool),
    /// This key is the copy that was made.
    Duplicated(KeyUid),
    /// This key's secret was written into the file.
    SavedFile(KeyUid, PathBuf),
    /// So many files with this key's value are deleted, and so many were left, as somebody had changed them.
    FilesDeleted(KeyUid, usize, usize),
    /// A report was written into the file.
    Reported(PathBuf),
    /// This key's reference is on the clipboard.
    ReferenceCopied(KeyUid),
    /// The command that runs a program with an environment is on the clipboard.
    CommandCopied,
    /// Imports were taken back: so many keys are gone, so many stand as before; and what stays of others.
    ImportsUndone(usize, usize, Staying),
    /// A project or environment is as it was asked for.
    PlaceChanged(PlaceChange),
    /// This environment is protected from now on, as one of its new name is: said right behind the change of its name.
    PlaceProtected(EnvRef),
    /// Another passphrase opens the vault.
    PassphraseChanged,
    /// The secrets lie there now; so many old items go at a later start, and so many secrets that no key names stay.
    StoreMoved(StoreKind, usize, usize),
    /// The move was stopped, and nothing was moved.
    MoveStopped,
    /// So many entries of the record stand in this file.
    ActivityExported(PathBuf, usize),
}

/// What an import would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportPlan {
    /// Into which environment.
    pub into: Option<EnvRef>,
    /// Each entry, in the file's order.
    pub entries: Vec<PlannedEntry>,
    /// Lines that are understood and give nothing: number and why.
    pub problems: Vec<(u32, String)>,
    /// Lines that are not understood: number and why.
    pub unread: Vec<(u32, String)>,
    /// The files as they were read, each by a keyed fingerprint; none of a text, nor while there is no vault.
    pub marks: Vec<Vec<u8>>,
    /// Names of assignments in comments, which stay out.
    pub commented_out: Vec<String>,
    /// Those of them that can't come in; why.
    pub asleep: Vec<(String, String)>,
}

/// One entry of a file, without its value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlannedEntry {
    /// The variable.
    pub name: String,
    /// The variable of its key id, where the file holds the pair.
    pub key_id_name: Option<String>,
    /// What will become of it.
    pub fate: Fate,
    /// It comes in as plain.
    pub plain: bool,
    /// Who issued it, as far as it can be told.
    pub provider: Option<String>,
    /// What a person should know about it.
    pub remarks: Vec<String>,
    /// The line it begins on.
    pub line: u32,
    /// It was commented out, and comes in disabled.
    pub disabled: bool,
    /// Its value, where it is plain by the rules and nobody had to say so.
    pub plain_value: Option<String>,
    /// The names of the same file that its value names, where all of them stand in it.
    pub names: Vec<String>,
    /// The names that do not stand there: it is kept as text.
    pub unknown: Vec<String>,
    /// The values it names were put in.
    pub is_put_in: bool,
    /// Its value is the path of a file that can be taken itself.
    pub names_file: bool,
}

/// What will become of an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Fate {
    /// It comes in.
    #[default]
    New,
    /// Its name stands there with another value, which stays unless it is told to be replaced.
    Differs,
    /// Its name stands there with another value, which is replaced.
    Replaces,
    /// It stands there with the same value, which its store has lost: it is put in again.
    Lost,
    /// It stands there with the same value.
    Same,
    /// It stays out unless a person takes it; why.
    Asks(String),
    /// It stays out; why.
    LeftOut(String),
}

/// What came of several imports.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imports {
    /// Those that went in, in their order.
    pub reports: Vec<ImportReport>,
    /// The one that did not, and ended it: the file, and why. Those before it stand.
    pub failed: Option<Failure>,
    /// The text was pasted, and not all of it went in: the clipboard is left as it is.
    pub keeps_clipboard: bool,
}

/// What an export would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExportLook {
    /// Which question this answers: the dialog may have asked another since.
    pub asked: u64,
    /// How many variables the reader holds, each read back by its rules.
    pub variables: usize,
    /// How many more of the environment's variables were not asked for.
    pub unasked: usize,
    /// Names that it can't hold: why, and the reader that could.
    pub refused: Vec<(String, String, Option<Target>)>,
    /// Names that change how programs run.
    pub dangerous: Vec<String>,
    /// What stands at the path.
    pub file: FileThere,
    /// How git sees the path.
    pub git: GitSees,
    /// Who reads environment files in the path's folder, most telling first.
    pub likely: Vec<Target>,
    /// How the environment was written last.
    pub last: Option<LastExport>,
    /// Why it could not be proved, where it could not: the keychain is locked, or does not hold a value.
    pub unproved: Option<Failure>,
    /// The names whose values the store does not hold.
    pub missing: Vec<String>,
}

/// What stands where a file is to be written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum FileThere {
    /// Nothing.
    #[default]
    Nothing,
    /// A file that Keyloft wrote and nobody changed.
    Ours,
    /// A file that Keyloft took over and nobody changed.
    TakenOver,
    /// A file of someone's own.
    Another,
    /// Nothing can be written there; why.
    Bad(String),
}

/// How git sees a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum GitSees {
    /// In no work tree.
    #[default]
    Nothing,
    /// It leaves the path alone.
    Ignored,
    /// It tracks the path: a push would publish it.
    Tracked,
    /// `git add .` would take it.
    Open,
    /// It lies in a repository that git can't tell about: it may be tracked.
    Unsure,
}

impl GitSees {
    /// True where a file with secrets is written there by consent alone.
    pub fn wants_consent(self) -> bool {
        matches!(self, Self::Tracked | Self::Unsure)
    }
}

/// An export that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// Into which file.
    pub path: PathBuf,
    /// From which environment.
    pub place: EnvRef,
    /// How many variables.
    pub variables: usize,
    /// Names that the reader can't hold, each with the reason.
    pub left_out: Vec<(String, String)>,
    /// How many more of the environment's variables were not asked for.
    pub unasked: usize,
    /// Names in it that have expired.
    pub expired: Vec<String>,
    /// When it deletes itself, unless it was changed.
    pub delete_after: Option<Duration>,
}

/// A part of the record, as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityRead {
    /// Which question this answers.
    pub asked: u64,
    /// It begins before this number; none at the newest entry.
    pub before: Option<u64>,
    /// Down to which day was asked for.
    pub down_to: Option<NaiveDate>,
    /// The days.
    pub page: ActivityPage,
    /// How many entries of each class there are in all; only where it begins at the newest.
    pub counts: Option<[u64; 4]>,
}
