//! Rotating, putting back, ending; disabling and deleting.

use super::bench::{BOTH, Bench, assert_sound, at, find, kept, live, plain, secret, uid, wish};
use super::store::Fault;
use crate::catalog::Version;
use crate::model::{ActivityKind, DateWish, Expiry, Facts, KeyUid, Kind, UseKind};
use crate::vault::{Error, ImportWish, NewKeyWish, Planned, Rotation, StoreKind, Vault};

#[test]
fn a_rotation_keeps_the_value_before_and_undo_puts_it_back() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        vault.add(wish("shop/dev/A", b"first")).unwrap();
        let key = uid(&vault, "shop/dev/A");
        assert!(matches!(vault.undo_rotate(key), Err(Error::NothingToPutBack)));
        assert!(matches!(vault.mark_ended(&[key]), Err(Error::NothingToEnd)));
        assert!(matches!(vault.rotate(key, secret(b"first"), None, None), Err(Error::SameValue)));
        bench.days(1);
        vault.rotate(key, secret(b"second"), None, None).unwrap();
        let facts = find(&vault, "shop/dev/A");
        assert_eq!((facts.version, facts.rotated_at), (2, Some(vault.now())));
        vault.undo_rotate(key).unwrap();
        assert_eq!(live(&mut vault, "shop/dev/A"), b"first");
        assert_eq!(find(&vault, "shop/dev/A").rotated_at, None);
        assert_eq!(kept(&mut vault, key), [(2, b"second".to_vec())]);
        vault.mark_ended(&[key]).unwrap();
        assert!(find(&vault, "shop/dev/A").older[0].ended_at.is_some());
        assert!(matches!(vault.undo_rotate(key), Err(Error::OldEnded)));
        assert_eq!(vault.activity(1).unwrap()[0].what, ActivityKind::Ended);
        let older = &find(&vault, "shop/dev/A").older;
        assert!(older.iter().all(|version| version.made_at <= version.replaced_at), "{older:?}");
        assert_sound(&mut vault, "rotated");
    }
}

#[test]
fn a_last_day_goes_with_the_value_it_was_said_of_and_comes_back_with_it() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        let ends = |day: &str| DateWish::On(day.parse().unwrap());
        let on = |day: &str| Expiry::On(day.parse().unwrap());
        let facts = Facts { expires: Some(ends("2020-02-01")), ..Facts::default() };
        vault.add(NewKeyWish { facts, ..wish("shop/dev/A", b"first") }).unwrap();
        let key = uid(&vault, "shop/dev/A");
        vault.rotate(key, secret(b"second"), None, None).unwrap();
        assert_eq!(find(&vault, "shop/dev/A").expiry, Expiry::NotKnown);
        bench.days(1);
        vault.rotate_ending(key, secret(b"third"), None, None, Some(ends("2020-03-01"))).unwrap();
        assert_eq!(find(&vault, "shop/dev/A").expiry, on("2020-03-01"));
        // Said of the third; the second is put back without it, then the third with it.
        vault.edit(key, &Facts { expires: Some(DateWish::Never), ..Facts::default() }, None).unwrap();
        vault.undo_rotate(key).unwrap();
        assert_eq!(find(&vault, "shop/dev/A").expiry, Expiry::NotKnown);
        bench.days(1);
        vault.undo_rotate(key).unwrap();
        assert_eq!(
            (live(&mut vault, "shop/dev/A"), find(&vault, "shop/dev/A").expiry),
            (b"third".to_vec(), Expiry::Never)
        );
        // That a value never ends is said of what its provider makes: it stays.
        vault.rotate(key, secret(b"fourth"), None, Some(std::time::Duration::ZERO)).unwrap();
        assert_eq!(find(&vault, "shop/dev/A").expiry, Expiry::Never);
        assert_sound(&mut vault, "ends");
    }
}

