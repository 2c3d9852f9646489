//! The built binary on other days and in other zones: an expiry is a day where the user is, and a clock that stands wrong takes
//! nothing away.

use serde_json::Value;

use super::super::harness::Run;
use super::Desk;

/// Kiritimati, Kolkata, New York with its summer time, Pago Pago: as rules, since not every machine has their names.
const ZONES: [&str; 4] = ["<+14>-14", "<+0530>-5:30", "EST5EDT,M3.2.0,M11.1.0", "<-11>11"];

/// Keyloft at a moment on the clocks of a zone, which stand still.
fn at(desk: &Desk, zone: &str, moment: &str, args: &[&str]) -> Run {
    Run::of("faketime", &desk.home)
        .args(["-f", moment, env!("CARGO_BIN_EXE_keyloft")])
        .args(args)
        .env("TZ", zone)
        // Without it, timed waits never end.
        .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        .env("KEYLOFT_STORE", "sealed")
        .env("KEYLOFT_PASSPHRASE_FILE", desk.home.path().join("pass"))
}

/// What is said of one rule at that moment.
fn said(desk: &Desk, zone: &str, moment: &str, rule: &str) -> Option<String> {
    let output = at(desk, zone, moment, &["review", "--format", "json"]).run().done();
    let rows: Value = serde_json::from_slice(&output.stdout).unwrap();
    let row = rows.as_array().unwrap().iter().find(|row| row["rule"] == rule)?;
    Some(row["text"].as_str().unwrap().to_owned())
}

#[test]
fn an_expiry_is_the_users_day_in_four_zones_and_at_every_year() {
    for zone in ZONES {
        let desk = Desk::empty();
        let made = "2027-06-01 12:00:00";
        at(&desk, zone, made, &["init", "--kdf", "19,2,1"]).run().done();
        at(&desk, zone, made, &["add", "shop/live/A", "--generate", "uuid", "--expires", "2027-06-15"]).run().done();
        for (moment, expiring, expired) in [
            ("2027-06-01 12:00:00", Some("Expires in 14 days"), None),
            ("2027-06-14 00:00:00", Some("Expires tomorrow"), None),
            ("2027-06-14 23:59:59", Some("Expires tomorrow"), None),
            ("2027-06-15 00:00:00", Some("Expires today"), None),
            ("2027-06-15 23:59:59", Some("Expires today"), None),
            ("2027-06-16 00:00:00", None, Some("Expired yesterday")),
            // A clock set back a year, and one ten years ahead.
            ("2026-06-15 12:00:00", None, None),
            ("2037-06-15 12:00:00", None, Some("Expired 3653 days ago")),
        ] {
            assert_eq!(said(&desk, zone, moment, "expiring").as_deref(), expiring, "{zone} {moment}");
            assert_eq!(said(&desk, zone, moment, "expired").as_deref(), expired, "{zone} {moment}");
            let key = at(&desk, zone, moment, &["show", "shop/live/A", "--json"]).run().done();
            let key: Value = serde_json::from_slice(&key.stdout).unwrap();
            assert_eq!(key["expires_at"], "2027-06-15", "{zone} {moment}");
        }
        at(&desk, zone, "2027-06-15 23:59:59", &["review", "--fail-on", "act-now"]).run().done();
        at(&desk, zone, "2027-06-16 00:00:00", &["review", "--fail-on", "act-now"]).run().exits(3);
    }
}

#[test]
fn summer_time_moves_no_day() {
    let desk = Desk::empty();
    let zone = ZONES[2];
    // Half an hour before the midnight after which New York's clocks go ahead an hour.
    let used = "2027-03-13 23:30:00";
    at(&desk, zone, used, &["init", "--kdf", "19,2,1"]).run().done();
    at(&desk, zone, used, &["add", "shop/dev/A", "--generate", "uuid", "--owner", "x"]).run().done();
    at(&desk, zone, used, &["get", "shop/dev/A"]).run().done();
    assert_eq!(said(&desk, zone, "2027-06-10 23:59:59", "unused"), None);
    // 90 days by the calendar, an hour and forty minutes less than 90 times 24 hours are over.
    let told = said(&desk, zone, "2027-06-11 00:10:00", "unused");
    assert_eq!(told.as_deref(), Some("Not used here for 90 days"));
    // Over the night after which they go back again.
    at(&desk, zone, "2027-08-09 00:30:00", &["get", "shop/dev/A"]).run().done();
    assert_eq!(said(&desk, zone, "2027-11-06 23:59:59", "unused"), None);
    let told = said(&desk, zone, "2027-11-07 00:10:00", "unused");
    assert_eq!(told.as_deref(), Some("Not used here for 90 days"));
    let told = said(&desk, zone, "2027-11-07 23:59:59", "unused");
    assert_eq!(told.as_deref(), Some("Not used here for 90 days"), "that day has 25 hours");
}

