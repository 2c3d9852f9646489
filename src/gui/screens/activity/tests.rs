//! The screen without a pixel; `shown` is the whole of it by its labels.

mod back;
mod over_lock;
mod paths;
mod places;
mod renamed;
mod shown;
mod written;

use std::sync::Arc;

use chrono::{DateTime, Days, FixedOffset, NaiveDate, TimeDelta, Utc};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::days::{day_words, span_words, sum_words};
use super::folds::Folds;
use super::lines::{Line, Named, lines};
use super::names::Names;
use super::record::{Record, Since, Wanted};
use super::words::told;
use crate::gui::sample;
use crate::gui::tests::{Stage, tab_to};
use crate::gui::theme::size;
use crate::jobs::{
    ActivityAsk, ActivityExport, ActivityFormat, ActivityRead, Done, Event, Failure, RecordState, Remedy, Request,
};
use crate::model::{
    ActivityClass, ActivityDay, ActivityEntry, ActivityKind, ActivityPage, ActivityQuery, DayFolding, Renaming, Rule,
    snooze_detail,
};

fn today() -> NaiveDate {
    sample::snapshot().today
}

/// Noon of a day so many days ago, less minutes.
fn moment(days: u64, minutes: i64) -> DateTime<Utc> {
    let noon = today().checked_sub_days(Days::new(days)).unwrap().and_hms_opt(12, 0, 0).unwrap().and_utc();
    noon - TimeDelta::minutes(minutes)
}

/// A day's entries, newest first: act, subject, detail.
fn day(days: u64, newest: u64, acts: &[(ActivityKind, &str, &str)]) -> ActivityDay {
    let date = today().checked_sub_days(Days::new(days)).unwrap();
    let mut folding = DayFolding::new(date, newest);
    for (at, (what, subject, detail)) in acts.iter().enumerate() {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        folding.take(ActivityEntry {
            number: newest - at as u64,
            at: moment(days, at as i64 * 5),
            what: *what,
            subject: some(subject),
            detail: some(detail),
            via: if at % 2 == 0 { "window" } else { "command line" }.to_owned(),
        });
    }
    folding.done()
}

const STRIPE: &str = "Storefront/production/STRIPE_SECRET_KEY";

/// A record of two weeks.
fn record() -> Vec<ActivityDay> {
    use ActivityKind::{Added, Copied, Edited, Exported, Locked, Rotated, SettingChanged, Shown, UnlockFailed, Used};
    let quiet = [(Copied, STRIPE, ""), (Used, "Storefront/production", "16 keys by npm run api")];
    vec![
        day(
            0,
            90,
            &[
                (Copied, STRIPE, ""),
                (Used, "Storefront/production", "16 keys by npm run worker"),
                (Locked, "", ""),
                (Exported, "Storefront/staging", "12 variables for dotenv to /made/up/shop/.env.staging"),
                (Shown, "Storefront/staging/SENTRY_AUTH_TOKEN", ""),
                (Shown, "Storefront/staging/NO_LONGER_THERE", ""),
            ],
        ),
        day(
            1,
            80,
            &[
                (Rotated, STRIPE, ""),
                (Edited, STRIPE, "owner Tom Weiss"),
                (SettingChanged, "reveal", "60s, was 20s (weaker)"),
            ],
        ),
        day(2, 70, &[(UnlockFailed, "", "2 times")]),
        day(4, 60, &quiet),
        day(5, 50, &quiet),
        day(6, 40, &quiet),
        day(8, 30, &[(SettingChanged, "theme", "dark"), (Added, STRIPE, "")]),
        day(12, 20, &quiet),
    ]
}

fn counts(days: &[ActivityDay]) -> [u64; 4] {
    let mut sum = [0; 4];
    for day in days {
        for (sum, one) in sum.iter_mut().zip(day.counts) {
            *sum += one;
        }
    }
    sum
}

fn answer(ask: &ActivityAsk, days: Vec<ActivityDay>, next: Option<u64>) -> ActivityRead {
    let counts = ask.before.is_none().then(|| counts(&days));
    ActivityRead {
        asked: ask.asked,
        before: ask.before,
        down_to: ask.down_to,
        page: ActivityPage { days, next, renamings: Vec::new() },
        counts,
    }
}

/// Every line in words.
fn lines_in_words(days: &[ActivityDay], lines: &[Line]) -> String {
    let (snapshot, mut names) = (sample::snapshot(), Names::default());
    let zone = FixedOffset::east_opt(0).unwrap();
    let mut text = String::new();
    for line in lines {
        text.push_str(&match *line {
            Line::Day { day, open } => {
                let (words, more) = day_words(days[day].day, today());
                format!("{} {words} {more} {}", if open { "v" } else { ">" }, days[day].entries())
            }
            Line::Span { from, to } => {
                format!("> {} {}", span_words(&days[from..to], today()), sum_words(&days[from..to]))
            }
            Line::Row { day, row, open } => {
                let told = told(&days[day].folds[row], None, &snapshot, &mut names, &zone);
                let gone = if told.uid.is_none() { " (no key)" } else { "" };
                format!("    {}{gone}{}", told.said(), if open.is_some() { " …" } else { "" })
            }
            Line::Key { day, row, key } => {
                let fold = &days[day].folds[row];
                let name = fold.subjects.get(key).map(String::as_str);
                format!("        {}", told(fold, name, &snapshot, &mut names, &zone).said())
            }
            Line::Gone { count } => format!("        gone: {count:?}"),
            Line::More => "  more".to_owned(),
        });
        text.push('\n');
    }
    text
}

