//! What a command is run with: every variable of an environment and every reference, all or nothing, by one bulk read.

use std::collections::{BTreeMap, HashSet};

use super::export::{key_ids_of, variables_of};
use super::{Error, Vault};
use crate::model::{ActivityKind, EnvRef, Key, KeyRef, Secret, Use, UseKind, VariableName};

/// What a command is to be run with.
#[derive(Debug, Clone)]
pub struct RunWish {
    /// The environment; a unique beginning of its name is enough. None where only references ask for keys.
    pub place: Option<EnvRef>,
    /// Keys that are named one by one.
    pub references: Vec<KeyRef>,
    /// Variables that have to be there.
    pub wanted: Vec<VariableName>,
    /// The program, for the record: its name, never its arguments.
    pub program: String,
}

/// One variable of a run.
#[derive(Debug)]
pub struct RunVariable {
    /// Its name.
    pub name: VariableName,
    /// Its value.
    pub value: Secret,
    /// It is a secret, and so masked in what the command prints.
    pub is_secret: bool,
    /// The program wants a file with it.
    pub as_file: bool,
}

/// What a command is run with.
#[derive(Debug)]
pub struct RunSet {
    /// Its variables, by name.
    pub variables: Vec<RunVariable>,
    /// What the references name, in their order.
    pub referenced: Vec<Secret>,
    /// Names of keys in it that have expired.
    pub expired: Vec<String>,
    /// Names of keys that are disabled, and so left out.
    pub disabled: Vec<String>,
    /// What is to be noted before any of it goes out.
    pub uses: RunUses,
}

/// What a run is noted as.
#[derive(Debug)]
pub struct RunUses {
    place: Option<EnvRef>,
    keys: Vec<Key>,
    without: Vec<Key>,
    program: String,
}

/// Why nothing was given out, and the reference for whose sake; none where it is the environment's.
pub type RunError = Box<(Option<KeyRef>, Error)>;

fn of_place(error: Error) -> RunError {
    Box::new((None, error))
}

fn of(reference: &KeyRef) -> impl Fn(Error) -> RunError {
    move |error| Box::new((Some(reference.clone()), error))
}

impl Vault {
    /// Everything that a run needs, its uses to be noted by the caller before any of it goes out. An error gives nothing.
    pub fn prepare_run(&mut self, wish: &RunWish) -> Result<RunSet, RunError> {
        self.opened().map_err(of_place)?;
        let by = &wish.program;
        let place = match &wish.place {
            Some(place) => Some(self.place_to_read(place).map_err(of_place)?.place),
            None => None,
        };
        let (mut keys, left_out) = match &place {
            Some(place) => (self.keys_to_export(place, &[]).map_err(of_place)?, self.disabled_in(place, &[])),
            None => (Vec::new(), Vec::new()),
        };
        let disabled: Vec<String> = left_out.iter().map(|key| key.name().to_owned()).collect();
        if let Some(place) = &place {
            self.check_wanted(place, &wish.wanted, &keys, &disabled).map_err(|error| {
                self.went_without(&self.disabled_in(place, &wish.wanted), UseKind::Run, Some(by));
                of_place(error)
            })?;
        }
        let own = keys.len();
        keys.extend(self.keys_named(&wish.references, UseKind::Run, by)?);
        let mut values = self.values_to_export(&keys).map_err(of_place)?;
        let referenced = referenced_of(&wish.references, &keys[own..], values.split_off(own))?;
        if let Some((reference, _)) = wish.references.iter().zip(&referenced).find(|(_, value)| has_nul(value)) {
            return Err(of(reference)(holds_nul(&reference.name)));
        }
        let key_ids = key_ids_of(&keys[..own]);
        let variables: Vec<RunVariable> = variables_of(&keys[..own], &values, &key_ids, &[])
            .into_iter()
            .map(|(name, value)| {
                let own = keys[..own].iter().find(|key| key.reference.name == name);
                RunVariable {
                    is_secret: own.is_some_and(|key| !key.is_plain()),
                    as_file: own.is_some_and(|key| key.as_file),
                    value: value.duplicate(),
                    name,
                }
            })
            .collect();
        if let Some(bad) = variables.iter().find(|variable| !variable.as_file && has_nul(&variable.value)) {
            return Err(of_place(holds_nul(&bad.name)));
        }
        let today = self.world.clock.today();
        let is_expired = |key: &&Key| key.expiry.date().is_some_and(|date| date < today);
        let expired = keys[..own].iter().filter(is_expired).map(|key| key.name().to_owned()).collect();
        let uses = RunUses { place, keys, without: left_out, program: by.clone() };
        Ok(RunSet { variables, referenced, expired, disabled, uses })
    }

