//! What the filter looks in: one lower-case line a key, made when one first types after the facts changed.

use memchr::memmem;

use crate::jobs::Snapshot;
use crate::model::Key;

/// What a key's texts take up, as a rule.
const USUAL: usize = 112;

/// One searchable paragraph a key, in the snapshot's order, one after the other: a word is looked for in all of them at
/// once, many times as fast as in each.
#[derive(Debug, Default)]
pub struct Haystack {
    text: String,
    /// Where each key's paragraph ends.
    ends: Vec<usize>,
}

impl Haystack {
    /// Reads every key once.
    pub fn new(snapshot: &Snapshot) -> Self {
        let count = snapshot.keys.len();
        let mut hay = Self { text: String::with_capacity(count * USUAL), ends: Vec::with_capacity(count) };
        for (index, key) in snapshot.keys.iter().enumerate() {
            push_key(&mut hay.text, key, snapshot.tails.get(index).and_then(Option::as_deref));
            hay.ends.push(hay.text.len());
        }
        hay
    }

    /// For every key, whether each word of `filter` stands somewhere in its texts.
    pub fn found(&self, filter: &str) -> Vec<bool> {
        let mut words = words(filter);
        // The longest is the rarest: the others are looked for only where it stands.
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let mut finders = words.iter().map(|word| memmem::Finder::new(word.as_bytes()));
        let Some(rarest) = finders.next() else { return vec![true; self.ends.len()] };
        let others: Vec<memmem::Finder<'_>> = finders.collect();
        let mut found = vec![false; self.ends.len()];
        let bytes = self.text.as_bytes();
        let (mut from, mut key) = (0, 0);
        while let Some(at) = rarest.find(&bytes[from..]) {
            // No word has a line's end in it, so none reaches into the next key's paragraph.
            while self.ends[key] <= from + at {
                key += 1;
            }
            let start = key.checked_sub(1).map_or(0, |before| self.ends[before]);
            from = self.ends[key];
            found[key] = others.iter().all(|word| word.find(&bytes[start..from]).is_some());
        }
        found
    }
}

/// Splits what was typed into lower-case words.
fn words(filter: &str) -> Vec<String> {
    filter.split_whitespace().map(str::to_lowercase).collect()
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
        key.owner.as_deref(),
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

/// Nearly every name is ASCII, which needs no allocation.
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
        lines.map(|text| words(filter).iter().all(|word| text.contains(word.as_str()))).collect()
    }

    #[test]
    fn one_pass_over_everything_finds_what_a_look_at_each_key_finds() {
        let mut snapshot = sample::snapshot();
        snapshot.keys[5].owner = Some("Jörg Ömer".to_owned());
        let hay = Haystack::new(&snapshot);
        let filters = [
            "",
            " ",
            "e",
            "stripe",
            "STRIPE prod",
            "prod STRIPE",
            "stripesecret",
            "örg",
            "key zzz",
            "zzz",
            "a a",
            "port",
        ];
        for filter in filters {
            assert_eq!(hay.found(filter), slowly(&snapshot, filter), "{filter}");
        }
        assert_eq!(hay.found("örg").iter().filter(|found| **found).count(), 1);
        assert_eq!(hay.found("stripe prod").iter().filter(|found| **found).count(), 6);
    }

    #[test]
    fn nothing_is_found_where_there_is_nothing() {
        assert!(Haystack::default().found("stripe").is_empty());
    }
}
