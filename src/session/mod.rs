//! The user's login session: when its screen is locked, when the computer goes to sleep, when the session ends, and how
//! long there has been no input. The unlock helper wipes its key by it, the window locks by it. And whether the user wants
//! less to move, and when the X server ends. Linux only: what is heard comes over D-Bus and from the X server.

mod idle;
mod motion;
mod server;
mod signs;
#[cfg(test)]
mod tests;
mod watch;

pub use idle::{idle_of_x_server, idle_time};
pub use motion::watch_motion;
pub use server::wait_for_the_x_server_to_end;
pub use watch::{Leave, Watcher, watch};
