//! What stands in the way of an entry that is to come in: in the vault, and in the file itself.

use std::collections::HashMap;

use super::import::{Conflict, ImportWish, Planned, PlannedKey};
use super::{Error, Vault};
use crate::catalog::NameFound;
use crate::envfile::Entry;
use crate::model::VariableName;

/// What stands under an entry's name.
pub(super) enum Standing {
    Nothing,
    Same,
    /// The same, and the store has lost it.
    Lost,
    /// The same name, another value.
    Differs,
    /// Something that can't be replaced by it; why.
    InTheWay(String),
    /// A name that differs only in case.
    Twin(String),
}

impl Vault {
    /// What stands in the vault under an entry's name. The store is not asked.
    pub(super) fn compare_with_vault(
        &self,
        entry: &Entry,
        key_id: Option<&(VariableName, String)>,
        plain: bool,
        wish: &ImportWish,
    ) -> Result<Standing, Error> {
        let place = match self.catalog.place(&wish.into) {
            Ok(Some(place)) => place,
            Ok(None) => return Ok(Standing::Nothing),
            Err(other) => return Err(super::places::twin(other)),
        };
        let Some((uid, found)) = self.catalog.find_name(place.environment, &entry.name)? else {
            return Ok(Standing::Nothing);
        };
        match found {
            NameFound::Own => {}
            NameFound::KeyId => {
                let key = self.catalog.key(uid)?;
                let same = key.and_then(|key| key.key_id).is_some_and(|id| id.as_bytes() == entry.value.expose());
                return Ok(if same {
                    Standing::Same
                } else {
                    Standing::InTheWay("it is the key id of another key, with another value".into())
                });
            }
            NameFound::Twin(kept) => return Ok(Standing::Twin(kept)),
        }
        let Some(key) = self.catalog.key(uid)? else { return Err(Error::BeingChanged) };
        let same = match &key.plain_value {
            Some(text) => text.as_bytes() == entry.value.expose(),
            // Compared by keyed fingerprint: the store is not asked.
            None => !plain && key.fingerprint == Some(self.opened()?.sealer.fingerprint(&entry.value)),
        };
        // The other half of a pair must not get lost because this one is the same.
        let same = same && key_id.is_none_or(|(_, id)| key.key_id.as_ref() == Some(id));
        Ok(match (same, key.missing) {
            (true, true) => Standing::Lost,
            (true, false) => Standing::Same,
            (false, _) => Standing::Differs,
        })
    }
}

/// Names that differ only in case: an environment holds one of them.
#[derive(Default)]
pub(super) struct Twins {
    /// The names that come in, by their capitals.
    coming: HashMap<String, String>,
    /// Names that would come in beside another, with that one.
    clashes: Vec<(String, String)>,
}

impl Twins {
    /// Keeps an entry out whose twin comes in or stands there, and notes it where a person has to choose.
    pub fn look(&mut self, plan: &mut PlannedKey, standing: Option<String>, wish: &ImportWish) {
        if let Some(kept) = standing {
            if !wish.careful && wish.conflict != Conflict::Skip {
                self.clashes.push((plan.name.clone(), kept));
            }
            return;
        }
        if matches!(plan.planned, Planned::LeftOut(_)) {
            return;
        }
        let names = [Some(&plan.name), plan.key_id_name.as_ref()];
        let twin = names.into_iter().flatten().find_map(|name| {
            let coming = self.coming.get(&name.to_ascii_uppercase())?;
            (coming != name).then(|| (name.clone(), coming.clone()))
        });
        let Some((name, coming)) = twin else {
            self.coming.extend(names.into_iter().flatten().map(|name| (name.to_ascii_uppercase(), name.clone())));
            return;
        };
        let to_do =
            if wish.careful { "leave that out to take it" } else { "--skip one of them, or the file is refused" };
        plan.planned = Planned::LeftOut(format!("it differs only in case from {coming}: {to_do}"));
        if !wish.careful {
            self.clashes.push((name, coming));
        }
    }

    /// Refuses what a person has to choose first.
    pub fn refuse(&self) -> Result<(), Error> {
        if self.clashes.is_empty() {
            return Ok(());
        }
        let pairs: Vec<String> = self.clashes.iter().map(|(name, other)| format!("{name} and {other}")).collect();
        Err(Error::Refused(format!(
            "{} differ only in case, and an environment holds one such name. Leave one of them out with --skip NAME",
            pairs.join(", ")
        )))
    }
}
