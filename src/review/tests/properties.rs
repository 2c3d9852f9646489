//! What holds for every key at every moment.

use std::collections::{BTreeMap, HashSet};

use proptest::prelude::*;

use super::super::InFile;
use super::*;
use crate::model::{Level, UsedIn};

fn moment() -> impl Strategy<Value = DateTime<Utc>> {
    (-600_i64..200, 0_i64..86_400).prop_map(|(days, secs)| noon() + TimeDelta::days(days) + TimeDelta::seconds(secs))
}

fn day() -> impl Strategy<Value = NaiveDate> {
    moment().prop_map(|m| m.date_naive())
}

fn expiry() -> impl Strategy<Value = Expiry> {
    prop_oneof![Just(Expiry::NotKnown), Just(Expiry::Never), day().prop_map(Expiry::On)]
}

fn rotate_every() -> impl Strategy<Value = RotateEvery> {
    prop_oneof![Just(RotateEvery::AsSettings), Just(RotateEvery::Never), (1_u32..400).prop_map(RotateEvery::Days)]
}

fn older() -> impl Strategy<Value = KeptVersion> {
    let ends = (proptest::option::of(moment()), proptest::option::weighted(0.3, moment()));
    (1_u32..9, moment(), moment(), ends).prop_map(|(number, made_at, replaced_at, (kept_until, ended_at))| {
        KeptVersion { number, made_at, replaced_at, kept_until, ended_at }
    })
}

type Flags = (bool, bool, bool, bool, bool, bool, bool, bool);

fn keys() -> impl Strategy<Value = Vec<Key>> {
    let facts = (
        any::<Flags>(),
        0..Kind::ALL.len(),
        proptest::option::of(moment()),
        moment(),
        proptest::option::of(moment()),
        (expiry(), rotate_every()),
        proptest::option::of(moment()),
        (proptest::collection::vec(older(), 0..3), 0_u8..4),
    );
    let key = facts.prop_map(
        |(flags, kind, disabled, created_at, rotated_at, (expiry, rotate_every), used, (older, print))| {
            let (protected, age_known, weak, plain_http, missing, owned, broad, elsewhere) = flags;
            key_with(|k| {
                k.protected = protected;
                k.age_known = age_known;
                k.weak = weak;
                k.plain_http = plain_http;
                k.missing = missing;
                k.owner = owned.then(|| "Mia".to_owned());
                k.level = broad.then_some(Level::Admin);
                k.used_in = if elsewhere { vec![UsedIn { place: "Vercel".into() }] } else { vec![] };
                k.kind = Kind::ALL[kind];
                k.state = disabled.map_or(State::Active, |since| State::Disabled { since });
                k.created_at = created_at;
                k.rotated_at = rotated_at;
                k.expiry = expiry;
                k.rotate_every = rotate_every;
                k.last_used_at = used;
                k.use_count = u64::from(used.is_some());
                k.older = older;
                k.fingerprint = Some([print; 16]);
            })
        },
    );
    proptest::collection::vec(key, 1..6).prop_map(|mut keys| {
        for (number, key) in (1..).zip(&mut keys) {
            key.uid = KeyUid(number);
        }
        keys
    })
}

fn people() -> impl Strategy<Value = Vec<Person>> {
    (proptest::option::of(day()), proptest::collection::vec(1_i64..6, 0..3)).prop_map(|(last_day, over)| {
        let handed_over = over.into_iter().map(KeyUid).collect();
        vec![Person { name: "Mia".into(), last_day, handed_over, ..Person::default() }]
    })
}

fn files() -> impl Strategy<Value = Vec<InFile>> {
    let file =
        (1_i64..6, moment()).prop_map(|(key, written_at)| InFile { key: KeyUid(key), written_at, taken_over: false });
    proptest::collection::vec(file, 0..4)
}

/// Any thresholds that the settings take.
fn settings() -> impl Strategy<Value = Settings> {
    let rotate = proptest::option::of(1_u32..3_651);
    (1_u32..365, 1_u32..365, 1_u32..3_651, rotate, 0_u32..366).prop_map(|(warn, more, unused, rotate, waiting)| {
        Settings {
            warn_days: warn,
            info_days: (warn + more).min(365),
            unused_days: unused,
            rotate_protected_days: rotate,
            waiting_period_days: waiting,
            ..Settings::default()
        }
    })
}