#[test]
fn an_act_done_again_hours_later_says_since_when() {
    let copied = |number, minutes| ActivityEntry {
        number,
        at: moment(0, minutes),
        what: ActivityKind::Copied,
        subject: Some(STRIPE.to_owned()),
        detail: None,
        via: "window".to_owned(),
    };
    let said = |minutes: &[i64]| {
        let mut folding = DayFolding::new(today(), 9);
        minutes.iter().zip((0..9).rev()).for_each(|(minutes, number)| folding.take(copied(number, *minutes)));
        let folds = folding.done().folds;
        assert_eq!(folds.len(), 1, "one row a day");
        told(&folds[0], None, &sample::snapshot(), &mut Names::default(), &Utc).act()
    };
    assert_eq!(said(&[0]), "Copied");
    assert_eq!(said(&[0, 5, 10]), "Copied ×3");
    assert_eq!(said(&[0, 5, 170]), "Copied ×3 since 09:10");
}

#[test]
fn warnings_and_facts_are_told_in_the_windows_own_words() {
    use ActivityKind::{Edited, Snoozed, Unsnoozed};
    let said = |act: (ActivityKind, &str, &str)| {
        let folds = day(0, 9, &[act]).folds;
        told(&folds[0], None, &sample::snapshot(), &mut Names::default(), &Utc).what
    };
    for rule in Rule::ALL {
        let detail = snooze_detail(rule, today(), "they come: on Monday");
        let words = said((Snoozed, STRIPE, &detail));
        assert_eq!(words, format!("Snoozed · {}, until 23 Nov 2025: they come: on Monday", rule.title()));
        assert_eq!(said((Unsnoozed, STRIPE, rule.id())), format!("No longer snoozed · {}", rule.title()));
    }
    assert_eq!(said((Edited, STRIPE, "rotate-every, used-in, as-file")), "Edited: rotate every, used in, as file");
}

#[test]
fn days_fold_rows_fold_and_quiet_days_are_one_heading() {
    let days = record();
    let all = lines(&days, &Folds::default(), &Named::new(), today(), true, false);
    insta::assert_snapshot!("activity_lines", lines_in_words(&days, &all));
}

#[test]
fn what_a_person_opened_and_closed_stays_so_while_more_is_done() {
    let mut days = record();
    let mut folds = Folds::default();
    folds.set_day(&days[0], false);
    folds.set_day(&days[4], true);
    let shown = |days: &[ActivityDay], folds: &Folds| lines(days, folds, &Named::new(), today(), true, false);
    let before = shown(&days, &folds);
    assert_eq!(before[0], Line::Day { day: 0, open: false });
    assert!(before.contains(&Line::Day { day: 4, open: true }), "{before:?}");
    assert!(before.contains(&Line::Day { day: 3, open: false }), "its neighbours have headings of their own");
    // One more entry today.
    let mut acts = vec![(ActivityKind::Copied, "Billing/development/REDIS_URL", "")];
    acts.extend([(ActivityKind::Copied, STRIPE, "")]);
    days[0].folds.splice(..0, day(0, 91, &acts[..1]).folds);
    assert_eq!(shown(&days, &folds)[0], Line::Day { day: 0, open: false });
    // While something is looked for, nothing is hidden under one heading.
    let looked = lines(&days, &folds, &Named::new(), today(), false, false);
    assert!(!looked.iter().any(|line| matches!(line, Line::Span { .. })));
}

#[test]
fn a_month_ends_a_heading_of_quiet_days() {
    let quiet = [(ActivityKind::Copied, STRIPE, "")];
    let days: Vec<ActivityDay> = (20..40).map(|ago| day(ago, 1_000 - ago, &quiet)).collect();
    let all = lines(&days, &Folds::default(), &Named::new(), today(), true, true);
    assert_eq!(all.iter().filter(|line| matches!(line, Line::Span { .. })).count(), 2, "{all:?}");
    assert_eq!(all.last(), Some(&Line::More));
}

#[test]
fn one_question_at_a_time_and_the_last_one_is_answered() {
    let query = ActivityQuery::default();
    let of = |request: Option<Request>| match request {
        Some(Request::ReadActivity(ask)) => *ask,
        other => panic!("{other:?}"),
    };
    let mut record_read = Record::default();
    let first = of(record_read.ask(&query));
    assert!(record_read.ask(&query).is_none(), "typing on asks nothing before the answer");
    let second = of(record_read.hear(answer(&first, record(), None), &query));
    assert!(!record_read.read && second.asked > first.asked);
    assert!(record_read.hear(answer(&first, record(), None), &query).is_none(), "an old answer is none");
    assert!(record_read.hear(answer(&second, record()[..3].to_vec(), Some(60)), &query).is_none());
    assert!(record_read.read && record_read.has_older());
    // Older days come behind, newer ones before.
    let older = of(record_read.ask_older(&query));
    assert_eq!(older.before, Some(60));
    record_read.hear(answer(&older, record()[3..].to_vec(), None), &query);
    assert_eq!(record_read.days.len(), record().len());
    let again = of(record_read.refresh(&query));
    assert_eq!(again.down_to, Some(today()));
    record_read.hear(answer(&again, vec![day(0, 99, &[(ActivityKind::Copied, STRIPE, "")])], Some(80)), &query);
    assert_eq!((record_read.days.len(), record_read.days[0].number), (record().len(), 99));
    assert!(!record_read.has_older(), "what is older was read already");
}

#[test]
fn how_far_back_begins_at_a_days_first_second() {
    let wanted = Wanted { since: Since::Days(7), filter: " Stripe  PROD ".to_owned(), ..Wanted::default() };
    let query = wanted.query(today());
    assert_eq!(query.words, ["stripe", "prod"]);
    let since = query.since.unwrap().with_timezone(&chrono::Local);
    assert_eq!((today() - since.date_naive()).num_days(), 6);
    assert_eq!(since.time(), chrono::NaiveTime::MIN);
}
