//! A copy is a use where it came to be, and none where it did not.

use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use super::bench::{Bench, wish};
use crate::envfile::Target;
use crate::model::{ActivityKind, KeyUid};
use crate::store::StoreKind;
use crate::vault::{CopyDone, Error, NewKeyWish, Vault};

type Copying = fn(&mut Vault, KeyUid) -> Result<CopyDone, Error>;

/// Every form of a copy that is a use.
const FORMS: [(&str, Copying); 4] = [
    ("value", |vault, key| vault.copy(key, None)),
    ("assignment", |vault, key| vault.copy_line(key, Target::Portable, None)),
    ("export line", |vault, key| vault.copy_line(key, Target::Sh, None)),
    ("key id", Vault::copy_key_id),
];

fn with_a_helper(script: &str) -> (Bench, Vault, KeyUid) {
    let (bench, mut vault) = Bench::new(StoreKind::Sealed);
    let key = NewKeyWish { key_id: Some("the-id".into()), ..wish("shop/dev/A", b"one") };
    let key = vault.add(key).unwrap();
    let helper = bench.dir.path().join("helper.sh");
    std::fs::write(&helper, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&helper, std::fs::Permissions::from_mode(0o700)).unwrap();
    vault.world.program = Some(helper);
    (bench, vault, key)
}

fn copies_in_the_record(vault: &Vault) -> usize {
    vault.activity(50).unwrap().iter().filter(|entry| entry.what == ActivityKind::Copied).count()
}

#[test]
fn a_copy_that_failed_is_no_use() {
    for script in ["echo no-data-control", "echo refused by the test", "exit 1"] {
        let (_bench, mut vault, key) = with_a_helper(script);
        for (form, copy) in FORMS {
            let outcome = copy(&mut vault, key);
            assert!(matches!(outcome, Err(Error::Clipboard(_))), "{form}, {script}: {outcome:?}");
            assert_eq!(vault.uses(key, 9).unwrap(), [], "{form}, {script}");
        }
        let row = vault.key(key).unwrap();
        assert_eq!((row.last_used_at, row.last_used_by_hand_at, row.use_count), (None, None, 0), "{script}");
        assert_eq!(copies_in_the_record(&vault), 0, "{script}");
    }
}

#[test]
fn a_copy_stands_once_it_is_noted_and_is_taken_back_where_that_fails() {
    for (form, copy) in FORMS {
        for notes in [true, false] {
            // Its end is waited for by whoever reads there.
            let (bench, mut vault, key) = with_a_helper("echo set; exec /bin/cat >\"$0.heard\"");
            let heard = bench.dir.path().join("helper.sh.heard");
            assert!(Command::new("mkfifo").arg(&heard).status().unwrap().success());
            if !notes {
                let database = rusqlite::Connection::open(bench.home().database()).unwrap();
                database.execute_batch("DROP TABLE uses").unwrap();
            }
            assert_eq!(copy(&mut vault, key).is_ok(), notes, "{form}");
            let heard = std::fs::read(heard).unwrap();
            let said = &heard[heard.iter().position(|byte| *byte == 0).unwrap() + 1..];
            assert_eq!(!said.is_empty(), notes, "{form}: that it may stand");
            assert_eq!(copies_in_the_record(&vault), usize::from(notes), "{form}");
        }
    }
}

#[test]
fn a_copy_that_came_to_be_is_a_use_of_its_moment() {
    let (_bench, mut vault, key) = with_a_helper("echo set; exec /bin/cat >/dev/null");
    for (times, (form, copy)) in (1..).zip(FORMS) {
        copy(&mut vault, key).unwrap();
        assert_eq!(vault.uses(key, 9).unwrap().len(), times, "{form}");
        assert_eq!(copies_in_the_record(&vault), times, "{form}");
    }
    assert_eq!(vault.key(key).unwrap().last_used_by_hand_at, Some(vault.world().clock.now()));
}
