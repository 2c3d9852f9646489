//! What keys are found by. Every distinct text is kept once, with the set of its letters, which rejects nearly all texts
//! without a look at them; and each is matched once a word, however many keys have it.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use nucleo_matcher::{Utf32Str, Utf32String, chars};

use crate::gui::screens::keys::Place;
use crate::jobs::Snapshot;
use crate::model::{EnvRef, Key, VariableName};

/// What one key is found by.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a, 'b> {
    /// The variable.
    pub name: &'a str,
    /// The pair's other variable.
    pub key_id_name: Option<&'a str>,
    /// The pair's public half.
    pub key_id: Option<&'a str>,
    /// The last four characters, where they may be known.
    pub tail: Option<&'a str>,
    /// Provider, owner, tags, project, environment.
    pub facts: &'b [&'a str],
    /// Where it stands among equals.
    pub rank: Rank,
}

/// What decides between keys that match equally well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rank {
    /// Its project is in view.
    pub in_view: bool,
    /// Its environment is protected: it comes after its namesakes, so that Enter is safe.
    pub protected: bool,
    /// It is disabled, or its project is archived: it comes after namesakes that are in use.
    pub rests: bool,
    /// When it was last used, in minutes since 1970; 0 for never.
    pub used: u32,
    /// Its environment's place in its project's order.
    pub stage: u8,
}

/// How a text is matched, and what a match in it is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Field {
    Name,
    KeyIdName,
    Fact,
}

impl Field {
    /// Names weigh most.
    pub(super) fn weight(self) -> u32 {
        match self {
            Self::Name => 4,
            Self::KeyIdName => 3,
            Self::Fact => 2,
        }
    }

    /// What a match must be worth a character; below, its letters are scattered over the text by chance.
    pub(super) fn least(self) -> u32 {
        match self {
            Self::Name | Self::KeyIdName => 15,
            Self::Fact => 18,
        }
    }
}

/// A text within `Index::bytes`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) from: u32,
    pub(super) len: u32,
}

/// A distinct text.
#[derive(Debug)]
pub(super) struct Text {
    /// Its letters, a bit each; all bits where it is not ASCII.
    pub(super) letters: u64,
    /// The first letters of its words.
    pub(super) initials: u64,
    /// Where it lies, if it is ASCII; else its number among `Index::others`.
    pub(super) span: Result<Span, u32>,
    pub(super) field: Field,
}

/// One key by its texts.
#[derive(Debug)]
pub(super) struct Item {
    /// The letters of all its texts.
    pub(super) letters: u64,
    pub(super) name: u32,
    /// Its set in `Index::facts`.
    pub(super) facts: u32,
    pub(super) key_id_name: Option<u32>,
    /// In lower case.
    pub(super) key_id: Option<Span>,
    /// In lower case; zeros for none.
    pub(super) tail: [u8; 4],
    pub(super) rank: Rank,
}

/// What decides between names that match equally well.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    pub(super) in_view: bool,
    pub(super) used: u32,
    pub(super) first: u32,
}

/// Everything keys are found by. Made when the palette opens and when the facts change.
#[derive(Debug, Default)]
pub struct Index {
    /// Every ASCII text and every key id, one after the other.
    pub(super) bytes: Vec<u8>,
    /// The texts that are not ASCII.
    pub(super) others: Vec<Utf32String>,
    pub(super) texts: Vec<Text>,
    pub(super) items: Vec<Item>,
    /// Sets of facts, which many keys share, with the letters of all of them.
    pub(super) facts: Vec<(Box<[u32]>, u64)>,
    /// By the name's text; only names have one that counts.
    pub(super) groups: Vec<Group>,
}

impl Index {
    pub(super) fn slice(&self, span: Span) -> &[u8] {
        &self.bytes[span.from as usize..][..span.len as usize]
    }

    fn store(&mut self, text: &str) -> Span {
        let from = self.bytes.len() as u32;
        self.bytes.extend_from_slice(text.as_bytes());
        Span { from, len: text.len() as u32 }
    }

    pub(super) fn text(&self, text: &Text) -> Utf32Str<'_> {
        match text.span {
            Ok(span) => Utf32Str::Ascii(self.slice(span)),
            Err(other) => self.others[other as usize].slice(..),
        }
    }
}

/// A hash that is quick on names: they are the user's own, nobody makes them collide.
#[derive(Debug, Default)]
struct Quick(u64);

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..part.len()].copy_from_slice(part);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x517C_C1B7_2722_0A95);
        }
    }

    fn finish(&self) -> u64 {
        // The table looks at the upper bits too.
        self.0 ^ (self.0 >> 32)
    }
}

type QuickMap<K> = HashMap<K, u32, BuildHasherDefault<Quick>>;

/// Makes an index; borrows the texts it saw until then.
#[derive(Debug, Default)]
pub struct Builder<'a> {
    index: Index,
    ids: QuickMap<(Field, &'a str)>,
    sets: QuickMap<Box<[u32]>>,
    set: Vec<u32>,
}

impl<'a> Builder<'a> {
    /// A builder for so many keys.
    pub fn new(keys: usize) -> Self {
        let mut builder = Self::default();
        builder.index.items.reserve(keys);
        builder.ids.reserve(keys);
        builder
    }

