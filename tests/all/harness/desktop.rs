//! A desktop of an ordinary user's own: session bus, portal, and what shows the portal's dialogs.

use std::fs;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::bus::{address, start_bus_as};
use super::process::{Owned, wait_for};
use super::{TempHome, Xvfb};

/// Who the desktop belongs to where the tests are root: to root every process lies open, and nothing would be proved.
const NOBODY: u32 = 65534;

/// Where distributions put the portal's programs.
const FOLDERS: [&str; 4] = ["/usr/libexec", "/usr/lib/xdg-desktop-portal", "/usr/lib", "/usr/local/libexec"];

/// The real `xdg-desktop-portal` with GTK's dialogs. Belongs to whoever runs the tests, or to nobody where that is root.
#[derive(Debug)]
pub struct Desktop {
    // Dropped in this order.
    portal: Owned,
    dialogs: Owned,
    bus: Owned,
    home: TempHome,
}

impl Desktop {
    /// One on this display, that is dark or not.
    pub fn start(display: &Xvfb, dark: bool) -> Self {
        let home = TempHome::new();
        let settings = home.path().join("config/glib-2.0/settings");
        fs::create_dir_all(&settings).unwrap();
        let scheme = if dark { "prefer-dark" } else { "default" };
        let text = format!("[org/gnome/desktop/interface]\ncolor-scheme='{scheme}'\n");
        fs::write(settings.join("keyfile"), text).unwrap();
        give(home.path());
        let bus = start_bus_as(&home, become_ordinary);
        let start = |program: &str, name: &str| {
            let mut command = Command::new(find(program));
            command.env_clear().envs(home.environment()).env("DISPLAY", display.display());
            command.env("DBUS_SESSION_BUS_ADDRESS", address(&home)).env("GSETTINGS_BACKEND", "keyfile");
            become_ordinary(&mut command);
            let started = Owned::start(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()));
            wait_for(&format!("{program} on the bus"), || has_owner(&home, name).then_some(()));
            started
        };
        let dialogs = start("xdg-desktop-portal-gtk", "org.freedesktop.impl.portal.desktop.gtk");
        let portal = start("xdg-desktop-portal", "org.freedesktop.portal.Desktop");
        Self { portal, dialogs, bus, home }
    }

    /// What `DBUS_SESSION_BUS_ADDRESS` has to be to reach it.
    pub fn address(&self) -> String {
        address(&self.home)
    }

    /// A home of its user's, for Keyloft.
    pub fn home_of_user(&self) -> TempHome {
        let home = TempHome::new();
        give(home.path());
        home
    }

    /// Has a program run as its user.
    pub fn become_user(&self, command: &mut Command) {
        become_ordinary(command);
    }
}

/// Has a program run as an ordinary user.
fn become_ordinary(command: &mut Command) {
    if rustix::process::getuid().is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
}

/// Gives a folder and all in it to that user.
fn give(path: &Path) {
    if !rustix::process::getuid().is_root() {
        return;
    }
    chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
    if path.is_dir() {
        fs::read_dir(path).unwrap().for_each(|entry| give(&entry.unwrap().path()));
    }
}

fn find(program: &str) -> PathBuf {
    let found = FOLDERS.iter().map(|folder| Path::new(folder).join(program)).find(|path| path.is_file());
    found.unwrap_or_else(|| panic!("no {program} in {FOLDERS:?}. tests/run installs it"))
}

fn has_owner(home: &TempHome, name: &str) -> bool {
    let mut command = Command::new("dbus-send");
    command.env_clear().envs(home.environment()).arg(format!("--bus={}", address(home)));
    command.args(["--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"]);
    command.args(["org.freedesktop.DBus.NameHasOwner", &format!("string:{name}")]).stdin(Stdio::null());
    become_ordinary(&mut command);
    let output = command.output().unwrap_or_else(|e| panic!("couldn't start dbus-send: {e}. tests/run installs it"));
    String::from_utf8_lossy(&output.stdout).contains("boolean true")
}
