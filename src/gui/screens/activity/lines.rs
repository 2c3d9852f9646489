//! Which lines the table has: days that open and close, quiet days under one heading, rows, and the keys of a row.

use std::collections::HashMap;

use chrono::{Datelike, Days, NaiveDate};

use super::folds::Folds;
use crate::model::{ActivityDay, ActivityFold, ActivityKind, InBulk};

/// So many days before today are open, whatever was done in them.
const RECENT: u64 = 2;

/// One line; indices are of the days read, of their rows, and of a row's keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// A day's heading.
    Day {
        /// Which day.
        day: usize,
        /// Its rows follow.
        open: bool,
    },
    /// A heading over several quiet days; the last one is not among them.
    Span {
        /// The newest of them.
        from: usize,
        /// The one behind the oldest.
        to: usize,
    },
    /// A row; `open` only where it is about several keys.
    Row {
        /// Of which day.
        day: usize,
        /// Which row.
        row: usize,
        /// Its keys follow.
        open: Option<bool>,
    },
    /// Keys of the row above are no longer there.
    Gone {
        /// How many; none where that is not known.
        count: Option<usize>,
    },
    /// One key of a row.
    Key {
        /// Of which day.
        day: usize,
        /// Of which row.
        row: usize,
        /// Which key.
        key: usize,
    },
    /// Older days are being read.
    More,
}

/// True for a day older than the last few in which nothing was done that a person should see: uses and changes of keys
/// alone.
pub fn is_quiet(day: &ActivityDay, today: NaiveDate) -> bool {
    let old = today.checked_sub_days(Days::new(RECENT)).is_some_and(|recent| day.day < recent);
    let matters = |kind| {
        matches!(
            kind,
            ActivityKind::UnlockFailed
                | ActivityKind::PassphraseChanged
                | ActivityKind::StoreChanged
                | ActivityKind::SettingChanged
                | ActivityKind::Mended
                | ActivityKind::Recovered
                | ActivityKind::Made
                | ActivityKind::Deleted
        )
    };
    old && !day.folds.iter().any(|fold| matters(fold.what))
}

/// The keys of entries in bulk, by the entry's number, as far as they were asked for.
pub type Named = HashMap<u64, Vec<String>>;

/// Whether a line opens into keys: it is about several, or about an environment's.
pub fn opens(fold: &ActivityFold) -> bool {
    fold.subjects.len() > 1 || InBulk::of(fold.what, fold.detail.as_deref()).is_some()
}

/// The keys that stand under an open line of an entry in bulk, and a word on those that are no longer there.
fn keys_in_bulk(day: usize, row: usize, fold: &ActivityFold, keys: &[String]) -> Vec<Line> {
    let mut lines: Vec<Line> = (0..keys.len()).map(|key| Line::Key { day, row, key }).collect();
    let count = InBulk::of(fold.what, fold.detail.as_deref()).and_then(|bulk| {
        let (number, word) = bulk.count.split_once(' ')?;
        // Of variables two may be of one key.
        word.starts_with("key").then(|| number.parse::<usize>().ok()).flatten()
    });
    match count {
        Some(count) if count > keys.len() => lines.push(Line::Gone { count: Some(count - keys.len()) }),
        None if keys.is_empty() => lines.push(Line::Gone { count: None }),
        _ => {}
    }
    lines
}

/// The lines. `quiet`: old days are folded together; else (while something is looked for) every day is open.
pub fn lines(
    days: &[ActivityDay],
    folds: &Folds,
    named: &Named,
    today: NaiveDate,
    quiet: bool,
    more: bool,
) -> Vec<Line> {
    let mut lines = Vec::new();
    let set = |day: &ActivityDay| folds.day(day);
    let mut at = 0;
    while at < days.len() {
        let rests = |day: &ActivityDay| quiet && set(day).is_none() && is_quiet(day, today);
        if rests(&days[at]) {
            // A month's end ends a heading, so that a long record does not become one line.
            let month = |day: &ActivityDay| (day.day.year(), day.day.month());
            let same = |day: &&ActivityDay| rests(day) && month(day) == month(&days[at]);
            let to = at + days[at..].iter().take_while(same).count();
            if to - at > 1 {
                lines.push(Line::Span { from: at, to });
            } else {
                lines.push(Line::Day { day: at, open: false });
            }
            at = to;
            continue;
        }
        let open = set(&days[at]).unwrap_or(true);
        lines.push(Line::Day { day: at, open });
        if open {
            for (row, fold) in days[at].folds.iter().enumerate() {
                let several = opens(fold).then(|| folds.row(fold.oldest));
                lines.push(Line::Row { day: at, row, open: several });
                if several == Some(true) && fold.subjects.len() > 1 {
                    lines.extend((0..fold.subjects.len()).map(|key| Line::Key { day: at, row, key }));
                } else if let Some(keys) = named.get(&fold.number).filter(|_| several == Some(true)) {
                    lines.extend(keys_in_bulk(at, row, fold, keys));
                }
            }
        }
        at += 1;
    }
    if more {
        lines.push(Line::More);
    }
    lines
}