/// What stays while time passes.
#[derive(Debug)]
struct World {
    keys: Vec<Key>,
    people: Vec<Person>,
    files: Vec<InFile>,
    settings: Settings,
}

fn world() -> impl Strategy<Value = World> {
    (keys(), people(), files(), settings()).prop_map(|(keys, people, files, settings)| World {
        keys,
        people,
        files,
        settings,
    })
}

impl World {
    fn found(&self, now: DateTime<Utc>) -> Vec<Vec<Finding>> {
        let Self { keys, people, files, settings } = self;
        let today = utc_day(now);
        findings(&Context { keys, settings, people, snoozes: &[], files, now, today, day_of: &utc_day })
    }
}

/// `expiring` becomes `expired`: one condition that grows.
fn condition(rule: Rule) -> Rule {
    if rule == Rule::Expiring { Rule::Expired } else { rule }
}

proptest! {
    #![proptest_config(trials())]

    #[test]
    fn no_rule_speaks_twice_and_lists_are_worst_first(world in world(), now in moment()) {
        let all = world.found(now);
        prop_assert_eq!(all.len(), world.keys.len());
        for list in all {
            let conditions: HashSet<Rule> = list.iter().map(|f| condition(f.rule)).collect();
            prop_assert_eq!(conditions.len(), list.len(), "{:?}", list);
            prop_assert!(!(conditions.contains(&Rule::Unused) && conditions.contains(&Rule::NeverUsed)));
            let order: Vec<_> = list.iter().map(|f| (std::cmp::Reverse(f.severity), f.rule)).collect();
            prop_assert!(order.is_sorted(), "{:?}", list);
            prop_assert!(list.iter().all(|f| !f.text.is_empty() && f.text.chars().count() <= 100));
        }
    }

    #[test]
    fn nothing_gets_better_by_waiting(
        world in world(), now in moment(), days in 0_i64..500, secs in 0_i64..86_400,
    ) {
        let later = now + TimeDelta::days(days) + TimeDelta::seconds(secs);
        let severities = |list: &[Finding]| -> BTreeMap<Rule, Severity> {
            list.iter().map(|f| (condition(f.rule), f.severity)).collect()
        };
        let (before, after) = (world.found(now), world.found(later));
        for (before, after) in before.iter().zip(&after) {
            let after = severities(after);
            for (rule, severity) in severities(before) {
                prop_assert!(after.get(&rule).is_some_and(|now| *now >= severity), "{:?} fell: {:?}", rule, after);
            }
        }
    }

    #[test]
    fn a_condition_never_began_after_today(keys in keys(), people in people(), now in moment()) {
        // Moments of the future come only from a clock that was set back; then nothing is asked of `since`.
        let keys: Vec<Key> = keys.into_iter().map(|mut key| {
            key.created_at = key.created_at.min(now);
            key.last_used_at = key.last_used_at.map(|m| m.min(now));
            key.rotated_at = key.rotated_at.map(|m| m.min(now));
            for old in &mut key.older {
                old.replaced_at = old.replaced_at.min(now);
            }
            if let State::Disabled { since } = &mut key.state {
                *since = (*since).min(now);
            }
            key
        }).collect();
        for finding in found_with(&keys, &people, &[], now).iter().flatten() {
            prop_assert!(finding.since.is_none_or(|day| day <= now.date_naive()), "{:?}", finding);
        }
    }

    #[test]
    fn a_key_says_the_same_among_others_but_for_what_it_shares(keys in keys(), people in people(), now in moment()) {
        let together = found_with(&keys, &people, &[], now);
        for (key, among) in keys.iter().zip(together) {
            let alone = found_with(std::slice::from_ref(key), &people, &[], now).remove(0);
            let unshared: Vec<Finding> = among.into_iter().filter(|f| f.rule != Rule::SharedValue).collect();
            prop_assert_eq!(alone, unshared);
        }
    }
}
