//! How git is asked: with everything switched off by which a repository could have something run.

use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// What git itself counts as belonging to one repository (`git rev-parse --local-env-vars`), and what changes how it reads
/// paths or how far up it looks: none of it is about the path that is asked for. Inside a hook most of it is set.
const WITHOUT: [&str; 20] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_CONFIG",
    "GIT_CONFIG_PARAMETERS",
    "GIT_CONFIG_COUNT",
    "GIT_OBJECT_DIRECTORY",
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_GRAFT_FILE",
    "GIT_INDEX_FILE",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_REPLACE_REF_BASE",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
    "GIT_CEILING_DIRECTORIES",
];

/// How long git may take. A repository can name a pipe as its configuration, and git would wait for it for ever.
const DEADLINE: Duration = Duration::from_secs(10);
/// What is read of its answer: a path.
const LONGEST: u64 = 64 * 1024;

/// `git` in a folder, without the repository's own programs, without questions, without the caller's `GIT_DIR`.
pub(super) fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command
        // A repository's own configuration may name programs; these are the ones that reading the index would start.
        .args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "--no-optional-locks"])
        .arg("-C")
        .arg(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_DISCOVERY_ACROSS_FILESYSTEM", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    for name in WITHOUT {
        command.env_remove(name);
    }
    command
}

/// Why git gave no answer that can be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Silence {
    /// There is no git to ask.
    NoGit,
    /// It did not end in time.
    Late,
    /// It ended otherwise than with yes or no.
    Failed,
}

/// Git's yes or no, where it gives either: by its exit code 0 or 1.
pub(super) fn says_yes(mut command: Command) -> Result<bool, Silence> {
    match ended(command.spawn())?.code() {
        Some(0) => Ok(true),
        Some(1) => Ok(false),
        _ => Err(Silence::Failed),
    }
}

/// What git prints, where it says yes.
pub(super) fn answer(mut command: Command) -> Result<Vec<u8>, Silence> {
    let mut child = command.stdout(Stdio::piped()).spawn();
    let output = child.as_mut().ok().and_then(|child| child.stdout.take());
    // A path is less than a pipe holds, so that git never waits for it to be read.
    let status = ended(child)?;
    let mut answer = Vec::new();
    output.ok_or(Silence::Failed)?.take(LONGEST).read_to_end(&mut answer).map_err(|_| Silence::Failed)?;
    if status.success() { Ok(answer) } else { Err(Silence::Failed) }
}

fn ended(child: io::Result<Child>) -> Result<ExitStatus, Silence> {
    let child = child.map_err(|_| Silence::NoGit)?;
    wait(child, DEADLINE).map_err(|_| Silence::Failed)?.ok_or(Silence::Late)
}

/// Waits for its end, and ends it when the time is over: none then.
fn wait(mut child: Child, deadline: Duration) -> io::Result<Option<ExitStatus>> {
    let begun = Instant::now();
    let mut pause = Duration::from_micros(200);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if begun.elapsed() >= deadline {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

/// The folder a path stands in, and its name there; none for `/` and what ends in `..`.
pub(super) fn split(path: &Path) -> Option<(&Path, &std::ffi::OsStr)> {
    Some((path.parent()?, path.file_name()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_never_answers_is_ended() {
        let child = Command::new("sleep").arg("1000").spawn().unwrap();
        let pid = rustix::process::Pid::from_child(&child);
        assert_eq!(wait(child, Duration::from_millis(20)).unwrap(), None);
        assert_eq!(rustix::process::test_kill_process(pid), Err(rustix::io::Errno::SRCH));
    }
}
