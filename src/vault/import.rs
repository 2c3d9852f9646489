//! Bringing in environment files: planned first, then each file all or nothing. An import is no use.

use std::cell::RefCell;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::protocol::Watch;
use super::{Error, NewKeyWish, Value, Vault};
use crate::catalog::{KeySnapshot, NameFound};
use crate::detect;
use crate::envfile::{self, Dialect, Entry, MAX_FILE, Note, Parsed};
use crate::fs::read_regular;
use crate::model::{ActivityKind, EnvRef, Facts, KeyUid, Secret, VariableName};

/// What happens to a name that stands there with another value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Conflict {
    /// The file is not imported.
    #[default]
    Fail,
    /// What stands there stays.
    Skip,
    /// The file's value becomes the next version.
    Replace,
}

/// What to import.
#[derive(Debug, Clone)]
pub struct ImportWish {
    /// Into which environment; made where it is missing.
    pub into: EnvRef,
    /// Whose rules the file is read by.
    pub dialect: Dialect,
    /// What happens to names that stand there.
    pub conflict: Conflict,
    /// Put the values of the file's own variables into each other.
    pub expand: bool,
    /// Names that are plain, whatever they look like.
    pub plain: Vec<String>,
    /// Names that are secret, whatever they look like.
    pub secret: Vec<String>,
}

/// What will become of one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Planned {
    /// It comes in.
    New,
    /// It stands there with another value and is replaced.
    Changed,
    /// It stands there with the same value.
    Same,
    /// It stays out; why.
    LeftOut(String),
}

/// One entry of a file, without its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedKey {
    /// The variable.
    pub name: String,
    /// The variable of its key id, where the file holds the pair.
    pub key_id_name: Option<String>,
    /// What will become of it.
    pub planned: Planned,
    /// It comes in as plain.
    pub plain: bool,
    /// Who issued it, as far as it can be told.
    pub provider: Option<String>,
    /// What a person should know about it.
    pub remarks: Vec<String>,
    /// The line it begins on.
    pub line: u32,
}

/// What an import did, or would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// From which file.
    pub path: PathBuf,
    /// Into which environment.
    pub into: EnvRef,
    /// Each entry, in the file's order.
    pub keys: Vec<PlannedKey>,
    /// Lines that gave nothing: number and why.
    pub problems: Vec<(u32, String)>,
    /// Names of assignments in comments, which were left out.
    pub commented_out: Vec<String>,
}

impl Imported {
    fn count(&self, plain: bool) -> usize {
        let comes_in = |key: &&PlannedKey| key.plain == plain && matches!(key.planned, Planned::New | Planned::Changed);
        self.keys.iter().filter(comes_in).count()
    }

    /// How many keys with a secret came in.
    pub fn secrets(&self) -> usize {
        self.count(false)
    }

    /// How many plain ones.
    pub fn plain(&self) -> usize {
        self.count(true)
    }

    /// How many stood there already with the same value.
    pub fn same(&self) -> usize {
        self.keys.iter().filter(|key| key.planned == Planned::Same).count()
    }

    /// What stayed out, and why.
    pub fn left_out(&self) -> Vec<(String, String)> {
        let reason = |key: &PlannedKey| match &key.planned {
            Planned::LeftOut(reason) => Some((key.name.clone(), reason.clone())),
            _ => None,
        };
        self.keys.iter().filter_map(reason).collect()
    }
}

/// An entry with what will become of it.
struct Step {
    entry: Entry,
    key_id: Option<(VariableName, String)>,
    plan: PlannedKey,
}

impl Vault {
    /// Reads a file and says what an import would do. Changes nothing.
    pub fn plan_import(&mut self, path: &Path, wish: &ImportWish) -> Result<Imported, Error> {
        Self::prepare_import(Some(self), path, wish).map(|(_, imported)| imported)
    }

    /// The same where there is no vault yet: everything would be new. Makes nothing.
    pub fn plan_first_import(path: &Path, wish: &ImportWish) -> Result<Imported, Error> {
        Self::prepare_import(None, path, wish).map(|(_, imported)| imported)
    }

