//! Words to choose from.

use std::fmt;
use std::str::FromStr;

use clap::ValueEnum;

use crate::model::{EnvRef, NameError, Theme, check_place_name};
use crate::report::Form;

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

/// `activity --format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ActivityFormatArg {
    /// For reading.
    Table,
    /// An array of objects.
    Json,
    /// For a spreadsheet.
    Csv,
}

/// `review --format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReviewFormat {
    /// For people.
    Table,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
    /// A page that stands alone, with charts, for screen and paper.
    Html,
    /// A table for a wiki or a ticket.
    #[value(alias = "markdown")]
    Md,
}

impl ReviewFormat {
    /// The report's form; none for what goes to a terminal or a program.
    pub fn report(self) -> Option<Form> {
        match self {
            Self::Table | Self::Json => None,
            Self::Csv => Some(Form::Csv),
            Self::Html => Some(Form::Html),
            Self::Md => Some(Form::Markdown),
        }
    }
}

/// `person report --format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For spreadsheets.
    Csv,
    /// A page that stands alone, for screen and paper.
    Html,
    /// A table for a wiki or a ticket.
    #[value(alias = "markdown")]
    Md,
}

impl From<ReportFormat> for Form {
    fn from(format: ReportFormat) -> Self {
        match format {
            ReportFormat::Csv => Self::Csv,
            ReportFormat::Html => Self::Html,
            ReportFormat::Md => Self::Markdown,
        }
    }
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

/// PROJECT or PROJECT/ENVIRONMENT.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlaceArg {
    /// A whole project.
    Project(String),
    /// One of its environments.
    Environment(EnvRef),
}

impl FromStr for PlaceArg {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        if text.contains('/') {
            return EnvRef::parse(text).map(Self::Environment);
        }
        check_place_name(text).map(Self::Project)
    }
}

impl fmt::Display for PlaceArg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Project(name) => f.write_str(name),
            Self::Environment(place) => place.fmt(f),
        }
    }
}
