//! Backslashes, and what stands behind them.

use memchr::memchr;

/// The text with its escapes replaced. `escaped` is given what stands behind a backslash, puts in what it stands for and says
/// how many bytes that were; where it says none, the backslash is one.
pub(super) fn unescape(text: &[u8], mut escaped: impl FnMut(&[u8], &mut Vec<u8>) -> Option<usize>) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr(b'\\', rest) {
        out.extend_from_slice(&rest[..at]);
        let behind = &rest[at + 1..];
        rest = match escaped(behind, &mut out) {
            Some(used) => &behind[used..],
            None => {
                out.push(b'\\');
                behind
            }
        };
    }
    out.extend_from_slice(rest);
    out
}

/// What C's letter escapes stand for.
pub(super) fn letter(letter: u8) -> Option<u8> {
    Some(match letter {
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 11,
        _ => return None,
    })
}
