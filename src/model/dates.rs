//! Durations and dates as people write them: `30s`, `15m`, `24h`, `90d`, `2027-01-31`, `never`.

use chrono::NaiveDate;

/// An expiry or interval as asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateWish {
    /// So many days from today.
    InDays(u32),
    /// A day in the user's calendar.
    On(NaiveDate),
    /// Said to have no end.
    Never,
    /// Nothing is known any more: what was said was about another value.
    NotKnown,
}

/// Reads `30s`, `15m`, `24h` or `90d` into seconds. None for anything else, and for more than a hundred years.
pub fn parse_duration(text: &str) -> Option<u64> {
    let unit = match text.chars().last()? {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return None,
    };
    let digits = &text[..text.len() - 1];
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let seconds = digits.parse::<u64>().ok()?.checked_mul(unit)?;
    (seconds <= 36_525 * 86_400).then_some(seconds)
}

/// Reads a duration in whole days: `90d`. None for other units.
pub fn parse_duration_days(text: &str) -> Option<u32> {
    if !text.ends_with('d') {
        return None;
    }
    u32::try_from(parse_duration(text)? / 86_400).ok()
}

/// Reads `90d`, `2027-01-31` or `never`.
pub fn parse_date_wish(text: &str) -> Option<DateWish> {
    if text == "never" {
        return Some(DateWish::Never);
    }
    if let Some(days) = parse_duration_days(text) {
        return Some(DateWish::InDays(days));
    }
    let shape_ok = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    if !shape_ok {
        return None;
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(DateWish::On)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_one_unit() {
        assert_eq!(parse_duration("30s"), Some(30));
        assert_eq!(parse_duration("15m"), Some(900));
        assert_eq!(parse_duration("24h"), Some(86_400));
        assert_eq!(parse_duration("90d"), Some(7_776_000));
        for bad in ["", "s", "30", "-1d", "1.5h", "1h30m", "90 d", "99999999999999999999d", "40000d", "9é"] {
            assert_eq!(parse_duration(bad), None, "{bad}");
        }
    }

    #[test]
    fn dates_are_days_or_spans_or_never() {
        assert_eq!(parse_date_wish("never"), Some(DateWish::Never));
        assert_eq!(parse_date_wish("90d"), Some(DateWish::InDays(90)));
        assert_eq!(parse_date_wish("2028-02-29"), Some(DateWish::On(NaiveDate::from_ymd_opt(2028, 2, 29).unwrap())));
        for bad in ["2027-02-29", "27-1-1", "2027-1-31", "tomorrow", "24h", ""] {
            assert_eq!(parse_date_wish(bad), None, "{bad}");
        }
    }
}
