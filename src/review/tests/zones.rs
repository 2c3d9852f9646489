//! The user's calendar: four zones, summer time, and clocks that were set wrong.

use chrono::FixedOffset;
use proptest::prelude::*;

use super::super::{Waiting, text, waiting};
use super::*;

fn found_in(key: &Key, now: DateTime<Utc>, day_of: &dyn Fn(DateTime<Utc>) -> NaiveDate) -> Vec<Finding> {
    let settings = Settings::default();
    let keys = std::slice::from_ref(key);
    let today = day_of(now);
    findings(&Context { keys, settings: &settings, people: &[], snoozes: &[], files: &[], now, today, day_of })
        .remove(0)
}

/// Kiritimati, Kolkata, New York in winter, Pago Pago.
const OFFSETS: [i32; 4] = [14 * 3_600, 5 * 3_600 + 1_800, -5 * 3_600, -11 * 3_600];

fn in_zone(seconds_east: i32) -> impl Fn(DateTime<Utc>) -> NaiveDate {
    let offset = FixedOffset::east_opt(seconds_east).unwrap();
    move |moment| moment.with_timezone(&offset).date_naive()
}

#[test]
fn an_expiry_day_lasts_until_midnight_where_the_user_is() {
    let last_day = NaiveDate::from_ymd_opt(2027, 6, 15).unwrap();
    let key = key_with(|k| k.expiry = Expiry::On(last_day));
    for seconds in OFFSETS {
        let midnight_after = last_day.succ_opt().unwrap().and_hms_opt(0, 0, 0).unwrap().and_utc()
            - TimeDelta::seconds(i64::from(seconds));
        let zone = in_zone(seconds);
        let last_second = found_in(&key, midnight_after - TimeDelta::seconds(1), &zone);
        assert_eq!(last_second[0].text, "Expires today", "{seconds}");
        assert_eq!(found_in(&key, midnight_after, &zone)[0].text, "Expired yesterday", "{seconds}");
    }
}

#[test]
fn days_without_a_use_are_the_users_days() {
    for seconds in OFFSETS {
        let zone = in_zone(seconds);
        // Used a second before the user's midnight: one second later it is a day ago.
        let midnight =
            noon().date_naive().and_hms_opt(0, 0, 0).unwrap().and_utc() - TimeDelta::seconds(i64::from(seconds));
        let key = key_with(|k| k.last_used_at = Some(midnight - TimeDelta::seconds(1)));
        let now = midnight + TimeDelta::days(89);
        assert_eq!(found_in(&key, now, &zone)[0].text, "Not used here for 90 days", "{seconds}");
        assert_eq!(found_in(&key, now - TimeDelta::seconds(1), &zone), [], "{seconds}");
    }
}

#[test]
fn the_waiting_period_ends_at_the_users_midnight() {
    let settings = Settings::default();
    for seconds in OFFSETS {
        let zone = in_zone(seconds);
        let key = key_with(|k| k.state = State::Disabled { since: noon() });
        let first_day = zone(noon()) + TimeDelta::days(14);
        let midnight = first_day.and_hms_opt(0, 0, 0).unwrap().and_utc() - TimeDelta::seconds(i64::from(seconds));
        assert_eq!(waiting(&key, &settings, midnight, &zone), Waiting::Over);
        assert_eq!(waiting(&key, &settings, midnight - TimeDelta::seconds(1), &zone), Waiting::Until(first_day));
    }
}

/// What is said of an expiry and how many days ago it counts from, at a moment of the user's wall clock.
fn expiry_at(key: &Key, wall: &str, day_of: &dyn Fn(DateTime<Utc>) -> NaiveDate) -> (String, i64) {
    let now = DateTime::parse_from_rfc3339(wall).unwrap().to_utc();
    let finding = found_in(key, now, day_of).remove(0);
    (finding.text, (day_of(now) - finding.since.unwrap()).num_days())
}

