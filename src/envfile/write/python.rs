//! python-dotenv: `'…'` with two escapes, and `${…}` put in even there.

use super::WhyRefused;
use super::portable::is_bare;
use crate::model::VariableName;

/// Appends `NAME='value'` and a line feed.
pub(super) fn print(out: &mut Vec<u8>, name: &VariableName, value: &[u8]) -> Result<(), WhyRefused> {
    if std::str::from_utf8(value).is_err() {
        return Err(WhyRefused::NotUtf8);
    }
    match value {
        value if value.contains(&0) => return Err(WhyRefused::Nul),
        // The file is read with universal newlines, and no escape of '…' stands for a CR.
        value if value.contains(&b'\r') => return Err(WhyRefused::CarriageReturn),
        value if memchr::memmem::find(value, b"${").is_some() => return Err(WhyRefused::Expands("${")),
        _ => {}
    }
    out.extend_from_slice(name.as_str().as_bytes());
    out.push(b'=');
    if is_bare(value) || value.ends_with(b"\\") {
        // A quoted one that ends so runs on to the next quote of the file: see `closing`.
        if !is_plain(value) {
            return Err(WhyRefused::EndsInBackslash);
        }
        out.extend_from_slice(value);
    } else {
        out.push(b'\'');
        for byte in value {
            if matches!(byte, b'\\' | b'\'') {
                out.push(b'\\');
            }
            out.push(*byte);
        }
        out.push(b'\'');
    }
    out.push(b'\n');
    Ok(())
}

/// Reads assignments without white space around `=`, bare or in `'…'`, as python-dotenv does; none for anything else.
pub(super) fn parse(text: &[u8]) -> Option<Vec<(Vec<u8>, Vec<u8>)>> {
    let mut entries = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if matches!(rest[0], b'#' | b'\n') {
            rest = memchr::memchr(b'\n', rest).map_or(&[], |at| &rest[at + 1..]);
            continue;
        }
        let sign = memchr::memchr2(b'=', b'\n', rest).filter(|at| rest[*at] == b'=')?;
        let name = rest[..sign].to_vec();
        rest = &rest[sign + 1..];
        if rest.first() != Some(&b'\'') {
            let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let value = &rest[..end];
            if !is_plain(value) {
                return None;
            }
            entries.push((name, value.to_vec()));
            rest = rest.get(end + 1..).unwrap_or_default();
            continue;
        }
        let close = closing(rest)?;
        let value = unescaped(&rest[1..close]);
        if memchr::memmem::find(&value, b"${").is_some() {
            return None;
        }
        entries.push((name, value));
        rest = &rest[close + 1..];
        match rest.first() {
            None => {}
            Some(b'\n') => rest = &rest[1..],
            Some(_) => return None,
        }
    }
    Some(entries)
}

/// What python-dotenv reads as it stands without quotes: one line, no quote at its beginning, no comment, no white space at
/// its ends (Python's, so anything but ASCII there is left out too).
fn is_plain(value: &[u8]) -> bool {
    let solid = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_graphic);
    solid(value.first())
        && solid(value.last())
        && !matches!(value.first(), Some(b'\'' | b'"' | b'#'))
        && value.iter().all(|byte| *byte != b'\n' && *byte != b'\r' && *byte != 0)
        && !value.contains(&b'#')
        && memchr::memmem::find(value, b"${").is_none()
}

/// Where python-dotenv's `'((?:\\'|[^'])*)'` ends: greedy, so that an escaped quote is one if any quote follows it at all,
/// and the end of the line behind the last one is looked at only afterwards.
fn closing(text: &[u8]) -> Option<usize> {
    let mut at = 1;
    let mut fallback = None;
    while at < text.len() {
        match text[at] {
            b'\\' if text.get(at + 1) == Some(&b'\'') => {
                // Should nothing close it further on, this one does.
                fallback = Some(at + 1);
                at += 2;
            }
            b'\'' => return Some(at),
            _ => at += 1,
        }
    }
    fallback
}

/// `\\` and `\'` stand for their second character.
fn unescaped(inner: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(inner.len());
    let mut bytes = inner.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        match (byte, bytes.peek()) {
            (b'\\', Some(next @ (b'\\' | b'\''))) => {
                out.push(*next);
                bytes.next();
            }
            (byte, _) => out.push(byte),
        }
    }
    out
}
