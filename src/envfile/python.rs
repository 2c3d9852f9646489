//! python-dotenv (1.2), by hand from its parser. Its own corners: names may stand in quotes, a comment behind a bare value
//! needs white space before it, `${NAME}` counts in every sort of quotes and `$NAME` in none.

use memchr::{memchr, memchr_iter, memmem};

use super::entry::{ReadError, Reason, Reference};
use super::gather::{Found, Gather};
use super::{references, words};

/// Reads a whole file. Line ends must be LF already: Python opens text with universal newlines.
pub(super) fn read(text: &[u8], gather: &mut Gather) -> Result<(), ReadError> {
    let (mut at, mut line) = (0, 1);
    loop {
        let start = at + spaces(&text[at..]);
        if memchr(b'\n', &text[at..start]).is_some() {
            gather.blank();
        }
        line += newlines(&text[at..start]);
        match text.get(start) {
            None => return Ok(()),
            Some(b'#') => {
                let end = line_end(text, start);
                gather.comment(&text[start + 1..end], line)?;
                at = (end + 1).min(text.len());
            }
            Some(_) => {
                let (outcome, stopped) = binding(text, start, line);
                at = match &outcome {
                    Err(_) => (line_end(text, stopped) + 1).min(text.len()),
                    Ok(_) => stopped,
                };
                match outcome {
                    Ok(found) => gather.entry(found)?,
                    Err(reason) => gather.problem(line, reason)?,
                }
            }
        }
        line += newlines(&text[start..at]);
    }
}

/// One assignment that begins at `start`, and where the next thing begins. Where it is none, why, and the place up to which
/// it was one: the rest of that line is passed over.
fn binding(text: &[u8], start: usize, line: u32) -> (Result<Found<'_>, Reason>, usize) {
    let mut at = start;
    let behind = start + 6;
    let export = text[start..].starts_with(b"export") && blanks(&text[behind..]) > 0;
    if export {
        at = behind + blanks(&text[behind..]);
    }
    let quoted_name = text.get(at) == Some(&b'\'');
    let from = at + usize::from(quoted_name);
    let len = match quoted_name {
        true => memchr(b'\'', &text[from..]).unwrap_or(0),
        false => text[from..].len() - trim_name(&text[from..]).len(),
    };
    if len == 0 {
        return (Err(Reason::NotAnAssignment), at);
    }
    let name = &text[from..from + len];
    at = from + len + usize::from(quoted_name);
    at += blanks(&text[at..]);
    let mut found = Found { name, line, export, ..Found::default() };
    let has_sign = text.get(at) == Some(&b'=');
    if has_sign {
        at += 1;
        let white = blanks(&text[at..]);
        at += white;
        at = match text.get(at) {
            Some(b'#') if white > 0 => at,
            Some(quote @ (b'\'' | b'"')) => {
                let Some(close) = closing(text, at, *quote) else { return (Err(Reason::NeverClosed), at) };
                found.value = unescaped(&text[at + 1..close], *quote == b'"');
                found.quoted = true;
                close + 1
            }
            _ => {
                let end = line_end(text, at);
                let (value, comment) = bare(&text[at..end]);
                found.value = value.to_vec();
                found.inline_comment = comment;
                end
            }
        };
    }
    let after = at + blanks(&text[at..]);
    if text.get(after) == Some(&b'#') {
        at = line_end(text, after);
        found.inline_comment = Some(&text[after + 1..at]);
    }
    let end = at + blanks(&text[at..]);
    if !matches!(text.get(end), None | Some(b'\n')) {
        return (Err(Reason::NotAnAssignment), at);
    }
    if !has_sign {
        return (Err(Reason::NoValue), end);
    }
    doubts(&mut found);
    (Ok(found), (end + 1).min(text.len()))
}

/// What stands behind a name's last character.
fn trim_name(text: &[u8]) -> &[u8] {
    let mut at = 0;
    while at < text.len() && !matches!(text[at], b'=' | b'#') && space_len(&text[at..]) == 0 {
        at += 1;
    }
    &text[at..]
}