#[test]
fn since_says_the_number_that_the_sentence_says() {
    // Over the night of a leap day, and that in which summer time begins, in each of the zones.
    for (last_day, nights) in [("2028-02-29", 1), ("2028-02-28", 2), ("2027-03-27", 1), ("2027-03-27", 2)] {
        let last_day: NaiveDate = last_day.parse().unwrap();
        let key = key_with(|k| {
            k.expiry = Expiry::On(last_day);
            k.last_used_at = Some(last_day.and_hms_opt(0, 0, 0).unwrap().and_utc());
        });
        let day = last_day + TimeDelta::days(nights);
        let words = if nights == 1 { "Expired yesterday".to_owned() } else { format!("Expired {nights} days ago") };
        for seconds in OFFSETS {
            let zone = FixedOffset::east_opt(seconds).unwrap();
            for clock in ["00:00:00", "23:59:59"] {
                let wall = format!("{day}T{clock}{zone}");
                assert_eq!(expiry_at(&key, &wall, &in_zone(seconds)), (words.clone(), nights), "{wall}");
            }
        }
    }
    let key = key_with(|k| {
        k.expiry = Expiry::On(NaiveDate::from_ymd_opt(2027, 3, 27).unwrap());
        k.last_used_at = Some(noon());
    });
    for (wall, words, days) in [
        ("2027-03-28T00:00:00+01:00", "Expired yesterday", 1),
        ("2027-03-28T23:59:59+02:00", "Expired yesterday", 1),
        ("2027-03-29T00:00:00+02:00", "Expired 2 days ago", 2),
    ] {
        assert_eq!(expiry_at(&key, wall, &summer_time), (words.to_owned(), days), "{wall}");
    }
}

/// A calendar with summer time as central Europe has it in 2027: UTC+1, and UTC+2 from 28 March 01:00 to 31 October
/// 01:00 UTC.
fn summer_time(moment: DateTime<Utc>) -> NaiveDate {
    let change =
        |month, day| NaiveDate::from_ymd_opt(2027, month, day).unwrap().and_hms_opt(1, 0, 0).unwrap().and_utc();
    let hours = if moment >= change(3, 28) && moment < change(10, 31) { 2 } else { 1 };
    in_zone(hours * 3_600)(moment)
}

#[test]
fn an_hour_of_summer_time_moves_no_day() {
    // Used at 00:30 local time on 20 March (winter); 90 days later by the calendar is 18 June, though at 00:10 local
    // time (summer) on that day 90 times 24 hours are not yet over.
    let used = DateTime::parse_from_rfc3339("2027-03-20T00:30:00+01:00").unwrap().to_utc();
    let now = DateTime::parse_from_rfc3339("2027-06-18T00:10:00+02:00").unwrap().to_utc();
    assert!(now - used < TimeDelta::days(90));
    let key = key_with(|k| k.last_used_at = Some(used));
    assert_eq!(found_in(&key, now, &summer_time)[0].text, "Not used here for 90 days");
    let before = now - TimeDelta::minutes(11);
    assert_eq!(found_in(&key, before, &summer_time), []);
    // Expiry across the change: the day counts stay whole.
    let expiring = key_with(|k| k.expiry = Expiry::On(NaiveDate::from_ymd_opt(2027, 3, 29).unwrap()));
    for (moment, text) in [
        ("2027-03-27T23:59:59+01:00", "Expires in 2 days"),
        ("2027-03-28T00:00:00+01:00", "Expires tomorrow"),
        ("2027-03-28T23:59:59+02:00", "Expires tomorrow"),
        ("2027-03-29T00:00:00+02:00", "Expires today"),
        ("2027-03-30T00:00:00+02:00", "Expired yesterday"),
    ] {
        let now = DateTime::parse_from_rfc3339(moment).unwrap().to_utc();
        assert_eq!(found_in(&expiring, now, &summer_time)[0].text, text, "{moment}");
    }
    // And back again, over the day that has 25 hours.
    let used = DateTime::parse_from_rfc3339("2027-08-03T23:30:00+02:00").unwrap().to_utc();
    let key = key_with(|k| {
        k.expiry = Expiry::On(NaiveDate::from_ymd_opt(2027, 11, 1).unwrap());
        k.last_used_at = Some(used);
    });
    for (moment, texts) in [
        ("2027-10-31T00:00:00+02:00", &["Expires tomorrow"][..]),
        ("2027-10-31T02:30:00+02:00", &["Expires tomorrow"]),
        ("2027-10-31T02:30:00+01:00", &["Expires tomorrow"]),
        ("2027-10-31T23:59:59+01:00", &["Expires tomorrow"]),
        ("2027-11-01T00:00:00+01:00", &["Expires today", "Not used here for 90 days"]),
        ("2027-11-02T00:00:00+01:00", &["Expired yesterday", "Not used here for 91 days"]),
    ] {
        let now = DateTime::parse_from_rfc3339(moment).unwrap().to_utc();
        let told: Vec<String> = found_in(&key, now, &summer_time).into_iter().map(|f| f.text).collect();
        assert_eq!(told, texts, "{moment}");
    }
}

