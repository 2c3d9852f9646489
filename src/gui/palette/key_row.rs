//! A key as a row of the palette, as plain values.

use crate::gui::screens::keys::{lower_first, row_text};
use crate::gui::widgets::Mark;
use crate::jobs::Snapshot;
use crate::model::{EnvRef, KeyUid};

/// A key as a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRow {
    /// Which key.
    pub uid: KeyUid,
    /// Its name in parts; true where what was typed matches.
    pub name: Vec<(String, bool)>,
    /// Two letters for the tile.
    pub monogram: String,
    /// Where it stands.
    pub place: EnvRef,
    /// Its environment carries the shield.
    pub protected: bool,
    /// Its worst warning in words.
    pub health: Option<(Mark, String)>,
    /// Left out of copies: Enter says what to do instead.
    pub disabled: bool,
    /// What a screen reader says.
    pub spoken: String,
}

impl KeyRow {
    /// The name whole.
    pub fn whole_name(&self) -> String {
        self.name.iter().map(|(part, _)| part.as_str()).collect()
    }

    /// The name in parts as it is `shown`, without its middle.
    pub fn elided_name(&self, shown: &str) -> Vec<(String, bool)> {
        let letters: Vec<(char, bool)> =
            self.name.iter().flat_map(|(part, hit)| part.chars().map(|letter| (letter, *hit))).collect();
        let Some((head, tail)) = shown.split_once('…') else { return self.name.clone() };
        let (head, tail) = (head.chars().count(), tail.chars().count());
        let tail = &letters[letters.len().saturating_sub(tail)..];
        grouped(letters.iter().take(head).copied().chain([('…', false)]).chain(tail.iter().copied()))
    }
}

/// The row of a key; `matched`: the places of its name's letters that were typed, ascending.
pub fn key_row(snapshot: &Snapshot, at: usize, matched: &[u32]) -> KeyRow {
    let (key, text) = (&snapshot.keys[at], row_text(snapshot, at));
    let place = key.place();
    let health = text.health.filter(|(mark, _)| *mark != Mark::Quiet);
    let mut spoken = vec![key.name().to_owned(), place.project.clone(), place.environment.clone()];
    if key.protected {
        spoken.push("protected".to_owned());
    }
    spoken.extend(health.as_ref().map(|(_, words)| lower_first(words)));
    KeyRow {
        uid: key.uid,
        name: parts(key.name(), matched),
        monogram: text.monogram,
        place: place.clone(),
        protected: key.protected,
        health,
        disabled: text.disabled,
        spoken: spoken.join(", "),
    }
}

/// Cuts a name where matched letters begin and end. `matched`: their places, ascending.
fn parts(name: &str, matched: &[u32]) -> Vec<(String, bool)> {
    let mut matched = matched.iter().peekable();
    grouped(
        name.chars()
            .enumerate()
            .map(|(at, letter)| (letter, matched.next_if(|place| **place as usize == at).is_some())),
    )
}

/// Letters as parts that are alike.
fn grouped(letters: impl Iterator<Item = (char, bool)>) -> Vec<(String, bool)> {
    let mut parts: Vec<(String, bool)> = Vec::new();
    for (letter, hit) in letters {
        match parts.last_mut() {
            Some((part, same)) if *same == hit => part.push(letter),
            _ => parts.push((letter.to_string(), hit)),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::sample;

    #[test]
    fn matched_letters_are_told_from_the_rest() {
        let snapshot = sample::snapshot();
        let at = snapshot.keys.iter().position(|key| key.name() == "STRIPE_SECRET_KEY").unwrap();
        let row = key_row(&snapshot, at, &[0, 1, 2, 3, 4, 5, 14, 15, 16]);
        let part = |text: &str, hit| (text.to_owned(), hit);
        assert_eq!(row.name, [part("STRIPE", true), part("_SECRET_", false), part("KEY", true)]);
        let elided = row.elided_name("STRI…_KEY");
        assert_eq!(elided, [part("STRI", true), part("…_", false), part("KEY", true)]);
        assert_eq!((row.whole_name().as_str(), row.spoken.as_str()), {
            ("STRIPE_SECRET_KEY", "STRIPE_SECRET_KEY, Storefront, development")
        });
    }
}
