//! A vault with a value of each kind, and what has to hold of it after a move.

use std::collections::BTreeMap;
use std::time::Duration;

use super::super::bench::{Bench, CHEAP, Held, LIMIT, assert_sound, find, passphrase, plain, secret, uid, wish};
use crate::catalog::{MetaName, Placement};
use crate::store::{Item, SecretStore, StoreKind, VaultKey};
use crate::vault::{Error, MoveStep, MoveWatch, Moved, NewKeyWish, Vault};

pub type State = BTreeMap<String, Held>;

pub fn other(kind: StoreKind) -> StoreKind {
    if kind == StoreKind::Sealed { StoreKind::Keychain } else { StoreKind::Sealed }
}

/// Opens whatever the home holds now.
pub fn open(bench: &Bench) -> Vault {
    let mut vault = Vault::open(&bench.home(), &bench.world).unwrap();
    match vault.kind() {
        StoreKind::Sealed => assert!(vault.unlock_with_key(&VaultKey::from_secret(&bench.key).unwrap()).unwrap()),
        _ => drop(vault.unlock_with_keychain().unwrap()),
    }
    vault
}

pub fn on(_: MoveStep, _: u64, _: u64) -> bool {
    true
}

/// To the store that it is not in.
pub fn cross(vault: &mut Vault, watch: MoveWatch<'_>) -> Result<Moved, Error> {
    match vault.kind() {
        StoreKind::Sealed => vault.move_to_keychain(&passphrase(), watch),
        _ => vault.move_to_sealed(&passphrase(), Some(CHEAP), watch),
    }
}

/// A: rotated once. B: a pair. C: plain. D: disabled, with an old value. BIG is too large for the keychain.
pub fn filled(kind: StoreKind) -> (Bench, Vault) {
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
pub fn assert_tidy(bench: &Bench, vault: &mut Vault, context: &str) {
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
