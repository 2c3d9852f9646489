//! A key's history over its names and places; who holds a value.

use super::bench::{BOTH, Bench, at, find, ran, secret, uid, wish};
use crate::envfile::Target;
use crate::model::{ActivityEntry, ActivityKind, ActivityQuery, EnvRef, Facts, UseKind, VariableName};
use crate::vault::{Consent, ExportWish, NewKeyWish, RunWish, Vault};

fn acts(vault: &Vault, reference: &str) -> Vec<ActivityKind> {
    let history = vault.history(uid(vault, reference)).unwrap();
    history.lines.iter().map(|line| line.what).collect()
}

#[test]
fn a_history_follows_a_key_over_its_names_and_leaves_other_keys_theirs() {
    use ActivityKind::{Added, Disabled, Edited, Enabled, Moved, Renamed, Rotated};
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        vault.add(wish("shop/dev/FIRST", b"one")).unwrap();
        vault.disable(&[uid(&vault, "shop/dev/FIRST")]).unwrap();
        vault.delete(&[uid(&vault, "shop/dev/FIRST")], true).unwrap();
        // Its name is given again, in the same second.
        let key = vault.add(wish("shop/dev/FIRST", b"two")).unwrap();
        assert_eq!(acts(&vault, "shop/dev/FIRST"), [Added]);
        bench.days(1);
        let name = |text: &str| VariableName::new(text).unwrap();
        vault.edit(key, &Facts { owner: Some("Ada".into()), ..Facts::default() }, Some(&name("SECOND"))).unwrap();
        bench.days(1);
        vault.add(wish("shop/dev/FIRST", b"three")).unwrap();
        vault.rotate(key, secret(b"four"), None, None).unwrap();
        bench.days(1);
        vault.rename_environment(&EnvRef::parse("shop/dev").unwrap(), "development").unwrap();
        vault.disable(&[key]).unwrap();
        bench.days(1);
        vault.rename_project("shop", "store").unwrap();
        vault.enable(&[key]).unwrap();
        bench.days(1);
        vault.move_key(key, &at("billing/live/THIRD")).unwrap();
        // A project of the old name is no place of this key's.
        vault.add(wish("shop/dev/SECOND", b"five")).unwrap();
        let all = [Moved, Enabled, Disabled, Rotated, Renamed, Edited, Added];
        assert_eq!(acts(&vault, "billing/live/THIRD"), all);
        assert_eq!(acts(&vault, "store/development/FIRST"), [Added]);
        assert_eq!(acts(&vault, "shop/dev/SECOND"), [Added]);
    }
}

#[test]
fn the_same_use_again_at_once_is_one_line_and_looking_changes_nothing() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        let key = vault.add(wish("shop/dev/A", b"value")).unwrap();
        for days in [0, 29, 1, 1] {
            bench.days(days);
            vault.get(key, UseKind::Get, None).unwrap();
            vault.get(key, UseKind::Get, None).unwrap();
            vault.get(key, UseKind::Run, Some("npm")).unwrap();
        }
        let changes = vault.catalog.share().total_changes();
        let history = vault.history(key).unwrap();
        assert_eq!(vault.catalog.share().total_changes(), changes);
        let uses: Vec<(ActivityKind, Option<&str>, u32)> =
            history.lines.iter().map(|line| (line.what, line.detail.as_deref(), line.times)).collect();
        assert_eq!(uses.len(), 9, "{uses:?}");
        assert_eq!(uses[8], (ActivityKind::Added, None, 1));
        assert_eq!(uses.iter().filter(|line| **line == (ActivityKind::Got, None, 2)).count(), 4);
        assert_eq!(uses.iter().filter(|line| **line == (ActivityKind::Used, Some("npm"), 1)).count(), 4);
        assert_eq!(history.daily.len(), 30);
        assert_eq!((history.daily[29], history.daily[28], history.daily[27]), (3, 3, 3));
        assert_eq!(history.daily.iter().sum::<u32>(), 9, "the first was 31 days ago");
    }
}

