//! What is said of several keys at once: their owners, their places; all of them or none. And what an environment does
//! not need.

use std::collections::BTreeSet;

use super::{Error, Vault};
use crate::model::{ActivityKind, EnvRef, KeyRef, KeyUid, VariableName, owner_detail};

impl Vault {
    /// Gives each key this owner, or none.
    pub fn assign(&mut self, owners: &[(KeyUid, Option<String>)]) -> Result<(), Error> {
        self.opened()?;
        let mut looked_at = BTreeSet::new();
        self.catalog.write(|| {
            for (uid, owner) in owners {
                let mut key = self.catalog.key(*uid)?.ok_or(Error::ChangedMeanwhile)?;
                let owner = owner.clone().filter(|name| !name.trim().is_empty());
                if key.owner == owner {
                    continue;
                }
                if looked_at.insert(owner.clone()) {
                    self.refuse_words("the owner", owner.as_deref().unwrap_or_default())?;
                }
                key.owner = owner;
                self.catalog.set_facts(&key)?;
                let detail = owner_detail(key.owner.as_deref());
                self.note(ActivityKind::Edited, Some(key.reference.to_string()), Some(detail))?;
            }
            Ok(())
        })
    }

    /// Moves each key to its place; a place is made where it is missing.
    pub fn move_keys(&mut self, moves: &[(KeyUid, KeyRef)]) -> Result<(), Error> {
        self.move_back(moves, &[])
    }

    /// Moves each key back to its place, and takes away the places that were `made` for it to go to, where nothing else
    /// has come into them.
    pub fn move_back(&mut self, moves: &[(KeyUid, KeyRef)], made: &[EnvRef]) -> Result<(), Error> {
        self.opened()?;
        self.catalog.write(|| {
            for (uid, to) in moves {
                self.place_again(*uid, to, ActivityKind::Moved)?;
            }
            for place in made {
                let Some(found) = self.catalog.place(place)? else { continue };
                if self.catalog.delete_empty_place(&found)? {
                    let removed = Some("removed".to_owned());
                    self.note(ActivityKind::PlaceChanged, Some(place.to_string()), removed)?;
                }
            }
            Ok(())
        })
    }

    /// Notes that an environment does not need a variable, or that it does.
    ///
    /// # Errors
    /// [`Error::Exists`] where a key of that name stands there.
    pub fn set_not_needed(&mut self, place: &EnvRef, name: &VariableName, not_needed: bool) -> Result<(), Error> {
        let found = self.place_id(place)?;
        if not_needed && self.catalog.find_name(found.environment, name)?.is_some() {
            return Err(Error::Exists(place.key(name).to_string()));
        }
        let detail = if not_needed { format!("does not need {name}") } else { format!("needs {name}") };
        self.change_place(&place.to_string(), detail, || {
            Ok(self.catalog.set_not_needed(found.environment, name, not_needed)?)
        })
    }
}
