//! Bringing in files: all or nothing, stopped anywhere, pairs joined, the plain rule.

use std::fs;
use std::path::PathBuf;

use super::bench::{BOTH, Bench, LIMIT, assert_sound, find, held, live, plain, wish};
use super::crashes::import_wish;
use super::store::Fault;
use crate::model::{EnvRef, Key};
use crate::store::StoreKind;
use crate::vault::{Conflict, Error, ImportWish, Imported, NewKeyWish, Planned, Source, Vault};

fn file(bench: &Bench, text: &str) -> PathBuf {
    let path = bench.dir.path().join("some.env");
    fs::write(&path, text).unwrap();
    path
}

fn wanted(conflict: Conflict) -> ImportWish {
    ImportWish { conflict, secret: Vec::new(), ..import_wish() }
}

fn import(bench: &Bench, vault: &mut Vault, text: &str, conflict: Conflict) -> Result<Imported, Error> {
    vault.import(&file(bench, text), &wanted(conflict), &mut |_, _| true)
}

#[test]
fn of_several_files_the_one_that_can_not_be_read_is_named() {
    let (bench, mut vault) = Bench::new(StoreKind::Sealed);
    let files = [".env", ".env.local"].map(|name| bench.dir.path().join(name));
    for (bad, good) in [(0, 1), (1, 0)] {
        fs::write(&files[bad], "A_TOKEN=a\0\n").unwrap();
        fs::write(&files[good], "B_TOKEN=b\n").unwrap();
        let (why, advice) = vault.plan_import(Source::Files(&files), &import_wish()).unwrap_err().why_and_advice();
        let name = files[bad].file_name().unwrap().to_string_lossy();
        assert_eq!(why, format!("{name}: line 1 holds a NUL byte"), "{advice}");
        let (why, _) = vault.plan_import(&files[bad], &import_wish()).unwrap_err().why_and_advice();
        assert_eq!(why, "line 1 holds a NUL byte", "who asks for one file knows which");
    }
}

#[test]
fn new_same_and_changed_names_go_as_the_user_says() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        vault.add(wish("shop/dev/SAME_TOKEN", b"same value")).unwrap();
        vault.add(wish("shop/dev/OTHER_TOKEN", b"old value")).unwrap();
        let before = held(&mut vault);
        let text = "SAME_TOKEN='same value'\nOTHER_TOKEN='new value'\nNEW_TOKEN=n\nPORT=8080\nDEBUG=true\n";
        let planned = vault.plan_import(&file(&bench, text), &wanted(Conflict::Replace)).unwrap();
        let refused = import(&bench, &mut vault, text, Conflict::Fail);
        assert!(
            matches!(&refused, Err(Error::Refused(why)) if why.contains("OTHER_TOKEN") && !why.contains("SAME_TOKEN"))
        );
        assert_eq!(held(&mut vault), before, "planning and refusing change nothing");
        let skipped = import(&bench, &mut vault, text, Conflict::Skip).unwrap();
        assert_eq!(skipped.left_out().len(), 1);
        assert_eq!(live(&mut vault, "shop/dev/OTHER_TOKEN"), b"old value");
        let done = import(&bench, &mut vault, text, Conflict::Replace).unwrap();
        assert_eq!(planned.keys.len(), done.keys.len());
        assert_eq!((done.secrets(), done.plain(), done.same()), (1, 0, 4));
        assert_eq!(live(&mut vault, "shop/dev/OTHER_TOKEN"), b"new value");
        assert!(find(&vault, "shop/dev/PORT").is_plain() && find(&vault, "shop/dev/DEBUG").is_plain());
        assert!(!find(&vault, "shop/dev/NEW_TOKEN").is_plain() && !find(&vault, "shop/dev/NEW_TOKEN").age_known);
        let again = import(&bench, &mut vault, text, Conflict::Fail).unwrap();
        assert_eq!((again.secrets(), again.plain(), again.same()), (0, 0, 5));
        assert_sound(&mut vault, "imported");
    }
}

