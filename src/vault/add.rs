//! Adding a key, and replacing one that stands there.

use std::time::Duration;

use super::protocol::{Put, unwatched};
use super::readable::refuse_own_value;
use super::{Error, Vault};
use crate::catalog::{NameFound, NewKey, NewVersion, PlaceFound, Placement, Status};
use crate::detect;
use crate::model::{ActivityKind, DateWish, Expiry, Facts, Key, KeyRef, KeyUid, Kind, Secret, UsedIn, VariableName};
use crate::store::Purpose;

/// A new key's value.
#[derive(Debug)]
pub enum Value {
    /// To be kept in the store.
    Secret(Secret),
    /// To lie readable in the catalog.
    Plain(String),
}

/// A key to be added.
#[derive(Debug)]
pub struct NewKeyWish {
    /// Where and under which name.
    pub reference: KeyRef,
    /// Its value.
    pub value: Value,
    /// The pair's public half.
    pub key_id: Option<String>,
    /// The variable that carries the key id; where it is not said, the provider's usual one.
    pub key_id_name: Option<VariableName>,
    /// Its facts.
    pub facts: Facts,
    /// Replace one that stands there: its secret is kept as an old version.
    pub replace: bool,
    /// False for an imported key whose real age nobody told.
    pub age_known: bool,
    /// `Added` or `Imported`.
    pub act: ActivityKind,
}

impl NewKeyWish {
    /// A key of which no more is said than its value.
    pub fn new(reference: KeyRef, value: Value) -> Self {
        Self {
            reference,
            value,
            key_id: None,
            key_id_name: None,
            facts: Facts::default(),
            replace: false,
            age_known: true,
            act: ActivityKind::Added,
        }
    }
}

impl Vault {
    /// Adds a key. Projects and environments come into being with it.
    pub fn add(&mut self, wish: NewKeyWish) -> Result<KeyUid, Error> {
        self.opened()?;
        self.refuse_readable(&wish.facts, None)?;
        if let Value::Secret(value) = &wish.value {
            refuse_own_value(&wish.facts, value)?;
        }
        self.refuse_key_id(wish.key_id.as_deref().unwrap_or_default())?;
        std::iter::once(&wish.reference.name).chain(&wish.key_id_name).try_for_each(|name| self.refuse_name(name))?;
        if wish.replace
            && let Some(place) = self.catalog.place(&wish.reference.place).ok().flatten()
            && let Some((uid, NameFound::Own)) = self.catalog.find_name(place.environment, &wish.reference.name)?
        {
            self.settle_key(uid)?;
        }
        let keys = match wish.value {
            Value::Plain(_) => {
                let uid = self.catalog.write(|| self.stage_add(wish).map(|(uid, _)| uid))?;
                vec![uid]
            }
            Value::Secret(_) => self.save(
                |vault| {
                    let (_, put) = vault.stage_add(wish)?;
                    Ok(put.into_iter().collect())
                },
                &mut unwatched,
            )?,
        };
        let _ = self.forget_due();
        let _ = self.drop_old_activity();
        keys.first().copied().ok_or(Error::ChangedMeanwhile)
    }

    /// Makes the rows of a new key inside the caller's transaction. A plain one is done with that; a secret one comes
    /// back as what is to be put.
    pub(super) fn stage_add(&self, wish: NewKeyWish) -> Result<(KeyUid, Option<Put>), Error> {
        if let (Value::Secret(secret), Some(key_id)) = (&wish.value, &wish.key_id) {
            check_key_id(secret, key_id)?;
        }
        let place = self.ensure_place(&wish.reference)?;
        if let Some((uid, found)) = self.catalog.find_name(place.environment, &wish.reference.name)? {
            return match found {
                NameFound::Own if wish.replace => self.stage_replace(uid, wish),
                NameFound::Own => Err(Error::Exists(wish.reference.to_string())),
                NameFound::KeyId => Err(Error::IsKeyId(wish.reference.to_string())),
                NameFound::Twin(kept) => Err(Error::Twin(format!("{}/{kept}", wish.reference.place))),
            };
        }
        let kind = decide_kind(&wish)?;
        let key_id_name = wish.key_id_name.clone().or_else(|| usual_key_id_name(&wish));
        if let Some(name) = &key_id_name {
            self.check_key_id_name(&place, name, &wish.reference)?;
        }
        let plain_value = match &wish.value {
            Value::Plain(text) => Some(text.as_str()),
            Value::Secret(_) => None,
        };
        let now = self.now();
        let uid = self.catalog.add_key(&NewKey {
            environment: place.environment,
            name: &wish.reference.name,
            key_id: wish.key_id.as_deref(),
            key_id_name: key_id_name.as_ref(),
            kind,
            plain_value,
            age_known: wish.age_known,
            created_at: now,
        })?;
        let mut key = Key::new(uid, wish.reference.clone(), kind, now);
        key.key_id.clone_from(&wish.key_id);
        key.plain_value = plain_value.map(str::to_owned);
        key.provider = recognised_provider(&wish);
        let me = self.catalog.settings()?.me;
        key.owner = (!me.is_empty() && kind != Kind::Plain).then_some(me);
        self.apply_facts(&mut key, &wish.facts)?;
        self.catalog.set_facts(&key)?;
        match wish.value {
            Value::Plain(_) => {
                self.add_plain_version(uid)?;
                self.note(wish.act, Some(wish.reference.to_string()), Some("plain".into()))?;
                Ok((uid, None))
            }
            Value::Secret(value) => {
                let put = Put {
                    key: uid,
                    made_from: None,
                    value,
                    kind: None,
                    key_id: wish.key_id,
                    ends: None,
                    act: wish.act,
                    detail: None,
                    keep: Duration::ZERO,
                };
                Ok((uid, Some(put)))
            }
        }
    }

