//! The passphrase of a sealed vault: what it may be, and changing it.
//!
//! The vault key stays the same and is wrapped anew: whoever has an old copy of the file and the old passphrase can still
//! open that copy. A new vault key would not help against that, since the old copy holds the old values under the old
//! key. Helpers and other windows that hold the key go on, as whoever started them had it rightly.

use super::make::memory_mib;
use super::{Error, Vault};
use crate::catalog::MetaName;
use crate::model::{ActivityKind, Secret};
use crate::store::{Kdf, StoreKind, WrappedKey};

/// Shortest passphrase, in characters.
const SHORTEST: usize = 8;

/// What opening will cost: as asked for, or what is usual on this machine. Refuses what protects nothing, and a cost
/// outside what is taken.
pub(super) fn cost(passphrase: &Secret, kdf: Option<Kdf>) -> Result<Kdf, Error> {
    check(passphrase)?;
    Ok(kdf.unwrap_or_else(|| Kdf::for_memory(memory_mib())).check()?)
}

fn check(passphrase: &Secret) -> Result<(), Error> {
    // Opened to be counted.
    let characters = passphrase.expose_str().map_or(passphrase.len(), |text| text.chars().count());
    if characters < SHORTEST { Err(Error::ShortPassphrase) } else { Ok(()) }
}

impl Vault {
    /// Has another passphrase open the vault, at the cost of the old one unless told. Until the one transaction the old
    /// one works, after it the new one; never neither.
    pub fn change_passphrase(&mut self, old: &Secret, new: &Secret, kdf: Option<Kdf>) -> Result<(), Error> {
        self.opened()?;
        self.follow_store()?;
        if self.kind != StoreKind::Sealed {
            let why = "this vault has no passphrase: its secrets lie in the keychain";
            return Err(Error::Refused(format!("{why}. `keyloft move-to sealed` gives it one")));
        }
        check(new)?;
        if let Some(kdf) = kdf {
            kdf.check()?;
        }
        let (key, before) = self.unwrap_key(old)?;
        self.note_failed_unlocks()?;
        let cost = kdf.unwrap_or(before.kdf);
        let wrapped = WrappedKey::wrap(&key, self.id, new, cost, self.world.random.as_ref())?;
        // Seen to open before the old one goes.
        let back = wrapped.unwrap_key(self.id, new)?.ok_or(Error::Damaged)?;
        if !back.to_secret().same_as(&key.to_secret()) {
            return Err(Error::Damaged);
        }
        self.catalog.write(|| {
            self.same_store()?;
            if self.catalog.meta(MetaName::WrappedKey)?.as_deref() != Some(&before.to_bytes()) {
                return Err(Error::ChangedMeanwhile);
            }
            self.catalog.set_meta(MetaName::WrappedKey, &wrapped.to_bytes())?;
            self.note(ActivityKind::PassphraseChanged, None, None)
        })?;
        // The old one must open nothing here any more: not the write-ahead log, nor a copy of the file.
        let _ = self.catalog.checkpoint();
        self.catalog.drop_older_forms();
        Ok(())
    }
}
