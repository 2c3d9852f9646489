//! Several keys at once, what environments do not need, and what is known of someone who leaves.

use chrono::NaiveDate;

use super::bench::{BOTH, Bench, assert_sound, at, find, plain, secret, uid, wish};
use crate::model::{ActivityKind, EnvRef, KeyRef, VariableName};
use crate::report::Form;
use crate::vault::{Error, Vault};

fn owner(vault: &Vault, reference: &str) -> Option<String> {
    find(vault, reference).owner
}

fn not_needed(vault: &Vault, environment: &str) -> Vec<String> {
    let project = vault.projects().unwrap().remove(0);
    project.environments.into_iter().find(|one| one.name == environment).unwrap().not_needed
}

#[test]
fn owners_are_given_to_all_or_to_none() {
    for kind in BOTH {
        let (_bench, mut vault) = Bench::new(kind);
        vault.add(wish("shop/dev/A", b"one")).unwrap();
        vault.add(plain("shop/dev/PORT", "8080")).unwrap();
        let (a, port) = (uid(&vault, "shop/dev/A"), uid(&vault, "shop/dev/PORT"));
        let ada = Some("Ada".to_owned());
        vault.assign(&[(a, ada.clone()), (port, ada.clone())]).unwrap();
        assert_eq!((owner(&vault, "shop/dev/A"), owner(&vault, "shop/dev/PORT")), (ada.clone(), ada.clone()));
        let gone = vault.assign(&[(a, Some("Jon".into())), (crate::model::KeyUid(999), None)]);
        assert!(matches!(gone, Err(Error::ChangedMeanwhile)), "{gone:?}");
        assert_eq!(owner(&vault, "shop/dev/A"), ada);
        let entries = vault.activity(100).unwrap().len();
        vault.assign(&[(a, ada)]).unwrap();
        assert_eq!(vault.activity(100).unwrap().len(), entries, "nothing changed, nothing is noted");
        vault.assign(&[(a, Some("  ".into()))]).unwrap();
        assert_eq!(owner(&vault, "shop/dev/A"), None);
        assert_sound(&mut vault, "assigned");
    }
}

#[test]
fn keys_move_together_or_stay_together() {
    for kind in BOTH {
        let (_bench, mut vault) = Bench::new(kind);
        for reference in ["shop/dev/A", "shop/dev/B", "shop/staging/B"] {
            vault.add(wish(reference, reference.as_bytes())).unwrap();
        }
        let (a, b) = (uid(&vault, "shop/dev/A"), uid(&vault, "shop/dev/B"));
        let blocked = vault.move_keys(&[(a, at("shop/staging/A")), (b, at("shop/staging/B"))]);
        assert!(matches!(blocked, Err(Error::Exists(_))), "{blocked:?}");
        assert_eq!(find(&vault, "shop/dev/A").uid, a);
        vault.move_keys(&[(a, at("pay/live/A")), (b, at("pay/live/B"))]).unwrap();
        assert!(find(&vault, "pay/live/A").uid == a && find(&vault, "pay/live/B").protected);
        vault.move_keys(&[(a, at("shop/dev/A")), (b, at("shop/dev/B"))]).unwrap();
        assert_eq!(find(&vault, "shop/dev/B").uid, b);
        assert_sound(&mut vault, "moved");
    }
}

#[test]
fn what_was_made_for_a_move_goes_with_it_unless_something_else_came_there() {
    for kind in BOTH {
        let (_bench, mut vault) = Bench::new(kind);
        vault.add(wish("shop/dev/A", b"one")).unwrap();
        let a = uid(&vault, "shop/dev/A");
        let (there, here) = ([(a, at("pay/live/A"))], [(a, at("shop/dev/A"))]);
        let made = [EnvRef::parse("pay/live").unwrap()];
        vault.move_keys(&there).unwrap();
        vault.move_back(&here, &made).unwrap();
        let names = |vault: &Vault| -> Vec<String> {
            vault.projects().unwrap().into_iter().map(|project| project.name).collect()
        };
        assert_eq!((find(&vault, "shop/dev/A").uid, names(&vault)), (a, vec!["shop".to_owned()]));
        vault.move_keys(&there).unwrap();
        vault.add(wish("pay/live/B", b"two")).unwrap();
        vault.move_back(&here, &made).unwrap();
        assert_eq!(names(&vault), ["shop", "pay"], "B stands there");
        assert_sound(&mut vault, "moved back");
    }
}

