//! Between Keyloft and a command with a terminal of its own: this binary once more, the leader of that terminal's session.
//! It puts the command in front, and where that is stopped (Ctrl Z) it stops too, so that Keyloft sees it and stops as
//! well. The command could not lead by itself: a leader has no parent in its session, and such a process can't be stopped
//! from its terminal.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};
use std::thread;

use rustix::process::{
    Pid, PidfdFlags, Signal, WaitId, WaitIdOptions, getpid, ioctl_tiocsctty, kill_process, kill_process_group,
    pidfd_open, pidfd_send_signal, setsid, waitid,
};
use rustix::termios::{tcgetpgrp, tcsetpgrp};

use super::Ended;
use super::signals::Kept;
use super::start::{refused, spawn};

/// The hidden subcommand: `main` hands its arguments to [`main`].
pub const COMMAND: &str = "__child";

/// The word before the command itself: the soft limit of core dumps that it gets.
pub(super) fn word(core_limit: Option<u64>) -> OsString {
    core_limit.map_or_else(|| "-".to_owned(), |limit| limit.to_string()).into()
}

/// Leads until the command has ended. Its arguments: the soft limit of core dumps (`-` for none), the command and what
/// follows it. Standard input is the terminal.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let mut arguments = arguments.into_iter();
    let core_limit = arguments.next().and_then(|word| word.to_str().and_then(|word| word.parse().ok()));
    let Some(program) = arguments.next() else { return ExitCode::from(2) };
    let arguments: Vec<OsString> = arguments.collect();
    let ended = lead(core_limit, &program, &arguments).unwrap_or_else(|error| refused(&program, &error));
    ExitCode::from(ended.exit_code())
}

fn lead(core_limit: Option<u64>, program: &OsStr, arguments: &[OsString]) -> io::Result<Ended> {
    setsid()?;
    ioctl_tiocsctty(io::stdin())?;
    let kept = Kept::of_leader()?;
    let command = |program: &OsStr| {
        let mut command = Command::new(program);
        command.process_group(0);
        Ok(command)
    };
    let child = match spawn(command, program, arguments, core_limit) {
        Ok(child) => child,
        Err(error) => return Ok(refused(program, &error)),
    };
    let pid = Pid::from_child(&child);
    let process = pidfd_open(pid, PidfdFlags::empty())?;
    // Only now it is sure to have a group of its own.
    let _ = tcsetpgrp(io::stdin(), pid);
    hand_on(kept, process)?;
    loop {
        let status = match waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::STOPPED) {
            Ok(Some(status)) => status,
            Ok(None) | Err(rustix::io::Errno::INTR) => continue,
            Err(error) => return Err(error.into()),
        };
        let Some(signal) = status.stopping_signal() else {
            return Ok(Ended::from_numbers(status.exit_status(), status.terminating_signal()));
        };
        // It asked for its terminal before it was put in front: no reason to stop any more.
        let was_early = [Signal::TTIN, Signal::TTOU].iter().any(|early| early.as_raw() == signal)
            && tcgetpgrp(io::stdin()).is_ok_and(|front| front == pid);
        if !was_early {
            kill_process(getpid(), Signal::STOP)?;
        }
        let _ = kill_process_group(pid, Signal::CONT);
    }
}

/// What Keyloft sends goes on to the command, and what the terminal sends: a key that was pressed before the command was in
/// front, or that it is gone.
fn hand_on(kept: Kept, command: OwnedFd) -> io::Result<()> {
    let hand_on = move || {
        kept.each(|heard| {
            if let Some(signal) = heard.named() {
                // It may have ended meanwhile.
                let _ = pidfd_send_signal(command.as_fd(), signal);
            }
        });
    };
    thread::Builder::new().name("leader-signals".into()).spawn(hand_on).map(drop)
}