/// A bare value ends at the first white space with a `#` behind it.
fn bare(line: &[u8]) -> (&[u8], Option<&[u8]>) {
    for hash in memchr_iter(b'#', line) {
        let before = trim_end(&line[..hash]);
        if before.len() < hash {
            return (before, Some(&line[hash + 1..]));
        }
    }
    (trim_end(line), None)
}

/// The place of the quote that closes the one at `open`; a backslash takes the next character with it.
fn closing(text: &[u8], open: usize, quote: u8) -> Option<usize> {
    let mut at = open + 1;
    while let Some(step) = memchr::memchr2(quote, b'\\', &text[at..]) {
        at += step;
        if text[at] == quote {
            return Some(at);
        }
        at += 2;
        if at > text.len() {
            return None;
        }
    }
    None
}

fn unescaped(inner: &[u8], double: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = memchr(b'\\', rest) {
        out.extend_from_slice(&rest[..at]);
        let escaped = match (rest.get(at + 1), double) {
            (Some(same @ (b'\\' | b'\'')), _) | (Some(same @ b'"'), true) => Some(*same),
            (Some(b'a'), true) => Some(7),
            (Some(b'b'), true) => Some(8),
            (Some(b'f'), true) => Some(12),
            (Some(b'n'), true) => Some(b'\n'),
            (Some(b'r'), true) => Some(b'\r'),
            (Some(b't'), true) => Some(b'\t'),
            (Some(b'v'), true) => Some(11),
            _ => None,
        };
        out.push(escaped.unwrap_or(b'\\'));
        rest = &rest[at + 1 + usize::from(escaped.is_some())..];
    }
    out.extend_from_slice(rest);
    out
}

/// `${NAME}` wherever it stands; nothing else is put in.
fn doubts(found: &mut Found<'_>) {
    let value = &found.value;
    let braces = memmem::find_iter(value, b"${");
    let references: Vec<Reference> = braces.filter_map(|at| references::at_dollar(value, at)).collect();
    if std::str::from_utf8(value).is_err() {
        found.disagree.push(words::NOT_UTF8);
    }
    found.references = references;
}

fn newlines(text: &[u8]) -> u32 {
    u32::try_from(memchr_iter(b'\n', text).count()).expect("a file is at most 16 MiB")
}

fn line_end(text: &[u8], from: usize) -> usize {
    memchr(b'\n', &text[from..]).map_or(text.len(), |step| from + step)
}

/// Length of the one white space character at the beginning, as Python sees it (`\s`, `str.rstrip`).
fn space_len(text: &[u8]) -> usize {
    match text {
        [9..=13 | 28..=32, ..] => 1,
        [0xc2, 0x85 | 0xa0, ..] => 2,
        [0xe1, 0x9a, 0x80, ..] | [0xe2, 0x80, 0x80..=0x8a | 0xa8 | 0xa9 | 0xaf, ..] => 3,
        [0xe2, 0x81, 0x9f, ..] | [0xe3, 0x80, 0x80, ..] => 3,
        _ => 0,
    }
}

/// Bytes of white space at the beginning, line feeds too.
fn spaces(text: &[u8]) -> usize {
    let mut at = 0;
    loop {
        match space_len(&text[at..]) {
            0 => return at,
            len => at += len,
        }
    }
}

/// Bytes of white space at the beginning, up to a line feed.
fn blanks(text: &[u8]) -> usize {
    let mut at = 0;
    loop {
        match space_len(&text[at..]) {
            0 => return at,
            _ if text[at] == b'\n' => return at,
            len => at += len,
        }
    }
}

fn trim_end(mut text: &[u8]) -> &[u8] {
    'again: loop {
        for len in 1..=3.min(text.len()) {
            if space_len(&text[text.len() - len..]) == len {
                text = &text[..text.len() - len];
                continue 'again;
            }
        }
        return text;
    }
}
