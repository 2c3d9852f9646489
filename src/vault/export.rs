//! Writing an environment for a named parser. All secrets by one bulk read; what the parser can't hold is refused by
//! name before anything is noted or written.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::written::{ToWrite, absolute};
use super::{Consent, Dangerous, Error, Vault};
use crate::catalog::{Placement, Version};
use crate::detect;
use crate::envfile::{self, Frame, Target};
use crate::fs::{Replace, check_target};
use crate::git::{self, Standing};
use crate::model::{ActivityKind, EnvRef, Key, KeyRef, KeyUid, Secret, Use, UseKind, VariableName};
use crate::store::StoreError;

/// What stands for a reader of environment files in what is known of a file with one key's value alone.
const ONE_VALUE: &str = "value";

/// What to export.
#[derive(Debug, Clone)]
pub struct ExportWish {
    /// Which environment; a unique beginning of its name is enough.
    pub place: EnvRef,
    /// For which parser.
    pub target: Target,
    /// Only these variables; empty for all.
    pub only: Vec<VariableName>,
    /// Leave out what the parser can't hold, instead of refusing.
    pub skip_refused: bool,
    /// Into which file; none to get the text.
    pub to: Option<PathBuf>,
    /// What a person said yes to.
    pub consent: Consent,
    /// Have git ignore the file, where nothing does yet.
    pub gitignore: bool,
    /// Delete the file after this long, if nobody changed it.
    pub delete_after: Option<Duration>,
}

/// What an export gave.
#[derive(Debug)]
pub struct Exported {
    /// The text, as it was or is to be written.
    pub text: Secret,
    /// How many variables are in it.
    pub variables: usize,
    /// Names left out, each with the reason.
    pub left_out: Vec<(String, String)>,
    /// How many more of the environment's variables were not asked for.
    pub unasked: usize,
    /// Names of keys in it that have expired.
    pub expired: Vec<String>,
    /// How git sees the file, once it is written.
    pub git: Standing,
    /// The `.gitignore` that was given a line.
    pub ignored_in: Option<PathBuf>,
}

/// A path that may be written.
pub(super) struct FileToBe {
    /// From the root.
    pub path: PathBuf,
    /// Whether what stands there may go.
    pub replace: Replace,
    /// How git sees it.
    pub git: Standing,
}

impl Vault {
    /// Exports an environment. Disabled keys are left out, expired ones are named.
    pub fn export(&mut self, wish: &ExportWish) -> Result<Exported, Error> {
        self.export_if(wish, |_| Ok(()))
    }

    /// The same where `fits` takes the whole text; its error gives nothing and notes no use.
    pub fn export_if(
        &mut self,
        wish: &ExportWish,
        fits: impl FnOnce(&Secret) -> Result<(), Error>,
    ) -> Result<Exported, Error> {
        self.opened()?;
        let place = self.place_to_read(&wish.place)?.place;
        let disabled = self.disabled_in(&place, &wish.only);
        let by = wish.to.as_deref().map(whole_path);
        if !wish.only.is_empty() {
            // Asked for by name: the export is refused.
            self.went_without(&disabled, UseKind::Export, by.as_deref());
        }
        let keys = self.keys_to_export(&place, &wish.only)?;
        refuse_dangerous(&keys, &wish.only, &wish.consent.dangerous)?;
        let file = match &wish.to {
            Some(path) => Some(self.look_at_file(path, &wish.consent)?),
            None => None,
        };
        let values = self.values_to_export(&keys)?;
        let key_ids = key_ids_of(&keys);
        let entries = variables_of(&keys, &values, &key_ids, &wish.only);
        let header = format!("{place}, written by Keyloft");
        let mut random = [0; 16];
        self.world.random.fill(&mut random);
        let frame = Frame { header: Some(&header), name: &place.to_string(), random };
        let written = envfile::write(&entries, wish.target, &frame);
        if !written.refused.is_empty() && !wish.skip_refused {
            return Err(Error::CantHold { target: wish.target, refused: written.refused });
        }
        fits(&written.text)?;
        let left_out: Vec<(String, String)> = written
            .refused
            .iter()
            .map(|refused| (refused.name.to_string(), super::error::cant_hold(wish.target, refused)))
            .collect();
        let variables = entries.len() - left_out.len();
        let unasked = self.unasked(&place, &wish.only)?;
        let today = self.world.clock.today();
        // What was left out goes nowhere: no use of it.
        let is_out = |name: &VariableName| written.refused.iter().any(|refused| refused.name == *name);
        let held: Vec<&VariableName> = entries.iter().map(|(name, _)| name).filter(|name| !is_out(name)).collect();
        let used: Vec<&Key> = keys
            .iter()
            .filter(|key| held.iter().any(|n| **n == key.reference.name || Some(*n) == key.key_id_name.as_ref()))
            .collect();
        let expired = used.iter().filter(|key| key.expiry.date().is_some_and(|date| date < today));
        let expired = expired.map(|key| key.name().to_owned()).collect();
        let mut ignored_in = None;
        let mut git = Standing::Outside;
        if let (Some(path), Some(file)) = (&wish.to, file) {
            git = file.git;
            // Before the file is there: nothing may come in between that adds it.
            if wish.gitignore {
                ignored_in = ignore(&mut git, &file.path)?;
            }
            let keys: Vec<KeyUid> = used.iter().map(|key| key.uid).collect();
            let file = ToWrite {
                path,
                text: &written.text,
                replace: file.replace,
                place: Some(&place),
                target: wish.target.word(),
                keys: &keys,
                delete_after: wish.delete_after,
            };
            self.write_ours(&file, |vault| vault.note_export(&place, &used, wish, variables))?;
        } else {
            let noted = self.note_export(&place, &used, wish, variables);
            let _ = self.noted_if_possible(noted)?;
        }
        if wish.only.is_empty() {
            self.went_without(&disabled, UseKind::Export, by.as_deref());
        }
        Ok(Exported { text: written.text, variables, left_out, unasked, expired, git, ignored_in })
    }

