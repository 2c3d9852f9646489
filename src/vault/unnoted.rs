//! A vault that can't be written, on a full disk or in a read-only folder: its values are given out all the same, and that the
//! use is not noted is said. Nobody is kept from a key by a disk without room.

use super::{Error, Vault};
use crate::catalog::{Catalog, CatalogError, MetaName};

impl Vault {
    /// What noting a use came to: that the vault can't be written is kept to be told, and stops nothing.
    pub(super) fn noted_if_possible(&self, noted: Result<(), Error>) -> Result<(), Error> {
        match noted {
            Err(error @ Error::Catalog(CatalogError::Full | CatalogError::ReadOnly | CatalogError::FileReadOnly)) => {
                self.unnoted.set(Some(error));
                Ok(())
            }
            other => other,
        }
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
