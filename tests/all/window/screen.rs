//! A running window, looked at by its pixels and driven by its keys.

use std::process::{Command, Stdio};

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{AtomEnum, ClientMessageEvent, ConnectionExt, EventMask, ImageFormat};
use x11rb::rust_connection::RustConnection;

use crate::all::harness::process::{Owned, wait_for};
use crate::all::harness::{Run, TempHome, Xvfb, keyloft};
use crate::all::helpers::helpers_in;

/// LOOK.md's light tokens that are looked for, as X sends them: blue, green, red.
pub const SURFACE: [u8; 3] = [0xFF, 0xFF, 0xFF];
pub const WINDOW: [u8; 3] = [0xF2, 0xF4, 0xF4];
pub const RING: [u8; 3] = [0xC9, 0x53, 0x44];
pub const SELECTED: [u8; 3] = [0xFB, 0xEC, 0xE9];
pub const WARNING: [u8; 3] = [0xDA, 0xF0, 0xFB];
pub const FAILURE: [u8; 3] = [0xEA, 0xEA, 0xFB];
pub const INSET: [u8; 3] = [0xF3, 0xF5, 0xF5];
pub const EDGE: [u8; 3] = [0xD7, 0xDC, 0xDC];
pub const DANGER: [u8; 3] = [0x3D, 0x2D, 0xBF];

/// So many pixels of one colour side by side: a field's ring, a row, a callout; no glyph, no mark, no small button.
const LINE: usize = 150;

/// One window of Keyloft on a display of its own.
pub struct Window<'a> {
    pub process: Owned,
    display: &'a Xvfb,
    server: RustConnection,
    pub id: u32,
}

/// Keyloft, to be opened as a window: its display, and a renderer that needs no graphics card.
pub fn window(home: &TempHome, display: &Xvfb) -> Run {
    keyloft(home).display(display).env("LIBGL_ALWAYS_SOFTWARE", "1")
}

impl<'a> Window<'a> {
    /// Starts it, and waits until it is on the screen and has the keyboard.
    pub fn open(display: &'a Xvfb, run: Run) -> Self {
        Self::open_beside(display, run, &[])
    }

    /// The same where other windows of Keyloft are open.
    pub fn open_beside(display: &'a Xvfb, run: Run, others: &[u32]) -> Self {
        let mut process = run.start();
        let (server, _) = RustConnection::connect(Some(&display.display())).unwrap();
        let id = wait_for("the window", || {
            assert!(process.runs(), "Keyloft ended before it showed a window");
            let found = display.command("xdotool").args(["search", "--onlyvisible", "--name", "^Keyloft$"]).output();
            let found = String::from_utf8(found.unwrap().stdout).unwrap();
            found.lines().map(|id| id.parse().unwrap()).find(|id| !others.contains(id))
        });
        let window = Self { process, display, server, id };
        window.has_the_keyboard();
        window
    }

    /// Waits until what is typed goes to it.
    #[track_caller]
    pub fn has_the_keyboard(&self) {
        wait_for("the window to have the keyboard", || {
            (self.server.get_input_focus().unwrap().reply().unwrap().focus == self.id).then_some(())
        });
    }

    /// Its pixels, and how many are in a row.
    fn pixels(&self) -> Option<(Vec<u8>, usize)> {
        let size = self.server.get_geometry(self.id).ok()?.reply().ok()?;
        let (wide, high) = (size.width, size.height);
        let image = self.server.get_image(ImageFormat::Z_PIXMAP, self.id, 0, 0, wide, high, u32::MAX).ok()?;
        Some((image.reply().ok()?.data, wide.into()))
    }

    /// Whether a field's ring, a row or a callout of this colour is in view.
    pub fn has(&self, colour: [u8; 3]) -> bool {
        let Some((data, wide)) = self.pixels() else { return false };
        data.chunks_exact(4 * wide).any(|line| {
            let mut run = 0;
            line.chunks_exact(4).any(|pixel| {
                run = if pixel[..3] == colour { run + 1 } else { 0 };
                run == LINE
            })
        })
    }

    /// Waits until something of this colour is in view.
    #[track_caller]
    pub fn shows(&self, what: &str, colour: [u8; 3]) {
        wait_for(what, || self.has(colour).then_some(()));
    }

    /// Waits until nothing of this colour is in view.
    #[track_caller]
    pub fn hides(&self, what: &str, colour: [u8; 3]) {
        wait_for(what, || (!self.has(colour)).then_some(()));
    }

