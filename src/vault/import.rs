//! Bringing in environment files: planned first, then each file all or nothing. An import is no use.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use super::protocol::Watch;
use super::{Error, Vault};
use crate::catalog::{KeySnapshot, NameFound};
use crate::envfile::Dialect;
use crate::model::{ActivityKind, EnvRef, KeyUid, Secret, VariableName};

/// Where an import reads from.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// A file.
    File(&'a Path),
    /// Text that was pasted.
    Text(&'a Secret),
}

impl<'a> From<&'a Path> for Source<'a> {
    fn from(path: &'a Path) -> Self {
        Self::File(path)
    }
}

impl<'a> From<&'a PathBuf> for Source<'a> {
    fn from(path: &'a PathBuf) -> Self {
        Self::File(path)
    }
}

impl Source<'_> {
    /// What [`Imported::path`] says.
    pub(super) fn path(self) -> PathBuf {
        match self {
            Self::File(path) => path.to_owned(),
            Self::Text(_) => "pasted text".into(),
        }
    }

    /// For the record: the file's own name.
    fn name(self) -> String {
        let path = self.path();
        path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
    }
}

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
    /// Names that are replaced whatever `conflict` says.
    pub replace: Vec<String>,
    /// Names that stay out.
    pub leave_out: Vec<String>,
    /// Take in the file itself that a credentials variable names (`GOOGLE_APPLICATION_CREDENTIALS=/path`), as a key that
    /// programs want as a file.
    pub take_files: bool,
    /// Take in assignments that stand in comments, as disabled keys.
    pub commented_out: bool,
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
    /// Its name stands there with another value, whatever becomes of it.
    pub differs: bool,
    /// It comes in as plain.
    pub plain: bool,
    /// It stands in a comment, and comes in disabled.
    pub disabled: bool,
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
    /// From which file; `pasted text` for text.
    pub path: PathBuf,
    /// Into which environment.
    pub into: EnvRef,
    /// Whose rules it was read by, within a sentence: `dotenv`, `a shell`.
    pub read_as: &'static str,
    /// Each entry, in the file's order.
    pub keys: Vec<PlannedKey>,
    /// Lines that gave nothing: number and why.
    pub problems: Vec<(u32, String)>,
    /// Names of assignments in comments, which were left out because nobody asked for them.
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

impl Vault {
    /// Reads a file or text and says what an import would do. Changes nothing.
    pub fn plan_import<'a>(&mut self, from: impl Into<Source<'a>>, wish: &ImportWish) -> Result<Imported, Error> {
        Self::prepare_import(Some(self), from.into(), wish).map(|(_, imported)| imported)
    }

    /// The same where there is no vault yet: everything would be new. Makes nothing.
    pub fn plan_first_import<'a>(from: impl Into<Source<'a>>, wish: &ImportWish) -> Result<Imported, Error> {
        Self::prepare_import(None, from.into(), wish).map(|(_, imported)| imported)
    }

    /// Imports a file or text, all or nothing. `watch` hears how far it is, and stops it by answering false.
    pub fn import<'a>(
        &mut self,
        from: impl Into<Source<'a>>,
        wish: &ImportWish,
        watch: Watch<'_>,
    ) -> Result<Imported, Error> {
        self.opened()?;
        let source = from.into();
        let from = format!("from {}", source.name());
        let (steps, imported) = Self::prepare_import(Some(self), source, wish)?;
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
                    let disabled = step.plan.disabled;
                    let (uid, mut put) = vault.stage_add(step.into_wish(&wish.into))?;
                    if let Some(put) = &mut put {
                        let also = put.detail.take().map_or_else(String::new, |detail| format!("{detail}, "));
                        put.detail = Some(format!("{also}{from}"));
                    }
                    if disabled {
                        vault.catalog.set_disabled(uid, Some(vault.now()))?;
                    }
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
}