#[test]
fn what_is_not_needed_is_kept_until_it_stands_there() {
    for kind in BOTH {
        let (_bench, mut vault) = Bench::new(kind);
        vault.add(wish("shop/production/SENTRY", b"one")).unwrap();
        let dev = EnvRef::parse("shop/dev").unwrap();
        vault.add_environment(&dev).unwrap();
        let [sentry, redis] = ["SENTRY", "REDIS"].map(|name| VariableName::new(name).unwrap());
        for name in [&sentry, &redis, &sentry] {
            vault.set_not_needed(&dev, name, true).unwrap();
        }
        assert_eq!(not_needed(&vault, "dev"), ["REDIS", "SENTRY"]);
        assert!(not_needed(&vault, "production").is_empty());
        let there = vault.set_not_needed(&EnvRef::parse("shop/production").unwrap(), &sentry, true);
        assert!(matches!(there, Err(Error::Exists(_))), "{there:?}");
        vault.set_not_needed(&dev, &redis, false).unwrap();
        assert_eq!(not_needed(&vault, "dev"), ["SENTRY"]);
        vault.add(wish("shop/dev/SENTRY", b"two")).unwrap();
        assert!(not_needed(&vault, "dev").is_empty(), "it stands there now");
        assert_sound(&mut vault, "not needed");
    }
}

#[test]
fn what_is_done_for_a_leaver_stays_done_when_the_key_is_deleted() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        let names = ["DONE", "OLD_LIVES", "AFTER"];
        for name in names {
            vault.add(wish(&format!("shop/dev/{name}"), b"Ada knows this one")).unwrap();
        }
        let keys = names.map(|name| uid(&vault, &format!("shop/dev/{name}")));
        vault.assign(&keys.map(|key| (key, Some("Ada".to_owned())))).unwrap();
        bench.days(1);
        vault.set_last_day("Ada", NaiveDate::from_ymd_opt(2027, 1, 31)).unwrap();
        bench.days(1);
        for key in &keys[..2] {
            vault.rotate(*key, secret(b"made since"), None, None).unwrap();
        }
        vault.mark_ended(&keys[..1]).unwrap();
        vault.assign(&[(keys[0], Some("Jon".to_owned()))]).unwrap();
        // Who has it now leaves too, later: they know what Ada does not.
        bench.days(1);
        vault.set_last_day("Jon", NaiveDate::from_ymd_opt(2027, 2, 28)).unwrap();
        bench.days(1);
        vault.disable(&keys).unwrap();
        vault.delete(&keys, true).unwrap();
        let people = vault.people().unwrap();
        let ended = |name: &str| -> Vec<(String, bool)> {
            let person = people.iter().find(|person| person.name == name).unwrap();
            let mut all: Vec<_> =
                person.deleted.iter().map(|gone| (gone.reference.name.to_string(), gone.ended)).collect();
            all.sort();
            all
        };
        let was = |name: &str, ended| (name.to_owned(), ended);
        assert_eq!(ended("Ada"), [was("AFTER", false), was("DONE", true), was("OLD_LIVES", false)]);
        assert_eq!(ended("Jon"), [was("DONE", false)]);
        let report = vault.handover_report("Ada", Form::Csv).unwrap();
        let line = report.lines().find(|line| line.contains("\"DONE\"")).unwrap();
        assert!(line.starts_with("\"yes\"") && line.contains("deleted and ended"), "{report}");
    }
}

