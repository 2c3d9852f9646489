//! Each rule: when it speaks, how loud, in which words; and when it is silent.

use std::collections::BTreeSet;

use super::super::{InFile, counted, worst};
use super::*;
use crate::model::{Level, UsedIn};
use Severity::{ActNow, ForInfo, LookSoon};

#[test]
fn a_quiet_key_has_no_warning() {
    assert_eq!(said(quiet_key(1)), []);
}

#[test]
fn a_plain_key_has_no_warning_whatever_its_facts_are() {
    let key = key_with(|k| {
        k.kind = Kind::Plain;
        k.protected = true;
        k.owner = None;
        k.expiry = Expiry::On(in_days(-10));
        k.last_used_at = None;
        k.created_at = days_ago(900);
        k.state = State::Disabled { since: days_ago(100) };
        k.missing = true;
    });
    assert_eq!(said(key), []);
}

#[test]
fn expiry_is_told_from_thirty_days_before_and_the_last_day_still_works() {
    for (day, expected) in [
        (-4, one(Rule::Expired, ActNow, "Expired 4 days ago")),
        (-1, one(Rule::Expired, ActNow, "Expired yesterday")),
        (0, one(Rule::Expiring, LookSoon, "Expires today")),
        (1, one(Rule::Expiring, LookSoon, "Expires tomorrow")),
        (14, one(Rule::Expiring, LookSoon, "Expires in 14 days")),
        (15, one(Rule::Expiring, ForInfo, "Expires in 15 days")),
        (30, one(Rule::Expiring, ForInfo, "Expires in 30 days")),
        (31, vec![]),
    ] {
        assert_eq!(said(key_with(|k| k.expiry = Expiry::On(in_days(day)))), expected, "{day}");
    }
}

#[test]
fn a_leap_day_is_a_day_like_any_other() {
    let leap = NaiveDate::from_ymd_opt(2028, 2, 29).unwrap();
    let key = key_with(|k| {
        k.expiry = Expiry::On(leap);
        k.last_used_at = Some(leap.pred_opt().unwrap().and_hms_opt(1, 0, 0).unwrap().and_utc());
    });
    for (year, month, day, text) in [
        (2028, 2, 28, "Expires tomorrow"),
        (2028, 2, 29, "Expires today"),
        (2028, 3, 1, "Expired yesterday"),
        (2029, 3, 1, "Expired 366 days ago"),
    ] {
        let now = NaiveDate::from_ymd_opt(year, month, day).unwrap().and_hms_opt(23, 59, 59).unwrap().and_utc();
        assert_eq!(found_with(std::slice::from_ref(&key), &[], &[], now)[0][0].text, text);
    }
}

#[test]
fn an_old_version_is_told_once_its_keep_time_is_over_until_a_person_says_that_it_ended() {
    let text = "Old value may still work, replaced 8 days ago";
    let told = one(Rule::OldStillValid, LookSoon, text);
    for (kept_until, ended_at, expected) in [
        (Some(noon() + TimeDelta::seconds(1)), None, vec![]),
        (Some(noon()), None, told.clone()),
        (None, None, told),
        (None, Some(days_ago(1)), vec![]),
    ] {
        let version = KeptVersion { ended_at, ..old_version(8, kept_until) };
        assert_eq!(said(key_with(|k| k.older = vec![version])), expected, "{kept_until:?} {ended_at:?}");
    }
    let several = key_with(|k| k.older = vec![old_version(8, None), old_version(40, None)]);
    assert_eq!(
        said(several),
        one(Rule::OldStillValid, LookSoon, "2 old values may still work, the oldest replaced 40 days ago")
    );
}

#[test]
fn an_old_version_presses_when_its_owner_leaves() {
    let key = key_with(|k| k.older = vec![old_version(8, None)]);
    for (last_day, severity, end) in [
        (None, LookSoon, "8 days ago"),
        (Some(in_days(20)), ActNow, "its owner leaves"),
        (Some(in_days(0)), ActNow, "its owner leaves"),
        (Some(in_days(-1)), ActNow, "its owner left"),
    ] {
        let people = [("Mia", last_day), ("Jon", Some(in_days(1)))].map(|(name, last_day)| Person {
            name: name.into(),
            last_day,
            ..Person::default()
        });
        let finding = found_with(std::slice::from_ref(&key), &people, &[], noon()).remove(0).remove(0);
        assert_eq!(finding.severity, severity, "{last_day:?}");
        assert!(finding.text.ends_with(end), "{}", finding.text);
    }
}

