//! Finding a key or place by what a person typed, and the nearest names where there is none.

use super::{Error, Vault};
use crate::catalog::{KeyQuery, NameFound, PlaceFound};
use crate::model::{EnvRef, Key, KeyRef, KeyUid};

/// Nearest names offered at most.
const MOST_NEAREST: usize = 3;

/// A key found, and whether the name asked for was its key id's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The key.
    pub key: Key,
    /// True where the name is the one of its key id.
    pub by_key_id: bool,
}

impl Vault {
    /// Finds a key to be read: a unique beginning of an environment's name is enough.
    pub fn find_to_read(&self, reference: &KeyRef) -> Result<Found, Error> {
        let place = match self.place_to_read(&reference.place) {
            Err(Error::UnknownPlace { .. }) => return Err(self.unknown(reference)?),
            other => other?,
        };
        self.find_in(&place, reference)
    }

    /// Finds a key to be changed: every name is exact.
    pub fn find_to_change(&self, reference: &KeyRef) -> Result<Found, Error> {
        match self.catalog.place(&reference.place) {
            Ok(Some(place)) => self.find_in(&place, reference),
            Ok(None) | Err(crate::catalog::CatalogError::Twin(_)) => Err(self.unknown(reference)?),
            Err(other) => Err(other.into()),
        }
    }

    fn find_in(&self, place: &PlaceFound, reference: &KeyRef) -> Result<Found, Error> {
        match self.catalog.find_name(place.environment, &reference.name)? {
            Some((uid, found @ (NameFound::Own | NameFound::KeyId))) => match self.catalog.key(uid)? {
                Some(key) => Ok(Found { key, by_key_id: found == NameFound::KeyId }),
                // Its first value is on its way into the store.
                None => Err(Error::Unfinished),
            },
            Some((_, NameFound::Twin(_))) | None => Err(self.unknown(reference)?),
        }
    }

    /// The environment meant: exact, or the only one that begins so.
    pub fn place_to_read(&self, place: &EnvRef) -> Result<PlaceFound, Error> {
        match self.catalog.place(place) {
            Ok(Some(found)) => return Ok(found),
            Ok(None) | Err(crate::catalog::CatalogError::Twin(_)) => {}
            Err(other) => return Err(other.into()),
        }
        let projects = self.catalog.projects()?;
        let begins: Vec<&str> = projects
            .iter()
            .filter(|project| project.name == place.project)
            .flat_map(|project| project.environments.iter().map(|e| e.name.as_str()))
            .filter(|name| name.starts_with(&place.environment))
            .collect();
        match begins[..] {
            [one] => {
                let whole = EnvRef { project: place.project.clone(), environment: one.to_owned() };
                self.catalog.place(&whole)?.ok_or(Error::ChangedMeanwhile)
            }
            [] => Err(self.unknown_place(place)?),
            _ => Err(Error::Ambiguous {
                asked: place.to_string(),
                found: begins.iter().map(|name| format!("{}/{name}", place.project)).collect(),
            }),
        }
    }

    /// The error for an environment that is not there, with the nearest names.
    pub(super) fn unknown_place(&self, place: &EnvRef) -> Result<Error, Error> {
        let projects = self.catalog.projects()?;
        let all = projects.iter().flat_map(|project| {
            project.environments.iter().map(|environment| format!("{}/{}", project.name, environment.name))
        });
        Ok(Error::UnknownPlace { asked: place.to_string(), nearest: nearest(&place.to_string(), all) })
    }

    /// The error for a project that is not there, with the nearest names.
    pub fn unknown_project(&self, name: &str) -> Result<Error, Error> {
        let all = self.catalog.projects()?.into_iter().map(|project| project.name);
        Ok(Error::UnknownPlace { asked: format!("project {name}"), nearest: nearest(name, all) })
    }

    /// True where no key, project or environment was ever named.
    pub fn is_empty(&self) -> Result<bool, Error> {
        Ok(self.catalog.projects()?.is_empty())
    }

    fn unknown(&self, reference: &KeyRef) -> Result<Error, Error> {
        let keys = self.catalog.keys(KeyQuery::All)?;
        let all = keys.iter().map(|key| key.reference.to_string());
        Ok(Error::Unknown { nearest: nearest(&reference.to_string(), all) })
    }

    /// A key by its number.
    pub fn key(&self, uid: KeyUid) -> Result<Key, Error> {
        self.catalog.key(uid)?.ok_or(Error::Unknown { nearest: Vec::new() })
    }
}

/// The names nearest to what was typed: by Jaro-Winkler, case aside; none that is not alike.
fn nearest(asked: &str, all: impl Iterator<Item = String>) -> Vec<String> {
    let asked = asked.to_lowercase();
    let mut scored: Vec<(f64, String)> = all
        .map(|name| (strsim::jaro_winkler(&asked, &name.to_lowercase()), name))
        .filter(|(score, _)| *score > 0.8)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    scored.into_iter().take(MOST_NEAREST).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_names_come_first_and_strangers_not_at_all() {
        let names = ["shop/dev/STRIPE_SECRET_KEY", "shop/prod/STRIPE_SECRET_KEY", "billing/dev/PORT"];
        let found = nearest("shop/dev/STRIPE_SECRT_KEY", names.iter().map(|n| (*n).to_owned()));
        assert_eq!(found[0], "shop/dev/STRIPE_SECRET_KEY");
        assert!(!found.contains(&"billing/dev/PORT".to_owned()));
    }
}
