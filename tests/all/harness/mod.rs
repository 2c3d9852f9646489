//! What the other tests stand on: a home of their own, a real keychain of their own, a display of their own, and the
//! built binary with nothing of the user's in its environment. Everything is ended, by its process id, on drop.
#![allow(dead_code, unused_imports, reason = "each test module uses its part of the harness")]

mod bus;
mod desktop;
mod display;
mod home;
mod keyring;
pub mod process;
mod run;
mod tests;

pub use bus::Bus;
pub use desktop::Desktop;
pub use display::Xvfb;
pub use home::TempHome;
pub use keyring::Keyring;
pub use process::{Owned, wait_for};
pub use run::{Output, Run, Running, keyloft};
