//! How git is asked: with everything switched off by which a repository could have something run.

use std::path::Path;
use std::process::{Command, Stdio};

/// `git` in a folder, without the repository's own programs, without questions, without the caller's `GIT_DIR`.
pub(super) fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command
        // A repository's own configuration may name programs; these are the ones that reading the index would start.
        .args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "--no-optional-locks"])
        .arg("-C")
        .arg(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env_remove("GIT_INDEX_FILE")
        .env("GIT_TERMINAL_PROMPT", "0")
        .stdin(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// The folder a path stands in, and its name there; none for `/` and what ends in `..`.
pub(super) fn split(path: &Path) -> Option<(&Path, &std::ffi::OsStr)> {
    Some((path.parent()?, path.file_name()?))
}
