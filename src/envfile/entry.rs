//! What reading a file gives: entries, and what was strange about them.

use std::ops::Range;

use super::alien::Alien;
use crate::model::{NameError, Secret, VariableName};

/// Whose rules a file is read by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// JSON where the first character is `{`, else [`Dialect::Dotenv`]; entries that other parsers would read
    /// differently carry a note.
    #[default]
    Auto,
    /// The npm package `dotenv`.
    Dotenv,
    /// Next.js and Vite: dotenv, then dotenv-expand, for which `\$` is a dollar and names count in every sort of quotes.
    Expand,
    /// dotenvx.
    Dotenvx,
    /// `node --env-file`.
    NodeEnvFile,
    /// python-dotenv.
    Python,
    /// Docker Compose's `env_file` and `.env`.
    Compose,
    /// bash, dash and zsh: `.envrc`, files of exports. Substitutions are kept as text.
    Shell,
    /// `docker run --env-file`: everything after `=`, as it stands.
    Docker,
    /// One flat JSON object of strings, numbers and booleans.
    Json,
    /// A list with headers: Infisical, Bitwarden, KeePassXC, 1Password.
    Csv,
    /// JSON of Infisical, Doppler or Bitwarden (passwords or Secrets Manager), or Keyloft's own inventory.
    ToolJson,
    /// Secrets of Kubernetes, as YAML or JSON.
    Kubernetes,
}

impl Dialect {
    /// Who reads so, within a sentence: "read as a shell reads it".
    pub fn reader(self) -> &'static str {
        match self {
            Self::Auto | Self::Dotenv => "dotenv",
            Self::Expand => "Next and Vite",
            Self::Dotenvx => "dotenvx",
            Self::NodeEnvFile => "node --env-file",
            Self::Python => "python-dotenv",
            Self::Compose => "Docker Compose",
            Self::Shell => "a shell",
            Self::Docker => "docker",
            Self::Json => "JSON",
            Self::Csv => "a spreadsheet",
            Self::ToolJson => "the tool that wrote it",
            Self::Kubernetes => "kubectl",
        }
    }
}

/// Something a person should know about an entry before it is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// The value names other variables, in the order they come, each once.
    NamesOthers(Vec<String>),
    /// The value begins `op://` or `keyloft://`: it points to a secret elsewhere.
    Reference,
    /// The value begins `encrypted:`.
    Encrypted,
    /// Other parsers would read another value; the text says why, for people.
    DialectsDisagree(&'static str),
    /// The name changes how programs run (`PATH`, `LD_PRELOAD` …).
    DangerousName,
    /// It has another name in the file, which is no variable's; empty where that may hold a secret.
    Renamed(String),
    /// It would have had this name, which another entry of the file has.
    NameTaken(String),
    /// Where it stands in the tool that wrote the file: a folder, a project, a path.
    From(String),
    /// What the tool has beside it and a key can't have.
    NotTaken(Vec<&'static str>),
    /// The name stood in the file before; this is the last one, which wins.
    Duplicate,
}

/// One variable.
#[derive(Debug)]
pub struct Entry {
    /// Its name, checked.
    pub name: VariableName,
    /// Its value, byte for byte as the dialect's parser reads it.
    pub value: Secret,
    /// The line it begins on; the first is 1.
    pub line: u32,
    /// The comment lines directly above and the comment behind it, joined by line feeds, as they stand. May hold secrets:
    /// see [`super::comment_as_note`].
    pub comment: Option<Box<str>>,
    /// Whether `export` stood before it.
    pub export: bool,
    /// Whether the value stood in quotes.
    pub quoted: bool,
    /// What else there is to it. Most entries have nothing: a file of a hundred thousand is read at the speed of memory.
    pub beside: Option<Box<Beside>>,
}

/// What there is beside a value.
#[derive(Debug, Default)]
pub struct Beside {
    /// Labels in the tool that wrote the file; an environment file has none.
    pub tags: Vec<String>,
    /// The address it is used against there; lets nobody in by itself.
    pub address: Option<String>,
    /// What is strange about the entry.
    pub notes: Vec<Note>,
    /// Where the value names other variables, so that they can be put in.
    pub(super) references: Vec<Reference>,
}

impl Entry {
    /// What is strange about it.
    pub fn notes(&self) -> &[Note] {
        self.beside.as_ref().map_or(&[], |beside| &beside.notes)
    }

    /// Notes one thing more.
    pub(super) fn note(&mut self, note: Note) {
        self.beside_mut().notes.push(note);
    }

    pub(super) fn references(&self) -> &[Reference] {
        self.beside.as_ref().map_or(&[], |beside| &beside.references)
    }

    /// Says anew where the value names other variables, and which.
    pub(super) fn set_references(&mut self, references: Vec<Reference>) {
        if references.is_empty() && self.beside.is_none() {
            return;
        }
        let beside = self.beside_mut();
        beside.notes.retain(|note| !matches!(note, Note::NamesOthers(_)));
        let named = super::references::names(&references);
        if !named.is_empty() {
            beside.notes.push(Note::NamesOthers(named));
        }
        beside.references = references;
    }

    fn beside_mut(&mut self) -> &mut Beside {
        self.beside.get_or_insert_default()
    }
}

/// A `$NAME` or `${NAME}` in a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    /// The bytes of the value it stands on; empty range where it can't be put in (`${NAME:-…}`).
    pub range: Range<usize>,
    /// The name in it.
    pub name: String,
}

