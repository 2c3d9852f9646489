//! `node --env-file` (Node 22 and 24; up to 20 tabs were text), by hand from its source: carriage returns go, a value is what
//! stands between a quote and the next one of its kind, the rest of that line is dropped, only `\n` is an escape and only in
//! `"…"`.

use memchr::memchr;
use zeroize::Zeroizing;

use super::entry::{ReadError, Reason};
use super::escape::unescape;
use super::gather::{Found, Gather};
use super::lines::{line_end, newlines};
use super::words::Doubt;

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
        self.line += newlines(taken);
        self.at = end;
        taken
    }

    /// Everything up to the line's end, which is taken too.
    fn rest_of_line(&mut self) -> &'a [u8] {
        let (start, end) = (self.at, line_end(self.text, self.at));
        let is_last = end == self.text.len();
        self.at = end + usize::from(!is_last);
        self.line += u32::from(!is_last);
        &self.text[start..end]
    }

    fn skip_spaces(&mut self) {
        let rest = &self.text[self.at..];
        match rest.len() - trim(rest, true).len() {
            0 => {}
            spaces => _ = self.take_to(self.at + spaces),
        }
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
        self.at += sign + 1;
        // What stands behind a sign without a name is looked at as if it began a line.
        if name.is_empty() {
            if self.peek() != Some(b'\n') {
                self.skip_spaces();
            }
            return gather.problem(line, Reason::NotAnAssignment);
        }
        // Where nothing follows the sign, `export` is taken for a part of the name.
        let is_empty = matches!(self.peek(), None | Some(b'\n'));
        let exported = name.strip_prefix(b"export ").filter(|_| !is_empty).map(|name| trim(name, true));
        let (name, export) = (exported.unwrap_or(name), exported.is_some());
        let mut found = Found { name, line, export, ..Found::default() };
        if is_empty {
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
                found.value = if quote == b'"' { unescape(inner, line_feed) } else { inner.to_vec() };
                found.quoted = true;
                self.take_to(self.at + close + 1);
                let dropped = trim(trim(self.rest_of_line(), true), false);
                if let Some(comment) = dropped.strip_prefix(b"#") {
                    found.inline_comment = Some(comment);
                } else if !dropped.is_empty() {
                    found.doubts.add(Doubt::Dropped);
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
            found.doubts.add(Doubt::NotUtf8);
        }
        gather.entry(found)?;
        // Behind a value that no quote closes white space goes, so that an indented `#` begins a comment there; elsewhere it
        // doesn't.
        let line = self.line;
        if close.is_none() {
            self.skip_spaces();
        }
        if self.line > line {
            gather.blank();
        }
        Ok(())
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

fn line_feed(behind: &[u8], out: &mut Vec<u8>) -> Option<usize> {
    behind.starts_with(b"n").then(|| out.push(b'\n'))?;
    Some(1)
}
