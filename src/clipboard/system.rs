//! The desktop's clipboard through arboard, each call with a deadline: another program that owns the clipboard may
//! never answer, and arboard would wait for it.

use std::mem::ManuallyDrop;
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use super::ClipboardError;
use super::guard::Board;
use crate::model::Secret;
use crate::runtime::News;

/// How long the desktop may take for one call.
const DESKTOP_DEADLINE: Duration = Duration::from_secs(3);

/// How long a Wayland desktop takes to fetch what was set, or to serve what it saved.
const TO_SAVE_A_COPY: Duration = Duration::from_millis(200);

/// The clipboard of the desktop this process belongs to.
pub struct SystemBoard;

impl SystemBoard {
    /// Puts a secret there, with the wishes that clipboard managers and cloud clipboards leave it alone. `over` hears when
    /// the display it was put on is gone, and the secret with it.
    pub fn set_secret(&mut self, text: &Secret, over: SyncSender<News>) -> Result<(), ClipboardError> {
        #[cfg(target_os = "linux")]
        let expected = text.duplicate();
        let text = copy_for_the_desktop(text)?;
        within(DESKTOP_DEADLINE, move |board| {
            let set = board.set();
            #[cfg(target_os = "linux")]
            let set = arboard::SetExtLinux::exclude_from_history(set);
            #[cfg(target_os = "macos")]
            let set = arboard::SetExtApple::exclude_from_history(set);
            #[cfg(windows)]
            let set = {
                use arboard::SetExtWindows;
                set.exclude_from_history().exclude_from_cloud().exclude_from_monitoring()
            };
            set.text(text)
        })?;
        #[cfg(target_os = "linux")]
        watch_the_display(&expected, &over);
        #[cfg(not(target_os = "linux"))]
        drop(over);
        Ok(())
    }

    /// Puts a plain text there, which stays. Where the content goes with its owner, `over` hears when another program
    /// has taken the clipboard; elsewhere at once, as nobody is needed any more.
    pub fn set_plain(&mut self, text: &Secret, over: SyncSender<News>) -> Result<(), ClipboardError> {
        let text = copy_for_the_desktop(text)?;
        #[cfg(target_os = "linux")]
        {
            let expected = Secret::new(text.clone().into_bytes());
            let (failed, failure) = sync_channel(1);
            let gone = over.clone();
            let owner = move || {
                let outcome =
                    open().and_then(|mut board| arboard::SetExtLinux::wait(board.set()).text(text).map_err(translate));
                let _ = failed.send(outcome);
                let _ = over.send(News::Over);
            };
            thread::Builder::new().name("clipboard-owner".into()).spawn(owner).map_err(no_thread)?;
            // Setting and waiting are one call, so success shows only in what can be read.
            let until = std::time::Instant::now() + DESKTOP_DEADLINE;
            while std::time::Instant::now() < until {
                if let Ok(outcome) = failure.recv_timeout(Duration::from_millis(10)) {
                    return outcome;
                }
                if self.text()?.is_some_and(|text| text.same_as(&expected)) {
                    watch_the_display(&expected, &gone);
                    return Ok(());
                }
            }
            Err(ClipboardError::TimedOut)
        }
        #[cfg(not(target_os = "linux"))]
        {
            within(DESKTOP_DEADLINE, move |board| board.set().text(text))?;
            let _ = over.send(News::Over);
            Ok(())
        }
    }
}

/// The owner's thread never hears of the end of the server it serves: connections of their own do. One of the two may end, the X
/// server beside Wayland, and the text be there all the same.
#[cfg(target_os = "linux")]
fn watch_the_display(expected: &Secret, over: &SyncSender<News>) {
    use crate::session::{wait_for_the_wayland_desktop_to_end, wait_for_the_x_server_to_end};
    for wait_for_its_end in [wait_for_the_x_server_to_end, wait_for_the_wayland_desktop_to_end] {
        let (expected, over) = (expected.duplicate(), over.clone());
        let watch = move || {
            let is_there = |text: Secret| text.same_as(&expected);
            if wait_for_its_end() && !SystemBoard.text().ok().flatten().is_some_and(is_there) {
                let _ = over.send(News::Over);
            }
        };
        // Without a thread the helper stays until its time is over.
        drop(thread::Builder::new().name("clipboard-display".into()).spawn(watch));
    }
}