#[test]
fn what_someone_who_leaves_hands_over_is_remembered_until_they_stay() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        for name in ["A", "B", "C"] {
            vault.add(wish(&format!("shop/dev/{name}"), name.as_bytes())).unwrap();
        }
        let keys: Vec<_> = ["A", "B", "C"].map(|name| uid(&vault, &format!("shop/dev/{name}"))).to_vec();
        let give = |vault: &mut Vault, nth: usize, name: &str| vault.assign(&[(keys[nth], Some(name.into()))]).unwrap();
        give(&mut vault, 0, "Ada");
        give(&mut vault, 1, "Ada");
        give(&mut vault, 0, "Jon");
        let day = NaiveDate::from_ymd_opt(2027, 1, 31);
        vault.set_last_day("Ada", day).unwrap();
        let since = vault.now();
        let ada = |vault: &Vault| vault.people().unwrap().into_iter().find(|person| person.name == "Ada").unwrap();
        assert_eq!((ada(&vault).leaving_since, ada(&vault).handed_over), (Some(since), vec![]));
        bench.days(1);
        give(&mut vault, 1, "Jon");
        give(&mut vault, 2, "Ada");
        give(&mut vault, 2, "Mia");
        vault.set_last_day("Ada", day.and_then(|day| day.succ_opt())).unwrap();
        assert_eq!(ada(&vault).leaving_since, Some(since), "another day is no other leaving");
        assert_eq!(ada(&vault).handed_over, [keys[1], keys[2]]);
        vault.disable(&[keys[2]]).unwrap();
        vault.delete(&[keys[2]], true).unwrap();
        assert_eq!(ada(&vault).handed_over, [keys[1]]);
        let gone = |vault: &Vault| -> Vec<(String, bool)> {
            ada(vault).deleted.iter().map(|key| (key.reference.to_string(), key.ended)).collect()
        };
        assert_eq!(gone(&vault), [("shop/dev/C".to_owned(), false)], "it was theirs for a while");
        // One whose value ended at its provider, under another name than it had.
        vault.rename_project("shop", "store").unwrap();
        vault.disable(&[keys[1]]).unwrap();
        vault.mark_ended(&keys[1..2]).unwrap();
        vault.delete(&[keys[1]], true).unwrap();
        assert_eq!(gone(&vault), [("store/dev/B".to_owned(), true), ("shop/dev/C".to_owned(), false)]);
        // A key of theirs from before the leaving was known is none of it; nor is one of somebody else.
        vault.disable(&[keys[0]]).unwrap();
        vault.delete(&[keys[0]], true).unwrap();
        assert_eq!(gone(&vault).len(), 2);
        let report = vault.handover_report("Ada", Form::Csv).unwrap();
        let of = |name: &str| report.lines().find(|line| line.contains(&format!("\"{name}\""))).unwrap().to_owned();
        for said in ["given to Jon (", "disabled (", "ended at its provider (", "deleted ("] {
            assert!(of("B").contains(said), "{said}: {report}");
        }
        assert!(of("C").contains("given to Mia") && of("C").trim_end().ends_with(")\""), "{report}");
        // That the value of the other one ended may be said afterwards, once; a later key of its name has no part in that.
        let deletions = |vault: &Vault, name: &str| vault.deletions_of(&KeyRef::parse(name).unwrap()).unwrap();
        let of_c = deletions(&vault, "shop/dev/C");
        assert_eq!(of_c.values().collect::<Vec<_>>(), [&true]);
        vault.add(wish("shop/dev/C", b"later")).unwrap();
        let entries: Vec<u64> = of_c.into_keys().collect();
        let known: Vec<u64> = deletions(&vault, "store/dev/B").into_keys().collect();
        let both = [&entries[..], &known[..]].concat();
        assert!(matches!(vault.mark_deleted_ended(&both), Err(Error::AllEnded)), "of all or of none");
        assert!(!gone(&vault)[1].1);
        vault.mark_deleted_ended(&entries).unwrap();
        assert!(matches!(vault.mark_deleted_ended(&entries), Err(Error::AllEnded)));
        assert_eq!(gone(&vault)[1], ("shop/dev/C".to_owned(), true));
        let report = vault.handover_report("Ada", Form::Csv).unwrap();
        let line = report.lines().find(|line| line.contains("\"C\"")).unwrap();
        assert!(
            line.starts_with("\"yes\"") && line.contains("; ") && line.contains("ended at its provider ("),
            "{report}"
        );
        // And that may have been a slip.
        let [of_c] = entries[..] else { panic!("{entries:?}") };
        vault.take_back_deleted_end(of_c).unwrap();
        assert!(matches!(vault.take_back_deleted_end(of_c), Err(Error::ChangedMeanwhile)));
        assert_eq!(gone(&vault)[1], ("shop/dev/C".to_owned(), false));
        let report = vault.handover_report("Ada", Form::Csv).unwrap();
        let line = report.lines().find(|line| line.contains("\"C\"")).unwrap();
        let ends = ["ended at its provider (", "not ended after all ("].map(|said| line.find(said));
        assert!(line.starts_with("\"no\"") && ends[0].is_some() && ends[0] < ends[1], "{report}");
        let later = uid(&vault, "shop/dev/C");
        let history = vault.history(later).unwrap();
        assert!(
            history.lines.iter().all(|line| !matches!(line.what, ActivityKind::Ended | ActivityKind::NotEnded)),
            "{history:?}"
        );
        vault.set_last_day("Ada", None).unwrap();
        assert_eq!((ada(&vault).leaving_since, ada(&vault).handed_over), (None, vec![]));
        assert_eq!(gone(&vault), []);
        assert_sound(&mut vault, "handed over");
    }
}

