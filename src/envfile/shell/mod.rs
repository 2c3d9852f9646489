//! Assignments as bash, dash and zsh read them: `.envrc`, files of `export`. Only words are taken apart; substitutions
//! stay the text they are, and commands are named and left.

mod lexer;
mod word;

use super::entry::{ReadError, Reason};
use super::gather::{Found, Gather};
use super::lines::line_end;
use super::references;
use lexer::{Lexer, NeverClosed};
use word::Word;

/// Words that come before assignments and change nothing about their values.
const BEFORE: [&[u8]; 7] = [b"export", b"readonly", b"local", b"declare", b"typeset", b"-x", b"-gx"];

pub(super) fn read(text: &[u8], gather: &mut Gather) -> Result<(), ReadError> {
    let mut lexer = Lexer { text, at: 0, line: 1 };
    let mut line_is_empty = true;
    let mut found = Vec::new();
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
                found.clear();
                match lexer.command(&mut found) {
                    Ok(Command::Assignments) => found.drain(..).try_for_each(|found| gather.entry(found))?,
                    Ok(Command::Other) => gather.problem(line, Reason::Command)?,
                    Err(NeverClosed) => return gather.problem(line, Reason::NeverClosed),
                }
            }
        }
    }
    Ok(())
}

/// What a command was.
enum Command {
    /// Nothing but assignments.
    Assignments,
    /// Something that a shell would run.
    Other,
}

impl<'a> Lexer<'a> {
    /// Everything up to the end of one command; its assignments come behind those found before.
    fn command(&mut self, found: &mut Vec<Found<'a>>) -> Result<Command, NeverClosed> {
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
                let Word { value, quoted, doubts, references } = self.word()?;
                let name = &rest[..name];
                let mut one = Found { name, value, line, export, quoted, doubts, ..Found::default() };
                one.refers(references);
                found.push(one);
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
        Ok(if is_command { Command::Other } else { Command::Assignments })
    }

    /// From a line's end to before the end of the line that closes a here-document.
    fn skip_here_document(&mut self, end: &[u8]) {
        while self.peek().is_some() {
            self.take_to((line_end(self.text, self.at) + 1).min(self.text.len()));
            let next_end = line_end(self.text, self.at);
            if self.text[self.at..next_end].trim_ascii() == end {
                self.take_to(next_end);
                return;
            }
        }
    }
}
