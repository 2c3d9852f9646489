//! The ways in which a secret may stand in a program's output.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use zeroize::Zeroizing;

use super::SHORTEST;

/// Longer forms are cut into pieces of so many bytes, each masked for itself: neighbours become one marker. So no output
/// is held back for longer than one piece, and a part of a long secret is masked too.
pub(super) const LONGEST: usize = 512;

/// How wide programs make the lines of base64: coreutils and MIME, PEM.
const BASE64_LINES: [usize; 2] = [76, 64];

/// A form's bytes.
pub(super) type Form = Zeroizing<Vec<u8>>;

/// True where it is long enough to be looked for.
pub(super) fn is_enough(bytes: &[u8]) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.chars().count() >= SHORTEST,
        Err(_) => bytes.len() >= SHORTEST,
    }
}

/// Every form of a secret, none longer than [`LONGEST`] or shorter than [`SHORTEST`] bytes.
pub(super) fn forms_of(secret: &[u8]) -> Vec<Form> {
    let mut all = Vec::new();
    for part in parts(secret) {
        if is_enough(&part) {
            all.extend(encodings(&part));
            all.push(part);
        }
    }
    all.into_iter().flat_map(pieces).collect()
}

/// The whole; without the line breaks at its end, which shells take off; with the breaks a terminal makes; each of its
/// lines, those written as `\n` within JSON among them.
fn parts(secret: &[u8]) -> Vec<Form> {
    let mut all = vec![own(secret)];
    let end = secret.iter().rposition(|byte| !matches!(byte, b'\n' | b'\r')).map_or(0, |last| last + 1);
    if end < secret.len() {
        all.push(own(&secret[..end]));
    }
    let shown = &secret[..end];
    if !shown.contains(&b'\n') && memchr::memmem::find(shown, b"\\n").is_none() {
        return all;
    }
    let mut typed = Zeroizing::new(Vec::with_capacity(shown.len() * 2));
    for line in shown.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if !typed.is_empty() {
            typed.extend(b"\r\n");
        }
        typed.extend(line);
        all.push(own(line));
        let mut rest = line;
        while let Some(at) = memchr::memmem::find(rest, b"\\n") {
            all.push(own(&rest[..at]));
            rest = &rest[at + 2..];
        }
        all.push(own(rest));
    }
    all.push(typed);
    all
}

fn own(bytes: &[u8]) -> Form {
    Zeroizing::new(bytes.to_vec())
}

fn encodings(part: &[u8]) -> Vec<Form> {
    let mut all = Vec::new();
    for engine in [&STANDARD, &URL_SAFE] {
        for before in 0..3 {
            base64(part, before, engine, &mut all);
        }
    }
    for (keep, space) in [
        (&b"-._~"[..], None),
        // A form's fields.
        (b"-._*", Some(b'+')),
        // What encodeURIComponent of JavaScript leaves alone.
        (b"-._~!*'()", None),
    ] {
        for digits in [b"0123456789ABCDEF", b"0123456789abcdef"] {
            all.push(percent(part, keep, space, digits));
        }
    }
    all.push(json(part));
    all.retain(|form| form.len() >= SHORTEST && form[..] != *part);
    all
}

/// As it stands in base64 behind so many bytes (modulo 3): what those don't touch, and with bytes behind it or none.
fn base64(part: &[u8], before: usize, engine: &base64::engine::GeneralPurpose, all: &mut Vec<Form>) {
    let mut input = Zeroizing::new(vec![0; before]);
    input.extend(part);
    let whole = Zeroizing::new(engine.encode(&*input).into_bytes());
    // A digit holds six bits. The first ones hold some of the bytes before, the last of those behind.
    let from = (before * 8).div_ceil(6);
    let sure = input.len() * 8 / 6;
    let unpadded = (input.len() * 8).div_ceil(6);
    for to in [sure, unpadded, whole.len()] {
        all.push(own(&whole[from..to]));
    }
    if before == 0 {
        for width in BASE64_LINES.into_iter().filter(|width| whole.len() > *width) {
            all.extend(whole.chunks(width).map(own));
        }
    }
}

fn percent(part: &[u8], keep: &[u8], space: Option<u8>, digits: &[u8; 16]) -> Form {
    let mut text = Zeroizing::new(Vec::with_capacity(part.len() * 3));
    for byte in part {
        match (byte, space) {
            (b' ', Some(plus)) => text.push(plus),
            (byte, _) if byte.is_ascii_alphanumeric() || keep.contains(byte) => text.push(*byte),
            (byte, _) => text.extend([b'%', digits[usize::from(byte >> 4)], digits[usize::from(byte & 15)]]),
        }
    }
    text
}

fn json(part: &[u8]) -> Form {
    let mut text = Zeroizing::new(Vec::with_capacity(part.len() * 2));
    for byte in part {
        match byte {
            b'"' | b'\\' => text.extend([b'\\', *byte]),
            b'\n' => text.extend(b"\\n"),
            b'\r' => text.extend(b"\\r"),
            b'\t' => text.extend(b"\\t"),
            byte => text.push(*byte),
        }
    }
    text
}

/// Cut so that every byte lies in a piece; the last reaches back, as it must not be short.
fn pieces(form: Form) -> Vec<Form> {
    if form.len() <= LONGEST {
        return vec![form];
    }
    let mut all: Vec<Form> = form.chunks_exact(LONGEST).map(own).collect();
    if !form.len().is_multiple_of(LONGEST) {
        all.push(own(&form[form.len() - LONGEST..]));
    }
    all
}
