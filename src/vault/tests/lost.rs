//! Old values that their store lost: named, offered no more, and taken in where they turn up again.

use super::bench::{Bench, assert_sound, find, kept, live, secret, wish};
use super::store::{Fault, HOLLOW};
use crate::catalog::Version;
use crate::model::{KeyUid, UseKind};
use crate::store::{Item, StoreError, StoreKind};
use crate::vault::{Error, Vault};

/// A key in a keychain that was rotated once, and its old version.
fn rotated() -> (Bench, Vault, KeyUid, Version) {
    let (bench, mut vault) = Bench::new(StoreKind::Keychain);
    vault.add(wish("shop/dev/A", b"first")).unwrap();
    let key = find(&vault, "shop/dev/A").uid;
    let old = vault.catalog.live_version(key).unwrap().unwrap();
    bench.days(1);
    vault.rotate(key, secret(b"second"), None, None).unwrap();
    (bench, vault, key, old)
}

fn lose(bench: &Bench, old: &Version) {
    let mut items = bench.keychain.items();
    items.retain(|(_, item), _| *item != crate::vault::protocol::item_of(old));
    bench.keychain.set_items(items);
}

fn complaints(vault: &mut Vault) -> Vec<(&'static str, String)> {
    vault.examine_store().unwrap().into_iter().map(|one| (one.id, one.text)).collect()
}

fn can_be_put_back(vault: &Vault) -> bool {
    find(vault, "shop/dev/A").older[0].kept_until.is_some()
}

#[test]
fn an_old_value_that_can_not_be_put_back_as_it_is_lost_is_offered_no_more() {
    let (bench, mut vault, key, old) = rotated();
    lose(&bench, &old);
    assert!(can_be_put_back(&vault));
    let refused = vault.undo_rotate(key).unwrap_err();
    assert!(matches!(refused, Error::OldLost { .. }), "{refused}");
    assert!(!refused.to_string().contains("doctor"), "nothing is left to be looked at: {refused}");
    assert!(!can_be_put_back(&vault));
    assert!(matches!(vault.undo_rotate(key), Err(Error::NothingToPutBack)));
    assert_eq!((live(&mut vault, "shop/dev/A"), find(&vault, "shop/dev/A").missing), (b"second".to_vec(), false));
    assert!(find(&vault, "shop/dev/A").older[0].ended_at.is_none(), "its provider may accept it still");
    assert_sound(&mut vault, "noted as gone");
}

#[test]
fn doctor_names_an_old_value_that_is_lost_once_and_notes_it() {
    let (bench, mut vault, key, old) = rotated();
    assert_eq!(complaints(&mut vault), []);
    lose(&bench, &old);
    let said = complaints(&mut vault);
    assert!(said.len() == 1 && said[0].0 == "old-lost", "{said:?}");
    assert!(said[0].1.starts_with("shop/dev/A: Test Keyring no longer holds its old value (version 1)"), "{said:?}");
    assert!(!can_be_put_back(&vault));
    assert!(matches!(vault.undo_rotate(key), Err(Error::NothingToPutBack)));
    assert_eq!(complaints(&mut vault), []);
}

#[test]
fn an_old_value_that_a_keychain_merely_does_not_show_is_not_let_go() {
    let (bench, mut vault, key, _) = rotated();
    // The list lacks it, asked for alone it is there.
    bench.keychain.script(|op| (op == "list").then_some(Fault::Empty));
    vault.examine_store().unwrap();
    // Nothing is there, nor the vault key: it came back locked.
    bench.keychain.script(|_| Some(Fault::Empty));
    assert!(vault.undo_rotate(key).is_err() && vault.examine_store().is_err());
    // In bulk it is not found, alone it is.
    bench.keychain.script(|op| (op == "get_many").then_some(Fault::Empty));
    assert!(vault.undo_rotate(key).is_err());
    bench.keychain.heal();
    assert!(can_be_put_back(&vault));
    vault.undo_rotate(key).unwrap();
    assert_eq!(live(&mut vault, "shop/dev/A"), b"first");
}

