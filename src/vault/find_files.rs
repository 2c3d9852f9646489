//! Environment files in a folder that a person chose, sorted into projects and environments. Needs no vault and makes none.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use super::Error;
use crate::envfile::{self, Dialect, Layer, MAX_FILE, layer};
use crate::fs::{FolderFound, USUAL_BOUNDS, read_regular, seek};

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilesFound {
    /// The folder that was searched, or the file that was named.
    pub root: PathBuf,
    /// It is a folder; else the one row is that file, whatever its name.
    pub is_folder: bool,
    /// What could be imported, by path.
    pub rows: Vec<FoundRow>,
    /// How many folders were looked into.
    pub looked_into: u64,
    /// How many of them could not be read.
    pub unreadable: usize,
    /// It ended before everything was looked at.
    pub is_cut_short: bool,
}

/// One or several files that make one environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundRow {
    /// The project its folder belongs to.
    pub project: String,
    /// The environment its name says.
    pub environment: String,
    /// The files, a later one wins.
    pub files: Vec<PathBuf>,
    /// Names that the folder's example says are wanted.
    pub wanted: Vec<String>,
    /// The project's folder, where it can be linked to it: not for a file that was named, nor the home folder.
    pub folder: Option<PathBuf>,
}

/// Looks for `.env`, `.env.*` and `*.env` in a folder. `watch` hears how many folders were looked into and how many files
/// were found; answering false ends the search, and what was found until then is given.
pub fn find_files(root: &Path, watch: &mut dyn FnMut(u64, usize) -> bool) -> Result<FilesFound, Error> {
    if std::fs::metadata(root).is_ok_and(|facts| !facts.is_dir()) {
        return Ok(of_file(root));
    }
    let found = seek(root, USUAL_BOUNDS, &|name| layer(name, false).is_some(), watch)?;
    let names = project_names(&found.folders);
    let mut rows = Vec::new();
    for folder in &found.folders {
        let project = names.get(&folder.project).cloned().unwrap_or_default();
        rows.extend(rows_of(folder, &project));
    }
    Ok(FilesFound {
        root: root.to_owned(),
        is_folder: true,
        rows,
        looked_into: found.looked_into,
        unreadable: found.unreadable.len(),
        is_cut_short: found.is_cut_short,
    })
}

/// A file that a person named is one row.
fn of_file(path: &Path) -> FilesFound {
    let own = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let environment = match layer(&own(path), false) {
        Some(Layer::Values { environment, .. }) => environment,
        _ => "development".to_owned(),
    };
    let project = path.parent().map(own).unwrap_or_default();
    let row = FoundRow { project, environment, files: vec![path.to_owned()], wanted: Vec::new(), folder: None };
    FilesFound { root: path.to_owned(), rows: vec![row], ..FilesFound::default() }
}

/// The name of each project's folder; with the folder above it, where two would be called the same.
fn project_names(folders: &[FolderFound]) -> HashMap<PathBuf, String> {
    let own = |path: &Path| path.file_name().map(|name| name.to_string_lossy().trim().to_owned()).unwrap_or_default();
    let mut same: BTreeMap<String, Vec<&PathBuf>> = BTreeMap::new();
    for folder in folders {
        let all = same.entry(own(&folder.project).to_lowercase()).or_default();
        if !all.contains(&&folder.project) {
            all.push(&folder.project);
        }
    }
    let mut names = HashMap::new();
    for paths in same.into_values() {
        for (at, path) in paths.iter().enumerate() {
            let above = path.parent().map(own).unwrap_or_default();
            let name = match paths.len() {
                1 => own(path),
                _ if !above.is_empty() => format!("{above} {}", own(path)),
                _ => format!("{} {}", own(path), at + 1),
            };
            names.insert((*path).clone(), name);
        }
    }
    // Two that are still the same are told apart by their order.
    let mut taken: HashMap<String, usize> = HashMap::new();
    let mut paths: Vec<PathBuf> = names.keys().cloned().collect();
    paths.sort();
    for path in paths {
        let Some(name) = names.get_mut(&path) else { continue };
        let count = taken.entry(name.to_lowercase()).or_default();
        *count += 1;
        if *count > 1 {
            *name = format!("{name} {count}");
        }
    }
    names
}

