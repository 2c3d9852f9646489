//! One Keyloft at a time asks a keyring to open. GNOME Keyring 42 ends with a failed assertion ("perform_next_unlock")
//! when several programs ask at the same moment and nobody can be prompted; that would take the keyring away from
//! every program of the user.

use std::fs::{File, OpenOptions};
use std::time::{Duration, Instant};

use async_io::Timer;

use super::super::GivenUp;
use crate::runtime::RuntimeFolder;

/// How often the lock is tried.
const STEP: Duration = Duration::from_millis(10);
/// Beside the helpers' sockets.
const FILE: &str = "keychain-unlock.lock";

/// The right to ask; let go when dropped, or when the process ends in any way.
pub(super) struct Turn {
    _file: Option<File>,
}

impl Turn {
    /// Waits for its turn. None where another had it all the while, or the caller waits no longer. Without a runtime folder
    /// there is nothing to wait for: then nobody takes turns.
    pub(super) async fn wait(patience: Duration, given_up: &GivenUp) -> Option<Self> {
        let Ok(folder) = RuntimeFolder::open() else { return Some(Self { _file: None }) };
        Self::wait_at(&folder, patience, given_up).await
    }

    async fn wait_at(folder: &RuntimeFolder, patience: Duration, given_up: &GivenUp) -> Option<Self> {
        use std::os::unix::fs::OpenOptionsExt;
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false).mode(0o600);
        let Ok(file) = options.open(folder.path().join(FILE)) else { return Some(Self { _file: None }) };
        let end = Instant::now() + patience;
        while file.try_lock().is_err() {
            if Instant::now() >= end || given_up.is_given_up() {
                return None;
            }
            Timer::after(STEP).await;
        }
        Some(Self { _file: Some(file) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_waits_and_comes_when_the_first_lets_go() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
        let folder = RuntimeFolder::at(dir.path()).unwrap();
        async_io::block_on(async {
            let (never, gone) = (GivenUp::default(), GivenUp::default());
            gone.give_up();
            let first = Turn::wait_at(&folder, Duration::ZERO, &never).await.expect("nobody has it");
            assert!(Turn::wait_at(&folder, Duration::from_millis(30), &never).await.is_none());
            assert!(Turn::wait_at(&folder, Duration::from_secs(3_600), &gone).await.is_none());
            drop(first);
            assert!(Turn::wait_at(&folder, Duration::ZERO, &never).await.is_some());
        });
    }
}