#[test]
fn an_old_value_that_turns_up_again_is_taken_in_under_its_own_number() {
    let (bench, mut vault, key, old) = rotated();
    let before = bench.keychain.items();
    lose(&bench, &old);
    complaints(&mut vault);
    bench.keychain.set_items(before);
    assert_eq!(complaints(&mut vault)[0].0, "stray-items");
    vault.mend().unwrap();
    assert_eq!(kept(&mut vault, key), [(1, b"first".to_vec())]);
    vault.undo_rotate(key).unwrap();
    assert_eq!(live(&mut vault, "shop/dev/A"), b"first");
    assert_sound(&mut vault, "back again");
}

#[test]
fn where_the_value_before_is_lost_no_earlier_one_comes_back_for_it() {
    let (bench, mut vault, key, _) = rotated();
    let second = vault.catalog.live_version(key).unwrap().unwrap();
    lose(&bench, &second);
    let item = find(&vault, "shop/dev/A");
    assert!(vault.live_value(&item).is_err());
    bench.days(1);
    vault.rotate(key, secret(b"third"), None, None).unwrap();
    assert_eq!(kept(&mut vault, key), [(1, b"first".to_vec())]);
    assert!(matches!(vault.undo_rotate(key), Err(Error::NothingToPutBack)));
    assert_eq!(live(&mut vault, "shop/dev/A"), b"third");
}

#[test]
fn wherever_a_keychain_begins_to_look_empty_no_old_value_is_let_go() {
    let (bench, mut vault, key, _) = rotated();
    let empty_from = |first: usize| {
        let mut calls = 0;
        bench.keychain.script(move |_| {
            calls += 1;
            (calls > first).then_some(Fault::Empty)
        });
    };
    for first in 0.. {
        empty_from(first);
        let examined = vault.examine_store().is_ok_and(|complaints| complaints.is_empty());
        empty_from(first);
        let put_back = vault.undo_rotate(key).is_ok();
        bench.keychain.heal();
        if put_back && examined {
            break;
        }
        if put_back {
            vault.undo_rotate(key).unwrap();
        }
        assert!(can_be_put_back(&vault), "empty behind {first} calls");
    }
    assert_eq!(live(&mut vault, "shop/dev/A"), b"first");
}

#[test]
fn an_old_value_that_another_program_put_in_order_meanwhile_is_left_alone() {
    let (bench, mut vault, key, old) = rotated();
    lose(&bench, &old);
    let database = bench.home().database();
    bench.keychain.script(move |op| {
        if op == "get" {
            let sql = "UPDATE versions SET kept_until = kept_until + 1 WHERE status = 'kept'";
            rusqlite::Connection::open(&database).unwrap().execute_batch(sql).unwrap();
        }
        None
    });
    assert!(!matches!(vault.undo_rotate(key), Ok(()) | Err(Error::OldLost { .. })));
    assert!(can_be_put_back(&vault));
}

#[test]
fn the_old_value_of_a_key_whose_next_one_is_on_its_way_is_left_alone() {
    let (bench, mut vault, key, old) = rotated();
    lose(&bench, &old);
    bench.keychain.always("put", Fault::TimedOut);
    assert!(matches!(vault.rotate(key, secret(b"third"), None, None), Err(Error::NotSavedYet { .. })));
    bench.keychain.heal();
    assert_eq!(vault.look_for_lost_old().unwrap(), []);
    assert!(can_be_put_back(&vault));
    vault.recover().unwrap();
    assert_eq!(vault.look_for_lost_old().unwrap(), [(key, old.number)]);
}

#[test]
fn another_value_under_the_name_of_a_lost_one_is_not_taken_in_for_it() {
    let (bench, mut vault, key, old) = rotated();
    let mut items = bench.keychain.items();
    lose(&bench, &old);
    complaints(&mut vault);
    let item = crate::vault::protocol::item_of(&old);
    items.iter_mut().filter(|((_, one), _)| *one == item).for_each(|(_, bytes)| *bytes = b"a stranger's".to_vec());
    bench.keychain.set_items(items);
    vault.mend().unwrap();
    assert!(!can_be_put_back(&vault));
    assert!(matches!(vault.undo_rotate(key), Err(Error::NothingToPutBack)));
}

