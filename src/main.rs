//! Keyloft's one binary: arguments to the command line or the window, and the exit code.

fn main() {}
