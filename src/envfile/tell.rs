//! Telling a file's dialect by what stands in it and by its name, and saying of each line where the others would read
//! something else.

use std::collections::HashMap;

use memchr::memmem;

use super::entry::{Dialect, Note, Parsed};
use super::lines::lines;
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

/// True for a file whose first line names a shell.
pub(super) fn names_a_shell(text: &[u8]) -> bool {
    text.starts_with(b"#!") && lines(text).next().is_some_and(|first| first.ends_with(b"sh"))
}

/// True for a file that was written for a shell: a first line that names one, lines that are commands, or quotes as only
/// shells put them together.
pub(super) fn is_shell(text: &[u8]) -> bool {
    if text.starts_with(b"#!") {
        return names_a_shell(text);
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
    let told: Vec<bool> = parsed
        .entries
        .iter()
        .map(|entry| entry.notes().iter().any(|note| matches!(note, Note::DialectsDisagree(_))))
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
                entry.note(Note::DialectsDisagree(words));
            }
        }
    }
}
