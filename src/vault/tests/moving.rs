//! Moving between the stores: nothing lost, nothing mixed, nothing left behind, wherever it is cut off.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use super::bench::{
    BOTH, Bench, CHEAP, Held, LIMIT, Template, assert_sound, find, held, live, passphrase, plain, secret, trials, uid,
    wish,
};
use super::store::{Crash, Fault};
use crate::catalog::{MetaName, Placement};
use crate::model::ActivityKind;
use crate::store::{Item, SecretStore, StoreKind, VaultKey};
use crate::vault::{Error, MoveStep, MoveWatch, Moved, NewKeyWish, Vault};

type State = BTreeMap<String, Held>;

fn other(kind: StoreKind) -> StoreKind {
    if kind == StoreKind::Sealed { StoreKind::Keychain } else { StoreKind::Sealed }
}

/// Opens whatever the home holds now.
fn open(bench: &Bench) -> Vault {
    let mut vault = Vault::open(&bench.home(), &bench.world).unwrap();
    match vault.kind() {
        StoreKind::Sealed => assert!(vault.unlock_with_key(&VaultKey::from_secret(&bench.key).unwrap()).unwrap()),
        _ => drop(vault.unlock_with_keychain().unwrap()),
    }
    vault
}

fn on(_: MoveStep, _: u64, _: u64) -> bool {
    true
}

/// To the store that it is not in.
fn cross(vault: &mut Vault, watch: MoveWatch<'_>) -> Result<Moved, Error> {
    match vault.kind() {
        StoreKind::Sealed => vault.move_to_keychain(&passphrase(), watch),
        _ => vault.move_to_sealed(&passphrase(), Some(CHEAP), watch),
    }
}

/// A: rotated once. B: a pair. C: plain. D: disabled, with an old value. BIG is too large for the keychain.
fn filled(kind: StoreKind) -> (Bench, Vault) {
    let (bench, mut vault) = Bench::new(kind);
    vault.add(wish("shop/dev/A", b"a-first")).unwrap();
    vault.rotate(uid(&vault, "shop/dev/A"), secret(b"a-second"), None, None).unwrap();
    vault.add(NewKeyWish { key_id: Some("id".into()), ..wish("shop/dev/B", b"b-value") }).unwrap();
    vault.add(plain("shop/dev/C", "c-plain")).unwrap();
    vault.add(wish("shop/dev/D", b"d-first")).unwrap();
    vault.rotate(uid(&vault, "shop/dev/D"), secret(b"d-\n\0\xff"), None, None).unwrap();
    vault.disable(&[find(&vault, "shop/dev/D").uid]).unwrap();
    vault.add(wish("shop/prod/BIG", &vec![b'x'; LIMIT + 1])).unwrap();
    (bench, vault)
}

/// Nothing is left of the move: each value lies once, in the store that the vault names.
fn assert_tidy(bench: &Bench, vault: &mut Vault, context: &str) {
    assert_eq!(vault.catalog.copies().unwrap(), [], "{context}");
    let sealed = vault.sealed().unwrap().list(Duration::ZERO).unwrap();
    let items = bench.keychain.items();
    let versions = vault.catalog.versions_with_values().unwrap();
    let count = |placement| versions.iter().filter(|version| version.placement == placement).count();
    assert_eq!(sealed.len(), count(Placement::Sealed), "{context}");
    assert_eq!(bench.keychain.count(), count(Placement::Outside), "{context}");
    let keys = items.keys().filter(|(_, item)| matches!(item, Item::VaultKey { .. })).count();
    assert_eq!(keys, usize::from(vault.kind() == StoreKind::Keychain), "{context}");
    let wrapped = vault.catalog.meta(MetaName::WrappedKey).unwrap();
    assert_eq!(wrapped.is_some(), vault.kind() == StoreKind::Sealed, "{context}");
    if vault.kind() == StoreKind::Sealed {
        assert_eq!(count(Placement::Outside), 0, "{context}");
    } else {
        assert_eq!(count(Placement::Sealed), 1, "only what is too large: {context}");
    }
    assert_sound(vault, context);
}

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
        assert_eq!(moved.unwrap(), Moved { values: 5, left: 0 }, "{kind:?}");
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

/// Runs a move up to the nth point. True if it crashed there.
fn run_to(bench: &Bench, nth: u64, work: impl FnOnce(&mut Vault)) -> bool {
    let mut vault = open(bench);
    bench.keychain.crash_at(nth, bench.home().path(), &bench.image());
    let ended = catch_unwind(AssertUnwindSafe(move || {
        work(&mut vault);
        bench.keychain.disarm();
    }));
    match ended {
        Ok(()) => false,
        Err(payload) if payload.is::<Crash>() => {
            bench.power_on_again();
            true
        }
        Err(other) => std::panic::resume_unwind(other),
    }
}

fn moves(vault: &mut Vault) {
    cross(vault, &mut on).unwrap();
}

