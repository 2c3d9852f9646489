//! Reading secrets: one by hand, many at once. Every use is noted before the value is given out (a copy: `clip`).

use super::protocol::item_of;
use super::unnoted::Noted;
use super::{Error, Vault};
use crate::catalog::{Placement, Status, Version};
use crate::generate::Like;
use crate::model::{Key, KeyUid, Secret, Tail, Use, UseKind};
use crate::store::{Item, Purpose, SecretStore, StoreError};

impl Vault {
    /// The value of one key, for a use by hand. Plain keys need no unlocked vault.
    pub fn get(&mut self, uid: KeyUid, kind: UseKind, detail: Option<&str>) -> Result<Secret, Error> {
        let key = self.key(uid)?;
        let value = self.value_to_give(&key, kind)?;
        self.note_one_use(&key, kind, detail)?;
        Ok(value)
    }

    /// The same where `fits` takes the value; else none, and no use.
    pub fn get_fitting(
        &mut self,
        uid: KeyUid,
        kind: UseKind,
        fits: impl FnOnce(&Secret) -> bool,
    ) -> Result<Option<Secret>, Error> {
        let key = self.key(uid)?;
        let value = self.value_to_give(&key, kind)?;
        if !fits(&value) {
            return Ok(None);
        }
        self.note_one_use(&key, kind, None)?;
        Ok(Some(value))
    }

    /// A key's key id, for a use by hand: no secret, and so also of a disabled key, whose end at its provider may need
    /// it. Needs no unlocked vault.
    pub fn key_id(&mut self, uid: KeyUid, kind: UseKind) -> Result<String, Error> {
        let (key, key_id) = self.key_id_to_give(uid)?;
        self.note_key_id(&key, kind)?;
        Ok(key_id)
    }

    /// The same, to be noted by the caller.
    pub(super) fn key_id_to_give(&self, uid: KeyUid) -> Result<(Key, String), Error> {
        let key = self.key(uid)?;
        let key_id = key.key_id.clone().ok_or_else(|| Error::Refused("it has no key id. Add one first".into()))?;
        Ok((key, key_id))
    }

    pub(super) fn note_key_id(&self, key: &Key, kind: UseKind) -> Result<(), Error> {
        self.note_one_use(key, kind, Some("key id"))
    }

    /// The value of a key that may be used; noted by the caller before it goes anywhere. A disabled one is refused, which
    /// is noted at once.
    pub(super) fn value_to_give(&mut self, key: &Key, kind: UseKind) -> Result<Secret, Error> {
        if key.state.is_disabled() {
            self.went_without(std::slice::from_ref(key), kind, None);
            return Err(Error::Disabled);
        }
        match &key.plain_value {
            Some(text) => Ok(Secret::new(text.clone().into_bytes())),
            None => self.live_value(key),
        }
    }

    pub(super) fn note_one_use(&self, key: &Key, kind: UseKind, detail: Option<&str>) -> Result<(), Error> {
        let one = Use { at: self.now(), kind, detail: detail.map(str::to_owned) };
        let noted = self.catalog.write(|| {
            self.catalog.note_use(key.uid, &one)?;
            if self.is_open() {
                self.note(kind.act(), Some(key.reference.to_string()), one.detail.clone())?;
            }
            Ok(())
        });
        if self.noted_if_possible(noted)? == Noted::Not {
            self.note_later(key.uid, one);
        }
        Ok(())
    }

    /// The live secret of a key, without noting a use: for comparing and changing.
    pub(super) fn live_value(&mut self, key: &Key) -> Result<Secret, Error> {
        self.opened()?;
        let version = self.catalog.live_version(key.uid)?.ok_or(Error::ChangedMeanwhile)?;
        let mut values = self.values_of(std::slice::from_ref(&version))?;
        if key.missing {
            // It is there after all.
            let _ = self.noted_if_possible(self.catalog.write(|| Ok(self.catalog.set_missing(key.uid, false)?)))?;
        }
        values.pop().ok_or(Error::ChangedMeanwhile)
    }

