//! Words to choose from.

use clap::ValueEnum;

use crate::model::Theme;

/// `--store`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StoreArg {
    /// One keychain item a secret.
    Keychain,
    /// Encrypted in Keyloft's own database, under a passphrase.
    Sealed,
}

/// `--theme`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ThemeArg {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// As the system says.
    System,
}

impl From<ThemeArg> for Theme {
    fn from(theme: ThemeArg) -> Self {
        match theme {
            ThemeArg::Light => Self::Light,
            ThemeArg::Dark => Self::Dark,
            ThemeArg::System => Self::System,
        }
    }
}

/// `--state`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StateFilter {
    /// Active keys.
    Active,
    /// Disabled keys.
    Disabled,
    /// All of them.
    All,
}

/// `--on-conflict`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OnConflict {
    /// The file is not imported.
    Fail,
    /// What stands there stays.
    Skip,
    /// The file's value becomes the next version.
    Replace,
}

/// `review --format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReviewFormat {
    /// For people.
    Table,
    /// For programs.
    Json,
}

/// `review --fail-on`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Only what has to be acted on now.
    ActNow,
    /// That, and what is to be looked at soon.
    LookSoon,
}

/// `generate --hash`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Hash {
    /// SHA-256, right for random tokens.
    Sha256,
}
