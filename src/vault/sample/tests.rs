//! The sample shows every warning that needs no scan, and is well for the most part.

use std::sync::Arc;

use chrono::DateTime;

use super::*;
use crate::detect;
use crate::model::{ActivityKind, Expiry, FixedClock, OsRandom, Rule, Severity};

fn world() -> World {
    World {
        clock: Arc::new(FixedClock(DateTime::from_timestamp(1_900_000_000, 0).unwrap())),
        random: Arc::new(OsRandom),
        keychain: Arc::new(|_| panic!("the sample asked for the user's keychain")),
        ..World::real("window")
    }
}

#[test]
fn every_warning_that_needs_no_scan_is_in_the_sample_and_most_keys_have_none() {
    let (vault, _folder) = Vault::sample(&world()).unwrap();
    let listed = vault.list().unwrap();
    for rule in Rule::ALL {
        let needs_a_scan = [Rule::Leaked, Rule::NotInCode, Rule::PlainFile].contains(&rule);
        let count = listed.findings.iter().flatten().filter(|finding| finding.rule == rule).count();
        assert_eq!(count > 0, !needs_a_scan, "{} stands {count} times", rule.id());
    }
    let severities = |rule: Rule| -> Vec<Severity> {
        listed.findings.iter().flatten().filter(|f| f.rule == rule).map(|f| f.severity).collect()
    };
    for rule in [Rule::Expiring, Rule::WaitingForDeletion] {
        let both = severities(rule);
        assert!(both.contains(&Severity::LookSoon) && both.contains(&Severity::ForInfo), "{} {both:?}", rule.id());
    }
    let well = listed.findings.iter().filter(|findings| findings.is_empty()).count();
    assert!((95..=115).contains(&listed.keys.len()), "{}", listed.keys.len());
    assert!(well * 3 > listed.keys.len() * 2, "{well} of {} keys are well", listed.keys.len());
}

#[test]
fn the_sample_has_a_past_and_no_future() {
    let world = world();
    let (mut vault, _folder) = Vault::sample(&world).unwrap();
    let now = world.clock.now();
    let listed = vault.list().unwrap();
    assert_eq!(listed.now, now);
    assert_eq!(listed.projects.len(), 4);
    assert_eq!(listed.projects[0].environments[1].name, "preview");
    let youngest = listed.keys.iter().filter_map(|key| key.last_used_at).max().unwrap();
    let oldest = listed.keys.iter().map(|key| key.created_at).min().unwrap();
    assert!(youngest <= now && (now - youngest).num_days() < 1);
    assert!((300..365).contains(&(now - oldest).num_days()));
    assert!(listed.keys.iter().any(|key| key.key_id.is_some() && key.key_id_name.is_some()));
    let record = vault.activity(10_000).unwrap();
    assert!(record.windows(2).all(|two| two[0].at >= two[1].at), "the record goes back in time");
    let copy = listed.keys.iter().find(|key| !key.is_plain() && !key.missing).unwrap().uid;
    vault.get(copy, crate::model::UseKind::Copy, None).unwrap();
    assert_eq!(vault.key(copy).unwrap().last_used_at, Some(now));
}

#[test]
fn most_made_up_keys_are_known_by_their_provider() {
    let (mut vault, _folder) = Vault::sample(&world()).unwrap();
    let keys = vault.list().unwrap().keys;
    let secret: Vec<_> = keys.iter().filter(|key| !key.is_plain() && !key.missing).collect();
    let known = secret.iter().filter(|key| key.provider.is_some()).count();
    assert!(known * 4 > secret.len() * 3, "{known} of {}", secret.len());
    let plain = keys.iter().filter(|key| key.is_plain());
    for key in plain {
        let value = key.plain_value.as_deref().unwrap();
        assert!(detect::is_plain(key.name(), value.as_bytes()), "{} would be kept as a secret", key.name());
    }
    let one = vault.key(secret[0].uid).unwrap();
    assert!(vault.live_value(&one).unwrap().len() > 20);
}

#[test]
fn the_folder_goes_with_its_guard() {
    let (vault, folder) = Vault::sample(&world()).unwrap();
    let path = folder.path().to_owned();
    assert!(vault.home().has_vault());
    drop(vault);
    drop(folder);
    assert!(!path.exists());
}

#[test]
fn the_sample_looks_like_a_year_of_work() {
    let world = world();
    let (vault, _folder) = Vault::sample(&world).unwrap();
    let today = world.clock.today();
    let keys = vault.list().unwrap().keys;
    for project in ["Storefront", "Billing", "Data pipeline", "Internal tools"] {
        let ends =
            keys.iter().filter(|key| key.reference.place.project == project).filter_map(|key| match key.expiry {
                Expiry::On(day) => Some(day),
                _ => None,
            });
        let soon = ends.filter(|end| (0..=90).contains(&(*end - today).num_days())).count();
        assert!((2..=12).contains(&soon), "{project}: {soon} keys end within 90 days");
    }
    let record = vault.activity(10_000).unwrap();
    let minutes: std::collections::HashSet<_> = record.iter().map(|entry| entry.at.timestamp() / 60 % 60).collect();
    assert!(minutes.len() > 30, "all of it was done at {} minutes of the hour", minutes.len());
    for (what, face) in [(ActivityKind::Used, "command line"), (ActivityKind::Copied, "window")] {
        let of_kind: Vec<_> = record.iter().filter(|entry| entry.what == what).collect();
        assert!(of_kind.len() > 10 && of_kind.iter().all(|entry| entry.via == face), "{what:?} {}", of_kind.len());
    }
}

#[test]
fn where_an_old_value_of_the_sample_ended_its_places_have_the_new_one() {
    let (vault, _folder) = Vault::sample(&world()).unwrap();
    let ended = |key: &crate::model::Key| key.older.first().is_some_and(|before| before.ended_at.is_some());
    let keys: Vec<_> =
        vault.list().unwrap().keys.into_iter().filter(|key| !key.used_in.is_empty() && ended(key)).collect();
    assert!(!keys.is_empty());
    for key in keys {
        let places: Vec<String> = key.used_in.iter().map(|place| place.place.clone()).collect();
        assert_eq!(vault.ticked_places(key.uid).unwrap(), places, "{}", key.reference);
    }
}
