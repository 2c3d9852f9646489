//! Starting a command and seeing it through.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use rustix::io::Errno;
use rustix::process::{Pid, PidfdFlags, Resource, Rlimit, getrlimit, pidfd_open, setrlimit};

use super::relay::{From, Relay, To};
use super::signals::{Kept, Receiver};
use super::terminal::{Outer, Pty, terminal_of};
use super::{Ended, leader};
use crate::fs::plain_reason;
use crate::mask::Masks;
use crate::model::harmless;

/// As shells say it: there is no such command.
const NOT_FOUND: u8 = 127;
/// As shells say it: it can't be executed.
const NOT_EXECUTABLE: u8 = 126;
/// The command ended well, and its output could not be written.
const INCOMPLETE: u8 = 1;

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

impl std::convert::From<Errno> for StartError {
    fn from(error: Errno) -> Self {
        Self::System(error.into())
    }
}

/// Runs the command to its end. Streams that are terminals stay terminals for it, others stay what they are.
pub fn run(job: &Job<'_>) -> Result<Ended, StartError> {
    let kept = Kept::take()?;
    let masks = job.masks.as_ref().filter(|masks| !masks.is_empty());
    // Only what is masked needs another way than straight through.
    let between = masks.map(|_| Between::new()).transpose()?.unwrap_or_default();
    let child = if between.in_session {
        // The file behind the running process stays the same when a package update replaces the one on disk.
        let words = [leader::COMMAND.into(), leader::word(job.core_limit), job.program.to_owned()];
        let words: Vec<OsString> = words.into_iter().chain(job.arguments.iter().cloned()).collect();
        let leader = |program: &OsStr| {
            let mut leader = command_for(program, job, &between)?;
            leader.arg0("keyloft");
            Ok(leader)
        };
        spawn(leader, OsStr::new("/proc/self/exe"), &words, Some(0))
    } else {
        spawn(|program| command_for(program, job, &between), job.program, job.arguments, job.core_limit)
    };
    let mut child = match child {
        Ok(child) => child,
        Err(error) => return Ok(refused(job.program, &error)),
    };
    let process = Arc::new(pidfd_open(Pid::from_child(&child), PidfdFlags::empty())?);
    let outer = between.in_session.then(|| Arc::new(Outer::new()));
    let (streams, keys, screens) = between.ours()?;
    kept.hand_on(Receiver { process: Arc::clone(&process), screens, outer: outer.clone() })?;
    let unwritten = masks.and_then(|masks| Relay::new(streams, keys, masks).run(&process, outer.as_deref()));
    if let Some(outer) = outer {
        outer.give_back();
    }
    let status = child.wait()?;
    let ended = Ended::from_numbers(status.code(), status.signal());
    Ok(unwritten.map_or(ended, |error| incomplete(ended, error)))
}

/// What stands between the command and our streams.
#[derive(Default)]
struct Between {
    /// By which way each of standard output and standard error goes.
    ways: Vec<Way>,
    /// What is typed goes to the command's terminal too, so that it needs a session of its own there. Only where it is also
    /// printed to: behind a pipe another program may be the one that is typed to.
    in_session: bool,
}

/// One or both streams of the command.
struct Way {
    kind: Kind,
    to: To,
    /// Standard error goes the same way.
    with_errors: bool,
}

enum Kind {
    Pipe { ours: OwnedFd, theirs: OwnedFd },
    Pty(Pty),
}

impl Between {
    fn new() -> io::Result<Self> {
        let outer = [terminal_of(io::stdin()), terminal_of(io::stdout()), terminal_of(io::stderr())];
        let way = |terminal: Option<u64>, to: To| -> io::Result<Way> {
            let kind = match terminal {
                Some(_) => Kind::Pty(to.with(|outer| Pty::like(outer))?),
                None => {
                    let (ours, theirs) = io::pipe()?;
                    Kind::Pipe { ours: ours.into(), theirs: theirs.into() }
                }
            };
            Ok(Way { kind, to, with_errors: false })
        };
        let mut ways = vec![way(outer[1], To::Output)?];
        if outer[1].is_some() && outer[1] == outer[2] {
            ways[0].with_errors = true;
        } else {
            ways.push(way(outer[2], To::Errors)?);
        }
        Ok(Self { ways, in_session: outer[0].is_some() && outer[0] == outer[1] })
    }

