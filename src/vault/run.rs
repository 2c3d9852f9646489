//! What a command is run with: every variable of an environment, all or nothing, by one bulk read.

use super::export::{key_ids_of, variables_of};
use super::{Error, Vault};
use crate::model::{ActivityKind, EnvRef, Key, KeyRef, Secret, Use, UseKind, VariableName};

/// What a command is to be run with.
#[derive(Debug, Clone)]
pub struct RunWish {
    /// The environment; a unique beginning of its name is enough.
    pub place: EnvRef,
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
    /// Names of keys in it that have expired.
    pub expired: Vec<String>,
    /// Names of keys that are disabled, and so left out.
    pub disabled: Vec<String>,
}

impl Vault {
    /// Gives out everything that a run needs and notes it; an error gives nothing and notes nothing.
    pub fn prepare_run(&mut self, wish: &RunWish) -> Result<RunSet, Error> {
        self.opened()?;
        let place = self.place_to_read(&wish.place)?.place;
        let keys = self.keys_to_export(&place, &[])?;
        let left_out = self.disabled_in(&place, &[]);
        let disabled: Vec<String> = left_out.iter().map(|key| key.name().to_owned()).collect();
        if let Err(error) = self.check_wanted(&place, &wish.wanted, &keys, &disabled) {
            self.went_without(&self.disabled_in(&place, &wish.wanted), UseKind::Run, Some(&wish.program));
            return Err(error);
        }
        let values = self.values_to_export(&keys)?;
        let key_ids = key_ids_of(&keys);
        let variables: Vec<RunVariable> = variables_of(&keys, &values, &key_ids, &[])
            .into_iter()
            .map(|(name, value)| {
                let own = keys.iter().find(|key| key.reference.name == name);
                RunVariable {
                    is_secret: own.is_some_and(|key| !key.is_plain()),
                    as_file: own.is_some_and(|key| key.as_file),
                    value: value.duplicate(),
                    name,
                }
            })
            .collect();
        if let Some(bad) = variables.iter().find(|variable| !variable.as_file && has_nul(&variable.value)) {
            return Err(Error::Refused(format!(
                "{} holds a NUL byte, which no environment variable can. Mark it as a file with `keyloft edit --as-file`",
                bad.name
            )));
        }
        let today = self.world.clock.today();
        let is_expired = |key: &&Key| key.expiry.date().is_some_and(|date| date < today);
        let expired = keys.iter().filter(is_expired).map(|key| key.name().to_owned()).collect();
        self.note_run(&place, &keys.iter().collect::<Vec<_>>(), UseKind::Run, &wish.program)?;
        self.went_without(&left_out, UseKind::Run, Some(&wish.program));
        Ok(RunSet { variables, expired, disabled })
    }

    /// The values that references name, in their order: all of them by one bulk read, or an error that names one. Noted as
    /// used in bulk.
    pub fn values_named(
        &mut self,
        references: &[KeyRef],
        kind: UseKind,
        by: &str,
    ) -> Result<Vec<Secret>, Box<(KeyRef, Error)>> {
        let Some(first) = references.first() else { return Ok(Vec::new()) };
        fn of(reference: &KeyRef) -> impl Fn(Error) -> Box<(KeyRef, Error)> {
            move |error| Box::new((reference.clone(), error))
        }
        self.opened().map(drop).map_err(of(first))?;
        let mut keys = Vec::new();
        for reference in references {
            let key = self.find_to_read(reference).map_err(of(reference))?.key;
            if key.state.is_disabled() {
                self.went_without(std::slice::from_ref(&key), kind, Some(by));
                return Err(of(reference)(Error::Disabled));
            }
            keys.push(key);
        }
        let values = self.values_to_export(&keys).map_err(of(first))?;
        let mut out = Vec::new();
        for ((reference, key), value) in references.iter().zip(&keys).zip(values) {
            let is_key_id = key.reference.name != reference.name;
            let value = match (is_key_id, value) {
                (true, _) => key.key_id.as_ref().map(|id| Secret::new(id.clone().into_bytes())),
                (false, value) => value,
            };
            out.push(value.ok_or_else(|| of(reference)(Error::ChangedMeanwhile))?);
        }
        let places: std::collections::BTreeSet<&EnvRef> = keys.iter().map(Key::place).collect();
        for place in places {
            let here: Vec<&Key> = keys.iter().filter(|key| key.place() == place).collect();
            self.note_run(place, &here, kind, by).map_err(of(first))?;
        }
        Ok(out)
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

    fn note_run(&self, place: &EnvRef, keys: &[&Key], kind: UseKind, by: &str) -> Result<(), Error> {
        let one = Use { at: self.now(), kind, detail: Some(by.to_owned()) };
        let word = if keys.len() == 1 { "key" } else { "keys" };
        self.catalog.write(|| {
            for key in keys {
                self.catalog.note_use(key.uid, &one)?;
            }
            let detail = format!("{} {word} by {by}", keys.len());
            self.note_at(one.at, ActivityKind::Used, Some(place.to_string()), Some(detail))
        })
    }
}

fn has_nul(value: &Secret) -> bool {
    // Looked at only to refuse it.
    value.expose().contains(&0)
}
