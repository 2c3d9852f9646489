//! Counts and fates in words.

use crate::jobs::{Fate, PlannedEntry};

/// Of a value that names others, which are not put in.
pub const AS_TEXT: &str = "Kept as text";

/// An entry's fate in a few words: they stand beside its name.
pub fn fate_words(entry: &PlannedEntry, comes_in: bool) -> String {
    match &entry.fate {
        Fate::New if comes_in && !entry.unknown.is_empty() => AS_TEXT.to_owned(),
        Fate::New if comes_in => "New".to_owned(),
        Fate::New => "Not imported".to_owned(),
        Fate::Differs if !comes_in => "Other value kept".to_owned(),
        Fate::Differs | Fate::Replaces => "Replaces what is there".to_owned(),
        Fate::Lost if comes_in => "Put in again".to_owned(),
        Fate::Lost => "Stays missing".to_owned(),
        Fate::Same => "Already there".to_owned(),
        Fate::Asks(_) if comes_in => "Imported anyway".to_owned(),
        Fate::Asks(_) | Fate::LeftOut(_) => "Not imported".to_owned(),
    }
}

/// Why an entry does not come in unless a person says so, or not at all: a sentence, so it stands under its name.
pub fn fate_reason(entry: &PlannedEntry) -> Option<String> {
    match &entry.fate {
        Fate::Asks(reason) | Fate::LeftOut(reason) => Some(capitalised(reason)),
        _ => None,
    }
}

/// "12 keys and 3 plain".
pub fn counted(keys: usize, plain: usize) -> String {
    let words = format!("{keys} {}", if keys == 1 { "key" } else { "keys" });
    if plain == 0 { words } else { format!("{words} and {plain} plain") }
}

/// "Line 3 is not NAME=value", "Line 3: B-C is no variable name": what is wrong with a line, whatever the reason begins with.
pub fn line_words(line: &str, why: &str) -> String {
    let goes_on = ["is ", "has ", "opens "].iter().any(|verb| why.starts_with(verb));
    capitalised(&format!("{line}{} {why}", if goes_on { "" } else { ":" }))
}

/// Begins with a capital.
pub fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
