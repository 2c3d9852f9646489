//! `node --env-file` (Node 20 to 24), by hand from its source: carriage returns go, a value is what stands between a quote and
//! the next one of its kind, the rest of that line is dropped, only `\n` is an escape and only in `"…"`.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memmem};
use zeroize::Zeroizing;

use super::entry::{ReadError, Reason};
use super::gather::{Found, Gather};
use super::words;

/// Reads a whole file.
pub(super) fn read(text: &[u8], gather: &mut Gather) -> Result<(), ReadError> {
    let without: Zeroizing<Vec<u8>>;
    let text = match memchr(b'\r', text) {
        None => text,
        Some(_) => {
            without = Zeroizing::new(text.iter().copied().filter(|byte| *byte != b'\r').collect());
            &without
        }
    };
    let mut scan = Scan { text: trim(text, false), at: 0, line: 1 };
    scan.skip_spaces();
    while let Some(first) = scan.peek() {
        match first {
            b'\n' => {
                gather.blank();
                scan.take_to(scan.at + 1);
            }
            b'#' => {
                let line = scan.line;
                let comment = scan.rest_of_line();
                gather.comment(&comment[1..], line)?;
            }
            _ => scan.assignment(gather)?,
        }
    }
    Ok(())
}

struct Scan<'a> {
    text: &'a [u8],
    at: usize,
    line: u32,
}

impl<'a> Scan<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// Takes everything up to `end`, counting lines.
    fn take_to(&mut self, end: usize) -> &'a [u8] {
        let taken = &self.text[self.at..end];
        self.line += u32::try_from(memchr_iter(b'\n', taken).count()).expect("a file is at most 16 MiB");
        self.at = end;
        taken
    }

    /// Everything up to the line's end, which is taken too.
    fn rest_of_line(&mut self) -> &'a [u8] {
        match memchr(b'\n', &self.text[self.at..]) {
            Some(step) => {
                let end = self.at + step;
                let taken = self.take_to(end + 1);
                &taken[..step]
            }
            None => self.take_to(self.text.len()),
        }
    }

    fn skip_spaces(&mut self) {
        let rest = &self.text[self.at..];
        self.take_to(self.at + rest.len() - trim(rest, true).len());
    }

    fn assignment(&mut self, gather: &mut Gather) -> Result<(), ReadError> {
        let line = self.line;
        let rest = &self.text[self.at..];
        let Some(sign) = memchr::memchr2(b'=', b'\n', rest).filter(|at| rest[*at] == b'=') else {
            self.rest_of_line();
            self.skip_spaces();
            return gather.problem(line, Reason::NotAnAssignment);
        };
        let name = trim(trim(&rest[..sign], true), false);
        self.take_to(self.at + sign + 1);
        if name.is_empty() {
            self.rest_of_line();
            self.skip_spaces();
            return gather.problem(line, Reason::NotAnAssignment);
        }
        let exported = name.strip_prefix(b"export ").map(|name| trim(name, true));
        let (name, export) = (exported.unwrap_or(name), exported.is_some());
        let mut found = Found { name, line, export, ..Found::default() };
        if matches!(self.peek(), None | Some(b'\n')) {
            self.take_to((self.at + 1).min(self.text.len()));
            return gather.entry(found);
        }
        self.skip_spaces();
        let rest = &self.text[self.at..];
        let quote = rest.first().copied().filter(|first| b"\"'`".contains(first));
        let close = quote.and_then(|quote| memchr(quote, &rest[1..]).map(|at| at + 1));
        match (quote, close) {
            (Some(quote), Some(close)) => {
                let inner = &rest[1..close];
                found.value = if quote == b'"' { with_line_feeds(inner).into_owned() } else { inner.to_vec() };
                found.quoted = true;
                self.take_to(self.at + close + 1);
                let dropped = trim(trim(self.rest_of_line(), true), false);
                if let Some(comment) = dropped.strip_prefix(b"#") {
                    found.inline_comment = Some(comment);
                } else if !dropped.is_empty() {
                    found.disagree.push(words::DROPPED);
                }
            }
            (Some(_), None) => found.value = self.rest_of_line().to_vec(),
            (None, _) => {
                let line = self.rest_of_line();
                let hash = memchr(b'#', line);
                found.inline_comment = hash.map(|hash| &line[hash + 1..]);
                found.value = trim(trim(&line[..hash.unwrap_or(line.len())], true), false).to_vec();
            }
        }
        if std::str::from_utf8(&found.value).is_err() {
            found.disagree.push(words::NOT_UTF8);
        }
        gather.entry(found)
    }
}

/// Without the spaces, tabs and line feeds at its start, or at its end.
fn trim(mut text: &[u8], at_start: bool) -> &[u8] {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n');
    if at_start {
        while let Some(rest) = text.split_first().filter(|(first, _)| is_space(first)).map(|(_, rest)| rest) {
            text = rest;
        }
    } else {
        while let Some(rest) = text.split_last().filter(|(last, _)| is_space(last)).map(|(_, rest)| rest) {
            text = rest;
        }
    }
    text
}

fn with_line_feeds(value: &[u8]) -> Cow<'_, [u8]> {
    let mut marks = memmem::find_iter(value, b"\\n").peekable();
    if marks.peek().is_none() {
        return Cow::Borrowed(value);
    }
    let mut out = Vec::with_capacity(value.len());
    let mut at = 0;
    for mark in marks {
        out.extend_from_slice(&value[at..mark]);
        out.push(b'\n');
        at = mark + 2;
    }
    out.extend_from_slice(&value[at..]);
    Cow::Owned(out)
}
