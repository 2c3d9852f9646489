//! Changing facts and names; moving a key; copying it to another environment.

use super::protocol::unwatched;
use super::{Error, NewKeyWish, Value, Vault};
use crate::model::{ActivityKind, Facts, KeyRef, KeyUid, Kind, Level, RotateEvery, VariableName, owner_detail};

impl Vault {
    /// Changes facts, and gives the key another name where one is given.
    pub fn edit(&mut self, uid: KeyUid, facts: &Facts, rename: Option<&VariableName>) -> Result<(), Error> {
        self.edit_plain(uid, facts, rename, None)
    }

    /// The same with another value, where one is given.
    ///
    /// # Errors
    /// As [`Vault::edit`]; a value for a key with a secret is refused, for that is rotated.
    pub fn edit_plain(
        &mut self,
        uid: KeyUid,
        facts: &Facts,
        rename: Option<&VariableName>,
        value: Option<&str>,
    ) -> Result<(), Error> {
        self.opened()?;
        let before = self.key(uid)?;
        self.refuse_readable(facts, Some(&before))?;
        rename.into_iter().try_for_each(|name| self.refuse_name(name))?;
        let new_value = value;
        if new_value.is_some() && !before.is_plain() {
            return Err(Error::Refused("it holds a secret. Rotate it instead".into()));
        }
        // Strength and last characters depend on the kind. The value is read first: a store that does not answer
        // leaves everything as it was.
        let live = self.catalog.live_version(uid)?.map(|version| version.id);
        let value = match facts.kind {
            Some(kind) if kind != before.kind && kind != Kind::Plain && !before.is_plain() => {
                Some(self.live_value(&before)?)
            }
            _ => None,
        };
        self.catalog.write(|| {
            let mut key = self.catalog.key(uid)?.ok_or(Error::ChangedMeanwhile)?;
            let owner = key.owner.clone();
            self.apply_facts(&mut key, facts)?;
            let had = key.plain_value.clone();
            if let Some(text) = new_value {
                key.plain_value = Some(text.to_owned());
            }
            self.catalog.set_facts(&key)?;
            if let Some(value) = &value {
                if self.catalog.live_version(uid)?.map(|version| version.id) != live {
                    return Err(Error::ChangedMeanwhile);
                }
                self.note_secret_facts(uid, value)?;
            }
            // Of the owner more is told than that it changed.
            let names = facts.changed().into_iter().filter(|name| *name != "owner");
            let mut changed: Vec<String> = names.map(str::to_owned).collect();
            if key.plain_value != had {
                changed.push("value".to_owned());
            }
            if key.owner != owner {
                changed.push(owner_detail(key.owner.as_deref()));
            }
            if !changed.is_empty() {
                self.note(ActivityKind::Edited, Some(key.reference.to_string()), Some(changed.join(", ")))?;
            }
            if let Some(name) = rename {
                let to = key.place().key(name);
                self.place_again(uid, &to, ActivityKind::Renamed)?;
            }
            Ok(())
        })
    }

    /// Moves a key to another place or name.
    pub fn move_key(&mut self, uid: KeyUid, to: &KeyRef) -> Result<(), Error> {
        self.opened()?;
        if self.key(uid)?.reference.name != to.name {
            self.refuse_name(&to.name)?;
        }
        self.catalog.write(|| self.place_again(uid, to, ActivityKind::Moved))
    }

    pub(super) fn place_again(&self, uid: KeyUid, to: &KeyRef, act: ActivityKind) -> Result<(), Error> {
        let key = self.catalog.key(uid)?.ok_or(Error::ChangedMeanwhile)?;
        let place = self.ensure_place(to)?;
        for name in std::iter::once(&to.name).chain(key.key_id_name.as_ref()) {
            match self.catalog.find_name(place.environment, name)? {
                Some((other, _)) if other != uid => {
                    return Err(Error::Exists(format!("{}/{name}", place.place)));
                }
                _ => {}
            }
        }
        if key.key_id_name.as_ref().is_some_and(|n| n.as_str().eq_ignore_ascii_case(to.name.as_str())) {
            return Err(Error::IsKeyId(to.to_string()));
        }
        self.catalog.place_key(uid, place.environment, &to.name, key.key_id_name.as_ref())?;
        self.note(act, Some(to.to_string()), Some(format!("from {}", key.reference)))
    }

    /// A second key with the same value and facts.
    pub fn duplicate(&mut self, uid: KeyUid, to: &KeyRef) -> Result<KeyUid, Error> {
        let key = self.key(uid)?;
        if key.reference.name != to.name {
            self.refuse_name(&to.name)?;
        }
        let value = match &key.plain_value {
            Some(text) => Value::Plain(text.clone()),
            None => Value::Secret(self.live_value(&key)?),
        };
        let note = self.note_of(uid)?;
        let facts = Facts {
            provider: key.provider.clone(),
            kind: Some(key.kind),
            owner: key.owner.clone(),
            scopes: Some(key.scopes.clone()),
            level: Some(key.level.map(|level: Level| level)),
            expires: match key.expiry {
                crate::model::Expiry::NotKnown => None,
                crate::model::Expiry::Never => Some(crate::model::DateWish::Never),
                crate::model::Expiry::On(date) => Some(crate::model::DateWish::On(date)),
            },
            rotate_every: Some(key.rotate_every).filter(|every| *every != RotateEvery::AsSettings),
            endpoint: key.endpoint.clone(),
            used_in: None,
            as_file: Some(key.as_file),
            tags: Some(key.tags.clone()),
            note,
        };
        let wish = NewKeyWish {
            reference: to.clone(),
            value,
            key_id: key.key_id.clone(),
            key_id_name: key.key_id_name.clone(),
            facts,
            replace: false,
            age_known: key.age_known,
            act: ActivityKind::Duplicated,
        };
        match wish.value {
            Value::Plain(_) => self.catalog.write(|| self.stage_add(wish).map(|(uid, _)| uid)),
            Value::Secret(_) => {
                let keys = self.save(|vault| Ok(vault.stage_add(wish)?.1.into_iter().collect()), &mut unwatched)?;
                keys.first().copied().ok_or(Error::ChangedMeanwhile)
            }
        }
    }
}