    fn connect(&self, command: &mut Command) -> io::Result<()> {
        for way in &self.ways {
            let (Kind::Pipe { theirs, .. } | Kind::Pty(Pty { theirs, .. })) = &way.kind;
            match way.to {
                To::Output => command.stdout(Stdio::from(theirs.try_clone()?)),
                To::Errors => command.stderr(Stdio::from(theirs.try_clone()?)),
            };
            if way.with_errors {
                command.stderr(Stdio::from(theirs.try_clone()?));
            }
            if way.to == To::Output && self.in_session {
                command.stdin(Stdio::from(theirs.try_clone()?));
            }
        }
        Ok(())
    }

    /// Our ends alone, once the command has its own: what it prints, where what is typed goes, whose size changes.
    fn ours(self) -> io::Result<Ours> {
        let (mut streams, mut keys, mut screens) = (Vec::new(), None, Vec::new());
        for way in self.ways {
            match way.kind {
                Kind::Pipe { ours, .. } => streams.push((From::Pipe(ours), way.to)),
                Kind::Pty(pty) => {
                    if way.to == To::Output && self.in_session {
                        keys = Some(pty.ours.try_clone()?);
                    }
                    screens.push((pty.ours.try_clone()?, way.to));
                    streams.push((From::Pty(pty.ours), way.to));
                }
            }
        }
        Ok((streams, keys, screens))
    }
}

/// What it prints, where what is typed goes, whose size changes.
type Ours = (Vec<(From, To)>, Option<OwnedFd>, Vec<(OwnedFd, To)>);

fn command_for(program: &OsStr, job: &Job<'_>, between: &Between) -> io::Result<Command> {
    let mut command = Command::new(program);
    between.connect(&mut command)?;
    for name in job.without {
        command.env_remove(name);
    }
    command.envs(job.variables.iter().map(|(name, value)| (name, value)));
    Ok(command)
}

/// Starts it with the limit of core dumps that it would have without us. We ourselves leave none meanwhile either: our memory
/// can't be dumped. A script without a first line is run as shells run it.
pub(super) fn spawn(
    make: impl Fn(&OsStr) -> io::Result<Command>,
    program: &OsStr,
    arguments: &[OsString],
    core_limit: Option<u64>,
) -> io::Result<Child> {
    let own = getrlimit(Resource::Core);
    // Where the system refuses it the command has no core dumps, which hurts nobody.
    let _ = setrlimit(Resource::Core, Rlimit { current: core_limit, maximum: own.maximum });
    // The command holds the child's ends of its streams: gone with it, or they would stay open for ever.
    let child = match make(program).and_then(|mut command| command.args(arguments).spawn()) {
        Err(error) if error.raw_os_error() == Some(Errno::NOEXEC.raw_os_error()) => {
            make(OsStr::new("/bin/sh")).and_then(|mut command| command.arg(program).args(arguments).spawn())
        }
        other => other,
    };
    let _ = setrlimit(Resource::Core, own);
    child
}

/// Says that output is missing. The command may have ended before it was written, and believe that all went well: a script must
/// not.
#[allow(clippy::print_stderr)]
fn incomplete(ended: Ended, error: Errno) -> Ended {
    eprintln!("Couldn't write to standard output: {}. Check the space on its disk.", plain_reason(&error.into()));
    if ended == Ended::Code(0) { Ended::Code(INCOMPLETE) } else { ended }
}

/// Says why the command was not started; the code is a shell's.
#[allow(clippy::print_stderr)]
pub(super) fn refused(program: &OsStr, error: &io::Error) -> Ended {
    let (why, code) = match error.kind() {
        io::ErrorKind::NotFound => ("there is no such command. Check its name and PATH", NOT_FOUND),
        io::ErrorKind::PermissionDenied => ("it may not be executed. Check its permissions", NOT_EXECUTABLE),
        io::ErrorKind::ArgumentListTooLong => {
            ("its environment and arguments are too large for this system. Use fewer keys", NOT_EXECUTABLE)
        }
        _ => ("the system refused it. Check that it is a program for this computer", NOT_EXECUTABLE),
    };
    eprintln!("Couldn't run {}: {why}.", harmless(&program.to_string_lossy()));
    Ended::Code(code)
}
