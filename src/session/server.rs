//! The end of the X server, for those who outlive a login and have nothing to do without one.

use x11rb::connection::Connection as _;

/// Waits until the X server is gone that the environment names; returns at once where none answers.
pub fn wait_for_the_x_server_to_end() {
    let Ok((server, _)) = x11rb::connect(None) else { return };
    // No event was asked for, so few come; an error is the end of the connection.
    while server.wait_for_event().is_ok() {}
}
