//! How git sees a file.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::ask::{Silence, answer, git, says_yes, split};

/// How git sees a path, which may not exist yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Standing {
    /// In no work tree.
    #[default]
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
    /// In a repository, and git can't tell: to be handled as tracked.
    Unsure(Unsure),
}

impl Standing {
    /// True where a file with secrets is written there by consent alone.
    pub fn wants_consent(&self) -> bool {
        matches!(self, Self::Tracked | Self::Unsure(_))
    }
}

/// Why git can't tell how it sees a path in a repository.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsure {
    /// There is no git to ask.
    #[error("no git is found to ask. Install git, or look at PATH")]
    NoGit,
    /// It did not end in time.
    #[error("git does not answer. Look at what `git status` does there")]
    Late,
    /// A foreign owner, a damaged index or configuration.
    #[error("git refuses the repository. Look at what `git status` says there")]
    Refused,
    /// What the repository's configuration says is not believed.
    #[error("the repository names {0} as its work tree, which is not where it lies. Look at its configuration")]
    Elsewhere(PathBuf),
}

impl From<Silence> for Unsure {
    fn from(silence: Silence) -> Self {
        match silence {
            Silence::NoGit => Self::NoGit,
            Silence::Late => Self::Late,
            Silence::Failed => Self::Refused,
        }
    }
}

/// How git sees the path. Runs nothing of the repository's.
pub fn standing(path: &Path) -> Standing {
    let Some((folder, name)) = split(path) else { return Standing::Outside };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    // Found without git, so that what git does not say is never taken for "no repository".
    match repository_above(folder) {
        Some(root) => ask(folder, name, root).unwrap_or_else(Standing::Unsure),
        None => Standing::Outside,
    }
}

fn ask(folder: &Path, name: &OsStr, root: PathBuf) -> Result<Standing, Unsure> {
    let mut ask = git(folder);
    ask.args(["rev-parse", "--show-toplevel"]);
    let named = folder_in(&answer(ask)?).ok_or(Unsure::Refused)?;
    // Its configuration may name any folder; the names in its index would then be other files' than they seem.
    if named.canonicalize().ok().as_ref() != Some(&root) {
        return Err(Unsure::Elsewhere(named));
    }
    let mut ask = git(folder);
    // A file's name is a name, also where it begins with a colon or holds a star.
    ask.arg("--literal-pathspecs").args(["ls-files", "--error-unmatch", "--"]).arg(name);
    if says_yes(ask)? {
        return Ok(Standing::Tracked);
    }
    // A name that begins with a colon would be read as more than a name; stars and brackets are none here.
    let mut ask = git(folder);
    ask.args(["check-ignore", "-q", "--"]).arg(Path::new(".").join(name));
    Ok(if says_yes(ask)? { Standing::Ignored } else { Standing::Open { root } })
}

/// The nearest folder with a repository's `.git` in it, whatever that is, from the root; none where there is none.
fn repository_above(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    let is_there = |folder: &&Path| std::fs::symlink_metadata(folder.join(".git")).is_ok();
    folder.ancestors().find(is_there).map(Path::to_owned)
}

/// True where git surely tracks the file at `path`. Nothing to go by before a file is written: see [`Standing::Unsure`].
pub fn is_tracked(path: &Path) -> bool {
    standing(path) == Standing::Tracked
}

/// A line of git's output as a path, byte for byte.
fn folder_in(line: &[u8]) -> Option<PathBuf> {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    #[cfg(unix)]
    let path = {
        use std::os::unix::ffi::OsStrExt;
        PathBuf::from(OsStr::from_bytes(line))
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

    /// A repository with one tracked file.
    fn repository() -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        git(dir.path(), &["init", "-q"]);
        std::fs::write(dir.path().join("in"), "x").unwrap();
        git(dir.path(), &["add", "in"]);
        assert_eq!(standing(&dir.path().join("in")), Standing::Tracked);
        let file = dir.path().join("in");
        (dir, file)
    }

    #[test]
    fn what_git_can_not_read_is_never_taken_for_untracked() {
        for broken in ["index", "config", "HEAD"] {
            let (dir, file) = repository();
            std::fs::write(dir.path().join(".git").join(broken), "no such thing").unwrap();
            assert_eq!(standing(&file), Standing::Unsure(Unsure::Refused), "{broken}");
            assert!(standing(&file).wants_consent() && !is_tracked(&file));
        }
    }

    #[test]
    fn a_work_tree_that_is_not_where_the_repository_lies_is_not_believed() {
        let (dir, file) = repository();
        for elsewhere in ["../..", "/"] {
            git(dir.path(), &["config", "core.worktree", elsewhere]);
            let Standing::Unsure(Unsure::Elsewhere(_)) = standing(&file) else { panic!("{elsewhere}") };
        }
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
