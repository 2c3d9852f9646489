//! The npm package `dotenv` (18), by hand. It is one regular expression there; what it takes was followed step by step,
//! its odd corners too: a value may begin on the next line, a quote may close at an escaped one, `NAME: value` counts.

use memchr::{memchr, memchr_iter, memchr2, memmem};

use super::entry::{ReadError, Reason};
use super::gather::{Found, Gather};
use super::look::Look;
use super::references;
use super::words;

/// Longest PEM that is skipped when its quotes are missing, in lines.
const MAX_PEM_LINES: usize = 200;

/// Reads a whole file. Line ends must be LF already (dotenv turns CR LF and CR into LF first).
pub(super) fn read(text: &[u8], gather: &mut Gather) -> Result<(), ReadError> {
    let mut at = 0;
    let mut line = 1u32;
    while at < text.len() {
        let start = at + blanks(&text[at..]);
        let end = match text.get(start) {
            None | Some(b'\n') => {
                gather.blank();
                start
            }
            Some(b'#') => {
                let end = line_end(text, start);
                gather.comment(&text[start + 1..end], line)?;
                end
            }
            Some(_) => match assignment(text, start, line) {
                Some((found, end)) => {
                    let loose_pem = found.disagree.contains(&words::LOOSE_PEM);
                    gather.entry(found)?;
                    match loose_pem.then(|| end_of_pem(text, end)).flatten() {
                        Some(pem_end) => {
                            gather.problem(line + 1, Reason::LoosePem)?;
                            line += newlines(&text[start..end]);
                            line += newlines(&text[end..pem_end]) + 1;
                            at = pem_end + 1;
                            continue;
                        }
                        None => end,
                    }
                }
                None => {
                    gather.problem(line, Reason::NotAnAssignment)?;
                    line_end(text, start)
                }
            },
        };
        line += newlines(&text[start..end]) + 1;
        at = end + 1;
    }
    Ok(())
}

/// `OLD=…` in the text of a comment: a plain name right before its `=`, all on one line.
pub(super) fn assignment_in_comment(text: &[u8], line: u32) -> Option<Found<'_>> {
    let text = text.trim_ascii_start();
    let name = text.strip_prefix(b"export ").map_or(text, <[u8]>::trim_ascii_start);
    let len = references::name_len(name);
    if len == 0 || name.get(len) != Some(&b'=') {
        return None;
    }
    assignment(text, 0, line).map(|(found, _)| found)
}

/// One assignment that begins at `start`, and the end of its last line.
fn assignment(text: &[u8], start: usize, line: u32) -> Option<(Found<'_>, usize)> {
    let exported = text[start..].starts_with(b"export").then(|| start + 6).and_then(|behind| {
        let name = behind + spaces(&text[behind..]);
        if name > behind { key_and_sign(text, name) } else { None }
    });
    let export = exported.is_some();
    let (name, value_at, mut disagree) = exported.or_else(|| key_and_sign(text, start))?;

    let quote_at = value_at + spaces(&text[value_at..]);
    let closed = match text.get(quote_at) {
        Some(quote @ (b'\'' | b'"' | b'`')) => closing(text, quote_at, *quote),
        _ => None,
    };
    let (raw, value_end) = match closed {
        Some(close) => {
            if text[value_at..quote_at].contains(&b'\n') {
                disagree.push(words::NEXT_LINE);
            }
            (&text[quote_at..=close], close + 1)
        }
        None => {
            let len = memchr2(b'#', b'\n', &text[value_at..]).unwrap_or(text.len() - value_at);
            (&text[value_at..value_at + len], value_at + len)
        }
    };
    let trimmed = trim(raw);
    let spaced_before = raw.len() > trim_start(raw).len() || (closed.is_some() && quote_at > value_at);
    if spaced_before && !disagree.contains(&words::NEXT_LINE) && !trimmed.is_empty() {
        push_once(&mut disagree, words::SPACED_EQUALS);
    }

    let first = trimmed.first().copied();
    let quote = first
        .filter(|quote| matches!(quote, b'\'' | b'"' | b'`') && trimmed.len() > 1 && trimmed.last() == Some(quote));
    let inner = if quote.is_some() { &trimmed[1..trimmed.len() - 1] } else { trimmed };
    // dotenv looks at the first character only: an open " is enough.
    let value = if first == Some(b'"') { unescape(inner) } else { inner.to_vec() };

    let comment_at = value_end + blanks(&text[value_end..]);
    let end = line_end(text, comment_at);
    let inline_comment = (text.get(comment_at) == Some(&b'#')).then(|| &text[comment_at + 1..end]);
    let glued = inline_comment.is_some()
        && comment_at == value_end
        && raw.last().is_some_and(|last| !last.is_ascii_whitespace());
    if glued {
        disagree.push(words::GLUED_HASH);
    }
    let mut found =
        Found { value, line, inline_comment, export, quoted: quote.is_some(), name, disagree, ..Found::default() };
    doubts(inner, quote, &mut found);
    Some((found, end))
}

