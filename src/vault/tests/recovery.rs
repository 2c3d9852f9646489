//! The rules of recovery, one by one.

use super::bench::{Bench, assert_sound, find, held, kept, live, plain, secret, uid, wish};
use super::store::Fault;
use crate::model::ActivityKind;
use crate::store::StoreKind;
use crate::vault::{Error, NewKeyWish, Vault};

fn bench() -> (Bench, Vault) {
    let (bench, mut vault) = Bench::new(StoreKind::Keychain);
    vault.add(wish("shop/dev/A", b"a-old")).unwrap();
    (bench, vault)
}

/// A rotation that failed: the value is on its way.
fn begun(bench: &Bench, vault: &mut Vault, fault: Fault) {
    // Its own key is read from the keychain before it gets the value.
    let mut was_put = false;
    bench.keychain.script(move |op| {
        was_put |= op == "put";
        match (op, fault) {
            ("put", fault) => Some(fault),
            ("get" | "get_many", Fault::TimedOutAfter) if was_put => Some(Fault::TimedOut),
            _ => None,
        }
    });
    let result = vault.rotate(uid(vault, "shop/dev/A"), secret(b"a-new"), None, None);
    assert!(matches!(result, Err(Error::NotSavedYet { .. })), "{result:?}");
    assert_eq!(vault.catalog.intents().unwrap().len(), 1);
    bench.keychain.heal();
    assert_eq!(live(vault, "shop/dev/A"), b"a-old", "the old value lives until the new one is saved");
    assert!(find(vault, "shop/dev/A").unsettled);
}

#[test]
fn a_put_that_worked_although_it_timed_out_is_saved_at_once() {
    let (bench, mut vault) = bench();
    bench.keychain.always("put", Fault::TimedOutAfter);
    vault.rotate(uid(&vault, "shop/dev/A"), secret(b"a-new"), None, None).unwrap();
    bench.keychain.heal();
    assert_eq!(live(&mut vault, "shop/dev/A"), b"a-new");
    assert_sound(&mut vault, "after a late answer");
}

#[test]
fn what_is_found_and_right_is_finished_without_another_put() {
    let (bench, mut vault) = bench();
    begun(&bench, &mut vault, Fault::TimedOutAfter);
    drop(vault);
    let mut vault = bench.open();
    bench.keychain.calls();
    let done = vault.recover().unwrap();
    assert_eq!((done.len(), done[0].what), (1, "saved"));
    assert!(!bench.keychain.calls().contains(&"put"));
    assert_eq!(live(&mut vault, "shop/dev/A"), b"a-new");
    assert_sound(&mut vault, "found and right");
}

#[test]
fn what_is_surely_absent_is_put_again() {
    let (bench, mut vault) = bench();
    begun(&bench, &mut vault, Fault::TimedOut);
    drop(vault);
    let mut vault = bench.open();
    vault.recover().unwrap();
    assert_eq!(live(&mut vault, "shop/dev/A"), b"a-new");
    let aid = uid(&vault, "shop/dev/A");
    assert_eq!(kept(&mut vault, aid), [(1, b"a-old".to_vec())]);
    assert_sound(&mut vault, "surely absent");
}

#[test]
fn what_is_found_and_wrong_is_kept_beside_the_right_one() {
    let (bench, mut vault) = bench();
    let before = bench.keychain.count();
    let mut first = true;
    bench.keychain.script(move |op| (op == "put" && std::mem::take(&mut first)).then_some(Fault::Corrupt));
    vault.rotate(uid(&vault, "shop/dev/A"), secret(b"a-new"), None, None).unwrap();
    assert_eq!(live(&mut vault, "shop/dev/A"), b"a-new");
    assert_eq!(bench.keychain.count(), before + 2, "the wrong item stays, under its own name");
    let complaints = vault.examine_store().unwrap();
    assert_eq!(
        complaints.iter().map(|c| c.id).collect::<Vec<_>>(),
        ["stuck-items"],
        "its key has the right one under its number"
    );
}

