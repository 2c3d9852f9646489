//! The folder for sockets: `$XDG_RUNTIME_DIR/keyloft`, or `keyloft-UID` among the temporary files.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags};

use super::RuntimeError;

/// A folder known to be ours alone (owner, mode 0700, no link) at the moment it was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuntimeFolder(PathBuf);

impl RuntimeFolder {
    /// The folder for this user and login, made where it is missing.
    pub fn open() -> Result<Self, RuntimeError> {
        Self::choose(std::env::var_os("XDG_RUNTIME_DIR"), std::env::var_os("TMPDIR"))
    }

    /// The same where it stands already; makes nothing.
    pub fn standing() -> Option<Self> {
        Self::standing_at(&place(std::env::var_os("XDG_RUNTIME_DIR"), std::env::var_os("TMPDIR")))
    }

    /// Exactly this folder, where it stands and is ours alone.
    pub fn standing_at(path: &Path) -> Option<Self> {
        check(path).ok().map(|()| Self(path.to_owned()))
    }

    /// The same with the two variables as arguments. A login folder that is missing, not absolute or not private (as
    /// under `sudo -E`) is passed over; a folder of ours that is not private is an error, as someone may have laid it there.
    fn choose(login: Option<OsString>, temporary: Option<OsString>) -> Result<Self, RuntimeError> {
        Self::at(&place(login, temporary))
    }

    /// Exactly this folder, made (0700) where it is missing; its parent has to exist.
    pub fn at(path: &Path) -> Result<Self, RuntimeError> {
        match DirBuilder::new().mode(0o700).create(path) {
            // An odd umask may have taken bits of ours away; nothing of others' was ever given.
            Ok(()) => fs::set_permissions(path, fs::Permissions::from_mode(0o700))?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(RuntimeError::System(error)),
        }
        check(path)?;
        Ok(Self(path.to_owned()))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Opens the folder itself, for locking.
    pub(super) fn handle(&self) -> Result<File, RuntimeError> {
        open_folder(&self.0)
    }
}

fn place(login: Option<OsString>, temporary: Option<OsString>) -> PathBuf {
    let login = login.map(PathBuf::from).filter(|path| path.is_absolute() && check(path).is_ok());
    if let Some(login) = login {
        return login.join("keyloft");
    }
    let temporary =
        temporary.map(PathBuf::from).filter(|path| path.is_absolute()).unwrap_or_else(|| PathBuf::from("/tmp"));
    temporary.join(format!("keyloft-{}", rustix::process::geteuid().as_raw()))
}

fn open_folder(path: &Path) -> Result<File, RuntimeError> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    Ok(rustix::fs::open(path, flags, Mode::empty())?.into())
}

fn check(path: &Path) -> Result<(), RuntimeError> {
    let refuse = |why| Err(RuntimeError::NotPrivate { path: path.to_owned(), why });
    let folder = rustix::fs::lstat(path)?;
    match rustix::fs::FileType::from_raw_mode(folder.st_mode) {
        rustix::fs::FileType::Directory => {}
        rustix::fs::FileType::Symlink => return refuse("it is a link"),
        _ => return refuse("it is not a folder"),
    }
    if folder.st_uid != rustix::process::geteuid().as_raw() {
        return refuse("it belongs to another user");
    }
    if folder.st_mode & 0o777 != 0o700 {
        return refuse("its mode is not 0700");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn the_login_folder_is_used_when_it_is_private() {
        let login = tempfile::tempdir().unwrap();
        fs::set_permissions(login.path(), fs::Permissions::from_mode(0o700)).unwrap();
        let folder = RuntimeFolder::choose(Some(login.path().into()), None).unwrap();
        assert_eq!(folder.path(), login.path().join("keyloft"));
        assert_eq!(mode(folder.path()), 0o700);
        assert_eq!(RuntimeFolder::at(folder.path()).unwrap(), folder, "a second opening finds the first");
    }

    #[test]
    fn a_login_folder_open_to_others_is_passed_over() {
        let (login, temporary) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::set_permissions(login.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let folder = RuntimeFolder::choose(Some(login.path().into()), Some(temporary.path().into())).unwrap();
        assert!(folder.path().starts_with(temporary.path()));
        assert_eq!(mode(folder.path()), 0o700);
    }

    #[test]
    fn relative_variables_are_passed_over() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = RuntimeFolder::choose(Some("run".into()), Some(temporary.path().into())).unwrap();
        assert!(folder.path().starts_with(temporary.path()));
    }

    #[test]
    fn a_link_a_file_and_a_wider_mode_are_refused() {
        let place = tempfile::tempdir().unwrap();
        let (link, file, wide) = (place.path().join("link"), place.path().join("file"), place.path().join("wide"));
        let target = place.path().join("target");
        DirBuilder::new().mode(0o700).create(&target).unwrap();
        symlink(&target, &link).unwrap();
        fs::write(&file, "").unwrap();
        fs::create_dir(&wide).unwrap();
        fs::set_permissions(&wide, fs::Permissions::from_mode(0o750)).unwrap();
        for path in [link, file, wide] {
            assert!(matches!(RuntimeFolder::at(&path), Err(RuntimeError::NotPrivate { .. })), "{path:?}");
        }
    }

    #[test]
    fn a_folder_of_another_user_is_refused() {
        // Both when run as root and when not: `/` belongs to root, and root's own is open to all.
        assert!(matches!(RuntimeFolder::at(Path::new("/")), Err(RuntimeError::NotPrivate { .. })));
    }
}
