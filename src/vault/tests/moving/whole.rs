//! What a move takes along, what it leaves, and when it is refused.

use std::collections::BTreeMap;
use std::fs;

use super::super::bench::{BOTH, Bench, CHEAP, LIMIT, assert_sound, find, held, live, passphrase, secret, uid, wish};
use super::super::store::Fault;
use super::stage::{assert_tidy, cross, filled, on, open, other};
use crate::catalog::MetaName;
use crate::model::ActivityKind;
use crate::store::{Item, StoreKind, VaultKey};
use crate::vault::{Error, MoveStep, Moved, Vault};

#[test]
fn a_move_takes_every_value_along_and_leaves_nothing_behind() {
    for kind in BOTH {
        let (bench, mut vault) = filled(kind);
        let before = held(&mut vault);
        let mut heard = Vec::new();
        let moved = cross(&mut vault, &mut |step, done, all| {
            heard.push((step, done, all));
            true
        });
        // A twice, B, D twice, and BIG stays where it is.
        assert_eq!(moved.unwrap(), Moved { values: 5, left: 0, strays: 0 }, "{kind:?}");
        let mut copying = heard.iter().filter(|(step, ..)| *step == MoveStep::Copying);
        assert!(copying.clone().any(|(_, done, _)| *done == 0));
        assert!(copying.next_back().is_some_and(|(_, done, all)| *all >= 5 && done == all), "{heard:?}");
        assert_eq!(vault.kind(), other(kind));
        assert_eq!(held(&mut vault), before);
        assert_tidy(&bench, &mut vault, "moved");
        drop(vault);
        // Opened by what opens it from now on.
        let mut vault = Vault::open(&bench.home(), &bench.world).unwrap();
        match other(kind) {
            StoreKind::Sealed => {
                assert!(matches!(vault.unlock_with_keychain(), Err(Error::Locked)));
                drop(vault.unlock_with_passphrase(&passphrase()).unwrap());
            }
            _ => {
                assert!(matches!(vault.unlock_with_passphrase(&passphrase()), Err(Error::Locked)));
                drop(vault.unlock_with_keychain().unwrap());
            }
        }
        assert_eq!(held(&mut vault), before);
        vault.add(wish("shop/dev/LATER", b"later")).unwrap();
        // And back.
        assert_eq!(cross(&mut vault, &mut on).unwrap().left, 0);
        assert_eq!(vault.kind(), kind);
        assert!(live(&mut vault, "shop/dev/LATER") == b"later");
        vault.delete(&[uid(&vault, "shop/dev/D")], true).unwrap();
        let now = held(&mut vault);
        assert_eq!(now["shop/dev/A"], before["shop/dev/A"]);
        assert_tidy(&bench, &mut vault, "moved back");
        let moves = vault.activity(100).unwrap();
        let moves = moves.iter().filter(|entry| entry.what == ActivityKind::StoreChanged).count();
        assert_eq!(moves, 2);
    }
}

#[test]
fn what_lay_sealed_is_gone_from_the_file_after_a_move_to_the_keychain() {
    let (bench, mut vault) = filled(StoreKind::Sealed);
    let boxes: Vec<Vec<u8>> = {
        let conn = vault.catalog.share();
        let mut statement = conn.prepare("SELECT box FROM sealed WHERE length(box) < 1000").unwrap();
        let boxes = statement.query_map([], |row| row.get(0)).unwrap();
        boxes.map(Result::unwrap).collect()
    };
    let wrapped = vault.catalog.meta(MetaName::WrappedKey).unwrap().unwrap();
    let traces = |bench: &Bench| {
        let mut traces = 0;
        for file in fs::read_dir(bench.home().path()).unwrap() {
            let bytes = fs::read(file.unwrap().path()).unwrap();
            let holds = |needle: &Vec<u8>| bytes.windows(needle.len()).any(|window| window == needle.as_slice());
            traces += boxes.iter().chain([&wrapped]).filter(|trace| holds(trace)).count();
        }
        traces
    };
    vault.catalog.checkpoint().unwrap();
    assert_eq!(boxes.len(), 5);
    assert_eq!(traces(&bench), 6, "they are found where they are");
    fs::write(bench.home().path().join("vault.db.form-1"), &wrapped).unwrap();
    cross(&mut vault, &mut on).unwrap();
    assert_eq!(traces(&bench), 0, "neither in the file, its free pages, its log nor a copy of it");
}

