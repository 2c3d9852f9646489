//! What is wrong with a vault and its keychain, and mending what can be mended. Nothing is ever deleted here.

use std::collections::HashSet;

use super::altered::Spoilt;
use super::protocol::item_of;
use super::{Error, RecordState, Vault};
use crate::catalog::{MetaName, Placement, Status};
use crate::model::{ActivityKind, KeyUid};
use crate::store::{Item, ItemFacts, StoreError, VaultId};

/// One thing that is wrong, or worth knowing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// A short word for programs.
    pub id: &'static str,
    /// What is wrong, for people.
    pub text: String,
    /// What can be done about it.
    pub advice: String,
    /// True where `doctor --fix` mends it.
    pub mendable: bool,
}

/// One thing that was mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// What was done, for people.
    pub text: String,
}

impl Vault {
    /// Looks at the file, without unlocking.
    pub fn examine_file(&self) -> Result<Vec<Complaint>, Error> {
        let mut complaints = Vec::new();
        if let Some(reason) = self.catalog.integrity()? {
            complaints.push(Complaint {
                id: "damaged",
                text: format!("The vault's file is damaged: {reason}"),
                advice: "Restore a backup.".into(),
                mendable: false,
            });
        }
        if let Some(other) = self.copied_from()? {
            complaints.push(Complaint {
                id: "copied-home",
                text: format!("This vault is a copy of {other}; both would change the same keychain items"),
                advice: "`keyloft doctor --fix` gives it items of its own.".into(),
                mendable: true,
            });
        }
        let begun = self.catalog.intents()?.len();
        if begun > 0 {
            complaints.push(Complaint {
                id: "unfinished",
                text: format!(
                    "{begun} {} begun and not finished",
                    if begun == 1 { "change was" } else { "changes were" }
                ),
                advice: "Unlock the keychain; `keyloft doctor --fix` finishes them.".into(),
                mendable: true,
            });
        }
        let left = self.catalog.copies()?.len();
        if left > 0 && !self.is_being_moved()? {
            complaints.push(Complaint {
                id: "unfinished-move",
                text: format!(
                    "{} of a move to another store {} left to be taken away; every secret is where it belongs",
                    if left == 1 { "1 copy".into() } else { format!("{left} copies") },
                    if left == 1 { "is" } else { "are" },
                ),
                advice: "Unlock the keychain; `keyloft doctor --fix` takes them away.".into(),
                mendable: true,
            });
        }
        Ok(complaints)
    }

    /// Looks into the store and at the record; the vault has to be open.
    pub fn examine_store(&mut self) -> Result<Vec<Complaint>, Error> {
        self.opened()?;
        self.follow_store()?;
        let mut complaints = Vec::new();
        if let RecordState::Broken { first_bad, untrusted, .. } = self.verify_activity()? {
            complaints.push(Complaint {
                id: "record-broken",
                text: format!("The record was changed outside Keyloft: {untrusted} entries from number {first_bad} on can't be trusted"),
                advice: "`keyloft activity --verify` names the first one.".into(),
                mendable: false,
            });
        }
        let mut missing = self.look_for_missing()?;
        let Spoilt { altered, mut empty } = self.look_for_spoilt()?;
        empty.retain(|key| !missing.contains(key));
        for key in &empty {
            self.catalog.write::<_, Error>(|| Ok(self.catalog.set_missing(*key, true)?))?;
        }
        missing.append(&mut empty);
        for key in missing {
            let reference = self.reference_text(key)?.unwrap_or_default();
            complaints.push(Complaint {
                id: "missing",
                text: format!("{reference}: {} does not hold its secret", self.store_title()),
                advice: "Rotate it to a new value, or restore a backup.".into(),
                mendable: false,
            });
        }
        for (key, number) in self.look_for_lost_old()? {
            let reference = self.reference_text(key)?.unwrap_or_default();
            complaints.push(Complaint {
                id: "old-lost",
                text: format!(
                    "{reference}: {} no longer holds its old value (version {number}); it is noted that it can't be put back",
                    self.store_title()
                ),
                advice: "End it at its provider if it still works there, and say so with `keyloft ended`.".into(),
                mendable: false,
            });
        }
        for key in altered {
            let reference = self.reference_text(key)?.unwrap_or_default();
            complaints.push(Complaint {
                id: "altered",
                text: format!("{reference}: what lies in {} is not what was saved", self.store_title()),
                advice: "Rotate it to a new value, or restore a backup.".into(),
                mendable: false,
            });
        }
        complaints.extend(self.examine_strays()?);
        Ok(complaints)
    }