fn check_after(bench: &Bench, before: &State, context: &str) -> StoreKind {
    let mut vault = open(bench);
    // Before anything is put right, too.
    assert_eq!(held(&mut vault), *before, "{context}");
    vault.recover().unwrap();
    assert_eq!(held(&mut vault), *before, "{context}");
    assert_tidy(bench, &mut vault, context);
    vault.kind()
}

fn template(kind: StoreKind) -> (Bench, Template, State) {
    let (bench, mut vault) = filled(kind);
    let before = held(&mut vault);
    drop(vault);
    let template = bench.template();
    (bench, template, before)
}

#[test]
fn a_move_cut_off_anywhere_is_done_or_never_was() {
    for kind in BOTH {
        let (bench, template, before) = template(kind);
        let (mut points, mut done) = (0, 0);
        loop {
            bench.restore(&template);
            if !run_to(&bench, points + 1, moves) {
                break;
            }
            points += 1;
            let ends = check_after(&bench, &before, &format!("{kind:?}, stopped at point {points}"));
            done += u64::from(ends == other(kind));
            if ends == StoreKind::Sealed {
                let mut vault = Vault::open(&bench.home(), &bench.world).unwrap();
                vault.unlock_with_passphrase(&passphrase()).unwrap();
            }
        }
        // After the turn into the keychain nothing is asked of it any more; `faults` kills there.
        assert_eq!(done > 0, kind == StoreKind::Keychain, "{kind:?}: {done} of {points} were past the turn");
        assert!(done < points, "{kind:?}: {done} of {points} were past the turn");
    }
}

#[test]
fn a_recovery_cut_off_anywhere_goes_on() {
    for kind in BOTH {
        let (bench, template, before) = template(kind);
        // Cut off with many copies made, and with many old items left.
        for nth in [30, 60, 90] {
            bench.restore(&template);
            if !run_to(&bench, nth, moves) {
                continue;
            }
            let cut_off = bench.template();
            let mut points = 0;
            loop {
                bench.restore(&cut_off);
                if !run_to(&bench, points + 1, |vault| drop(vault.recover().unwrap())) {
                    break;
                }
                points += 1;
                check_after(&bench, &before, &format!("{kind:?}, stopped at {nth}, then at {points}"));
            }
        }
    }
}

#[test]
fn a_keychain_that_fails_in_the_middle_leaves_the_vault_as_it_was_or_moved() {
    let faults = [Fault::Locked, Fault::TimedOut, Fault::TimedOutAfter, Fault::Empty, Fault::Corrupt];
    for kind in BOTH {
        let (bench, template, before) = template(kind);
        for op in ["probe", "put", "get", "get_many", "delete", "list"] {
            for fault in faults {
                for nth in (0..7).step_by(if trials(0, 1) == 1 { 1 } else { 3 }) {
                    for stays in [false, true] {
                        bench.restore(&template);
                        let mut vault = open(&bench);
                        let mut called = 0;
                        bench.keychain.script(move |at| {
                            called += u32::from(at == op);
                            let from = called > nth;
                            (at == op && if stays { from } else { called == nth + 1 }).then_some(fault)
                        });
                        let context = format!("{kind:?}: {op} number {nth} meets {fault:?}, stays {stays}");
                        let moved = cross(&mut vault, &mut on);
                        bench.keychain.heal();
                        match &moved {
                            Ok(_) => assert_eq!(vault.kind(), other(kind), "{context}"),
                            Err(_) => assert_eq!(vault.kind(), kind, "{context}"),
                        }
                        assert_eq!(held(&mut vault), before, "{context}");
                        drop(vault);
                        check_after(&bench, &before, &context);
                    }
                }
            }
        }
    }
}

#[test]
fn old_items_that_a_keychain_does_not_let_go_of_go_later() {
    let (bench, mut vault) = filled(StoreKind::Keychain);
    let before = held(&mut vault);
    bench.keychain.always("delete", Fault::Locked);
    let moved = cross(&mut vault, &mut on).unwrap();
    assert_eq!(moved, Moved { values: 5, left: 6 });
    assert_eq!(vault.kind(), StoreKind::Sealed);
    assert_eq!(vault.examine_file().unwrap()[0].id, "unfinished-move");
    bench.keychain.heal();
    assert_eq!(vault.mend().unwrap().len(), 1);
    assert_eq!(vault.examine_file().unwrap(), []);
    assert_eq!(bench.keychain.items().len(), 0);
    assert_eq!(held(&mut vault), before);
}

#[test]
fn a_move_that_is_stopped_goes_back() {
    for kind in BOTH {
        let (bench, template, before) = template(kind);
        for stop_at in 0..=5 {
            bench.restore(&template);
            let mut vault = open(&bench);
            let stopped = cross(&mut vault, &mut |step, done, _| step == MoveStep::Copying && done < stop_at);
            if stopped.is_ok() {
                continue;
            }
            assert!(matches!(stopped, Err(Error::MoveStopped)), "{stopped:?}");
            assert_eq!(vault.kind(), kind);
            assert_eq!(held(&mut vault), before);
            assert_tidy(&bench, &mut vault, &format!("{kind:?}, stopped at {stop_at}"));
        }
    }
}

