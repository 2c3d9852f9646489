//! Bytes as text: lines, their ends, and what is no UTF-8.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter};

/// How many line feeds there are.
pub(super) fn newlines(text: &[u8]) -> u32 {
    u32::try_from(memchr_iter(b'\n', text).count()).expect("a file is at most 16 MiB")
}

/// The place of the next line feed, or the text's end.
pub(super) fn line_end(text: &[u8], from: usize) -> usize {
    memchr(b'\n', &text[from..]).map_or(text.len(), |step| from + step)
}

/// The lines, without their line feeds.
pub(super) fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = memchr(b'\n', text);
        rest = end.map(|end| &text[end + 1..]);
        Some(&text[..end.unwrap_or(text.len())])
    })
}

/// The same as [`String::from_utf8_lossy`], which goes through valid text a character at a time.
pub(super) fn lossy(text: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(text).map_or_else(|_| String::from_utf8_lossy(text), Cow::Borrowed)
}