/// Leaves the items, and nothing in them.
fn hollow(bench: &Bench, is_hollow: impl Fn(&Item) -> bool) {
    let mut items = bench.keychain.items();
    items.iter_mut().filter(|((_, item), _)| is_hollow(item)).for_each(|(_, bytes)| *bytes = HOLLOW.to_vec());
    bench.keychain.set_items(items);
}

#[test]
fn an_empty_item_is_a_lost_value_to_doctor_and_to_whoever_reads_it() {
    let (bench, mut vault) = Bench::new(StoreKind::Keychain);
    vault.add(wish("shop/dev/A", b"first")).unwrap();
    vault.add(wish("shop/dev/B", b"other")).unwrap();
    let key = find(&vault, "shop/dev/A").uid;
    let item = crate::vault::protocol::item_of(&vault.catalog.live_version(key).unwrap().unwrap());
    hollow(&bench, |one| *one == item);
    let lost = [("missing", "shop/dev/A: Test Keyring does not hold its secret".to_owned())];
    assert_eq!(complaints(&mut vault), lost);
    assert!(find(&vault, "shop/dev/A").missing);
    vault.mend().unwrap();
    assert!(find(&vault, "shop/dev/A").missing, "its being listed proves nothing");
    assert_eq!(complaints(&mut vault), lost, "once");

    vault.catalog.set_missing(key, false).unwrap();
    let refused = vault.get(key, UseKind::Copy, None).unwrap_err();
    assert!(matches!(refused, Error::Store(StoreError::NotFound { .. })), "{refused}");
    assert!(find(&vault, "shop/dev/A").missing);
    vault.rotate(key, secret(b"first"), None, None).unwrap();
    assert_eq!((live(&mut vault, "shop/dev/A"), complaints(&mut vault)), (b"first".to_vec(), vec![]));
    assert_sound(&mut vault, "put again");

    assert_eq!(find(&vault, "shop/dev/A").older, [], "it is the value that was lost");
    hollow(&bench, |one| *one == item);
    vault.rotate(key, secret(b"new"), None, None).unwrap();
    assert_eq!((live(&mut vault, "shop/dev/A"), complaints(&mut vault)), (b"new".to_vec(), vec![]));
    assert!(find(&vault, "shop/dev/A").older[0].kept_until.is_none(), "there is nothing to put back");
}

#[test]
fn an_empty_item_of_the_vault_key_is_said_with_a_way_on() {
    let (bench, vault) = Bench::new(StoreKind::Keychain);
    drop(vault);
    hollow(&bench, |one| matches!(one, Item::VaultKey { .. }));
    let refused = Vault::open(&bench.home(), &bench.world).unwrap().unlock_with_keychain().err().unwrap();
    assert!(matches!(refused, Error::KeyEmpty { .. }) && refused.is_access(), "{refused}");
    assert!(refused.to_string().contains("Restore a backup of Test Keyring"), "{refused}");
}

#[test]
fn what_is_offered_to_be_put_back_is_what_comes_back() {
    let (bench, mut vault, key, first) = rotated();
    bench.days(1);
    vault.undo_rotate(key).unwrap();
    assert!(find(&vault, "shop/dev/A").is_put_back());
    bench.days(1);
    vault.rotate(key, secret(b"third"), None, None).unwrap();
    // The second is kept still, and is not the one before.
    assert_eq!(kept(&mut vault, key).len(), 2);
    assert_eq!(find(&vault, "shop/dev/A").older.iter().map(|old| old.number).collect::<Vec<_>>(), [1, 2]);
    bench.days(1);
    vault.undo_rotate(key).unwrap();
    assert_eq!(live(&mut vault, "shop/dev/A"), b"first");
    // The store loses it: nothing is kept of it, and no other is offered in its place.
    lose(&bench, &first);
    assert!(vault.live_value(&find(&vault, "shop/dev/A")).is_err());
    bench.days(1);
    vault.rotate(key, secret(b"fourth"), None, None).unwrap();
    assert!(!can_be_put_back(&vault));
    let refused = vault.undo_rotate(key).unwrap_err();
    assert!(matches!(refused, Error::NothingToPutBack), "{refused}");
    assert!(!refused.to_string().contains("only for its time"), "its store lost it");
}
