//! The one place where a finding becomes a sentence (LOOK.md parts 1, 9 and 12): short, with a number where there is
//! one, and saying only what is known. It never holds a name, a path or a value.

use chrono::NaiveDate;

use super::ages::date;
use crate::model::{UseKind, WentWithout};

/// "1 day", "41 days".
fn days(count: i64) -> String {
    if count == 1 { "1 day".into() } else { format!("{count} days") }
}

/// "today", "yesterday", "3 days ago". A moment in the future (the clock was set back) is "today".
fn ago(count: i64) -> String {
    match count {
        ..=0 => "today".into(),
        1 => "yesterday".into(),
        more => format!("{more} days ago"),
    }
}

/// Past its last day since so many days; at least 1.
pub(super) fn expired(days_since: i64) -> String {
    format!("Expired {}", ago(days_since))
}

/// Its last day comes in so many days; 0 is today.
pub fn expires(days_left: i64) -> String {
    match days_left {
        ..=0 => "Expires today".into(),
        1 => "Expires tomorrow".into(),
        more => format!("Expires in {more} days"),
    }
}

/// The store does not hold it.
pub(super) fn missing() -> String {
    "Missing from the keychain".into()
}

/// What the owner's last day adds to a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// No last day is known.
    Stays,
    /// The last day is today or later.
    Leaves,
    /// The last day is past.
    Left,
    /// Whoever handed the key over leaves.
    FormerLeaves,
    /// Whoever handed the key over has left.
    FormerLeft,
}

/// So many old versions may still be accepted by their provider; the oldest was replaced so many days ago.
pub(super) fn old_still_valid(count: usize, days_since: i64, owner: Owner) -> String {
    let what = if count == 1 {
        format!("Old value may still work, replaced {}", ago(days_since))
    } else {
        format!("{count} old values may still work, the oldest replaced {}", ago(days_since))
    };
    match owner {
        Owner::Stays => what,
        Owner::Leaves => format!("{what} · its owner leaves"),
        Owner::Left => format!("{what} · its owner left"),
        Owner::FormerLeaves => format!("{what} · its former owner leaves"),
        Owner::FormerLeft => format!("{what} · its former owner left"),
    }
}

/// Past its rotation day since so many days. An imported key is at least as old as its time here, so its delay is said as
/// a lower bound.
pub(super) fn rotation_overdue(days_over: i64, age_known: bool) -> String {
    let at_least = if age_known { "" } else { "at least " };
    format!("Rotation {at_least}{} overdue", days(days_over))
}

/// The latest use here was so many days ago.
pub(super) fn unused(days_since: i64) -> String {
    format!("Not used here for {}", days(days_since))
}

/// No use here since it came, so many days ago.
pub(super) fn never_used(days_since: i64) -> String {
    format!("Never used here, added {}", ago(days_since))
}

/// So many keys, itself included, hold one value.
pub(super) fn shared_value(places: usize) -> String {
    format!("Same value in {places} places")
}

/// It may do more than a program needs, by scope `*` or level admin.
pub(super) fn too_broad(star: bool, admin: bool) -> String {
    match (star, admin) {
        (true, true) => "Scope * and level admin are too broad",
        (true, false) => "Scope * is too broad",
        (false, _) => "Level admin is too broad",
    }
    .into()
}

/// Its value stands in so many files that Keyloft wrote, the oldest so many days ago.
pub(super) fn plain_file(count: usize, taken_over: usize, days_since: i64) -> String {
    let did = match taken_over {
        0 => "wrote",
        all if all == count => "took over",
        _ => "wrote or took over",
    };
    if count == 1 {
        format!("In a file that Keyloft {did} {}", ago(days_since))
    } else {
        format!("In {count} files that Keyloft {did}, the oldest {}", ago(days_since))
    }
}

/// It goes over the network unencrypted.
pub(super) fn plain_http() -> String {
    "Sent unencrypted".into()
}

/// A guessing program finds it.
pub(super) fn weak() -> String {
    "Easily guessed".into()
}

/// No owner is known.
pub(super) fn no_owner() -> String {
    "Nobody owns it".into()
}

/// Neither a day nor "never" was said.
pub(super) fn no_expiry() -> String {
    "Expiry not known".into()
}

/// Disabled; may be deleted in so many days (0 or fewer: now). What went without it meanwhile speaks against that.
pub(super) fn waiting_for_deletion(days_left: i64, without: Option<&WentWithout>) -> String {
    let waits = match days_left {
        ..=0 => "Disabled · can be deleted".into(),
        // Short, for the number is what a narrow column must not cut.
        more => format!("Disabled · deletable in {more} d"),
    };
    match without {
        Some(without) => format!("{waits} · {}", went_without(without)),
        None => waits,
    }
}

