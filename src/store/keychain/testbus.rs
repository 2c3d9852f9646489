//! A real GNOME Keyring on a bus of its own, for tests. Nothing of the user's is seen: own HOME, own folders, and a bus
//! that starts nothing but what a test names. A machine without dbus-daemon, gnome-keyring-daemon or secret-tool fails these tests.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use zbus::blocking::Connection;
use zbus::zvariant::OwnedObjectPath;

const SERVICE: &str = "org.freedesktop.Secret.Service";
const SERVICE_PATH: &str = "/org/freedesktop/secrets";

/// Ends its processes and removes its folder when dropped.
pub(super) struct TestBus {
    folder: tempfile::TempDir,
    bus: Child,
    /// The bus's words, and those of what it starts, which could say none into a pipe that nobody holds.
    _said: BufReader<ChildStdout>,
    daemon: Option<Child>,
    /// `unix:path=…`
    pub(super) address: String,
}

/// How the login keyring comes up.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Keyring {
    /// With a password, open.
    Unlocked,
    /// With the password of a keyring made before, which nobody gave.
    Locked,
    /// Nobody made one yet.
    Unmade,
    /// Without a password: a plain text file. The daemon calls it locked until a program asks.
    Passwordless,
}

impl TestBus {
    /// The bus alone: nobody offers the secret service.
    pub(super) fn without_daemon() -> Self {
        Self::that_starts(std::iter::empty::<(&str, &str, fn(&Path) -> String)>())
    }

    /// A bus that starts programs by name: the name, the program's file in this bus's folder, and what makes that file and
    /// says how it is run.
    pub(super) fn that_starts<'a>(
        programs: impl Iterator<Item = (&'a str, &'a str, impl FnOnce(&Path) -> String)>,
    ) -> Self {
        let folder = tempfile::Builder::new().prefix("kl").tempdir().expect("a folder");
        for name in ["home", "data", "run", "config", "cache", "services"] {
            fs::create_dir(folder.path().join(name)).expect("a folder");
        }
        for (name, file, run) in programs {
            let service = format!("[D-BUS Service]\nName={name}\nExec={}\n", run(&folder.path().join(file)));
            fs::write(folder.path().join(format!("services/{name}.service")), service).expect("a service file");
        }
        let config = folder.path().join("bus.conf");
        let socket = folder.path().join("bus");
        fs::write(
            &config,
            format!(
                "<busconfig><type>session</type><listen>unix:path={}</listen><auth>EXTERNAL</auth>\
                 <servicedir>{}</servicedir><policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/>\
                 <allow own=\"*\"/></policy></busconfig>",
                socket.display(),
                folder.path().join("services").display()
            ),
        )
        .expect("the bus's configuration");
        let mut bus = Command::new("dbus-daemon")
            .arg(format!("--config-file={}", config.display()))
            .args(["--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon is installed");
        let mut address = String::new();
        let mut said = BufReader::new(bus.stdout.take().expect("piped"));
        said.read_line(&mut address).expect("the bus says its address");
        Self { folder, bus, _said: said, daemon: None, address: address.trim_end().to_owned() }
    }

    /// With a keyring daemon that answers.
    pub(super) fn with(keyring: Keyring) -> Self {
        let mut bus = Self::without_daemon();
        bus.start(keyring);
        bus
    }

    /// Starts the daemon and waits until it has a default keyring, or answers that there is none.
    pub(super) fn start(&mut self, keyring: Keyring) {
        assert!(self.daemon.is_none(), "one daemon at a time");
        if keyring == Keyring::Passwordless {
            let folder = self.keyrings();
            if !folder.exists() {
                fs::create_dir_all(&folder).expect("a folder");
                let empty = "[keyring]\ndisplay-name=Default keyring\nctime=0\nmtime=0\nlock-on-idle=false\n\
                             lock-after=false\n";
                fs::write(folder.join("Default_keyring.keyring"), empty).expect("a keyring");
                fs::write(folder.join("default"), "Default_keyring").expect("its alias");
            }
        }
        let mut command = self.command("gnome-keyring-daemon");
        command.args(["--foreground", "--components=secrets"]);
        if keyring == Keyring::Unlocked {
            command.arg("--unlock");
        }
        let mut daemon = command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("gnome-keyring-daemon is installed");
        daemon.stdin.take().expect("piped").write_all(b"test").expect("the password goes in");
        self.daemon = Some(daemon);
        let started = Instant::now();
        let is_up = |path: &OwnedObjectPath| (path.as_str() == "/") == (keyring == Keyring::Unmade);
        while !self.default_collection().as_ref().is_some_and(is_up) {
            assert!(started.elapsed() < Duration::from_secs(60), "the keyring daemon does not come up");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// kill -9, and gone.
    pub(super) fn kill_daemon(&mut self) {
        let mut daemon = self.daemon.take().expect("a daemon runs");
        daemon.kill().expect("kill");
        daemon.wait().expect("wait");
    }

    /// SIGSTOP or SIGCONT.
    pub(super) fn signal_daemon(&self, signal: Signal) {
        let daemon = self.daemon.as_ref().expect("a daemon runs");
        kill_process(Pid::from_child(daemon), signal).expect("signal");
    }

    /// Locks the default collection, as the user would.
    pub(super) fn lock(&self) {
        let collection = self.default_collection().expect("a default collection");
        self.connect()
            .call_method(Some("org.freedesktop.secrets"), SERVICE_PATH, Some(SERVICE), "Lock", &vec![collection])
            .expect("lock");
    }

    pub(super) fn default_collection(&self) -> Option<OwnedObjectPath> {
        let reply = self
            .connect()
            .call_method(Some("org.freedesktop.secrets"), SERVICE_PATH, Some(SERVICE), "ReadAlias", &"default")
            .ok()?;
        reply.body().deserialize().ok()
    }

    /// What was started by its name, in order, as far as the programs noted it in `starts`.
    pub(super) fn starts(&self) -> Vec<String> {
        let noted = fs::read_to_string(self.folder.path().join("starts")).unwrap_or_default();
        noted.lines().map(str::to_owned).collect()
    }

    pub(super) fn connect(&self) -> Connection {
        zbus::blocking::connection::Builder::address(self.address.as_str())
            .and_then(zbus::blocking::connection::Builder::build)
            .expect("the bus answers")
    }

    /// Where the daemon keeps its files.
    pub(super) fn keyrings(&self) -> PathBuf {
        self.folder.path().join("data/keyrings")
    }

    /// A program that sees this bus and these folders only.
    pub(super) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let at = |name: &str| self.folder.path().join(name);
        let mut command = Command::new(program);
        command
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            .env("HOME", at("home"))
            .env("XDG_DATA_HOME", at("data"))
            .env("XDG_RUNTIME_DIR", at("run"))
            .env("XDG_CONFIG_HOME", at("config"))
            .env("XDG_CACHE_HOME", at("cache"))
            .env_remove("GNOME_KEYRING_CONTROL")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY");
        command
    }

    /// `secret-tool` with these arguments and input; what it printed.
    pub(super) fn secret_tool(&self, arguments: &[&str], input: &[u8]) -> Vec<u8> {
        let mut tool = self
            .command("secret-tool")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("secret-tool is installed");
        tool.stdin.take().expect("piped").write_all(input).expect("input");
        let output = tool.wait_with_output().expect("output");
        assert!(output.status.success(), "secret-tool {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }
}

impl Drop for TestBus {
    fn drop(&mut self) {
        for child in self.daemon.iter_mut().chain([&mut self.bus]) {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
