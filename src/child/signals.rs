//! Signals go on to the command. What the terminal's own keys send reaches it directly, where it shares our terminal.

use std::fs;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::thread;

use rustix::process::{
    Pid, Signal, WaitId, WaitIdOptions, getpgid, getpgrp, getpid, getppid, getsid, kill_current_process_group,
    kill_process, pidfd_send_signal, waitid,
};
use signal_hook::consts::{SIGCHLD, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2, SIGWINCH};
use signal_hook::iterator::SignalsInfo;
use signal_hook::iterator::exfiltrator::WithOrigin;
use signal_hook::low_level::siginfo::Cause;

use super::relay::To;
use super::terminal::{Outer, fit};

/// What goes on to the command.
const FOR_THE_COMMAND: [i32; 8] = [SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGTSTP, SIGCONT];
/// Ancestors looked at, at most, to see whether anybody could wake us.
const ANCESTORS: usize = 64;

/// Signals that arrive from here on are kept for the command.
pub(super) struct Kept(SignalsInfo<WithOrigin>);

/// A signal that came.
pub(super) struct Heard {
    number: i32,
    /// By a key of the terminal, or because it is gone: every process in front of it has the same.
    pub from_terminal: bool,
    /// By ourselves, to the group of processes that we are in.
    from_us: bool,
}

impl Heard {
    /// As the command is sent it; none for what is ours alone.
    pub fn named(&self) -> Option<Signal> {
        FOR_THE_COMMAND.contains(&self.number).then(|| Signal::from_named_raw(self.number)).flatten()
    }
}

impl Kept {
    /// Takes them over. Called before the command starts, so that none is lost and none ends us alone.
    pub fn take() -> io::Result<Self> {
        Self::of(&[SIGWINCH])
    }

    /// The same for the leader of the command's own terminal.
    pub fn of_leader() -> io::Result<Self> {
        Self::of(&[])
    }

    fn of(more: &[i32]) -> io::Result<Self> {
        let ignored = ignored();
        // What whoever started us has us ignore (`nohup`), the command is to ignore too.
        let taken = FOR_THE_COMMAND.iter().chain(more).filter(|signal| ignored & (1 << (**signal - 1)) == 0);
        // Always: where a child's end is ignored, nobody is told how it ended.
        SignalsInfo::new(taken.chain(&[SIGCHLD])).map(Self)
    }

    /// Hears them as they come, for ever.
    pub fn each(mut self, hear: impl Fn(&Heard)) {
        let own = getpid().as_raw_pid();
        for origin in self.0.forever() {
            hear(&Heard {
                number: origin.signal,
                from_terminal: matches!(origin.cause, Cause::Kernel),
                from_us: origin.process.is_some_and(|process| process.pid == own),
            });
        }
    }

    /// Hands them on, on a thread of its own, as long as the command lives.
    pub fn hand_on(self, to: Receiver) -> io::Result<()> {
        let hand_on = move || self.each(|heard| to.hear(heard));
        thread::Builder::new().name("run-signals".into()).spawn(hand_on).map(drop)
    }
}

/// Who is told of signals.
pub(super) struct Receiver {
    /// The command, or the leader of its session.
    pub process: Arc<OwnedFd>,
    /// Our ends of its terminals, and which stream of ours has the size of each.
    pub screens: Vec<(OwnedFd, To)>,
    /// The outer terminal, where the command is in a session of its own.
    pub outer: Option<Arc<Outer>>,
}

impl Receiver {
    fn hear(&self, heard: &Heard) {
        match heard.number {
            SIGWINCH => self.fit(),
            SIGCHLD => self.stop_with_it(),
            SIGTSTP if heard.from_us => self.stop(),
            SIGTSTP => {
                self.send(heard);
                // With it, so that the shell sees us stop; SIGCONT wakes both. A session of its own tells when it stopped.
                if self.outer.is_none() {
                    self.stop();
                }
            }
            SIGCONT => {
                if let Some(outer) = &self.outer {
                    outer.again();
                    self.fit();
                }
                self.send(heard);
            }
            _ => self.send(heard),
        }
    }

    fn send(&self, heard: &Heard) {
        // What comes of the terminal we share reached the command too.
        let both_got_it = self.outer.is_none() && heard.from_terminal;
        if let Some(signal) = heard.named().filter(|_| !both_got_it) {
            self.signal(signal);
        }
    }

    fn signal(&self, signal: Signal) {
        // It may have ended meanwhile.
        let _ = pidfd_send_signal(self.process.as_fd(), signal);
    }

    fn fit(&self) {
        for (ours, to) in &self.screens {
            to.with(|outer| fit(ours, outer));
        }
        if self.outer.is_none() && !self.screens.is_empty() {
            // It heard from the outer terminal, before its own had the size.
            self.signal(Signal::WINCH);
        }
    }

    fn stop(&self) {
        if let Some(outer) = &self.outer {
            outer.give_back();
        }
        let _ = kill_process(getpid(), Signal::STOP);
    }

    /// The command was stopped at its own terminal: so are we, and all that a shell started together with us.
    fn stop_with_it(&self) {
        let Some(outer) = &self.outer else { return };
        let stopped = WaitIdOptions::STOPPED | WaitIdOptions::NOHANG;
        if !matches!(waitid(WaitId::PidFd(self.process.as_fd()), stopped), Ok(Some(_))) {
            return;
        }
        if !somebody_could_wake_us() {
            // As a terminal does it: stopped for good is no use to anybody.
            return self.signal(Signal::CONT);
        }
        outer.give_back();
        // Reaches us as well.
        let _ = kill_current_process_group(Signal::TSTP);
    }
}

/// True where an ancestor in our session belongs to another job: the shell that started us.
fn somebody_could_wake_us() -> bool {
    let (session, group) = (getsid(None).ok(), getpgrp());
    let mut ancestor = getppid();
    for _ in 0..ANCESTORS {
        let Some(pid) = ancestor.filter(|pid| getsid(Some(*pid)).ok() == session) else { return false };
        if getpgid(Some(pid)).is_ok_and(|other| other != group) {
            return true;
        }
        ancestor = parent_of(pid);
    }
    false
}

fn parent_of(pid: Pid) -> Option<Pid> {
    let facts = fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_pid())).ok()?;
    // Behind the name, which may hold anything: the state, then the parent.
    Pid::from_raw(facts.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok()?)
}

/// The signals that this process ignores, a bit each.
fn ignored() -> u64 {
    let facts = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = facts.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    line.and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok()).unwrap_or(0)
}
