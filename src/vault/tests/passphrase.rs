//! Changing the passphrase: the old one or the new one opens, at every moment.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::bench::{Bench, CHEAP, assert_sound, held, passphrase, secret, wish};
use super::store::Crash;
use crate::catalog::MetaName;
use crate::model::{ActivityKind, Secret};
use crate::store::{Kdf, StoreKind, WrappedKey};
use crate::vault::{Error, Vault};

fn new_one() -> Secret {
    secret("another, and léngthy".as_bytes())
}

fn opens(bench: &Bench, passphrase: &Secret) -> bool {
    let mut vault = Vault::open(&bench.home(), &bench.world).unwrap();
    match vault.unlock_with_passphrase(passphrase) {
        Ok(_) => true,
        Err(Error::WrongPassphrase) => false,
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn the_new_one_opens_the_same_values_and_the_old_one_nothing() {
    let (bench, mut vault) = Bench::new(StoreKind::Sealed);
    vault.add(wish("shop/dev/A", b"value")).unwrap();
    let before = held(&mut vault);
    let mut second = bench.open();
    let wrapped = vault.catalog.meta(MetaName::WrappedKey).unwrap().unwrap();
    vault.catalog.checkpoint().unwrap();
    fs::write(bench.home().path().join("vault.db.form-1"), &wrapped).unwrap();
    vault.change_passphrase(&passphrase(), &new_one(), None).unwrap();
    assert_eq!(held(&mut vault), before);
    assert_eq!(held(&mut second), before, "whoever has it open goes on");
    assert!(opens(&bench, &new_one()));
    assert!(!opens(&bench, &passphrase()));
    let entries = vault.activity(100).unwrap();
    assert!(entries.iter().any(|entry| entry.what == ActivityKind::PassphraseChanged));
    for file in fs::read_dir(bench.home().path()).unwrap() {
        let path = file.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        let left = bytes.windows(wrapped.len()).any(|window| window == wrapped.as_slice());
        assert!(!left, "the old one's box lies in {}", path.display());
    }
    assert!(!bench.home().path().join("vault.db.form-1").exists());
    let cost = |vault: &Vault| {
        WrappedKey::from_bytes(&vault.catalog.meta(MetaName::WrappedKey).unwrap().unwrap()).unwrap().kdf
    };
    assert_eq!(cost(&vault), CHEAP, "at the cost it had");
    let dearer = Kdf { mib: 20, ..CHEAP };
    vault.change_passphrase(&new_one(), &passphrase(), Some(dearer)).unwrap();
    assert_eq!(cost(&vault), dearer);
    assert_sound(&mut vault, "changed twice");
}

#[test]
fn what_can_not_be_is_refused_and_the_old_one_stays() {
    let (bench, mut vault) = Bench::new(StoreKind::Sealed);
    let wrong = vault.change_passphrase(&secret(b"not the passphrase"), &new_one(), None);
    assert!(matches!(wrong, Err(Error::WrongPassphrase)));
    assert!(matches!(vault.change_passphrase(&passphrase(), &secret(b"short"), None), Err(Error::ShortPassphrase)));
    let cheap = Kdf { mib: 1, ..CHEAP };
    assert!(matches!(vault.change_passphrase(&passphrase(), &new_one(), Some(cheap)), Err(Error::Kdf(_))));
    assert!(opens(&bench, &passphrase()) && !opens(&bench, &new_one()));
    let (_bench, mut keychain) = Bench::new(StoreKind::Keychain);
    assert!(matches!(keychain.change_passphrase(&passphrase(), &new_one(), None), Err(Error::Refused(_))));
}

#[test]
fn two_changes_at_once_leave_one_of_them() {
    let (bench, mut vault) = Bench::new(StoreKind::Sealed);
    let mut second = bench.open();
    vault.change_passphrase(&passphrase(), &new_one(), None).unwrap();
    let late = second.change_passphrase(&passphrase(), &secret(b"a third passphrase"), None);
    assert!(matches!(late, Err(Error::WrongPassphrase)));
    assert!(opens(&bench, &new_one()));
}

#[test]
fn cut_off_anywhere_one_of_the_two_opens_it() {
    let (bench, mut vault) = Bench::new(StoreKind::Sealed);
    vault.add(wish("shop/dev/A", b"value")).unwrap();
    let before = held(&mut vault);
    drop(vault);
    let template = bench.template();
    let mut points = 0;
    loop {
        bench.restore(&template);
        let mut vault = bench.open();
        bench.keychain.crash_at(points + 1, bench.home().path(), &bench.image());
        let keychain = &bench.keychain;
        let ended = catch_unwind(AssertUnwindSafe(move || {
            vault.change_passphrase(&passphrase(), &new_one(), None).unwrap();
            keychain.disarm();
        }));
        match ended {
            Ok(()) => break,
            Err(payload) => assert!(payload.is::<Crash>(), "at point {}", points + 1),
        }
        points += 1;
        bench.power_on_again();
        assert!(opens(&bench, &passphrase()) != opens(&bench, &new_one()), "at point {points}");
        let mut vault = bench.open();
        assert_eq!(held(&mut vault), before);
        assert_sound(&mut vault, "cut off");
    }
    assert!(points > 0);
}
