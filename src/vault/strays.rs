//! Secrets in a keychain that lie under this vault's number and that no key names: what a crash, an old copy of the catalog or
//! another program left. They are taken in where that can be done, named where it can't, and never deleted.

use std::collections::HashSet;

use chrono::Duration;

use super::doctor::Complaint;
use super::protocol::item_of;
use super::{Error, Vault};
use crate::catalog::{MetaName, NewVersion, Placement, Status, Version};
use crate::model::{ActivityKind, EnvRef, KeyUid, Kind, Secret, VariableName};
use crate::store::{Item, StoreError, VaultId};

/// What can be done about those that can't be taken in.
const LOOK_THERE: &str =
    "Look in the keychain's own program for items that begin with Keyloft:, and delete there what nobody needs.";

/// Items of this vault that no row names.
#[derive(Debug, Default)]
pub(super) struct Strays {
    /// Those that can be taken in.
    pub takeable: Vec<Item>,
    /// Those that can't: another program changed them, or their key has another value under their number.
    pub stuck: Vec<Item>,
}

fn secrets(count: usize) -> String {
    if count == 1 { "1 secret".into() } else { format!("{count} secrets") }
}

impl Vault {
    /// Looks for them in the keychain that is in use. Empty ones are passed over: they are left by a keychain that was
    /// killed while it made them, and there is nothing in them to take in.
    pub(super) fn strays(&mut self) -> Result<Strays, Error> {
        let mut known: HashSet<Item> = self.catalog.versions_with_values()?.iter().map(item_of).collect();
        known.extend(self.catalog.versions_going()?.iter().map(item_of));
        for intent in self.catalog.intents()? {
            known.extend(self.catalog.versions_of(intent.key)?.iter().map(item_of));
        }
        let mut items: Vec<Item> = self
            .items_there()?
            .into_iter()
            .filter(|item| matches!(item, Item::Version { .. }) && !known.contains(item))
            .collect();
        items.sort();
        let mut strays = Strays::default();
        let Some(store) = self.outside.as_mut().filter(|_| !items.is_empty()) else { return Ok(strays) };
        let values = store.get_many(&items, self.world.deadline)?;
        for (item, value) in items.into_iter().zip(values) {
            match (value, self.standing_under(&item)?) {
                (Err(StoreError::Empty { .. }), _) => {}
                (Err(StoreError::Malformed { .. }), _) => strays.stuck.push(item),
                (_, None) => strays.takeable.push(item),
                (Ok(value), Some(row)) if self.is_back(&row, &item, &value)? => strays.takeable.push(item),
                (_, Some(_)) => strays.stuck.push(item),
            }
        }
        Ok(strays)
    }

    /// What the item's key has under its number: a row can't name two values.
    fn standing_under(&self, item: &Item) -> Result<Option<Version>, Error> {
        let Item::Version { key, version, .. } = *item else { return Ok(None) };
        Ok(self.catalog.versions_of(KeyUid(key))?.into_iter().find(|one| one.number == version))
    }

    /// Whether it is the very value of an old version that was thought gone.
    fn is_back(&self, row: &Version, item: &Item, value: &Secret) -> Result<bool, Error> {
        let gone = row.status == Status::Gone && row.placement == Placement::None && row.replaced_at.is_some();
        Ok(gone && item_of(row) == *item && row.fingerprint == Some(self.opened()?.sealer.fingerprint(value)))
    }

    /// Those in the keychain that is in use, and those that a move left in one.
    pub(super) fn examine_strays(&mut self) -> Result<Vec<Complaint>, Error> {
        let Strays { takeable, stuck } = self.strays()?;
        let mut complaints = Vec::new();
        if !takeable.is_empty() {
            complaints.push(Complaint {
                id: "stray-items",
                text: format!(
                    "{} holds {} of this vault that no key names",
                    self.store_title(),
                    secrets(takeable.len())
                ),
                advice: "`keyloft doctor --fix` takes them in under recovered/keychain; none is deleted.".into(),
                mendable: true,
            });
        }
        if !stuck.is_empty() {
            complaints.push(Complaint {
                id: "stuck-items",
                text: format!(
                    "{} holds {} of this vault that no key names and that can't be taken in: another program changed it, \
                     or its key has another value in its place",
                    self.store_title(),
                    secrets(stuck.len())
                ),
                advice: LOOK_THERE.into(),
                mendable: false,
            });
        }
        let left = self.look_for_left_items()?;
        if left > 0 {
            complaints.push(Complaint {
                id: "left-items",
                text: format!(
                    "A keychain holds {} of this vault that could not be taken along when the secrets were moved",
                    secrets(left)
                ),
                advice: LOOK_THERE.into(),
                mendable: false,
            });
        }
        Ok(complaints)
    }

