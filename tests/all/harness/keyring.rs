//! A real GNOME Keyring on a session bus of its own.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use rustix::process::Signal;

use super::TempHome;
use super::bus::{address, start_bus};
use super::process::{Owned, wait_for};

/// A private `dbus-daemon` whose configuration names no service folders (so that nothing is ever started through it: no
/// prompter, no second keyring) and a `gnome-keyring-daemon` on it, in a home of their own.
#[derive(Debug)]
pub struct Keyring {
    // Dropped in this order: the daemon, its bus, their folder.
    daemon: Option<Owned>,
    bus: Owned,
    home: TempHome,
    password: Option<&'static str>,
}

impl Keyring {
    /// One whose keyring has a password, and is unlocked.
    pub fn with_password() -> Self {
        Self::new(Some("test"))
    }

    /// One whose keyring has none: it lies on the disk as plain text, and rewrites some values (FACTS.md).
    pub fn passwordless() -> Self {
        Self::new(None)
    }

    /// One in which nobody made a keyring yet. Nothing on its bus could ask for the password of a first one.
    pub fn unmade() -> Self {
        let home = TempHome::new();
        let bus = start_bus(&home);
        let mut keyring = Self { daemon: None, bus, home, password: None };
        keyring.launch(None);
        let default = wait_for("the keyring without a keyring", || keyring.default_collection());
        assert_eq!(default, "/");
        keyring
    }

    fn new(password: Option<&'static str>) -> Self {
        let home = TempHome::new();
        if password.is_none() {
            let folder = home.path().join("data/keyrings");
            fs::create_dir_all(&folder).unwrap();
            fs::write(
                folder.join("Default_keyring.keyring"),
                "[keyring]\ndisplay-name=Default keyring\nctime=0\nmtime=0\nlock-on-idle=false\nlock-after=false\n",
            )
            .unwrap();
            fs::write(folder.join("default"), "Default_keyring").unwrap();
        }
        let bus = start_bus(&home);
        let mut keyring = Self { daemon: None, bus, home, password };
        keyring.start();
        keyring
    }

    /// What `DBUS_SESSION_BUS_ADDRESS` has to be to reach it.
    pub fn address(&self) -> String {
        address(&self.home)
    }

    /// Where it keeps its files.
    pub fn files(&self) -> PathBuf {
        self.home.path().join("data/keyrings")
    }

    /// Starts the daemon, unlocked, and waits until its collection `default` answers.
    pub fn start(&mut self) {
        self.launch(self.password);
        let default = wait_for("the keyring's default collection", || self.default_collection().filter(|p| p != "/"));
        assert!(default.starts_with("/org/freedesktop/secrets/"), "{default}");
    }

    /// Starts the daemon without giving it the password, as after a crash, and waits until it answers.
    pub fn start_locked(&mut self) {
        self.launch(None);
        wait_for("the locked keyring", || self.default_collection());
    }

    fn launch(&mut self, password: Option<&str>) {
        assert!(self.daemon.is_none(), "the daemon runs already");
        let control = self.home.runtime().join("keyring");
        let mut command = self.command("gnome-keyring-daemon");
        command.args(["--foreground", "--components=secrets"]).arg("--control-directory").arg(control);
        if password.is_some() {
            command.arg("--unlock");
        }
        let log = fs::File::create(self.home.path().join("keyring.log")).unwrap();
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(log);
        let mut daemon = Owned::start(&mut command);
        let mut input = daemon.child().stdin.take().unwrap();
        input.write_all(password.unwrap_or_default().as_bytes()).unwrap();
        drop(input);
        self.daemon = Some(daemon);
    }

    /// Asks the daemon to end, and starts it again.
    pub fn restart(&mut self) {
        self.end(Signal::TERM);
        self.start();
    }

    /// Kills the daemon in the middle of whatever it does. `start` or `start_locked` bring it back.
    pub fn kill(&mut self) {
        self.end(Signal::KILL);
    }

    fn end(&mut self, signal: Signal) {
        self.daemon.take().expect("the daemon runs").end(signal);
        // The bus notices the closed connection by itself; until then a new daemon could not take the name.
        wait_for("the bus to forget the daemon", || self.default_collection().is_none().then_some(()));
    }

    /// Stops the daemon without ending it: calls to it hang.
    pub fn stop(&mut self) {
        self.daemon.as_mut().expect("the daemon runs").signal(Signal::STOP);
    }

    /// Lets a stopped daemon go on.
    pub fn resume(&mut self) {
        self.daemon.as_mut().expect("the daemon runs").signal(Signal::CONT);
    }

    /// A program that talks to this keyring, with nothing else in its environment.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(self.home.environment()).env("DBUS_SESSION_BUS_ADDRESS", self.address());
        command
    }

    /// What the alias `default` names: an object's path, `/` for none; nothing where no daemon answers.
    fn default_collection(&self) -> Option<String> {
        let output = self
            .command("dbus-send")
            .args(["--session", "--print-reply=literal", "--reply-timeout=5000", "--dest=org.freedesktop.secrets"])
            .args(["/org/freedesktop/secrets", "org.freedesktop.Secret.Service.ReadAlias", "string:default"])
            .stdin(Stdio::null())
            .output()
            .unwrap_or_else(|e| panic!("couldn't start dbus-send: {e}. tests/run installs it"));
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }
}