#[test]
fn an_old_version_presses_when_whoever_handed_the_key_over_leaves() {
    let key = key_with(|k| k.older = vec![old_version(8, None)]);
    for (last_day, end) in [(in_days(2), "its former owner leaves"), (in_days(-2), "its former owner left")] {
        let leaver =
            Person { name: "Jon".into(), last_day: Some(last_day), handed_over: vec![key.uid], ..Person::default() };
        let finding =
            found_with(std::slice::from_ref(&key), std::slice::from_ref(&leaver), &[], noon()).remove(0).remove(0);
        assert_eq!(finding.severity, ActNow);
        assert!(finding.text.ends_with(end), "{}", finding.text);
        let other = Key { uid: KeyUid(2), ..key.clone() };
        assert_eq!(found_with(&[other], std::slice::from_ref(&leaver), &[], noon())[0][0].severity, LookSoon);
        // What was made and replaced since their leaving is known is none of the values they know.
        let leaver = Person { leaving_since: Some(key.older[0].made_at), ..leaver };
        let finding = found_with(std::slice::from_ref(&key), &[leaver], &[], noon()).remove(0).remove(0);
        assert!(finding.severity == LookSoon && !finding.text.contains("owner"), "{}", finding.text);
    }
}

#[test]
fn rotation_follows_the_key_then_the_settings_of_protected_places() {
    let aged = |change: fn(&mut Key)| {
        said(key_with(|k| {
            k.created_at = days_ago(131);
            change(k);
        }))
    };
    let overdue = one(Rule::RotationOverdue, LookSoon, "Rotation 41 days overdue");
    assert_eq!(aged(|k| k.protected = true), overdue);
    assert_eq!(aged(|_| ()), [], "no interval outside protected places");
    assert_eq!(aged(|k| k.rotate_every = RotateEvery::Days(90)), overdue);
    assert_eq!(aged(|k| k.rotate_every = RotateEvery::Days(131)), [], "the interval's last day is in time");
    assert_eq!(
        aged(|k| {
            k.protected = true;
            k.rotate_every = RotateEvery::Never;
        }),
        []
    );
    assert_eq!(
        aged(|k| {
            k.protected = true;
            k.rotated_at = Some(days_ago(90));
        }),
        [],
        "counted from the last rotation"
    );
    assert_eq!(
        aged(|k| {
            k.protected = true;
            k.age_known = false;
        }),
        one(Rule::RotationOverdue, ForInfo, "Rotation at least 41 days overdue")
    );
    assert_eq!(
        aged(|k| {
            k.protected = true;
            k.age_known = false;
            k.rotated_at = Some(days_ago(91));
        }),
        one(Rule::RotationOverdue, LookSoon, "Rotation 1 day overdue"),
        "once rotated, its age is known"
    );
}

#[test]
fn a_key_not_used_here_is_told_at_the_threshold_and_softly_where_it_is_used_elsewhere() {
    let used = |days, elsewhere: bool| {
        said(key_with(|k| {
            k.created_at = days_ago(400);
            k.last_used_at = Some(days_ago(days));
            k.used_in = if elsewhere { vec![UsedIn { place: "Vercel".into() }] } else { vec![] };
        }))
    };
    assert_eq!(used(89, false), []);
    assert_eq!(used(90, false), one(Rule::Unused, LookSoon, "Not used here for 90 days"));
    assert_eq!(used(94, true), one(Rule::Unused, ForInfo, "Not used here for 94 days"));
}

#[test]
fn a_key_never_used_here_is_told_after_thirty_days() {
    let never = |days, age_known| {
        said(key_with(|k| {
            k.created_at = days_ago(days);
            k.last_used_at = None;
            k.use_count = 0;
            k.age_known = age_known;
        }))
    };
    assert_eq!(never(30, true), []);
    assert_eq!(never(31, true), one(Rule::NeverUsed, LookSoon, "Never used here, added 31 days ago"));
    assert_eq!(never(40, false), one(Rule::NeverUsed, ForInfo, "Never used here, added 40 days ago"));
}

