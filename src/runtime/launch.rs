//! Starting this same binary as a helper: its input over a socket, one word back, and then it is on its own.

use std::ffi::{OsStr, OsString};
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::RuntimeFolder;
use crate::model::Secret;

/// How long a helper may take until it is ready.
pub const HELPER_START_DEADLINE: Duration = Duration::from_secs(5);

/// The longest word a helper says, in bytes.
const LONGEST_WORD: usize = 4096;

/// What a helper needs of the environment: the display, the session, the buses, and where its libraries lie. All else stays
/// behind, as an environment may hold secrets (inside `keyloft run` it does).
const PASSED_ON: [&str; 10] = [
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "XDG_RUNTIME_DIR",
    "XDG_SESSION_ID",
    "DBUS_SESSION_BUS_ADDRESS",
    "DBUS_SYSTEM_BUS_ADDRESS",
    "HOME",
    "TMPDIR",
    "LD_LIBRARY_PATH",
];

/// Why a helper did not start.
#[derive(Debug, thiserror::Error)]
pub enum LaunchError {
    /// The program could not be run at all.
    #[error("the helper could not be started")]
    Start(#[source] io::Error),
    /// It did not say that it is ready in time; it was ended.
    #[error("the helper was not ready within {} seconds", HELPER_START_DEADLINE.as_secs())]
    TimedOut,
    /// It ended without a word.
    #[error("the helper ended before it was ready ({status})")]
    Died {
        /// Its exit code or the signal that ended it.
        status: ExitStatus,
    },
}

/// A helper that has done what it was started for, and takes it back unless it hears [`Held::keep`]: where this is dropped, or this
/// process dies.
#[derive(Debug)]
#[must_use = "dropped, it makes the helper take back what it did"]
pub struct Held(UnixStream);

impl Held {
    /// Lets it stand.
    pub fn keep(mut self) {
        // A helper that is gone has nothing to keep.
        let _ = self.0.write_all(b"k");
    }
}

/// How helpers are started: which program, with which folder and environment.
#[derive(Debug, Clone)]
pub struct Launch {
    program: PathBuf,
    folder: RuntimeFolder,
    environment: Vec<(OsString, OsString)>,
}

impl Launch {
    /// This very program, with the part of its environment that helpers need.
    pub fn this_program(folder: RuntimeFolder) -> io::Result<Self> {
        // The file behind the running process stays the same when a package update replaces the one on disk.
        #[cfg(target_os = "linux")]
        let program = PathBuf::from("/proc/self/exe");
        #[cfg(not(target_os = "linux"))]
        let program = std::env::current_exe()?;
        let environment =
            PASSED_ON.iter().filter_map(|name| Some((OsString::from(name), std::env::var_os(name)?))).collect();
        Ok(Self { program, folder, environment })
    }

    /// Another program with an empty environment: tests.
    pub fn program(program: &Path, folder: RuntimeFolder) -> Self {
        Self { program: program.to_owned(), folder, environment: Vec::new() }
    }

    /// Adds one variable to the helper's environment.
    #[must_use]
    pub fn with(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.environment.push((name.into(), value.into()));
        self
    }

    /// The folder the helper's socket will be in.
    pub fn folder(&self) -> &RuntimeFolder {
        &self.folder
    }

    /// Starts `job` with the folder and then `arguments`, hands it `input` over its standard input, and waits for its
    /// one line. Arguments are seen by every user of the computer: never a secret there.
    pub fn start(&self, job: &str, arguments: &[&OsStr], input: &Secret) -> Result<String, LaunchError> {
        self.begin(job, arguments, input, Input::ToItsEnd).map(|(word, _line)| word)
    }

    /// The same for input without a NUL, which is its end here: the helper's line stays open until it hears what to do.
    pub fn start_held(&self, job: &str, arguments: &[&OsStr], input: &Secret) -> Result<(String, Held), LaunchError> {
        self.begin(job, arguments, input, Input::ToANul).map(|(word, line)| (word, Held(line)))
    }

