//! Whole files, written so that a crash leaves the old one or the new one, never half: a temporary file in the same
//! folder, 0600 from its first byte, synced, read back, renamed, the folder synced.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::home::plain_reason;
use crate::model::Secret;

/// Whether a file that stands there already may be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replace {
    /// No: [`WriteError::Exists`].
    Never,
    /// Yes, if it is a regular file with one name.
    RegularFile,
}

/// Why a file was not written, or not read. In every case the file that stood there stands there still.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Something stands there already.
    #[error("{0} exists already. Replace it with --force, or choose another path")]
    Exists(PathBuf),
    /// A link, folder, pipe, socket or device, or a file with several names.
    #[error("{path} is {what}. Choose another path")]
    NotRegular {
        /// The path.
        path: PathBuf,
        /// "a link", "a folder" …
        what: &'static str,
    },
    /// Everybody may write into the folder, so anyone could swap the file.
    #[error("everybody may write into {0}. Choose a folder of your own")]
    SharedFolder(PathBuf),
    /// The file system forgets permissions.
    #[error("the file system of {0} can't keep a file to yourself (mode 0600). Choose a folder on a local disk")]
    NoModes(PathBuf),
    /// The file is larger than what is read.
    #[error("{path} is larger than {}, the most that is read. Check that it is the right one", in_words(*limit))]
    TooLarge {
        /// The path.
        path: PathBuf,
        /// The most that is read.
        limit: u64,
    },
    /// What was read back is not what was written.
    #[error("{0} did not read back as it was written. Check the disk")]
    ReadBack(PathBuf),
    /// The system refused.
    #[error("{path}: {reason}. {}", advice(source))]
    Io {
        /// The path.
        path: PathBuf,
        /// What the system said.
        reason: String,
        /// The system's error.
        #[source]
        source: io::Error,
    },
}

impl WriteError {
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        Self::Io { path: path.to_owned(), reason: plain_reason(&source), source }
    }
}

/// What a path that is no plain file is, in words; none for a regular file with one name.
fn unusual(facts: &fs::Metadata) -> Option<&'static str> {
    let kind = facts.file_type();
    if kind.is_symlink() {
        return Some("a link");
    }
    if kind.is_dir() {
        return Some("a folder");
    }
    if !kind.is_file() {
        return Some("no regular file");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if facts.nlink() > 1 {
            return Some("a file with several names (hard links)");
        }
    }
    None
}

/// Reads a regular file of at most `limit` bytes. Pipes, devices and folders are never opened for content.
pub fn read_regular(path: &Path, limit: u64) -> Result<Secret, WriteError> {
    let mut options = fs::OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        // Without NONBLOCK the open itself would wait for a pipe's other end.
        options.custom_flags((rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::CLOEXEC).bits() as i32);
    }
    let mut file = options.open(path).map_err(|e| WriteError::io(path, e))?;
    let facts = file.metadata().map_err(|e| WriteError::io(path, e))?;
    if !facts.is_file() {
        let what = if facts.is_dir() { "a folder" } else { "no regular file" };
        return Err(WriteError::NotRegular { path: path.to_owned(), what });
    }
    if facts.len() > limit {
        return Err(WriteError::TooLarge { path: path.to_owned(), limit });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(facts.len()).unwrap_or(0) + 1);
    Read::by_ref(&mut file).take(limit + 1).read_to_end(&mut bytes).map_err(|e| WriteError::io(path, e))?;
    let bytes = Secret::new(bytes);
    if bytes.len() as u64 > limit {
        return Err(WriteError::TooLarge { path: path.to_owned(), limit });
    }
    Ok(bytes)
}

/// What a person can do about it.
fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "Check its permissions and those of its folder",
        io::ErrorKind::NotFound => "Check the path",
        _ => "Check the path and the space on its disk",
    }
}