#[test]
fn a_disabled_keys_own_value_can_be_said_to_have_ended_and_enabling_takes_that_back() {
    for kind in BOTH {
        let (_bench, mut vault) = Bench::new(kind);
        vault.add(wish("shop/dev/A", b"first")).unwrap();
        let key = uid(&vault, "shop/dev/A");
        vault.rotate(key, secret(b"second"), None, None).unwrap();
        vault.mark_ended(&[key]).unwrap();
        assert_eq!(find(&vault, "shop/dev/A").ended_at, None);
        vault.disable(&[key]).unwrap();
        vault.mark_ended(&[key]).unwrap();
        assert_eq!(find(&vault, "shop/dev/A").ended_at, Some(vault.now()));
        assert!(matches!(vault.mark_ended(&[key]), Err(Error::NothingToEnd)));
        vault.enable(&[key]).unwrap();
        let active = find(&vault, "shop/dev/A");
        assert!(active.ended_at.is_none() && active.older[0].ended_at.is_some());
        vault.disable(&[key]).unwrap();
        vault.add(wish("shop/dev/B", b"other")).unwrap();
        let nothing_to_end = uid(&vault, "shop/dev/B");
        assert!(matches!(vault.mark_ended(&[key, nothing_to_end]), Err(Error::NothingToEnd)));
        assert_eq!(find(&vault, "shop/dev/A").ended_at, None, "of all or of none");
        assert_sound(&mut vault, "ended");
    }
}

#[test]
fn an_end_that_was_said_by_a_slip_is_taken_back_and_what_was_said_before_stays() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        let keys = ["shop/dev/A", "shop/dev/B"].map(|name| {
            vault.add(wish(name, b"first")).unwrap();
            uid(&vault, name)
        });
        vault.rotate(keys[0], secret(b"second"), None, None).unwrap();
        let before = vault.mark_ended(&keys[..1]).unwrap().said_at;
        bench.days(1);
        vault.disable(&keys).unwrap();
        let said = vault.mark_ended(&keys).unwrap();
        let ends = |vault: &Vault| ["shop/dev/A", "shop/dev/B"].map(|name| find(vault, name).ended_at);
        assert_eq!(ends(&vault), [Some(said.said_at); 2]);
        vault.take_back_end(&said).unwrap();
        assert_eq!(ends(&vault), [None; 2]);
        assert_eq!(find(&vault, "shop/dev/A").older[0].ended_at, Some(before));
        assert_eq!(vault.activity(1).unwrap()[0].what, ActivityKind::NotEnded);
        assert!(matches!(vault.take_back_end(&said), Err(Error::ChangedMeanwhile)), "once");
        vault.mark_ended(&keys[1..]).unwrap();
        assert!(matches!(vault.take_back_end(&said), Err(Error::ChangedMeanwhile)));
        assert!(find(&vault, "shop/dev/B").ended_at.is_some(), "of all or of none");
        assert_sound(&mut vault, "taken back");
    }
}

#[test]
fn of_two_ends_that_were_said_in_one_second_each_is_taken_back_alone() {
    for kind in BOTH {
        let (_bench, mut vault) = Bench::new(kind);
        vault.add(wish("shop/dev/A", b"first")).unwrap();
        let key = uid(&vault, "shop/dev/A");
        vault.rotate(key, secret(b"second"), None, None).unwrap();
        let old = vault.mark_ended(&[key]).unwrap();
        vault.disable(&[key]).unwrap();
        let own = vault.mark_ended(&[key]).unwrap();
        assert_eq!(old.said_at, own.said_at);
        let ends = |vault: &Vault| {
            let key = find(vault, "shop/dev/A");
            (key.older[0].ended_at.is_some(), key.ended_at.is_some())
        };
        vault.take_back_end(&own).unwrap();
        assert_eq!(ends(&vault), (true, false));
        vault.mark_ended(&[key]).unwrap();
        vault.take_back_end(&old).unwrap();
        assert_eq!(ends(&vault), (false, true));
        assert_sound(&mut vault, "one of two taken back");
    }
}
