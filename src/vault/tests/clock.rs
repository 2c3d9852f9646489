//! Nothing is deleted by time while the clock can't be believed, nor what somebody put back.

use std::time::Duration;

use super::bench::{BOTH, Bench, assert_sound, find, kept, live, secret, uid, wish};
use super::store::Fault;
use crate::store::StoreKind;
use crate::vault::Vault;

fn rotated(kind: StoreKind) -> (Bench, Vault) {
    let (bench, mut vault) = Bench::new(kind);
    vault.add(wish("shop/dev/A", b"first")).unwrap();
    vault.rotate(uid(&vault, "shop/dev/A"), secret(b"second"), None, None).unwrap();
    (bench, vault)
}

#[test]
fn an_old_value_goes_when_its_time_is_over_and_not_before() {
    for kind in BOTH {
        let (bench, mut vault) = rotated(kind);
        bench.days(6);
        assert_eq!(vault.forget_due().unwrap(), 0);
        bench.days(2);
        assert_eq!(vault.forget_due().unwrap(), 1);
        let key = find(&vault, "shop/dev/A");
        assert_eq!((key.older.len(), key.older[0].kept_until), (1, None), "its row stays for what is known of its end");
        assert!(vault.undo_rotate(key.uid).is_err());
        assert_sound(&mut vault, "forgotten");
    }
}

#[test]
fn nothing_goes_while_the_clock_stands_over_thirty_days_past_the_record() {
    for kind in BOTH {
        let (bench, mut vault) = rotated(kind);
        bench.days(31);
        assert_eq!(vault.forget_due().unwrap(), 0);
        // Not even after changes and unlockings that this clock has dated itself.
        vault.note_unlocked().unwrap();
        vault.add(wish("shop/dev/B", b"b")).unwrap();
        vault.rotate(uid(&vault, "shop/dev/B"), secret(b"b-second"), None, None).unwrap();
        let key = uid(&vault, "shop/dev/A");
        assert_eq!(kept(&mut vault, key), [(1, b"first".to_vec())]);
        bench.days(-31);
        assert_eq!(vault.forget_due().unwrap(), 0);
        vault.undo_rotate(key).unwrap();
        assert_eq!(live(&mut vault, "shop/dev/A"), b"first");
    }
}

#[test]
fn a_clock_set_back_deletes_nothing_and_breaks_nothing() {
    for kind in BOTH {
        let (bench, mut vault) = rotated(kind);
        bench.days(-400);
        assert_eq!(vault.forget_due().unwrap(), 0);
        vault.rotate(uid(&vault, "shop/dev/A"), secret(b"third"), None, None).unwrap();
        let key = uid(&vault, "shop/dev/A");
        assert_eq!(kept(&mut vault, key).len(), 2);
        assert_sound(&mut vault, "set back");
    }
}

#[test]
fn a_version_put_back_at_the_last_moment_keeps_its_value() {
    for kind in BOTH {
        let (bench, mut vault) = rotated(kind);
        bench.days(8);
        let now = vault.now();
        let due = vault.catalog.versions_to_forget(now).unwrap();
        // Another program puts it back between the look and the deed.
        let mut other = bench.open();
        other.undo_rotate(uid(&other, "shop/dev/A")).unwrap();
        assert!(!vault.catalog.claim_to_forget(due[0].id, now).unwrap());
        assert_eq!(vault.forget_due().unwrap(), 0);
        assert_eq!(live(&mut vault, "shop/dev/A"), b"first");
    }
}

#[test]
fn what_could_not_be_taken_out_of_a_locked_keychain_goes_later() {
    let (bench, mut vault) = rotated(StoreKind::Keychain);
    bench.days(8);
    bench.keychain.always("delete", Fault::Locked);
    assert!(vault.forget_due().is_err());
    assert_eq!(bench.keychain.count(), 2);
    assert!(vault.undo_rotate(uid(&vault, "shop/dev/A")).is_err(), "its time is over");
    bench.keychain.heal();
    assert_eq!(vault.examine_store().unwrap(), [], "it is on its way out, and no stray");
    assert_eq!(vault.forget_due().unwrap(), 1);
    assert_eq!(bench.keychain.count(), 1);
    assert_sound(&mut vault, "gone");
}

#[test]
fn the_longest_keep_time_is_no_trouble() {
    for kind in BOTH {
        let (_bench, mut vault) = rotated(kind);
        let key = uid(&vault, "shop/dev/A");
        vault.rotate(key, secret(b"third"), None, Some(Duration::MAX)).unwrap();
        vault.rotate(key, secret(b"fourth"), None, Some(Duration::ZERO)).unwrap();
        assert_eq!(kept(&mut vault, key), [(2, b"second".to_vec()), (1, b"first".to_vec())]);
    }
}
