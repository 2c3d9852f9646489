//! Days and spans of days in words, and how much was done in them.

use chrono::{DateTime, Datelike, NaiveDate, TimeZone, Utc};

use crate::gui::counts::grouped;
use crate::model::ActivityDay;

/// "Today" and "Mon 24 Nov"; the second is empty where the first says it.
pub fn day_words(day: NaiveDate, today: NaiveDate) -> (String, String) {
    let date = if day.year() == today.year() {
        day.format("%a %-d %b").to_string()
    } else {
        day.format("%a %-d %b %Y").to_string()
    };
    match (today - day).num_days() {
        0 => ("Today".to_owned(), date),
        1 => ("Yesterday".to_owned(), date),
        _ => (date, String::new()),
    }
}

/// "13–21 Nov" over the days, newest first.
pub fn span_words(days: &[ActivityDay], today: NaiveDate) -> String {
    // A clock that was set back puts a later day behind an earlier one.
    let (newest, oldest) = (days.iter().max_by_key(|one| one.day), days.iter().min_by_key(|one| one.day));
    let (Some(newest), Some(oldest)) = (newest, oldest) else { return String::new() };
    if newest.day == oldest.day {
        return short_date(newest.day, today);
    }
    format!("{}–{}", oldest.day.day(), short_date(newest.day, today))
}

/// "47 entries: 31 copies, 14 runs, 2 changes".
pub fn sum_words(days: &[ActivityDay]) -> String {
    let mut counts = [0_u64; 4];
    for day in days {
        for (sum, one) in counts.iter_mut().zip(day.counts) {
            *sum += one;
        }
    }
    let names = [
        ("copy", "copies"),
        ("export or run", "exports and runs"),
        ("change", "changes"),
        ("lock or unlock", "locks and unlocks"),
    ];
    let each = counts.iter().zip(names).filter(|(count, _)| **count > 0);
    let each = each.map(|(count, (one, many))| format!("{} {}", grouped(*count), if *count == 1 { one } else { many }));
    format!("{}: {}", entries(counts.iter().sum()), each.collect::<Vec<_>>().join(", "))
}

/// "1 entry", "1,284 entries".
pub fn entries(count: u64) -> String {
    format!("{} {}", grouped(count), if count == 1 { "entry" } else { "entries" })
}

/// "3 Nov", with the year where it is another one.
pub fn short_date(day: NaiveDate, today: NaiveDate) -> String {
    let form = if day.year() == today.year() { "%-d %b" } else { "%-d %b %Y" };
    day.format(form).to_string()
}

/// "12 Mar 2025".
pub fn date_words<Z: TimeZone>(at: DateTime<Utc>, zone: &Z) -> String
where
    Z::Offset: std::fmt::Display,
{
    at.with_timezone(zone).format("%-d %b %Y").to_string()
}