/// A line that gave no entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which line; the first is 1.
    pub line: u32,
    /// Why.
    pub reason: Reason,
}

/// Why a line gave no entry. No text holds a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// No `NAME=value`.
    #[error("is not NAME=value")]
    NotAnAssignment,
    /// A name that can't be a variable's.
    #[error(transparent)]
    BadName(#[from] NameError),
    /// `NAME` alone: docker takes the value from the environment it runs in.
    #[error("has a name and no value")]
    NoValue,
    /// A quote or a `$(` that is never closed; shells refuse the file from there on.
    #[error("opens a quote or a substitution that is never closed; nothing after it was read")]
    NeverClosed,
    /// A command, not an assignment; it is not run.
    #[error("is a command, which is not run")]
    Command,
    /// The lines of a PEM that was not put in quotes.
    #[error("is the rest of a key that isn't in quotes; it was left out")]
    LoosePem,
    /// docker refuses lines over 64 KiB.
    #[error("is over 64 KiB long, more than docker reads")]
    LineTooLong,
    /// A JSON member that is an object, an array or null.
    #[error("{0} is no string, number or boolean")]
    NotFlat(VariableName),
    /// A key of an inventory, which has no secrets.
    #[error("{0} has no value: an inventory lists keys without their secrets")]
    Inventory(VariableName),
    /// A value of a Kubernetes Secret that is no base64.
    #[error("is no base64")]
    NotBase64,
    /// A card or an identity of a password manager.
    #[error("is a card or an identity, which is no key; it was left out")]
    NoKey,
    /// A record that its tool has put away.
    #[error("is archived; it was left out")]
    Archived,
    /// A manifest of another kind than Secret.
    #[error("is no Secret but {}; it was left out", if .0.is_empty() { "of another kind" } else { .0.as_str() })]
    OtherKind(String),
    /// A JSON string that is no text.
    #[error("{0} is no valid text")]
    BadText(VariableName),
}

impl Reason {
    /// True where something stands there that was not understood; else it is understood, and is nothing to take.
    pub fn is_unread(&self) -> bool {
        match self {
            Self::NotAnAssignment
            | Self::BadName(_)
            | Self::NeverClosed
            | Self::LoosePem
            | Self::LineTooLong
            | Self::NotFlat(_)
            | Self::NotBase64
            | Self::BadText(_) => true,
            Self::NoValue | Self::Command | Self::Inventory(_) | Self::NoKey | Self::Archived | Self::OtherKind(_) => {
                false
            }
        }
    }
}

/// A file, read.
#[derive(Debug, Default)]
pub struct Parsed {
    /// Whose rules it was read by: the one that was named, or that the content tells.
    pub dialect: Dialect,
    /// The variables, each name once, in the order they first came.
    pub entries: Vec<Entry>,
    /// Assignments in comments (`# OLD=…`), which can be imported as disabled.
    pub commented_out: Vec<Entry>,
    /// Lines that gave nothing.
    pub problems: Vec<Problem>,
    /// All of it is written so that every reader of environment files finds the same. Only dotenv's reader tells.
    pub(super) common: bool,
}

/// Why a file was not read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Over 16 MiB.
    #[error("the file is {bytes} bytes, more than 16 MiB. Split it, or check that it is the right one")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// Over 100,000 entries, counting commented-out ones and problems.
    #[error("the file has more than 100,000 entries. Split it, or check that it is the right one")]
    TooMany,
    /// A NUL byte, which no environment variable can hold.
    #[error("line {line} holds a NUL byte. No environment file can: check that it is the right one")]
    Nul {
        /// The line.
        line: u32,
    },
    /// UTF-16, as some programs of Windows write it.
    #[error("it is written in UTF-16, which no reader of environment files takes. Save it as UTF-8")]
    Utf16,
    /// Another sort of file.
    #[error(transparent)]
    Alien(#[from] Alien),
    /// Not a list with headers.
    #[error("it is no list with a name and a value column, or broken at line {line}. Export it as CSV again")]
    Csv {
        /// The line.
        line: u32,
    },
    /// Bitwarden's export with a password or for one account.
    #[error(
        "it is encrypted, and only Bitwarden opens it. Export it again as .json without encryption, import that, then \
         delete it"
    )]
    Encrypted,
    /// Not YAML, too deep, or with too many aliases.
    #[error("it is no valid YAML, or nested deeper than a manifest is. Check it with kubectl")]
    Yaml,
    /// Not JSON, or too deep.
    #[error("it is no valid JSON at line {line}, column {column}")]
    Json {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// JSON, but not an object.
    #[error("the JSON is no object. It should be one object of names and values")]
    NotAnObject,
}
