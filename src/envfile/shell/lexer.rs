//! Where in the text the reader stands, on which line, and where what is nested ends.

use memchr::memchr;

use crate::envfile::lines::{line_end, newlines};

/// A quote or substitution that is never closed: a shell takes nothing from here on.
pub(super) struct NeverClosed;

pub(super) struct Lexer<'a> {
    pub text: &'a [u8],
    pub at: usize,
    pub line: u32,
}

impl<'a> Lexer<'a> {
    pub fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    pub fn step(&mut self) {
        if self.peek() == Some(b'\n') {
            self.line += 1;
        }
        self.at += 1;
    }

    /// Takes everything up to `end`, counting lines.
    pub fn take_to(&mut self, end: usize) -> &'a [u8] {
        let taken = &self.text[self.at..end];
        self.line += newlines(taken);
        self.at = end;
        taken
    }

    /// The text of a comment, without its `#`, up to the line's end.
    pub fn rest_of_line(&mut self) -> &'a [u8] {
        let start = self.at + 1;
        self.at = line_end(self.text, start);
        &self.text[start..self.at]
    }

    pub fn skip_blanks(&mut self) {
        loop {
            match self.peek() {
                Some(b' ' | b'\t') => self.at += 1,
                Some(b'\r') if matches!(self.text.get(self.at + 1), None | Some(b'\n')) => self.at += 1,
                Some(b'\\') if self.text.get(self.at + 1) == Some(&b'\n') => {
                    self.at += 2;
                    self.line += 1;
                }
                _ => return,
            }
        }
    }
}

/// The next such byte, which closes what was opened before `from`.
pub(super) fn closing(text: &[u8], from: usize, byte: u8) -> Result<usize, NeverClosed> {
    memchr(byte, &text[from..]).map(|step| from + step).ok_or(NeverClosed)
}

/// Behind the backtick that closes.
pub(super) fn end_of_backticks(text: &[u8], mut at: usize) -> Result<usize, NeverClosed> {
    loop {
        match text.get(at).ok_or(NeverClosed)? {
            b'`' => return Ok(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// Behind the bracket that closes the one at `at`, quotes inside taken as quotes. Counts, does not recurse.
pub(super) fn end_of_nested(text: &[u8], mut at: usize, open: u8, close: u8) -> Result<usize, NeverClosed> {
    let mut depth = 0usize;
    let mut in_double = false;
    loop {
        let byte = *text.get(at).ok_or(NeverClosed)?;
        match byte {
            b'\\' => at += 1,
            b'"' => in_double = !in_double,
            b'\'' if !in_double => at = closing(text, at + 1, b'\'')?,
            _ if in_double => {}
            _ if byte == open => depth += 1,
            _ if byte == close => {
                depth -= 1;
                if depth == 0 {
                    return Ok(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
}
