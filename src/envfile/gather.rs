//! Where every reader puts what it found: names checked, duplicates folded, comments laid beside their entries, all of it counted.

use std::collections::HashMap;
use std::collections::hash_map::{Entry as Slot, RandomState};
use std::hash::{BuildHasher, BuildHasherDefault, Hasher};

use super::dotenv;
use super::entry::{Beside, Dialect, Entry, Note, Parsed, Problem, ReadError, Reason, Reference};
use super::read::MAX_ENTRIES;
use super::references;
use crate::detect::is_dangerous_name;
use crate::model::{Secret, VariableName};

/// Where the entry of each name stands, by the name's keyed hash: the names themselves are kept once, in the entries.
struct Places {
    key: RandomState,
    of: HashMap<u64, usize, BuildHasherDefault<AsItIs>>,
}

/// What stands under a name.
enum Place {
    /// The entry at this place.
    Taken(usize),
    /// Nothing; to be told where it will stand.
    Free(u64),
}

impl Places {
    fn new(room: usize) -> Self {
        Self { key: RandomState::new(), of: HashMap::with_capacity_and_hasher(room, BuildHasherDefault::default()) }
    }

    fn of(&self, name: &VariableName, entries: &[Entry]) -> Place {
        let mut hash = self.key.hash_one(name.as_str());
        loop {
            match self.of.get(&hash) {
                None => return Place::Free(hash),
                Some(place) if entries[*place].name == *name => return Place::Taken(*place),
                // Two names of one hash: as good as never, and the next number will do.
                Some(_) => hash = hash.wrapping_add(1),
            }
        }
    }

    fn hash_of_capitals(&self, name: &str) -> u64 {
        let mut capitals = [0; 256];
        let length = name.len().min(capitals.len());
        capitals[..length].copy_from_slice(&name.as_bytes()[..length]);
        capitals[..length].make_ascii_uppercase();
        self.key.hash_one(&capitals[..length])
    }

    fn take(&mut self, hash: u64, place: usize) {
        self.of.insert(hash, place);
    }
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
    pub disagree: Vec<&'static str>,
    pub references: Vec<Reference>,
    pub notes: Vec<Note>,
    pub beside: Option<Box<Beside>>,
}

/// Collects a file's parts in order.
pub(super) struct Gather {
    parsed: Parsed,
    places: Places,
    /// Comment lines directly above the next entry.
    above: Vec<u8>,
    /// Names made of titles, by the hash of their capitals, with how many wanted each. Were two of one hash, one would get a
    /// number that it does not need.
    made: HashMap<u64, u32, BuildHasherDefault<AsItIs>>,
}

impl Gather {
    /// Makes room for one entry a line, so that nothing is moved while it grows.
    pub fn new(lines: usize) -> Self {
        let room = lines.min(MAX_ENTRIES);
        let parsed = Parsed { entries: Vec::with_capacity(room), ..Parsed::default() };
        Self { parsed, places: Places::new(room), above: Vec::new(), made: HashMap::default() }
    }

    pub fn finish(self, dialect: Dialect) -> Parsed {
        Parsed { dialect, ..self.parsed }
    }

    /// The name that is wanted, or where another entry has it, also in other case, the same with a number. Two entries that
    /// say the same keep one name.
    pub fn free_name(&mut self, wanted: &str, value: &[u8]) -> String {
        let mut name = wanted.to_owned();
        loop {
            if let Slot::Vacant(slot) = self.made.entry(self.places.hash_of_capitals(&name)) {
                slot.insert(1);
                return name;
            }
            let place = VariableName::new(&name).ok().map(|name| self.places.of(&name, &self.parsed.entries));
            // Opened to be compared: the same entry twice is one.
            if let Some(Place::Taken(place)) = place
                && self.parsed.entries[place].value.expose() == value
            {
                return name;
            }
            let count = self.made.entry(self.places.hash_of_capitals(wanted)).or_insert(1);
            *count += 1;
            name = format!("{wanted}_{count}");
        }
    }

    /// What dotenv-expand makes of values that dotenv read: `\$` is a dollar, and names count in every sort of quotes.
    pub fn expand_dollars(&mut self) {
        self.parsed.entries.iter_mut().chain(&mut self.parsed.commented_out).for_each(references::expand_dollars);
    }

    fn count(&self) -> Result<(), ReadError> {
        if has_room(&self.parsed) { Ok(()) } else { Err(ReadError::TooMany) }
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
        self.count()?;
        self.parsed.problems.push(Problem { line, reason });
        Ok(())
    }

    pub fn entry(&mut self, found: Found<'_>) -> Result<(), ReadError> {
        let name = match checked_name(found.name) {
            Ok(name) => name,
            Err(reason) => return self.problem(found.line, reason),
        };
        if let Some(behind) = found.inline_comment {
            push_comment(&mut self.above, behind);
        }
        let comment = (!self.above.is_empty()).then(|| String::from_utf8_lossy(&self.above).into_owned());
        self.above.clear();
        let mut entry = entry(name, found, comment);
        match self.places.of(&entry.name, &self.parsed.entries) {
            Place::Taken(place) => {
                entry.notes.push(Note::Duplicate);
                self.parsed.entries[place] = entry;
            }
            Place::Free(slot) => {
                if !has_room(&self.parsed) {
                    return Err(ReadError::TooMany);
                }
                self.places.take(slot, self.parsed.entries.len());
                self.parsed.entries.push(entry);
            }
        }
        Ok(())
    }
}

fn has_room(Parsed { entries, commented_out, problems, .. }: &Parsed) -> bool {
    entries.len() + commented_out.len() + problems.len() < MAX_ENTRIES
}

fn checked_name(name: &[u8]) -> Result<VariableName, Reason> {
    match std::str::from_utf8(name) {
        Ok(name) => Ok(VariableName::new(name)?),
        Err(_) => Ok(VariableName::new(&String::from_utf8_lossy(name))?),
    }
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

fn entry(name: VariableName, found: Found<'_>, comment: Option<String>) -> Entry {
    let Found { value, line, export, quoted, disagree, references, mut notes, beside, .. } = found;
    let named = references::names(&references);
    if !named.is_empty() {
        notes.push(Note::NamesOthers(named));
    }
    if value.starts_with(b"op://") || value.starts_with(b"keyloft://") {
        notes.push(Note::Reference);
    }
    if value.starts_with(b"encrypted:") {
        notes.push(Note::Encrypted);
    }
    notes.extend(disagree.into_iter().map(Note::DialectsDisagree));
    if is_dangerous_name(name.as_str()) {
        notes.push(Note::DangerousName);
    }
    Entry { name, value: Secret::new(value), line, comment, beside, export, quoted, notes, references }
}
