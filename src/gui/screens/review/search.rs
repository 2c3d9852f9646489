//! What the filter looks in: every key's texts, and the sentences of warnings, of which there are few.

use std::collections::HashMap;

use super::whole::Row;
use crate::gui::screens::keys::Haystack;
use crate::jobs::Snapshot;

/// Read when one first types after the facts changed.
#[derive(Debug, Default)]
pub struct Texts {
    keys: Haystack,
    /// Each sentence once, in lower case.
    sentences: Vec<String>,
    /// Which sentence each row's warning says.
    says: HashMap<(u32, crate::model::Rule), u32>,
}

impl Texts {
    /// Reads every key and every warning once.
    pub fn new(snapshot: &Snapshot) -> Self {
        let mut sentences: Vec<String> = Vec::new();
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut says = HashMap::new();
        for (key, findings) in (0_u32..).zip(&snapshot.findings) {
            for finding in findings {
                let number = *numbers.entry(&finding.text).or_insert_with(|| {
                    sentences.push(finding.text.to_lowercase());
                    u32::try_from(sentences.len() - 1).unwrap_or(u32::MAX)
                });
                says.insert((key, finding.rule), number);
            }
        }
        Self { keys: Haystack::new(snapshot), sentences, says }
    }

    /// Keeps the rows in which each typed word stands: in the key's texts or in the warning's sentence.
    pub fn keep(&self, rows: &mut Vec<Row>, typed: &str) {
        for word in typed.split_whitespace() {
            let in_keys = self.keys.found(word);
            let word = word.to_lowercase();
            let in_sentences: Vec<bool> = self.sentences.iter().map(|sentence| sentence.contains(&word)).collect();
            rows.retain(|row| {
                let says = row.warning.and_then(|(rule, _)| self.says.get(&(row.key, rule)));
                in_keys.get(row.key as usize).copied().unwrap_or_default()
                    || says.is_some_and(|sentence| in_sentences.get(*sentence as usize).copied().unwrap_or_default())
            });
        }
    }
}