#[test]
fn uses_that_lie_hours_apart_are_lines_with_their_own_times() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        let key = vault.add(wish("shop/dev/A", b"value")).unwrap();
        for minutes in [0, 9, 9, 180] {
            bench.pass(chrono::Duration::minutes(minutes));
            vault.get(key, UseKind::Copy, None).unwrap();
            vault.get(key, UseKind::Run, Some("npm")).unwrap();
        }
        let lines = vault.history(key).unwrap().lines;
        let copied: Vec<_> = lines.iter().filter(|line| line.what == ActivityKind::Copied).collect();
        assert_eq!(copied.iter().map(|line| line.times).collect::<Vec<_>>(), [1, 3], "{lines:?}");
        assert_eq!(copied[0].at - copied[1].at, chrono::Duration::minutes(180), "each says its newest");
    }
}

#[test]
fn a_value_is_found_at_the_keys_that_hold_it_and_those_that_held_it() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        let a = vault.add(wish("shop/dev/A", b"shared")).unwrap();
        let b = vault.add(wish("shop/prod/B", b"shared")).unwrap();
        assert_eq!(vault.holders(&secret(b"shared")).unwrap(), [(a, true), (b, true)]);
        vault.rotate(a, secret(b"fresh"), None, None).unwrap();
        assert_eq!(vault.holders(&secret(b"shared")).unwrap(), [(b, true), (a, false)]);
        // Rotated back: it holds it and held it.
        vault.rotate(a, secret(b"shared"), None, None).unwrap();
        assert_eq!(vault.holders(&secret(b"shared")).unwrap().iter().filter(|(key, _)| *key == a).count(), 1);
        vault.rotate(a, secret(b"last"), None, None).unwrap();
        bench.days(8);
        vault.forget_due().unwrap();
        assert_eq!(vault.holders(&secret(b"shared")).unwrap(), [(b, true)], "forgotten, and no more known");
        vault.lock(false);
        assert!(vault.holders(&secret(b"shared")).is_err());
    }
}

#[test]
fn a_key_ids_copy_is_a_use_of_the_key() {
    for kind in BOTH {
        let (_bench, mut vault) = Bench::new(kind);
        let pair = NewKeyWish { key_id: Some("id".into()), ..wish("shop/dev/A", b"a") };
        let key = vault.add(pair).unwrap();
        assert_eq!(vault.key_id(key, UseKind::Get).unwrap(), "id");
        assert_eq!(find(&vault, "shop/dev/A").use_count, 1);
        assert_eq!(vault.uses(key, 1).unwrap()[0].detail.as_deref(), Some("key id"));
    }
}

#[test]
fn the_last_four_of_the_value_before_are_known_while_the_vault_is_open() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        let value = |end: &str| format!("{}{end}", "made-up-".repeat(4)).into_bytes();
        let facts = Facts { kind: Some(crate::model::Kind::Token), ..Facts::default() };
        let new = NewKeyWish { facts: facts.clone(), ..wish("shop/dev/A", &value("aaa1")) };
        let key = vault.add(new).unwrap();
        assert_eq!(vault.old_tail(key).unwrap(), None);
        vault.rotate(key, secret(&value("bbb2")), None, None).unwrap();
        vault.rotate(key, secret(&value("ccc3")), None, Some(std::time::Duration::ZERO)).unwrap();
        assert_eq!(vault.old_tail(key).unwrap().as_deref(), Some("bbb2"), "its value itself is forgotten");
        let other = vault.add(NewKeyWish { facts: facts.clone(), ..wish("shop/dev/B", &value("ddd4")) }).unwrap();
        for (at, end) in ["eee5", "fff6"].into_iter().enumerate() {
            vault.rotate(other, secret(&value(end)), None, None).unwrap();
            bench.days(1);
            assert_eq!(
                vault.old_tail(other).unwrap().as_deref(),
                Some("ddd4"),
                "the one replaced last, not the newest"
            );
            if at == 0 {
                vault.undo_rotate(other).unwrap();
                bench.days(1);
            }
        }
        drop(vault);
        let file = std::fs::read(bench.home().database()).unwrap();
        assert!(memchr::memmem::find(&file, b"bbb2").is_none(), "it lies sealed");
        let mut vault = bench.open();
        assert_eq!(vault.old_tail(key).unwrap().as_deref(), Some("bbb2"));
        vault.lock(true);
        assert!(vault.old_tail(key).is_err());
    }
}

