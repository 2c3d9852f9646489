//! A message bus of a test's own.

use std::fs;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::TempHome;
use super::process::{Owned, wait_for};

/// A private `dbus-daemon` with nobody on it, session bus or system bus as a test likes.
#[derive(Debug)]
pub struct Bus {
    // Dropped in this order.
    daemon: Owned,
    home: TempHome,
}

impl Bus {
    /// One that answers.
    pub fn start() -> Self {
        let home = TempHome::new();
        Self { daemon: start_bus(&home), home }
    }

    /// What `DBUS_SESSION_BUS_ADDRESS` or `DBUS_SYSTEM_BUS_ADDRESS` has to be to reach it.
    pub fn address(&self) -> String {
        address(&self.home)
    }

    /// Waits until some program listens for signals of this interface.
    pub fn wait_for_listener(&self, interface: &str) {
        let rule = format!("interface='{interface}'");
        wait_for(&format!("a listener to {interface}"), || {
            let mut command = Command::new("dbus-send");
            command.env_clear().envs(self.home.environment()).arg(format!("--bus={}", self.address()));
            command.args(["--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"]);
            // Of dbus-daemon alone, and the one way to see that a rule is in force.
            command.arg("org.freedesktop.DBus.Debug.Stats.GetAllMatchRules");
            let output = command.stdin(Stdio::null()).output();
            let output = output.unwrap_or_else(|e| panic!("couldn't start dbus-send: {e}. tests/run installs it"));
            assert!(output.status.success(), "dbus-send: {}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8_lossy(&output.stdout).contains(&rule).then_some(())
        });
    }

    /// Sends a signal with one boolean from a connection that then closes: `org.example.Interface.Member`.
    pub fn signal(&self, path: &str, member: &str, value: bool) {
        let mut command = Command::new("dbus-send");
        command.env_clear().envs(self.home.environment()).arg(format!("--bus={}", self.address()));
        command.args(["--type=signal", path, member, &format!("boolean:{value}")]);
        let status = command.stdin(Stdio::null()).status();
        let status = status.unwrap_or_else(|e| panic!("couldn't start dbus-send: {e}. tests/run installs it"));
        assert!(status.success(), "dbus-send: {status}");
    }
}

/// The address of the bus started in this home.
pub(super) fn address(home: &TempHome) -> String {
    format!("unix:path={}", socket(home).display())
}

fn socket(home: &TempHome) -> PathBuf {
    home.runtime().join("bus")
}

/// A bus whose configuration names no service folders, so that nothing is ever started through it.
pub(super) fn start_bus(home: &TempHome) -> Owned {
    start_bus_as(home, |_| {})
}

/// The same, as somebody.
pub(super) fn start_bus_as(home: &TempHome, become_them: impl FnOnce(&mut Command)) -> Owned {
    let config = home.path().join("bus.conf");
    let listen = socket(home);
    fs::write(
        &config,
        format!(
            "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" \
             \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n\
             <busconfig><type>session</type><listen>unix:path={}</listen><auth>EXTERNAL</auth>\
             <policy context=\"default\"><allow send_destination=\"*\"/><allow receive_sender=\"*\"/><allow own=\"*\"/>\
             </policy></busconfig>\n",
            listen.display()
        ),
    )
    .unwrap();
    let log = fs::File::create(home.path().join("bus.log")).unwrap();
    let mut command = Command::new("dbus-daemon");
    command.env_clear().envs(home.environment()).arg("--nofork").arg("--config-file").arg(&config);
    become_them(&mut command);
    let bus = Owned::start(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log));
    wait_for("the session bus", || UnixStream::connect(&listen).ok());
    bus
}
