//! One word of a shell: quotes taken away, substitutions kept as the text they are.

use memchr::{memchr, memchr3};

use super::lexer::{Lexer, NeverClosed, closing, end_of_backticks, end_of_nested};
use crate::envfile::entry::Reference;
use crate::envfile::references;
use crate::envfile::words::{Doubt, Doubts};

/// One word, its quotes taken away.
#[derive(Default)]
pub(super) struct Word {
    pub value: Vec<u8>,
    pub quoted: bool,
    pub doubts: Doubts,
    pub references: Vec<Reference>,
}

impl Lexer<'_> {
    /// One word, up to what ends it outside quotes.
    pub fn word(&mut self) -> Result<Word, NeverClosed> {
        let mut word = Word::default();
        if self.peek() == Some(b'~') {
            word.doubts.add(Doubt::Tilde);
        }
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'<' | b'>' | b'(' | b')' => break,
                b'\r' if matches!(self.text.get(self.at + 1), None | Some(b'\n')) => {
                    word.doubts.add(Doubt::Carriage);
                    break;
                }
                b'\'' => {
                    word.quoted = true;
                    let inner = self.at + 1;
                    let close = closing(self.text, inner, b'\'')?;
                    word.value.extend_from_slice(&self.text[inner..close]);
                    self.take_to(close + 1);
                }
                b'"' => {
                    word.quoted = true;
                    self.at += 1;
                    self.double_quoted(&mut word)?;
                }
                b'\\' => match self.text.get(self.at + 1) {
                    Some(b'\n') => {
                        self.take_to(self.at + 2);
                    }
                    Some(next) => {
                        word.doubts.add(Doubt::Backslash);
                        word.value.push(*next);
                        self.at += 2;
                    }
                    None => {
                        word.value.push(b'\\');
                        self.at += 1;
                    }
                },
                b'$' if self.text.get(self.at + 1) == Some(&b'\'') => self.ansi_quoted(&mut word)?,
                b'$' | b'`' => self.substitution(&mut word)?,
                _ => {
                    // No line feed is among them.
                    let rest = &self.text[self.at..];
                    let plain = 1 + rest[1..].iter().take_while(|byte| !SPECIAL[usize::from(**byte)]).count();
                    word.value.extend_from_slice(&rest[..plain]);
                    self.at += plain;
                }
            }
        }
        Ok(word)
    }

    /// After the opening `"`, to behind the closing one.
    fn double_quoted(&mut self, word: &mut Word) -> Result<(), NeverClosed> {
        loop {
            let byte = self.peek().ok_or(NeverClosed)?;
            match byte {
                b'"' => {
                    self.at += 1;
                    return Ok(());
                }
                b'\\' => {
                    let next = *self.text.get(self.at + 1).ok_or(NeverClosed)?;
                    match next {
                        b'\n' => {}
                        b'$' | b'`' | b'"' | b'\\' => word.value.push(next),
                        _ => word.value.extend([b'\\', next]),
                    }
                    word.doubts.add(Doubt::Backslash);
                    self.take_to(self.at + 2);
                }
                b'$' | b'`' => self.substitution(word)?,
                _ => {
                    let rest = &self.text[self.at..];
                    let plain = memchr3(b'"', b'\\', b'$', rest).ok_or(NeverClosed)?;
                    let plain = memchr(b'`', &rest[..plain]).unwrap_or(plain);
                    let taken = self.take_to(self.at + plain);
                    word.value.extend_from_slice(taken);
                }
            }
        }
    }

    /// `$NAME`, `${…}`, `$(…)` or `` `…` ``: kept as the text it is.
    fn substitution(&mut self, word: &mut Word) -> Result<(), NeverClosed> {
        let start = self.at;
        let end = match (self.text[start], self.text.get(start + 1)) {
            (b'`', _) => {
                word.doubts.add(Doubt::Command);
                end_of_backticks(self.text, start + 1)?
            }
            (_, Some(b'(')) => {
                word.doubts.add(Doubt::Command);
                end_of_nested(self.text, start + 1, b'(', b')')?
            }
            (_, Some(b'{')) => end_of_nested(self.text, start + 1, b'{', b'}')?,
            (_, _) => start + 1 + references::name_len(&self.text[start + 1..]),
        };
        if let Some(mut reference) = references::at_dollar(&self.text[..end], start) {
            // From the file's bytes to the value's.
            let offset = word.value.len();
            reference.range = reference.range.start - start + offset..reference.range.end - start + offset;
            word.references.push(reference);
        }
        let taken = self.take_to(end);
        word.value.extend_from_slice(taken);
        Ok(())
    }

    /// `$'…'` with its C escapes; bash and zsh know it.
    fn ansi_quoted(&mut self, word: &mut Word) -> Result<(), NeverClosed> {
        word.quoted = true;
        word.doubts.add(Doubt::Ansi);
        self.at += 2;
        loop {
            match self.peek().ok_or(NeverClosed)? {
                b'\'' => {
                    self.at += 1;
                    return Ok(());
                }
                b'\\' => {
                    let next = *self.text.get(self.at + 1).ok_or(NeverClosed)?;
                    self.take_to(self.at + 2);
                    match next {
                        b'n' => word.value.push(b'\n'),
                        b'r' => word.value.push(b'\r'),
                        b't' => word.value.push(b'\t'),
                        b'a' => word.value.push(7),
                        b'b' => word.value.push(8),
                        b'e' | b'E' => word.value.push(27),
                        b'f' => word.value.push(12),
                        b'v' => word.value.push(11),
                        b'x' => word.value.push(self.number(16, 2)),
                        b'0'..=b'7' => {
                            self.at -= 1;
                            let byte = self.number(8, 3);
                            word.value.push(byte);
                        }
                        b'\\' | b'\'' | b'"' | b'?' => word.value.push(next),
                        other => word.value.extend([b'\\', other]),
                    }
                }
                plain => {
                    word.value.push(plain);
                    self.step();
                }
            }
        }
    }

    /// Up to so many digits; what does not fit a byte wraps, as in bash.
    fn number(&mut self, radix: u32, most: usize) -> u8 {
        let mut value = 0u32;
        for _ in 0..most {
            let Some(digit) = self.peek().and_then(|byte| char::from(byte).to_digit(radix)) else { break };
            value = value * radix + digit;
            self.at += 1;
        }
        (value & 0xff) as u8
    }
}

/// Bytes that mean something in a word outside quotes.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let bytes = b" \t\n\r;&|<>()'\"\\$`";
    let mut at = 0;
    while at < bytes.len() {
        special[bytes[at] as usize] = true;
        at += 1;
    }
    special
};
