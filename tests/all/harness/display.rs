//! A display of a test's own.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use super::TempHome;
use super::process::{Owned, wait_for};

/// An X server without a screen, on a number that it chose itself; with a window manager where one was asked for.
#[derive(Debug)]
pub struct Xvfb {
    // Dropped in this order: the window manager, then its server.
    manager: Option<Owned>,
    server: Owned,
    number: u32,
    home: TempHome,
}

impl Xvfb {
    /// Its width and height.
    pub const SIZE: [u16; 2] = [1400, 1000];

    /// A bare one, with room for Keyloft's window and its frame: of a window that is partly outside no picture can be taken.
    pub fn new() -> Self {
        let home = TempHome::new();
        let mut command = Command::new("Xvfb");
        command.env_clear().envs(home.environment());
        let [wide, high] = Self::SIZE;
        let screen = format!("{wide}x{high}x24");
        command.args(["-displayfd", "1", "-screen", "0", &screen, "-nolisten", "tcp", "-noreset"]);
        let mut server = Owned::start(command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()));
        let mut line = String::new();
        BufReader::new(server.child().stdout.take().unwrap()).read_line(&mut line).unwrap();
        let number = line.trim().parse().unwrap_or_else(|_| panic!("Xvfb named no display but {line:?}"));
        Self { manager: None, server, number, home }
    }

    /// One with a window manager: windows get focus, and can be hidden and shown.
    pub fn with_openbox() -> Self {
        let mut display = Self::new();
        let mut command = display.command("openbox");
        display.manager = Some(Owned::start(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null())));
        wait_for("openbox to manage the display", || {
            let output = display.command("xprop").args(["-root", "_NET_SUPPORTING_WM_CHECK"]).output().unwrap();
            String::from_utf8_lossy(&output.stdout).contains("window id").then_some(())
        });
        display
    }

    /// What `DISPLAY` has to be to reach it.
    pub fn display(&self) -> String {
        format!(":{}", self.number)
    }

    /// A program on this display, with nothing else in its environment (`xdotool`, `xclip`, `xprop`).
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(self.home.environment()).env("DISPLAY", self.display());
        command
    }
}
