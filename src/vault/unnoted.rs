//! A vault that can't be written, on a full disk or in a read-only folder: its values are given out all the same, and that the
//! use is not noted is said, and it is noted later where the vault stays open. Nobody is kept from a key by a disk without room.

use super::{Error, Vault};
use crate::catalog::{Catalog, CatalogError, MetaName};
use crate::model::{KeyUid, Use};

/// So many uses wait at most; the newest say when a key was used last.
const MOST: usize = 1_000;

/// Whether something could be noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Noted {
    /// It is.
    Now,
    /// The vault can't be written.
    Not,
}

impl Vault {
    /// What noting a use came to: that the vault can't be written is kept to be told, and stops nothing.
    pub(super) fn noted_if_possible(&self, noted: Result<(), Error>) -> Result<Noted, Error> {
        match noted {
            Err(error @ Error::Catalog(CatalogError::Full | CatalogError::ReadOnly | CatalogError::FileReadOnly)) => {
                self.unnoted.set(Some(error));
                Ok(Noted::Not)
            }
            other => other.map(|()| Noted::Now),
        }
    }

    /// A use by hand that could not be noted waits, in memory alone: which key, when and how, no name and no value.
    pub(super) fn note_later(&self, key: KeyUid, one: Use) {
        let mut late = self.late.borrow_mut();
        if late.len() == MOST {
            late.pop_front();
        }
        late.push_back((key, one));
    }

    /// Whether uses wait to be noted.
    pub fn has_late_uses(&self) -> bool {
        !self.late.borrow().is_empty()
    }

    /// Notes what waits, each at its own moment; how many that were. What can't be noted now waits on.
    pub fn note_late_uses(&self) -> Result<usize, Error> {
        if !self.is_open() || !self.has_late_uses() {
            return Ok(0);
        }
        let late = self.late.take();
        let noted = self.catalog.write(|| {
            let mut count = 0;
            for (uid, one) in &late {
                // A key that is gone since has nobody to look for its uses.
                let Some(reference) = self.reference_text(*uid)? else { continue };
                self.catalog.note_use(*uid, one)?;
                self.note_at(one.at, one.kind.act(), Some(reference), one.detail.clone())?;
                count += 1;
            }
            Ok(count)
        });
        if noted.is_err() {
            self.late.replace(late);
        }
        noted
    }

    /// Why the latest use could not be noted; once.
    pub fn take_unnoted(&self) -> Option<Error> {
        self.unnoted.take()
    }

    /// Looks whether a vault that could not be written when it was opened can be now; else reads it anew.
    pub fn look_again(&mut self) {
        if !self.catalog.is_still() {
            return;
        }
        let Ok(catalog) = Catalog::open(&self.home.database()) else { return };
        // Another vault in its place is none of ours.
        let id = |catalog: &Catalog| catalog.meta(MetaName::VaultId).ok().flatten();
        if id(&catalog) == id(&self.catalog) {
            self.catalog = catalog;
        }
    }
}
