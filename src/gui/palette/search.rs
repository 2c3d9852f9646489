//! Finding keys while one types: fuzzy over names, provider, owner, tags and place; letter by letter over key ids and the
//! last four. Every distinct text is kept once, with the set of its letters, which rejects nearly all texts without a
//! look at them; and each is matched once a word, however many keys have it.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use memchr::memmem;
use nucleo_matcher::{Config, Matcher, Utf32Str, Utf32String, chars};

/// How many keys are shown.
pub const TOP: usize = 50;
/// From so many keys on they are worth a second thread, and so many threads are enough.
const MANY: usize = 20_000;
const MOST_HANDS: usize = 4;

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
    /// When it was last used, in minutes since 1970; 0 for never.
    pub used: u32,
    /// Its environment's place in its project's order.
    pub stage: u8,
}

/// How a text is matched, and what a match in it is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Field {
    Name,
    KeyIdName,
    Fact,
}

impl Field {
    /// Names weigh most.
    fn weight(self) -> u32 {
        match self {
            Self::Name => 4,
            Self::KeyIdName => 3,
            Self::Fact => 2,
        }
    }

    /// What a match must be worth a character; below, its letters are scattered over the text by chance.
    fn least(self) -> u32 {
        match self {
            Self::Name | Self::KeyIdName => 15,
            Self::Fact => 18,
        }
    }
}

/// A text within `Index::bytes`.
#[derive(Debug, Clone, Copy)]
struct Span {
    from: u32,
    len: u32,
}

/// A distinct text.
#[derive(Debug)]
struct Text {
    /// Its letters, a bit each; all bits where it is not ASCII.
    letters: u64,
    /// The first letters of its words.
    initials: u64,
    /// Where it lies, if it is ASCII; else its number among `Index::others`.
    span: Result<Span, u32>,
    field: Field,
}

/// One key by its texts.
#[derive(Debug)]
struct Item {
    /// The letters of all its texts.
    letters: u64,
    name: u32,
    /// Its set in `Index::facts`.
    facts: u32,
    key_id_name: Option<u32>,
    /// In lower case.
    key_id: Option<Span>,
    /// In lower case; zeros for none.
    tail: [u8; 4],
    rank: Rank,
}

/// What decides between names that match equally well.
#[derive(Debug, Clone, Copy)]
struct Group {
    in_view: bool,
    used: u32,
    first: u32,
}

/// Everything keys are found by. Made when the palette opens and when the facts change.
#[derive(Debug, Default)]
pub struct Index {
    /// Every ASCII text and every key id, one after the other.
    bytes: Vec<u8>,
    /// The texts that are not ASCII.
    others: Vec<Utf32String>,
    texts: Vec<Text>,
    items: Vec<Item>,
    /// Sets of facts, which many keys share, with the letters of all of them.
    facts: Vec<(Box<[u32]>, u64)>,
    /// By the name's text; only names have one that counts.
    groups: Vec<Group>,
}

impl Index {
    fn slice(&self, span: Span) -> &[u8] {
        &self.bytes[span.from as usize..][..span.len as usize]
    }

    fn store(&mut self, text: &str) -> Span {
        let from = self.bytes.len() as u32;
        self.bytes.extend_from_slice(text.as_bytes());
        Span { from, len: text.len() as u32 }
    }

    fn text(&self, text: &Text) -> Utf32Str<'_> {
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

    fn text(&mut self, field: Field, text: &'a str) -> u32 {
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

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// The best keys by their place in the snapshot, the best first; [`TOP`] at most.
    pub top: Vec<usize>,
    /// How many there are.
    pub count: usize,
}

/// One word of what was typed.
#[derive(Debug, Clone)]
struct Word {
    /// In lower case and without accents.
    normal: String,
    text: Utf32String,
    letters: u64,
    /// By text, and by set of facts: 0 not looked at, else the score and 1.
    texts: Vec<u32>,
    facts: Vec<u32>,
}

/// Splits what was typed into words as the matcher wants them.
fn words(query: &str) -> Vec<Word> {
    query
        .split_whitespace()
        .map(|word| {
            let normal: String = word.chars().flat_map(char::to_lowercase).map(chars::normalize).collect();
            let letters = normal.bytes().filter(u8::is_ascii).fold(0, |all, letter| all | bit(letter));
            let text = Utf32String::from(normal.as_str());
            Word { normal, text, letters, texts: Vec::new(), facts: Vec::new() }
        })
        .collect()
}

/// The matcher with its scratch memory.
#[derive(Debug)]
pub struct Search {
    matcher: Matcher,
}

impl Default for Search {
    fn default() -> Self {
        Self { matcher: Matcher::new(Config::DEFAULT) }
    }
}

impl Search {
    /// The keys in which every word is found. `here` tells which keys count, by their place in the snapshot.
    /// Over very many keys every processor looks through a part of them.
    pub fn find(&mut self, index: &Index, query: &str, here: impl Fn(usize) -> bool + Sync) -> Found {
        let mut words = words(query);
        if words.is_empty() {
            return Found::default();
        }
        // The longest rejects most.
        words.sort_by_key(|word| std::cmp::Reverse(word.text.len()));
        for word in &mut words {
            word.texts = vec![0; index.texts.len()];
            word.facts = vec![0; index.facts.len()];
        }
        let all = index.items.len();
        let (mut best, count) = match hands(all) {
            1 => self.part(index, &mut words, 0..all, &here),
            hands => parts(index, &words, hands, &here),
        };
        best.sort_unstable();
        best.truncate(TOP);
        Found { top: best.into_iter().map(|(_, at)| at as usize).collect(), count }
    }