/// What went without a disabled key: "3 runs and 1 export went without it".
pub fn went_without(without: &WentWithout) -> String {
    let words = [
        (UseKind::Run, "run", "runs"),
        (UseKind::Inject, "template", "templates"),
        (UseKind::Export, "export", "exports"),
        (UseKind::Get, "get", "gets"),
        (UseKind::Copy, "copy", "copies"),
        (UseKind::Reveal, "look", "looks"),
    ];
    let counted: Vec<String> = words
        .into_iter()
        .map(|(kind, one, many)| (without.of(kind), one, many))
        .filter(|(times, ..)| *times > 0)
        .map(|(times, one, many)| format!("{times} {}", if times == 1 { one } else { many }))
        .collect();
    format!("{} went without it", listing(&counted))
}

/// "A", "A and B", "A, B and C".
pub fn listing<T: AsRef<str>>(words: &[T]) -> String {
    match words {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [start @ .., last] => {
            let start: Vec<&str> = start.iter().map(T::as_ref).collect();
            format!("{} and {}", start.join(", "), last.as_ref())
        }
    }
}

/// A warning that was put off, and why: "Snoozed until 3 Dec 2025: the vendor answers in December".
pub fn snoozed(until: NaiveDate, reason: Option<&str>) -> String {
    let until = date(until);
    match reason.map(str::trim).filter(|reason| !reason.is_empty()) {
        Some(reason) => format!("Snoozed until {until}: {reason}"),
        None => format!("Snoozed until {until}."),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    #[test]
    fn one_day_is_said_as_people_say_it() {
        assert_eq!(expired(1), "Expired yesterday");
        assert_eq!(expired(3), "Expired 3 days ago");
        assert_eq!(expires(0), "Expires today");
        assert_eq!(expires(1), "Expires tomorrow");
        assert_eq!(expires(6), "Expires in 6 days");
        assert_eq!(rotation_overdue(1, true), "Rotation 1 day overdue");
        assert_eq!(rotation_overdue(41, true), "Rotation 41 days overdue");
        assert_eq!(rotation_overdue(41, false), "Rotation at least 41 days overdue");
        assert_eq!(unused(1), "Not used here for 1 day");
        assert_eq!(unused(94), "Not used here for 94 days");
        assert_eq!(never_used(40), "Never used here, added 40 days ago");
        assert_eq!(shared_value(3), "Same value in 3 places");
        assert_eq!(waiting_for_deletion(0, None), "Disabled · can be deleted");
        assert_eq!(waiting_for_deletion(1, None), "Disabled · deletable in 1 d");
        assert_eq!(waiting_for_deletion(12, None), "Disabled · deletable in 12 d");
    }

    #[test]
    fn what_went_without_a_key_is_counted_by_kind() {
        let mut without =
            WentWithout { times: [0; UseKind::ALL.len()], latest_at: DateTime::default(), latest_by: None };
        assert_eq!(without.total(), 0);
        without.add(UseKind::Run, 3, DateTime::default(), None);
        assert_eq!(went_without(&without), "3 runs went without it");
        without.add(UseKind::Copy, 1, DateTime::default(), None);
        assert_eq!(went_without(&without), "3 runs and 1 copy went without it");
        for kind in UseKind::ALL {
            without.add(kind, 1, DateTime::default(), None);
        }
        assert_eq!(went_without(&without), "4 runs, 1 template, 1 export, 1 get, 2 copies and 1 look went without it");
        assert_eq!(without.total(), 10);
    }

    #[test]
    fn a_snooze_says_until_when_and_why() {
        let day = NaiveDate::from_ymd_opt(2025, 12, 3).unwrap();
        assert_eq!(snoozed(day, None), "Snoozed until 3 Dec 2025.");
        assert_eq!(snoozed(day, Some("the vendor is slow")), "Snoozed until 3 Dec 2025: the vendor is slow");
    }

    #[test]
    fn old_values_are_counted_and_a_leaving_owner_is_named_as_such() {
        assert_eq!(old_still_valid(1, 12, Owner::Stays), "Old value may still work, replaced 12 days ago");
        assert_eq!(old_still_valid(1, 0, Owner::Leaves), "Old value may still work, replaced today · its owner leaves");
        assert_eq!(
            old_still_valid(2, 30, Owner::Left),
            "2 old values may still work, the oldest replaced 30 days ago · its owner left"
        );
    }
}