#[test]
fn what_another_program_changes_meanwhile_is_moved_too() {
    for kind in BOTH {
        let (bench, mut vault) = filled(kind);
        let mut second = open(&bench);
        let mut changes = 0;
        let moved = cross(&mut vault, &mut |step, done, all| {
            if step == MoveStep::Copying && changes < 3 && done == all {
                changes += 1;
                second.add(wish(&format!("shop/dev/NEW_{changes}"), b"added meanwhile")).unwrap();
                let value = format!("rotated meanwhile {changes}");
                second.rotate(uid(&second, "shop/dev/A"), secret(value.as_bytes()), None, None).unwrap();
                if changes == 1 {
                    second.delete(&[uid(&second, "shop/dev/D")], true).unwrap();
                }
            }
            true
        });
        moved.unwrap();
        assert_eq!(changes, 3);
        for number in 1..=3 {
            assert!(live(&mut vault, &format!("shop/dev/NEW_{number}")) == b"added meanwhile");
        }
        assert!(live(&mut vault, "shop/dev/A") == b"rotated meanwhile 3");
        // The other program goes by where they lie now, without being told.
        assert!(live(&mut second, "shop/dev/A") == b"rotated meanwhile 3");
        second.rotate(uid(&second, "shop/dev/B"), secret(b"after the move"), None, None).unwrap();
        assert_eq!(second.kind(), other(kind));
        assert!(live(&mut vault, "shop/dev/B") == b"after the move");
        drop(second);
        assert_tidy(&bench, &mut vault, &format!("{kind:?}"));
    }
}

#[test]
fn a_change_staged_for_the_old_store_is_refused_once_the_secrets_moved() {
    for kind in BOTH {
        let (bench, mut vault) = filled(kind);
        let mut second = open(&bench);
        // Between its look at the store and its transaction the move comes to its end.
        second.catalog.write(|| second.same_store()).unwrap();
        cross(&mut vault, &mut on).unwrap();
        assert!(matches!(second.catalog.write(|| second.same_store()), Err(Error::ChangedMeanwhile)));
        second.add(wish("shop/dev/X", b"x")).unwrap();
        assert!(live(&mut vault, "shop/dev/X") == b"x");
        assert_tidy(&bench, &mut vault, &format!("{kind:?}"));
    }
}

#[test]
fn a_program_in_the_middle_of_a_change_is_waited_for_then_the_move_goes_back() {
    let (mut bench, vault) = filled(StoreKind::Keychain);
    drop(vault);
    bench.world.deadline = Duration::from_millis(60);
    let mut vault = open(&bench);
    let before = held(&mut vault);
    let mut second = open(&bench);
    bench.keychain.always("put", Fault::Locked);
    assert!(second.add(wish("shop/dev/BEGUN", b"begun")).is_err());
    bench.keychain.heal();
    assert!(matches!(cross(&mut vault, &mut on), Err(Error::BeingChanged)));
    assert_eq!(vault.kind(), StoreKind::Keychain);
    assert_eq!(held(&mut vault), before);
    // Its owner is gone: the move finishes what it had begun.
    drop(second);
    cross(&mut vault, &mut on).unwrap();
    assert!(live(&mut vault, "shop/dev/BEGUN") == b"begun");
    assert_tidy(&bench, &mut vault, "finished, then moved");
}

#[test]
fn only_one_program_moves_at_a_time_and_a_crash_of_it_frees_the_way() {
    let (bench, mut vault) = filled(StoreKind::Keychain);
    let mut second = open(&bench);
    let mut refused = 0;
    let moved = cross(&mut vault, &mut |_, done, _| {
        if done == 0 {
            let outcome = second.move_to_sealed(&passphrase(), Some(CHEAP), &mut on);
            refused += u32::from(matches!(outcome, Err(Error::BeingMoved)));
            // A start of another program leaves the copies of a move that runs alone.
            second.recover().unwrap();
            assert!(second.examine_file().unwrap().is_empty());
        }
        true
    });
    moved.unwrap();
    assert!(refused > 0);
    assert_tidy(&bench, &mut vault, "moved once");
    assert!(matches!(second.move_to_sealed(&passphrase(), Some(CHEAP), &mut on), Err(Error::Refused(_))));
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
        for number in 0..super::super::moving::CHUNK * 2 + 3 {
            vault.add(wish(&format!("shop/dev/KEY_{number}"), format!("value {number}").as_bytes())).unwrap();
        }
        vault.add(wish("shop/dev/BIG", &vec![b'x'; LIMIT + 1])).unwrap();
        let before = held(&mut vault);
        cross(&mut vault, &mut on).unwrap();
        assert_eq!(held(&mut vault), before);
        assert_tidy(&bench, &mut vault, &format!("{kind:?}"));
    }
}
