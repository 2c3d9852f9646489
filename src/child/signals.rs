//! Signals go on to the command. What the terminal's own keys send reaches it directly, where it shares our terminal.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::thread;

use rustix::process::{Signal, getpid, kill_process, pidfd_send_signal};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2, SIGWINCH};
use signal_hook::iterator::SignalsInfo;
use signal_hook::iterator::exfiltrator::WithOrigin;
use signal_hook::low_level::siginfo::Cause;

use super::terminal::fit;

/// Signals that arrive from here on are kept for the command.
pub(super) struct Kept(SignalsInfo<WithOrigin>);

impl Kept {
    /// Takes them over. Called before the command starts, so that none is lost and none ends us alone.
    pub fn take() -> io::Result<Self> {
        let all = [SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGTSTP, SIGCONT, SIGWINCH];
        SignalsInfo::new(all).map(Self)
    }

    /// Hands them on, on a thread of its own, as long as the command lives.
    pub fn hand_on(mut self, command: Arc<OwnedFd>, pty: Option<Arc<OwnedFd>>) -> io::Result<()> {
        let hand_on = move || {
            for origin in self.0.forever() {
                if origin.signal == SIGWINCH {
                    // One that shares our terminal heard of it there.
                    if let Some(pty) = &pty {
                        fit(pty.as_fd(), io::stdout());
                    }
                    continue;
                }
                // A key of the terminal we share reached the command too; ours sends nothing, it is raw.
                let both_got_it = pty.is_none() && matches!(origin.cause, Cause::Kernel);
                if let Some(signal) = named(origin.signal).filter(|_| !both_got_it) {
                    // It may have ended meanwhile.
                    let _ = pidfd_send_signal(&*command, signal);
                }
                if origin.signal == SIGTSTP {
                    // With it, so that the shell sees us stop; SIGCONT wakes both.
                    let _ = kill_process(getpid(), Signal::STOP);
                }
            }
        };
        thread::Builder::new().name("run-signals".into()).spawn(hand_on).map(drop)
    }
}

fn named(signal: i32) -> Option<Signal> {
    Some(match signal {
        SIGINT => Signal::INT,
        SIGQUIT => Signal::QUIT,
        SIGTERM => Signal::TERM,
        SIGHUP => Signal::HUP,
        SIGUSR1 => Signal::USR1,
        SIGUSR2 => Signal::USR2,
        SIGTSTP => Signal::TSTP,
        SIGCONT => Signal::CONT,
        _ => return None,
    })
}