    /// Notes what a run uses, and whom it went without.
    pub fn note_uses(&self, uses: &RunUses) -> Result<(), Error> {
        self.note_run(uses.place.as_ref(), &uses.keys, UseKind::Run, &uses.program)?;
        self.went_without(&uses.without, UseKind::Run, Some(&uses.program));
        Ok(())
    }

    /// The values that references name, in their order: all of them by one bulk read, or an error that names one. To be noted
    /// by the caller before they go anywhere.
    pub fn values_named(&mut self, references: &[KeyRef], kind: UseKind, by: &str) -> Result<Vec<Secret>, RunError> {
        let Some(first) = references.first() else { return Ok(Vec::new()) };
        self.opened().map(drop).map_err(of(first))?;
        let keys = self.keys_named(references, kind, by)?;
        let values = self.values_to_export(&keys).map_err(of(first))?;
        referenced_of(references, &keys, values)
    }

    /// Notes keys that references name as used in bulk.
    pub fn note_named(&self, references: &[KeyRef], kind: UseKind, by: &str) -> Result<(), Error> {
        let keys = references.iter().map(|reference| Ok(self.find_to_read(reference)?.key));
        self.note_run(None, &keys.collect::<Result<Vec<_>, Error>>()?, kind, by)
    }

    /// The keys that references name, in their order; a disabled one is an error.
    fn keys_named(&self, references: &[KeyRef], kind: UseKind, by: &str) -> Result<Vec<Key>, RunError> {
        let mut keys = Vec::new();
        for reference in references {
            let key = self.find_to_read(reference).map_err(of(reference))?.key;
            if key.state.is_disabled() {
                self.went_without(std::slice::from_ref(&key), kind, Some(by));
                return Err(of(reference)(Error::Disabled));
            }
            keys.push(key);
        }
        Ok(keys)
    }

    fn check_wanted(
        &self,
        place: &EnvRef,
        wanted: &[VariableName],
        keys: &[Key],
        disabled: &[String],
    ) -> Result<(), Error> {
        let is_there = |name: &&VariableName| {
            keys.iter().any(|key| key.reference.name == **name || key.key_id_name.as_ref() == Some(name))
        };
        let missing: Vec<String> = wanted
            .iter()
            .filter(|name| !is_there(name))
            .map(|name| match disabled.iter().any(|other| other == name.as_str()) {
                true => format!("{name} (disabled here)"),
                false => name.to_string(),
            })
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        Err(Error::Refused(format!("{place} has no {}. Add what is missing, or enable it", missing.join(", "))))
    }

    /// One use of each key, and a row for each environment; for `place` also where it holds none.
    fn note_run(&self, place: Option<&EnvRef>, keys: &[Key], kind: UseKind, by: &str) -> Result<(), Error> {
        let one = Use { at: self.now(), kind, detail: Some(by.to_owned()) };
        let mut seen = HashSet::new();
        let mut counts: BTreeMap<&EnvRef, usize> = place.map(|place| (place, 0)).into_iter().collect();
        let noted = self.catalog.write(|| {
            for key in keys.iter().filter(|key| seen.insert(key.uid)) {
                self.catalog.note_use(key.uid, &one)?;
                *counts.entry(key.place()).or_default() += 1;
            }
            for (place, count) in &counts {
                let detail = format!("{count} {} by {by}", if *count == 1 { "key" } else { "keys" });
                self.note_at(one.at, ActivityKind::Used, Some(place.to_string()), Some(detail))?;
            }
            Ok(())
        });
        self.noted_if_possible(noted).map(drop)
    }
}

/// What each reference names: a key's secret, or its key id.
fn referenced_of(references: &[KeyRef], keys: &[Key], values: Vec<Option<Secret>>) -> Result<Vec<Secret>, RunError> {
    let mut out = Vec::with_capacity(references.len());
    for ((reference, key), value) in references.iter().zip(keys).zip(values) {
        let is_key_id = key.reference.name != reference.name;
        let value = match is_key_id {
            true => key.key_id.as_ref().map(|id| Secret::new(id.clone().into_bytes())),
            false => value,
        };
        out.push(value.ok_or_else(|| of(reference)(Error::ChangedMeanwhile))?);
    }
    Ok(out)
}

fn holds_nul(name: &VariableName) -> Error {
    Error::Refused(format!(
        "{name} holds a NUL byte, which no environment variable can. Mark it as a file with `keyloft edit --as-file`"
    ))
}

fn has_nul(value: &Secret) -> bool {
    // Looked at only to refuse it.
    value.expose().contains(&0)
}