    fn begin(
        &self,
        job: &str,
        arguments: &[&OsStr],
        input: &Secret,
        ends: Input,
    ) -> Result<(String, UnixStream), LaunchError> {
        let until = Instant::now() + HELPER_START_DEADLINE;
        // A socket instead of two pipes, as only sockets have time-outs.
        let (mut ours, theirs) = UnixStream::pair().map_err(LaunchError::Start)?;
        let theirs: OwnedFd = theirs.into();
        let mut command = Command::new(&self.program);
        command
            .arg0("keyloft")
            .arg(job)
            .arg(self.folder.path())
            .args(arguments)
            .env_clear()
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(theirs.try_clone().map_err(LaunchError::Start)?)
            .stdout(theirs)
            .stderr(Stdio::null());
        let mut child = command.spawn().map_err(LaunchError::Start)?;
        // It holds the helper's end, which would keep the line open for ever.
        drop(command);
        let outcome = match converse(&mut ours, input, ends, until) {
            Ok(word) if !word.is_empty() => {
                reap_later(child);
                return Ok((word, ours));
            }
            // The streams close a moment before the process has ended with its own status.
            Ok(_) => return Err(wait_for_the_end(&mut child).map_or_else(LaunchError::Start, died)),
            Err(error) if matches!(error.kind(), io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock) => {
                LaunchError::TimedOut
            }
            Err(error) => LaunchError::Start(error),
        };
        // Nothing may happen any more that the caller was told did not.
        let _ = child.kill();
        let _ = child.wait();
        Err(outcome)
    }
}

fn died(status: ExitStatus) -> LaunchError {
    LaunchError::Died { status }
}

fn wait_for_the_end(child: &mut Child) -> io::Result<ExitStatus> {
    for _ in 0..100 {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill()?;
    child.wait()
}

/// Ctrl+Z and back makes calls with a time-out end early (signal(7)).
fn again_if_interrupted(mut call: impl FnMut() -> io::Result<usize>) -> io::Result<usize> {
    loop {
        match call() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            outcome => return outcome,
        }
    }
}

/// By what a helper knows that its input is whole.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Input {
    ToItsEnd,
    ToANul,
}

fn converse(line: &mut UnixStream, input: &Secret, ends: Input, until: Instant) -> io::Result<String> {
    let left = || Some(until.saturating_duration_since(Instant::now()).max(Duration::from_millis(1)));
    let end: &[u8] = if ends == Input::ToANul { &[0] } else { &[] };
    // The value leaves for the helper, which was started to have it.
    for mut rest in [input.expose(), end] {
        while !rest.is_empty() {
            line.set_write_timeout(left())?;
            rest = &rest[again_if_interrupted(|| line.write(rest))?..];
        }
    }
    if ends == Input::ToItsEnd {
        line.shutdown(Shutdown::Write)?;
    }
    let mut word = Vec::new();
    let mut byte = [0];
    while word.len() < LONGEST_WORD {
        if Instant::now() >= until {
            return Err(io::ErrorKind::TimedOut.into());
        }
        line.set_read_timeout(left())?;
        if again_if_interrupted(|| line.read(&mut byte))? == 0 || byte[0] == b'\n' {
            break;
        }
        word.push(byte[0]);
    }
    Ok(String::from_utf8_lossy(&word).into_owned())
}

/// Takes note of the helper's end, whenever that is, so that no zombie stays beside a window that runs for days.
fn reap_later(mut child: Child) {
    let _ = std::thread::Builder::new().name("helper-reaper".into()).spawn(move || child.wait());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> (tempfile::TempDir, Launch) {
        use std::os::unix::fs::PermissionsExt;
        let place = tempfile::tempdir().unwrap();
        let program = place.path().join("helper.sh");
        std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
        let folder = RuntimeFolder::at(&place.path().join("keyloft")).unwrap();
        (place, Launch::program(&program, folder))
    }

    #[test]
    fn input_goes_in_and_the_first_line_comes_back() {
        let (_place, launch) = shell("n=$(wc -c); echo \"$1 $3 $n\"; exec sleep 0.1");
        let word = launch.start("__job", &["more".as_ref()], &Secret::new(vec![b'x'; 300_000])).unwrap();
        assert_eq!(word, "__job more 300000");
    }

    #[test]
    fn only_named_variables_reach_the_helper() {
        let (_place, launch) = shell("cat >/dev/null; /usr/bin/env | /usr/bin/sort | /usr/bin/tr '\\n' ';'");
        let word = launch.with("DISPLAY", ":7").start("__job", &[], &Secret::new(Vec::new())).unwrap();
        assert!(word.contains("DISPLAY=:7;"), "{word}");
        assert!(!word.contains("HOME=") && !word.contains("CARGO"), "{word}");
    }

    #[test]
    fn a_helper_that_ends_without_a_word_is_told_from_one_that_is_missing() {
        let (_place, launch) = shell("exit 3");
        let outcome = launch.start("__job", &[], &Secret::new(Vec::new()));
        assert!(matches!(outcome, Err(LaunchError::Died { status }) if status.code() == Some(3)));
        let missing = Launch::program(Path::new("/nonexistent/keyloft"), launch.folder().clone());
        assert!(matches!(missing.start("__job", &[], &Secret::new(Vec::new())), Err(LaunchError::Start(_))));
    }

    #[test]
    fn a_helper_that_never_answers_is_ended() {
        let (place, launch) = shell("echo $$ > \"$PLACE\"/pid; exec sleep 1000");
        let launch = launch.with("PLACE", place.path());
        // More than a socket holds, so that already the writing waits.
        let outcome = launch.start("__job", &[], &Secret::new(vec![0; 1 << 20]));
        assert!(matches!(outcome, Err(LaunchError::TimedOut)), "{outcome:?}");
        let pid: i32 = std::fs::read_to_string(place.path().join("pid")).unwrap().trim().parse().unwrap();
        let gone = rustix::process::test_kill_process(rustix::process::Pid::from_raw(pid).unwrap());
        assert_eq!(gone, Err(rustix::io::Errno::SRCH));
    }
}
