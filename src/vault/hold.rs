//! The unlock helper: holding the vault key for a while, taking it from there, ending it.

use std::time::Duration;

use super::{Error, Vault};
use crate::agent::{self, Screen};
use crate::clipboard::Cleared;
use crate::runtime::RuntimeFolder;
use crate::store::VaultKey;

impl Vault {
    /// Has a helper hold the vault key for this long; by the setting `lock-with-screen`, as it is now, no longer than
    /// until the screen is locked.
    pub fn hold(&self, key: &VaultKey, how_long: Duration) -> Result<(), Error> {
        let folder = RuntimeFolder::open().map_err(|e| Error::Refused(format!("{e}. Check that folder")))?;
        let launch = self.launch(folder).map_err(|e| Error::Refused(format!("{e}. Try again")))?;
        let screen = if self.settings()?.lock_with_screen { Screen::Locks } else { Screen::Ignored };
        agent::start(&launch, &self.id.to_string(), &key.to_secret(), how_long, screen)
            .map_err(|e| Error::Refused(format!("{e}. Try again")))
    }

    /// Unlocks with the key a helper holds. False if there is none, or it holds another vault's.
    pub fn unlock_with_helper(&mut self) -> Result<bool, Error> {
        let Ok(folder) = RuntimeFolder::open() else { return Ok(false) };
        match agent::get(&folder, &self.id.to_string()).and_then(|secret| VaultKey::from_secret(&secret)) {
            Some(key) => self.unlock_with_key(&key),
            None => Ok(false),
        }
    }

    /// How long a helper still holds the key.
    pub fn held_for(&self) -> Option<Duration> {
        agent::status(&RuntimeFolder::open().ok()?, &self.id.to_string())
    }

    /// Ends the helper and clears the clipboard; whether a helper was there, and what the clipboard held.
    pub fn lock_helper(&self) -> Result<(bool, Cleared), Error> {
        let folder = RuntimeFolder::open().map_err(|e| Error::Refused(format!("{e}. Check that folder")))?;
        let ended = agent::lock(&folder, &self.id.to_string())
            .map_err(|e| Error::Refused(format!("{e}. End it by its process id")))?;
        Ok((ended, self.clear_clipboard()?))
    }
}