#[test]
fn ticked_places_are_kept_until_the_value_is_replaced() {
    let (bench, mut vault) = Bench::new(BOTH[0]);
    let key = vault.add(wish("shop/dev/A", b"one")).unwrap();
    vault.tick_place(key, "Vercel", true).unwrap();
    vault.tick_place(key, "Oslo", true).unwrap();
    vault.tick_place(key, "Oslo", true).unwrap();
    vault.tick_place(key, "Vercel", false).unwrap();
    drop(vault);
    let mut vault = bench.open();
    assert_eq!(vault.ticked_places(key).unwrap(), ["Oslo"]);
    vault.rotate(key, secret(b"two"), None, None).unwrap();
    assert!(vault.ticked_places(key).unwrap().is_empty());
    vault.undo_rotate(key).unwrap();
    assert_eq!(vault.ticked_places(key).unwrap(), ["Oslo"], "the value before is there still");
}

#[test]
fn a_place_that_never_got_the_new_value_has_the_one_that_is_put_back() {
    let (_bench, mut vault) = Bench::new(BOTH[0]);
    let places = ["Vercel", "Oslo"].map(str::to_owned).to_vec();
    let facts = Facts { used_in: Some(places), ..Facts::default() };
    let key = vault.add(NewKeyWish { facts, ..wish("shop/dev/A", b"one") }).unwrap();
    vault.rotate(key, secret(b"two"), None, None).unwrap();
    vault.undo_rotate(key).unwrap();
    let ticked = |vault: &Vault| {
        let mut ticked = vault.ticked_places(key).unwrap();
        ticked.sort();
        ticked
    };
    assert_eq!(ticked(&vault), ["Oslo", "Vercel"], "nobody gave them the second");
    // The newer one again: none of them has it; then one gets it, and keeps it as the old one comes back.
    vault.undo_rotate(key).unwrap();
    assert!(ticked(&vault).is_empty());
    vault.tick_place(key, "Vercel", true).unwrap();
    vault.undo_rotate(key).unwrap();
    assert_eq!(ticked(&vault), ["Oslo"]);
    vault.undo_rotate(key).unwrap();
    assert_eq!(ticked(&vault), ["Vercel"]);
    // A third: what lies before it is the second, which is not in Oslo.
    vault.rotate(key, secret(b"three"), None, None).unwrap();
    vault.undo_rotate(key).unwrap();
    assert_eq!(ticked(&vault), ["Vercel"]);
}

/// The newest entry of an act.
fn newest(vault: &Vault, what: ActivityKind) -> u64 {
    let entries = vault.activity(u32::MAX).unwrap();
    entries.iter().find(|entry| entry.what == what).unwrap().number
}