    /// Imports a file, all or nothing. `watch` hears how far it is, and stops it by answering false.
    pub fn import(&mut self, path: &Path, wish: &ImportWish, watch: Watch<'_>) -> Result<Imported, Error> {
        self.opened()?;
        let (steps, imported) = Self::prepare_import(Some(self), path, wish)?;
        if imported.secrets() + imported.plain() == 0 {
            return Ok(imported);
        }
        // What stands there is changed, beside its values, in the first transaction: a stopped import puts it back.
        let place_before = self.catalog.place(&wish.into).ok().flatten();
        let before: RefCell<Vec<KeySnapshot>> = RefCell::default();
        let new_plain: RefCell<Vec<KeyUid>> = RefCell::default();
        let saved = self.save_or_undo(
            |vault| {
                let mut puts = Vec::new();
                for step in steps {
                    let stood = vault.standing(&wish.into, &step.entry.name)?;
                    let (uid, put) = vault.stage_add(step.into_wish(&wish.into))?;
                    match &put {
                        None if stood.is_none() => new_plain.borrow_mut().push(uid),
                        _ => before.borrow_mut().extend(stood),
                    }
                    puts.extend(put);
                }
                Ok(puts)
            },
            watch,
            &|vault| {
                for snapshot in before.borrow().iter() {
                    vault.catalog.put_back(snapshot)?;
                }
                for uid in new_plain.borrow().iter() {
                    vault.catalog.drop_key(*uid)?;
                }
                vault.note(ActivityKind::Imported, Some(wish.into.to_string()), Some("stopped and taken back".into()))
            },
        );
        match saved {
            Ok(_) => Ok(imported),
            Err(Error::Stopped) => {
                if place_before.is_none() {
                    self.catalog.write(|| match self.catalog.place(&wish.into)? {
                        Some(place) => self.catalog.delete_empty_place(&place).map(drop),
                        None => Ok(()),
                    })?;
                }
                Err(Error::Stopped)
            }
            Err(other) => Err(other),
        }
    }

    /// The row that stands under a name, as it is.
    fn standing(&self, place: &EnvRef, name: &VariableName) -> Result<Option<KeySnapshot>, Error> {
        let Some(found) = self.catalog.place(place)? else { return Ok(None) };
        match self.catalog.find_name(found.environment, name)? {
            Some((uid, NameFound::Own)) => Ok(self.catalog.snapshot(uid)?),
            _ => Ok(None),
        }
    }

    /// Reads a file and plans each entry; without a vault every one is new.
    fn prepare_import(vault: Option<&Self>, path: &Path, wish: &ImportWish) -> Result<(Vec<Step>, Imported), Error> {
        let text = read_regular(path, MAX_FILE as u64)?;
        // Opened to be read as the file it is.
        let mut parsed = envfile::read(text.expose(), wish.dialect).map_err(Error::Unreadable)?;
        if wish.expand {
            envfile::expand(&mut parsed.entries).map_err(Error::Expand)?;
        }
        let Parsed { entries, commented_out, problems } = parsed;
        let mut imported = Imported {
            path: path.to_owned(),
            into: wish.into.clone(),
            keys: Vec::new(),
            problems: problems.into_iter().map(|p| (p.line, p.reason.to_string())).collect(),
            commented_out: commented_out.iter().map(|entry| entry.name.to_string()).collect(),
        };
        let mut steps = Vec::new();
        let mut conflicts = Vec::new();
        for (entry, key_id) in join_pairs(entries, wish) {
            let plan = Self::plan_entry(vault, &entry, key_id.as_ref(), wish)?;
            if plan.planned == Planned::Changed && wish.conflict == Conflict::Fail {
                conflicts.push(plan.name.clone());
            }
            imported.keys.push(plan.clone());
            if matches!(plan.planned, Planned::New | Planned::Changed) {
                steps.push(Step { entry, key_id, plan });
            }
        }
        if !conflicts.is_empty() {
            return Err(Error::Refused(format!(
                "{} {} in {} already with another value. Say what to do: --on-conflict skip or replace",
                conflicts.join(", "),
                if conflicts.len() == 1 { "stands" } else { "stand" },
                wish.into
            )));
        }
        Ok((steps, imported))
    }

    fn plan_entry(
        vault: Option<&Self>,
        entry: &Entry,
        key_id: Option<&(VariableName, String)>,
        wish: &ImportWish,
    ) -> Result<PlannedKey, Error> {
        let name = entry.name.as_str();
        let named_plain = wish.plain.iter().any(|n| n == name);
        let named_secret = wish.secret.iter().any(|n| n == name);
        // Opened to see what it looks like; only the answers are kept.
        let value = entry.value.expose();
        let plain =
            entry.value.expose_str().is_some() && (named_plain || (!named_secret && detect::is_plain(name, value)));
        let provider = (!plain).then(|| detect::recognise(name, value)).flatten().map(|r| r.provider.name.to_owned());
        let compare = |vault: &Self| vault.compare_with_vault(entry, key_id, plain, wish);
        let mut planned = vault.map_or(Ok(Planned::New), compare)?;
        let dangerous = entry.notes.contains(&Note::DangerousName);
        if dangerous && !named_plain && !named_secret && planned == Planned::New {
            planned = Planned::LeftOut(format!(
                "it can change how programs run. Name it with --plain {name} or --secret {name} to take it"
            ));
        }
        Ok(PlannedKey {
            name: name.to_owned(),
            key_id_name: key_id.map(|(name, _)| name.to_string()),
            planned,
            plain,
            provider,
            remarks: entry.notes.iter().filter_map(remark).collect(),
            line: entry.line,
        })
    }

