//! A path as people read and type it: what lies in their home begins with `~`.

use std::path::{Path, PathBuf};

/// `~/x` is what people type; no shell stands between to expand it.
pub fn expand_home(path: &str) -> PathBuf {
    match (path, path.strip_prefix("~/"), std::env::home_dir()) {
        (_, Some(rest), Some(home)) => home.join(rest),
        ("~", _, Some(home)) => home,
        _ => Path::new(path).to_path_buf(),
    }
}

/// A path as people write it: `~/code/shop/.env`.
pub fn short_path(path: &Path) -> String {
    match std::env::home_dir().and_then(|home| path.strip_prefix(home).ok().map(Path::to_owned)) {
        Some(rest) if rest.as_os_str().is_empty() => "~".to_owned(),
        Some(rest) => format!("~/{}", rest.display()),
        None => path.display().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_in_the_home_begins_with_a_tilde_and_is_found_again() {
        let home = std::env::home_dir().unwrap();
        for (path, short) in [
            (home.clone(), "~"),
            (home.join("code/shop/.env"), "~/code/shop/.env"),
            (PathBuf::from("/made/up/.env"), "/made/up/.env"),
        ] {
            assert_eq!(short_path(&path), short);
            assert_eq!(expand_home(short), path);
        }
        assert_eq!(expand_home("~other/x"), Path::new("~other/x"));
    }
}
