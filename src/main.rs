//! Keyloft's one binary: arguments to the command line or the window, and the exit code.

use std::process::ExitCode;

/// Wipes every block when it is freed, inside other crates too.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    match keyloft::cli::run(std::env::args_os()) {
        keyloft::cli::Next::Done(code) => code,
        keyloft::cli::Next::Window | keyloft::cli::Next::Demo => ExitCode::SUCCESS,
    }
}
