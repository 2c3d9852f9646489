//! Reading a line that nobody sees being typed.
//!
//! The terminal is made quiet *before* the question is printed: whoever answers at once (a paste, a script) would
//! otherwise see the beginning of a secret. It is made itself again before Ctrl C takes effect.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};

use rustix::process::{Signal, getpid, kill_process};
use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};
use zeroize::Zeroizing;

const CTRL_C: u8 = 0x03;
const CTRL_D: u8 = 0x04;
const BACKSPACE: u8 = 0x08;
const CTRL_U: u8 = 0x15;
const ESC: u8 = 0x1b;
const DEL: u8 = 0x7f;

/// Prints the question on the controlling terminal and reads the answer there, without its line end. None where it was
/// broken off (Ctrl C, Ctrl D on an empty line, the terminal gone). An error where there is no terminal.
pub fn line(question: &str) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    let mut quiet = Quiet::on()?;
    quiet.terminal.write_all(question.as_bytes())?;
    let answer = read(&mut quiet.terminal);
    quiet.terminal.write_all(b"\n")?;
    drop(quiet);
    match answer? {
        Answer::Line(typed) => Ok(Some(typed)),
        Answer::Nothing => Ok(None),
        Answer::Interrupted => {
            kill_process(getpid(), Signal::INT)?;
            Ok(None)
        }
    }
}

/// A terminal that shows nothing of what is typed, until it is dropped.
struct Quiet {
    terminal: File,
    before: Termios,
}

impl Quiet {
    fn on() -> io::Result<Self> {
        let terminal = OpenOptions::new().read(true).write(true).open("/dev/tty")?;
        let before = tcgetattr(&terminal)?;
        let mut modes = before.clone();
        // Byte by byte: a line of the terminal's own holds 4,096 bytes at most, less than many a secret.
        modes.local_modes -= LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ICANON | LocalModes::ISIG;
        modes.special_codes[SpecialCodeIndex::VMIN] = 1;
        modes.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(&terminal, OptionalActions::Now, &modes)?;
        Ok(Self { terminal, before })
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        // Where the terminal is gone there is nothing to make itself again.
        let _ = tcsetattr(&self.terminal, OptionalActions::Now, &self.before);
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Answer {
    Line(Zeroizing<Vec<u8>>),
    Nothing,
    Interrupted,
}

/// The keys of a terminal's own line: backspace, Ctrl U; what arrow keys send is dropped, so are other control bytes.
fn read(input: &mut impl Read) -> io::Result<Answer> {
    // Room for any secret that is typed or pasted here: growing would copy it about.
    let mut typed = Zeroizing::new(Vec::with_capacity(64 * 1024));
    loop {
        let Some(byte) = next(input)? else {
            return Ok(if typed.is_empty() { Answer::Nothing } else { Answer::Line(typed) });
        };
        match byte {
            b'\n' | b'\r' => return Ok(Answer::Line(typed)),
            CTRL_C => return Ok(Answer::Interrupted),
            CTRL_D if typed.is_empty() => return Ok(Answer::Nothing),
            CTRL_U => typed.clear(),
            BACKSPACE | DEL => while typed.pop().is_some_and(|byte| byte & 0xc0 == 0x80) {},
            ESC => skip_sequence(input)?,
            byte if byte.is_ascii_control() => {}
            byte => typed.push(byte),
        }
    }
}

/// Past the rest of `ESC [ … letter` or `ESC O letter`.
fn skip_sequence(input: &mut impl Read) -> io::Result<()> {
    if matches!(next(input)?, Some(b'[' | b'O')) {
        while next(input)?.is_some_and(|byte| !(0x40..=0x7e).contains(&byte)) {}
    }
    Ok(())
}

fn next(input: &mut impl Read) -> io::Result<Option<u8>> {
    let mut byte = [0];
    loop {
        match input.read(&mut byte) {
            Ok(0) => return Ok(None),
            Ok(_) => return Ok(Some(byte[0])),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &[u8]) -> Answer {
        read(&mut &keys[..]).unwrap()
    }

    fn gives(keys: &[u8], line: &[u8]) {
        assert_eq!(typed(keys), Answer::Line(Zeroizing::new(line.to_vec())), "{keys:?}");
    }

    #[test]
    fn a_line_ends_at_enter_and_keeps_its_bytes() {
        gives(b" a b \nrest", b" a b ");
        gives("ключ\r".as_bytes(), "ключ".as_bytes());
        gives(b"\xff\xfe\n", b"\xff\xfe");
        gives(b"no end", b"no end");
        gives(b"\n", b"");
    }

    #[test]
    fn backspace_takes_a_whole_character_and_ctrl_u_all() {
        gives("aé\u{7f}b\n".as_bytes(), b"ab");
        gives(b"\x7f\x08x\n", b"x");
        gives(b"wrong\x15right\n", b"right");
    }

    #[test]
    fn arrow_keys_and_other_control_bytes_are_no_part_of_it() {
        gives(b"a\x1b[Db\x1bOCc\x1b[1;5Dd\t\x00\n", b"abcd");
    }

    #[test]
    fn breaking_off_gives_nothing() {
        assert_eq!(typed(b"half\x03"), Answer::Interrupted);
        assert_eq!(typed(b"\x04"), Answer::Nothing);
        assert_eq!(typed(b""), Answer::Nothing);
        gives(b"a\x04b\n", b"ab");
    }
}
