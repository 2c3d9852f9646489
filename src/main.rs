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
        Next::Window => match gui::open() {
            Ok(Opened::OpenAlready) => return cli::open_already(),
            other => other.map(|_| ()),
        },
        Next::Demo(theme) => gui::open_sample(theme),
        Next::Quick => gui::open_quick(),
        Next::Gallery(theme) => gui::open_gallery(theme),
    };
    match opened {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => cli::no_window(&error),
    }
}
