//! Short ages for tables, and dates as people read them (LOOK.md part 9).

use chrono::{DateTime, NaiveDate, Utc};

/// Whole months in so many days, by their mean length in the Gregorian calendar: 304.4 days are ten.
pub fn months(days: i64) -> i64 {
    days * 100 / 3_044
}

/// Whole years in so many days, by the same calendar.
pub fn years(days: i64) -> i64 {
    days * 100 / 36_525
}

/// How long ago, in one unit: `now`, `4 min`, `2 h`, `94 d`, `8 mo`, `3 y`. Rounded down. Days go on to 120, because
/// the default thresholds (90 days) should be seen as the numbers they are; months to two years. A moment more than a
/// minute ahead (the clock was set back) has no age: `–`.
pub fn age(then: DateTime<Utc>, now: DateTime<Utc>) -> String {
    const MINUTE: i64 = 60;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;
    match now.signed_duration_since(then).num_seconds() {
        ahead if ahead < -MINUTE => "–".into(),
        secs if secs < MINUTE => "now".into(),
        secs if secs < HOUR => format!("{} min", secs / MINUTE),
        secs if secs < DAY => format!("{} h", secs / HOUR),
        secs if secs < 120 * DAY => format!("{} d", secs / DAY),
        secs if secs < 731 * DAY => format!("{} mo", months(secs / DAY)),
        secs => format!("{} y", years(secs / DAY)),
    }
}

/// The same in a sentence: `just now`, `4 min ago`; `–` where there is no age.
pub fn ago(then: DateTime<Utc>, now: DateTime<Utc>) -> String {
    match age(then, now).as_str() {
        "now" => "just now".into(),
        "–" => "–".into(),
        age => format!("{age} ago"),
    }
}

/// A day as people read it: `30 Nov 2025`.
pub fn date(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn an_age_has_one_unit_and_is_rounded_down() {
        let now = DateTime::from_timestamp(1_900_000_000, 0).unwrap();
        const DAY: i64 = 86_400;
        for (secs, said) in [
            (0, "now"),
            (59, "now"),
            (60, "1 min"),
            (4 * 60 + 59, "4 min"),
            (3_599, "59 min"),
            (3_600, "1 h"),
            (2 * 3_600, "2 h"),
            (DAY - 1, "23 h"),
            (DAY, "1 d"),
            (94 * DAY, "94 d"),
            (120 * DAY - 1, "119 d"),
            (120 * DAY, "3 mo"),
            (245 * DAY, "8 mo"),
            (730 * DAY, "23 mo"),
            (731 * DAY, "2 y"),
            (3_653 * DAY, "10 y"),
            (-60, "now"),
            (-61, "–"),
            (-3_653 * DAY, "–"),
        ] {
            assert_eq!(age(now - TimeDelta::seconds(secs), now), said, "{secs}");
        }
    }

    #[test]
    fn the_ends_of_the_calendar_have_an_age_too() {
        assert_eq!(age(DateTime::<Utc>::MAX_UTC, DateTime::<Utc>::MIN_UTC), "–");
        assert!(age(DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC).ends_with(" y"));
    }

    #[test]
    fn dates_are_day_month_year() {
        assert_eq!(date(NaiveDate::from_ymd_opt(2025, 11, 30).unwrap()), "30 Nov 2025");
        assert_eq!(date(NaiveDate::from_ymd_opt(2028, 2, 9).unwrap()), "9 Feb 2028");
    }

    #[test]
    fn a_moment_ago_is_said_as_one_says_it() {
        let now = DateTime::from_timestamp(1_900_000_000, 0).unwrap();
        for (secs, said) in [(0, "just now"), (59, "just now"), (60, "1 min ago"), (86_400, "1 d ago"), (-61, "–")] {
            assert_eq!(ago(now - TimeDelta::seconds(secs), now), said);
        }
    }
}
