//! The one window over a vault on a display, and the one small window: a second start finds the first one, which comes to the
//! front. Linux only.

use std::path::PathBuf;
use std::time::Duration;

use crate::fs::Home;
use crate::notify::{self, Message};
use crate::runtime::{Draft, Peer, Post, RuntimeError, RuntimeFolder, socket_name};
use crate::session::under_wayland;

/// How long the first window may take to answer. One that hangs is as good as none: the second start opens its own.
const PATIENCE: Duration = Duration::from_secs(1);
/// Asks the window to come to the front, and is the answer.
const RAISE: &[u8] = b"raise";

/// Which of the two windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowKind {
    /// The whole one.
    Whole,
    /// The small one, with the palette alone.
    Small,
}

impl WindowKind {
    /// Whether the first one closes for the second: where it can't be raised and holds nothing that would be lost, a new one
    /// stands where the user is.
    pub fn makes_way(self) -> bool {
        self == Self::Small && under_wayland()
    }

    /// What its socket is called after.
    fn word(self) -> &'static str {
        match self {
            Self::Whole => "window",
            Self::Small => "quick",
        }
    }
}

/// The place of the window, until it is dropped. It is no lock: where no socket can be had, two windows stand beside each
/// other as two programs on one vault do.
#[derive(Debug, Default)]
pub struct Seat {
    _post: Option<Post>,
}

/// Whether such a window over this user's own vault was asked, on this display, to come to the front, and said that it does.
///
/// Wayland lets no program raise its window for another, so there a notification says that Keyloft is open; the small window
/// [makes way](WindowKind::makes_way).
pub fn raise_first(kind: WindowKind) -> bool {
    let Some(at) = Place::here(kind) else { return false };
    let found = at.raise() && !kind.makes_way();
    if found && under_wayland() {
        let message = Message {
            summary: "Keyloft is open already".to_owned(),
            body: "Its window may be behind others, or minimised.".to_owned(),
            presses: false,
        };
        // Where nothing shows notifications, the command line's word is all there is.
        let _ = notify::show(&message);
    }
    found
}

/// Takes the place for a window that is about to open; `raise` is called, on a thread of its own, for each later start.
pub fn take_seat(kind: WindowKind, raise: impl Fn() + Send + 'static) -> Seat {
    Place::here(kind).map(|at| at.take(raise)).unwrap_or_default()
}

/// Where windows over one vault on one display meet.
struct Place {
    folder: RuntimeFolder,
    name: String,
}

impl Place {
    fn here(kind: WindowKind) -> Option<Self> {
        let named = std::env::var_os("KEYLOFT_HOME").map(PathBuf::from);
        let home = Home::locate(named.as_deref()).ok()?;
        let display = std::env::var_os(if under_wayland() { "WAYLAND_DISPLAY" } else { "DISPLAY" })?;
        Some(Self::of(kind, RuntimeFolder::open().ok()?, &home, &display.to_string_lossy()))
    }

    /// A window on another display can't be seen from here, so it is another place.
    fn of(kind: WindowKind, folder: RuntimeFolder, home: &Home, display: &str) -> Self {
        Self { folder, name: socket_name(kind.word(), &format!("{display}\n{}", home.path().display())) }
    }

    fn raise(&self) -> bool {
        let asked = Peer::connect(&self.folder.path().join(&self.name), PATIENCE).and_then(|mut peer| peer.ask(RAISE));
        asked.is_ok_and(|answer| answer.expose() == RAISE)
    }

    fn take(&self, raise: impl Fn() + Send + 'static) -> Seat {
        let listening = || -> Result<Post, RuntimeError> {
            let (listener, post) = Draft::new(&self.folder, &self.name)?.publish()?;
            // It ends with the program: the socket's name is gone with the seat, so nobody asks any more.
            std::thread::Builder::new().name("second-start".into()).spawn(move || {
                loop {
                    let Ok((stream, _)) = listener.accept() else {
                        // Out of descriptors, most likely: others will be closed in a while.
                        std::thread::sleep(Duration::from_millis(100));
                        continue;
                    };
                    // One after the other: a silent one keeps the next waiting for no longer than the deadline.
                    let Ok(mut peer) = Peer::accepted(stream, PATIENCE) else { continue };
                    if peer.receive().is_ok_and(|asked| asked.expose() == RAISE) {
                        raise();
                        let _ = peer.send(RAISE);
                    }
                }
            })?;
            Ok(post)
        };
        Seat { _post: listening().ok() }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    struct Room {
        folder: tempfile::TempDir,
        runtime: RuntimeFolder,
    }

    impl Room {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let runtime = RuntimeFolder::at(&folder.path().join("keyloft")).unwrap();
            Self { folder, runtime }
        }

        fn place(&self, vault: &str, display: &str) -> Place {
            Place::of(WindowKind::Whole, self.runtime.clone(), &Home::at(&self.folder.path().join(vault)), display)
        }
    }

    #[test]
    fn a_second_start_raises_the_first_window_once_and_nobody_elses() {
        let room = Room::new();
        let first = room.place("mine", ":1");
        assert!(!first.raise(), "nobody is there yet");
        let raised = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&raised);
        let seat = first.take(move || {
            counted.fetch_add(1, Ordering::SeqCst);
        });
        assert!(room.place("mine", ":1").raise());
        assert_eq!(raised.load(Ordering::SeqCst), 1);
        for (vault, display) in [("mine", ":2"), ("other", ":1")] {
            assert!(!room.place(vault, display).raise(), "{vault} on {display}");
        }
        drop(seat);
        assert!(!first.raise(), "it was closed");
        assert_eq!(raised.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn the_small_window_and_the_whole_one_have_places_of_their_own() {
        let room = Room::new();
        let whole = room.place("mine", ":1");
        let small =
            Place::of(WindowKind::Small, room.runtime.clone(), &Home::at(&room.folder.path().join("mine")), ":1");
        let seat = whole.take(|| {});
        assert!(whole.raise() && !small.raise());
        let other = small.take(|| {});
        assert!(small.raise());
        drop(seat);
        assert!(!whole.raise() && small.raise());
        drop(other);
    }

    #[test]
    fn a_window_that_hangs_or_was_killed_keeps_nobody_from_opening_another() {
        let room = Room::new();
        let place = room.place("mine", ":1");
        // It listens, but answers nobody.
        let hangs = Draft::new(&room.runtime, &place.name).unwrap().publish().unwrap();
        assert!(!place.raise());
        let seat = place.take(|| {});
        assert!(place.raise(), "the new one has taken its place");
        drop(hangs);
        assert!(place.raise(), "and keeps it when the old one goes");
        drop(seat);
        // A killed one leaves its socket behind.
        drop(std::os::unix::net::UnixListener::bind(room.runtime.path().join(&place.name)).unwrap());
        assert!(!place.raise());
        let seat = place.take(|| {});
        assert!(place.raise());
        drop(seat);
    }
}