    /// A stray becomes an old version of its key, or a key of its own where that is gone.
    pub(super) fn adopt(&mut self, item: &Item) -> Result<Option<String>, Error> {
        let Item::Version { key, version: number, nonce } = *item else { return Ok(None) };
        let deadline = self.world.deadline;
        let store = self.outside.as_mut().ok_or(Error::Damaged)?;
        let value = match store.get(item, deadline) {
            Ok(value) => value,
            // Changed by another program: it is left, and named again next time.
            Err(StoreError::Malformed { .. }) => return Ok(None),
            Err(other) => return Err(other.into()),
        };
        let uid = KeyUid(key);
        let fingerprint = Some(self.opened()?.sealer.fingerprint(&value));
        let now = self.now();
        self.catalog.write(|| {
            self.same_store()?;
            let exists = self.catalog.reference_of(uid)?.is_some();
            if !exists {
                let place = self.catalog.ensure_place(&EnvRef::new("recovered", "keychain")?)?;
                let name = VariableName::new(&format!("RECOVERED_{key}"))?;
                self.catalog.add_key_as(uid, place.environment, &name, Kind::Other, now)?;
            }
            match self.standing_under(item)? {
                Some(row) if self.is_back(&row, item, &value)? => {
                    self.catalog.take_back_as_old(row.id, now + self.keep_of_strays()?)?;
                    return self.note_taken_in(uid).map(Some);
                }
                Some(_) => return Ok(None),
                None => {}
            }
            let id = self.catalog.add_version(&NewVersion {
                key: uid,
                number,
                status: if exists { Status::Pending } else { Status::Live },
                placement: Placement::Outside,
                nonce,
                fingerprint,
                key_id: None,
                made_at: now,
            })?;
            if exists {
                self.catalog.keep_as_old(id, now, now + self.keep_of_strays()?)?;
            } else {
                self.note_secret_facts(uid, &value)?;
            }
            self.note_taken_in(uid).map(Some)
        })
    }

    /// Gives the key's name.
    fn note_taken_in(&self, uid: KeyUid) -> Result<String, Error> {
        let reference = self.reference_text(uid)?.ok_or(Error::ChangedMeanwhile)?;
        self.note(ActivityKind::Mended, Some(reference.clone()), Some("taken in from the keychain".into()))?;
        Ok(reference)
    }

    /// For how long an old value that is taken in can be put back.
    fn keep_of_strays(&self) -> Result<Duration, Error> {
        Ok(Duration::days(i64::from(self.catalog.settings()?.keep_old_days.max(30))))
    }

    /// Inside the caller's transaction: a move leaves these in the keychain.
    pub(super) fn note_left_items(&self, items: &[Item]) -> Result<(), Error> {
        if items.is_empty() {
            return Ok(());
        }
        let mut left = self.noted_left_items()?;
        left.extend(items.iter().map(|item| (self.space, *item)));
        self.write_left_items(&left)
    }

    /// How many secrets moves left in a keychain, as far as is known.
    pub fn left_items(&self) -> Result<usize, Error> {
        Ok(self.noted_left_items()?.len())
    }

    fn noted_left_items(&self) -> Result<Vec<(VaultId, Item)>, Error> {
        let text = self.catalog.meta(MetaName::LeftItems)?.unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let read = |line: &str| {
            let (space, item) = line.split_once(' ')?;
            Some((VaultId::parse(space)?, Item::parse(item)?))
        };
        Ok(text.lines().filter_map(read).collect())
    }

    fn write_left_items(&self, left: &[(VaultId, Item)]) -> Result<(), Error> {
        let lines: Vec<String> = left.iter().map(|(space, item)| format!("{space} {}", item.to_text())).collect();
        if lines.is_empty() {
            self.catalog.drop_meta(MetaName::LeftItems)?;
        } else {
            self.catalog.set_meta(MetaName::LeftItems, lines.join("\n").as_bytes())?;
        }
        Ok(())
    }

    /// Forgets those that are not there any more, where their keychain answers; gives how many are left.
    fn look_for_left_items(&mut self) -> Result<usize, Error> {
        let noted = self.noted_left_items()?;
        let mut there: HashSet<(VaultId, Item)> = HashSet::new();
        for (space, _) in &noted {
            if there.iter().any(|(seen, _)| seen == space) {
                continue;
            }
            let mut store = (self.world.keychain)(*space);
            let patience = self.world.deadline.min(super::moving::PATIENCE);
            match store.probe(patience).and_then(|()| store.list(patience)) {
                Ok(items) => there.extend(items.into_iter().map(|item| (*space, item))),
                // Locked, or none at all: nothing is known of them.
                Err(_) => there.extend(noted.iter().filter(|(of, _)| of == space)),
            }
        }
        let left: Vec<_> = noted.iter().filter(|one| there.contains(one)).copied().collect();
        if left.len() < noted.len() {
            self.catalog.write(|| self.write_left_items(&left))?;
        }
        Ok(left.len())
    }
}
