//! What a person opened and closed: days, and lines about several keys. Kept for the next start as days and numbers, without
//! a name.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::model::ActivityDay;

/// So many of each are kept, the newest: who opens more has closed none for long.
const MOST: usize = 100;

/// Days and lines are told by their oldest entry's number, which stays while more is done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folds {
    days: BTreeMap<(NaiveDate, u64), bool>,
    rows: BTreeSet<u64>,
    kept: String,
}

fn name(day: &ActivityDay) -> (NaiveDate, u64) {
    // The newest entry of a day changes while it lasts; its oldest does not, but for what was not read yet.
    (day.day, day.folds.last().map_or(0, |fold| fold.number))
}

impl Folds {
    /// As they were kept; what can't be read is left out.
    pub fn read(text: &str) -> Self {
        let mut folds = Self::default();
        for word in text.split_whitespace() {
            let (word, open) = match (word.strip_suffix('+'), word.strip_suffix('-')) {
                (Some(word), _) => (word, true),
                (_, Some(word)) => (word, false),
                _ => continue,
            };
            if let Some((day, number)) = word.split_once('/') {
                if let (Ok(day), Ok(number)) = (day.parse(), number.parse()) {
                    folds.days.insert((day, number), open);
                }
            } else if let Ok(number) = word.parse() {
                folds.rows.insert(number);
            }
        }
        folds.note();
        folds
    }

    /// In a line, to be kept: "2027-06-15/1284+ 1300+".
    pub fn kept(&self) -> &str {
        &self.kept
    }

    fn note(&mut self) {
        while self.days.len() > MOST {
            self.days.pop_first();
        }
        while self.rows.len() > MOST {
            self.rows.pop_first();
        }
        let days =
            self.days.iter().map(|((day, number), open)| format!("{day}/{number}{}", if *open { '+' } else { '-' }));
        let rows = self.rows.iter().map(|number| format!("{number}+"));
        self.kept = days.chain(rows).collect::<Vec<_>>().join(" ");
    }

    /// Whether a day was opened or closed; none where nobody touched it.
    pub fn day(&self, day: &ActivityDay) -> Option<bool> {
        self.days.get(&name(day)).copied()
    }

    /// Whether a line is open, by its oldest entry's number.
    pub fn row(&self, number: u64) -> bool {
        self.rows.contains(&number)
    }

    /// Opens or closes a day.
    pub fn set_day(&mut self, day: &ActivityDay, open: bool) {
        self.days.insert(name(day), open);
        self.note();
    }

    /// Opens or closes a line.
    pub fn set_row(&mut self, number: u64, open: bool) {
        if open {
            self.rows.insert(number);
        } else {
            self.rows.remove(&number);
        }
        self.note();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: u64) -> ActivityDay {
        let day = NaiveDate::from_ymd_opt(2027, 6, 15).unwrap();
        ActivityDay { day, number, counts: [0; 4], folds: Vec::new() }
    }

    #[test]
    fn what_was_opened_and_closed_is_read_again_and_nonsense_is_nothing() {
        let mut folds = Folds::default();
        folds.set_day(&day(0), false);
        folds.set_row(1_300, true);
        folds.set_row(7, true);
        folds.set_row(7, false);
        assert_eq!(folds.kept(), "2027-06-15/0- 1300+");
        assert_eq!(Folds::read(folds.kept()), folds);
        assert_eq!((folds.day(&day(0)), folds.row(1_300), folds.row(7)), (Some(false), true, false));
        assert_eq!(Folds::read("open 2027-99-01/3+ 2027-01-01/x- 12 -"), Folds::default());
    }

    #[test]
    fn no_more_are_kept_than_a_small_file_holds() {
        let mut folds = Folds::default();
        for number in 0..1_000 {
            folds.set_row(number, true);
        }
        assert!(folds.row(999) && !folds.row(0));
        assert!(folds.kept().len() < 1_000, "{}", folds.kept().len());
    }
}
