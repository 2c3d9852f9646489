//! The end of the display's servers, for those who outlive a login and have nothing to do without one.

use std::io::Read;
use std::os::unix::net::UnixStream;
use std::path::Path;

use x11rb::connection::Connection as _;

/// Waits until the X server is gone that the environment names, which may be so already; false at once where it names none.
pub fn wait_for_the_x_server_to_end() -> bool {
    wait_for_the_end_of_x(std::env::var("DISPLAY").ok().filter(|name| !name.is_empty()).as_deref())
}

/// The same for the Wayland desktop.
pub fn wait_for_the_wayland_desktop_to_end() -> bool {
    wait_for_the_end_of_wayland(super::idle::wayland_socket().as_deref())
}

pub(super) fn wait_for_the_end_of_x(display: Option<&str>) -> bool {
    let Some(display) = display else { return false };
    if let Ok((server, _)) = x11rb::connect(Some(display)) {
        // No event was asked for, so few come; an error is the end of the connection.
        while server.wait_for_event().is_ok() {}
    }
    true
}

pub(super) fn wait_for_the_end_of_wayland(socket: Option<&Path>) -> bool {
    socket.map(wait_for_the_end_of).is_some()
}

/// Who asks nothing of a desktop hears nothing but the end.
fn wait_for_the_end_of(socket: &Path) {
    let Ok(mut desktop) = UnixStream::connect(socket) else { return };
    let mut ignored = [0; 64];
    loop {
        match desktop.read(&mut ignored) {
            Ok(0) => return,
            Err(error) if error.kind() != std::io::ErrorKind::Interrupted => return,
            Ok(_) | Err(_) => {}
        }
    }
}