#[test]
fn halves_of_a_pair_that_are_the_same_stay_two_keys() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        let both = "AWS_ACCESS_KEY_ID=the-half\nAWS_SECRET_ACCESS_KEY=the-half\n";
        import(&bench, &mut vault, both, Conflict::Fail).unwrap();
        for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] {
            let key = find(&vault, &format!("shop/dev/{name}"));
            assert!(key.key_id.is_none() && !key.is_plain(), "{name}");
        }
    }
}

#[test]
fn the_halves_of_a_pair_become_one_key_and_none_gets_lost() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        let both = "AWS_ACCESS_KEY_ID=the-id\nAWS_SECRET_ACCESS_KEY=the-other-half\n";
        vault.add(wish("shop/dev/AWS_SECRET_ACCESS_KEY", b"the-other-half")).unwrap();
        // The secret is there already, its id is not.
        let done = import(&bench, &mut vault, both, Conflict::Replace).unwrap();
        assert_eq!(done.keys[0].planned, Planned::Changed);
        let key: Key = find(&vault, "shop/dev/AWS_SECRET_ACCESS_KEY");
        assert_eq!(key.key_id.as_deref(), Some("the-id"));
        assert_eq!(key.key_id_name.map(|name| name.to_string()).as_deref(), Some("AWS_ACCESS_KEY_ID"));
        assert_eq!(import(&bench, &mut vault, both, Conflict::Fail).unwrap().same(), 1);
        let other_id = both.replace("the-id", "another-id");
        assert!(import(&bench, &mut vault, &other_id, Conflict::Fail).is_err());
        assert_sound(&mut vault, "a pair");
    }
}

#[test]
fn names_that_change_how_programs_run_stay_out_until_they_are_named() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        let text = "LD_PRELOAD=/tmp/x.so\nA_TOKEN=x\n";
        let done = import(&bench, &mut vault, text, Conflict::Fail).unwrap();
        assert_eq!(done.left_out()[0].0, "LD_PRELOAD");
        assert_eq!(vault.list().unwrap().keys.len(), 1);
        let named = ImportWish { plain: vec!["LD_PRELOAD".into()], ..wanted(Conflict::Fail) };
        vault.import(&file(&bench, text), &named, &mut |_, _| true).unwrap();
        assert!(find(&vault, "shop/dev/LD_PRELOAD").is_plain());
    }
}

#[test]
fn one_name_that_cannot_come_in_keeps_the_whole_file_out() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        vault.add(wish("shop/dev/THE_TOKEN", b"x")).unwrap();
        let before = held(&mut vault);
        let text = "FIRST_TOKEN=a\nPORT=1\nthe_token=twin\n";
        let refused = import(&bench, &mut vault, text, Conflict::Replace).unwrap_err().to_string();
        assert!(refused.contains("the_token and THE_TOKEN differ only in case"), "{refused}");
        assert_eq!(held(&mut vault), before);
        assert_sound(&mut vault, "kept out");
        // Looking says it of the one, and whoever leaves it out has the others.
        let path = file(&bench, text);
        let planned = vault.plan_import(&path, &wanted(Conflict::Fail)).unwrap();
        assert!(planned.left_out()[0].1.contains("only in case from THE_TOKEN"));
        let without = ImportWish { leave_out: vec!["the_token".into()], ..wanted(Conflict::Fail) };
        assert_eq!(vault.import(&path, &without, &mut |_, _| true).unwrap().secrets(), 1);
        let skipped = import(&bench, &mut vault, text, Conflict::Skip).unwrap();
        assert_eq!(skipped.left_out()[0].0, "the_token");
    }
}

