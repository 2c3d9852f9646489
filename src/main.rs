//! Keyloft's one binary: arguments to the command line or the window, and the exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    keyloft::runtime::harden();
    let mut arguments = std::env::args_os().skip(1);
    match arguments.next().as_deref().and_then(std::ffi::OsStr::to_str) {
        Some(keyloft::clipboard::HELPER_COMMAND) => keyloft::clipboard::helper::main(arguments),
        Some(keyloft::agent::HELPER_COMMAND) => keyloft::agent::helper::main(arguments),
        _ => ExitCode::SUCCESS,
    }
}
