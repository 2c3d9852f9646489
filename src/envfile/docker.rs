//! `docker run --env-file`: a line is `NAME=` and the rest, as it stands. No quotes, no comments behind a value.

use super::entry::{ReadError, Reason};
use super::gather::{Found, Gather};
use super::words::{Doubt, Doubts};

/// docker reads lines with a scanner that takes no more.
const MAX_LINE: usize = 64 * 1024;

pub(super) fn read(text: &[u8], gather: &mut Gather) -> Result<(), ReadError> {
    for (line, raw) in (1u32..).zip(text.split(|byte| *byte == b'\n')) {
        let raw = raw.strip_suffix(b"\r").unwrap_or(raw);
        let text = raw.trim_ascii_start();
        if raw.len() >= MAX_LINE {
            gather.problem(line, Reason::LineTooLong)?;
        } else if text.is_empty() {
            gather.blank();
        } else if let Some(comment) = text.strip_prefix(b"#") {
            gather.comment(comment, line)?;
        } else if let Some(sign) = memchr::memchr(b'=', text) {
            let (name, value) = (&text[..sign], text[sign + 1..].to_vec());
            let first = value.first().filter(|quote| matches!(quote, b'\'' | b'"'));
            let in_quotes = value.len() > 1 && first.is_some() && first == value.last();
            let mut doubts = Doubts::default();
            if in_quotes {
                doubts.add(Doubt::QuoteInside);
            }
            if std::str::from_utf8(&value).is_err() {
                doubts.add(Doubt::NotUtf8);
            }
            gather.entry(Found { name, value, line, doubts, ..Found::default() })?;
        } else {
            gather.problem(line, Reason::NoValue)?;
        }
    }
    Ok(())
}
