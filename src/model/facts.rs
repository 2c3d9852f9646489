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