/// `16 MiB`, `64 KiB`.
fn in_words(bytes: u64) -> String {
    match (bytes >> 20, bytes >> 10) {
        (0, 0) => format!("{bytes} bytes"),
        (0, kib) => format!("{kib} KiB"),
        (mib, _) => format!("{mib} MiB"),
    }
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Whether [`write_whole`] would take that path, as far as can be told without writing.
pub fn check_target(path: &Path, replace: Replace) -> Result<(), WriteError> {
    match fs::symlink_metadata(path) {
        Ok(facts) => {
            if let Some(what) = unusual(&facts) {
                return Err(WriteError::NotRegular { path: path.to_owned(), what });
            }
            if replace == Replace::Never {
                return Err(WriteError::Exists(path.to_owned()));
            }
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => {}
        Err(e) => return Err(WriteError::io(path, e)),
    }
    check_folder(folder_of(path))
}

/// Writes a whole file, private from its first byte. Links are never followed for the file itself.
pub fn write_whole(path: &Path, bytes: &Secret, replace: Replace) -> Result<(), WriteError> {
    write_privately(path, bytes, replace, make_private, || Ok(()))
}

/// The same; `first` is done once every byte of it lies on the disk under another name, and its error leaves no file.
pub fn write_whole_after<E: From<WriteError>>(
    path: &Path,
    bytes: &Secret,
    replace: Replace,
    first: impl FnOnce() -> Result<(), E>,
) -> Result<(), E> {
    write_privately(path, bytes, replace, make_private, first)
}

/// The same; `make_private` is asked of the file while it is empty, and tells the mode that the file system kept.
fn write_privately<E: From<WriteError>>(
    path: &Path,
    bytes: &Secret,
    replace: Replace,
    make_private: impl Fn(&File) -> io::Result<u32>,
    first: impl FnOnce() -> Result<(), E>,
) -> Result<(), E> {
    check_target(path, replace)?;
    let folder = folder_of(path);

    let mut builder = tempfile::Builder::new();
    builder.prefix(".keyloft-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o600));
    }
    let mut temp = builder.tempfile_in(folder).map_err(|e| WriteError::io(path, e))?;
    match make_private(temp.as_file()) {
        Ok(mode) if mode & 0o177 == 0 => {}
        // FAT answers so to a mode that it can't keep: a file that we have just made is ours to change.
        Err(e) if e.kind() != io::ErrorKind::PermissionDenied => return Err(WriteError::io(path, e).into()),
        Ok(_) | Err(_) => return Err(WriteError::NoModes(folder.to_owned()).into()),
    }
    // Opened to be written: the file is what was asked for.
    temp.write_all(bytes.expose()).map_err(|e| WriteError::io(path, e))?;
    temp.as_file().sync_all().map_err(|e| WriteError::io(path, e))?;
    let back = read_regular(temp.path(), bytes.len() as u64)?;
    if !back.same_as(bytes) {
        return Err(WriteError::ReadBack(path.to_owned()).into());
    }
    first()?;
    match replace {
        Replace::Never => temp.persist_noclobber(path).map(drop),
        Replace::RegularFile => temp.persist(path).map(drop),
    }
    .map_err(|e| match e.error.kind() {
        io::ErrorKind::AlreadyExists => WriteError::Exists(path.to_owned()),
        _ => WriteError::io(path, e.error),
    })?;
    #[cfg(unix)]
    File::open(folder).and_then(|f| f.sync_all()).map_err(|e| WriteError::io(folder, e))?;
    Ok(())
}

/// Leaves the owner alone the right to read and write: a umask may have taken even that, and only ever takes.
#[cfg(unix)]
fn make_private(file: &File) -> io::Result<u32> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o600))?;
    Ok(file.metadata()?.permissions().mode())
}

/// There are no modes: what keeps others out is the folder.
#[cfg(not(unix))]
fn make_private(_file: &File) -> io::Result<u32> {
    Ok(0o600)
}

#[cfg(unix)]
fn check_folder(folder: &Path) -> Result<(), WriteError> {
    use std::os::unix::fs::PermissionsExt;
    let facts = fs::metadata(folder).map_err(|e| WriteError::io(folder, e))?;
    // Even with the sticky bit: the name could be taken first by anyone who guesses it.
    if facts.permissions().mode() & 0o002 != 0 {
        return Err(WriteError::SharedFolder(folder.to_owned()));
    }
    Ok(())
}