#[test]
fn a_keychain_that_is_locked_slow_or_looks_empty_changes_nothing() {
    for fault in [Fault::Locked, Fault::TimedOut, Fault::Empty] {
        let (bench, mut vault) = bench();
        begun(&bench, &mut vault, Fault::TimedOut);
        drop(vault);
        let mut vault = bench.open();
        let items = bench.keychain.items();
        bench.keychain.script(move |_| Some(fault));
        assert!(vault.recover().is_err(), "{fault:?}");
        assert_eq!(bench.keychain.items(), items, "{fault:?}");
        assert_eq!(vault.catalog.intents().unwrap().len(), 1, "{fault:?}");
        bench.keychain.heal();
        vault.recover().unwrap();
        assert_eq!(live(&mut vault, "shop/dev/A"), b"a-new");
        assert_sound(&mut vault, "after all");
    }
}

#[test]
fn nothing_is_believed_missing_while_the_keychain_looks_empty() {
    let (bench, mut vault) = bench();
    bench.keychain.script(|_| Some(Fault::Empty));
    let key = find(&vault, "shop/dev/A");
    assert!(vault.live_value(&key).is_err());
    assert!(vault.examine_store().is_err());
    vault.disable(&[key.uid]).unwrap();
    assert!(vault.delete(&[key.uid], true).is_err());
    bench.keychain.heal();
    assert!(!find(&vault, "shop/dev/A").missing);
    assert_eq!(live(&mut vault, "shop/dev/A"), b"a-old");
}

#[test]
fn a_change_of_a_living_owner_is_not_touched() {
    let (bench, mut owner) = bench();
    begun(&bench, &mut owner, Fault::TimedOut);
    let mut other = bench.open();
    assert_eq!(other.recover().unwrap(), []);
    assert_eq!(other.catalog.intents().unwrap().len(), 1);
    let key = uid(&other, "shop/dev/A");
    assert!(matches!(other.rotate(key, secret(b"a-other"), None, None), Err(Error::BeingChanged)));
    let again = NewKeyWish { replace: true, ..wish("shop/dev/A", b"a-other") };
    assert!(matches!(other.add(again), Err(Error::BeingChanged)));
    let again = NewKeyWish { replace: true, ..plain("shop/dev/A", "text") };
    assert!(matches!(other.add(again), Err(Error::BeingChanged)));
    // The owner's own next change settles it first.
    owner.rotate(key, secret(b"a-newest"), None, None).unwrap();
    assert_eq!(kept(&mut owner, key), [(2, b"a-new".to_vec()), (1, b"a-old".to_vec())]);
    assert_sound(&mut owner, "settled by its owner");
}

#[test]
fn a_value_made_from_one_that_no_longer_lives_is_kept_as_an_old_one() {
    let (bench, mut vault) = bench();
    let key = uid(&vault, "shop/dev/A");
    vault.rotate(key, secret(b"a-second"), None, None).unwrap();
    bench.keychain.always("put", Fault::TimedOut);
    vault.rotate(key, secret(b"a-third"), None, None).unwrap_err();
    bench.keychain.heal();
    drop(vault);
    let mut vault = bench.open();
    // Another program put the version before back, past the intent.
    let old = vault.catalog.versions_of(key).unwrap().into_iter().find(|v| v.number == 1).unwrap();
    let now = vault.now();
    vault
        .catalog
        .write::<_, Error>(|| {
            vault.catalog.step_back(key, now, now + chrono::Duration::days(7))?;
            Ok(vault.catalog.make_live(old.id)?)
        })
        .unwrap();
    let done = vault.recover().unwrap();
    assert_eq!(done[0].what, "kept as an old value");
    assert_eq!(live(&mut vault, "shop/dev/A"), b"a-old");
    assert_eq!(kept(&mut vault, key), [(3, b"a-third".to_vec()), (2, b"a-second".to_vec())]);
    assert_sound(&mut vault, "came too late");
}

#[test]
fn several_changes_of_one_dead_owner_are_all_finished_at_once() {
    let (bench, mut vault) = bench();
    bench.keychain.always("put", Fault::TimedOut);
    for name in ["B", "C", "D"] {
        let added = vault.add(wish(&format!("shop/dev/{name}"), name.as_bytes()));
        assert!(matches!(added, Err(Error::NotSavedYet { .. })));
    }
    assert_eq!(vault.list().unwrap().keys.len(), 1, "what is not saved is not listed");
    bench.keychain.heal();
    drop(vault);
    let mut vault = bench.open();
    assert_eq!(vault.recover().unwrap().len(), 3);
    assert_eq!(held(&mut vault).len(), 4);
    assert_sound(&mut vault, "three at once");
}