impl Board for SystemBoard {
    fn text(&mut self) -> Result<Option<Secret>, ClipboardError> {
        within(DESKTOP_DEADLINE, |board| match board.get_text() {
            Ok(text) => Ok(Some(Secret::new(text.into_bytes()))),
            // Empty, a picture, or bytes that are not text: in no case our value.
            Err(arboard::Error::ContentNotAvailable | arboard::Error::ConversionFailure) => Ok(None),
            Err(error) => Err(error),
        })
    }

    /// A Wayland desktop may serve what it saved of a clipboard whose owner is gone (weston): an empty text goes first, for it to
    /// save that instead.
    fn clear(&mut self) -> Result<(), ClipboardError> {
        if is_of_wayland() {
            within(DESKTOP_DEADLINE, |board| board.set_text(""))?;
            thread::sleep(TO_SAVE_A_COPY);
        }
        within(DESKTOP_DEADLINE, arboard::Clipboard::clear)
    }

    fn settle(&mut self) {
        if is_of_wayland() {
            thread::sleep(TO_SAVE_A_COPY);
        }
    }
}

/// Whether it is that of a Wayland desktop, be it by way of an X server beside it.
fn is_of_wayland() -> bool {
    #[cfg(target_os = "linux")]
    return crate::session::wayland_answers();
    #[cfg(not(target_os = "linux"))]
    false
}

/// The text in the form arboard takes. It becomes arboard's, which serves it from memory until the helper ends.
fn copy_for_the_desktop(text: &Secret) -> Result<String, ClipboardError> {
    text.expose_str().map(str::to_owned).ok_or(ClipboardError::NotText)
}

/// A handle that is never dropped: at its end arboard would hand the content to a clipboard manager, to be kept.
fn open() -> Result<ManuallyDrop<arboard::Clipboard>, ClipboardError> {
    // Whatever it says, there is no clipboard to be had: no display variable, no server behind it, no permission, or no
    // protocol for one who has no window.
    arboard::Clipboard::new().map(ManuallyDrop::new).map_err(|_| no_clipboard())
}

/// Why there is none to be had.
fn no_clipboard() -> ClipboardError {
    #[cfg(target_os = "linux")]
    if crate::session::wayland_answers() {
        return ClipboardError::NoDataControl;
    }
    ClipboardError::NoDisplay
}

fn within<T: Send + 'static>(
    deadline: Duration,
    call: impl FnOnce(&mut arboard::Clipboard) -> Result<T, arboard::Error> + Send + 'static,
) -> Result<T, ClipboardError> {
    let (sender, receiver) = sync_channel(1);
    let work = move || {
        let outcome = open().and_then(|mut board| call(&mut board).map_err(translate));
        // Nobody listens any more once the deadline is over.
        let _ = sender.send(outcome);
    };
    thread::Builder::new().name("clipboard-call".into()).spawn(work).map_err(no_thread)?;
    receiver.recv_timeout(deadline).unwrap_or_else(|error| match error {
        RecvTimeoutError::Timeout => Err(ClipboardError::TimedOut),
        // The thread panicked, which x11rb does over display numbers that can't be.
        RecvTimeoutError::Disconnected => Err(ClipboardError::NoDisplay),
    })
}

fn no_thread(error: std::io::Error) -> ClipboardError {
    ClipboardError::Refused { reason: error.to_string() }
}

fn translate(error: arboard::Error) -> ClipboardError {
    match error {
        arboard::Error::ClipboardNotSupported => no_clipboard(),
        other => ClipboardError::Refused { reason: other.to_string() },
    }
}