#[test]
fn a_shared_value_is_told_at_each_key_that_holds_it() {
    let mut keys: Vec<Key> = (1..=4).map(quiet_key).collect();
    for key in &mut keys[..3] {
        key.fingerprint = Some([7; 16]);
    }
    let found_soft = found(&keys);
    for list in &found_soft[..3] {
        assert_eq!(list.len(), 1);
        assert_eq!((list[0].rule, list[0].severity), (Rule::SharedValue, ForInfo));
        assert_eq!(list[0].text, "Same value in 3 places");
    }
    assert_eq!(found_soft[3], []);
    keys[2].protected = true;
    let found_hard = found(&keys);
    assert!(found_hard[..3].iter().all(|l| l.iter().any(|f| f.rule == Rule::SharedValue && f.severity == LookSoon)));
}

#[test]
fn plain_keys_are_no_places_of_a_shared_value() {
    let plain = key_with(|k| {
        k.kind = Kind::Plain;
        k.fingerprint = Some([7; 16]);
    });
    let secret = key_with(|k| k.fingerprint = Some([7; 16]));
    assert_eq!(found(&[plain, secret]), [vec![], vec![]]);
}

#[test]
fn facts_that_need_no_clock_are_told_by_place() {
    let broad = |text| one(Rule::TooBroad, LookSoon, text);
    assert_eq!(said(key_with(|k| k.scopes.push(" * ".into()))), broad("Scope * is too broad"));
    assert_eq!(said(key_with(|k| k.level = Some(Level::Admin))), broad("Level admin is too broad"));
    let both = key_with(|k| {
        k.scopes = vec!["*".into()];
        k.level = Some(Level::Admin);
    });
    assert_eq!(said(both), broad("Scope * and level admin are too broad"));
    assert_eq!(said(key_with(|k| k.scopes = vec!["repo:*".into()])), [], "only the bare star");
    let clear = one(Rule::PlainHttp, LookSoon, "Sent unencrypted");
    assert_eq!(said(key_with(|k| k.plain_http = true)), clear);
    assert_eq!(said(key_with(|k| k.endpoint = Some("http://api.example.com".into()))), clear);
    assert_eq!(said(key_with(|k| k.endpoint = Some("http://localhost:8080".into()))), []);
    assert_eq!(said(key_with(|k| k.missing = true)), one(Rule::Missing, ActNow, "Missing from the keychain"));
    for kind in Kind::ALL {
        let tells = matches!(kind, Kind::Password | Kind::Token);
        let expected = if tells { one(Rule::Weak, ForInfo, "Easily guessed") } else { vec![] };
        let key = key_with(|k| {
            k.kind = kind;
            k.weak = true;
        });
        assert_eq!(said(key), expected, "{kind:?}");
    }
    for nobody in [None, Some(" ".to_owned())] {
        assert_eq!(said(key_with(|k| k.owner = nobody)), one(Rule::NoOwner, ForInfo, "Nobody owns it"));
    }
}

fn with_files(key: &Key, written: &[DateTime<Utc>]) -> Vec<(Rule, Severity, String)> {
    let settings = Settings::default();
    let files: Vec<InFile> =
        written.iter().map(|at| InFile { key: key.uid, written_at: *at, taken_over: false }).collect();
    let context = Context {
        keys: std::slice::from_ref(key),
        settings: &settings,
        people: &[],
        snoozes: &[],
        files: &files,
        now: noon(),
        today: utc_day(noon()),
        day_of: &utc_day,
    };
    findings(&context).remove(0).into_iter().map(|f| (f.rule, f.severity, f.text)).collect()
}

#[test]
fn a_file_that_keyloft_wrote_is_told_while_its_value_works() {
    let one_file = |severity| one(Rule::PlainFile, severity, "In a file that Keyloft wrote 3 days ago");
    let key = quiet_key(1);
    assert_eq!(with_files(&key, &[]), []);
    assert_eq!(with_files(&key, &[days_ago(3)]), one_file(ForInfo));
    let protected = key_with(|k| k.protected = true);
    assert_eq!(with_files(&protected, &[days_ago(3)]), one_file(LookSoon));
    let two = one(Rule::PlainFile, ForInfo, "In 2 files that Keyloft wrote, the oldest 3 days ago");
    assert_eq!(with_files(&key, &[days_ago(1), days_ago(3)]), two);
    // Rotated since: the file holds the old value, until that has ended.
    let rotated = |ended_at| {
        key_with(|k| {
            k.rotated_at = Some(days_ago(2));
            k.older = vec![KeptVersion { ended_at, ..old_version(2, Some(noon() + TimeDelta::days(5))) }];
        })
    };
    assert_eq!(with_files(&rotated(None), &[days_ago(3)]), one_file(ForInfo));
    assert_eq!(with_files(&rotated(Some(days_ago(1))), &[days_ago(3)]), []);
    assert_eq!(with_files(&rotated(Some(days_ago(1))), &[days_ago(1)]).len(), 1, "written anew since");
    // A program may read it there though it is disabled.
    let disabled = key_with(|k| k.state = State::Disabled { since: days_ago(1) });
    assert_eq!(with_files(&disabled, &[days_ago(3)]).iter().filter(|(rule, ..)| *rule == Rule::PlainFile).count(), 1);
    let plain = key_with(|k| k.kind = Kind::Plain);
    assert_eq!(with_files(&plain, &[days_ago(3)]), []);
}

