//! What the window asks of the worker, and what it hears back.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;

use super::answers::{
    ActivityRead, Done, ExportLook, Exported, ImportPlan, Imports, KeyFiles, KeyLook, Match, ShapeLook,
};
use super::asks::{
    ActivityAsk, ActivityExport, AddWish, CopyForm, ExportAsk, ImportAsk, PlaceChange, ReportAsk, RotateWish, Staying,
    WhenDeleted,
};
use super::moment::Moment;
use super::window::WindowState;
use crate::model::{
    Ends, EnvRef, Facts, Finding, ImportId, Key, KeyRef, KeyUid, PastImport, Person, Project, Rule, Secret, Settings,
    SystemTaste, Tail, VariableName,
};
use crate::store::{Lack, StoreKind};
use crate::vault::{FilesFound, RecordState};

/// Work asked of the worker.
#[derive(Debug)]
pub enum Request {
    /// Make the vault. A passphrase for the sealed store only.
    Init(StoreKind, Option<Secret>),
    /// Open the vault: with the passphrase for a sealed one, by asking the keychain otherwise.
    Unlock(Option<Secret>),
    /// Nobody waits for the keychain's prompt any more: it leaves the screen.
    GiveUpUnlock,
    /// Drop the vault key and every value derived from it; the clipboard is cleared too.
    Lock,
    /// Put the key's secret on the clipboard.
    Copy(KeyUid),
    /// Put the key's key id on the clipboard; no countdown.
    CopyKeyId(KeyUid),
    /// Clear the clipboard now, if it still holds our value.
    ClearClipboard,
    /// Open the key's secret for showing.
    Reveal(KeyUid),
    /// What the inspector shows of a key beyond the snapshot: its history, uses by day, its note.
    Look(KeyUid),
    /// Which keys hold this value, or held it before; asked by keyed fingerprint, and the value is wiped.
    Whose(Secret),
    /// What the key's value is like, for another to take its place; no use of it.
    LookAtShape(KeyUid),
    /// Put a key on the clipboard in another form.
    CopyAs(KeyUid, CopyForm),
    /// Put the command on the clipboard that runs a program with an environment; it stays.
    CopyRunCommand(EnvRef),
    /// Write a key's secret, byte for byte, into a file that does not exist yet; readable by its user only.
    SaveFile(KeyUid, PathBuf),
    /// Add keys: all of them, or as many as went well before one did not.
    Add(Vec<AddWish>),
    /// Change a key's facts, and its name where one is given.
    Edit(KeyUid, Box<Facts>, Option<VariableName>),
    /// The same with another value, of a plain key.
    EditPlain(KeyUid, Box<Facts>, Option<VariableName>, String),
    /// Save a new value as the live version.
    Rotate(KeyUid, Box<RotateWish>),
    /// Put the version before of these keys back.
    UndoRotate(Vec<KeyUid>),
    /// Of these keys the version before no longer works at its provider: a person says so.
    MarkEnded(Vec<KeyUid>),
    /// What was said of these keys, of these of their versions, was a slip: it is taken back.
    TakeBackEnd(Vec<KeyUid>, Ends),
    /// The values of a key that is gone no longer work at its provider: the number of its deletion in the record, its name.
    MarkDeletedEnded(u64, String),
    /// That was a slip.
    TakeBackDeletedEnd(u64, String),
    /// A place the key is used in has its live value, or has it not: a person says so.
    Tick(KeyUid, String, bool),
    /// Make a second key with the same value and facts.
    Duplicate(KeyUid, KeyRef),
    /// Delete disabled keys for good.
    Delete(Vec<KeyUid>, WhenDeleted),
    /// Have another passphrase open a sealed vault: the old one, and the new one.
    ChangePassphrase(Secret, Secret),
    /// Move every secret to the other store, on a thread of its own: with the new passphrase of the sealed vault, or with the
    /// one there is, for the keychain.
    MoveStore(StoreKind, Secret),
    /// Stop the move: while it copies, nothing was moved.
    StopMoving,
    /// Look for environment files in a folder that a person chose; on a thread of its own.
    FindFiles(PathBuf),
    /// End the looking: what was found until then is given.
    StopFinding,
    /// Say what imports would do; the number comes back with the answer.
    PlanImports(u64, Vec<ImportAsk>),
    /// Import, one after the other, each all or nothing. Without a vault it is made first, in the keychain.
    Import(Vec<ImportAsk>),
    /// Take imports back, the last first; what stays of others that were shown with them is said with it.
    UndoImports(Vec<ImportId>, Staying),
    /// Say how these imports and their files stand; the newest where none is named.
    LookAtImports(Vec<ImportId>),
    /// Delete files that an import read, if all their values stand in the vault.
    DeleteImported(ImportId, Vec<PathBuf>),
    /// Have a file that an import read count as written by Keyloft.
    AdoptImported(ImportId, PathBuf),
    /// Say what an export would do; the number comes back with the answer.
    LookAtExport(u64, Box<ExportAsk>),
    /// Write an environment into a file.
    Export(Box<ExportAsk>),
    /// Say in which files that Keyloft wrote this key's value stands.
    LookAtFiles(KeyUid),
    /// Delete the files with this key's value that Keyloft wrote; those that somebody changed since are left.
    DeleteFiles(KeyUid),
    /// Write a review, or what someone who leaves hands over, into a file.
    Report(Box<ReportAsk>),
    /// Stop the import that runs: nothing of it stays. An export is one write, which is whole or not there.
    Stop,
    /// Give each of these keys this owner, or none: all of them or none.
    Assign(Vec<(KeyUid, Option<String>)>),
    /// Move each of these keys there: all of them or none.
    Move(Vec<(KeyUid, KeyRef)>),
    /// Move each of these keys back, and take away the environments that were made for them, if nothing else is in there.
    MoveBack(Vec<(KeyUid, KeyRef)>, Vec<EnvRef>),
    /// Someone leaves on that day, or stays.
    LastDay(String, Option<NaiveDate>),
    /// An environment does not need a variable, or needs it: a person says so.
    NotNeeded(EnvRef, VariableName, bool),
    /// Disable these keys here: all or none.
    Disable(Vec<KeyUid>),
    /// Enable these keys again: all or none.
    Enable(Vec<KeyUid>),
    /// Put these warnings off until a day, with the reason: all or none.
    Snooze(Vec<(KeyUid, Rule)>, NaiveDate, String),
    /// Let these warnings speak again.
    Unsnooze(Vec<(KeyUid, Rule)>),
    /// Change one setting.
    Set(&'static str, String),
    /// Change a project or environment.
    ChangePlace(Box<PlaceChange>),
    /// Look which linked folders are still there.
    LookAtFolders,
    /// Show a linked folder in the file manager.
    OpenFolder(PathBuf),
    /// Read a part of the record.
    ReadActivity(Box<ActivityAsk>),
    /// Read which keys an entry in bulk was about, by its number.
    ReadEntry(u64),
    /// Count the entries that would go, were the record kept for so many days.
    CountOldActivity(u32),
    /// Check that nobody changed the record, from its first entry to its end.
    CheckActivity,
    /// Write the record into a file.
    ExportActivity(Box<ActivityExport>),
    /// Keep how the window stands for its next start.
    KeepWindow(Box<WindowState>),
    /// There was input in the window: sent at most every ten seconds while there is. Each other request says so too.
    Touch,
}

/// What happened.
#[derive(Debug)]
pub enum Event {
    /// The facts changed: everything the window draws.
    Snapshot(Arc<Snapshot>),
    /// A key's secret is on the clipboard and will be cleared after this long (none: a key id, which stays).
    Copied(KeyUid, Option<Duration>),
    /// A value is given out whose use could not be noted: the vault can't be written. Comes before the value's own event.
    Unnoted(Failure),
    /// So many uses that could not be noted before are noted now. Comes behind the facts.
    NotedLate(usize),
    /// The clipboard was cleared (or no longer held our value).
    ClipboardCleared,
    /// It was asked to be cleared, and holds no secret of ours.
    NothingToClear,
    /// The clipboard could not be cleared; the words say why.
    ClipboardNotCleared(Failure),
    /// The secret asked for by `Reveal`.
    Revealed(KeyUid, Secret),
    /// Answer to `Look`.
    Looked(Arc<KeyLook>),
    /// Answer to `Whose`: the keys that hold or held the value, live ones first.
    Whose(Vec<Match>),
    /// Answer to `LookAtShape`.
    ShapeLooked(KeyUid, ShapeLook),
    /// A change asked for is saved.
    Done(Done),
    /// So many folders were looked into, so many files found.
    Finding(u64, usize),
    /// Answer to `FindFiles`.
    FilesFound(Box<FilesFound>),
    /// Answer to `PlanImports`: each plan, or why it can't be read.
    Planned(u64, Vec<Result<ImportPlan, Failure>>),
    /// Imports went in.
    Imported(Imports),
    /// Answer to `LookAtImports`, and after what becomes of their files.
    ImportsLooked(Vec<PastImport>),
    /// Answer to `LookAtExport`.
    ExportLooked(Box<ExportLook>),
    /// An export was written.
    Exported(Exported),
    /// Answer to `LookAtFolders`: the linked folders that are not there.
    FoldersGone(Vec<PathBuf>),
    /// Answer to `ReadActivity`.
    ActivityRead(Box<ActivityRead>),
    /// Answer to `ReadEntry`: the keys by the names they have now.
    EntryRead(u64, Vec<String>),
    /// Answer to `CountOldActivity`: the days, and how many entries.
    OldActivity(u32, u64),
    /// Answer to `LookAtFiles`: those that are still there.
    FilesLooked(KeyUid, KeyFiles),
    /// Answer to `CheckActivity`.
    ActivityChecked(RecordState),
    /// How far a long job is: done, of how many. `moving` and `clearing`: a move of the secrets, until its copies are the
    /// homes, and until the old items are gone.
    Progress(&'static str, u64, u64),
    /// Changes that an earlier run had begun are finished: the references of their keys.
    Recovered(Vec<String>),
    /// How the user of this computer wants windows to look and move: said once the system tells it, and when it changes.
    Taste(SystemTaste),
    /// Something asked for did not happen.
    Failed(Failure),
}

/// An error in three parts (LOOK.md part 9): "Couldn't save OPENAI_API_KEY." · "GNOME Keyring is locked." · "Unlock it, then try again."
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Failure {
    /// What did not happen, to which key.
    pub title: String,
    /// Why.
    pub why: String,
    /// What to do.
    pub advice: String,
    /// What a button beside it could do about it.
    pub remedy: Option<Remedy>,
    /// The technical text behind it, where that says more; empty where it does not. Never a secret.
    pub details: String,
}

impl Failure {
    /// Words without a button.
    pub fn new(title: impl Into<String>, why: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { title: title.into(), why: why.into(), advice: advice.into(), ..Self::default() }
    }
}

/// What would make the same request go through, or do it otherwise; the window's button for it asks again so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// A file stands there: ask with consent ([`ExportAsk::consent`]), or for another path.
    Replace,
    /// A file stands there, or git tracks it, and it is never replaced: ask for another path.
    ChooseAnother,
    /// Git tracks the file, or names change how programs run: ask with consent ([`ExportAsk::consent`]), or otherwise.
    Force,
    /// The target can't hold some values: ask with [`ExportAsk::skip_refused`], or for another target.
    LeaveOut,
    /// A key of that name stands there: ask with [`AddWish::replace`], or for another name.
    ReplaceKey,
    /// The vault or its keychain is locked: unlock it, then ask again.
    Unlock,
    /// The key is disabled: enable it, then ask again.
    Enable,
    /// The key is not disabled: disable it, then ask again later.
    Disable,
    /// Asking again may do: the keychain said no, or did not answer in time.
    TryAgain,
    /// The waiting period is not over: ask with [`WhenDeleted::Now`].
    DeleteNow,
    /// The store lost the key's value: give it again, or a new one.
    GiveValue,
    /// This page did not open: a person opens it by its address.
    CopyAddress(&'static str),
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// From which file, the last of several.
    pub path: PathBuf,
    /// All of the files.
    pub paths: Vec<PathBuf>,
    /// Its number, for taking it back.
    pub import: Option<ImportId>,
    /// Into which environment.
    pub into: Option<EnvRef>,
    /// The first name that came in, in the file's order; none where nothing did.
    pub first: Option<String>,
    /// How many keys with a secret came in.
    pub keys: usize,
    /// How many plain ones.
    pub plain: usize,
    /// How many stood there with the same value.
    pub same: usize,
    /// Names left out, each with the reason.
    pub left_out: Vec<(String, String)>,
}

/// How the computer's keychain stands before there is a vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeychainStands {
    /// It answers and is open.
    Open,
    /// It answers and is locked.
    Locked,
    /// It answers, and nobody made a keyring in it yet.
    Unmade,
    /// It runs, and takes in nothing until its user gives it this.
    Lacks(Lack),
    /// None answers.
    Absent,
}

/// Whether the vault can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VaultState {
    /// There is none yet.
    NoVault {
        /// Whether it could be made in the keychain.
        keychain: KeychainStands,
    },
    /// The vault key is in memory.
    Open,
    /// Locked by the user, by time, or never unlocked: the window shows no names.
    Locked,
    /// The vault is open to be looked at, but its keychain is locked or does not answer: names stay, secrets don't come.
    KeychainTrouble(Failure),
    /// The vault can't be used at all (newer version, damaged, unsafe folder).
    Unusable(Failure),
}

