//! How git sees a file.

use std::path::{Path, PathBuf};

use super::ask::{answer, git, says_yes, split};

/// How git sees a path, which may not exist yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// In no work tree; also where there is no git, or git refuses the repository (a foreign owner): nothing is claimed.
    Outside,
    /// Tracked: a commit publishes it.
    Tracked,
    /// Ignored: git leaves it alone.
    Ignored,
    /// Neither: `git add .` would take it.
    Open {
        /// The folder of the work tree.
        root: PathBuf,
    },
}

/// How git sees the path. Runs nothing of the repository's.
pub fn standing(path: &Path) -> Standing {
    let Some((folder, name)) = split(path) else { return Standing::Outside };
    if is_tracked(path) {
        return Standing::Tracked;
    }
    let mut ask = git(folder);
    ask.args(["rev-parse", "--show-toplevel"]);
    let Some(root) = answer(ask).and_then(|line| folder_in(&line)) else { return Standing::Outside };
    // A name that begins with a colon would be read as more than a name; stars and brackets are none here.
    let mut ask = git(folder);
    ask.args(["check-ignore", "-q", "--"]).arg(Path::new(".").join(name));
    if says_yes(ask) { Standing::Ignored } else { Standing::Open { root } }
}

/// True where a git repository tracks the file at `path`. False where there is no git, no repository, or git refuses
/// the repository (a foreign owner): nothing is claimed then.
pub fn is_tracked(path: &Path) -> bool {
    let Some((folder, name)) = split(path) else { return false };
    let mut ask = git(folder);
    // A file's name is a name, also where it begins with a colon or holds a star.
    ask.arg("--literal-pathspecs").args(["ls-files", "--error-unmatch", "--"]).arg(name);
    says_yes(ask)
}

/// A line of git's output as a path, byte for byte.
fn folder_in(line: &[u8]) -> Option<PathBuf> {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    #[cfg(unix)]
    let path = {
        use std::os::unix::ffi::OsStrExt;
        PathBuf::from(std::ffi::OsStr::from_bytes(line))
    };
    #[cfg(not(unix))]
    let path = PathBuf::from(std::str::from_utf8(line).ok()?);
    (!line.is_empty()).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

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
    fn ignored_open_and_outside_are_told_apart() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        assert_eq!(standing(&at(".env")), Standing::Outside);
        git(dir.path(), &["init", "-q"]);
        std::fs::create_dir(at("app")).unwrap();
        std::fs::write(at(".gitignore"), "*.local\n").unwrap();
        let root = dir.path().canonicalize().unwrap();
        assert_eq!(standing(&at("app/.env")), Standing::Open { root });
        assert_eq!(standing(&at("app/.env.local")), Standing::Ignored);
        std::fs::write(at("app/kept.local"), "x").unwrap();
        git(dir.path(), &["add", "-f", "app/kept.local"]);
        assert_eq!(standing(&at("app/kept.local")), Standing::Tracked);
        assert_eq!(standing(&at("no such folder/.env")), Standing::Outside);
        assert_eq!(standing(Path::new("/")), Standing::Outside);
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
        assert!(matches!(standing(&dir.path().join("new")), Standing::Open { .. }));
        crate::git::ignore(&dir.path().canonicalize().unwrap(), &dir.path().canonicalize().unwrap().join("new"))
            .unwrap();
        assert_eq!(standing(&dir.path().join("new")), Standing::Ignored);
        assert!(!trap.exists());
    }
}
