//! One line of a file, and what every kind of file refuses.

use super::WhyRefused;

/// Refuses what no text holds: bytes that are no UTF-8, and NUL.
pub(super) fn check_text(value: &[u8]) -> Result<(), WhyRefused> {
    if std::str::from_utf8(value).is_err() {
        return Err(WhyRefused::NotUtf8);
    }
    if value.contains(&0) { Err(WhyRefused::Nul) } else { Ok(()) }
}

/// Appends what stands before the value, the value, what stands behind it, and a line feed. `escaped` tells of a byte what is
/// written in its place.
pub(super) fn put(
    out: &mut Vec<u8>,
    before: &str,
    value: &[u8],
    after: &str,
    escaped: impl Fn(u8) -> Option<&'static [u8]>,
) {
    out.extend_from_slice(before.as_bytes());
    for byte in value {
        match escaped(*byte) {
            Some(written) => out.extend_from_slice(written),
            None => out.push(*byte),
        }
    }
    out.extend_from_slice(after.as_bytes());
    out.push(b'\n');
}

/// The same for a value that stands there as it is.
pub(super) fn put_as_it_is(out: &mut Vec<u8>, before: &str, value: &[u8], after: &str) {
    put(out, before, value, after, |_| None);
}

/// A backslash before each backslash and each `'`.
pub(super) fn single_quoted(byte: u8) -> Option<&'static [u8]> {
    match byte {
        b'\\' => Some(b"\\\\"),
        b'\'' => Some(b"\\'"),
        _ => None,
    }
}