    /// The best of some of the keys, with their order, and how many match.
    fn part(
        &mut self,
        index: &Index,
        words: &mut [Word],
        range: Range<usize>,
        here: &impl Fn(usize) -> bool,
    ) -> (Vec<(u128, u32)>, usize) {
        let wanted = words.iter().fold(0, |all, word| all | word.letters);
        let mut best: Vec<(u128, u32)> = Vec::with_capacity(2 * TOP);
        let (mut bar, mut count) = (u128::MAX, 0);
        'keys: for (at, item) in range.clone().zip(&index.items[range]) {
            if item.letters & wanted != wanted || !here(at) {
                continue;
            }
            let mut sum = 0;
            for word in words.iter_mut() {
                match self.item_score(index, item, word) {
                    0 => continue 'keys,
                    score => sum += score,
                }
            }
            count += 1;
            let order = order(index, item, sum);
            if order < bar {
                best.push((order, at as u32));
                if best.len() == 2 * TOP {
                    best.select_nth_unstable(TOP - 1);
                    best.truncate(TOP);
                    bar = best.iter().map(|(order, _)| *order).max().unwrap_or(bar);
                }
            }
        }
        (best, count)
    }

    /// The best match of a word in a key's texts; 0 for none.
    fn item_score(&mut self, index: &Index, item: &Item, word: &mut Word) -> u32 {
        let mut best = self.text_score(index, item.name, word).max(self.facts_score(index, item.facts, word));
        if let Some(text) = item.key_id_name {
            best = best.max(self.text_score(index, text, word));
        }
        // Two letters stand somewhere in every other key id, by chance.
        if best == 0 && word.normal.len() >= 3 {
            let holds = |span: Span| memmem::find(index.slice(span), word.normal.as_bytes()).is_some();
            best = if item.key_id.is_some_and(holds) { 20 * word.normal.len() as u32 } else { 0 };
        }
        if best == 0 && (2..=4).contains(&word.normal.len()) {
            let holds = item.tail.windows(word.normal.len()).any(|part| part == word.normal.as_bytes());
            best = if holds { 20 * word.normal.len() as u32 } else { 0 };
        }
        best
    }

    fn facts_score(&mut self, index: &Index, at: u32, word: &mut Word) -> u32 {
        let known = word.facts[at as usize];
        if known != 0 {
            return known - 1;
        }
        let set = &index.facts[at as usize].0;
        let score = set.iter().map(|text| self.text_score(index, *text, word)).max().unwrap_or(0);
        word.facts[at as usize] = score + 1;
        score
    }

    fn text_score(&mut self, index: &Index, at: u32, word: &mut Word) -> u32 {
        let known = word.texts[at as usize];
        if known != 0 {
            return known - 1;
        }
        let text = &index.texts[at as usize];
        let score = if text.letters & word.letters == word.letters { self.score(index, text, word) } else { 0 };
        word.texts[at as usize] = score + 1;
        score
    }

    fn score(&mut self, index: &Index, text: &Text, word: &Word) -> u32 {
        let (hay, needle) = (index.text(text), word.text.slice(..));
        let weight = text.field.weight();
        let length = needle.len() as u32;
        if length == 1 && needle.is_ascii() {
            // A letter alone stands somewhere in every other text: it means the beginning of a word.
            let first = hay.chars().next().is_some_and(|c| c.is_ascii() && bit(c as u8) == word.letters);
            return if text.initials & word.letters == 0 { 0 } else { weight * if first { 26 } else { 20 } };
        }
        // The best of all ways to match costs several times the first one, which differs only for scattered letters; and
        // two letters apart from each other say next to nothing.
        let together = self.matcher.substring_match(hay, needle);
        let found = together.or_else(|| {
            let apart = (length > 2).then(|| self.matcher.fuzzy_match_greedy(hay, needle));
            apart.flatten()
        });
        let found = found.map_or(0, u32::from);
        let whole = if hay.len() == needle.len() { 8 } else { 0 };
        if found < text.field.least() * length { 0 } else { weight * (found + whole) }
    }