    fn compare_with_vault(
        &self,
        entry: &Entry,
        key_id: Option<&(VariableName, String)>,
        plain: bool,
        wish: &ImportWish,
    ) -> Result<Planned, Error> {
        let place = match self.catalog.place(&wish.into) {
            Ok(Some(place)) => place,
            Ok(None) => return Ok(Planned::New),
            Err(crate::catalog::CatalogError::Taken) => return Err(Error::Twin(wish.into.to_string())),
            Err(other) => return Err(other.into()),
        };
        let Some((uid, found)) = self.catalog.find_name(place.environment, &entry.name)? else {
            return Ok(Planned::New);
        };
        match found {
            NameFound::Own => {}
            NameFound::KeyId => {
                let key = self.catalog.key(uid)?;
                let same = key.and_then(|key| key.key_id).is_some_and(|id| id.as_bytes() == entry.value.expose());
                return Ok(if same {
                    Planned::Same
                } else {
                    Planned::LeftOut("it is the key id of another key, with another value".into())
                });
            }
            NameFound::Twin(kept) => return Err(Error::Twin(format!("{}/{kept}", wish.into))),
        }
        let Some(key) = self.catalog.key(uid)? else { return Err(Error::BeingChanged) };
        let same = match &key.plain_value {
            Some(text) => text.as_bytes() == entry.value.expose(),
            // Compared by keyed fingerprint: the store is not asked.
            None => !plain && key.fingerprint == Some(self.opened()?.sealer.fingerprint(&entry.value)),
        };
        // The other half of a pair must not get lost because this one is the same.
        let same = same && key_id.is_none_or(|(_, id)| key.key_id.as_ref() == Some(id));
        Ok(match (same, wish.conflict) {
            (true, _) => Planned::Same,
            (false, Conflict::Skip) => Planned::LeftOut("it stands there with another value".into()),
            (false, Conflict::Fail | Conflict::Replace) => Planned::Changed,
        })
    }
}

impl Step {
    fn into_wish(self, into: &EnvRef) -> NewKeyWish {
        let Self { entry, key_id, plan } = self;
        let value = match entry.value.expose_str() {
            // Opened to lie readable: it was judged plain.
            Some(text) if plan.plain => Value::Plain(text.to_owned()),
            _ => Value::Secret(entry.value),
        };
        let note = entry.comment.as_deref().and_then(envfile::comment_as_note);
        let (key_id_name, key_id) = key_id.map_or((None, None), |(name, id)| (Some(name), Some(id)));
        NewKeyWish {
            reference: into.key(&entry.name),
            value,
            key_id,
            key_id_name,
            facts: Facts { note, ..Facts::default() },
            replace: plan.planned == Planned::Changed,
            age_known: false,
            act: ActivityKind::Imported,
        }
    }
}

/// Joins the two halves of a pair: the key id goes with its secret, and has no row of its own.
fn join_pairs(entries: Vec<Entry>, wish: &ImportWish) -> Vec<(Entry, Option<(VariableName, String)>)> {
    let names: HashSet<String> = entries.iter().map(|entry| entry.name.to_string()).collect();
    let alone = |name: &str| wish.plain.iter().chain(&wish.secret).any(|n| n == name);
    let halves: Vec<Option<&'static str>> = entries
        .iter()
        .map(|entry| {
            let name = entry.name.as_str();
            detect::key_id_pair(name)
                .filter(|id| names.contains(*id) && !alone(id) && !wish.plain.iter().any(|n| n == name))
        })
        .collect();
    let taken: HashSet<&str> = halves.iter().flatten().copied().collect();
    let mut ids: Vec<(VariableName, Secret)> = Vec::new();
    let mut rest = Vec::new();
    for (entry, half) in entries.into_iter().zip(halves) {
        if taken.contains(entry.name.as_str()) && entry.value.expose_str().is_some() {
            ids.push((entry.name, entry.value));
        } else {
            rest.push((entry, half));
        }
    }
    rest.into_iter()
        .map(|(entry, half)| {
            let id = half.and_then(|half| ids.iter().find(|(name, _)| name.as_str() == half)).map(|(name, value)| {
                // A key id is no secret: it lies readable beside its key.
                (name.clone(), value.expose_str().unwrap_or_default().to_owned())
            });
            (entry, id)
        })
        .collect()
}

fn remark(note: &Note) -> Option<String> {
    match note {
        Note::NamesOthers(names) => {
            Some(format!("kept as text, though it names {} (--expand puts the value in)", names.join(", ")))
        }
        Note::Reference => Some("kept as text: it points to a secret elsewhere".into()),
        Note::Encrypted => Some("kept as text: it is encrypted".into()),
        Note::DialectsDisagree(why) => Some((*why).to_owned()),
        Note::Duplicate => Some("stands several times; the last one counts".into()),
        Note::DangerousName => None,
    }
}
