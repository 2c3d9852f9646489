//! Docker Compose (compose-go 2): `'…'` as it stands, `"…"` with C's escapes, names put in everywhere but in `'…'`. Compose
//! refuses a file as a whole; here the lines that it would refuse are named and the others are read.

use memchr::{memchr, memchr_iter, memchr2};

use super::entry::{ReadError, Reason};
use super::escape::{self, unescape};
use super::gather::{Found, Gather};
use super::lines::{line_end, newlines};
use super::references;
use super::white::{Go, GoLatin, White};
use super::words::Doubt;

/// Reads a whole file.
pub(super) fn read(text: &[u8], gather: &mut Gather) -> Result<(), ReadError> {
    let (mut at, mut line) = (0, 1);
    loop {
        let start = at + Go::spaces(&text[at..]);
        // One of them ends the line before.
        let skipped = newlines(&text[at..start]);
        if skipped > 1 || (at == 0 && start > 0) {
            gather.blank();
        }
        line += skipped;
        let end = match text.get(start) {
            None => return Ok(()),
            Some(b'#') => {
                let end = line_end(text, start);
                gather.comment(&text[start + 1..end], line)?;
                end
            }
            Some(_) => match assignment(text, start, line) {
                Ok((found, end)) => {
                    gather.entry(found)?;
                    end
                }
                Err(Reason::NeverClosed) => return gather.problem(line, Reason::NeverClosed),
                Err(reason) => {
                    gather.problem(line, reason)?;
                    line_end(text, start)
                }
            },
        };
        line += newlines(&text[start..end]);
        at = end;
    }
}

fn assignment(text: &[u8], start: usize, line: u32) -> Result<(Found<'_>, usize), Reason> {
    let exported = text[start..].strip_prefix(b"export").map(GoLatin::spaces).filter(|spaces| *spaces > 0);
    let from = start + exported.map_or(0, |spaces| 6 + spaces);
    let mut sign = from;
    loop {
        match text.get(sign) {
            Some(b'=' | b':') => break,
            None | Some(b'\n') => return Err(Reason::NoValue),
            Some(b'_' | b'.' | b'-' | b'[' | b']' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | 0x80..) => sign += 1,
            Some(_) => match GoLatin::len(&text[sign..]) {
                0 => return Err(Reason::NotAnAssignment),
                len => sign += len,
            },
        }
    }
    let name = Go::trim_end(&text[from..sign]);
    let at = sign + 1 + GoLatin::blanks(&text[sign + 1..]);
    let mut found = Found { name, line, export: exported.is_some(), ..Found::default() };
    let end = match text.get(at) {
        Some(quote @ (b'\'' | b'"')) => {
            let (value, end) = quoted(text, at, *quote).ok_or(Reason::NeverClosed)?;
            found.quoted = true;
            match quote {
                b'"' if memchr(b'\\', &value).is_some() => put_in(unescape(&value, escapes), &mut found),
                b'"' => put_in(value, &mut found),
                _ => found.value = value,
            }
            let behind = end + GoLatin::blanks(&text[end..]);
            if text.get(behind) == Some(&b'#') {
                let line_end = line_end(text, behind);
                found.inline_comment = Some(&text[behind + 1..line_end]);
                line_end
            } else {
                end
            }
        }
        _ => {
            let end = line_end(text, at);
            let is_spaced = |hash: &usize| text[at + hash - 1] == b' ';
            let hash = memchr_iter(b'#', &text[at..end]).filter(|hash| *hash > 0).find(is_spaced);
            found.inline_comment = hash.map(|hash| &text[at + hash + 1..end]);
            let value = Go::trim_end(&text[at..hash.map_or(end, |hash| at + hash - 1)]);
            put_in(value.to_vec(), &mut found);
            end
        }
    };
    if std::str::from_utf8(&found.value).is_err() {
        found.doubts.add(Doubt::NotUtf8);
    }
    Ok((found, end))
}

/// What stands between the quote at `open` and the one that closes it, and where that ends. A backslash goes only before the
/// quote itself.
fn quoted(text: &[u8], open: usize, quote: u8) -> Option<(Vec<u8>, usize)> {
    let mut value = Vec::new();
    let mut at = open + 1;
    loop {
        let plain = memchr2(quote, b'\\', text.get(at..)?)?;
        value.extend_from_slice(&text[at..at + plain]);
        at += plain;
        if text[at] == quote {
            return Some((value, at + 1));
        }
        let next = *text.get(at + 1)?;
        if next != quote {
            value.push(b'\\');
        }
        value.push(next);
        at += 2;
    }
}

/// C's escapes; `\$` becomes `$$`, which stands for a dollar.
fn escapes(behind: &[u8], out: &mut Vec<u8>) -> Option<usize> {
    match *behind.first()? {
        b'$' => out.extend_from_slice(b"$$"),
        same @ (b'"' | b'\\') => out.push(same),
        b'0' => {
            let digits = behind[1..].iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
            let number = behind[1..=digits].iter().fold(0u32, |all, digit| all * 8 + u32::from(digit - b'0'));
            let number = u8::try_from(number).ok().filter(|_| digits == 3)?;
            // A byte over 127 stands for the character of that number.
            out.extend_from_slice(char::from(number).encode_utf8(&mut [0; 4]).as_bytes());
            return Some(4);
        }
        other => out.push(escape::letter(other)?),
    }
    Some(1)
}

/// `$$` becomes a dollar; names that Compose would put in stay the text they are, and are told.
fn put_in(text: Vec<u8>, found: &mut Found<'_>) {
    if memchr(b'$', &text).is_none() {
        found.value = text;
        return;
    }
    let mut at = 0;
    found.value.reserve_exact(text.len());
    while let Some(step) = memchr(b'$', &text[at..]) {
        let dollar = at + step;
        found.value.extend_from_slice(&text[at..dollar]);
        at = match (text.get(dollar + 1), references::at_dollar(&text, dollar)) {
            (Some(b'$'), _) => {
                found.value.push(b'$');
                dollar + 2
            }
            (_, Some(mut reference)) => {
                let length = reference.range.len();
                let from = found.value.len();
                let taken = length.max(1);
                reference.range = from..from + length;
                found.beside.get_or_insert_default().references.push(reference);
                found.value.extend_from_slice(&text[dollar..dollar + taken]);
                dollar + taken
            }
            (behind, None) => {
                if behind == Some(&b'{') {
                    // Compose refuses the file for it.
                    found.doubts.add(Doubt::LoneBrace);
                }
                found.value.push(b'$');
                dollar + 1
            }
        };
    }
    found.value.extend_from_slice(&text[at..]);
}
