//! The rules as tables, and what must hold for every key at every moment.

mod disabled;
mod handover;
mod notice;
mod properties;
mod rules;
mod zones;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::prelude::ProptestConfig;

use super::{Context, Snooze, findings};
use crate::model::{
    Expiry, Finding, KeptVersion, Key, KeyRef, KeyUid, Kind, Person, RotateEvery, Rule, Settings, Severity, State,
};

/// 256 cases a property; with KEYLOFT_TRIALS=full a hundred times as many.
fn trials() -> ProptestConfig {
    let full = std::env::var("KEYLOFT_TRIALS").is_ok_and(|trials| trials == "full");
    ProptestConfig { cases: if full { 25_600 } else { 256 }, failure_persistence: None, ..ProptestConfig::default() }
}

/// Noon, so that whole days before and after it are whole calendar days in UTC.
fn noon() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2027-06-15T12:00:00Z").unwrap().to_utc()
}

fn days_ago(days: i64) -> DateTime<Utc> {
    noon() - TimeDelta::days(days)
}

fn in_days(days: i64) -> NaiveDate {
    (noon() + TimeDelta::days(days)).date_naive()
}

fn utc_day(moment: DateTime<Utc>) -> NaiveDate {
    moment.date_naive()
}

/// A key with nothing to say about it: used yesterday, owned, read only, in development.
fn quiet_key(number: i64) -> Key {
    let reference = KeyRef::parse(&format!("shop/development/KEY_{number}")).unwrap();
    Key {
        owner: Some("Mia".into()),
        scopes: vec!["charges:read".into()],
        expiry: Expiry::Never,
        last_used_at: Some(days_ago(1)),
        last_used_by_hand_at: Some(days_ago(1)),
        use_count: 3,
        fingerprint: Some(u128::try_from(number).unwrap().to_be_bytes()),
        ..Key::new(KeyUid(number), reference, Kind::ApiKey, days_ago(20))
    }
}

fn key_with(change: impl FnOnce(&mut Key)) -> Key {
    let mut key = quiet_key(1);
    change(&mut key);
    key
}

fn old_version(replaced_days_ago: i64, kept_until: Option<DateTime<Utc>>) -> KeptVersion {
    let made_at = days_ago(replaced_days_ago + 30);
    KeptVersion { number: 1, made_at, replaced_at: days_ago(replaced_days_ago), kept_until, ended_at: None }
}

/// Everything at noon UTC, by default settings.
fn found(keys: &[Key]) -> Vec<Vec<Finding>> {
    found_with(keys, &[], &[], noon())
}

fn found_with(keys: &[Key], people: &[Person], snoozes: &[Snooze], now: DateTime<Utc>) -> Vec<Vec<Finding>> {
    let settings = Settings::default();
    let today = utc_day(now);
    findings(&Context { keys, settings: &settings, people, snoozes, files: &[], now, today, day_of: &utc_day })
}

/// One key's findings as `(rule, severity, text)`.
fn said(key: Key) -> Vec<(Rule, Severity, String)> {
    found(&[key]).remove(0).into_iter().map(|f| (f.rule, f.severity, f.text)).collect()
}

fn one(rule: Rule, severity: Severity, text: &str) -> Vec<(Rule, Severity, String)> {
    vec![(rule, severity, text.to_owned())]
}
