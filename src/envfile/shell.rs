//! Assignments as bash, dash and zsh read them: `.envrc`, files of `export`. Only words are taken apart; substitutions
//! stay the text they are, and commands are named and left.

use super::entry::{ReadError, Reason};
use super::gather::{Found, Gather};
use super::references;
use super::words;

/// Words that come before assignments and change nothing about their values.
const BEFORE: [&[u8]; 7] = [b"export", b"readonly", b"local", b"declare", b"typeset", b"-x", b"-gx"];

/// A quote or substitution that is never closed: a shell takes nothing from here on.
struct NeverClosed;

/// One word, its quotes taken away.
#[derive(Default)]
struct Word {
    value: Vec<u8>,
    quoted: bool,
    disagree: Vec<&'static str>,
    references: Vec<super::entry::Reference>,
}

impl Word {
    fn note(&mut self, words: &'static str) {
        if !self.disagree.contains(&words) {
            self.disagree.push(words);
        }
    }
}

pub(super) fn read(text: &[u8], gather: &mut Gather) -> Result<(), ReadError> {
    let mut lexer = Lexer { text, at: 0, line: 1 };
    let mut line_is_empty = true;
    while let Some(byte) = lexer.peek() {
        match byte {
            b'\n' => {
                if line_is_empty {
                    gather.blank();
                }
                lexer.step();
                line_is_empty = true;
            }
            b' ' | b'\t' | b'\r' | b';' => lexer.step(),
            b'#' => {
                let line = lexer.line;
                gather.comment(lexer.rest_of_line(), line)?;
                line_is_empty = false;
            }
            _ => {
                line_is_empty = false;
                let line = lexer.line;
                match lexer.command() {
                    Ok(Command::Assignments(found)) => found.into_iter().try_for_each(|found| gather.entry(found))?,
                    Ok(Command::Other) => gather.problem(line, Reason::Command)?,
                    Err(NeverClosed) => return gather.problem(line, Reason::NeverClosed),
                }
            }
        }
    }
    Ok(())
}

enum Command<'a> {
    Assignments(Vec<Found<'a>>),
    Other,
}

struct Lexer<'a> {
    text: &'a [u8],
    at: usize,
    line: u32,
}

