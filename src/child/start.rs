//! Starting a command and seeing it through.

use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal};
use std::os::fd::OwnedFd;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Command, Stdio};
use std::sync::Arc;

use rustix::process::{Pid, PidfdFlags, pidfd_open};

use super::relay::{Relay, To};
use super::signals::Kept;
use super::terminal::{Pty, Raw};
use super::{Ended, trampoline};
use crate::mask::Masks;

/// A command to be run.
pub struct Job<'a> {
    /// The command, looked up in the `PATH` that it gets.
    pub program: &'a OsStr,
    /// Its arguments.
    pub arguments: &'a [OsString],
    /// What is put into its environment, over what is there.
    pub variables: &'a [(OsString, OsString)],
    /// What is taken out of it.
    pub without: &'a [&'a str],
    /// What is masked in its output; none to leave its streams alone.
    pub masks: Option<Arc<Masks>>,
    /// The soft limit of core dumps that it gets; none for unlimited.
    pub core_limit: Option<u64>,
}

/// Why a command could not be run. What the command itself could not do is told by its exit code.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The system refused a process, a pipe or a terminal.
    #[error("the system refused a process or a stream")]
    System(#[from] io::Error),
}

impl From<rustix::io::Errno> for StartError {
    fn from(error: rustix::io::Errno) -> Self {
        Self::System(error.into())
    }
}

/// Runs the command to its end. Streams that are terminals stay terminals for it, others stay what they are.
pub fn run(job: &Job<'_>) -> Result<Ended, StartError> {
    let masks = job.masks.as_ref().filter(|masks| !masks.is_empty());
    let is_terminal = [io::stdin().is_terminal(), io::stdout().is_terminal(), io::stderr().is_terminal()];
    // Only what is masked needs another way than straight through.
    let wants_pty = masks.is_some() && (is_terminal[1] || is_terminal[2]);
    let pty = match (wants_pty, is_terminal) {
        (false, _) => None,
        (true, [true, ..]) => Some(Pty::like(io::stdin())?),
        (true, [_, true, _]) => Some(Pty::like(io::stdout())?),
        (true, _) => Some(Pty::like(io::stderr())?),
    };
    let kept = Kept::take()?;
    let mut command = command_for(job, pty.as_ref().map(|_| first(is_terminal)));
    let mut streams: Vec<(OwnedFd, To)> = Vec::new();
    let mut keys = None;
    if let Some(pty) = &pty {
        if is_terminal[0] {
            command.stdin(Stdio::from(pty.theirs.try_clone()?));
            keys = Some(pty.ours.try_clone()?);
        }
        if is_terminal[1] {
            command.stdout(Stdio::from(pty.theirs.try_clone()?));
        }
        if is_terminal[2] {
            command.stderr(Stdio::from(pty.theirs.try_clone()?));
        }
        let to = if is_terminal[1] { To::Output } else { To::Errors };
        streams.push((pty.ours.try_clone()?, to));
    }
    if masks.is_some() {
        for (nth, to) in [(1, To::Output), (2, To::Errors)] {
            if is_terminal[nth] {
                continue;
            }
            let (ours, theirs) = io::pipe()?;
            match to {
                To::Output => command.stdout(theirs),
                To::Errors => command.stderr(theirs),
            };
            streams.push((ours.into(), to));
        }
    }
    let mut child = command.spawn()?;
    // They hold the command's ends, which would keep its streams open for ever.
    drop(command);
    let ours = match pty {
        Some(Pty { ours, theirs }) => {
            drop(theirs);
            Some(Arc::new(ours))
        }
        None => None,
    };
    let pid = Pid::from_child(&child);
    let process = Arc::new(pidfd_open(pid, PidfdFlags::empty())?);
    kept.hand_on(Arc::clone(&process), ours)?;
    if let Some(masks) = masks {
        let raw = keys.is_some().then(Raw::on);
        Relay::new(streams, keys, masks).run(&process);
        drop(raw);
    }
    let status = child.wait()?;
    let number = |number: i32| u8::try_from(number & 0xff).unwrap_or(u8::MAX);
    Ok(match (status.code(), status.signal()) {
        (Some(code), _) => Ended::Code(number(code)),
        (None, signal) => Ended::Signal(number(signal.unwrap_or(0))),
    })
}

/// Which stream the command takes its terminal from.
fn first(is_terminal: [bool; 3]) -> u8 {
    match is_terminal {
        [true, ..] => 0,
        [_, true, _] => 1,
        _ => 2,
    }
}

fn command_for(job: &Job<'_>, pty: Option<u8>) -> Command {
    // The file behind the running process stays the same when a package update replaces the one on disk.
    let mut command = Command::new("/proc/self/exe");
    command
        .arg0("keyloft")
        .arg(trampoline::COMMAND)
        .args(trampoline::words(job.core_limit, pty))
        .arg(job.program)
        .args(job.arguments);
    for name in job.without {
        command.env_remove(name);
    }
    command.envs(job.variables.iter().map(|(name, value)| (name, value)));
    command
}