    /// Looks at the path before anything is noted: what can't be written is no use. A file that Keyloft wrote and nobody
    /// changed may be replaced unasked.
    pub(super) fn look_at_file(&self, path: &Path, consent: &Consent) -> Result<FileToBe, Error> {
        let replace = if consent.replace || self.is_as_written(path)? { Replace::RegularFile } else { Replace::Never };
        let git = git::standing(&absolute(path)?);
        refuse_tracked(path, &git, consent.tracked)?;
        check_target(path, replace)?;
        Ok(FileToBe { path: absolute(path)?, replace, git })
    }

    /// Writes a key's value, byte for byte, into a file that does not exist yet; private from its first byte, and known as ours.
    pub fn save_file(&mut self, uid: KeyUid, path: &Path) -> Result<(), Error> {
        let key = self.key(uid)?;
        refuse_tracked(path, &git::standing(path), false)?;
        check_target(path, Replace::Never)?;
        let value = self.value_to_give(&key, UseKind::Export)?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let file = ToWrite {
            path,
            text: &value,
            replace: Replace::Never,
            place: Some(&key.reference.place),
            target: ONE_VALUE,
            keys: &[uid],
            delete_after: None,
        };
        self.write_ours(&file, |vault| vault.note_one_use(&key, UseKind::Export, name.as_deref()))
    }

    pub(super) fn keys_to_export(&self, place: &EnvRef, only: &[VariableName]) -> Result<Vec<Key>, Error> {
        let mut keys = self.keys_in(place)?;
        let is_of =
            |key: &Key, name: &VariableName| key.reference.name == *name || key.key_id_name.as_ref() == Some(name);
        for name in only {
            match keys.iter().find(|key| is_of(key, name)) {
                None => {
                    self.find_to_read(&KeyRef { place: place.clone(), name: name.clone() })?;
                }
                Some(key) if key.state.is_disabled() => {
                    return Err(Error::Refused(format!(
                        "{} is disabled here. Enable it with `keyloft enable`, then try again",
                        key.name()
                    )));
                }
                Some(_) => {}
            }
        }
        keys.retain(|key| !key.state.is_disabled() && (only.is_empty() || only.iter().any(|name| is_of(key, name))));
        Ok(keys)
    }

    /// How many variables of an environment an export of these leaves where they are; disabled keys have none to give.
    pub(super) fn unasked(&self, place: &EnvRef, only: &[VariableName]) -> Result<usize, Error> {
        if only.is_empty() {
            return Ok(0);
        }
        let keys = self.keys_to_export(place, &[])?;
        Ok(names_of(&keys).filter(|name| !only.contains(name)).count())
    }

    /// Variables of an export that change how programs run: they want a typed yes.
    pub fn dangerous_to_export(&self, place: &EnvRef, only: &[VariableName]) -> Result<Vec<String>, Error> {
        let place = self.place_to_read(place)?.place;
        let keys = self.keys_to_export(&place, only)?;
        Ok(dangerous_of(&keys, only).map(str::to_owned).collect())
    }

    /// Secrets in the order of the keys that have one.
    pub(super) fn values_to_export(&mut self, keys: &[Key]) -> Result<Vec<Option<Secret>>, Error> {
        let mut versions = Vec::new();
        for key in keys.iter().filter(|key| !key.is_plain()) {
            let version = self.catalog.live_version(key.uid)?.ok_or(Error::ChangedMeanwhile)?;
            debug_assert!(version.placement != Placement::None, "only plain keys lie nowhere");
            versions.push(version);
        }
        let values = self.values_of(&versions);
        if let Err(Error::Store(StoreError::NotFound { store })) = values {
            return Err(self.missing_among(keys, &versions, store)?);
        }
        let mut values = values?.into_iter();
        Ok(keys
            .iter()
            .map(|key| match &key.plain_value {
                Some(text) => Some(Secret::new(text.clone().into_bytes())),
                None => values.next(),
            })
            .collect())
    }