#[test]
fn undo_puts_back_the_pair_and_not_half_of_it() {
    for kind in BOTH {
        let (_bench, mut vault) = Bench::new(kind);
        vault.add(NewKeyWish { key_id: Some("id-1".into()), ..wish("shop/dev/A", b"first") }).unwrap();
        let key = uid(&vault, "shop/dev/A");
        let mut expected = vec![];
        for (id, value) in [(None, "second"), (Some("id-3"), "third"), (None, "fourth")] {
            vault.rotate(key, secret(value.as_bytes()), id.map(str::to_owned), None).unwrap();
            expected.push((find(&vault, "shop/dev/A").key_id, value));
        }
        assert_eq!(expected[0].0.as_deref(), Some("id-1"));
        vault.rotate(key, secret(b"fifth"), Some("id-5".into()), None).unwrap();
        vault.undo_rotate(key).unwrap();
        assert_eq!(find(&vault, "shop/dev/A").key_id.as_deref(), Some("id-3"));
        assert_eq!(live(&mut vault, "shop/dev/A"), b"fourth");
    }
}

#[test]
fn a_key_id_that_came_with_a_rotation_goes_with_its_undo() {
    for kind in BOTH {
        let (_bench, mut vault) = Bench::new(kind);
        vault.add(wish("shop/dev/A", b"first")).unwrap();
        let key = uid(&vault, "shop/dev/A");
        vault.rotate(key, secret(b"second"), Some("id-2".into()), None).unwrap();
        vault.undo_rotate(key).unwrap();
        assert_eq!(find(&vault, "shop/dev/A").key_id, None);
    }
}

#[test]
fn all_four_replacements_keep_what_they_replace() {
    for kind in BOTH {
        let (_bench, mut vault) = Bench::new(kind);
        vault.add(wish("shop/dev/A", b"secret one")).unwrap();
        let key = uid(&vault, "shop/dev/A");
        let again = |value: &[u8]| NewKeyWish { replace: true, ..wish("shop/dev/A", value) };
        assert!(matches!(vault.add(wish("shop/dev/A", b"x")), Err(Error::Exists(_))));
        vault.add(again(b"secret two")).unwrap();
        vault.add(NewKeyWish { replace: true, ..plain("shop/dev/A", "plain one") }).unwrap();
        assert_eq!(find(&vault, "shop/dev/A").plain_value.as_deref(), Some("plain one"));
        assert_eq!(find(&vault, "shop/dev/A").kind, Kind::Plain);
        vault.add(NewKeyWish { replace: true, ..plain("shop/dev/A", "plain two") }).unwrap();
        let mut token = again(b"secret three");
        token.facts.kind = Some(Kind::Token);
        vault.add(token).unwrap();
        let now = find(&vault, "shop/dev/A");
        assert_eq!((now.uid, now.kind, now.plain_value), (key, Kind::Token, None), "the same key all along");
        assert_eq!(live(&mut vault, "shop/dev/A"), b"secret three");
        let old: Vec<_> = kept(&mut vault, key).into_iter().map(|(_, value)| value).collect();
        assert_eq!(old, [b"secret two".to_vec(), b"secret one".to_vec()]);
        vault.undo_rotate(key).unwrap();
        assert_eq!(live(&mut vault, "shop/dev/A"), b"secret two");
        assert_sound(&mut vault, "replaced");
    }
}

#[test]
fn a_disabled_key_waits_for_its_period_before_it_may_go() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        for name in ["A", "B", "FRESH"] {
            vault.add(wish(&format!("shop/dev/{name}"), name.as_bytes())).unwrap();
        }
        let (a, b) = (uid(&vault, "shop/dev/A"), uid(&vault, "shop/dev/B"));
        let fresh = uid(&vault, "shop/dev/FRESH");
        vault.disable(&[fresh]).unwrap();
        vault.delete(&[fresh], false).unwrap();
        bench.days(2);
        vault.get(a, UseKind::Get, None).unwrap();
        vault.get(b, UseKind::Get, None).unwrap();
        assert!(matches!(vault.delete(&[a], true), Err(Error::NotDisabled)));
        vault.disable(&[a]).unwrap();
        assert!(matches!(vault.get(a, UseKind::Get, None), Err(Error::Disabled)));
        assert!(matches!(vault.delete(&[a, b], true), Err(Error::NotDisabled)), "one that may not go keeps every one");
        assert_eq!(vault.list().unwrap().keys.len(), 2);
        bench.days(12);
        assert!(matches!(vault.delete(&[a], false), Err(Error::Waiting(_))));
        bench.days(3);
        vault.delete(&[a, a], false).unwrap();
        vault.disable(&[b]).unwrap();
        vault.enable(&[b]).unwrap();
        assert_eq!(live(&mut vault, "shop/dev/B"), b"B");
        vault.disable(&[b]).unwrap();
        vault.delete(&[b], true).unwrap();
        assert!(vault.list().unwrap().keys.is_empty());
        assert_eq!(bench.keychain.count(), 0);
        assert!(vault.find_to_read(&at("shop/dev/A")).is_err());
        assert_sound(&mut vault, "all deleted");
    }
}

