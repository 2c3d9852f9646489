//! Keyloft's one binary: arguments to the command line or the window, and the exit code.

use std::process::ExitCode;

use keyloft::cli::{self, Next};
use keyloft::gui::{self, Opened};

/// Wipes every block when it is freed, inside other crates too.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    let opened = match cli::run(std::env::args_os()) {
        Next::Done(code) => return code,
        Next::Window => gui::open(),
        Next::Demo(theme) => gui::open_sample(theme).map(|()| Opened::Closed),
        Next::Quick => gui::open_quick(),
        Next::Gallery(theme) => gui::open_gallery(theme).map(|()| Opened::Closed),
    };
    match opened {
        Ok(Opened::Closed) => ExitCode::SUCCESS,
        Ok(Opened::OpenAlready) => cli::open_already(),
        Err(gui::Error::SessionEnded) => cli::window_ended("The desktop session ended."),
        Err(gui::Error::GaveUp) => cli::window_ended("The window can't be drawn any more. Start Keyloft again."),
        Err(error) => cli::no_window(&error),
    }
}
