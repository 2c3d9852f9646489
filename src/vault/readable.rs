//! What lies readable in the catalog and in the record: a known secret is refused there, whoever gave it.

use super::{Error, Vault};
use crate::catalog::PlaceFound;
use crate::detect;
use crate::model::{EnvRef, Facts, Key, Secret};

/// Refuses words that hold a known secret.
pub(super) fn refuse_secret(what: &str, words: &str) -> Result<(), Error> {
    if detect::holds_secret(words) {
        return Err(Error::Refused(format!(
            "{what} looks like a secret, and would lie readable on the disk. Leave it out"
        )));
    }
    Ok(())
}

/// What is new among a key's facts that lie readable: what it is, and its words.
fn new_texts<'a>(facts: &'a Facts, before: Option<&Key>) -> Vec<(&'static str, &'a str)> {
    let texts = [
        ("the provider", &facts.provider, before.and_then(|key| key.provider.as_ref())),
        ("the owner", &facts.owner, before.and_then(|key| key.owner.as_ref())),
        ("the endpoint", &facts.endpoint, before.and_then(|key| key.endpoint.as_ref())),
    ];
    let lists = [("a scope", &facts.scopes), ("a place it is used in", &facts.used_in), ("a tag", &facts.tags)];
    let stands = |text: &String| {
        before.is_some_and(|key| {
            key.scopes.contains(text) || key.tags.contains(text) || key.used_in.iter().any(|used| used.place == *text)
        })
    };
    let texts = texts.into_iter().filter_map(|(what, wish, before)| Some((what, wish.as_ref()?, before)));
    let texts = texts.filter(|(_, text, before)| Some(*text) != *before).map(|(what, text, _)| (what, text.as_str()));
    let lists = lists.into_iter().flat_map(|(what, wish)| wish.iter().flatten().map(move |text| (what, text)));
    texts.chain(lists.filter(|(_, text)| !stands(text)).map(|(what, text)| (what, text.as_str()))).collect()
}

/// Refuses a known secret among a key's facts; what stands there already stays.
pub(super) fn refuse_secrets(facts: &Facts, before: Option<&Key>) -> Result<(), Error> {
    new_texts(facts, before).into_iter().try_for_each(|(what, text)| refuse_secret(what, text))
}

/// A value that is shorter is a word that anything may be called.
const SHORT_VALUE: usize = 12;

impl Vault {
    /// Refuses a known secret among a key's facts, and a value of this vault whatever it looks like.
    pub(super) fn refuse_readable(&self, facts: &Facts, before: Option<&Key>) -> Result<(), Error> {
        refuse_secrets(facts, before)?;
        for (what, text) in new_texts(facts, before) {
            let text = text.trim();
            if text.len() >= SHORT_VALUE && !self.holders(&Secret::new(text.as_bytes().to_vec()))?.is_empty() {
                return Err(Error::Refused(format!(
                    "{what} is a secret of this vault, and would lie readable on the disk. Leave it out"
                )));
            }
        }
        Ok(())
    }

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
