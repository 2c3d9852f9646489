//! Changes of a key's facts, as asked for by a person.

use super::dates::DateWish;
use super::key::{Kind, Level, RotateEvery};

/// What to change; none leaves a fact as it is, an empty text or list takes it away.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// Who issued it.
    pub provider: Option<String>,
    /// What sort of credential it is.
    pub kind: Option<Kind>,
    /// A person or a team.
    pub owner: Option<String>,
    /// What it may do.
    pub scopes: Option<Vec<String>>,
    /// What it may do at most; an inner none takes it away.
    pub level: Option<Option<Level>>,
    /// When it ends.
    pub expires: Option<DateWish>,
    /// How often it is to be rotated.
    pub rotate_every: Option<RotateEvery>,
    /// The address it is used against.
    pub endpoint: Option<String>,
    /// Places outside this computer that hold it.
    pub used_in: Option<Vec<String>>,
    /// Programs want it as a file.
    pub as_file: Option<bool>,
    /// The user's own labels.
    pub tags: Option<Vec<String>>,
    /// A note; sealed before it is kept.
    pub note: Option<String>,
}

impl Facts {
    /// The names of the facts that change, for the record.
    pub fn changed(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        let mut note = |there: bool, name| {
            if there {
                names.push(name);
            }
        };
        note(self.provider.is_some(), "provider");
        note(self.kind.is_some(), "kind");
        note(self.owner.is_some(), "owner");
        note(self.scopes.is_some(), "scopes");
        note(self.level.is_some(), "level");
        note(self.expires.is_some(), "expires");
        note(self.rotate_every.is_some(), "rotate-every");
        note(self.endpoint.is_some(), "endpoint");
        note(self.used_in.is_some(), "used-in");
        note(self.as_file.is_some(), "as-file");
        note(self.tags.is_some(), "tags");
        note(self.note.is_some(), "note");
        names
    }
}

/// How the record says whom a key belongs to now. It stands last among the facts of an edit, since a name may hold a comma.
pub fn owner_detail(owner: Option<&str>) -> String {
    owner.map_or_else(|| "no owner".to_owned(), |name| format!("owner {name}"))
}

/// Whom an edit of the record gave the key to: an inner none for nobody, an outer one where it did not say.
pub fn owner_in(detail: &str) -> Option<Option<&str>> {
    let mut rest = detail;
    loop {
        if rest == "no owner" {
            return Some(None);
        }
        if let Some(name) = rest.strip_prefix("owner ") {
            return Some(Some(name));
        }
        // Before it stand names of facts alone: what else is said of an edit is no list.
        let (fact, after) = rest.split_once(", ")?;
        if !fact.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') {
            return None;
        }
        rest = after;
    }
}

const ENDED_SINCE: &str = "of the key deleted by entry ";

/// What the record says where a person says of a key that is gone that its values ended: which deletion is meant, as an
/// earlier or a later key may have had the same name.
pub fn ended_since(deletion: u64) -> String {
    format!("{ENDED_SINCE}{deletion}")
}

/// Whether an entry's detail is of a key that was gone already.
pub fn is_ended_since(detail: &str) -> bool {
    detail.starts_with(ENDED_SINCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_tells_its_owner_behind_the_other_facts() {
        for owner in [None, Some("Mia"), Some("Mia, owner of all"), Some("platform, infra")] {
            let said = owner_detail(owner);
            assert_eq!(owner_in(&said), Some(owner), "{said}");
            assert_eq!(owner_in(&format!("scopes, rotate-every, {said}")), Some(owner), "{said}");
        }
        for other in ["", "scopes", "scopes, note", "the value is in Oslo, owner Mia", "Owner Mia"] {
            assert_eq!(owner_in(other), None, "{other}");
        }
    }
}
