//! Where the first secrets will be kept: what is said of the keychain, and the ways on from there.

use crate::jobs::{KeychainStands, Snapshot, VaultState};

/// Where secrets will be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// There is a vault.
    Vault,
    /// There is none, and the keychain stands so.
    Keychain(KeychainStands),
    /// There is none, and the keychain asks its user to open it, or for the password of a first keyring.
    Asks,
}

impl Where {
    /// As the worker said last.
    pub fn of(snapshot: &Snapshot) -> Self {
        match snapshot.state {
            VaultState::NoVault { .. } if snapshot.asks_user => Self::Asks,
            VaultState::NoVault { keychain } => Self::Keychain(keychain),
            _ => Self::Vault,
        }
    }

    /// The line about it.
    pub fn words(self, title: &str) -> String {
        match self {
            Self::Vault => format!("Secrets are kept in {title}."),
            Self::Asks => format!("{title} asks for a password. Answer it there."),
            Self::Keychain(KeychainStands::Open) => format!("{title} is unlocked. Secrets will be kept there."),
            Self::Keychain(KeychainStands::Locked) => {
                format!("{title} is locked. Unlock it to keep secrets there, or choose a passphrase.")
            }
            Self::Keychain(KeychainStands::Unmade) => {
                format!("{title} has no keyring yet. Make one to keep secrets there, or choose a passphrase.")
            }
            Self::Keychain(KeychainStands::Lacks(lack)) => {
                format!("{}. {}, or choose a passphrase.", lack.why(), lack.advice())
            }
            Self::Keychain(KeychainStands::Absent) => {
                "No keychain answers on this computer. Choose a passphrase first.".to_owned()
            }
        }
    }

    /// The ways on from there, the last one at the right; the one that has the keyboard where nothing else can be begun with.
    pub fn links(self) -> (&'static [&'static str], Option<usize>) {
        match self {
            Self::Vault => (&[GO_ON], None),
            Self::Asks => (&[STOP_WAITING, PASSPHRASE], Some(0)),
            Self::Keychain(KeychainStands::Open) => (&[START_EMPTY, PASSPHRASE], None),
            Self::Keychain(KeychainStands::Locked) => (&[UNLOCK, PASSPHRASE], Some(0)),
            Self::Keychain(KeychainStands::Unmade) => (&[MAKE_KEYRING, PASSPHRASE], Some(0)),
            Self::Keychain(KeychainStands::Lacks(_) | KeychainStands::Absent) => (&[TRY_AGAIN, PASSPHRASE], Some(1)),
        }
    }

    /// What adding and importing need first; none where they can be begun with.
    pub fn needs(self) -> Option<&'static str> {
        match self {
            Self::Vault | Self::Keychain(KeychainStands::Open) => None,
            Self::Asks => Some("Answer the keychain first, or choose a passphrase."),
            Self::Keychain(KeychainStands::Locked) => Some("Unlock the keychain first, or choose a passphrase."),
            Self::Keychain(KeychainStands::Unmade) => Some("Make a keyring first, or choose a passphrase."),
            Self::Keychain(KeychainStands::Lacks(_)) => {
                Some("Choose a passphrase first: the keychain takes nothing in yet.")
            }
            Self::Keychain(KeychainStands::Absent) => {
                Some("Choose a passphrase first: there is no keychain to keep secrets in.")
            }
        }
    }
}

/// On to the keys of a vault that was made.
pub const GO_ON: &str = "Go to the keys";
/// A vault with nothing in it.
pub const START_EMPTY: &str = "Start empty";
/// Asks the keychain to open.
pub const UNLOCK: &str = "Unlock keychain…";
/// Asks the keychain to make a first keyring.
pub const MAKE_KEYRING: &str = "Make a keyring…";
/// Waits no longer for what the keychain asks.
pub const STOP_WAITING: &str = "Stop waiting";
/// Looks at the keychain again.
pub const TRY_AGAIN: &str = "Try again";
/// A vault of Keyloft's own.
pub const PASSPHRASE: &str = "Use a passphrase instead…";