    /// Replaces the value of a key that stands there; facts given are changed, the others stay. A secret lives, with
    /// its key id, only once it is saved.
    fn stage_replace(&self, uid: KeyUid, wish: NewKeyWish) -> Result<(KeyUid, Option<Put>), Error> {
        let mut key = self.catalog.key(uid)?.ok_or(Error::BeingChanged)?;
        if self.catalog.intent_of(uid)?.is_some() {
            return Err(Error::BeingChanged);
        }
        let settings = self.catalog.settings()?;
        let crosses = key.is_plain() != matches!(wish.value, Value::Plain(_));
        // The kind changes with the value, not before it.
        let kind = if crosses { Some(decide_kind(&wish)?) } else { None };
        let facts = Facts { kind: if crosses { None } else { wish.facts.kind }, ..wish.facts };
        self.apply_facts(&mut key, &facts)?;
        if wish.key_id_name.is_some() && wish.key_id_name != key.key_id_name {
            let place = self.catalog.place(key.place())?.ok_or(Error::ChangedMeanwhile)?;
            if let Some(name) = &wish.key_id_name {
                self.check_key_id_name(&place, name, &wish.reference)?;
            }
            self.catalog.place_key(uid, place.environment, &key.reference.name, wish.key_id_name.as_ref())?;
        }
        match wish.value {
            Value::Plain(text) => {
                if crosses {
                    let now = self.now();
                    let keep = chrono::Duration::days(i64::from(settings.keep_old_days));
                    self.catalog.step_back(uid, now, now + keep)?;
                    self.add_plain_version(uid)?;
                    self.catalog.set_secret_facts(uid, false, false, None)?;
                }
                key.kind = Kind::Plain;
                key.plain_value = Some(text);
                if wish.key_id.is_some() {
                    key.key_id = wish.key_id;
                }
                self.catalog.set_facts(&key)?;
                let subject = Some(wish.reference.to_string());
                self.note(wish.act, subject, Some("replaced by a plain value".into()))?;
                Ok((uid, None))
            }
            Value::Secret(value) => {
                self.catalog.set_facts(&key)?;
                let put = Put {
                    key: uid,
                    made_from: self.catalog.live_version(uid)?.map(|version| version.id),
                    value,
                    kind,
                    key_id: wish.key_id,
                    ends: None,
                    act: wish.act,
                    detail: Some("replaced".into()),
                    keep: Duration::from_secs(u64::from(settings.keep_old_days) * 86_400),
                };
                Ok((uid, Some(put)))
            }
        }
    }

    pub(super) fn add_plain_version(&self, uid: KeyUid) -> Result<(), Error> {
        self.catalog.add_version(&NewVersion {
            key: uid,
            number: self.catalog.next_version_number(uid)?,
            status: Status::Live,
            placement: Placement::None,
            nonce: self.nonce(),
            fingerprint: None,
            key_id: None,
            made_at: self.now(),
        })?;
        Ok(())
    }

    pub(super) fn ensure_place(&self, reference: &KeyRef) -> Result<PlaceFound, Error> {
        self.ensure_place_of(&reference.place)
    }

    pub(super) fn check_key_id_name(&self, place: &PlaceFound, name: &VariableName, of: &KeyRef) -> Result<(), Error> {
        if name.as_str().eq_ignore_ascii_case(of.name.as_str()) {
            return Err(Error::Refused(format!(
                "{name} can't be both the secret's and the key id's name. Choose another"
            )));
        }
        match self.catalog.find_name(place.environment, name)? {
            Some(_) => Err(Error::Exists(format!("{}/{name}", of.place))),
            None => Ok(()),
        }
    }

