//! Between Keyloft and the command: this binary once more, which undoes what Keyloft did to itself, takes the terminal it was
//! given as its own, and becomes the command. A process of its own, so that nothing has to run between fork and exec.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use rustix::process::{Resource, Rlimit, ioctl_tiocsctty, setrlimit, setsid};

/// The hidden subcommand: `main` hands its arguments to [`main`].
pub const COMMAND: &str = "__child";

/// As shells say it: there is no such command.
const NOT_FOUND: u8 = 127;
/// As shells say it: it can't be executed.
const NOT_EXECUTABLE: u8 = 126;

/// The words before the command itself.
pub(super) fn words(core_limit: Option<u64>, pty: Option<u8>) -> [OsString; 2] {
    let number = |number: Option<u64>| number.map_or_else(|| "-".to_owned(), |number| number.to_string()).into();
    [number(core_limit), number(pty.map(u64::from))]
}

/// Becomes the command. Its arguments: the soft limit of core dumps as it was (`-` for none), the stream that is its
/// terminal (`-` for none), the command and what follows it. Comes back only where it can't be started.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let mut arguments = arguments.into_iter();
    let number = |word: Option<OsString>| word.and_then(|word| word.to_str().and_then(|word| word.parse::<u64>().ok()));
    let core_limit = number(arguments.next());
    let pty = number(arguments.next());
    let Some(program) = arguments.next() else { return ExitCode::from(2) };
    restore_limit(core_limit);
    if let Some(stream) = pty
        && let Err(error) = take_terminal(stream)
    {
        return refuse(&program, &error);
    }
    let error = Command::new(&program).args(arguments).exec();
    refuse(&program, &error)
}

fn restore_limit(soft: Option<u64>) {
    let hard = rustix::process::getrlimit(Resource::Core).maximum;
    // Where the system refuses it the command has no core dumps, which hurts nobody.
    let _ = setrlimit(Resource::Core, Rlimit { current: soft, maximum: hard });
}

fn take_terminal(stream: u64) -> io::Result<()> {
    setsid()?;
    match stream {
        0 => ioctl_tiocsctty(io::stdin())?,
        1 => ioctl_tiocsctty(io::stdout())?,
        _ => ioctl_tiocsctty(io::stderr())?,
    }
    Ok(())
}

#[allow(clippy::print_stderr)]
fn refuse(program: &OsStr, error: &io::Error) -> ExitCode {
    let shown: String = program.to_string_lossy().chars().filter(|c| !c.is_control()).collect();
    let (why, code) = match error.kind() {
        io::ErrorKind::NotFound => ("there is no such command. Check its name and PATH", NOT_FOUND),
        io::ErrorKind::PermissionDenied => ("it may not be executed. Check its permissions", NOT_EXECUTABLE),
        io::ErrorKind::ArgumentListTooLong => {
            ("its environment and arguments are too large for this system. Use fewer keys", NOT_EXECUTABLE)
        }
        _ => ("the system refused it. Check that it is a program for this computer", NOT_EXECUTABLE),
    };
    eprintln!("Couldn't run {shown}: {why}.");
    ExitCode::from(code)
}