#[test]
fn an_entry_in_bulk_tells_its_keys_by_their_names_of_now() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        for name in ["A", "B", "C"] {
            vault.add(wish(&format!("shop/dev/{name}"), b"value")).unwrap();
        }
        let place = EnvRef::parse("shop/dev").unwrap();
        let run =
            RunWish { place: Some(place.clone()), references: Vec::new(), wanted: Vec::new(), program: "npm".into() };
        let folder = tempfile::tempdir().unwrap();
        let export = |only: &[&str]| ExportWish {
            place: place.clone(),
            target: Target::Portable,
            only: only.iter().map(|name| VariableName::new(name).unwrap()).collect(),
            skip_refused: false,
            to: Some(folder.path().join(format!("for {}.env", only.len()))),
            consent: Consent::default(),
            gitignore: false,
            delete_after: None,
        };
        ran(&mut vault, &run);
        let all = newest(&vault, ActivityKind::Used);
        bench.days(1);
        vault.disable(&[uid(&vault, "shop/dev/C")]).unwrap();
        ran(&mut vault, &run);
        let two = newest(&vault, ActivityKind::Used);
        vault.export(&export(&["A"])).unwrap();
        let one = newest(&vault, ActivityKind::Exported);
        vault.export(&export(&[])).unwrap();
        let keys = |vault: &Vault, number| vault.keys_of_entry(number).unwrap();
        assert_eq!(keys(&vault, all), ["shop/dev/A", "shop/dev/B", "shop/dev/C"]);
        assert_eq!(keys(&vault, two), ["shop/dev/A", "shop/dev/B"]);
        assert_eq!(keys(&vault, one), ["shop/dev/A"], "not those of another export of the same second");
        // Renamed, moved, deleted since.
        vault.move_key(uid(&vault, "shop/dev/A"), &at("billing/live/Z")).unwrap();
        vault.delete(&[uid(&vault, "shop/dev/C")], true).unwrap();
        assert_eq!(keys(&vault, all), ["billing/live/Z", "shop/dev/B"]);
        let added = newest(&vault, ActivityKind::Added);
        assert_eq!(keys(&vault, added), [""; 0], "an entry about one key names it itself");
        assert_eq!(keys(&vault, 9_999), [""; 0]);
    }
}

#[test]
fn the_record_of_a_project_goes_back_over_its_names_and_leaves_other_projects_theirs() {
    let (_bench, mut vault) = Bench::new(BOTH[0]);
    for place in ["store/dev/OTHER", "shop/dev/A"] {
        vault.add(wish(place, b"one")).unwrap();
    }
    vault.rename_project("store", "depot").unwrap();
    vault.rename_project("shop", "store").unwrap();
    vault.add(wish("shop/dev/NEW", b"two")).unwrap();
    vault.add(wish("store/dev/B", b"three")).unwrap();
    let query = ActivityQuery { project: Some("store".to_owned()), ..ActivityQuery::default() };
    let said =
        |entry: &ActivityEntry| format!("{} {}", entry.what.word(), entry.subject.as_deref().unwrap_or_default());
    let whole: Vec<String> = vault.activity_of(&query).unwrap().iter().map(said).collect();
    assert_eq!(whole, ["added store/dev/B", "place-changed store", "added shop/dev/A"]);
    assert_eq!(vault.activity_counts(&query).unwrap().iter().sum::<u64>(), 3);
    // A page that begins behind the renaming.
    let renaming = vault.activity_of(&query).unwrap()[1].number;
    let page = vault.activity_page(&query, Some(renaming), None, 10).unwrap();
    let subjects: Vec<&String> = page.days.iter().flat_map(|day| &day.folds).flat_map(|fold| &fold.subjects).collect();
    assert_eq!(subjects, ["shop/dev/A"]);
}

#[test]
fn the_record_says_what_was_renamed_where_it_is_read() {
    let (_bench, mut vault) = Bench::new(BOTH[0]);
    let key = vault.add(wish("shop/stag/A", b"one")).unwrap();
    vault.rename_environment(&EnvRef::parse("shop/stag").unwrap(), "production").unwrap();
    vault.rename_project("shop", "store").unwrap();
    vault.move_key(key, &at("store/production/B")).unwrap();
    let names = [("shop/stag", "shop/production"), ("shop", "store"), ("store/production/A", "store/production/B")];
    let renamings = |query: &ActivityQuery| {
        let page = vault.activity_page(query, None, None, 10).unwrap();
        page.renamings.into_iter().rev().map(|one| (one.from, one.to)).collect::<Vec<_>>()
    };
    let all = names.map(|(from, to)| (from.to_owned(), to.to_owned()));
    assert_eq!(renamings(&ActivityQuery::default()), all);
    // Also where their own entries are not asked for.
    let copies = ActivityQuery { class: Some(crate::model::ActivityClass::Copies), ..ActivityQuery::default() };
    assert_eq!(renamings(&copies), all);
    // One that was protected by it keeps its history.
    let acts: Vec<ActivityKind> = vault.history(key).unwrap().lines.iter().map(|line| line.what).collect();
    assert_eq!(acts, [ActivityKind::Moved, ActivityKind::Added]);
}
