//! `$NAME` and `${NAME}` in a value.

use super::entry::{Entry, Reference};
use crate::model::Secret;

/// All of them in an unquoted or double-quoted value, none behind a backslash. `${NAME:-…}` and its kin are found too, with
/// an empty range: they are more than a plain substitution.
pub(super) fn find(value: &[u8]) -> Vec<Reference> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(step) = memchr::memchr(b'$', &value[at..]) {
        let dollar = at + step;
        at = dollar + 1;
        if dollar > 0 && value[dollar - 1] == b'\\' {
            continue;
        }
        if let Some(reference) = at_dollar(value, dollar) {
            at = reference.range.end.max(at);
            found.push(reference);
        }
    }
    found
}

/// The reference that begins at this `$`.
pub(super) fn at_dollar(value: &[u8], dollar: usize) -> Option<Reference> {
    let braced = value.get(dollar + 1) == Some(&b'{');
    let start = dollar + 1 + usize::from(braced);
    let end = start + name_len(&value[start.min(value.len())..]);
    if end == start {
        return None;
    }
    let name = String::from_utf8_lossy(&value[start..end]).into_owned();
    let range = match (braced, value.get(end)) {
        (false, _) => dollar..end,
        (true, Some(b'}')) => dollar..end + 1,
        (true, Some(b':' | b'-' | b'+' | b'?' | b'=')) => dollar..dollar,
        (true, _) => return None,
    };
    Some(Reference { range, name })
}

/// Length of the variable name at the beginning, 0 if there is none.
pub(super) fn name_len(text: &[u8]) -> usize {
    match text.first() {
        Some(first) if first.is_ascii_alphabetic() || *first == b'_' => {
            text.iter().take_while(|byte| NAMED[usize::from(**byte)]).count()
        }
        _ => 0,
    }
}

/// What names are made of: `[A-Za-z0-9_]`.
const NAMED: [bool; 256] = {
    let mut named = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        named[byte] = (byte as u8).is_ascii_alphanumeric() || byte as u8 == b'_';
        byte += 1;
    }
    named
};

/// The names, each once, in the order they come.
pub(super) fn names(references: &[Reference]) -> Vec<String> {
    if references.is_empty() {
        return Vec::new();
    }
    let mut seen = std::collections::HashSet::new();
    references.iter().filter(|reference| seen.insert(&reference.name)).map(|reference| reference.name.clone()).collect()
}

/// The text with the backslash taken from before each `$`, and the names behind the others.
pub(super) fn with_dollars(text: &[u8]) -> (Vec<u8>, Vec<Reference>) {
    let mut value = Vec::with_capacity(text.len());
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(step) = memchr::memchr(b'$', &text[at..]) {
        let dollar = at + step;
        value.extend_from_slice(&text[at..dollar]);
        at = dollar + 1;
        if value.last() == Some(&b'\\') && step > 0 {
            value.pop();
        } else if let Some(mut reference) = at_dollar(text, dollar) {
            let length = reference.range.len();
            reference.range = value.len()..value.len() + length;
            found.push(reference);
        }
        value.push(b'$');
    }
    value.extend_from_slice(&text[at..]);
    (value, found)
}

/// The same for an entry that was read already.
pub(super) fn expand_dollars(entry: &mut Entry) {
    // Opened to be read as the next reader in line does.
    let text = entry.value.expose();
    if memchr::memchr(b'$', text).is_none() {
        return;
    }
    let (value, found) = with_dollars(text);
    entry.set_references(found);
    entry.value = Secret::new(value);
}
