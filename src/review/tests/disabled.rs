//! Disabled keys: which warnings stay with them, and when they may be deleted.

use super::super::{Waiting, waiting};
use super::*;
use crate::model::Level;
use Severity::{ForInfo, LookSoon};

#[test]
fn a_disabled_key_waits_and_keeps_only_what_its_provider_still_makes_true() {
    let disabled = |days, change: fn(&mut Key)| {
        said(key_with(|k| {
            k.created_at = days_ago(300);
            k.last_used_at = Some(days_ago(200));
            k.state = State::Disabled { since: days_ago(days) };
            k.protected = true;
            k.owner = None;
            k.level = Some(Level::Admin);
            k.expiry = Expiry::On(in_days(-5));
            change(k);
        }))
    };
    for (days, severity, text) in [
        (2, ForInfo, "Disabled · deletable in 12 d"),
        (13, ForInfo, "Disabled · deletable in 1 d"),
        (14, LookSoon, "Disabled · can be deleted"),
        (400, LookSoon, "Disabled · can be deleted"),
    ] {
        assert_eq!(disabled(days, |_| ()), one(Rule::WaitingForDeletion, severity, text), "{days}");
    }
    let still = disabled(2, |k| {
        k.missing = true;
        k.older = vec![old_version(30, None)];
    });
    let rules: Vec<Rule> = still.into_iter().map(|(rule, ..)| rule).collect();
    assert_eq!(rules, [Rule::Missing, Rule::OldStillValid, Rule::WaitingForDeletion]);
}

#[test]
fn nothing_waits_where_nothing_can_have_come_to_need_the_key() {
    let settings = Settings::default();
    let state = |change: fn(&mut Key)| {
        let key = key_with(|k| {
            k.created_at = days_ago(3);
            k.state = State::Disabled { since: days_ago(2) };
            change(k);
        });
        waiting(&key, &settings, noon(), &utc_day)
    };
    assert_eq!(state(|k| k.state = State::Active), Waiting::None);
    assert_eq!(state(|_| ()), Waiting::Until(in_days(12)));
    let never_used = |k: &mut Key| {
        k.last_used_at = None;
        k.use_count = 0;
    };
    assert_eq!(state(never_used), Waiting::Over);
    assert_eq!(state(|k| k.created_at = days_ago(2) - TimeDelta::hours(23)), Waiting::Over, "made the day before");
    let imported = |k: &mut Key| {
        k.created_at = days_ago(2) - TimeDelta::hours(23);
        k.age_known = false;
    };
    assert_eq!(state(imported), Waiting::Until(in_days(12)), "its age here is not its age");
    assert_eq!(state(|k| k.created_at = days_ago(1)), Waiting::Until(in_days(12)), "the clock was set back");
    let no_period = Settings { waiting_period_days: 0, ..Settings::default() };
    let key = key_with(|k| k.state = State::Disabled { since: noon() });
    assert_eq!(waiting(&key, &no_period, noon(), &utc_day), Waiting::Over);
}