#[test]
fn a_delete_that_was_begun_is_finished_and_the_key_is_not_enabled_meanwhile() {
    let (bench, mut vault) = bench();
    let key = uid(&vault, "shop/dev/A");
    vault.disable(&[key]).unwrap();
    bench.keychain.always("delete", Fault::TimedOutAfter);
    assert!(vault.delete(&[key], true).is_err());
    bench.keychain.heal();
    assert!(matches!(vault.enable(&[key]), Err(Error::BeingChanged)));
    drop(vault);
    let mut vault = bench.open();
    assert_eq!(vault.recover().unwrap()[0].what, "deleted");
    assert_eq!(bench.keychain.count(), 0);
    assert!(vault.list().unwrap().keys.is_empty());
    assert_eq!(vault.activity(1).unwrap()[0].what, ActivityKind::Deleted);
    assert_sound(&mut vault, "deleted");
}

#[test]
fn a_key_enabled_by_another_program_is_not_deleted() {
    let (bench, mut vault) = bench();
    let key = uid(&vault, "shop/dev/A");
    vault.disable(&[key]).unwrap();
    bench.open().enable(&[key]).unwrap();
    assert!(matches!(vault.delete_for_good(key), Err(Error::ChangedMeanwhile)));
    assert_eq!(live(&mut vault, "shop/dev/A"), b"a-old");
}

#[test]
fn a_copied_home_is_refused_until_it_has_items_of_its_own() {
    let (bench, vault) = bench();
    drop(vault);
    let copy = crate::fs::Home::at(&bench.dir.path().join("copy"));
    std::fs::create_dir(copy.path()).unwrap();
    std::fs::copy(bench.home().database(), copy.database()).unwrap();
    let mut copied = Vault::open(&copy, &bench.world).unwrap();
    assert!(matches!(copied.unlock_with_keychain(), Err(Error::Refused(_))));
    copied.mend().unwrap();
    let key = uid(&copied, "shop/dev/A");
    copied.disable(&[key]).unwrap();
    copied.delete(&[key], true).unwrap();
    assert_eq!(live(&mut bench.open(), "shop/dev/A"), b"a-old", "the home it was copied from keeps its own");
}

#[test]
fn a_keychain_that_turns_empty_while_recovering_gets_nothing_put_again() {
    let (bench, mut vault) = bench();
    begun(&bench, &mut vault, Fault::TimedOutAfter);
    drop(vault);
    let mut vault = bench.open();
    let items = bench.keychain.items();
    // The vault key still reads back at first; then the keychain locks, and looks empty.
    let mut gets = 0;
    bench.keychain.script(move |op| {
        gets += u32::from(op == "get");
        (gets > 1).then_some(if op == "put" { Fault::Corrupt } else { Fault::Empty })
    });
    bench.keychain.calls();
    assert!(vault.recover().is_err());
    assert!(!bench.keychain.calls().contains(&"put"));
    assert_eq!(bench.keychain.items(), items);
    bench.keychain.heal();
    vault.recover().unwrap();
    assert_eq!(live(&mut vault, "shop/dev/A"), b"a-new");
}

#[test]
fn a_value_changed_by_another_program_is_not_given_out() {
    let (bench, vault) = bench();
    let mut items = bench.keychain.items();
    for ((_, item), value) in &mut items {
        if matches!(item, crate::store::Item::Version { .. }) {
            value.push(b'!');
        }
    }
    bench.keychain.set_items(items);
    drop(vault);
    let mut vault = bench.open();
    let key = uid(&vault, "shop/dev/A");
    let got = vault.get(key, crate::model::UseKind::Get, None);
    assert!(matches!(got, Err(Error::Store(crate::store::StoreError::Malformed { .. }))), "{got:?}");
    assert_eq!(vault.key(key).unwrap().use_count, 0);
}
