//! A path as people read and type it: what lies in their home begins with `~`.

use std::path::{Path, PathBuf};

/// `~/x` is what people type, and `file:///home/x` what file managers copy; no shell stands between to expand it.
pub fn expand_home(path: &str) -> PathBuf {
    if let Some(path) = of_file_uri(path) {
        return path;
    }
    match (path, path.strip_prefix("~/"), std::env::home_dir()) {
        (_, Some(rest), Some(home)) => home.join(rest),
        ("~", _, Some(home)) => home,
        _ => Path::new(path).to_path_buf(),
    }
}

/// What a typed path of a file that is to be written still lacks. A window stands in no folder that anybody sees: a path from it
/// would lead nowhere known.
pub fn file_path_needs(path: &str) -> Option<&'static str> {
    match path.trim() {
        "" => Some("Name the file."),
        path if expand_home(path).is_absolute() => None,
        _ if cfg!(windows) => Some("Begin with a drive or ~/, so that its folder is known."),
        _ => Some("Begin with / or ~/, so that its folder is known."),
    }
}

/// The path that a `file:` address names, on whichever computer: its own name is what file managers put there.
fn of_file_uri(text: &str) -> Option<PathBuf> {
    let (scheme, rest) = text.trim().split_once(':')?;
    if !scheme.eq_ignore_ascii_case("file") {
        return None;
    }
    let path = match rest.strip_prefix("//") {
        Some(rest) => &rest[rest.find('/')?..],
        None if rest.starts_with('/') => rest,
        None => return None,
    };
    let bytes: Vec<u8> = percent_encoding::percent_decode_str(path).collect();
    #[cfg(unix)]
    {
        // Names on the disk need be no text.
        let name: std::ffi::OsString = std::os::unix::ffi::OsStringExt::from_vec(bytes);
        Some(name.into())
    }
    #[cfg(not(unix))]
    {
        let path = String::from_utf8(bytes).ok()?;
        // `/C:/x`
        let on_drive = path.as_bytes().get(2) == Some(&b':');
        Some(if on_drive { path[1..].into() } else { path.into() })
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

    #[test]
    fn a_file_that_is_to_be_written_names_its_folder() {
        for (path, needs) in [
            ("", true),
            (" ", true),
            (".env", true),
            ("code/shop/.env", true),
            ("./.env", true),
            ("~other/.env", true),
            ("~/.env", false),
            (" ~/code/.env ", false),
        ] {
            assert_eq!(file_path_needs(path).is_some(), needs, "{path}");
        }
        assert_eq!(file_path_needs(&std::env::home_dir().unwrap().join(".env").display().to_string()), None);
    }

    #[test]
    #[cfg(unix)]
    fn what_a_file_manager_copied_is_the_path_it_names() {
        for (copied, path) in [
            ("file:///made/up/.env", "/made/up/.env"),
            ("file:///made/up/.env\r\n", "/made/up/.env"),
            ("file://localhost/made/up/.env", "/made/up/.env"),
            ("FILE:/made/up/.env", "/made/up/.env"),
            ("file:///made/two%20words/%C3%BCber%25.env", "/made/two words/über%.env"),
            ("file:///made/100%/.env", "/made/100%/.env"),
            ("file:///", "/"),
        ] {
            assert_eq!(expand_home(copied), Path::new(path), "{copied:?}");
        }
        for path in ["file:", "file://host", "file:.env", "file.env", "/made/file:/x", "https://made.up/x"] {
            assert_eq!(expand_home(path), Path::new(path));
        }
        let bare = expand_home("file:///made/%FF.env");
        assert_eq!(std::os::unix::ffi::OsStrExt::as_bytes(bare.as_os_str()), b"/made/\xff.env");
    }
}
