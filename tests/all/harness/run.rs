//! The built binary, run as a user would.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{Read, Seek, Write};
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};

use rustix::process::Signal;

use super::process::{Owned, wait_for};
use super::{Desktop, Keyring, TempHome, Xvfb};

/// What a run left behind.
#[derive(Debug, PartialEq, Eq)]
pub struct Output {
    /// The exit code; 128 + n where a signal ended it.
    pub status: i32,
    /// Every byte of standard output.
    pub stdout: Vec<u8>,
    /// Standard error, as text.
    pub stderr: String,
}

impl Output {
    /// Standard output as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.stdout).expect("this output is text")
    }

    /// The same output, once it is sure that the run succeeded.
    #[track_caller]
    pub fn done(self) -> Self {
        self.exits(0)
    }

    /// The same output, once it is sure that the run ended with this code.
    #[track_caller]
    pub fn exits(self, status: i32) -> Self {
        assert_eq!(self.status, status, "standard error: {}", self.stderr);
        self
    }
}

/// A run of a program, Keyloft as a rule, that is being put together.
#[derive(Debug)]
pub struct Run {
    command: Command,
    input: Vec<u8>,
}

/// Keyloft in this home, with no keychain and no display unless they are given.
pub fn keyloft(home: &TempHome) -> Run {
    Run::of(env!("CARGO_BIN_EXE_keyloft"), home)
}

impl Run {
    /// Another program, under the same conditions.
    pub fn of(program: &str, home: &TempHome) -> Self {
        let mut command = Command::new(program);
        command.env_clear().envs(home.environment()).current_dir(home.path());
        Self { command, input: Vec::new() }
    }

    /// One more argument.
    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    /// More arguments.
    pub fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.command.args(args);
        self
    }

    /// One more variable.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// With this keychain.
    pub fn keyring(self, keyring: &Keyring) -> Self {
        self.env("DBUS_SESSION_BUS_ADDRESS", keyring.address())
    }

    /// With this display.
    pub fn display(self, display: &Xvfb) -> Self {
        self.env("DISPLAY", display.display())
    }

    /// As the user of this desktop, on it.
    pub fn desktop(mut self, desktop: &Desktop) -> Self {
        desktop.become_user(&mut self.command);
        self.env("DBUS_SESSION_BUS_ADDRESS", desktop.address())
    }

    /// With these bytes as standard input; otherwise it is empty.
    pub fn input(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.input = bytes.as_ref().to_owned();
        self
    }

    /// Runs it to its end.
    ///
    /// The three streams are files, not pipes: a helper that Keyloft leaves behind may hold a pipe open for as long as it
    /// lives, and a reader of it would wait as long.
    pub fn run(self) -> Output {
        self.launch().finish()
    }

    /// Starts it, to be killed or waited for.
    pub fn launch(mut self) -> Running {
        let (out, err) = (tempfile::tempfile().unwrap(), tempfile::tempfile().unwrap());
        let mut input = tempfile::tempfile().unwrap();
        input.write_all(&self.input).unwrap();
        input.rewind().unwrap();
        self.command.stdin(input).stdout(out.try_clone().unwrap()).stderr(err.try_clone().unwrap());
        // A group of its own whose parent is in another one: the kernel stops no program of an orphaned group, and the tests
        // may have been started in the background of a script.
        self.command.process_group(0);
        Running { child: Owned::start(&mut self.command), out, err }
    }

    /// Starts it and leaves it running: the window, or a command to be killed. Its output goes nowhere.
    pub fn start(mut self) -> Owned {
        self.command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Owned::start(&mut self.command)
    }
}

/// A run that has begun.
#[derive(Debug)]
pub struct Running {
    child: Owned,
    out: File,
    err: File,
}

impl Running {
    /// Sends it a signal, where it still runs.
    pub fn signal(&mut self, signal: Signal) {
        self.child.signal(signal);
    }

    /// Its process id.
    pub fn id(&mut self) -> u32 {
        self.child.child().id()
    }

    /// Waits until standard output ends so.
    #[track_caller]
    pub fn says(&mut self, end: &str) {
        let out = &self.out;
        wait_for(end, || {
            let mut bytes = vec![0; end.len()];
            let from = out.metadata().unwrap().len().checked_sub(end.len() as u64)?;
            // At a place, not with the child's own: both have one.
            std::os::unix::fs::FileExt::read_exact_at(out, &mut bytes, from).ok()?;
            (bytes == end.as_bytes()).then_some(())
        });
    }

    /// Kills it, where it still runs; what it did until then is in the output.
    pub fn kill(mut self) -> Output {
        self.child.signal(Signal::KILL);
        self.finish()
    }

    /// Waits for its end.
    pub fn finish(mut self) -> Output {
        let status = self.child.wait();
        let code = status.code().or_else(|| std::os::unix::process::ExitStatusExt::signal(&status).map(|n| 128 + n));
        let stderr = String::from_utf8_lossy(&read_back(self.err)).into_owned();
        Output { status: code.expect("a child has a code or a signal"), stdout: read_back(self.out), stderr }
    }
}

fn read_back(mut file: File) -> Vec<u8> {
    let mut bytes = Vec::new();
    file.rewind().unwrap();
    file.read_to_end(&mut bytes).unwrap();
    bytes
}
