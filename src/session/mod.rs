//! The user's login session: when its screen is locked, when the computer goes to sleep, when the session ends, and how
//! long there has been no input; when its keyring is locked. The unlock helper wipes its key by it, the window locks by it. And how the
//! user wants windows to look and move, whether they are a Wayland session's, and when the display ends. Linux only: what is heard comes over D-Bus and from the X server.

mod idle;
mod keyring_lock;
mod server;
mod signs;
mod taste;
#[cfg(test)]
mod tests;
mod watch;

pub use idle::{idle_of_x_server, idle_time, under_wayland, wayland_answers};
pub use keyring_lock::watch_keyring;
pub use server::{wait_for_the_wayland_desktop_to_end, wait_for_the_x_server_to_end};
pub use taste::watch_taste;
pub use watch::{Leave, Watcher, watch};