    /// The ground at the window's right edge beside the filter, which tells the list of keys from full-window states.
    fn ground(&self) -> [u8; 3] {
        self.pixels().map_or([0; 3], |(data, wide)| {
            let at = (60 * wide + wide - 20) * 4;
            [data[at], data[at + 1], data[at + 2]]
        })
    }

    /// Waits until the list of keys is there.
    #[track_caller]
    pub fn shows_keys(&self) {
        wait_for("the list of keys", || (self.ground() == SURFACE).then_some(()));
    }

    /// Waits until a state without names fills the window.
    #[track_caller]
    pub fn shows_no_keys(&self) {
        wait_for("a window without names", || (self.ground() == WINDOW).then_some(()));
    }

    /// Waits until a dialog or the palette lies over the window, which is dimmed behind it.
    #[track_caller]
    pub fn shows_dialog(&self, what: &str) {
        wait_for(what, || self.is_dimmed().then_some(()));
    }

    /// Waits until nothing lies over the window any more.
    #[track_caller]
    pub fn hides_dialog(&self, what: &str) {
        wait_for(what, || (self.pixels().is_some() && !self.is_dimmed()).then_some(()));
    }

    fn is_dimmed(&self) -> bool {
        self.ground().iter().all(|part| (0x40..0xE0).contains(part))
    }

    /// Waits until a dialog's filled button can be pressed: it is higher than a field's ring is wide.
    #[track_caller]
    pub fn shows_button(&self, what: &str) {
        wait_for(what, || self.button());
    }

    /// Waits until a filled button of another width stands there: what was pressed has come to its end.
    #[track_caller]
    pub fn shows_another_button(&self, what: &str, before: usize) {
        wait_for(what, || self.button().filter(|wide| *wide != before));
    }

    /// The width of a dialog's filled button, in pixels of its own colour side by side.
    pub fn button(&self) -> Option<usize> {
        let lines = self.runs(RING, 50);
        lines.iter().map(|(_, _, wide)| *wide).max().filter(|_| lines.len() >= 10)
    }

    /// Where so many pixels of one colour are side by side: the first of them and its line, and how many they are.
    pub fn runs(&self, colour: [u8; 3], least: usize) -> Vec<(usize, usize, usize)> {
        let Some((data, wide)) = self.pixels() else { return Vec::new() };
        let mut found = Vec::new();
        for (y, line) in data.chunks_exact(4 * wide).enumerate() {
            let mut run = 0;
            for (x, pixel) in line.chunks_exact(4).enumerate() {
                let fits = pixel[..3] == colour;
                if fits {
                    run += 1;
                }
                if !fits || x + 1 == wide {
                    if run >= least {
                        found.push((x + usize::from(fits) - run, y, run));
                    }
                    run = 0;
                }
            }
        }
        found
    }

    /// Its whole picture.
    pub fn picture(&self) -> Vec<u8> {
        wait_for("a picture of the window", || self.pixels()).0
    }

    /// Its picture once nothing moves in it but the caret.
    pub fn still_picture(&self) -> Vec<u8> {
        wait_for("a picture that stays", || {
            let first = self.picture();
            std::thread::sleep(std::time::Duration::from_millis(300));
            (self.picture() == first).then_some(first)
        })
    }

    /// Its width and height.
    pub fn size(&self) -> (usize, usize) {
        wait_for("a picture of the window", || self.pixels().map(|(data, wide)| (wide, data.len() / 4 / wide)))
    }

    /// Where its content's upper left corner is on the screen.
    pub fn place(&self) -> (i32, i32) {
        let root = self.server.setup().roots[0].root;
        let at = self.server.translate_coordinates(self.id, root, 0, 0).unwrap().reply().unwrap();
        (at.dst_x.into(), at.dst_y.into())
    }

    /// Moves it, as dragging its title does, and waits until it is there.
    pub fn moves_to(&self, x: i32, y: i32) {
        let (id, x, y) = (self.id.to_string(), x.to_string(), y.to_string());
        self.tool(&["windowmove", "--sync", &id, &x, &y]);
    }

    /// Moves the pointer to a place in it.
    pub fn points_at(&self, x: usize, y: usize) {
        self.tool(&["mousemove", "--window", &self.id.to_string(), &x.to_string(), &y.to_string()]);
    }

    /// Clicks at a place in it.
    pub fn click(&self, x: usize, y: usize) {
        let (id, x, y) = (self.id.to_string(), x.to_string(), y.to_string());
        self.tool(&["mousemove", "--window", &id, &x, &y, "click", "1"]);
    }

    /// Waits for the button that says yes to a loss, and clicks it.
    pub fn clicks_danger(&self, what: &str) {
        let (x, y, _) = wait_for(what, || self.runs(DANGER, 50).into_iter().nth(10));
        self.click(x + 10, y);
    }

