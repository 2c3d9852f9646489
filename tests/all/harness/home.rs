//! A home of a test's own.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A temporary folder with `HOME`, `KEYLOFT_HOME` and every XDG folder inside, gone on drop.
#[derive(Debug)]
pub struct TempHome {
    folder: TempDir,
}

impl TempHome {
    /// A fresh one. Short in name, because sockets in it have 108 bytes for their path.
    pub fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("kl").tempdir().unwrap();
        let home = Self { folder };
        for (_, path) in home.folders() {
            fs::create_dir_all(path).unwrap();
        }
        fs::set_permissions(home.runtime(), fs::Permissions::from_mode(0o700)).unwrap();
        home
    }

    /// The folder itself: a place for a test's files.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Where the vault lies. Not made here: making it is Keyloft's.
    pub fn vault(&self) -> PathBuf {
        self.path().join("vault")
    }

    /// `XDG_RUNTIME_DIR`, 0700.
    pub fn runtime(&self) -> PathBuf {
        self.path().join("run")
    }

    fn folders(&self) -> [(&'static str, PathBuf); 6] {
        [
            ("HOME", self.path().join("home")),
            ("XDG_DATA_HOME", self.path().join("data")),
            ("XDG_CONFIG_HOME", self.path().join("config")),
            ("XDG_CACHE_HOME", self.path().join("cache")),
            ("XDG_STATE_HOME", self.path().join("state")),
            ("XDG_RUNTIME_DIR", self.runtime()),
        ]
    }

    /// The whole environment of a program in this home: nothing of the user's but `PATH`. The buses named lead
    /// nowhere, so that no test reaches the user's keychain or session by forgetting to name its own.
    pub fn environment(&self) -> Vec<(&'static str, PathBuf)> {
        let mut all = self.folders().to_vec();
        all.push(("KEYLOFT_HOME", self.vault()));
        all.push(("TMPDIR", self.path().to_owned()));
        all.push(("PATH", std::env::var_os("PATH").unwrap_or_default().into()));
        all.push(("LANG", "C.UTF-8".into()));
        let mut bus = std::ffi::OsString::from("unix:path=");
        bus.push(self.path().join("no-bus"));
        all.push(("DBUS_SESSION_BUS_ADDRESS", bus.clone().into()));
        all.push(("DBUS_SYSTEM_BUS_ADDRESS", bus.into()));
        all
    }
}