#[test]
fn of_two_names_that_differ_only_in_case_one_comes_in() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        let text = "API_TOKEN=a\nApi_Token=b\nOTHER_TOKEN=c\n";
        let path = file(&bench, text);
        let refused = import(&bench, &mut vault, text, Conflict::Fail).unwrap_err().to_string();
        assert!(refused.contains("Api_Token and API_TOKEN differ only in case"), "{refused}");
        assert_eq!(vault.list().unwrap().keys.len(), 0);
        for (left_out, kept, place) in [("Api_Token", "API_TOKEN", "one"), ("API_TOKEN", "Api_Token", "two")] {
            let planned = vault.plan_import(&path, &wanted(Conflict::Fail)).unwrap();
            assert!(planned.left_out()[0].1.contains("only in case from API_TOKEN"));
            let wish = ImportWish {
                leave_out: vec![left_out.into()],
                into: EnvRef::new("shop", place).unwrap(),
                ..wanted(Conflict::Fail)
            };
            let imported = vault.import(&path, &wish, &mut |_, _| true).unwrap();
            assert_eq!(imported.secrets(), 2);
            find(&vault, &format!("shop/{place}/{kept}"));
        }
        // The window asks nothing: the second one is out until the first one is left out.
        let careful = ImportWish { careful: true, ..wanted(Conflict::Fail) };
        assert_eq!(vault.import(&path, &careful, &mut |_, _| true).unwrap().secrets(), 2);
        assert_sound(&mut vault, "one of two");
    }
}

/// Plain, secret, pair, one too large, and all crossings of what stands there.
fn everything() -> String {
    format!(
        "# for the shop\nA=a-new\nB=b-new\nC=c-new\nPORT=9090\nDEBUG=true\nNEW_TOKEN=new\nLARGE={}\n\
         AWS_ACCESS_KEY_ID=id\nAWS_SECRET_ACCESS_KEY=half\n",
        "x".repeat(LIMIT + 1)
    )
}

fn with_some() -> (Bench, Vault) {
    let (bench, mut vault) = Bench::new(StoreKind::Keychain);
    vault.add(NewKeyWish { key_id: Some("id-a".into()), ..wish("shop/dev/A", b"a-old") }).unwrap();
    vault.add(wish("shop/dev/B", b"b-old")).unwrap();
    vault.add(plain("shop/dev/C", "c-old")).unwrap();
    vault.add(plain("shop/dev/PORT", "8080")).unwrap();
    (bench, vault)
}

/// B becomes plain, C a secret.
fn crossing() -> ImportWish {
    ImportWish { plain: vec!["B".into()], secret: vec!["C".into()], ..wanted(Conflict::Replace) }
}

#[test]
fn an_import_stopped_anywhere_leaves_nothing() {
    let (bench, mut vault) = with_some();
    let path = file(&bench, &everything());
    let before = held(&mut vault);
    let facts = vault.list().unwrap();
    let items = bench.keychain.count();
    let mut stops = 0;
    loop {
        let result = vault.import(&path, &crossing(), &mut |done, _| done < stops);
        if result.is_ok() {
            break;
        }
        assert!(matches!(result, Err(Error::Stopped)));
        assert_eq!(held(&mut vault), before, "stopped at {stops}");
        let now = vault.list().unwrap();
        assert_eq!(
            (now.keys, now.projects, now.findings),
            (facts.keys.clone(), facts.projects.clone(), facts.findings.clone())
        );
        assert_eq!(bench.keychain.count(), items, "stopped at {stops}");
        assert_sound(&mut vault, "stopped");
        stops += 1;
    }
    assert!(stops >= 4, "{stops} points to stop at");
    assert_eq!(live(&mut vault, "shop/dev/B"), b"b-new");
    assert!(!find(&vault, "shop/dev/C").is_plain());
    assert_sound(&mut vault, "whole at last");
}

#[test]
fn a_stopped_import_leaves_no_new_place_and_no_item_even_if_the_keychain_fails() {
    let (bench, mut vault) = with_some();
    let into = ImportWish { into: EnvRef::parse("fresh/new").unwrap(), ..wanted(Conflict::Fail) };
    let path = file(&bench, &everything());
    let projects = vault.projects().unwrap();
    let items = bench.keychain.count();
    assert!(matches!(vault.import(&path, &into, &mut |done, _| done < 2), Err(Error::Stopped)));
    assert_eq!(vault.projects().unwrap(), projects);
    bench.keychain.always("delete", Fault::TimedOut);
    assert!(matches!(vault.import(&path, &into, &mut |done, _| done < 2), Err(Error::Stopped)));
    assert_eq!(vault.list().unwrap().keys.len(), 4);
    bench.keychain.heal();
    drop(vault);
    let mut vault = bench.open();
    vault.recover().unwrap();
    vault.forget_due().unwrap();
    assert_eq!(vault.list().unwrap().keys.len(), 4);
    assert_eq!(bench.keychain.count(), items);
    assert_sound(&mut vault, "taken back later");
}

