//! Is a file tracked?

use std::path::Path;
use std::process::{Command, Stdio};

/// True where a git repository tracks the file at `path`. False where there is no git, no repository, or git refuses
/// the repository (a foreign owner): nothing is claimed then.
pub fn is_tracked(path: &Path) -> bool {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return false };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    Command::new("git")
        // A repository's own configuration may name programs; these are the ones `ls-files` would start.
        .args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "--no-optional-locks"])
        // A file's name is a name, also where it begins with a colon or holds a star.
        .arg("--literal-pathspecs")
        .arg("-C")
        .arg(folder)
        .args(["ls-files", "--error-unmatch", "--"])
        .arg(name)
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env("GIT_TERMINAL_PROMPT", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn git(folder: &Path, arguments: &[&str]) {
        let done = Command::new("git").arg("-C").arg(folder).args(arguments).output().unwrap();
        assert!(done.status.success(), "{arguments:?}");
    }

    #[test]
    fn tracked_files_are_told_from_others() {
        let dir = tempfile::tempdir().unwrap();
        git(dir.path(), &["init", "-q"]);
        std::fs::write(dir.path().join("in"), "x").unwrap();
        std::fs::write(dir.path().join("out"), "x").unwrap();
        git(dir.path(), &["add", "in"]);
        assert!(is_tracked(&dir.path().join("in")));
        assert!(!is_tracked(&dir.path().join("out")));
        assert!(!is_tracked(&dir.path().join("nowhere")));
    }

    #[test]
    fn a_hostile_repository_runs_nothing() {
        let dir = tempfile::tempdir().unwrap();
        git(dir.path(), &["init", "-q"]);
        std::fs::write(dir.path().join("in"), "x").unwrap();
        git(dir.path(), &["add", "in"]);
        let trap = dir.path().join("trap");
        let script = dir.path().join("script");
        std::fs::write(&script, format!("#!/bin/sh\ntouch '{}'\n", trap.display())).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
        }
        git(dir.path(), &["config", "core.fsmonitor", script.to_str().unwrap()]);
        // The trap works when nobody is careful.
        let _ = Command::new("git").arg("-C").arg(dir.path()).arg("status").output().unwrap();
        assert!(trap.exists());
        std::fs::remove_file(&trap).unwrap();
        assert!(is_tracked(&dir.path().join("in")));
        assert!(!trap.exists());
    }
}
