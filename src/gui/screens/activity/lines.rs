//! Which lines the table has: days that open and close, quiet days under one heading, rows, and the keys of a row.

use std::collections::{HashMap, HashSet};

use chrono::{Datelike, Days, NaiveDate};

use crate::model::{ActivityDay, ActivityKind};

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

/// What a person opened and closed. Days are told by their newest entry's number, which stays while more is done.
#[derive(Debug, Clone, Default)]
pub struct Folds {
    days: HashMap<(NaiveDate, u64), bool>,
    rows: HashSet<u64>,
}

fn name(day: &ActivityDay) -> (NaiveDate, u64) {
    // The newest entry of a day changes while it lasts; its oldest does not, but for what was not read yet.
    (day.day, day.folds.last().map_or(0, |fold| fold.number))
}

impl Folds {
    /// Opens or closes a day.
    pub fn set_day(&mut self, day: &ActivityDay, open: bool) {
        self.days.insert(name(day), open);
    }

    /// Opens or closes a row, by its newest entry's number.
    pub fn set_row(&mut self, number: u64, open: bool) {
        if open {
            self.rows.insert(number);
        } else {
            self.rows.remove(&number);
        }
    }
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

/// The lines. `quiet`: old days are folded together; else (while something is looked for) every day is open.
pub fn lines(days: &[ActivityDay], folds: &Folds, today: NaiveDate, quiet: bool, more: bool) -> Vec<Line> {
    let mut lines = Vec::new();
    let set = |day: &ActivityDay| folds.days.get(&name(day)).copied();
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
                let several = (fold.subjects.len() > 1).then(|| folds.rows.contains(&fold.number));
                lines.push(Line::Row { day: at, row, open: several });
                if several == Some(true) {
                    lines.extend((0..fold.subjects.len()).map(|key| Line::Key { day: at, row, key }));
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