    /// Notes at each key whether the store holds its live secret; gives those it surely does not hold.
    fn look_for_missing(&mut self) -> Result<Vec<KeyUid>, Error> {
        self.surely_reachable()?;
        let versions: Vec<_> =
            self.catalog.versions_with_values()?.into_iter().filter(|v| v.status == Status::Live).collect();
        let there = self.items_there()?;
        let mut sealed_there = HashSet::new();
        {
            use crate::store::SecretStore;
            sealed_there.extend(self.sealed()?.list(self.world.deadline)?);
        }
        let mut missing = Vec::new();
        for version in &versions {
            let item = item_of(version);
            let listed = match version.placement {
                Placement::Outside => there.contains(&item),
                Placement::Sealed => sealed_there.contains(&item),
                Placement::None => true,
            };
            // One that was found empty is listed, and is to be read before it is believed.
            let was_missing = self.catalog.key(version.key)?.is_some_and(|key| key.missing);
            let gone = !listed || was_missing && self.is_surely_lost(version)?;
            if gone && self.catalog.intent_of(version.key)?.is_none() {
                missing.push(version.key);
            }
        }
        self.catalog.write(|| {
            self.same_store()?;
            for version in &versions {
                let gone = missing.contains(&version.key);
                if self.catalog.key(version.key)?.is_some_and(|key| key.missing != gone) {
                    self.catalog.set_missing(version.key, gone)?;
                }
            }
            Ok::<_, Error>(())
        })?;
        Ok(missing)
    }

    pub(super) fn items_there(&mut self) -> Result<HashSet<Item>, Error> {
        let deadline = self.world.deadline;
        match &mut self.outside {
            Some(store) => Ok(store.list(deadline)?.into_iter().collect()),
            None => Ok(HashSet::new()),
        }
    }

    /// Mends what can be mended without deleting anything.
    pub fn mend(&mut self) -> Result<Vec<Mended>, Error> {
        let mut mended = Vec::new();
        self.follow_store()?;
        if self.copied_from()?.is_some() {
            let count = self.move_to_own_items()?;
            mended.push(Mended { text: format!("Gave this copy {count} keychain items of its own") });
        }
        self.opened()?;
        let before = self.catalog.copies()?.len();
        let recovered = self.recover()?;
        let gone = before.saturating_sub(self.catalog.copies()?.len());
        if gone > 0 {
            let copies = if gone == 1 { "1 copy".into() } else { format!("{gone} copies") };
            mended.push(Mended { text: format!("Took away {copies} that a move to another store had left") });
        }
        for done in recovered {
            mended.push(Mended { text: format!("{}: {} after an interruption", done.reference, done.what) });
        }
        self.look_for_missing()?;
        // The newest of a lost key becomes its live one.
        for item in self.strays()?.takeable.into_iter().rev() {
            if let Some(reference) = self.adopt(&item)? {
                mended.push(Mended { text: format!("Took in a secret that no key named, as {reference}") });
            }
        }
        Ok(mended)
    }

    /// Copies every item of a copied home under a number of its own, each read back, then goes by that number.
    fn move_to_own_items(&mut self) -> Result<usize, Error> {
        let key = self.read_vault_key()?;
        if !self.unlock_with_key(&key)? {
            return Err(Error::KeyGone { store: self.store_title() });
        }
        let deadline = self.world.deadline;
        let versions: Vec<_> =
            self.catalog.versions_with_values()?.into_iter().filter(|v| v.placement == Placement::Outside).collect();
        let values = self.values_of(&versions)?;
        let mut space = VaultId([0; 16]);
        self.world.random.fill(&mut space.0);
        let mut own = (self.world.keychain)(space);
        let key_item = Item::VaultKey { nonce: self.nonce() };
        own.put(&ItemFacts { item: key_item, label: "Keyloft: vault key".into() }, &key.to_secret(), deadline)?;
        for (version, value) in versions.iter().zip(&values) {
            let label = format!("Keyloft: {}", self.reference_text(version.key)?.unwrap_or_default());
            own.put(&ItemFacts { item: item_of(version), label }, value, deadline)?;
        }
        let items: Vec<Item> = versions.iter().map(item_of).collect();
        for (back, value) in own.get_many(&items, deadline)?.into_iter().zip(&values) {
            if !back?.same_as(value) {
                return Err(Error::Store(StoreError::Malformed { store: own.title() }));
            }
        }
        self.catalog.write(|| {
            self.same_store()?;
            self.catalog.set_meta(MetaName::ItemSpace, space.to_string().as_bytes())?;
            self.catalog.set_meta(MetaName::KeyItem, key_item.to_text().as_bytes())?;
            let here = super::make::home_path_text(self.home.path());
            self.catalog.set_meta(MetaName::HomePath, here.as_bytes())?;
            self.note(ActivityKind::Mended, None, Some("a copied home got keychain items of its own".into()))
        })?;
        (self.outside, self.space) = (Some(own), space);
        Ok(versions.len())
    }
}