/// A key that holds `first`, in a keychain.
fn in_a_keychain(facts: Facts) -> (Bench, Vault, KeyUid) {
    let (bench, mut vault) = Bench::new(StoreKind::Keychain);
    vault.add(NewKeyWish { facts, ..wish("shop/dev/A", b"first") }).unwrap();
    let key = uid(&vault, "shop/dev/A");
    (bench, vault, key)
}

fn take_out_of(bench: &Bench, version: &Version) {
    let lost = crate::vault::protocol::item_of(version);
    let mut items = bench.keychain.items();
    items.retain(|(_, item), _| *item != lost);
    bench.keychain.set_items(items);
}

/// The store loses what it held of a key; that is noticed by asking for it.
fn lose(bench: &Bench, vault: &mut Vault, reference: &str) {
    let key = uid(vault, reference);
    take_out_of(bench, &vault.catalog.live_version(key).unwrap().unwrap());
    assert!(vault.get(key, UseKind::Copy, None).is_err() && find(vault, reference).missing);
}

#[test]
fn a_value_that_its_store_lost_is_put_in_again_and_is_no_new_one() {
    let facts = Facts { expires: Some(DateWish::On("2030-02-01".parse().unwrap())), ..Facts::default() };
    let (bench, mut vault, key) = in_a_keychain(facts);
    let before = find(&vault, "shop/dev/A");
    lose(&bench, &mut vault, "shop/dev/A");
    bench.days(1);
    assert_eq!(vault.rotate_ending(key, secret(b"first"), None, None, None).unwrap(), Rotation::PutAgain);
    let after = find(&vault, "shop/dev/A");
    assert_eq!(live(&mut vault, "shop/dev/A"), b"first");
    assert_eq!((after.missing, after.version, after.rotated_at), (false, before.version, before.rotated_at));
    assert_eq!((after.expiry, after.older.len()), (before.expiry, 0));
    assert_eq!(vault.activity(1).unwrap()[0].what, ActivityKind::Mended);
    assert!(matches!(vault.rotate(key, secret(b"first"), None, None), Err(Error::SameValue)), "it is there now");
    assert_sound(&mut vault, "put in again");
}

#[test]
fn another_value_in_the_place_of_a_lost_one_keeps_nothing_to_put_back() {
    let (bench, mut vault, key) = in_a_keychain(Facts::default());
    lose(&bench, &mut vault, "shop/dev/A");
    bench.days(1);
    assert_eq!(vault.rotate_ending(key, secret(b"second"), None, None, None).unwrap(), Rotation::ReplacedLost);
    assert_eq!(live(&mut vault, "shop/dev/A"), b"second");
    assert!(matches!(vault.undo_rotate(key), Err(Error::NothingToPutBack)));
    assert!(!find(&vault, "shop/dev/A").missing);
    assert_sound(&mut vault, "a lost value replaced");
}

#[test]
fn a_value_thought_lost_that_is_there_after_all_is_no_new_one_and_an_old_one_lost_says_nothing_of_the_live_one() {
    let (bench, mut vault, key) = in_a_keychain(Facts::default());
    vault.catalog.set_missing(key, true).unwrap();
    assert!(matches!(vault.rotate(key, secret(b"first"), None, None), Err(Error::SameValue)));
    assert!(!find(&vault, "shop/dev/A").missing);
    let old = vault.catalog.live_version(key).unwrap().unwrap();
    vault.rotate(key, secret(b"second"), None, None).unwrap();
    take_out_of(&bench, &old);
    assert!(vault.undo_rotate(key).is_err());
    assert!(!find(&vault, "shop/dev/A").missing);
    assert_eq!(live(&mut vault, "shop/dev/A"), b"second");
}

