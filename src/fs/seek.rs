//! Looking for files by their names in a folder that a person chose: bounded, links never followed, nothing opened.

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};

use super::write::WriteError;

/// How far a search goes. What lies beyond is not looked at, and that is said.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// How many folders one in the other.
    pub depth: usize,
    /// How many folders in all.
    pub folders: u64,
    /// How many names in all.
    pub names: u64,
    /// How many files are found.
    pub found: usize,
}

/// Enough for a person's projects; a whole disk takes seconds, not minutes.
pub const USUAL_BOUNDS: Bounds = Bounds { depth: 12, folders: 50_000, names: 2_000_000, found: 2_000 };

/// Folders of what others wrote or what tools make: never gone into.
const NOT_INTO: [&str; 27] = [
    "node_modules",
    "bower_components",
    "jspm_packages",
    "target",
    "vendor",
    "venv",
    "env",
    "__pycache__",
    "site-packages",
    "dist",
    "build",
    "out",
    "bin",
    "obj",
    "coverage",
    "tmp",
    "temp",
    "logs",
    "cache",
    "deps",
    "_build",
    "pods",
    "carthage",
    "deriveddata",
    "elm-stuff",
    "zig-cache",
    "lost+found",
];
/// Hidden folders are left out, but for these: people keep environment files in them.
const HIDDEN_INTO: [&str; 4] = [".devcontainer", ".docker", ".envs", ".config"];
/// What stands in a folder that is a project of its own.
const MARKS: [&str; 24] = [
    ".git",
    "package.json",
    "cargo.toml",
    "pyproject.toml",
    "setup.py",
    "requirements.txt",
    "pipfile",
    "manage.py",
    "go.mod",
    "gemfile",
    "composer.json",
    "pom.xml",
    "build.gradle",
    "build.gradle.kts",
    "mix.exs",
    "deno.json",
    "deno.jsonc",
    "pubspec.yaml",
    "keyloft.toml",
    "compose.yaml",
    "compose.yml",
    "docker-compose.yml",
    "docker-compose.yaml",
    "makefile",
];

/// A folder with files that were looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderFound {
    /// Where.
    pub path: PathBuf,
    /// The nearest folder, from this one up to the one searched, that is a project of its own; this one where none is.
    pub project: PathBuf,
    /// Names of the files, in order.
    pub files: Vec<String>,
    /// Every name that stands in it, so that one can tell whose it is.
    pub beside: Vec<String>,
}

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seek {
    /// Folders with such files, by path.
    pub folders: Vec<FolderFound>,
    /// How many folders were looked into.
    pub looked_into: u64,
    /// Folders that could not be read.
    pub unreadable: Vec<PathBuf>,
    /// It ended before everything was looked at: stopped, or at its bounds.
    pub is_cut_short: bool,
}

/// Looks for files whose name `is_wanted`, in `root` and below. `watch` hears how many folders were looked into and how many
/// files were found, and stops the search by answering false: what was found until then is given.
///
/// Links are never followed, other file systems not gone into; only regular files count, and none is opened.
///
/// # Errors
/// Where `root` is no folder that can be read.
pub fn seek(
    root: &Path,
    bounds: Bounds,
    is_wanted: &dyn Fn(&str) -> bool,
    watch: &mut dyn FnMut(u64, usize) -> bool,
) -> Result<Seek, WriteError> {
    // The folder itself may be named by a link: a person chose it.
    let root = fs::canonicalize(root).map_err(|e| WriteError::io(root, e))?;
    let facts = fs::metadata(&root).map_err(|e| WriteError::io(&root, e))?;
    if !facts.is_dir() {
        return Err(WriteError::NotRegular { path: root, what: "no folder" });
    }
    fs::read_dir(&root).map_err(|e| WriteError::io(&root, e))?;
    let mut seek = Seek::default();
    let (mut names_seen, mut found) = (0_u64, 0_usize);
    // Near folders first: where the bounds are reached, what is deep down is what is missing.
    let mut waiting = VecDeque::from([(root, None::<PathBuf>, 0_usize)]);
    while let Some((folder, project, depth)) = waiting.pop_front() {
        if seek.looked_into >= bounds.folders || names_seen >= bounds.names || found >= bounds.found {
            seek.is_cut_short = true;
            break;
        }
        if !watch(seek.looked_into, found) {
            seek.is_cut_short = true;
            break;
        }
        seek.looked_into += 1;
        let Ok(listing) = fs::read_dir(&folder) else {
            seek.unreadable.push(folder);
            continue;
        };
        let (mut files, mut folders, mut beside) = (Vec::new(), Vec::new(), Vec::new());
        let left = usize::try_from(bounds.names - names_seen).unwrap_or(usize::MAX);
        for entry in listing.flatten().take(left) {
            names_seen += 1;
            // A name that is no text is nobody's environment file.
            let Ok(name) = entry.file_name().into_string() else { continue };
            // Of the entry itself, not of what a link points to.
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() && is_gone_into(&name) && is_same_disk(&entry, &facts) {
                folders.push(name.clone());
            } else if kind.is_file() && is_wanted(&name) {
                files.push(name.clone());
            }
            beside.push(name);
        }
        let is_project = beside.iter().any(|name| MARKS.contains(&name.to_ascii_lowercase().as_str()));
        let project = if is_project { Some(folder.clone()) } else { project };
        folders.sort_unstable();
        if depth < bounds.depth {
            waiting.extend(folders.into_iter().map(|name| (folder.join(name), project.clone(), depth + 1)));
        } else if !folders.is_empty() {
            seek.is_cut_short = true;
        }
        if !files.is_empty() {
            files.sort_unstable();
            files.truncate(bounds.found - found);
            found += files.len();
            let project = project.unwrap_or_else(|| folder.clone());
            seek.folders.push(FolderFound { path: folder, project, files, beside });
        }
    }
    seek.folders.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(seek)
}

