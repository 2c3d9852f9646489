//! What becomes of files once they are imported: deleted, if every value in them stands in the vault; or counted as written
//! by Keyloft.

use std::path::{Path, PathBuf};

use super::import::{Expand, ImportWish, file_name};
use super::import_plan::dialect_of;
use super::undo_import::why_it_stays;
use super::written::{LARGEST, absolute};
use super::{Error, Vault};
use crate::catalog::{ImportRow, ImportedFileRow, NameFound, TAKEN_OVER, WrittenFile};
use crate::detect;
use crate::envfile::{self, Dialect, Entry, Folded, MAX_FILE};
use crate::fs::{Removed, read_regular, remove_if, short_path};
use crate::git;
use crate::model::{ActivityKind, EnvRef, ImportId, ImportedFile, ImportedFileState, KeyUid, PastImport, Secret};

/// Names that a message lists before it counts.
const NAMED: usize = 4;

/// Every way of reading a file, for finding one again by its word.
const DIALECTS: [(Dialect, &str); 13] = [
    (Dialect::Auto, "auto"),
    (Dialect::Dotenv, "dotenv"),
    (Dialect::Expand, "next"),
    (Dialect::Dotenvx, "dotenvx"),
    (Dialect::NodeEnvFile, "node-env-file"),
    (Dialect::Python, "python"),
    (Dialect::Compose, "compose"),
    (Dialect::Shell, "sh"),
    (Dialect::Docker, "docker"),
    (Dialect::Json, "json"),
    (Dialect::Csv, "csv"),
    (Dialect::ToolJson, "tool-json"),
    (Dialect::Kubernetes, "k8s"),
];

/// How an import's files were read, as text: the dialect, what was put in, the names that stayed text.
pub(super) fn read_as(wish: &ImportWish) -> String {
    let dialect = DIALECTS.iter().find(|(dialect, _)| *dialect == wish.dialect).map_or("auto", |(_, word)| word);
    let expand = match wish.expand {
        Expand::Not => "not",
        Expand::Known => "known",
        Expand::All => "all",
    };
    format!("{dialect} {expand} {}", wish.as_text.join(","))
}

fn wish_of(read_as: &str, into: EnvRef) -> ImportWish {
    let mut words = read_as.split(' ');
    let word = words.next().unwrap_or_default();
    let dialect = DIALECTS.iter().find(|(_, known)| *known == word).map_or(Dialect::Auto, |(dialect, _)| *dialect);
    let expand = match words.next() {
        Some("known") => Expand::Known,
        Some("all") => Expand::All,
        _ => Expand::Not,
    };
    let as_text = words.next().unwrap_or_default().split(',').filter(|name| !name.is_empty()).map(str::to_owned);
    ImportWish { dialect, expand, as_text: as_text.collect(), ..ImportWish::new(into) }
}

impl Vault {
    /// The newest imports, newest first, with what became of their files.
    pub fn past_imports(&self, most: u32) -> Result<Vec<PastImport>, Error> {
        let mut past = Vec::new();
        for import in self.catalog.imports(None, most)? {
            past.extend(self.past_import_of(&import)?);
        }
        Ok(past)
    }

    /// One of them; none where it was taken back.
    pub fn past_import(&self, id: ImportId) -> Result<Option<PastImport>, Error> {
        match self.catalog.import(id)? {
            Some(import) => self.past_import_of(&import),
            None => Ok(None),
        }
    }

    fn past_import_of(&self, import: &ImportRow) -> Result<Option<PastImport>, Error> {
        let Some(into) = self.catalog.place_of(import.environment)? else { return Ok(None) };
        let mut files = Vec::new();
        for file in self.catalog.imported_files(import.id)? {
            let state = self.state_of(&file)?;
            files.push(ImportedFile { state, is_tracked: git::is_tracked(&file.path), path: file.path });
        }
        let stays = why_it_stays(self, import);
        let from = import.source.clone();
        Ok(Some(PastImport { id: import.id, at: import.at, into, from, keys: import.keys, files, stays }))
    }

    fn state_of(&self, file: &ImportedFileRow) -> Result<ImportedFileState, Error> {
        let Ok(there) = read_regular(&file.path, LARGEST) else { return Ok(ImportedFileState::Gone) };
        Ok(match self.mark_of(&there)? == file.mark {
            false => ImportedFileState::Changed,
            true if self.catalog.written_file(&file.path)?.is_some_and(|ours| ours.mark == file.mark) => {
                ImportedFileState::Ours
            }
            true => ImportedFileState::AsRead,
        })
    }

