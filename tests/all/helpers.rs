//! What the tests of helper processes share.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use keyloft::runtime::{Launch, RuntimeFolder};

/// Time for anything to happen on a busy computer. No test waits so long unless it fails.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Waits until the condition holds; fails with `what` when it never does.
pub fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < end, "never happened: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A text like a secret, new each time.
pub fn made_up_secret() -> String {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).unwrap();
    bytes.iter().fold("canary ü ".to_owned(), |text, byte| format!("{text}{byte:02x}"))
}

/// A runtime folder of the test's own.
pub struct Place {
    _temporary: tempfile::TempDir,
    pub folder: RuntimeFolder,
    pub root: PathBuf,
}

impl Place {
    pub fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path().to_owned();
        Self { folder: RuntimeFolder::at(&root.join("keyloft")).unwrap(), _temporary: temporary, root }
    }

    /// Starts helpers from the built binary.
    pub fn launch(&self) -> Launch {
        Launch::program(env!("CARGO_BIN_EXE_keyloft").as_ref(), self.folder.clone())
    }

    /// The processes of helpers working in this folder, zombies apart.
    pub fn helpers(&self) -> Vec<u32> {
        helpers_in(self.folder.path())
    }

    /// The only helper.
    pub fn helper(&self) -> u32 {
        let helpers = self.helpers();
        assert_eq!(helpers.len(), 1, "{helpers:?}");
        helpers[0]
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // Those this test started, by their number: they name this test's own folder.
        for pid in self.helpers() {
            signal(pid, "KILL");
        }
    }
}

/// The processes of helpers working in a runtime folder, zombies apart.
pub fn helpers_in(folder: &Path) -> Vec<u32> {
    let marker = folder.to_str().unwrap().as_bytes();
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        let line = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
        let words: Vec<&[u8]> = line.split(|byte| *byte == 0).collect();
        if words.first() == Some(&&b"keyloft"[..]) && words.get(2) == Some(&marker) {
            found.push(pid);
        }
    }
    found
}

/// Sends a signal by its short name.
pub fn signal(pid: u32, name: &str) {
    let _ = Command::new("kill").arg(format!("-{name}")).arg(pid.to_string()).status();
}