fn is_gone_into(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    if name.starts_with('.') { HIDDEN_INTO.contains(&lower.as_str()) } else { !NOT_INTO.contains(&lower.as_str()) }
}

#[cfg(unix)]
fn is_same_disk(entry: &fs::DirEntry, root: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    entry.metadata().is_ok_and(|facts| facts.dev() == root.dev())
}

#[cfg(not(unix))]
fn is_same_disk(_entry: &fs::DirEntry, _root: &fs::Metadata) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_env(name: &str) -> bool {
        name.starts_with(".env")
    }

    fn put(root: &Path, path: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "A=1\n").unwrap();
    }

    fn found(seek: &Seek, root: &Path) -> Vec<(String, String, Vec<String>)> {
        let root = root.canonicalize().unwrap();
        let short = |path: &Path| path.strip_prefix(&root).unwrap().display().to_string();
        seek.folders.iter().map(|one| (short(&one.path), short(&one.project), one.files.clone())).collect()
    }

    fn all(root: &Path, bounds: Bounds) -> Seek {
        seek(root, bounds, &is_env, &mut |_, _| true).unwrap()
    }

    #[test]
    fn files_are_found_with_the_project_they_belong_to() {
        let dir = tempfile::tempdir().unwrap();
        for path in ["shop/package.json", "shop/.env", "shop/.env.local", "shop/api/.env", "shop/web/Cargo.toml"] {
            put(dir.path(), path);
        }
        for path in ["shop/web/.env", "loose/deep/.env", "shop/node_modules/x/.env", "shop/target/.env", ".cache/.env"]
        {
            put(dir.path(), path);
        }
        let seek = all(dir.path(), USUAL_BOUNDS);
        let files = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let one = |path: &str, project: &str, names: &[&str]| (path.to_owned(), project.to_owned(), files(names));
        assert_eq!(
            found(&seek, dir.path()),
            [
                one("loose/deep", "loose/deep", &[".env"]),
                one("shop", "shop", &[".env", ".env.local"]),
                one("shop/api", "shop", &[".env"]),
                one("shop/web", "shop/web", &[".env"]),
            ]
        );
        assert!(!seek.is_cut_short);
    }

    #[cfg(unix)]
    #[test]
    fn links_pipes_and_folders_of_that_name_are_no_files() {
        let dir = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        put(outside.path(), "secret/.env");
        std::os::unix::fs::symlink(outside.path().join("secret"), dir.path().join("linked")).unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret/.env"), dir.path().join(".env.linked")).unwrap();
        std::os::unix::fs::symlink(dir.path(), dir.path().join("round")).unwrap();
        fs::create_dir(dir.path().join(".env.d")).unwrap();
        let mode = rustix::fs::Mode::from_raw_mode(0o600);
        let pipe = dir.path().join(".env.pipe");
        rustix::fs::mknodat(rustix::fs::CWD, pipe, rustix::fs::FileType::Fifo, mode, 0).unwrap();
        assert_eq!(all(dir.path(), USUAL_BOUNDS).folders, []);
        let through_link = all(&dir.path().join("linked"), USUAL_BOUNDS);
        assert_eq!(through_link.folders.len(), 1, "a folder that a person chose may be a link");
    }

    #[test]
    fn a_search_ends_at_its_bounds_or_when_it_is_stopped_and_keeps_what_it_found() {
        let dir = tempfile::tempdir().unwrap();
        for at in 0..10 {
            put(dir.path(), &format!("p{at}/.env"));
        }
        put(dir.path(), "p0/a/b/.env");
        let shallow = all(dir.path(), Bounds { depth: 2, ..USUAL_BOUNDS });
        assert_eq!((shallow.folders.len(), shallow.is_cut_short), (10, true));
        let few = all(dir.path(), Bounds { found: 3, ..USUAL_BOUNDS });
        assert_eq!((few.folders.len(), few.is_cut_short), (3, true));
        let stopped = seek(dir.path(), USUAL_BOUNDS, &is_env, &mut |looked, _| looked < 4).unwrap();
        assert_eq!((stopped.looked_into, stopped.folders.len(), stopped.is_cut_short), (4, 3, true));
        assert!(seek(&dir.path().join("nowhere"), USUAL_BOUNDS, &is_env, &mut |_, _| true).is_err());
        assert!(seek(&dir.path().join("p0/.env"), USUAL_BOUNDS, &is_env, &mut |_, _| true).is_err());
    }
}
