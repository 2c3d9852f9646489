//! What the filter looks in: one lower-case line a key, made once a snapshot.

use crate::jobs::Snapshot;
use crate::model::Key;

/// One searchable text a key, in the snapshot's order.
#[derive(Debug, Default)]
pub struct Haystack {
    lines: Vec<String>,
}

impl Haystack {
    /// Reads every key once.
    pub fn new(snapshot: &Snapshot) -> Self {
        let tail = |index: usize| snapshot.tails.get(index).and_then(Option::as_deref);
        Self { lines: snapshot.keys.iter().enumerate().map(|(index, key)| line(key, tail(index))).collect() }
    }

    /// True where every word stands somewhere in the key's text.
    pub fn matches(&self, index: usize, words: &[String]) -> bool {
        self.lines.get(index).is_some_and(|line| words.iter().all(|word| line.contains(word)))
    }
}

/// Splits what was typed into lower-case words.
pub fn words(filter: &str) -> Vec<String> {
    filter.split_whitespace().map(str::to_lowercase).collect()
}

fn line(key: &Key, tail: Option<&str>) -> String {
    let mut line = key.name().to_lowercase();
    // `stripesecret` finds STRIPE_SECRET_KEY.
    let together = line.replace('_', "");
    let place = key.place();
    let more = [
        Some(together.as_str()),
        key.provider.as_deref(),
        key.owner.as_deref(),
        key.key_id.as_deref(),
        key.key_id_name.as_ref().map(crate::model::VariableName::as_str),
        Some(place.project.as_str()),
        Some(place.environment.as_str()),
        tail,
    ];
    for text in more.into_iter().flatten().chain(key.tags.iter().map(String::as_str)) {
        line.push('\n');
        line.push_str(&text.to_lowercase());
    }
    line
}
