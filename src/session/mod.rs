//! The user's login session: when its screen is locked, when the computer goes to sleep, when the session ends. The
//! unlock helper wipes its key by it. Linux only: what is heard comes over D-Bus.

mod signs;
#[cfg(test)]
mod tests;
mod watch;

pub use watch::{Watcher, watch};
