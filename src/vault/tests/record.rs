//! The record: unbroken after everything Keyloft does, broken after anything else, the first bad entry named.

use rusqlite::Connection;

use super::bench::{BOTH, Bench, Seeded, Template, secret, trials, uid, wish};
use crate::store::StoreKind;
use crate::vault::{RecordState, Vault};

fn with_entries() -> (Bench, Template, i64) {
    let (bench, mut vault) = Bench::new(StoreKind::Sealed);
    for at in 0..20 {
        vault.add(wish(&format!("shop/dev/KEY_{at}"), format!("value {at}").as_bytes())).unwrap();
        bench.pass(chrono::Duration::minutes(1));
    }
    let RecordState::Unbroken { entries } = vault.verify_activity().unwrap() else { panic!("unbroken at first") };
    drop(vault);
    let template = bench.template();
    (bench, template, entries as i64)
}

fn change(bench: &Bench, sql: &str) {
    let conn = Connection::open(bench.home().database()).unwrap();
    conn.execute_batch(sql).unwrap();
}

fn first_bad(vault: &Vault) -> Option<i64> {
    match vault.verify_activity().unwrap() {
        RecordState::Unbroken { .. } => None,
        RecordState::Broken { first_bad, untrusted } => {
            assert!(untrusted > 0);
            Some(first_bad as i64)
        }
    }
}

/// One change behind Keyloft's back, and the entry that is bad by it.
fn tamper(dice: &Seeded, entries: i64) -> (String, i64) {
    let one = 1 + dice.below(entries as u64) as i64;
    let other = 1 + dice.below(entries as u64) as i64;
    match dice.below(9) {
        0 => (format!("UPDATE activity SET at = at + 1 WHERE number = {one}"), one),
        1 => (format!("UPDATE activity SET subject = coalesce(subject, '') || 'x' WHERE number = {one}"), one),
        2 => (format!("UPDATE activity SET detail = 'x' WHERE number = {one}"), one),
        3 => (format!("UPDATE activity SET via = 'window' WHERE number = {one}"), one),
        4 => (format!("UPDATE activity SET mac = zeroblob(32) WHERE number = {one}"), one),
        5 => (format!("DELETE FROM activity WHERE number = {one}"), one),
        6 => (format!("DELETE FROM activity WHERE number >= {one}"), one),
        7 if one != other => {
            let (a, b) = (one.min(other), one.max(other));
            let to = |from: i64, to: i64| format!("UPDATE activity SET number = {to} WHERE number = {from};");
            (to(a, -1) + &to(b, a) + &to(-1, b), a)
        }
        7 => (format!("UPDATE activity SET what = 'edited' WHERE number = {one}"), one),
        _ => {
            let row = "at, what, subject, detail, via, mac";
            let sql = format!("INSERT INTO activity SELECT {}, {row} FROM activity WHERE number = {one}", entries + 1);
            (sql, entries + 1)
        }
    }
}

#[test]
fn every_change_of_the_record_is_found_and_its_first_entry_named() {
    let seed = 17;
    let dice = Seeded::new(seed);
    let (bench, template, entries) = with_entries();
    for trial in 0..trials(100, 1_000) {
        let (sql, bad) = tamper(&dice, entries);
        bench.restore(&template);
        change(&bench, &sql);
        let mut vault = bench.open();
        assert_eq!(first_bad(&vault), Some(bad), "seed {seed}, trial {trial}: {sql}");
        // And it stays found, whatever is done afterwards.
        vault.add(wish("shop/dev/LATER", b"later")).unwrap();
        assert_eq!(first_bad(&vault), Some(bad), "seed {seed}, trial {trial}, after another entry: {sql}");
    }
}

#[test]
fn a_cut_off_end_with_a_made_up_head_is_found_even_after_new_entries() {
    let (bench, template, entries) = with_entries();
    for left in [0, 1, entries / 2, entries - 1] {
        bench.restore(&template);
        let mut head = left.to_le_bytes().to_vec();
        let conn = Connection::open(bench.home().database()).unwrap();
        let mac: Vec<u8> =
            conn.query_row("SELECT mac FROM activity WHERE number = ?1", [left], |row| row.get(0)).unwrap_or_default();
        head.extend_from_slice(&mac);
        head.extend_from_slice(&[7; 32]);
        conn.execute("DELETE FROM activity WHERE number > ?1", [left]).unwrap();
        conn.execute("UPDATE meta SET value = ?1 WHERE name = 'activity-head'", [head]).unwrap();
        drop(conn);
        let mut vault = bench.open();
        assert_eq!(first_bad(&vault), Some(left + 1));
        vault.add(wish("shop/dev/LATER", b"later")).unwrap();
        assert_eq!(first_bad(&vault), Some(left + 1), "{left} left");
    }
}

#[test]
fn a_record_taken_away_whole_is_found() {
    let (bench, template, _) = with_entries();
    for sql in ["DELETE FROM activity", ""] {
        bench.restore(&template);
        change(&bench, &format!("{sql}; DELETE FROM meta WHERE name = 'activity-head'"));
        let mut vault = bench.open();
        assert!(first_bad(&vault).is_some(), "{sql}");
        vault.rotate(uid(&vault, "shop/dev/KEY_0"), secret(b"other"), None, None).unwrap();
        assert!(first_bad(&vault).is_some(), "{sql}, after another entry");
    }
}

#[test]
fn entries_put_behind_the_end_never_become_part_of_it() {
    let (bench, template, entries) = with_entries();
    bench.restore(&template);
    let forged = entries + 1;
    change(&bench, &format!("INSERT INTO activity VALUES ({forged}, 1, 'deleted', 'x', NULL, 'window', zeroblob(32))"));
    let mut vault = bench.open();
    assert_eq!(first_bad(&vault), Some(forged));
    vault.add(wish("shop/dev/LATER", b"later")).unwrap();
    assert_eq!(first_bad(&vault), Some(forged));
    drop(vault);
    change(&bench, &format!("DELETE FROM activity WHERE number = {forged}"));
    assert_eq!(first_bad(&bench.open()), Some(forged));
}

#[test]
fn wrong_passphrases_are_counted_and_told_at_the_next_unlock() {
    let (bench, vault) = Bench::new(StoreKind::Sealed);
    drop(vault);
    let mut vault = Vault::open(&bench.home(), &bench.world).unwrap();
    for _ in 0..2 {
        assert!(vault.unlock_with_passphrase(&secret(b"another passphrase")).is_err());
    }
    vault.unlock_with_passphrase(&super::bench::passphrase()).unwrap();
    let newest = vault.activity(1).unwrap();
    assert_eq!(newest[0].detail.as_deref(), Some("2 times"));
    assert_eq!(first_bad(&vault), None);
}

#[test]
fn a_new_vault_has_a_record_of_one_entry() {
    for kind in BOTH {
        let (_bench, vault) = Bench::new(kind);
        assert_eq!(vault.verify_activity().unwrap(), RecordState::Unbroken { entries: 1 });
    }
}
