//! What went without a disabled key: a copy or get that was refused, an export, run or template that left it out. Whoever
//! disabled it wants to know before it is deleted.

use super::Vault;
use crate::model::{EnvRef, Key, Use, UseKind, VariableName};

impl Vault {
    /// Notes it at each of these keys. Needs no unlocked vault. That it could not be noted (a full disk) changes nothing of
    /// what the user asked for, so it is no error.
    pub(super) fn went_without(&self, keys: &[Key], kind: UseKind, by: Option<&str>) {
        if keys.is_empty() {
            return;
        }
        let one = Use { at: self.now(), kind, detail: by.map(str::to_owned) };
        let _ = self.catalog.write::<_, super::Error>(|| {
            for key in keys {
                self.catalog.note_without(key.uid, &one)?;
            }
            Ok(())
        });
    }

    /// Notes that a disabled key was asked for, where that is refused before anything is unlocked.
    pub fn note_refused(&self, key: &Key, kind: UseKind) {
        self.went_without(std::slice::from_ref(key), kind, None);
    }

    /// The disabled keys of an environment that a use would have had: all, or those whose variables were asked for.
    pub(super) fn disabled_in(&self, place: &EnvRef, only: &[VariableName]) -> Vec<Key> {
        let asked = |key: &Key| {
            let is = |name: &VariableName| key.reference.name == *name || key.key_id_name.as_ref() == Some(name);
            only.is_empty() || only.iter().any(is)
        };
        let mut keys = self.keys_in(place).unwrap_or_default();
        keys.retain(|key| key.state.is_disabled() && asked(key));
        keys
    }
}