#[cfg(not(unix))]
fn check_folder(folder: &Path) -> Result<(), WriteError> {
    fs::metadata(folder).map(drop).map_err(|e| WriteError::io(folder, e))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    fn secret(text: &str) -> Secret {
        Secret::new(text.as_bytes().to_vec())
    }

    fn names(dir: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// What FAT, some network shares and mounts with modes of their own answer.
    #[test]
    fn where_modes_are_not_kept_nothing_is_written() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.env");
        let denied = || Err(io::Error::from(io::ErrorKind::PermissionDenied));
        let answers: [&dyn Fn() -> io::Result<u32>; 3] = [&denied, &|| Ok(0o100_644), &|| Ok(0o100_700)];
        for answer in answers {
            let asked = std::cell::Cell::new(false);
            let refused = write_privately(
                &path,
                &secret("value"),
                Replace::Never,
                |file| {
                    assert_eq!(file.metadata()?.len(), 0, "no byte of it lies there yet");
                    asked.set(true);
                    answer()
                },
                || Ok(()),
            );
            assert!(matches!(refused, Err(WriteError::NoModes(_))), "{refused:?}");
            assert!(asked.get() && names(dir.path()).is_empty());
        }
        let full = |_: &File| Err(io::Error::from(io::ErrorKind::StorageFull));
        let refused = write_privately(&path, &secret("value"), Replace::Never, full, || -> Result<(), WriteError> {
            unreachable!("nothing lies on the disk")
        });
        assert!(matches!(refused, Err(WriteError::Io { .. })), "{refused:?}");
        write_privately(&path, &secret("value"), Replace::Never, |_| Ok(0o100_600), || Ok::<_, WriteError>(()))
            .unwrap();
        assert_eq!(names(dir.path()), ["x.env"]);
    }

    #[test]
    fn what_comes_first_comes_before_the_name_and_may_refuse_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.env");
        let whole = || {
            let lying: Vec<_> = names(dir.path()).iter().map(|name| fs::read(dir.path().join(name)).unwrap()).collect();
            assert_eq!((path.exists(), lying), (false, vec![b"value".to_vec()]));
            Err(WriteError::Exists(path.clone()))
        };
        assert!(write_whole_after(&path, &secret("value"), Replace::Never, whole).is_err());
        assert!(names(dir.path()).is_empty());
    }

    #[test]
    fn a_new_file_is_private_and_whole() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(".env");
        write_whole(&path, &secret("A=1\n"), Replace::Never).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
        assert_eq!(read_regular(&path, 100).unwrap().expose(), b"A=1\n");
        assert!(matches!(write_whole(&path, &secret("B"), Replace::Never), Err(WriteError::Exists(_))));
        write_whole(&path, &secret("B=2\n"), Replace::RegularFile).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"B=2\n");
        assert_eq!(names(dir.path()), [".env"]);
    }

    #[test]
    fn links_folders_and_pipes_are_not_written_through() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("target");
        fs::write(&target, "mine").unwrap();
        symlink(&target, dir.path().join("link")).unwrap();
        symlink(dir.path().join("nowhere"), dir.path().join("dangling")).unwrap();
        fs::hard_link(&target, dir.path().join("twin")).unwrap();
        fs::create_dir(dir.path().join("folder")).unwrap();
        rustix::fs::mknodat(
            rustix::fs::CWD,
            dir.path().join("pipe"),
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::from_raw_mode(0o600),
            0,
        )
        .unwrap();
        let before = names(dir.path());
        for name in ["link", "dangling", "twin", "folder", "pipe"] {
            let result = write_whole(&dir.path().join(name), &secret("X"), Replace::RegularFile);
            assert!(matches!(result, Err(WriteError::NotRegular { .. })), "{name}");
        }
        assert_eq!(fs::read(&target).unwrap(), b"mine");
        assert_eq!(names(dir.path()), before);
        assert!(matches!(read_regular(&dir.path().join("pipe"), 10), Err(WriteError::NotRegular { .. })));
        assert!(matches!(read_regular(&dir.path().join("folder"), 10), Err(WriteError::NotRegular { .. })));
    }

    #[test]
    fn a_folder_everybody_may_write_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o1777)).unwrap();
        let result = write_whole(&dir.path().join("f"), &secret("X"), Replace::Never);
        assert!(matches!(result, Err(WriteError::SharedFolder(_))));
        assert!(names(dir.path()).is_empty());
    }

    #[test]
    fn too_large_a_file_is_not_read() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        fs::write(&path, "12345").unwrap();
        assert!(matches!(read_regular(&path, 4), Err(WriteError::TooLarge { limit: 4, .. })));
        assert_eq!(read_regular(&path, 5).unwrap().expose(), b"12345");
    }
}