    /// What a title is worth to what was typed; none where a word is not in it.
    pub fn title_score(&mut self, title: &str, query: &str) -> Option<u32> {
        let (title, mut sum) = (Utf32String::from(title), 0);
        for word in words(query) {
            let needle = word.text.slice(..);
            let score = u32::from(self.matcher.fuzzy_match(title.slice(..), needle)?);
            // The same measure as for facts: no scattered letters.
            sum += Some(score).filter(|score| *score >= Field::Fact.least() * needle.len() as u32)?;
        }
        Some(sum)
    }

    /// Which characters of a name match what was typed; ascending, each once.
    pub fn matched(&mut self, name: &str, query: &str) -> Vec<u32> {
        let mut places = Vec::new();
        let mut buffer = Vec::new();
        for word in words(query) {
            let (mut found, needle) = (Vec::new(), word.text.slice(..));
            let hay = Utf32Str::new(name, &mut buffer);
            let score = self.matcher.fuzzy_indices(hay, needle, &mut found).map_or(0, u32::from);
            if score >= Field::Name.least() * needle.len() as u32 {
                places.append(&mut found);
            }
        }
        places.sort_unstable();
        places.dedup();
        places
    }
}

/// How many threads so many keys are worth.
fn hands(keys: usize) -> usize {
    let processors = || std::thread::available_parallelism().map_or(1, |count| count.get().min(MOST_HANDS));
    if keys < MANY { 1 } else { processors() }
}

/// Looks through a part on each of so many threads; where one can't be started, its part is looked through here.
fn parts(
    index: &Index,
    words: &[Word],
    hands: usize,
    here: &(impl Fn(usize) -> bool + Sync),
) -> (Vec<(u128, u32)>, usize) {
    let all = index.items.len();
    let part = |hand: usize| {
        let range = all * hand / hands..all * (hand + 1) / hands;
        Search::default().part(index, &mut words.to_vec(), range, here)
    };
    let part = &part;
    let mut done: Vec<_> = std::thread::scope(|scope| {
        let start = |hand| {
            let name = std::thread::Builder::new().name("search".to_owned());
            (hand, name.spawn_scoped(scope, move || part(hand)))
        };
        let others: Vec<_> = (1..hands).map(start).collect();
        let mut done = vec![part(0)];
        for (hand, other) in others {
            done.push(other.ok().and_then(|other| other.join().ok()).unwrap_or_else(|| part(hand)));
        }
        done
    });
    let count = done.iter().map(|(_, count)| count).sum();
    (done.iter_mut().flat_map(|(best, _)| std::mem::take(best)).collect(), count)
}

/// Ascending: the better match first; equal matches by name, in view and used lately first; a name's keys in view first,
/// unprotected first, used lately first, then in the order of environments.
fn order(index: &Index, item: &Item, score: u32) -> u128 {
    let (group, rank) = (index.groups[item.name as usize], item.rank);
    [
        (u32::from(u16::MAX).saturating_sub(score), 16),
        (u32::from(!group.in_view), 1),
        (u32::MAX - group.used, 32),
        (group.first, 26),
        (u32::from(!rank.in_view), 1),
        (u32::from(rank.protected), 1),
        (u32::MAX - rank.used, 32),
        (u32::from(rank.stage), 8),
    ]
    .into_iter()
    .fold(0, |order, (part, bits)| (order << bits) | u128::from(part))
}

/// The bit of an ASCII letter, whatever its case: letters, digits, and one for all the rest.
fn bit(letter: u8) -> u64 {
    match letter.to_ascii_lowercase() {
        c @ b'a'..=b'z' => 1 << (c - b'a'),
        c @ b'0'..=b'9' => 1 << (26 + c - b'0'),
        _ => 1 << 36,
    }
}

fn letters(text: &str) -> u64 {
    if text.is_ascii() { text.bytes().fold(0, |all, byte| all | bit(byte)) } else { u64::MAX }
}

fn initials(text: &str) -> u64 {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::palette::data;
    use crate::gui::sample;
    use crate::gui::screens::keys::Place;

    #[test]
    fn several_hands_find_what_one_finds() {
        let mut snapshot = sample::snapshot();
        for _ in 0..3 {
            snapshot.keys.extend(snapshot.keys.clone());
        }
        let index = data::index(&snapshot, &Place::default());
        let here = |at: usize| !at.is_multiple_of(5);
        for query in ["s", "stripe", "key prod", "rds", "nothing here"] {
            let (mut search, mut words) = (Search::default(), words(query));
            for word in &mut words {
                word.texts = vec![0; index.texts.len()];
                word.facts = vec![0; index.facts.len()];
            }
            let (mut best, count) = parts(&index, &words, 3, &here);
            best.sort_unstable();
            best.truncate(TOP);
            let top = best.into_iter().map(|(_, at)| at as usize).collect();
            assert_eq!(Found { top, count }, search.find(&index, query, here), "{query}");
        }
    }
}
