//! The contract of [`SecretStore`], as a suite that every store passes. It panics where one does not.
//!
//! Public so that tests outside this crate can hold a store to it; nothing in the program calls it.

use super::{CALL_DEADLINE, Item, ItemFacts, SecretStore, StoreError};
use crate::model::Secret;

fn item(key: i64, version: u32) -> Item {
    Item::Version { key, version, nonce: 0xC0DE_0000 + u64::from(version) }
}

fn facts(item: Item) -> ItemFacts {
    ItemFacts { item, label: format!("Keyloft: contract/{}", item.to_text()) }
}

fn secret(bytes: &[u8]) -> Secret {
    Secret::new(bytes.to_vec())
}

/// Values that break stores which keep text: what is not a line, not UTF-8, or looks like an escape.
fn hostile_values(limit: usize) -> Vec<Secret> {
    let dashes = "-".repeat(5);
    let pem = format!("{dashes}BEGIN TEST BLOCK{dashes}\r\n{}\n{dashes}END TEST BLOCK{dashes}\n", "QUJD".repeat(16));
    let every_byte: Vec<u8> = (0..=u8::MAX).collect();
    let largest: Vec<u8> = (0..limit.min(1024 * 1024)).map(|n| (n.wrapping_mul(31) >> 3) as u8).collect();
    let mut values: Vec<Secret> = [
        &b""[..],
        b"plain",
        b"\0",
        b"a\0b",
        b"\n",
        b"two\r\nlines\r\n",
        b"   leading and trailing   ",
        b"\\n \\\\ \\0 $HOME `x` \"'",
        b"[keyring]\nsecret=x\n",
        b"kl1.",
        "\u{feff}\u{202e}é🔑".as_bytes(),
        b"\xff\xfe\x80",
        &every_byte,
        pem.as_bytes(),
    ]
    .into_iter()
    .map(secret)
    .collect();
    values.push(Secret::new(largest));
    values
}

/// Holds an empty, open store to the contract. `other` is the same kind of store for another vault, in the same
/// place where there is one; it has to be empty too. Both are empty again afterwards.
pub fn check(store: &mut dyn SecretStore, other: &mut dyn SecretStore) {
    store.probe(CALL_DEADLINE).expect("an open store answers a probe");
    assert_eq!(store.list(CALL_DEADLINE).expect("list"), [], "the store has to be empty at first");

    values_come_back_as_they_were(store);
    nothing_is_overwritten(store);
    unknown_items_are_not_found(store);
    too_large_is_refused(store);
    many_come_in_order(store);
    vaults_are_apart(store, other);

    for left in store.list(CALL_DEADLINE).expect("list") {
        store.delete(&left, CALL_DEADLINE).expect("delete");
    }
    assert_eq!(store.list(CALL_DEADLINE).expect("list"), []);
}

fn values_come_back_as_they_were(store: &mut dyn SecretStore) {
    let values = hostile_values(store.limit());
    let items: Vec<Item> = (1..).map(|version| item(1, version)).take(values.len()).collect();
    for (item, value) in items.iter().zip(&values) {
        store.put(&facts(*item), value, CALL_DEADLINE).expect("put under a fresh item");
        let back = store.get(item, CALL_DEADLINE).expect("get what was put");
        assert!(back.same_as(value), "value {item:?} came back changed");
    }
    // The vault key's item is named otherwise; the largest numbers are names too.
    for odd in [Item::VaultKey { nonce: u64::MAX }, Item::Version { key: i64::MAX, version: u32::MAX, nonce: 0 }] {
        store.put(&facts(odd), &values[1], CALL_DEADLINE).expect("put");
        assert!(store.get(&odd, CALL_DEADLINE).expect("get").same_as(&values[1]));
        store.delete(&odd, CALL_DEADLINE).expect("delete");
    }
    let together = store.get_many(&items, CALL_DEADLINE).expect("get_many");
    for ((item, value), back) in items.iter().zip(&values).zip(together) {
        assert!(back.expect("each is there").same_as(value), "value {item:?} came back changed, read in bulk");
    }
    for item in items {
        store.delete(&item, CALL_DEADLINE).expect("delete");
    }
}

