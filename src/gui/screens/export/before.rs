//! The last exports of this window, one for each environment: `Ctrl E`, `Enter` repeats the one of the environment in view.

use std::collections::BTreeSet;

use super::form::Export;
use crate::envfile::Target;
use crate::jobs::Snapshot;
use crate::model::{EnvRef, KeyUid};

/// An export that went through.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) place: EnvRef,
    pub(super) target: Target,
    pub(super) path: String,
    /// Keys that were left out, by whatever name.
    pub(super) out: BTreeSet<KeyUid>,
    pub(super) delete: bool,
    pub(super) delete_after_secs: u64,
}

/// What was written so far. Names and paths, no value; forgotten with the other names when the vault locks.
#[derive(Debug, Clone, Default)]
pub struct Before(Vec<Written>);

impl Before {
    /// A file was written as this dialog asked.
    pub fn keep(&mut self, export: &Export, snapshot: &Snapshot) {
        let Some(place) = export.place.clone() else { return };
        self.0.retain(|written| written.place != place);
        self.0.push(Written {
            place,
            target: export.target,
            path: export.path.clone(),
            out: export.keys(snapshot).filter(|key| export.out.contains(key.name())).map(|key| key.uid).collect(),
            delete: export.delete,
            delete_after_secs: export.delete_after_secs,
        });
    }

    /// The last one of this environment.
    pub(super) fn of(&self, place: &EnvRef) -> Option<&Written> {
        self.0.iter().find(|written| written.place == *place)
    }
}