    /// Which of them the store surely does not hold, for whoever has to do without them.
    fn missing_among(&mut self, keys: &[Key], versions: &[Version], store: String) -> Result<Error, Error> {
        let mut names = Vec::new();
        for version in versions {
            match self.values_of(std::slice::from_ref(version)) {
                Err(Error::Store(StoreError::NotFound { .. })) => {
                    let key = keys.iter().find(|key| key.uid == version.key);
                    names.extend(key.map(|key| key.name().to_owned()));
                }
                Err(other) => return Err(other),
                Ok(_) => {}
            }
        }
        Ok(Error::ValuesMissing { store, names })
    }

    fn note_export(&self, place: &EnvRef, keys: &[&Key], wish: &ExportWish, variables: usize) -> Result<(), Error> {
        let to = wish.to.as_deref().map(whole_path);
        let one = Use { at: self.now(), kind: UseKind::Export, detail: to.clone() };
        let word = if variables == 1 { "variable" } else { "variables" };
        let what = format!("{variables} {word} for {}", wish.target.word());
        let detail = to.map_or_else(|| what.clone(), |path| format!("{what} to {path}"));
        self.catalog.write(|| {
            for key in keys {
                self.catalog.note_use(key.uid, &one)?;
            }
            self.note_at(one.at, ActivityKind::Exported, Some(place.to_string()), Some(detail))
        })
    }
}

/// Names of the keys' variables: each key's own, and its key id's where that has a name.
fn names_of(keys: &[Key]) -> impl Iterator<Item = &VariableName> {
    keys.iter().flat_map(|key| {
        let key_id_name = key.key_id.as_ref().and(key.key_id_name.as_ref());
        std::iter::once(&key.reference.name).chain(key_id_name)
    })
}

/// Names of the keys' variables, as far as they are asked for, that change how programs run.
fn dangerous_of<'a>(keys: &'a [Key], only: &'a [VariableName]) -> impl Iterator<Item = &'a str> {
    let asked = names_of(keys).filter(|name| only.is_empty() || only.contains(name)).map(VariableName::as_str);
    asked.filter(|name| detect::is_dangerous_name(name))
}

fn refuse_dangerous(keys: &[Key], only: &[VariableName], allowed: &Dangerous) -> Result<(), Error> {
    let refused: Vec<&str> = dangerous_of(keys, only).filter(|name| !allowed.allows(name)).collect();
    if refused.is_empty() { Ok(()) } else { Err(Error::Dangerous(refused.join(", "))) }
}

/// Has git ignore a file to be, where nothing does yet; gives the file with the line.
pub(super) fn ignore(git: &mut Standing, path: &Path) -> Result<Option<PathBuf>, Error> {
    let file = match git {
        Standing::Open { root } => git::ignore(root, path).map_err(|e| Error::Refused(e.to_string()))?,
        Standing::Unsure(why) => return Err(Error::Refused(format!("git can't be had to ignore it: {why}"))),
        Standing::Outside | Standing::Tracked | Standing::Ignored => return Ok(None),
    };
    *git = Standing::Ignored;
    Ok(Some(file))
}

/// From the root: a month later nobody knows in which folder it was.
fn whole_path(path: &Path) -> String {
    absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string()
}

/// What git tracks, or may track, is written by consent alone.
fn refuse_tracked(path: &Path, git: &Standing, consented: bool) -> Result<(), Error> {
    let path = path.to_owned();
    match git {
        _ if consented => Ok(()),
        Standing::Tracked => Err(Error::Tracked(path)),
        Standing::Unsure(why) => Err(Error::MaybeTracked { path, why: why.clone() }),
        Standing::Outside | Standing::Ignored | Standing::Open { .. } => Ok(()),
    }
}

/// Each key's key id as a value of its own, in the order of the keys.
pub(super) fn key_ids_of(keys: &[Key]) -> Vec<Option<Secret>> {
    keys.iter().map(|key| key.key_id.as_ref().map(|id| Secret::new(id.clone().into_bytes()))).collect()
}

/// Each key's variables: its own, and its key id's where that has a name; those asked for, by name.
pub(super) fn variables_of<'a>(
    keys: &'a [Key],
    values: &'a [Option<Secret>],
    key_ids: &'a [Option<Secret>],
    only: &[VariableName],
) -> Vec<(VariableName, &'a Secret)> {
    let mut entries = Vec::new();
    for ((key, value), key_id) in keys.iter().zip(values).zip(key_ids) {
        entries.extend(key.key_id_name.clone().zip(key_id.as_ref()));
        entries.extend(value.as_ref().map(|value| (key.reference.name.clone(), value)));
    }
    entries.retain(|(name, _)| only.is_empty() || only.contains(name));
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    entries
}