    /// Deletes files that an import read, once it is sure that every value in them stands in the vault, equal. All of
    /// them are looked at first: one that may not go keeps every one.
    ///
    /// # Errors
    /// With the names that don't stand there, or why a file is not what was read.
    pub fn delete_imported_files(&mut self, id: ImportId, paths: &[PathBuf]) -> Result<(), Error> {
        let again = self.read_again(id, paths, Fate::Deleted)?;
        for at in &again.wanted {
            self.check_all_stands(&again, *at, Fate::Deleted)?;
        }
        for at in &again.wanted {
            self.delete_one(&again.import, &again.there[*at].0)?;
        }
        Ok(())
    }

    /// Reads an import's files once more, all that are still as they were: values may name those of another file of it.
    fn read_again(&self, id: ImportId, paths: &[PathBuf], fate: Fate) -> Result<ReadAgain, Error> {
        self.opened()?;
        let import = self.catalog.import(id)?.ok_or_else(|| not_known(paths))?;
        let into = self.catalog.place_of(import.environment)?.ok_or(Error::ChangedMeanwhile)?;
        let read_as = self.catalog.import_read_as(id)?.unwrap_or_default();
        let wish = wish_of(&read_as, into);
        let mut there = Vec::new();
        for file in self.catalog.imported_files(id)? {
            match read_regular(&file.path, MAX_FILE as u64) {
                Ok(text) if self.mark_of(&text)? == file.mark => there.push((file, text)),
                _ if paths.iter().any(|path| absolute(path).is_ok_and(|path| path == file.path)) => {
                    let name = file_name(&file.path);
                    let then = fate.then();
                    return Err(Error::Refused(format!(
                        "{name} is not what was imported any more. Import it again{then}"
                    )));
                }
                _ => {}
            }
        }
        let mut wanted = Vec::new();
        for path in paths {
            let path = absolute(path)?;
            wanted.push(there.iter().position(|(file, _)| file.path == path).ok_or_else(|| not_known(paths))?);
        }
        Ok(ReadAgain { import, wish, there, wanted })
    }

    fn delete_one(&self, import: &ImportRow, file: &ImportedFileRow) -> Result<(), Error> {
        let sealer = std::rc::Rc::clone(&self.opened()?.sealer);
        let name = file_name(&file.path);
        // It is said of the whole import, whose files may all have the same name.
        let stays = format!(
            "{} was deleted, so the vault holds the only copy. Disable and delete the keys instead",
            short_path(&file.path)
        );
        // Said before it happens: a crash in between must not leave an import that can be taken back without its file.
        self.catalog.write::<_, Error>(|| Ok(self.catalog.let_import_stay(import.id, &stays)?))?;
        match remove_if(&file.path, LARGEST, |bytes| sealer.fingerprint(bytes).to_vec() == file.mark)? {
            Removed::Changed => {
                return Err(Error::Refused(format!("{name} was changed at this moment. Look at it, then try again")));
            }
            Removed::Now | Removed::Before => {}
        }
        self.catalog.write(|| {
            self.catalog.forget_written_file(&file.path)?;
            let detail = format!("deleted {} after its import", file.path.display());
            self.note(ActivityKind::FileDeleted, None, Some(detail))
        })
    }