#[test]
fn protected_places_ask_for_more() {
    let key = key_with(|k| {
        k.protected = true;
        k.owner = None;
        k.kind = Kind::Password;
        k.weak = true;
        k.expiry = Expiry::NotKnown;
    });
    assert_eq!(
        said(key),
        [
            (Rule::Weak, LookSoon, "Easily guessed".to_owned()),
            (Rule::NoOwner, LookSoon, "Nobody owns it".to_owned()),
            (Rule::NoExpiry, ForInfo, "Expiry not known".to_owned()),
        ]
    );
    assert_eq!(said(key_with(|k| k.expiry = Expiry::NotKnown)), [], "elsewhere an unknown expiry is fine");
}

#[test]
fn a_key_that_is_rotated_by_an_interval_of_its_own_is_not_asked_for_an_expiry() {
    let rotated = |every| {
        said(key_with(|k| {
            (k.protected, k.expiry, k.rotate_every) = (true, Expiry::NotKnown, every);
        }))
    };
    assert_eq!(rotated(RotateEvery::Days(90)), []);
    for every in [RotateEvery::AsSettings, RotateEvery::Never] {
        assert_eq!(rotated(every).len(), 1, "{every:?}");
    }
}

#[test]
fn a_list_is_worst_first_then_in_the_rules_order() {
    let key = key_with(|k| {
        k.protected = true;
        k.owner = None;
        k.missing = true;
        k.expiry = Expiry::On(in_days(-1));
        k.level = Some(Level::Admin);
        k.created_at = days_ago(200);
        k.age_known = false;
    });
    let rules: Vec<Rule> = said(key).into_iter().map(|(rule, ..)| rule).collect();
    assert_eq!(rules, [Rule::Expired, Rule::Missing, Rule::TooBroad, Rule::NoOwner, Rule::RotationOverdue]);
}

#[test]
fn a_snoozed_finding_stays_but_does_not_count_until_its_day() {
    let key = key_with(|k| {
        k.owner = None;
        k.level = Some(Level::Admin);
    });
    let snooze = |rule, day, number| Snooze { key: KeyUid(number), rule, until: in_days(day), reason: "later".into() };
    let snoozes = [
        snooze(Rule::TooBroad, 5, 1),
        snooze(Rule::TooBroad, 3, 1),
        snooze(Rule::NoOwner, 0, 1),
        snooze(Rule::NoOwner, 9, 2),
    ];
    let list = found_with(std::slice::from_ref(&key), &[], &snoozes, noon()).remove(0);
    assert_eq!(list.iter().map(|f| f.snoozed_until).collect::<Vec<_>>(), [Some(in_days(5)), None]);
    assert_eq!(list.iter().map(|f| counted(f, in_days(0))).collect::<Vec<_>>(), [false, true]);
    assert_eq!(worst(&list, in_days(0)).unwrap().rule, Rule::NoOwner);
    assert!(!counted(&list[0], in_days(4)));
    assert!(counted(&list[0], in_days(5)), "it speaks again on its day");
}