proptest! {
    #![proptest_config(trials())]

    /// The same wall clock, the same words, wherever on earth it hangs.
    #[test]
    fn every_zone_says_the_same_of_a_day(
        day in -800_i64..800, secs in 0_i64..86_400, quarters in proptest::array::uniform2(-48_i32..57),
    ) {
        let key = key_with(|k| k.expiry = Expiry::On(in_days(0)));
        let wall = (in_days(day).and_hms_opt(0, 0, 0).unwrap() + TimeDelta::seconds(secs)).and_utc();
        let told = |quarters: i32| {
            let seconds = quarters * 900;
            let zone = in_zone(seconds);
            let texts = found_in(&key, wall - TimeDelta::seconds(i64::from(seconds)), &zone).into_iter();
            texts.filter(|f| matches!(f.rule, Rule::Expired | Rule::Expiring)).map(|f| f.text).collect::<Vec<_>>()
        };
        let expected = match -day {
            left if left < 0 => vec![text::expired(-left)],
            left if left <= 30 => vec![text::expires(left)],
            _ => vec![],
        };
        prop_assert_eq!(&told(quarters[0]), &expected);
        prop_assert_eq!(&told(quarters[1]), &expected);
    }
}

#[test]
fn a_clock_set_back_a_year_invents_no_warning() {
    let key = key_with(|k| {
        k.protected = true;
        k.older = vec![old_version(1, Some(noon() + TimeDelta::days(6)))];
    });
    let back = noon() - TimeDelta::days(365);
    assert_eq!(found_in(&key, back, &utc_day), []);
    let disabled = key_with(|k| k.state = State::Disabled { since: days_ago(2) });
    assert_eq!(found_in(&disabled, back, &utc_day)[0].text, "Disabled · deletable in 377 d");
}

#[test]
fn a_clock_ten_years_ahead_still_counts_in_days() {
    let key = key_with(|k| k.expiry = Expiry::On(in_days(0)));
    let ahead = noon() + TimeDelta::days(3_653);
    let texts: Vec<String> = found_in(&key, ahead, &utc_day).into_iter().map(|f| f.text).collect();
    assert_eq!(texts, ["Expired 3653 days ago", "Not used here for 3654 days"]);
}

#[test]
fn the_ends_of_the_calendar_are_no_panic() {
    let ends = [DateTime::<Utc>::MIN_UTC, noon(), DateTime::<Utc>::MAX_UTC];
    for now in ends {
        for moment in ends {
            for expiry in [NaiveDate::MIN, NaiveDate::MAX] {
                let key = key_with(|k| {
                    k.created_at = moment;
                    k.last_used_at = Some(moment);
                    k.expiry = Expiry::On(expiry);
                    k.rotate_every = RotateEvery::Days(u32::MAX);
                    k.older = vec![KeptVersion { replaced_at: moment, ..old_version(0, Some(moment)) }];
                });
                found_in(&key, now, &utc_day);
                let disabled = Key { state: State::Disabled { since: moment }, ..key };
                let list = found_in(&disabled, now, &utc_day);
                assert!(list.iter().any(|f| f.rule == Rule::WaitingForDeletion));
            }
        }
    }
}
