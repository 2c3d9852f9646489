//! The built binary in a real window, under an X server of the test's own: what only a window shows.
#![allow(clippy::print_stdout, reason = "figures and what was left out are printed")]

mod changing;
mod demo;
mod dropping;
mod keychain;
mod looking;
mod memory;
mod opening;
mod pages;
mod portals;
mod quick;
mod screen;
mod sealed;
