//! The record: unbroken after everything Keyloft does, broken after anything else, the first bad entry named.

use rusqlite::Connection;

use super::bench::{BOTH, Bench, Seeded, Template, secret, trials, uid, wish};
use crate::model::ActivityQuery;
use crate::store::StoreKind;
use crate::vault::{RecordCheck, RecordState, Vault};

fn with_entries() -> (Bench, Template, i64) {
    let (bench, mut vault) = Bench::new(StoreKind::Sealed);
    for at in 0..20 {
        vault.add(wish(&format!("shop/dev/KEY_{at}"), format!("value {at}").as_bytes())).unwrap();
        bench.pass(chrono::Duration::minutes(1));
    }
    let RecordState::Unbroken { entries, .. } = vault.verify_activity().unwrap() else { panic!("unbroken at first") };
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
        RecordState::Broken { first_bad, untrusted, .. } => {
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
fn a_broken_record_says_when_its_last_good_entry_was_made() {
    let (bench, _, entries) = with_entries();
    let all = bench.open().activity(u32::MAX).unwrap();
    let good = all.iter().find(|entry| entry.number == 2).unwrap();
    change(&bench, "UPDATE activity SET detail = 'x' WHERE number = 3");
    let state = bench.open().verify_activity().unwrap();
    let untrusted = entries.unsigned_abs() - 2;
    assert_eq!(state, RecordState::Broken { first_bad: 3, untrusted, after: Some(good.at) });
    change(&bench, "UPDATE activity SET detail = 'x' WHERE number = 1");
    let RecordState::Broken { first_bad: 1, after: None, .. } = bench.open().verify_activity().unwrap() else {
        panic!("there is no good one before the first")
    };
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
        let (bench, vault) = Bench::new(kind);
        let since = bench.world.clock.now();
        assert_eq!(vault.verify_activity().unwrap(), RecordState::Unbroken { entries: 1, since });
    }
}

/// 40 days of a key a day, kept for 30.
fn kept_for_thirty_days() -> (Bench, Vault) {
    let (bench, mut vault) = Bench::new(StoreKind::Sealed);
    for day in 0..40 {
        vault.add(wish(&format!("shop/dev/KEY_{day}"), format!("value {day}").as_bytes())).unwrap();
        bench.days(1);
    }
    let (there, old) = (vault.activity(u32::MAX).unwrap().len(), vault.old_activity(30).unwrap());
    assert_eq!(vault.old_activity(60).unwrap(), 0);
    vault.set_setting("activity-keep", "30d").unwrap();
    // The change of the setting is an entry too.
    let left = vault.activity(u32::MAX).unwrap().len() - 1;
    assert_eq!((there - left) as u64, old, "as many as were said to go");
    (bench, vault)
}

#[test]
fn old_entries_go_and_what_is_left_is_unbroken_and_found_when_it_is_changed() {
    let (bench, mut vault) = kept_for_thirty_days();
    let before = bench.world.clock.now() - chrono::Duration::days(30);
    let entries = vault.activity(u32::MAX).unwrap();
    assert!(entries.iter().all(|entry| entry.at >= before), "the setting itself lets them go");
    let oldest = entries.last().unwrap();
    assert!(oldest.number > 1);
    let RecordState::Unbroken { entries: checked, since } = vault.verify_activity().unwrap() else { panic!("broken") };
    assert_eq!((checked as usize, since), (entries.len(), oldest.at));
    // It goes on from there, and again.
    vault.add(wish("shop/dev/LATER", b"later")).unwrap();
    bench.days(5);
    assert!(vault.drop_old_activity().unwrap() > 0);
    assert_eq!(first_bad(&vault), None);
    let first = vault.activity(u32::MAX).unwrap().last().unwrap().number as i64;
    drop(vault);
    let template = bench.template();
    for (sql, bad) in [
        (format!("DELETE FROM activity WHERE number = {first}"), first),
        (format!("UPDATE activity SET detail = 'x' WHERE number = {}", first + 2), first + 2),
        ("DELETE FROM meta WHERE name = 'activity-start'".to_owned(), 1),
        ("UPDATE meta SET value = zeroblob(72) WHERE name = 'activity-start'".to_owned(), 1),
        // The end's seal is none over a beginning.
        (
            "UPDATE meta SET value = (SELECT value FROM meta WHERE name = 'activity-head') WHERE name = 'activity-start'"
                .to_owned(),
            1,
        ),
    ] {
        bench.restore(&template);
        change(&bench, &sql);
        let mut vault = bench.open();
        assert_eq!(first_bad(&vault), Some(bad), "{sql}");
        bench.days(10);
        vault.add(wish("shop/dev/EVEN_LATER", b"later")).unwrap();
        let _ = vault.drop_old_activity();
        assert_eq!(first_bad(&vault), Some(bad), "{sql}: what shows it does not go by its age");
    }
}

#[test]
fn nothing_is_dropped_by_a_clock_that_may_be_wrong_nor_the_last_entry_ever() {
    let (bench, mut vault) = kept_for_thirty_days();
    let entries = vault.activity(u32::MAX).unwrap().len();
    bench.days(400);
    assert_eq!(vault.drop_old_activity().unwrap(), 0);
    bench.days(-400);
    assert_eq!(vault.activity(u32::MAX).unwrap().len(), entries);
    // Entries of a later day vouch for the clock: all but the newest ones may go.
    for _ in 0..3 {
        bench.days(25);
        vault.note_unlocked().unwrap();
    }
    bench.days(2);
    assert!(vault.drop_old_activity().unwrap() > 0);
    assert_eq!(first_bad(&vault), None);
    assert!(!vault.activity(1).unwrap().is_empty());
}

#[test]
fn a_check_in_pieces_finds_what_a_check_at_once_finds() {
    let (bench, template, entries) = with_entries();
    for bad in [None, Some(1), Some(entries / 2), Some(entries)] {
        bench.restore(&template);
        if let Some(bad) = bad {
            change(&bench, &format!("UPDATE activity SET subject = 'x' WHERE number = {bad}"));
        }
        let vault = bench.open();
        let mut check = RecordCheck::default();
        let mut pieces = 0;
        let state = loop {
            pieces += 1;
            if let Some(state) = vault.verify_activity_on(&mut check, 4).unwrap() {
                break state;
            }
        };
        assert_eq!(state, vault.verify_activity().unwrap());
        assert_eq!(check.read() as i64, entries);
        assert!(pieces > 4, "{pieces}");
    }
}

#[test]
fn what_was_done_since_a_moment_is_found_behind_entries_of_a_wrong_clock() {
    let (bench, mut vault) = Bench::new(StoreKind::Sealed);
    bench.days(1);
    let since = bench.world.clock.now();
    vault.add(wish("shop/dev/BEFORE", b"one")).unwrap();
    // For a while the clock stands a month back.
    bench.days(-30);
    vault.add(wish("shop/dev/WRONG", b"two")).unwrap();
    bench.days(30);
    bench.pass(chrono::Duration::minutes(1));
    vault.add(wish("shop/dev/BEHIND", b"three")).unwrap();
    for words in [Vec::new(), vec!["added".to_owned()]] {
        let query = ActivityQuery { since: Some(since), words, ..ActivityQuery::default() };
        let entries = vault.activity_of(&query).unwrap();
        let subjects: Vec<&str> = entries.iter().filter_map(|entry| entry.subject.as_deref()).collect();
        assert_eq!(subjects, ["shop/dev/BEHIND", "shop/dev/BEFORE"], "{query:?}");
        assert_eq!(vault.activity_counts(&query).unwrap().iter().sum::<u64>(), 2, "{query:?}");
        let page = vault.activity_page(&query, None, None, 10).unwrap();
        assert_eq!(page.days.iter().map(crate::model::ActivityDay::entries).sum::<u64>(), 2, "{query:?}");
    }
}
