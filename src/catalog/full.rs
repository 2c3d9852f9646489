//! Disks that are full, as tests say.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

static FULL: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// From now on there is no room, or there is, for changes of the database there.
pub fn be_full(database: &Path, full: bool) {
    let mut all = FULL.lock().unwrap_or_else(PoisonError::into_inner);
    if full {
        all.insert(database.to_owned());
    } else {
        all.remove(database);
    }
}

pub(super) fn is_full(database: &Path) -> bool {
    FULL.lock().unwrap_or_else(PoisonError::into_inner).contains(database)
}