fn nothing_is_overwritten(store: &mut dyn SecretStore) {
    let first = item(2, 1);
    store.put(&facts(first), &secret(b"first"), CALL_DEADLINE).expect("put");
    let again = store.put(&facts(first), &secret(b"second"), CALL_DEADLINE);
    assert!(matches!(again, Err(StoreError::Failed { .. })), "put on an item that exists has to fail: {again:?}");
    assert!(store.get(&first, CALL_DEADLINE).expect("get").same_as(&secret(b"first")));
    store.delete(&first, CALL_DEADLINE).expect("delete");
    // Gone is gone: the name is free again, and holds nothing of before.
    assert!(matches!(store.get(&first, CALL_DEADLINE), Err(StoreError::NotFound { .. })));
}

fn unknown_items_are_not_found(store: &mut dyn SecretStore) {
    let there = item(3, 1);
    store.put(&facts(there), &secret(b"stays"), CALL_DEADLINE).expect("put");
    let twin = Item::Version { key: 3, version: 1, nonce: 1 };
    for unknown in [item(3, 2), twin, Item::VaultKey { nonce: 1 }] {
        assert!(matches!(store.get(&unknown, CALL_DEADLINE), Err(StoreError::NotFound { .. })));
        assert!(matches!(store.delete(&unknown, CALL_DEADLINE), Err(StoreError::NotFound { .. })));
    }
    assert!(store.get(&there, CALL_DEADLINE).expect("get").same_as(&secret(b"stays")));
    store.delete(&there, CALL_DEADLINE).expect("delete");
}

fn too_large_is_refused(store: &mut dyn SecretStore) {
    let large = Secret::new(vec![b'x'; store.limit() + 1]);
    let refused = store.put(&facts(item(4, 1)), &large, CALL_DEADLINE);
    assert!(matches!(refused, Err(StoreError::TooLarge { bytes, limit, .. }) if bytes == limit + 1));
    assert!(matches!(store.get(&item(4, 1), CALL_DEADLINE), Err(StoreError::NotFound { .. })));
}

fn many_come_in_order(store: &mut dyn SecretStore) {
    let items: Vec<Item> = (1..=9).map(|version| item(5, version)).collect();
    for item in &items {
        store.put(&facts(*item), &secret(item.to_text().as_bytes()), CALL_DEADLINE).expect("put");
    }
    store.delete(&items[4], CALL_DEADLINE).expect("delete takes one");
    // Not in the order they were put, one twice, one gone.
    let asked: Vec<Item> = items.iter().rev().chain([&items[0]]).copied().collect();
    let answers = store.get_many(&asked, CALL_DEADLINE).expect("get_many");
    assert_eq!(answers.len(), asked.len());
    for (item, answer) in asked.iter().zip(answers) {
        match answer {
            Ok(value) => assert!(value.same_as(&secret(item.to_text().as_bytes())), "{item:?} has another's value"),
            Err(StoreError::NotFound { .. }) => assert_eq!(*item, items[4]),
            Err(error) => panic!("{item:?}: {error}"),
        }
    }
    assert!(store.get_many(&[], CALL_DEADLINE).expect("get_many of none").is_empty());
    let mut listed = store.list(CALL_DEADLINE).expect("list");
    listed.sort();
    let mut left = items.clone();
    left.remove(4);
    assert_eq!(listed, left);
    for item in left {
        store.delete(&item, CALL_DEADLINE).expect("delete");
    }
}

fn vaults_are_apart(store: &mut dyn SecretStore, other: &mut dyn SecretStore) {
    let shared = item(6, 1);
    store.put(&facts(shared), &secret(b"ours"), CALL_DEADLINE).expect("put");
    other.put(&facts(shared), &secret(b"theirs"), CALL_DEADLINE).expect("put under the same item of another vault");
    other.put(&facts(item(6, 2)), &secret(b"theirs too"), CALL_DEADLINE).expect("put");
    assert_eq!(store.list(CALL_DEADLINE).expect("list"), [shared]);
    assert!(matches!(store.get(&item(6, 2), CALL_DEADLINE), Err(StoreError::NotFound { .. })));
    assert!(matches!(store.delete(&item(6, 2), CALL_DEADLINE), Err(StoreError::NotFound { .. })));
    store.delete(&shared, CALL_DEADLINE).expect("delete");
    assert!(other.get(&shared, CALL_DEADLINE).expect("another vault's item stays").same_as(&secret(b"theirs")));
    other.delete(&shared, CALL_DEADLINE).expect("delete");
    other.delete(&item(6, 2), CALL_DEADLINE).expect("delete");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::MemoryStore;

    #[test]
    fn the_memory_store_keeps_the_contract() {
        check(&mut MemoryStore::new(), &mut MemoryStore::new());
    }
}
