//! The one way in: limits first, then the dialect's reader.

use std::borrow::Cow;

use zeroize::Zeroizing;

use super::dotenv::Flavour;
use super::entry::{Dialect, Parsed, ReadError};
use super::foreign::{self, Foreign};
use super::gather::Gather;
use super::{alien, compose, docker, dotenv, json, node_env_file, python, shell, tell};

/// Largest file, in bytes.
pub const MAX_FILE: usize = 16 * 1024 * 1024;
/// Most entries, commented-out ones and problems of one file together.
pub const MAX_ENTRIES: usize = 100_000;

/// Reads a file by the dialect's rules. Never executes anything, never expands a name; a byte order mark at the start is
/// skipped. Values are byte for byte what the dialect's parser reads (dotenv turns CR LF into LF, so that is done too).
///
/// # Errors
/// [`ReadError`] for a file that is too large or has too many entries, is UTF-16, holds NUL, is broken JSON, or, where no dialect
/// is named, surely no environment file. Lines that give no
/// entry are [`Parsed::problems`].
pub fn read(text: &[u8], dialect: Dialect) -> Result<Parsed, ReadError> {
    if text.len() > MAX_FILE {
        return Err(ReadError::TooLarge { bytes: text.len() });
    }
    if text.starts_with(b"\xff\xfe") || text.starts_with(b"\xfe\xff") {
        return Err(ReadError::Utf16);
    }
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    if let Some(nul) = memchr::memchr(0, text) {
        let lines = memchr::memchr_iter(b'\n', &text[..nul]).count();
        return Err(ReadError::Nul { line: u32::try_from(lines + 1).expect("a file is at most 16 MiB") });
    }
    if dialect != Dialect::Auto {
        return read_as(text, dialect, None);
    }
    if let Some(other) = alien::told(text) {
        return Err(ReadError::Alien(other));
    }
    if let Some(format) = foreign::told(text) {
        let dialect = match format {
            Foreign::Csv => Dialect::Csv,
            Foreign::Json | Foreign::Bitwarden | Foreign::Doppler => Dialect::ToolJson,
            Foreign::Kubernetes => Dialect::Kubernetes,
        };
        return read_as(text, dialect, Some(format));
    }
    if text.trim_ascii_start().first() == Some(&b'{') {
        return read_as(text, Dialect::Json, None);
    }
    // Nearly every file is read the same by all; only one that may not be is looked at again.
    let as_dotenv = read_as(text, Dialect::Dotenv, None);
    if !tell::names_a_shell(text) && as_dotenv.as_ref().is_ok_and(|parsed| parsed.common) {
        return as_dotenv;
    }
    let mut parsed = if tell::is_shell(text) { read_as(text, Dialect::Shell, None)? } else { as_dotenv? };
    tell::disagreements(text, &mut parsed);
    Ok(parsed)
}

/// Reads by the rules of a dialect that is known; `format` is what the content was told to be.
pub(super) fn read_as(text: &[u8], dialect: Dialect, format: Option<Foreign>) -> Result<Parsed, ReadError> {
    let mut gather = Gather::new(memchr::memchr_iter(b'\n', text).count() + 1);
    match dialect {
        Dialect::Json => json::read(text, &mut gather)?,
        Dialect::Auto | Dialect::Dotenv | Dialect::Expand | Dialect::Dotenvx => {
            let flavour = if dialect == Dialect::Dotenvx { Flavour::Dotenvx } else { Flavour::Dotenv };
            match with_line_feeds(text) {
                Cow::Borrowed(text) => dotenv::read(text, flavour, &mut gather)?,
                Cow::Owned(text) => {
                    gather.differs();
                    dotenv::read(&Zeroizing::new(text), flavour, &mut gather)?;
                }
            }
        }
        Dialect::Python => match with_line_feeds(text) {
            Cow::Borrowed(text) => python::read(text, &mut gather)?,
            Cow::Owned(text) => python::read(&Zeroizing::new(text), &mut gather)?,
        },
        Dialect::NodeEnvFile => node_env_file::read(text, &mut gather)?,
        Dialect::Compose => compose::read(text, &mut gather)?,
        Dialect::Shell => shell::read(text, &mut gather)?,
        Dialect::Docker => docker::read(text, &mut gather)?,
        Dialect::Csv => foreign::read(text, Foreign::Csv, &mut gather)?,
        Dialect::ToolJson => foreign::read(text, format.unwrap_or(Foreign::Json), &mut gather)?,
        Dialect::Kubernetes => foreign::read(text, Foreign::Kubernetes, &mut gather)?,
    }
    if dialect == Dialect::Expand {
        gather.expand_dollars();
    }
    Ok(gather.finish(dialect))
}

/// CR LF and CR alone become LF.
fn with_line_feeds(text: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr(b'\r', text).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if byte == b'\r' {
            bytes.next_if_eq(&b'\n');
            out.push(b'\n');
        } else {
            out.push(byte);
        }
    }
    Cow::Owned(out)
}