#[test]
fn the_thresholds_are_those_of_the_settings() {
    let with = |change: fn(&mut Settings), key: fn(&mut Key)| -> Vec<(Rule, Severity)> {
        let mut settings = Settings::default();
        change(&mut settings);
        let keys = [key_with(key)];
        let (now, today) = (noon(), utc_day(noon()));
        let context = Context {
            keys: &keys,
            settings: &settings,
            people: &[],
            snoozes: &[],
            files: &[],
            now,
            today,
            day_of: &utc_day,
        };
        findings(&context).remove(0).into_iter().map(|f| (f.rule, f.severity)).collect()
    };
    let ends = |k: &mut Key| k.expiry = Expiry::On(in_days(20));
    assert_eq!(with(|_| (), ends), [(Rule::Expiring, ForInfo)]);
    assert_eq!(with(|s| s.warn_days = 20, ends), [(Rule::Expiring, LookSoon)]);
    assert_eq!(with(|s| s.warn_days = 19, ends), [(Rule::Expiring, ForInfo)]);
    assert_eq!(with(|s| s.info_days = 19, ends), []);
    let idle = |k: &mut Key| k.last_used_at = Some(days_ago(60));
    assert_eq!(with(|s| s.unused_days = 61, idle), []);
    assert_eq!(with(|s| s.unused_days = 60, idle), [(Rule::Unused, LookSoon)]);
    let old = |k: &mut Key| {
        k.protected = true;
        k.created_at = days_ago(91);
    };
    assert_eq!(with(|_| (), old), [(Rule::RotationOverdue, LookSoon)]);
    assert_eq!(with(|s| s.rotate_protected_days = Some(91), old), []);
    assert_eq!(with(|s| s.rotate_protected_days = None, old), []);
    let disabled = |k: &mut Key| k.state = State::Disabled { since: days_ago(5) };
    assert_eq!(with(|s| s.waiting_period_days = 6, disabled), [(Rule::WaitingForDeletion, ForInfo)]);
    assert_eq!(with(|s| s.waiting_period_days = 5, disabled), [(Rule::WaitingForDeletion, LookSoon)]);
}

#[test]
fn every_rule_that_needs_no_scan_speaks_and_no_other_does() {
    let mut keys: Vec<Key> = (1..=16).map(quiet_key).collect();
    let changes: [fn(&mut Key); 13] = [
        |k| k.expiry = Expiry::On(in_days(-1)),
        |k| k.expiry = Expiry::On(in_days(1)),
        |k| k.missing = true,
        |k| k.older = vec![old_version(8, None)],
        |k| k.rotate_every = RotateEvery::Days(10),
        |k| k.last_used_at = Some(days_ago(94)),
        |k| {
            (k.created_at, k.last_used_at, k.use_count) = (days_ago(40), None, 0);
        },
        |k| k.fingerprint = Some(16_u128.to_be_bytes()),
        |k| k.level = Some(Level::Admin),
        |k| k.plain_http = true,
        |k| (k.kind, k.weak) = (Kind::Token, true),
        |k| k.owner = None,
        |k| (k.protected, k.expiry) = (true, Expiry::NotKnown),
    ];
    for (key, change) in keys.iter_mut().zip(changes) {
        change(key);
    }
    keys[13].state = State::Disabled { since: days_ago(1) };
    let files = [InFile { key: keys[14].uid, written_at: days_ago(1), taken_over: false }];
    let (settings, now, today) = (Settings::default(), noon(), utc_day(noon()));
    let context = Context {
        keys: &keys,
        settings: &settings,
        people: &[],
        snoozes: &[],
        files: &files,
        now,
        today,
        day_of: &utc_day,
    };
    let told: BTreeSet<Rule> = findings(&context).iter().flatten().map(|finding| finding.rule).collect();
    let needs_a_scan = [Rule::Leaked, Rule::NotInCode];
    let expected: BTreeSet<Rule> = Rule::ALL.into_iter().filter(|rule| !needs_a_scan.contains(rule)).collect();
    assert_eq!(told, expected);
}

#[test]
fn since_is_the_day_that_the_sentence_counts_from() {
    let since = |change: fn(&mut Key)| found(&[key_with(change)])[0][0].since;
    assert_eq!(since(|k| k.expiry = Expiry::On(in_days(-4))), Some(in_days(-4)), "expired 4 days ago, 4 d");
    assert_eq!(since(|k| k.expiry = Expiry::On(in_days(20))), Some(in_days(-10)));
    assert_eq!(since(|k| k.expiry = Expiry::On(in_days(1))), Some(in_days(-20)), "not before the key came");
    assert_eq!(since(|k| k.last_used_at = Some(days_ago(94))), Some(in_days(-4)));
    assert_eq!(since(|k| k.older = vec![old_version(8, None)]), Some(in_days(-8)));
    assert_eq!(since(|k| k.owner = None), None);
    let overdue = |k: &mut Key| {
        k.rotate_every = RotateEvery::Days(10);
    };
    assert_eq!(since(overdue), Some(in_days(-10)), "10 days overdue, 10 d");
}
