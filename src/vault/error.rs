//! Why a verb did not do what was asked, by situation. The text is "why. What to do", without the last full stop;
//! [`Error::sentence`] puts "Couldn't <do what> <which>: " before it.

use chrono::NaiveDate;

use crate::catalog::CatalogError;
use crate::clipboard::ClipboardError;
use crate::envfile::{ExpandError, ReadError, Refused, Target};
use crate::fs::{HomeError, WriteError};
use crate::model::{NameError, SettingError};
use crate::notify::NotifyError;
use crate::store::{KdfError, StoreError};

/// A verb's error. In every case but [`Error::NotSavedYet`] nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no vault yet.
    #[error("there is no vault yet. `keyloft init` makes one")]
    NoVault,
    /// There is one already.
    #[error("a vault lies at {0} already. Use it, or name another folder with KEYLOFT_HOME")]
    VaultExists(std::path::PathBuf),
    /// The vault is locked and nothing that could open it is at hand.
    #[error("the vault is locked. Run `keyloft unlock`, or name a file with its passphrase in KEYLOFT_PASSPHRASE_FILE")]
    Locked,
    /// Not the passphrase.
    #[error("that passphrase didn't work. Try again")]
    WrongPassphrase,
    /// The keychain answers, but holds no vault key, or another one.
    #[error("{}", key_gone_words(.store))]
    KeyGone {
        /// The keychain's name.
        store: String,
    },
    /// The item of the vault key is there, and holds nothing: the keychain ended before it wrote it.
    #[error(
        "{store} holds this vault's key as an empty item. Restore a backup of {store}; where there is none, move the vault's folder away \
         and make a new vault"
    )]
    KeyEmpty {
        /// The keychain's name.
        store: String,
    },
    /// The passphrase is too short to protect anything.
    #[error("the passphrase is shorter than 8 characters. Choose a longer one")]
    ShortPassphrase,
    /// Another process makes a vault here at this moment.
    #[error("another Keyloft is making a vault here. Try again")]
    BeingMade,
    /// No store was named, no keychain answers and no passphrase can be asked for.
    #[error("{reason}. Use a passphrase instead: `keyloft init --store sealed`")]
    NoStore {
        /// Why the keychain can't be used.
        reason: String,
    },
    /// The store did not do it.
    #[error("{}", store_words(.0))]
    Store(#[source] StoreError),
    /// The store surely does not hold some of the values that are wanted together.
    #[error("{} missing from {store}. {}", are(.names), again(.names))]
    ValuesMissing {
        /// The store's name.
        store: String,
        /// Whose values.
        names: Vec<String>,
    },
    /// The catalog did not do it.
    #[error("{0}")]
    Catalog(#[source] CatalogError),
    /// The folder can't hold a vault.
    #[error("{0}")]
    Home(#[source] HomeError),
    /// A file can't be read or written.
    #[error("{0}")]
    File(#[source] WriteError),
    /// A name can't be taken.
    #[error("{0}")]
    Name(#[from] NameError),
    /// A setting can't be changed so.
    #[error("{0}")]
    Setting(#[from] SettingError),
    /// A passphrase's cost can't be taken.
    #[error("{0}")]
    Kdf(#[from] KdfError),
    /// No such key.
    #[error("there is no such key{}", nearest_words(.nearest))]
    Unknown {
        /// The nearest references.
        nearest: Vec<String>,
    },
    /// No such project or environment.
    #[error("there is no {asked}{}", nearest_words(.nearest))]
    UnknownPlace {
        /// What was asked for.
        asked: String,
        /// The nearest places.
        nearest: Vec<String>,
    },
    /// Several environments begin so.
    #[error("{asked} could be {}. Write more of it", .found.join(" or "))]
    Ambiguous {
        /// What was asked for.
        asked: String,
        /// What it could be.
        found: Vec<String>,
    },
    /// The name stands there already.
    #[error("{0} exists already. Replace it with --replace, or choose another name")]
    Exists(String),
    /// A name that differs only in case stands there already.
    #[error("{0} exists already and differs only in case. Use that name, or choose another")]
    Twin(String),
    /// The name belongs to a pair's key id.
    #[error("{0} is the key id of another key. Change that key instead")]
    IsKeyId(String),
    /// The key is disabled.
    #[error("it is disabled here. Enable it with `keyloft enable`, then try again")]
    Disabled,
    /// The key is not disabled.
    #[error("it is active. Disable it first with `keyloft disable`, see whether anything breaks, then delete it")]
    NotDisabled,
    /// The waiting period is not over.
    #[error("its waiting period runs until {0}. Wait, or delete it now with --now")]
    Waiting(NaiveDate),
    /// A key without a secret can't do that.
    #[error("it is a plain key, without a secret. {0}")]
    IsPlain(&'static str),
    /// A key with a secret can't become plain by an edit.
    #[error("it holds a secret. Add it anew as plain with `keyloft add --plain … --replace`")]
    HoldsSecret,
    /// Someone else changed it at the same time.
    #[error("it was changed meanwhile. Look at it again, then try again")]
    ChangedMeanwhile,
    /// A change of it is under way in another program.
    #[error("another program is changing it. Try again")]
    BeingChanged,
    /// The change was begun, the store did not confirm it. The value is kept safe and the change goes on by itself.
    #[error("not saved yet: {why}. Keyloft keeps the value and goes on at its next start")]
    NotSavedYet {
        /// What the store said.
        why: String,
        /// The store's error.
        #[source]
        source: Box<StoreError>,
    },
    /// A key whose first value is still on its way into the store, or was when its writer was killed.
    #[error("it is not saved yet. Unlock the keychain, then run `keyloft doctor --fix`")]
    Unfinished,
    /// There is no version to put back.
    #[error("there is no old value to put back. The one before is no longer kept")]
    NothingToPutBack,
    /// The version before has ended at its provider.
    #[error("the old value has ended at its provider. Rotate to a new one instead")]
    OldEnded,
    /// The store has lost the version before; it is noted as gone.
    #[error("{store} no longer holds the old value. Rotate to a new one if the current one is not right")]
    OldLost {
        /// The store's name.
        store: String,
    },
    /// There is no older version that could have ended.
    #[error("it has no older value. Nothing is left to end")]
    NothingToEnd,
    /// The values of a deleted key are noted as ended.
    #[error("it is noted already that its values ended. Nothing is left to do")]
    AllEnded,
    /// The new secret is the old one.
    #[error("the new value is the same as the current one. Make a new one at its provider")]
    SameValue,
    /// The value is larger than any store takes.
    #[error("the value is {0} bytes, more than 1 MiB. Keep it in a file of its own")]
    TooLarge(usize),
    /// The value is not text where only text fits.
    #[error("the value is not text. {0}")]
    NotText(&'static str),
    /// The clipboard did not take it, or did not let go of it.
    #[error("{}", clipboard_words(.0))]
    Clipboard(#[source] ClipboardError),
    /// A file can't be read as what it should be.
    #[error("{0}")]
    Unreadable(#[source] ReadError),
    /// Values that name each other can't be put in.
    #[error("{0}")]
    Expand(#[source] ExpandError),
    /// A target can't hold some of the values.
    #[error("{}", cant_hold_words(*.target, .refused))]
    CantHold {
        /// The target.
        target: Target,
        /// Whose values, and why.
        refused: Vec<Refused>,
    },
    /// Git tracks the file that was to be written.
    #[error("git tracks {0}, so a push would publish its secrets. Choose another path, or confirm it with --force")]
    Tracked(std::path::PathBuf),
    /// The file lies in a repository that git can't tell about.
    #[error("whether git tracks {path} can't be told: {why}, or confirm it with --force")]
    MaybeTracked {
        /// The file.
        path: std::path::PathBuf,
        /// Why not.
        why: crate::git::Unsure,
    },
    /// These names change how programs run.
    #[error("{0} can change how programs run. Confirm it with --force")]
    Dangerous(String),
    /// A line of a file that is to be imported was not understood.
    #[error(
        "line {line} {why}, and a file comes in whole or not at all. Mend it, or leave such lines out with --skip-refused"
    )]
    Unread {
        /// Which line; the first is 1.
        line: u32,
        /// What is wrong with it.
        why: String,
    },
    /// What was asked for does not go together; the text says why and what to do.
    #[error("{0}")]
    Refused(String),
    /// The desktop was not told.
    #[error("{0}")]
    Notify(#[source] NotifyError),
    /// An import was stopped.
    #[error("it was stopped. Nothing was imported")]
    Stopped,
    /// A move to another store was stopped.
    #[error("it was stopped. Nothing was moved")]
    MoveStopped,
    /// Another process moves the secrets to another store at this moment.
    #[error("another Keyloft is moving the secrets. Wait until it is done")]
    BeingMoved,
    /// A move waited, and other programs went on changing keys.
    #[error(
        "other programs go on changing keys, {last} last. Let them end or stop them, then try again. Nothing was moved"
    )]
    StillChanging {
        /// The last change, in words.
        last: String,
    },
    /// A sealed value does not open: the file was changed or damaged.
    #[error("what lies in the vault does not open with its key. Run `keyloft doctor`")]
    Damaged,
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<CatalogError> for Error {
    fn from(error: CatalogError) -> Self {
        match error {
            CatalogError::Absent(_) => Self::NoVault,
            other => Self::Catalog(other),
        }
    }
}

impl From<HomeError> for Error {
    fn from(error: HomeError) -> Self {
        Self::Home(error)
    }
}

impl From<WriteError> for Error {
    fn from(error: WriteError) -> Self {
        Self::File(error)
    }
}

fn store_words(error: &StoreError) -> String {
    let advice = match error {
        StoreError::Locked { .. } => "Unlock it, then try again",
        StoreError::Denied { .. } => "Allow it, then try again",
        StoreError::TimedOut { .. } => "Check that it runs, then try again",
        StoreError::Unanswered { .. } => "Try again, and answer it",
        StoreError::Absent { .. } => {
            "Start your keychain, or make a vault with a passphrase: `keyloft init --store sealed`"
        }
        StoreError::Unmade { .. } => {
            "Make one in your desktop's password manager, or make a vault with a passphrase: `keyloft init --store sealed`"
        }
        StoreError::Lacking { lack, .. } => lack.advice(),
        StoreError::Broken { .. } => "Try again",
        StoreError::NotFound { .. } => "Run `keyloft doctor`",
        StoreError::TooLarge { .. } => "Keep it in a file of its own",
        StoreError::Malformed { .. } | StoreError::Empty { .. } => "Run `keyloft doctor`, then enter the value again",
        StoreError::Failed { .. } => "Try again, or run `keyloft doctor`",
    };
    format!("{error}. {advice}")
}

/// Programs that offer the secret service, by their names for people.
const KEYCHAINS: [&str; 3] = ["GNOME Keyring", "KWallet", "KeePassXC"];

/// Another program may answer than the one that the vault was made with.
fn key_gone_words(store: &str) -> String {
    if !cfg!(target_os = "linux") {
        return format!(
            "{store} doesn't hold this vault's key. Unlock the keychain it was made with, or restore a backup"
        );
    }
    let others: Vec<&str> = KEYCHAINS.into_iter().filter(|other| *other != store).collect();
    let (last, before) = others.split_last().expect("there are three");
    format!(
        "{store} answers, and doesn't hold this vault's key. It may lie in another keychain, such as {} or {last}: start \
         that one in its place, or restore a backup",
        before.join(", ")
    )
}

/// "A is", "A and B are".
fn are(names: &[String]) -> String {
    match names {
        [one] => format!("{one} is"),
        [several @ .., last] => format!("{} and {last} are", several.join(", ")),
        [] => "A value is".to_owned(),
    }
}

/// What to do about values that are missing.
fn again(names: &[String]) -> &'static str {
    match names.len() {
        1 => "Give it its value again with `keyloft rotate`, or leave it out with --only",
        _ => "Give them their values again with `keyloft rotate`, or leave them out with --only",
    }
}

/// Why one value is left out, and which target could hold it.
pub(super) fn cant_hold(target: Target, refused: &Refused) -> String {
    let other = refused.could.map(|t| format!("; `--for {}` can", t.word())).unwrap_or_default();
    format!("{} can't hold it: {}{other}", target.word(), refused.reason)
}

fn cant_hold_words(target: Target, refused: &[Refused]) -> String {
    let words: Vec<String> = refused.iter().map(|one| format!("{}: {}", one.name, cant_hold(target, one))).collect();
    format!("{}. Use --skip-refused to leave them out", words.join("; "))
}

fn clipboard_words(error: &ClipboardError) -> String {
    format!("{} {}", lower_first(&error.to_string()), error.advice().trim_end_matches('.'))
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

fn nearest_words(nearest: &[String]) -> String {
    match nearest {
        [] => ". `keyloft ls` lists what there is".into(),
        [one] => format!(". Did you mean {one}?"),
        several => format!(". Did you mean {}?", several.join(" or ")),
    }
}

impl Error {
    /// "Couldn't add shop/dev/X: GNOME Keyring is locked. Unlock it, then try again."
    pub fn sentence(&self, what: &str, which: &str) -> String {
        let space = if which.is_empty() { "" } else { " " };
        let text = self.to_string();
        let stop = if text.ends_with(['.', '?']) { "" } else { "." };
        format!("Couldn't {what}{space}{which}: {text}{stop}")
    }

    /// The two parts of the text: why, and what to do.
    pub fn why_and_advice(&self) -> (String, String) {
        let text = self.to_string();
        match text.split_once(". ") {
            Some((why, advice)) => (why.to_owned(), advice.to_owned()),
            None => (text, String::new()),
        }
    }

    /// What brings the keychain back that this vault's secrets lie in: another vault or keyring would hold none of them.
    pub fn way_back(&self) -> Option<&'static str> {
        match self {
            Self::Store(StoreError::Absent { .. }) => {
                Some("Start the keychain that holds this vault's secrets, or log in to it, then try again")
            }
            Self::Store(StoreError::Unmade { store }) if store == "KeePassXC" => {
                Some("Open your database in KeePassXC, then try again")
            }
            Self::Store(StoreError::Unmade { .. }) => Some(
                "This vault's secrets lie in another keyring or keychain. Start that one, or end the one that answers in its place",
            ),
            _ => None,
        }
    }

    /// True where the vault is locked, its passphrase is wrong, or its keychain can't be reached (exit code 4).
    pub fn is_access(&self) -> bool {
        match self {
            Self::Locked
            | Self::WrongPassphrase
            | Self::KeyGone { .. }
            | Self::KeyEmpty { .. }
            | Self::NoStore { .. } => true,
            Self::Store(error) => is_store_access(error),
            Self::NotSavedYet { source, .. } => is_store_access(source),
            _ => false,
        }
    }
}

fn is_store_access(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::Locked { .. }
            | StoreError::Denied { .. }
            | StoreError::TimedOut { .. }
            | StoreError::Unanswered { .. }
            | StoreError::Absent { .. }
            | StoreError::Unmade { .. }
            | StoreError::Lacking { .. }
            | StoreError::Broken { .. }
    )
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_is_not_there_may_lie_in_another_keychain_than_the_one_that_answers() {
        for (answers, others) in [
            ("KWallet", "GNOME Keyring or KeePassXC"),
            ("GNOME Keyring", "KWallet or KeePassXC"),
            ("the system keychain", "GNOME Keyring, KWallet or KeePassXC"),
        ] {
            let (why, advice) = Error::KeyGone { store: answers.into() }.why_and_advice();
            assert_eq!(why, format!("{answers} answers, and doesn't hold this vault's key"));
            assert!(advice.starts_with(&format!("It may lie in another keychain, such as {others}:")), "{advice}");
        }
    }
}
