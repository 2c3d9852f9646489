//! Bringing in environment files: planned first, then each file all or nothing. An import is no use.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use super::import_plan::Prepared;
use super::protocol::Watch;
use super::{Error, Vault};
use crate::catalog::{KeySnapshot, NameFound};
use crate::envfile::{Dialect, FileNumber};
use crate::model::{ActivityKind, EnvRef, ImportId, KeyUid, Secret, VariableName};

/// Where an import reads from.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// A file.
    File(&'a Path),
    /// Several, read as one: a later one's value wins.
    Files(&'a [PathBuf]),
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

impl<'a> Source<'a> {
    /// The files, in their order.
    pub(super) fn paths(self) -> Vec<&'a Path> {
        match self {
            Self::File(path) => vec![path],
            Self::Files(paths) => paths.iter().map(PathBuf::as_path).collect(),
            Self::Text(_) => Vec::new(),
        }
    }

    /// What [`Imported::path`] says: of several, the one that wins.
    pub(super) fn path(self) -> PathBuf {
        self.paths().pop().map_or_else(|| "pasted text".into(), Path::to_owned)
    }

    /// For the record: the files' own names.
    pub(super) fn name(self) -> String {
        let names: Vec<String> = self.paths().into_iter().map(file_name).collect();
        if names.is_empty() { "pasted text".to_owned() } else { names.join(", ") }
    }
}

/// A file's own name, for people.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// What happens to values that name other variables of the same file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Expand {
    /// They stay text.
    #[default]
    Not,
    /// The other values are put in where all of them are known.
    Known,
    /// Whatever is known is put in.
    All,
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
    /// Whether it asks before a secret is shown, where it is made by this import; none as its name says.
    pub protect: Option<bool>,
    /// Whose rules the file is read by.
    pub dialect: Dialect,
    /// What happens to names that stand there.
    pub conflict: Conflict,
    /// What happens to values that name each other.
    pub expand: Expand,
    /// Names whose values stay text all the same.
    pub as_text: Vec<String>,
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
    /// Values that point to a secret elsewhere or are encrypted stay out, unless taken.
    pub careful: bool,
    /// Names that come in though they would stay out unasked.
    pub take: Vec<String>,
    /// Commented-out assignments that come in, as disabled keys.
    pub disabled: Vec<String>,
    /// Names that hold a file's path, and take the file itself.
    pub take_file: Vec<String>,
    /// Refuse a file with a line that is not understood, where nobody has looked at what is left out.
    pub whole: bool,
}

impl ImportWish {
    /// A plain import: by the file's own rules, and nothing that stands there is changed.
    pub fn new(into: EnvRef) -> Self {
        Self {
            into,
            protect: None,
            dialect: Dialect::Auto,
            conflict: Conflict::Fail,
            expand: Expand::Not,
            as_text: Vec::new(),
            plain: Vec::new(),
            secret: Vec::new(),
            replace: Vec::new(),
            leave_out: Vec::new(),
            careful: false,
            take: Vec::new(),
            disabled: Vec::new(),
            take_file: Vec::new(),
            take_files: false,
            commented_out: false,
            whole: false,
        }
    }
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
    /// Its name stands there with the same value, which the store has lost: it is put in again.
    pub is_lost: bool,
    /// It stays out, but comes in where it is taken.
    pub can_be_taken: bool,
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
    /// In which of the files.
    pub file: FileNumber,
    /// Its value, where it is plain by the rules and nobody had to say so.
    pub plain_value: Option<String>,
    /// The names of the same file whose values it names, where they all stand in it.
    pub names: Vec<String>,
    /// The names it names that do not stand there: it is kept as text.
    pub unknown: Vec<String>,
    /// The values it names were put in.
    pub is_put_in: bool,
    /// Its value is the path of a file that can be taken itself.
    pub names_file: bool,
}

/// What an import did, or would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// From which file, the last of several; `pasted text` for text.
    pub path: PathBuf,
    /// All of the files, in their order.
    pub paths: Vec<PathBuf>,
    /// Its number, where something came in: for taking it back.
    pub import: Option<ImportId>,
    /// Into which environment.
    pub into: EnvRef,
    /// Whose rules it was read by, within a sentence: `dotenv`, `a shell`.
    pub read_as: &'static str,
    /// Each entry, in the file's order.
    pub keys: Vec<PlannedKey>,
    /// Lines that gave nothing.
    pub passed: Vec<PassedLine>,
    /// The files as they were read, each by a fingerprint of all its bytes; none while no vault is open.
    pub marks: Vec<Vec<u8>>,
    /// Names of assignments in comments, which were left out because nobody asked for them.
    pub commented_out: Vec<String>,
    /// Those of them that can't come in, where a person chooses among them; why.
    pub asleep: Vec<(String, String)>,
}

