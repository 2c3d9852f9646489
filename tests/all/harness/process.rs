//! A child that is ended with its owner, and waiting with an end.

use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

/// How long anything here may take to come up or to go. Generous: it ends a hang, it measures nothing.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Looks every few milliseconds until there is an answer; panics with the words given when [`PATIENCE`] is over.
#[track_caller]
pub fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < end, "waited {} s for {what}", PATIENCE.as_secs());
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// A child process that does not outlive its owner.
#[derive(Debug)]
pub struct Owned {
    child: Child,
    name: String,
}

impl Owned {
    /// Starts it. Panics with the program's name where it is not installed.
    pub fn start(command: &mut Command) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.spawn().unwrap_or_else(|e| panic!("couldn't start {name}: {e}. tests/run installs it"));
        Self { child, name }
    }

    /// The running child.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Sends a signal, where it still runs.
    pub fn signal(&mut self, signal: Signal) {
        // Only a child that was not waited for: its id can't belong to anyone else.
        if matches!(self.child.try_wait(), Ok(None)) {
            kill_process(Pid::from_child(&self.child), signal).unwrap();
        }
    }

    /// True until it has ended.
    pub fn runs(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Waits until it has ended by itself.
    pub fn wait(&mut self) -> ExitStatus {
        let name = self.name.clone();
        wait_for(&format!("{name} to end"), || self.child.try_wait().unwrap())
    }

    /// Sends a signal and waits for the end.
    pub fn end(&mut self, signal: Signal) {
        self.signal(signal);
        self.wait();
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        // SIGKILL ends a stopped process too. Nothing is asserted: this may run while a test is failing already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// True where the command says yes; its output goes nowhere.
pub fn succeeds(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|s| s.success())
}
