//! Telling a file's dialect by what stands in it and by its name, and saying of each line where the others would read
//! something else.

use std::collections::HashMap;

use memchr::memmem;

use super::entry::{Dialect, Note, Parsed};
use super::look::Look;
use super::read::read_as;
use super::words;

/// Beginnings of lines that only a shell's file has.
const SHELL_LINES: [&[u8]; 10] =
    [b"set -", b"set +", b"source ", b". ", b"eval ", b"unset ", b"if [", b"declare -", b"readonly ", b"source_env"];

/// Who else reads environment files, and how a line that they read differently is called.
const READERS: [(Dialect, &str); 5] = [
    (Dialect::Dotenv, words::DOTENV_DIFFERS),
    (Dialect::NodeEnvFile, words::NODE_DIFFERS),
    (Dialect::Python, words::PYTHON_DIFFERS),
    (Dialect::Compose, words::COMPOSE_DIFFERS),
    (Dialect::Shell, words::SHELL_DIFFERS),
];

/// The dialect that a file's name stands for; none where it stands for no certain one.
pub fn dialect_of_name(name: &str) -> Option<Dialect> {
    let ends = |ending: &str| name.ends_with(ending);
    (name == ".envrc" || ends(".sh") || ends(".bash") || ends(".zsh")).then_some(Dialect::Shell)
}

/// True for a file that was written for a shell: a first line that names one, lines that are commands, or quotes as only
/// shells put them together.
pub(super) fn is_shell(text: &[u8]) -> bool {
    if text.starts_with(b"#!") {
        let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
        return first.ends_with(b"sh");
    }
    memmem::find(text, b"'\\''").is_some()
        || memmem::find(text, b"=$'").is_some()
        || lines(text).any(|line| {
            // Names stand in capitals, mostly.
            line.first().is_some_and(|first| !first.is_ascii_uppercase())
                && SHELL_LINES.iter().any(|start| line.starts_with(start))
        })
}

/// Reads the text as the others do, and notes where they find another value. What has a reason noted already keeps that.
pub(super) fn disagreements(text: &[u8], parsed: &mut Parsed) {
    if parsed.dialect == Dialect::Json || is_common(text) {
        return;
    }
    let told: Vec<bool> = parsed
        .entries
        .iter()
        .map(|entry| entry.notes.iter().any(|note| matches!(note, Note::DialectsDisagree(_))))
        .collect();
    if told.iter().all(|told| *told) {
        return;
    }
    for (dialect, words) in READERS.into_iter().filter(|(dialect, _)| *dialect != parsed.dialect) {
        let theirs = read_as(text, dialect, None).unwrap_or_default();
        let theirs: HashMap<_, _> = theirs.entries.iter().map(|entry| (&entry.name, &entry.value)).collect();
        for (entry, _) in parsed.entries.iter_mut().zip(&told).filter(|(_, told)| !**told) {
            // Opened to be compared.
            let same = theirs.get(&entry.name).is_some_and(|value| value.expose() == entry.value.expose());
            if !same {
                entry.notes.push(Note::DialectsDisagree(words));
            }
        }
    }
}

/// True where every line is empty, a comment, or an assignment that all of them read the same: bare or quoted, with nothing in
/// it that one of them takes for its own, and a comment behind it.
fn is_common(text: &[u8]) -> bool {
    memchr::memchr(b'\r', text).is_none() && lines(text).all(is_common_line)
}

fn is_common_line(line: &[u8]) -> bool {
    let line = line.strip_prefix(b"export ").unwrap_or(line);
    if line.is_empty() || line[0] == b'#' {
        return true;
    }
    let name = super::references::name_len(line);
    if name == 0 || line.get(name) != Some(&b'=') {
        return false;
    }
    let value = &line[name + 1..];
    let behind = match value.first() {
        Some(quote @ (b'\'' | b'"')) => match memchr::memchr(*quote, &value[1..]) {
            Some(close) if !Look::at(&value[1..=close]).has(NEVER_COMMON) => &value[close + 2..],
            _ => return false,
        },
        _ => {
            let end = memchr::memchr(b' ', value).unwrap_or(value.len());
            if end == 0 && !value.is_empty() || !super::write::is_bare(&value[..end]) {
                return false;
            }
            &value[end..]
        }
    };
    behind.is_empty() || behind.starts_with(b" #")
}

/// What some reader takes for its own even within quotes.
const NEVER_COMMON: u8 = Look::QUOTE | Look::BACKSLASH | Look::DOLLAR | Look::BACKTICK | Look::WIDE;

fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = memchr::memchr(b'\n', text);
        rest = end.map(|end| &text[end + 1..]);
        Some(&text[..end.unwrap_or(text.len())])
    })
}