/// A name, and `=` or `: ` behind it: the name, where the value may begin, and what is strange so far.
fn key_and_sign(text: &[u8], start: usize) -> Option<(&[u8], usize, Vec<&'static str>)> {
    let len = text[start..].iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-')).count();
    if len == 0 {
        return None;
    }
    let name = &text[start..start + len];
    let behind = start + len;
    let sign = behind + spaces(&text[behind..]);
    if text.get(sign) == Some(&b'=') {
        let strange = if sign > behind { vec![words::SPACED_EQUALS] } else { Vec::new() };
        return Some((name, sign + 1, strange));
    }
    let space = text.get(behind + 1..).map_or(0, space_len);
    (text.get(behind) == Some(&b':') && space > 0).then(|| (name, behind + 1 + space, vec![words::COLON]))
}

/// The place of the quote that closes the one at `open`. An unescaped one wins if nothing but a comment follows it;
/// else the last escaped one before it of which that is true.
fn closing(text: &[u8], open: usize, quote: u8) -> Option<usize> {
    let mut at = open + 1;
    let mut last_escaped = None;
    while let Some(step) = memchr2(quote, b'\\', &text[at..]) {
        at += step;
        if text[at] == quote {
            if only_comment_follows(text, at + 1) {
                return Some(at);
            }
            break;
        }
        if text.get(at + 1) == Some(&quote) {
            if only_comment_follows(text, at + 2) {
                last_escaped = Some(at + 1);
            }
            at += 1;
        }
        at += 1;
    }
    last_escaped
}

fn only_comment_follows(text: &[u8], at: usize) -> bool {
    matches!(text.get(at + blanks(&text[at..])), None | Some(b'\n' | b'#'))
}

/// `\n` and `\r` become what they stand for, nothing else does.
fn unescape(inner: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = memchr(b'\\', rest) {
        out.extend_from_slice(&rest[..at]);
        let (byte, used) = match rest.get(at + 1) {
            Some(b'n') => (b'\n', 2),
            Some(b'r') => (b'\r', 2),
            _ => (b'\\', 1),
        };
        out.push(byte);
        rest = &rest[at + used..];
    }
    out.extend_from_slice(rest);
    out
}

/// Notes what other parsers would see differently in the text between the quotes, and the variables it names.
fn doubts(inner: &[u8], quote: Option<u8>, found: &mut Found<'_>) {
    let look = Look::at(inner);
    let disagree = &mut found.disagree;
    if look.has(Look::BACKSLASH) {
        disagree.push(words::BACKSLASH);
    }
    if look.has(Look::WIDE) && std::str::from_utf8(inner).is_err() {
        disagree.push(words::NOT_UTF8);
    }
    if quote == Some(b'\'') {
        if look.has(Look::DOLLAR) && memmem::find(inner, b"${").is_some() {
            disagree.push(words::IN_SINGLE);
        }
        return;
    }
    if quote == Some(b'`') {
        disagree.push(words::BACKTICKS);
    }
    if look.has(Look::BACKTICK) || (look.has(Look::DOLLAR) && memmem::find(inner, b"$(").is_some()) {
        disagree.push(words::COMMAND);
    }
    if quote.is_none() {
        if look.has(Look::BLANK) {
            disagree.push(words::SPACES);
        }
        if look.has(Look::QUOTE) {
            disagree.push(words::QUOTE_INSIDE);
        }
        if inner.first() == Some(&b'~') {
            disagree.push(words::TILDE);
        }
        if inner.starts_with(b"-----BEGIN ") && memmem::find(inner, b"-----END").is_none() {
            disagree.push(words::LOOSE_PEM);
        }
    }
    if look.has(Look::DOLLAR) {
        found.references = references::find(&found.value);
    }
}

/// The end of the line that closes a PEM begun before `from`.
fn end_of_pem(text: &[u8], from: usize) -> Option<usize> {
    let mut at = from + 1;
    for _ in 0..MAX_PEM_LINES {
        if at >= text.len() {
            return None;
        }
        let end = line_end(text, at);
        if trim(&text[at..end]).starts_with(b"-----END ") {
            return Some(end);
        }
        at = end + 1;
    }
    None
}

fn push_once(all: &mut Vec<&'static str>, word: &'static str) {
    if !all.contains(&word) {
        all.push(word);
    }
}

fn newlines(text: &[u8]) -> u32 {
    u32::try_from(memchr_iter(b'\n', text).count()).expect("a file is at most 16 MiB")
}

fn line_end(text: &[u8], from: usize) -> usize {
    memchr(b'\n', &text[from..]).map_or(text.len(), |step| from + step)
}

/// Length of the one white space character at the beginning, as JavaScript sees it (`\s`, `trim()`); 0 if there is none.
fn space_len(text: &[u8]) -> usize {
    match text {
        [b' ' | b'\t' | b'\n' | 0x0b | 0x0c, ..] => 1,
        [0xc2, 0xa0, ..] => 2,
        [0xe1, 0x9a, 0x80, ..] | [0xe2, 0x80, 0x80..=0x8a | 0xa8 | 0xa9 | 0xaf, ..] => 3,
        [0xe2, 0x81, 0x9f, ..] | [0xe3, 0x80, 0x80, ..] | [0xef, 0xbb, 0xbf, ..] => 3,
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

fn trim_start(text: &[u8]) -> &[u8] {
    &text[spaces(text)..]
}

fn trim(text: &[u8]) -> &[u8] {
    let mut text = trim_start(text);
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
