//! Flipped bits and cut-off files: no panic, no wrong value, and a file that can't be opened is left as it is.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::bench::{Bench, Seeded, secret, trials, uid, wish};
use crate::model::{Key, UseKind};
use crate::store::{StoreKind, VaultKey};
use crate::vault::{Error, Vault};

fn use_it(bench: &Bench, expected: &dyn Fn(&Key) -> Vec<Vec<u8>>) -> Result<(), Error> {
    let mut vault = Vault::open(&bench.home(), &bench.world)?;
    vault.examine_file()?;
    vault.list()?;
    if !vault.unlock_with_key(&VaultKey::from_secret(&bench.key).unwrap())? {
        return Ok(());
    }
    vault.verify_activity()?;
    vault.tails()?;
    for key in vault.list()?.keys {
        if let (Ok(value), true) = (vault.get(key.uid, UseKind::Get, None), key.plain_value.is_none()) {
            let good = expected(&key);
            assert!(good.iter().any(|one| one == value.expose()), "{} has a wrong value", key.reference);
        }
        let _ = vault.note_of(key.uid);
    }
    vault.forget_due()?;
    vault.recover()?;
    Ok(())
}

#[test]
fn flipped_bits_and_cut_files_give_errors_and_never_a_wrong_secret() {
    let seed = 4_242;
    let dice = Seeded::new(seed);
    let (bench, mut vault) = Bench::new(StoreKind::Sealed);
    let value = |at: usize| format!("the value of {at}").into_bytes();
    for at in 0..12 {
        vault.add(wish(&format!("shop/dev/K{at}"), &value(at))).unwrap();
    }
    vault.rotate(uid(&vault, "shop/dev/K0"), secret(b"the value of 100"), None, None).unwrap();
    drop(vault);
    let template = bench.template();
    // A flipped bit may rename a key or point at an older version, but no value may be made up.
    let mut good: Vec<Vec<u8>> = (0..12).map(value).collect();
    good.push(b"the value of 100".to_vec());
    let file = bench.home().database();
    let whole = fs::read(&file).unwrap();
    let mut refused = 0;
    for trial in 0..trials(100, 1_000) {
        bench.restore(&template);
        let mut bytes = whole.clone();
        if trial % 4 == 3 {
            bytes.truncate(dice.below(whole.len() as u64) as usize);
        } else {
            for _ in 0..1 + dice.below(8) {
                // Half of them in the first page, where the form and the schema lie.
                let bound = if dice.below(2) == 0 { 4096 } else { whole.len() as u64 };
                bytes[dice.below(bound) as usize] ^= 1 << dice.below(8);
            }
        }
        fs::write(&file, &bytes).unwrap();
        let opens = Vault::open(&bench.home(), &bench.world).is_ok();
        if !opens {
            refused += 1;
            assert!(fs::read(&file).unwrap() == bytes, "seed {seed}, trial {trial}: a file that was refused changed");
            continue;
        }
        let ended = catch_unwind(AssertUnwindSafe(|| use_it(&bench, &|_| good.clone())));
        assert!(ended.is_ok(), "seed {seed}, trial {trial} panicked");
    }
    assert!(refused > 0, "no damage was grave enough");
}

#[test]
fn a_newer_vault_is_refused_and_left_byte_equal_with_its_log() {
    let (bench, mut vault) = Bench::new(StoreKind::Sealed);
    vault.add(wish("shop/dev/A", b"a")).unwrap();
    vault.catalog.share().pragma_update(None, "user_version", 99).unwrap();
    // As it lies on the disk while another program has it open: part of it only in the log.
    let newer = bench.template();
    drop(vault);
    bench.restore(&newer);
    let before = fs::read(bench.home().database()).unwrap();
    assert!(Vault::open(&bench.home(), &bench.world).is_err());
    assert!(fs::read(bench.home().database()).unwrap() == before);
    assert!(bench.home().path().join("vault.db-wal").exists(), "its log stays");
}

#[test]
fn a_vault_that_does_not_open_is_never_replaced_by_a_new_one() {
    use crate::vault::MakeWish;
    let (bench, vault) = Bench::new(StoreKind::Sealed);
    drop(vault);
    for content in [&b""[..], b"rubbish"] {
        fs::write(bench.home().database(), content).unwrap();
        let made = Vault::make(&bench.home(), &bench.world, MakeWish::Keychain);
        assert!(matches!(made, Err(Error::VaultExists(_))));
        assert_eq!(fs::read(bench.home().database()).unwrap(), content);
    }
}
