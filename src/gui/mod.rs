//! The window (floor 4). It talks with the worker only: it sends requests, hears events and draws snapshots. It never
//! names the catalog, a store or the clipboard, and holds no secret but a passphrase while it is typed.

mod app;
mod awaits;
mod chooser;
mod commands;
mod counts;
mod gallery;
mod looks;
mod made;
mod modal;
mod on_screen;
mod pages;
mod palette;
mod quick;
mod route;
mod run;
#[cfg(any(test, debug_assertions))]
#[doc(hidden)]
pub mod sample;
mod screens;
mod shell;
mod showing;
mod shown;
mod taste;
#[cfg(test)]
mod tests;
mod theme;
mod toast;
mod toasts;
#[cfg(target_os = "linux")]
mod unseen;
mod widgets;
mod wish;

#[doc(hidden)]
pub use app::App;
pub use run::{APP_ID, Error, Opened, open, open_gallery, open_quick, open_sample, run};