#[test]
fn old_items_that_a_keychain_does_not_let_go_of_go_later() {
    let (bench, mut vault) = filled(StoreKind::Keychain);
    let before = held(&mut vault);
    bench.keychain.always("delete", Fault::Locked);
    let moved = cross(&mut vault, &mut on).unwrap();
    assert_eq!(moved, Moved { values: 5, left: 6, strays: 0 });
    assert_eq!(vault.kind(), StoreKind::Sealed);
    assert_eq!(vault.examine_file().unwrap()[0].id, "unfinished-move");
    bench.keychain.heal();
    assert_eq!(vault.mend().unwrap().len(), 1);
    assert_eq!(vault.examine_file().unwrap(), []);
    assert_eq!(bench.keychain.items().len(), 0);
    assert_eq!(held(&mut vault), before);
}

#[test]
fn what_the_keychain_lost_or_another_program_changed_is_named_and_nothing_is_moved() {
    for damage in ["lost", "changed"] {
        let (bench, mut vault) = filled(StoreKind::Keychain);
        let mut items = bench.keychain.items();
        let at = find(&vault, "shop/dev/B").uid.0;
        let name = *items.keys().find(|(_, item)| matches!(item, Item::Version { key, .. } if *key == at)).unwrap();
        match damage {
            "lost" => drop(items.remove(&name)),
            _ => drop(items.insert(name, b"another".to_vec())),
        }
        bench.keychain.set_items(items.clone());
        let refused = cross(&mut vault, &mut on);
        let Err(Error::Refused(why)) = &refused else { panic!("{refused:?}") };
        assert!(why.starts_with("shop/dev/B, version 1: "), "{why}");
        assert_eq!(vault.kind(), StoreKind::Keychain);
        assert_eq!(bench.keychain.items(), items, "nothing was taken away");
        assert_eq!(vault.catalog.copies().unwrap(), []);
    }
}

#[test]
fn an_old_value_that_the_keychain_lost_is_noted_as_gone_and_keeps_nothing_from_moving() {
    let (bench, mut vault) = filled(StoreKind::Keychain);
    let key = find(&vault, "shop/dev/B").uid;
    let old = vault.catalog.live_version(key).unwrap().unwrap();
    vault.rotate(key, secret(b"a new one"), None, None).unwrap();
    let mut items = bench.keychain.items();
    items.retain(|(_, item), _| *item != crate::vault::protocol::item_of(&old));
    bench.keychain.set_items(items);
    cross(&mut vault, &mut on).unwrap();
    assert_eq!((vault.kind(), live(&mut vault, "shop/dev/B")), (StoreKind::Sealed, b"a new one".to_vec()));
    assert!(matches!(vault.undo_rotate(key), Err(Error::NothingToPutBack)));
    assert!(!find(&vault, "shop/dev/B").missing);
    assert_sound(&mut vault, "moved without an old value");
}

#[test]
fn secrets_that_no_key_names_are_taken_in_before_the_keychain_is_left() {
    let (bench, mut vault) = filled(StoreKind::Keychain);
    let mut items = bench.keychain.items();
    let space = items.keys().next().unwrap().0;
    items.insert((space, Item::Version { key: 900, version: 1, nonce: 9 }), b"a stray".to_vec());
    items.insert(([9; 16], Item::Version { key: 1, version: 1, nonce: 1 }), b"another vault's".to_vec());
    bench.keychain.set_items(items);
    cross(&mut vault, &mut on).unwrap();
    assert!(live(&mut vault, "recovered/keychain/RECOVERED_900") == b"a stray");
    assert_eq!(bench.keychain.items().len(), 1, "another vault's item is not touched");
}