/// A line of a file that gave nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedLine {
    /// Which; the first is 1.
    pub line: u32,
    /// Why, behind "line 3".
    pub why: String,
    /// Something stands there that was not understood; else it is understood, and is nothing to take.
    pub is_unread: bool,
}

impl Imported {
    /// The entries that came in, in the file's order.
    pub fn came_in(&self) -> impl Iterator<Item = &PlannedKey> {
        self.keys.iter().filter(|key| matches!(key.planned, Planned::New | Planned::Changed))
    }

    fn count(&self, plain: bool) -> usize {
        self.came_in().filter(|key| key.plain == plain).count()
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

    /// Whether something stayed out whose value may stand nowhere else.
    pub fn leaves_values(&self) -> bool {
        let is_out = |key: &PlannedKey| matches!(key.planned, Planned::LeftOut(_));
        self.keys.iter().any(is_out)
            || self.passed.iter().any(|passed| passed.is_unread)
            || !self.commented_out.is_empty()
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
        Self::prepare_import(Some(self), from.into(), wish).map(|prepared| prepared.imported)
    }

    /// The same where there is no vault yet: everything would be new. Makes nothing.
    pub fn plan_first_import<'a>(from: impl Into<Source<'a>>, wish: &ImportWish) -> Result<Imported, Error> {
        Self::prepare_import(None, from.into(), wish).map(|prepared| prepared.imported)
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
        let Prepared { steps, mut imported, texts, twins } = Self::prepare_import(Some(self), source, wish)?;
        twins.refuse()?;
        let unread = imported.passed.iter().find(|line| line.is_unread);
        if let Some(PassedLine { line, why, .. }) = unread.filter(|_| imported.keys.is_empty()) {
            return Err(Error::Refused(format!(
                "there is no key in it: line {line} {why}. Check that it is the right file"
            )));
        }
        let (again, steps): (Vec<_>, Vec<_>) = steps.into_iter().partition(|step| step.plan.is_lost);
        let mut put_again = 0;
        for step in again {
            let key = self.find_to_change(&wish.into.key(&step.entry.name))?.key;
            // It was compared by its fingerprint as this was planned.
            if let Some(lost) = self.lost_version(&key)?.filter(|lost| lost.fingerprint == key.fingerprint) {
                self.put_again(&key, &lost, &step.entry.value)?;
            }
            put_again += 1;
        }
        if steps.is_empty() {
            if imported.same() + put_again > 0 {
                // So that its files can be told to hold nothing but what stands in the vault.
                imported.import = self.keep_import(wish, source.name(), &texts, false, &Touched::default()).ok();
            }
            return Ok(imported);
        }
        // What stands there is changed, beside its values, in the first transaction: a stopped import puts it back.
        let place_before = self.catalog.place(&wish.into).ok().flatten();
        let touched: RefCell<Touched> = RefCell::default();
        let saved = self.save_or_undo(
            |vault| {
                let mut puts = Vec::new();
                if let Some(protect) = wish.protect.filter(|_| place_before.is_none()) {
                    let place = vault.ensure_place_of(&wish.into)?;
                    vault.catalog.set_protected(place.environment, protect)?;
                }
                for step in steps {
                    let stood = vault.standing(&wish.into, &step.entry.name)?;
                    let disabled = step.plan.disabled;
                    let (uid, mut put) = vault.stage_add(step.into_wish(&wish.into))?;
                    if disabled {
                        vault.catalog.set_disabled(uid, Some(vault.now()))?;
                    }
                    if let Some(put) = &mut put {
                        let also = put.detail.take().map_or_else(String::new, |detail| format!("{detail}, "));
                        put.detail = Some(format!("{also}{from}"));
                    }
                    let mut touched = touched.borrow_mut();
                    match (stood, &put) {
                        (Some(stood), _) => touched.before.push(stood),
                        (None, Some(_)) => touched.new_secret.push(uid),
                        (None, None) => touched.new_plain.push(uid),
                    }
                    puts.extend(put);
                }
                Ok(puts)
            },
            watch,
            &|vault| {
                let touched = touched.borrow();
                for snapshot in &touched.before {
                    vault.catalog.put_back(snapshot)?;
                }
                for uid in &touched.new_plain {
                    vault.catalog.drop_key(*uid)?;
                }
                vault.note(ActivityKind::Imported, Some(wish.into.to_string()), Some("stopped and taken back".into()))
            },
        );
        match saved {
            Ok(_) => {
                // Without it the import stands and can't be taken back; that is no reason to call it failed.
                imported.import =
                    self.keep_import(wish, source.name(), &texts, place_before.is_none(), &touched.borrow()).ok();
                Ok(imported)
            }
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

/// What an import changed.
#[derive(Default)]
pub(super) struct Touched {
    /// Rows of keys that stood there, as they were.
    pub before: Vec<KeySnapshot>,
    /// New keys with a secret.
    pub new_secret: Vec<KeyUid>,
    /// New plain keys.
    pub new_plain: Vec<KeyUid>,
}
