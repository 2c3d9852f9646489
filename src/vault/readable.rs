//! What lies readable in the catalog and in the record: a known secret is refused there, whoever gave it.

use std::collections::BTreeSet;

use super::{Error, Vault};
use crate::catalog::PlaceFound;
use crate::detect;
use crate::envfile::Beside;
use crate::model::{EnvRef, Facts, Key, Secret, VariableName};

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

/// Refuses the value that a key is made with among its facts.
pub(super) fn refuse_own_value(facts: &Facts, value: &Secret) -> Result<(), Error> {
    // Opened to be told from what lies readable.
    let is_value = |piece: &&str| piece.as_bytes() == value.expose();
    match new_texts(facts, None).into_iter().find(|(_, text)| pieces(text).iter().any(is_value)) {
        Some((what, _)) => Err(Error::Refused(format!(
            "{what} is the secret itself, and would lie readable on the disk. Leave it out"
        ))),
        None => Ok(()),
    }
}

/// Refuses a known secret among a key's facts; what stands there already stays.
pub(super) fn refuse_secrets(facts: &Facts, before: Option<&Key>) -> Result<(), Error> {
    new_texts(facts, before).into_iter().try_for_each(|(what, text)| refuse_secret(what, text))
}

/// A value that is shorter is a word that anything may be called.
const SHORT_VALUE: usize = 12;

/// What of some words may be a whole value: all of them, each word, with and without the signs around it, and what is assigned.
fn pieces(words: &str) -> BTreeSet<&str> {
    let is_edge = |c: char| !c.is_alphanumeric();
    let each = words.split_whitespace();
    let bare = each.clone().map(|word| word.trim_matches(is_edge));
    let assigned = each.clone().filter_map(|word| Some(word.split_once('=')?.1));
    let all = std::iter::once(words.trim()).chain(each).chain(bare).chain(assigned);
    all.filter(|piece| piece.len() >= SHORT_VALUE).collect()
}

impl Vault {
    /// Refuses words that hold a known secret, and those that hold a value of this vault, whatever it looks like.
    pub(super) fn refuse_words(&self, what: &str, words: &str) -> Result<(), Error> {
        refuse_secret(what, words)?;
        self.refuse_value(what, words)
    }

    /// Refuses words that hold a value of this vault, live or kept.
    pub(super) fn refuse_value(&self, what: &str, words: &str) -> Result<(), Error> {
        if self.holds_value(words)? {
            return Err(Error::Refused(format!(
                "{what} is a secret of this vault, and would lie readable on the disk. Leave it out"
            )));
        }
        Ok(())
    }

    /// Whether a value of this vault stands among words. Of one that is in the midst of them only a whole word is told.
    pub(super) fn holds_value(&self, words: &str) -> Result<bool, Error> {
        for piece in pieces(words) {
            let print = self.opened()?.sealer.fingerprint(&Secret::new(piece.as_bytes().to_vec()));
            // One after the other: the caller may be in the midst of a change.
            if !self.catalog.keys_with_fingerprint(&print)?.is_empty()
                || !self.catalog.keys_with_kept_fingerprint(&print)?.is_empty()
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Refuses a known secret among a key's facts, and a value of this vault; what stands there already stays.
    pub(super) fn refuse_readable(&self, facts: &Facts, before: Option<&Key>) -> Result<(), Error> {
        refuse_secrets(facts, before)?;
        new_texts(facts, before).into_iter().try_for_each(|(what, text)| self.refuse_value(what, text))
    }

    /// Takes away what another program's file has beside an entry, and is a value of this vault. True where there was any.
    pub(super) fn keep_values_out(&self, beside: &mut Beside) -> Result<bool, Error> {
        let before = beside.tags.len() + usize::from(beside.address.is_some());
        let mut kept = Vec::new();
        for tag in beside.tags.drain(..) {
            if !self.holds_value(&tag)? {
                kept.push(tag);
            }
        }
        beside.tags = kept;
        if self.holds_value(beside.address.as_deref().unwrap_or_default())? {
            beside.address = None;
        }
        Ok(beside.tags.len() + usize::from(beside.address.is_some()) < before)
    }

    /// Refuses a value of this vault as a key id, and as the prefix that one was made with. One that is made like the key ids of
    /// its provider may have come in as a key of its own before.
    pub(super) fn refuse_key_id(&self, key_id: &str) -> Result<(), Error> {
        if detect::key_id_variable(key_id).is_some() {
            return Ok(());
        }
        let prefix = key_id.rsplit_once("id_").map_or("", |(prefix, _)| prefix.trim_end_matches(['_', '-']));
        self.refuse_value("the key id", key_id)?;
        self.refuse_value("the prefix of the key id", prefix)
    }

    /// Refuses a variable's name that is a secret. One that is written as names mostly are may be the value of a placeholder.
    pub(super) fn refuse_name(&self, name: &VariableName) -> Result<(), Error> {
        let name = name.as_str();
        if detect::recognise_value(name.as_bytes()).is_some() {
            return refuse_secret("the name", name);
        }
        if name.contains(|c: char| c.is_ascii_lowercase()) { self.refuse_value("the name", name) } else { Ok(()) }
    }

    /// Refuses a secret as the name of a place that there is not yet.
    pub(super) fn refuse_new_place(&self, place: &EnvRef) -> Result<(), Error> {
        self.refuse_new_project(&place.project)?;
        self.refuse_words("the environment's name", &place.environment)
    }

    /// Refuses a secret as the name of a project that there is not yet.
    pub(super) fn refuse_new_project(&self, name: &str) -> Result<(), Error> {
        match self.catalog.project(name).map_err(super::places::twin)? {
            Some(_) => Ok(()),
            None => self.refuse_words("the project's name", name),
        }
    }

    /// A place, made where it is missing; not where one of its names is a secret.
    pub(super) fn ensure_place_of(&self, place: &EnvRef) -> Result<PlaceFound, Error> {
        let found = self.catalog.place(place).map_err(super::places::twin)?;
        if let Some(found) = found {
            return Ok(found);
        }
        self.refuse_new_place(place)?;
        self.catalog.ensure_place(place).map_err(super::places::twin)
    }
}

#[cfg(test)]
mod tests {
    use super::pieces;

    #[test]
    fn a_value_is_looked_for_as_a_whole_and_word_by_word() {
        let found = pieces(" until (made-up-value-1), then NEW=made-up-value-2 ");
        for piece in ["until (made-up-value-1), then NEW=made-up-value-2", "made-up-value-1", "made-up-value-2"] {
            assert!(found.contains(piece), "{piece}");
        }
        assert!(pieces("short words of a reason").iter().all(|piece| piece.contains(' ')));
    }
}
