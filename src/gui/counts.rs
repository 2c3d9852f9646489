//! Numbers as people read them: one place, so that a count says the same wherever it stands.

use std::fmt::Display;

/// "1,284" of a whole number.
pub fn grouped(count: impl Display) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// "1 entry", "1,284 entries".
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

/// "90 days", "1 year".
pub fn age_words(days: u32) -> String {
    match days {
        365 => "1 year".to_owned(),
        days if days % 365 == 0 => format!("{} years", days / 365),
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

/// "1 key", "1,284 keys".
pub fn keys(count: usize) -> String {
    counted(count, "key", "keys")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_in_groups_of_three_from_a_thousand_on() {
        for (number, words) in
            [(0, "0"), (7, "7"), (999, "999"), (1_000, "1,000"), (12_345, "12,345"), (1_234_567, "1,234,567")]
        {
            assert_eq!(grouped(number), words);
        }
        assert_eq!(grouped(u64::MAX), "18,446,744,073,709,551,615");
        assert_eq!((keys(1), keys(0), keys(1_284)), ("1 key".to_owned(), "0 keys".to_owned(), "1,284 keys".to_owned()));
    }
}
