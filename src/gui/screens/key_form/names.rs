//! Which names can be taken, in the words that stand under a field.

use crate::gui::screens::keys::capitalised;
use crate::jobs::Snapshot;
use crate::model::{EnvRef, Key, KeyUid, NameError, VariableName, check_place_name, is_protected_at_first};

/// What is wrong with a variable's name; an empty one is only not there yet.
pub fn name_error(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        return None;
    }
    match VariableName::new(name) {
        Ok(_) => None,
        Err(NameError::VariableTooLong(_)) => Some("Use at most 256 characters"),
        Err(_) if name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') => {
            Some("Begin with a letter or _")
        }
        Err(_) => Some("Use letters, digits and _"),
    }
}

/// What is wrong with a project's or environment's name; an empty one is only not there yet.
pub fn place_error(name: &str) -> Option<&'static str> {
    if name.trim().is_empty() {
        return None;
    }
    match check_place_name(name.trim()) {
        Ok(_) => None,
        Err(NameError::PlaceTooLong) => Some("Use at most 64 characters"),
        Err(_) => Some("Use printable characters, without /"),
    }
}

/// What has a name already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// A key of that name.
    Key(KeyUid),
    /// The key id of this key.
    KeyId(String),
    /// This name, which differs only in case.
    Twin(String),
}

/// What has `name` in a place, beside the key `but`.
pub fn taken(snapshot: &Snapshot, place: &EnvRef, name: &str, but: Option<KeyUid>) -> Option<Taken> {
    let others = || snapshot.keys.iter().filter(|key| key.place() == place && Some(key.uid) != but);
    let key_id = |key: &Key| key.key_id_name.as_ref().map(|id| id.as_str().to_owned());
    if let Some(key) = others().find(|key| key.name() == name) {
        return Some(Taken::Key(key.uid));
    }
    if let Some(key) = others().find(|key| key_id(key).is_some_and(|id| id == name)) {
        return Some(Taken::KeyId(key.name().to_owned()));
    }
    let twin = |kept: String| kept.eq_ignore_ascii_case(name).then_some(kept);
    others().find_map(|key| twin(key.name().to_owned()).or_else(|| key_id(key).and_then(twin))).map(Taken::Twin)
}

/// A place in a sentence: "Storefront staging".
pub fn place_words(place: &EnvRef) -> String {
    format!("{} {}", place.project, place.environment)
}

/// What is to be known where keys leave a protected environment for one that is not: there nothing asks any more. None
/// where none does.
pub fn loses_protection(snapshot: &Snapshot, keys: &[KeyUid], to: &EnvRef) -> Option<String> {
    let is_protected = |key: &&Key| keys.contains(&key.uid) && key.protected;
    let project = snapshot.projects.iter().find(|project| project.name == to.project);
    let there = project.and_then(|project| project.environments.iter().find(|one| one.name == to.environment));
    if there.map_or_else(|| is_protected_at_first(&to.environment), |there| there.protected) {
        return None;
    }
    let said = "shown and saved without asking.";
    match snapshot.keys.iter().filter(is_protected).count() {
        0 => None,
        _ if keys.len() == 1 => {
            Some(format!("{} is not protected: a key there is {said}", capitalised(&to.environment)))
        }
        count => {
            Some(format!("{} is not protected: {count} that are now will be {said}", capitalised(&to.environment)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::sample;

    #[test]
    fn what_leaves_a_protected_environment_is_told_before() {
        let snapshot = sample::snapshot();
        let keys: Vec<KeyUid> = snapshot.keys.iter().filter(|key| key.protected).map(|key| key.uid).take(3).collect();
        let plain = snapshot.keys.iter().find(|key| !key.protected).unwrap().uid;
        let said = |keys: &[KeyUid], to: &str| {
            loses_protection(&snapshot, keys, &EnvRef::new("Storefront", to).unwrap()).unwrap_or_default()
        };
        let staging = "Staging is not protected: a key there is shown and saved without asking.";
        assert_eq!(said(&keys[..1], "staging"), staging);
        let mixed = [keys[0], keys[1], keys[2], plain];
        let several = "Staging is not protected: 3 that are now will be shown and saved without asking.";
        assert_eq!(said(&mixed, "staging"), several);
        assert_eq!(said(&keys, "production"), "");
        assert_eq!(said(&[plain], "staging"), "");
        assert_eq!(said(&keys, "prod-of-tomorrow").is_empty(), is_protected_at_first("prod-of-tomorrow"));
    }

    #[test]
    fn names_say_what_they_may_be_made_of() {
        assert_eq!(name_error("API_KEY"), None);
        assert_eq!(name_error(""), None);
        assert_eq!(name_error("API-KEY"), Some("Use letters, digits and _"));
        assert_eq!(name_error("API KEY"), Some("Use letters, digits and _"));
        assert_eq!(name_error("9LIVES"), Some("Begin with a letter or _"));
        assert_eq!(name_error(&"A".repeat(257)), Some("Use at most 256 characters"));
        assert_eq!(place_error("Store front"), None);
        assert_eq!(place_error("a/b"), Some("Use printable characters, without /"));
        assert_eq!(place_error(&"a".repeat(65)), Some("Use at most 64 characters"));
    }

    #[test]
    fn a_name_is_taken_by_a_key_a_key_id_or_a_twin() {
        let snapshot = sample::snapshot();
        let place = EnvRef::new("Storefront", "staging").unwrap();
        let at = |name: &str| taken(&snapshot, &place, name, None);
        let Some(Taken::Key(uid)) = at("STRIPE_SECRET_KEY") else { panic!("it is there") };
        assert_eq!(taken(&snapshot, &place, "STRIPE_SECRET_KEY", Some(uid)), None, "but for itself");
        assert_eq!(at("AWS_ACCESS_KEY_ID"), Some(Taken::KeyId("AWS_SECRET_ACCESS_KEY".to_owned())));
        assert_eq!(at("stripe_secret_key"), Some(Taken::Twin("STRIPE_SECRET_KEY".to_owned())));
        assert_eq!(at("aws_access_key_id"), Some(Taken::Twin("AWS_ACCESS_KEY_ID".to_owned())));
        assert_eq!(at("SESSION_SIGNING_KEY"), None);
    }
}