fn rows_of(folder: &FolderFound, project: &str) -> Vec<FoundRow> {
    let as_next = reads_as_next(folder);
    let mut rows: Vec<FoundRow> = Vec::new();
    let mut layered: BTreeMap<String, Vec<(u8, PathBuf)>> = BTreeMap::new();
    let mut wanted: Vec<String> = Vec::new();
    let home = std::env::home_dir();
    let linkable = Some(&folder.project).filter(|one| one.parent().is_some() && Some(*one) != home.as_ref()).cloned();
    let row = |environment, files, wanted| FoundRow {
        project: project.to_owned(),
        environment,
        files,
        wanted,
        folder: linkable.clone(),
    };
    for name in &folder.files {
        let path = folder.path.join(name);
        match layer(name, as_next) {
            Some(Layer::Values { environment, rank: Some(rank) }) => {
                layered.entry(environment).or_default().push((rank, path));
            }
            Some(Layer::Values { environment, rank: None }) => {
                rows.push(row(environment, vec![path], Vec::new()));
            }
            Some(Layer::Wanted) => wanted.extend(names_in(&path)),
            None => {}
        }
    }
    wanted.sort_unstable();
    wanted.dedup();
    for (environment, mut files) in layered {
        files.sort();
        let files = files.into_iter().map(|(_, path)| path).collect();
        rows.push(row(environment, files, wanted.clone()));
    }
    rows.sort_by(|a, b| a.files.cmp(&b.files));
    rows
}

/// The names in a file of examples; its values are nobody's.
fn names_in(path: &Path) -> Vec<String> {
    let Ok(text) = read_regular(path, MAX_FILE as u64) else { return Vec::new() };
    // Opened to be read as the file it is; only its names are kept.
    let Ok(parsed) = envfile::read(text.expose(), Dialect::Auto) else { return Vec::new() };
    parsed.entries.iter().map(|entry| entry.name.to_string()).collect()
}

/// True where Next reads the folder's files, which lays `.env.local` over `.env.development`.
fn reads_as_next(folder: &FolderFound) -> bool {
    folder.beside.iter().any(|name| name.starts_with("next.config.") || name == "next-env.d.ts")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Project, environment, the files' own names, the names that are wanted.
    type Row = (String, String, Vec<String>, Vec<String>);

    fn found(files: &[(&str, &str)]) -> (tempfile::TempDir, Vec<Row>) {
        let dir = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = dir.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let found = find_files(dir.path(), &mut |_, _| true).unwrap();
        let own = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
        let rows = found
            .rows
            .into_iter()
            .map(|row| (row.project, row.environment, row.files.iter().map(own).collect(), row.wanted))
            .collect();
        (dir, rows)
    }

    fn row(project: &str, environment: &str, files: &[&str], wanted: &[&str]) -> Row {
        let all = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        (project.to_owned(), environment.to_owned(), all(files), all(wanted))
    }

    #[test]
    fn files_of_one_environment_are_one_row_and_examples_name_what_is_wanted() {
        let (_dir, rows) = found(&[
            ("shop/package.json", "{}"),
            ("shop/.env", "A=1"),
            ("shop/.env.local", "A=2"),
            ("shop/.env.development.local", "A=3"),
            ("shop/.env.staging", "A=4"),
            ("shop/.env.example", "A=\nB=\n"),
            ("shop/worker.env", "C=1"),
        ]);
        assert_eq!(
            rows,
            [
                row("shop", "development", &[".env", ".env.local", ".env.development.local"], &["A", "B"]),
                row("shop", "staging", &[".env.staging"], &["A", "B"]),
                row("shop", "development", &["worker.env"], &[]),
            ]
        );
    }

    #[test]
    fn next_lays_the_local_file_over_the_modes() {
        let texts = [(".env", "A=1"), (".env.local", "A=2"), (".env.development", "A=3")];
        let files = |extra: &'static str| {
            let mut files: Vec<(String, &str)> =
                texts.iter().map(|(name, text)| (format!("web/{name}"), *text)).collect();
            files.push((format!("web/{extra}"), ""));
            let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
            found(&files).1.remove(0).2
        };
        assert_eq!(files("vite.config.ts"), [".env", ".env.local", ".env.development"]);
        assert_eq!(files("next.config.mjs"), [".env", ".env.development", ".env.local"]);
    }

    #[test]
    fn projects_of_the_same_name_are_told_apart() {
        let (_dir, rows) = found(&[
            ("shop/web/package.json", ""),
            ("shop/web/.env", "A=1"),
            ("blog/Web/package.json", ""),
            ("blog/Web/.env", "A=1"),
            ("api/.env", "A=1"),
        ]);
        let names: Vec<&str> = rows.iter().map(|row| row.0.as_str()).collect();
        assert_eq!(names, ["api", "blog Web", "shop web"]);
    }
}