#[test]
fn a_batch_that_failed_half_way_comes_in_whole_or_not_at_all() {
    for fault in [Fault::Locked, Fault::TimedOut, Fault::TimedOutAfter] {
        let (bench, mut vault) = with_some();
        let before = held(&mut vault);
        let mut puts = 0;
        bench.keychain.script(move |op| {
            puts += u32::from(op == "put");
            (puts >= 2).then_some(fault)
        });
        let result = vault.import(&file(&bench, &everything()), &wanted(Conflict::Replace), &mut |_, _| true);
        bench.keychain.heal();
        assert!(matches!(result, Err(Error::NotSavedYet { .. })), "{fault:?}: {result:?}");
        for reference in ["shop/dev/A", "shop/dev/B"] {
            assert_eq!(live(&mut vault, reference), before[reference].1, "{fault:?}");
        }
        drop(vault);
        let mut vault = bench.open();
        vault.recover().unwrap();
        for (name, value) in [("A", "a-new"), ("B", "b-new"), ("PORT", "9090"), ("AWS_SECRET_ACCESS_KEY", "half")] {
            assert_eq!(live(&mut vault, &format!("shop/dev/{name}")), value.as_bytes(), "{fault:?}");
        }
        assert_eq!(live(&mut vault, "shop/dev/LARGE").len(), LIMIT + 1);
        assert_sound(&mut vault, "whole");
    }
}

#[test]
fn names_are_replaced_and_left_out_one_by_one() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        vault.add(wish("shop/dev/A_TOKEN", b"a-old")).unwrap();
        vault.add(wish("shop/dev/B_TOKEN", b"b-old")).unwrap();
        // A twin by case would keep the whole file out, were it not left out.
        let text = "A_TOKEN=a-new\nB_TOKEN=b-new\nb_token=twin\nAWS_ACCESS_KEY_ID=id\nAWS_SECRET_ACCESS_KEY=half\n";
        let asked = ImportWish {
            replace: vec!["A_TOKEN".into()],
            leave_out: vec!["b_token".into(), "AWS_ACCESS_KEY_ID".into()],
            ..wanted(Conflict::Skip)
        };
        let done = vault.import(&file(&bench, text), &asked, &mut |_, _| true).unwrap();
        let differ: Vec<&str> = done.keys.iter().filter(|key| key.differs).map(|key| key.name.as_str()).collect();
        assert_eq!(differ, ["A_TOKEN", "B_TOKEN"]);
        assert_eq!(live(&mut vault, "shop/dev/A_TOKEN"), b"a-new");
        assert_eq!(live(&mut vault, "shop/dev/B_TOKEN"), b"b-old");
        assert_eq!(find(&vault, "shop/dev/AWS_SECRET_ACCESS_KEY").key_id, None, "the half that was left out");
        assert_sound(&mut vault, "one by one");
    }
}

#[test]
fn pasted_text_comes_in_as_a_file_does_and_a_sealed_vault_stops_too() {
    for kind in BOTH {
        let (_bench, mut vault) = Bench::new(kind);
        let text = super::bench::secret(b"A_TOKEN=a\nB_TOKEN=b\nPORT=1\n");
        let before = held(&mut vault);
        let stopped = vault.import(Source::Text(&text), &wanted(Conflict::Fail), &mut |done, _| done < 1);
        assert!(matches!(stopped, Err(Error::Stopped)));
        assert_eq!((held(&mut vault), vault.projects().unwrap().len()), (before, 0));
        let done = vault.import(Source::Text(&text), &wanted(Conflict::Fail), &mut |_, _| true).unwrap();
        assert_eq!((done.secrets(), done.plain(), done.path), (2, 1, PathBuf::from("pasted text")));
        let noted = vault.activity(1).unwrap().remove(0);
        assert_eq!(noted.detail.as_deref(), Some("from pasted text"));
        assert_sound(&mut vault, "pasted");
    }
}
