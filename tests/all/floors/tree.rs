//! The project's own files.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file that git tracks or would add, as paths from the root. An unpacked archive without git is walked instead.
pub fn files() -> Vec<String> {
    if !root().join(".git").exists() {
        return walk("", &|path| !path.starts_with("target/"));
    }
    let output = Command::new("git")
        // A container often runs as another user than the one who owns the files; listing names is harmless.
        .args(["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("git is installed (tests/run installs it)");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
        .stdout
        .split(|b| *b == 0)
        .filter(|p| !p.is_empty())
        .map(|p| String::from_utf8(p.to_owned()).unwrap())
        .collect()
}

/// The Rust files under a folder, with their text, in order.
pub fn rust_sources(folder: &str) -> Vec<(String, String)> {
    let paths = walk(folder, &|path| path.ends_with(".rs"));
    paths.into_iter().map(|path| (path.clone(), read_text(&path).expect("Rust files are text"))).collect()
}

/// The text of a file; none for one that is no text, or that was deleted and not committed.
pub fn read_text(path: &str) -> Option<String> {
    String::from_utf8(fs::read(root().join(path)).ok()?).ok()
}

/// The rooms in `src/`: its folders, and its files but for `lib.rs` and `main.rs`.
pub fn rooms() -> BTreeSet<String> {
    fs::read_dir(root().join("src"))
        .unwrap()
        .map(|entry| PathBuf::from(entry.unwrap().file_name()))
        .map(|name| name.file_stem().unwrap().to_str().unwrap().to_owned())
        .filter(|name| name != "lib" && name != "main")
        .collect()
}

fn walk(folder: &str, wanted: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut names: Vec<_> = fs::read_dir(root().join(folder)).unwrap().map(|e| e.unwrap()).collect();
    names.sort_by_key(fs::DirEntry::file_name);
    for entry in names {
        let name = entry.file_name().into_string().unwrap();
        let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        let kind = entry.file_type().unwrap();
        if kind.is_dir() && path != "target" {
            found.extend(walk(&path, wanted));
        } else if kind.is_file() && wanted(&path) {
            found.push(path);
        }
    }
    found
}
