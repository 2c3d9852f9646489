//! This test program once more as another process, for what only the library can be asked to do: the test named runs
//! alone in it, finds what to do in the environment, and ends.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::super::harness::Owned;

/// Says to a test that it is the child, and of what kind.
const ROLE: &str = "KEYLOFT_TEST_CHILD";
const HOME: &str = "KEYLOFT_TEST_HOME";

/// Starts the test of this name (`all::faults::…`) in a process of its own, told where the vault lies and what role
/// it plays.
pub fn start(test: &str, role: &str, home: &Path, more: impl IntoIterator<Item = (&'static str, String)>) -> Owned {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([test, "--exact", "--nocapture", "--test-threads=1"]).env(ROLE, role).env(HOME, home).envs(more);
    Owned::start(command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit()))
}

/// The role and the vault's folder, where this process is such a child.
pub fn role() -> Option<(String, PathBuf)> {
    Some((std::env::var(ROLE).ok()?, std::env::var_os(HOME)?.into()))
}