#[test]
fn a_value_that_another_program_spoilt_is_replaced_by_a_new_one() {
    let (bench, mut vault, key) = in_a_keychain(Facts::default());
    let item = crate::vault::protocol::item_of(&vault.catalog.live_version(key).unwrap().unwrap());
    let mut items = bench.keychain.items();
    items.iter_mut().filter(|((_, one), _)| *one == item).for_each(|(_, bytes)| bytes.push(b'!'));
    bench.keychain.set_items(items);
    assert!(vault.get(key, UseKind::Copy, None).is_err());
    assert_eq!(vault.rotate_ending(key, secret(b"second"), None, None, None).unwrap(), Rotation::Replaced);
    assert_eq!(live(&mut vault, "shop/dev/A"), b"second");
}

#[test]
fn a_lost_value_that_nobody_asked_for_since_is_put_in_again_too() {
    let (bench, mut vault, key) = in_a_keychain(Facts::default());
    vault.disable(&[key]).unwrap();
    take_out_of(&bench, &vault.catalog.live_version(key).unwrap().unwrap());
    assert!(!find(&vault, "shop/dev/A").missing);
    assert_eq!(vault.rotate_ending(key, secret(b"first"), None, None, None).unwrap(), Rotation::PutAgain);
    take_out_of(&bench, &vault.catalog.live_version(key).unwrap().unwrap());
    assert_eq!(vault.rotate_ending(key, secret(b"second"), None, None, None).unwrap(), Rotation::ReplacedLost);
    vault.enable(&[key]).unwrap();
    assert_eq!(live(&mut vault, "shop/dev/A"), b"second");
    assert!(matches!(vault.undo_rotate(key), Err(Error::NothingToPutBack)));
    assert_sound(&mut vault, "a lost value of a disabled key");
}

#[test]
fn a_list_that_lacks_a_value_that_was_missing_once_takes_nothing_away() {
    let (bench, mut vault, key) = in_a_keychain(Facts::default());
    vault.catalog.set_missing(key, true).unwrap();
    bench.keychain.script(|at| (at == "get_many").then_some(Fault::Empty));
    let _ = vault.rotate(key, secret(b"second"), None, None);
    bench.keychain.heal();
    vault.recover().unwrap();
    assert_eq!(live(&mut vault, "shop/dev/A"), b"second");
    vault.undo_rotate(key).unwrap();
    assert_eq!(live(&mut vault, "shop/dev/A"), b"first");
}

#[test]
fn a_lost_value_with_another_key_id_is_another_pair() {
    let (bench, mut vault, key) = in_a_keychain(Facts::default());
    lose(&bench, &mut vault, "shop/dev/A");
    let id = Some("another".to_owned());
    assert_eq!(vault.rotate_ending(key, secret(b"first"), id.clone(), None, None).unwrap(), Rotation::ReplacedLost);
    assert_eq!((live(&mut vault, "shop/dev/A"), find(&vault, "shop/dev/A").key_id), (b"first".to_vec(), id));
}

#[test]
fn an_import_puts_in_again_what_the_store_lost() {
    let (bench, mut vault) = Bench::new(StoreKind::Keychain);
    vault.add(wish("shop/dev/A_TOKEN", b"first-value-of-it")).unwrap();
    let before = find(&vault, "shop/dev/A_TOKEN");
    lose(&bench, &mut vault, "shop/dev/A_TOKEN");
    bench.days(1);
    let path = bench.dir.path().join("lost.env");
    std::fs::write(&path, "A_TOKEN=first-value-of-it\n").unwrap();
    let to = ImportWish {
        secret: vec!["A_TOKEN".into()],
        ..ImportWish::new(crate::model::EnvRef::new("shop", "dev").unwrap())
    };
    let planned = vault.plan_import(path.as_path(), &to).unwrap();
    assert!(planned.keys[0].is_lost && planned.keys[0].planned == Planned::Changed);
    let imported = vault.import(path.as_path(), &to, &mut |_, _| true).unwrap();
    assert_eq!(imported.secrets(), 1);
    let after = find(&vault, "shop/dev/A_TOKEN");
    assert_eq!(live(&mut vault, "shop/dev/A_TOKEN"), b"first-value-of-it");
    assert_eq!((after.missing, after.version, after.rotated_at), (false, before.version, before.rotated_at));
    assert_eq!(vault.plan_import(path.as_path(), &to).unwrap().same(), 1);
    assert_sound(&mut vault, "an import of what was lost");
}
