//! Uses that a full disk kept from being noted.

use super::bench::{BOTH, Bench, assert_sound, find, uid, wish};
use crate::catalog::be_full;
use crate::model::{ActivityKind, UseKind};

#[test]
fn a_use_that_could_not_be_noted_is_noted_later_at_its_own_moment() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        vault.add(wish("shop/dev/A", b"first")).unwrap();
        vault.add(wish("shop/dev/GONE", b"other")).unwrap();
        let (key, gone) = (uid(&vault, "shop/dev/A"), uid(&vault, "shop/dev/GONE"));
        let database = bench.home().database();
        be_full(&database, true);
        let at = vault.now();
        for one in [key, gone, key] {
            vault.get(one, UseKind::Copy, None).unwrap();
            assert!(vault.take_unnoted().is_some());
            bench.pass(chrono::Duration::minutes(20));
        }
        assert!(vault.note_late_uses().is_err() && vault.has_late_uses());
        assert_eq!(find(&vault, "shop/dev/A").use_count, 0);
        be_full(&database, false);
        vault.disable(&[gone]).unwrap();
        vault.delete(&[gone], true).unwrap();
        bench.days(1);
        assert_eq!(vault.note_late_uses().unwrap(), 2);
        let now = find(&vault, "shop/dev/A");
        assert_eq!((now.use_count, now.last_used_at), (2, Some(at + chrono::Duration::minutes(40))));
        let copied = vault.activity(2).unwrap();
        assert!(copied.iter().all(|entry| entry.what == ActivityKind::Copied), "{copied:?}");
        assert_eq!((copied[1].at, copied[1].subject.as_deref()), (at, Some("shop/dev/A")));
        assert_eq!(vault.note_late_uses().unwrap(), 0, "once");
        assert_sound(&mut vault, "noted late");
    }
}

#[test]
fn a_lock_notes_what_it_can_and_what_waits_holds_on_over_it() {
    let (bench, mut vault) = Bench::new(crate::store::StoreKind::Keychain);
    vault.add(wish("shop/dev/A", b"first")).unwrap();
    let key = uid(&vault, "shop/dev/A");
    let database = bench.home().database();
    be_full(&database, true);
    vault.get(key, UseKind::Copy, None).unwrap();
    vault.lock(true);
    be_full(&database, false);
    assert_eq!(vault.note_late_uses().unwrap(), 0, "the record needs the vault key");
    vault.unlock_with_keychain().unwrap();
    assert_eq!(vault.note_late_uses().unwrap(), 1);
    be_full(&database, true);
    vault.get(key, UseKind::Reveal, None).unwrap();
    be_full(&database, false);
    vault.lock(true);
    assert_eq!((find(&vault, "shop/dev/A").use_count, vault.has_late_uses()), (2, false));
}

#[test]
fn of_very_many_the_newest_wait() {
    let (bench, mut vault) = Bench::new(crate::store::StoreKind::Keychain);
    vault.add(wish("shop/dev/A", b"first")).unwrap();
    let key = uid(&vault, "shop/dev/A");
    let database = bench.home().database();
    be_full(&database, true);
    for _ in 0..1_003 {
        vault.get(key, UseKind::Copy, None).unwrap();
        bench.pass(chrono::Duration::seconds(1));
    }
    be_full(&database, false);
    let last = vault.now() - chrono::Duration::seconds(1);
    assert_eq!(vault.note_late_uses().unwrap(), 1_000);
    assert_eq!(find(&vault, "shop/dev/A").last_used_at, Some(last));
}
