//! What the listing asks of every key, side by side: read once a snapshot, so that no letter typed visits 100,000 keys
//! where they lie.

use super::data::needs_action;
use super::words::plain_value;
use crate::jobs::Snapshot;
use crate::model::{EnvRef, Key};

/// One key, as far as a listing tells keys apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Which of the places.
    pub place: u32,
    /// It has a warning to act on.
    pub acts: bool,
    /// It is the user's own.
    pub mine: bool,
    /// It has no secret.
    pub plain: bool,
    /// How many characters of its value a row could show; none of a secret.
    pub value: u8,
}

/// A mark for every key, in the snapshot's order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks {
    /// The first key of each place; the keys of a place stand together.
    firsts: Vec<usize>,
    keys: Vec<Mark>,
}

impl Marks {
    /// Reads every key once.
    pub fn new(snapshot: &Snapshot) -> Self {
        let me = Some(snapshot.settings.me.as_str()).filter(|me| !me.is_empty());
        let mut marks = Self { firsts: Vec::new(), keys: Vec::with_capacity(snapshot.keys.len()) };
        let mut last = None;
        for (index, key) in snapshot.keys.iter().enumerate() {
            if last != Some(key.place()) {
                last = Some(key.place());
                marks.firsts.push(index);
            }
            marks.keys.push(Mark {
                place: u32::try_from(marks.firsts.len() - 1).unwrap_or(u32::MAX),
                acts: needs_action(snapshot, index),
                mine: me.is_some() && key.owner.as_deref() == me,
                plain: key.is_plain(),
                value: plain_value(key).map_or(0, |value| u8::try_from(value.chars().count()).unwrap_or(u8::MAX)),
            });
        }
        marks
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// The mark of a key, by its place in the snapshot.
    pub fn get(&self, index: usize) -> Option<Mark> {
        self.keys.get(index).copied()
    }

    /// Every project and environment that has keys, in order; [`Mark::place`] counts them.
    pub fn places<'a>(&self, snapshot: &'a Snapshot) -> Vec<&'a EnvRef> {
        self.firsts.iter().filter_map(|index| snapshot.keys.get(*index)).map(Key::place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::sample;

    #[test]
    fn every_key_is_marked_with_its_place_and_what_chips_ask() {
        let mut snapshot = sample::snapshot();
        "Mara Klein".clone_into(&mut snapshot.settings.me);
        let marks = Marks::new(&snapshot);
        let places = marks.places(&snapshot);
        assert_eq!((marks.len(), places.len()), (128, 8));
        for (index, key) in snapshot.keys.iter().enumerate() {
            let mark = marks.get(index).unwrap();
            assert_eq!(places[mark.place as usize], key.place());
            assert_eq!((mark.mine, mark.plain), (true, key.name() == "PORT"));
            assert_eq!(mark.acts, needs_action(&snapshot, index));
            assert_eq!(usize::from(mark.value), if mark.plain { "3000".len() } else { 0 });
        }
        assert_eq!(marks.get(128), None);
    }
}