#[test]
fn passphrases_are_asked_for_and_looked_at_first() {
    let (bench, mut vault) = filled(StoreKind::Keychain);
    let items = bench.keychain.items();
    assert!(matches!(vault.move_to_sealed(&secret(b"short"), Some(CHEAP), &mut on), Err(Error::ShortPassphrase)));
    assert!(matches!(vault.move_to_keychain(&passphrase(), &mut on), Err(Error::Refused(_))));
    assert_eq!(bench.keychain.items(), items);
    cross(&mut vault, &mut on).unwrap();
    let wrong = vault.move_to_keychain(&secret(b"not the passphrase"), &mut on);
    assert!(matches!(wrong, Err(Error::WrongPassphrase)));
    assert_eq!(bench.keychain.items().len(), 0);
    assert_eq!(vault.catalog.copies().unwrap(), []);
    cross(&mut vault, &mut on).unwrap();
    let entries = vault.activity(100).unwrap();
    assert!(entries.iter().any(|entry| entry.what == ActivityKind::UnlockFailed), "it is in the record");
}

#[test]
fn a_copied_home_does_not_take_the_items_of_its_original() {
    let (bench, vault) = filled(StoreKind::Keychain);
    drop(vault);
    let copy = bench.dir.path().join("copy");
    fs::create_dir(&copy).unwrap();
    fs::copy(bench.home().database(), copy.join("vault.db")).unwrap();
    let mut copied = Vault::open(&crate::fs::Home::at(&copy), &bench.world).unwrap();
    // A helper may hold its key, so that the keychain was not asked.
    assert!(copied.unlock_with_key(&VaultKey::from_secret(&bench.key).unwrap()).unwrap());
    assert!(matches!(cross(&mut copied, &mut on), Err(Error::Refused(_))));
    let mut original = open(&bench);
    assert!(live(&mut original, "shop/dev/A") == b"a-second");
}

#[test]
fn a_full_move_of_several_chunks_comes_out_whole() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        for number in 0..crate::vault::moving::CHUNK * 2 + 3 {
            vault.add(wish(&format!("shop/dev/KEY_{number}"), format!("value {number}").as_bytes())).unwrap();
        }
        vault.add(wish("shop/dev/BIG", &vec![b'x'; LIMIT + 1])).unwrap();
        let before = held(&mut vault);
        cross(&mut vault, &mut on).unwrap();
        assert_eq!(held(&mut vault), before);
        assert_tidy(&bench, &mut vault, &format!("{kind:?}"));
    }
}

#[test]
fn a_secret_that_nothing_can_be_made_of_stays_where_it_is_and_is_named_until_it_is_gone() {
    let (bench, mut vault) = filled(StoreKind::Keychain);
    let before = held(&mut vault);
    let mut items = bench.keychain.items();
    let space = items.keys().next().unwrap().0;
    // Its key has another value under this number.
    let stuck = Item::Version { key: find(&vault, "shop/dev/A").uid.0, version: 2, nonce: 9 };
    items.insert((space, stuck), b"not what was saved".to_vec());
    bench.keychain.set_items(items);
    let ids = |vault: &mut Vault| -> Vec<&'static str> {
        vault.examine_store().unwrap().into_iter().map(|complaint| complaint.id).collect()
    };
    assert_eq!(ids(&mut vault), ["stuck-items"]);
    vault.mend().unwrap();
    assert_eq!(ids(&mut vault), ["stuck-items"], "it is named, not promised to be mended");

    let moved = cross(&mut vault, &mut on).unwrap();
    assert_eq!(moved, Moved { values: 5, left: 0, strays: 1 });
    assert_eq!((held(&mut vault), vault.left_items().unwrap()), (before, 1));
    assert_eq!(bench.keychain.items().into_keys().collect::<Vec<_>>(), [(space, stuck)]);
    // A keychain that does not answer tells nothing of it.
    bench.keychain.always("probe", Fault::Locked);
    assert_eq!(ids(&mut vault), ["left-items"]);
    bench.keychain.heal();
    assert_eq!(ids(&mut vault), ["left-items"]);
    // A person took it away.
    bench.keychain.set_items(BTreeMap::new());
    assert_eq!(ids(&mut vault), [] as [&str; 0]);
    assert_eq!(vault.left_items().unwrap(), 0);
    assert_tidy(&bench, &mut vault, "looked after");
}