    /// Whose values one file holds, where every value of it stands in the vault as it is, or as it reads among the others.
    fn check_all_stands(&self, again: &ReadAgain, at: usize, fate: Fate) -> Result<Vec<KeyUid>, Error> {
        let ReadAgain { wish, there, .. } = again;
        let (mut whole, mut own) = (Vec::new(), None);
        for (number, (file, text)) in there.iter().enumerate() {
            // Opened to be read as the file it is.
            let read = || envfile::read(text.expose(), dialect_of(Some(&file.path), wish)).map_err(Error::Unreadable);
            whole.push(read()?);
            if number == at {
                own = Some(read()?);
            }
        }
        let own = own.unwrap_or_default();
        let name = file_name(&there[at].0.path);
        if let Some(problem) = own.problems.first() {
            return Err(Error::Refused(format!(
                "line {} of {name} {}, so its content is nowhere else. {}",
                problem.line,
                problem.reason,
                fate.advice_for_a_line()
            )));
        }
        let Folded { entries, .. } = Self::put_in_again(envfile::fold(whole), wish)?;
        let (mut keys, mut missing) = (Vec::new(), Vec::new());
        for entry in &own.entries {
            let among = entries.iter().find(|other| other.name == entry.name);
            let key = match (self.stands(&wish.into, entry)?, among) {
                (None, Some(among)) if !entry.names_others().is_empty() && !among.value.is_empty() => {
                    self.stands(&wish.into, among)?
                }
                (key, _) => key,
            };
            match key {
                Some(key) => keys.push(key),
                None => missing.push(entry.name.to_string()),
            }
        }
        if missing.is_empty() {
            return Ok(keys);
        }
        let verb = if missing.len() == 1 { "doesn't" } else { "don't" };
        let more = missing.len().saturating_sub(NAMED);
        missing.truncate(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        Err(Error::Refused(format!(
            "{}{more} of {name} {verb} stand in {} with that value. {}",
            missing.join(", "),
            wish.into,
            fate.advice_for_values()
        )))
    }

    /// Whose value an entry is, where the vault holds it under its name.
    fn stands(&self, place: &EnvRef, entry: &Entry) -> Result<Option<KeyUid>, Error> {
        let Some(found) = self.catalog.place(place)? else { return Ok(None) };
        let Some((uid, name)) = self.catalog.find_name(found.environment, &entry.name)? else { return Ok(None) };
        let Some(key) = self.catalog.key(uid)? else { return Ok(None) };
        // Opened to be compared.
        let value = entry.value.expose();
        let stands = match (name, &key.plain_value) {
            (NameFound::KeyId, _) => key.key_id.as_ref().is_some_and(|id| id.as_bytes() == value),
            (NameFound::Own, Some(text)) => text.as_bytes() == value,
            (NameFound::Own, None) => {
                let same = key.fingerprint == Some(self.opened()?.sealer.fingerprint(&entry.value));
                // The file itself was taken in the place of its path, which is no secret.
                let is_taken_file = key.as_file && detect::names_a_file(entry.name.as_str(), value);
                (same && !key.missing) || is_taken_file
            }
            (NameFound::Twin(_), _) => false,
        };
        Ok(stands.then_some(uid))
    }

    /// From now on a file counts as written by Keyloft: an export may replace it, and its keys' details delete it, unasked
    /// while nobody changes it. Hence only where every value in it stands in the vault, as for a file that goes.
    ///
    /// # Errors
    /// With the names that don't stand there, or why the file is not what was read.
    pub fn adopt_imported_file(&mut self, id: ImportId, path: &Path) -> Result<(), Error> {
        let again = self.read_again(id, &[path.to_owned()], Fate::Ours)?;
        let Some(at) = again.wanted.first().copied() else { return Err(not_known(&[path.to_owned()])) };
        let keys = self.check_all_stands(&again, at, Fate::Ours)?;
        let (file, into) = (&again.there[at].0, &again.wish.into);
        let ours = WrittenFile {
            path: file.path.clone(),
            environment: Some(again.import.environment),
            target: TAKEN_OVER.to_owned(),
            mark: file.mark.clone(),
            written_at: self.now(),
            delete_at: None,
        };
        self.catalog.write(|| {
            self.catalog.keep_written_file(&ours, &keys)?;
            let detail = format!("{} counts as written by Keyloft", ours.path.display());
            self.note(ActivityKind::PlaceChanged, Some(into.to_string()), Some(detail))
        })
    }

    /// Lays the other values in as the import did.
    fn put_in_again(mut folded: Folded, wish: &ImportWish) -> Result<Folded, Error> {
        super::import_plan::expand_as_wished(&mut folded.entries, wish)?;
        Ok(folded)
    }
}

/// What is to become of a file, for what is said where it can't.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Deleted,
    Ours,
}

impl Fate {
    fn then(self) -> &'static str {
        match self {
            Self::Deleted => ", then delete it",
            Self::Ours => "",
        }
    }

    fn advice_for_a_line(self) -> &'static str {
        match self {
            Self::Deleted => "Check it, then delete the file yourself",
            Self::Ours => {
                "An export would replace it: correct it and import the file again, or leave the file as it is"
            }
        }
    }

    fn advice_for_values(self) -> &'static str {
        match self {
            Self::Deleted => "Import what is missing, or delete the file yourself",
            Self::Ours => "An export would replace the only copy: import what is missing, or leave the file as it is",
        }
    }
}

/// An import's files as they lie there, those that are still what was read.
struct ReadAgain {
    import: ImportRow,
    wish: ImportWish,
    there: Vec<(ImportedFileRow, Secret)>,
    /// Which of them were asked for.
    wanted: Vec<usize>,
}

fn not_known(paths: &[PathBuf]) -> Error {
    let name = paths.first().map(|path| file_name(path)).unwrap_or_default();
    Error::Refused(format!("{name} is no file that this import read. Import it first"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_a_file_was_read_is_known_again() {
        let into = EnvRef::new("shop", "development").unwrap();
        for (dialect, _) in DIALECTS {
            for expand in [Expand::Not, Expand::Known, Expand::All] {
                let as_text = vec!["A".to_owned(), "B".to_owned()];
                let wish = ImportWish { dialect, expand, as_text, ..ImportWish::new(into.clone()) };
                let again = wish_of(&read_as(&wish), into.clone());
                assert_eq!((again.dialect, again.expand, again.as_text), (dialect, expand, wish.as_text));
            }
        }
        assert!(wish_of("dotenv not ", into).as_text.is_empty());
    }
}
