//! The end of the display's servers, for those who outlive a login and have nothing to do without one.

use std::io::Read;
use std::os::unix::net::UnixStream;
use std::path::Path;

use x11rb::connection::Connection as _;

/// Waits until the X server is gone that the environment names, which may be so already; false at once where it names none.
pub fn wait_for_the_x_server_to_end() -> bool {
    let Ok((server, _)) = x11rb::connect(None) else { return std::env::var_os("DISPLAY").is_some() };
    // No event was asked for, so few come; an error is the end of the connection.
    while server.wait_for_event().is_ok() {}
    true
}

/// The same for the Wayland desktop.
pub fn wait_for_the_wayland_desktop_to_end() -> bool {
    super::idle::wayland_socket().is_some_and(|socket| wait_for_the_end_of(&socket))
}

/// Who asks nothing of a desktop hears nothing but the end.
pub(super) fn wait_for_the_end_of(socket: &Path) -> bool {
    let Ok(mut desktop) = UnixStream::connect(socket) else { return false };
    let mut ignored = [0; 64];
    loop {
        match desktop.read(&mut ignored) {
            Ok(0) => return true,
            Err(error) if error.kind() != std::io::ErrorKind::Interrupted => return true,
            Ok(_) | Err(_) => {}
        }
    }
}
