//! Docker Compose (compose-go 2): `'…'` as it stands, `"…"` with C's escapes, names put in everywhere but in `'…'`. Compose
//! refuses a file as a whole; here the lines that it would refuse are named and the others are read.

use memchr::{memchr, memchr_iter, memmem};

use super::entry::{ReadError, Reason};
use super::gather::{Found, Gather};
use super::{references, words};

/// Reads a whole file.
pub(super) fn read(text: &[u8], gather: &mut Gather) -> Result<(), ReadError> {
    let (mut at, mut line) = (0, 1);
    loop {
        let start = at + spaces(&text[at..], true);
        if memchr_iter(b'\n', &text[at..start]).nth(1).is_some() || (at == 0 && start > 0) {
            gather.blank();
        }
        line += newlines(&text[at..start]);
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
    let exported = text[start..].strip_prefix(b"export").map(|rest| spaces(rest, true)).filter(|spaces| *spaces > 0);
    let from = start + exported.map_or(0, |spaces| 6 + spaces);
    let mut sign = from;
    loop {
        match text.get(sign) {
            Some(b'=' | b':') => break,
            None | Some(b'\n') => return Err(Reason::NoValue),
            Some(b'_' | b'.' | b'-' | b'[' | b']' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | 0x80..) => sign += 1,
            Some(_) => match space_len(&text[sign..]) {
                0 => return Err(Reason::NotAnAssignment),
                len => sign += len,
            },
        }
    }
    let name = trim_end(&text[from..sign]);
    let at = sign + 1 + spaces(&text[sign + 1..], false);
    let mut found = Found { name, line, export: exported.is_some(), ..Found::default() };
    let end = match text.get(at) {
        Some(quote @ (b'\'' | b'"')) => {
            let (value, end) = quoted(text, at, *quote).ok_or(Reason::NeverClosed)?;
            found.quoted = true;
            match quote {
                b'"' => put_in(&escapes(&value), &mut found),
                _ => found.value = value,
            }
            let behind = end + spaces(&text[end..], false);
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
            let hash = memmem::find(&text[at..end], b" #");
            found.inline_comment = hash.map(|hash| &text[at + hash + 2..end]);
            put_in(trim_end(&text[at..hash.map_or(end, |hash| at + hash)]), &mut found);
            end
        }
    };
    if std::str::from_utf8(&found.value).is_err() {
        found.disagree.push(words::NOT_UTF8);
    }
    Ok((found, end))
}

/// What stands between the quote at `open` and the one that closes it, and where that ends. A backslash goes only before the
/// quote itself.
fn quoted(text: &[u8], open: usize, quote: u8) -> Option<(Vec<u8>, usize)> {
    let mut value = Vec::new();
    let mut at = open + 1;
    loop {
        match *text.get(at)? {
            byte if byte == quote => return Some((value, at + 1)),
            b'\\' => {
                let next = *text.get(at + 1)?;
                if next != quote {
                    value.push(b'\\');
                }
                value.push(next);
                at += 2;
            }
            byte => {
                value.push(byte);
                at += 1;
            }
        }
    }
}

/// C's escapes; `\$` becomes `$$`, which stands for a dollar.
fn escapes(value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = memchr(b'\\', rest) {
        out.extend_from_slice(&rest[..at]);
        let mut used = 2;
        match rest.get(at + 1) {
            Some(b'$') => out.extend_from_slice(b"$$"),
            Some(same @ (b'"' | b'\\')) => out.push(*same),
            Some(b'a') => out.push(7),
            Some(b'b') => out.push(8),
            Some(b'f') => out.push(12),
            Some(b'n') => out.push(b'\n'),
            Some(b'r') => out.push(b'\r'),
            Some(b't') => out.push(b'\t'),
            Some(b'v') => out.push(11),
            Some(b'0') => {
                let digits = rest[at + 2..].iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
                let number =
                    rest[at + 2..at + 2 + digits].iter().fold(0u32, |all, digit| all * 8 + u32::from(digit - b'0'));
                match (digits, u8::try_from(number)) {
                    // A byte over 127 stands for the character of that number.
                    (3, Ok(number)) => {
                        out.extend_from_slice(char::from(number).encode_utf8(&mut [0; 4]).as_bytes());
                        used += 3;
                    }
                    _ => out.extend_from_slice(b"\\0"),
                }
            }
            _ => {
                out.push(b'\\');
                used = 1;
            }
        }
        rest = &rest[at + used..];
    }
    out.extend_from_slice(rest);
    out
}

/// `$$` becomes a dollar; names that Compose would put in stay the text they are, and are told.
fn put_in(text: &[u8], found: &mut Found<'_>) {
    let mut at = 0;
    while let Some(step) = memchr(b'$', &text[at..]) {
        let dollar = at + step;
        found.value.extend_from_slice(&text[at..dollar]);
        at = match (text.get(dollar + 1), references::at_dollar(text, dollar)) {
            (Some(b'$'), _) => {
                found.value.push(b'$');
                dollar + 2
            }
            (_, Some(mut reference)) => {
                let length = reference.range.len();
                let from = found.value.len();
                let taken = length.max(1);
                reference.range = from..from + length;
                found.references.push(reference);
                found.value.extend_from_slice(&text[dollar..dollar + taken]);
                dollar + taken
            }
            (_, None) => {
                // Compose refuses the file for it.
                if !found.disagree.contains(&words::LONE_DOLLAR) {
                    found.disagree.push(words::LONE_DOLLAR);
                }
                found.value.push(b'$');
                dollar + 1
            }
        };
    }
    found.value.extend_from_slice(&text[at..]);
}

fn newlines(text: &[u8]) -> u32 {
    u32::try_from(memchr_iter(b'\n', text).count()).expect("a file is at most 16 MiB")
}

fn line_end(text: &[u8], from: usize) -> usize {
    memchr(b'\n', &text[from..]).map_or(text.len(), |step| from + step)
}

/// Length of the one white space character at the beginning, as Go sees it.
fn space_len(text: &[u8]) -> usize {
    match text {
        [9..=13 | b' ', ..] => 1,
        [0xc2, 0x85 | 0xa0, ..] => 2,
        _ => 0,
    }
}

/// Bytes of white space at the beginning.
fn spaces(text: &[u8], line_feeds: bool) -> usize {
    let mut at = 0;
    loop {
        match space_len(&text[at..]) {
            0 => return at,
            _ if text[at] == b'\n' && !line_feeds => return at,
            len => at += len,
        }
    }
}

fn trim_end(mut text: &[u8]) -> &[u8] {
    'again: loop {
        for len in 1..=2.min(text.len()) {
            if space_len(&text[text.len() - len..]) == len {
                text = &text[..text.len() - len];
                continue 'again;
            }
        }
        return text;
    }
}