/// Where the clocks go ahead at midnight, a day of the year begins at one o'clock.
#[test]
fn a_day_without_a_midnight_is_a_day_like_any_other() {
    let desk = Desk::empty();
    // Santiago's rule: the first Saturday of September at 24:00.
    let zone = "<-04>4<-03>,M9.1.6/24,M4.1.6/24";
    let made = "2027-08-20 12:00:00";
    at(&desk, zone, made, &["init", "--kdf", "19,2,1"]).run().done();
    at(&desk, zone, made, &["add", "shop/live/A", "--generate", "uuid", "--expires", "2027-09-05"]).run().done();
    at(&desk, zone, made, &["add", "shop/live/B", "--generate", "uuid", "--owner", "x"]).run().done();
    let snooze = ["snooze", "shop/live/A", "no-owner", "--until", "2027-09-05", "--reason", "soon"];
    at(&desk, zone, made, &snooze).run().done();
    at(&desk, zone, made, &["person", "leaving", "x", "2027-09-05"]).run().done();
    for (moment, expiry) in [
        ("2027-09-04 23:59:59", "Expires tomorrow"),
        ("2027-09-05 01:00:00", "Expires today"),
        ("2027-09-05 23:59:59", "Expires today"),
    ] {
        assert_eq!(said(&desk, zone, moment, "expiring").as_deref(), Some(expiry), "{moment}");
        let report = at(&desk, zone, moment, &["person", "report", "x"]).run().done();
        let left = if expiry.ends_with("tomorrow") { ", tomorrow" } else { ", today" };
        assert!(report.text().contains(left), "{moment}: {}", report.text());
    }
    assert_eq!(said(&desk, zone, "2027-09-06 00:00:00", "expired").as_deref(), Some("Expired yesterday"));
    let quiet = |moment: &str| {
        let output = at(&desk, zone, moment, &["show", "shop/live/A", "--json"]).run().done();
        let key: Value = serde_json::from_slice(&output.stdout).unwrap();
        let finding = key["findings"].as_array().unwrap().iter().find(|one| one["rule"] == "no-owner").cloned();
        finding.unwrap()["snoozed_until"].is_string()
    };
    assert!(quiet("2027-09-04 23:59:59") && !quiet("2027-09-05 01:00:00"));
}

#[test]
fn a_leap_day_is_the_last_day_of_what_ends_on_it() {
    let desk = Desk::empty();
    let zone = ZONES[1];
    at(&desk, zone, "2028-02-01 12:00:00", &["init", "--kdf", "19,2,1"]).run().done();
    at(&desk, zone, "2028-02-01 12:00:00", &["add", "a/b/A", "--generate", "uuid", "--expires", "28d"]).run().done();
    assert_eq!(said(&desk, zone, "2028-02-28 23:59:59", "expiring").as_deref(), Some("Expires tomorrow"));
    assert_eq!(said(&desk, zone, "2028-02-29 23:59:59", "expiring").as_deref(), Some("Expires today"));
    assert_eq!(said(&desk, zone, "2028-03-01 00:00:00", "expired").as_deref(), Some("Expired yesterday"));
}

#[test]
fn a_clock_that_stands_wrong_takes_nothing_away() {
    let desk = Desk::empty();
    let (zone, now) = (ZONES[0], "2027-06-15 12:00:00");
    at(&desk, zone, now, &["init", "--kdf", "19,2,1"]).run().done();
    at(&desk, zone, now, &["add", "shop/dev/A", "--secret-stdin"]).input("the first").run().done();
    at(&desk, zone, now, &["rotate", "shop/dev/A", "--secret-stdin"]).input("the second").run().done();
    // Ten years ahead the old value's week is long over; a year back it has not begun. Neither clock is believed.
    for wrong in ["2037-06-15 12:00:00", "2026-06-15 12:00:00"] {
        at(&desk, zone, wrong, &["edit", "shop/dev/A", "--owner", wrong]).run().done();
    }
    at(&desk, zone, "2027-06-15 13:00:00", &["undo-rotate", "shop/dev/A"]).run().done();
    let value = at(&desk, zone, "2027-06-15 13:00:00", &["get", "shop/dev/A"]).run().done();
    assert_eq!(value.stdout, b"the first");
    let verified = at(&desk, zone, "2027-06-15 13:00:00", &["activity", "--verify"]).run().done();
    assert!(verified.text().starts_with("Unbroken: "), "{}", verified.text());
}

#[test]
fn a_snooze_ends_at_the_users_midnight() {
    for zone in ZONES {
        let desk = Desk::empty();
        let now = "2027-06-01 12:00:00";
        at(&desk, zone, now, &["init", "--kdf", "19,2,1"]).run().done();
        at(&desk, zone, now, &["add", "shop/live/A", "--generate", "uuid"]).run().done();
        let snooze = ["snooze", "shop/live/A", "no-owner", "--until", "2027-06-10", "--reason", "soon"];
        at(&desk, zone, now, &snooze).run().done();
        at(&desk, zone, "2027-06-09 23:59:59", &["review", "--fail-on", "look-soon"]).run().done();
        at(&desk, zone, "2027-06-10 00:00:00", &["review", "--fail-on", "look-soon"]).run().exits(3);
    }
}
