//! A display, seen from outside: when a program's window comes, and how often it is drawn.

use std::time::{Duration, Instant};

use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::damage::{ConnectionExt as _, ReportLevel};
use x11rb::protocol::xproto::{ChangeWindowAttributesAux, ConnectionExt as _, EventMask};
use x11rb::rust_connection::RustConnection;

use crate::harness::Xvfb;

/// The longest anything may take here.
const DEADLINE: Duration = Duration::from_secs(60);
/// Drawings so close together belong to one frame: an X server is given a large picture in several pieces.
const ONE_FRAME: Duration = Duration::from_millis(4);
/// Smaller windows are nobody's main window.
const MAIN: u16 = 200;

/// Waits for the first window on a bare display; the moment it was mapped, and its id.
pub struct Watch {
    server: RustConnection,
}

impl Watch {
    /// Looks at the display from now on.
    pub fn new(display: &Xvfb) -> Self {
        let (server, screen) = RustConnection::connect(Some(&display.display())).unwrap();
        let root = server.setup().roots[screen].root;
        let wish = ChangeWindowAttributesAux::new().event_mask(EventMask::SUBSTRUCTURE_NOTIFY);
        server.change_window_attributes(root, &wish).unwrap().check().unwrap();
        Self { server }
    }

    /// Blocks until a main window is mapped.
    pub fn mapped(&self) -> (Instant, u32) {
        let begun = Instant::now();
        while begun.elapsed() < DEADLINE {
            if let Some(Event::MapNotify(event)) = self.server.poll_for_event().unwrap() {
                let now = Instant::now();
                let size = self.server.get_geometry(event.window).unwrap().reply();
                if !event.override_redirect && size.is_ok_and(|size| size.width >= MAIN && size.height >= MAIN) {
                    return (now, event.window);
                }
            }
            std::thread::sleep(Duration::from_micros(500));
        }
        panic!("no window came within {DEADLINE:?}");
    }

    /// How many frames a window draws in this time.
    pub fn frames(&self, window: u32, time: Duration) -> usize {
        self.server.damage_query_version(1, 1).unwrap().reply().unwrap();
        let damage = self.server.generate_id().unwrap();
        self.server.damage_create(damage, window, ReportLevel::NON_EMPTY).unwrap().check().unwrap();
        // What is on screen by now counts as damage once.
        let (mut frames, mut last) = (0, Instant::now());
        let begun = Instant::now();
        let mut first = true;
        while begun.elapsed() < time {
            match self.server.poll_for_event().unwrap() {
                Some(Event::DamageNotify(_)) => {
                    let now = Instant::now();
                    frames += usize::from(!first && now - last > ONE_FRAME);
                    (first, last) = (false, now);
                    self.server.damage_subtract(damage, x11rb::NONE, x11rb::NONE).unwrap();
                    self.server.flush().unwrap();
                }
                Some(_) => {}
                None => std::thread::sleep(Duration::from_micros(500)),
            }
        }
        self.server.damage_destroy(damage).unwrap().check().unwrap();
        frames
    }
}