    /// Opens the palette and selects a key in the list by its name.
    pub fn selects(&self, name: &str) {
        self.press("ctrl+k");
        self.shows_dialog("the palette");
        self.types(name);
        self.press("ctrl+Return");
        self.hides_dialog("the palette");
        self.shows("the selected row", SELECTED);
    }

    fn tool(&self, args: &[&str]) {
        let mut tool = self.display.command("xdotool");
        assert!(tool.args(args).stdin(Stdio::null()).status().unwrap().success(), "xdotool {args:?}");
    }

    /// Iconifies it, and waits until it is.
    pub fn minimise(&self) {
        let id = self.id.to_string();
        assert!(self.display.command("xdotool").args(["windowminimize", "--sync", &id]).status().unwrap().success());
    }

    /// Presses keys, as `xdotool` names them.
    pub fn press(&self, keys: &str) {
        self.tool(&["key", keys]);
    }

    /// Types text. By standard input: whoever lists processes must not read a passphrase of a test either.
    pub fn types(&self, text: &str) {
        let mut command = self.display.command("xdotool");
        command.args(["type", "--delay", "4", "--file", "-"]).stdin(Stdio::piped());
        let mut tool = Owned::start(&mut command);
        std::io::Write::write_all(&mut tool.child().stdin.take().unwrap(), text.as_bytes()).unwrap();
        assert!(tool.wait().success());
    }

    /// Opens a sealed vault from its locked screen.
    pub fn unlock(&self, passphrase: &str) {
        self.shows("the passphrase field with the keyboard", RING);
        self.types(passphrase);
        self.press("Return");
        self.shows_keys();
    }

    /// Three key strokes: the palette, the name, Enter.
    pub fn copies(&self, name: &str) {
        self.press("ctrl+k");
        self.types(name);
        self.press("Return");
    }

    /// Asks the window to close, as the title bar's button does.
    pub fn close(&self) {
        let atom = |name: &[u8]| self.server.intern_atom(false, name).unwrap().reply().unwrap().atom;
        let data = [atom(b"WM_DELETE_WINDOW"), 0, 0, 0, 0];
        let message = ClientMessageEvent::new(32, self.id, atom(b"WM_PROTOCOLS"), data);
        self.server.send_event(false, self.id, EventMask::NO_EVENT, message).unwrap();
        self.server.flush().unwrap();
    }

    /// Its title, as every program on this desktop can read it.
    pub fn title(&self) -> String {
        let name = |atom: u32, kind: u32| {
            let reply = self.server.get_property(false, self.id, atom, kind, 0, 1024).unwrap().reply().unwrap();
            String::from_utf8(reply.value).unwrap()
        };
        let net = self.server.intern_atom(false, b"_NET_WM_NAME").unwrap().reply().unwrap().atom;
        let utf8 = self.server.intern_atom(false, b"UTF8_STRING").unwrap().reply().unwrap().atom;
        let (plain, kind) = (AtomEnum::WM_NAME.into(), AtomEnum::ANY.into());
        format!("{} {}", name(net, utf8), name(plain, kind))
    }
}

/// What is on the clipboard.
pub fn clipboard(display: &Xvfb) -> String {
    loop {
        // xclip waits for ever for an owner that dies between the question and the answer.
        let mut timeout = display.command("timeout");
        timeout.args(["5", "xclip", "-selection", "clipboard", "-o", "-t", "UTF8_STRING"]);
        let output = timeout.stdin(Stdio::null()).output().unwrap();
        if output.status.code() != Some(124) {
            return String::from_utf8(output.stdout).unwrap();
        }
    }
}

/// Waits until the clipboard holds this and nothing else.
#[track_caller]
pub fn clipboard_holds(display: &Xvfb, text: &str) {
    // No text of a clipboard in a panic: it is a test's secret, but habits count.
    wait_for("the clipboard to hold what was copied", || (clipboard(display) == text).then_some(()));
}

/// Another program takes the clipboard.
pub fn somebody_copies(display: &Xvfb, text: &str) {
    let mut command: Command = display.command("xclip");
    command.args(["-selection", "clipboard", "-i"]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut xclip = Owned::start(&mut command);
    std::io::Write::write_all(&mut xclip.child().stdin.take().unwrap(), text.as_bytes()).unwrap();
    xclip.wait();
    clipboard_holds(display, text);
}

/// Waits until no helper of this home holds anything any more.
pub fn helpers_are_gone(home: &TempHome) {
    let folder = home.runtime().join("keyloft");
    wait_for("the clipboard's helper to end", || helpers_in(&folder).is_empty().then_some(()));
}