    /// Writes the facts asked for into `key`; the note is sealed and kept at once.
    pub(super) fn apply_facts(&self, key: &mut Key, facts: &Facts) -> Result<(), Error> {
        let text = |wish: &Option<String>, fact: &mut Option<String>| {
            if let Some(wish) = wish {
                *fact = (!wish.is_empty()).then(|| wish.clone());
            }
        };
        if let Some(kind) = facts.kind {
            match (kind == Kind::Plain, key.is_plain()) {
                (true, false) => return Err(Error::HoldsSecret),
                (false, true) => {
                    return Err(Error::IsPlain("Add it anew with its secret and --replace"));
                }
                _ => key.kind = kind,
            }
        }
        if let Some(provider) = &facts.provider {
            let known = detect::find(provider).map(|known| known.name.to_owned());
            key.provider = (!provider.is_empty()).then(|| known.unwrap_or_else(|| provider.clone()));
        }
        text(&facts.owner, &mut key.owner);
        text(&facts.endpoint, &mut key.endpoint);
        if let Some(scopes) = &facts.scopes {
            key.scopes.clone_from(scopes);
        }
        if let Some(level) = facts.level {
            key.level = level;
        }
        if let Some(expires) = facts.expires {
            key.expiry = self.resolve(expires)?;
        }
        if let Some(rotate_every) = facts.rotate_every {
            key.rotate_every = rotate_every;
        }
        if let Some(used_in) = &facts.used_in {
            key.used_in = used_in.iter().map(|place| UsedIn { place: place.clone() }).collect();
        }
        if let Some(as_file) = facts.as_file {
            key.as_file = as_file;
        }
        if let Some(tags) = &facts.tags {
            key.tags.clone_from(tags);
        }
        if let Some(note) = &facts.note {
            let sealer = &self.opened()?.sealer;
            let random = self.world.random.as_ref();
            let sealed = (!note.is_empty()).then(|| sealer.seal(Purpose::Note(key.uid.0), note.as_bytes(), random));
            self.catalog.set_note(key.uid, sealed.as_deref())?;
        }
        Ok(())
    }

    pub(super) fn resolve(&self, wish: DateWish) -> Result<Expiry, Error> {
        Ok(match wish {
            DateWish::Never => Expiry::Never,
            DateWish::NotKnown => Expiry::NotKnown,
            DateWish::On(date) => Expiry::On(date),
            DateWish::InDays(days) => {
                let date = self.world.clock.today().checked_add_days(chrono::Days::new(u64::from(days)));
                Expiry::On(
                    date.ok_or_else(|| Error::Refused("that day is past the calendar. Use a nearer one".into()))?,
                )
            }
        })
    }
}

/// A key id lies readable in the catalog, in exports and in the window: the secret must not.
pub(super) fn check_key_id(secret: &Secret, key_id: &str) -> Result<(), Error> {
    // Opened to be told from it.
    if secret.expose().trim_ascii() == key_id.trim().as_bytes() {
        return Err(Error::Refused("the key id is the secret itself. Give the id that goes with it".into()));
    }
    Ok(())
}

fn decide_kind(wish: &NewKeyWish) -> Result<Kind, Error> {
    match (&wish.value, wish.facts.kind) {
        (Value::Plain(_), None | Some(Kind::Plain)) => Ok(Kind::Plain),
        (Value::Plain(_), Some(_)) => Err(Error::Refused("a plain value has the kind plain. Leave --kind out".into())),
        (Value::Secret(_), Some(Kind::Plain)) => {
            Err(Error::Refused("a secret can't have the kind plain. Give it with --plain instead".into()))
        }
        (Value::Secret(_), Some(kind)) => Ok(kind),
        // Opened to see what it looks like.
        (Value::Secret(secret), None) => Ok(detect::kind_of(wish.reference.name.as_str(), secret.expose())),
    }
}

fn recognised_provider(wish: &NewKeyWish) -> Option<String> {
    match &wish.value {
        Value::Plain(_) => None,
        Value::Secret(secret) => {
            // Opened to see whose it looks like.
            detect::recognise(wish.reference.name.as_str(), secret.expose()).map(|r| r.provider.name.to_owned())
        }
    }
}

fn usual_key_id_name(wish: &NewKeyWish) -> Option<VariableName> {
    wish.key_id.as_ref()?;
    detect::key_id_pair(wish.reference.name.as_str()).and_then(|name| VariableName::new(name).ok())
}
