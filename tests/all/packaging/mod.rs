//! The files of `packaging/` against `Cargo.toml`, the window and each other; and the pages that a package brings.

mod files;
#[cfg(target_os = "linux")]
mod pages;
