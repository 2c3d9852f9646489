//! A line in `.gitignore`, so that a file with secrets is never added by a careless `git add .`.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::facts::{Standing, standing};

/// More than this is no `.gitignore` that people wrote.
const LARGEST: u64 = 1024 * 1024;

/// Why a path is not ignored. In every case `.gitignore` is as it was.
#[derive(Debug, thiserror::Error)]
pub enum IgnoreError {
    /// A link, a folder, or a file too large to be one.
    #[error("{0} is no regular file of at most 1 MiB. Add the line yourself")]
    NotRegular(PathBuf),
    /// The repository calls a folder its work tree in which the path does not lie.
    #[error("the repository names {0} as its work tree, where the path does not lie. Add the line yourself")]
    Elsewhere(PathBuf),
    /// A name that no pattern can hold.
    #[error("the path holds a line break, which .gitignore can't. Choose another path")]
    LineBreak,
    /// A `.gitignore` nearer to the file takes the line back.
    #[error("git still would add it: another .gitignore takes the line back. Look at `git check-ignore -v`")]
    StillOpen,
    /// The system refused.
    #[error("{path} can't be written. Add the line yourself")]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// Adds the path to the `.gitignore` of its work tree's folder, and looks that git now ignores it. Gives that file.
/// `root` as [`Standing::Open`] names it, `path` below it. The file keeps its mode and every line.
pub fn ignore(root: &Path, path: &Path) -> Result<PathBuf, IgnoreError> {
    // Its configuration says where the work tree is, and may say anything.
    if !path.starts_with(root) {
        return Err(IgnoreError::Elsewhere(root.to_owned()));
    }
    let file = root.join(".gitignore");
    let io = |source| IgnoreError::Io { path: file.clone(), source };
    let line = pattern(root, path).ok_or(IgnoreError::LineBreak)?;
    let before = match fs::symlink_metadata(&file) {
        Ok(facts) if facts.is_file() && facts.len() <= LARGEST => Some(fs::read(&file).map_err(io)?),
        Ok(_) => return Err(IgnoreError::NotRegular(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(io(error)),
    };
    let mut text = before.clone().unwrap_or_default();
    if !text.is_empty() && !text.ends_with(b"\n") {
        text.push(b'\n');
    }
    text.extend_from_slice(&line);
    text.push(b'\n');
    put(&file, &text).map_err(io)?;
    if matches!(standing(path), Standing::Open { .. }) {
        match &before {
            Some(before) => put(&file, before).map_err(io)?,
            None => fs::remove_file(&file).map_err(io)?,
        }
        return Err(IgnoreError::StillOpen);
    }
    Ok(file)
}

/// The path as a pattern that means this one file: from the root, every sign that a pattern reads escaped.
fn pattern(root: &Path, path: &Path) -> Option<Vec<u8>> {
    let inner = path.strip_prefix(root).unwrap_or(path).as_os_str().as_encoded_bytes();
    let mut pattern = vec![b'/'];
    for (nth, byte) in inner.iter().enumerate() {
        if *byte == b'\n' || *byte == b'\r' {
            return None;
        }
        let trailing_space = *byte == b' ' && nth + 1 == inner.len();
        if matches!(byte, b'\\' | b'*' | b'?' | b'[' | b']') || trailing_space {
            pattern.push(b'\\');
        }
        pattern.push(*byte);
    }
    Some(pattern)
}

/// Whole, by rename, with the mode of the file that stood there.
fn put(file: &Path, text: &[u8]) -> io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".keyloft-").suffix(".tmp");
    // No secret is in it: as any new file, where none stood there.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o644));
    }
    let mut temp = builder.tempfile_in(folder)?;
    if let Ok(facts) = fs::metadata(file) {
        temp.as_file().set_permissions(facts.permissions())?;
    }
    temp.write_all(text)?;
    temp.as_file().sync_all()?;
    temp.persist(file).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    fn work_tree() -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        assert!(Command::new("git").arg("-C").arg(dir.path()).args(["init", "-q"]).status().unwrap().success());
        let root = dir.path().canonicalize().unwrap();
        (dir, root)
    }

    #[test]
    fn the_line_is_added_behind_what_stands_there() {
        let (_dir, root) = work_tree();
        fs::write(root.join(".gitignore"), "target").unwrap();
        fs::create_dir(root.join("app")).unwrap();
        ignore(&root, &root.join("app/.env")).unwrap();
        assert_eq!(fs::read(root.join(".gitignore")).unwrap(), b"target\n/app/.env\n");
        assert_eq!(standing(&root.join("app/.env")), Standing::Ignored);
        assert!(matches!(standing(&root.join(".env")), Standing::Open { .. }), "only this one file");
    }

    #[test]
    fn strange_names_are_ignored_too() {
        let (_dir, root) = work_tree();
        for name in ["#x", "!x", "a*b", "a?b", "[x]", ":x", ":(top)x", "back\\slash", "end ", " begin", "ключ"] {
            ignore(&root, &root.join(name)).unwrap();
            assert_eq!(standing(&root.join(name)), Standing::Ignored, "{name}");
        }
        assert!(matches!(standing(&root.join("axb")), Standing::Open { .. }), "a star is a star");
        assert!(matches!(ignore(&root, &root.join("a\nb")), Err(IgnoreError::LineBreak)));
    }

    #[test]
    fn a_line_that_is_taken_back_is_said_and_not_left() {
        let (_dir, root) = work_tree();
        fs::create_dir(root.join("app")).unwrap();
        fs::write(root.join("app/.gitignore"), "!.env\n").unwrap();
        assert!(matches!(ignore(&root, &root.join("app/.env")), Err(IgnoreError::StillOpen)));
        assert!(!root.join(".gitignore").exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_written_through_and_a_mode_is_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let (dir, root) = work_tree();
        let other = dir.path().join("other");
        fs::write(&other, "x\n").unwrap();
        symlink(&other, root.join(".gitignore")).unwrap();
        assert!(matches!(ignore(&root, &root.join(".env")), Err(IgnoreError::NotRegular(_))));
        assert_eq!(fs::read(&other).unwrap(), b"x\n");
        fs::remove_file(root.join(".gitignore")).unwrap();
        fs::write(root.join(".gitignore"), "").unwrap();
        fs::set_permissions(root.join(".gitignore"), fs::Permissions::from_mode(0o664)).unwrap();
        ignore(&root, &root.join(".env")).unwrap();
        assert_eq!(fs::metadata(root.join(".gitignore")).unwrap().permissions().mode() & 0o777, 0o664);
    }
}
