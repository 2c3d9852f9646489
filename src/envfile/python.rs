//! python-dotenv (1.2), by hand from its parser. Its own corners: names may stand in quotes, a comment behind a bare value
//! needs white space before it, `${NAME}` counts in every sort of quotes and `$NAME` in none.

use memchr::{memchr, memchr_iter};

use super::entry::{ReadError, Reason, Reference};
use super::escape::{self, unescape};
use super::gather::{Found, Gather};
use super::lines::{line_end, newlines};
use super::references;
use super::white::{Python, White};
use super::words::Doubt;

/// Reads a whole file. Line ends must be LF already: Python opens text with universal newlines.
pub(super) fn read(text: &[u8], gather: &mut Gather) -> Result<(), ReadError> {
    let (mut at, mut line) = (0, 1);
    loop {
        let start = at + Python::spaces(&text[at..]);
        if start > at {
            let skipped = newlines(&text[at..start]);
            if skipped > 0 {
                gather.blank();
            }
            line += skipped;
        }
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
    let export = text[start..].starts_with(b"export") && Python::blanks(&text[behind..]) > 0;
    if export {
        at = behind + Python::blanks(&text[behind..]);
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
    at += Python::blanks(&text[at..]);
    let mut found = Found { name, line, export, ..Found::default() };
    let has_sign = text.get(at) == Some(&b'=');
    if has_sign {
        at += 1;
        let white = Python::blanks(&text[at..]);
        at += white;
        at = match text.get(at) {
            Some(b'#') if white > 0 => at,
            Some(quote @ (b'\'' | b'"')) => {
                let Some(close) = closing(text, at, *quote) else { return (Err(Reason::NeverClosed), at) };
                let inner = &text[at + 1..close];
                found.value = if *quote == b'"' { unescape(inner, in_double) } else { unescape(inner, in_single) };
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
    let after = at + Python::blanks(&text[at..]);
    if text.get(after) == Some(&b'#') {
        at = line_end(text, after);
        found.inline_comment = Some(&text[after + 1..at]);
    }
    let end = at + Python::blanks(&text[at..]);
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
    while at < text.len() && !matches!(text[at], b'=' | b'#') && Python::len(&text[at..]) == 0 {
        at += 1;
    }
    &text[at..]
}

/// A bare value ends at the first white space with a `#` behind it.
fn bare(line: &[u8]) -> (&[u8], Option<&[u8]>) {
    for hash in memchr_iter(b'#', line) {
        let before = Python::trim_end(&line[..hash]);
        if before.len() < hash {
            return (before, Some(&line[hash + 1..]));
        }
    }
    (Python::trim_end(line), None)
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

/// What stands behind a backslash in `"…"`.
fn in_double(behind: &[u8], out: &mut Vec<u8>) -> Option<usize> {
    match behind.first()? {
        same @ (b'\\' | b'\'' | b'"') => out.push(*same),
        other => out.push(escape::letter(*other)?),
    }
    Some(1)
}

/// The same in `'…'`.
fn in_single(behind: &[u8], out: &mut Vec<u8>) -> Option<usize> {
    let same = behind.first().filter(|same| matches!(same, b'\\' | b'\''))?;
    out.push(*same);
    Some(1)
}

/// `${NAME}` wherever it stands; nothing else is put in.
fn doubts(found: &mut Found<'_>) {
    let value = &found.value;
    let braces = memchr_iter(b'$', value).filter(|at| value.get(at + 1) == Some(&b'{'));
    let references: Vec<Reference> = braces.filter_map(|at| references::at_dollar(value, at)).collect();
    if std::str::from_utf8(value).is_err() {
        found.doubts.add(Doubt::NotUtf8);
    }
    found.refers(references);
}
