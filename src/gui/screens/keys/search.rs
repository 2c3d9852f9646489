//! What the filter looks in: one lower-case paragraph a key, made when one first types after the facts changed; and what was
//! found there of late, so that a letter more visits only what is left, and a letter less nothing.

use memchr::memmem;

use crate::jobs::Snapshot;
use crate::model::Key;

/// What a key's texts take up, as a rule.
const USUAL: usize = 112;
/// So many words are remembered: those of a long filter, with each of their letters.
const REMEMBERED: usize = 32;
/// Where a word before left fewer than one in so many, they are looked at each; else all of the text at once is faster.
const FEW: usize = 8;

/// Searchable paragraphs, one after the other: a word is looked for in all of them at once, many times as fast as in each.
#[derive(Debug, Default)]
pub struct Haystack {
    text: String,
    /// Where each paragraph ends.
    ends: Vec<usize>,
}

impl Haystack {
    /// A paragraph a key, in the snapshot's order.
    pub fn new(snapshot: &Snapshot) -> Self {
        let count = snapshot.keys.len();
        let mut hay = Self { text: String::with_capacity(count * USUAL), ends: Vec::with_capacity(count) };
        for (index, key) in snapshot.keys.iter().enumerate() {
            push_key(&mut hay.text, key, snapshot.tails.get(index).and_then(Option::as_deref));
            hay.ends.push(hay.text.len());
        }
        hay
    }

    /// Adds a paragraph.
    pub fn push(&mut self, text: &str) {
        push_lower(&mut self.text, text);
        self.text.push('\n');
        self.ends.push(self.text.len());
    }

    /// How many paragraphs there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    fn start(&self, paragraph: usize) -> usize {
        paragraph.checked_sub(1).map_or(0, |before| self.ends[before])
    }

    /// In which paragraphs a lower-case word stands.
    fn all(&self, word: &str) -> Vec<bool> {
        let finder = memmem::Finder::new(word.as_bytes());
        let mut found = vec![false; self.ends.len()];
        let bytes = self.text.as_bytes();
        let (mut from, mut at) = (0, 0);
        while let Some(place) = finder.find(&bytes[from..]) {
            // No word has a line's end in it, so none reaches into the next paragraph.
            while self.ends[at] <= from + place {
                at += 1;
            }
            from = self.ends[at];
            found[at] = true;
        }
        found
    }

    /// The same, where it is known that it stands in none but these.
    fn among(&self, word: &str, few: &[bool]) -> Vec<bool> {
        let finder = memmem::Finder::new(word.as_bytes());
        let bytes = self.text.as_bytes();
        let stands = |(at, may): (usize, &bool)| *may && finder.find(&bytes[self.start(at)..self.ends[at]]).is_some();
        few.iter().enumerate().map(stands).collect()
    }
}

/// In which paragraphs of one haystack words were found of late.
#[derive(Debug, Default)]
pub struct Finds(Vec<Find>);

#[derive(Debug)]
struct Find {
    word: String,
    found: Vec<bool>,
    count: usize,
}

impl Finds {
    /// In which paragraphs a lower-case word stands.
    pub fn word(&mut self, hay: &Haystack, word: &str) -> &[bool] {
        let find = match self.0.iter().position(|find| find.word == word) {
            Some(at) => self.0.remove(at),
            None => {
                // What holds the word holds each part of it.
                let parts = self.0.iter().filter(|find| word.contains(find.word.as_str()));
                let found = match parts.min_by_key(|find| find.count) {
                    Some(part) if part.count < hay.len() / FEW => hay.among(word, &part.found),
                    _ => hay.all(word),
                };
                let count = found.iter().filter(|found| **found).count();
                Find { word: word.to_owned(), found, count }
            }
        };
        if self.0.len() == REMEMBERED {
            self.0.remove(0);
        }
        self.0.push(find);
        self.0.last().map_or(&[], |find| &find.found)
    }

    /// For every paragraph, whether each word of `filter` stands somewhere in it.
    pub fn found(&mut self, hay: &Haystack, filter: &str) -> Vec<bool> {
        let mut all = vec![true; hay.len()];
        for word in typed_words(filter) {
            for (all, found) in all.iter_mut().zip(self.word(hay, &word)) {
                *all &= found;
            }
        }
        all
    }
}

/// Splits what was typed into lower-case words.
pub fn typed_words(filter: &str) -> Vec<String> {
    let lower = |word: &str| {
        let mut lower = String::with_capacity(word.len());
        push_lower(&mut lower, word);
        lower
    };
    filter.split_whitespace().map(lower).collect()
}

/// Whose it is, in the words that stand on screen; a plain key needs nobody.
fn owner(key: &Key) -> Option<&str> {
    let name = key.owner.as_deref().filter(|name| !name.trim().is_empty());
    name.or((!key.is_plain()).then_some("no owner"))
}

