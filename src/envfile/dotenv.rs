//! The npm package `dotenv` (18), and dotenvx (2), by hand. It is one regular expression there; what it takes was followed step by step,
//! its odd corners too: a value may begin on the next line, a quote may close at an escaped one, `NAME: value` counts.

use memchr::{memchr, memchr_iter, memmem};

use super::entry::{ReadError, Reason};
use super::escape::{self, unescape};
use super::gather::{Found, Gather};
use super::lines::{line_end, newlines};
use super::look::Look;
use super::references;
use super::white::{JavaScript, White};
use super::words::{Doubt, Doubts};

/// Longest PEM that is skipped when its quotes are missing, in lines.
const MAX_PEM_LINES: usize = 200;

/// Whose rules for what stands within quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flavour {
    /// `\n` and `\r` in `"…"`.
    Dotenv,
    /// `\t` there too, `\'` in `'…'`, and `\$` outside of that.
    Dotenvx,
}

/// Reads a whole file. Line ends must be LF already (dotenv turns CR LF and CR into LF first).
pub(super) fn read(text: &[u8], flavour: Flavour, gather: &mut Gather) -> Result<(), ReadError> {
    let mut at = 0;
    let mut line = 1u32;
    while at < text.len() {
        let start = at + JavaScript::blanks(&text[at..]);
        if start > at {
            gather.differs();
        }
        at = match text.get(start) {
            None | Some(b'\n') => {
                gather.blank();
                start
            }
            Some(b'#') => {
                let end = line_end(text, start);
                gather.comment(&text[start + 1..end], line)?;
                end
            }
            Some(_) => match assignment(text, start, line, flavour) {
                Some(Assignment { found, end, more_lines }) => {
                    let loose_pem = found.doubts.has(Doubt::LoosePem);
                    gather.entry(found)?;
                    line += more_lines;
                    match loose_pem.then(|| end_of_pem(text, end)).flatten() {
                        Some(pem_end) => {
                            gather.problem(line - more_lines + 1, Reason::LoosePem)?;
                            line += newlines(&text[end..pem_end]);
                            pem_end
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
        line += 1;
        at += 1;
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
    assignment(text, 0, line, Flavour::Dotenv).map(|assignment| assignment.found)
}

struct Assignment<'a> {
    found: Found<'a>,
    /// The end of its last line.
    end: usize,
    /// How many lines it has beyond the first.
    more_lines: u32,
}

/// One assignment that begins at `start`.
fn assignment(text: &[u8], start: usize, line: u32, flavour: Flavour) -> Option<Assignment<'_>> {
    let exported = text[start..].starts_with(b"export").then(|| start + 6).and_then(|behind| {
        let name = behind + JavaScript::spaces(&text[behind..]);
        if name > behind { key_and_sign(text, name) } else { None }
    });
    let export = exported.is_some();
    let Key { name, value_at, mut doubts } = exported.or_else(|| key_and_sign(text, start))?;

    let quote_at = value_at + JavaScript::spaces(&text[value_at..]);
    let closed = match text.get(quote_at) {
        Some(quote @ (b'\'' | b'"' | b'`')) => closing(text, quote_at, *quote),
        _ => None,
    };
    let (raw, value_end) = match closed {
        Some(close) => {
            if text[value_at..quote_at].contains(&b'\n') {
                doubts.add(Doubt::NextLine);
            }
            (&text[quote_at..=close], close + 1)
        }
        None => {
            let line = &text[value_at..line_end(text, value_at)];
            let len = memchr(b'#', line).unwrap_or(line.len());
            (&line[..len], value_at + len)
        }
    };
    let trimmed = JavaScript::trim_end(JavaScript::trim_start(raw));
    let spaced_before = raw.len() > JavaScript::trim_start(raw).len() || (closed.is_some() && quote_at > value_at);
    if spaced_before && !doubts.has(Doubt::NextLine) && !trimmed.is_empty() {
        doubts.add(Doubt::SpacedEquals);
    }

    let first = trimmed.first().copied();
    let quote = first
        .filter(|quote| matches!(quote, b'\'' | b'"' | b'`') && trimmed.len() > 1 && trimmed.last() == Some(quote));
    let inner = if quote.is_some() { &trimmed[1..trimmed.len() - 1] } else { trimmed };
    // They look at the first character only: an open " is enough.
    let mut value = match (first, flavour) {
        (Some(b'"'), Flavour::Dotenv) => unescape(inner, line_ends),
        (Some(b'"'), Flavour::Dotenvx) => unescape(inner, line_ends_and_tabs),
        (Some(b'\''), Flavour::Dotenvx) => unescape(inner, single_quotes),
        _ => inner.to_vec(),
    };

    let comment_at = value_end + JavaScript::blanks(&text[value_end..]);
    let end = line_end(text, comment_at);
    let inline_comment = (text.get(comment_at) == Some(&b'#')).then(|| &text[comment_at + 1..end]);
    let glued = inline_comment.is_some()
        && comment_at == value_end
        && raw.last().is_some_and(|last| !last.is_ascii_whitespace());
    if glued {
        doubts.add(Doubt::GluedHash);
    }
    let look = Look::at(inner);
    add_doubts(inner, look, quote, &mut doubts);
    // The name right behind the line's beginning or `export `, the sign right behind the name.
    let name_at = start + if export { 7 } else { 0 };
    let glued_name =
        value_at == name_at + name.len() + 1 && text[value_at - 1] == b'=' && (!export || text[name_at - 1] == b' ');
    // A comment has one space before it: a bare value took that along.
    let behind = &text[value_at + inner.len() + if quote.is_some() { 2 } else { 0 }..end];
    let in_common = match quote {
        Some(b'\'' | b'"') => quote_at == value_at && !look.has(NEVER_COMMON),
        Some(_) => false,
        // To node, `export` before an empty value is a part of the name.
        None if inner.is_empty() => behind.is_empty() && !export,
        None => !look.has(Look::NOT_BARE) && inner.first() != Some(&b'='),
    };
    let common = glued_name && in_common && (behind.is_empty() || behind.starts_with(b" #"));
    let more_lines = if common && quote.is_none() { 0 } else { newlines(&text[start..end]) };
    let quoted = quote.is_some();
    let mut named = Vec::new();
    if look.has(Look::DOLLAR) {
        match flavour {
            Flavour::Dotenv if quote != Some(b'\'') => named = references::find(&value),
            Flavour::Dotenvx if first != Some(b'\'') => (value, named) = references::with_dollars(&value),
            _ => {}
        }
    }
    let mut found = Found { name, value, line, inline_comment, export, quoted, common, doubts, beside: None };
    found.refers(named);
    Some(Assignment { found, end, more_lines })
}

/// What some reader takes for its own even within quotes.
const NEVER_COMMON: u8 = Look::QUOTE | Look::BACKSLASH | Look::DOLLAR | Look::BACKTICK | Look::WIDE;

/// A name, and `=` or `: ` behind it.
struct Key<'a> {
    name: &'a [u8],
    /// Where the value may begin.
    value_at: usize,
    /// What is strange so far.
    doubts: Doubts,
}

fn key_and_sign(text: &[u8], start: usize) -> Option<Key<'_>> {
    let len = text[start..].iter().take_while(|byte| NAME[usize::from(**byte)]).count();
    if len == 0 {
        return None;
    }
    let name = &text[start..start + len];
    let behind = start + len;
    let sign = behind + JavaScript::spaces(&text[behind..]);
    let mut doubts = Doubts::default();
    if text.get(sign) == Some(&b'=') {
        if sign > behind {
            doubts.add(Doubt::SpacedEquals);
        }
        return Some(Key { name, value_at: sign + 1, doubts });
    }
    let space = text.get(behind + 1..).map_or(0, JavaScript::len);
    doubts.add(Doubt::Colon);
    (text.get(behind) == Some(&b':') && space > 0).then(|| Key { name, value_at: behind + 1 + space, doubts })
}

/// What names are made of here: `[A-Za-z0-9_.-]`.
const NAME: [bool; 256] = {
    let mut named = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let letter = byte as u8;
        named[byte] = letter.is_ascii_alphanumeric() || matches!(letter, b'_' | b'.' | b'-');
        byte += 1;
    }
    named
};

/// The place of the quote that closes the one at `open`. An unescaped one wins if nothing but a comment follows it;
/// else the last escaped one before it of which that is true.
fn closing(text: &[u8], open: usize, quote: u8) -> Option<usize> {
    let mut last_escaped = None;
    for step in memchr_iter(quote, &text[open + 1..]) {
        let at = open + 1 + step;
        let closes = only_comment_follows(text, at + 1);
        if text[at - 1] != b'\\' {
            return if closes { Some(at) } else { last_escaped };
        }
        if closes {
            last_escaped = Some(at);
        }
    }
    last_escaped
}

fn only_comment_follows(text: &[u8], at: usize) -> bool {
    matches!(text.get(at + JavaScript::blanks(&text[at..])), None | Some(b'\n' | b'#'))
}

/// `\n` and `\r` become what they stand for, nothing else does.
fn line_ends(behind: &[u8], out: &mut Vec<u8>) -> Option<usize> {
    let letter = behind.first().filter(|letter| matches!(letter, b'n' | b'r'))?;
    out.push(escape::letter(*letter)?);
    Some(1)
}

fn line_ends_and_tabs(behind: &[u8], out: &mut Vec<u8>) -> Option<usize> {
    let letter = behind.first().filter(|letter| matches!(letter, b'n' | b'r' | b't'))?;
    out.push(escape::letter(*letter)?);
    Some(1)
}

fn single_quotes(behind: &[u8], out: &mut Vec<u8>) -> Option<usize> {
    behind.starts_with(b"'").then(|| out.push(b'\''))?;
    Some(1)
}

/// What other parsers would see differently in the text between the quotes.
fn add_doubts(inner: &[u8], look: Look, quote: Option<u8>, doubts: &mut Doubts) {
    if look.has(Look::BACKSLASH) {
        doubts.add(Doubt::Backslash);
    }
    if look.has(Look::WIDE) && std::str::from_utf8(inner).is_err() {
        doubts.add(Doubt::NotUtf8);
    }
    if quote == Some(b'\'') {
        if look.has(Look::DOLLAR) && memmem::find(inner, b"${").is_some() {
            doubts.add(Doubt::InSingle);
        }
        return;
    }
    if quote == Some(b'`') {
        doubts.add(Doubt::Backticks);
    }
    if look.has(Look::BACKTICK) || (look.has(Look::DOLLAR) && memmem::find(inner, b"$(").is_some()) {
        doubts.add(Doubt::Command);
    }
    if quote.is_none() {
        if look.has(Look::BLANK) {
            doubts.add(Doubt::Spaces);
        }
        if look.has(Look::QUOTE) {
            doubts.add(Doubt::QuoteInside);
        }
        if inner.first() == Some(&b'~') {
            doubts.add(Doubt::Tilde);
        }
        if inner.starts_with(b"-----BEGIN ") && memmem::find(inner, b"-----END").is_none() {
            doubts.add(Doubt::LoosePem);
        }
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
        if JavaScript::trim_start(&text[at..end]).starts_with(b"-----END ") {
            return Some(end);
        }
        at = end + 1;
    }
    None
}
