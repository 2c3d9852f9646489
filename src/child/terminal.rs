//! The outer terminal while a command has one of its own: every key goes through as it is typed, and in the end all is as it
//! was.

use std::io;
use std::os::fd::{AsFd, OwnedFd};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetwinsize, tcsetattr, tcsetwinsize};

/// A terminal for the command: our end and its end.
pub(super) struct Pty {
    /// What it writes is read here, and the other way round.
    pub ours: OwnedFd,
    /// To be its standard streams.
    pub theirs: OwnedFd,
}

impl Pty {
    /// One of the size and with the settings of the outer terminal.
    pub fn like(outer: impl AsFd) -> io::Result<Self> {
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)?;
        grantpt(&ours)?;
        unlockpt(&ours)?;
        let name = ptsname(&ours, Vec::new())?;
        let flags = rustix::fs::OFlags::RDWR | rustix::fs::OFlags::NOCTTY | rustix::fs::OFlags::CLOEXEC;
        let theirs = rustix::fs::open(&name, flags, rustix::fs::Mode::empty())?;
        if let Ok(settings) = tcgetattr(&outer) {
            tcsetattr(&theirs, OptionalActions::Now, &settings)?;
        }
        fit(&ours, outer);
        Ok(Self { ours, theirs })
    }
}

/// Gives the command's terminal the size of the outer one.
pub(super) fn fit(pty: impl AsFd, outer: impl AsFd) {
    // A size that can't be told is none.
    if let Ok(size) = tcgetwinsize(outer) {
        let _ = tcsetwinsize(pty, size);
    }
}

/// The outer terminal, raw until this is dropped. In the background it is left as it is: the program in front has it.
pub(super) struct Raw {
    before: Option<Termios>,
}

impl Raw {
    /// Lets every byte of standard input through.
    pub fn on() -> Self {
        let stdin = io::stdin();
        let in_front = rustix::termios::tcgetpgrp(&stdin).is_ok_and(|front| front == rustix::process::getpgrp());
        let before = tcgetattr(&stdin).ok().filter(|_| in_front);
        if let Some(before) = &before {
            let mut raw = before.clone();
            raw.make_raw();
            let _ = tcsetattr(&stdin, OptionalActions::Now, &raw);
        }
        Self { before }
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            // What was typed and not read is the next program's.
            let _ = tcsetattr(io::stdin(), OptionalActions::Drain, before);
        }
    }
}
