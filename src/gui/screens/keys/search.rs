//! What the filter looks in: one lower-case line a key, made when one first types after the facts changed.

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
    let place = key.place();
    let mut line = String::with_capacity(160);
    push_lower(&mut line, key.name());
    line.push('\n');
    // `stripesecret` finds STRIPE_SECRET_KEY.
    for part in key.name().split('_') {
        push_lower(&mut line, part);
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
    for text in more.into_iter().flatten().chain(key.tags.iter().map(String::as_str)) {
        line.push('\n');
        push_lower(&mut line, text);
    }
    line
}

/// Nearly every name is ASCII, which needs no allocation.
fn push_lower(line: &mut String, text: &str) {
    if text.is_ascii() {
        let from = line.len();
        line.push_str(text);
        line[from..].make_ascii_lowercase();
    } else {
        line.extend(text.chars().flat_map(char::to_lowercase));
    }
}