    /// What the live value is like, for another to take its place; none where none like it is made. No use: the value stays here.
    pub fn like(&mut self, uid: KeyUid) -> Result<Option<Like>, Error> {
        let key = self.key(uid)?;
        // Opened to see of what it consists.
        Ok(Like::of(self.live_value(&key)?.expose()))
    }

    /// The values of many versions, those in the outside store by one bulk call. All or an error.
    pub(super) fn values_of(&mut self, versions: &[Version]) -> Result<Vec<Secret>, Error> {
        let error = match self.read_values(versions) {
            Err(error) => error,
            values => return values,
        };
        // Another program may have moved them to another store since their rows were read.
        let mut now = Vec::with_capacity(versions.len());
        for version in versions {
            now.push(self.catalog.version(version.id)?.ok_or(Error::ChangedMeanwhile)?);
        }
        let stands = |(now, then): (&Version, &Version)| (now.placement, now.nonce) == (then.placement, then.nonce);
        if self.follow_store()? || !now.iter().zip(versions).all(stands) {
            return self.read_values(&now);
        }
        Err(error)
    }

    fn read_values(&mut self, versions: &[Version]) -> Result<Vec<Secret>, Error> {
        let deadline = self.world.deadline;
        let items: Vec<Item> = versions.iter().filter(|v| v.placement == Placement::Outside).map(item_of).collect();
        let mut outside = Vec::new();
        if !items.is_empty() {
            let store = self.outside.as_mut().ok_or(Error::Damaged)?;
            outside = store.get_many(&items, deadline)?;
        }
        let mut outside = outside.into_iter();
        let mut sealed = self.sealed()?;
        let mut values = Vec::with_capacity(versions.len());
        for version in versions {
            let value = match version.placement {
                Placement::Outside => {
                    outside.next().unwrap_or_else(|| Err(StoreError::NotFound { store: self.store_title() }))
                }
                Placement::Sealed => sealed.get(&item_of(version), deadline),
                Placement::None => return Err(Error::IsPlain("Its value is in the list")),
            };
            match value {
                Ok(value) => {
                    // A value another program changed must not be handed out as ours.
                    let print = self.opened()?.sealer.fingerprint(&value);
                    if version.fingerprint.is_some_and(|kept| kept != print) {
                        return Err(Error::Store(StoreError::Malformed { store: self.store_title() }));
                    }
                    values.push(value);
                }
                // An item without its value is all that a keychain kept which ended before it wrote.
                Err(StoreError::NotFound { store } | StoreError::Empty { store }) => {
                    self.surely_reachable()?;
                    // An older one that is lost says nothing of the value in force.
                    if version.status == Status::Live {
                        self.catalog.write::<_, Error>(|| Ok(self.catalog.set_missing(version.key, true)?))?;
                    }
                    return Err(Error::Store(StoreError::NotFound { store }));
                }
                Err(other) => return Err(other.into()),
            }
        }
        Ok(values)
    }

    /// A key's note, opened.
    pub fn note_of(&self, uid: KeyUid) -> Result<Option<String>, Error> {
        let Some(sealed) = self.catalog.note(uid)? else { return Ok(None) };
        let opened = self.opened()?.sealer.open(Purpose::Note(uid.0), &sealed).map_err(|_| Error::Damaged)?;
        // Opened to be shown: a note is no secret value, but is sealed all the same.
        Ok(opened.expose_str().map(str::to_owned))
    }

    /// The last four characters of each key that may show them, by its number.
    pub fn tails(&self) -> Result<Vec<(KeyUid, Tail)>, Error> {
        let opened = self.opened()?;
        let mut tails = Vec::new();
        self.catalog.each_tail(|uid, sealed| {
            let opened = opened.sealer.open(Purpose::Tail(uid.0), sealed).ok();
            // Opened to be shown behind the dots.
            tails.extend(opened.and_then(|tail| Tail::new(tail.expose_str()?)).map(|tail| (uid, tail)));
        })?;
        Ok(tails)
    }

    /// A key's latest uses, newest first.
    pub fn uses(&self, uid: KeyUid, most: u32) -> Result<Vec<Use>, Error> {
        Ok(self.catalog.uses(uid, most)?)
    }
}
