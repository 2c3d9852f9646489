//! Other programs beside a move.

use std::time::Duration;

use super::super::bench::{BOTH, CHEAP, held, live, passphrase, secret, uid, wish};
use super::super::store::Fault;
use super::stage::{assert_tidy, cross, filled, on, open, other};
use crate::store::StoreKind;
use crate::vault::{Error, MoveStep};

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
fn a_program_that_never_pauses_is_named_and_nothing_is_moved() {
    for kind in BOTH {
        let (mut bench, vault) = filled(kind);
        drop(vault);
        bench.world.deadline = Duration::from_millis(60);
        let (mut vault, mut second) = (open(&bench), open(&bench));
        let mut added = 0;
        let refused = cross(&mut vault, &mut |step, done, all| {
            if step == MoveStep::Copying && done == all {
                added += 1;
                second.add(wish(&format!("shop/dev/NEW_{added}"), b"added meanwhile")).unwrap();
            }
            true
        });
        let refused = refused.unwrap_err();
        let Error::StillChanging { last } = &refused else { panic!("{refused}") };
        assert!(last.starts_with(&format!("shop/dev/NEW_{added} (")), "{last}");
        assert_eq!(vault.kind(), kind);
        let left = vault.catalog.copies().unwrap();
        assert!(left.is_empty(), "{left:?}");
        for number in 1..=added {
            assert!(live(&mut vault, &format!("shop/dev/NEW_{number}")) == b"added meanwhile");
        }
        // Once it pauses the move goes its way.
        cross(&mut vault, &mut on).unwrap();
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
    let refused = cross(&mut vault, &mut on).unwrap_err();
    assert!(matches!(&refused, Error::StillChanging { last } if last == "shop/dev/BEGUN"), "{refused}");
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