impl<'a> Lexer<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn step(&mut self) {
        if self.peek() == Some(b'\n') {
            self.line += 1;
        }
        self.at += 1;
    }

    /// Takes everything up to `end`, counting lines.
    fn take_to(&mut self, end: usize) -> &'a [u8] {
        let taken = &self.text[self.at..end];
        self.line += u32::try_from(memchr::memchr_iter(b'\n', taken).count()).expect("a file is at most 16 MiB");
        self.at = end;
        taken
    }

    /// The text of a comment, without its `#`, up to the line's end.
    fn rest_of_line(&mut self) -> &'a [u8] {
        let end = find(self.text, self.at, b'\n').unwrap_or(self.text.len());
        &self.take_to(end)[1..]
    }

    fn skip_blanks(&mut self) {
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

    /// Everything up to the end of one command.
    fn command(&mut self) -> Result<Command<'a>, NeverClosed> {
        let mut found: Vec<Found<'a>> = Vec::new();
        let mut export = false;
        let mut is_command = false;
        let mut here_ends: Vec<Vec<u8>> = Vec::new();
        loop {
            self.skip_blanks();
            match self.peek() {
                None | Some(b'\n' | b';') => break,
                Some(b'#') => {
                    let comment = self.rest_of_line();
                    if let Some(last) = found.last_mut() {
                        last.inline_comment = Some(comment);
                    }
                    break;
                }
                Some(b'<') if self.text[self.at..].starts_with(b"<<") && self.text.get(self.at + 2) != Some(&b'<') => {
                    is_command = true;
                    self.at += 2 + usize::from(self.text.get(self.at + 2) == Some(&b'-'));
                    self.skip_blanks();
                    here_ends.push(self.word()?.value);
                    continue;
                }
                // A pipe, a redirection, a subshell: not for us, but its words are read so that none is mistaken.
                Some(b'&' | b'|' | b'<' | b'>' | b'(' | b')') => {
                    is_command = true;
                    self.at += 1;
                    continue;
                }
                Some(_) => {}
            }
            let start = self.at;
            let rest = &self.text[start..];
            let name = references::name_len(rest);
            if name > 0 && rest.get(name) == Some(&b'=') && rest.get(name + 1) != Some(&b'(') {
                let line = self.line;
                self.at += name + 1;
                let Word { value, quoted, disagree, references } = self.word()?;
                let name = &rest[..name];
                found.push(Found { name, value, line, export, quoted, disagree, references, ..Found::default() });
                continue;
            }
            self.word()?;
            let word = &self.text[start..self.at];
            let bare_name = export && references::name_len(word) == word.len();
            match found.is_empty() && BEFORE.contains(&word) {
                true => export = true,
                false if bare_name => {}
                false => is_command = true,
            }
            if self.at == start {
                // A byte no word takes; never stand still.
                is_command = true;
                self.step();
            }
        }
        // What stands in a here-document is a command's input, whatever it looks like.
        for end in here_ends {
            self.skip_here_document(&end);
        }
        Ok(if is_command { Command::Other } else { Command::Assignments(found) })
    }

    /// From a line's end to before the end of the line that closes a here-document.
    fn skip_here_document(&mut self, end: &[u8]) {
        while self.peek().is_some() {
            let line_end = find(self.text, self.at, b'\n').map_or(self.text.len(), |at| at + 1);
            self.take_to(line_end);
            let next_end = find(self.text, self.at, b'\n').unwrap_or(self.text.len());
            if self.text[self.at..next_end].trim_ascii() == end {
                self.take_to(next_end);
                return;
            }
        }
    }

    /// One word, up to what ends it outside quotes.
    fn word(&mut self) -> Result<Word, NeverClosed> {
        let mut word = Word::default();
        if self.peek() == Some(b'~') {
            word.note(words::TILDE);
        }
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'<' | b'>' | b'(' | b')' => break,
                b'\r' if matches!(self.text.get(self.at + 1), None | Some(b'\n')) => {
                    word.note(words::CARRIAGE);
                    break;
                }
                b'\'' => {
                    word.quoted = true;
                    let inner = self.at + 1;
                    let close = find(self.text, inner, b'\'').ok_or(NeverClosed)?;
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
                        word.note(words::BACKSLASH);
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
                    let plain = 1 + self.text[self.at + 1..].iter().take_while(|byte| !is_special(**byte)).count();
                    let taken = self.take_to(self.at + plain);
                    word.value.extend_from_slice(taken);
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
                    word.note(words::BACKSLASH);
                    self.take_to(self.at + 2);
                }
                b'$' | b'`' => self.substitution(word)?,
                _ => {
                    let rest = &self.text[self.at..];
                    let plain = rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | b'$' | b'`')).count();
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
                word.note(words::COMMAND);
                end_of_backticks(self.text, start + 1)?
            }
            (_, Some(b'(')) => {
                word.note(words::COMMAND);
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
        word.note(words::ANSI);
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
fn is_special(byte: u8) -> bool {
    matches!(
        byte,
        b' ' | b'\t'
            | b'\n'
            | b'\r'
            | b';'
            | b'&'
            | b'|'
            | b'<'
            | b'>'
            | b'('
            | b')'
            | b'\''
            | b'"'
            | b'\\'
            | b'$'
            | b'`'
    )
}

fn find(text: &[u8], from: usize, byte: u8) -> Option<usize> {
    memchr::memchr(byte, &text[from..]).map(|step| from + step)
}

fn end_of_backticks(text: &[u8], mut at: usize) -> Result<usize, NeverClosed> {
    loop {
        match text.get(at).ok_or(NeverClosed)? {
            b'`' => return Ok(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// Behind the bracket that closes the one at `at`, quotes inside taken as quotes. Counts, does not recurse.
fn end_of_nested(text: &[u8], mut at: usize, open: u8, close: u8) -> Result<usize, NeverClosed> {
    let mut depth = 0usize;
    let mut in_double = false;
    loop {
        let byte = *text.get(at).ok_or(NeverClosed)?;
        match byte {
            b'\\' => at += 1,
            b'"' => in_double = !in_double,
            b'\'' if !in_double => at = find(text, at + 1, b'\'').ok_or(NeverClosed)?,
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