/// Why the vault was locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockReason {
    /// A person asked.
    Asked,
    /// So long there was no input.
    Idle(Duration),
    /// The screen was locked, or the session ended.
    Screen,
    /// The computer went to sleep.
    Sleep,
    /// Another window, or the command line, locked them all.
    Elsewhere,
}

/// Everything the window draws, as it was at one moment. Cheap to hand over; but for that moment it never changes.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Can it be used.
    pub state: VaultState,
    /// The vault key is here: what needs no secret can be changed, also while the keychain is locked.
    pub holds_key: bool,
    /// Why it is locked; none while it is not, and where it was never unlocked.
    pub locked_because: Option<LockReason>,
    /// Locking it took a copy of Keyloft's own off the clipboard.
    pub lock_cleared: bool,
    /// After how long without input it locks by itself; none for never. A keychain vault does so only where a person
    /// set it.
    pub idle_lock: Option<Duration>,
    /// Which kind of store.
    pub store: StoreKind,
    /// The store's name for people.
    pub store_title: String,
    /// Every project with its environments, in order.
    pub projects: Vec<Project>,
    /// Every key, by project, environment order and name.
    pub keys: Vec<Key>,
    /// The warnings of each key, worst first; same order as `keys`.
    pub findings: Vec<Vec<Finding>>,
    /// The last four characters of each key, where they may be shown; same order as `keys`.
    pub tails: Vec<Option<Tail>>,
    /// Everyone who owns keys.
    pub people: Vec<Person>,
    /// The settings.
    pub settings: Settings,
    /// The moment, for ages: whoever draws moves it on.
    pub now: Moment,
    /// The user's calendar day.
    pub today: NaiveDate,
    /// Where the secrets are being moved at this moment.
    pub moving: Option<StoreKind>,
    /// How many secrets that no key names earlier moves left in a keychain.
    pub left_items: usize,
    /// The keychain asks its user at this moment, for a first vault.
    pub asks_user: bool,
    /// True for `keyloft demo`.
    pub sample: bool,
}

/// Wakes whoever draws. Called from any thread.
pub type Waker = Arc<dyn Fn() + Send + Sync>;
