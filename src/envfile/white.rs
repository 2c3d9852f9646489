//! White space, as each parser's own language sees it.

/// One language's white space.
pub(super) trait White {
    /// Length of the one white space character at the beginning, 0 if there is none. Is asked only of bytes that may begin one.
    fn width(text: &[u8]) -> usize;

    /// The same, of any text: letters, digits and signs are told at once.
    fn len(text: &[u8]) -> usize {
        match text.first() {
            None | Some(b'!'..=0x7f) => 0,
            Some(_) => Self::width(text),
        }
    }

    /// Bytes of it at the beginning, line feeds too.
    fn spaces(text: &[u8]) -> usize {
        let mut at = 0;
        loop {
            match Self::len(&text[at..]) {
                0 => return at,
                len => at += len,
            }
        }
    }

    /// Bytes of it at the beginning, up to a line feed.
    fn blanks(text: &[u8]) -> usize {
        let mut at = 0;
        loop {
            match Self::len(&text[at..]) {
                0 => return at,
                _ if text[at] == b'\n' => return at,
                len => at += len,
            }
        }
    }

    fn trim_start(text: &[u8]) -> &[u8] {
        &text[Self::spaces(text)..]
    }

    fn trim_end(mut text: &[u8]) -> &[u8] {
        'again: loop {
            if matches!(text.last(), None | Some(b'!'..=0x7f)) {
                return text;
            }
            for len in 1..=3.min(text.len()) {
                if Self::width(&text[text.len() - len..]) == len {
                    text = &text[..text.len() - len];
                    continue 'again;
                }
            }
            return text;
        }
    }
}

/// JavaScript's `\s` and `trim()`.
pub(super) struct JavaScript;

impl White for JavaScript {
    fn width(text: &[u8]) -> usize {
        match text {
            [b' ' | b'\t' | b'\n' | 0x0b | 0x0c, ..] => 1,
            [0xef, 0xbb, 0xbf, ..] => 3,
            [0xc2, 0xa0, ..] => 2,
            _ => unicode_spaces(text),
        }
    }
}

/// Python's `\s` and `str.rstrip`.
pub(super) struct Python;

impl White for Python {
    fn width(text: &[u8]) -> usize {
        match text {
            [9..=13 | 28..=32, ..] => 1,
            [0xc2, 0x85 | 0xa0, ..] => 2,
            _ => unicode_spaces(text),
        }
    }
}

/// Go's `unicode.IsSpace`.
pub(super) struct Go;

impl White for Go {
    fn width(text: &[u8]) -> usize {
        match GoLatin::width(text) {
            0 => unicode_spaces(text),
            width => width,
        }
    }
}

/// The same of Latin 1 alone: what Compose skips within a line.
pub(super) struct GoLatin;

impl White for GoLatin {
    fn width(text: &[u8]) -> usize {
        match text {
            [9..=13 | b' ', ..] => 1,
            [0xc2, 0x85 | 0xa0, ..] => 2,
            _ => 0,
        }
    }
}

/// What Unicode calls a space, beyond Latin 1.
fn unicode_spaces(text: &[u8]) -> usize {
    match text {
        [0xe1, 0x9a, 0x80, ..] | [0xe2, 0x80, 0x80..=0x8a | 0xa8 | 0xa9 | 0xaf, ..] => 3,
        [0xe2, 0x81, 0x9f, ..] | [0xe3, 0x80, 0x80, ..] => 3,
        _ => 0,
    }
}
