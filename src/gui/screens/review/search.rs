//! What the filter looks in: every key's texts, and the sentences of warnings, of which there are few.

use std::collections::HashMap;

use super::whole::Row;
use crate::gui::screens::keys::{Finds, Haystack, typed_words};
use crate::jobs::Snapshot;

/// Read when one first types after the facts changed.
#[derive(Debug, Default)]
pub struct Texts {
    keys: Haystack,
    /// Each sentence once.
    sentences: Haystack,
    /// Which sentence each finding says: those of a key stand together.
    says: Vec<u32>,
    /// Where those of each key begin.
    starts: Vec<u32>,
}

impl Texts {
    /// Reads every key and every warning once.
    pub fn new(snapshot: &Snapshot) -> Self {
        let mut sentences = Haystack::default();
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let (mut says, mut starts) = (Vec::new(), Vec::with_capacity(snapshot.findings.len()));
        for findings in &snapshot.findings {
            starts.push(u32::try_from(says.len()).unwrap_or(u32::MAX));
            says.extend(findings.iter().map(|finding| {
                *numbers.entry(&finding.text).or_insert_with(|| {
                    sentences.push(&finding.text);
                    u32::try_from(sentences.len() - 1).unwrap_or(u32::MAX)
                })
            }));
        }
        Self { keys: Haystack::new(snapshot), sentences, says, starts }
    }

    /// Which sentence a row says.
    fn sentence(&self, row: Row) -> Option<usize> {
        row.warning?;
        let start = *self.starts.get(row.key as usize)? as usize;
        self.says.get(start + row.nth()).map(|sentence| *sentence as usize)
    }
}

/// What was found of late in texts and sentences.
#[derive(Debug, Default)]
pub struct Found {
    keys: Finds,
    sentences: Finds,
}

impl Found {
    /// Puts into `rows` those of `from` in which each typed word stands, in the key's texts or in the warning's sentence.
    /// Something has to be typed.
    pub fn leave(&mut self, texts: &Texts, typed: &str, from: &[Row], rows: &mut Vec<Row>) {
        rows.clear();
        for (nth, word) in typed_words(typed).into_iter().enumerate() {
            let in_key = self.keys.word(&texts.keys, &word);
            let in_sentence = self.sentences.word(&texts.sentences, &word);
            let stands = |row: &Row| {
                in_key.get(row.key as usize).copied().unwrap_or_default()
                    || texts.sentence(*row).is_some_and(|sentence| in_sentence[sentence])
            };
            if nth == 0 {
                rows.extend(from.iter().filter(|row| stands(row)).copied());
            } else {
                rows.retain(stands);
            }
        }
    }
}
