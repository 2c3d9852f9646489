//! Finding keys while one types: fuzzy over names, provider, owner, tags and place; letter by letter over key ids and the
//! last four.

use std::ops::Range;

use memchr::memmem;
use nucleo_matcher::{Config, Matcher, Utf32Str, Utf32String, chars};

use super::index::{Field, Index, Item, Span, Text, bit};

/// How many keys are shown.
pub const TOP: usize = 50;
/// From so many keys on they are worth a second thread, and so many threads are enough.
const MANY: usize = 20_000;
const MOST_HANDS: usize = 4;

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
/// unprotected first, those in use before those that rest, used lately first, then in the order of environments.
fn order(index: &Index, item: &Item, score: u32) -> u128 {
    let (group, rank) = (index.groups[item.name as usize], item.rank);
    [
        (u32::from(u16::MAX).saturating_sub(score), 16),
        (u32::from(!group.in_view), 1),
        (u32::MAX - group.used, 32),
        (group.first, 26),
        (u32::from(!rank.in_view), 1),
        (u32::from(rank.protected), 1),
        (u32::from(rank.rests), 1),
        (u32::MAX - rank.used, 32),
        (u32::from(rank.stage), 8),
    ]
    .into_iter()
    .fold(0, |order, (part, bits)| (order << bits) | u128::from(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::palette::index;
    use crate::gui::sample;
    use crate::gui::screens::keys::Place;

    #[test]
    fn several_hands_find_what_one_finds() {
        let mut snapshot = sample::snapshot();
        for _ in 0..3 {
            snapshot.keys.extend(snapshot.keys.clone());
        }
        let index = index::of(&snapshot, &Place::default());
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
