//! What lies readable in the catalog and in the record: a known secret is refused there, whoever gave it.

use super::{Error, Vault};
use crate::catalog::PlaceFound;
use crate::detect;
use crate::model::{EnvRef, Facts, Key};

/// Refuses words that hold a known secret.
pub(super) fn refuse_secret(what: &str, words: &str) -> Result<(), Error> {
    if detect::holds_secret(words) {
        return Err(Error::Refused(format!(
            "{what} looks like a secret, and would lie readable on the disk. Leave it out"
        )));
    }
    Ok(())
}

/// Refuses a known secret among a key's facts; what stands there already stays.
pub(super) fn refuse_secrets(facts: &Facts, before: Option<&Key>) -> Result<(), Error> {
    let texts = [
        ("the provider", &facts.provider, before.and_then(|key| key.provider.as_ref())),
        ("the owner", &facts.owner, before.and_then(|key| key.owner.as_ref())),
        ("the endpoint", &facts.endpoint, before.and_then(|key| key.endpoint.as_ref())),
    ];
    for (what, wish, stands) in texts {
        if let Some(text) = wish.as_ref().filter(|text| Some(*text) != stands) {
            refuse_secret(what, text)?;
        }
    }
    let lists = [("a scope", &facts.scopes), ("a place it is used in", &facts.used_in), ("a tag", &facts.tags)];
    let stands = |text: &String| {
        before.is_some_and(|key| {
            key.scopes.contains(text) || key.tags.contains(text) || key.used_in.iter().any(|used| used.place == *text)
        })
    };
    for (what, wish) in lists {
        for text in wish.iter().flatten().filter(|text| !stands(text)) {
            refuse_secret(what, text)?;
        }
    }
    Ok(())
}

impl Vault {
    /// A place, made where it is missing; not where one of its names is a known secret.
    pub(super) fn ensure_place_of(&self, place: &EnvRef) -> Result<PlaceFound, Error> {
        let found = self.catalog.place(place).map_err(super::places::twin)?;
        if let Some(found) = found {
            return Ok(found);
        }
        refuse_secret("the project's name", &place.project)?;
        refuse_secret("the environment's name", &place.environment)?;
        self.catalog.ensure_place(place).map_err(super::places::twin)
    }
}
