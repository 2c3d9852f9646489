//! Where every reader puts what it found: names checked, duplicates folded, comments laid beside their entries, all of it counted.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::{Entry as Slot, RandomState};
use std::hash::{BuildHasher, BuildHasherDefault, Hasher};

use super::dotenv;
use super::entry::{Beside, Dialect, Entry, Note, Parsed, Problem, ReadError, Reason, Reference};
use super::lines::lossy;
use super::read::MAX_ENTRIES;
use super::references;
use super::words::Doubts;
use crate::detect::is_dangerous_name;
use crate::model::{Secret, VariableName};

/// Where the entry of each name stands, by the name's keyed hash: the names themselves are kept once, in the entries.
struct Places {
    key: RandomState,
    of: HashMap<u64, usize, BuildHasherDefault<AsItIs>>,
}

impl Places {
    fn new(room: usize) -> Self {
        Self { key: RandomState::new(), of: HashMap::with_capacity_and_hasher(room, BuildHasherDefault::default()) }
    }

    /// Where the entry of that name stands.
    fn of(&self, name: &VariableName, entries: &[Entry]) -> Option<usize> {
        let mut hash = self.key.hash_one(name.as_str());
        loop {
            let place = *self.of.get(&hash)?;
            if entries[place].name == *name {
                return Some(place);
            }
            hash = next(hash);
        }
    }

    /// The same, of a name whose hash is known; where there is none, its place is noted to be behind all others.
    fn of_or_last(&mut self, name: &VariableName, mut hash: u64, entries: &[Entry]) -> Option<usize> {
        loop {
            match self.of.entry(hash) {
                Slot::Vacant(slot) => {
                    slot.insert(entries.len());
                    return None;
                }
                Slot::Occupied(place) if entries[*place.get()].name == *name => return Some(*place.get()),
                Slot::Occupied(_) => hash = next(hash),
            }
        }
    }

    fn hash_of_capitals(&self, name: &str) -> u64 {
        if has_small_letters(name) { self.key.hash_one(name.to_ascii_uppercase()) } else { self.key.hash_one(name) }
    }
}

fn has_small_letters(name: &str) -> bool {
    // All of them, so that the compiler looks at sixteen at once.
    name.bytes().fold(false, |small, byte| small | byte.is_ascii_lowercase())
}

/// Where to look when two names have one hash: as good as never.
fn next(hash: u64) -> u64 {
    hash.wrapping_add(1)
}

/// A hash that is one already.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// An entry as a reader found it, before its name is checked.
#[derive(Default)]
pub(super) struct Found<'a> {
    pub name: &'a [u8],
    pub value: Vec<u8>,
    pub line: u32,
    pub inline_comment: Option<&'a [u8]>,
    pub export: bool,
    pub quoted: bool,
    /// Written so that every reader of environment files finds the same.
    pub common: bool,
    pub doubts: Doubts,
    pub beside: Option<Box<Beside>>,
}

impl Found<'_> {
    /// Says where the value names other variables.
    pub fn refers(&mut self, references: Vec<Reference>) {
        if !references.is_empty() {
            self.beside.get_or_insert_default().references = references;
        }
    }
}

/// Collects a file's parts in order.
pub(super) struct Gather {
    parsed: Parsed,
    places: Places,
    /// Comment lines directly above the next entry.
    above: Vec<u8>,
    /// Names made of titles that have small letters or were wanted again, by the hash of their capitals, with how many wanted
    /// each. Were two of one hash, one would get a number that it does not need.
    made: HashMap<u64, u32, BuildHasherDefault<AsItIs>>,
    /// The hash of the name that was just made, where it is in capitals.
    just_made: Option<u64>,
}

impl Gather {
    /// Makes room for one entry a line, so that nothing is moved while it grows.
    pub fn new(lines: usize) -> Self {
        let room = lines.min(MAX_ENTRIES);
        let parsed = Parsed { entries: Vec::with_capacity(room), common: true, ..Parsed::default() };
        Self { parsed, places: Places::new(room), above: Vec::new(), made: HashMap::default(), just_made: None }
    }

    pub fn finish(self, dialect: Dialect) -> Parsed {
        Parsed { dialect, ..self.parsed }
    }