    /// Takes the next key, in the snapshot's order.
    pub fn push(&mut self, entry: &Entry<'a, '_>) {
        let at = self.index.items.len() as u32;
        let name = self.text(Field::Name, entry.name);
        let key_id_name = entry.key_id_name.map(|text| self.text(Field::KeyIdName, text));
        let facts = self.facts(entry.facts);
        let index = &mut self.index;
        let key_id = entry.key_id.map(|text| {
            let span = index.store(text);
            index.bytes[span.from as usize..].make_ascii_lowercase();
            span
        });
        let mut tail = [0; 4];
        if let Some(text) = entry.tail.filter(|text| text.len() == 4) {
            tail.copy_from_slice(text.as_bytes());
            tail.make_ascii_lowercase();
        }
        let one = |text: u32| index.texts[text as usize].letters;
        let letters = one(name)
            | key_id_name.map_or(0, one)
            | entry.key_id.map_or(0, letters)
            | index.facts[facts as usize].1
            | tail.iter().filter(|byte| **byte != 0).fold(0, |all, byte| all | bit(*byte));
        index.items.push(Item { letters, name, facts, key_id_name, key_id, tail, rank: entry.rank });
        let group = &mut index.groups[name as usize];
        group.first = group.first.min(at);
        group.in_view |= entry.rank.in_view;
        group.used = group.used.max(entry.rank.used);
    }

    pub(super) fn text(&mut self, field: Field, text: &'a str) -> u32 {
        let index = &mut self.index;
        *self.ids.entry((field, text)).or_insert_with(|| {
            let span = if text.is_ascii() {
                Ok(index.store(text))
            } else {
                index.others.push(Utf32String::from(text));
                Err(index.others.len() as u32 - 1)
            };
            index.texts.push(Text { letters: letters(text), initials: initials(text), span, field });
            index.groups.push(Group { in_view: false, used: 0, first: u32::MAX });
            index.texts.len() as u32 - 1
        })
    }

    fn facts(&mut self, facts: &[&'a str]) -> u32 {
        let mut set = std::mem::take(&mut self.set);
        set.clear();
        set.extend(facts.iter().map(|fact| self.text(Field::Fact, fact)));
        let known = self.sets.get(set.as_slice()).copied();
        let id = known.unwrap_or_else(|| {
            let letters = set.iter().fold(0, |all, text| all | self.index.texts[*text as usize].letters);
            let set: Box<[u32]> = set.as_slice().into();
            self.index.facts.push((set.clone(), letters));
            let id = self.index.facts.len() as u32 - 1;
            self.sets.insert(set, id);
            id
        });
        self.set = set;
        id
    }

    /// The index of everything that was pushed.
    pub fn finish(self) -> Index {
        self.index
    }
}

/// The bit of an ASCII letter, whatever its case: letters, digits, and one for all the rest.
pub(super) fn bit(letter: u8) -> u64 {
    match letter.to_ascii_lowercase() {
        c @ b'a'..=b'z' => 1 << (c - b'a'),
        c @ b'0'..=b'9' => 1 << (26 + c - b'0'),
        _ => 1 << 36,
    }
}

pub(super) fn letters(text: &str) -> u64 {
    if text.is_ascii() { text.bytes().fold(0, |all, byte| all | bit(byte)) } else { u64::MAX }
}

pub(super) fn initials(text: &str) -> u64 {
    let mut before = ' ';
    let mut all = 0;
    for letter in text.chars() {
        let begins = !before.is_alphanumeric() || (before.is_lowercase() && letter.is_uppercase());
        if begins && letter.is_alphanumeric() {
            let plain = chars::normalize(letter);
            all |= if plain.is_ascii() { bit(plain as u8) } else { u64::MAX };
        }
        before = letter;
    }
    all
}

/// Reads every key of a snapshot for searching.
pub fn of(snapshot: &Snapshot, view: &Place) -> Index {
    let mut builder = Builder::new(snapshot.keys.len());
    let mut facts: Vec<&str> = Vec::new();
    let mut stage = Stage::default();
    let archived = snapshot.projects.iter().filter(|project| project.archived).map(|project| project.name.as_str());
    let archived: HashSet<&str> = archived.collect();
    for (at, key) in snapshot.keys.iter().enumerate() {
        let place = key.place();
        facts.clear();
        facts.extend([place.project.as_str(), place.environment.as_str()]);
        facts.extend(key.provider.as_deref().into_iter().chain(key.owner.as_deref()));
        facts.extend(key.tags.iter().map(String::as_str));
        builder.push(&Entry {
            name: key.name(),
            key_id_name: key.key_id_name.as_ref().map(VariableName::as_str),
            key_id: key.key_id.as_deref(),
            tail: snapshot.tails.get(at).and_then(Option::as_deref),
            facts: &facts,
            rank: Rank {
                in_view: view.project.as_ref() == Some(&place.project),
                protected: key.protected,
                rests: key.state.is_disabled() || archived.contains(place.project.as_str()),
                used: key.last_used_at.map_or(0, |at| u32::try_from(at.timestamp() / 60).unwrap_or(0)),
                stage: stage.of(snapshot, key),
            },
        });
    }
    builder.finish()
}

/// An environment's place in its project's order; keys come by project and environment, so the last answer mostly holds.
#[derive(Default)]
struct Stage<'a> {
    of: Option<(&'a EnvRef, u8)>,
}

impl<'a> Stage<'a> {
    fn of(&mut self, snapshot: &'a Snapshot, key: &'a Key) -> u8 {
        let place = key.place();
        if let Some((last, stage)) = self.of
            && last == place
        {
            return stage;
        }
        let project = snapshot.projects.iter().find(|project| project.name == place.project);
        let at = project.and_then(|project| project.environments.iter().position(|e| e.name == place.environment));
        let stage = at.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX);
        self.of = Some((place, stage));
        stage
    }
}
