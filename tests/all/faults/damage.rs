//! Bits flipped in the vault's file, and the file cut short: no panic, no wrong value, the damaged file left as it is.

use std::fs;

use rusqlite::Connection;

use super::super::harness::Output;
use super::{Chance, House, panicked, trials};

const KEYS: usize = 3;

fn name(key: usize) -> String {
    format!("shop/development/KEY_{key}")
}

/// A damaged copy of these bytes, and what was done to it.
fn damaged(chance: &mut Chance, whole: &[u8]) -> (Vec<u8>, String) {
    let mut bytes = whole.to_vec();
    if chance.below(5) == 0 {
        let left = chance.below(whole.len());
        bytes.truncate(left);
        return (bytes, format!("cut at {left}"));
    }
    let flips = [1, 1, 1, 4, 64][chance.below(5)];
    // Half of them in the first page and the last: the header, the schema, what was written last.
    let at: Vec<usize> = (0..flips)
        .map(|_| match chance.below(4) {
            0 => chance.below(4096.min(whole.len())),
            1 => whole.len() - 1 - chance.below(4096.min(whole.len())),
            _ => chance.below(whole.len()),
        })
        .collect();
    for place in &at {
        bytes[*place] ^= 1 << chance.below(8);
    }
    (bytes, format!("bits flipped at {at:?}"))
}

/// What SQLite itself says of these bytes.
fn is_whole(bytes: &[u8], house: &House) -> bool {
    let copy = house.home.path().join("looked-at.db");
    fs::write(&copy, bytes).unwrap();
    let answer = Connection::open(&copy)
        .and_then(|conn| conn.query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0)));
    answer.is_ok_and(|answer| answer == "ok")
}

#[test]
fn a_damaged_vault_gives_no_wrong_value_and_is_not_touched_by_what_fails() {
    let mut chance = Chance::of("damage");
    let house = House::sealed();
    let values: Vec<Vec<u8>> = (0..KEYS).map(|_| chance.secret()).collect();
    for (key, value) in values.iter().enumerate() {
        house.add(&name(key), value);
    }
    assert_eq!(house.files(), ["vault.db"]);
    let whole = fs::read(house.database()).unwrap();
    let (mut found, mut right) = (0, 0);
    // Each trial runs six commands, half a second together. Loops inside one process stand at the vault's own tests.
    let count = trials(40, 1000);
    for trial in 0..count {
        for left in house.files() {
            fs::remove_file(house.home.vault().join(left)).unwrap();
        }
        let (bytes, what) = damaged(&mut chance, &whole);
        fs::write(house.database(), &bytes).unwrap();
        let what = format!("trial {trial}: {what}");
        let run = |words: &[&str]| {
            let before = fs::read(house.database()).unwrap();
            let output: Output = house.run(words);
            assert!(!panicked(&output), "{what}: {words:?}: {output:?}");
            // A failed attempt to unlock is counted, but only in a file that is whole otherwise.
            let counted = output.stderr.contains("passphrase didn't work") && is_whole(&before, &house);
            if output.status != 0 && !counted {
                assert!(
                    fs::read(house.database()).unwrap() == before,
                    "{what}: {words:?} touched the file: {output:?}"
                );
            }
            output
        };
        let mut outputs = vec![run(&["ls", "--json"]), run(&["activity", "--verify"]), run(&["doctor"])];
        for (key, value) in values.iter().enumerate() {
            let output = run(&["get", &name(key)]);
            match output.status {
                0 => {
                    assert!(output.stdout == *value, "{what}: another value than was kept");
                    right += 1;
                }
                _ => assert!(output.stdout.is_empty(), "{what}: {output:?}"),
            }
            outputs.push(output);
        }
        found += usize::from(outputs.iter().any(|output| output.status != 0));
    }
    println!("{count} damaged files: {found} made a command fail, {right} values of {} were still had", count * KEYS);
}