/// Adds a key's texts, a line each.
fn push_key(text: &mut String, key: &Key, tail: Option<&str>) {
    let place = key.place();
    push_lower(text, key.name());
    text.push('\n');
    // `stripesecret` finds STRIPE_SECRET_KEY.
    for part in key.name().split('_') {
        push_lower(text, part);
    }
    let more = [
        key.provider.as_deref(),
        owner(key),
        key.key_id.as_deref(),
        key.key_id_name.as_ref().map(crate::model::VariableName::as_str),
        Some(place.project.as_str()),
        Some(place.environment.as_str()),
        tail,
    ];
    for more in more.into_iter().flatten().chain(key.tags.iter().map(String::as_str)) {
        text.push('\n');
        push_lower(text, more);
    }
    text.push('\n');
}

/// Nearly every name is ASCII, which needs no allocation. Letter by letter, as a letter's lower case must not change with
/// what is typed after it.
fn push_lower(into: &mut String, text: &str) {
    if text.is_ascii() {
        let from = into.len();
        into.push_str(text);
        into[from..].make_ascii_lowercase();
    } else {
        into.extend(text.chars().flat_map(char::to_lowercase));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::ProptestConfig;

    use super::*;
    use crate::gui::sample;

    /// The plain way: every word in every line of a key's own.
    fn slowly(snapshot: &Snapshot, filter: &str) -> Vec<bool> {
        let tail = |index: usize| snapshot.tails[index].as_deref();
        let lines = snapshot.keys.iter().enumerate().map(|(index, key)| {
            let mut text = String::new();
            push_key(&mut text, key, tail(index));
            text
        });
        lines.map(|text| typed_words(filter).iter().all(|word| text.contains(word.as_str()))).collect()
    }

    /// A vault in which words are as rare as they are in a real one, and one owner is not ASCII.
    fn vault() -> Snapshot {
        let mut snapshot = sample::snapshot();
        for key in snapshot.keys.iter_mut().filter(|key| key.name() == "STRIPE_SECRET_KEY") {
            key.owner = Some("Jörg ΣΟΦΌΣ".to_owned());
        }
        snapshot
    }

    #[test]
    fn one_pass_over_everything_finds_what_a_look_at_each_key_finds() {
        let snapshot = vault();
        let hay = Haystack::new(&snapshot);
        for filter in
            ["", " ", "e", "stripe", "STRIPE prod", "prod STRIPE", "stripesecret", "örg", "key zzz", "a a", "port"]
        {
            assert_eq!(Finds::default().found(&hay, filter), slowly(&snapshot, filter), "{filter}");
        }
        let count = |filter| Finds::default().found(&hay, filter).iter().filter(|found| **found).count();
        assert_eq!((count("örg"), count("stripe prod"), count("ΣΟΦΌΣ")), (8, 6, 8));
    }

    proptest::proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        /// What was typed before, and how it came to be what it is now, changes nothing.
        #[test]
        fn whatever_was_typed_and_erased_the_same_is_found(
            keys in proptest::collection::vec(proptest::sample::select("<<< stripeprodkeyöΣς_0".chars().collect::<Vec<_>>()), 1..50),
        ) {
            let snapshot = vault();
            let hay = Haystack::new(&snapshot);
            let (mut finds, mut filter) = (Finds::default(), String::new());
            for key in keys {
                match key {
                    '<' => drop(filter.pop()),
                    letter => filter.push(letter),
                }
                proptest::prop_assert_eq!(finds.found(&hay, &filter), slowly(&snapshot, &filter), "{}", filter);
            }
        }
    }

    #[test]
    fn words_that_were_typed_long_ago_are_forgotten() {
        let hay = Haystack::new(&sample::snapshot());
        let mut finds = Finds::default();
        for number in 0..3 * REMEMBERED {
            finds.found(&hay, &format!("{number} key"));
        }
        assert_eq!(finds.0.len(), REMEMBERED);
        assert_eq!(finds.0.last().map(|find| find.word.as_str()), Some("key"));
    }

    #[test]
    fn no_owner_is_found_in_the_words_that_stand_there() {
        let mut snapshot = vault();
        for (key, owner) in snapshot.keys.iter_mut().zip([Some("Mara"), None, Some(" ")].into_iter().cycle()) {
            key.owner = owner.map(str::to_owned);
        }
        let found = Finds::default().found(&Haystack::new(&snapshot), "no owner");
        let nobodys = snapshot.keys.iter().map(|key| !key.is_plain() && key.owner.as_deref() != Some("Mara"));
        assert!(found.contains(&true) && found.contains(&false));
        assert_eq!(found, nobodys.collect::<Vec<_>>());
    }

    #[test]
    fn nothing_is_found_where_there_is_nothing() {
        assert!(Finds::default().found(&Haystack::default(), "stripe").is_empty());
    }
}
