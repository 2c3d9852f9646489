//! Locking the windows of other processes over this vault. A number in the catalog says how often that was asked for; each window
//! looks whether it is still what it was as the window opened or was unlocked. It counts, so no clock can be wrong.

use super::{Error, Vault};
use crate::catalog::MetaName;

impl Vault {
    /// Asks every window that is open over this vault to lock, as soon as it looks. Needs no unlocked vault.
    ///
    /// # Errors
    /// Where the vault can't be written: they stay as they are.
    pub fn lock_windows(&self) -> Result<(), Error> {
        self.catalog.write(|| {
            let next = self.locks()?.wrapping_add(1);
            Ok(self.catalog.set_meta(MetaName::Locks, &next.to_le_bytes())?)
        })
    }

    /// Whether somebody asked for that since this one was opened or unlocked. What can't be read now is asked again.
    pub fn is_asked_to_lock(&self) -> bool {
        self.locks().is_ok_and(|locks| locks != self.locks_seen)
    }

    /// From now on it is open until somebody asks again.
    pub(super) fn begin_unlocked(&mut self) -> Result<(), Error> {
        self.locks_seen = self.locks()?;
        Ok(())
    }

    fn locks(&self) -> Result<u64, Error> {
        let bytes = self.catalog.meta(MetaName::Locks)?;
        Ok(bytes.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_le_bytes))
    }
}
