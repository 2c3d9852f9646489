//! Terminals: those made for a command, and the outer one while the command has one of its own. Every key goes through as
//! it is typed, and in the end all is as it was.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::{Mutex, PoisonError};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, Termios, isatty, tcgetattr, tcgetpgrp, tcgetwinsize, tcsetattr, tcsetwinsize};

/// A terminal for the command: our end and its end.
pub(super) struct Pty {
    /// What it writes is read here, and the other way round. Neither waits.
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
        rustix::io::ioctl_fionbio(&ours, true)?;
        fit(&ours, outer);
        Ok(Self { ours, theirs })
    }
}

/// Which terminal a stream is; none where it is none.
pub(super) fn terminal_of(stream: impl AsFd) -> Option<u64> {
    let facts = rustix::fs::fstat(&stream).ok()?;
    isatty(stream).then_some(facts.st_rdev)
}

/// Gives the command's terminal the size of the outer one.
pub(super) fn fit(pty: impl AsFd, outer: impl AsFd) {
    // A size that can't be told is none.
    if let Ok(size) = tcgetwinsize(outer) {
        let _ = tcsetwinsize(pty, size);
    }
}

/// The outer terminal: raw while we are in front of it. In the background it is left as it is: the program in front has it.
pub(super) struct Outer {
    /// How it was before it was made raw; none while it is not.
    before: Mutex<Option<Termios>>,
}

impl Outer {
    /// Not taken yet.
    pub fn new() -> Self {
        Self { before: Mutex::new(None) }
    }

    /// Lets every byte of standard input through, where we are in front. True if what is typed is ours.
    pub fn take(&self) -> bool {
        let mut before = self.before.lock().unwrap_or_else(PoisonError::into_inner);
        if before.is_none() && is_in_front() {
            let stdin = io::stdin();
            let Ok(settings) = tcgetattr(&stdin) else { return false };
            let mut raw = settings.clone();
            raw.make_raw();
            if tcsetattr(&stdin, OptionalActions::Now, &raw).is_ok() {
                *before = Some(settings);
            }
        }
        before.is_some()
    }

    /// After we were stopped: whoever was in front meanwhile may have left it otherwise.
    pub fn again(&self) {
        let before = self.before.lock().unwrap_or_else(PoisonError::into_inner).take();
        // Stopped without a chance to give it back: it may be raw still, and that is not how it was.
        if self.take()
            && let Some(before) = before
        {
            *self.before.lock().unwrap_or_else(PoisonError::into_inner) = Some(before);
        }
    }

    /// As it was before it was taken.
    pub fn give_back(&self) {
        let before = self.before.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(before) = before.filter(|_| is_in_front()) {
            // What was typed and not read is the next program's.
            let _ = tcsetattr(io::stdin(), OptionalActions::Drain, &before);
        }
    }
}

impl Drop for Outer {
    fn drop(&mut self) {
        self.give_back();
    }
}

/// True while what is typed at the terminal is meant for us; also where it is not the one that our session is led from, which
/// stops nobody.
fn is_in_front() -> bool {
    tcgetpgrp(io::stdin()).map_or(true, |front| front == rustix::process::getpgrp())
}