    /// The name that is wanted, or where another entry has it, also in other case, the same with a number. Two entries that
    /// say the same keep one name. The next entry is called so.
    pub fn free_name<'a>(&mut self, wanted: &'a str, value: &[u8]) -> Cow<'a, str> {
        let mut name = Cow::Borrowed(wanted);
        loop {
            let capitals = self.places.hash_of_capitals(&name);
            if !self.made.contains_key(&capitals) && !self.places.of.contains_key(&capitals) {
                // In capitals it is known by its entry.
                if has_small_letters(&name) {
                    self.made.insert(capitals, 1);
                } else {
                    self.just_made = Some(capitals);
                }
                return name;
            }
            let place = VariableName::new(&name).ok().and_then(|name| self.places.of(&name, &self.parsed.entries));
            // Opened to be compared: the same entry twice is one.
            if let Some(place) = place
                && self.parsed.entries[place].value.expose() == value
            {
                return name;
            }
            let count = self.made.entry(self.places.hash_of_capitals(wanted)).or_insert(1);
            *count += 1;
            name = Cow::Owned(format!("{wanted}_{count}"));
        }
    }

    /// What dotenv-expand makes of values that dotenv read: `\$` is a dollar, and names count in every sort of quotes.
    pub fn expand_dollars(&mut self) {
        self.parsed.entries.iter_mut().chain(&mut self.parsed.commented_out).for_each(references::expand_dollars);
    }

    fn count(&self) -> Result<(), ReadError> {
        if has_room(&self.parsed) { Ok(()) } else { Err(ReadError::TooMany) }
    }

    /// Something stands there that readers may take differently.
    pub fn differs(&mut self) {
        self.parsed.common = false;
    }

    /// An empty line parts a comment from what follows.
    pub fn blank(&mut self) {
        self.above.clear();
    }

    /// A comment line, without its `#`.
    pub fn comment(&mut self, text: &[u8], line: u32) -> Result<(), ReadError> {
        if let Some(found) = dotenv::assignment_in_comment(text, line) {
            self.count()?;
            if let Ok(name) = checked_name(found.name) {
                self.parsed.commented_out.push(entry(name, found, None));
                return Ok(());
            }
        }
        push_comment(&mut self.above, text);
        Ok(())
    }

    pub fn problem(&mut self, line: u32, reason: Reason) -> Result<(), ReadError> {
        self.above.clear();
        self.differs();
        self.count()?;
        self.parsed.problems.push(Problem { line, reason });
        Ok(())
    }

    pub fn entry(&mut self, found: Found<'_>) -> Result<(), ReadError> {
        let name = match checked_name(found.name) {
            Ok(name) => name,
            Err(reason) => return self.problem(found.line, reason),
        };
        self.parsed.common &= found.common;
        if let Some(behind) = found.inline_comment {
            push_comment(&mut self.above, behind);
        }
        let comment = (!self.above.is_empty()).then(|| lossy(&self.above).into());
        self.above.clear();
        let mut entry = entry(name, found, comment);
        let hash = self.just_made.take().unwrap_or_else(|| self.places.key.hash_one(entry.name.as_str()));
        match self.places.of_or_last(&entry.name, hash, &self.parsed.entries) {
            Some(place) => {
                entry.note(Note::Duplicate);
                self.parsed.entries[place] = entry;
            }
            None if has_room(&self.parsed) => self.parsed.entries.push(entry),
            None => return Err(ReadError::TooMany),
        }
        Ok(())
    }
}

fn has_room(Parsed { entries, commented_out, problems, .. }: &Parsed) -> bool {
    entries.len() + commented_out.len() + problems.len() < MAX_ENTRIES
}

fn checked_name(name: &[u8]) -> Result<VariableName, Reason> {
    Ok(VariableName::new(&lossy(name))?)
}

fn push_comment(all: &mut Vec<u8>, text: &[u8]) {
    let text = text.trim_ascii();
    if !text.is_empty() {
        if !all.is_empty() {
            all.push(b'\n');
        }
        all.extend_from_slice(text);
    }
}

fn entry(name: VariableName, found: Found<'_>, comment: Option<Box<str>>) -> Entry {
    let Found { value, line, export, quoted, doubts, mut beside, .. } = found;
    let is_reference = value.starts_with(b"op://") || value.starts_with(b"keyloft://");
    let is_encrypted = value.starts_with(b"encrypted:");
    let is_dangerous = is_dangerous_name(name.as_str());
    if is_reference || is_encrypted || is_dangerous || !doubts.is_empty() || beside.is_some() {
        let beside = beside.get_or_insert_default();
        let named = references::names(&beside.references);
        let flags = [!named.is_empty(), is_reference, is_encrypted, is_dangerous];
        let room = flags.iter().filter(|flag| **flag).count() + doubts.len() + beside.notes.len();
        let before = std::mem::replace(&mut beside.notes, Vec::with_capacity(room));
        let notes = &mut beside.notes;
        notes.extend((!named.is_empty()).then_some(Note::NamesOthers(named)));
        notes.extend(is_reference.then_some(Note::Reference));
        notes.extend(is_encrypted.then_some(Note::Encrypted));
        notes.extend(before);
        notes.extend(doubts.iter().map(|doubt| Note::DialectsDisagree(doubt.words())));
        notes.extend(is_dangerous.then_some(Note::DangerousName));
    }
    Entry { name, value: Secret::new(value), line, comment, export, quoted, beside }
}
